"""Git's index and the locks that git leaves when it is killed.

The index is written beside its place and renamed over it, under an `index.lock` that says it is ours: after a kill
such a lock is known from another program's, and taken over. The locks of references carry no name; they are taken
away only after a change of ours was cut short, and when nobody lets go of them for a while.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ordertool.book.git import Git
from ordertool.errors import LockedError, StoreError
from ordertool.language import system_words, text

PATIENCE = 2.0
"""Seconds to wait for another git program to let go of the index."""
_OURS = b"ordertool\n"
_STUCK = 1.0
"""Seconds after which a reference's lock that nobody lets go of is a killed program's; git holds one for a blink."""


def wait_for_index(private: Path) -> None:
    """Wait a little for another git program to let go of the index; refuse before anything is written.

    Raises:
        LockedError: it does not.
    """
    lock = private.parent / "index.lock"
    deadline = time.monotonic() + PATIENCE
    while lock.exists() and not is_ours(lock):
        if time.monotonic() > deadline:
            raise LockedError(
                text("another git program holds the index ({path})", path=lock),
                text("wait for it to end; if none runs, remove that file"),
            )
        time.sleep(0.05)


@contextmanager
def private_index(private: Path) -> Iterator[Path]:
    """A copy of the index for git to change; it takes the index's place when all has gone well.

    Raises:
        LockedError: another git program does not let go of the index.
        StoreError: the disk refuses it.
    """
    index, lock, copy = private.parent / "index", private.parent / "index.lock", private / "index"
    token = private / "token"
    try:
        private.mkdir(exist_ok=True)
        if not is_ours(token):
            token.write_bytes(_OURS)
        _take(lock, token, private)
        try:
            copy.with_name("index.lock").unlink(missing_ok=True)
            copy.unlink(missing_ok=True)
            with suppress(FileNotFoundError):
                shutil.copy2(index, copy)  # with its time: git tells by it which files it must look at again
            yield copy
            if copy.exists():
                copy.replace(index)
        finally:
            lock.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(
            text("the book cannot be written: {error}", error=system_words(error)),
            text("mend that; the next command finishes it"),
        ) from error


def _take(lock: Path, token: Path, private: Path) -> None:
    while True:
        try:
            os.link(token, lock)
        except FileExistsError:
            if is_ours(lock):
                return  # a killed command's: whoever holds the book's lock has no rival
            wait_for_index(private)
        except OSError:  # a disk without hard links
            with suppress(FileExistsError), lock.open("xb") as file:
                file.write(_OURS)
                return
            wait_for_index(private)
        else:
            return


def is_ours(lock: Path) -> bool:
    """Whether a lock of the index is one of ours: a killed command's, for whoever holds the book's lock."""
    try:
        with lock.open("rb") as file:
            return file.read(len(_OURS) + 1) == _OURS
    except OSError:
        return False


def clear_locks(git: Git, private: Path, common: Path, since: float) -> None:
    """Take away locks of references that a killed command left: made since its journal was, and held by nobody.

    Raises:
        StoreError: the disk refuses it.
    """
    locks = [private.parent / "HEAD.lock", common / "packed-refs.lock"]
    code, branch, _err = git.tries("symbolic-ref", "--quiet", "HEAD")
    if code == 0:
        locks.append(common / f"{branch.decode().strip()}.lock")
    before = {lock: found for lock in locks if (found := _seen(lock)) and found[1] >= since}
    deadline = time.monotonic() + _STUCK
    while before and time.monotonic() < deadline:
        time.sleep(0.05)
        before = {lock: found for lock, found in before.items() if _seen(lock) == found}
    for lock in before:
        _remove(lock)


def clear_own_lock(common: Path, reference: str) -> None:
    """Take away a killed command's lock of a reference that only we write.

    Raises:
        StoreError: the disk refuses it.
    """
    _remove(common / f"{reference}.lock")


def _seen(lock: Path) -> tuple[int, float] | None:
    try:
        found = lock.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime


def _remove(lock: Path) -> None:
    try:
        lock.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(
            text("the book cannot be written: {error}", error=system_words(error)),
            text("see who owns {path}, and whether its disk is full or read-only", path=lock),
        ) from error
