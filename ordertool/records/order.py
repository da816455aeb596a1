"""One order from its first inquiry to the archive, in one file.

Sections are what people read; the log says who put them there. Owner, totals and due times are computed, never
stored. Items of lists carry ids that never change.
"""

from decimal import Decimal
from typing import ClassVar, Literal, get_args

from pydantic import model_validator

from ordertool.records.base import Logged, Record
from ordertool.records.fulfilment import (
    Assignment,
    Delivery,
    Payment,
    Plan,
    Preparation,
    Progress,
)
from ordertool.records.intake import (
    Form,
    Forward,
    Handover,
    Inquiry,
    OrderLine,
    Reply,
    Review,
)
from ordertool.records.values import OrderId, fault

Stage = Literal[
    "inquiry", "draft", "submitted", "assigned", "confirmed", "active", "delivered", "signed", "closed",
    "archived", "lost", "cancelled",
]  # fmt: skip
STAGES: tuple[str, ...] = get_args(Stage)


class Order(Logged):
    """An order's file. `stage` repeats the last `to` of the log for readers; they must agree."""

    kind: ClassVar[str] = "order"
    id: OrderId
    stage: Stage
    inquiry: Inquiry
    forwards: tuple[Forward, ...] = ()
    replies: tuple[Reply, ...] = ()
    form: Form | None = None
    review: tuple[Review, ...] = ()
    handover: Handover | None = None
    assignment: Assignment | None = None
    plan: Plan | None = None
    progress: tuple[Progress, ...] = ()
    preparation: tuple[Preparation, ...] = ()
    delivery: tuple[Delivery, ...] = ()
    payments: tuple[Payment, ...] = ()

    @model_validator(mode="after")
    def _stage_as_logged(self) -> "Order":
        reached = [entry.to for entry in self.log if entry.to]
        if not reached or reached[-1] != self.stage:
            raise fault("stage_not_logged", "stands in a stage that its log does not lead to")
        return self

    @property
    def where(self) -> str:
        """The stage."""
        return self.stage

    @property
    def client(self) -> str | None:
        """The client's id, once the form names it."""
        return self.form.client if self.form else None

    @property
    def client_name(self) -> str:
        """The client's name as the inquiry took it down."""
        return self.inquiry.client

    @property
    def owner(self) -> str | None:
        """Who owns the order, once it is assigned."""
        return self.assignment.to if self.assignment else None

    @property
    def taker(self) -> str:
        """Who took the inquiry."""
        return self.log[0].by

    def delivered(self) -> dict[str, Decimal]:
        """Quantity that reached the client, by line id."""
        sums: dict[str, Decimal] = {}
        for delivery in self.delivery:
            if delivery.counts:
                for line, quantity in delivery.quantities.items():
                    sums[line] = sums.get(line, Decimal(0)) + quantity
        return sums

    def missing(self) -> dict[str, Decimal]:
        """Quantity still owed, by line id, lines that are complete left out."""
        done = self.delivered()
        owed = {line.id: (line.quantity or Decimal(0)) - done.get(line.id, Decimal(0)) for line in self.lines}
        return {line: quantity for line, quantity in owed.items() if quantity > 0}

    @property
    def lines(self) -> tuple[OrderLine, ...]:
        """The form's lines."""
        return self.form.lines if self.form else ()

    @property
    def unsigned(self) -> tuple[Delivery, ...]:
        """Deliveries whose signed slip is not in."""
        return tuple(d for d in self.delivery if d.counts and d.slip is None)

    @property
    def paid(self) -> Decimal:
        """The sum of all payments."""
        return sum((payment.amount for payment in self.payments), Decimal(0))

    @property
    def unpaid(self) -> Decimal:
        """What is still to be paid; zero when the form has no total."""
        total = self.form.total if self.form else None
        return max((total or Decimal(0)) - self.paid, Decimal(0))

    @property
    def prepayment(self) -> Decimal:
        """What must be paid before the work is planned; zero by other terms (P7.1b)."""
        total = self.form.total if self.form else None
        terms, _, share = (self.form.payment or "" if self.form else "").partition(":")
        if self.form is None or total is None or terms != "prepayment":
            return Decimal(0)
        return self.form.rounded(total * int(share) / 100)

    @property
    def cash_on_delivery(self) -> Decimal:
        """What must be paid for what was delivered before its slips are taken; zero by other terms (P7.1b)."""
        return self.cash_for(self.delivery)

    def cash_for(self, deliveries: tuple[Delivery, ...]) -> Decimal:
        """The cash due on some of the deliveries, never more than the total."""
        if self.form is None or self.form.payment != "cash-on-delivery":
            return Decimal(0)
        prices = {line.id: line.price or Decimal(0) for line in self.lines}
        taken = [delivery for delivery in deliveries if delivery.counts]
        owed = sum((q * prices.get(i, Decimal(0)) for d in taken for i, q in d.quantities.items()), Decimal(0))
        return min(self.form.rounded(owed), self.form.total or Decimal(0))

    @property
    def passed(self) -> bool:
        """Whether the last review passed exactly the form as it is now (L10)."""
        if self.form is None or not self.review:
            return False
        return self.review[-1].outcome == "pass" and self.review[-1].form == self.form.content_hash()


ITEM_TYPES: dict[str, tuple[str, type[Record]]] = {
    "forwards": ("F", Forward),
    "replies": ("W", Reply),
    "review": ("V", Review),
    "progress": ("R", Progress),
    "preparation": ("T", Preparation),
    "delivery": ("D", Delivery),
    "payments": ("P", Payment),
}
"""The lists of an order: the letter its items' ids begin with, and what an item is."""
