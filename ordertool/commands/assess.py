"""`ordertool assess`: figures that can be opened down to the commit, published, appealed and approved (P6)."""

from __future__ import annotations

from typing import Annotated, Any

from typer import Argument, Option

from ordertool.assess.bonus import commended, over_budget, spent, weak
from ordertool.assess.result import Result, document
from ordertool.commands.as_typed import amount, given, parts
from ordertool.commands.as_typed import one_of as one_word_of
from ordertool.commands.assess_export import export as export  # noqa: PLC0414 (a verb of this noun with a file of its own)
from ordertool.commands.assessing import (
    Asked,
    asked,
    assessment_id,
    figured,
    figures_of,
    one_of,
    refuse_unseen,
)
from ordertool.commands.days import gone_by
from ordertool.commands.evidence import commits_of
from ordertool.commands.frame import Answer, Request, command
from ordertool.errors import InvalidError, UsageError
from ordertool.language import N_, Text, _, language, listed, text
from ordertool.making import Step, make, refuse_without_right
from ordertool.records.assessment import AppealInput, RevisionInput
from ordertool.records.faults import validated
from ordertool.records.given import AppealAnswerInput
from ordertool.records.staff import ObservationInput, RewardInput
from ordertool.reports.assessment import (
    as_assessed,
    compared,
    compared_table,
    cycle_lines,
    evidence_lines,
    figures_table,
    person_lines,
    standings_table,
)
from ordertool.rules.assessing import may_see
from ordertool.rules.cycles import cycle_of, name_of

PeriodArg = Annotated[
    str, Argument(metavar="PERIOD", help=_("The period: 2026Q4, 2026H1, 2026-11 or 2026-10-01..2026-11-15."))
]
ByOption = Annotated[
    str | None, Option("--by", metavar="person|department|team", help=_("Whose figures; else the persons'."))
]
_BY = {
    "人员": "person", "个人": "person", "部门": "department", "小组": "team", "团队": "team", "person": "person",
    "department": "department", "team": "team",
}  # fmt: skip
_KINDS = {
    "奖励": "reward", "处罚": "sanction", "证书": "certificate", "reward": "reward", "sanction": "sanction",
    "certificate": "certificate",
}  # fmt: skip


@command(move=("assessment", "run"))
def run(request: Request, period: PeriodArg, by: ByOption = None) -> Answer:
    """Assess a period."""
    of, session = asked(request, period), request.session
    kind = one_word_of(by, _BY, "--by") or "person"
    if session.dry_run:
        refuse_unseen(request, None, of)
        result, ctx = figured(request, of._replace(record=None))
        return _told(result, kind, ctx)
    if not _kept(of):
        raise InvalidError(
            text("only quarters and half-years are kept, and {period} is none", period=of.name),
            text("see its figures: ordertool assess run {period} --dry-run", period=of.name),
        )
    refuse_without_right(session, "assessment", "run")
    if of.last < session.ctx.day(session.now):
        figured(request, of._replace(record=None))  # before the lock, so that others need not wait for it
    made = make(
        session, Step("assessment", "run", of.name, lambda _old, ctx: ctx.figures(ctx.commit, of.first, of.last))
    )
    answer = request.moved(made)
    session.look_again()
    result, ctx = figured(request, asked(request, period))
    shown = _told(result, kind, ctx)
    return Answer(
        lambda: answer.made() | {"result": shown.made()}, lambda: [*answer.text().split("\n"), "", *shown.text().split("\n")],
        0, (*answer.warnings, *shown.warnings),
    )  # fmt: skip


def _kept(of: Asked) -> bool:
    """Whether a period is one whose assessment is kept."""
    return len(of.name) == len("2026Q4") and of.name[4] in "QH"


def _told(result: Result, kind: str, ctx: Any) -> Answer:
    """A result as a table, with commendations, and a remark where the bonuses go beyond the budget."""
    rules = ctx.policy.assess
    found = {"person": result.people, "department": result.departments, "team": result.teams}[kind]
    praise = list(commended(result, rules))
    weaknesses = list(weak(result, rules))
    beyond = over_budget(result.people, rules.bonus)
    remarks: list[Text] = []
    if beyond is not None:
        remarks.append(text("the bonuses go beyond the budget by {amount}", amount=beyond))

    def lines() -> list[str]:
        shown = figures_table(found, ctx) if found else [_("nobody")]
        if kind == "person":
            shown += ["", str(text("bonuses: {amount}", amount=f"{spent(result.people):,f}"))]
        for one in praise:
            shown.append(str(text("commended: {who}, {rule}", who=one.who.name, rule=one.rule.name.said(language()))))
        return shown

    more = {
        "commended": [{"who": one.who.id, "rule": one.rule.name.plain()} for one in praise],
        "training": [one._asdict() | {"score": f"{one.score:f}"} for one in weaknesses],
        "bonuses": f"{spent(result.people):f}",
        "over_budget": None if beyond is None else f"{beyond:f}",
    }
    return Answer(lambda: document(result) | more, lines, 0, remarks)


@command(
    help=N_("Show the figures of a period, everybody's or one person's"), example="ordertool assess show 2026Q4 li.na"
)
def show(
    request: Request,
    period: PeriodArg,
    who: Annotated[
        str | None, Argument(metavar="[STAFF]", help=_("A person, a department or a team; else everybody."))
    ] = None,
    by: ByOption = None,
) -> Answer:
    """Show an assessment."""
    of, ctx = asked(request, period), request.session.ctx
    refuse_unseen(request, who, of)
    head = (
        cycle_lines(of.record, ctx)
        if of.record is not None
        else [str(text("{period}  not assessed yet", period=of.name))]
    )
    kind = one_word_of(by, _BY, "--by") or "person"
    if who is not None or kind != "person" or of.record is None:
        result, then = figured(request, of)
        if who is None:
            shown = _told(result, kind, then)
            return Answer(shown.document, lambda: [*head, "", *shown.text().split("\n")], 0, shown.warnings)
        one = one_of(result, who, of)
        standing = of.record.latest.of(who) if of.record is not None else None
        if standing is not None:  # as it was frozen
            one = as_assessed(standing, ctx)._replace(weights=one.weights, figures=one.figures)
        return Answer(one.document, lambda: [*head, "", *person_lines(one, then)])
    record = of.record
    return Answer(lambda: record.model_dump(mode="json"), lambda: [*head, "", *standings_table(record.latest, ctx)])


@command(
    help=N_("The evidence behind a figure, line by line, down to the commit"),
    example="ordertool assess explain 2026Q4 li.na follow_up",
)
def explain(
    request: Request,
    period: PeriodArg,
    who: Annotated[str, Argument(metavar="STAFF", help=_("The person, department or team."))],
    indicator: Annotated[str, Argument(metavar="INDICATOR", help=_("The indicator, such as follow_up."))],
) -> Answer:
    """Open a figure."""
    of = asked(request, period)
    refuse_unseen(request, who, of)
    result, ctx = figured(request, of)
    one = one_of(result, who, of)
    names = {rule.name.said(language()): name for name, rule in ctx.policy.assess.indicators.items()}
    figure = one.figure(names.get(indicator, indicator.replace("-", "_")))
    if figure is None:
        there = listed(each.indicator for each in one.figures)
        raise UsageError(
            text("{indicator} is no indicator of {staff}'s", indicator=indicator, staff=who),
            text("there are: {names}", names=there),
        )
    commits = commits_of(figure, request.session.tip, result.commit)
    about = {"period": result.period, "commit": result.commit, "id": one.id, "name": one.name}
    verified = figure._replace(
        evidence=tuple(each._replace(commit=commit) for each, commit in zip(figure.evidence, commits, strict=True))
    )
    return Answer(lambda: about | verified.document(), lambda: evidence_lines(one, verified, ctx))


@command(help=N_("Two periods beside each other"), example="ordertool assess compare 2026Q3 2026Q4")
def compare(
    request: Request,
    period: PeriodArg,
    other: Annotated[str, Argument(metavar="PERIOD", help=_("The later period."))],
) -> Answer:
    """Compare two periods."""
    sides = [asked(request, period), asked(request, other)]
    for of in sides:
        refuse_unseen(request, None, of)
    found = compared(*(figures_of(request, of).people for of in sides))
    names = (sides[0].name, sides[1].name)
    ctx = request.session.ctx
    return Answer({"periods": list(names), "people": found}, lambda: compared_table(found, names, ctx))


@command(help=N_("Where everybody stands in the period that runs"), example="ordertool assess today")
def today(request: Request, by: ByOption = None) -> Answer:
    """Show the running period."""
    session = request.session
    first, last = cycle_of(session.ctx.day(session.now), session.ctx.policy.assess.cycle)
    of = Asked(name_of(first, last), first, last, None)
    result, ctx = figured(request, of)
    if not may_see(session.actor, None, None, session.now, session.ctx):
        mine = one_of(result, session.actor, of)
        return Answer(mine.document, lambda: [result.period, "", *person_lines(mine, ctx)])
    shown = _told(result, one_word_of(by, _BY, "--by") or "person", ctx)
    return Answer(shown.document, lambda: [result.period, "", *shown.text().split("\n")], 0, shown.warnings)


@command(move=("assessment", "publish"))
def publish(request: Request, period: PeriodArg) -> Answer:
    """Publish."""
    return request.make("publish", assessment_id(period), kind="assessment")


@command(move=("assessment", "appeal"))
def appeal(
    request: Request,
    period: PeriodArg,
    text_: Annotated[str, Option("--text", help=_("What you do not agree with, and why."))],
    indicator: Annotated[str | None, Option(help=_("Against this indicator; else against all."))] = None,
) -> Answer:
    """Appeal."""
    named = indicator.replace("-", "_") if indicator else None
    made = validated(AppealInput, given(indicator=named, text=text_))
    return request.make("appeal", assessment_id(period), lambda _old, _ctx: made, kind="assessment")


@command(move=("assessment", "answer"))
def answer(
    request: Request,
    period: PeriodArg,
    item: Annotated[str, Argument(metavar="APPEAL", help=_("The appeal, such as AP1: ordertool assess show."))],
    accept: Annotated[str | None, Option(metavar="REASON", help=_("Accept it, for this reason."))] = None,
    reject: Annotated[str | None, Option(metavar="REASON", help=_("Reject it, for this reason."))] = None,
    leave_out: Annotated[
        list[str] | None,
        Option(
            metavar="INDICATOR;ID;MOVE[;ITEM]",
            help=_("Evidence that does not count when the figures are computed anew; repeat it."),
        ),
    ] = None,
) -> Answer:
    """Answer an appeal."""
    if (accept is None) == (reject is None):
        raise UsageError(
            text("it takes --accept or --reject, and not both"), text('add --accept "why" or --reject "why"')
        )
    session = request.session
    left_out = []
    for one in leave_out or ():
        names = ("indicator", "record", "move", "item")[: 3 + (len(one.replace("；", ";").split(";")) > 3)]  # noqa: PLR2004
        said = parts(one, names, "--leave-out")
        kind = "meeting" if said.get("record", "").upper().startswith("MT-") else "order"
        left_out.append(said | {"record": session.id(kind, said.get("record", ""))})
    outcome = {
        "outcome": "rejected" if accept is None else "accepted",
        "reason": accept or reject,
        "left_out": left_out,
    }
    made = validated(AppealAnswerInput, {"item": item.upper(), "answer": outcome})
    return request.make("answer", assessment_id(period), lambda _old, _ctx: made, kind="assessment")


@command(move=("assessment", "approve"))
def approve(request: Request, period: PeriodArg) -> Answer:
    """Approve."""
    return request.make("approve", assessment_id(period), kind="assessment")


@command(move=("assessment", "revise"))
def revise(request: Request, period: PeriodArg, reason: Annotated[str, Option(help=_("Why."))]) -> Answer:
    """Revise."""
    of = asked(request, period)
    if of.record is not None:
        refuse_without_right(request.session, "assessment", "revise")
        figured(request, of._replace(record=None))  # before the lock

    def give(_old: Any, ctx: Any) -> RevisionInput:
        figures = ctx.figures(ctx.commit, of.first, of.last)
        return validated(RevisionInput, {"reason": reason, "figures": figures})

    return request.make("revise", of.name, give, kind="assessment")


@command(move=("staff", "note"))
def note(
    request: Request,
    staff: Annotated[str, Argument(metavar="STAFF", help=_("The person."))],
    text_: Annotated[str, Option("--text", help=_("What was seen."))],
    on: Annotated[str | None, Option(metavar="DATE", help=_("The day; else today."))] = None,
    indicator: Annotated[str | None, Option(help=_("The indicator that it is about."))] = None,
) -> Answer:
    """Note an observation."""
    made = validated(
        ObservationInput, given(on=gone_by(request, on) or _today(request), text=text_, indicator=indicator)
    )
    return request.make("note", staff, lambda _old, _ctx: made, kind="staff")


@command(move=("staff", "reward"))
def reward(
    request: Request,
    staff: Annotated[str, Argument(metavar="STAFF", help=_("The person."))],
    kind: Annotated[str, Option(metavar="reward|sanction|certificate", help=_("What it is."))],
    reason: Annotated[str, Option(help=_("What for."))],
    on: Annotated[str | None, Option(metavar="DATE", help=_("The day; else today."))] = None,
    amount_: Annotated[
        str | None, Option("--amount", metavar="AMOUNT", help=_("An amount, in the company's currency."))
    ] = None,
    period: Annotated[str | None, Option(metavar="PERIOD", help=_("The assessment that it follows from."))] = None,
) -> Answer:
    """Record a reward."""
    data = given(
        kind=one_word_of(kind, _KINDS, "--kind"), on=gone_by(request, on) or _today(request), reason=reason, amount=amount(amount_),
        assessment=assessment_id(period) if period else None,
    )  # fmt: skip
    made = validated(RewardInput, data)
    return request.make("reward", staff, lambda _old, _ctx: made, kind="staff")


def _today(request: Request) -> str:
    session = request.session
    return str(session.ctx.day(session.at))
