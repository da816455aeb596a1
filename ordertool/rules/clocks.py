"""The clocks that run on an order: each limit from where it starts, by which clause, with its working (P0.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from typing import NamedTuple

from ordertool.language import Clause
from ordertool.records.order import Order
from ordertool.rules.move import Context
from ordertool.rules.working_time import Due, add, add_days, confirmed, days_between, spans


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
    started = started.astimezone(ctx.zone)
    span = getattr(ctx.policy.limits_on(started.date()), name)
    due = add(ctx.calendar, started, span.lasts(ctx.working_day), order.pauses)
    return Clock(started, name, str(span), due, Clause(clause))


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
        due = Due(datetime.combine(promised, time(23, 59, 59), ctx.zone), True, ())
        yield Clock(started.astimezone(ctx.zone), "delivery", "", due, Clause("P2.5b"))


def account_period(order: Order, ctx: Context) -> Iterator[Clock]:
    """The client's account period in calendar days, from the day all slips were in."""
    terms, _, days = (order.terms.payment or "" if order.terms else "").partition(":")
    started = _last(order, "sign")
    if terms == "account" and started is not None:
        started = started.astimezone(ctx.zone)
        last = started.date() + timedelta(days=int(days))
        due = Due(datetime.combine(last, time(23, 59, 59), ctx.zone), True, ())
        yield Clock(started, "account", f"{days}d", due, Clause("P7.1c"))


def _complained(order: Order) -> datetime | None:
    """When the oldest complaint that is open was made."""
    return made_at(order, "complain", order.open_complaints[0].id) if order.open_complaints else None


def made_at(order: Order, move: str, item: str) -> datetime | None:
    """When an item came into the order."""
    return next((entry.at for entry in order.standing if entry.move == move and entry.item == item), None)


REPLY = _limit("reply", question_asked, "P2.1b")
FORM = _limit("form", _since("inquire"), "P6.1a")
REVIEW = _limit("review", _since("draft"), "P2.2b")
SUBMIT = _limit("submit", _since("review", "send-back"), "P2.2c")
ASSIGN = _limit("assign", _reached("submitted"), "P2.3a")
CONFIRM = _limit("confirm", _since("assign", "reassign"), "P2.3c")
PLAN = _limit("plan", _reached("confirmed"), "P2.4a")
REPLAN = _limit("plan", _since("change"), "P2.4a")
SIGN = _limit("sign", _slip_awaited, "P2.5c")
CLOSE = _limit("close", _reached("signed"), "P2.5c")
SETTLE = _limit("settle", _complained, "P5.2c")


def clocks_of(limit: str) -> Clocks | None:
    """The clocks of a limit that runs on a next step, by its name in policy.yaml or of a promise."""
    return {
        "reply": REPLY, "promise": promised_reply, "form": FORM, "review": REVIEW, "submit": SUBMIT,
        "assign": ASSIGN, "confirm": CONFIRM, "plan": PLAN, "report": next_report, "delivery": promised_delivery,
        "close": CLOSE,
    }.get(limit)  # fmt: skip
