"""Assessments beside their rows: until when people may appeal, who sees what, who is told, what is owed (P6.2c, P6.3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal

from ordertool.language import Clause
from ordertool.records.assessment import Assessment, Figures
from ordertool.records.base import Entry
from ordertool.rules.clocks import Clock, until_the_end_of
from ordertool.rules.cycles import cycle_before, name_of
from ordertool.rules.duty import Duty, on_duty
from ordertool.rules.move import Context
from ordertool.rules.permissions import rights
from ordertool.rules.working_time import add_days

_CLAUSE = Clause("P6.2c")
_ONE_DAY = 1


def appeals_until(assessment: Assessment, ctx: Context) -> date | None:
    """The last day on which people may appeal: so many working days after the publication; None before it."""
    published = assessment.last("publish")
    if published is None:
        return None
    return add_days(ctx.lawful_calendar, ctx.day(published.at), ctx.policy.assess.publish_days)


def bonuses(figures: Figures) -> Decimal:
    """What all bonuses come to."""
    return sum((one.bonus for one in figures.people if one.bonus is not None), Decimal(0))


def beyond_budget(figures: Figures, ctx: Context) -> Decimal | None:
    """By how much the bonuses go beyond the budget; None where they do not."""
    budget = ctx.policy.assess.bonus.budget
    beyond = None if budget is None else bonuses(figures) - budget
    return beyond if beyond is not None and beyond > 0 else None


def may_see(staff_id: str, of: str | None, assessment: Assessment | None, at: datetime, ctx: Context) -> bool:
    """Whether a person may see another's figures (None: everybody's); all may once they are published."""
    if of == staff_id or (assessment is not None and assessment.stage != "computed"):
        return True
    person = ctx.staff.get(staff_id)
    return person is not None and bool(rights(person, None, at, ctx) & set(ctx.policy.assess.see))


def told_of(new: Assessment, entry: Entry, ctx: Context) -> tuple[tuple[str, str], ...]:
    """Who is told of a move of an assessment, and why; nobody is told of their own (L8)."""
    found: dict[str, str] = {}
    if entry.move in ("publish", "approve", "revise"):
        found = {one.staff: "assessed" for one in new.latest.people}
    elif entry.move == "answer":
        found = {new.appellant(entry.item or ""): "appellant"}
    elif entry.move == "appeal":
        found = {person.id: "manager" for person in ctx.colleagues() if "manager" in person.roles}
    here = (one for one in found if (person := ctx.staff.get(one)) is not None and person.left is None)
    return tuple((one, found[one]) for one in here if one not in (entry.by, entry.via))


def duties_on(assessment: Assessment, now: datetime, ctx: Context) -> Iterator[Duty]:
    """What is owed on an assessment: its publication, answers to appeals, its approval once it may be."""
    manager = on_duty("manager", now, ctx)
    since = assessment.log[-1].at
    if assessment.stage == "computed":
        yield Duty(manager, "manager", ("publish",), _CLAUSE, _by(since, ctx))
    if assessment.stage != "published":
        return
    for appeal in assessment.open_appeals:
        by = assessment.appellant(appeal.id)
        made = next(entry.at for entry in assessment.standing if entry.item == appeal.id)
        others = (person.id for person in ctx.colleagues() if "manager" in person.roles and person.id != by)
        who = manager if manager != by else next(others, manager)
        yield Duty(who, "manager", ("answer",), Clause("P6.3b"), _by(made, ctx), item=appeal.id, matter=appeal.text)
    last = appeals_until(assessment, ctx)
    if assessment.accepted_since and not assessment.open_appeals:
        yield Duty(manager, "manager", ("run",), _CLAUSE, _by(since, ctx))
    elif not assessment.open_appeals and last is not None and last < ctx.day(now):
        ran = assessment.ran_by if ctx.policy.assess.two_people else ""
        others = (person.id for person in ctx.colleagues() if "manager" in person.roles and person.id != ran)
        who = manager if manager != ran else next(others, manager)
        yield Duty(who, "manager", ("approve",), Clause("P6.3b"), _by(datetime.combine(last, time(), ctx.zone), ctx))


def unassessed(now: datetime, ctx: Context) -> Duty | None:
    """Who is to assess the period that ended last, where nobody has; None before anybody was there to be assessed."""
    rules = ctx.policy.assess
    first, last = cycle_before(ctx.day(now), rules.cycle)
    name = name_of(first, last)
    if not rules.indicators or any(one.id == name for one in ctx.assessments()):
        return None
    if all(ctx.day(person.log[0].at) > last for person in ctx.colleagues()):
        return None
    since = datetime.combine(last, time(23, 59, 59), ctx.zone)
    return Duty(on_duty("manager", now, ctx), "manager", ("run",), _CLAUSE, _by(since, ctx), matter=name)


def weaknesses(ctx: Context) -> Iterator[tuple[str, date, tuple[str, ...]]]:
    """Who is to be trained after the newest approved assessment, since when, and for which indicators (P6.3c)."""
    approved = [one for one in ctx.assessments() if one.stage == "approved"]
    newest = max(approved, key=lambda one: one.days[1], default=None)
    entry = newest.last("approve") if newest else None
    if newest is None or entry is None:
        return
    below = ctx.policy.assess.training.below
    for one in newest.latest.people:
        weak = tuple(each.indicator for each in one.indicators if each.score is not None and each.score < below)
        if weak:
            yield one.staff, ctx.day(entry.at), weak


def _by(since: datetime, ctx: Context) -> Clock:
    """A clock of as many working days as a publication lasts, one at least."""
    days = max(ctx.policy.assess.publish_days, _ONE_DAY)
    day = add_days(ctx.calendar, ctx.day(since), days)
    return until_the_end_of(day, since, "assessment", "P6.2c", ctx)._replace(length=f"{days}d")
