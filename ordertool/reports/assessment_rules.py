"""The rules of the assessment in words, as policy.yaml sets them (P6)."""

from __future__ import annotations

from collections.abc import Iterator

from ordertool.language import N_, Text, _, language, listed, text
from ordertool.records.assessment_rules import AssessmentRules
from ordertool.rules.permissions import role_name

_CYCLES = {"quarter": N_("every quarter"), "half-year": N_("every half-year")}
_WEIGHED = {"department": N_("department"), "team": N_("team")}


def weighed_name(who: str) -> str:
    """Whose weights they are: a role's, a department's, a team's."""
    return _(_WEIGHED[who]) if who in _WEIGHED else str(role_name(who))


def assessment_words(rules: AssessmentRules) -> Iterator[str | Text]:
    """The section, line by line."""
    yield _("Assessment of people")
    if not rules.indicators:
        yield text("nobody is assessed")
        return
    yield text(_CYCLES[rules.cycle])
    for rule in rules.indicators.values():
        weights = listed(text("{who} {weight}", who=weighed_name(who), weight=one) for who, one in rule.weights.items())
        yield text(
            "{name}: target {target}, at least {cases} cases; weights: {weights}",
            name=rule.name.said(language()), target=rule.target, cases=rule.minimum, weights=weights,
        )  # fmt: skip
    grades = (
        text("{name} from {least}, factor {factor}", name=one.name.said(language()), least=one.least, factor=one.factor)
        for one in rules.grades
    )
    yield text("grades: {grades}", grades=listed(grades))
    bases = listed(text("{who} {weight}", who=role_name(role), weight=one) for role, one in rules.bonus.base.items())
    yield text("bonus at factor 1: {bases}", bases=bases)
    if rules.bonus.budget is not None:
        yield text("budget of all bonuses: {amount}", amount=rules.bonus.budget)
    yield text("published for {days} working days, in which people may appeal", days=rules.publish_days)
    if rules.two_people:
        yield text("who computed the figures does not approve them")
    yield text("seen before they are published by: {roles}", roles=listed(map(role_name, rules.see)))
    yield text(
        "training for indicators below {points}, within {days} days",
        points=rules.training.below,
        days=rules.training.within,
    )
