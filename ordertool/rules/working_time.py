"""Working time: counting hours and days that are worked, and leaving out those that are not (P0.2, L6).

A calendar says which minutes of a day are worked; everything here is arithmetic on those intervals.

Times may be aware or naive, but not mixed. The zone of the first time given is the company's zone: other times
are moved into it, and the answer carries it. All counting is by the wall clock of that zone, so a day of
09:00-17:00 is eight hours whatever the clocks do. Where the clocks change inside a working interval the wall
clock still counts; China changes no clocks, so there it is exact.

An interval belongs to the time it starts at, not to the one it ends at: at 17:00 a day of 09:00-17:00 is closed.
A due time may still be 17:00, for that is when the last minute is over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta, tzinfo
from itertools import islice
from typing import Literal, NamedTuple, Protocol, TypeVar

from ordertool.errors import InvalidError
from ordertool.language import text

Intervals = tuple[tuple[int, int], ...]  # (start, end) in minutes from midnight, sorted, apart; 24:00 is 1440
Kind = Literal["workday", "weekend", "holiday", "make-up", "override"]
Pause = tuple[datetime, datetime | None]  # from, until; None while it lasts
Hold = tuple[datetime, datetime]  # a pause by the wall clock, without a zone
Moment = TypeVar("Moment", bound=date)  # a date or a datetime, and the answer is of the same type

IDLE_YEARS = 10  # without a single working minute for so long, the calendar itself must be wrong
_ZERO = timedelta(0)
_FOREVER = datetime.max  # noqa: DTZ901 (the end of a pause that lasts, by the wall clock)


class Day(NamedTuple):
    """What a calendar knows of one day; `confirmed` is False where official data is still to come."""

    intervals: Intervals
    kind: Kind
    name: str = ""
    confirmed: bool = True


class Calendar(Protocol):
    """Anything that can say how a day is worked."""

    @property
    def version(self) -> str:
        """Which data and settings the days come from."""

    def day(self, when: date, /) -> Day:
        """How the day `when` is worked."""


class Span(NamedTuple):
    """Working time without a break, on one day, with that day's kind and name."""

    start: datetime
    end: datetime
    kind: Kind
    name: str


class Due(NamedTuple):
    """Where a clock ends: the time, whether every day on the way is official, and the working time counted."""

    at: datetime
    confirmed: bool
    working: tuple[Span, ...]


def add(calendar: Calendar, start: datetime, working: timedelta, pauses: Iterable[Pause] = ()) -> Due:
    """The time at which `working` has been worked since `start`.

    Nothing to work ends at `start` itself, or at the next opening if `start` is outside working time. A negative
    `working` counts backwards; its spans are still in the order of time. Pauses stop the clock; one that ends
    before it starts is none. To learn the due time "if resumed now", give a running pause now as its end.

    Raises:
        InvalidError: The end is out of reach: a pause without an end stands before it, the calendar has no
            working time for ten years, or the years run out.
    """
    zone, back, left = start.tzinfo, working < _ZERO, abs(working)
    begin = at = _wall(start, zone)
    counted: list[Span] = []
    # With nothing to work, the day before matters too: it may have been open until 24:00, which is `start`.
    ordinal = begin.toordinal() - (not working)
    onward = _onward(calendar, begin, ordinal, -1 if back else 1, _walls(pauses, zone))
    while True:  # `onward` ends only by an error
        first, last, kind, name = next(onward)
        taken = min(left, last - first)
        left -= taken
        at = last - taken if back else first + taken
        if taken:
            counted.append(Span(at, last, kind, name) if back else Span(first, at, kind, name))
        if not left:
            break
    early, late = min(begin, at), max(begin, at)
    # 24:00 is the end of its day; the day that begins then has not been walked.
    sure = confirmed(calendar, early, max(early, late - datetime.resolution))
    return Due(at.replace(tzinfo=zone), sure, _in_zone(reversed(counted) if back else counted, zone))


def spans(calendar: Calendar, start: datetime, end: datetime, pauses: Iterable[Pause] = ()) -> tuple[Span, ...]:
    """The working time from `start` to `end` without the pauses, span by span; none if `end` is not later."""
    zone = start.tzinfo
    begin, until, holds = _wall(start, zone), _wall(end, zone), _walls(pauses, zone)
    days = (_day(calendar, ordinal) for ordinal in range(begin.toordinal(), until.toordinal() + 1))
    parts = (
        Span(max(low, begin), min(high, until), kind, name)
        for midnight, day in days
        for low, high, kind, name in _open(midnight, day, holds)
    )
    return _in_zone((part for part in parts if part.start < part.end), zone)


def elapsed(calendar: Calendar, start: datetime, end: datetime, pauses: Iterable[Pause] = ()) -> timedelta:
    """The working time from `start` to `end` without the pauses, which may overlap.

    It is negative if `end` is earlier, so that `elapsed(a, b) == -elapsed(b, a)`.
    """
    if end < start:
        return -elapsed(calendar, end, start, pauses)
    return sum((span.end - span.start for span in spans(calendar, start, end, pauses)), _ZERO)


def next_open(calendar: Calendar, when: datetime) -> datetime:
    """The first working time from `when` on: `when` itself, or the next opening.

    Raises:
        InvalidError: The calendar has no working time for ten years, or the years run out.
    """
    wall = _wall(when, when.tzinfo)
    ahead = _onward(calendar, wall, wall.toordinal(), 1, ())
    return next(span.start for span in ahead if span.start < span.end).replace(tzinfo=when.tzinfo)


def add_days(calendar: Calendar, start: Moment, days: int) -> Moment:
    """The working day `days` after `start` (before it, if negative), at the same time of day.

    A `start` on a day without work counts from the next working day (the last one, backwards); 0 days leave
    `start` as it is. Whether the days are official is for `confirmed` to say.

    Raises:
        InvalidError: The calendar has no working time for ten years, or the years run out.
    """
    if not days:
        return start
    walk = _days(calendar, start.toordinal(), 1 if days > 0 else -1)
    worked = (midnight.toordinal() for midnight, day in walk if day.intervals)
    return start + timedelta(days=next(islice(worked, abs(days), None)) - start.toordinal())


def days_between(calendar: Calendar, start: date, end: date) -> int:
    """How many working days lie after `start`, until and with `end`; negative if `end` is earlier."""
    first, last = start.toordinal(), end.toordinal()
    if last < first:
        return -days_between(calendar, end, start)
    return sum(bool(_day(calendar, ordinal)[1].intervals) for ordinal in range(first + 1, last + 1))


def confirmed(calendar: Calendar, first: date, last: date) -> bool:
    """Whether every day from `first` to `last` (or back) rests on official data or on the company's word."""
    low, high = sorted((first.toordinal(), last.toordinal()))
    return all(_day(calendar, ordinal)[1].confirmed for ordinal in range(low, high + 1))


def _wall(when: datetime, zone: tzinfo | None) -> datetime:
    """What the clocks in `zone` show at `when`, without the zone, so that arithmetic cannot trip over it."""
    if (when.tzinfo is None) != (zone is None):
        raise TypeError("times with and without a zone are mixed")
    return (when.astimezone(zone) if zone else when).replace(tzinfo=None)


def _walls(pauses: Iterable[Pause], zone: tzinfo | None) -> list[Hold]:
    """The pauses by the wall clock, sorted; one that lasts ends with time itself."""
    walls = [(_wall(since, zone), _FOREVER if until is None else _wall(until, zone)) for since, until in pauses]
    return sorted((since, until) for since, until in walls if since < until)


def _in_zone(parts: Iterable[Span], zone: tzinfo | None) -> tuple[Span, ...]:
    return tuple(
        Span(low.replace(tzinfo=zone), high.replace(tzinfo=zone), kind, name) for low, high, kind, name in parts
    )


def _day(calendar: Calendar, ordinal: int) -> tuple[datetime, Day]:
    """A day with its midnight. The very last day there is has no 24:00, and so is out of reach."""
    if not 0 < ordinal < date.max.toordinal():
        raise InvalidError(text("The time lies outside the years 1 to 9999."), text("Check the dates and the limit."))
    day = date.fromordinal(ordinal)
    return datetime(day.year, day.month, day.day), calendar.day(day)  # noqa: DTZ001 (wall clock, see `_wall`)


def _days(calendar: Calendar, ordinal: int, step: int) -> Iterator[tuple[datetime, Day]]:
    """Day after day from `ordinal` on, without an end, unless no day is worked any more."""
    idle = 0
    while idle <= IDLE_YEARS * 366:
        midnight, day = _day(calendar, ordinal)
        yield midnight, day
        idle = 0 if day.intervals else idle + 1
        ordinal += step
    idle_from = date.fromordinal(ordinal - step * idle)
    raise InvalidError(
        text("The calendar has no working time within {years} years of {date}.", years=IDLE_YEARS, date=idle_from),
        text("Give the week in the policy working hours, and look for overrides that close its days."),
    )


def _onward(calendar: Calendar, begin: datetime, ordinal: int, step: int, holds: Sequence[Hold]) -> Iterator[Span]:
    """Working time away from `begin`, nearest first: after it (step 1) or before it (step -1).

    A span that only touches `begin` is given as an empty one.
    """
    stopped = next((since for since, until in holds if until == _FOREVER), _FOREVER)
    for midnight, day in _days(calendar, ordinal, step):
        if step > 0 and stopped <= midnight:
            since = f"{stopped:%Y-%m-%d %H:%M}"
            raise InvalidError(
                text("The clock has stood still since {since}, so there is no due time.", since=since),
                text("Resume first; then there is a due time again."),
            )
        for span in _open(midnight, day, holds)[::step]:
            start, end = (max(span.start, begin), span.end) if step > 0 else (span.start, min(span.end, begin))
            if start <= end:
                yield Span(start, end, span.kind, span.name)


def _open(midnight: datetime, day: Day, holds: Sequence[Hold]) -> list[Span]:
    """The working time of one day, with the (sorted) holds cut out of it."""
    found = []
    for first, last in day.intervals:
        start, end = midnight + timedelta(minutes=first), midnight + timedelta(minutes=last)
        for since, until in holds:
            if since >= end:
                break
            if until > start:
                if since > start:
                    found.append(Span(start, since, day.kind, day.name))
                start = until
        if start < end:
            found.append(Span(start, end, day.kind, day.name))
    return found
