"""`ordertool inbox`: what waits for one person now, by due time, and what they wait for from others (P3).

A department's inbox is all that its people owe.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from typer import Option

from ordertool.commands import filtering
from ordertool.commands.frame import Answer, Request, command, incomplete
from ordertool.language import N_, Text, _, text
from ordertool.reports.owed import all_owed, by_urgency, owed_table
from ordertool.reports.owed_files import files_table, owed_on_files
from ordertool.reports.screen import flowing, painted
from ordertool.rules.duty import present
from ordertool.rules.move import Context


@command(help=N_("What waits for you now, by due time"), example="ordertool inbox --as li.na")
def run(
    request: Request,
    department: Annotated[str | None, Option(help=_("What waits for anybody of this department."))] = None,
) -> Answer:
    """Show an inbox."""
    session = request.session
    theirs = filtering.department_of(request, department)
    me = session.actor if theirs is None else None
    unreadable: list[Text] = []
    found = by_urgency(all_owed(session.tip, session.now, session.ctx, unreadable))
    mine = [one for one in found if (one.duty.staff == me if me else one.department == theirs)]
    others = [one for one in found if me and one.waits_for(me)]
    files = [
        one
        for one in owed_on_files(session.tip, session.now, session.ctx, unreadable)
        if (one.staff == me if me else one.department == theirs)
    ]

    def lines() -> list[str]:
        told = _away(session.ctx, me, session.now)
        nothing = [str(text("nothing waits for {staff}", staff=me or theirs))]
        shown = [*told, *([""] if told else [])]
        shown += owed_table(mine, who=me is None) if mine else [] if files else nothing
        if files:
            shown += [*([""] if mine else []), painted(_("Files:"), "bold"), *files_table(files, who=me is None)]
        if others:
            shown += ["", painted(_("You wait for others:"), "bold"), *owed_table(others)]
        return shown

    return Answer(
        lambda: [
            *(one.document() | {"mine": one in mine} for one in (*mine, *others)),
            *(one.document() | {"mine": True} for one in files),
        ],
        lines,
        incomplete(unreadable),
        unreadable,
    )


def _away(ctx: Context, staff_id: str | None, now: datetime) -> list[str]:
    """Who stands in for a person who is away today: what would wait for them waits there."""
    person = ctx.staff.get(staff_id) if staff_id else None
    absence = person.absence_on(ctx.day(now)) if person else None
    stand_in = present(staff_id, now, ctx)
    if absence is None or stand_in == staff_id:
        return []
    words = text("{staff} is away until {day}; {deputy} stands in: ordertool inbox --as {deputy}",
                 staff=staff_id, day=absence.last, deputy=stand_in)  # fmt: skip
    return flowing(str(words))
