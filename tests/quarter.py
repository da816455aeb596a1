"""A quarter of orders for a sales floor of twenty: absences, one who joins midway, one who comes back from long leave.

Chance makes the orders, from a seed; none is in who is given them. The orders of half a day are shared out together,
or each on its own as it comes.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from floor import Floor
from people import CHINA

from ordertool.records.order import Order
from ordertool.records.staff import Staff
from ordertool.rules.assignment import Decision, decide
from ordertool.rules.balance import spread
from ordertool.rules.move import Context
from ordertool.rules.workload import Workload

FIRST, LAST = date(2026, 7, 1), date(2026, 9, 30)
DOMAINS = ("storage", "cold", "conveyor")
REGIONS = ("浙江", "江苏", "上海", "福建")
NEWCOMER, RETURNER = "newcomer", "returner"
JOINS, RETURNS = date(2026, 8, 17), date(2026, 8, 10)
WEEK = 5
ASSIGNMENT: dict[str, Any] = {
    "weights": {"large": "2", "default": "1"},
    "rules": [
        {"name": "their domain", "then": "required", "who": {"same": ["domain"]}},
        {"name": "their region", "then": "preferred", "who": {"same": ["region"]}, "worth": 5},
        {"name": "knows the client", "then": "preferred", "who": {"same": ["owner"]}, "worth": 5},
    ],
}


class Given(NamedTuple):
    """An order that was given to somebody, who might have had it, and when it was done."""

    to: str
    weight: Decimal
    might: tuple[str, ...]
    day: int


def jain(amounts: Sequence[float], shares: Sequence[float]) -> float:
    """Jain's index over amounts measured against shares: 1 when all have the same part of theirs."""
    both = [(amount, share) for amount, share in zip(amounts, shares, strict=True) if share]
    whole = sum(amount for amount, _ in both) ** 2
    return whole / (sum(share for _, share in both) * sum(amount**2 / share for amount, share in both)) if whole else 1


def new_floor(rng: random.Random, assignment: dict[str, Any]) -> Floor:
    """Twenty owners: capacities from 32 to 80, one domain, two or all, one region or all, most away once."""
    floor = Floor(assignment)
    for number in range(20):
        about: dict[str, Any] = {"capacity": (32, 48, 64, 80)[number % 4]}
        if number % 5 == 3:
            about["weight"] = about["capacity"] // 2
        if number % 5:
            about["domains"] = tuple(rng.sample(DOMAINS, 1 + (number % 5 > 2)))
        if number % 3:
            about["regions"] = (REGIONS[number % 4],)
        name, joined = f"owner{number:02}", datetime(2026, 1, 5, 9, tzinfo=CHINA)
        away = []
        if number == 6:
            name, joined = NEWCOMER, datetime.combine(JOINS, time(8, 30), CHINA)
        elif number == 10:
            name, away = RETURNER, [("2026-04-01", f"{RETURNS - timedelta(days=1)}")]
        elif number % 4:
            start = FIRST + timedelta(days=rng.randrange(70))
            away = [(f"{start}", f"{start + timedelta(days=7 * rng.randint(1, 3) - 1)}")]
        floor.hire(name, joined=joined, away=tuple(away), **about)
    for _ in range(300):
        floor.client(rng.choice(REGIONS))
    return floor


@dataclass
class Quarter:
    """The quarter as it went: who was given what, and how much lay on each desk at the end of each day."""

    floor: Floor
    days: list[date]
    given: list[Given] = field(default_factory=list)
    left: int = 0
    open: dict[str, list[Decimal]] = field(default_factory=dict)

    def share(self, person: Staff) -> int:
        """What a person's load is measured against."""
        return person.profile.weight or person.profile.capacity or 10

    def there(self, person: Staff, day: date) -> bool:
        """Whether somebody works on a day."""
        return person.log[0].at.date() <= day and person.absence_on(day) is None

    def done(self, name: str, day: int, length: int) -> int:
        """The day when an order is done: nobody works on it while its owner is away."""
        person = self.floor.staff[name]
        worked = [number for number in range(day + 1, len(self.days)) if self.there(person, self.days[number])]
        return worked[length - 1] if len(worked) >= length else len(self.days)

    def shares(self) -> dict[str, int]:
        """Share times working days there, by person."""
        return {
            person.id: self.share(person) * sum(self.there(person, day) for day in self.days)
            for person in self.floor.staff.all()
        }

    def index(self) -> float:
        """Jain's index over what each was given in the quarter, against their share and the days they were there."""
        shares = self.shares()
        sums = dict.fromkeys(shares, 0.0)
        for one in self.given:
            sums[one.to] += float(one.weight)
        return jain(list(sums.values()), [shares[name] for name in sums])

    def best(self) -> float:
        """The best index that the rules allow: each order's weight may be cut into pieces of one, so it is a bound."""
        names = sorted(self.shares())
        shares = self.shares()
        jobs = [
            dict.fromkeys((names.index(name) for name in one.might), 0)
            for one in self.given
            for _ in range(int(one.weight))
        ]
        scale = 10**6 * max(shares.values())
        parts = spread(jobs, lambda place, count: scale * (2 * count - 1) // shares[names[place]])
        return jain([parts.count(place) for place in range(len(names))], [shares[name] for name in names])

    def open_index(self) -> float:
        """Jain's index over the mean load on each desk in the days that they were there, against their share."""
        loads, shares = [], []
        for person in self.floor.staff.all():
            on_desk = [
                float(amount)
                for amount, day in zip(self.open[person.id], self.days, strict=True)
                if self.there(person, day)
            ]
            loads.append(sum(on_desk) / len(on_desk))
            shares.append(float(self.share(person)))
        return jain(loads, shares)

    def weeks(self, name: str) -> list[float]:
        """What somebody was given in each five working days in a row, against the fair share of a whole week."""
        found = []
        people = self.floor.staff.all()
        for first in range(len(self.days) - WEEK + 1):
            days = range(first, first + WEEK)
            mine = sum(float(one.weight) for one in self.given if one.to == name and one.day in days)
            whole = sum(float(one.weight) for one in self.given if one.day in days)
            person = self.floor.staff[name]
            shares = sum(self.share(one) * self.there(one, self.days[day]) for one in people for day in days)
            found.append(mine / (whole * self.share(person) * WEEK / shares))
        return found


def simulated(
    count: int = 5000, *, seed: int = 1, alone: bool = False, assignment: dict[str, Any] | None = None
) -> Quarter:
    """A quarter with so many orders; the owners' capacities are as for 5,000."""
    rng = random.Random(seed)
    floor = new_floor(rng, assignment or ASSIGNMENT)
    days = [day for day in _days(FIRST, LAST) if floor.ctx.calendar.day(day).intervals]
    quarter = Quarter(floor, days, open={name: [] for name in floor.staff})
    load = Workload()
    ctx = Context(floor.policy, floor.staff, floor.clients.get)
    longest = round(2 * 6 * 5000 / count)
    ends: list[list[tuple[str, Decimal]]] = [[] for _ in range(len(days) + 1)]
    halves = [(number, half) for number in range(len(days)) for half in (10, 15)]
    made = 0
    for place, (number, half) in enumerate(halves):
        at = datetime.combine(days[number], time(half), CHINA)
        for owner, weight in ends[number] if half == 10 else ():
            load.open[owner] -= weight
        due = count * (place + 1) // len(halves)
        batch = [_order(floor, rng, at) for _ in range(due - made)]
        made = due
        for piece in [[one] for one in batch] if alone else [batch]:
            for found in decide(piece, load, at, ctx, together=not alone):
                _keep(quarter, load, found, (number, rng.randint(1, longest)), at, ends)
        if half == 15:
            for name, desk in quarter.open.items():
                desk.append(load.open.get(name, Decimal(0)))
    return quarter


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _order(floor: Floor, rng: random.Random, at: datetime) -> Order:
    order_id = floor.order(
        at=at, client=rng.choice(list(floor.clients)), type=rng.choice(["standard", "standard", "large"]),
        domain=rng.choice(DOMAINS),
    )  # fmt: skip
    return floor.orders[order_id]


def _keep(
    quarter: Quarter, load: Workload, found: Decision, span: tuple[int, int], at: datetime,
    ends: list[list[tuple[str, Decimal]]],
) -> None:  # fmt: skip
    to, weight = found.to, found.basis.weight
    if to is None:
        quarter.left += 1
        return
    day, length = span
    load.open[to] = load.open.get(to, Decimal(0)) + weight
    load.give(to, found.order, at, weight)
    ends[quarter.done(to, day, length)].append((to, weight))
    might = tuple(
        one.staff for one in (*found.basis.candidates, *(one for one in found.basis.passed_over if one.why == "full"))
    )
    quarter.given.append(Given(to, weight, might, day))
