"""Who answers for the next step, and by when: exactly one person at every moment (P0.2, P0.3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from typing import TYPE_CHECKING, NamedTuple

from ordertool.language import Clause
from ordertool.records.order import Order
from ordertool.rules.move import Context
from ordertool.rules.permissions import holder
from ordertool.rules.working_time import Due, add, add_days, confirmed

if TYPE_CHECKING:
    from ordertool.records.staff import Staff

Start = Callable[[Order], datetime | None]


def _last(order: Order, *moves: str) -> datetime | None:
    return next((entry.at for entry in reversed(order.log) if entry.move in moves), None)


def _since(*moves: str) -> Start:
    return lambda order: _last(order, *moves)


def _reached(stage: str) -> Start:
    return lambda order: next((entry.at for entry in reversed(order.log) if entry.to == stage), None)


def question_asked(order: Order) -> datetime | None:
    """When the question that the client still waits on was asked: first, or passed on after an answer (P2.1b)."""
    asked = None if order.inquiry.answer else order.log[0].at
    for entry in order.log:
        if entry.move == "reply":
            asked = None
        elif entry.move == "forward" and asked is None:
            asked = entry.at
    return asked


def _looked_at(order: Order) -> bool:
    """Whether the form as it stands was passed or returned."""
    return bool(order.review) and order.form is not None and order.review[-1].form == order.form.content_hash()


class Step(NamedTuple):
    """One row: at a stage, when `fits`, `who` makes one of `next`; `limit` is the policy's line, run from `start`."""

    stage: str
    who: str
    next: tuple[str, ...]
    clause: Clause
    limit: str = ""
    start: Start = lambda _order: None
    fits: Callable[[Order], bool] = lambda _order: True


STEPS: tuple[Step, ...] = (
    Step("inquiry", "holder", ("reply",), Clause("P2.1b"), "reply", question_asked, lambda o: question_asked(o) is not None),
    Step("inquiry", "reception", ("draft",), Clause("P6.1a"), "form", _since("inquire")),
    Step("draft", "reception", ("submit",), Clause("P2.2c"), "submit", _since("review"), lambda o: o.passed),
    Step("draft", "reception", ("draft",), Clause("P2.2b"), fits=_looked_at),
    Step("draft", "reception", ("review",), Clause("P2.2b"), "review", _since("draft")),
    Step("submitted", "processor", ("assign",), Clause("P2.3a"), "assign", _reached("submitted")),
    Step("assigned", "owner", ("confirm",), Clause("P2.3c"), "confirm", _reached("assigned")),
    Step("confirmed", "owner", ("plan",), Clause("P2.4a"), "plan", _reached("confirmed")),
    Step("active", "owner", ("progress", "prepare", "deliver"), Clause("P2.4b"), "progress", _since("plan", "progress")),
    Step("delivered", "owner", ("sign",), Clause("P2.5c"), "sign", _reached("delivered")),
    Step("signed", "processor", ("close",), Clause("P2.5c"), "close", _reached("signed")),
    Step("closed", "finance", ("pay",), Clause("P7.1c"), fits=lambda o: o.unpaid > 0),
    Step("closed", "processor", ("archive",), Clause("P2.5d")),
    Step("lost", "processor", ("archive",), Clause("P2.5d")),
    Step("cancelled", "processor", ("archive",), Clause("P2.5d")),
)  # fmt: skip


class Clock(NamedTuple):
    """A running time limit: from when, which limit of policy, and the due time with its working."""

    started: datetime
    limit: str
    length: str
    due: Due


class Responsible(NamedTuple):
    """Who answers for the next step: a person, or a department's first, in what role, with which moves, by when."""

    staff: str | None
    role: str
    next: tuple[str, ...]
    clause: Clause
    clock: Clock | None = None
    department: str | None = None

    def overdue(self, now: datetime) -> bool:
        """Whether the due time has passed."""
        return self.clock is not None and self.clock.due.at < now


def next_step(order: Order) -> Step | None:
    """The row that fits an order as it stands; None when nothing is left to do."""
    return next((step for step in STEPS if step.stage == order.stage and step.fits(order)), None)


def responsible(order: Order, now: datetime, ctx: Context) -> Responsible | None:
    """Who answers for an order's next step at `now`; None for an archived order."""
    step = next_step(order)
    if step is None:
        return None
    role, person, department = _person(order, step, now, ctx)
    moves = step.next
    if step.limit == "progress" and order.unsigned:
        moves = (*moves, "sign")
    return Responsible(person, role, moves, step.clause, clock(order, step, ctx), department)


def _person(order: Order, step: Step, now: datetime, ctx: Context) -> tuple[str, str | None, str | None]:
    """Role, person, and department of who makes the next step."""
    if step.who == "owner":
        return "owner", present(order.owner, now, ctx), None
    if step.who == "holder":
        person, department = holder(order)
        if person is not None:
            return "holder", present(person, now, ctx), None
        members = [s for s in ctx.staff.all() if s.profile.department == department]
        return "holder", _first(members, now, ctx), department
    if step.who == "reception":
        taker = ctx.staff.get(order.taker)
        if taker is not None and "receptionist" in taker.profile.roles and not taker.absence_on(ctx.day(now)):
            return "receptionist", taker.id, None
        return "receptionist", on_duty("receptionist", now, ctx), None
    return step.who, on_duty(step.who, now, ctx), None


def present(staff_id: str | None, now: datetime, ctx: Context) -> str | None:
    """The person, or the deputy who stands in for them while they are away."""
    person = ctx.staff.get(staff_id) if staff_id else None
    absence = person.absence_on(ctx.day(now)) if person else None
    return (absence.deputy if absence else None) or staff_id


def on_duty(role: str, now: datetime, ctx: Context) -> str | None:
    """Who answers for a role: the duty person, else a deputy, else the first on the staff who holds it and is there.

    A person who is away is replaced by the deputy named for the absence, then by the policy's.

    None when nobody holds the role.
    """
    duty = ctx.policy.duty.get(role)  # type: ignore[call-overload]
    for staff_id in (duty.person, duty.deputy) if duty else ():
        person = ctx.staff.get(staff_id) if staff_id else None
        if person is not None and role in person.profile.roles:
            there = present(person.id, now, ctx)
            if there != person.id or not person.absence_on(ctx.day(now)):
                return there
    return _first([person for person in ctx.staff.all() if role in person.profile.roles], now, ctx)


def _first(people: list[Staff], now: datetime, ctx: Context) -> str | None:
    """The one who joined first among those who are there, else among all; ties go by id, so everybody agrees."""
    day = ctx.day(now)
    there = [person for person in people if not person.absence_on(day)] or people
    return min(there, key=lambda person: (person.log[0].at, person.id)).id if there else None


def clock(order: Order, step: Step, ctx: Context) -> Clock | None:
    """The time limit that runs on an order's next step, by the policy in force when it started."""
    if step.limit == "progress":
        return _report_or_promise(order, step, ctx)
    started = step.start(order)
    if not step.limit or started is None:
        return None
    started = started.astimezone(ctx.zone)
    span = getattr(ctx.policy.limits_on(started.date()), step.limit)
    due = add(ctx.calendar, started, span.lasts(ctx.working_day))
    found = Clock(started, step.limit, str(span), due)
    if step.limit == "reply" and order.forwards and order.forwards[-1].promised:
        promised = order.forwards[-1].promised.astimezone(ctx.zone)
        if promised < due.at:
            return Clock(started, "promise", "", Due(promised, True, ()))
    return found


def _report_or_promise(order: Order, step: Step, ctx: Context) -> Clock | None:
    """In execution the sooner of the next report and the promised delivery counts."""
    clocks = []
    started = step.start(order)
    if order.plan is not None and started is not None:
        started = started.astimezone(ctx.zone)
        at = add_days(ctx.calendar, started, order.plan.every)
        sure = confirmed(ctx.calendar, started.date(), at.date())
        clocks.append(Clock(started, "report", f"{order.plan.every}d", Due(at, sure, ())))
    promised = order.form.deliver_by if order.form else None
    planned = _last(order, "plan")
    if promised is not None and planned is not None:
        end_of_day = datetime.combine(promised, time(23, 59, 59), ctx.zone)
        clocks.append(Clock(planned.astimezone(ctx.zone), "delivery", "", Due(end_of_day, True, ())))
    return min(clocks, key=lambda found: found.due.at, default=None)
