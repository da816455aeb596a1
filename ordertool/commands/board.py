"""`ordertool board`: the open orders by stage, with what is late and what is on hold."""

from __future__ import annotations

from typing import Annotated, Any

from typer import Option

from ordertool.commands import filtering
from ordertool.commands.as_typed import at_most
from ordertool.commands.frame import Answer, Request, command, incomplete
from ordertool.language import N_, Text, _
from ordertool.reports.board import after_meetings, board_lines, lanes
from ordertool.reports.filters import OrderFilter
from ordertool.reports.owed import by_urgency, owed_after_meetings
from ordertool.reports.queries import order_rows

_MOST = 8


@command(help=N_("The open orders by stage"), example="ordertool board --department sales")
def run(
    request: Request,
    owner: filtering.Owner = None,
    department: filtering.OwnerDepartment = None,
    limit: Annotated[
        str | None, Option(metavar="NUMBER", help=_("At most so many orders of a stage; else 8, and all with --json."))
    ] = None,
) -> Answer:
    """Show the board."""
    session = request.session
    wanted = OrderFilter(owner=filtering.staff(request, owner), department=filtering.department_of(request, department))
    most = at_most(limit)
    unreadable: list[Text] = []
    board = lanes(
        row
        for row in order_rows(session.tip, session.now, session.ctx, unreadable)
        if row.order.stage not in ("lost", "cancelled") and wanted.keeps(row)
    )
    beside = by_urgency(
        one
        for one in owed_after_meetings(session.now, session.ctx)
        if wanted.owner in (None, one.duty.staff) and wanted.department in (None, one.department)
    )

    def document() -> list[dict[str, Any]]:
        lane = {"stage": "meetings", "count": len(beside), "late": sum(one.overdue for one in beside)}
        rest = [lane | {"on_hold": 0, "totals": {}, "orders": [], "owed": [one.document() for one in beside]}]
        return [*(lane.document(most) for lane in board), *(rest if beside else [])]

    return Answer(
        document,
        lambda: [*board_lines(board, most or _MOST), *after_meetings(beside[: most or _MOST])],
        incomplete(unreadable),
        unreadable,
    )
