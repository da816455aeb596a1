"""Edits by hand: each becomes the one move that allows it, or is told why none does (P0.1)."""

from __future__ import annotations

import os

from ordertool.book.change import Change, Signature, change, refuse_edited
from ordertool.book.paths import FOLDERS, record_at, record_path
from ordertool.book.snapshot import People, Snapshot, named
from ordertool.book.work_tree import NO_FILE, content
from ordertool.errors import RefusedError
from ordertool.language import Text, listed, text
from ordertool.making import Made, Step, make, refuse
from ordertool.records.base import Entry, Logged, Record
from ordertool.records.order import Order
from ordertool.rules.conditions.saying import short
from ordertool.rules.judging import refusals
from ordertool.rules.moving import written_by_hand
from ordertool.rules.workflow import moves_from, words
from ordertool.session import Session


def edited_records(session: Session) -> list[str]:
    """The files of records that were edited by hand and are not committed."""
    return [path for path in session.book.edited(*FOLDERS) if record_at(path)]


def save(session: Session, path: str) -> Made:
    """Make the move that an edited file stands for.

    Raises:
        InvalidError: the edit does not fit the model; every fault is named.
        RefusedError: no move writes that, or the table refuses the one that does.
        StoreError: disk, git or lock stand in the way.
    """
    place = record_at(path)
    assert place is not None
    kind, record_id = place
    old, data = session.tip.record(kind, record_id), content(session.book.root, path)
    if old is None:
        raise _refused(record_id, text("its file is in no commit"), text("records are made by commands: move it away"))
    if data is None:
        raise _refused(
            record_id,
            text("its file was deleted, and records are not deleted"),
            text("bring it back with: git checkout HEAD -- {path}", path=path),
        )
    if data == NO_FILE:
        raise _refused(
            record_id,
            text("its file is a folder or a link now"),
            text("put it back with: git checkout HEAD -- {path}", path=path),
        )
    edited = named(kind, record_id, data, path)
    if edited.plain() == old.plain():
        return _save_words(session, path, old, data)
    verb, given = _recognised(session, old, edited)
    return make(session, Step(kind, verb, record_id, lambda _old, _ctx: given, edit=data))


def _recognised(session: Session, old: Logged, edited: Logged) -> tuple[str, Record]:
    """The one move that writes what was edited, and its input."""
    if edited.log != old.log:
        raise _refused(
            old.id, text("the log was edited, and only commands write it"), text("put the log back as it was")
        )
    if isinstance(old, Order) and isinstance(edited, Order) and set(edited.papers) - set(old.papers):
        raise _refused(
            old.id,
            text("a paper comes with its file, by a command"),
            text("ordertool submit --help, ordertool sign --help"),
        )
    entry = Entry(at=session.at, by=session.who.actor, move="save")
    fitting = []
    for move in moves_from(old.kind, old.where):
        given = written_by_hand(move, old, edited, entry)
        if given is not None:
            fitting.append((move.verb, given))
    if len(fitting) == 1:
        return fitting[0]
    before, after = old.sections(), edited.sections()
    names = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    if len(names) > 1:
        raise _refused(
            old.id,
            text("several sections were edited, and a move writes one: {names}", names=listed(names)),
            text("put all but one back, save, and go on with the next"),
        )
    added = [name for name in names if _added(before.get(name), after.get(name)) > 1]
    if added:
        raise _refused(
            old.id,
            text("several items were added to {section}, and a move adds one", section=added[0]),
            text("take out all but the first, save, and go on with the next"),
        )
    raise _refused(
        old.id,
        text("no move from {stage} writes that in {names}", stage=text(old.where), names=listed(names)),
        _instead(old, names),
    )


def _instead(old: Logged, names: list[str]) -> Text:
    """What to do instead of an edit that no move writes."""
    if "form" in names:
        return text("ordertool change {id} --help, ordertool correct {id} --help", id=short(old.id))
    if names == ["plans"]:
        return text(
            "a new version of the plan, below those there are, or: ordertool plan {id} --help", id=short(old.id)
        )
    if old.kind == "order":
        return text("what may happen next: ordertool explain {id}", id=short(old.id))
    if names == ["away"]:
        return text("an absence that ends sooner: ordertool staff back {staff} --on DATE", staff=old.id)
    return text("put it back with: git checkout HEAD -- {path}", path=record_path(old.kind, old.id))


def _added(before: object, after: object) -> int:
    return len(after) - len(before if isinstance(before, list) else ()) if isinstance(after, list) else 0


def _refused(record_id: str, reason: Text, hint: Text) -> RefusedError:
    return RefusedError(text("cannot save {id}: {reason}", id=record_id, reason=reason), hint)


def _save_words(session: Session, path: str, old: Logged, data: bytes) -> Made:
    """Commit comments and spelling that change no value: no move, and nothing for the log."""

    def build(base: Snapshot) -> Change:
        session.look_at_the_clock()
        who = session.who
        actor = People(base).get(who.actor)
        told = [
            f"Move: {old.kind} save",
            f"Actor: {who.actor}",
            *([f"Entered-By: {who.via}"] if who.via else ()),
            "Right: anyone",
            f"At: {session.at.isoformat()}",
            f"Op-Id: {os.urandom(8).hex()}",
        ]
        name, email = (actor.profile.name, actor.profile.email) if actor else (who.name, who.email)
        return Change(
            {path: data},
            f"save {old.id}: comments and spelling, no value\n\n" + "\n".join(told) + "\n",
            Signature(name, email, session.at.astimezone(session.zone)),
            Signature(who.name, who.email, session.now.astimezone(session.zone)),
            {path: data},
        )

    entered = None if session.at == session.now else session.now
    entry = Entry(at=session.at, entered=entered, by=session.who.actor, via=session.who.via, move="save")
    move = words(old.kind)  # type: ignore[arg-type]
    refuse(refusals(move, old, None, entry, session.ctx), move, old.id)
    if session.dry_run:
        refuse_edited(session.book.git, session.tip, build(session.tip))
        return Made(old, old, entry)
    stored = change(session.book, build)
    return Made(old, old, entry, stored.commit, stored.unfinished)
