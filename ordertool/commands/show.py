"""`ordertool show`: one order, whole."""

from __future__ import annotations

from typing import Any

from ordertool.commands.frame import Answer, OrderId, Request, command
from ordertool.language import N_
from ordertool.records.order import Order
from ordertool.reports.card import order_lines


@command(help=N_("Show one order"), example="ordertool show 7K3FQ")
def run(request: Request, order: OrderId) -> Answer:
    """Show an order."""
    session = request.session
    record: Order = request.read("order", order)

    def document() -> dict[str, Any]:
        from ordertool.reports.documents import order_document  # noqa: PLC0415 (lines for people need none)

        return order_document(record, session.now, session.ctx, request.sight)

    return Answer(document, lambda: order_lines(record, session.now, session.ctx))
