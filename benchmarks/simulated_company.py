"""The company of a simulated book: its working days, its people with their absences, its clients."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from ordertool.book.paths import record_path, schema_line
from ordertool.book.snapshot import parsed
from ordertool.book.yaml_writer import dump_items, dump_section, dump_text
from ordertool.founding import policy_for
from ordertool.records.base import Logged
from ordertool.records.client import Client
from ordertool.records.order import Order
from ordertool.records.policy import Policy
from ordertool.records.staff import Staff
from ordertool.records.values import ID_LETTERS
from ordertool.rules.move import Context

HOUR = 3600
DAY = 8 * HOUR
"""A working day in seconds of working time; all that is simulated happens in working time."""
SET_UP = 5
"""Working days before the first order, in which people and clients are entered."""
_MORNING, _NOON = 210 * 60, time(13)
_AFTERWARDS = 150
COMPANY = "宁波港仓储设备有限公司"
MODELS: dict[str, type[Logged]] = {"order": Order, "client": Client, "staff": Staff}
_SURNAMES = """wang王 li李 zhang张 liu刘 chen陈 yang杨 zhao赵 huang黄 zhou周 wu吴 xu徐 sun孙 hu胡 zhu朱 gao高 lin林 he何 guo郭 ma马
luo罗 liang梁 song宋 zheng郑 xie谢 han韩 tang唐 feng冯 yu于 dong董 xiao萧 cheng程 cao曹 yuan袁 deng邓 fu傅 shen沈 zeng曾 peng彭 lu吕 su苏"""
_GIVEN = "na娜 tao涛 jie洁 min敏 jun军 gang刚 wei卫 yu玉 fang芳 lei磊 yan艳 qiang强 juan娟 yong勇 ping萍 hui辉 ling玲 bin斌 hong红 peng鹏"
_BRANDS = "恒华瑞盛鼎泰诚信远达博创嘉禾锦程万隆富源康宁天佑启明"
_TRADES = "物流冷链商贸食品医药机电纺织家居电商化工汽配建材轮胎图书服饰饮料仪器五金电缆包装"
_PLACES = (("宁波", "浙江"), ("苏州", "江苏"), ("上海", "上海"), ("厦门", "福建"), ("合肥", "安徽"), ("青岛", "山东"))
# Of fifty, how many of each: department, role, the part of the staff.
_PARTS = (
    ("service", "receptionist", 7), ("orders", "processor", 5), ("sales-east", "owner", 12), ("sales-west", "owner", 12),
    ("production", "support", 5), ("engineering", "support", 3), ("logistics", "support", 2), ("finance", "finance", 2),
    ("audit", "auditor", 1),
)  # fmt: skip


def tail(number: int) -> str:
    """The last letters of the id of a number, no two alike."""
    scattered = number * 21_474_837 % (1 << 25)
    return "".join(ID_LETTERS[scattered >> 5 * place & 31] for place in range(4, -1, -1))


class WorkingDays:
    """The working days of a stretch, and moments as seconds of working time since its first."""

    def __init__(self, first: date, last: date, ctx: Context) -> None:
        self.days: list[date] = []
        day = first
        while day <= last or self._count_after(last) < _AFTERWARDS:
            if ctx.calendar.day(day).intervals:
                self.days.append(day)
            day += timedelta(days=1)
        self.end = DAY * sum(one <= last for one in self.days)
        self.midnights = [int(datetime.combine(one, time(), ctx.zone).timestamp()) for one in self.days]
        self._names = [str(one) for one in self.days]
        minutes = [8 * 60 + 30 + minute if minute < _MORNING // 60 else 9 * 60 + 30 + minute for minute in range(480)]
        self._clock = [f"{minute // 60:02}:{minute % 60:02}" for minute in minutes]
        self._offsets = [minute * 60 for minute in minutes]

    def _count_after(self, last: date) -> int:
        return sum(one > last for one in self.days[-_AFTERWARDS:])

    def said(self, at: int) -> str:
        """A moment as records say it."""
        day, rest = divmod(at, DAY)
        return f"{self._names[day]}T{self._clock[rest // 60]}:{rest % 60:02}+08:00"

    def epoch(self, at: int) -> int:
        """A moment as git says it."""
        day, rest = divmod(at, DAY)
        return self.midnights[day] + self._offsets[rest // 60] + rest % 60

    def day(self, at: int) -> str:
        """The day of a moment."""
        return self._names[at // DAY]


class File:
    """A record's file as it grows: its sections as text, the log entry by entry."""

    def __init__(self, kind: str, record_id: str) -> None:
        self.kind, self.id = kind, record_id
        self.path = record_path(kind, record_id)
        self.stage = ""
        self._parts = dict.fromkeys((name for name in MODELS[kind].model_fields if name not in _ALWAYS), "")
        self._head = f"{schema_line(kind, self.path)}id: {record_id}\n"
        self._items: dict[str, dict[int, str]] = {}
        self._log = ""
        self.entries = 0

    def put(self, section: str, value: Any) -> None:
        """Write a section anew."""
        self._parts[section] = dump_section(section, value)

    def put_item(self, section: str, place: int, item: dict[str, Any]) -> None:
        """Write an item of a list anew, or one more."""
        self._items.setdefault(section, {})[place] = dump_items([item], 2)
        self._parts[section] = f"{section}:\n{''.join(self._items[section].values())}"

    def add(
        self, at: str, by: str, move: str, *, entered: str = "", item: str = "", to: str = "", note: str = ""
    ) -> None:
        """An entry more in the log; one that leads nowhere new has no `to`."""
        to = "" if to == self.stage else to
        self._log += (
            f"  - at: {at}\n"
            + (f"    entered: {entered}\n" if entered else "")
            + f"    by: {by}\n    move: {move}\n"
            + (f"    item: {item}\n" if item else "")
            + (f"    to: {to}\n" if to else "")
            + (f"    note: {dump_text(note)}\n" if note else "")
        )
        self.stage = to or self.stage
        self.entries += 1

    def data(self) -> bytes:
        """The whole file."""
        stage = f"stage: {self.stage}\n" if self.stage else ""
        return f"{self._head}{stage}{''.join(self._parts.values())}log:\n{self._log}".encode()


_ALWAYS = ("id", "stage", "log")


@dataclass
class Person:
    """Somebody on the staff: what they are good for, and when they are away, in working days."""

    id: str
    name: str
    department: str
    role: str
    punctual: float
    away: list[tuple[int, int, Person]] = field(default_factory=list)
    file: File | None = None

    @property
    def signature(self) -> bytes:
        """As git writes them."""
        return f"{self.name} <{self.id}@example.com>".encode()


@dataclass
class Customer:
    """A client of the company's, as orders name it."""

    number: int
    id: str
    name: str
    contact: str
    phone: str
    region: str


class Company:
    """Everything that orders have in common."""

    def __init__(self, rng: random.Random, staff: int, clients: int, first: date, last: date) -> None:
        self.rng = rng
        names = [f"{b}{c}" for b in _SURNAMES.split() for c in _GIVEN.split()]
        rng.shuffle(names)
        people = [self._person(name, "office", "manager") for name in names[:1]]
        for department, role, share in _PARTS:
            for _ in range(max(1, round(share * (staff - 1) / 49))):
                people.append(self._person(names[len(people)], department, role))
        self.people = people
        self.manager = people[0]
        self.policy_text = self._policy()
        policy = parsed(Policy, self.policy_text, "policy.yaml")
        ctx = Context(policy, _Nobody(), lambda _client: None)
        before = first
        while (
            sum(bool(ctx.calendar.day(before + timedelta(days=n)).intervals) for n in range((first - before).days))
            < SET_UP
        ):
            before -= timedelta(days=1)
        self.days = WorkingDays(before, last, ctx)
        self._plan_absences()
        self.customers = [self._customer(number) for number in range(clients)]

    def _person(self, name: str, department: str, role: str) -> Person:
        latin = "".join(char if char.isascii() else " " for char in name).split()
        chinese = "".join(char for char in name if not char.isascii())
        return Person(".".join(latin), chinese, department, role, self.rng.uniform(0.72, 0.98))

    def with_role(self, role: str, department: str = "") -> list[Person]:
        """Those who hold a role."""
        return [one for one in self.people if one.role == role and department in ("", one.department)]

    def _policy(self) -> bytes:
        """The policy that the package brings, with who is on duty."""
        duty = {}
        for role in ("receptionist", "processor", "finance"):
            people = self.with_role(role)
            duty[role] = {"person": people[0].id} | ({"deputy": people[1].id} if len(people) > 1 else {})
        text = policy_for(COMPANY).decode()
        assert "\nduty: {}\n" in text
        return text.replace("\nduty: {}\n", f"\n{dump_section('duty', duty)}").encode()

    def _plan_absences(self) -> None:
        """A week or two in each half-year; colleagues of a department go at different times and stand in for each other."""
        last = self.days.end // DAY
        for department in dict.fromkeys(one.department for one in self.people):
            colleagues = [one for one in self.people if one.department == department]
            if len(colleagues) == 1:
                continue
            for begin in range(SET_UP + 20, last - 20, 120):
                for place, person in enumerate(colleagues):
                    start = begin + 10 * (place % 9)
                    person.away.append((start, start + self.rng.choice((3, 5, 8)), colleagues[place - 1]))

    def acting(self, person: Person, at: int) -> Person:
        """Who acts for a person at a moment: their deputy while they are away."""
        day = at // DAY
        for start, end, deputy in person.away:
            if start <= day < end:
                return deputy
        return person

    def present(self, people: list[Person], at: int) -> Person:
        """One of some people who is there; all of them are away at once never."""
        person = self.rng.choice(people)
        while self.acting(person, at) is not person:
            person = self.rng.choice(people)
        return person

    def _customer(self, number: int) -> Customer:
        rng, trades = self.rng, len(_TRADES) // 2
        own = len(_BRANDS) ** 2 * trades
        pair, trade = divmod(number * 7919 % own, trades)
        brand = _BRANDS[pair % len(_BRANDS)] + _BRANDS[pair // len(_BRANDS)]
        branch = f"（第{number // own}分公司）" if number >= own else ""
        city, region = rng.choice(_PLACES)
        name = f"{city}{brand}{_TRADES[2 * trade : 2 * trade + 2]}有限公司{branch}"
        contact = rng.choice(_SURNAMES.split())[-1] + rng.choice("敏洁磊芳强玲斌红")
        return Customer(number, f"C-{tail(number + 7)}", name, contact, f"1380{number % 10**7:07}", region)


class _Nobody:
    """The staff of a book that does not exist yet."""

    def get(self, _staff_id: str) -> None:
        """Nobody."""

    def all(self) -> tuple[()]:
        """Nobody."""
        return ()
