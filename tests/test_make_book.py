"""The generator of simulated books: what it writes is what the commands would have written, and lawful."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from ordertool.audit import judge_commit
from ordertool.book.book import Book
from ordertool.book.paths import schema_line
from ordertool.book.yaml_writer import dump
from ordertool.checking import check_book
from ordertool.rules.workflow import TABLE

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
from make_book import make_book

SIZES = [(10, 12), pytest.param((200, 50), marks=pytest.mark.soak)]


@pytest.fixture(scope="module", params=SIZES, ids=["ten orders", "200 orders"])
def simulated(request, tmp_path_factory):
    """A book of some orders and staff: the folder, how many orders, what came of it."""
    count, staff = request.param
    root = tmp_path_factory.mktemp("simulated") / "book"
    made = make_book(count, root, months=3, staff=staff, until=date(2026, 9, 30), progress=False)
    book = Book.find(str(root), root)
    yield book, count, made
    book.close()


def test_the_book_is_sound_and_each_commit_a_lawful_move(simulated):
    book, _count, _made = simulated
    assert check_book(book).problems == ()
    commits = book.git.run("rev-list", "HEAD").decode().split()
    assert [problem for commit in commits for problem in judge_commit(book, commit)] == []


def test_each_file_reads_as_the_commands_write_it(simulated):
    book, count, made = simulated
    tip = book.snapshot()
    orders = list(tip.all("order"))
    assert len(orders) == count
    assert sum(len(order.log) for order in orders) == made.entries
    assert sum(order.stage != "archived" for order in orders) == made.open
    for kind in ("order", "client", "staff"):
        for record in tip.all(kind):
            path = tip.place(kind, record.id)
            assert tip.content(path).decode() == schema_line(kind, path) + dump(record.plain())


def test_an_order_that_is_carried_out_has_fourteen_entries_or_more(simulated):
    book, _count, _made = simulated
    done = [order for order in book.snapshot().all("order") if order.stage == "archived" and not order.given_up]
    assert done
    assert min(len(order.log) for order in done) >= 14


def test_the_same_arguments_give_the_same_commits_and_others_give_others(tmp_path):
    heads = []
    for place, seed in (("a", 1), ("b", 1), ("c", 2)):
        make_book(3, tmp_path / place, months=2, staff=12, seed=seed, progress=False)
        heads.append(Book.find(str(tmp_path / place), tmp_path).snapshot().commit)
    assert heads[0] == heads[1] != heads[2]


@pytest.mark.parametrize("together", ["day", "month"])
def test_moves_of_a_day_or_month_together_come_to_the_same_files(tmp_path, together):
    trees = []
    for place, how in (("a", "move"), ("b", together)):
        made = make_book(20, tmp_path / place, months=6, staff=12, together=how, progress=False)
        trees.append(subprocess.check_output(["git", "-C", tmp_path / place, "ls-tree", "-r", "HEAD"]))
    assert trees[0] == trees[1]
    assert made.commits < made.moves


@pytest.mark.soak
def test_a_large_book_has_every_usual_move(tmp_path):
    make_book(600, tmp_path / "book", progress=False)
    said = subprocess.check_output(
        ["git", "-C", tmp_path / "book", "log", "--format=%(trailers:key=Move,valueonly)"], text=True
    )
    made = {line.partition(" ")[2] for line in said.split("\n") if line.startswith("order ")}
    rare = {"reassign", "team", "session", "session-done", "risk", "risk-review", "risk-close", "override", "waive", "reopen",
            "take-back", "refund", "write-off", "opening", "undo"}  # fmt: skip
    assert made == {row.verb for row in TABLE if row.kind == "order"} - rare
