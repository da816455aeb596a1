"""The commits behind a figure, found by what the files say where a commit's message does not tell the truth (P6.2a)."""

from __future__ import annotations

from contextlib import suppress

from ordertool.assess.result import Evidence, Figure
from ordertool.book.snapshot import Snapshot, named
from ordertool.errors import InvalidError
from ordertool.records.base import Logged


def commits_of(figure: Figure, tip: Snapshot, source: str) -> tuple[str, ...]:
    """The commit of each piece of evidence, as history shows it; "" where none made it."""
    then = tip if tip.commit == source else Snapshot(tip.git, source)
    return tuple(_commit_of(one, then) for one in figure.evidence)


def _commit_of(one: Evidence, then: Snapshot) -> str:
    kind = "meeting" if one.order.startswith("MT-") else "order"
    record = then.record(kind, one.order) if one.place is not None else None
    if record is None or one.place is None:
        return ""
    if one.commit and _made(record, one.place, one.commit, then):
        return one.commit
    found = then.made_in(record, one.place)
    return found[0].commit or "" if found else ""


def _made(record: Logged, place: int, commit: str, then: Snapshot) -> bool:
    """Whether a commit made an entry: its record ends with it."""
    there = Snapshot(then.git, commit)
    path = there.place(record.kind, record.id)
    data = there.content(path) if path else None
    if path is None or data is None:
        return False
    with suppress(InvalidError):
        return named(record.kind, record.id, data, path).log == record.log[: place + 1]
    return False
