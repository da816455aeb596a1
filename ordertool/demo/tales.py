"""One order's way from the inquiry to the payment, with the detours that it takes."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from ordertool.demo.player import Player, Tale, days_on, later

WAITS = {
    "forward": (0.1, 1), "reply": (0.5, 5), "draft": (1.5, 12), "review": (0.3, 5), "submit": (0.2, 1.5),
    "assign": (0.3, 4.5), "confirm": (0.3, 4.5), "plan": (0.5, 7), "progress": (16, 34), "prepare": (1, 1),
    "deliver": (6, 6), "sign": (1, 9), "close": (1, 15), "pay": (8, 60),
}  # fmt: skip
"""Working hours before each step: from, to."""


class Customer(NamedTuple):
    """A client as an order knows it; `id` is its file's."""

    name: str
    contact: str
    id: str


class Line(NamedTuple):
    """A line of the form."""

    item: str
    spec: str
    quantity: int
    unit: str
    price: str

    def typed(self) -> str:
        """The line as `draft --line` takes it."""
        return ";".join(f"{name}={value}" for name, value in self._asdict().items())


class Detour(NamedTuple):
    """Something beside the straight way: so many working hours after a step, somebody gives a command.

    `after` is a step's verb, `progress:2` the second time. `owner` stands for whoever owns the order. The command has
    gaps: {id}, {owner}, {contact}, {told} (the contact, by phone, now), {place}, {today}, {soon} (six working hours
    on), {end} (the promised day), {after} (three working days after it), {unpaid}, {prepayment} (30 %), {slip} (a
    paper to hand in), {sheet} (where a survey sheet goes).
    """

    after: str
    hours: float
    who: str
    command: str


def detours(table: str) -> dict[int, tuple[Detour, ...]]:
    """Detours by the number of their order, from lines of `number after hours who command`."""
    found: dict[int, tuple[Detour, ...]] = {}
    for line in table.strip().splitlines():
        number, after, hours, who, command = line.split(maxsplit=4)
        found[int(number)] = (*found.get(int(number), ()), Detour(after, float(hours), who, command))
    return found


class _OverError(Exception):
    """The tale ends here."""


@dataclass
class Way:
    """One order. `wait` chooses between two figures; `waits` says how long before a step where it is not for it.

    `until` is the last step. `more` are options that a step has beside the usual ones.
    """

    player: Player
    number: int
    customer: Customer
    lines: Sequence[Line]
    owner: str
    at: datetime
    days: int
    wait: Callable[[float, float], float]
    detours: Sequence[Detour] = ()
    until: str = ""
    waits: Mapping[str, float] = field(default_factory=dict)
    channel: str = "phone"
    answer: str = ""
    payment: str = "account:30"
    place: str = ""
    project: str = ""
    description: str = "按样品供货并送达"
    more: Mapping[str, Sequence[str]] = field(default_factory=dict)
    order: dict[str, Any] = field(default_factory=dict)
    _steps: Counter[str] = field(default_factory=Counter)

    def told(self) -> Tale:
        """What happens, step by step."""
        with suppress(_OverError):
            yield from self._intake()
            yield from self._follow_up()
            yield from self._delivery()

    def _step(self, verb: str, who: str, *args: str) -> Tale:
        """One step of the straight way, and the detours that follow it."""
        if self.order:
            self.at = later(self.at, self.waits.get(verb) or self.wait(*WAITS[verb]))
        named = [self.order["id"]] if self.order else []
        self.order = yield self.at, who, (verb, *named, *args, *self.more.get(verb, ()))
        self._steps[verb] += 1
        name = verb if self._steps[verb] == 1 else f"{verb}:{self._steps[verb]}"
        for detour in self.detours:
            if detour.after == name:
                self.at = later(self.at, detour.hours)
                command = [word.format_map(self._gaps()) for word in shlex.split(detour.command)]
                answer = yield self.at, self._owner if detour.who == "owner" else detour.who, command
                self.order = answer if "stage" in answer else self.order
        if name == self.until or self.order["stage"] in ("lost", "cancelled"):
            raise _OverError

    @property
    def _owner(self) -> str:
        return self.order.get("owner") or self.owner

    @property
    def _place(self) -> str:
        return self.place or f"宁波市港区{self.number}号仓"

    def _gaps(self) -> dict[str, str]:
        form = self.order["form"] or {}
        total = Decimal(form.get("total") or 0)
        promised = form.get("deliver_by") or ""
        return {
            "id": self.order["id"],
            "owner": self._owner,
            "contact": self.customer.contact,
            "told": f"{self.customer.contact};phone;{self.at.isoformat()}",
            "today": self.at.date().isoformat(),
            "soon": later(self.at, 6).isoformat(),
            "place": self._place,
            "end": promised,
            "after": days_on(datetime.fromisoformat(f"{promised}T09:00+08:00"), 3).isoformat() if promised else "",
            "unpaid": self.order["unpaid"],
            "prepayment": f"{total * 3 / 10:.2f}",
            "slip": self._slip(),
            "sheet": str(self.player.folder / f"调查表-{self.order['id']}.html"),
        }

    def _slip(self) -> str:
        count = len(self.order["delivery"])
        return self.player.paper(f"签收单-{self.number}-{count}.txt", f"签收单 {self.order['id']} 第 {count} 次交付")

    def _intake(self) -> Tale:
        name, contact, client = self.customer
        first = self.lines[0]
        matter = f"{first.item} {first.spec} 询价"
        answer = ("--answer", self.answer) if self.answer else ()
        yield from self._step(
            "inquire", "chen.jie", "--client", name, "--contact", contact, "--channel", self.channel, "--matter", matter,
            *answer,
        )  # fmt: skip
        if not self.answer:
            yield from self._step("forward", "chen.jie", "--to", self.owner, "--question", "交货期和承重？")
            yield from self._step("reply", self.owner, "--text", "可按期交货，明日报价")
        end = days_on(self.at, self.days).isoformat()
        yield from self._step(
            "draft", "chen.jie", "--client", client, "--project", self.project or f"{first.item}采购", "--description", self.description,
            "--type", "standard", "--domain", "storage", *(part for one in self.lines for part in ("--line", one.typed())),
            "--deliver-by", end, "--deliver-to", self._place, "--payment", self.payment,
        )  # fmt: skip
        yield from self._step("review", "chen.jie", "--pass")
        original = () if "submit" in self.more else ("--original", f"纸质，{self.number} 号文件夹")
        yield from self._step("submit", "chen.jie", *original)

    def _follow_up(self) -> Tale:
        yield from self._step("assign", "zhao.min", "--to", self.owner)
        yield from self._step("confirm", self._owner)
        yield from self._step("plan", self._owner, *self.plan())
        for percent in (30, 60, 90):
            end = self.order["form"]["deliver_by"]
            state = ("--state", "按计划进行", "--percent", str(percent), "--eta", end)
            yield from self._step("progress", self._owner, *state)

    def plan(self) -> tuple[str, ...]:
        """A plan of two phases."""
        begin, end = self.at.date(), self.order["form"]["deliver_by"]
        middle = days_on(self.at, self.days // 2)
        phases = (f"备货;{begin};{middle};{self._owner}", f"送货;{middle};{end};he.jun")
        return *(part for phase in phases for part in ("--phase", phase)), "--every", "4d"

    def _delivery(self) -> Tale:
        contact = self.customer.contact
        told = f"{contact};phone;{self.at.isoformat()}"
        when = later(self.at, WAITS["prepare"][0] + WAITS["deliver"][0]).isoformat()
        yield from self._step(
            "prepare", self._owner, "--done", "packaging", "--done", "documents", "--done", "transport",
            "--told", told, "--when", when, "--method", "货车",
        )  # fmt: skip
        owed = [part for line, quantity in self._owed().items() for part in ("--quantity", f"{line}={quantity:f}")]
        yield from self._step(
            "deliver", self._owner, *owed, "--place", self._place, "--delivered-by", "司机吴师傅",
            "--received-by", contact,
        )  # fmt: skip
        yield from self._step("sign", self._owner, "--slip", self._slip())
        yield from self._step("close", "zhao.min")
        yield from self._step("pay", "qian.yu", "--amount", self.order["unpaid"])

    def _owed(self) -> dict[str, Decimal]:
        """Quantities that are still to be delivered."""
        owed = {line["id"]: Decimal(line["quantity"]) for line in self.order["form"]["lines"]}
        for delivery in self.order["delivery"]:
            if delivery["outcome"] != "refused":
                for line, quantity in delivery["quantities"].items():
                    owed[line] -= Decimal(quantity)
        return {line: quantity for line, quantity in owed.items() if quantity > 0}
