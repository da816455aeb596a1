"""Conditions on assessments: what is published stays, appeals are answered, who made it does not approve it (P6.2c, P6.3b, L19)."""

from __future__ import annotations

from ordertool.language import listed, text
from ordertool.records.assessment import Assessment, Figures
from ordertool.records.base import Entry
from ordertool.rules.assessing import appeals_until, beyond_budget
from ordertool.rules.conditions.saying import no
from ordertool.rules.move import Context, Refusal


def period_over(old: Assessment | None, entry: Entry, ctx: Context) -> Refusal | None:
    """A second run is of a period that is over too; the first is judged by what it brings."""
    return None if old is None else _over(old, entry, "P6.2c", ctx)


def _over(assessment: Assessment, entry: Entry, clause: str, ctx: Context) -> Refusal | None:
    last = assessment.days[1]
    if ctx.day(entry.at) > last:
        return None
    return no(
        text("{period} lasts until {day}", period=assessment.id, day=last),
        text("see where everybody stands: ordertool assess run {period} --dry-run", period=assessment.id),
        clause,
    )


def published_figures_stay(old: Assessment | None, _entry: Entry, _ctx: Context) -> Refusal | None:
    """Figures that are published are computed again only where an appeal was accepted since."""
    if old is None or old.stage == "computed" or old.accepted_since:
        return None
    return no(
        text("the figures of {period} are published", period=old.id),
        text("accept an appeal first: ordertool assess answer {period} AP1 --accept REASON", period=old.id),
        "P6.3b",
    )


def source_is_the_commit_before(old: Assessment | None, new: Assessment, entry: Entry, ctx: Context) -> Refusal | None:
    """The period is over, and the figures are of the commit before this one: nothing that was known then is left out."""
    return (_over(new, entry, "P6.2c", ctx) if old is None else None) or _newest(new.figures, "P6.2a", ctx)


def _newest(figures: Figures, clause: str, ctx: Context) -> Refusal | None:
    if figures.source == ctx.commit:
        return None
    return no(text("the figures are not of the commit before"), text("compute them by: ordertool assess"), clause)


def figures_follow(_old: Assessment | None, new: Assessment, _entry: Entry, ctx: Context) -> Refusal | None:
    """The figures are those that the source commit gives (P6.2a)."""
    return _given(new, new.figures, "P6.2a", ctx)


def _given(assessment: Assessment, figures: Figures, clause: str, ctx: Context) -> Refusal | None:
    again = ctx.figures(figures.source, *assessment.days)
    if again == figures:
        return None
    known = {one.staff: one for one in again.people} if again else {}
    others = [one.staff for one in figures.people if known.get(one.staff) != one]
    others += [one for one in known if figures.of(one) is None]
    if again is None:
        return no(
            text("the source commit {commit} is not in this book's history", commit=figures.source[:9]),
            text("compute them anew: ordertool assess run {period}", period=assessment.id),
            clause,
        )
    return no(
        text(
            "the source commit {commit} gives other figures: {people}",
            commit=figures.source[:9], people=listed(others) if others else text("another policy"),
        ),
        text("compute them anew: ordertool assess run {period}", period=assessment.id),
        clause,
    )  # fmt: skip


def own_figures(old: Assessment, entry: Entry, _ctx: Context) -> Refusal | None:
    """People appeal for themselves, deputies not for others."""
    if old.latest.of(entry.by) is not None:
        return None
    return no(
        text("{staff} is not assessed in {period}", staff=entry.by, period=old.id),
        text("who is assessed: ordertool assess show {period}", period=old.id),
        "P6.3b",
    )


def while_published(old: Assessment, entry: Entry, ctx: Context) -> Refusal | None:
    """Appeals are made within the days of the publication."""
    last = appeals_until(old, ctx)
    if last is None or ctx.day(entry.at) <= last:
        return None
    return no(
        text("appeals were possible until {day}", day=last),
        text("ask a manager for a revision once it is approved: ordertool assess revise {period}", period=old.id),
        "P6.3b",
        policy="assess.publish_days",
    )


def indicator_assessed(old: Assessment, new: Assessment, entry: Entry, _ctx: Context) -> Refusal | None:
    """An appeal is against an indicator of one's own, or against all of them."""
    named = new.appeals[-1].indicator
    mine = old.latest.of(entry.by)
    if named is None or mine is None or mine.score(named) is not None:
        return None
    names = listed(one.indicator for one in mine.indicators)
    return no(
        text("{indicator} is no indicator of {staff}'s", indicator=named, staff=entry.by),
        text("there are: {names}", names=names),
        "P6.3b",
    )


def answered_once(old: Assessment, _new: Assessment, entry: Entry, _ctx: Context) -> Refusal | None:
    """An appeal is answered once."""
    if any(one.id == entry.item for one in old.open_appeals):
        return None
    return no(
        text("appeal {item} is answered already", item=entry.item),
        text("ordertool assess show {period}", period=old.id),
        "P6.3b",
    )


def not_ones_own_appeal(old: Assessment, _new: Assessment, entry: Entry, _ctx: Context) -> Refusal | None:
    """Nobody answers their own appeal (L19)."""
    if old.appellant(entry.item or "") != entry.by:
        return None
    return no(text("{staff} made the appeal", staff=entry.by), text("let another manager answer it"), "P6.3b")


def not_who_ran_it(old: Assessment, entry: Entry, ctx: Context) -> Refusal | None:
    """Who computed the figures does not approve them, where the policy wants two people (L19)."""
    if not ctx.policy.assess.two_people or old.ran_by != entry.by:
        return None
    return no(
        text("{staff} computed the figures", staff=old.ran_by),
        text("let another manager approve them"),
        "P6.3b",
        policy="assess.two_people",
    )


def appeals_answered(old: Assessment, _entry: Entry, _ctx: Context) -> Refusal | None:
    """No appeal is open."""
    if not old.open_appeals:
        return None
    names = listed(one.id for one in old.open_appeals)
    hint = text("ordertool assess answer {period} {item}", period=old.id, item=old.open_appeals[0].id)
    return no(text("appeals are open: {names}", names=names), hint, "P6.3b")


def appeals_taken_in(old: Assessment, _entry: Entry, _ctx: Context) -> Refusal | None:
    """The figures know of every appeal that was accepted."""
    if not old.accepted_since:
        return None
    names = listed(one.id for one in old.accepted_since)
    hint = text("compute them anew: ordertool assess run {period}", period=old.id)
    return no(text("accepted, and not in the figures yet: {names}", names=names), hint, "P6.3b")


def published_long_enough(old: Assessment, entry: Entry, ctx: Context) -> Refusal | None:
    """The days of the publication are over."""
    last = appeals_until(old, ctx)
    if last is None or not ctx.policy.assess.publish_days or ctx.day(entry.at) > last:
        return None
    return no(
        text("people may appeal until {day}", day=last),
        text("approve it after that day"),
        "P6.3b",
        policy="assess.publish_days",
    )


def within_budget(old: Assessment, _entry: Entry, ctx: Context) -> Refusal | None:
    """The bonuses keep to the budget, where the policy refuses what goes beyond it."""
    return _beyond(old, "P6.3b", ctx) if ctx.policy.assess.bonus.over == "refuse" else None


def told_of_budget(old: Assessment, _new: Assessment, _entry: Entry, ctx: Context) -> Refusal | None:
    """Told where the bonuses go beyond the budget."""
    return _beyond(old, "P6.3b", ctx)


def _beyond(assessment: Assessment, clause: str, ctx: Context) -> Refusal | None:
    beyond = beyond_budget(assessment.latest, ctx)
    if beyond is None:
        return None
    return no(
        text("the bonuses go beyond the budget by {amount}", amount=beyond),
        text("change the budget or the factors in policy.yaml, and compute it anew"),
        clause,
        policy="assess.bonus.budget",
    )


def figures_still_follow(old: Assessment, _entry: Entry, ctx: Context) -> Refusal | None:
    """The source commit still gives the figures that are approved (P6.2a)."""
    return _given(old, old.figures, "P6.2a", ctx)


def something_revised(old: Assessment, new: Assessment, _entry: Entry, _ctx: Context) -> Refusal | None:
    """A revision brings other figures than those that hold."""
    if new.latest.people != old.latest.people:
        return None
    return no(text("nothing would change"), text("ordertool assess show {period}", period=old.id), "P6.3b")


def revision_from_the_commit_before(_old: Assessment, new: Assessment, _entry: Entry, ctx: Context) -> Refusal | None:
    """Revised figures are of the commit before this one."""
    return _newest(new.latest, "P6.2a", ctx)


def revision_follows(_old: Assessment, new: Assessment, _entry: Entry, ctx: Context) -> Refusal | None:
    """The revised figures are those that their source commit gives."""
    return _given(new, new.latest, "P6.2a", ctx)
