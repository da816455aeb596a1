"""The formulas of the summary: a weight that is changed changes totals, ranks, grades, factors and bonuses (P6.3b).

Each is given only where it comes to what the assessment says; else the figure itself stands in the cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from xlsxwriter.utility import xl_col_to_name

from ordertool.assess.grading import rounded, scaled, total, weights_for
from ordertool.assess.result import Assessed
from ordertool.reports.assessment_layout import FIRST_INDICATOR, Columns
from ordertool.reports.assessment_method_sheet import Weights
from ordertool.reports.assessment_paper import Paper


class Formulas:
    """Formulas over the weights, grades and bases of the sheet of the method."""

    def __init__(self, places: Weights, paper: Paper, columns: Columns) -> None:
        self._places, self._paper = places, paper
        self._total, self._factor = xl_col_to_name(columns.total), xl_col_to_name(columns.factor)
        self._scores = xl_col_to_name(FIRST_INDICATOR), xl_col_to_name(columns.total - 1)
        self._weights = xl_col_to_name(columns.weights), xl_col_to_name(columns.weights + places.count - 1)

    def weight(self, one: Assessed, row: int, place: int) -> str | None:
        """The weight of an indicator as it applies: the mean of the roles', scaled up where others have no score (L17)."""
        if not self._by_the_rules(one):
            return None
        roles = self._paper.weighed_as(one)
        scores = f"${self._scores[0]}{row + 1}:${self._scores[1]}{row + 1}"
        mine = xl_col_to_name(FIRST_INDICATOR + place)
        above = "+".join(self._places.weight(role, place) for role in roles)
        below = "+".join(f'SUMIF({scores},">=0",{self._places.weights(role)})' for role in roles)
        return f"=IF(ISNUMBER({mine}{row + 1}),IFERROR(ROUND(100*({above})/({below}),2),0),0)"

    def total(self, one: Assessed, row: int) -> str | None:
        """The scores by these weights; what rounding has left of 100 goes to the largest."""
        if not self._by_the_rules(one) or total(one.figures, one.weights) != one.total:
            return None
        scores = f"{self._scores[0]}{row + 1}:{self._scores[1]}{row + 1}"
        weights = f"{self._weights[0]}{row + 1}:{self._weights[1]}{row + 1}"
        rest = f"(100-SUM({weights}))*INDEX({scores},MATCH(MAX({weights}),{weights},0))"
        return f'=IFERROR(ROUND((SUMPRODUCT({scores},{weights})+{rest})/100,2),"")'

    def _by_the_rules(self, one: Assessed) -> bool:
        """Whether the weights of somebody are those that the sheet of the method makes."""
        scored = [each.indicator for each in one.figures if each.score is not None]
        return one.total is not None and scaled(weights_for(one.roles, self._paper.rules), scored) == dict(one.weights)

    def rank(self, one: Assessed, row: int, area: tuple[int, int], totals: Sequence[Decimal | None]) -> str | None:
        """The rank among the others of a group."""
        better = sum(total is not None and one.total is not None and total > one.total for total in totals)
        if one.rank != better + 1:
            return None
        mine = f"{self._total}{row + 1}"
        area_ = f"{self._total}${area[0] + 1}:{self._total}${area[1] + 1}"
        return f'=IF(ISNUMBER({mine}),RANK({mine},{area_}),"")'

    def grade(self, one: Assessed, row: int) -> str | None:
        """The highest grade whose least total is reached."""
        reached = [grade for grade in self._places.grades if one.total is not None and grade.least <= one.total]
        return self._looked_up(row, 1) if reached and reached[-1].id == one.grade else None

    def of_grade(self, one: Assessed, row: int) -> str | None:
        """The factor of the grade."""
        factor = next((grade.factor for grade in self._places.grades if grade.id == one.grade), None)
        return self._looked_up(row, 2) if factor is not None and factor == one.factor and self.grade(one, row) else None

    def bonus(self, one: Assessed, row: int) -> str | None:
        """The highest base of somebody's roles by the factor."""
        bases = {str(role): base for role, base in self._paper.rules.bonus.base.items()}
        mine = [role for role in self._paper.weighed_as(one) if role in bases]
        if one.factor is None or not mine or rounded(max(bases[role] for role in mine) * one.factor) != one.bonus:
            return None
        base = f"MAX({','.join(self._places.base(role) for role in mine)})"
        factor = f"{self._factor}{row + 1}"
        return f'=IF(ISNUMBER({factor}),ROUND({base}*{factor},2),"")'

    def _looked_up(self, row: int, column: int) -> str:
        mine = f"{self._total}{row + 1}"
        return f'=IFERROR(LOOKUP({mine},{self._places.grade_column(0)},{self._places.grade_column(column)}),"")'
