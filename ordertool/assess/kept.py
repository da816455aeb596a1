"""An assessment as its record keeps it: the figures of the people, without the evidence, which follows from the commit."""

from __future__ import annotations

from ordertool.assess.result import Assessed, Result
from ordertool.records.assessment import Figures, Scored, Standing


def kept(result: Result) -> Figures:
    """The figures of a result."""
    people = tuple(_standing(one) for one in result.people)
    return Figures(source=result.commit, policy=result.policy, people=people)


def _standing(one: Assessed) -> Standing:
    scored = tuple(
        Scored(
            indicator=each.indicator, numerator=each.numerator, denominator=each.denominator, sample=each.sample,
            score=each.score,
        )
        for each in one.figures
    )  # fmt: skip
    return Standing(
        staff=one.id, indicators=scored, total=one.total, grade=one.grade or None, rank=one.rank, factor=one.factor,
        bonus=one.bonus,
    )  # fmt: skip
