"""`ordertool show`: one order, whole."""

from __future__ import annotations

from ordertool.commands.frame import Answer, OrderId, Request, command
from ordertool.language import N_
from ordertool.records.order import Order
from ordertool.reports.card import order_lines
from ordertool.reports.documents import order_document


@command(help=N_("Show one order"), example="ordertool show 7K3FQ")
def run(request: Request, order: OrderId) -> Answer:
    """Show an order."""
    session = request.session
    record: Order = request.read("order", order)
    return Answer(
        lambda: order_document(record, session.now, session.ctx), lambda: order_lines(record, session.now, session.ctx)
    )
