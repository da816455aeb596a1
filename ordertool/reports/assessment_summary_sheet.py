"""The summary: everybody by rank with their scores, total, grade, factor and bonus, and the charts (P6.2c, P6.3b)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from ordertool.assess.result import Assessed
from ordertool.language import _, text
from ordertool.reports.assessment_charts import add_charts, rows_below
from ordertool.reports.assessment_formulas import Formulas
from ordertool.reports.assessment_indicator_sheet import LINK
from ordertool.reports.assessment_layout import FIRST_INDICATOR, SUMMARY_HEAD, Columns, Layout
from ordertool.reports.assessment_method_sheet import Weights
from ordertool.reports.assessment_paper import GROUPS, Paper, mean, roles_said
from ordertool.reports.assessment_trend_sheet import CHANGE, FIRST_PERIOD, change_of
from ordertool.reports.excel import HEAD, Book, cell, put
from ordertool.reports.screen import width
from ordertool.reports.sheets import Value

GRADE_COLOURS = (("#006100", "#C6EFCE"), ("#1F3864", "#DDEBF7"), ("#7F6000", "#FFF2CC"), ("#9C0006", "#FFC7CE"))
"""Ink and paper of the grades, from the best to the worst."""
BAR = "#8EA9DB"
_ASIDE: dict[str, Any] = {"bg_color": "#7F7F7F", "bold": False, "font_size": 9}
"""The heads of what stands beside the summary, and is not printed."""
_LINE_HEIGHT, _FITS, _HEAD_FITS = 14, 13, 13
"""How high a line is, and how many cells of a name, of roles or of a head stand in one."""
_ON_ONE_PAGE = 62
"""Rows, charts among them, that can be read on one page."""


def add_summary(book: Book, page: Worksheet, paper: Paper, layout: Layout) -> None:
    """Fill the sheet."""
    columns = layout.columns
    result = paper.result
    put(page, 0, 0, paper.heading, book.look(bold=True, font_size=16, border=0))
    page.set_row(0, 26)
    about = text("{first} to {last} · as of commit {commit} · {count} people", first=result.first, last=result.last,
                 commit=result.commit[:12], count=len(result.people))  # fmt: skip
    put(page, 1, 0, str(about), book.look(border=0, font_color="#595959"))
    hint = text("Scores lead to their evidence. Weights can be tried on the sheet “{sheet}”.", sheet=layout.method)
    put(page, 2, 0, str(hint), book.look(border=0, font_color="#595959"))
    _set_widths(page, columns)
    formulas = Formulas(Weights(paper, layout), paper, columns)
    for kind, them in layout.groups:
        rows = [layout.row(one) for one in them]
        if kind != "person":
            put(page, rows[0] - 2, 0, _(GROUPS[kind]), book.look(bold=True, font_size=12, border=0))
        _put_heads(book, page, rows[0] - 1, paper, layout)
        area = (rows[0], rows[-1])
        for one in them:
            _put_one(book, page, one, area, (paper, layout, formulas))
        _add_colours(book, page, area, paper, columns)
    people = [layout.row(one) for kind, them in layout.groups if kind == "person" for one in them]
    if people:
        _put_sums(book, page, people, paper, layout)
        page.autofilter(SUMMARY_HEAD, 0, people[-1], columns.change)
    page.freeze_panes(SUMMARY_HEAD + 1, 2)
    page.repeat_rows(SUMMARY_HEAD)
    last = layout.last_row + rows_below(paper)
    page.print_area(0, 0, last, columns.change)
    if last <= _ON_ONE_PAGE:
        page.fit_to_pages(1, 1)
    add_charts(book, page, paper, layout, columns.total)


def _set_widths(page: Worksheet, columns: Columns) -> None:
    page.set_column(0, 0, 7)
    page.set_column(1, 3, _FITS + 2)
    page.set_column(FIRST_INDICATOR, columns.total - 1, 14)
    page.set_column(columns.total, columns.total, 15)
    page.set_column(columns.grade, columns.factor, 10)
    page.set_column(columns.bonus, columns.bonus, 14)
    page.set_column(columns.change, columns.change, 10)
    page.set_column(columns.weights, columns.weights + columns.total - FIRST_INDICATOR - 1, 12)


def _put_heads(book: Book, page: Worksheet, row: int, paper: Paper, layout: Layout) -> None:
    names = [paper.indicator(name) for name in layout.indicators]
    bonus = str(text("Bonus ({currency})", currency=paper.currency))
    after = [_("Weighted total"), _("Grade"), _("Factor"), bonus, _("Change")]
    heads = [_("Rank"), _("Name"), _("Department"), _("Roles"), *names, *after]
    for column, head in enumerate(heads):
        put(page, row, column, head, book.look(**HEAD))
    for column, name in enumerate(names, layout.columns.weights):
        put(page, row, column, str(text("Weight of {indicator}", indicator=name)), book.look(**HEAD | _ASIDE))
    page.set_row(row, _LINE_HEIGHT * max(2, *(-(-width(name) // _HEAD_FITS) for name in names)) + 4)


def _put_one(
    book: Book, page: Worksheet, one: Assessed, area: tuple[int, int], about: tuple[Paper, Layout, Formulas]
) -> None:
    """Somebody's row."""
    paper, layout, formulas = about
    row, columns = layout.row(one), layout.columns
    said = (one.name, one.department, roles_said(one) if one.kind == "person" else "")
    for column, value in enumerate(said, 1):
        put(page, row, column, value, book.look(bold=column == 1, text_wrap=True))
    page.set_row(row, _LINE_HEIGHT * max(1, *(-(-width(value) // _FITS) for value in said)) + 3)
    for column, name in enumerate(layout.indicators, FIRST_INDICATOR):
        _put_score(book, page, (row, column), one, name, layout)
    rank = formulas.rank(
        one, row, area, [other.total for kind, them in layout.groups if kind == one.kind for other in them]
    )
    _put_figure(book, page, (row, 0), rank, one.rank, "figure", align="center")
    _put_figure(book, page, (row, columns.total), formulas.total(one, row), one.total, "score", bold=True)
    grade = paper.grade(one.grade) if one.grade else None
    _put_figure(book, page, (row, columns.grade), formulas.grade(one, row), grade, "text", align="center")
    _put_figure(book, page, (row, columns.factor), formulas.of_grade(one, row), one.factor, "money", align="center")
    _put_figure(book, page, (row, columns.bonus), formulas.bonus(one, row), one.bonus, "money")
    for place, name in enumerate(layout.indicators):
        weight = one.weights.get(name, Decimal(0))
        where = row, columns.weights + place
        _put_figure(book, page, where, formulas.weight(one, row, place), weight, "score", font_color="#595959")
    change = change_of(paper.trend(one))
    before = cell(layout.trend, layout.trend_row(one), FIRST_PERIOD + len(paper.earlier) - 1)
    formula = f'=IFERROR({xl_col_to_name(columns.total)}{row + 1}-{before},"")'
    _put_figure(book, page, (row, columns.change), formula, change, "score", shown_as=CHANGE)


def _put_score(
    book: Book, page: Worksheet, place: tuple[int, int], one: Assessed, indicator: str, layout: Layout
) -> None:
    """A score, taken over from the sheet of its indicator, which it leads to."""
    figure = one.figure(indicator)
    if figure is None:
        put(page, *place, None, book.look("score", bg_color="#F2F2F2"))
        return
    there = layout.score_cell(one, indicator)
    look = book.look("score", **LINK)
    page.write_url(*place, f"internal:{there}", look, "-")
    if figure.score is None:
        put(page, *place, "–", book.look("score", **LINK))
    else:
        page.write_formula(*place, f"={there}", look, float(figure.score))


def _put_figure(
    book: Book, page: Worksheet, place: tuple[int, int], formula: str | None, value: Value, kind: str, **more: object
) -> None:
    """A figure, by a formula where there is one for it."""
    look = book.look(kind, **more)
    if formula is None or value is None:
        put(page, *place, value, look)
    else:
        page.write_formula(*place, formula, look, float(value) if isinstance(value, Decimal) else value)


def _put_sums(book: Book, page: Worksheet, rows: list[int], paper: Paper, layout: Layout) -> None:
    """Below the people: the means of scores and totals, and what the bonuses come to."""
    row, columns = rows[-1] + 1, layout.columns
    look: dict[str, Any] = {"bold": True, "top": 2}
    for column in range(columns.change + 1):
        put(page, row, column, _("Mean; sum of bonuses") if column == 1 else None, book.look(**look))
    scores = [[_score(one, name) for one in paper.result.people] for name in layout.indicators]
    totals = [one.total for one in paper.result.people]
    for column, numbers in enumerate([*scores, totals], FIRST_INDICATOR):
        found = mean(numbers)
        if found is not None:
            area = _area(column, rows)
            page.write_formula(row, column, f"=ROUND(AVERAGE({area}),2)", book.look("score", **look), float(found))
    bonuses = sum((one.bonus for one in paper.result.people if one.bonus is not None), Decimal(0))
    area = _area(columns.bonus, rows)
    page.write_formula(row, columns.bonus, f"=SUM({area})", book.look("money", **look), float(bonuses))


def _area(column: int, rows: list[int]) -> str:
    letter = xl_col_to_name(column)
    return f"{letter}{rows[0] + 1}:{letter}{rows[-1] + 1}"


def _score(one: Assessed, indicator: str) -> Decimal | None:
    figure = one.figure(indicator)
    return figure.score if figure else None


def _add_colours(book: Book, page: Worksheet, rows: tuple[int, int], paper: Paper, columns: Columns) -> None:
    """Bars in the totals, a colour for each grade, red for scores below their target."""
    page.conditional_format(
        rows[0], columns.total, rows[1], columns.total,
        {"type": "data_bar", "bar_solid": True, "bar_color": BAR, "min_type": "num", "min_value": 0, "max_type": "num", "max_value": 100},
    )  # fmt: skip
    grades = paper.grades()
    for place, grade in enumerate(grades):
        ink, paper_colour = grade_colour(place, len(grades))
        form = book.book.add_format({"font_color": ink, "bg_color": paper_colour})
        words = paper.grade(grade.id).replace('"', '""')
        page.conditional_format(
            rows[0], columns.grade, rows[1], columns.grade,
            {"type": "cell", "criteria": "==", "value": f'"{words}"', "format": form},
        )  # fmt: skip
    red = book.book.add_format({"font_color": "#C00000"})
    for column, name in enumerate(paper.result.indicators, FIRST_INDICATOR):
        rule = paper.rule(name)
        if rule is not None:
            letter = f"{xl_col_to_name(column)}{rows[0] + 1}"
            page.conditional_format(
                rows[0], column, rows[1], column,
                {"type": "formula", "criteria": f"=AND(ISNUMBER({letter}),{letter}<{rule.target})", "format": red},
            )  # fmt: skip


def grade_colour(place: int, count: int) -> tuple[str, str]:
    """Ink and paper of a grade, by its place among them."""
    return GRADE_COLOURS[round(place * (len(GRADE_COLOURS) - 1) / max(count - 1, 1))]
