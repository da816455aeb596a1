"""What a changed policy would have done: past assignments and time limits, replayed under it (P2.3a, P0.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from heapq import heappop, heappush
from typing import NamedTuple

from ordertool.records.order import Order
from ordertool.rules.assignment import decide
from ordertool.rules.duties import owed
from ordertool.rules.duty import responsible
from ordertool.rules.eligibility import may_own
from ordertool.rules.fairness import Fairness, Given, fairness
from ordertool.rules.lateness import late_moves
from ordertool.rules.move import EXECUTED, Context
from ordertool.rules.workload import Workload, weight_of


class Replayed(NamedTuple):
    """One assignment of the past: to whom it went, and to whom the rules give it (None: to nobody)."""

    order: Order
    at: datetime
    was: str
    would: str | None


class _Work(NamedTuple):
    """An owner's work on an order: from its assignment until it was signed off or ended, if it was."""

    order: Order
    place: int
    at: datetime
    until: datetime | None
    was: str
    counts: bool


def replayed(orders: Iterable[Order], first: date, ctx: Context) -> Iterator[Replayed]:
    """Every order's newest assignment since a day, decided anew under a policy, one by one in the order of time.

    Each decision sees the loads that the decisions before it made; when work ended is as it was. Earlier assignments
    stay as they were.
    """
    rules = ctx.policy.assignment
    works = sorted(filter(None, map(_work, orders)), key=lambda one: (one.at, one.order.id))
    load = Workload()
    ends: list[tuple[datetime, str, Decimal]] = []
    for work in works:
        weight = weight_of(work.order, rules)
        while ends and ends[0][0] <= work.at:
            _ended, owner, done = heappop(ends)
            load.open[owner] -= done
        to: str | None = work.was
        if ctx.day(work.at) >= first:
            to = decide([work.order.before(work.place)], load, work.at, ctx)[0].to
            yield Replayed(work.order, work.at, work.was, to)
        if to is not None:
            load.give(to, work.order, work.at, weight if work.counts else Decimal(0))
            load.open[to] = load.open.get(to, Decimal(0)) + weight
            if work.until is not None:
                heappush(ends, (work.until, to, weight))


def _work(order: Order) -> _Work | None:
    place = next((at for at in reversed(order.standing_places) if order.log[at].move in ("assign", "reassign")), None)
    if order.owner is None or place is None:
        return None
    given = order.log[place]
    after = [order.log[at] for at in order.standing_places if at > place]
    ended = (
        None
        if order.stage in EXECUTED
        else next((one.at for one in after if one.to not in (None, *EXECUTED)), given.at)
    )
    return _Work(order, place, given.at, ended, order.owner, order.last("cancel") is None)


def as_given(found: Sequence[Replayed], ctx: Context, *, would: bool) -> list[Given]:
    """What was given to whom, or would have been, for the figures of fairness."""
    given = []
    for one in found:
        to = one.would if would else one.was
        if to is not None and one.order.last("cancel") is None:
            weight = weight_of(one.order, ctx.policy.assignment)
            given.append(Given(one.order, one.at, to, weight, tuple(who.id for who in may_own(one.order, one.at, ctx))))
    return given


def compared(
    found: Sequence[Replayed], first: date, last: date, ctx: Context, other: Context
) -> tuple[Fairness, Fairness]:
    """Fairness as it was by the weights, shares and rules of the policy as it is, and as it would have been by another's."""
    was = fairness(as_given(found, ctx, would=False), first, last, ctx)
    would = fairness(as_given(found, other, would=True), first, last, other)
    return was, would


def late_by_limit(orders: Iterable[Order], first: date, now: datetime, ctx: Context) -> Counter[str]:
    """How many moves since a day came late, and what is overdue now, by the limit that was missed."""
    late: Counter[str] = Counter()
    for order in orders:
        for place, clock in late_moves(order, ctx).items():
            if ctx.day(order.log[place].at) >= first:
                late[clock.limit] += 1
        for duty in owed(order, responsible(order, now, ctx), now, ctx):
            if duty.clock is not None and duty.overdue(now):
                late[duty.clock.limit] += 1
    return late
