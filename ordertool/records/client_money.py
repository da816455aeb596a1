"""What a client's file holds of money: advances, debts from before the book, letters, and credit watch (P7.1c).

Money that pays an order is kept with the order. Here is what fits no order, and what concerns several at once.
"""

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Literal

from ordertool.records.base import Record
from ordertool.records.exact_numbers import CURRENCY, PositiveMoney
from ordertool.records.receivables_rules import Letter
from ordertool.records.values import Day, ItemId, Line, OrderId

Currency = Annotated[str, CURRENCY]


class DepositInput(Record):
    """Money of a client that pays no order: `openings` is what of it pays debts from before the book, the rest stays."""

    amount: PositiveMoney
    currency: Currency
    on: Day
    reference: Line | None = None
    openings: dict[ItemId, PositiveMoney] = {}


class DepositUse(Record):
    """What of a deposit paid an order, or a debt from before the book."""

    order: OrderId | None = None
    opening: ItemId | None = None
    amount: PositiveMoney
    on: Day


class DepositRefund(Record):
    """What of a deposit went back to the client."""

    amount: PositiveMoney
    on: Day
    reason: Line
    reference: Line | None = None


class Deposit(DepositInput):
    """A deposit as kept, with what became of it."""

    id: ItemId
    uses: tuple[DepositUse, ...] = ()
    refunds: tuple[DepositRefund, ...] = ()

    @property
    def left(self) -> Decimal:
        """What is still there of it."""
        used, back = (use.amount for use in self.uses), (refund.amount for refund in self.refunds)
        return self.amount - sum((*self.openings.values(), *used, *back), Decimal(0))

    def used_for(self, order: str) -> Decimal:
        """What of it paid an order."""
        return sum((use.amount for use in self.uses if use.order == order), Decimal(0))


class OpeningDebtInput(Record):
    """A debt from before the book: since when, and on which day it is due."""

    amount: PositiveMoney
    currency: Currency
    since: Day
    due: Day
    reference: Line


class OpeningWriteOff(Record):
    """What of a debt from before the book will never come in."""

    amount: PositiveMoney
    on: Day
    reason: Line


class OpeningDebt(OpeningDebtInput):
    """A debt from before the book, as kept."""

    id: ItemId
    write_offs: tuple[OpeningWriteOff, ...] = ()

    @property
    def written_off(self) -> Decimal:
        """What will never come in."""
        return sum((one.amount for one in self.write_offs), Decimal(0))


class Dunned(Record):
    """A debt that a letter names: the order or the debt from before the book, and what was unpaid of it."""

    debt: Line
    amount: PositiveMoney
    currency: Currency
    due: Day


class DunInput(Record):
    """A dunning letter: which one, and what it says is owed."""

    stage: Letter
    on: Day
    debts: tuple[Dunned, ...]


class Dun(DunInput):
    """A dunning letter as kept."""

    id: ItemId


Sign = Literal["overdue", "grade", "manual"]
"""What speaks for a watch: a debt that is very late, a grade that was lowered, or what somebody heard."""


class WatchInput(Record):
    """A client is put under watch: on which sign, why, because of which debts, and which orders it holds."""

    sign: Sign
    reason: Line
    debts: tuple[Line, ...] = ()
    orders: tuple[OrderId, ...] = ()


class DismissInput(Record):
    """A sign that was looked at and moves nobody to a watch: which, why, and the debts in which it shows."""

    dismissed: Literal[True] = True
    sign: Literal["overdue", "grade"]
    reason: Line
    debts: tuple[Line, ...] = ()


class Release(Record):
    """Why a watch ended, and which orders go on by that."""

    reason: Line
    orders: tuple[OrderId, ...] = ()


class Watch(WatchInput):
    """A watch as kept; it lasts until it is released. One that was `dismissed` never was on: only its sign was seen."""

    id: ItemId
    dismissed: bool = False
    released: Release | None = None


class ClientMoney:
    """What is computed from a client's deposits, debts from before the book, and watches; sums are by currency."""

    if TYPE_CHECKING:

        @property
        def deposits(self) -> tuple[Deposit, ...]:
            """Its deposits."""

        @property
        def openings(self) -> tuple[OpeningDebt, ...]:
            """Its debts from before the book."""

        @property
        def watches(self) -> tuple[Watch, ...]:
            """Its watches."""

    @property
    def unallocated(self) -> dict[str, Decimal]:
        """Advances that paid nothing yet, by currency."""
        sums: dict[str, Decimal] = {}
        for deposit in self.deposits:
            if deposit.left:
                sums[deposit.currency] = sums.get(deposit.currency, Decimal(0)) + deposit.left
        return sums

    @property
    def opening_unpaid(self) -> dict[str, Decimal]:
        """What is unpaid of debts from before the book, by currency."""
        sums: dict[str, Decimal] = {}
        for debt in self.openings:
            if left := self.opening_left(debt):
                sums[debt.currency] = sums.get(debt.currency, Decimal(0)) + left
        return sums

    def opening_paid(self, item: str) -> Decimal:
        """What came in for a debt from before the book."""
        first = (deposit.openings.get(item, Decimal(0)) for deposit in self.deposits)
        later = (use.amount for deposit in self.deposits for use in deposit.uses if use.opening == item)
        return sum((*first, *later), Decimal(0))

    def opening_left(self, debt: OpeningDebt) -> Decimal:
        """What is still to be paid of a debt from before the book."""
        return debt.amount - self.opening_paid(debt.id) - debt.written_off

    @property
    def watch(self) -> Watch | None:
        """The watch that the client is under."""
        last = self.watches[-1] if self.watches else None
        return None if last is None or last.dismissed or last.released else last
