"""`ordertool close` (P2.5c)."""

from __future__ import annotations

from ordertool.commands.frame import Answer, OrderId, Request, command


@command(move=("order", "close"))
def run(request: Request, order: OrderId) -> Answer:
    """Close an order."""
    return request.make("close", order)
