"""Notices on their way, in files beside the book and never in it: `.git/ordertool/outbox/`.

    moves/COMMIT.json      what a move tells, written before HEAD moves to the commit that it belongs to
    queued/ID.json         a notice that is to be sent
    done/YYYYMM/ID.json    one that was sent, or that is not to be sent any more
    away.json              the ids of notices of which it was told that their moves are out of the history
    letters/ID.eml         what went to nobody's channel, to be read or picked up

A move writes one file, in `moves`. Whoever sends sorts these, under the book's lock: what belongs to a commit that never
came into the book is dropped, all else is queued. A notice has the same id whenever it is made again, so it is queued once.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from ordertool.book.notice import Notice, is_commit, notice_in
from ordertool.book.work_tree import replace_file
from ordertool.errors import InvalidError, LockedError, StoreError
from ordertool.language import system_words, text


class Outbox:
    """The outbox of the repository with this common git directory.

    A notice of an event that is none of `events`, where those are known, was written by another program.
    """

    def __init__(self, common: Path, events: Collection[str] | None = None) -> None:
        self._events = events
        self.private = common / "ordertool"
        self.root = self.private / "outbox"
        self.moves, self.queue, self.letters = self.root / "moves", self.root / "queued", self.root / "letters"
        self.channels = self.private / "channels.yaml"

    # A move

    def keep(self, commit: str, notices: Sequence[Notice]) -> None:
        """Keep what a commit tells, for good, before it is acknowledged.

        Raises:
            StoreError: the disk refuses it; the move is not made then.
        """
        if notices:
            _write(self.moves / f"{commit}.json", [one._replace(commit=commit).document() for one in notices])

    def forget(self, commit: str) -> None:
        """Drop what a commit would have told that did not come into the book."""
        with suppress(OSError):
            (self.moves / f"{commit}.json").unlink(missing_ok=True)

    # Sending

    @contextmanager
    def claimed(self) -> Iterator[None]:
        """Be the only one who sends.

        Raises:
            LockedError: somebody else is sending.
            StoreError: the disk refuses it.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.root / "lock", os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise _unwritable(self.root, error) from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        except BlockingIOError:
            raise LockedError(
                text("another command is sending notices"), text("wait for it to end and try again")
            ) from None
        finally:
            os.close(handle)

    def waiting(self) -> list[str]:
        """The commits whose notices are not sorted."""
        return [name for name in _names(self.moves) if is_commit(name)]

    def told_by(self, commit: str) -> list[Notice] | None:
        """What a commit tells; None when its file cannot be read, or was written by another program."""
        found = _read(self.moves / f"{commit}.json")
        notices = [self._known(one) for one in found] if isinstance(found, list) else [None]
        known = [one for one in notices if one is not None and one.commit == commit]
        return known if len(known) == len(notices) and is_commit(commit) else None

    def queued(self) -> list[Notice]:
        """All that are to be sent, oldest first."""
        found = (self._in(self.queue, name) for name in _names(self.queue))
        return [one for one in found if one is not None]

    def unreadable(self) -> list[Path]:
        """Files that no notice can be read from: cut short, named otherwise, or written by another program."""
        broken = [self.queue / f"{name}.json" for name in _names(self.queue) if self._in(self.queue, name) is None]
        broken += [self.moves / f"{name}.json" for name in _names(self.moves) if self.told_by(name) is None]
        return broken + ([self.root] if self.root.exists() and not self.root.is_dir() else [])

    def done(self, until: str = "") -> Iterator[Notice]:
        """All that were sent or passed, newest first; those of a month, 202611, and before it."""
        for month in sorted(_folders(self.root / "done"), reverse=True):
            if until and month > until:
                continue
            for name in reversed(_names(self.root / "done" / month)):
                found = self._in(self.root / "done" / month, name)
                if found is not None:
                    yield found

    def _in(self, folder: Path, name: str) -> Notice | None:
        """The notice in a file that is named after it."""
        found = self._known(_read(folder / f"{name}.json"))
        return found if found is not None and found.id == name else None

    def _known(self, data: Any) -> Notice | None:
        found = notice_in(data)
        return found if found is not None and (self._events is None or found.event in self._events) else None

    def known(self, id_: str) -> bool:
        """Whether a notice was queued before, sent or not."""
        return (self.queue / f"{id_}.json").exists() or self._done(id_).exists()

    def kept(self, id_: str) -> Notice | None:
        """A notice as it stands, queued or done; None when there is none, or it cannot be read."""
        return self._in(self._done(id_).parent, id_) or self._in(self.queue, id_)

    def put(self, notice: Notice) -> None:
        """Keep a notice as it stands now, queued or done.

        Raises:
            StoreError: the disk refuses it.
        """
        if notice.state == "queued":
            _write(self.queue / f"{notice.id}.json", notice.document())
            return
        _write(self._done(notice.id), notice.document())
        with suppress(OSError):
            (self.queue / f"{notice.id}.json").unlink(missing_ok=True)

    def tidy(self) -> None:
        """Take out of the queue what is done: whoever was killed between the two did not."""
        for name in _names(self.queue):
            if self._done(name).exists():
                with suppress(OSError):
                    (self.queue / f"{name}.json").unlink(missing_ok=True)

    def drop(self, notice: Notice) -> None:
        """Keep no more of a notice, as if it had never been made."""
        place = self._done(notice.id)
        with suppress(OSError):
            (self.queue / f"{notice.id}.json").unlink(missing_ok=True)
        with suppress(OSError):
            place.unlink(missing_ok=True)
        with suppress(OSError):  # the month's folder, when that was its last
            place.parent.rmdir()

    def letter(self, id_: str, data: bytes) -> None:
        """Leave a letter to be picked up.

        Raises:
            StoreError: the disk refuses it.
        """
        _write_bytes(self.letters / f"{id_}.eml", data)

    def looked(self) -> datetime | None:
        """When somebody last sent, or looked whether there was something to send; None when nobody ever did."""
        try:
            looked = datetime.fromisoformat((self.root / "looked").read_text("ascii"))
        except (OSError, ValueError):
            return None
        return looked if looked.tzinfo is not None else None

    def look(self, now: datetime) -> None:
        """Remember that somebody looked now."""
        with suppress(OSError):
            (self.root / "looked").write_text(now.isoformat(), "ascii")

    def told_away(self, ids: Collection[str]) -> frozenset[str]:
        """Those of which it was told before that their moves are out of the history; all of `ids` are remembered now.

        What came back is forgotten: were it taken out once more, it would be told again.

        Raises:
            StoreError: the disk refuses it.
        """
        place = self.root / "away.json"
        found = _read(place)
        known = frozenset(one for one in found if isinstance(one, str)) if isinstance(found, list) else frozenset()
        if known != frozenset(ids):
            _write(place, sorted(ids))
        return known

    def _done(self, id_: str) -> Path:
        return self.root / "done" / id_[:6] / f"{id_}.json"


def private_text(path: Path) -> tuple[str, bool] | None:
    """A private file, and whether others may read it; None when there is none.

    Raises:
        StoreError: it cannot be read.
        InvalidError: it is not text.
    """
    try:
        return path.read_text("utf-8"), bool(path.stat().st_mode & 0o077)
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise InvalidError(text("{path} is not UTF-8 text", path=path), text("write it anew")) from None
    except OSError as error:
        raise StoreError(
            text("{path} cannot be read: {error}", path=path, error=system_words(error)), text("see who owns it")
        ) from error


def _names(folder: Path) -> list[str]:
    try:
        return sorted(entry.name[:-5] for entry in os.scandir(folder) if entry.name.endswith(".json"))
    except OSError:
        return []


def _folders(folder: Path) -> list[str]:
    try:
        return [entry.name for entry in os.scandir(folder) if entry.is_dir()]
    except OSError:
        return []


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None


def _write(path: Path, document: Any) -> None:
    _write_bytes(path, json.dumps(document, ensure_ascii=False).encode())


def _write_bytes(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, and for good: the folder is synced too."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, data, path.parent / "new")  # one writer at a time, by the locks
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise _unwritable(path.parent, error) from error


def _unwritable(folder: Path, error: OSError) -> StoreError:
    return StoreError(
        text("the outbox cannot be written: {error}", error=system_words(error)),
        text("see who owns {path}, and whether its disk is full or read-only", path=folder),
    )
