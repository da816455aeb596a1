"""What an assessment comes to: for each person, department and team, figures with the evidence behind them (P6.2a).

All of it follows from one commit and one period, its time too: the same commit gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from ordertool.language import Clause, Text

AssessedKind = Literal["person", "department", "team"]


class Evidence(NamedTuple):
    """One thing that counted, or was left out: the log entry that was judged, and the commit that made it.

    `order` is the record's id, a meeting's too. `move` is the one that was judged; where it never came, `place` is None,
    `commit` empty, and `at` when its time ran out. `got` and `of` are what it adds to numerator and denominator; what is
    left out has no `of`.
    """

    order: str
    move: str
    item: str
    place: int | None
    commit: str
    at: datetime
    due: datetime | None
    got: Decimal
    of: Decimal
    why: Text
    clause: Clause

    @property
    def counts(self) -> bool:
        """Whether it is part of the figure."""
        return self.of != 0

    def document(self) -> dict[str, Any]:
        """It as `--json` gives it."""
        return {
            "order": self.order, "move": self.move, "item": self.item or None, "place": self.place,
            "commit": self.commit or None, "at": self.at.isoformat(), "due": self.due.isoformat() if self.due else None,
            "got": f"{self.got:f}", "of": f"{self.of:f}", "counts": self.counts, "why": str(self.why),
            "clause": self.clause.number,
        }  # fmt: skip


class Figure(NamedTuple):
    """One indicator of somebody; `score` is None where nothing counted, or too few cases did (L17).

    Numerator and denominator are sums over the evidence that counts, `sample` says how much of it there is. The evidence
    stands in the order of time.
    """

    indicator: str
    numerator: Decimal
    denominator: Decimal
    sample: int
    score: Decimal | None
    few: bool
    evidence: tuple[Evidence, ...]

    def document(self) -> dict[str, Any]:
        """It as `--json` gives it."""
        return {
            "indicator": self.indicator, "numerator": f"{self.numerator:f}", "denominator": f"{self.denominator:f}",
            "sample": self.sample, "score": _said(self.score), "few": self.few,
            "evidence": [one.document() for one in self.evidence],
        }  # fmt: skip


class Assessed(NamedTuple):
    """A person, department or team, and what it came to.

    `weights` are those that apply after indicators without a score were left out: the others are scaled up to 100, since
    what is missing is no zero (L17). Without any score there is no total, no grade and no rank.
    """

    id: str
    name: str
    kind: AssessedKind
    department: str
    roles: tuple[str, ...]
    figures: tuple[Figure, ...]
    weights: Mapping[str, Decimal]
    total: Decimal | None
    grade: str
    rank: int | None
    factor: Decimal | None
    bonus: Decimal | None

    def figure(self, indicator: str) -> Figure | None:
        """The figure of an indicator; None where it has no weight for this one."""
        return next((one for one in self.figures if one.indicator == indicator), None)

    def document(self) -> dict[str, Any]:
        """It as `--json` gives it."""
        return {
            "id": self.id, "name": self.name, "kind": self.kind, "department": self.department or None,
            "roles": list(self.roles), "figures": [one.document() for one in self.figures],
            "weights": {name: f"{weight:f}" for name, weight in self.weights.items()}, "total": _said(self.total),
            "grade": self.grade or None, "rank": self.rank, "factor": _said(self.factor), "bonus": _said(self.bonus),
        }  # fmt: skip


class Result(NamedTuple):
    """The assessment of a period, as of a commit; `policy` is the git id of its policy.yaml, `at` the commit's own time."""

    period: str
    first: date
    last: date
    commit: str
    policy: str
    at: datetime
    people: tuple[Assessed, ...]
    departments: tuple[Assessed, ...]
    teams: tuple[Assessed, ...]
    indicators: tuple[str, ...]

    def of(self, who: str) -> Assessed | None:
        """A person, department or team by its id."""
        return next((one for one in (*self.people, *self.departments, *self.teams) if one.id == who), None)


def document(result: Result) -> dict[str, Any]:
    """A whole assessment as `--json` gives it."""
    return {
        "period": result.period, "first": str(result.first), "last": str(result.last), "commit": result.commit,
        "policy": result.policy, "at": result.at.isoformat(), "indicators": list(result.indicators),
        "people": [one.document() for one in result.people],
        "departments": [one.document() for one in result.departments],
        "teams": [one.document() for one in result.teams],
    }  # fmt: skip


def _said(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"
