"""Rows about many orders, each computed from the records of one commit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from ordertool.book.snapshot import Snapshot
from ordertool.language import Text
from ordertool.records.order import Order
from ordertool.reports.documents import responsible_document
from ordertool.rules.duty import Responsible, responsible
from ordertool.rules.move import Context


class OrderRow(NamedTuple):
    """One order and who answers for its next step."""

    order: Order
    responsible: Responsible | None
    overdue: bool

    @property
    def matter(self) -> str:
        """What it is about, in a few words."""
        return (self.order.form.project if self.order.form else None) or self.order.inquiry.matter.split("\n", 1)[0]

    def document(self, now: datetime) -> dict[str, Any]:
        """The row as `--json` gives it."""
        total = self.order.form.total if self.order.form else None
        return {
            "id": self.order.id,
            "stage": self.order.stage,
            "client": self.order.client,
            "client_name": self.order.client_name,
            "owner": self.order.owner,
            "matter": self.matter,
            "total": None if total is None else f"{total:f}",
            "deliver_by": str(self.order.form.deliver_by) if self.order.form and self.order.form.deliver_by else None,
            "responsible": responsible_document(self.responsible, now),
        }


def order_rows(
    tip: Snapshot, now: datetime, ctx: Context, unreadable: list[Text], *, archived: bool
) -> Iterator[OrderRow]:
    """Every order of a commit, oldest first; what is wrong with those that cannot be read goes to `unreadable`."""
    for record in tip.all("order", unreadable, archived=archived):
        assert isinstance(record, Order)
        found = responsible(record, now, ctx)
        yield OrderRow(record, found, found is not None and found.overdue(now))


def inbox_rows(tip: Snapshot, staff_id: str, now: datetime, ctx: Context, unreadable: list[Text]) -> list[OrderRow]:
    """The orders whose next step waits for a person, the most urgent first, those without a limit last."""
    rows = [
        row
        for row in order_rows(tip, now, ctx, unreadable, archived=False)
        if row.responsible is not None and row.responsible.staff == staff_id
    ]

    def urgency(row: OrderRow) -> tuple[bool, datetime, str]:
        clock = row.responsible.clock if row.responsible else None
        return (clock is None, clock.due.at if clock else now, row.order.id)

    return sorted(rows, key=urgency)
