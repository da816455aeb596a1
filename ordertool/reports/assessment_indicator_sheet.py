"""The sheet of one indicator: numerator, denominator, cases, score and target of everybody it is weighed for (P6.1)."""

from __future__ import annotations

from decimal import Decimal

from xlsxwriter.worksheet import Worksheet

from ordertool.assess.grading import rounded
from ordertool.assess.result import Assessed, Figure
from ordertool.language import _, text
from ordertool.reports.assessment_layout import INDICATOR_HEAD, SCORE, Layout
from ordertool.reports.assessment_paper import KINDS, Paper, remark_on
from ordertool.reports.excel import HEAD, PLACES, Book, cell, put
from ordertool.reports.sheets import Value

LINK = {"font_color": "#0563C1"}
"""What a cell that leads elsewhere looks like."""
BELOW = {"font_color": "#9C0006", "bg_color": "#FFC7CE"}
"""A score below its target."""
_HUNDRED = Decimal(100)


def add_indicator(book: Book, page: Worksheet, indicator: str, paper: Paper, layout: Layout) -> None:
    """Fill the sheet of an indicator; names lead to the summary, scores to their evidence."""
    heads = [
        (_("Name"), "text", 16), (_("Kind"), "text", 10), (_("Department"), "text", 16), (_("Achieved"), "figure", 12),
        (_("Possible"), "figure", 12), (_("Cases"), "figure", 9), (_("Score"), "score", 11), (_("Target"), "figure", 9),
        (_("Above or below"), "score", 13), (_("Not counted"), "figure", 10), (_("Remark"), "text", 20),
        (_("Evidence"), "text", 14),
    ]  # fmt: skip
    for column, (head, _kind, wide) in enumerate(heads):
        put(page, INDICATOR_HEAD, column, head, book.look(**HEAD))
        page.set_column(column, column, wide)
    page.set_row(INDICATOR_HEAD, 30)
    them = layout.with_figure(indicator)
    rule = paper.rule(indicator)
    for row, one in enumerate(them, INDICATOR_HEAD + 1):
        figure = one.figure(indicator)
        assert figure is not None
        target = Decimal(rule.target) if rule else None
        over = figure.score - target if figure.score is not None and target is not None else None
        values: list[Value] = [
            one.name, _(KINDS[one.kind]), one.department, figure.numerator, figure.denominator, figure.sample, None, target,
            over, len(paper.left_out(figure)), remark_on(figure), None,
        ]  # fmt: skip
        for column, ((_head, kind, _wide), value) in enumerate(zip(heads, values, strict=True)):
            put(page, row, column, value, book.look(kind, shown_as="#,##0.##" if _broken(kind, value) else None))
        link(book, page, (row, 0), cell(layout.summary, layout.row(one), 1), one.name)
        _put_score(book, page, row, figure, layout.block(one, indicator))
        if over is not None:
            formula = f"=G{row + 1}-H{row + 1}"
            page.write_formula(row, 8, formula, book.look("score"), float(over))
        _put_evidence(book, page, row, one, indicator, layout)
    last = INDICATOR_HEAD + len(them)
    page.freeze_panes(INDICATOR_HEAD + 1, 1)
    page.repeat_rows(INDICATOR_HEAD)
    if them:
        page.autofilter(INDICATOR_HEAD, 0, last, len(heads) - 1)
        page.conditional_format(
            INDICATOR_HEAD + 1, 8, last, 8, {"type": "cell", "criteria": "<", "value": 0, "format": book.book.add_format(BELOW)}
        )  # fmt: skip


def link(book: Book, page: Worksheet, place: tuple[int, int], where: str, words: str, **more: str) -> None:
    """Words that lead to another cell."""
    look = book.look(**LINK | more)
    page.write_url(*place, f"internal:{where}", look, "-")
    put(page, *place, words, look)


def _broken(kind: str, value: object) -> bool:
    """Whether a figure has places that its kind does not show."""
    return kind == "figure" and isinstance(value, Decimal) and value != value.to_integral_value() and not PLACES[kind]


def _put_score(book: Book, page: Worksheet, row: int, figure: Figure, block: str | None) -> None:
    """The score, as a formula over numerator and denominator; it leads to the evidence."""
    look = book.look("score", bold=True, **(LINK if block else {}))
    if block:
        page.write_url(row, SCORE, f"internal:{block}", look, "-")
    if figure.score is None:
        put(page, row, SCORE, "–", book.look("score", **(LINK if block else {})))
        return
    plain = figure.denominator and rounded(_HUNDRED * figure.numerator / figure.denominator)
    if plain == figure.score:
        page.write_formula(row, SCORE, f"=ROUND(100*D{row + 1}/E{row + 1},2)", look, float(figure.score))
    else:  # clipped, or by another way: the figure itself
        put(page, row, SCORE, figure.score, look)


def _put_evidence(book: Book, page: Worksheet, row: int, one: Assessed, indicator: str, layout: Layout) -> None:
    block, figure = layout.block(one, indicator), one.figure(indicator)
    if block and figure:
        link(book, page, (row, 11), block, str(text("{count} rows", count=len(figure.evidence))))
