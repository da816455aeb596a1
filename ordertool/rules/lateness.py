"""Which moves came after their due time: what was late stays visible when it is done (P2.3c, P2.4b, P6.1)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from ordertool.records.base import Entry
from ordertool.records.order import Order
from ordertool.rules.clocks import (
    Clock,
    Clocks,
    assistance_due,
    clocks_of,
    decision_due,
    limit_from,
    made_at,
    next_report,
)
from ordertool.rules.move import EXECUTED, Context
from ordertool.rules.surveying import sampled

_ITEM_LIMITS = {
    "coordinate": ("escalate", "coordinate", "P2.4c"),
    "resolve": ("escalate", "resolve", "P2.4c"),
    "assist-answer": ("assist", "assist", "P5.1b"),
    "respond": ("complain", "respond", "P5.2c"),
    "settle": ("complain", "settle", "P5.2c"),
    "sign": ("deliver", "sign", "P2.5c"),
}
"""Moves on an item: which move made the item, and the limit that then began."""
_STAGE_LIMITS: dict[str, tuple[str, ...]] = {
    "reply": ("reply", "promise"),
    "draft": ("form",),
    "review": ("review",),
    "submit": ("submit",),
    "assign": ("assign",),
    "confirm": ("confirm",),
    "decline": ("confirm",),
    "plan": ("plan",),
    "progress": ("report",),
    "deliver": ("delivery",),
    "close": ("close",),
    "contact": ("contact",),
    "survey-sent": ("survey",),
    "survey": ("survey",),
}
"""Moves on the order: the limits that they answer."""


def late_moves(order: Order, ctx: Context) -> dict[int, Clock]:
    """The standing moves that came after their due time, by their place in the log, each with the clock it missed."""
    return {place: clock for place, clock in timed_moves(order, ctx).items() if order.log[place].at > clock.due.at}


def timed_moves(order: Order, ctx: Context, moves: Collection[str] = ()) -> dict[int, Clock]:
    """The standing moves that answered a clock, in time or not, by their place in the log; of some moves, or of all."""
    found = {}
    for place in order.standing_places[1:]:
        entry = order.log[place]
        if moves and entry.move not in moves:
            continue
        if entry.move in _ITEM_LIMITS or entry.move in _STAGE_LIMITS or entry.move in _DAYS:
            clock = min(_answered(order, place, entry, ctx), key=lambda one: one.due.at, default=None)
            if clock is not None:
                found[place] = clock
    return found


def _answered(order: Order, place: int, entry: Entry, ctx: Context) -> Iterator[Clock]:
    """The clocks that ran just before a move and that it answers."""
    before = order.before(place)  # clocks run by the log
    if entry.move in _DAYS:
        yield from filter(None, (_DAYS[entry.move](before, entry, ctx),))
        return
    if entry.move in _ITEM_LIMITS:
        maker, limit, clause = _ITEM_LIMITS[entry.move]
        clock = limit_from(before, made_at(before, maker, entry.item or ""), limit, clause, ctx)
        if clock is not None and not (entry.move in ("coordinate", "sign") and _done_before(before, entry)):
            yield clock
        if entry.move == "settle" and not any(
            one.move == "respond" and one.item == entry.item for one in before.standing
        ):
            first = limit_from(before, made_at(before, maker, entry.item or ""), "respond", clause, ctx)
            yield from filter(None, (first,))
        return
    if not _was_owed(before, entry, ctx):
        return
    if entry.move == "plan" and before.plan is not None:  # it winds the clock of the reports anew, too late perhaps
        yield from next_report(before, ctx) if before.stage == "active" else ()
        return
    if entry.move == "draft" and before.last("draft") is not None:
        return  # the limit was for the first
    for name in _STAGE_LIMITS[entry.move]:
        clocks: Clocks | None = clocks_of(name)
        yield from clocks(before, ctx) if clocks else ()


def _was_owed(before: Order, entry: Entry, ctx: Context) -> bool:
    """Whether what runs on every order, or on some of a sample, was owed on this one then."""
    if entry.move == "contact":  # before there is an owner, and after the slips are in, nobody owes a talk
        return next(one.to for one in reversed(before.standing) if one.to) in EXECUTED
    if entry.move in ("survey-sent", "survey"):
        return before.last("survey-sent", "survey") is None and sampled(before.id, ctx.policy.survey)
    return True


def _assistance(before: Order, entry: Entry, ctx: Context) -> Clock | None:
    request = next(one for one in before.assistance if one.id == entry.item)
    return assistance_due(before, request, ctx)


def _decision(before: Order, entry: Entry, ctx: Context) -> Clock | None:
    """The decision that a report was about: of a session's, the one as many reports came before as before this."""
    session = next(one for one in before.sessions if one.id == entry.item)
    earlier = sum(one.move == entry.move and one.item == entry.item for one in before.standing)
    return decision_due(before, session, session.decisions[session.done[earlier] - 1], ctx)


_DAYS: dict[str, Callable[[Order, Entry, Context], Clock | None]] = {
    "assist-done": _assistance, "session-done": _decision,
}  # fmt: skip
"""Moves on an item that may have named its own day."""


def _done_before(before: Order, entry: Entry) -> bool:
    return any(one.move == entry.move and one.item == entry.item for one in before.standing)
