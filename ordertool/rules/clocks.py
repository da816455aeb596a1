"""The clocks that run on an order: each limit from where it starts, by which clause, with its working (P0.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from ordertool.language import Clause
from ordertool.records.joint_work import Session, Task
from ordertool.records.order import Order
from ordertool.records.talk import Assistance
from ordertool.rules.credit import assignable_since
from ordertool.rules.move import Context
from ordertool.rules.working_time import Due, Pause, add, add_days, confirmed, days_between, spans


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
    asked = None if order.inquiry.answer or _began_with_a_complaint(order) else order.log[0].at
    for entry in order.standing:
        if entry.move == "reply":
            asked = None
        elif entry.move == "forward" and asked is None:
            asked = entry.at
    return asked


def _began_with_a_complaint(order: Order) -> bool:
    """Whether an inquiry was taken down for a complaint about an archived order: the complaint has its own clocks."""
    first = next((entry for entry in order.standing[1:] if entry.to or entry.move == "complain"), None)
    return first is not None and first.move == "complain"


def _slip_awaited(order: Order) -> datetime | None:
    """When the first delivery whose slip is not in was made, or the order reopened, which asks for another slip."""
    waiting = {delivery.id for delivery in order.unsigned}
    made = next((entry.at for entry in order.standing if entry.move == "deliver" and entry.item in waiting), None)
    reopened = _last(order, "reopen")
    return max(made, reopened) if made and reopened else made


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
    return limit_on(started, name, clause, ctx, order.pauses)


def limit_on(started: datetime, name: str, clause: str, ctx: Context, pauses: Iterable[Pause] = ()) -> Clock:
    """A limit's clock from a moment on, whatever it is about; pauses stop it."""
    started = started.astimezone(ctx.zone)
    span = getattr(ctx.policy.limits_on(started.date()), name)
    due = add(ctx.calendar, started, span.lasts(ctx.working_day), pauses)
    return Clock(started, name, str(span), due, Clause(clause))


def _assign(order: Order, ctx: Context) -> Iterator[Clock]:
    """The order department's time to assign, from when there is a verdict on the client's credit (P7.1a)."""
    since = assignable_since(order, _reached("submitted")(order), ctx)
    yield from filter(None, (limit_from(order, since, "assign", "P2.3a", ctx),))


def promised_reply(order: Order, ctx: Context) -> Iterator[Clock]:
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


def next_report(order: Order, ctx: Context) -> Iterator[Clock]:
    """The owner's own interval of reports, in working days."""
    started = _last(order, "plan", "progress", "reopen")
    if order.plan is not None and started is not None:
        started = started.astimezone(ctx.zone)
        at = add_days(ctx.calendar, started, order.plan.every + _days_on_hold(order, started, ctx))
        worked = spans(ctx.calendar, started, at, order.pauses)
        due = Due(at, confirmed(ctx.calendar, started.date(), at.date()), worked)
        yield Clock(started, "report", f"{order.plan.every}d", due, Clause("P2.4b"))


def _days_on_hold(order: Order, started: datetime, ctx: Context) -> int:
    """Working days since `started` that holds took away, each counted once."""
    taken, counted = 0, started
    for since, until in sorted((since, until) for since, until in order.pauses if until is not None):
        if until > counted:
            taken += days_between(ctx.calendar, ctx.day(max(since, counted)), ctx.day(until))
            counted = until
    return taken


def promised_delivery(order: Order, ctx: Context) -> Iterator[Clock]:
    """The promised day, to its end."""
    promised = order.terms.deliver_by if order.terms else None
    started = _last(order, "plan")
    if promised is not None and started is not None:
        yield until_the_end_of(promised, started, "delivery", "P2.5b", ctx)


def until_the_end_of(day: date, started: datetime, limit: str, clause: str, ctx: Context) -> Clock:
    """The clock of what is due by the end of a day."""
    due = Due(datetime.combine(day, time(23, 59, 59), ctx.zone), True, ())
    return Clock(started.astimezone(ctx.zone), limit, "", due, Clause(clause))


def account_period(order: Order, ctx: Context) -> Iterator[Clock]:
    """The client's account period in calendar days, from what policy lets it start with."""
    terms, _, days = (order.terms.payment or "" if order.terms else "").partition(":")
    started, due = account_started(order, ctx), account_due(order, ctx)
    if terms == "account" and started is not None and due is not None:
        yield until_the_end_of(due, started, "account", "P7.1c", ctx)._replace(length=f"{days}d")


def account_due(order: Order, ctx: Context) -> date | None:
    """The day on which what was delivered is due; None until its account period has begun. Other terms give no days."""
    terms, _, days = (order.terms.payment or "" if order.terms else "").partition(":")
    started = account_started(order, ctx)
    return ctx.day(started) + timedelta(days=int(days) if terms == "account" else 0) if started else None


def account_started(order: Order, ctx: Context) -> datetime | None:
    """When the account period began: when all was delivered, when all slips were in, or with an invoice (P7.1c)."""
    start = ctx.policy.receivables.period_from
    if start == "invoice":
        day = _invoice_awaited(order)
        return datetime.combine(day, time(), ctx.zone) if day else None
    signed = ("signed", "closed", "archived")
    move = "sign" if start == "sign-off" else "deliver"
    stages = signed if start == "sign-off" else ("delivered", *signed)
    made = _last(order, move) if order.stage in stages else _once_reached(order, stages)
    before = order.opening.account_from if order.opening else None
    if made is None and before is not None:
        return datetime.combine(before, time(), ctx.zone)
    return made.astimezone(ctx.zone) if made else None


def _once_reached(order: Order, stages: Sequence[str]) -> datetime | None:
    """When an order that was opened again, or of which goods came back, had come so far: what the client kept stays due."""
    moves = (entry for entry in reversed(order.standing) if entry.move != "reopen" and entry.to in stages)
    return next((entry.at for entry in moves), None)


def _invoice_awaited(order: Order) -> date | None:
    """The day of the oldest invoice that what came in does not cover; of the newest when it covers all."""
    covered = order.paid + order.written_off + sum(one.amount for one in order.invoices if one.kind == "credit-note")
    day = None
    for invoice in sorted((one for one in order.invoices if one.kind == "invoice"), key=lambda one: one.on):
        day, covered = invoice.on, covered - invoice.amount
        if covered < 0:
            break
    return day


def _complained(order: Order) -> datetime | None:
    """When the oldest complaint that is open was made."""
    return made_at(order, "complain", order.open_complaints[0].id) if order.open_complaints else None


_TALKS = ("inquire", "reply", "contact", "change", "deliver", "complain", "respond", "settle")
"""Moves that are, or come with, a talk with the client; a preparation is one where the client was told the time."""


def last_talk(order: Order) -> datetime | None:
    """When somebody last talked with the client (P5.2a); progress is reported within the company, and is no talk."""
    told = {step.id for step in order.preparation if step.told is not None}
    return next(
        (
            entry.at
            for entry in reversed(order.standing)
            if entry.move in _TALKS or (entry.move == "prepare" and entry.item in told)
        ),
        None,
    )


def assistance_due(order: Order, request: Assistance, ctx: Context) -> Clock | None:
    """By when a department gives the assistance it took on: the day it is needed, else by the policy (P5.1b)."""
    started = made_at(order, "assist-answer", request.id)
    if request.needed_by is None or started is None:
        return limit_from(order, started, "assist_done", "P5.1b", ctx)
    return until_the_end_of(request.needed_by, started, "needed", "P5.1b", ctx)


def decision_due(order: Order, session: Session, task: Task, ctx: Context) -> Clock:
    """By when what a session decided is carried out: the end of the day it named (P5.1c)."""
    started = made_at(order, "session", session.id) or session.when
    return until_the_end_of(task.by, started, "decision", "P5.1c", ctx)


def made_at(order: Order, move: str, item: str) -> datetime | None:
    """When an item came into the order."""
    return next((entry.at for entry in order.standing if entry.move == move and entry.item == item), None)


REPLY = _limit("reply", question_asked, "P2.1b")
FORM = _limit("form", _since("inquire"), "P6.1a")
REVIEW = _limit("review", _since("draft"), "P2.2b")
SUBMIT = _limit("submit", _since("review", "send-back"), "P2.2c")
ASSIGN = _assign
CONFIRM = _limit("confirm", _since("assign", "reassign"), "P2.3c")
PLAN = _limit("plan", _reached("confirmed"), "P2.4a")
REPLAN = _limit("plan", _since("change"), "P2.4a")
SIGN = _limit("sign", _slip_awaited, "P2.5c")
CLOSE = _limit("close", _reached("signed"), "P2.5c")
RESPOND = _limit("respond", _complained, "P5.2c")
SETTLE = _limit("settle", _complained, "P5.2c")
CONTACT = _limit("contact", last_talk, "P5.2a")
SURVEY = _limit("survey", _since("sign"), "P6.2b")


def clocks_of(limit: str) -> Clocks | None:
    """The clocks of a limit that runs on a next step, by its name in policy.yaml or of a promise."""
    return {
        "reply": REPLY, "promise": promised_reply, "form": FORM, "review": REVIEW, "submit": SUBMIT,
        "assign": ASSIGN, "confirm": CONFIRM, "plan": PLAN, "report": next_report, "delivery": promised_delivery,
        "close": CLOSE, "contact": CONTACT, "survey": SURVEY,
    }.get(limit)  # fmt: skip
