"""What comes in from outside: times as typed, files to keep, documents to read, ids of people."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ordertool.book.paths import POLICY, expanded, record_path
from ordertool.book.snapshot import Snapshot
from ordertool.book.yaml_reader import MAX_BYTES, Document, read
from ordertool.errors import InvalidError, Problem, UsageError
from ordertool.language import system_words, text
from ordertool.records.base import Paper
from ordertool.records.faults import validated
from ordertool.records.policy import Policy
from ordertool.records.values import FIRST_YEAR, LAST_YEAR
from ordertool.rules.calendar import CompanyCalendar, parse_hours, standard_day


def zone_named(name: str) -> ZoneInfo:
    """A time zone by name.

    Raises:
        InvalidError: there is none of that name.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InvalidError(
            text("there is no time zone {name}", name=name), text("write one such as Asia/Shanghai")
        ) from None


@lru_cache(maxsize=1)
def sound_policy(snapshot: Snapshot) -> Policy:
    """The policy of a commit, its time zone and working hours made sure to be ones: the model sees but their shape.

    Raises:
        StoreError: there is none.
        InvalidError: with every fault, its line and column.
    """
    policy = snapshot.policy
    _sound(policy, POLICY, lambda: read(snapshot.content(POLICY) or b"", POLICY).place)
    return policy


def policy_from(path: str) -> Policy:
    """A policy from a file that is not in the book, as sound as the book's own must be.

    Raises:
        UsageError: it cannot be read.
        InvalidError: with every fault, its line and column.
    """
    document = document_from(path)
    policy = validated(Policy, document.data, path, document.place)
    _sound(policy, path, lambda: document.place)
    return policy


def _sound(policy: Policy, path: str, places: Callable[[], Callable[..., tuple[int, int] | None]]) -> None:
    faults: list[tuple[tuple[str, ...], InvalidError]] = []

    def tried(read: Callable[[str], object], value: str, *loc: str) -> Any:
        try:
            return read(value)
        except InvalidError as error:
            faults.append((loc, error))
            return True

    tried(zone_named, policy.timezone, "timezone")
    week = [tried(parse_hours, hours, "working_hours", day) for day, hours in policy.working_hours.items()]
    if not any(week):
        nothing = InvalidError(text("no weekday is worked"), text('write hours such as "08:30-12:00 13:00-17:30"'))
        faults.append((("working_hours",), nothing))
    if policy.makeup_hours is not None:
        tried(parse_hours, policy.makeup_hours, "makeup_hours")
    for day, word in policy.special_days.items():
        tried(lambda hours: CompanyCalendar({}, overrides={day: hours}), word, "special_days", str(day))  # noqa: B023
    if not faults:
        after = [rung.after.lasts(standard_day(policy.working_hours)) for rung in policy.notices.ladder]
        if after == sorted(set(after)):
            return
        order = InvalidError(
            text("has rungs whose 'after' does not rise"), text("put them in the order in which they are reached")
        )
        faults.append((("notices", "ladder"), order))
    place = places()
    problems = []
    for loc, error in faults:
        line, column = place(loc) or (None, None)
        kind = "ladder" if "ladder" in loc else "calendar"
        problems.append(Problem(error.message, path, line, column, ".".join(loc), kind))
    first = problems[0]
    raise InvalidError(
        text("{where}: {what}", where=f"{first.place()}: {first.field}", what=first.message),
        faults[0][1].hint,
        problems,
    )


def moment(typed: str, zone: ZoneInfo) -> datetime:
    """A time as people type it, `2026-11-23T09:30` or `2026-11-23 09:30+08:00`, in the company's zone if it has none.

    Raises:
        InvalidError: it is no such time.
    """
    try:
        found = datetime.fromisoformat(typed.strip().replace("：", ":"))
        # A time must also be sayable in other zones and be addable to.
        found = (found if found.tzinfo else found.replace(tzinfo=zone)).replace(microsecond=0)
        found.astimezone(zone) + timedelta(days=366)
        if (found.utcoffset() or timedelta()) % timedelta(minutes=1):
            found = found.astimezone(UTC)  # records keep offsets to the minute
    except (ValueError, OverflowError):
        raise InvalidError(text('"{typed}" is not a time', typed=typed), text("write it as 2026-11-23T09:30")) from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise InvalidError(text('"{typed}" is too far off', typed=typed), text("write it as 2026-11-23T09:30"))
    return found


def paper_of(path: Path, name: str, largest_mib: int) -> tuple[Paper, bytes]:
    """A file to keep with an order, read whole, with its name, size and SHA-256 (P2.2c).

    Raises:
        UsageError: it cannot be read.
        InvalidError: it is larger than policy allows, or empty.
    """
    import hashlib  # noqa: PLC0415 (only moves that bring papers need it)

    try:
        if not path.is_file():
            raise UsageError(text("{path} is not a file", path=path), text("check its name"))
        with path.open("rb") as file:
            data = file.read((largest_mib << 20) + 1)
    except OSError as error:
        raise UsageError(
            text("{path} cannot be read: {error}", path=path, error=system_words(error)), text("check it")
        ) from error
    if len(data) > largest_mib << 20:
        raise InvalidError(
            text("{path} is larger than {limit} MiB", path=path, limit=largest_mib),
            text("send a smaller file, or change papers.largest_mib in policy.yaml"),
        )
    if not data:
        raise InvalidError(text("{path} is empty", path=path), text("check that it is the right file"))
    about = {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    return validated(Paper, about, str(path)), data


def is_staff_id(typed: str) -> bool:
    """Whether it has the form of a staff id."""
    try:
        record_path("staff", typed)
    except ValueError:
        return False
    return True


def checked_staff_id(typed: str) -> str:
    """A new person's id.

    Raises:
        InvalidError: it has not the form of one.
    """
    if not is_staff_id(typed) or len(typed) > 40:  # noqa: PLR2004 (as the model has it)
        raise InvalidError(
            text('"{typed}" cannot be a staff id', typed=typed),
            text("use small letters, digits and dots, such as li.na"),
        )
    return typed


def document_from(path: str) -> Document:
    """A YAML or JSON document from a file, or from standard input for `-`.

    Raises:
        UsageError: it cannot be read.
        InvalidError: it is no sound document.
    """
    try:
        with nullcontext(sys.stdin.buffer) if path == "-" else expanded(path).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(
            text("{path} cannot be read: {error}", path=path, error=system_words(error)), text("check it")
        ) from error
    return read(re.sub(_ESCAPED_PAIR, _one_character, data, flags=re.IGNORECASE), path)


# JSON writes a character beyond the basic plane as two escapes, which YAML does not know.
_ESCAPED_PAIR = rb"\\\\|\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})"


def _one_character(found: re.Match[bytes]) -> bytes:
    if found[1] is None:
        return found[0]
    high, low = int(found[1], 16), int(found[2], 16)
    return b"\\U%08x" % (0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
