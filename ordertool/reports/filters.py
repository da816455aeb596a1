"""Which orders a list is to hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from ordertool.reports.matching import found
from ordertool.reports.queries import OrderRow
from ordertool.rules.regions import within


class OrderFilter(NamedTuple):
    """What an order must be to stand on a list; what is left out does not matter."""

    stages: frozenset[str] = frozenset()
    owner: str | None = None
    department: str | None = None
    client: str | None = None
    client_ids: frozenset[str] = frozenset()
    region: str | None = None
    type: str | None = None
    domain: str | None = None
    channel: str | None = None
    who: str | None = None
    overdue: bool = False
    on_hold: bool = False
    since: date | None = None
    until: date | None = None
    deliver_before: date | None = None
    words: tuple[str, ...] = ()

    def keeps(self, row: OrderRow) -> bool:
        """Whether the order stays on the list."""
        order, terms = row.order, row.order.terms
        asked: tuple[tuple[str | None, Callable[[], str | None]], ...] = (
            (self.owner, lambda: order.owner),
            (self.type, lambda: terms.type if terms else None),
            (self.domain, lambda: terms.domain if terms else None),
            (self.channel, lambda: order.inquiry.channel),
            (self.department, lambda: row.department),
            (self.who, lambda: row.responsible.staff if row.responsible else None),
        )
        return (
            (not self.stages or order.stage in self.stages)
            and (not self.client_ids or order.client in self.client_ids)
            and (not self.on_hold or order.on_hold)
            and (self.since is None or row.inquired >= self.since)
            and (self.until is None or row.inquired <= self.until)
            and (self.deliver_before is None or (row.deliver_by is not None and row.deliver_by < self.deliver_before))
            and all(wanted is None or wanted == is_() for wanted, is_ in asked)
            and (self.region is None or within(row.region, self.region))
            and (not self.words or bool(found(order, self.words, row.filed_name)))
            and (not self.overdue or row.overdue)
        )
