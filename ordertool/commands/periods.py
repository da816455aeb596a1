"""Periods as people type them: `2026Q4`, `2026H1`, `2026-11`, `2026`, `2026-10-01..2026-11-15`."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date

from ordertool.errors import InvalidError
from ordertool.language import text

_PERIOD = re.compile(
    r"(?P<year>[0-9]{4})(?:-?(?:Q(?P<quarter>[1-4])|H(?P<half>[12]))|-(?P<month>0[1-9]|1[0-2]))?", re.IGNORECASE
)
_RANGE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\s*(?:\.\.|~)\s*([0-9]{4}-[0-9]{2}-[0-9]{2})")


def period(typed: str) -> tuple[date, date]:
    """The first and the last day of a period.

    Raises:
        InvalidError: it is none.
    """
    plain = unicodedata.normalize("NFKC", typed).strip().replace("年", "")
    found, days = _PERIOD.fullmatch(plain), _RANGE.fullmatch(plain)
    try:
        if days and date.fromisoformat(days[1]) <= date.fromisoformat(days[2]):
            return date.fromisoformat(days[1]), date.fromisoformat(days[2])
        if found and int(found["year"]):
            first, months = 1, 12
            if found["quarter"]:
                first, months = 3 * int(found["quarter"]) - 2, 3
            elif found["half"]:
                first, months = 6 * int(found["half"]) - 5, 6
            elif found["month"]:
                first, months = int(found["month"]), 1
            return _months(int(found["year"]), first, first + months - 1)
    except ValueError:
        pass
    raise InvalidError(
        text('"{typed}" is not a period', typed=typed),
        text("write it as 2026Q4, 2026H1, 2026-11, 2026 or 2026-10-01..2026-11-15"),
    )


def quarter_of(day: date) -> tuple[date, date]:
    """The quarter that a day lies in."""
    first = (day.month - 1) // 3 * 3 + 1
    return _months(day.year, first, first + 2)


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])
