"""What a workbook is made of: sheets of typed columns, and sheets of facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

Value = str | int | Decimal | date | datetime | None
"""What a cell holds: text, a figure, a day, or a time without an offset."""


class Column(NamedTuple):
    """A column of a sheet: its head, what its cells are, and how a row gives them."""

    head: str
    kind: str
    value: Callable[[Any], Value]


class Sheet(NamedTuple):
    """A sheet: rows below heads.

    `sums` names the columns to add up for each word of the column `by`; `marks` says which words of a column colour
    their rows; `printed` is the last column that stands on paper, where that is not the last of all.
    """

    title: str
    columns: Sequence[Column]
    rows: Sequence[Any]
    sums: Sequence[str] = ()
    by: str = ""
    marks: tuple[str, Mapping[str, str]] | None = None
    printed: str = ""

    def place(self, head: str) -> int:
        """Which column has a head, from 1."""
        return [column.head for column in self.columns].index(head) + 1


class Facts(NamedTuple):
    """A sheet of names and what stands for them."""

    title: str
    rows: Sequence[tuple[str, Value]]
