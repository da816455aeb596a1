"""What is to be done beside an order's next step: problems, assistance, complaints, phases (P0.3, P2.4, P5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from ordertool.language import Clause
from ordertool.records.order import Order
from ordertool.rules.clocks import Clock, limit_from, made_at
from ordertool.rules.duty import Duty, member_on_duty, on_duty, present, responsible
from ordertool.rules.move import EXECUTED, SUBMITTED, Context
from ordertool.rules.working_time import Due


def duties(order: Order, now: datetime, ctx: Context) -> tuple[Duty, ...]:
    """Everything owed beside the next step; while an order is on hold, without due times."""
    found = (
        *_forwarded(order, now, ctx),
        *_problems(order, now, ctx),
        *_assistance(order, now, ctx),
        *_complaints(order, now, ctx),
    )
    found = (*found, *_phases(order, now, ctx))
    return tuple(duty._replace(clock=None) for duty in found) if order.on_hold else found


def owed(order: Order, step: Duty | None, now: datetime, ctx: Context) -> Iterator[Duty]:
    """All that is owed on an order: its next step first, unless a duty says the same more exactly."""
    beside = duties(order, now, ctx)
    if step is not None and not any(duty.next == step.next and duty.staff == step.staff for duty in beside):
        yield step
    yield from beside


def _forwarded(order: Order, now: datetime, ctx: Context) -> Iterator[Duty]:
    """Whoever took an inquiry follows the reply until it is given (P2.1b)."""
    answering = responsible(order, now, ctx)
    if order.stage != "inquiry" or not order.forwards or answering is None or "reply" not in answering.next:
        return
    taker = present(order.taker, now, ctx)
    if taker is not None and taker != answering.staff:
        last = order.forwards[-1]
        matter = last.question or order.inquiry.matter
        yield Duty(taker, "taker", ("forward",), Clause("P2.1b"), answering.clock, item=last.id, matter=matter)


def _problems(order: Order, now: datetime, ctx: Context) -> Iterator[Duty]:
    """The order department answers first, then brings about a solution (P2.4c)."""
    for problem in order.open_problems if order.stage in EXECUTED else ():
        started = made_at(order, "escalate", problem.id)
        first = not problem.decisions
        clock = limit_from(order, started, "coordinate" if first else "resolve", "P2.4c", ctx)
        moves = ("coordinate", "resolve") if first else ("resolve",)
        person = on_duty("processor", now, ctx)
        yield Duty(person, "processor", moves, Clause("P2.4c"), clock, item=problem.id, matter=problem.problem)


def _assistance(order: Order, now: datetime, ctx: Context) -> Iterator[Duty]:
    """The department that was asked answers, and does what it has taken on (P5.1b)."""
    for request in order.assistance if order.stage in EXECUTED else ():
        if request.done or (request.answer is not None and request.answer.outcome == "declined"):
            continue
        person = member_on_duty(request.department, now, ctx)
        clock = None
        moves: tuple[str, ...] = ("assist-done",)
        if request.answer is None:
            moves = ("assist-answer",)
            clock = limit_from(order, made_at(order, "assist", request.id), "assist", "P5.1b", ctx)
        yield Duty(person, "asked", moves, Clause("P5.1b"), clock, request.department, request.id, request.need)


def _complaints(order: Order, now: datetime, ctx: Context) -> Iterator[Duty]:
    """The owner settles a complaint; before there is one, the order department finds one (P5.2c)."""
    for complaint in order.open_complaints if order.stage in SUBMITTED else ():
        clock = limit_from(order, made_at(order, "complain", complaint.id), "settle", "P5.2c", ctx)
        person = present(order.owner, now, ctx) if order.owner else on_duty("processor", now, ctx)
        role, move = ("owner", "settle") if order.owner else ("processor", "assign")
        yield Duty(person, role, (move,), Clause("P5.2c"), clock, item=complaint.id, matter=complaint.text)


def _phases(order: Order, now: datetime, ctx: Context) -> Iterator[Duty]:
    """A phase's own person carries it out by its last day (P2.4a)."""
    if order.stage != "active" or order.plan is None:
        return
    done = {item for report in order.progress for item in report.done}
    today = ctx.day(now)
    for phase in order.plan.phases:
        if phase.id in done or phase.person in (None, order.owner) or phase.start is None or phase.end is None:
            continue
        if phase.start <= today:
            started = datetime.combine(phase.start, time(), ctx.zone)
            due = Due(datetime.combine(phase.end, time(23, 59, 59), ctx.zone), True, ())
            clock = Clock(started, "phase", "", due, Clause("P2.4a"))
            person = present(phase.person, now, ctx)
            yield Duty(person, "phase", ("progress",), Clause("P2.4a"), clock, item=phase.id, matter=phase.name)
