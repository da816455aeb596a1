"""One order from its first inquiry to the archive, in one file.

Sections are what people read; the log says who put them there. Owner, totals and due times are computed, never
stored. Items of lists carry ids that never change.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, ClassVar, Literal, get_args

from pydantic import model_validator

from ordertool.records.base import (
    ClientId,
    Day,
    Line,
    Logged,
    Moment,
    Money,
    OrderId,
    Paper,
    Paragraph,
    PositiveMoney,
    Quantity,
    Record,
    Said,
    Sha256,
    Slug,
    StaffId,
    fault,
    matching,
    whole,
)

Stage = Literal[
    "inquiry", "draft", "submitted", "assigned", "confirmed", "active", "delivered", "signed", "closed",
    "archived", "lost", "cancelled",
]  # fmt: skip
STAGES: tuple[str, ...] = get_args(Stage)
PAYABLE = frozenset(STAGES[STAGES.index("submitted") : STAGES.index("closed") + 1])
"""The stages in which a payment may be recorded."""

ItemId = Annotated[str, matching(r"^[A-Z]{1,2}[1-9][0-9]{0,3}$")]
Channel = Literal["phone", "email", "online", "visit", "other"]
Percent = Annotated[int, whole(0, 100)]


class Inquiry(Record):
    """What the client asked for first (P2.1a); `answer` when it was answered on the spot."""

    client: Line
    contact: Line
    phone: Line | None = None
    email: Line | None = None
    channel: Channel
    matter: Paragraph
    answer: Paragraph | None = None


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


class Form(Record):
    """The order application form (P2.2a). A draft may be incomplete; the review says what is missing."""

    client: ClientId | None = None
    project: Line | None = None
    description: Paragraph | None = None
    type: Slug | None = None
    domain: Slug | None = None
    lines: tuple[OrderLine, ...] = ()
    currency: Annotated[str, matching("^[A-Z]{3}$")] = "CNY"
    deliver_by: Day | None = None
    deliver_to: Line | None = None
    payment: (
        Annotated[str, matching(r"^(account:[0-9]{1,3}|prepayment:(100|[1-9][0-9]?)|cash-on-delivery)$")] | None
    ) = None
    contract: Line | None = None
    client_order: Line | None = None

    @model_validator(mode="after")
    def _lines_told_apart(self) -> "Form":
        ids = [line.id for line in self.lines]
        if len(set(ids)) != len(ids):
            raise fault("same_id", "has two lines with the same id")
        return self

    @property
    def total(self) -> Decimal | None:
        """The sum over all lines, each rounded half up to the currency's cent; None while a line lacks a figure."""
        cent = Decimal(1) if self.currency in {"JPY", "KRW", "VND"} else Decimal("0.01")
        amounts = [line.amount for line in self.lines]
        if not amounts or None in amounts:
            return None
        return sum((a.quantize(cent, ROUND_HALF_UP) for a in amounts if a is not None), Decimal(0).quantize(cent))


class ReviewInput(Record):
    """The outcome of the preliminary review (P2.2b), bound to the form it saw by its hash (L10)."""

    outcome: Literal["pass", "return"]
    form: Sha256
    reasons: tuple[Line, ...] = ()


class Review(ReviewInput):
    """A review as kept; every return is counted, with its reasons."""

    id: ItemId


class Handover(Record):
    """What was handed to the order department (P2.2c): the original as a file or where its paper lies."""

    original: Paper | None = None
    original_at: Line | None = None
    attachments: tuple[Paper, ...] = ()
    to: StaffId

    @property
    def papers(self) -> tuple[Paper, ...]:
        """Every file handed over, the original first."""
        return ((self.original,) if self.original else ()) + self.attachments


class Assignment(Record):
    """Who owns the order and why (P2.3a), with the papers acknowledged by name."""

    to: StaffId
    reason: Line | None = None
    note: Paragraph | None = None
    received: tuple[Line, ...] = ()


class Phase(Record):
    """A part of the follow-up plan with its person and dates; a delivered plan lacks neither."""

    id: ItemId
    name: Line
    start: Day | None = None
    end: Day | None = None
    person: StaffId | None = None


class Node(Record):
    """A key node of the plan: something that must be true on a date."""

    id: ItemId
    name: Line
    on: Day


class Risk(Record):
    """A risk with its countermeasure (P7.2)."""

    id: ItemId
    risk: Line
    countermeasure: Line


class Plan(Record):
    """The follow-up plan (P2.4a); `every` is the interval of reports in working days."""

    phases: tuple[Phase, ...] = ()
    nodes: tuple[Node, ...] = ()
    risks: tuple[Risk, ...] = ()
    every: Annotated[int, whole(1, 60)]
    reason: Line | None = None

    @model_validator(mode="after")
    def _told_apart(self) -> "Plan":
        for items in (self.phases, self.nodes, self.risks):
            ids = [item.id for item in items]
            if len(set(ids)) != len(ids):
                raise fault("same_id_in_plan", "has two items with the same id")
        return self


class ProgressInput(Record):
    """A progress report (P2.4b): state, problem and solution, expected completion, and what is done."""

    state: Paragraph
    percent: Percent | None = None
    eta: Day | None = None
    problem: Line | None = None
    solution: Line | None = None
    done: tuple[ItemId, ...] = ()
    via: Literal["written", "oral", "system"] = "system"
    reported_by: Line | None = None


class Progress(ProgressInput):
    """A progress report as kept."""

    id: ItemId


class PreparationInput(Record):
    """Steps of the preparation that are done, and what was agreed with the client beforehand (P2.5a)."""

    done: tuple[Slug, ...] = ()
    told: Said | None = None
    when: Moment | None = None
    method: Line | None = None


class Preparation(PreparationInput):
    """A preparation step as kept."""

    id: ItemId


class DeliveryInput(Record):
    """One delivery (P2.5b): quantities by line id, place, persons, and how the client took it."""

    quantities: dict[ItemId, Quantity]
    place: Line
    delivered_by: Line
    received_by: Line
    outcome: Literal["accepted", "remarks", "refused"] = "accepted"
    remarks: Paragraph | None = None


class Delivery(DeliveryInput):
    """A delivery as kept; `slip` is the client's signed slip once it is in (P2.5c)."""

    id: ItemId
    slip: Paper | None = None

    @property
    def counts(self) -> bool:
        """Whether its quantities reached the client."""
        return self.outcome != "refused"


class SlipInput(Record):
    """The signed slip of one delivery, named by its id."""

    item: ItemId
    slip: Paper


class PaymentInput(Record):
    """Money that came in, and the day it did."""

    amount: PositiveMoney
    on: Day
    reference: Line | None = None


class Payment(PaymentInput):
    """A payment as kept."""

    id: ItemId


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
