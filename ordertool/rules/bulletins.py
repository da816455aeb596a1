"""Which period the bulletin to the departments is about, and from when on it goes out (P5.1b)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from ordertool.records.meeting_rules import weeks_of
from ordertool.records.policy import WEEKDAYS
from ordertool.rules.move import Context
from ordertool.rules.working_time import next_open

_MONDAY = date(2000, 1, 3)
"""Where periods of several weeks are counted from, so that they are the same whoever counts."""


class Period(NamedTuple):
    """The days that a bulletin is about, both included."""

    first: date
    last: date


def newest_period(now: datetime, ctx: Context) -> Period | None:
    """The period that ended last, once its bulletin may go out; None without an interval in policy.yaml.

    It may from the first working time of the weekday after the period on.
    """
    rules = ctx.policy.bulletin
    if rules.every is None:
        return None
    length = timedelta(weeks=weeks_of(rules.every))
    begin = _MONDAY + timedelta(days=WEEKDAYS.index(rules.weekday))
    issued = begin + (ctx.day(now) - begin) // length * length
    if now < next_open(ctx.calendar, datetime.combine(issued, time(), ctx.zone)):
        issued -= length
    return Period(issued - length, issued - timedelta(days=1))


def departments_told(ctx: Context) -> list[str]:
    """The departments that are sent a bulletin: those of the policy, else all that somebody is of."""
    there = sorted({person.profile.department for person in ctx.colleagues()})
    named = ctx.policy.bulletin.departments
    return [one for one in there if not named or one in named]


def week_of(day: date) -> Period:
    """The week that a day lies in, for a bulletin that somebody asks for."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=6))
