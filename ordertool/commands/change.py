"""`ordertool change`: new terms, as agreed with the client (P2.6, P7.2)."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from ordertool.commands.as_typed import CAUSES, given, one_of, said
from ordertool.commands.frame import Answer, OrderId, Request, command
from ordertool.commands.setting import Fields, amended
from ordertool.language import _
from ordertool.records.amending import ChangeInput
from ordertool.records.faults import validated
from ordertool.records.order import Order
from ordertool.rules.move import Context


@command(move=("order", "change"))
def run(
    request: Request,
    order: OrderId,
    set_: Fields,
    reason: Annotated[str, Option(help=_("Why the terms change."))],
    cause: Annotated[str, Option(metavar="CAUSE", help=_("Whose doing it is: client, law, force-majeure or ours."))],
    agreed_by: Annotated[
        str | None,
        Option(metavar='"WHO;CHANNEL;WHEN"', help=_("Who of the client's agreed, how, and when it was said.")),
    ] = None,
) -> Answer:
    """Change an order's terms."""
    whose = one_of(cause, CAUSES, "--cause")
    agreed = said(agreed_by, request.session.zone, "--agreed-by")

    def give(old: Order, _ctx: Context) -> ChangeInput:
        fields = amended(request, old, set_)
        return validated(ChangeInput, given(set=fields, cause=whose, reason=reason, agreed=agreed))

    return request.make("change", order, give)
