"""`ordertool reply`: what the client was answered (P2.1b)."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from ordertool.commands.frame import Answer, OrderId, Request, command
from ordertool.language import _
from ordertool.records.faults import validated
from ordertool.records.intake import ReplyInput


@command(move=("order", "reply"))
def run(request: Request, order: OrderId, text: Annotated[str, Option(help=_("The answer."))]) -> Answer:
    """Record a reply."""
    data = validated(ReplyInput, {"text": text})
    return request.make("reply", order, lambda _old, _ctx: data)
