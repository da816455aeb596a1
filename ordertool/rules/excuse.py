"""What made an order late that its owner could not help: force majeure, law, the client's cause, holds (P7.2).

Nothing here excuses anybody: it says which clocks ran over, by how many days, and which of those days lay in whose
hands, with the records that say so. The assessment judges by it, `report risk` and `log` show it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from ordertool.language import Clause
from ordertool.records.amending import Change
from ordertool.records.intake import Form
from ordertool.records.order import Order
from ordertool.rules.clocks import Clock
from ordertool.rules.duty import responsible
from ordertool.rules.lateness import late_moves
from ordertool.rules.move import Context
from ordertool.rules.working_time import Due

OUTSIDE = ("force-majeure", "law", "client")
"""Causes of a change that are not the company's own."""
_EVERYBODYS = ("force-majeure", "law")
"""Causes that stand in the way of any work, not only of a delivery."""


class Cause(NamedTuple):
    """One cause: what it was (a change's cause, or "hold"), the change's id, the days that it took, and the reason."""

    kind: str
    item: str
    days: int
    reason: str


class Late(NamedTuple):
    """A clock that ran over: when it was met (`place` in the log; None while it runs on), and what delayed it.

    `days` is how many days late it was, `causes` what of it lay outside the owner's hands.
    """

    clock: Clock
    at: datetime
    place: int | None
    days: int
    causes: tuple[Cause, ...]

    @property
    def own(self) -> int:
        """Days that no cause outside explains."""
        return max(self.days - sum(cause.days for cause in self.causes), 0)

    @property
    def put_off(self) -> bool:
        """Whether the delivery is still to come by a promise that was moved, all of it for causes outside: it is not late."""
        return self.place is None and self.clock.limit == "delivery" and self.outside

    @property
    def outside(self) -> bool:
        """Whether all of it lay outside the owner's hands."""
        return bool(self.causes) and self.own == 0


def lateness(order: Order, now: datetime, ctx: Context) -> tuple[Late, ...]:
    """Every clock of an order that ran over, in the order of the log, the one that runs now last.

    A delivery is measured by the day that was promised first: what moved that day since says for how long, and why.
    """
    found = [beside_delivery(order, clock, order.log[place].at, place, ctx) for place, clock in late_moves(order, ctx).items()
             if clock.limit != "delivery"]  # fmt: skip
    step = responsible(order, now, ctx)
    if step is not None and step.clock is not None and step.overdue(now) and step.clock.limit != "delivery":
        found.append(beside_delivery(order, step.clock, now, None, ctx))
    return (*found, *late_delivery(order, now, ctx))


def outside_causes(order: Order) -> Iterator[tuple[Change, datetime]]:
    """Changes of the terms that stand and whose cause was not the company's, with when they were made."""
    made = {entry.item: entry.at for entry in order.standing if entry.move == "change"}
    for change in order.changes:
        if change.cause in OUTSIDE and change.id in made:
            yield change, made[change.id]


def beside_delivery(order: Order, clock: Clock, at: datetime, place: int | None, ctx: Context) -> Late:
    """A clock beside that of the delivery: what came over the whole company before it had run out. Holds have stopped it."""
    days = max((ctx.day(at) - ctx.day(clock.due.at)).days, 1)
    causes = tuple(
        Cause(change.cause, change.id, days, change.reason)
        for change, made in outside_causes(order)
        if change.cause in _EVERYBODYS and clock.started <= made <= clock.due.at
    )
    return Late(clock, at, place, days, causes[:1])


def late_delivery(order: Order, now: datetime, ctx: Context) -> Iterator[Late]:
    """The delivery, where it came or is to come after the day that was promised first."""
    planned, first = order.last("plan"), order.form.deliver_by if order.form else None
    if first is None or planned is None or order.stage in ("lost", "cancelled"):
        return
    moved = list(put_off(order, first))
    agreed = first + timedelta(days=sum(days for days, _change in moved))
    place = delivered_at(order)
    at = now if place is None else order.log[place].at
    reached = ctx.day(at)
    days = ((max(reached, agreed) if place is None else reached) - first).days
    if days <= 0:
        return
    causes, left = [], days
    for by, change in moved:
        taken = min(by, left)
        if taken > 0:
            left -= taken
            if change.cause in OUTSIDE:
                causes.append(Cause(change.cause, change.id, taken, change.reason))
    causes += _held(order, planned.at, at, left, ctx)
    due = Due(datetime.combine(first, time(23, 59, 59), ctx.zone), True, ())
    clock = Clock(planned.at.astimezone(ctx.zone), "delivery", "", due, Clause("P2.5b"))
    yield Late(clock, at, place, days, tuple(causes))


def put_off(order: Order, first: date) -> Iterator[tuple[int, Change]]:
    """By how many days each change since the submission put the promised delivery off; less than none: brought it forward."""
    since = max((n for n, entry in enumerate(order.standing) if entry.move in ("submit", "send-back")), default=0)
    made = {entry.item for entry in order.standing[since:] if entry.move == "change"}
    for change in order.changes:
        day = change.set.get("deliver_by") if change.id in made else None
        after = Form.model_validate({"deliver_by": day}).deliver_by  # as the terms read it
        if after is not None:
            yield (after - first).days, change
            first = after


def _held(order: Order, since: datetime, until: datetime, most: int, ctx: Context) -> Iterator[Cause]:
    """Days on hold while the work was under way, of those that are left: a promised day does not move by itself."""
    left = most
    for begun, ended in order.pauses:
        first, last = max(begun, since), min(ended or until, until)
        taken = min((ctx.day(last) - ctx.day(first)).days, left)
        if taken > 0:
            left -= taken
            reason = next((one.note for one in order.standing if one.move == "hold" and one.at == begun), None)
            yield Cause("hold", "", taken, reason or "")


def delivered_at(order: Order) -> int | None:
    """Where in the log the delivery stands that left nothing to deliver; None while something is missing."""
    if order.missing() or not order.delivered():
        return None
    counted = {one.id for one in order.delivery if one.counts}
    places = [
        place
        for place in order.standing_places
        if order.log[place].item in counted and order.log[place].move == "deliver"
    ]
    return places[-1]
