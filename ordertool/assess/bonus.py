"""What follows from an assessment: bonuses against the budget, commendations, training for weak indicators (P6.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from ordertool.assess.grading import rounded
from ordertool.assess.result import Assessed, Result
from ordertool.records.assessment_rules import AssessmentRules, BonusRules, Commendation


def base_of(roles: Iterable[str], rules: BonusRules) -> Decimal | None:
    """The bonus at factor 1: the highest of somebody's roles; None where none has one."""
    return max((rules.base[role] for role in roles if role in rules.base), default=None)


def bonus_of(roles: Iterable[str], factor: Decimal | None, rules: BonusRules) -> Decimal | None:
    """Somebody's bonus, to two places; None without a grade or a base."""
    base = base_of(roles, rules)
    return None if base is None or factor is None else rounded(base * factor)


def spent(people: Iterable[Assessed]) -> Decimal:
    """What all bonuses come to."""
    return sum((one.bonus for one in people if one.bonus is not None), Decimal(0))


def over_budget(people: Iterable[Assessed], rules: BonusRules) -> Decimal | None:
    """By how much all bonuses go beyond the budget; None where they do not."""
    beyond = None if rules.budget is None else spent(people) - rules.budget
    return beyond if beyond is not None and beyond > 0 else None


class Commended(NamedTuple):
    """Somebody who is commended, and by which rule."""

    rule: Commendation
    who: Assessed


def commended(result: Result, rules: AssessmentRules) -> Iterator[Commended]:
    """Who has reached all that a rule of commendation names, rule by rule, the best first (P6.3a)."""
    for rule in rules.commend:
        for one in _those(result, rule.of):
            reached = one.total is not None and one.rank is not None
            if (
                reached
                and (rule.grade is None or one.grade == rule.grade)
                and (rule.rank is None or (one.rank or 0) <= rule.rank)
                and (rule.total is None or (one.total or 0) >= rule.total)
            ):
                yield Commended(rule, one)


def _those(result: Result, kind: str) -> Sequence[Assessed]:
    return {"person": result.people, "department": result.departments, "team": result.teams}[kind]


class Weak(NamedTuple):
    """A person's indicator that asks for training, and its score."""

    staff: str
    indicator: str
    score: Decimal


def weak(result: Result, rules: AssessmentRules) -> Iterator[Weak]:
    """The indicators below the line of training, person by person (P6.3c)."""
    for person in result.people:
        for one in person.figures:
            if one.score is not None and one.score < rules.training.below:
                yield Weak(person.id, one.indicator, one.score)
