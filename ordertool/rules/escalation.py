"""What is reminded of and goes up the ladder, from what is owed and the time: pure (P2.3c, L5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from ordertool.records.order import Order
from ordertool.rules.duty import Duty, on_duty, present
from ordertool.rules.move import Context
from ordertool.rules.working_time import add, next_open

REMIND = "remind"
"""The rung before the due time."""


class Reached(NamedTuple):
    """A rung that a clock has reached, who is told on it, and when it was reached."""

    rung: str
    to: str
    at: datetime


def reached(order: Order | None, duty: Duty, now: datetime, ctx: Context) -> Iterator[Reached]:
    """Every rung that what is owed has reached by `now`, lowest first; none where no clock runs, as on hold.

    All rungs are counted in working time from the due time, without the order's holds, so nothing is reached at night. What is owed
    on a meeting has no order, and no owner to be told.
    """
    clock, rules = duty.clock, ctx.policy.notices
    pauses = order.pauses if order else ()
    if clock is None:
        return
    if rules.remind is not None:
        before = add(ctx.calendar, clock.due.at, -rules.remind.lasts(ctx.working_day), pauses).at
        # Who was told of it only now needs no reminder of it.
        if clock.started < before <= now and duty.staff is not None:
            yield Reached(REMIND, duty.staff, before)
    if clock.due.at >= now:
        return
    for rung in sorted(rules.ladder, key=lambda one: one.after.lasts(ctx.working_day)):
        worked = add(ctx.calendar, clock.due.at, rung.after.lasts(ctx.working_day), pauses).at
        at = next_open(ctx.calendar, worked)  # what ends with the working day is told when the next one begins
        if at > now:
            return
        for who in rung.tell:
            person = _person(order, duty, who, now, ctx)
            if person is not None:
                yield Reached(rung.after.canonical(ctx.working_day), person, at)


def _person(order: Order | None, duty: Duty, who: str, now: datetime, ctx: Context) -> str | None:
    if who == "responsible":
        return duty.staff
    if who == "owner":
        return present(order.owner, now, ctx) if order else None
    return on_duty(who, now, ctx)


def highest(found: Iterable[Reached]) -> tuple[list[Reached], list[Reached]]:
    """For each person the highest rung only, and the others, which are passed: no flood after a weekend."""
    last: dict[str, Reached] = {}
    passed = []
    for one in found:
        if one.to in last:
            passed.append(last[one.to])
        last[one.to] = one
    return list(last.values()), passed
