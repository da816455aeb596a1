"""The sheet of the satisfaction survey, in both languages: a page for one client, a workbook for one or many (P6.2b)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation

from ordertool.language import N_, _, speaking
from ordertool.records.order import Order
from ordertool.reports.papers import every_paper
from ordertool.rules.move import Context

SCORES = {
    5: N_("very satisfied"), 4: N_("satisfied"), 3: N_("neither satisfied nor dissatisfied"), 2: N_("dissatisfied"),
    1: N_("very dissatisfied"),
}  # fmt: skip
"""What each score means to the client."""
_TITLE = N_("Satisfaction survey")
_REQUEST = N_("Please tell us how content you were with this order, and send the sheet back.")
_SCALE = N_("Score from 1, very dissatisfied, to 5, very satisfied")
HEADS = {
    "order": N_("Order no."), "client": N_("Client"), "project": N_("Project"), "score": N_("Score (1–5)"),
    "comment": N_("Comments"),
}  # fmt: skip
"""The columns of a workbook of answers."""
_WIDTHS = {"order": 20, "client": 30, "project": 34, "score": 14, "comment": 56}
_FONT = "Microsoft YaHei"
_TALL, _LARGE = 34, 14


class Asked(NamedTuple):
    """An order whose client is asked."""

    order: str
    client: str
    project: str


def both(message: str) -> str:
    """A message in Chinese and in English: the client reads either."""
    said = []
    for one in ("zh_CN", "en"):
        with speaking(one):
            said.append(_(message))
    return " ".join(dict.fromkeys(said))


def sheet_document(order: Order, ctx: Context) -> dict[str, Any]:
    """What stands on the sheet for one client."""
    last = max((entry.at for entry in order.standing if entry.move == "deliver"), default=None)
    return {
        **every_paper("survey", order, ctx),
        "delivered": str(ctx.day(last)) if last else None,
        "words": {
            "title": both(_TITLE),
            "request": both(_REQUEST),
            "order": both(HEADS["order"]),
            "client": both(HEADS["client"]),
            "project": both(HEADS["project"]),
            "delivered": both(N_("Delivered on")),
            "score": both(N_("Your score")),
            "comment": both(HEADS["comment"]),
            "name": both(N_("Name")),
            "date": both(N_("Date")),
        },
        "scores": [{"score": score, "words": both(words)} for score, words in SCORES.items()],
    }


def answers_workbook(asked: Sequence[Asked], company: str, made: datetime) -> bytes:
    """A workbook with a row for each order, to be filled in and read back."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = both(_TITLE)[:31]
    book.properties.creator, book.properties.title = "ordertool", f"{company} {both(_TITLE)}"
    book.properties.created = made.replace(tzinfo=None)
    for place, (words, size) in enumerate(
        ((company, 10), (both(_TITLE), _LARGE), (both(_REQUEST), 10), (both(_SCALE), 10)), 1
    ):
        _put(page.cell(place, 1), words).font = Font(name=_FONT, size=size, bold=size == _LARGE)
    line = Side(style="thin", color="BFBFBF")
    head = 6
    for column, (name, title) in enumerate(HEADS.items(), 1):
        cell = _put(page.cell(head, column), both(title))
        cell.font = Font(name=_FONT, size=10, bold=True, color="FFFFFF")
        cell.fill, cell.alignment = (
            PatternFill("solid", fgColor="1F3864"),
            Alignment("center", "center", wrap_text=True),
        )
        page.column_dimensions[cell.column_letter].width = _WIDTHS[name]
    for place, one in enumerate(asked, head + 1):
        for column, name in enumerate(HEADS, 1):
            cell = _put(page.cell(place, column), getattr(one, name, None))
            cell.font, cell.border = Font(name=_FONT, size=10), Border(left=line, right=line, top=line, bottom=line)
            figure = name == "score"
            cell.alignment = Alignment("center" if figure else "left", "center", wrap_text=True)
            cell.number_format = "0" if figure else "@"
        page.row_dimensions[place].height = _TALL
    page.row_dimensions[head].height = _TALL
    last = head + max(len(asked), 1)
    whole = DataValidation(type="whole", operator="between", formula1="1", formula2="5", allow_blank=True)
    whole.error = both(_SCALE)
    whole.add(f"D{head + 1}:D{last}")
    page.add_data_validation(whole)
    page.freeze_panes = page.cell(head + 1, 2)
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{head}:{head}"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _put(cell: Any, words: str | None) -> Any:
    """Fill a cell; whatever is text stays text, so that no formula comes out of a record."""
    cell.value = words
    if words is not None:
        cell.data_type = "s"
    return cell
