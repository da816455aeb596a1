"""The note of a change under way: what a killed command leaves for the next one to finish or to drop."""

from __future__ import annotations

import json
import os
from pathlib import Path

from ordertool.book.book import JOURNAL, Book
from ordertool.book.work_tree import put_in_place, replace_file
from ordertool.errors import StoreError
from ordertool.language import text

_OWN_LOCK_AGE = 10.0
"""Seconds after the journal in which a git of ours may have made a lock."""


def note(private: Path, old: str | None, new: str, paths: list[str]) -> None:
    """Write down, for good, that HEAD is about to go from `old` to `new`, and which paths then follow.

    Raises:
        StoreError: the disk refuses it; nothing has changed then.
    """
    _folder(private)
    body = json.dumps({"old": old, "new": new, "paths": paths}).encode()
    try:
        replace_file(private / JOURNAL, body, private / "journal.new")
        folder = os.open(private, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise StoreError(
            text("the book cannot be written: {error}", error=error.strerror),
            text("nothing was written; mend that and try again"),
        ) from error


def _folder(private: Path) -> None:
    try:
        private.mkdir(exist_ok=True)
    except OSError as error:
        raise StoreError(
            text("the book cannot be written: {error}", error=error.strerror),
            text("nothing was written; mend that and try again"),
        ) from error


def _clear_own_locks(book: Book) -> None:
    """Remove lock files that a git of ours left when it was killed together with its command.

    Nobody but us touches the private ref. The other locks are ours only if a journal was left and they were made
    right after it; any other is somebody else's and is respected.
    """
    (book.common / "refs" / "ordertool" / "pending.lock").unlink(missing_ok=True)
    try:
        noted = (book.private / JOURNAL).stat().st_mtime
        head = (book.git_dir / "HEAD").read_text().removeprefix("ref: ").strip()
    except OSError:
        return
    names = [book.git_dir / "index.lock", book.git_dir / "HEAD.lock", book.common / "packed-refs.lock"]
    if head.startswith("refs/"):
        names.append(book.common / f"{head}.lock")
    for lock in names:
        try:
            if 0 <= lock.stat().st_mtime - noted <= _OWN_LOCK_AGE:
                lock.unlink()
        except FileNotFoundError:
            continue


def drop(private: Path) -> None:
    """Forget the change under way."""
    (private / JOURNAL).unlink(missing_ok=True)


def finish(book: Book) -> None:
    """Under the lock: put an acknowledged change's files in place, or drop one that was never acknowledged.

    Raises:
        StoreError: the disk or the index stands in the way; the journal stays.
    """
    git, private = book.git, book.private
    _clear_own_locks(book)
    try:
        left = json.loads((private / JOURNAL).read_bytes())
        old, new, paths = left["old"], left["new"], left["paths"]
    except FileNotFoundError:
        return
    except (ValueError, KeyError, TypeError):
        # It is written whole or not at all; what cannot be read was never ours.
        drop(private)
        return
    acknowledged, _out, _err = git.tries("merge-base", "--is-ancestor", new, "HEAD")
    if acknowledged == 0:
        files = {}
        for path in paths:
            before = git.objects.get(f"{old}:{path}") if old else None
            after, tip = git.objects.get(f"{new}:{path}"), git.objects.get(f"HEAD:{path}")
            if tip == after:  # else somebody's later commit has its own idea of this file
                files[path] = (before[1] if before else None, after[1] if after else None)
        put_in_place(git, private, files)
    drop(private)
