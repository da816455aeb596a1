"""`ordertool survey`: the client's answer to the satisfaction survey (P6.2b)."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from ordertool.commands.as_typed import given, whole
from ordertool.commands.frame import Answer, OrderId, Request, command
from ordertool.language import _
from ordertool.records.faults import validated
from ordertool.records.talk import Survey


@command(move=("order", "survey"))
def run(
    request: Request,
    order: OrderId,
    score: Annotated[str, Option(metavar="1-5", help=_("From 1, bad, to 5, good."))],
    comment: Annotated[str | None, Option(help=_("The client's own words."))] = None,
) -> Answer:
    """Record a survey."""
    answer = validated(Survey, given(score=whole(score, "--score"), comment=comment))
    return request.make("survey", order, lambda _old, _ctx: answer)
