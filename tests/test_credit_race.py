"""The client's last 1,000.00: two who ask for it at once, from processes of their own, and exactly one gets it (P7.1b)."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from dataclasses import replace

import pytest
from telling import sound

from ordertool.audit import judge_commit
from ordertool.book.book import Book

LINE = "item=Gate;spec=6 m;quantity=1;unit=piece;price={}"


def drafted(desk, client, amount):
    """An order whose form has passed its review."""
    order = desk.order("inquiry", client)
    desk.run(
        "draft", order, "--client", client, "--project", "Gate", "--description", "Supply", "--type", "standard",
        "--domain", "storage", "--line", LINE.format(amount), "--deliver-by", "2026-12-18", "--deliver-to", "Ningbo",
        "--payment", "account:30", by="chen.jie",
    )  # fmt: skip
    desk.run("review", order, "--pass", by="chen.jie")
    return order


def limit(desk, client, line):
    desk.run(
        "client", "credit", client, "--grade", "A", "--line", line, "--days", "30", "--evidence", "accounts",
        "--valid-until", "2027-06-30", by="qian.yu",
    )  # fmt: skip


def at_once(desk, *commands):
    """Commands in processes of their own, all at once: exit codes, and what they said."""
    env = {**os.environ, "ORDERTOOL_BOOK": str(desk.root), "ORDERTOOL_NOW": desk.now, "ORDERTOOL_ACTOR": "chen.jie"}
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "ordertool", *command], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for command in commands
    ]
    said = [process.communicate(timeout=60)[1].decode() for process in processes]
    return [process.returncode for process in processes], said


@pytest.mark.parametrize("_again", range(3))
def test_two_submissions_of_the_last_thousand(desk, _again):
    client = desk.client()
    limit(desk, client, "1000.00")
    orders = [drafted(desk, client, "1000.00"), drafted(desk, client, "1000.00")]
    codes, said = at_once(desk, *(("submit", order, "--original", "paper, folder 1") for order in orders))
    assert sorted(codes) == [0, 3]
    lost = codes.index(3)
    assert "the exposure would be 2,000.00 CNY, above the credit limit of 1,000.00 (P7.1b" in said[lost]
    assert [desk.ask("show", order)["stage"] for order in orders] == [
        "draft" if place == lost else "submitted" for place in range(2)
    ]
    sound(desk)
    # A smaller one would have gone through, and the sum is what it is.
    told = desk.ask("client", "credit", client, "--explain", by="qian.yu")
    assert (told["exposure"], told["room"], told["verdict"]) == ("1000.00", "0.00", "within")


def test_a_submission_and_a_change_of_another_order(desk):
    client = desk.client()
    limit(desk, client, "2000.00")
    first, second = drafted(desk, client, "1000.00"), drafted(desk, client, "1000.00")
    desk.run("submit", first, "--original", "paper, folder 1", by="chen.jie")
    change = (
        "change", first, "--set", "lines.L1.quantity=2", "--cause", "client", "--reason", "two of them",
        "--agreed-by", "周敏;phone;2026-11-23T08:50", "--as", "zhao.min",
    )  # fmt: skip
    codes, _said = at_once(desk, change, ("submit", second, "--original", "paper, folder 1"))
    assert sorted(codes) == [0, 3]
    assert desk.ask("client", "credit", client, "--explain", by="qian.yu")["exposure"] == "2000.00"
    sound(desk)


def test_two_clones_that_take_the_last_thousand_where_they_meet_the_second_does_not_pass(desk, tmp_path):
    client = desk.client()
    limit(desk, client, "1000.00")
    orders = [drafted(desk, client, "1000.00"), drafted(desk, client, "1000.00")]
    desk.git("clone", "-q", "--bare", str(desk.root), str(tmp_path / "hub.git"))
    desk.git("clone", "-q", str(tmp_path / "hub.git"), str(tmp_path / "clone"))
    other = replace(desk, root=tmp_path / "clone")
    for name in ("user.name", "user.email"):
        other.git("config", name, desk.git("config", name).strip())
    for place, order in ((desk, orders[0]), (other, orders[1])):
        place.run("submit", order, "--original", "paper, folder 1", by="chen.jie")
    desk.git("push", "-q", str(tmp_path / "hub.git"), "HEAD")
    with pytest.raises(subprocess.CalledProcessError):  # git itself lets nobody push over another's commit
        other.git("push", "-q", "origin", "HEAD")
    # Who puts their own on top all the same makes a commit that the table does not allow.
    other.git("pull", "-q", "--rebase")
    with closing(Book.find(str(other.root), other.root)) as book:
        [problem] = judge_commit(book, other.head)
        assert judge_commit(book, f"{other.head}^") == ()
    assert "the exposure would be 2,000.00 CNY, above the credit limit of 1,000.00" in str(problem.message)
