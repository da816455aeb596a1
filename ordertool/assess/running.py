"""An assessment, computed: from the records of one commit to every person, department and team, graded and ranked (P6.2c).

The same commit and period give the same result, whoever computes it and whenever.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from ordertool.assess.bonus import bonus_of
from ordertool.assess.collecting import Collected, Found, Progress, collect
from ordertool.assess.grading import figure, grade_of, ranked, scaled, total, weights_for
from ordertool.assess.leaving_out import without
from ordertool.assess.period import Period, period_of
from ordertool.assess.result import Assessed, AssessedKind, Evidence, Result
from ordertool.assess.soundness import assessment_problems
from ordertool.book.paths import POLICY
from ordertool.book.snapshot import Snapshot
from ordertool.errors import InvalidError
from ordertool.language import text
from ordertool.records.staff import Staff
from ordertool.rules.move import Context

_ByIndicator = Mapping[str, Sequence[Evidence]]


def assess(
    tip: Snapshot,
    ctx: Context,
    first: date,
    last: date,
    *,
    until: datetime | None = None,
    progress: Progress | None = None,
) -> Result:
    """The assessment of some days as of a commit; `until` is the moment that a period which still runs has come to.

    Raises:
        InvalidError: the rules of the assessment in policy.yaml are not sound, or a record cannot be read.
    """
    refuse_unsound(ctx)
    period = period_of(first, last, ctx, until)
    collected = without(collect(tip, ctx, period, progress), tip, period)
    return Result(
        period.name, first, last, tip.commit or "", tip.blob_id(POLICY) or "", tip.committed.astimezone(ctx.zone),
        _people(collected, period, ctx), _departments(collected, period, ctx), _teams(collected, ctx),
        tuple(ctx.policy.assess.indicators),
    )  # fmt: skip


def refuse_unsound(ctx: Context) -> None:
    """Make sure that the rules of the assessment hold together.

    Raises:
        InvalidError: they do not; every problem is named.
    """
    rules = ctx.policy.assess
    problems = tuple(assessment_problems(rules))
    if problems:
        raise InvalidError(problems[0].message, text("put it right in policy.yaml, section assess"), problems)
    if not rules.indicators:
        raise InvalidError(
            text("policy.yaml has no indicators, so nobody can be assessed"),
            text("write the section assess: a new book's policy.yaml shows how"),
        )


def those_there(period: Period, ctx: Context) -> Iterable[Staff]:
    """Everybody who was on the staff within a period, by id."""
    for person in ctx.staff.all():
        gone = person.left is not None and person.left.on < period.first
        if not gone and ctx.day(person.log[0].at) <= period.last:
            yield person


def _people(collected: Collected, period: Period, ctx: Context) -> tuple[Assessed, ...]:
    by_staff: dict[str, list[Found]] = defaultdict(list)
    for one in collected.found:
        by_staff[one.staff].append(one)
    found = []
    for person in those_there(period, ctx):
        about = person.profile
        if weights_for(about.roles, ctx.policy.assess):
            mine = by_staff[person.id]
            came_to = _assessed(person.id, "person", about.name, about.department, about.roles, mine, ctx)
            bonus = bonus_of(about.roles, came_to.factor, ctx.policy.assess.bonus)
            found.append(came_to._replace(bonus=bonus))
    return ranked(found)


def _departments(collected: Collected, period: Period, ctx: Context) -> tuple[Assessed, ...]:
    """Each department by the evidence of all its people, those who are not assessed themselves too."""
    of = {person.id: person.profile.department for person in those_there(period, ctx)}
    by_department: dict[str, list[Found]] = {name: [] for name in of.values()}
    for one in collected.found:
        if one.staff in of:
            by_department[of[one.staff]].append(one)
    return ranked(
        _assessed(name, "department", name, name, ("department",), found, ctx)
        for name, found in by_department.items()
        if found
    )


def _teams(collected: Collected, ctx: Context) -> tuple[Assessed, ...]:
    """Each team of joint work by what its people did on its order."""
    found = []
    for team in collected.teams:
        of = [one for one in collected.found if one.evidence.order == team.order and one.staff in team.people]
        if of:
            found.append(_assessed(team.order, "team", team.name, "", ("team",), of, ctx))
    return ranked(found)


def _assessed(
    who: str, kind: AssessedKind, name: str, department: str, roles: Sequence[str], found: Sequence[Found], ctx: Context
) -> Assessed:
    """Somebody's figures, total, grade and factor; the rank comes when all are known."""
    rules = ctx.policy.assess
    weights = weights_for(roles, rules)
    by_indicator: dict[str, list[Evidence]] = defaultdict(list)
    for one in found:
        by_indicator[one.indicator].append(one.evidence)
    figures = tuple(figure(name, by_indicator[name], rules.indicators[name].minimum) for name in weights)
    apply = scaled(weights, (one.indicator for one in figures if one.score is not None))
    points = total(figures, apply)
    grade = grade_of(points, rules.grades)
    return Assessed(
        who, name, kind, department, tuple(roles), figures, apply, points, grade.id if grade else "", None,
        grade.factor if grade else None, None,
    )  # fmt: skip
