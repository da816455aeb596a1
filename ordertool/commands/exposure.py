"""`ordertool client credit --explain`: what a client owes, term by term; who may not see it learns the verdict (L11)."""

from __future__ import annotations

from ordertool.commands.frame import Answer, Request
from ordertool.records.client import Client
from ordertool.records.order import Order
from ordertool.reports.exposure import exposure_document, exposure_lines
from ordertool.rules.permissions import may_see_figures


def explained(request: Request, typed: str, order_typed: str | None) -> Answer:
    """A client's exposure, with an order as it stands if one is named."""
    session = request.session
    client: Client = request.read("client", typed)
    order: Order | None = request.read("order", order_typed) if order_typed else None
    figures = may_see_figures(session.actor, session.now, session.ctx, client=client, order=order)
    return Answer(
        lambda: exposure_document(client, order, session.at, session.ctx, figures=figures),
        lambda: exposure_lines(client, order, session.at, session.ctx, figures=figures),
    )
