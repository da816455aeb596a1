"""`ordertool explain`: what may happen next, by whom, until when, and why a move would be refused."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from ordertool.commands.frame import Answer, OrderId, Request, command
from ordertool.language import N_, Clause, _, text
from ordertool.records.order import Order
from ordertool.reports.explaining import due_document, due_lines, moves_document
from ordertool.reports.screen import columns, next_words, stage_name


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
    reckoned = due_document(record, now, ctx)
    if due:
        return Answer(reckoned, lambda: due_lines(record, now, ctx))
    moves = moves_document(record, session.actor, now, ctx)
    document = {
        "id": record.id,
        "stage": record.stage,
        "next": next_words(record, now, ctx),
        "due": reckoned,
        "moves": moves,
    }

    def lines() -> list[str]:
        head = [_("move"), _("to"), _("who may"), _("you"), _("clause")]
        rows = [
            [
                _(str(move["move"])),
                stage_name(move["to"]) if move["to"] else "",
                _(", ").join(move["who"]),
                _("yes") if move["refused"] is None else str(move["refused"]),
                str(Clause(str(move["clause"]))),
            ]
            for move in moves
        ]
        return [
            str(text("{id} is {stage}.", id=record.id, stage=stage_name(record.stage))),
            str(text("Next: {next}", next=next_words(record, now, ctx))),
            "",
            *columns(head, rows, flexible=(2, 3)),
        ]

    return Answer(document, lines)
