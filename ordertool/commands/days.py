"""Days as people type them: `2026-12-18`, `2026/12/18`, `12月18日`, today, 明天. Stored as `2026-12-18` (L7)."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from ordertool.commands.frame import Request

_WORDS = {
    "今天": 0,
    "今日": 0,
    "today": 0,
    "明天": 1,
    "明日": 1,
    "tomorrow": 1,
    "昨天": -1,
    "昨日": -1,
    "yesterday": -1,
}
_NUMBERS = re.compile(
    r"(?:(?P<year>[0-9]{4})\s*(?:[-/.]|年)\s*)?(?P<month>[0-9]{1,2})\s*(?:[-/.]|月)\s*(?P<day>[0-9]{1,2})\s*[日号]?"
)
_LEAP = 8
"""Years between which each day of the calendar comes at least once."""


def to_come(request: Request, typed: str | None) -> str | None:
    """A day; one without its year is the next such day from the day of the move on."""
    return None if typed is None else day_of(typed, request, past=False)


def gone_by(request: Request, typed: str | None) -> str | None:
    """A day; one without its year is the last such day up to the day of the move."""
    return None if typed is None else day_of(typed, request, past=True)


def day_of(typed: str, request: Request, *, past: bool) -> str:
    """A day as it is stored; what is none stays as it was typed, for the model to judge."""
    plain = unicodedata.normalize("NFKC", typed).strip()
    if plain.casefold() in _WORDS:
        return str(_today(request) + timedelta(days=_WORDS[plain.casefold()]))
    found = _NUMBERS.fullmatch(plain)
    if found is None:
        return typed
    month, day = int(found["month"]), int(found["day"])
    if found["year"]:
        return str(_day(int(found["year"]), month, day) or typed)
    if "月" not in plain:  # 12.18 and 12-18 may be anything
        return typed
    today = _today(request)
    years = range(today.year, today.year - _LEAP - 1, -1) if past else range(today.year, today.year + _LEAP + 1)
    days = (_day(year, month, day) for year in years)
    return next((str(one) for one in days if one and (one <= today if past else one >= today)), typed)


def _today(request: Request) -> date:
    return request.session.ctx.day(request.session.at)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
