"""`ordertool prepare`: the delivery's checklist, and what was agreed with the client (P2.5a)."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from ordertool.commands.as_typed import STEPS, given, moment_or_none, said, word
from ordertool.commands.frame import Answer, OrderId, Request, command
from ordertool.language import _
from ordertool.records.faults import validated
from ordertool.records.fulfilment import PreparationInput


@command(move=("order", "prepare"))
def run(
    request: Request,
    order: OrderId,
    done: Annotated[
        list[str] | None, Option(metavar="STEP", help=_("An item of the checklist that is done; repeat it."))
    ] = None,
    told: Annotated[
        str | None, Option(help=_('Who of the client\'s was told: "who;channel;when it was said".'))
    ] = None,
    when: Annotated[str | None, Option(metavar="TIME", help=_("When it will be delivered, as agreed."))] = None,
    method: Annotated[str | None, Option(help=_("How it will be delivered."))] = None,
) -> Answer:
    """Prepare a delivery."""
    zone = request.session.zone
    values = given(
        done=[word(step, STEPS) for step in done or ()],
        told=said(told, zone, "--told"),
        when=moment_or_none(when, zone),
        method=method,
    )
    step = validated(PreparationInput, values)
    return request.make("prepare", order, lambda _old, _ctx: step)
