"""`ordertool search`: orders by words in them, Chinese too, and where the words stand."""

from __future__ import annotations

from typing import Annotated

from typer import Argument

from ordertool.commands import filtering
from ordertool.commands.as_typed import at_most
from ordertool.commands.frame import Answer, Request, command, incomplete
from ordertool.errors import UsageError
from ordertool.language import N_, Text, _, text
from ordertool.reports.matching import excerpt, found, words_of
from ordertool.reports.queries import order_rows
from ordertool.reports.screen import columns
from ordertool.reports.words import stage_words, urgency


@command(help=N_("Find orders by words in them"), example="ordertool search 货架 杭州")
def run(
    request: Request,
    words: Annotated[
        list[str],
        Argument(
            metavar="TEXT",
            help=_("Words that must all stand in the order: client, contact, matter, form, papers, problems …"),
        ),
    ],
    archived: filtering.Archived = False,
    limit: filtering.Limit = None,
) -> Answer:
    """Search orders."""
    session = request.session
    wanted, most = words_of(" ".join(words)), at_most(limit)
    if not wanted:
        raise UsageError(text("there is no word to look for"), text("ordertool search 货架"))
    unreadable: list[Text] = []
    hits = [
        (row, where)
        for row in order_rows(session.tip, session.now, session.ctx, unreadable, archived=archived)
        if (where := found(row.order, wanted, row.filed_name))
    ]
    shown = hits[:most]

    def lines() -> list[str]:
        if not hits:
            return [_("no orders") if archived else _("no open orders; those of the archive too: --archived")]
        head = [_("order"), _("stage"), _("client"), _("found in")]
        cells = [
            [
                row.order.id,
                stage_words(row.order),
                row.order.client_name,
                _("; ").join(
                    str(text("{name}: {said}", name=_(place.name), said=excerpt(place, wanted))) for place in where
                ),
            ]
            for row, where in shown
        ]
        colours = [urgency(row.responsible, row.now, row.ctx, on_hold=row.order.on_hold) for row, _where in shown]
        table = columns(head, cells, flexible=(2, 3), ids=0, wraps=True, colours=colours)
        if len(shown) < len(hits):
            table.append(str(text("{shown} of {count}", shown=len(shown), count=len(hits))))
        return table

    return Answer(
        lambda: [
            row.document() | {"found": [{"field": place.field, "text": place.text} for place in where]}
            for row, where in shown
        ],
        lines,
        incomplete(unreadable),
        unreadable,
    )
