"""The totals of everybody in this period and those before it, behind the trend chart (P6.2c)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from xlsxwriter.worksheet import Worksheet

from ordertool.language import _
from ordertool.reports.assessment_indicator_sheet import link
from ordertool.reports.assessment_layout import TREND_HEAD, Layout
from ordertool.reports.assessment_paper import KINDS, Paper
from ordertool.reports.excel import HEAD, Book, cell, put

FIRST_PERIOD = 2
"""The column of the first period, after name and kind."""
CHANGE = "+0.00;-0.00;0.00"
"""How a change is shown."""


def add_trend(book: Book, page: Worksheet, paper: Paper, layout: Layout) -> None:
    """Fill the sheet of the trend: all people's mean, then everybody."""
    periods = paper.periods()
    heads = [_("Name"), _("Kind"), *periods, _("Change")]
    for column, head in enumerate(heads):
        put(page, TREND_HEAD, column, head, book.look(**HEAD))
        page.set_column(column, column, 18 if not column else 12)
    rows = []
    for row, (name, totals) in enumerate(paper.means(), TREND_HEAD + 1):
        put(page, row, 0, name, book.look(bold=True))
        put(page, row, 1, _("mean"), book.look())
        rows.append((row, totals))
    for one in paper.everybody():
        row = layout.trend_row(one)
        link(book, page, (row, 0), cell(layout.summary, layout.row(one), 1), one.name)
        put(page, row, 1, _(KINDS[one.kind]), book.look())
        rows.append((row, paper.trend(one)))
    for row, totals in rows:
        for column, total in enumerate(totals, FIRST_PERIOD):
            put(page, row, column, total, book.look("score"))
        put(page, row, FIRST_PERIOD + len(totals), change_of(totals), book.look("score", shown_as=CHANGE))
    page.freeze_panes(TREND_HEAD + 1, 1)
    page.autofilter(TREND_HEAD, 0, TREND_HEAD + len(rows), len(heads) - 1)
    page.repeat_rows(TREND_HEAD)


def change_of(totals: Sequence[Decimal | None]) -> Decimal | None:
    """How the last total differs from the one before it, where both are there."""
    before, last = totals[-2:] if len(totals) > 1 else (None, None)
    return last - before if last is not None and before is not None else None
