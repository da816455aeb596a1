"""What killed commands, ours or git's, leave in a book: a change half in place, locks, a commit that hangs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from ordertool.book.book import Book
from ordertool.book.change import PENDING, finish_left_over
from ordertool.book.lock import locked
from ordertool.book.staging import clear_own_lock, is_ours
from ordertool.errors import LockedError, StoreError
from ordertool.findings import Finding, fine, note, problem
from ordertool.language import Text, text

_OLD = 60.0
"""Seconds after which a lock of another program is looked at with suspicion."""
_PATIENCE = 2.0


def left_over(book: Book) -> Iterator[Finding]:
    """Whether somebody is at work, and what was left by those who no longer are."""
    found = list(_found(book))
    try:
        with locked(book.git, book.common, 0):
            pass
    except LockedError:
        # What is there belongs to whoever is at work, not to a killed command.
        yield note("lock", text("another command is at work in the book"), text("look again when it has ended"))
        return
    except StoreError as error:
        yield problem("lock", error.message, error.hint or text("see who owns {path}", path=book.common))
        return
    yield from found or [fine("lock", text("no locks, nothing left over"))]


def _found(book: Book) -> Iterator[Finding]:
    if book.left_over:
        yield note(
            "journal",
            text("a command was cut short; its change is not all in place"),
            text("the next command finishes it"),
            lambda: _finish(book),
        )
    index = book.git_dir / "index.lock"
    if index.exists() and is_ours(index):
        yield note(
            "index.lock",
            text("a killed command's lock of the index is left"),
            text("the next command takes it over"),
            lambda: _remove(book, index),
        )
    elif index.exists():
        yield _others(index)
    for lock in _locks_of_references(book):
        if lock.exists():
            yield _others(lock)
    if (book.common / f"{PENDING}.lock").exists() or book.git.objects.get(PENDING) is not None:
        yield note(
            "pending",
            text("a commit that never came into the book hangs at {name}", name=PENDING),
            text("the next change replaces it"),
            lambda: _drop_pending(book),
        )


def _locks_of_references(book: Book) -> list[Path]:
    locks = [book.git_dir / "HEAD.lock", book.common / "packed-refs.lock", book.common / "config.lock"]
    code, branch, _err = book.git.tries("symbolic-ref", "--quiet", "HEAD")
    return [*locks, book.common / f"{branch.decode().strip()}.lock"] if code == 0 else locks


def _others(lock: Path) -> Finding:
    """A lock that another program made; only people know whether that one still runs."""
    try:
        age = max(0, int(time.time() - lock.stat().st_mtime))
    except OSError:
        age = 0
    message = text("a git program holds {path}, since {seconds} s", path=lock, seconds=age)
    if age < _OLD:
        return note("git-lock", message, text("look again when it has ended"))
    return problem("git-lock", message, text("if no git runs in the book, remove that file: rm {path}", path=lock))


def _finish(book: Book) -> Text:
    finish_left_over(book, _PATIENCE)
    return text("finished what a killed command had left")


def _remove(book: Book, lock: Path) -> Text:
    with locked(book.git, book.common, _PATIENCE):
        if is_ours(lock):
            lock.unlink(missing_ok=True)
    return text("removed {path}", path=lock)


def _drop_pending(book: Book) -> Text:
    with locked(book.git, book.common, _PATIENCE):
        clear_own_lock(book.common, PENDING)
        if book.git.objects.get(PENDING) is not None:
            book.git.run("update-ref", "-d", PENDING)
    return text("dropped {name}", name=PENDING)
