"""Calls the command line at a simulated time, each person with a git of their own, and reads the answers."""

from __future__ import annotations

import contextlib
import heapq
import io
import json
import os
import tempfile
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ordertool.book.book import Book
from ordertool.cli import main as cli
from ordertool.language import speaking
from ordertool.rules.calendar import CompanyCalendar, parse_hours
from ordertool.rules.working_time import add

ZONE = ZoneInfo("Asia/Shanghai")
COMPANY = "宁波港仓储设备有限公司"
MANAGER = ("wu.gang", "吴刚", "wu.gang@example.com")
STAFF = """\
chen.jie --name 陈洁 --department service --role receptionist
zhao.min --name 赵敏 --department orders --role processor
li.na --name 李娜 --department sales --role owner --domain storage --region 浙江 --capacity 8
sun.tao --name 孙涛 --department sales --role owner --domain storage --region 江苏
he.jun --name 何军 --department production --role support
qian.yu --name 钱玉 --department finance --role finance"""
"""STORY's people, beside the manager."""
_CALENDAR = CompanyCalendar(dict.fromkeys(range(5), parse_hours("08:30-12:00 13:00-17:30")))

Step = tuple[datetime, str, Sequence[str]]
"""What happens: when, who, which command."""
Tale = Generator[Step, dict[str, Any], None]
"""What happens to one order, step by step; each answer is sent back in."""


def at(words: str) -> datetime:
    """A time by the clock on the company's wall."""
    return datetime.fromisoformat(words).replace(tzinfo=ZONE)


def later(moment: datetime, hours: float) -> datetime:
    """A moment so many working hours on."""
    return add(_CALENDAR, moment, timedelta(hours=hours)).at


def days_on(moment: datetime, days: int) -> date:
    """The day so many working days on."""
    return later(moment, 8 * days).date()


@dataclass
class Player:
    """Plays a book, command by command."""

    book: Path
    on_step: Callable[[], None] = lambda: None
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="ordertool-papers-")))
    people: dict[str, tuple[str, str]] = field(default_factory=dict)

    def call(self, moment: datetime, actor: str, *args: str) -> Any:
        """Run one command as somebody who types it themself; its document is the answer.

        Raises:
            RuntimeError: the command failed, with what it said.
        """
        os.environ.update(ORDERTOOL_NOW=moment.isoformat(), ORDERTOOL_BOOK=str(self.book), ORDERTOOL_ACTOR=actor)
        os.environ["GIT_CONFIG_GLOBAL"] = str(self._git_of(actor))
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = cli([*args, "--json"])
        if code:
            raise RuntimeError(f"{' '.join(args)}\n{err.getvalue()}")
        self.on_step()
        return json.loads(out.getvalue())

    def _git_of(self, actor: str) -> Path:
        """A git configuration that says who types, as each person has one at home."""
        place = self.folder / f"{actor}.gitconfig"
        if not place.exists():
            name, email = self.people[actor]
            place.write_text(f"[user]\n\tname = {name}\n\temail = {email}\n", "utf-8")
        return place

    def paper(self, name: str, words: str) -> str:
        """A file to hand in."""
        place = self.folder / name
        place.write_text(words, "utf-8")
        return str(place)

    def found(self, moment: datetime, staff: str = STAFF) -> None:
        """Make the book, with its manager and its people."""
        manager, name, email = MANAGER
        self.people[manager] = (name, email)
        with speaking("zh_CN"):  # the book speaks its founder's language
            self.call(
                moment, manager, "init", str(self.book), "--company", COMPANY, "--manager", manager, "--name", name,
                "--email", email,
            )  # fmt: skip
        for line in staff.splitlines():
            words = line.split()
            self.people[words[0]] = (words[2], f"{words[0]}@example.com")
            self.call(moment, manager, "staff", "add", *words, "--email", f"{words[0]}@example.com")

    def play(self, tales: Iterable[Tale], end: datetime) -> None:
        """Play tales side by side, in the order of time, until the end; then the manager sits at the book.

        Raises:
            RuntimeError: a command failed.
        """
        playing = list(tales)
        queue: list[tuple[datetime, int, str, Sequence[str]]] = []
        for place, tale in enumerate(playing):
            moment, actor, args = next(tale)
            heapq.heappush(queue, (moment, place, actor, args))
        while queue:
            moment, place, actor, args = heapq.heappop(queue)
            if moment > end:
                continue
            answer = self.call(moment, actor, *args)
            with contextlib.suppress(StopIteration):
                moment, actor, args = playing[place].send(answer)
                heapq.heappush(queue, (moment, place, actor, args))
        book = Book.find(str(self.book), self.book)
        book.configure(*MANAGER[1:])
        book.close()
