"""`ordertool inquire`: a client's first contact (P2.1a)."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from ordertool.commands.as_typed import CHANNELS, given, one_of
from ordertool.commands.frame import Answer, Request, command
from ordertool.language import _
from ordertool.records.faults import validated
from ordertool.records.intake import Inquiry


@command(move=("order", "inquire"))
def run(
    request: Request,
    client: Annotated[str, Option(metavar="NAME", help=_("The client's name."))],
    contact: Annotated[str, Option(help=_("Who called or wrote."))],
    matter: Annotated[str, Option(help=_("What they want."))],
    channel: Annotated[str, Option(help=_("phone (if left out), email, online, visit, wechat or other."))] = "phone",
    phone: Annotated[str | None, Option(help=_("Their phone number."))] = None,
    email: Annotated[str | None, Option(help=_("Their e-mail address."))] = None,
    answer: Annotated[str | None, Option(help=_("The answer, when given on the spot."))] = None,
    origin: Annotated[
        str | None, Option(metavar="ID", help=_("The order that this one follows: a repeat, or what came of it."))
    ] = None,
) -> Answer:
    """Take down an inquiry."""
    data = given(
        client=client,
        contact=contact,
        matter=matter,
        channel=one_of(channel, CHANNELS, "--channel"),
        phone=phone,
        email=email,
        answer=answer,
        origin=None if origin is None else request.session.id("order", origin),
    )
    inquiry = validated(Inquiry, data)
    return request.make("inquire", None, lambda _old, _ctx: inquiry)
