"""Making moves: permit, change, commit. Every command that writes goes through `make`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ordertool.book.change import Change, Signature, change, refuse_edited, written
from ordertool.book.notice import Notice, moves_notice_id
from ordertool.book.paths import (
    new_id,
    paper_path,
    papers_folder,
    papers_given_up,
    record_path,
)
from ordertool.book.snapshot import People, Snapshot, named
from ordertool.commit_message import Judged, message_of
from ordertool.context import context_of
from ordertool.errors import InvalidError, RefusedError, UsageError
from ordertool.language import Text, listed, text
from ordertool.records.assessment import Assessment
from ordertool.records.base import Entry, Logged, Paper, Record
from ordertool.records.faults import validated
from ordertool.records.meeting import Meeting
from ordertool.records.order import Order
from ordertool.rules.assessing import told_of as assessment_told
from ordertool.rules.judging import refusals
from ordertool.rules.meetings import told_of
from ordertool.rules.move import WHOLE, Context, Move, Refusal
from ordertool.rules.moving import NoSuchItemError, apply
from ordertool.rules.permissions import right_used, role_refusal
from ordertool.rules.telling import recipients
from ordertool.rules.together import Moved, leads, refusal, seen_after
from ordertool.rules.workflow import row
from ordertool.session import Session

Give = Callable[[Any, Context], Record | None]
"""Builds a move's input from the record as it stands on the tip; called under the lock, and again on a newer tip."""


class Step(NamedTuple):
    """A move that somebody wants to make.

    `record_id` is None for a move that creates its record; `edit` is the record's file as edited by hand, which the
    move takes up.
    """

    kind: str
    verb: str
    record_id: str | None
    give: Give = lambda _old, _ctx: None
    papers: Mapping[Paper, bytes] | None = None
    edit: bytes | None = None


class Made(NamedTuple):
    """A record after its move, and the commit that holds it (None after a dry run); `remarks` are what was only told."""

    record: Logged
    old: Logged | None
    entry: Entry
    commit: str | None = None
    warning: Text | None = None
    remarks: tuple[Text, ...] = ()


def make(session: Session, step: Step) -> Made:
    """Make one move as one commit; see `make_all`."""
    return make_all(session, [step])[0]


def make_all(session: Session, steps: Sequence[Step]) -> list[Made]:
    """Make several moves on distinct records as one commit: of one row, or one of a client's first and what goes along.

    Raises:
        RefusedError: the table refuses one; nothing is written.
        InvalidError: an input does not fit; nothing is written.
        StoreError: disk, git or lock stand in the way.
    """
    ids = [step.record_id or _new_id(session, step) for step in steps]
    assert len(set(ids)) == len(ids), "one record, one move"
    if session.dry_run:
        judged = _judge_all(session, session.tip, steps, ids, session.ctx)
        refuse_edited(session.book.git, session.tip, _change(session, session.tip, steps, judged))
        return [Made(one.new, one.old, one.new.log[-1], remarks=one.remarks) for one in judged]
    latest: list[Judged] = []

    def build(base: Snapshot) -> Change:
        session.look_at_the_clock()
        if base.commit == session.tip.commit:  # which never changes, so what was read of it before the lock stands
            base, ctx = session.tip, session.ctx
        else:
            ctx = context_of(base)
        latest[:] = _judge_all(session, base, steps, ids, ctx)
        return _change(session, base, steps, latest)._replace(notices=tuple(_notices(latest, ctx)))

    session.who  # noqa: B018 (told before the lock, so that waiting is not in vain)
    stored = change(session.book, build)
    return [Made(one.new, one.old, one.new.log[-1], stored.commit, stored.unfinished, one.remarks) for one in latest]


def would_refuse(session: Session, step: Step) -> Text | None:
    """Why the table refuses a move on this record on the last commit, or None; nothing is written.

    Raises:
        RefusedError: the actor has no right to it, on this record or any other.
    """
    try:
        _judge(session, session.tip, step, step.record_id or _new_id(session, step), session.ctx)
    except RefusedError as error:
        if error.for_the_actor:
            raise
        return error.why or error.message
    return None


def refuse_without_right(session: Session, kind: str, verb: str) -> None:
    """Make sure that the actor may make such a move at all, before anything is computed or listed for it.

    Raises:
        RefusedError: they may not.
    """
    move = row(kind, verb)
    assert move is not None
    found = role_refusal(move, None, _entry(session, move), session.ctx)
    refuse([found] if found else [], move, "")


def _entry(session: Session, move: Move) -> Entry:
    who, entered = session.who, None if session.at == session.now else session.now
    return validated(Entry, {"at": session.at, "entered": entered, "by": who.actor, "via": who.via, "move": move.verb})


def _new_id(session: Session, step: Step) -> str:
    return new_id(step.kind, session.at.astimezone(session.zone).date())


def _judge_all(
    session: Session, base: Snapshot, steps: Sequence[Step], ids: Sequence[str], ctx: Context
) -> list[Judged]:
    """Every move, those that go along on the state after the one that leads; what the audit would condemn is refused."""
    first, *others = zip(steps, ids, strict=True)
    judged = [_judge(session, base, *first, ctx)]
    move = judged[0].move
    after = seen_after(ctx, judged[0].new) if move.along else ctx
    for step, record_id in others:
        led = judged[0].right if leads(move, step.kind, step.verb) else ""
        judged.append(_judge(session, base, step, record_id, after, led))
    found = refusal([Moved(one.move, one.new) for one in judged], ctx)
    refuse([found] if found else [], move, judged[0].new.id)
    return judged


def _judge(session: Session, base: Snapshot, step: Step, record_id: str, ctx: Context, led: str = "") -> Judged:
    """A move judged; `led` is the right of the one that it goes along with."""
    move = row(step.kind, step.verb)
    assert move is not None
    entry = _entry(session, move)
    old = base.record(step.kind, record_id)
    # Stage and role first, so that nobody fills in a form for a move that cannot be.
    refuse(refusals(move, old, None, entry, ctx, led=bool(led)), move, record_id if old else "")
    given = step.give(old, ctx)
    try:
        new = apply(move, old, entry, given, record_id)
    except NoSuchItemError as missing:
        raise UsageError(
            text("there is no {item} in {id}", item=missing, id=record_id),
            text("there are: {names}", names=listed(missing.there)),
        ) from None
    refuse(refusals(move, old, new, new.log[-1], ctx, led=bool(led)), move, record_id if old else "")
    told = tuple(_remarks(move, old, new, ctx))
    return Judged(move, old, new, new.log[-1], led or right_used(move, old, entry, ctx) or "", told)


def _remarks(move: Move, old: Logged | None, new: Logged, ctx: Context) -> Iterator[Text]:
    """What is only told of a move; what cannot be known, since a record cannot be read, stands in nobody's way."""
    for warns in move.warns:
        try:
            said = warns(old, new, new.log[-1], ctx)
        except InvalidError:  # `check` tells which
            continue
        if said is not None:
            yield _why(said)


def _change(session: Session, base: Snapshot, steps: Sequence[Step], judged: Sequence[Judged]) -> Change:
    files: dict[str, bytes | None] = {}
    taken_up: dict[str, bytes] = {}
    for step, one in zip(steps, judged, strict=True):
        new, old = one.new, one.old
        before = base.place(step.kind, new.id)
        after = record_path(step.kind, new.id, archived=new.where == "archived")
        now = base.content(before) if before else None
        if step.edit is not None and before:
            old, now = named(step.kind, new.id, step.edit, before), step.edit
            taken_up[before] = step.edit
        elif one.move.at == WHOLE and old is not None and before:
            old, now = _as_before_it(base, old, now, before)
        files[after] = written(new, old, now, before or after)
        assert named(step.kind, new.id, files[after] or b"", after) == new, "what is stored reads as what was judged"
        if before and before != after:
            files[before] = None
            for name in base.names(papers_folder(before)):
                target = papers_folder(after) + name.removeprefix(papers_folder(before))
                files[target], files[name] = base.content(name), None
        for paper, data in (step.papers or {}).items():
            files[paper_path(after, paper)] = data
        if isinstance(one.old, Order) and isinstance(new, Order) and before == after:
            files |= dict.fromkeys(papers_given_up(after, one.old, new))
    first = judged[0].entry
    people = People(base)
    actor = people.get(first.by)
    name, email = (actor.profile.name, actor.profile.email) if actor else (session.who.name, session.who.email)
    return Change(
        files,
        message_of(judged),
        Signature(name, email, first.at.astimezone(session.zone)),
        Signature(session.who.name, session.who.email, first.typed_at.astimezone(session.zone)),
        taken_up,
    )


def _as_before_it(base: Snapshot, old: Logged, now: bytes | None, path: str) -> tuple[Logged, bytes | None]:
    """A record and its text before the move that is taken back, with the comments that it wrote over (L13).

    What was typed into the file since then stays: the text is then the present one.
    """
    made = base.made_in(old, old.standing_places[-1])
    was = made[1].record(old.kind, old.id) if made and made[0].content(path) == now else None
    return (was, made[1].content(path)) if made and was else (old, now)


def _notices(judged: Sequence[Judged], ctx: Context) -> Iterator[Notice]:
    """What the moves tell, on whatever path they are made (L8)."""
    for one in judged:
        old, new, entry = one.old, one.new, one.entry
        told: tuple[tuple[str, str], ...] = ()
        event, place = entry.move, len(new.log) - 1
        if isinstance(new, Order) and isinstance(old, Order | None):
            told = recipients(old, new, entry, ctx)
        elif isinstance(new, Meeting) and isinstance(old, Meeting | None):
            event, told = f"meeting {entry.move}", told_of(old, new, entry, ctx)
        elif isinstance(new, Assessment):
            event, told = f"assessment {entry.move}", assessment_told(new, entry, ctx)
        for to, why in told:
            same = moves_notice_id(new.id, place, entry, to)
            yield Notice(same, to, new.id, event, why, entry.typed_at.isoformat(), place=place)


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
    name, why = text(move.name or move.verb), _why(first)
    message = text("cannot {move}: {why}", move=name, why=why)
    if record_id:
        message = text("cannot {move} {id}: {why}", move=name, id=record_id, why=why)
    error = kind(message, first.hint, first.problems)
    error.why = why
    if isinstance(error, RefusedError):
        error.for_the_actor = first.kind == "role"
    raise error


def _why(refusal: Refusal) -> Text:
    """The reason with the clause and the line of policy.yaml behind it (L20)."""
    reason, clause = refusal.reason, refusal.clause
    if not refusal.policy:
        return text("{reason} ({clause})", reason=reason, clause=clause)
    return text("{reason} ({clause}; policy.yaml: {policy})", reason=reason, clause=clause, policy=refusal.policy)
