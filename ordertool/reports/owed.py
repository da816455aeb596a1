"""What is owed on orders, by whom and when: next steps and the duties beside them (P0.2, P3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from ordertool.language import _
from ordertool.reports.documents import duty_document
from ordertool.reports.queries import OrderRow, department_of
from ordertool.reports.screen import columns, due_cell
from ordertool.reports.words import next_move, urgency
from ordertool.rules import duties
from ordertool.rules.duty import Duty

_ASKED_BY = {
    "assign": ("submit",),
    "confirm": ("assign", "reassign"),
    "coordinate": ("escalate",),
    "resolve": ("escalate",),
    "assist-answer": ("assist",),
    "assist-done": ("assist",),
    "settle": ("complain",),
}
"""Moves that others wait for, and the moves by which they asked for them."""


class Owed(NamedTuple):
    """One thing that somebody owes on an order; the next step is one without an item."""

    row: OrderRow
    duty: Duty

    @property
    def overdue(self) -> bool:
        """Whether it is late."""
        return self.duty.overdue(self.row.now)

    @property
    def department(self) -> str | None:
        """The department of the person who owes it, or the one that does."""
        return department_of(self.duty.staff, self.row.ctx) or self.duty.department

    @property
    def due(self) -> datetime | None:
        """By when."""
        return self.duty.clock.due.at if self.duty.clock else None

    def waits_for(self, staff_id: str) -> bool:
        """Whether a person asked another for it, or planned it for them (P2.3c, P2.4c, P5.1b)."""
        if self.duty.staff == staff_id:
            return False
        if self.duty.role == "phase":
            return self.row.order.owner == staff_id
        asked = {move for verb in self.duty.next for move in _ASKED_BY.get(verb, ())}
        item = self.duty.item
        return any(
            entry.move in asked and entry.by == staff_id and (not item or entry.item == item)
            for entry in self.row.order.standing
        )

    def document(self) -> dict[str, Any]:
        """It as `--json` gives it: the order's row, and what is owed on it."""
        return self.row.document() | {"owed": duty_document(self.duty, self.row.now)}


def owed(row: OrderRow) -> Iterator[Owed]:
    """All that is owed on an order, the next step with what the order is about."""
    for duty in duties.owed(row.order, row.responsible, row.now, row.ctx):
        yield Owed(row, duty if duty.item else duty._replace(matter=row.matter))


def by_urgency(found: Iterable[Owed]) -> list[Owed]:
    """The most urgent first; what has no due time comes last."""
    return sorted(found, key=lambda one: (one.due is None, one.due or one.row.now, one.row.order.id, one.duty.item))


def owed_table(found: Sequence[Owed], *, who: bool = True) -> list[str]:
    """What is owed as a table: by when, on which order, what, by whom and by which clause."""
    head = [_("due"), _("order"), _("next"), _("who"), _("clause"), _("client"), _("matter")]
    cells = [
        [
            due_cell(one.duty, one.row.now, one.row.ctx),
            f"{one.row.order.id} {one.duty.item}".rstrip(),
            next_move(one.duty),
            one.duty.staff or one.duty.department or "–",
            str(one.duty.clause),
            one.row.order.client_name,
            " ".join(one.duty.matter.split()),
        ]
        for one in found
    ]
    if not who:
        head, *cells = ([*row[:3], *row[4:]] for row in (head, *cells))
    last = len(head) - 1
    colours = [urgency(one.duty, one.row.now, one.row.ctx, on_hold=one.row.order.on_hold) for one in found]
    return columns(head, cells, flexible=(2, last - 1, last), ids=1, spare=(last,), colours=colours)
