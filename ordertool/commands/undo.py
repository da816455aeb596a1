"""`ordertool undo`: the actor's own last move taken back, as a new commit (P2.6, L13)."""

from __future__ import annotations

from ordertool.commands.frame import Answer, OrderId, Request, command
from ordertool.errors import RefusedError, UsageError
from ordertool.language import text
from ordertool.records.order import Order
from ordertool.rules.conditions.saying import short
from ordertool.rules.move import Context


@command(move=("order", "undo"))
def run(request: Request, order: OrderId) -> Answer:
    """Undo a move."""
    if request.session.tip.place("staff", order):
        raise UsageError(
            text("{id} is a person on the staff", id=order),
            text(
                "undo is for orders; an absence ends by: ordertool staff back {staff}; a file is changed by: staff edit",
                staff=order,
            ),
        )

    def give(old: Order, ctx: Context) -> Order:
        earlier = ctx.earlier(old)
        if not isinstance(earlier, Order):
            raise RefusedError(
                text("cannot undo {id}: history does not hold it as it was before", id=old.id),
                text("ordertool log {id}", id=short(old.id)),
            )
        return earlier

    return request.make("undo", order, give)
