"""`ordertool meeting`: the intake meeting: agenda from the records, minutes, actions tracked to done (P5.1a)."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from typer import Argument, Option

from ordertool.book.book import here
from ordertool.book.paths import expanded
from ordertool.commands.as_typed import at_most, given
from ordertool.commands.attendance import guests, invited_by_policy, minutes_from
from ordertool.commands.frame import Answer, Request, command, incomplete
from ordertool.commands.outgoing import leave
from ordertool.commands.reporting import Force, Out, made
from ordertool.inputs import document_from, moment
from ordertool.language import N_, Text, _
from ordertool.records.base import Reason
from ordertool.records.faults import validated
from ordertool.records.meeting import CallInput, Meeting, MinutesInput, ResultInput
from ordertool.reports.agenda import agenda as agenda_report
from ordertool.reports.meeting_card import meeting_document, meeting_lines, minutes_paper
from ordertool.reports.meetings import MeetingRow, meeting_table
from ordertool.reports.papers import person
from ordertool.reports.written import page

MeetingId = Annotated[str, Argument(metavar="MEETING", help=_("The meeting: its id or the last letters of it."))]


@command(move=("meeting", "call"))
def call(
    request: Request,
    when: Annotated[str, Option(metavar="TIME", help=_("When it begins, such as 2026-11-30T09:00."))],
    where: Annotated[str, Option(help=_("Where it is held."))],
    invite: Annotated[
        list[str] | None,
        Option(
            metavar="STAFF|DEPARTMENT|ROLE",
            help=_("A person, a department or a role; repeat it. Else whom policy.yaml names."),
        ),
    ] = None,
    matter: Annotated[
        list[str] | None, Option(help=_("What it is about, beside what the agenda takes from the records; repeat it."))
    ] = None,
) -> Answer:
    """Call a meeting."""
    asked = guests(request, invite) if invite else invited_by_policy(request)
    data = {"when": moment(when, request.session.zone), "where": where, "matters": matter or [], **asked}
    called = validated(CallInput, data)
    return request.make("call", None, lambda _old, _ctx: called, kind="meeting")


@command(move=("meeting", "minutes"))
def minutes(
    request: Request,
    meeting: MeetingId,
    held: Annotated[
        str | None, Option(metavar="TIME", help=_("When it was held, if not when it was called for."))
    ] = None,
    present: Annotated[
        list[str] | None,
        Option(metavar="STAFF", help=_("Who was there; else all who were invited and not named below.")),
    ] = None,
    excused: Annotated[list[str] | None, Option(metavar="STAFF", help=_("Who had said they would not come."))] = None,
    absent: Annotated[list[str] | None, Option(metavar="STAFF", help=_("Who did not come."))] = None,
    matter: Annotated[list[str] | None, Option(help=_("What was talked about; repeat it."))] = None,
    decision: Annotated[list[str] | None, Option(help=_("What was decided; repeat it."))] = None,
    action: Annotated[list[str] | None, Option(help=_('What somebody is to do, "who;what;date"; repeat it.'))] = None,
    drop: Annotated[list[str] | None, Option(metavar="ACTION", help=_("Take this action out again."))] = None,
    from_: Annotated[
        str | None, Option("--from", metavar="FILE", help=_("Read the whole minutes from a YAML or JSON file."))
    ] = None,
    reason: Annotated[str | None, Option(help=_("Why they replace the minutes there are."))] = None,
) -> Answer:
    """Take minutes."""
    values: dict[str, Any] = dict(document_from(from_).data) if from_ else {}
    values |= given(
        held=moment(held, request.session.zone) if held else None, present=present, excused=excused, absent=absent,
        matters=matter, decisions=decision, reason=reason,
    )  # fmt: skip

    def give(old: Meeting, ctx: Any) -> MinutesInput:
        return minutes_from(request, old, values, action or (), drop or (), ctx, whole=from_ is not None)

    return request.make("minutes", meeting, give, kind="meeting")


@command(move=("meeting", "action-done"))
def done(
    request: Request,
    meeting: MeetingId,
    action: Annotated[str, Argument(metavar="ACTION", help=_("The action, such as X1: ordertool meeting show."))],
    result: Annotated[str | None, Option(help=_("What came of it."))] = None,
) -> Answer:
    """Report an action done."""
    reported = validated(ResultInput, given(action=action.upper(), result=result))
    return request.make("action-done", meeting, lambda _old, _ctx: reported, kind="meeting")


@command(move=("meeting", "cancel"))
def cancel(request: Request, meeting: MeetingId, reason: Annotated[str, Option(help=_("Why."))]) -> Answer:
    """Cancel a meeting."""
    why = validated(Reason, {"note": reason})
    return request.make("cancel", meeting, lambda _old, _ctx: why, kind="meeting")


@command(
    help=N_("The agenda, made from the records since the last meeting"),
    example="ordertool meeting agenda --for 7K3FQ --out agenda.html",
)
def agenda(
    request: Request,
    for_: Annotated[
        str | None, Option("--for", metavar="MEETING", help=_("Of this meeting; else of one held now."))
    ] = None,
    out: Out = None,
    force: Force = False,
) -> Answer:
    """Make an agenda."""
    called = request.read("meeting", for_) if for_ else None
    return made(request, partial(agenda_report, meeting=called), out, None, None, force=force)


@command(help=N_("List meetings"), example="ordertool meeting list --open")
def list_(
    request: Request,
    open_: Annotated[
        bool, Option("--open", help=_("Only those to come, and those after which something is to be done."))
    ] = False,
    limit: Annotated[str | None, Option(metavar="NUMBER", help=_("At most so many, the newest."))] = None,
) -> Answer:
    """List meetings."""
    session = request.session
    most = at_most(limit)
    unreadable: list[Text] = []
    found = [one for one in session.tip.all("meeting", unreadable) if isinstance(one, Meeting)]
    found = sorted(found, key=lambda one: (one.time, one.id), reverse=True)
    kept = [one for one in found if not open_ or one.stage in ("called", "held")][:most]
    rows = [MeetingRow(one, session.now, session.ctx) for one in kept]

    def lines() -> list[str]:
        return meeting_table(rows) if rows else [_("no meetings")]

    return Answer(lambda: [row.document() for row in rows], lines, incomplete(unreadable), unreadable)


@command(help=N_("Show a meeting"), example="ordertool meeting show 7K3FQ")
def show(request: Request, meeting: MeetingId) -> Answer:
    """Show a meeting."""
    session = request.session
    record: Meeting = request.read("meeting", meeting)
    return Answer(
        lambda: meeting_document(record, session.now, session.ctx),
        lambda: meeting_lines(record, session.now, session.ctx),
    )


@command(help=N_("Print the minutes of a meeting"), example="ordertool meeting print 7K3FQ")
def print_(
    request: Request,
    meeting: MeetingId,
    out: Annotated[
        str | None, Option(metavar="FILE", help=_("The file; else one named after the meeting, in this folder."))
    ] = None,
    force: Force = False,
) -> Answer:
    """Print minutes."""
    session = request.session
    record: Meeting = request.read("meeting", meeting)
    document = minutes_paper(record, session.now, session.ctx)
    printed = {"at": session.now.isoformat(), "by": person(session.actor, session.ctx), "commit": session.tip.commit}
    document["printed"] = printed
    written = page("minutes.html", document, session.tip)
    if request.as_json and out is None:
        return Answer({**document, "file": None})
    place = expanded(out) if out else here() / f"{record.id}-minutes.html"
    leave(place, written.encode(), force=force)
    return Answer({**document, "file": str(place)}, [str(place)])
