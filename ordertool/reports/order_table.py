"""Orders as a table: where each stands, who is next, until when."""

from __future__ import annotations

from collections.abc import Sequence

from ordertool.language import _
from ordertool.reports.queries import OrderRow
from ordertool.reports.screen import columns, due_cell
from ordertool.reports.words import amount, next_move, stage_words, urgency


def order_table(rows: Sequence[OrderRow]) -> list[str]:
    """The rows below their heads; late ones red, those due today yellow, those on hold dim."""
    head = [
        _("order"), _("stage"), _("client"), _("matter"), _("owner"), _("next"), _("who"), _("due"), _("promised"),
        _("total"),
    ]  # fmt: skip
    cells = [
        [
            row.order.id,
            stage_words(row.order),
            row.order.client_name,
            row.matter,
            row.order.owner or "–",
            next_move(row.responsible),
            (row.responsible.staff if row.responsible else None) or "–",
            due_cell(row.responsible, row.now, row.ctx),
            str(row.deliver_by or "–"),
            amount(row.total),
        ]
        for row in rows
    ]
    return columns(head, cells, flexible=(2, 3, 5), ids=0, spare=(4, 3, 9, 8), right=(9,), colours=colours_of(rows))


def colours_of(rows: Sequence[OrderRow]) -> list[str]:
    """The colour of each row."""
    return [urgency(row.responsible, row.now, row.ctx, on_hold=row.order.on_hold) for row in rows]
