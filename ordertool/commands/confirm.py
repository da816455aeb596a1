"""`ordertool confirm` (P2.3c)."""

from __future__ import annotations

from ordertool.commands.frame import Answer, OrderId, Request, command


@command(move=("order", "confirm"))
def run(request: Request, order: OrderId) -> Answer:
    """Confirm receipt."""
    return request.make("confirm", order)
