"""`ordertool settle`: how a complaint was settled, and what the client says of it (P5.2c)."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from ordertool.commands.as_typed import SETTLEMENTS, YES_OR_NO, given, one_of
from ordertool.commands.frame import Answer, ItemId, OrderId, Request, command
from ordertool.language import _
from ordertool.records.faults import validated
from ordertool.records.given import SettlementInput


@command(move=("order", "settle"))
def run(
    request: Request,
    order: OrderId,
    complaint: ItemId,
    solution: Annotated[str, Option(help=_("How it was settled."))],
    feedback: Annotated[str | None, Option(help=_("What the client says of the solution."))] = None,
    outcome: Annotated[
        str | None,
        Option(metavar="RESULT", help=_("replaced, repaired, compensated, explained, rejected or other.")),
    ] = None,
    justified: Annotated[
        str | None, Option(metavar="YES|NO", help=_("Whether the client was right to complain: yes or no."))
    ] = None,
) -> Answer:
    """Settle a complaint."""
    justly = one_of(justified, YES_OR_NO, "--justified")
    made = given(
        solution=solution,
        feedback=feedback,
        outcome=one_of(outcome, SETTLEMENTS, "--outcome"),
        justified=None if justly is None else justly == "yes",
    )
    settled = validated(SettlementInput, {"item": complaint.upper(), "settlement": made})
    return request.make("settle", order, lambda _old, _ctx: settled)
