"""The moves of a book as an object-centric event log (OCEL 2.0, JSON) for process-mining tools.

Objects are orders, clients, people, meetings, and the items of records: a problem, a delivery. Events are moves, with the
commit that made them. Names, contacts, amounts and free text stay in the book (P0.4). One record is in memory at a time.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

from ordertool.book.entry_commits import EntryCommits, twins
from ordertool.book.snapshot import Snapshot
from ordertool.errors import InvalidError
from ordertool.language import Text
from ordertool.records import assessment, client, meeting, order, staff
from ordertool.records.base import UNDO, Logged, Record
from ordertool.records.client import Client
from ordertool.records.order import Order
from ordertool.records.staff import Staff
from ordertool.rules.workflow import TABLE

KINDS = ("staff", "client", "order", "meeting", "assessment")
_LISTS = {
    "order": order.ITEM_TYPES, "client": client.ITEM_TYPES, "staff": staff.ITEM_TYPES, "meeting": meeting.ITEM_TYPES,
    "assessment": assessment.ITEM_TYPES,
}  # fmt: skip
_ITEM_TYPES = {
    "forwards": "forward", "replies": "reply", "review": "review", "handover": "handover", "assignment": "assignment", "plans": "plan",
    "risks": "risk", "risk_reviews": "risk review", "progress": "progress report", "problems": "problem",
    "assistance": "assistance", "sessions": "session", "contacts": "contact", "changes": "change",
    "corrections": "correction", "overrides": "override", "complaints": "complaint", "survey_sheets": "survey sheet",
    "preparation": "preparation", "delivery": "delivery", "taken_back": "return of goods", "invoices": "invoice",
    "payments": "payment", "credit": "credit assessment", "openings": "opening debt", "deposits": "deposit",
    "duns": "dunning letter", "watches": "credit watch", "away": "absence", "training": "training", "minutes": "minutes",
    "results": "result of an action", "appeals": "appeal", "revisions": "revision", "notes": "observation", "rewards": "reward",
}  # fmt: skip
"""What the items of each list are called: stored words, never translated (L7)."""
_TOLD = ("outcome", "kind", "cause", "department")
"""What an item's object tells: words of a fixed choice."""
_FREE = ("corrections", "cause")
"""The one of them that is free text."""
_EVENT = ("commit", "clause", "entered", "undone")
_OBJECTS: dict[str, tuple[str, ...]] = {
    "staff": ("department", "roles"), "client": ("region",), "order": ("stage", "type", "domain", "deliver_by"),
    "meeting": ("stage",), "assessment": ("stage",),
}  # fmt: skip
_BATCH = 200
_LONG_AGO = datetime(1990, 1, 1, tzinfo=UTC)  # git takes smaller numbers of seconds for something else
Progress = Callable[[int, int], None]
"""Told how many records are done, and of how many."""


class Counted(NamedTuple):
    """How many events and objects a log has."""

    events: int
    objects: int


def event_log(
    tip: Snapshot, unreadable: list[Text], write: Callable[[bytes], object], progress: Progress | None = None
) -> Counted:
    """Write the log of a commit piece by piece; what is wrong with records that cannot be read goes to `unreadable`."""
    events = objects = 0
    known = {one for kind in KINDS for one in tip.ids(kind)}
    every = len(known)
    write(b'{"objectTypes":' + _said(_object_types()) + b',"eventTypes":' + _said(_event_types()) + b',\n"events":[')
    commits = EntryCommits(tip.git, tip.commit or "HEAD", _LONG_AGO)
    with tempfile.TemporaryFile() as kept:  # the log holds one list after the other, and both grow together
        for place, record in enumerate(_records(tip, unreadable, known), 1):
            for event in _events(record, commits, known):
                write((b",\n" if events else b"\n") + _said(event))
                events += 1
            for one in _objects(record, known):
                kept.write((b",\n" if objects else b"\n") + _said(one))
                objects += 1
            if progress is not None:
                progress(place, every)
        write(b'\n],\n"objects":[')
        kept.seek(0)
        while piece := kept.read(1 << 20):
            write(piece)
    write(b"\n]}\n")
    return Counted(events, objects)


def _said(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _object_types() -> list[dict[str, Any]]:
    items = {
        _ITEM_TYPES[section]: _told(section, model)
        for lists in _LISTS.values()
        for section, (_own, model) in lists.items()
    }
    return [
        {"name": name, "attributes": [{"name": one, "type": "string"} for one in attributes]}
        for name, attributes in (_OBJECTS | items).items()
    ]


def _told(section: str, model: type[Record]) -> tuple[str, ...]:
    """What the object of an item tells."""
    return tuple(name for name in _TOLD if name in model.model_fields and (section, name) != _FREE)


def _event_types() -> list[dict[str, Any]]:
    kinds = {"commit": "string", "clause": "string", "entered": "time", "undone": "boolean"}
    attributes = [{"name": name, "type": kinds[name]} for name in _EVENT]
    names = dict.fromkeys(event_type(move.kind, move.verb) for move in TABLE)
    return [{"name": name, "attributes": attributes} for name in names]


def event_type(kind: str, verb: str) -> str:
    """What an event of a move is called: `deliver`, `client credit`."""
    return verb if kind == "order" else f"{kind} {verb}"


def _records(tip: Snapshot, unreadable: list[Text], known: set[str]) -> Iterator[Logged]:
    """All records, kind by kind; none is kept, and what cannot be read is not `known` any more."""
    for kind in KINDS:
        ids = tip.ids(kind)
        for start in range(0, len(ids), _BATCH):
            batch = Snapshot(tip.git, tip.commit)  # a snapshot keeps what it read
            for record_id in ids[start : start + _BATCH]:
                try:
                    record = batch.record(kind, record_id)
                except InvalidError as error:
                    unreadable.append(error.message)
                    known.discard(record_id)
                    continue
                if record is not None:
                    yield record


def _time(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


_CLAUSES: dict[tuple[str, str], str] = {(move.kind, move.verb): move.clause.number for move in TABLE}


def _events(record: Logged, commits: EntryCommits, known: set[str]) -> Iterator[dict[str, Any]]:
    """The moves of a record, the oldest first."""
    standing, twin = set(record.standing_places), twins(record)
    owner = None
    given = {one.id: one.to for one in record.assignment} if isinstance(record, Order) else {}
    for place, entry in enumerate(record.log):
        undone = place not in standing and entry.move != UNDO
        to = given.get(entry.item or "") if entry.move in ("assign", "reassign") else None
        related = [(record.id, record.kind), (entry.by, "actor")]
        related += [(entry.via, "entered by")] if entry.via else []
        related += [(to, "assigned to")] if to else [(owner, "owner")] if owner else []
        if isinstance(record, Order) and record.client:
            related.append((record.client, "client"))
        related = [one for one in related if one[0] in known]
        related += [(f"{record.id}/{entry.item}", "item")] if _section(record, entry.item) else []
        owner = to or (None if entry.move == "decline" else owner)
        commit = commits.of(record.id, entry.move, entry.at, twin[place])
        attributes = {
            "commit": commit,
            "clause": _CLAUSES.get((record.kind, entry.move), ""),
            "entered": _time(entry.typed_at),
            "undone": "true" if undone else "false",
        }
        yield {
            "id": f"{record.id}#{place}",
            "type": event_type(record.kind, entry.move),
            "time": _time(entry.at),
            "attributes": [{"name": name, "value": value} for name, value in attributes.items() if value],
            "relationships": [{"objectId": one, "qualifier": how} for one, how in related],
        }


def _objects(record: Logged, known: set[str]) -> Iterator[dict[str, Any]]:
    """A record, and each item that an entry of its log made or touched, also one that was taken back since."""
    first = _time(record.log[0].at)
    told: list[tuple[str, str, str]] = []
    related: list[tuple[str, str]] = []
    if isinstance(record, Staff):
        told = [("department", record.profile.department, first), ("roles", " ".join(record.profile.roles), first)]
    elif isinstance(record, Client):
        told = [("region", record.profile.region or "", first)]
        related = [(record.keeper, "keeper")] + ([(record.merged.into, "merged into")] if record.merged else [])
    else:
        told = [("stage", entry.to, _time(entry.at)) for entry in record.log if entry.to]
    if isinstance(record, Order):
        terms, drafted = record.terms, record.last("draft")
        at = _time(drafted.at) if drafted else first
        for name in ("type", "domain", "deliver_by"):
            told.append((name, str(getattr(terms, name, None) or ""), at))
        related = [(record.client, "ordered by")] if record.client else []
        related += [(record.inquiry.origin, "follows")] if record.inquiry.origin else []
    yield _object(record.id, record.kind, told, [one for one in related if one[0] in known])
    yield from _items(record)


def _section(record: Logged, item_id: str | None) -> str | None:
    """The list that an item is of, by the letters of its id."""
    letters = (item_id or "").rstrip("0123456789")
    return next((section for section, (own, _model) in _LISTS[record.kind].items() if own == letters), None)


def _items(record: Logged) -> Iterator[dict[str, Any]]:
    seen: dict[str, str] = {}
    for entry in record.log:
        if entry.item and _section(record, entry.item):
            seen.setdefault(entry.item, _time(entry.at))
    for item_id, at in seen.items():
        section = _section(record, item_id) or ""
        item = next((one for one in getattr(record, section) if one.id == item_id), None)
        told = [
            (name, str(value), at)
            for name in _told(section, _LISTS[record.kind][section][1])
            if (value := getattr(item, name, None)) is not None
        ]
        yield _object(f"{record.id}/{item_id}", _ITEM_TYPES[section], told, [(record.id, "of")])


def _object(
    object_id: str, kind: str, told: list[tuple[str, str, str]], related: list[tuple[str, str]]
) -> dict[str, Any]:
    return {
        "id": object_id,
        "type": kind,
        "attributes": [{"name": name, "time": at, "value": value} for name, value, at in told if value],
        "relationships": [{"objectId": one, "qualifier": how} for one, how in related],
    }
