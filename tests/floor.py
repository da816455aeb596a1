"""A sales floor in memory: owners with what they can carry, clients, orders at any stage; and who is given what."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from people import DEFAULTS, INQUIRY, NOW, People

from ordertool.records.base import Entry
from ordertool.records.client import Client
from ordertool.records.faults import validated
from ordertool.records.order import Order
from ordertool.records.policy import Policy
from ordertool.records.staff import Staff
from ordertool.records.values import ID_LETTERS
from ordertool.rules.assignment import Decision, decision, waiting
from ordertool.rules.move import Context
from ordertool.rules.moving import apply
from ordertool.rules.workflow import row

MINUTE = timedelta(minutes=1)
_ON = {"confirm": "confirmed", "close": "closed", "cancel": "cancelled", "archive": "archived"}


def tail(number: int) -> str:
    """The last letters of an id, in the order of numbers."""
    return "".join(ID_LETTERS[number // 32**place % 32] for place in range(4, -1, -1))


@dataclass
class Floor:
    """`assignment` is the section of policy.yaml; the clock goes on by a minute with each assignment."""

    assignment: dict[str, Any] = field(default_factory=dict)
    now: datetime = NOW
    staff: People = field(default_factory=People)
    clients: dict[str, Client] = field(default_factory=dict)
    orders: dict[str, Order] = field(default_factory=dict)

    @cached_property
    def policy(self) -> Policy:
        return validated(Policy, {**DEFAULTS, "assignment": self.assignment})

    @property
    def ctx(self) -> Context:
        """The floor as a commit has it."""
        return Context(self.policy, self.staff, self.clients.get, orders=lambda: tuple(self.orders.values()))

    def hire(
        self, *names: str, department: str = "sales", roles: tuple[str, ...] = ("owner",),
        away: tuple[tuple[str, str], ...] = (), joined: datetime = NOW - timedelta(days=300), **profile: Any,
    ) -> None:  # fmt: skip
        """Put people on the staff, in this order if they join at the same time."""
        for name in names:
            joined += MINUTE
            absences = [{"id": f"AB{n}", "start": first, "end": last} for n, (first, last) in enumerate(away, 1)]
            about = {"name": name, "email": f"{name}@example.com", "department": department, "roles": roles, **profile}
            log = [{"at": joined, "by": "wu.gang", "move": "add"}]
            self.staff[name] = validated(Staff, {"id": name, "profile": about, "away": absences, "log": log})

    def client(self, region: str | None = None) -> str:
        """Another client; the id."""
        client_id = f"C-{tail(len(self.clients))}"
        profile = {"name": client_id, "contact": "周敏"} | ({"region": region} if region else {})
        log = [{"at": NOW - timedelta(days=400), "by": "chen.jie", "move": "add"}]
        self.clients[client_id] = validated(Client, {"id": client_id, "profile": profile, "log": log})
        return client_id

    def order(
        self, owner: str | None = None, *, at: datetime | None = None, moves: tuple[str, ...] = (), **form: Any
    ) -> str:
        """Another order, submitted at a time (now), and perhaps assigned and brought on by moves; the id."""
        at = at or self.now
        order_id = f"SO-{at:%Y%m%d}-{tail(len(self.orders))}"
        log: list[dict[str, Any]] = [
            {"at": at, "by": "chen.jie", "move": "inquire", "to": "inquiry"},
            {"at": at, "by": "chen.jie", "move": "draft", "to": "draft"},
            {"at": at, "by": "chen.jie", "move": "submit", "to": "submitted"},
        ]
        given = []
        if owner is not None:
            given = [{"id": "AS1", "to": owner}]
            log.append({"at": at, "by": "zhao.min", "move": "assign", "item": "AS1", "to": "assigned"})
        log += [{"at": at, "by": "zhao.min", "move": move, "to": _ON[move]} for move in moves]
        data = {
            "id": order_id, "stage": log[-1]["to"], "inquiry": INQUIRY, "form": {"type": "standard", **form},
            "assignment": given, "log": log,
        }  # fmt: skip
        self.orders[order_id] = validated(Order, data)
        return order_id

    def move(self, verb: str, order_id: str, by: str = "zhao.min", **given: Any) -> None:
        """Make a move as the table does, without asking what refuses it."""
        move = row("order", verb)
        assert move is not None
        took = validated(move.takes, given) if move.takes else None
        entry = Entry(at=self.now, by=by, move=verb)
        new = apply(move, self.orders[order_id], entry, took, order_id)
        assert isinstance(new, Order)
        self.orders[order_id] = new

    def end(self, owner: str, count: int = 1, move: str = "close") -> None:
        """Close, or cancel, the oldest orders that somebody owns and that are open."""
        open_ = [one for one in self.orders.values() if one.owner == owner and one.stage == "assigned"]
        for one in open_[:count]:
            entry = {"at": self.now, "by": "zhao.min", "move": move, "to": _ON[move]}
            data = one.plain()
            self.orders[one.id] = validated(Order, {**data, "stage": _ON[move], "log": [*data["log"], entry]})

    def decide(self, order_id: str) -> Decision:
        """To whom an order would go, decided alone."""
        found = decision(self.orders[order_id], self.now, self.ctx)
        assert found is not None
        return found

    def decide_all(self) -> list[Decision]:
        """To whom all orders that wait would go, the oldest first."""
        ctx = self.ctx
        found = [decision(order, self.now, ctx, together=True) for order in waiting(self.now, ctx)]
        return [one for one in found if one is not None]

    def assign(self, order_id: str | None = None) -> str | None:
        """Assign an order, or a new one, on its own; to whom."""
        found = self.decide(order_id or self.order())
        self._keep(found)
        return found.to

    def assign_all(self) -> list[str | None]:
        """Assign all that wait together; to whom."""
        found = self.decide_all()
        for one in found:
            self._keep(one)
        return [one.to for one in found]

    def _keep(self, found: Decision) -> None:
        if found.to is not None:
            again = found.order.owner is not None
            reason = {"reason": "another"} if again else {}
            self.move("reassign" if again else "assign", found.order.id, to=found.to, basis=found.basis, **reason)
        self.now += MINUTE


def why_not(found: Decision) -> dict[str, str]:
    """Who was passed over, and why: a word, or the rule's name."""
    return {one.staff: one.rule or one.why for one in found.basis.passed_over}
