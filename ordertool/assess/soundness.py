"""What is wrong with the rules of the assessment in policy.yaml, all at once; `check` tells it, and `assess` refuses."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from ordertool.assess import indicators
from ordertool.book import paths
from ordertool.errors import Problem
from ordertool.language import Text, listed, text
from ordertool.records.assessment_rules import AssessmentRules
from ordertool.rules.permissions import role_name

_WHOLE = 100


@cache
def known_indicators() -> dict[str, ModuleType]:
    """The indicators there are, by name: each module of `assess/indicators/`."""
    names = sorted(one.name for one in iter_modules(indicators.__path__))
    return {name: import_module(f"{indicators.__name__}.{name}") for name in names}


def assessment_problems(rules: AssessmentRules) -> Iterator[Problem]:
    """Unknown indicators, weights that are missing or do not come to 100, grades out of order or unknown."""
    known = known_indicators()
    for name in rules.indicators:
        if name not in known:
            message = text("there is no indicator {name}; there are: {names}", name=name, names=listed(known))
            yield _problem(message, f"assess.indicators.{name}")
    if rules.indicators:
        for name in known:
            if name not in rules.indicators:
                yield _problem(text("the indicator {name} has no weights", name=name), "assess.indicators")
    yield from _weights(rules)
    yield from _grades(rules)


def _weights(rules: AssessmentRules) -> Iterator[Problem]:
    for role in sorted({role for rule in rules.indicators.values() for role in rule.weights}):
        whole = sum(rule.weights.get(role, 0) for rule in rules.indicators.values())
        if whole != _WHOLE:
            message = text("the weights of {role} come to {sum}, not to 100", role=role_name(role), sum=whole)
            yield _problem(message, "assess.indicators")


def _grades(rules: AssessmentRules) -> Iterator[Problem]:
    names = [one.id for one in rules.grades]
    least = [one.least for one in rules.grades]
    if least != sorted(set(least), reverse=True):
        yield _problem(text("the grades do not fall: the best comes first, each below the one before"), "assess.grades")
    if rules.indicators and 0 not in least:
        yield _problem(text("no grade begins at 0, so that some would have none"), "assess.grades")
    for name in sorted({one for one in names if names.count(one) > 1}):
        yield _problem(text("two grades are called {name}", name=name), "assess.grades")
    for place, rule in enumerate(rules.commend):
        if rule.grade is not None and rule.grade not in names:
            message = text("there is no grade {name}; there are: {names}", name=rule.grade, names=listed(names))
            yield _problem(message, f"assess.commend.{place}.grade")


def _problem(message: Text, field: str) -> Problem:
    return Problem(message, path=paths.POLICY, field=field, kind="assess")
