"""`ordertool survey`: the satisfaction survey: a sheet out to the client, answers in, one by one or a whole workbook (P6.2b)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from typer import Argument, Option

from ordertool.book.paths import expanded
from ordertool.commands.as_typed import CHANNELS, given, one_of, whole
from ordertool.commands.frame import Answer, Request, command, incomplete, left_out, unfinished
from ordertool.commands.outgoing import leave
from ordertool.errors import InvalidError, OrdertoolError, Problem, RefusedError, UsageError
from ordertool.language import Text, _, text
from ordertool.making import Step, make_all, would_refuse
from ordertool.records.faults import validated
from ordertool.records.order import Order
from ordertool.records.talk import Survey, SurveySheetInput
from ordertool.reports.papers import person
from ordertool.reports.queries import OrderRow, order_rows
from ordertool.rules.surveying import survey_wanted

_ASKED = ("delivered", "signed", "closed")
_FORMS = (".html", ".xlsx")


@command(move=("order", "survey"))
def run(
    request: Request,
    order: Annotated[
        str | None, Argument(metavar="[ID]", help=_("The order: its id or the last letters of it."))
    ] = None,
    score: Annotated[str | None, Option(metavar="1-5", help=_("From 1, bad, to 5, good."))] = None,
    comment: Annotated[str | None, Option(help=_("The client's own words."))] = None,
    sheet: Annotated[
        str | None,
        Option(metavar="FILE", help=_("Make a sheet for the client, .html or .xlsx, and record that it went out.")),
    ] = None,
    channel: Annotated[
        str | None, Option(help=_("How the sheet went out: phone, email, online, visit, wechat or other."))
    ] = None,
    blank: Annotated[
        str | None,
        Option(metavar="FILE", help=_("Make a workbook to fill in, of all orders whose client has not answered.")),
    ] = None,
    from_: Annotated[
        str | None, Option("--from", metavar="FILE", help=_("Read answers from a workbook: all of them, or none."))
    ] = None,
    force: Annotated[bool, Option("--force", help=_("Overwrite the file, if there is one."))] = False,
) -> Answer:
    """Ask a client how content they are, or record the answer."""
    many = [one for one in (blank, from_) if one is not None]
    if len([one for one in (score, sheet, *many) if one is not None]) != 1 or (many and order is not None):
        raise UsageError(
            text("say one thing: a score, a sheet that goes out, a workbook to fill in, or one to read"),
            text(
                "ordertool survey ID --score 5; ordertool survey ID --sheet survey.html; ordertool survey --from FILE"
            ),
        )
    if blank is not None:
        return _blank(request, expanded(blank), force=force)
    if from_ is not None:
        return _from(request, expanded(from_))
    if order is None:
        raise left_out("order", "ID", text("name the order: ordertool survey 7K3FQ --score 5"))
    if sheet is not None:
        way = one_of(channel, CHANNELS, "--channel")
        return _sheet(request, request.session.id("order", order), expanded(sheet), way, force=force)
    answer = validated(Survey, given(score=whole(score, "--score"), comment=comment))
    return request.make("survey", order, lambda _old, _ctx: answer)


def _sheet(request: Request, order_id: str, place: Path, channel: str | None, *, force: bool) -> Answer:
    """A sheet for one client; it is written when nothing refuses the move, and then the move is made."""
    if place.suffix.lower() not in _FORMS:
        raise UsageError(text("{path} names no form of a sheet", path=place), text("let it end in .html or .xlsx"))
    went = validated(SurveySheetInput, given(form=place.suffix.lower()[1:], channel=channel))
    step = Step("order", "survey-sent", order_id, lambda _old, _ctx: went)
    if not request.dry_run and would_refuse(request.session, step) is None:
        leave(place, _written(request, order_id, went.form), force=force)
    answer = request.make(step.verb, order_id, step.give)
    return answer._replace(
        document=lambda: answer.made() | {"file": str(place)}, lines=lambda: [*answer.text().split("\n"), str(place)]
    )


def _written(request: Request, order_id: str, form: str) -> bytes:
    session = request.session
    record: Order = request.read("order", order_id)
    if form == "xlsx":
        return _workbook(request, [OrderRow(record, session.now, session.ctx)])
    from ordertool.reports.survey_sheets import sheet_document  # noqa: PLC0415 (openpyxl takes its time)
    from ordertool.reports.written import page  # noqa: PLC0415 (only HTML needs Jinja)

    printed = {"at": session.now.isoformat(), "by": person(session.actor, session.ctx), "commit": session.tip.commit}
    return page("survey.html", {**sheet_document(record, session.ctx), "printed": printed}, session.tip).encode()


def _workbook(request: Request, rows: list[OrderRow]) -> bytes:
    from ordertool.reports.survey_sheets import Asked, answers_workbook  # noqa: PLC0415 (openpyxl takes its time)

    session = request.session
    asked = [Asked(row.order.id, row.filed_name or row.order.client_name, row.matter) for row in rows]
    return answers_workbook(asked, session.tip.policy.company, session.now)


def _blank(request: Request, place: Path, *, force: bool) -> Answer:
    """A workbook of the orders whose client was asked and has not answered, or is to be asked."""
    if place.suffix.lower() != ".xlsx":
        raise UsageError(text("{path} names no workbook", path=place), text("let it end in .xlsx"))
    session = request.session
    unreadable: list[Text] = []
    rows = [
        row
        for row in order_rows(session.tip, session.now, session.ctx, unreadable)
        if row.order.stage in _ASKED and row.order.survey is None
        if row.order.survey_sheets or (row.order.stage in _ASKED[1:] and survey_wanted(row.order, session.ctx))
    ]
    leave(place, _workbook(request, rows), force=force)
    document = {"file": str(place), "orders": [row.order.id for row in rows]}
    return Answer(
        document, [str(text("{path}: {count} orders", path=place, count=len(rows)))], incomplete(unreadable), unreadable
    )


def _from(request: Request, place: Path) -> Answer:
    """The answers of a workbook, in one commit; a row that does not fit, and none is recorded."""
    from ordertool.commands.answered import answers_in  # noqa: PLC0415 (openpyxl takes its time)

    session = request.session
    steps: dict[str, Step] = {}
    problems: list[Problem] = []
    for row in answers_in(place):
        found = _step(request, row, steps)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            steps[found.record_id or ""] = found
    if problems:
        first = problems[0]
        kind = RefusedError if all(one.kind == "refused" for one in problems) else InvalidError
        raise kind(
            text("no answer is recorded: {where}: {what}", where=first.where() or place, what=first.message),
            text("mend the workbook and read it again"),
            problems,
        )
    made = make_all(session, list(steps.values()))
    commit = made[0].commit
    document: dict[str, Any] = {
        "answered": [one.record.id for one in made], "commit": commit, "dry_run": request.dry_run,
    }  # fmt: skip
    lines = [str(text("answers recorded: {count}", count=len(made))), *(f"  {one.record.id}" for one in made)]
    if request.dry_run:
        lines.append(_("dry run, nothing written"))
    return Answer(document, lines, 0, [unfinished(made[0].warning)] if made[0].warning else ())


def _step(request: Request, row: Any, before: dict[str, Step]) -> Step | Problem:
    """The move that records a row's answer, or what stands in its way, with the cell."""
    from ordertool.commands.answered import misfit, score_of  # noqa: PLC0415 (openpyxl takes its time)

    wrong = misfit(row)
    if wrong is not None:
        return wrong
    typed, place = row.order
    try:
        order_id = request.session.id("order", typed)
        answer = validated(Survey, given(score=score_of(row), comment=row.comment[0] or None))
    except OrdertoolError as error:
        return Problem(error.message, field=place if isinstance(error, UsageError) else row.comment[1], kind=error.code)
    if order_id in before:
        return Problem(text("{order} stands in it twice", order=order_id), field=place, kind="answer")

    def give(_old: Order, _ctx: object) -> Survey:
        return answer

    step = Step("order", "survey", order_id, give)
    try:
        refused = would_refuse(request.session, step)
    except RefusedError as error:  # who fills it in owned this order; another may
        refused = error.why or error.message
    return step if refused is None else Problem(refused, field=place, kind="refused")
