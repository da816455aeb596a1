"""Quarters and half-years, and what a period is called: `2026Q4`, `2026H1`, `2026-11` (P6.2c)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

_MONTHS = {"quarter": 3, "half-year": 6}
_LETTERS = {3: "Q", 6: "H"}
_YEAR = 12


def name_of(first: date, last: date) -> str:
    """What a period is called: by its quarter, half-year, month or year, else by its days."""
    whole = first.day == 1 and last == _end(last.year, last.month) and first.year == last.year
    months = last.month - first.month + 1
    if whole and months == _YEAR:
        return f"{first.year}"
    if whole and months == 1:
        return f"{first:%Y-%m}"
    if whole and months in _LETTERS and last.month % months == 0:
        return f"{first.year}{_LETTERS[months]}{last.month // months}"
    return f"{first}..{last}"


def cycle_of(day: date, cycle: str) -> tuple[date, date]:
    """The quarter or half-year that a day lies in."""
    months = _MONTHS[cycle]
    begin = (day.month - 1) // months * months + 1
    return date(day.year, begin, 1), _end(day.year, begin + months - 1)


def cycle_before(day: date, cycle: str) -> tuple[date, date]:
    """The quarter or half-year before the one that a day lies in."""
    return cycle_of(cycle_of(day, cycle)[0] - timedelta(days=1), cycle)


def _end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
