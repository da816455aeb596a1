"""A notice as the outbox keeps it: its id, whom it is for, what it tells of, and what became of it."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime
from typing import Any, Literal, NamedTuple, get_args

from ordertool.language import Text, text
from ordertool.records.base import Entry
from ordertool.records.values import FIRST_YEAR, LAST_YEAR

State = Literal["queued", "sent", "passed"]


class Failure(NamedTuple):
    """What went wrong, when, on which kind of channel: a message and its values, put into words where it is shown (L7)."""

    at: str
    channel: str
    message: str
    values: dict[str, str] = {}

    @property
    def why(self) -> Text:
        """What went wrong."""
        return text(self.message, **self.values)


class Notice(NamedTuple):
    """A notice: of a move (`commit` and the `place` of its log entry), or of a clock that ran (`limit` … `rung`).

    `order` is the order that it is about, or the meeting; empty for the next one, and for a bulletin to a department.
    `event` is the move, "remind" or "late"; `digest` is the id of the letter that it shares with others. `reached` names
    the channels that took it, `tried` what went wrong, with when; `next` is when it may be tried again.
    """

    id: str
    to: str
    order: str
    event: str
    why: str
    made: str
    commit: str = ""
    place: int = 0
    limit: str = ""
    item: str = ""
    due: str = ""
    rung: str = ""
    digest: str = ""
    state: State = "queued"
    attempts: int = 0
    next: str = ""
    sent: str = ""
    reached: tuple[str, ...] = ()
    tried: tuple[Failure, ...] = ()
    subject: str = ""
    body: str = ""

    def document(self) -> dict[str, Any]:
        """The notice as `--json` and its file give it, without what is empty."""
        found = {name: value for name, value in self._asdict().items() if value not in ("", 0, ())}
        return found | ({"tried": [one._asdict() for one in self.tried]} if self.tried else {})


def notice_id(day: str, *parts: str) -> str:
    """The id of a notice: its day, and a hash of what it is about; made again, it is the same."""
    import hashlib  # noqa: PLC0415 (a move that tells nobody needs none)

    return f"{day.replace('-', '')[:8]}-{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:12]}"


def moves_notice_id(order: str, place: int, entry: Entry, to: str) -> str:
    """The id of what a move tells a person: by the entry in the log, not by the commit, which may be rewritten.

    The item tells two moves of one second apart: of the one that never came to be, nobody is told.
    """
    at = entry.typed_at.isoformat()
    return notice_id(at, order, str(place), entry.move, entry.by, at, entry.item or "", to)


def notice_in(data: Any) -> Notice | None:
    """A notice from its document, or None: what is no notice was not written by us."""
    if not isinstance(data, dict) or not {"id", "to", "event"} <= data.keys():
        return None
    known = {"order": ""} | {name: value for name, value in data.items() if name in Notice._fields}
    with suppress(*_ODD):
        known["reached"] = tuple(known.get("reached", ()))
        known["tried"] = tuple(Failure(**one) for one in known.get("tried", ()))
        notice = Notice(**known)
        return notice if _sound(notice) else None
    return None


_ODD = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What is raised by values that are not what they should be, wherever that is found."""


def _sound(notice: Notice) -> bool:
    """Whether a notice is one that we wrote: its id and commit name files, its words can be written, its times happen.

    Raises:
        ArithmeticError, AttributeError, LookupError, TypeError, ValueError: it is not.
    """
    texts = [value for name, value in notice._asdict().items() if isinstance(Notice._field_defaults.get(name, ""), str)]
    if not all(isinstance(one, str) for one in (*texts, *notice.reached)):
        return False
    "".join((*texts, *notice.reached)).encode()  # half a character, as JSON may have it, can be written nowhere
    if not all(_ID.fullmatch(one) for one in (notice.id, notice.digest or notice.id)) or not _COMMIT.fullmatch(
        notice.commit or "0" * 40
    ):
        return False
    counts = (notice.place, notice.attempts)
    if notice.state not in get_args(State) or not all(type(one) is int and 0 <= one < _MANY for one in counts):
        return False
    for failure in notice.tried:
        str(failure.why).encode()
    times = (notice.made, notice.next, notice.due, notice.sent, *(failure.at for failure in notice.tried))
    return bool(notice.made) and all(_happens(one) for one in times if one)


_ID = re.compile(r"[0-9]{8}-[0-9a-f]{12}")
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_MANY = 1 << 32


def is_commit(name: str) -> bool:
    """Whether a name is that of a commit."""
    return _COMMIT.fullmatch(name) is not None


def _happens(time: str) -> bool:
    moment = datetime.fromisoformat(time)
    return moment.tzinfo is not None and FIRST_YEAR <= moment.year <= LAST_YEAR
