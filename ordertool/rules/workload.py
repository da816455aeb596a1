"""What everybody has on their desk, and what they were given of late, from the orders of one commit (P2.3a)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from ordertool.records.assignment_rules import AssignmentRules
from ordertool.records.order import Order
from ordertool.rules.move import EXECUTED, Context


@dataclass
class Workload:
    """Work by person, in orders: `open` what they own that is not signed off; `given` when they were given what they own."""

    open: dict[str, Decimal] = field(default_factory=dict)
    given: dict[str, list[tuple[datetime, Decimal]]] = field(default_factory=dict)
    last: dict[str, datetime] = field(default_factory=dict)
    former: dict[str, tuple[datetime, str]] = field(default_factory=dict)

    def add(self, order: Order, rules: AssignmentRules) -> None:
        """Count an order: closed ones count among what was given, cancelled ones for nothing (L2)."""
        dates = {item.id: item.to for item in order.assignment}
        for entry in order.standing:
            person = dates.get(entry.item or "") if entry.move in ("assign", "reassign") else None
            if person is not None:
                self.last[person] = max(entry.at, self.last.get(person, entry.at))
        owner = order.owner
        if owner is None or order.stage == "cancelled":
            return
        weight = rules.weight(order.terms.type if order.terms else None)
        newest = order.last("assign", "reassign")
        if newest is not None:
            self.given.setdefault(owner, []).append((newest.at, weight))
            client = order.client
            if client is not None and newest.at >= self.former.get(client, (newest.at, ""))[0]:
                self.former[client] = (newest.at, owner)
        if order.stage in EXECUTED:
            self.open[owner] = self.open.get(owner, Decimal(0)) + weight

    def recent(self, person: str, since: date, ctx: Context) -> Decimal:
        """What a person was given from a day on."""
        return sum((weight for at, weight in self.given.get(person, ()) if ctx.day(at) >= since), Decimal(0))


def workload(orders: Iterable[Order], rules: AssignmentRules) -> Workload:
    """The workload of everybody by some orders."""
    found = Workload()
    for order in orders:
        found.add(order, rules)
    return found
