"""`ordertool deliver`: one delivery, whole or in part (P2.5b)."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from ordertool.commands.as_typed import OUTCOMES, given, one_of, quantities_of
from ordertool.commands.frame import Answer, OrderId, Request, command
from ordertool.language import _
from ordertool.records.faults import validated
from ordertool.records.fulfilment import DeliveryInput


@command(move=("order", "deliver"))
def run(
    request: Request,
    order: OrderId,
    quantity: Annotated[
        list[str], Option(metavar="LINE=NUMBER", help=_("How much of a line, such as L1=120; repeat it."))
    ],
    place: Annotated[str, Option(help=_("Where it was delivered."))],
    delivered_by: Annotated[str, Option(help=_("Who brought it."))],
    received_by: Annotated[str, Option(help=_("Who received it."))],
    outcome: Annotated[str, Option(help=_("accepted, remarks or refused."))] = "accepted",
    remarks: Annotated[str | None, Option(help=_("The client's remarks."))] = None,
) -> Answer:
    """Record a delivery."""
    values = given(
        quantities=quantities_of(quantity), place=place, delivered_by=delivered_by, received_by=received_by,
        outcome=one_of(outcome, OUTCOMES, "--outcome"), remarks=remarks,
    )  # fmt: skip
    delivery = validated(DeliveryInput, values)
    return request.make("deliver", order, lambda _old, _ctx: delivery)
