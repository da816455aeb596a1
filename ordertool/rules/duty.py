"""Who answers for the next step, and by when: exactly one person at every moment (P0.2, P0.3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from ordertool.errors import InvalidError
from ordertool.language import N_, Clause
from ordertool.records.order import Order
from ordertool.rules import clocks
from ordertool.rules.clocks import Clock, Clocks, limit_from, question_asked
from ordertool.rules.credit import awaits_verdict
from ordertool.rules.move import Context
from ordertool.rules.permissions import holder, stands_for

if TYPE_CHECKING:
    from ordertool.records.staff import Staff
    from ordertool.records.talk import Complaint


def _looked_at(order: Order) -> bool:
    """Whether the form as it stands was passed or returned."""
    return bool(order.review) and order.form is not None and order.review[-1].form == order.form.content_hash()


def _unanswered(order: Order) -> bool:
    """Whether the client was told nothing yet of the oldest complaint that is open."""
    return bool(order.open_complaints) and order.open_complaints[0].response is None


class Step(NamedTuple):
    """One row: at a stage, when `fits`, `who` makes one of `next`; the soonest of `limits` is the due time."""

    stage: str
    who: str
    next: tuple[str, ...]
    clause: Clause
    limits: tuple[Clocks, ...] = ()
    fits: Callable[[Order], bool] = lambda _order: True


def _step(stage: str, who: str, verbs: str, clause: str, *limits: Clocks, **fits: Callable[[Order], bool]) -> Step:
    return Step(stage, who, tuple(verbs.split()), Clause(clause), limits, **fits)


STEPS: tuple[Step, ...] = (
    _step("inquiry", "handler", "respond settle", "P5.2c", clocks.RESPOND, fits=_unanswered),
    _step("inquiry", "handler", "settle", "P5.2c", clocks.SETTLE, fits=lambda o: bool(o.open_complaints)),
    _step("inquiry", "holder", "reply", "P2.1b", clocks.REPLY, clocks.promised_reply,
          fits=lambda o: question_asked(o) is not None),
    _step("inquiry", "reception", "draft", "P6.1a", clocks.FORM),
    _step("draft", "reception", "submit", "P2.2c", clocks.SUBMIT, fits=lambda o: o.passed),
    _step("draft", "reception", "draft", "P2.2b", fits=_looked_at),
    _step("draft", "reception", "review", "P2.2b", clocks.REVIEW),
    _step("submitted", "processor", "assign", "P2.3a", clocks.ASSIGN),
    _step("assigned", "owner", "confirm", "P2.3c", clocks.CONFIRM),
    _step("confirmed", "finance", "pay", "P7.1b", fits=lambda o: o.paid < o.prepayment),
    _step("confirmed", "owner", "plan", "P2.4a", clocks.PLAN),
    _step("active", "finance", "pay", "P7.1b", fits=lambda o: o.paid < o.prepayment),
    _step("active", "finance", "pay", "P7.1b", fits=lambda o: bool(o.unsigned) and o.paid < o.cash_on_delivery),
    _step("active", "owner", "plan", "P2.4a", clocks.REPLAN, fits=lambda o: o.planned_too_long),
    _step("active", "owner", "progress prepare deliver sign", "P2.4b", clocks.next_report, clocks.promised_delivery, clocks.SIGN,
          fits=lambda o: bool(o.unsigned)),
    _step("active", "owner", "progress prepare deliver", "P2.4b", clocks.next_report, clocks.promised_delivery),
    _step("delivered", "finance", "pay", "P7.1b", fits=lambda o: o.paid < o.cash_on_delivery),
    _step("delivered", "owner", "sign", "P2.5c", clocks.SIGN),
    _step("signed", "handler", "respond settle", "P5.2c", clocks.RESPOND, fits=_unanswered),
    _step("signed", "handler", "settle", "P5.2c", clocks.SETTLE, fits=lambda o: bool(o.open_complaints)),
    _step("signed", "processor", "close", "P2.5c", clocks.CLOSE),
    _step("closed", "finance", "refund", "P7.1c", fits=lambda o: o.to_refund > 0),
    _step("closed", "handler", "respond settle", "P5.2c", clocks.RESPOND, fits=lambda o: o.unpaid == 0 and _unanswered(o)),
    _step("closed", "handler", "settle", "P5.2c", clocks.SETTLE, fits=lambda o: o.unpaid == 0 and bool(o.open_complaints)),
    _step("closed", "finance", "pay", "P7.1c", clocks.account_period, fits=lambda o: o.unpaid > 0),
    _step("closed", "processor", "archive", "P2.5d"),
    _step("lost", "finance", "refund", "P7.1c", fits=lambda o: o.to_refund > 0),
    _step("cancelled", "finance", "refund", "P7.1c", fits=lambda o: o.to_refund > 0),
    _step("lost", "processor", "archive", "P2.5d"),
    _step("cancelled", "processor", "archive", "P2.5d"),
)  # fmt: skip


class Duty(NamedTuple):
    """What somebody owes: a person, or a department's first, in what role, with which moves, by when.

    An order's next step has no `item`, but for the client whose credit is to be assessed; what is owed beside it (`duties`)
    names one, if it is about one, and says what it is about. `stands_for` is the owner, where a deputy stands in.
    """

    staff: str | None
    role: str
    next: tuple[str, ...]
    clause: Clause
    clock: Clock | None = None
    department: str | None = None
    item: str = ""
    matter: str = ""
    stands_for: str = ""

    def overdue(self, now: datetime) -> bool:
        """Whether the due time has passed."""
        return self.clock is not None and self.clock.due.at < now


_ON_HOLD = _step("", "processor", "resume", "P2.6")


def next_step(order: Order) -> Step | None:
    """The row that fits an order as it stands; None when nothing is left to do."""
    if order.on_hold:
        return _ON_HOLD
    return next((step for step in STEPS if step.stage == order.stage and step.fits(order)), None)


def clock(order: Order, step: Step, ctx: Context) -> Clock | None:
    """The time limit that runs on an order's next step: the soonest of the row's."""
    running = [found for limit in step.limits for found in limit(order, ctx)]
    return min(running, key=lambda found: found.due.at, default=None)


def responsible(order: Order, now: datetime, ctx: Context) -> Duty | None:
    """Who answers for an order's next step at `now`; None for an archived order."""
    step = next_step(order)
    if step is None:
        return None
    assessing = _assessment(order, now, ctx) if step.next == ("assign",) else None
    if assessing is not None:
        return assessing
    role, person, department = _person(order, step, now, ctx)
    running = clock(order, step, ctx)
    clause = running.clause if running else step.clause
    away = order.owner if step.who == "owner" and order.owner and person != order.owner else ""
    return Duty(person, role, step.next, clause, running, department, stands_for=away)


def _assessment(order: Order, now: datetime, ctx: Context) -> Duty | None:
    """Finance, or else the keeper of the client's file, assesses the credit that the assignment waits for (P7.1a)."""
    submitted = order.last("submit")
    try:
        awaited = awaits_verdict(order, now, ctx)
        client = ctx.client(order.client) if awaited and order.client else None
    except InvalidError:  # the client's file cannot be read; its order still can
        return None
    if awaited is None or awaited.word != "unassessed" or client is None or submitted is None:
        return None
    person, role = on_duty("finance", now, ctx), "finance"
    if person is None:
        person, role = present(client.keeper, now, ctx), "keeper"
    running = limit_from(order, submitted.at, "credit", "P7.1a", ctx)
    moves = (N_("client credit"),)
    return Duty(person, role, moves, Clause("P7.1a"), running, item=client.id, matter=client.profile.name)


def _person(order: Order, step: Step, now: datetime, ctx: Context) -> tuple[str, str | None, str | None]:
    """Role, person, and department of who makes the next step."""
    if step.who == "owner":
        return "owner", present(order.owner, now, ctx), None
    if step.who == "handler":
        return (*handler(order, order.open_complaints[0], now, ctx), None)
    if step.who == "holder":
        person, department = holder(order)
        if person is not None:
            return "holder", present(person, now, ctx), None
        return "holder", member_on_duty(department, now, ctx), department
    if step.who == "reception":
        taker = ctx.staff.get(order.taker)
        if taker is not None and "receptionist" in taker.roles and _covered(taker, now, ctx):
            return "receptionist", present(taker.id, now, ctx), None
        return "receptionist", on_duty("receptionist", now, ctx), None
    return step.who, on_duty(step.who, now, ctx), None


def handler(order: Order, complaint: Complaint, now: datetime, ctx: Context) -> tuple[str, str | None]:
    """Who answers for a complaint, in what role: the person named, else the owner, else the order department."""
    if complaint.owner is not None:
        return "handler", present(complaint.owner, now, ctx)
    if order.owner is not None:
        return "owner", present(order.owner, now, ctx)
    return "processor", on_duty("processor", now, ctx)


def present(staff_id: str | None, now: datetime, ctx: Context) -> str | None:
    """The person, or the deputy who stands in for them while they are away; the person again when that one is away.

    Of a person who left it is the successor, or nobody.
    """
    person = ctx.staff.get(staff_id) if staff_id else None
    if person is not None and person.left:
        return present(stands_for(person, ctx), now, ctx)
    absence = person.absence_on(ctx.day(now)) if person else None
    deputy = ctx.staff.get(absence.deputy) if absence and absence.deputy else None
    there = deputy is not None and deputy.left is None and deputy.absence_on(ctx.day(now)) is None
    return deputy.id if deputy and there else staff_id


def _covered(person: Staff, now: datetime, ctx: Context) -> bool:
    """Whether somebody is there to do a person's work: the person, or a deputy."""
    return person.absence_on(ctx.day(now)) is None or present(person.id, now, ctx) != person.id


def on_duty(role: str, now: datetime, ctx: Context) -> str | None:
    """Who answers for a role: the duty person, else a deputy, else the first on the staff who holds it and is there.

    A person who is away is replaced by the deputy named for the absence, then by the policy's.

    None when nobody holds the role.
    """
    duty = ctx.policy.duty.get(role)  # type: ignore[call-overload]
    for staff_id in (duty.person, duty.deputy) if duty else ():
        person = ctx.staff.get(staff_id) if staff_id else None
        if person is not None and role in person.roles and _covered(person, now, ctx):
            return present(person.id, now, ctx)
    return _first([person for person in ctx.staff.all() if role in person.roles], now, ctx)


def member_on_duty(department: str | None, now: datetime, ctx: Context) -> str | None:
    """Who answers for a department: the one of it who joined first and is there."""
    return _first([person for person in ctx.colleagues() if person.profile.department == department], now, ctx)


def _first(people: list[Staff], now: datetime, ctx: Context) -> str | None:
    """The one who joined first among those who are there, else among those with a deputy, else among all.

    Ties go by id, so everybody agrees.
    """
    there = [person for person in people if not person.absence_on(ctx.day(now))]
    there = there or [person for person in people if _covered(person, now, ctx)] or people
    first = min(there, key=lambda person: (person.log[0].at, person.id), default=None)
    return present(first.id, now, ctx) if first else None
