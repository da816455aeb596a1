"""The assessment as an Excel workbook: ranking, indicators, the evidence behind each score, weights to be tried (P6.2c).

A formula stands only where its result is what the assessment says: what Excel computes on opening changes no figure.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from ordertool.reports.assessment_evidence_sheet import add_evidence
from ordertool.reports.assessment_indicator_sheet import add_indicator
from ordertool.reports.assessment_layout import Layout
from ordertool.reports.assessment_method_sheet import add_method
from ordertool.reports.assessment_paper import Paper
from ordertool.reports.assessment_summary_sheet import add_summary
from ordertool.reports.assessment_trend_sheet import add_trend
from ordertool.reports.excel import Book


def assessment_workbook(paper: Paper, progress: Callable[[int], None] = lambda _rows: None) -> bytes:
    """The workbook of an assessment; `progress` is told of the rows of evidence that were written."""
    book = Book(paper.heading, local(paper))
    layout = Layout(paper)
    pages = [book.sheet(title) for title in (layout.summary, layout.trend)]
    add_summary(book, pages[0], paper, layout)
    add_trend(book, pages[1], paper, layout)
    for name, title in layout.sheets.items():
        add_indicator(book, book.sheet(title), name, paper, layout)
    for name, title, chunks in layout.evidence:
        add_evidence(book, book.sheet(title), (name, title, chunks), paper, layout, progress)
    add_method(book, book.sheet(layout.method), paper, layout)
    return book.packed()


def local(paper: Paper) -> datetime:
    """The time of the source commit by the company's clock: with it the same commit gives the same bytes."""
    return paper.result.at.astimezone(paper.zone)
