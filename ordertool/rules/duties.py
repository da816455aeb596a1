"""What is to be done beside an order's next step: problems, assistance, complaints, phases … (P0.3, P2.4, P5, P6.2b)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from ordertool.errors import InvalidError
from ordertool.language import Clause, text
from ordertool.records.client import Client
from ordertool.records.order import Order
from ordertool.rules.clocks import CONTACT, SURVEY, Clock, assistance_due, decision_due, limit_from, made_at
from ordertool.rules.duty import Duty, handler, member_on_duty, on_duty, present, responsible
from ordertool.rules.move import COMPLAINED, EXECUTED, SUBMITTED, Context
from ordertool.rules.receivables import debt_of, grade_sign, late_sign
from ordertool.rules.risks import open_risks
from ordertool.rules.surveying import survey_wanted, surveyor
from ordertool.rules.working_time import Due


def duties(order: Order, now: datetime, ctx: Context) -> tuple[Duty, ...]:
    """Everything owed beside the next step; while an order is on hold, without due times."""
    found = (
        *_forwarded(order, now, ctx),
        *_problems(order, now, ctx),
        *_assistance(order, now, ctx),
        *_complaints(order, now, ctx),
        *_decisions(order, now, ctx),
    )
    found = (*found, *_phases(order, now, ctx), *_risks(order, now, ctx))
    found = (*found, *_silence(order, now, ctx), *_survey(order, now, ctx), *_watch(order, now, ctx))
    return tuple(duty._replace(clock=None) for duty in found) if order.on_hold else found


def answered_for(order: Order, now: datetime, ctx: Context) -> Iterator[Duty]:
    """What of it the assessment judges: problems, assistance, complaints, what sessions decided (P6.1c, P6.1e)."""
    yield from _problems(order, now, ctx)
    yield from _assistance(order, now, ctx)
    yield from _complaints(order, now, ctx)
    yield from _decisions(order, now, ctx)


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
    """The department that was asked answers, and does what it has taken on; what it declines is the asker's again (P5.1b)."""
    for request in order.assistance if order.stage in EXECUTED else ():
        if request.done:
            continue
        person: str | None = member_on_duty(request.department, now, ctx)
        clock = None
        moves: tuple[str, ...] = ("assist-done",)
        if request.answer is None:
            moves = ("assist-answer",)
            clock = limit_from(order, made_at(order, "assist", request.id), "assist", "P5.1b", ctx)
        elif request.answer.outcome == "accepted":
            clock = assistance_due(order, request, ctx)
        else:
            asker = _waits_for_another_way(order, request.id)
            if asker is None:
                continue
            yield Duty(
                present(asker, now, ctx), "asker", ("assist",), Clause("P5.1b"), item=request.id, matter=request.need
            )
            continue
        yield Duty(person, "asked", moves, Clause("P5.1b"), clock, request.department, request.id, request.need)


def _waits_for_another_way(order: Order, item: str) -> str | None:
    """Who asked for what was declined, until they make a move on the order after that."""
    moves = [(entry.move, entry.item) for entry in order.standing]
    asker = order.standing[moves.index(("assist", item))].by
    since = order.standing[moves.index(("assist-answer", item)) + 1 :]
    return None if any(entry.by == asker for entry in since) else asker


def _complaints(order: Order, now: datetime, ctx: Context) -> Iterator[Duty]:
    """Who answers for a complaint tells the client something first, then settles it (P5.2c)."""
    for complaint in order.open_complaints if order.stage in COMPLAINED else ():
        role, person = handler(order, complaint, now, ctx)
        first = complaint.response is None
        limit, moves = ("respond", ("respond", "settle")) if first else ("settle", ("settle",))
        clock = limit_from(order, made_at(order, "complain", complaint.id), limit, "P5.2c", ctx)
        yield Duty(person, role, moves, Clause("P5.2c"), clock, item=complaint.id, matter=complaint.text)


def _decisions(order: Order, now: datetime, ctx: Context) -> Iterator[Duty]:
    """What a session of the team decided, somebody carries out by a day (P5.1c)."""
    for session in order.sessions if order.stage in EXECUTED else ():
        for number, task in session.open_decisions():
            person, clock = present(task.who, now, ctx), decision_due(order, session, task, ctx)
            item = f"{session.id}.{number}"
            yield Duty(person, "tasked", ("session-done",), Clause("P5.1c"), clock, item=item, matter=task.what)


def _silence(order: Order, now: datetime, ctx: Context) -> Iterator[Duty]:
    """The owner talks with the client, when nobody has for longer than the policy allows (P5.2a)."""
    for clock in CONTACT(order, ctx) if order.stage in EXECUTED and order.owner else ():
        if clock.due.at < now:
            yield Duty(present(order.owner, now, ctx), "owner", ("contact",), Clause("P5.2a"), clock)


def _survey(order: Order, now: datetime, ctx: Context) -> Iterator[Duty]:
    """Reception asks the client how content they are, once the slips are in, where the sample has the order (P6.2b)."""
    if order.stage in ("signed", "closed") and survey_wanted(order, ctx):
        person, role = surveyor(order, now, ctx)
        for clock in SURVEY(order, ctx):
            yield Duty(person, role, ("survey-sent", "survey"), Clause("P6.2b"), clock)


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


def _risks(order: Order, now: datetime, ctx: Context) -> Iterator[Duty]:
    """Who watches a risk looks at it on the day that was set for it (P7.2)."""
    if order.stage not in EXECUTED or not (order.risks or order.risk_reviews):
        return
    for risk in open_risks(order, ctx):
        if risk.look is not None and risk.reached(ctx.day(now)):
            started = datetime.combine(risk.look, time(), ctx.zone)
            due = Due(datetime.combine(risk.look, time(23, 59, 59), ctx.zone), True, ())
            clock = Clock(started, "risk", "", due, Clause("P7.2"))
            person = present(risk.owner, now, ctx)
            yield Duty(
                person,
                "risk-owner",
                ("risk-review", "risk-close"),
                Clause("P7.2"),
                clock,
                item=risk.id,
                matter=risk.risk,
            )


def _watch(order: Order, now: datetime, ctx: Context) -> Iterator[Duty]:
    """A sign that the client may not pay waits for finance to act on it; told with each order in which it shows (P7.1c)."""
    if order.stage not in SUBMITTED or order.client is None:
        return
    debt = debt_of(order, ctx.day(now), ctx)
    late = debt if debt is not None and debt.overdue(ctx.policy.receivables) else None
    client = _file_of(order.client, ctx) if late or order.stage != "closed" else None
    sign = None if client is None else (late and late_sign(client, late, ctx)) or grade_sign(client, ctx)
    if client is None or sign is None:
        return
    matter = text("credit grade lowered: {item}", item=sign.what)
    if late is not None and sign.sign == "overdue":
        matter = text("debt {days} days late", days=late.late)
    clock = limit_from(order, sign.since, "watch", "P7.1c", ctx)
    person = on_duty("finance", now, ctx) or present(client.keeper, now, ctx)
    yield Duty(person, "finance", ("watch",), Clause("P7.1c"), clock, item=client.id, matter=str(matter))


def _file_of(client_id: str, ctx: Context) -> Client | None:
    """A client's file; None where it cannot be read: what is owed on its orders still is."""
    try:
        return ctx.client(client_id)
    except InvalidError:
        return None
