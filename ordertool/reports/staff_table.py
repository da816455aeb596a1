"""The staff as a table: what each does and can carry, and who is away, or soon will be (P2.3a)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from ordertool.language import _, listed, text
from ordertool.records.policy import Policy
from ordertool.records.staff import Staff
from ordertool.reports.screen import columns
from ordertool.reports.staff_card import role_names

_SOON = timedelta(days=14)
"""How far ahead an absence is shown."""


def staff_table(people: Sequence[Staff], today: date, policy: Policy) -> list[str]:
    """The people, one a line."""
    head = [
        _("staff"),
        _("name"),
        _("department"),
        _("roles"),
        _("domains and regions"),
        _("capacity"),
        _("absence"),
    ]
    rows = [
        [
            one.id,
            one.profile.name,
            policy.department(one.profile.department),
            role_names(one.profile.roles),
            str(listed((*one.profile.domains, *one.profile.regions))),
            "" if one.profile.capacity is None else str(one.profile.capacity),
            _absence(one, today),
        ]
        for one in people
    ]
    return columns(head, rows, flexible=(3, 4, 6), right=(5,), wraps=True)


def _absence(one: Staff, today: date) -> str:
    """That somebody left, is away, or soon will be."""
    if one.left:
        return str(text("left on {day}", day=one.left.on))
    now, coming = one.absence_on(today), one.absence_after(today)
    if now is not None:
        return str(text("away until {day}", day=_day(now.last, today)))
    if coming is not None and coming.start <= today + _SOON:
        return str(text("away from {day}", day=_day(coming.start, today)))
    return ""


def _day(day: date, today: date) -> str:
    """A day without the number of this year."""
    return f"{day:%m-%d}" if day.year == today.year else str(day)
