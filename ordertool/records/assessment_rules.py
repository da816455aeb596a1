"""The company's rules of the assessment in policy.yaml: indicators, grades, bonus, who sees and approves what (P6)."""

from typing import Annotated, Literal

from pydantic import Field

from ordertool.records.base import Record
from ordertool.records.calendar_days import CalendarDays
from ordertool.records.exact_numbers import Money
from ordertool.records.values import Line, Role, Slug, whole

Points = Annotated[int, whole(0, 100)]
Weighed = Literal[
    "receptionist", "processor", "owner", "support", "finance", "manager", "auditor", "department", "team"
]
"""Whose figures are weighed: a role's, a department's, or those of a team of joint work."""


class Name(Record):
    """What something is called in reports, in either language."""

    en: Line
    zh: Line

    def said(self, language: str) -> str:
        """The name in a language."""
        return self.zh if language == "zh_CN" else self.en


class IndicatorRule(Record):
    """One indicator: its target, the fewest cases that make a score, and its weight by role, in hundredths."""

    name: Name
    target: Points = 90
    minimum: Annotated[int, whole(1, 1000)] = 5
    weights: dict[Weighed, Points] = {}


class Grade(Record):
    """A grade: the least total that reaches it, and what it makes of the bonus."""

    id: Slug
    name: Name
    least: Points
    factor: Money


class BonusRules(Record):
    """The bonus at factor 1 by role, and what all together may come to; `over` says what a larger sum does."""

    base: dict[Role, Money] = {}
    budget: Money | None = None
    over: Literal["remark", "refuse"] = "remark"


class Commendation(Record):
    """A rule that commends: who reached a grade, a rank or a total, of persons, departments or teams (P6.3a)."""

    name: Name
    of: Literal["person", "department", "team"] = "person"
    grade: Slug | None = None
    rank: Annotated[int, whole(1, 1000)] | None = None
    total: Points | None = None


class WeakIndicatorRules(Record):
    """Below which score an indicator asks for training, and within how many days (P6.3c)."""

    below: Points = 70
    within: CalendarDays = 60


class CorrectionWeights(Record):
    """How many entries a wrong one counts as: one that did no harm, with delay, with loss (P6.1b)."""

    harmless: Annotated[int, whole(1, 100)] = 1
    delay: Annotated[int, whole(1, 100)] = 2
    loss: Annotated[int, whole(1, 100)] = 3


class AssessmentRules(Record):
    """The whole section; without indicators nobody is assessed."""

    cycle: Literal["quarter", "half-year"] = "quarter"
    indicators: dict[Slug, IndicatorRule] = {}
    wrong: CorrectionWeights = Field(default_factory=CorrectionWeights)
    grades: tuple[Grade, ...] = ()
    bonus: BonusRules = Field(default_factory=BonusRules)
    publish_days: Annotated[int, whole(0, 60)] = 5
    two_people: bool = True
    see: tuple[Role, ...] = ("manager", "auditor")
    commend: tuple[Commendation, ...] = ()
    training: WeakIndicatorRules = Field(default_factory=WeakIndicatorRules)
