"""`ordertool log`: the moves of one order, or of the book, from git's own history."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option

from ordertool.commands.as_typed import whole
from ordertool.commands.frame import Answer, Request, command
from ordertool.language import N_, _
from ordertool.records.order import Order
from ordertool.reports.documents import log_document
from ordertool.reports.screen import clock_time, columns, move_words, stage_name


@command(help=N_("The moves of an order, or of the book"), example="ordertool log 7K3FQ")
def run(
    request: Request,
    order: Annotated[str | None, Argument(metavar="[ID]", help=_("The order; without it, the whole book."))] = None,
    limit: Annotated[str, Option(metavar="NUMBER", help=_("At most so many commits of the book."))] = "50",
) -> Answer:
    """Show a log."""
    session = request.session
    if order is None:
        rows = session.book.log(limit=whole(limit, "--limit"))

        def book_lines() -> list[str]:
            cells = [
                [
                    row["commit"][:9],
                    row["at"][:16].replace("T", " "),
                    row.get("actor", ""),
                    row.get("entered-by", ""),
                    row["subject"],
                ]
                for row in rows
            ]
            return columns([_("commit"), _("at"), _("actor"), _("entered by"), _("move")], cells, flexible=(4,))

        return Answer(rows, book_lines)
    record: Order = request.read("order", order)
    document = log_document(record)

    def lines() -> list[str]:
        head = [_("at"), _("move"), _("by"), _("entered by"), _("from"), _("to"), _("late"), _("note")]
        cells = [
            [
                clock_time(entry.at, session.ctx),
                move_words(entry),
                entry.by,
                entry.via or "",
                stage_name(row["from"]) if row["from"] and entry.to else "",
                stage_name(entry.to) if entry.to else "",
                clock_time(entry.entered, session.ctx) if entry.entered else "",
                entry.note or "",
            ]
            for entry, row in zip(record.log, document, strict=True)
        ]
        return columns(head, cells, flexible=(7,))

    return Answer(document, lines)
