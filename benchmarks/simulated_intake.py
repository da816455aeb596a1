"""A simulated order from the first call until its owner has confirmed it, and how each of its moves is written.

What a move puts into the record goes through the record's own models; its place in the file and in the log is that of
the workflow table.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from typing import Any

from book_stream import BookStream, put
from simulated_company import DAY, HOUR, Company, Customer, File, Person

from ordertool.records.assignment import AssignmentInput
from ordertool.records.intake import Form, ForwardInput, HandoverInput, Inquiry, ReplyInput, ReviewInput
from ordertool.records.order import ITEM_TYPES
from ordertool.rules.workflow import LAW, TABLE

_ITEMS = (("Pallet racking", "2700x1000x6000", "bay", "1850.00"), ("重型货架", "2300x900x4500", "组", "1280.00"),
          ("Guard rail", "400x3000", "piece", "320.00"), ("辊筒输送机", "L=6000 W=600", "台", "7450.00"))  # fmt: skip
_DOMAINS = ("storage", "cold", "conveyor")
_FACTS = {move.verb: (move.clause.number, move.who[0]) for move in TABLE if move.kind == "order"}
"""Clause and first right of each move."""


class Intake:
    """One order from the first call to the confirmation; `now` is the time of the move that is being made."""

    def __init__(self, company: Company, stream: BookStream, number: int, start: int, tail: str) -> None:
        self.company, self.stream, self.rng = company, stream, company.rng
        self.now, self.number = start, number
        day = company.days.day(start)
        self.file = File("order", f"SO-{day.replace('-', '')}-{tail}")
        self.customer: Customer = self.rng.choice(company.customers)
        self.items: dict[str, list[dict[str, Any]]] = {}
        self.form: dict[str, Any] = {}
        self.owner: Person = company.people[0]
        self.promised = 0
        self._agenda: list[tuple[int, int, Callable[[], None]]] = []
        self._planned = 0

    # One move

    def _make(
        self, verb: str, who: Person, *, to: str = "", item: str = "", note: str = "", since: int = 0,
        beside: tuple[tuple[str, bytes], ...] = (),
    ) -> None:  # fmt: skip
        """The move's entry and its commit, with files beside the record; `since` is when it happened, where it is typed later."""
        file, days, actor = self.file, self.company.days, self.company.acting(who, self.now)
        before = file.stage or "new"
        typed = days.said(self.now)
        at = days.said(since) if since else typed
        file.add(at, actor.id, verb, entered=typed if since else "", item=item, to=to, note=note)
        led = f": {before} → {file.stage}" if file.stage != before else ""
        clause, right = _FACTS[verb]
        number = self.company.rng.getrandbits(64)
        message = (
            f"{verb} {file.id}{' ' if item else ''}{item}{led}\n\nMove: order {verb}\nActor: {actor.id}\nRight: {right}\n"
            f"At: {at}\nClause: {clause}\nLaw: {LAW}\nOp-Id: {number:016x}\n"
        )
        changes = (*beside, put(file.path, file.data()))
        self.stream.commit(days.epoch(self.now), actor.signature, message.encode(), changes)

    def _item(self, section: str, given: dict[str, Any]) -> str:
        """An item more in a list; its id."""
        items = self.items.setdefault(section, [])
        item = f"{ITEM_TYPES[section][0]}{len(items) + 1}"
        items.append({"id": item, **given})
        self.file.put_item(section, len(items) - 1, items[-1])
        return item

    def _set(self, section: str, item: str, field: str, value: Any) -> None:
        """A field of an item."""
        place = next(n for n, one in enumerate(self.items[section]) if one["id"] == item)
        self.items[section][place][field] = value
        self.file.put_item(section, place, self.items[section][place])

    def _after(self, seconds: float, move: Callable[[], None]) -> None:
        """Something to happen so much working time from now."""
        self._planned += 1
        heapq.heappush(self._agenda, (self.now + max(120, int(seconds)), self._planned, move))

    def _chance(self, of: float) -> bool:
        return self.rng.random() < of

    def _by(self, limit: float, who: Person) -> int:
        """How long somebody takes over what is to be done within a limit: a bad day makes it late."""
        if self._chance(who.punctual):
            return int(limit * self.rng.uniform(0.03, 0.9))
        return int(limit * self.rng.uniform(1.05, 2.4))

    def _wait(self, seconds: float) -> int:
        self.now += max(120, int(seconds))
        return self.now

    def _inquire(self, desk: Person) -> None:
        client, channel = self.customer, self.rng.choice(("phone", "phone", "email", "wechat", "online", "visit"))
        given = Inquiry(
            client=client.name, contact=client.contact, phone=client.phone, channel=channel,
            matter=f"{self.rng.randint(10, 400)} bays of racking for hall {self.number % 90 + 1}",
        )  # fmt: skip
        self.file.put("inquiry", given.plain())
        self._make("inquire", desk, to="inquiry")

    def _questions(self, desk: Person) -> Iterator[int]:
        if self._chance(0.4):
            yield self._wait(self.rng.uniform(0.1, 1) * HOUR)
            expert = self.company.present(self.company.with_role("owner"), self.now)
            forward = ForwardInput(to=expert.id, question="load per level, and when could it be delivered?")
            self._make("forward", desk, item=self._item("forwards", forward.plain()))
            yield self._wait(self._by(3.5 * HOUR, expert))
            reply = ReplyInput(text="2.5 t per level; four weeks from the order")
            self._make("reply", expert, item=self._item("replies", reply.plain()))

    def _draft(self, desk: Person, *, first: bool = False, **more: Any) -> None:
        rng, days = self.rng, self.company.days
        if first:
            self.promised = self.now // DAY + rng.randint(12, 40)
            chosen = rng.sample(_ITEMS, rng.choice((1, 1, 2, 3)))
            lines = [
                {
                    "id": f"L{n}",
                    "item": item,
                    "spec": spec,
                    "quantity": str(rng.randint(2, 150)),
                    "unit": unit,
                    "price": price,
                }
                for n, (item, spec, unit, price) in enumerate(chosen, 1)
            ]
            self.form = {
                "client": self.customer.id, "project": f"Hall {self.number % 90 + 1} racking",
                "description": "Supply and install", "type": rng.choice(("standard", "standard", "standard", "large")),
                "domain": rng.choice(_DOMAINS), "lines": lines, "deliver_by": days.day(self.promised * DAY),
                "deliver_to": "海港路88号", "payment": rng.choice(("account:30", "account:30", "account:15", "cash-on-delivery")),
            }  # fmt: skip
        self.form |= more
        self.file.put("form", Form.model_validate(self.form).plain())
        self._make("draft", desk, to="draft")

    def _review(self, desk: Person) -> Iterator[int]:
        if self._chance(0.15):
            yield self._wait(self._by(4 * HOUR, desk))
            reason = self.rng.choice(("deliver_to: no house number", "lines: specification is not clear"))
            seen = Form.model_validate(self.form).content_hash()
            given = ReviewInput(outcome="return", form=seen, reasons=(reason,))
            self._make("review", desk, item=self._item("review", given.plain()))
            yield self._wait(self.rng.uniform(1, 10) * HOUR)
            self._draft(desk, deliver_to="海港路88号 3号门")
        yield self._wait(self._by(4 * HOUR, desk))
        self._pass(desk)

    def _pass(self, desk: Person) -> None:
        given = ReviewInput(outcome="pass", form=Form.model_validate(self.form).content_hash())
        self._make("review", desk, item=self._item("review", given.plain()))

    def _submit(self, desk: Person, clerk: Person) -> None:
        receiver = self.company.acting(clerk, self.now)
        given = HandoverInput(original_at=f"paper, folder {self.number % 400 + 1}", to=receiver.id)
        self._make("submit", desk, to="submitted", item=self._item("handover", given.plain()))

    def _assignment(self, clerk: Person) -> Iterator[int]:
        while True:
            yield self._wait(self._by(4 * HOUR, clerk))
            self.owner = self.company.present(self.company.with_role("owner"), self.now)
            given = AssignmentInput(
                to=self.owner.id, reason="knows the client", received=(self.items["handover"][-1]["original_at"],)
            )
            self._make("assign", clerk, to="assigned", item=self._item("assignment", given.plain()))
            yield self._wait(self._by(4 * HOUR, self.owner))
            if self._chance(0.97):
                self._make("confirm", self.owner, to="confirmed")
                return
            self._make("decline", self.owner, to="submitted", note="too much in hand this month")
