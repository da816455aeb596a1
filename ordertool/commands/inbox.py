"""`ordertool inbox`: what waits for one person now, by due time (P3)."""

from __future__ import annotations

from ordertool.commands.frame import Answer, Request, command, incomplete
from ordertool.language import N_, Text, _, text
from ordertool.reports.queries import inbox_rows
from ordertool.reports.screen import columns, due_cell


@command(help=N_("What waits for you now, by due time"), example="ordertool inbox --as li.na")
def run(request: Request) -> Answer:
    """Show an inbox."""
    session = request.session
    me = session.actor
    unreadable: list[Text] = []
    rows = inbox_rows(session.tip, me, session.now, session.ctx, unreadable)

    def lines() -> list[str]:
        if not rows:
            return [str(text("nothing waits for {staff}", staff=me))]
        head = [_("due"), _("order"), _("next"), _("client"), _("matter")]
        cells = [
            [
                due_cell(row.responsible, session.now, session.ctx),
                row.order.id,
                _(", ").join(_(verb) for verb in row.responsible.next) if row.responsible else "",
                row.order.client_name,
                row.matter,
            ]
            for row in rows
        ]
        return columns(head, cells, flexible=(2, 3, 4), ids=1, urgent=[row.overdue for row in rows])

    return Answer([row.document(session.now) for row in rows], lines, incomplete(unreadable), unreadable)
