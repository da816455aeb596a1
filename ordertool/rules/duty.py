"""Who answers for the next step, and by when: exactly one person at every moment (P0.2, P0.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from ordertool.language import Clause
from ordertool.records.order import Order
from ordertool.rules.move import Context
from ordertool.rules.permissions import holder
from ordertool.rules.working_time import Due, add, add_days, confirmed, days_between, spans

if TYPE_CHECKING:
    from ordertool.records.staff import Staff


class Clock(NamedTuple):
    """A running time limit: from when, which limit by which clause, and the due time with its working."""

    started: datetime
    limit: str
    length: str
    due: Due
    clause: Clause


Start = Callable[[Order], datetime | None]
Clocks = Callable[[Order, Context], Iterator[Clock]]


def _last(order: Order, *moves: str) -> datetime | None:
    entry = order.last(*moves)
    return entry.at if entry else None


def _since(*moves: str) -> Start:
    return lambda order: _last(order, *moves)


def _reached(stage: str) -> Start:
    return lambda order: next((entry.at for entry in reversed(order.standing) if entry.to == stage), None)


def question_asked(order: Order) -> datetime | None:
    """When the question that the client still waits on was asked: first, or passed on after an answer (P2.1b)."""
    asked = None if order.inquiry.answer else order.log[0].at
    for entry in order.standing:
        if entry.move == "reply":
            asked = None
        elif entry.move == "forward" and asked is None:
            asked = entry.at
    return asked


def _slip_awaited(order: Order) -> datetime | None:
    """When the first delivery whose slip is not in was made."""
    waiting = {delivery.id for delivery in order.unsigned}
    return next((entry.at for entry in order.standing if entry.move == "deliver" and entry.item in waiting), None)


def _limit(name: str, start: Start, clause: str) -> Clocks:
    """A limit of the policy in force when the clock started."""

    def clocks(order: Order, ctx: Context) -> Iterator[Clock]:
        found = limit_from(order, start(order), name, clause, ctx)
        if found is not None:
            yield found

    return clocks


def limit_from(order: Order, started: datetime | None, name: str, clause: str, ctx: Context) -> Clock | None:
    """A limit's clock from a moment on; holds stop it (P2.6). None without a moment, or while the order is on hold."""
    if started is None or order.on_hold:
        return None
    started = started.astimezone(ctx.zone)
    span = getattr(ctx.policy.limits_on(started.date()), name)
    due = add(ctx.calendar, started, span.lasts(ctx.working_day), order.pauses)
    return Clock(started, name, str(span), due, Clause(clause))


def _promised_reply(order: Order, ctx: Context) -> Iterator[Clock]:
    """Every promise made since the question was asked; passing it on does not take one back."""
    promised = {forward.id: forward.promised for forward in order.forwards}
    open_: list[datetime] = []
    for entry in order.standing:
        at = promised.get(entry.item or "") if entry.move == "forward" else None
        open_ = [] if entry.move == "reply" else [*open_, at] if at else open_
    started = question_asked(order) or order.log[0].at
    for at in open_:
        due = Due(at.astimezone(ctx.zone), True, ())
        yield Clock(started.astimezone(ctx.zone), "promise", "", due, Clause("P2.1b"))


def _next_report(order: Order, ctx: Context) -> Iterator[Clock]:
    """The owner's own interval of reports, in working days."""
    started = _last(order, "plan", "progress")
    if order.plan is not None and started is not None:
        started = started.astimezone(ctx.zone)
        at = add_days(ctx.calendar, started, order.plan.every + _days_on_hold(order, started, ctx))
        worked = spans(ctx.calendar, started, at, order.pauses)
        due = Due(at, confirmed(ctx.calendar, started.date(), at.date()), worked)
        yield Clock(started, "report", f"{order.plan.every}d", due, Clause("P2.4b"))


def _days_on_hold(order: Order, started: datetime, ctx: Context) -> int:
    """Working days since `started` that holds took away."""
    pauses = [(max(since, started), until) for since, until in order.pauses if until is not None and until > started]
    return sum(days_between(ctx.calendar, ctx.day(since), ctx.day(until)) for since, until in pauses)


def _promised_delivery(order: Order, ctx: Context) -> Iterator[Clock]:
    """The promised day, to its end."""
    promised = order.terms.deliver_by if order.terms else None
    started = _last(order, "plan")
    if promised is not None and started is not None:
        due = Due(datetime.combine(promised, time(23, 59, 59), ctx.zone), True, ())
        yield Clock(started.astimezone(ctx.zone), "delivery", "", due, Clause("P2.5b"))


def _account_period(order: Order, ctx: Context) -> Iterator[Clock]:
    """The client's account period in calendar days, from the day all slips were in."""
    terms, _, days = (order.terms.payment or "" if order.terms else "").partition(":")
    started = _reached("signed")(order)
    if terms == "account" and started is not None:
        started = started.astimezone(ctx.zone)
        last = started.date() + timedelta(days=int(days))
        due = Due(datetime.combine(last, time(23, 59, 59), ctx.zone), True, ())
        yield Clock(started, "account", f"{days}d", due, Clause("P7.1c"))


def _looked_at(order: Order) -> bool:
    """Whether the form as it stands was passed or returned."""
    return bool(order.review) and order.form is not None and order.review[-1].form == order.form.content_hash()


def _complained(order: Order) -> datetime | None:
    """When the oldest complaint that is open was made."""
    return made_at(order, "complain", order.open_complaints[0].id) if order.open_complaints else None


def made_at(order: Order, move: str, item: str) -> datetime | None:
    """When an item came into the order."""
    return next((entry.at for entry in order.standing if entry.move == move and entry.item == item), None)


class Step(NamedTuple):
    """One row: at a stage, when `fits`, `who` makes one of `next`; the soonest of `clocks` is the due time."""

    stage: str
    who: str
    next: tuple[str, ...]
    clause: Clause
    clocks: tuple[Clocks, ...] = ()
    fits: Callable[[Order], bool] = lambda _order: True


def _step(stage: str, who: str, verbs: str, clause: str, *clocks: Clocks, **fits: Callable[[Order], bool]) -> Step:
    return Step(stage, who, tuple(verbs.split()), Clause(clause), clocks, **fits)


_SIGN = _limit("sign", _slip_awaited, "P2.5c")

STEPS: tuple[Step, ...] = (
    _step("inquiry", "holder", "reply", "P2.1b", _limit("reply", question_asked, "P2.1b"), _promised_reply,
          fits=lambda o: question_asked(o) is not None),
    _step("inquiry", "reception", "draft", "P6.1a", _limit("form", _since("inquire"), "P6.1a")),
    _step("draft", "reception", "submit", "P2.2c", _limit("submit", _since("review", "send-back"), "P2.2c"), fits=lambda o: o.passed),
    _step("draft", "reception", "draft", "P2.2b", fits=_looked_at),
    _step("draft", "reception", "review", "P2.2b", _limit("review", _since("draft"), "P2.2b")),
    _step("submitted", "processor", "assign", "P2.3a", _limit("assign", _reached("submitted"), "P2.3a")),
    _step("assigned", "owner", "confirm", "P2.3c", _limit("confirm", _since("assign", "reassign"), "P2.3c")),
    _step("confirmed", "finance", "pay", "P7.1b", fits=lambda o: o.paid < o.prepayment),
    _step("confirmed", "owner", "plan", "P2.4a", _limit("plan", _reached("confirmed"), "P2.4a")),
    _step("active", "finance", "pay", "P7.1b", fits=lambda o: bool(o.unsigned) and o.paid < o.cash_on_delivery),
    _step("active", "owner", "progress prepare deliver sign", "P2.4b", _next_report, _promised_delivery, _SIGN,
          fits=lambda o: bool(o.unsigned)),
    _step("active", "owner", "progress prepare deliver", "P2.4b", _next_report, _promised_delivery),
    _step("delivered", "finance", "pay", "P7.1b", fits=lambda o: o.paid < o.cash_on_delivery),
    _step("delivered", "owner", "sign", "P2.5c", _SIGN),
    _step("signed", "owner", "settle", "P5.2c", _limit("settle", _complained, "P5.2c"), fits=lambda o: bool(o.open_complaints)),
    _step("signed", "processor", "close", "P2.5c", _limit("close", _reached("signed"), "P2.5c")),
    _step("closed", "finance", "pay", "P7.1c", _account_period, fits=lambda o: o.unpaid > 0),
    _step("closed", "processor", "archive", "P2.5d"),
    _step("lost", "processor", "archive", "P2.5d"),
    _step("cancelled", "processor", "archive", "P2.5d"),
)  # fmt: skip


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


_ON_HOLD = _step("", "processor", "resume", "P2.6")


def next_step(order: Order) -> Step | None:
    """The row that fits an order as it stands; None when nothing is left to do."""
    if order.on_hold:
        return _ON_HOLD
    return next((step for step in STEPS if step.stage == order.stage and step.fits(order)), None)


def clock(order: Order, step: Step, ctx: Context) -> Clock | None:
    """The time limit that runs on an order's next step: the soonest of the row's."""
    running = [found for clocks in step.clocks for found in clocks(order, ctx)]
    return min(running, key=lambda found: found.due.at, default=None)


def responsible(order: Order, now: datetime, ctx: Context) -> Responsible | None:
    """Who answers for an order's next step at `now`; None for an archived order."""
    step = next_step(order)
    if step is None:
        return None
    role, person, department = _person(order, step, now, ctx)
    running = clock(order, step, ctx)
    return Responsible(person, role, step.next, running.clause if running else step.clause, running, department)


def _person(order: Order, step: Step, now: datetime, ctx: Context) -> tuple[str, str | None, str | None]:
    """Role, person, and department of who makes the next step."""
    if step.who == "owner":
        return "owner", present(order.owner, now, ctx), None
    if step.who == "holder":
        person, department = holder(order)
        if person is not None:
            return "holder", present(person, now, ctx), None
        return "holder", member_on_duty(department, now, ctx), department
    if step.who == "reception":
        taker = ctx.staff.get(order.taker)
        if taker is not None and "receptionist" in taker.profile.roles and _covered(taker, now, ctx):
            return "receptionist", present(taker.id, now, ctx), None
        return "receptionist", on_duty("receptionist", now, ctx), None
    return step.who, on_duty(step.who, now, ctx), None


def present(staff_id: str | None, now: datetime, ctx: Context) -> str | None:
    """The person, or the deputy who stands in for them while they are away; the person again when that one is away."""
    person = ctx.staff.get(staff_id) if staff_id else None
    absence = person.absence_on(ctx.day(now)) if person else None
    deputy = ctx.staff.get(absence.deputy) if absence and absence.deputy else None
    return deputy.id if deputy and not deputy.absence_on(ctx.day(now)) else staff_id


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
        if person is not None and role in person.profile.roles and _covered(person, now, ctx):
            return present(person.id, now, ctx)
    return _first([person for person in ctx.staff.all() if role in person.profile.roles], now, ctx)


def member_on_duty(department: str | None, now: datetime, ctx: Context) -> str | None:
    """Who answers for a department: the one of it who joined first and is there."""
    return _first([person for person in ctx.staff.all() if person.profile.department == department], now, ctx)


def _first(people: list[Staff], now: datetime, ctx: Context) -> str | None:
    """The one who joined first among those who are there, else among those with a deputy, else among all.

    Ties go by id, so everybody agrees.
    """
    there = [person for person in people if not person.absence_on(ctx.day(now))]
    there = there or [person for person in people if _covered(person, now, ctx)] or people
    first = min(there, key=lambda person: (person.log[0].at, person.id), default=None)
    return present(first.id, now, ctx) if first else None
