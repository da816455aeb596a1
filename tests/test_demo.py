"""The demo's book: every commit of it is legal, and no leaf of any can be changed but a move's own input."""

from __future__ import annotations

import random

import pytest
from people import tamperings
from pydantic import ValidationError

from ordertool.audit import judge_commit
from ordertool.book.book import Book
from ordertool.book.paths import record_at
from ordertool.book.snapshot import People
from ordertool.checking import check_book
from ordertool.demo import Player, found, play
from ordertool.rules.judging import replay
from ordertool.rules.move import Context
from ordertool.rules.moving import RECORDS
from ordertool.rules.workflow import TABLE, row


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """The demo's month, played once."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("ORDERTOOL_NOW", "ORDERTOOL_BOOK", "ORDERTOOL_ACTOR", "GIT_CONFIG_GLOBAL"):
            patch.setenv(name, "")  # so that they are put back afterwards
        player = Player(tmp_path_factory.mktemp("demo") / "book")
        found(player)
        play(player)
    book = Book.find(str(player.book), player.book)
    yield book
    book.close()


def commits(book):
    """Every commit with its parent's and its own records: (commit, old, new, context), the founding one left out."""
    out = book.git.run("rev-list", "--reverse", "HEAD").decode().split()
    for commit in out[1:]:
        before, after = book.snapshot(f"{commit}^"), book.snapshot(commit)
        people = People(before)
        ctx = Context(before.policy, people, lambda one, before=before: before.record("client", one))
        for place in {record_at(path) for path in book.changes(commit)} - {None}:
            yield commit, before.record(*place), after.record(*place), ctx


def test_a_month_of_some_forty_orders_was_played_and_the_book_is_sound(book):
    orders = book.snapshot().ids("order")
    assert len(orders) == 42
    checked = check_book(book)
    assert checked.problems == ()
    stages = {book.snapshot().record("order", one).stage for one in orders}
    assert {"inquiry", "active", "signed", "closed", "archived"} <= stages


def test_every_move_of_the_table_occurs(book):
    tip = book.snapshot()
    made = {(one.kind, entry.move) for kind in RECORDS for one in tip.all(kind) for entry in one.log}
    every = {(row.kind, row.verb) for row in TABLE}
    assess = {one for one in every if one[0] == "assessment"} | {("staff", "note"), ("staff", "reward")}
    assert every - made == assess  # no quarter ends in the demo's month


def test_everybody_types_their_own_moves(book):
    tip = book.snapshot()
    assert {entry.via for one in tip.all("order") for entry in one.log} == {None}


def test_every_commit_is_a_legal_move(book):
    for commit in book.git.run("rev-list", "HEAD").decode().split():
        if set(book.changes(commit)) == {"policy.yaml"}:
            continue  # the manager's own, by git
        assert judge_commit(book, commit) == (), commit


def tampered_with(book, sample):
    """Replay tampered records; returns how many were tried, and those let through that are not own input."""
    chance = random.Random(7)
    donor = max(
        (book.snapshot().record("order", one) for one in book.snapshot().ids("order")), key=lambda o: len(o.log)
    )
    tried, through = 0, []
    for commit, old, new, ctx in commits(book):
        move = row(new.kind, new.log[-1].move)
        every = [one for one in tamperings(old, new, move, donor if new.kind == "order" else None) if not one[2]]
        for path, plain, _own in chance.sample(every, min(sample, len(every))) if sample else every:
            tried += 1
            try:
                changed = RECORDS[new.kind].model_validate(plain)
            except ValidationError:
                continue  # the model refuses it already
            if changed.plain() != new.plain() and not replay(old, changed, ctx):
                through.append((commit, path))
    return tried, through


def test_tampering_with_any_commit_is_refused(book):
    tried, through = tampered_with(book, sample=4)
    assert tried > 1500
    assert through == []


@pytest.mark.soak
def test_tampering_with_any_leaf_of_any_commit_is_refused(book):
    tried, through = tampered_with(book, sample=0)
    print(f"{tried} tamperings of the demo's book, each refused")
    assert through == []
