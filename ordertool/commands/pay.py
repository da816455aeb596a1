"""`ordertool pay`: money that came in (P7.1c)."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from ordertool.commands.as_typed import given
from ordertool.commands.frame import Answer, OrderId, Request, command
from ordertool.language import _
from ordertool.records.faults import validated
from ordertool.records.fulfilment import PaymentInput


@command(move=("order", "pay"))
def run(
    request: Request,
    order: OrderId,
    amount: Annotated[str, Option(help=_("The amount, in the order's currency."))],
    on: Annotated[str, Option(metavar="DATE", help=_("The day it came in."))],
    reference: Annotated[str | None, Option(help=_("The bank's reference."))] = None,
) -> Answer:
    """Record a payment."""
    payment = validated(PaymentInput, given(amount=amount, on=on, reference=reference))
    return request.make("pay", order, lambda _old, _ctx: payment)
