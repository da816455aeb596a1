"""Sheets of rows as an Excel workbook: typed cells, frozen heads, filters, colours, ready for A4 (L16).

The same sheets at the same time give the same bytes, so that a workbook can be made again and compared.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ordertool.reports.screen import width
from ordertool.reports.sheets import Facts, Sheet, Value

_FORMATS = {"text": "@", "day": "yyyy-mm-dd", "time": "yyyy-mm-dd hh:mm", "percent": "0%"}
_PLACES = {"money": 2, "price": 2, "figure": 0}
"""Figures, by the places that they have at least."""
_WIDEST, _NARROWEST = 22, 6
_FONT = {"name": "Microsoft YaHei", "size": 10}
_LINE_HEIGHT, _MOST_LINES = 13.5, 12
_EXACT = 15
"""Digits of a figure that Excel keeps; a longer one is written as text."""
_LINE = Side(style="thin", color="BFBFBF")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD = PatternFill("solid", fgColor="1F3864")
_COLOURS = {"red": ("9C0006", "FFC7CE"), "yellow": ("7F6000", "FFF2CC"), "dim": ("7F7F7F", "EDEDED")}
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def workbook(sheets: Sequence[Sheet | Facts], heading: str, total: str, made: datetime) -> bytes:
    """A workbook of sheets; `heading` stands above each printed page, `total` beside the sums."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book._named_styles["Normal"].font = Font(**_FONT)  # noqa: SLF001 (there is no other way to it)
    book.properties.creator, book.properties.title = "ordertool", heading
    book.properties.created = made.replace(tzinfo=None)
    book.calculation.fullCalcOnLoad = True  # formulas are written without their results
    for sheet in sheets:
        page = book.create_sheet(sheet.title)
        if isinstance(sheet, Facts):
            _write_facts(page, sheet)
        else:
            _write_rows(page, sheet, total)
        _set_up(page, heading, made)
    out = io.BytesIO()
    book.save(out)
    return _fixed(out.getvalue(), made)


def _write_rows(page: Worksheet, sheet: Sheet, total: str) -> None:
    for number, column in enumerate(sheet.columns, 1):
        cell = _put(page.cell(1, number), column.head, "text")
        cell.font, cell.fill = Font(**_FONT, bold=True, color="FFFFFF"), _HEAD
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    widths = [width(column.head) for column in sheet.columns]
    for place, row in enumerate(sheet.rows, 2):
        lines = 1
        for number, column in enumerate(sheet.columns, 1):
            value = column.value(row)
            _put(page.cell(place, number), value, column.kind)
            wide = _width(value, column.kind)
            widths[number - 1] = max(widths[number - 1], wide)
            lines = max(lines, -(-wide // (_WIDEST - 2)) if column.kind == "text" and wide > _WIDEST else 1)
        if lines > 1:  # not every program fits the height of a row to its text
            page.row_dimensions[place].height = _LINE_HEIGHT * min(lines, _MOST_LINES) + 2
    for number, wide in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(number)].width = min(max(wide, _NARROWEST), _WIDEST) * 1.1 + 2
    last = len(sheet.rows) + 1
    page.freeze_panes = "B2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{last}"
    page.print_title_rows = "1:1"
    if sheet.rows:
        _add_sums(page, sheet, total, last)
        _add_marks(page, sheet, last)
    if sheet.printed:
        page.print_area = f"A1:{get_column_letter(sheet.place(sheet.printed))}{page.max_row}"


def _add_sums(page: Worksheet, sheet: Sheet, total: str, last: int) -> None:
    """A line of sums for each currency; with one currency they follow the filter."""
    if not sheet.sums:
        return
    key = sheet.place(sheet.by)
    words = {sheet.columns[key - 1].value(row) for row in sheet.rows} - {None}
    for place, word in enumerate(sorted(map(str, words)), last + 1):
        _put(page.cell(place, 1), total, "text")
        _put(page.cell(place, key), word, "text")
        for column in map(sheet.place, sheet.sums):
            amounts = _span(column, last)
            sum_ = f'SUMIF({_span(key, last)},"{word}",{amounts})' if len(words) > 1 else f"SUBTOTAL(109,{amounts})"
            _put(page.cell(place, column), None, "money").value = f"={sum_}"
        for number in range(1, len(sheet.columns) + 1):
            cell = page.cell(place, number)
            cell.border, cell.font = Border(top=Side(style="medium")), Font(**_FONT, bold=True)


def _span(column: int, last: int) -> str:
    letter = get_column_letter(column)
    return f"${letter}$2:${letter}${last}"


def _add_marks(page: Worksheet, sheet: Sheet, last: int) -> None:
    """Rows coloured by a rule, so that the colour stays with its row when it is sorted."""
    if sheet.marks is None:
        return
    head, words = sheet.marks
    letter = get_column_letter(sheet.place(head))
    area = f"A2:{get_column_letter(len(sheet.columns))}{last}"
    for word, colour in words.items():
        ink, paper = _COLOURS[colour]
        style = DifferentialStyle(font=Font(color=ink), fill=PatternFill(bgColor=paper))
        rule = FormulaRule(formula=[f'${letter}2="{word}"'])
        rule.dxf = style
        page.conditional_formatting.add(area, rule)


def _write_facts(page: Worksheet, sheet: Facts) -> None:
    for place, (name, value) in enumerate(sheet.rows, 1):
        kind = "time" if isinstance(value, datetime) else "money" if isinstance(value, Decimal) else "text"
        head = _put(page.cell(place, 1), name, "text")
        cell = _put(page.cell(place, 2), value, "figure" if isinstance(value, int) else kind)
        head.font = Font(**_FONT, bold=True)
        head.border = cell.border = Border()
        cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)
    page.column_dimensions["A"].width = max(width(name) for name, _value in sheet.rows) + 2
    page.column_dimensions["B"].width = 90


def _put(cell: Cell, value: Value, kind: str) -> Cell:
    """Fill a cell; whatever is text stays text, so that no formula comes out of a record."""
    if isinstance(value, Decimal) and len(value.as_tuple().digits) > _EXACT:
        value, kind = f"{value:,f}", "text"
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    long = kind == "text" and value is not None and _width(value, kind) > _WIDEST
    cell.style = _style(cell.parent.parent, kind, _format(kind, value), long=long)
    return cell


def _style(book: Workbook, kind: str, shown_as: str, *, long: bool) -> str:
    """The style of a kind of cells, by its name: made once, for each cell's own would take its time."""
    name = f"{kind} {shown_as}{' …' if long else ''}"
    if name not in book.named_styles:
        along = "right" if kind in _PLACES else "left" if kind == "text" else "center"
        style = NamedStyle(name, number_format=shown_as, font=Font(**_FONT), border=_GRID)
        style.alignment = Alignment(along, vertical="center", wrap_text=long, indent=int(along == "right"))
        book.add_named_style(style)
    return name


def _format(kind: str, value: Value) -> str:
    """How Excel shows a value: figures with their thousands, and with all their places."""
    if kind not in _PLACES:
        return _FORMATS[kind]
    places = max(_PLACES[kind], len(_plain(value).partition(".")[2]) if isinstance(value, Decimal) else 0)
    return "#,##0" + ("." + "0" * places if places else "")


def _plain(figure: Decimal) -> str:
    return f"{figure.normalize():f}"


def _width(value: Value, kind: str) -> int:
    """Cells that a value takes as it is shown."""
    if value is None:
        return 0
    if kind in _FORMATS and kind != "text":
        return len(_FORMATS[kind])
    if isinstance(value, Decimal):
        return len(f"{value:,f}") + _PLACES[kind]
    return max(width(line) for line in str(value).split("\n"))


def _set_up(page: Worksheet, heading: str, made: datetime) -> None:
    """A4 across, as wide as one page, with heading, time and page numbers."""
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_margins.left = page.page_margins.right = 0.4
    page.page_margins.top = page.page_margins.bottom = 0.7
    page.oddHeader.center.text = f"{heading} · {page.title}".replace("&", "&&")
    page.oddFooter.left.text = f"{made:%Y-%m-%d %H:%M}"
    page.oddFooter.right.text = "&P / &N"


def _fixed(packed: bytes, made: datetime) -> bytes:
    """The workbook with the times of its making taken out: of its parts, and of its last change."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":
                data = _MODIFIED.sub(rb"\g<1>" + f"{made:%Y-%m-%dT%H:%M:%SZ}".encode(), data)
            part = zipfile.ZipInfo(name, _EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(part, data)
    return out.getvalue()
