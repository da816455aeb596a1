"""An Excel workbook while it is written: looks, cells that stay what they are, A4 pages, sheets of very many rows (L16).

XlsxWriter writes each formula with its result, links, charts and bars; the same content at the same time gives the same
bytes, on any machine.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from html import escape
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from ordertool.reports.screen import width
from ordertool.reports.sheets import Value

FONT = {"font_name": "Microsoft YaHei", "font_size": 10}
EXACT = 15
"""Digits of a figure that Excel keeps; a longer one is written as text."""
LINE = "#BFBFBF"
HEAD: dict[str, Any] = {
    "bold": True,
    "font_color": "#FFFFFF",
    "bg_color": "#1F3864",
    "align": "center",
    "text_wrap": True,
}
FORMATS = {"text": "@", "day": "yyyy-mm-dd", "time": "yyyy-mm-dd hh:mm", "percent": "0%"}
PLACES = {"money": 2, "price": 2, "figure": 0, "score": 2}
"""Figures, by the places that they have at least."""
_LONGEST, _LONGEST_HEAD = 32_767, 250
_MAY_NOT_STAND = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LIKE_A_CODE = re.compile("_(x[0-9A-Fa-f]{4}_)")
_DAY_0 = date(1899, 12, 30).toordinal()
_LINE_HEIGHT = 14
_ALIKE = 0o600 << 16
"""How the parts of a workbook say they may be read, whatever the machine."""


class Book:
    """A workbook being written: `heading` stands above each printed page, `made` below it."""

    def __init__(self, heading: str, made: datetime) -> None:
        self._heading, self._made, self._out = heading, made, io.BytesIO()
        self._looks: dict[tuple[tuple[str, Any], ...], Format] = {}
        self.book = Workbook(self._out, {"default_format_properties": dict(FONT)})
        self.book.set_properties(
            {"author": "ordertool", "title": heading[:_LONGEST_HEAD], "created": made.replace(tzinfo=None)}
        )

    def sheet(self, title: str, *, across: bool = True) -> Worksheet:
        """A new sheet, set up for A4: as wide as one page, with heading, time and page numbers."""
        page = self.book.add_worksheet(title, LongSheet)
        self._set_up(page, title, across=across)
        return page

    def look(self, kind: str = "text", **more: Any) -> Format:
        """How cells of a kind look; each look is made once."""
        along = "right" if kind in PLACES else "left" if kind == "text" else "center"
        shown_as = more.pop("shown_as", None) or shown_as_kind(kind)
        asked = {"num_format": shown_as, "align": along, "valign": "vcenter", "border": 1, "border_color": LINE} | more
        key = tuple(sorted(asked.items()))
        if key not in self._looks:
            self._looks[key] = self.book.add_format(asked)
        return self._looks[key]

    def packed(self) -> bytes:
        """The workbook's bytes; nothing can be written any more."""
        self.book.close()
        with zipfile.ZipFile(self._out, "a") as packed:
            for part in packed.infolist():
                part.external_attr = _ALIKE
            packed.comment = b""  # lets the list of parts be written again
        return self._out.getvalue()

    def _set_up(self, page: Worksheet, title: str, *, across: bool) -> None:
        page.set_paper(9)
        if across:
            page.set_landscape()
        page.fit_to_pages(1, 0)
        page.set_margins(0.4, 0.4, 0.7, 0.7)
        page.set_header("&C" + f"{self._heading} · {title}".replace("&", "&&")[:_LONGEST_HEAD])
        page.set_footer(f"&L{self._made:%Y-%m-%d %H:%M}&R&P / &N")


class LongSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter tells nothing of its types
    """A sheet that can take rows that are XML already, after those that were put into its cells.

    XlsxWriter writes 50,000 cells in a second, and an assessment's evidence has millions.
    """

    def __init__(self) -> None:
        super().__init__()
        self._long_rows: Iterable[str] = ()

    def follow_with(self, rows: Iterable[str], last_row: int, last_column: int) -> None:
        """Let rows of XML follow, the last of them in a row, the last of their cells in a column (from 0)."""
        self._long_rows = rows
        self._check_dimensions(last_row, last_column)

    def _write_rows(self) -> None:
        super()._write_rows()
        for row in self._long_rows:
            self.fh.write(row)


def xml_text(words: str) -> str:
    """Words as a cell's content in XML; what a cell cannot hold is shown as its code."""
    said = escape(_LIKE_A_CODE.sub(r"_x005F_\1", holdable(words)), quote=False)
    return f'<is><t xml:space="preserve">{said}</t></is>' if said != said.strip() else f"<is><t>{said}</t></is>"


def holdable(words: str) -> str:
    """Words that a cell can hold: not too many, and what XML forbids shown as its code."""
    said = _MAY_NOT_STAND.sub(lambda found: f"<U+{ord(found[0]):04X}>", words)
    return said if len(said) <= _LONGEST else said[: _LONGEST - 1] + "…"


def serial(moment: datetime) -> float:
    """A time as Excel counts it, by the clock on the wall."""
    return moment.toordinal() - _DAY_0 + (moment.hour * 3600 + moment.minute * 60 + moment.second) / 86_400


def put(page: Worksheet, row: int, column: int, value: Value, look: Format) -> None:
    """Fill a cell; whatever is text stays text, so that no formula comes out of a record."""
    if isinstance(value, Decimal):
        if len(value.as_tuple().digits) > EXACT:
            page.write_string(row, column, f"{value:,f}", look)
        else:
            page.write_number(row, column, value, look)
    elif isinstance(value, int):
        page.write_number(row, column, value, look)
    elif isinstance(value, datetime | date):
        page.write_datetime(row, column, value, look)
    elif value:
        page.write_string(row, column, holdable(value), look)
    else:
        page.write_blank(row, column, None, look)


def run_over(page: Worksheet, row: int, columns: tuple[int, int], words: str, look: Format, *, cells: int) -> None:
    """Words over several columns, which take so many cells in all, in as many lines as they need."""
    if columns[0] < columns[1]:
        page.merge_range(row, columns[0], row, columns[1], "", look)
    put(page, row, columns[0], words, look)
    lines = sum(-(-max(width(line), 1) // cells) for line in words.split("\n"))
    page.set_row(row, _LINE_HEIGHT * lines + 3)


def shown_as_kind(kind: str, value: Value = None) -> str:
    """How Excel shows a value: figures with their thousands, and with all their places."""
    if kind not in PLACES:
        return FORMATS[kind]
    own = f"{value.normalize():f}".partition(".")[2] if isinstance(value, Decimal) else ""
    places = max(PLACES[kind], len(own))
    return "#,##0" + ("." + "0" * places if places else "")


def sheet_title(words: str, taken: Iterable[str] = ()) -> str:
    """Words as a sheet may be called: without what Excel keeps for itself, of 31 characters, and no name twice."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", holdable(words)).strip(" '")[:31].strip(" '") or "-"
    known = {one.casefold() for one in taken}
    return next(one for one in _numbered(plain) if one.casefold() not in known)


def _numbered(title: str) -> Iterator[str]:
    yield title
    for number in range(2, 1000):
        end = f" ({number})"
        yield title[: 31 - len(end)] + end


def cell(title: str, row: int, column: int) -> str:
    """A cell of a sheet as formulas name it; rows and columns from 0."""
    return f"{quoted(title)}!${xl_col_to_name(column)}${row + 1}"


def span(title: str, first: tuple[int, int], last: tuple[int, int]) -> str:
    """Cells of a sheet, from one to another, as formulas name them."""
    head = f"{quoted(title)}!" if title else ""
    return f"{head}${xl_col_to_name(first[1])}${first[0] + 1}:${xl_col_to_name(last[1])}${last[0] + 1}"


def quoted(title: str) -> str:
    """A sheet's title in a formula."""
    return "'" + title.replace("'", "''") + "'"
