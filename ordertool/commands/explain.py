"""`ordertool explain`: what may happen next, by whom, until when, and why a move would be refused."""

from __future__ import annotations

from typing import Annotated, Any

from typer import Option

from ordertool.commands.frame import Answer, OrderId, Request, command
from ordertool.language import N_, _, text
from ordertool.records.order import Order
from ordertool.reports.documents import duty_document
from ordertool.reports.explaining import (
    due_document,
    due_lines,
    moves_document,
    moves_lines,
    owner_document,
    state_lines,
)
from ordertool.reports.receipt import next_words
from ordertool.reports.screen import flowing
from ordertool.rules.duties import duties


@command(help=N_("What may happen next, by whom, until when, and why not"), example="ordertool explain 7K3FQ --due")
def run(
    request: Request,
    order: OrderId,
    due: Annotated[bool, Option("--due", help=_("Show how the due time was reckoned, interval by interval."))] = False,
) -> Answer:
    """Explain an order."""
    session = request.session
    record: Order = request.read("order", order)
    now, ctx = session.now, session.ctx
    if due:
        return Answer(lambda: due_document(record, now, ctx), lambda: due_lines(record, now, ctx))
    moves = moves_document(record, session.actor, now, ctx)

    def document() -> dict[str, Any]:
        return {
            "id": record.id,
            "stage": record.stage,
            "on_hold": record.on_hold,
            "owner": owner_document(record),
            "next": next_words(record, now, ctx),
            "duties": [duty_document(duty, now) for duty in duties(record, now, ctx)],
            "due": due_document(record, now, ctx),
            "moves": moves,
        }

    def lines() -> list[str]:
        where, *more = state_lines(record, now, ctx)
        said = [where, str(text("Next: {next}", next=next_words(record, now, ctx))), *more]
        return [*(line for sentence in said for line in flowing(sentence)), "", *moves_lines(moves)]

    return Answer(document, lines)
