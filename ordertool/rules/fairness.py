"""How evenly work was shared out over a time: Jain's index, and the best that the rules would have allowed (P2.3a)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from ordertool.records.order import Order
from ordertool.records.staff import Staff
from ordertool.rules.balance import spread
from ordertool.rules.eligibility import may_own
from ordertool.rules.move import Context
from ordertool.rules.workload import share_of, weight_of

_FINE = 10**9


class Given(NamedTuple):
    """An order that somebody was given: when, what it weighs, and who might have been given it."""

    order: Order
    at: datetime
    to: str
    weight: Decimal
    might: tuple[str, ...]


class Part(NamedTuple):
    """A person's part of what was given out: orders and their weight, against what they were there for.

    `fair` is the weight that would have come to them by share and days there, `best` by the most even sharing that the
    rules allowed.
    """

    staff: str
    share: int
    days: int
    orders: int
    weight: Decimal
    fair: Decimal
    best: Decimal


@dataclass(frozen=True)
class Fairness:
    """How evenly work was shared out; the indices lie between 0 and 1, None when nothing was given out."""

    parts: tuple[Part, ...]
    index: float | None
    best: float | None


def jain(given: Mapping[str, Decimal], due: Mapping[str, int]) -> float | None:
    """Jain's index of fairness of what was given to whom, each measured against what was due to them.

    1 when all have the same per unit of `due`; (Σ given)² / (Σ due · Σ given² / due).
    """
    total = sum((given.get(person, Decimal(0)) for person in due), Decimal(0))
    squares = sum(given.get(person, Decimal(0)) ** 2 / units for person, units in due.items() if units)
    units = sum(due.values())
    return float(total * total / (units * squares)) if squares else None


def given_in(orders: Iterable[Order], first: date, last: date, ctx: Context) -> list[Given]:
    """What was given to those who own it, from a day to a day; cancelled orders count for nobody."""
    found = []
    for order in orders:
        entry = order.last("assign", "reassign")
        if order.owner is None or entry is None or order.last("cancel") is not None:
            continue
        if first <= ctx.day(entry.at) <= last:
            weight = weight_of(order, ctx.policy.assignment)
            might = tuple(one.id for one in may_own(order, entry.at, ctx))
            found.append(Given(order, entry.at, order.owner, weight, might))
    return sorted(found, key=lambda one: (one.at, one.order.id))


def fairness(given: Sequence[Given], first: date, last: date, ctx: Context) -> Fairness:
    """How evenly what was given came to those who may own orders."""
    given_to = {one.to for one in given}
    days = {
        one.id: days_there(one, first, last, ctx)
        for one in ctx.staff.all()
        if "owner" in one.profile.roles or one.id in given_to
    }
    people = [
        one for one in ctx.staff.all() if one.id in given_to or (one.id in days and (days[one.id] or not one.left))
    ]
    shares = {one.id: share_of(one, ctx.policy.assignment) for one in people}
    # Who went away the day they were given something was there for it.
    due = {one.id: shares[one.id] * max(days[one.id], int(one.id in given_to)) for one in people}
    had = dict.fromkeys(due, Decimal(0))
    for one in given:
        had[one.to] += one.weight
    best = most_even(given, due)
    total, units = sum(had.values(), Decimal(0)), sum(due.values())
    parts = tuple(
        Part(
            staff, shares[staff], days[staff], sum(one.to == staff for one in given), had[staff],
            (total * due[staff] / units).quantize(Decimal("0.1")) if units else Decimal(0), best[staff],
        )
        for staff in due
    )  # fmt: skip
    return Fairness(parts, jain(had, due), jain(best, due))


def days_there(person: Staff, first: date, last: date, ctx: Context) -> int:
    """Working days from a day to a day on which a person was on the staff and not away."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return sum(person.there_on(day, ctx.zone) and bool(ctx.calendar.day(day).intervals) for day in days)


def most_even(given: Sequence[Given], due: Mapping[str, int]) -> dict[str, Decimal]:
    """What each would have had if all had been shared out at once, as evenly as the rules allowed."""
    people = [person for person, units in due.items() if units]
    had = dict.fromkeys(due, Decimal(0))
    for weight in sorted({one.weight for one in given}, reverse=True):
        jobs = [
            {people.index(person): 0 for person in (*one.might, one.to) if person in people}
            for one in given
            if one.weight == weight
        ]

        def marginal(place: int, count: int, weight: Decimal = weight) -> int:
            return int((had[people[place]] + weight * (2 * count - 1) / 2) * _FINE // due[people[place]])

        for place in spread(jobs, marginal):
            assert place is not None, "whoever was given it could be"
            had[people[place]] += weight
    return had
