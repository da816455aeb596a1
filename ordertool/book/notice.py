"""A notice as the outbox keeps it: its id, whom it is for, what it tells of, and what became of it."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any, Literal, NamedTuple, get_args

from ordertool.language import Text, text

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


def notice_in(data: Any) -> Notice | None:
    """A notice from its document, or None: what is no notice was not written by us."""
    if not isinstance(data, dict) or not {"id", "to", "order", "event"} <= data.keys():
        return None
    known = {name: value for name, value in data.items() if name in Notice._fields}
    with suppress(TypeError, ValueError, KeyError):
        known["reached"] = tuple(known.get("reached", ()))
        known["tried"] = tuple(Failure(**one) for one in known.get("tried", ()))
        notice = Notice(**known)
        return notice if _sound(notice) else None
    return None


def _sound(notice: Notice) -> bool:
    """Whether a notice is one that we wrote.

    Raises:
        ValueError, TypeError, KeyError: it is not.
    """
    texts = [value for name, value in notice._asdict().items() if isinstance(Notice._field_defaults.get(name, ""), str)]
    if not all(isinstance(one, str) for one in (*texts, *notice.reached)) or notice.state not in get_args(State):
        return False
    if not isinstance(notice.place, int) or not isinstance(notice.attempts, int):
        return False
    for failure in notice.tried:
        str(failure.why)
    return all(datetime.fromisoformat(one).tzinfo for one in (notice.made, notice.next or notice.made))
