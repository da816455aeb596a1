"""Assessments on a terminal: the table of figures, one person's, the evidence line by line, two periods beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from ordertool.assess.result import Assessed, Figure
from ordertool.language import _, language, text
from ordertool.records.assessment import Assessment, Figures, Standing
from ordertool.records.assessment_rules import AssessmentRules
from ordertool.reports.screen import clock_time, columns, flowing, painted, stage_name, terminal_width, visible
from ordertool.reports.words import APPEALS, named
from ordertool.reports.wrapping import wrapped
from ordertool.rules.assessing import appeals_until
from ordertool.rules.move import Context


def indicator_name(indicator: str, rules: AssessmentRules) -> str:
    """What an indicator is called in the reader's language."""
    rule = rules.indicators.get(indicator)
    return rule.name.said(language()) if rule else indicator


def grade_name(grade: str | None, rules: AssessmentRules) -> str:
    """What a grade is called in the reader's language."""
    found = next((one for one in rules.grades if one.id == grade), None)
    return found.name.said(language()) if found else grade or "–"


def points(number: Decimal | None) -> str:
    """A score or an amount, or that there is none."""
    return "–" if number is None else f"{number:,f}"


def figures_table(found: Sequence[Assessed], ctx: Context) -> list[str]:
    """Persons, departments or teams by rank: scores, total, grade and bonus."""
    rules = ctx.policy.assess
    weighed = [name for name in rules.indicators if any(one.figure(name) for one in found)]
    head = [_("rank"), _("assessed"), *(str(n) for n in range(1, len(weighed) + 1)), _("total"), _("grade"), _("bonus")]
    rows = [
        [
            str(one.rank or "–"),
            one.id,
            *(_score(one.figure(name)) for name in weighed),
            points(one.total),
            grade_name(one.grade, rules),
            points(one.bonus),
        ]
        for one in found
    ]
    last = len(head) - 1
    numbers = (0, *range(2, last - 1), last)
    lines = columns(head, rows, flexible=(1,), ids=1, spare=(last,), right=numbers)
    lines += flowing(_("; ").join(f"{n} {indicator_name(name, rules)}" for n, name in enumerate(weighed, 1)))
    if any(figure.few for one in found for figure in one.figures):
        lines += [_("*: too few cases for a score")]
    return lines


def _score(figure: Figure | None) -> str:
    if figure is None:
        return ""
    return f"{figure.sample}*" if figure.few else points(figure.score)


def standings_table(figures: Figures, ctx: Context) -> list[str]:
    """The same, as a record keeps it."""
    return figures_table([as_assessed(one, ctx) for one in figures.people], ctx)


def as_assessed(one: Standing, ctx: Context) -> Assessed:
    """A person's figures as kept, without the evidence."""
    person = ctx.staff.get(one.staff)
    figures = tuple(
        Figure(
            each.indicator, each.numerator, each.denominator, each.sample, each.score,
            each.score is None and each.sample > 0, (),
        )
        for each in one.indicators
    )  # fmt: skip
    name, department = (person.profile.name, person.profile.department) if person else (one.staff, "")
    roles = person.profile.roles if person else ()
    return Assessed(
        one.staff,
        name,
        "person",
        department,
        roles,
        figures,
        {},
        one.total,
        one.grade or "",
        one.rank,
        one.factor,
        one.bonus,
    )


def person_lines(one: Assessed, ctx: Context) -> list[str]:
    """One person's figures, indicator by indicator, with target and weight."""
    rules = ctx.policy.assess
    head = [_("indicator"), _("score"), _("target"), _("weighs"), _("counts"), _("cases")]
    rows = [
        [
            indicator_name(each.indicator, rules),
            points(each.score),
            str(rules.indicators[each.indicator].target) if each.indicator in rules.indicators else "",
            points(one.weights.get(each.indicator)),
            f"{each.numerator:f}/{each.denominator:f}",
            str(text("{count}, too few", count=each.sample)) if each.few else str(each.sample),
        ]
        for each in one.figures
    ]
    total = text("{name}: {value}", name=_("total"), value=points(one.total))
    grade = text("{name}: {value}", name=_("grade"), value=grade_name(one.grade, rules))
    lines = [painted(f"{one.name} ({one.id})", "bold"), f"{total}  {grade}"]
    if one.bonus is not None:
        factor = text("{name}: {value}", name=_("factor"), value=points(one.factor))
        bonus = text("{name}: {value}", name=_("bonus"), value=points(one.bonus))
        lines.append(f"{factor}  {bonus}")
    return [*lines, "", *columns(head, rows, flexible=(0,), right=(1, 2, 3))]


def cycle_lines(record: Assessment, ctx: Context) -> list[str]:
    """How far an assessment is: its stage, the source, until when people may appeal, appeals and revisions."""
    lines = [painted(f"{record.id}  {stage_name(record.stage)}", "bold")]
    lines.append(str(text("from commit {commit}", commit=record.latest.source[:9])))
    last = appeals_until(record, ctx)
    if record.stage == "published" and last is not None:
        lines.append(str(text("people may appeal until {day}", day=last)))
    for appeal in record.appeals:
        state = named(APPEALS, appeal.answer.outcome) if appeal.answer else _("not answered yet")
        said = text("{item} {staff}: {words}, {state}", item=appeal.id, staff=record.appellant(appeal.id),
                    words=" ".join(appeal.text.split()), state=state)  # fmt: skip
        lines += wrapped(visible(str(said)), terminal_width())
    for one in record.revisions:
        lines.append(visible(str(text("{item} revised: {words}", item=one.id, words=one.reason))))
    return lines


def evidence_lines(who: Assessed, figure: Figure, ctx: Context) -> list[str]:
    """The evidence of one indicator, line by line: when, on which record, what, by when, what it counts, why, by which commit."""
    rules = ctx.policy.assess
    name = indicator_name(figure.indicator, rules)
    sums = text(
        "{got} of {of}, {sample} cases: {score}",
        got=f"{figure.numerator:f}", of=f"{figure.denominator:f}", sample=figure.sample,
        score=_("too few cases for a score") if figure.few else points(figure.score),
    )  # fmt: skip
    rows = [
        [
            clock_time(one.at, ctx)[2:],
            one.order,
            _(one.move) + (f" {one.item}" if one.item else ""),
            clock_time(one.due, ctx)[5:] if one.due else "–",
            f"{one.got:f}/{one.of:f}" if one.counts else "–",
            str(text("{reason} ({clause})", reason=one.why, clause=one.clause)),
            one.commit[:9] or "–",
        ]
        for one in figure.evidence
    ]
    head = [_("time"), _("record"), _("move"), _("due"), _("counts"), _("why"), _("commit")]
    lines = [painted(f"{who.name} ({who.id})  {name}", "bold"), str(sums)]
    return [*lines, "", *columns(head, rows, flexible=(2, 5), ids=1, wraps=True)] if rows else lines


def compared(before: Iterable[Standing], after: Iterable[Standing]) -> list[dict[str, Any]]:
    """Each person in two periods."""
    old, new = {one.staff: one for one in before}, {one.staff: one for one in after}
    return [
        {
            "staff": name,
            "before": _brief(old.get(name)),
            "after": _brief(new.get(name)),
            "change": _change(old.get(name), new.get(name)),
        }
        for name in sorted(old.keys() | new.keys())
    ]


def _brief(one: Standing | None) -> dict[str, Any] | None:
    if one is None:
        return None
    scores = {each.indicator: None if each.score is None else f"{each.score:f}" for each in one.indicators}
    return {
        "total": None if one.total is None else f"{one.total:f}",
        "grade": one.grade,
        "rank": one.rank,
        "scores": scores,
    }


def _change(old: Standing | None, new: Standing | None) -> str | None:
    if old is None or new is None or old.total is None or new.total is None:
        return None
    return f"{new.total - old.total:+f}"


def compared_table(found: Sequence[dict[str, Any]], names: tuple[str, str], ctx: Context) -> list[str]:
    """The same as a table."""
    rules = ctx.policy.assess
    head = [_("assessed"), names[0], _("grade"), names[1], _("grade"), _("difference")]
    rows = [
        [
            one["staff"],
            *(cell for side in ("before", "after") for cell in _side(one[side], rules)),
            one["change"] or "–",
        ]
        for one in found
    ]
    return columns(head, rows, flexible=(0,), right=(1, 3, 5))


def _side(one: dict[str, Any] | None, rules: AssessmentRules) -> tuple[str, str]:
    return ("–", "–") if one is None else (one["total"] or "–", grade_name(one["grade"], rules))
