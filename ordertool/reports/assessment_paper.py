"""What the papers of an assessment are made from: its result, the policy's rules, earlier periods (P6.2c).

Workbook, report and letters take their figures from here, so that they agree; none computes anything of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import tzinfo
from decimal import Decimal
from typing import NamedTuple, get_args

from ordertool.assess.bonus import commended, weak
from ordertool.assess.grading import rounded
from ordertool.assess.result import Assessed, AssessedKind, Evidence, Figure, Result
from ordertool.language import N_, Clause, Text, _, language, listed, text
from ordertool.records.assessment_rules import AssessmentRules, Grade, IndicatorRule, Weighed
from ordertool.rules.permissions import role_name

KINDS: dict[str, str] = {"person": N_("person"), "department": N_("department"), "team": N_("team")}
GROUPS: dict[AssessedKind, str] = {"person": N_("Staff"), "department": N_("Departments"), "team": N_("Teams")}
_WAYS = {
    "intake_timeliness": (
        "P6.1a",
        N_("replies, forms, reviews, submissions and assignments within their limits, of all that were due"),
    ),
    "information_accuracy": (
        "P6.1b",
        N_(
            "entries without a later correction, return or undo, of all entries; an error that cost time or money counts more"
        ),
    ),
    "follow_up": ("P6.1c", N_("steps of orders in time and goods accepted, of all that were due")),
    "client_satisfaction": (
        "P6.1d",
        N_(
            "points that clients gave in surveys, of the most they could give; a survey without an answer does not count"
        ),
    ),
    "communication": (
        "P6.1e",
        N_(
            "assistance, decisions, problems, complaints and meeting actions answered and done in time, of all that were due"
        ),
    ),
}
"""For each indicator its clause, and in words what is divided by what."""


class Earlier(NamedTuple):
    """The totals of an earlier period, by whose they were."""

    period: str
    totals: Mapping[str, Decimal]


class Paper(NamedTuple):
    """All that the papers of one assessment say; `zone` is the company's, in which times are shown."""

    result: Result
    rules: AssessmentRules
    company: str
    currency: str
    zone: tzinfo
    earlier: Sequence[Earlier] = ()

    @property
    def heading(self) -> str:
        """What stands above every page."""
        return str(text("{company}: assessment {period}", company=self.company, period=self.result.period))

    def groups(self) -> list[tuple[AssessedKind, list[Assessed]]]:
        """People, departments and teams, each by rank; none that is empty."""
        result = self.result
        every: list[tuple[AssessedKind, Sequence[Assessed]]] = [
            ("person", result.people), ("department", result.departments), ("team", result.teams),
        ]  # fmt: skip
        return [(kind, sorted(them, key=_by_rank)) for kind, them in every if them]

    def everybody(self) -> list[Assessed]:
        """All who are assessed, in that order."""
        return [one for _kind, them in self.groups() for one in them]

    def indicator(self, name: str) -> str:
        """What an indicator is called."""
        rule = self.rule(name)
        return rule.name.said(language()) if rule else name

    def rule(self, indicator: str) -> IndicatorRule | None:
        """The policy's line on an indicator."""
        return self.rules.indicators.get(indicator)

    def grades(self) -> list[Grade]:
        """The grades, the best first."""
        return sorted(self.rules.grades, key=lambda grade: -grade.least)

    def grade(self, name: str) -> str:
        """What a grade is called; nothing where there is none."""
        return next((one.name.said(language()) for one in self.rules.grades if one.id == name), name)

    def whose_weights(self) -> list[str]:
        """The roles, departments and teams that any indicator is weighed for."""
        used = {one for rule in self.rules.indicators.values() for one in rule.weights}
        return [one for one in get_args(Weighed) if one in used]

    def weighed_as(self, one: Assessed) -> list[str]:
        """As what somebody's indicators are weighed."""
        return [role for role in self.whose_weights() if role in one.roles]

    def weight(self, whose: str, indicator: str) -> int:
        """The weight of an indicator for a role, a department or a team."""
        rule = self.rule(indicator)
        return next((weight for key, weight in rule.weights.items() if key == whose), 0) if rule else 0

    def periods(self) -> list[str]:
        """The periods that the trend goes over, this one last."""
        return [*(one.period for one in self.earlier), self.result.period]

    def trend(self, one: Assessed) -> list[Decimal | None]:
        """Somebody's totals in these periods."""
        return [*(period.totals.get(one.id) for period in self.earlier), one.total]

    def means(self) -> list[tuple[str, list[Decimal | None]]]:
        """The mean total of all people, then of each department's, in the periods of the trend."""
        people = self.result.people
        groups = [(_("All staff"), list(people))]
        groups += [
            (name, [one for one in people if one.department == name])
            for name in sorted({one.department for one in people})
        ]
        return [
            (name, [mean(column) for column in zip(*(self.trend(one) for one in them), strict=True)])
            for name, them in groups
            if them
        ]

    def bonuses(self) -> Decimal:
        """All bonuses together."""
        return sum((one.bonus for one in self.everybody() if one.bonus is not None), Decimal("0.00"))

    def commended(self) -> list[tuple[Assessed, str]]:
        """Who is commended, and the rule that gave it (P6.3a)."""
        return [(one.who, one.rule.name.said(language())) for one in commended(self.result, self.rules)]

    def weak(self) -> list[tuple[Assessed, Figure]]:
        """The indicators that lead to training, and whose they are (P6.3c)."""
        found = [(self.result.of(one.staff), one.indicator) for one in weak(self.result, self.rules)]
        return [(who, figure) for who, name in found if who and (figure := who.figure(name))]

    def left_out(self, figure: Figure) -> list[Evidence]:
        """What was outside a person's hands, and did not count."""
        return [one for one in figure.evidence if not one.counts]


def earlier_of(result: Result) -> Earlier:
    """A result as an earlier period of another's trend."""
    every = (*result.people, *result.departments, *result.teams)
    return Earlier(result.period, {one.id: one.total for one in every if one.total is not None})


def mean(numbers: Iterable[Decimal | None]) -> Decimal | None:
    """The mean of those that are there, to two places; None of none, for what is missing is no zero (L17)."""
    there = [one for one in numbers if one is not None]
    return rounded(sum(there, Decimal(0)) / len(there)) if there else None


def clause_of(indicator: str) -> Clause | None:
    """The clause of the policy that an indicator measures."""
    return Clause(_WAYS[indicator][0]) if indicator in _WAYS else None


def way_of(indicator: str) -> str:
    """In words what an indicator divides by what."""
    return _(_WAYS[indicator][1]) if indicator in _WAYS else ""


def method_lines(paper: Paper) -> list[Text]:
    """How scores, totals, grades and bonuses come about."""
    return [
        text(
            "Score: numerator ÷ denominator × 100, to two places. What force majeure, the law, the client or a hold made late "
            "is left out, and listed."
        ),
        text(
            "Fewer cases than the least number make no score; what is missing is no zero: its weight goes to the other "
            "indicators, in proportion."
        ),
        text("Total: the scores by their weights. Who has several roles is weighed by the mean of their weights."),
        text(
            "Grade: the highest one whose least total is reached. Factor: that of the grade. Bonus: the base of the role, "
            "the highest of several, × factor."
        ),
        text("Who disagrees may appeal within {days} working days of publication.", days=paper.rules.publish_days),
    ]


def weighed_name(whose: str) -> str:
    """As what somebody is weighed, in words."""
    return _(KINDS[whose]) if whose in KINDS else str(role_name(whose))


def roles_said(one: Assessed) -> str:
    """Somebody's roles in words."""
    return str(listed(role_name(role) for role in one.roles))


def remark_on(figure: Figure) -> str:
    """Why there is no score."""
    if figure.score is not None:
        return ""
    return _("too few cases") if figure.few else _("nothing to count")


def _by_rank(one: Assessed) -> tuple[bool, int, str, str]:
    return one.rank is None, one.rank or 0, one.name, one.id
