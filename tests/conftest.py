"""The stage for every story: a book in a temporary folder, STORY's people, a frozen clock, real commands, real git."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ordertool.cli import main
from ordertool.language import use_language

SHARED = Path(__file__).parents[2] / "shared" / "data"
NOW = "2026-11-23T09:00"
PEOPLE = """
staff add chen.jie --name 陈洁 --email chen.jie@example.com --department service --role receptionist
staff add zhao.min --name 赵敏 --email zhao.min@example.com --department orders --role processor
staff add li.na --name 李娜 --email li.na@example.com --department sales --role owner --domain storage --capacity 8
staff add sun.tao --name 孙涛 --email sun.tao@example.com --department sales --role owner --domain storage
staff add he.jun --name 何军 --email he.jun@example.com --department production --role support
staff add qian.yu --name 钱玉 --email qian.yu@example.com --department finance --role finance
staff add lin.wei --name 林卫 --email lin.wei@example.com --department audit --role auditor
"""
WITH_SHARED = pytest.mark.skipif(not SHARED.exists(), reason="shared/data is not beside this checkout")


def pytest_addoption(parser):
    parser.addoption("--soak", action="store_true", help="run the slow, random tests too (SIGKILLs, many processes)")


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--soak"):
        for item in items:
            if "soak" in item.keywords:
                item.add_marker(pytest.mark.skip(reason="slow and random: run with --soak"))


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch, tmp_path_factory):
    """No setting of the developer's reaches a test: neither ordertool's nor git's, nor the book that the checkout is."""
    monkeypatch.chdir(tmp_path_factory.getbasetemp())
    for name in list(os.environ):
        if name.startswith(("ORDERTOOL_", "GIT_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("ORDERTOOL_DEBUG", "1")
    use_language("en")
    yield
    use_language("en")


@dataclass
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


@dataclass
class Desk:
    """A book and the clock on its wall; `run` calls the real command line in this process."""

    root: Path
    now: str = NOW
    env: dict[str, str] = field(default_factory=dict)
    shelf: Shelf | None = None

    def run(self, *args: str, by: str | None = None, code: int | None = 0, stdin: bytes = b"") -> Said:
        """Run one command; `by` acts; `code` is the exit code expected (None: any)."""
        out, err = io.StringIO(), io.StringIO()
        settings = {"ORDERTOOL_NOW": self.now, "ORDERTOOL_BOOK": str(self.root), **self.env}
        if by:
            settings["ORDERTOOL_ACTOR"] = by
        with pytest.MonkeyPatch.context() as patch:
            for name, value in settings.items():
                patch.setenv(name, value)
            patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                got = main(list(args))
        said = Said(got, out.getvalue(), err.getvalue())
        assert code is None or got == code, f"{args}: exit {got}\n{said.out}\n{said.err}"
        return said

    def ask(self, *args: str, by: str | None = None):
        """Run a command with --json and return the document."""
        return self.run(*args, "--json", by=by).json

    def git(self, *args: str) -> str:
        return subprocess.run(["git", "-C", self.root, *args], check=True, capture_output=True, text=True).stdout

    @property
    def head(self) -> str:
        return self.git("rev-parse", "HEAD").strip()

    def state(self) -> tuple[str, str, dict[str, bytes]]:
        """HEAD, git status, and every file of the work tree: what a refusal must not change."""
        files = {
            str(path.relative_to(self.root)): path.read_bytes()
            for path in self.root.rglob("*")
            if path.is_file() and ".git" not in path.relative_to(self.root).parts
        }
        return self.head, self.git("status", "--porcelain"), files

    def people(self) -> None:
        """STORY's staff."""
        for line in PEOPLE.strip().splitlines():
            self.run(*line.split())

    def client(self, line: str = "500000", **more: str) -> str:
        """A client with grade A, trusted with two orders of a story and a bit; returns the id."""
        values = {"name": "杭州湾物流有限公司", "contact": "周敏", "region": "浙江"} | more
        add = ("client", "add", "--json", *options(values))
        said = self.run(*add, by="chen.jie", code=None)
        if said.code:  # every order of a story has a client of its own, and all have one name
            said = self.run(*add, "--although-like", "another hall", by="chen.jie")
        client = said.json["id"]
        self.run(
            "client", "credit", client, "--grade", "A", "--line", line, "--days", "30",
            "--evidence", "2025 accounts", "--valid-until", "2027-06-30", by="chen.jie",
        )  # fmt: skip
        return client

    def trust(self, client: str, line: str = "unlimited") -> None:
        """The client's credit, assessed anew: for stories of more orders than the first limit allows."""
        self.run(
            "client", "credit", client, "--grade", "A", "--line", line, "--days", "30", "--evidence", "2026 accounts",
            "--valid-until", "2027-06-30", by="qian.yu",
        )  # fmt: skip

    def paper(self, name: str, text: str = "signed") -> str:
        """A file outside the book; returns its path."""
        place = self.root.parent / "papers" / name
        place.parent.mkdir(exist_ok=True)
        place.write_text(text)
        return str(place)

    def order(self, stage: str = "inquiry", client: str | None = None, payment: str = "account:30") -> str:
        """An order brought to a stage by the straight way, all on one day; returns its id."""
        if self.shelf is not None and client is None and (self.now, self.head) == (NOW, self.shelf.head):
            return self.shelf.take(stage, payment, self.root)
        order = self.ask(
            "inquire", "--client", "杭州湾物流有限公司", "--contact", "周敏", "--phone", "13800001234",
            "--channel", "phone", "--matter", "120 bays of pallet racking", by="chen.jie",
        )["id"]  # fmt: skip
        for reached, step in self._way(order, client, payment):
            if stage == reached:
                break
            step()
        return order

    def _way(self, order: str, client: str | None, payment: str):
        """Each stage with the moves that lead on from it."""

        def drafted():
            self.run(
                "draft", order, "--client", client or self.client(), "--project", "East hall racking",
                "--description", "Supply and install", "--type", "standard", "--domain", "storage",
                "--line", "item=Pallet racking;spec=2700x1000x6000;quantity=120;unit=bay;price=1850.00",
                "--line", "item=Guard rail;spec=400x3000;quantity=60;unit=piece;price=320.00",
                "--deliver-by", "2026-12-18", "--deliver-to", "宁波市海港路88号", "--payment", payment, by="chen.jie",
            )  # fmt: skip

        def submitted():
            self.run("review", order, "--pass", by="chen.jie")
            self.run(
                "submit", order, "--original", self.paper("form.txt", "form"), "--attach", self.paper("drawing.pdf"),
                by="chen.jie",
            )  # fmt: skip

        def assigned():
            self.run("assign", order, "--to", "li.na", by="zhao.min")

        def confirmed():
            self.run("confirm", order, by="li.na")

        def active():
            self.run(
                "plan", order, "--phase", "Make;2026-11-24;2026-12-10;li.na", "--phase", "Install;2026-12-11;2026-12-18;he.jun",
                "--node", "Drawings approved;2026-11-26", "--every", "3d", by="li.na",
            )  # fmt: skip

        def delivered():
            self.run(
                "prepare", order, "--done", "packaging", "--done", "documents", "--done", "transport",
                "--told", "周敏;phone;2026-11-23T08:40", "--when", "2026-11-24T09:00", "--method", "truck", by="li.na",
            )  # fmt: skip
            self.run(
                "deliver", order, "--quantity", "L1=120", "--quantity", "L2=60", "--place", "宁波市海港路88号",
                "--delivered-by", "driver Wu", "--received-by", "周敏", by="li.na",
            )  # fmt: skip

        def signed():
            self.run("sign", order, "--slip", self.paper("slip.pdf"), by="li.na")

        def closed():
            self.run("close", order, by="zhao.min")

        def archived():
            self.run("pay", order, "--amount", "241200.00", "--on", "2026-11-23", by="qian.yu")
            self.run("archive", order, by="zhao.min")

        yield "inquiry", drafted
        yield "draft", submitted
        yield "submitted", assigned
        yield "assigned", confirmed
        yield "confirmed", active
        yield "active", delivered
        yield "delivered", signed
        yield "signed", closed
        yield "closed", archived


class Shelf:
    """Books with one order at a stage of the straight way: each is made once, from the one before, and then copied."""

    def __init__(self, founded: Path, folder: Path) -> None:
        self.founded, self.folder = founded, folder
        self.head = Desk(founded).head
        self.books: dict[tuple[str, str], tuple[Path, str]] = {}

    def take(self, stage: str, payment: str, root: Path) -> str:
        """Put a copy of the book whose order stands at a stage in a book's place; returns the order's id."""
        book, order = self._at(stage, payment)
        shutil.rmtree(root)
        _copy(book, root)
        return order

    def _at(self, stage: str, payment: str) -> tuple[Path, str]:
        if (stage, payment) not in self.books:
            root = self.folder / payment.replace(":", "-") / stage / "book"
            root.parent.mkdir(parents=True)
            desk = Desk(root)
            way = list(dict(desk._way("", None, payment)))
            if stage == way[0]:
                _copy(self.founded, root)
                order = desk.order(stage)
            else:
                before = [*way, stage][[*way, stage].index(stage) - 1]
                book, order = self._at(before, payment)
                _copy(book, root)
                dict(desk._way(order, None, payment))[before]()
            self.books[stage, payment] = root, order
        return self.books[stage, payment]


def _copy(book: Path, root: Path) -> None:
    subprocess.run(["cp", "-a", book, root], check=True)


def options(values: dict[str, str]) -> list[str]:
    """Command-line options from names and values."""
    return [part for name, value in values.items() for part in (f"--{name.replace('_', '-')}", value)]


@pytest.fixture(scope="session")
def founded(tmp_path_factory):
    """A book with STORY's people, made once and copied for each test."""
    root = tmp_path_factory.mktemp("founded") / "book"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        desk = Desk(root)
        use_language("zh_CN")  # the book speaks its founder's language
        desk.run(
            "init", str(root), "--company", "宁波港仓储设备有限公司", "--manager", "wu.gang", "--name", "吴刚",
            "--email", "wu.gang@example.com",
        )  # fmt: skip
        use_language("en")
        desk.people()
    return root


@pytest.fixture(scope="session")
def shelf(founded, tmp_path_factory):
    """The books that `desk.order` takes copies of."""
    return Shelf(founded, tmp_path_factory.mktemp("shelf"))


@pytest.fixture
def desk(founded, shelf, tmp_path):
    """A book of its own with STORY's people in it."""
    root = tmp_path / "book"
    _copy(founded, root)
    return Desk(root, shelf=shelf)


@pytest.fixture(scope="session")
def busy_book(founded, tmp_path_factory):
    """A book after a busy week (busy.py); those who look at it leave it as it is."""
    from busy import busy_week

    root = tmp_path_factory.mktemp("busy") / "book"
    subprocess.run(["cp", "-a", founded, root], check=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        return busy_week(Desk(root))


@pytest.fixture
def busy(busy_book):
    """The busy book, with its desk as it was left, and a screen that is wide enough for all."""
    return busy_book._replace(desk=Desk(busy_book.desk.root, busy_book.desk.now, {"COLUMNS": "400"}))


@pytest.fixture
def every_letter(monkeypatch):
    """Letters go out even if what they ask for was done meanwhile: for stories of how they go out, not of which are needed."""
    monkeypatch.setattr("ordertool.notices.letter.is_over", lambda *_: False)
