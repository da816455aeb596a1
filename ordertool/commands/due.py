"""`ordertool due`: everything late or soon late, next steps and the duties beside them (P0.2, P3.2)."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from ordertool.commands import filtering
from ordertool.commands.as_typed import span as span_of
from ordertool.commands.frame import Answer, Request, command, incomplete
from ordertool.language import N_, Text, _, text
from ordertool.records.base import Record
from ordertool.records.faults import validated
from ordertool.records.policy import WorkingSpan
from ordertool.reports.owed import all_owed, by_urgency, owed_table
from ordertool.reports.owed_files import files_table, owed_on_files
from ordertool.reports.screen import clock_time, painted
from ordertool.rules.working_time import add


class _Ahead(Record):
    within: WorkingSpan


@command(help=N_("Everything late or soon late, by whom"), example="ordertool due --within 4h --department sales")
def run(
    request: Request,
    within: Annotated[
        str, Option(metavar="TIME", help=_("What is due within this working time is soon late: 4h, 1d."))
    ] = "1d",
    department: Annotated[str | None, Option(help=_("Only what people of this department owe."))] = None,
    staff: Annotated[str | None, Option(metavar="STAFF", help=_("Only what this person owes."))] = None,
) -> Answer:
    """Show what is due."""
    session = request.session
    now, ctx = session.now, session.ctx
    span = validated(_Ahead, {"within": span_of(within)}).within
    horizon = add(ctx.calendar, now, span.lasts(ctx.working_day)).at
    wanted = filtering.department_of(request, department)
    person = filtering.staff(request, staff, "--staff")
    unreadable: list[Text] = []
    found = by_urgency(
        one
        for one in all_owed(session.tip, now, ctx, unreadable)
        if one.due is not None
        and one.due <= horizon
        and wanted in (None, one.department)
        and person in (None, one.duty.staff)
    )
    files = [
        one
        for one in owed_on_files(session.tip, now, ctx, unreadable)
        if one.due <= horizon and wanted in (None, one.department) and person in (None, one.staff)
    ]
    everything = len(found) + len(files)
    late = sum(one.overdue for one in found) + sum(one.overdue for one in files)

    def lines() -> list[str]:
        until = clock_time(horizon, ctx)
        if not everything:
            return [str(text("nothing is late or due by {time}", time=until))]
        count = text("{late} late, {soon} due by {time}", late=late, soon=everything - late, time=until)
        shown = owed_table(found) if found else []
        if files:
            shown += [*([""] if found else []), painted(_("Files:"), "bold"), *files_table(files)]
        return [*shown, str(count)]

    return Answer(
        lambda: [*(one.document() for one in found), *(one.document() for one in files)],
        lines,
        incomplete(unreadable),
        unreadable,
    )
