"""`ordertool inbox`: what waits for one person now, by due time, and what they wait for from others (P3).

A department's inbox is all that its people owe.
"""

from __future__ import annotations

from typing import Annotated

from typer import Option

from ordertool.commands import filtering
from ordertool.commands.frame import Answer, Request, command, incomplete
from ordertool.language import N_, Text, _, text
from ordertool.reports.owed import by_urgency, owed, owed_table
from ordertool.reports.queries import order_rows
from ordertool.reports.screen import painted


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
    found = by_urgency(
        one for row in order_rows(session.tip, session.now, session.ctx, unreadable) for one in owed(row)
    )
    mine = [one for one in found if (one.duty.staff == me if me else one.department == theirs)]
    others = [one for one in found if me and one.waits_for(me)]

    def lines() -> list[str]:
        nothing = [str(text("nothing waits for {staff}", staff=me or theirs))]
        shown = owed_table(mine, who=me is None) if mine else nothing
        if others:
            shown += ["", painted(_("You wait for others:"), "bold"), *owed_table(others)]
        return shown

    return Answer(
        lambda: [one.document() | {"mine": one in mine} for one in (*mine, *others)],
        lines,
        incomplete(unreadable),
        unreadable,
    )
