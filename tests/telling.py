"""What stories tell of a command: its refusal, the section that it wrote, the message of its commit."""

from __future__ import annotations

import re
from typing import Any

from conftest import Desk

from ordertool.audit import judge_commit
from ordertool.book.book import Book

AGREED = ("--agreed-by", "周敏;phone;2026-11-23T08:50")
READY = ("--done", "packaging", "--done", "documents", "--done", "transport")
TOLD = ("--told", "周敏;phone;2026-11-23T08:40", "--when", "2026-11-24T09:00")
DELIVERY = ("--place", "Ningbo", "--delivered-by", "Wu", "--received-by", "周敏")


def told(desk: Desk, *args: str, error: str, hint: str, by: str | None = None, code: int = 3) -> None:
    """The command ends with exactly these two lines, and neither HEAD nor any file changes."""
    before = desk.state()
    said = desk.run(*args, by=by, code=code)
    assert said.out == ""
    assert said.err.splitlines() == [f"Error: {error}", f"Hint: {hint}"]
    assert desk.state() == before


def refused(desk: Desk, order: str, *args: str, by: str, why: str, hint: str, move: str = "", code: int = 3) -> None:
    """A move on an order is refused; `{tail}` stands for the last letters of its id; `move` is not the command's word."""
    tail = order[-5:]
    told(
        desk, args[0], order, *args[1:], by=by, code=code,
        error=f"cannot {move or args[0]} {order}: {why.format(tail=tail)}", hint=hint.format(tail=tail),
    )  # fmt: skip


def made(desk: Desk, order: str, *args: str, by: str) -> dict[str, Any]:
    """A move that is made, by the document it answers with; the book is sound after it, and its commit is legal."""
    document: dict[str, Any] = desk.ask(args[0], order, *args[1:], by=by)
    assert document["commit"] == desk.head
    sound(desk)
    return document


def sound(desk: Desk) -> None:
    """The last commit is legal, nothing is wrong in the book, and the work tree is as committed."""
    book = Book.find(str(desk.root), desk.root)
    assert judge_commit(book, desk.head) == ()
    book.close()
    assert desk.run("check").out.endswith(" records, 0 problems\n")
    assert desk.git("status", "--porcelain") == ""


def kept(desk: Desk, order: str, section: str) -> str:
    """A section of an order's file, as it stands in the file."""
    path = desk.git("ls-files", f"*{order}.yaml").strip()
    found = re.search(rf"^{section}:.*?(?=^\S|\Z)", (desk.root / path).read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return found[0] if found else ""


def last_entry(desk: Desk, order: str) -> str:
    """The newest entry of an order's log, as it stands in its file."""
    return "  - " + kept(desk, order, "log").rpartition("\n  - ")[2]


def message(desk: Desk) -> str:
    """The message of the last commit, without its number."""
    return re.sub(r"Op-Id: [0-9a-f]{16}", "Op-Id: …", desk.git("log", "-1", "--format=%B").strip()) + "\n"


def parts(desk: Desk, **quantities: str) -> str:
    """An order in execution of which a part was delivered: D1; its id."""
    order = desk.order("active")
    desk.run("prepare", order, *READY, *TOLD, by="li.na")
    named = [part for line, quantity in quantities.items() for part in ("--quantity", f"{line}={quantity}")]
    desk.run("deliver", order, *named, *DELIVERY, by="li.na")
    return order
