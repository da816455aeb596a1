"""`ordertool correct`: what was typed wrong, put right, with its cause and what it led to (P6.1b)."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from ordertool.commands.as_typed import amount, given
from ordertool.commands.frame import Answer, OrderId, Request, command
from ordertool.commands.setting import Fields, amended
from ordertool.language import _
from ordertool.records.amending import CorrectionInput
from ordertool.records.faults import validated
from ordertool.records.order import Order
from ordertool.rules.move import Context


@command(move=("order", "correct"))
def run(
    request: Request,
    order: OrderId,
    set_: Fields,
    cause: Annotated[str, Option(help=_("How the mistake came about."))],
    delay: Annotated[str | None, Option(metavar="TIME", help=_("The delay it led to, such as 4h or 1d."))] = None,
    loss: Annotated[
        str | None, Option(metavar="AMOUNT", help=_("The loss it led to, in the company's currency."))
    ] = None,
) -> Answer:
    """Correct an order."""

    def give(old: Order, _ctx: Context) -> CorrectionInput:
        fields = amended(request, old, set_)
        return validated(CorrectionInput, given(set=fields, cause=cause, delay=delay, loss=amount(loss)))

    return request.make("correct", order, give)
