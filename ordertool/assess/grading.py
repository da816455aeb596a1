"""From evidence to figures, from figures to totals, grades and ranks: exact decimals, rounded half up once (P6.3b, L17)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from ordertool.assess.result import Assessed, Evidence, Figure
from ordertool.records.assessment_rules import AssessmentRules, Grade

_CENT = Decimal("0.01")
_WHOLE = Decimal(100)


def figure(indicator: str, evidence: Iterable[Evidence], minimum: int) -> Figure:
    """One indicator: its share of what counted; no score where nothing did, or fewer cases than the minimum."""
    found = tuple(
        sorted(
            evidence, key=lambda one: (one.at, one.order, -1 if one.place is None else one.place, one.move, one.item)
        )
    )
    counting = [one for one in found if one.counts]
    numerator = sum((one.got for one in counting), Decimal(0))
    denominator = sum((one.of for one in counting), Decimal(0))
    few = 0 < len(counting) < minimum
    score = None if few or not counting else rounded(numerator * 100 / denominator)
    return Figure(indicator, numerator, denominator, len(counting), score, few, found)


def weights_for(roles: Iterable[str], rules: AssessmentRules) -> dict[str, Decimal]:
    """The weights by indicator for who has some roles: the mean of those of the roles that have any."""
    weighed = [role for role in dict.fromkeys(roles) if any(role in one.weights for one in rules.indicators.values())]
    found = {
        name: sum((Decimal(rule.weights.get(role, 0)) for role in weighed), Decimal(0)) / max(len(weighed), 1)  # type: ignore[call-overload]
        for name, rule in rules.indicators.items()
    }
    return {name: weight for name, weight in found.items() if weight}


def scaled(weights: Mapping[str, Decimal], scored: Iterable[str]) -> dict[str, Decimal]:
    """The weights of the indicators that have a score, brought up to 100, to two places; the largest takes the rest (L17)."""
    kept = {name: weights[name] for name in scored if name in weights}
    whole = sum(kept.values(), Decimal(0))
    if not whole:
        return {}
    found = {name: rounded(weight * 100 / whole) for name, weight in kept.items()}
    largest = max(found, key=lambda name: found[name])
    found[largest] += _WHOLE - sum(found.values(), Decimal(0))
    return found


def total(figures: Sequence[Figure], weights: Mapping[str, Decimal]) -> Decimal | None:
    """The weighted total; None without a score."""
    scores = {one.indicator: one.score for one in figures if one.score is not None}
    if not weights:
        return None
    return rounded(sum((scores[name] * weight for name, weight in weights.items()), Decimal(0)) / 100)


def grade_of(points: Decimal | None, grades: Sequence[Grade]) -> Grade | None:
    """The best grade that a total reaches."""
    return None if points is None else next((one for one in grades if points >= one.least), None)


def ranked(found: Iterable[Assessed]) -> tuple[Assessed, ...]:
    """Everybody by total, the best first, with ranks: equal totals share one, and the next comes after all of them (1, 1, 3)."""
    everybody = sorted(found, key=lambda one: (one.total is None, -(one.total or 0), one.id))
    totals = [one.total for one in everybody]
    return tuple(one._replace(rank=None if one.total is None else totals.index(one.total) + 1) for one in everybody)


def rounded(number: Decimal) -> Decimal:
    """A number to two places, half up."""
    return number.quantize(_CENT, ROUND_HALF_UP)
