"""Where everything stands in the workbook of an assessment, so that each sheet can link to the others (P6.2a)."""

from __future__ import annotations

from typing import NamedTuple

from ordertool.assess.result import Assessed
from ordertool.language import _, text
from ordertool.reports.assessment_evidence import Chunk, blocks, on_sheets
from ordertool.reports.assessment_paper import Paper
from ordertool.reports.excel import cell, sheet_title, span

MOST_ROWS = 1_000_000
"""Rows of evidence on one sheet; Excel takes 1,048,576, its head among them."""
SUMMARY_HEAD, INDICATOR_HEAD, METHOD_HEAD, TREND_HEAD = 3, 0, 3, 0
FIRST_INDICATOR = 4
"""Columns of the summary before the indicators: rank, name, department, roles."""
SCORE = 6
"""The column of the score on the sheet of an indicator."""


class Columns(NamedTuple):
    """The columns of the summary after the indicators; `weights` is the first of those that show how each is weighed."""

    total: int
    grade: int
    factor: int
    bonus: int
    change: int
    weights: int


class Layout:
    """The sheets' titles, and the rows of whoever is assessed (from 0)."""

    def __init__(self, paper: Paper) -> None:
        taken: list[str] = []

        def title(words: str) -> str:
            taken.append(sheet_title(words, taken))
            return taken[-1]

        self.indicators = paper.result.indicators
        first = FIRST_INDICATOR + len(self.indicators)
        self.columns = Columns(*range(first, first + len(Columns._fields)))
        self.summary, self.trend = title(_("Summary")), title(_("Trend"))
        self.sheets = {
            name: title(f"{number} {paper.indicator(name)}") for number, name in enumerate(self.indicators, 1)
        }
        self.evidence: list[tuple[str, str, list[Chunk]]] = []
        for number, name in enumerate(self.indicators, 1):
            for chunks in on_sheets(paper.everybody(), name, MOST_ROWS):
                words = str(text("{number} Evidence", number=number))
                self.evidence.append((name, title(words), chunks))
        self.method = title(_("Weights and method"))
        self.groups = paper.groups()
        self.rows, self.last_row = self._summary_rows()
        first = TREND_HEAD + 1 + len(paper.means())
        self.trend_rows = {_key(one): first + place for place, one in enumerate(paper.everybody())}
        self.indicator_rows = {
            (name, *_key(one)): INDICATOR_HEAD + 1 + place
            for name in self.indicators
            for place, one in enumerate(self.with_figure(name))
        }
        self.blocks: dict[tuple[str, str, str], str] = {}
        for name, sheet, chunks in self.evidence:
            for key, (first_row, last_row) in blocks(chunks).items():
                self.blocks.setdefault((name, *key), span(sheet, (first_row, 0), (last_row, len(evidence_heads()) - 1)))

    def _summary_rows(self) -> tuple[dict[tuple[str, str], int], int]:
        rows: dict[tuple[str, str], int] = {}
        place = SUMMARY_HEAD + 1
        for kind, them in self.groups:
            if kind != "person":
                place += 2  # its title, and its own head
            for one in them:
                rows[_key(one)] = place
                place += 1
            place += 1 + (kind == "person")  # a line between; below the people also their sums
        return rows, place - 2

    def with_figure(self, indicator: str) -> list[Assessed]:
        """Who has a figure of an indicator, in the order of the summary."""
        return [one for _kind, them in self.groups for one in them if one.figure(indicator)]

    def row(self, one: Assessed) -> int:
        """Somebody's row on the summary."""
        return self.rows[_key(one)]

    def trend_row(self, one: Assessed) -> int:
        """Somebody's row on the sheet of the trend."""
        return self.trend_rows[_key(one)]

    def score_cell(self, one: Assessed, indicator: str) -> str:
        """Where somebody's score of an indicator stands on the sheet of the indicator."""
        return cell(self.sheets[indicator], self.indicator_rows[(indicator, *_key(one))], SCORE)

    def block(self, one: Assessed, indicator: str) -> str | None:
        """Where the evidence of a figure stands; None where there is none."""
        return self.blocks.get((indicator, *_key(one)))


def evidence_heads() -> list[tuple[str, float]]:
    """The heads of a sheet of evidence, with the widths of their columns."""
    return [
        (_("Name"), 12), (_("Department"), 12), (_("Order"), 20), (_("Move"), 12), (_("Item no."), 8), (_("Commit"), 14), (_("Time"), 16),
        (_("Due"), 16), (_("Achieved"), 10), (_("Possible"), 10), (_("Counts"), 9), (_("Why"), 58), (_("Clause"), 12),
        (_("Back"), 7),
    ]  # fmt: skip


def _key(one: Assessed) -> tuple[str, str]:
    return one.kind, one.id
