"""The days that an assessment is about, as moments by the company's clocks (P6.2c)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from ordertool.rules.cycles import name_of
from ordertool.rules.move import Context


class Period(NamedTuple):
    """First and last day, and the moments that they are by the company's clocks; what is due within them is judged."""

    name: str
    first: date
    last: date
    start: datetime
    until: datetime

    def holds(self, at: datetime) -> bool:
        """Whether a moment lies in it."""
        return self.start <= at <= self.until


def period_of(first: date, last: date, ctx: Context, until: datetime | None = None) -> Period:
    """The period of some days; one that still runs is looked at from a moment `until` which it has come."""
    start = datetime.combine(first, time(), ctx.zone)
    end = datetime.combine(last, time(23, 59, 59), ctx.zone)
    return Period(name_of(first, last), first, last, start, end if until is None else min(end, until))


def months_between(first: date, last: date) -> Iterator[str]:
    """The months of some days, `2026-11`."""
    day = first.replace(day=1)
    while day <= last:
        yield f"{day:%Y-%m}"
        day = (day + timedelta(days=31)).replace(day=1)
