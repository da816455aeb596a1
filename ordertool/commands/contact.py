"""`ordertool contact`: a talk with the client (P5.2a)."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from ordertool.commands.as_typed import CHANNELS, one_of
from ordertool.commands.frame import Answer, OrderId, Request, command
from ordertool.language import _
from ordertool.records.faults import validated
from ordertool.records.talk import ContactInput


@command(move=("order", "contact"))
def run(
    request: Request,
    order: OrderId,
    text_: Annotated[str, Option("--text", help=_("What was said."))],
    channel: Annotated[str, Option(help=_("phone, email, online, visit, wechat or other."))],
) -> Answer:
    """Record a contact."""
    given = validated(ContactInput, {"channel": one_of(channel, CHANNELS, "--channel"), "text": text_})
    return request.make("contact", order, lambda _old, _ctx: given)
