"""Who gets an order: rules say who may, balance says who does (P2.3a).

An order goes to somebody who holds the role owner, is there, is not full, did not decline it, and whom no rule of
policy.yaml excludes. Among them the cost decides, compared in this order:

1. the pace: whoever was given more than their fair share of the last days (`pace`) comes after all others;
2. the load: open work against the person's share, half of the new order included, and `worth` for each preference
   that is not met, both in hundredths of a share;
3. the recent share: what they were given in the days of the pace, against their share and the days they were there;
4. the turn: whoever was assigned longest ago, then who joined first (L1).

Orders decided together are shared out to the least sum of these costs (`balance.spread`), the heaviest kind first, and
among those of one weight the oldest is never left out for a younger one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from ordertool.records.assignment import SETTLED_BY, Basis, Candidate, PassedOver
from ordertool.records.assignment_rules import AssignmentRule
from ordertool.records.order import Order
from ordertool.records.policy import WEEKDAYS, Policy
from ordertool.records.staff import Staff
from ordertool.rules.balance import spread
from ordertool.rules.credit import awaits_verdict
from ordertool.rules.eligibility import Need, against, is_about, is_meant, need_of
from ordertool.rules.move import Context
from ordertool.rules.workload import Workload, share_of, workload

_STEP = 10**12
"""One part of the cost outweighs all that come after it."""
_FINE = 10**6
"""Shares are compared to the millionth, rounded down: whole numbers are the same on every machine."""
_CALM = Fraction(1, 4)
"""Up to this part of their share in the days of the pace, nobody is flooded, however little the others were given."""
_SETTLED: tuple[SETTLED_BY, ...] = ("pace", "load", "recent", "turn")


class Decision(NamedTuple):
    """To whom an order goes, or None, and what decided it."""

    order: Order
    to: str | None
    basis: Basis


class Owner(NamedTuple):
    """A person who may own orders, as they stood before the decision; `there` counts their days of the pace's."""

    staff: Staff
    share: int
    open: Decimal
    recent: Decimal
    last: datetime | None
    there: int


def decide(
    orders: Sequence[Order], load: Workload, at: datetime, ctx: Context, *, together: bool = False
) -> list[Decision]:
    """Share out orders at a moment; `together` says that they are all that wait.

    The answers come in the order of the question. An order that nobody may take goes to nobody.
    """
    together = together and len(orders) > 1
    needs = [need_of(order, load, ctx) for order in orders]
    desk = _Desk(load, at, ctx, sum((need.weight for need in needs), Decimal(0)))
    given: dict[str, Decision] = {}
    for weight in sorted({need.weight for need in needs}, reverse=True):
        alike = sorted((need for need in needs if need.weight == weight), key=lambda need: _waiting(need.order))
        for decision in desk.share_out(alike, together=together):
            given[decision.order.id] = decision
    return [given[order.id] for order in orders]


def owners(load: Workload, at: datetime, ctx: Context) -> list[Owner]:
    """Everybody who may own orders, whose turn it is first."""
    rules = ctx.policy.assignment
    today = ctx.day(at)
    days = _last_days(today, rules.pace.days, ctx)
    since = datetime.combine(days[-1], time(), ctx.zone)
    found = []
    for person in ctx.staff.all():
        joined = ctx.day(person.joined)
        if "owner" not in person.roles or joined > today:
            continue
        there = sum(day >= joined and person.absence_on(day) is None for day in days)
        share = share_of(person, rules)
        recent = load.recent(person.id, since)
        found.append(
            Owner(person, share, load.open.get(person.id, Decimal(0)), recent, load.last.get(person.id), there)
        )
    return sorted(found, key=_turn)


def _turn(owner: Owner) -> tuple[bool, float, float, str]:
    last, joined = owner.last, owner.staff.log[0].at
    return (last is not None, last.timestamp() if last else 0, joined.timestamp(), owner.staff.id)


def _last_days(today: date, count: int, ctx: Context) -> list[date]:
    """The last days that the company works by its policy, the newest first; today is one in any case.

    Official holidays do not count as such: their list grows with each release of a library, and a basis must be
    computed alike for ever.
    """
    days = [today]
    day = today
    while len(days) < count and (today - day).days < 400:  # noqa: PLR2004 (a company may close for long)
        day -= timedelta(days=1)
        if _worked(day, ctx.policy):
            days.append(day)
    return days


def _worked(day: date, policy: Policy) -> bool:
    own = policy.special_days.get(day)
    return own != "off" if own else bool(policy.working_hours.get(WEEKDAYS[day.weekday()]))  # type: ignore[call-overload]


def _waiting(order: Order) -> tuple[datetime, str]:
    since = order.last("submit", "decline", "send-back")
    return (since.at if since else order.log[0].at, order.id)


class _Desk:
    """Where a batch is shared out: what everybody has, and is given as it goes on."""

    def __init__(self, load: Workload, at: datetime, ctx: Context, batch: Decimal) -> None:
        self.at, self.ctx = at, ctx
        self.today = ctx.day(at)
        self.rules = ctx.policy.assignment
        self.version = self.rules.content_hash()
        self.owners = owners(load, at, ctx)
        self.added = dict.fromkeys((owner.staff.id for owner in self.owners), Decimal(0))
        self.batch = batch
        self.limits: dict[int, Fraction] = {}

    def _set_pace(self, able: Sequence[int]) -> None:
        """How much may come to each of those who can take one of the orders, before they are above their pace."""
        people = {place: self.owners[place] for place in able}
        given = self.batch + sum((one.recent for one in people.values()), Decimal(0))
        pace = Fraction(self.rules.pace.times) * Fraction(given)
        days = sum(one.share * one.there for one in people.values())
        self.limits = {
            place: max(pace * one.share * one.there / days if days else pace, _CALM * one.share)
            for place, one in people.items()
        }

    def share_out(self, needs: Sequence[Need], *, together: bool) -> Iterator[Decision]:
        """Share out orders of one weight."""
        weight = needs[0].weight
        everyone = range(len(self.owners))
        open_to = [
            [next(against(owner.staff, need, owner.open, self.today, self.ctx), None) for owner in self.owners]
            for need in needs
        ]
        missing = [[self._missing(owner, need) for owner in self.owners] for need in needs]
        costs = [
            {
                place: sum(rule.worth for rule in missing[row][place]) * (_FINE // 100) * _STEP * _STEP
                for place in everyone
                if open_to[row][place] is None
            }
            for row in range(len(needs))
        ]
        self._set_pace(sorted({place for row in costs for place in row}))
        given = spread(costs, lambda place, count: self._marginal(place, weight, count))
        counts = [given.count(place) for place in everyone]
        for row, need in enumerate(needs):
            to = given[row]
            if to is None:  # whoever could have had it is full with what goes before it
                open_to[row] = [("full", None) if place in costs[row] else open_to[row][place] for place in everyone]
                costs[row] = {}
            basis = Basis(
                policy=self.version,
                together="all" if together else "one",
                weight=weight,
                settled_by=self._settled(to, costs[row], counts, weight),
                candidates=tuple(
                    self._candidate(place, missing[row][place], weight)
                    for place in sorted(
                        costs[row], key=lambda place: costs[row][place] + (self._cost(place, weight, 1))
                    )
                ),
                passed_over=tuple(
                    PassedOver(staff=owner.staff.id, why=why[0], rule=why[1])
                    for owner, why in zip(self.owners, open_to[row], strict=True)
                    if why is not None
                ),
            )
            yield Decision(need.order, None if to is None else self.owners[to].staff.id, basis)
        for place, owner in enumerate(self.owners):
            self.added[owner.staff.id] += counts[place] * weight

    def _missing(self, owner: Owner, need: Need) -> list[AssignmentRule]:
        return [
            rule
            for rule in self.rules.rules
            if rule.then == "preferred"
            and is_about(rule, need, self.today)
            and not is_meant(rule.who, owner.staff, need)
        ]

    def _marginal(self, place: int, weight: Decimal, count: int) -> int | None:
        owner = self.owners[place]
        capacity = owner.staff.profile.capacity
        if capacity is not None and owner.open + self.added[owner.staff.id] + weight * count > capacity:
            return None
        return self._cost(place, weight, count)

    def _cost(self, place: int, weight: Decimal, count: int) -> int:
        """What the n-th order of a weight costs at a person, in whole numbers that do not fall as n rises."""
        over, load, recent, turn = self._parts(place, weight, count)
        return ((over * _STEP + load) * _STEP + recent) * _STEP + turn

    def _parts(self, place: int, weight: Decimal, count: int) -> tuple[int, int, int, int]:
        owner = self.owners[place]
        before = self.added[owner.staff.id] + weight * (count - 1)
        load = (owner.open + before + weight / 2) * _FINE // owner.share
        days = max(owner.there, 1)
        recent = (owner.recent + before + weight / 2) * _FINE * self.rules.pace.days // (owner.share * days)
        return int(Fraction(owner.recent + before) >= self.limits[place]), int(load), int(recent), place

    def _settled(self, to: int | None, costs: Mapping[int, int], counts: Sequence[int], weight: Decimal) -> SETTLED_BY:
        """What set the owner apart from who would have been next."""
        others = [one for one in costs if one != to and self._marginal(one, weight, counts[one] + 1) is not None]
        if to is None or not others:
            return "only" if to is None or len(costs) == 1 else "shared"

        def parts(place: int) -> tuple[int, int, int, int]:
            over, load, *rest = self._parts(place, weight, counts[place] + (place != to))
            return (over, load + costs[place] // _STEP**2, rest[0], rest[1])

        mine, following = parts(to), min(map(parts, others))
        return next(name for name, one, other in zip(_SETTLED, mine, following, strict=True) if one != other)

    def _candidate(self, place: int, missing: Sequence[AssignmentRule], weight: Decimal) -> Candidate:
        owner = self.owners[place]
        return Candidate(
            staff=owner.staff.id,
            open=owner.open,
            share=owner.share,
            recent=owner.recent,
            last=owner.last,
            paced=bool(self._parts(place, weight, 1)[0]),
            missing=tuple(rule.name for rule in missing),
        )


def waiting(at: datetime, ctx: Context) -> list[Order]:
    """The orders that wait for an owner, the oldest first; not those that wait for a verdict on their client's credit."""
    found = (one for one in ctx.orders() if one.stage == "submitted" and awaits_verdict(one, at, ctx) is None)
    return sorted(found, key=_waiting)


def decision(order: Order, at: datetime, ctx: Context, *, together: bool = False) -> Decision | None:
    """To whom an order goes, alone or together with all that wait; None if it is not among them.

    Computed once for a commit, a moment and a batch.
    """
    key = ("decisions", at, None if together else order.id)
    if key not in ctx.kept:
        if "workload" not in ctx.kept:
            ctx.kept["workload"] = workload(ctx.orders(), ctx.policy.assignment)
        batch = waiting(at, ctx) if together else [order]
        found = decide(batch, ctx.kept["workload"], at, ctx, together=together)
        ctx.kept[key] = {one.order.id: one for one in found}
    decisions: dict[str, Decision] = ctx.kept[key]
    return decisions.get(order.id)
