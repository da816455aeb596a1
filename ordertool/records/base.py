"""What every record is: frozen, without unknown keys, with the log of its moves."""

from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from ordertool.records.values import Channel, Line, Moment, Sha256, Slug, StaffId, whole


class Record(BaseModel):
    """A piece of a record: frozen, without unknown keys, strict about types."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    def plain(self) -> dict[str, Any]:
        """The record as plain data for YAML and JSON, without what was left empty."""
        return self.model_dump(mode="json", exclude_defaults=True)

    def content_hash(self) -> str:
        """SHA-256 of the content: equal records have the same, however their numbers were written (L10)."""
        import hashlib  # noqa: PLC0415 (reading most orders needs neither)
        import json  # noqa: PLC0415

        plain = self.model_dump(exclude_defaults=True)
        canonical = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_canonical)
        return hashlib.sha256(canonical.encode()).hexdigest()


def _canonical(value: object) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


class Paper(Record):
    """A file kept with an order: its name as given, size in bytes, and SHA-256 (P2.2c)."""

    name: Line
    size: Annotated[int, whole(0, 1 << 40)]
    sha256: Sha256


class Said(Record):
    """Who of the client's was told or agreed, through which channel, and when it was said."""

    who: Line
    channel: Channel
    at: Moment


UNDO = "undo"
"""The move that takes back the one before it; both stay in the log."""


class Entry(Record):
    """One move in a record's log.

    `at` is when it happened; `entered` when it was typed, if later (P4.2a); `by` who acted; `via` who typed it,
    if another (代录); `item` the list item it made or touched; `to` the stage it led to, if that changed.
    """

    at: Moment
    entered: Moment | None = None
    by: StaffId
    via: StaffId | None = None
    move: Slug
    item: str | None = None
    to: str | None = None
    note: Line | None = None

    @property
    def typed_at(self) -> datetime:
        """When it was entered."""
        return self.entered or self.at


class Logged(Record):
    """A record of its own file: an id and the log of its moves, oldest first."""

    kind: ClassVar[str]
    id: str
    log: Annotated[tuple[Entry, ...], Field(min_length=1)]

    def sections(self) -> dict[str, Any]:
        """The record as plain data, without its log."""
        return {name: value for name, value in self.plain().items() if name != "log"}

    @cached_property
    def standing(self) -> tuple[Entry, ...]:
        """The moves that stand: the log without what was undone, and without the undoing (L14)."""
        return tuple(self.log[place] for place in self.standing_places)

    @cached_property
    def standing_places(self) -> tuple[int, ...]:
        """Where the standing moves are in the log."""
        stack: list[int] = []
        for place, entry in enumerate(self.log):
            if entry.move == UNDO and len(stack) > 1:  # the first move is never taken back
                stack.pop()
            else:
                stack.append(place)
        return tuple(stack)

    def last(self, *moves: str) -> Entry | None:
        """The newest standing entry of one of these moves."""
        return next((entry for entry in reversed(self.standing) if entry.move in moves), None)

    def plain(self) -> dict[str, Any]:
        """As plain data, each item's id first, and the log last: it is the part that grows."""
        data = {name: _id_first(value) for name, value in super().plain().items()}
        data["log"] = data.pop("log")
        return data

    @property
    def where(self) -> str:
        """Where the record stands in its life; records without stages are just `listed`."""
        return "listed"


def _id_first(section: Any) -> Any:
    if not isinstance(section, list):
        return section
    return [{"id": item["id"], **item} if isinstance(item, dict) and "id" in item else item for item in section]


class Reason(Record):
    """A reason, kept as the log entry's note."""

    note: Line
