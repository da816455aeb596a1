"""`ordertool complain`: a client's complaint (P5.2c)."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from ordertool.commands.frame import Answer, OrderId, Request, command
from ordertool.language import _
from ordertool.records.faults import validated
from ordertool.records.talk import ComplaintInput


@command(move=("order", "complain"))
def run(
    request: Request, order: OrderId, text_: Annotated[str, Option("--text", help=_("What the client complains of."))]
) -> Answer:
    """Record a complaint."""
    given = validated(ComplaintInput, {"text": text_})
    return request.make("complain", order, lambda _old, _ctx: given)
