"""`ordertool sign`: the client's signed slip of a delivery (P2.5c)."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option

from ordertool.commands.frame import Answer, OrderId, Request, command
from ordertool.errors import UsageError
from ordertool.language import _, listed, text
from ordertool.records.faults import validated
from ordertool.records.given import SlipInput
from ordertool.records.order import Order
from ordertool.rules.conditions.saying import short
from ordertool.rules.move import Context


@command(move=("order", "sign"))
def run(
    request: Request,
    order: OrderId,
    slip: Annotated[str, Option(metavar="FILE", help=_("The signed slip, as a file."))],
    delivery: Annotated[
        str | None, Argument(metavar="[DELIVERY]", help=_("Which delivery, such as D1, when several wait."))
    ] = None,
) -> Answer:
    """Hand in a slip."""
    paper, content = request.paper(slip)

    def give(old: Order, _ctx: Context) -> SlipInput:
        waiting = [one.id for one in old.unsigned]
        if delivery is None and len(waiting) > 1:
            raise UsageError(
                text("several deliveries wait for their slips: {items}", items=listed(waiting)),
                text("ordertool sign {id} {item} --slip FILE", id=short(old.id), item=waiting[0]),
            )
        return validated(SlipInput, {"item": delivery or waiting[0], "slips": paper})

    return request.make("sign", order, give, {paper: content})
