"""The sheet of weights and method: what may be tried out, and how every figure came about (P6.1, P6.3b)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from xlsxwriter.worksheet import Worksheet

from ordertool.language import _, language
from ordertool.reports.assessment_layout import METHOD_HEAD, Layout
from ordertool.reports.assessment_paper import Paper, clause_of, method_lines, way_of, weighed_name
from ordertool.reports.excel import HEAD, Book, cell, put, run_over, serial, span
from ordertool.reports.sheets import Value

_TRY: dict[str, Any] = {"bg_color": "#FFF2CC", "align": "center"}
_PLAIN: dict[str, Any] = {"border": 0, "valign": "top"}
_WORDS = _PLAIN | {"text_wrap": True}
_NAMES, _OTHERS = 26, 16
"""How wide the columns are."""


class Weights:
    """Where the policy's figures stand, for the formulas of the summary."""

    def __init__(self, paper: Paper, layout: Layout) -> None:
        self.title, self.whose = layout.method, paper.whose_weights()
        self.count = len(layout.indicators)
        self.grades = sorted(paper.rules.grades, key=lambda grade: grade.least)
        self.grade_head = METHOD_HEAD + len(self.whose) + 2
        self.last = max(self.count + 2, 5)
        """The last column of the sheet."""

    def cells(self, first: int = 0) -> int:
        """How wide the columns from one on are, together."""
        return (self.last - first) * _OTHERS + (_OTHERS if first else _NAMES)

    def row(self, whose: str) -> int:
        """The row of a role's weights (from 0)."""
        return METHOD_HEAD + 1 + self.whose.index(whose)

    def weights(self, whose: str) -> str:
        """The weights of a role, in a formula."""
        return span(self.title, (self.row(whose), 1), (self.row(whose), self.count))

    def weight(self, whose: str, place: int) -> str:
        """The weight of one indicator for a role, in a formula."""
        return cell(self.title, self.row(whose), 1 + place)

    def base(self, whose: str) -> str:
        """The base of a role's bonus, in a formula."""
        return cell(self.title, self.row(whose), self.count + 2)

    def grade_column(self, column: int) -> str:
        """A column of the grades: 0 their least totals, 1 their names, 2 their factors."""
        first = self.grade_head + 1
        return span(self.title, (first, column), (first + len(self.grades) - 1, column))


def add_method(book: Book, page: Worksheet, paper: Paper, layout: Layout) -> None:
    """Fill the sheet."""
    places = Weights(paper, layout)
    page.set_column(0, 0, _NAMES)
    page.set_column(1, max(places.last, 5), _OTHERS)
    put(page, 0, 0, paper.heading, book.look(bold=True, font_size=14, border=0))
    words = _(
        "Change a yellow cell: totals, ranks, grades, factors and bonuses of the summary follow. Nothing here changes the assessment."
    )
    run_over(page, 1, (0, places.last), words, book.look(**_WORDS), cells=places.cells())
    _put_weights(book, page, paper, layout, places)
    row = _put_grades(book, page, places)
    row = _put_indicators(book, page, row + 1, paper, places)
    _put_words(book, page, row + 1, paper, places)
    page.freeze_panes(METHOD_HEAD + 1, 1)


def _head(book: Book, page: Worksheet, row: int, words: list[str]) -> None:
    for column, word in enumerate(words):
        put(page, row, column, word, book.look(**HEAD))


def _put_weights(book: Book, page: Worksheet, paper: Paper, layout: Layout, places: Weights) -> None:
    names = [paper.indicator(name) for name in layout.indicators]
    _head(book, page, METHOD_HEAD, [_("Weights (%)"), *names, _("Sum"), _("Bonus at factor 1")])
    page.set_row(METHOD_HEAD, 30)
    for whose in places.whose:
        row = places.row(whose)
        put(page, row, 0, weighed_name(whose), book.look(bold=True))
        weights = [paper.weight(whose, name) for name in layout.indicators]
        for column, weight in enumerate(weights, 1):
            put(page, row, column, weight, book.look("figure", **_TRY))
        total = f"=SUM({span('', (row, 1), (row, places.count))})"
        page.write_formula(row, places.count + 1, total, book.look("figure", align="center", bold=True), sum(weights))
        base: Value = next((one for role, one in paper.rules.bonus.base.items() if role == whose), None)
        put(page, row, places.count + 2, base, book.look("money", **_TRY))
    page.conditional_format(
        METHOD_HEAD + 1, places.count + 1, METHOD_HEAD + len(places.whose), places.count + 1,
        {"type": "cell", "criteria": "!=", "value": 100, "format": book.book.add_format({"bg_color": "#FFC7CE"})},
    )  # fmt: skip


def _put_grades(book: Book, page: Worksheet, places: Weights) -> int:
    _head(book, page, places.grade_head, [_("From a total of"), _("Grade"), _("Factor")])
    row = places.grade_head
    for row, grade in enumerate(places.grades, places.grade_head + 1):
        put(page, row, 0, Decimal(grade.least), book.look("figure", **_TRY))
        put(page, row, 1, grade.name.said(language()), book.look(align="center"))
        put(page, row, 2, grade.factor, book.look("money", **_TRY))
    return row + 1


def _put_indicators(book: Book, page: Worksheet, row: int, paper: Paper, places: Weights) -> int:
    _head(book, page, row, [_("Indicator"), _("Target"), _("Fewest cases"), _("Clause")])
    run_over(page, row, (4, places.last), _("What is counted"), book.look(**HEAD), cells=places.cells(4))
    for name in paper.result.indicators:
        row += 1
        rule, clause = paper.rule(name), clause_of(name)
        values: list[tuple[Value, str]] = [
            (paper.indicator(name), "text"), (rule.target if rule else None, "figure"),
            (rule.minimum if rule else None, "figure"), (str(clause or ""), "text"),
        ]  # fmt: skip
        for column, (value, kind) in enumerate(values):
            put(page, row, column, value, book.look(kind, text_wrap=kind == "text"))
        run_over(
            page, row, (4, places.last), way_of(name), book.look(text_wrap=True, num_format="@"), cells=places.cells(4)
        )
    return row + 1


def _put_words(book: Book, page: Worksheet, row: int, paper: Paper, places: Weights) -> None:
    result = paper.result
    facts: list[tuple[str, Value]] = [
        (_("Company"), paper.company), (_("Period"), result.period), (_("First day"), result.first), (_("Last day"), result.last),
        (_("Commit"), result.commit), (_("Policy"), result.policy),
    ]  # fmt: skip
    _head(book, page, row, [_("Method")])
    for place, line in enumerate(method_lines(paper), row + 1):
        run_over(page, place, (0, places.last), str(line), book.look(**_WORDS), cells=places.cells())
        row = place
    row += 2
    _head(book, page, row, [_("Source")])
    for place, (name, value) in enumerate(facts, row + 1):
        put(page, place, 0, name, book.look(bold=True, **_PLAIN))
        put(page, place, 1, value, book.look("text" if isinstance(value, str) else "day", **_PLAIN | {"align": "left"}))
        row = place
    put(page, row + 1, 0, _("As of"), book.look(bold=True, **_PLAIN))
    page.write_number(
        row + 1, 1, serial(result.at.astimezone(paper.zone)), book.look("time", **_PLAIN | {"align": "left"})
    )
