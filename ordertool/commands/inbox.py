"""`ordertool inbox`: what waits for one person now, by due time, and what they wait for from others (P3)."""

from __future__ import annotations

from ordertool.commands.frame import Answer, Request, command, incomplete
from ordertool.language import N_, Text, _, text
from ordertool.reports.owed import by_urgency, owed, owed_table
from ordertool.reports.queries import order_rows
from ordertool.reports.screen import painted


@command(help=N_("What waits for you now, by due time"), example="ordertool inbox --as li.na")
def run(request: Request) -> Answer:
    """Show an inbox."""
    session = request.session
    me = session.actor
    unreadable: list[Text] = []
    found = by_urgency(
        one for row in order_rows(session.tip, session.now, session.ctx, unreadable) for one in owed(row)
    )
    mine = [one for one in found if one.duty.staff == me]
    others = [one for one in found if one.waits_for(me)]

    def lines() -> list[str]:
        shown = owed_table(mine, who=False) if mine else [str(text("nothing waits for {staff}", staff=me))]
        if others:
            shown += ["", painted(_("You wait for others:"), "bold"), *owed_table(others)]
        return shown

    return Answer(
        lambda: [one.document() | {"mine": one.duty.staff == me} for one in (*mine, *others)],
        lines,
        incomplete(unreadable),
        unreadable,
    )
