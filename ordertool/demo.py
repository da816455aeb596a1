"""The demo: a book in a temporary folder, STORY's order and a month of others, by the real commands.

`python3 run.py demo` plays it. Every step is one call of the command line, with the clock set by ORDERTOOL_NOW;
nothing is written any other way.
"""

from __future__ import annotations

import contextlib
import heapq
import io
import json
import os
import random
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ordertool.cli import main as cli
from ordertool.language import N_, _, text, use_language
from ordertool.languages import language_from
from ordertool.rules.calendar import CompanyCalendar, parse_hours
from ordertool.rules.working_time import add

ZONE = ZoneInfo("Asia/Shanghai")
BEGIN = datetime(2026, 11, 20, 9, 0, tzinfo=ZONE)
END = datetime(2026, 12, 21, 15, 0, tzinfo=ZONE)
ORDERS = 40
_WEEK = parse_hours("08:30-12:00 13:00-17:30")
_CALENDAR = CompanyCalendar(dict.fromkeys(range(5), _WEEK))

STAFF = """\
chen.jie --name 陈洁 --department service --role receptionist
zhao.min --name 赵敏 --department orders --role processor
li.na --name 李娜 --department sales --role owner --domain storage --region 浙江 --capacity 8
sun.tao --name 孙涛 --department sales --role owner --domain storage --region 江苏
zhou.lan --name 周兰 --department sales --role owner --domain transport
he.jun --name 何军 --department production --role support
qian.yu --name 钱玉 --department finance --role finance"""
CLIENTS = (
    "甬江口冷链物流有限公司", "四明山食品有限公司", "东海渔具有限公司", "云岭茶叶有限公司", "青石板家具有限公司",
    "白鹭纺织有限公司", "晨星医疗器械有限公司", "大榭岛化工仓储有限公司", "兰溪五金有限公司", "金塘电商有限公司",
)  # fmt: skip
CONTACTS = ("周敏", "吴静", "郑凯", "王芳", "冯磊", "褚云", "卫东", "蒋薇", "沈阳", "韩雪")
GOODS = (
    ("货架", "2700x1000x6000", "组", 1850), ("托盘", "1200x1000 川字", "个", 96), ("护栏", "400x3000", "件", 320),
    ("手动搬运车", "3 t", "台", 1280), ("周转箱", "600x400x280", "个", 42), ("堆高车", "1.5 t 3 m", "台", 15800),
)  # fmt: skip
CHANNELS = ("phone", "email", "online", "visit")


@dataclass
class Player:
    """Calls the command line at a simulated time, as somebody, and reads the answer."""

    book: Path
    on_step: Callable[[], None] = lambda: None
    clients: dict[str, str] = field(default_factory=dict)
    papers: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="ordertool-papers-")))

    def call(self, at: datetime, actor: str, *args: str) -> Any:
        """Run one command; its document is the answer.

        Raises:
            RuntimeError: the command failed, with what it said.
        """
        os.environ.update(ORDERTOOL_NOW=at.isoformat(), ORDERTOOL_BOOK=str(self.book), ORDERTOOL_ACTOR=actor)
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = cli([*args, "--json"])
        if code:
            raise RuntimeError(f"{' '.join(args)}\n{err.getvalue()}")
        self.on_step()
        return json.loads(out.getvalue())

    def paper(self, name: str, words: str) -> str:
        """A file to hand in."""
        place = self.papers / name
        place.write_text(words, "utf-8")
        return str(place)


def later(at: datetime, hours: float) -> datetime:
    """A moment so many working hours on."""
    return add(_CALENDAR, at, timedelta(hours=hours)).at


Tale = Iterator[tuple[datetime, str, Sequence[str]]]
"""What happens to one order: when, who, which command; the answer is sent back in."""


def story(player: Player) -> Any:
    """STORY's order, from the first phone call to the archive."""
    at = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
    made = yield at, "chen.jie", (
        "inquire", "--client", "杭州湾物流有限公司", "--contact", "周敏", "--phone", "13800001234", "--channel", "phone",
        "--matter", "120 bays of pallet racking",
    )  # fmt: skip
    one = made["id"]
    yield later(at, 0.2), "chen.jie", ("forward", one, "--to", "li.na", "--question", "load per level?")
    yield later(at, 1), "li.na", ("reply", one, "--text", "2.5 t per level, quotation tomorrow")
    made = yield later(at, 2), "chen.jie", (
        "client", "add", "--name", "杭州湾物流有限公司", "--region", "浙江", "--contact", "周敏", "--phone", "13800001234",
        "--uscc", "91330201MA2AAAAA0Y",
    )  # fmt: skip
    client = made["id"]
    yield later(at, 2.2), "qian.yu", (
        "client", "credit", client, "--grade", "A", "--line", "500000", "--days", "30", "--evidence",
        "2025 accounts, no arrears", "--valid-until", "2027-06-30",
    )  # fmt: skip
    yield later(at, 4), "chen.jie", (
        "draft", one, "--client", client, "--project", "East hall racking", "--description",
        "Supply and install, 4 levels", "--type", "standard", "--domain", "storage",
        "--line", "item=Pallet racking;spec=2700x1000x6000;quantity=120;unit=bay;price=1850.00",
        "--line", "item=Guard rail;spec=400x3000;quantity=60;unit=piece;price=320.00",
        "--deliver-by", "2026-12-20", "--deliver-to", "宁波市海港路", "--payment", "account:30",
    )  # fmt: skip
    yield later(at, 4.5), "chen.jie", ("review", one, "--return", "deliver_to: no house number")
    yield later(at, 6), "chen.jie", ("draft", one, "--set", "deliver_to=宁波市海港路88号")
    yield later(at, 6.5), "chen.jie", ("review", one, "--pass")
    papers = ("--original", player.paper("form.txt", "订单申请表"), "--attach", player.paper("drawing.txt", "图纸"))
    yield later(at, 7), "chen.jie", ("submit", one, *papers)
    yield later(at, 8), "zhao.min", ("assign", one, "--to", "li.na", "--reason", "knows the client")
    yield later(at, 9), "li.na", ("confirm", one)
    yield later(at, 11), "li.na", (
        "plan", one, "--phase", "Survey;2026-11-24;2026-11-26;li.na", "--phase", "Make;2026-11-27;2026-12-12;he.jun",
        "--phase", "Install;2026-12-14;2026-12-18;he.jun", "--node", "Drawings approved;2026-11-26",
        "--risk", "steel late;second supplier agreed", "--every", "3d",
    )  # fmt: skip
    for day, percent, state, more in (
        (26, 20, "Drawings approved", ("--done", "PH1", "--done", "N1")),
        (30, 30, "Steel in", ()),
        (33, 40, "Frames cut", ("--problem", "paint cracked;repaint on 12-02", "--via", "written")),
        (38, 60, "Frames painted", ()),
        (41, 75, "Half of the racks up", ()),
        (46, 90, "Racks up", ("--done", "PH2")),
    ):
        when = datetime(2026, 11, 1, 10, 0, tzinfo=ZONE) + timedelta(days=day - 1)
        yield (
            when,
            "li.na",
            ("progress", one, "--state", state, "--percent", str(percent), "--eta", "2026-12-18", *more),
        )
    when = datetime(2026, 12, 17, 11, 0, tzinfo=ZONE)
    yield when, "li.na", (
        "prepare", one, "--done", "packaging", "--done", "documents", "--done", "transport",
        "--told", "周敏;phone;2026-12-17T10:00", "--when", "2026-12-18T09:00", "--method", "truck",
    )  # fmt: skip
    yield later(when, 6), "li.na", (
        "deliver", one, "--quantity", "L1=120", "--quantity", "L2=60", "--place", "宁波市海港路88号",
        "--delivered-by", "driver Wu", "--received-by", "周敏",
    )  # fmt: skip
    yield later(when, 8), "li.na", ("sign", one, "--slip", player.paper("slip.txt", "签收单"))
    yield later(when, 10), "zhao.min", ("close", one)
    yield later(when, 14), "qian.yu", ("pay", one, "--amount", "241200.00", "--on", "2026-12-21")
    yield later(when, 15), "zhao.min", ("archive", "--closed-before", "2026-12-22")


def tale(player: Player, number: int, chance: random.Random) -> Any:
    """One order of the month; chance decides goods, pace, and whether a client thinks it over."""
    which = chance.randrange(len(CLIENTS))
    name, contact = CLIENTS[which], CONTACTS[which]
    goods = chance.sample(GOODS, chance.choice((1, 1, 2, 3)))
    at = later(BEGIN, chance.uniform(0, 8 * 19))
    made = yield at, "chen.jie", (
        "inquire", "--client", name, "--contact", contact, "--channel", chance.choice(CHANNELS),
        "--matter", f"{goods[0][0]} {goods[0][1]} 询价", *(("--answer", "有现货，可报价") if number % 3 == 0 else ()),
    )  # fmt: skip
    one = made["id"]
    owner = chance.choice(("li.na", "sun.tao", "zhou.lan"))
    if number % 3:
        at = later(at, chance.uniform(0.1, 1))
        yield at, "chen.jie", ("forward", one, "--to", owner, "--question", "交货期和承重？")
        at = later(at, chance.uniform(0.5, 5))
        yield at, owner, ("reply", one, "--text", "可按期交货，明日报价")
    at = later(at, chance.uniform(1, 12))
    if name not in player.clients:
        player.clients[name] = ""
        made = yield at, "chen.jie", ("client", "add", "--name", name, "--contact", contact, "--region", "浙江")
        player.clients[name] = made["id"]
    client = player.clients[name]
    if not client or number % 13 == 7:  # noqa: PLR2004 (now and then a client thinks it over)
        return
    at = later(at, chance.uniform(0.5, 3))
    lines = [
        f"item={item};spec={spec};quantity={chance.choice((5, 10, 20, 40))};unit={unit};price={price}.00"
        for item, spec, unit, price in goods
    ]
    days = chance.randint(8, 18)
    deliver_by = later(at, 8 * days)
    made = yield at, "chen.jie", (
        "draft", one, "--client", client, "--project", f"{goods[0][0]}采购", "--description", "按样品供货并送达",
        "--type", "standard", "--domain", "storage", *(part for line in lines for part in ("--line", line)),
        "--deliver-by", deliver_by.date().isoformat(), "--deliver-to", f"宁波市港区{number}号仓", "--payment", "account:30",
    )  # fmt: skip
    total, wanted = made["form"]["total"], [line["quantity"] for line in made["form"]["lines"]]
    at = later(at, chance.uniform(0.3, 5))
    yield at, "chen.jie", ("review", one, "--pass")
    at = later(at, chance.uniform(0.2, 1.5))
    yield at, "chen.jie", ("submit", one, "--original", f"paper, folder {number}")
    at = later(at, chance.uniform(0.3, 4.5))
    yield at, "zhao.min", ("assign", one, "--to", owner)
    at = later(at, chance.uniform(0.3, 4.5))
    yield at, owner, ("confirm", one)
    at = later(at, chance.uniform(0.5, 7))
    middle = later(at, 8 * (days // 2)).date()
    begin, end = at.date().isoformat(), deliver_by.date().isoformat()
    yield at, owner, (
        "plan", one, "--phase", f"备货;{begin};{middle};{owner}", "--phase", f"送货;{middle};{end};he.jun", "--every", "4d",
    )  # fmt: skip
    for percent in (30, 60, 90):
        at = later(at, chance.uniform(16, 34))
        yield at, owner, ("progress", one, "--state", "按计划进行", "--percent", str(percent), "--eta", end)
    told = at
    at = later(at, 1)
    when = later(at, 6)
    yield at, owner, (
        "prepare", one, "--done", "packaging", "--done", "documents", "--done", "transport",
        "--told", f"{contact};phone;{told.isoformat()}", "--when", when.isoformat(), "--method", "货车",
    )  # fmt: skip
    quantities = [part for n, quantity in enumerate(wanted, 1) for part in ("--quantity", f"L{n}={quantity}")]
    yield when, owner, (
        "deliver", one, *quantities, "--place", f"宁波市港区{number}号仓", "--delivered-by", "司机吴师傅", "--received-by", contact,
    )  # fmt: skip
    at = later(when, chance.uniform(1, 9))
    yield at, owner, ("sign", one, "--slip", player.paper(f"slip-{number}.txt", f"签收单 {number}"))
    at = later(at, chance.uniform(1, 15))
    yield at, "zhao.min", ("close", one)
    at = later(at, chance.uniform(8, 60))
    yield at, "qian.yu", ("pay", one, "--amount", total, "--on", at.date().isoformat())


def found(player: Player) -> None:
    """The book and STORY's people."""
    player.call(
        BEGIN, "wu.gang", "init", str(player.book), "--company", "宁波港仓储设备有限公司", "--manager", "wu.gang",
        "--name", "吴刚", "--email", "wu.gang@example.com",
    )  # fmt: skip
    for line in STAFF.splitlines():
        words = line.split()
        player.call(BEGIN, "wu.gang", "staff", "add", *words, "--email", f"{words[0]}@example.com")
    player.call(BEGIN, "wu.gang", "staff", "away", "sun.tao", "--from", "2026-12-24", "--to", "2026-12-28")


def play(player: Player, orders: int = ORDERS) -> None:
    """Play STORY's order and `orders` others side by side, in the order of time, until the month is over.

    Raises:
        RuntimeError: a command failed.
    """
    chance = random.Random(20261123)  # noqa: S311 (the same month every time)
    tales = [story(player), *(tale(player, n, random.Random(chance.random())) for n in range(1, orders + 1))]  # noqa: S311
    queue: list[tuple[datetime, int, str, Sequence[str]]] = []
    for place, one in enumerate(tales):
        at, actor, args = next(one)
        heapq.heappush(queue, (at, place, actor, args))
    while queue:
        at, place, actor, args = heapq.heappop(queue)
        if at > END:
            continue
        answer = player.call(at, actor, *args)
        with contextlib.suppress(StopIteration):
            at, actor, args = tales[place].send(answer)
            heapq.heappush(queue, (at, place, actor, args))


def main() -> int:
    """Play the demo and show one inbox, the open orders, and where the book lies."""
    use_language(language_from(None, os.environ))
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    book = Path(tempfile.mkdtemp(prefix="ordertool-demo-")) / "book"
    about = _("Playing a month of orders")
    steps = 500
    from rich.console import Console  # noqa: PLC0415

    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=Console(stderr=True)
    ) as progress:
        task = progress.add_task(about, total=steps)
        player = Player(book, lambda: progress.advance(task))
        found(player)
        play(player)
        progress.update(task, total=progress.tasks[0].completed)
    os.environ.update(ORDERTOOL_NOW=END.isoformat(), ORDERTOOL_BOOK=str(book), ORDERTOOL_ACTOR="li.na")
    for title, args in (
        (N_("The inbox of li.na 李娜:"), ["inbox"]),
        (N_("The open orders:"), ["list", *(word for stage in _OPEN for word in ("--stage", stage))]),
    ):
        print(f"\n{_(title)}\n")
        cli(args)
    print()
    print(text("The book lies in {book}. Look around, with {python} for `ordertool`:", book=book, python=_ordertool()))
    print(f"  cd {book} && git log\n  export ORDERTOOL_NOW={END:%Y-%m-%dT%H:%M}\n  {_ordertool()} inbox --as zhao.min")
    return 0


_OPEN = ("inquiry", "draft", "submitted", "assigned", "confirmed", "active", "delivered", "signed")


def _ordertool() -> str:
    """The command beside the Python that runs this."""
    return str(Path(sys.executable).with_name("ordertool"))


if __name__ == "__main__":
    sys.exit(main())
