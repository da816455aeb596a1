"""Follow-up efficiency (P6.1c): reports by plan, steps and deliveries in time, and of quality; problems and closing in time.

The delivery is measured by the day that was promised first, put off by what lay outside the owner's hands
(`rules/excuse`); quality is what the client did not refuse, and no justified complaint of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from decimal import Decimal

from ordertool.assess.period import Period
from ordertool.assess.result import Evidence
from ordertool.assess.timed import CAUSES, NONE, ONE, Case, timed
from ordertool.language import Clause, Text, text
from ordertool.records.base import Logged
from ordertool.records.order import Order
from ordertool.rules.duty import present
from ordertool.rules.excuse import OUTSIDE, delivered_at, late_delivery, put_off
from ordertool.rules.move import Context

CLAUSE = "P6.1c"
_MOVES = ("confirm", "decline", "plan", "progress", "sign", "coordinate", "resolve", "close")


def cases(record: Logged, period: Period, ctx: Context) -> Iterator[Case]:
    """One for each clock of the execution, for the delivery as a whole, for each delivery's and complaint's quality."""
    if isinstance(record, Order):
        yield from timed(record, _MOVES, period, ctx)
        yield from _delivery(record, period, ctx)
        yield from _taken(record, period, ctx)
        yield from _complained(record, period, ctx)


def _delivery(order: Order, period: Period, ctx: Context) -> Iterator[Case]:
    """The delivery that left nothing to deliver, or was to come by now."""
    first = order.form.deliver_by if order.form else None
    if first is None or order.last("plan") is None or order.given_up:
        return
    outside = sum(by for by, change in put_off(order, first) if change.cause in OUTSIDE)
    due = datetime.combine(first + timedelta(days=max(outside, 0)), time(23, 59, 59), ctx.zone)
    place = delivered_at(order)
    if not period.holds(due) or (place is None and due >= period.until):
        return
    at = order.log[place].at.astimezone(ctx.zone) if place is not None else due
    then = next((n for n, one in enumerate(order.log) if one.at > min(at, due)), len(order.log))
    owner = present(
        order.before(place if place is not None and at <= due else then).owner or order.owner, min(at, due), ctx
    )
    if owner is None:
        return
    late = next(late_delivery(order, period.until, ctx), None)
    got, of, why = _judged(late.own if late else 0, late.causes if late else ())
    move, item = "deliver", (order.log[place].item or "") if place is not None else ""
    yield Case(owner, Evidence(order.id, move, item, place, "", at, due, got, of, why, Clause("P2.5b")))


def _judged(own: int, causes: tuple[object, ...]) -> tuple[Decimal, Decimal, Text]:
    if own:
        return NONE, ONE, text("delivered late: {days} days of it in the owner's hands", days=own)
    if causes:
        cause = causes[0]
        return NONE, NONE, text(CAUSES[cause.kind], reason=cause.reason)  # type: ignore[attr-defined]
    return ONE, ONE, text("delivered in time")


def _taken(order: Order, period: Period, ctx: Context) -> Iterator[Case]:
    """Whether the client took each delivery (P2.5b)."""
    made = {one.id: one for one in order.delivery}
    for place in order.standing_places:
        entry = order.log[place]
        if entry.move != "deliver" or not period.holds(entry.at):
            continue
        owner = order.before(place).owner
        if owner is not None and entry.item in made:
            taken = made[entry.item].counts
            why = text("taken by the client") if taken else text("refused by the client")
            at = entry.at.astimezone(ctx.zone)
            got = ONE if taken else NONE
            yield Case(
                owner, Evidence(order.id, "deliver", entry.item, place, "", at, None, got, ONE, why, Clause(CLAUSE))
            )


def _complained(order: Order, period: Period, ctx: Context) -> Iterator[Case]:
    """Justified complaints of the quality, once they are settled."""
    about = {one.id: one for one in order.complaints if one.kind == "quality" and one.settlement}
    for place in order.standing_places:
        entry = order.log[place]
        complaint = about.get(entry.item or "") if entry.move == "settle" else None
        if complaint is None or complaint.settlement is None or not period.holds(entry.at):
            continue
        made = next(
            (n for n in order.standing_places if order.log[n].move == "complain" and order.log[n].item == entry.item),
            place,
        )
        owner = order.before(made).owner
        if owner is not None and complaint.settlement.justified:
            why, at = text("a justified complaint of the quality"), entry.at.astimezone(ctx.zone)
            item = entry.item or ""
            yield Case(owner, Evidence(order.id, "settle", item, place, "", at, None, NONE, ONE, why, Clause(CLAUSE)))
