"""`ordertool board`: the open orders by stage, with what is late and what is on hold."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from ordertool.commands import filtering
from ordertool.commands.as_typed import at_most
from ordertool.commands.frame import Answer, Request, command, incomplete
from ordertool.language import N_, Text, _
from ordertool.reports.board import board_lines, lanes
from ordertool.reports.filters import OrderFilter
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
    return Answer(
        lambda: [lane.document(most) for lane in board],
        lambda: board_lines(board, most or _MOST),
        incomplete(unreadable),
        unreadable,
    )
