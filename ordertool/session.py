"""One person at work on a book: permit, change, commit. Every command that writes goes through `make`."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from ordertool.book.book import Book, written
from ordertool.book.change import Change, Signature
from ordertool.book.paths import new_client_id, new_order_id, paper_path, papers_folder, record_path
from ordertool.book.snapshot import People, Snapshot
from ordertool.errors import InvalidError, RefusedError, UsageError
from ordertool.inputs import is_staff_id, moment, zone_named
from ordertool.language import Text, text
from ordertool.records.base import Entry, Logged, Paper, Record
from ordertool.rules.move import Context, Move, Refusal
from ordertool.rules.moving import apply, refusals
from ordertool.rules.permissions import right_used
from ordertool.rules.workflow import LAW, row

Give = Callable[[Any, Context], Record | None]
"""Builds a move's input from the record as it stands on the tip; called under the lock, and again on a newer tip."""


@dataclass(frozen=True)
class Step:
    """A move that somebody wants to make. `record_id` is None for a move that creates its record."""

    kind: str
    verb: str
    record_id: str | None
    give: Give = lambda _old, _ctx: None
    papers: Mapping[Paper, bytes] | None = None


@dataclass(frozen=True)
class Made:
    """A record after its move, and the commit that holds it (None after a dry run)."""

    record: Logged
    old: Logged | None
    entry: Entry
    commit: str | None = None
    warning: Text | None = None


@dataclass(frozen=True)
class _Judged:
    move: Move
    old: Logged | None
    new: Logged
    entry: Entry
    right: str


@dataclass(frozen=True)
class Who:
    """The actor, who types for them if another, and that one's name and e-mail for git."""

    actor: str
    via: str | None
    name: str
    email: str


def context_of(snapshot: Snapshot) -> Context:
    """What moves on a commit are judged against."""
    return Context(snapshot.policy, People(snapshot), lambda client_id: _client(snapshot, client_id))


def _client(snapshot: Snapshot, client_id: str) -> Any:
    return snapshot.record("client", client_id)


class Session:
    """A book, an actor and a clock. Reading needs no actor."""

    def __init__(
        self,
        book: Book,
        environ: Mapping[str, str],
        *,
        actor: str | None = None,
        at: str | None = None,
        dry_run: bool = False,
    ) -> None:
        self.book = book
        self.dry_run = dry_run
        self._environ = environ
        self._asked_actor = actor or environ.get("ORDERTOOL_ACTOR") or None
        self._asked_at = at

    @cached_property
    def tip(self) -> Snapshot:
        """The last commit."""
        return self.book.snapshot()

    @cached_property
    def ctx(self) -> Context:
        """What moves on the last commit are judged against."""
        return context_of(self.tip)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The company's time zone.

        Raises:
            InvalidError: the policy names none that exists.
        """
        return zone_named(self.tip.policy.timezone)

    @cached_property
    def now(self) -> datetime:
        """The time by ORDERTOOL_NOW, else by the clock, to the second."""
        asked = self._environ.get("ORDERTOOL_NOW")
        now = moment(asked, self.zone) if asked else datetime.now(self.zone)
        return now.replace(microsecond=0)

    @cached_property
    def at(self) -> datetime:
        """When the move happened: `--at`, else now."""
        return moment(self._asked_at, self.zone) if self._asked_at else self.now

    @cached_property
    def who(self) -> Who:
        """Who acts and who types.

        Raises:
            RefusedError: git's e-mail here is nobody's.
            UsageError: no actor can be told, or the one asked for is not on the staff.
        """
        identity = self.book.identity()
        people = People(self.tip)
        typist = people.with_email(identity[1]) if identity else None
        if self._asked_actor is None:
            if identity is None or typist is None:
                raise UsageError(
                    text("it cannot be told who you are"),
                    text("name yourself with --as or ORDERTOOL_ACTOR, or set git's user.email to yours"),
                )
            return Who(typist.id, None, *identity)
        actor = people.get(self._asked_actor) if is_staff_id(self._asked_actor) else None
        if actor is None:
            raise UsageError(
                text("there is nobody {staff} on the staff", staff=self._asked_actor), text("ordertool staff list")
            )
        if identity is None:
            return Who(actor.id, None, actor.profile.name, actor.profile.email)
        if typist is None:
            raise RefusedError(
                text("git says {email} is typing, and that is nobody on the staff", email=identity[1]),
                text("set git's user.email to your own: git config user.email you@example.com"),
            )
        return Who(actor.id, None if typist.id == actor.id else typist.id, *identity)

    def close(self) -> None:
        """End git processes that reading started."""
        if "tip" in self.__dict__:
            self.tip.__exit__(None, None, None)

    def id(self, kind: str, typed: str) -> str:
        """The whole id of what was typed.

        Raises:
            UsageError: nothing fits, or several do.
        """
        return self.tip.resolve(kind, typed)

    def make(self, step: Step) -> Made:
        """Make one move as one commit; see `make_all`."""
        return self.make_all([step])[0]

    def make_all(self, steps: Sequence[Step]) -> list[Made]:
        """Make several moves on distinct records as one commit.

        Raises:
            RefusedError: the table refuses one; nothing is written.
            InvalidError: an input does not fit; nothing is written.
            StoreError: disk, git or lock stand in the way.
        """
        ids = [step.record_id or self._new_id(step) for step in steps]
        if self.dry_run:
            judged = [self._judge(self.tip, step, record_id) for step, record_id in zip(steps, ids, strict=True)]
            return [Made(one.new, one.old, one.new.log[-1]) for one in judged]
        latest: list[_Judged] = []

        def build(base: Snapshot) -> Change:
            latest[:] = [self._judge(base, step, record_id) for step, record_id in zip(steps, ids, strict=True)]
            return self._change(base, steps, latest)

        self.who  # noqa: B018 (told before the lock, so that waiting is not in vain)
        stored = self.book.change(build)
        return [Made(one.new, one.old, one.new.log[-1], stored.commit, stored.unfinished) for one in latest]

    def would_refuse(self, step: Step) -> Text | None:
        """Why the table refuses a move on the last commit, or None; nothing is written."""
        try:
            self._judge(self.tip, step, step.record_id or self._new_id(step))
        except RefusedError as error:
            return error.message
        return None

    def _new_id(self, step: Step) -> str:
        if step.kind == "order":
            return new_order_id(self.at.astimezone(self.zone).date())
        return new_client_id()

    def _judge(self, base: Snapshot, step: Step, record_id: str) -> _Judged:
        ctx = context_of(base)
        move = row(step.kind, step.verb)
        assert move is not None
        who = self.who
        entered = None if self.at == self.now else self.now
        entry = Entry.model_construct(at=self.at, entered=entered, by=who.actor, via=who.via, move=move.verb)
        old = base.record(step.kind, record_id)
        # Stage and role first, so that nobody fills in a form for a move that cannot be.
        refuse(refusals(move, old, None, entry, ctx), move, record_id if old else "")
        given = step.give(old, ctx)
        try:
            new = apply(move, old, entry, given, record_id)
        except LookupError as missing:
            raise UsageError(
                text("there is no {item} in {id}", item=missing, id=record_id),
                text("ordertool show {id}", id=record_id),
            ) from None
        refuse(refusals(move, old, new, new.log[-1], ctx), move, record_id if old else "")
        return _Judged(move, old, new, new.log[-1], right_used(move, old, entry, ctx) or "")

    def _change(self, base: Snapshot, steps: Sequence[Step], judged: Sequence[_Judged]) -> Change:
        files: dict[str, bytes | None] = {}
        moved: dict[str, str] = {}
        for step, one in zip(steps, judged, strict=True):
            new = one.new
            before = base.place(step.kind, new.id)
            after = record_path(step.kind, new.id, archived=new.where == "archived")
            files[after] = written(new, one.old, base.content(before) if before else None, before or after)
            if before and before != after:
                files[before] = None
                for name in base.names(papers_folder(before)):
                    target = papers_folder(after) + name.removeprefix(papers_folder(before))
                    files[target], files[name] = base.content(name), None
                    moved[name] = target
            for paper, data in (step.papers or {}).items():
                files[paper_path(after, paper)] = data
        first = judged[0].entry
        people = People(base)
        actor = people.get(first.by)
        name, email = (actor.profile.name, actor.profile.email) if actor else (self.who.name, self.who.email)
        return Change(
            files,
            message_of(judged),
            Signature(name, email, first.at.astimezone(self.zone)),
            Signature(self.who.name, self.who.email, first.typed_at.astimezone(self.zone)),
            moved,
        )


def refuse(found: Sequence[Refusal], move: Move, record_id: str) -> None:
    """Turn refusals into the error that ends the command; none, and nothing happens.

    Raises:
        InvalidError: the first is about bad values.
        RefusedError: the first is about stage, role or a condition.
    """
    if not found:
        return
    first = found[0]
    kind = InvalidError if first.kind == "invalid" else RefusedError
    values = {"move": text(move.verb), "reason": first.reason, "clause": first.clause, "policy": first.policy}
    if record_id:
        values["id"] = record_id
        message = text("cannot {move} {id}: {reason} ({clause})", **values)
        if first.policy:
            message = text("cannot {move} {id}: {reason} ({clause}; policy.yaml: {policy})", **values)
    else:
        message = text("cannot {move}: {reason} ({clause})", **values)
    raise kind(message, first.hint)


def message_of(judged: Sequence[_Judged]) -> str:
    """The commit message: what moved where, and in its trailers who, by which right and law.

    Always English: git history outlives its readers' settings, and tools read it.
    """
    first = judged[0]
    if len(judged) == 1:
        subject = f"{_title(first)}{_stages(first)}"
        body = []
    else:
        subject = f"{first.move.verb} {len(judged)} {first.move.kind} records"
        body = [f"  {one.new.id}{_stages(one)}" for one in judged]
    note = [f"  {first.entry.note}"] if first.entry.note else []
    trailers = [
        f"Move: {first.move.kind} {first.move.verb}",
        f"Actor: {first.entry.by}",
        f"Right: {first.right}",
        f"At: {first.entry.at.isoformat()}",
        f"Clause: {first.move.clause.number}",
        f"Law: {LAW}",
        f"Op-Id: {secrets.token_hex(8)}",
    ]
    if first.entry.via:
        trailers.insert(2, f"Entered-By: {first.entry.via}")
    blocks = ["\n".join(part) for part in ([subject], [*body, *note], trailers) if part]
    return "\n\n".join(blocks) + "\n"


def _title(one: _Judged) -> str:
    verb = one.move.verb if one.move.kind == "order" else f"{one.move.kind} {one.move.verb}"
    return f"{verb} {one.new.id}"


def _stages(one: _Judged) -> str:
    if one.new.log[-1].to is None:
        return ""
    return f": {one.old.where} → {one.new.where}" if one.old else f": → {one.new.where}"
