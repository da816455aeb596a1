"""`ordertool take-back`: goods that came back from the client, line by line (P2.5b)."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from ordertool.commands.as_typed import quantities_of
from ordertool.commands.frame import Answer, OrderId, Request, command
from ordertool.language import _
from ordertool.records.faults import validated
from ordertool.records.money import TakeBackInput


@command(move=("order", "take-back"))
def run(
    request: Request,
    order: OrderId,
    quantity: Annotated[
        list[str], Option(metavar="LINE=NUMBER", help=_("How much of a line, such as L1=120; repeat it."))
    ],
    reason: Annotated[str, Option(help=_("Why."))],
) -> Answer:
    """Record goods that came back."""
    back = validated(TakeBackInput, {"quantities": quantities_of(quantity), "reason": reason})
    return request.make("take-back", order, lambda _old, _ctx: back)
