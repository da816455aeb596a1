"""Which commit made which entry of a record's log, told from the messages of one walk through history.

A message is a hint, and may be forged; `Snapshot.made_in` finds the commit of one entry by what the files say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from ordertool.book.git import Git
from ordertool.records.base import Logged

_RECORD = re.compile(r"(?:SO-\d{8}|MT-\d{8}|C)-[0-9A-Z]{5}")
_ALONG = re.compile(r", ([a-z-]+) \d+ orders?$")
"""What the orders of a commit did that went along with their client's move."""
_FOUNDED = "init: a new book, managed by "
Key = tuple[str, str, str]
"""A record's id, the move, and when it happened."""


class EntryCommits:
    """The commits of a book's history up to one, by what they say they did; older ones are walked only when asked for."""

    def __init__(self, git: Git, commit: str, since: datetime) -> None:
        self._git, self._commit, self._since = git, commit, since
        self._found: dict[Key, list[str]] | None = None
        self._whole = False

    def of(self, record_id: str, move: str, at: datetime, twin: int = 0) -> str:
        """The commit that made an entry, or "" where none says so; `twin` counts entries of the same move and second."""
        key = (record_id, move, str(int(at.timestamp())))
        for whole in (False, True):
            if self._found is None or (whole and not self._whole):
                self._walk(whole=whole)
            commits = (self._found or {}).get(key, ())
            if twin < len(commits):
                return commits[twin]
        return ""

    def _walk(self, *, whole: bool) -> None:
        limit = () if whole else (f"--since={int(self._since.timestamp())}",)
        out = self._git.run(
            "log",
            "--reverse",
            "--no-show-signature",
            "--encoding=UTF-8",
            "--format=%H%n%B%x00",
            *limit,
            self._commit,
            "--",
        )
        found: dict[Key, list[str]] = {}
        for part in out.decode("utf-8", "replace").split("\0"):
            commit, _, message = part.strip("\n").partition("\n")
            move, at = _trailer(message, "\nMove: "), _trailer(message, "\nAt: ")
            if not at:
                continue
            subject, _, body = message.partition("\n")
            kind, _, verb = move.partition(" ")
            people = subject.split()[2:3] if kind == "staff" else []
            if subject.startswith(_FOUNDED):
                people = [subject.removeprefix(_FOUNDED)]
            for record_id in _RECORD.findall(subject) or people:
                found.setdefault((record_id, verb, at), []).append(commit)
            along = _ALONG.search(subject)
            for line in body.split("\n"):
                if one := _RECORD.match(line, 2):
                    found.setdefault((one[0], along[1] if along else verb, at), []).append(commit)
        self._found, self._whole = found, whole


def _trailer(message: str, name: str) -> str:
    """The value of the last trailer of a name; a time as seconds, which say the same in every zone."""
    value = message.rpartition(name)[2].partition("\n")[0] if name in message else ""
    if name != "\nAt: " or not value:
        return value
    try:
        return str(int(datetime.fromisoformat(value.strip()).timestamp()))
    except ValueError:
        return ""


def twins(record: Logged) -> Mapping[int, int]:
    """For each place of a log, how many entries before it are of the same move and second."""
    seen: dict[tuple[str, int], int] = {}
    found = {}
    for place, entry in enumerate(record.log):
        key = (entry.move, int(entry.at.timestamp()))
        found[place] = seen.get(key, 0)
        seen[key] = found[place] + 1
    return found
