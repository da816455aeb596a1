"""History against the table: each commit is legal moves on distinct records, and nothing beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime

from ordertool.book import paths
from ordertool.book.book import ATTRIBUTES, Book
from ordertool.book.snapshot import Snapshot
from ordertool.context import context_of
from ordertool.errors import OrdertoolError, Problem
from ordertool.language import text
from ordertool.records.base import Logged
from ordertool.records.order import Order
from ordertool.rules.judging import replay
from ordertool.rules.move import Context, Move
from ordertool.rules.together import Moved, leads, refusal, seen_after
from ordertool.rules.workflow import row

_PLAIN_FILE = "100644"


def judge_commit(book: Book, commit: str) -> tuple[Problem, ...]:
    """What in a commit the table does not allow; nothing when it is legal.

    Judged by the policy, people and clients of the commit before it (P4.2b). Paths that are not the book's own do
    not count. The founding commit brings the policy and one person, its first manager.
    """
    before, after = book.snapshot(f"{commit}^"), book.snapshot(commit)
    modes = {path: mode for path, mode in book.changes(commit).items() if paths.is_ours(path) or path == ATTRIBUTES}
    if len(book.parents(commit)) > 1:
        return (Problem(text("a book's history is one line, and this joins two"), path=commit, kind="merge"),)
    founding = before.content(paths.POLICY) is None
    if founding and after.content(paths.POLICY) is None:
        modes.pop(ATTRIBUTES, None)
        return tuple(Problem(text("no move writes here"), path=path, kind="stray") for path in modes)
    problems = [
        Problem(text("is no plain file"), path=path, kind="mode")
        for path, mode in modes.items()
        if mode not in {_PLAIN_FILE, ""}
    ]
    expected = {paths.POLICY, ATTRIBUTES} if founding else set()
    touched = sorted({place for path in modes if (place := paths.record_at(path))})
    base = after if founding else before
    try:
        policy = base.policy
    except OrdertoolError as error:
        return (*problems, Problem(error.message, path=paths.POLICY, kind="invalid"))
    ctx = context_of(before, policy)
    committed_at = book.committed_at(commit)
    touched.sort(key=lambda place: place[0] != "client")  # a client's move leads those of its orders
    judged = [_Judged(before, after, place, committed_at) for place in touched]
    lead: Move | None = None
    for one in judged:
        problems += one.judge(ctx, lead)
        expected |= one.expected
        if one is judged[0] and one.move is not None and one.move.along and one.new is not None:
            lead, ctx = one.move, seen_after(ctx, one.new)
    problems += _together([one for one in judged if one.moved], ctx, founding=founding)
    problems += [
        Problem(text("no move writes here"), path=path, kind="stray") for path in modes if path not in expected
    ]
    return tuple(problems)


def _together(judged: list[_Judged], ctx: Context, *, founding: bool) -> Iterator[Problem]:
    """Several records in one commit are one move on each that the table allows together."""
    moved = [Moved(one.move, one.new) for one in judged if one.move is not None and one.new is not None]
    if not judged or (len(judged) == 1 and not moved):
        return
    found = refusal(moved, ctx) if len(moved) == len(judged) else None
    if found is None and len(moved) == len(judged) and not (founding and len(judged) > 1):
        return
    ids = ", ".join(one.record_id for one in judged)
    reason = found.reason if found else text("these records cannot be changed in one commit")
    yield Problem(reason, path=ids, kind="together")


def _replayed(old: Logged | None, new: Logged, name: str, ctx: Context, *, led: bool) -> Iterator[Problem]:
    try:
        refused = replay(old, new, ctx, led=led)
    except OrdertoolError as error:  # a condition asked for all orders or clients, and one cannot be read
        yield Problem(error.message, path=name, kind="invalid")
        return
    for one in refused:
        yield Problem(one.reason, path=name, kind=one.kind)


class _Judged:
    """One record of a commit, before and after."""

    def __init__(self, before: Snapshot, after: Snapshot, place: tuple[str, str], committed_at: datetime) -> None:
        self.before, self.after, (self.kind, self.record_id) = before, after, place
        self.committed_at = committed_at
        self.new: Logged | None = None
        self.expected: set[str] = set()
        self.moved = True

    @property
    def move(self) -> Move | None:
        """The row of the move that was made."""
        return row(self.kind, self.new.log[-1].move) if self.new else None

    def judge(self, ctx: Context, lead: Move | None = None) -> Iterator[Problem]:
        """What is wrong with it; `expected` then holds every path that its move writes. `lead` may take it along."""
        kind, record_id = self.kind, self.record_id
        name, was = self.after.place(kind, record_id), self.before.place(kind, record_id)
        try:
            old, self.new = self.before.record(kind, record_id), self.after.record(kind, record_id)
        except OrdertoolError as error:
            yield Problem(error.message, path=name or record_id, kind="invalid")
            return
        new = self.new
        if new is None or name is None:
            self.expected.add(was or "")
            yield Problem(text("a record was deleted"), path=was or record_id, kind="deleted")
            return
        self.moved = old is None or old.plain() != new.plain()  # comments and spelling are nobody's move
        if self.moved:
            led = lead is not None and leads(lead, kind, new.log[-1].move)
            yield from _replayed(old, new, name, ctx, led=led)
        if self.moved and new.log[-1].typed_at > self.committed_at:
            yield Problem(text("it was entered before its time"), path=name, kind="time")
        if name != paths.record_path(kind, record_id, archived=new.where == "archived"):
            yield Problem(text("an archived order, and only that, lies in archive/"), path=name, kind="place")
        if not self.moved and new.where == "archived":
            yield Problem(text("an archived order is not changed"), path=name, kind="sealed")
        self.expected.add(name)
        if was is not None and was != name:
            here, there = paths.papers_folder(was), paths.papers_folder(name)
            moved = self.before.names(here)
            self.expected |= {was, *moved, *(there + path.removeprefix(here) for path in moved)}
        if isinstance(new, Order) and isinstance(old, Order) and was == name:
            self.expected |= paths.papers_given_up(name, old, new)
        if isinstance(new, Order):
            yield from self._papers(old if isinstance(old, Order) else None, new, name)

    def _papers(self, old: Order | None, new: Order, name: str) -> Iterator[Problem]:
        known = set(old.papers) if old else set()
        for paper in new.papers:
            path = paths.paper_path(name, paper)
            data = self.after.content(path)
            if data is None or hashlib.sha256(data).hexdigest() != paper.sha256 or len(data) != paper.size:
                message = text("the paper {name} is not the one that was handed in", name=paper.name)
                yield Problem(message, path=path, kind="paper")
            if paper not in known:
                self.expected.add(path)
