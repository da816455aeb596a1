"""What was due within a period, and whether it came in time: the clocks of the orders, as evidence (P6.1a, P6.1c, P6.1e).

Each clock is judged once, in the period in which it runs out. Holds have stopped it; what came over the whole company,
force majeure or a law, is left out and listed; so is waiting for the client's money.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from ordertool.assess.period import Period
from ordertool.assess.result import Evidence
from ordertool.language import N_, Text, text
from ordertool.records.order import Order
from ordertool.rules.clocks import Clock, limit_from
from ordertool.rules.duties import answered_for
from ordertool.rules.duty import handler, next_step, present, responsible
from ordertool.rules.excuse import beside_delivery
from ordertool.rules.lateness import timed_moves
from ordertool.rules.move import Context
from ordertool.rules.permissions import stood_in_for

ONE, NONE = Decimal(1), Decimal(0)
_OWNERS = ("confirm", "decline", "plan", "progress", "sign", "deliver")
"""Moves that the order's owner answers for, whoever makes them."""
_ANSWERED_BY = {
    "reply": "reply", "promise": "reply", "form": "draft", "review": "review", "submit": "submit", "assign": "assign",
    "confirm": "confirm", "plan": "plan", "report": "progress", "sign": "sign", "close": "close",
}  # fmt: skip
"""The move that answers a limit of a next step."""
_OWED_AT = {
    "inquiry": ("reply", "draft"), "draft": ("review", "submit"), "submitted": ("assign",), "assigned": ("confirm",),
    "confirmed": ("plan",), "active": ("plan", "progress", "sign"), "delivered": ("sign",), "signed": ("close",),
}  # fmt: skip
"""The moves that the next steps of a stage have limits for."""
_BESIDE = {
    "coordinate": "coordinate", "resolve": "resolve", "assist": "assist-answer", "assist_done": "assist-done",
    "needed": "assist-done", "respond": "respond", "settle": "settle", "decision": "session-done",
}  # fmt: skip
"""The move that answers a limit of what is owed beside it."""
_PAID_FIRST = {"plan": "P2.4a", "sign": "P2.5c"}
"""Moves that may have to wait for the client's money, and the clause of their limit."""
CAUSES = {
    "force-majeure": N_("left out: force majeure, {reason}"), "law": N_("left out: the law, {reason}"),
    "client": N_("left out: the client's cause, {reason}"), "hold": N_("left out: on hold, {reason}"),
}  # fmt: skip


class Case(NamedTuple):
    """A piece of evidence, and of whom it is one."""

    staff: str
    evidence: Evidence


def timed(order: Order, moves: Collection[str], period: Period, ctx: Context) -> Iterator[Case]:
    """The clocks of some moves that ran out within the period: answered in time, late, or not at all."""
    for place, clock in timed_moves(order, ctx, moves).items():
        due = _after_the_money(order, place, clock, ctx)
        if period.holds(due.due.at):
            yield from _answered(order, place, due, ctx)
    yield from _given_up(order, moves, period, ctx)
    yield from _never_came(order, moves, period, ctx)


def _answered(order: Order, place: int, clock: Clock, ctx: Context) -> Iterator[Case]:
    entry = order.log[place]
    late = entry.at > clock.due.at
    why = text("late") if late else text("in time")
    if not late and any(since < entry.at and (until or entry.at) > clock.started for since, until in order.pauses):
        why = text("in time: the clock stood still while on hold")
    left_out = _outside(order, clock, entry.at, place, ctx) if late else None
    who = _whose(order, place, clock, ctx)
    got, of = (NONE, NONE) if left_out else (NONE if late else ONE, ONE)
    yield Case(
        who,
        Evidence(
            order.id, entry.move, entry.item or "", place, "", entry.at.astimezone(ctx.zone), clock.due.at, got, of,
            left_out or why, clock.clause,
        ),
    )  # fmt: skip


def _outside(order: Order, clock: Clock, at: datetime, place: int | None, ctx: Context) -> Text | None:
    """Why something late is left out; None where it was in somebody's hands."""
    late = beside_delivery(order, clock, at, place, ctx)
    return text(CAUSES[late.causes[0].kind], reason=late.causes[0].reason) if late.outside else None


def _after_the_money(order: Order, place: int, clock: Clock, ctx: Context) -> Clock:
    """A clock that runs anew from the client's payment, where the move had to wait for one (P7.1b)."""
    entry = order.log[place]
    if entry.move not in _PAID_FIRST or not (order.prepayment if entry.move == "plan" else order.cash_on_delivery):
        return clock
    paid = next(
        (one for one in reversed(order.standing) if one.move == "pay" and clock.started < one.at <= entry.at), None
    )
    again = limit_from(order.before(place), paid.at, entry.move, _PAID_FIRST[entry.move], ctx) if paid else None
    return again or clock


def _whose(order: Order, place: int, clock: Clock, ctx: Context) -> str:
    """Who is judged by a move: who made it, or whose it was when its time ran out."""
    entry, due = order.log[place], clock.due.at
    late, before = entry.at > due, order.before(place)
    if entry.move in ("respond", "settle"):
        complaint = next(one for one in order.complaints if one.id == entry.item)
        return (handler(before, complaint, due, ctx)[1] if late else None) or entry.by
    if entry.move not in _OWNERS:
        return entry.by
    if late:
        then = next((n for n, one in enumerate(order.log) if one.at > due), place)
        owner = order.before(min(then, place)).owner or before.owner
        return present(owner, due, ctx) or entry.by
    owner = before.owner
    stands_in = owner == entry.by or any(one.id == owner for one in stood_in_for(entry.by, entry.at, ctx))
    return entry.by if stands_in else present(owner, entry.at, ctx) or entry.by


def _given_up(order: Order, moves: Collection[str], period: Period, ctx: Context) -> Iterator[Case]:
    """What was late when the order went another way, so that it never came: reassigned, lost, cancelled, delivered."""
    stage = ""
    for place in order.standing_places:
        entry, owed = order.log[place], _owed_at(stage, moves)
        answered = "confirm" if entry.move == "decline" else entry.move
        if (entry.to or entry.move == "reassign") and owed - {answered} and entry.at > period.start:
            before = order.before(place)
            for clock in _running(before, ctx):
                move = _ANSWERED_BY.get(clock.limit, "")
                if move in owed and move != answered and clock.due.at < entry.at and period.holds(clock.due.at):
                    yield from _missed(order, before, move, clock, ctx)
        stage = entry.to or stage


def _owed_at(stage: str, moves: Collection[str]) -> set[str]:
    """Those of some moves that a stage has limits for."""
    return {move for move in _OWED_AT.get(stage, ()) if move in moves}


def _running(order: Order, ctx: Context) -> Iterator[Clock]:
    """Every clock on the next step of an order."""
    step = next_step(order)
    for limit in step.limits if step else ():
        yield from limit(order, ctx)


def _missed(order: Order, then: Order, move: str, clock: Clock, ctx: Context) -> Iterator[Case]:
    duty = responsible(then, clock.due.at, ctx)
    if duty is not None and duty.staff is not None:
        yield _case_of(order, duty.staff, move, "", clock, ctx)


def _case_of(order: Order, staff: str, move: str, item: str, clock: Clock, ctx: Context) -> Case:
    """What never came."""
    left_out = _outside(order, clock, clock.due.at, None, ctx)
    why = left_out or text("never came")
    of = NONE if left_out else ONE
    at = clock.due.at
    return Case(staff, Evidence(order.id, move, item, None, "", at, at, NONE, of, why, clock.clause))


def _never_came(order: Order, moves: Collection[str], period: Period, ctx: Context) -> Iterator[Case]:
    """What is owed still, and ran out within the period."""
    owed = _owed_at(order.stage, moves)
    for clock in _running(order, ctx) if owed else ():
        move = _ANSWERED_BY.get(clock.limit, "")
        if move in owed and clock.due.at < period.until and period.holds(clock.due.at):
            yield from _missed(order, order, move, clock, ctx)
    for duty in answered_for(order, period.until, ctx):
        found = duty.clock
        if found is None or _BESIDE.get(found.limit) not in moves or not period.holds(found.due.at):
            continue
        if found.due.at < period.until:
            then = next((one for one in answered_for(order, found.due.at, ctx) if one.item == duty.item), duty)
            if then.staff is not None:
                yield _case_of(order, then.staff, _BESIDE[found.limit], duty.item, found, ctx)
