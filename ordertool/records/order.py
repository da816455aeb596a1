"""One order from its first inquiry to the archive, in one file.

Sections are what people read; the log says who put them there. Owner, totals and due times are computed, never
stored. Items of lists carry ids that never change.
"""

from datetime import datetime
from functools import cached_property
from typing import ClassVar, Literal, get_args

from pydantic import ValidationError, model_validator

from ordertool.records.account import Account
from ordertool.records.amending import Change, Correction, line_taken_out, with_field
from ordertool.records.assignment import Assignment
from ordertool.records.base import Entry, Logged, Paper, Record
from ordertool.records.credit import Override
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
    Reply,
    Review,
)
from ordertool.records.joint_work import Session, Team
from ordertool.records.money import Invoice, Opening, TakeBack
from ordertool.records.risk import RegisteredRisk, RiskReview
from ordertool.records.talk import Assistance, Complaint, Contact, Survey, SurveySheet
from ordertool.records.values import OrderId, fault

Stage = Literal[
    "inquiry", "draft", "submitted", "assigned", "confirmed", "active", "delivered", "signed", "closed",
    "archived", "lost", "cancelled",
]  # fmt: skip
STAGES: tuple[str, ...] = get_args(Stage)
_ENDS_A_HOLD = ("resume", "lose", "cancel")
"""Moves after which an order is not on hold: what is given up waits for nothing."""


class Order(Logged, Account):
    """An order's file. `stage` repeats the last `to` of the log for readers; they must agree."""

    kind: ClassVar[str] = "order"
    id: OrderId
    stage: Stage
    opening: Opening | None = None
    inquiry: Inquiry
    forwards: tuple[Forward, ...] = ()
    replies: tuple[Reply, ...] = ()
    form: Form | None = None
    review: tuple[Review, ...] = ()
    handover: tuple[Handover, ...] = ()
    assignment: tuple[Assignment, ...] = ()
    plans: tuple[Plan, ...] = ()
    risks: tuple[RegisteredRisk, ...] = ()
    risk_reviews: tuple[RiskReview, ...] = ()
    progress: tuple[Progress, ...] = ()
    problems: tuple[Problem, ...] = ()
    assistance: tuple[Assistance, ...] = ()
    team: Team | None = None
    sessions: tuple[Session, ...] = ()
    contacts: tuple[Contact, ...] = ()
    changes: tuple[Change, ...] = ()
    corrections: tuple[Correction, ...] = ()
    overrides: tuple[Override, ...] = ()
    preparation: tuple[Preparation, ...] = ()
    delivery: tuple[Delivery, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    survey_sheets: tuple[SurveySheet, ...] = ()
    survey: Survey | None = None
    taken_back: tuple[TakeBack, ...] = ()
    invoices: tuple[Invoice, ...] = ()
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
        return self.terms_after(self.standing)

    def terms_after(self, moves: tuple[Entry, ...]) -> Form | None:
        """The form with what the first of the standing moves set."""
        amended = self._set_by(moves)
        if self.form is None or not amended:
            return self.form
        values, gone = self.form.plain(), set[str]()
        for name, value in amended:
            values = with_field(values, name, value, gone)
            gone |= {line_taken_out(name, value)} - {None}  # type: ignore[arg-type]
        return Form.model_validate(values)

    def _set_by(self, moves: tuple[Entry, ...]) -> tuple[tuple[str, str | None], ...]:
        """The fields that changes and corrections among the moves set since the submission, in their order."""
        if not (self.changes or self.corrections):
            return ()
        items = {item.id: item.set for item in self.changes} | {item.id: item.set for item in self.corrections}
        amended: list[tuple[str, str | None]] = []
        for entry in moves:
            if entry.move in ("change", "correct"):
                amended += items[entry.item or ""].items()
            elif entry.move in ("submit", "send-back"):  # a form sent back is the one that was submitted (L13)
                amended.clear()
        return tuple(amended)

    @property
    def lines_gone(self) -> frozenset[str]:
        """Ids of lines that were taken out since the submission: they are not given again."""
        return frozenset(filter(None, (line_taken_out(name, value) for name, value in self._set_by(self.standing))))

    @property
    def plan(self) -> Plan | None:
        """The follow-up plan as it stands: its newest version (P2.4a)."""
        return self.plans[-1] if self.plans else None

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
        if not self.assignment:
            return None
        last = self.last("assign", "reassign", "decline")
        return None if last is not None and last.move == "decline" else self.assignment[-1].to

    def before(self, place: int) -> "Order":
        """The order as it was before the move at a place of its log.

        Its stage, whose it was, and how it was planned, too; other sections are as they are now.
        """
        later = {entry.item for entry in self.log[place:] if entry.move in ("assign", "reassign", "plan")}
        values = {name: getattr(self, name) for name in Order.model_fields}
        values |= {
            "log": self.log[:place],
            "assignment": tuple(one for one in self.assignment if one.id not in later),
            "plans": tuple(one for one in self.plans if one.id not in later),
        }
        found = Order.model_construct(**values)
        stage = next((entry.to for entry in reversed(found.standing) if entry.to), self.stage)
        return found if stage == self.stage else found.model_copy(update={"stage": stage})

    @property
    def taker(self) -> str:
        """Who took the inquiry."""
        return self.log[0].by

    @property
    def open_problems(self) -> tuple[Problem, ...]:
        """Problems without a solution."""
        return tuple(problem for problem in self.problems if problem.solution is None)

    @property
    def open_complaints(self) -> tuple[Complaint, ...]:
        """Complaints that are not settled."""
        return tuple(complaint for complaint in self.complaints if complaint.settlement is None)

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
    "plans": ("PL", Plan),
    "risks": ("RR", RegisteredRisk),
    "risk_reviews": ("RV", RiskReview),
    "progress": ("R", Progress),
    "problems": ("Q", Problem),
    "assistance": ("A", Assistance),
    "sessions": ("SS", Session),
    "contacts": ("C", Contact),
    "changes": ("M", Change),
    "corrections": ("E", Correction),
    "overrides": ("O", Override),
    "complaints": ("K", Complaint),
    "survey_sheets": ("SV", SurveySheet),
    "preparation": ("T", Preparation),
    "delivery": ("D", Delivery),
    "taken_back": ("TB", TakeBack),
    "invoices": ("IV", Invoice),
    "payments": ("P", Payment),
}
"""The lists of an order: the letter its items' ids begin with, and what an item is."""
