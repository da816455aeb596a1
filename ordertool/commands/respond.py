"""`ordertool respond`: what a client who complained was told first (P5.2c)."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from ordertool.commands.as_typed import CHANNELS, given, one_of
from ordertool.commands.frame import Answer, ItemId, OrderId, Request, command
from ordertool.language import _
from ordertool.records.faults import validated
from ordertool.records.given import ResponseInput


@command(move=("order", "respond"))
def run(
    request: Request,
    order: OrderId,
    complaint: ItemId,
    text_: Annotated[str, Option("--text", help=_("What the client was told."))],
    channel: Annotated[str | None, Option(help=_("phone, email, online, visit, wechat or other."))] = None,
) -> Answer:
    """Respond to a complaint."""
    made = given(answer=text_, channel=one_of(channel, CHANNELS, "--channel"))
    answered = validated(ResponseInput, {"item": complaint.upper(), "response": made})
    return request.make("respond", order, lambda _old, _ctx: answered)
