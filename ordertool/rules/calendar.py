"""The company's calendar: its own week, the country's holidays and make-up workdays, and its own exceptions.

What the book says of a day goes first, then what the State Council announced, then the rule of the week. China
announces a year's holidays in November of the year before, so days further on are not known yet: they follow
the week and are not confirmed. The announcement has now and then also moved the last days of December of the
year before; an override mends such a day until the next `chinesecalendar` is installed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, Literal, NamedTuple

from ordertool.errors import InvalidError
from ordertool.language import N_, Text, text
from ordertool.records.policy import WEEKDAYS
from ordertool.rules.working_time import Day, Intervals

_PLAIN = str.maketrans("０１２３４５６７８９：－–—−～〜~至、，；,;", "0123456789:--------     ")
_INTERVAL = re.compile(r"([0-9]{1,2}):([0-5][0-9])-([0-9]{1,2}):([0-5][0-9])")
_DAY = 24 * 60
_CLOSED = ("", "closed", "off", "休", "休息")
_WORK = ("work", "班", "上班")
_MONDAY_TO_SUNDAY = range(7)
_SHIPPED = 2026
"""The last year whose official days every library has that this works with."""


def standard_day(week: Mapping[Any, str]) -> timedelta:
    """How long a standard working day is: that of the first weekday that is worked."""
    for name in WEEKDAYS:
        minutes = sum(end - start for start, end in parse_hours(week.get(name, "")))
        if minutes:
            return timedelta(minutes=minutes)
    return timedelta(hours=8)


def parse_hours(hours: str) -> Intervals:
    """Read the working hours of a day.

    Args:
        hours: Intervals such as `08:30-12:00 13:00-17:30`, the last at most until 24:00. Full-width and Chinese
            punctuation is welcome; nothing, `closed`, `off` or 休 means a day without work.

    Returns:
        The intervals in minutes from midnight, sorted.

    Raises:
        InvalidError: A part is not an interval, ends before it starts, or overlaps another.
    """
    plain = hours.translate(_PLAIN).strip().lower()
    if plain in _CLOSED:
        return ()
    intervals = sorted(_interval(part, hours) for part in re.sub(r"\s*-\s*", "-", plain).split())
    for (_, end), (start, _) in pairwise(intervals):
        if start < end:
            time = f"{start // 60:02}:{start % 60:02}"
            raise InvalidError(
                text('The working hours "{hours}" overlap at {time}.', hours=hours, time=time),
                text("Let each interval start when the one before it has ended, or later."),
            )
    return tuple(intervals)


def _interval(part: str, hours: str) -> tuple[int, int]:
    found = _INTERVAL.fullmatch(part)
    if found:
        from_hour, from_minute, to_hour, to_minute = map(int, found.groups())
        start, end = from_hour * 60 + from_minute, to_hour * 60 + to_minute
        if start < end <= _DAY:
            return start, end
    raise InvalidError(
        text('Cannot read the working hours "{hours}": "{part}" is not an interval.', hours=hours, part=part),
        text('Write intervals within one day, such as "08:30-12:00 13:00-17:30", until 24:00 at most, or "closed".'),
    )


class Override(NamedTuple):
    """The company's own word on a day.

    `hours` is `off`, `work` (the hours its weekday has, or those of a make-up day), or hours such as
    `09:00-12:00`; `name` says what the day is, 公司年会.
    """

    hours: str
    name: str = ""


class CompanyCalendar:
    """How each day is worked.

    Args:
        week: The hours of each weekday, 0 for Monday; a weekday left out is not worked.
        holidays: Whose public holidays and make-up workdays count: `CN`, or `none`.
        overrides: The company's word on single days.
        makeup_hours: The hours of a make-up workday; if not given, those of the first weekday that is worked.
        confirmed_years: Years the company vouches for although no official data is known.
        announced: The last year whose official days count; all that are known if not given.

    Raises:
        InvalidError: An override cannot be read, or the holidays are of an unknown kind.
    """

    def __init__(
        self,
        week: Mapping[int, Intervals],
        *,
        holidays: Literal["CN", "none"] = "CN",
        overrides: Mapping[date, Override | str] | None = None,
        makeup_hours: Intervals | None = None,
        confirmed_years: frozenset[int] = frozenset(),
        announced: int = date.max.year,
    ) -> None:
        if holidays not in ("CN", "none"):
            raise InvalidError(
                text('There are no holidays called "{holidays}".', holidays=holidays), text("Use CN or none.")
            )
        self._week = tuple(week.get(weekday, ()) for weekday in _MONDAY_TO_SUNDAY)
        self._official, self._announced = holidays == "CN", announced
        self._makeup = next(filter(None, self._week), ()) if makeup_hours is None else makeup_hours
        self._confirmed_years = confirmed_years
        given = {day: Override(word) if isinstance(word, str) else word for day, word in (overrides or {}).items()}
        self._overrides = {day: self._overridden(day, word) for day, word in given.items()}
        self._days: dict[date, Day] = {}

    def day(self, when: date, /) -> Day:
        """How the day `when` is worked, what kind of day it is, its Chinese name, and whether that is certain."""
        if isinstance(when, datetime):  # which equals no date, so it would pass for a day nobody named
            when = when.date()
        known = self._days.get(when)
        if known is None:
            known = self._days[when] = self._overrides.get(when) or self._ruled(when)
        return known

    @property
    def version(self) -> str:
        """The data and a fingerprint of all settings: equal versions give equal days.

        For example `chinesecalendar 1.11.0 + 3 overrides (1f0c2a9b)`.
        """
        import zlib  # noqa: PLC0415 (only `explain` and `doctor` ask; a fingerprint, not a seal)

        settings = self._week, self._makeup, sorted(self._confirmed_years), sorted(self._overrides.items())
        source = f"chinesecalendar {_library().__version__}" if self._official else "no public holidays"
        count = len(self._overrides)
        overrides = f"{count} override{'' if count == 1 else 's'}"
        return f"{source} + {overrides} ({zlib.crc32(repr(settings).encode()):08x})"

    @property
    def described(self) -> Text:
        """The same for a reader, who need not know the names of libraries."""
        source = N_("official holidays") if self._official else N_("no public holidays")
        return text(
            "{source}, own exceptions: {count} ({version})",
            source=text(source), count=len(self._overrides), version=self.version,
        )  # fmt: skip

    def _overridden(self, when: date, word: Override) -> Day:
        asked = word.hours.strip().lower()
        if asked in _WORK:
            return Day(self._week[when.weekday()] or self._makeup, "override", word.name)
        try:
            return Day(parse_hours(word.hours), "override", word.name)
        except InvalidError as error:
            raise InvalidError(
                text("The calendar's override of {date}: {problem}", date=when, problem=error.message),
                text('Write "off", "work", or hours such as "09:00-12:00 13:00-17:00".'),
            ) from error

    def _ruled(self, when: date) -> Day:
        """The official word on a day, else the rule of the week."""
        hours = self._week[when.weekday()]
        plain = Day(hours, "workday" if hours else "weekend")
        if not self._official:
            return plain
        if when.year > self._announced:
            return plain._replace(confirmed=when.year in self._confirmed_years)
        library = _library()
        if when in library.holidays:
            return Day((), "holiday", library.Holiday(library.holidays[when]).chinese)
        if when in library.workdays:
            return Day(self._makeup, "make-up", library.Holiday(library.workdays[when]).chinese)
        # Every announced year has its National Day, and a library that stops short of a year has not.
        announced = date(when.year, 10, 1) in library.holidays
        if not announced and _SHIPPED < when.year <= self._announced < date.max.year:
            raise InvalidError(
                text(
                    "the official holidays of {year}, which policy.yaml counts on, are not known here", year=when.year
                ),
                text("install a newer chinesecalendar"),
            )
        return plain._replace(confirmed=announced or when.year in self._confirmed_years)


def _library() -> Any:
    """The official days, imported when a day first needs them: a command without a due time saves 3 ms."""
    import chinese_calendar  # noqa: PLC0415

    return chinese_calendar
