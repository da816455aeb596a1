"""`ordertool close`: everything delivered, the slips in; or, by a manager, without what is missing (P2.5c)."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from ordertool.commands.frame import Answer, OrderId, Request, command
from ordertool.language import _
from ordertool.records.base import Reason
from ordertool.records.faults import validated


@command(move=("order", "close"))
def run(
    request: Request,
    order: OrderId,
    waive: Annotated[
        str | None,
        Option(metavar="REASON", help=_("Close it although something is missing, for this reason: a manager may.")),
    ] = None,
) -> Answer:
    """Close an order."""
    if waive is None:
        return request.make("close", order)
    reason = validated(Reason, {"note": waive})
    return request.make("waive", order, lambda _old, _ctx: reason)
