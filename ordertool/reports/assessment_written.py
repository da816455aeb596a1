"""What the written report of an assessment and its letters say: every figure as it is shown, for the templates (P6.2c)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ordertool.assess.result import Assessed, Evidence, Figure
from ordertool.book.snapshot import Snapshot
from ordertool.language import _, text
from ordertool.reports.assessment_paper import (
    GROUPS,
    KINDS,
    Paper,
    clause_of,
    mean,
    method_lines,
    remark_on,
    roles_said,
    way_of,
)
from ordertool.reports.assessment_trend_sheet import change_of
from ordertool.reports.charts import Bar, Line, bars, lines
from ordertool.reports.screen import cut

GRADE_COLOURS = ("#548235", "#2E75B6", "#BF9000", "#C00000")
_MOST_CASES, _LONGEST = 8, 80
"""Cases of a letter, and cells of what it says on each: it is one page."""


def report(paper: Paper, snapshot: Snapshot) -> str:
    """The report as one page of HTML, by the template assessment.html."""
    from ordertool.reports.written import page  # noqa: PLC0415 (only pages need Jinja)

    return page("assessment.html", report_data(paper), snapshot)


def markdown(paper: Paper, snapshot: Snapshot) -> str:
    """The report in Markdown, by the template assessment.md."""
    from ordertool.reports.written import page  # noqa: PLC0415

    return page("assessment.md", report_data(paper), snapshot)


def letter(paper: Paper, one: Assessed, snapshot: Snapshot) -> str:
    """A person's letter, by the template assessment_letter.html."""
    from ordertool.reports.written import page  # noqa: PLC0415

    return page("assessment_letter.html", letter_data(paper, one), snapshot)


def report_data(paper: Paper) -> dict[str, Any]:
    """What the report says."""
    groups = paper.groups()
    people = paper.result.people
    counts = [
        (_("People assessed"), str(len(people))),
        (_("Mean total"), said(mean(one.total for one in people))),
        (str(text("Bonuses ({currency})", currency=paper.currency)), said(paper.bonuses())),
        *((name, str(sum(one.grade == grade.id for one in people))) for grade in paper.grades() if (name := paper.grade(grade.id))),
    ]  # fmt: skip
    return _about(paper) | {
        "counts": counts,
        "indicators": [_indicator(name, paper) for name in paper.result.indicators],
        "groups": [
            {"kind": kind, "title": _(GROUPS[kind]), "rows": [_row(one, paper) for one in them]} for kind, them in groups
        ],
        "figures": [
            _indicator(name, paper) | {"rows": _figure_rows(name, paper)} for name in paper.result.indicators
        ],
        "bars": [{"title": _(GROUPS[kind]), "chart": _bars(them, paper)} for kind, them in groups],
        "periods": paper.periods(),
        "trend": [{"name": name, "totals": [said(one) for one in totals]} for name, totals in paper.means()],
        "lines": lines(_("Trend of the totals"), paper.periods(), [Line(*one) for one in paper.means()]) if paper.earlier else None,
        "commended": [{"name": who.name, "rule": rule} for who, rule in paper.commended()],
        "weak": [
            {"name": one.name, "indicator": paper.indicator(figure.indicator), "score": said(figure.score)}
            for one, figure in paper.weak()
        ],
        "method": [str(line) for line in method_lines(paper)],
    }  # fmt: skip


def letter_data(paper: Paper, one: Assessed) -> dict[str, Any]:
    """What a person's letter says."""
    cases = [(figure, each) for figure in one.figures for each in figure.evidence if each.counts and each.got < each.of]
    cases.sort(key=lambda case: (case[1].got - case[1].of, case[1].at, case[1].order))
    return _about(paper) | {
        "one": _row(one, paper),
        "of": sum(other.rank is not None for other in paper.result.people),
        "figures": [_figure_row(one, figure, paper) for figure in one.figures],
        "cases": [_case(figure, each, paper) for figure, each in cases[:_MOST_CASES]],
        "more": max(len(cases) - _MOST_CASES, 0),
        "commended": [rule for who, rule in paper.commended() if who is one],
        "weak": [paper.indicator(figure.indicator) for who, figure in paper.weak() if who.id == one.id],
        "publish_days": paper.rules.publish_days,
    }


def said(number: Decimal | None) -> str:
    """A score or an amount to two places; a dash where there is none, for what is missing is no zero (L17)."""
    return "–" if number is None else f"{number:,.2f}"


def plain(number: Decimal) -> str:
    """What counted, without idle zeros."""
    return f"{number.normalize():,f}"


def _about(paper: Paper) -> dict[str, Any]:
    result = paper.result
    return {
        "company": paper.company,
        "order": result.period,
        "period": result.period,
        "first": result.first.isoformat(),
        "last": result.last.isoformat(),
        "at": result.at.astimezone(paper.zone).isoformat(),
        "commit": result.commit,
        "policy": result.policy,
        "currency": paper.currency,
    }


def _indicator(name: str, paper: Paper) -> dict[str, Any]:
    rule = paper.rule(name)
    return {
        "id": name,
        "name": paper.indicator(name),
        "target": rule.target if rule else None,
        "minimum": rule.minimum if rule else None,
        "clause": clause_of(name) or "",
        "way": way_of(name),
    }


def _row(one: Assessed, paper: Paper) -> dict[str, Any]:
    """Somebody in a table of all."""
    change = change_of(paper.trend(one))
    return {
        "id": one.id,
        "rank": one.rank,
        "name": one.name,
        "department": one.department,
        "roles": roles_said(one) if one.kind == "person" else "",
        "scores": [_score(one.figure(name), paper) for name in paper.result.indicators],
        "total": said(one.total),
        "grade": paper.grade(one.grade) if one.grade else "–",
        "colour": _colour(one, paper),
        "factor": said(one.factor),
        "bonus": said(one.bonus),
        "change": "–" if change is None else f"{change:+.2f}",
    }


def _score(figure: Figure | None, paper: Paper) -> Mapping[str, Any]:
    if figure is None:
        return {"score": "", "below": False}
    rule = paper.rule(figure.indicator)
    return {
        "score": said(figure.score),
        "below": figure.score is not None and rule is not None and figure.score < rule.target,
    }


def _figure_rows(name: str, paper: Paper) -> list[dict[str, Any]]:
    return [_figure_row(one, figure, paper) for one in paper.everybody() if (figure := one.figure(name))]


def _figure_row(one: Assessed, figure: Figure, paper: Paper) -> dict[str, Any]:
    """Somebody's figure of one indicator."""
    rule = paper.rule(figure.indicator)
    weight = one.weights.get(figure.indicator)
    over = figure.score - rule.target if figure.score is not None and rule else None
    return {
        "indicator": paper.indicator(figure.indicator),
        "name": one.name,
        "kind": _(KINDS[one.kind]),
        "department": one.department,
        "numerator": plain(figure.numerator),
        "denominator": plain(figure.denominator),
        "sample": figure.sample,
        "target": rule.target if rule else None,
        "over": "–" if over is None else f"{over:+.2f}",
        "left_out": len(paper.left_out(figure)),
        "remark": remark_on(figure),
        "weight": said(weight),
        "clause": clause_of(figure.indicator) or "",
        **_score(figure, paper),
    }


def _case(figure: Figure, one: Evidence, paper: Paper) -> dict[str, Any]:
    """What cost points, in a letter."""
    return {
        "indicator": paper.indicator(figure.indicator),
        "order": one.order,
        "move": _(one.move) + (f" {one.item}" if one.item else "") if one.move else one.item,
        "at": f"{one.at.astimezone(paper.zone):%Y-%m-%d %H:%M}",
        "due": f"{one.due.astimezone(paper.zone):%Y-%m-%d %H:%M}" if one.due else "",
        "why": cut(str(one.why), _LONGEST),
        "clause": str(one.clause),
    }


def _bars(them: list[Assessed], paper: Paper) -> Any:
    rows = [Bar(one.name, one.total, _colour(one, paper)) for one in them]
    return bars(_("Weighted totals"), rows)


def _colour(one: Assessed, paper: Paper) -> str:
    """The colour of a grade, from green for the best to red."""
    grades = [grade.id for grade in paper.grades()]
    if one.grade not in grades:
        return "#7F7F7F"
    return GRADE_COLOURS[round(grades.index(one.grade) * (len(GRADE_COLOURS) - 1) / max(len(grades) - 1, 1))]
