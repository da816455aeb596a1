"""One writer at a time: flock on a file in the common git directory, inherited by every git child."""

from __future__ import annotations

import fcntl
import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ordertool.book.git import Git
from ordertool.errors import LockedError, StoreError
from ordertool.language import system_words, text

PATIENCE = 60.0
"""Seconds to wait for another writer."""


@contextmanager
def locked(git: Git, common: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock of the repository whose common git directory this is.

    Raises:
        LockedError: another command holds it for longer than `patience` seconds.
        StoreError: the git directory cannot be written.
    """
    folder = common / "ordertool"
    try:
        folder.mkdir(exist_ok=True)
        handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        _wait_for(handle, folder, patience)
        git.held = handle
        yield
    finally:
        # Closed, not unlocked: a git child that outlives an interruption keeps the book until it is done.
        git.held = None
        os.close(handle)


def _wait_for(handle: int, folder: Path, patience: float) -> None:
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise LockedError(
                    text("another command has held the book for {seconds} s", seconds=int(patience)),
                    text("wait for it to end and try again"),
                ) from None
            time.sleep(random.uniform(0.002, 0.02))  # noqa: S311 (so that waiters do not march in step)
        except OSError as error:  # a network disk without locks
            raise _unwritable(folder, error) from error
        else:
            return


def _unwritable(folder: Path, error: OSError) -> StoreError:
    return StoreError(
        text("the book cannot be written: {error}", error=system_words(error)),
        text("see who owns {path}, and whether its disk is full or read-only", path=folder),
    )
