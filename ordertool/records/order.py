"""One order from its first inquiry to the archive, in one file.

Sections are what people read; the log says who put them there. Owner, totals and due times are computed, never
stored. Items of lists carry ids that never change.
"""

from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import ClassVar, Literal, get_args

from pydantic import ValidationError, model_validator

from ordertool.records.amending import Change, Correction, line_taken_out, with_field
from ordertool.records.assignment import Assignment
from ordertool.records.base import Logged, Paper, Record
from ordertool.records.fulfilment import (
    Delivery,
    Payment,
    Plan,
    Preparation,
    Problem,
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
from ordertool.records.talk import Assistance, Complaint, Contact, Survey
from ordertool.records.values import OrderId, fault

Stage = Literal[
    "inquiry", "draft", "submitted", "assigned", "confirmed", "active", "delivered", "signed", "closed",
    "archived", "lost", "cancelled",
]  # fmt: skip
STAGES: tuple[str, ...] = get_args(Stage)
_ENDS_A_HOLD = ("resume", "lose", "cancel")
"""Moves after which an order is not on hold: what is given up waits for nothing."""


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
    handover: tuple[Handover, ...] = ()
    assignment: tuple[Assignment, ...] = ()
    plan: Plan | None = None
    progress: tuple[Progress, ...] = ()
    problems: tuple[Problem, ...] = ()
    assistance: tuple[Assistance, ...] = ()
    contacts: tuple[Contact, ...] = ()
    changes: tuple[Change, ...] = ()
    corrections: tuple[Correction, ...] = ()
    preparation: tuple[Preparation, ...] = ()
    delivery: tuple[Delivery, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    survey: Survey | None = None
    payments: tuple[Payment, ...] = ()

    @model_validator(mode="after")
    def _stage_as_logged(self) -> "Order":
        reached = [entry.to for entry in self.standing if entry.to]
        if any(entry.to is not None and entry.to not in STAGES for entry in self.log):
            raise fault("no_such_stage", "has a log that names a stage that there is not")
        if not reached or reached[-1] != self.stage:
            raise fault("stage_not_logged", "stands in a stage that its log does not lead to")
        return self

    @model_validator(mode="after")
    def _terms_hold_together(self) -> "Order":
        try:
            self.terms  # noqa: B018 (what was changed must fit the form)
        except (LookupError, ValidationError):
            raise fault("terms_do_not_fit", "has a change or a correction that does not fit its form") from None
        return self

    @property
    def where(self) -> str:
        """The stage."""
        return self.stage

    @property
    def client(self) -> str | None:
        """The client's id, once the form names it."""
        return self.terms.client if self.terms else None

    @cached_property
    def terms(self) -> Form | None:
        """The form as it stands: as submitted, with what was changed and corrected since (P2.6)."""
        amended = self._in_force
        if self.form is None or not amended:
            return self.form
        values, gone = self.form.plain(), set[str]()
        for name, value in amended:
            values = with_field(values, name, value, gone)
            gone |= {line_taken_out(name, value)} - {None}  # type: ignore[arg-type]
        return Form.model_validate(values)

    @cached_property
    def _in_force(self) -> tuple[tuple[str, str | None], ...]:
        """The fields that changes and corrections set since the submission, in their order."""
        if not (self.changes or self.corrections):
            return ()
        items = {item.id: item.set for item in self.changes} | {item.id: item.set for item in self.corrections}
        amended: list[tuple[str, str | None]] = []
        for entry in self.standing:
            if entry.move in ("change", "correct"):
                amended += items[entry.item or ""].items()
            elif entry.move in ("submit", "send-back"):  # a form sent back is the one that was submitted (L13)
                amended.clear()
        return tuple(amended)

    @property
    def lines_gone(self) -> frozenset[str]:
        """Ids of lines that were taken out since the submission: they are not given again."""
        return frozenset(filter(None, (line_taken_out(name, value) for name, value in self._in_force)))

    @property
    def planned_too_long(self) -> bool:
        """Whether the plan ends after the promised delivery, as it may once the promise was changed (P2.4a)."""
        last, promised = self.plan.last_day if self.plan else None, self.terms.deliver_by if self.terms else None
        return last is not None and promised is not None and last > promised

    @property
    def on_hold(self) -> bool:
        """Whether the order is on hold: a mark with a reason, not a stage."""
        last = self.last("hold", *_ENDS_A_HOLD)
        return last is not None and last.move == "hold"

    @cached_property
    def pauses(self) -> tuple[tuple[datetime, datetime | None], ...]:
        """When the order was on hold: from, until; None while it is."""
        found: list[tuple[datetime, datetime | None]] = []
        for entry in self.standing:
            if entry.move == "hold":
                found.append((entry.at, None))
            elif entry.move in _ENDS_A_HOLD and found and found[-1][1] is None:
                found[-1] = (found[-1][0], entry.at)
        return tuple(found)

    @property
    def handed(self) -> Handover | None:
        """The newest handover."""
        return self.handover[-1] if self.handover else None

    @property
    def client_name(self) -> str:
        """The client's name as the inquiry took it down."""
        return self.inquiry.client

    @property
    def owner(self) -> str | None:
        """Who owns the order, once it is assigned and until it is declined."""
        last = self.last("assign", "reassign", "decline")
        if last is None or last.move == "decline":
            return None
        return next((item.to for item in self.assignment if item.id == last.item), None)

    def before(self, place: int) -> "Order":
        """The order with its log as it was before the move at a place of it; its sections are as they are now."""
        values = {name: getattr(self, name) for name in Order.model_fields}
        return Order.model_construct(**{**values, "log": self.log[:place]})

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
        """The lines, as they stand."""
        return self.terms.lines if self.terms else ()

    @property
    def unsigned(self) -> tuple[Delivery, ...]:
        """Deliveries whose signed slip is not in; of a reopened order the last one's is asked for anew."""
        counted = tuple(delivery for delivery in self.delivery if delivery.counts)
        waiting = tuple(delivery for delivery in counted if delivery.slip is None)
        last = self.last("reopen", "sign")
        return waiting or (counted[-1:] if last is not None and last.move == "reopen" else ())

    def _sum(self, kind: str) -> Decimal:
        return sum((payment.amount for payment in self.payments if payment.kind == kind), Decimal(0))

    @property
    def paid(self) -> Decimal:
        """What came in and was not paid back."""
        return self._sum("payment") - self._sum("refund")

    @property
    def written_off(self) -> Decimal:
        """What will never come in."""
        return self._sum("write-off")

    @property
    def billed(self) -> Decimal:
        """What the client owes for the whole order: its total, or what was delivered when the rest was waived."""
        if self.terms is None or self.stage in ("lost", "cancelled"):
            return Decimal(0)
        last = self.last("waive", "reopen")
        if last is None or last.move != "waive":
            return self.terms.total or Decimal(0)
        prices = {line.id: line.price or Decimal(0) for line in self.lines}
        amounts = (
            self.terms.rounded(number * prices.get(line, Decimal(0))) for line, number in self.delivered().items()
        )
        return sum(amounts, self.terms.rounded(Decimal(0)))

    @property
    def unpaid(self) -> Decimal:
        """What is still to be paid; zero when the form has no total."""
        return max(self.billed - self.paid - self.written_off, Decimal(0))

    @property
    def to_refund(self) -> Decimal:
        """What the client paid beyond what is owed: it has to go back."""
        return max(min(self.paid, self.paid + self.written_off - self.billed), Decimal(0))

    @property
    def open_problems(self) -> tuple[Problem, ...]:
        """Problems without a solution."""
        return tuple(problem for problem in self.problems if problem.solution is None)

    @property
    def open_complaints(self) -> tuple[Complaint, ...]:
        """Complaints that are not settled."""
        return tuple(complaint for complaint in self.complaints if complaint.settlement is None)

    @property
    def prepayment(self) -> Decimal:
        """What must be paid before the work is planned; zero by other terms (P7.1b)."""
        total = self.terms.total if self.terms else None
        terms, _, share = (self.terms.payment or "" if self.terms else "").partition(":")
        if self.terms is None or total is None or terms != "prepayment":
            return Decimal(0)
        return self._still_to_come(self.terms.rounded(total * int(share) / 100))

    @property
    def cash_on_delivery(self) -> Decimal:
        """What must be paid for what was delivered before its slips are taken; zero by other terms (P7.1b)."""
        return self.cash_for(self.delivery)

    def cash_for(self, deliveries: tuple[Delivery, ...]) -> Decimal:
        """The cash due on some of the deliveries."""
        if self.terms is None or self.terms.payment != "cash-on-delivery":
            return Decimal(0)
        prices = {line.id: line.price or Decimal(0) for line in self.lines}
        taken = [delivery for delivery in deliveries if delivery.counts]
        sums: dict[str, Decimal] = {}
        for delivery in taken:
            for line, quantity in delivery.quantities.items():
                sums[line] = sums.get(line, Decimal(0)) + quantity
        if all(sums.get(line.id, Decimal(0)) >= (line.quantity or Decimal(0)) for line in self.lines):
            return self._still_to_come(self.terms.total or Decimal(0))
        amounts = (self.terms.rounded(quantity * prices.get(line, Decimal(0))) for line, quantity in sums.items())
        return self._still_to_come(sum(amounts, Decimal(0)))

    def _still_to_come(self, due: Decimal) -> Decimal:
        """A sum that is due, but never more than the total without what was written off."""
        total = self.terms.total if self.terms else None
        return max(min(due, (total or Decimal(0)) - self.written_off), Decimal(0))

    @property
    def papers(self) -> tuple[Paper, ...]:
        """Every file kept with the order."""
        handed = (paper for handover in self.handover for paper in handover.papers)
        return (*handed, *(slip for delivery in self.delivery for slip in delivery.slips))

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
    "handover": ("H", Handover),
    "assignment": ("AS", Assignment),
    "progress": ("R", Progress),
    "problems": ("Q", Problem),
    "assistance": ("A", Assistance),
    "contacts": ("C", Contact),
    "changes": ("M", Change),
    "corrections": ("E", Correction),
    "complaints": ("K", Complaint),
    "preparation": ("T", Preparation),
    "delivery": ("D", Delivery),
    "payments": ("P", Payment),
}
"""The lists of an order: the letter its items' ids begin with, and what an item is."""
