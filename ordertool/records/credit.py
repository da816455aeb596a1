"""What a client owes as it was seen, and the override that rests on it (P7.1b)."""

from decimal import Decimal
from typing import Annotated, Literal

from ordertool.records.base import Record
from ordertool.records.exact_numbers import CURRENCY, CreditLimit, Money, PositiveMoney, Quantity
from ordertool.records.values import ClientId, Day, ItemId, Line, OrderId


class Owing(Record):
    """What one order has on credit: of what was delivered, and of what is still to come.

    Both in the order's currency, `rate` where that is not the company's; `amount` is their sum in the company's. What is
    paid in advance, or in cash at the door, is `secured` and not on credit.
    """

    order: OrderId
    delivered: Money
    committed: Money
    secured: Money = Decimal(0)
    currency: Annotated[str, CURRENCY]
    rate: Quantity | None = None
    amount: Money


class Statement(Record):
    """A client's exposure: the terms, the order in question last, their sum, and the limit they are held against.

    `before` is unpaid from before the book, `advance` what the client paid that no
    order took up yet. `limit_of` says whose limit it is; without one, none is set.
    """

    client: ClientId
    currency: Annotated[str, CURRENCY]
    terms: tuple[Owing, ...] = ()
    before: Money = Decimal(0)
    advance: Money = Decimal(0)
    sum: Money
    limit: CreditLimit | None = None
    limit_of: Literal["client", "grade", "company"] | None = None

    @property
    def over(self) -> bool:
        """Whether the sum is above the limit; without a limit it never is (L9)."""
        return isinstance(self.limit, Decimal) and self.sum > self.limit


class OverrideInput(Record):
    """Leave to go beyond the limit, with its reason, until a day: bound to the exposure that was seen (L10, L12).

    It covers the order while the client's exposure is no more than was seen, or than `amount`.
    """

    reason: Line
    until: Day
    amount: PositiveMoney | None = None
    seen: Statement

    @property
    def covers(self) -> Decimal:
        """The exposure up to which it holds."""
        return self.amount if self.amount is not None else self.seen.sum


class Override(OverrideInput):
    """An override as kept."""

    id: ItemId
