"""`ordertool coordinate`: what was decided on a problem, together with other departments (P2.4c)."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from ordertool.commands.frame import Answer, ItemId, OrderId, Request, command
from ordertool.commands.named import department_named
from ordertool.language import _
from ordertool.records.faults import validated
from ordertool.records.given import DecisionInput


@command(move=("order", "coordinate"))
def run(
    request: Request,
    order: OrderId,
    problem: ItemId,
    decision: Annotated[str, Option(help=_("What was decided."))],
    with_: Annotated[
        list[str] | None,
        Option("--with", metavar="DEPARTMENT", help=_("A department that takes part; repeat for several.")),
    ] = None,
) -> Answer:
    """Coordinate on a problem."""
    made = {"departments": [department_named(request, one) for one in with_ or ()], "decision": decision}
    given = validated(DecisionInput, {"item": problem.upper(), "decisions": made})
    return request.make("coordinate", order, lambda _old, _ctx: given)
