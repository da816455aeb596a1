"""What an order holds from its first inquiry to the handover (P2.1, P2.2)."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Literal

from pydantic import model_validator

from ordertool.language import N_
from ordertool.records.base import Paper, Record
from ordertool.records.exact_numbers import CURRENCY, DECIMALS, Money, Quantity
from ordertool.records.values import (
    Channel,
    ClientId,
    Day,
    ItemId,
    Line,
    Moment,
    OrderId,
    Paragraph,
    Sha256,
    Slug,
    StaffId,
    fault,
    matching,
)


class Inquiry(Record):
    """What the client asked for first (P2.1a); `answer` when it was answered on the spot, `origin` the order it follows."""

    client: Line
    contact: Line
    phone: Line | None = None
    email: Line | None = None
    channel: Channel
    matter: Paragraph
    answer: Paragraph | None = None
    origin: OrderId | None = None


class ForwardInput(Record):
    """A question passed to a person or a department, with the reply promised by a time (P2.1b)."""

    to: StaffId | None = None
    department: Slug | None = None
    question: Paragraph | None = None
    promised: Moment | None = None

    @model_validator(mode="after")
    def _one_receiver(self) -> "ForwardInput":
        if (self.to is None) == (self.department is None):
            raise fault("one_receiver", "needs either a person or a department")
        return self


class Forward(ForwardInput):
    """A forwarded question as kept."""

    id: ItemId


class ReplyInput(Record):
    """What the client was answered (P2.1b)."""

    text: Paragraph


class Reply(ReplyInput):
    """A reply as kept."""

    id: ItemId


class OrderLine(Record):
    """One line of the application form. Missing values are findings of the review, not errors."""

    id: ItemId
    item: Line | None = None
    spec: Line | None = None
    quantity: Quantity | None = None
    unit: Line | None = None
    price: Money | None = None

    @property
    def amount(self) -> Decimal | None:
        """Quantity times price, exact and not rounded; None while one of them is missing."""
        return None if self.quantity is None or self.price is None else self.quantity * self.price


_TERMS = N_("must be account:30 (days), prepayment:30 (percent) or cash-on-delivery")


class Form(Record):
    """The order application form (P2.2a). A draft may be incomplete; the review says what is missing."""

    client: ClientId | None = None
    project: Line | None = None
    description: Paragraph | None = None
    type: Slug | None = None
    domain: Slug | None = None
    lines: tuple[OrderLine, ...] = ()
    currency: Annotated[str, CURRENCY] = "CNY"
    tax: Money | None = None
    deliver_by: Day | None = None
    deliver_to: Line | None = None
    payment: (
        Annotated[str, matching(r"^(account:[0-9]{1,3}|prepayment:(100|[1-9][0-9]?)|cash-on-delivery)$", _TERMS)] | None
    ) = None
    contract: Line | None = None
    client_order: Line | None = None

    @model_validator(mode="after")
    def _lines_told_apart(self) -> "Form":
        ids = [line.id for line in self.lines]
        if len(set(ids)) != len(ids):
            raise fault("same_id", "has two lines with the same id")
        return self

    def rounded(self, amount: Decimal) -> Decimal:
        """An amount rounded half up to the currency's smallest unit."""
        return amount.quantize(Decimal(1).scaleb(-DECIMALS[self.currency]), ROUND_HALF_UP)

    @property
    def net(self) -> Decimal | None:
        """The sum over all lines, each rounded; None while a line lacks a figure."""
        amounts = [line.amount for line in self.lines]
        if not amounts or None in amounts:
            return None
        return sum((self.rounded(a) for a in amounts if a is not None), self.rounded(Decimal(0)))

    @property
    def total(self) -> Decimal | None:
        """The lines and the tax on them; None while a line lacks a figure."""
        net = self.net
        return None if net is None else net + self.rounded(self.tax or Decimal(0))

    def worth(self, quantities: Mapping[str, Decimal]) -> Decimal:
        """What quantities of its lines come to, each line rounded, with their share of the tax; of all lines, the total."""
        prices = {line.id: line.price or Decimal(0) for line in self.lines}
        amounts = (self.rounded(number * prices.get(line, Decimal(0))) for line, number in quantities.items())
        goods = sum(amounts, self.rounded(Decimal(0)))
        if not self.tax:
            return goods
        if all(quantities.get(line.id, Decimal(0)) >= (line.quantity or Decimal(0)) for line in self.lines):
            return goods + self.rounded(self.tax)
        return goods + (self.rounded(self.tax * goods / self.net) if self.net else Decimal(0))


class ReviewInput(Record):
    """The outcome of the preliminary review (P2.2b), bound to the form it saw by its hash (L10)."""

    outcome: Literal["pass", "return"]
    form: Sha256
    reasons: tuple[Line, ...] = ()


class Review(ReviewInput):
    """A review as kept; every return is counted, with its reasons."""

    id: ItemId


class HandoverInput(Record):
    """What was handed to the order department (P2.2c): the original as a file or where its paper lies."""

    original: Paper | None = None
    original_at: Line | None = None
    attachments: tuple[Paper, ...] = ()
    to: StaffId

    @property
    def papers(self) -> tuple[Paper, ...]:
        """Every file handed over, the original first."""
        return ((self.original,) if self.original else ()) + self.attachments

    @property
    def names(self) -> tuple[str, ...]:
        """What was handed over, by name: the place of an original on paper, and every file."""
        return ((self.original_at,) if self.original_at else ()) + tuple(paper.name for paper in self.papers)


class Handover(HandoverInput):
    """A handover as kept: one for each submission."""

    id: ItemId
