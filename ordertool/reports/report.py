"""What a report is: counts and sections of rows, from one query; its forms only lay out what stands here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from ordertool.language import _
from ordertool.reports.meetings import MeetingRow
from ordertool.reports.queries import OrderRow, department_of
from ordertool.reports.sheets import Column, Value
from ordertool.rules.move import Context


class Whose(NamedTuple):
    """Whose work a report is narrowed to: a person's, a department's, which is `called` as the reader calls it."""

    staff: str | None = None
    department: str | None = None
    called: str = ""

    def keeps(self, ctx: Context, *people: str | None, department: str | None = None) -> bool:
        """Whether work that concerns these people, or a department, stays in it."""
        there = {department, *(department_of(one, ctx) for one in people)}
        return self.staff in (None, *people) and (self.department is None or self.department in there)


class Count(NamedTuple):
    """A figure at the top of a report."""

    name: str
    title: str
    value: Value
    kind: str = "figure"


class Section(NamedTuple):
    """Rows below heads: `name` is its key in JSON, `document` gives a row there.

    In a narrow terminal `wide` columns give way, and `spare` ones go; `colour` is that of a row, or "". A workbook adds
    up the columns `sums` for each word of the column `by`; a narrow terminal shows those `apart` in a table of their own, and
    loses none of them. How many rows there are is said where that says something
    (`counted`).
    """

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Any]
    document: Callable[[Any], dict[str, Any]]
    wide: Sequence[str] = ()
    spare: Sequence[str] = ()
    colour: Callable[[Any], str] = lambda _row: ""
    sums: Sequence[str] = ()
    by: str = ""
    counted: bool = True
    apart: Sequence[str] = ()

    def cells(self, row: Any) -> list[str]:
        """A row as every form but the workbook shows it."""
        return [shown(column.value(row), column.kind) for column in self.columns]

    def places(self, heads: Sequence[str]) -> list[int]:
        """Where columns stand, from 0."""
        return [[column.head for column in self.columns].index(head) for head in heads]


class Report(NamedTuple):
    """A report as of a moment."""

    name: str
    title: str
    at: datetime
    whose: Whose
    counts: Sequence[Count]
    sections: Sequence[Section]

    def document(self) -> dict[str, Any]:
        """The report as `--json` gives it."""
        return {
            "report": self.name,
            "at": self.at.isoformat(),
            "staff": self.whose.staff,
            "department": self.whose.department,
            "counts": {one.name: _plain(one.value) for one in self.counts},
            **{one.name: [one.document(row) for row in one.rows] for one in self.sections},
        }


def _plain(value: Value) -> Any:
    return f"{value:f}" if isinstance(value, Decimal) else value


FIGURES = ("figure", "money", "price", "percent")
"""Kinds of columns that stand to the right."""


def shown(value: Value, kind: str) -> str:
    """A value as people read it: figures with their thousands, days and times as they are sorted."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date) or not isinstance(value, int | Decimal):
        return " ".join(str(value).split())
    if kind == "percent":
        return f"{100 * value:.0f} %"
    if kind == "money":
        exact = Decimal(value)
        return f"{exact:,.{max(2, -int(exact.as_tuple().exponent))}f}"
    return f"{value:,}" if isinstance(value, int) else f"{value.normalize():,f}"


def order_columns(row_of: Callable[[Any], OrderRow | MeetingRow] = lambda row: row) -> tuple[Column, Column, Column]:
    """What tells an order from others: its id, its client, what it is about."""
    return (
        Column(_("order"), "id", lambda one: row_of(one).id),
        Column(_("client"), "text", lambda one: row_of(one).filed_name or row_of(one).about),
        Column(_("matter"), "text", lambda one: row_of(one).matter),
    )


def wall_time(moment: datetime | None, ctx: Context) -> Value:
    """A time by the clock on the company's wall, to the minute."""
    return moment.astimezone(ctx.zone).replace(tzinfo=None, second=0) if moment else None
