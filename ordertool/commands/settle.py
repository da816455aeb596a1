"""`ordertool settle`: how a complaint was settled, and what the client says of it (P5.2c)."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from ordertool.commands.as_typed import given
from ordertool.commands.frame import Answer, ItemId, OrderId, Request, command
from ordertool.language import _
from ordertool.records.faults import validated
from ordertool.records.given import SettlementInput


@command(move=("order", "settle"))
def run(
    request: Request,
    order: OrderId,
    complaint: ItemId,
    solution: Annotated[str, Option(help=_("How it was settled."))],
    feedback: Annotated[str | None, Option(help=_("What the client says of the solution."))] = None,
) -> Answer:
    """Settle a complaint."""
    made = given(solution=solution, feedback=feedback)
    settled = validated(SettlementInput, {"item": complaint.upper(), "settlement": made})
    return request.make("settle", order, lambda _old, _ctx: settled)
