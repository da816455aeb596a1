"""What everybody has on their desk, and what they were given of late, from the orders of one commit (P2.3a)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import takewhile

from ordertool.records.assignment_rules import AssignmentRules
from ordertool.records.order import Order
from ordertool.records.staff import Staff
from ordertool.rules.move import EXECUTED


def weight_of(order: Order, rules: AssignmentRules) -> Decimal:
    """What an order weighs, by its type."""
    return rules.weight(order.terms.type if order.terms else None)


def in_hand(order: Order) -> bool:
    """Whether an order is work in its owner's hands: given to them, and not signed off (L2)."""
    return order.owner is not None and order.stage in EXECUTED


def share_of(person: Staff, rules: AssignmentRules) -> int:
    """What a person's load is measured against: their weight, else their capacity, else the company's usual share."""
    return person.profile.weight or person.profile.capacity or rules.share


@dataclass
class Workload:
    """Work by person, counted in orders.

    `open` is what they have in hand, `given` what they own and when it came, the oldest first; `last` is
    anybody's newest assignment, `former` a client's newest order: since when it is owned, which it is, and by whom.
    """

    open: dict[str, Decimal] = field(default_factory=dict)
    given: dict[str, list[tuple[datetime, Decimal]]] = field(default_factory=dict)
    last: dict[str, datetime] = field(default_factory=dict)
    former: dict[str, tuple[datetime, str, str]] = field(default_factory=dict)

    def add(self, order: Order, rules: AssignmentRules) -> None:
        """Count an order: closed ones count among what was given, cancelled ones for nothing (L2)."""
        dates = {item.id: item.to for item in order.assignment}
        for entry in order.standing:
            person = dates.get(entry.item or "") if entry.move in ("assign", "reassign") else None
            if person is not None:
                self.last[person] = max(entry.at, self.last.get(person, entry.at))
        owner, newest = order.owner, order.last("assign", "reassign")
        if owner is None or newest is None or order.last("cancel") is not None:  # it may lie in the archive since
            return
        weight = weight_of(order, rules)
        self.give(owner, order, newest.at, weight)
        if in_hand(order):
            self.open[owner] = self.open.get(owner, Decimal(0)) + weight

    def give(self, person: str, order: Order, at: datetime, weight: Decimal) -> None:
        """Note that somebody was given an order."""
        self.given.setdefault(person, []).append((at, weight))
        self.last[person] = max(at, self.last.get(person, at))
        if order.client is not None:  # of those assigned together, always the same one, wherever they lie
            newest = (at, order.id, person)
            self.former[order.client] = max(newest, self.former.get(order.client, newest))

    def recent(self, person: str, since: datetime) -> Decimal:
        """What a person was given from a moment on."""
        newest_first = reversed(self.given.get(person, []))
        return sum((weight for _at, weight in takewhile(lambda one: one[0] >= since, newest_first)), Decimal(0))


def workload(orders: Iterable[Order], rules: AssignmentRules) -> Workload:
    """The workload of everybody by some orders."""
    found = Workload()
    for order in orders:
        found.add(order, rules)
    for given in found.given.values():
        given.sort()
    return found
