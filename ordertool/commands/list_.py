"""`ordertool list`: orders by stage, owner, client, and whether they are late."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from ordertool.commands.as_typed import STAGE_WORDS, whole, word
from ordertool.commands.frame import Answer, Request, command, incomplete
from ordertool.errors import UsageError
from ordertool.language import N_, Text, _, language, listed, text
from ordertool.records.order import STAGES
from ordertool.reports.queries import order_rows
from ordertool.reports.screen import columns, due_cell, stage_name


@command(help=N_("List orders"), example="ordertool list --stage active --owner li.na --overdue --limit 50")
def run(
    request: Request,
    stage: Annotated[list[str] | None, Option(help=_("Only this stage; repeat for several."))] = None,
    owner: Annotated[str | None, Option(metavar="STAFF", help=_("Only this owner's."))] = None,
    client: Annotated[str | None, Option(help=_("Only this client's: its id or the last letters of it."))] = None,
    overdue: Annotated[bool, Option("--overdue", help=_("Only those whose next step is late."))] = False,
    archived: Annotated[bool, Option("--archived", help=_("With those in the archive."))] = False,
    limit: Annotated[str | None, Option(metavar="NUMBER", help=_("At most so many."))] = None,
) -> Answer:
    """List orders."""
    session = request.session
    stages = [word(one, STAGE_WORDS) for one in stage or ()]
    for one in stages:
        if one not in STAGES:
            there = listed(STAGE_WORDS if language() == "zh_CN" else STAGES)
            raise UsageError(text("there is no stage {stage}", stage=one), text("there are: {stages}", stages=there))
    client_id = session.id("client", client) if client else None
    archived = archived or "archived" in stages
    unreadable: list[Text] = []
    rows = [
        row
        for row in order_rows(session.tip, session.now, session.ctx, unreadable, archived=archived)
        if (not stages or row.order.stage in stages)
        and (owner is None or row.order.owner == owner)
        and (client_id is None or row.order.client == client_id)
        and (not overdue or row.overdue)
    ]
    most = whole(limit, "--limit")
    shown = rows if most is None else rows[:most]

    def lines() -> list[str]:
        if not shown:
            return [_("no orders")]
        head = [_("order"), _("stage"), _("client"), _("owner"), _("next"), _("who"), _("due")]
        cells = [
            [
                row.order.id,
                stage_name(row.order.stage),
                row.order.client_name,
                row.order.owner or "–",
                _(", ").join(_(verb) for verb in row.responsible.next) if row.responsible else "–",
                (row.responsible.staff if row.responsible else None) or "–",
                due_cell(row.responsible, session.now, session.ctx),
            ]
            for row in shown
        ]
        table = columns(head, cells, flexible=(2, 4), ids=0, urgent=[row.overdue for row in shown])
        if len(shown) < len(rows):
            table.append(str(text("{shown} of {count}", shown=len(shown), count=len(rows))))
        return table

    return Answer([row.document(session.now) for row in shown], lines, incomplete(unreadable), unreadable)
