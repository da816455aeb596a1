"""The commit message of moves: what moved where, and in its trailers who, by which right and law."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, NamedTuple

from ordertool.language import Text
from ordertool.records.base import Entry, Logged
from ordertool.rules.move import Move
from ordertool.rules.moving import taken
from ordertool.rules.workflow import LAW


class Judged(NamedTuple):
    """A move that the table allows: the record before and after, by which right, and what was only told."""

    move: Move
    old: Logged | None
    new: Logged
    entry: Entry
    right: str
    remarks: tuple[Text, ...] = ()


def message_of(judged: Sequence[Judged]) -> str:
    """The commit message: what moved where, and in its trailers who, by which right and law.

    Always English: git history outlives its readers' settings, and tools read it.
    """
    first = judged[0]
    if len(judged) == 1:
        subject = f"{_title(first)}{_stages(first)}"
        body = _told(first)
    else:
        others = f"{judged[1].move.verb} {len(judged) - 1} order{'s'[: len(judged) - 2]}"
        led = first.move is not judged[1].move
        subject = f"{_title(first)}, {others}" if led else f"{first.move.verb} {len(judged)} {first.move.kind} records"
        body = ["; ".join((f"  {one.new.id}{_stages(one)}", *map(str.strip, _told(one)))) for one in judged]
    blocks = ["\n".join(part) for part in ([subject], body, trailers(first.move, first.entry, first.right)) if part]
    return "\n\n".join(blocks) + "\n"


def trailers(move: Move, entry: Entry, right: str) -> list[str]:
    """The last lines of a commit message: the move, who made and who typed it, by which right, when, and by which law."""
    return [
        f"Move: {move.kind} {move.verb}",
        f"Actor: {entry.by}",
        *([f"Entered-By: {entry.via}"] if entry.via else ()),
        f"Right: {right}",
        f"At: {entry.at.isoformat()}",
        f"Clause: {move.clause.number}",
        f"Law: {LAW}",
        f"Op-Id: {os.urandom(8).hex()}",
    ]


def _title(one: Judged) -> str:
    verb = one.move.verb if one.move.kind == "order" else f"{one.move.kind} {one.move.verb}"
    return f"{verb} {one.new.id}" + (f" {one.entry.item}" if one.entry.item else "")


def _told(one: Judged) -> list[str]:
    """What the message repeats of the input: the row's `repeats`. Indented, so that no value can pass for a trailer."""
    given = taken(one.move, one.new, one.entry)
    data = given.plain() if given else {}
    told = {name: data[name] for name in one.move.repeats if name in data}
    if (
        one.move.at
        and one.old is not None
        and "[" not in one.move.at
        and getattr(one.old, one.move.at, None) is not None
    ):
        before = getattr(one.old, one.move.at).plain()  # a section that is put again: which fields, not what they say
        told["changed"] = [name for name in before.keys() | data.keys() if before.get(name) != data.get(name)]
    if one.entry.note:
        told["note"] = one.entry.note
    return [f"  {name}: {_in_one_line(value)}" for name, value in told.items()]


def _in_one_line(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_in_one_line(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{name}={_in_one_line(one)}" for name, one in value.items())
    return " ".join(str(value).split())


def _stages(one: Judged) -> str:
    if one.new.log[-1].to is None:
        return ""
    return f": {one.old.where} → {one.new.where}" if one.old else f": → {one.new.where}"
