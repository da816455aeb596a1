"""The note of a change under way: what a killed command leaves for the next one to finish or to drop."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from ordertool.book.book import JOURNAL, Book
from ordertool.book.git import Git, git_failed
from ordertool.book.staging import clear_locks, wait_for_index
from ordertool.book.work_tree import put_in_place, replace_file
from ordertool.errors import StoreError
from ordertool.language import system_words, text


class _Left(NamedTuple):
    old: str | None
    new: str
    paths: list[str]
    edits: dict[str, str]


def note(private: Path, old: str | None, new: str, paths: list[str], edits: Mapping[str, str]) -> None:
    """Write down, for good, that HEAD is about to go from `old` to `new`, and which paths then follow.

    `edits` are git ids, by path, of edits by hand that the new commit contains.

    Raises:
        StoreError: the disk refuses it; nothing has changed then.
    """
    body = json.dumps({"old": old, "new": new, "paths": paths, "edits": dict(edits)}).encode()
    try:
        private.mkdir(exist_ok=True)
        replace_file(private / JOURNAL, body, private / "journal.new")
        folder = os.open(private, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise StoreError(
            text("the book cannot be written: {error}", error=system_words(error)),
            text("nothing was written; mend that and try again"),
        ) from error


def drop(private: Path) -> None:
    """Forget the change under way.

    Raises:
        StoreError: the disk refuses it.
    """
    try:
        (private / JOURNAL).unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(
            text("the book cannot be written: {error}", error=system_words(error)),
            text("see who owns {path}, and whether its disk is full or read-only", path=private),
        ) from error


def finish(book: Book) -> None:
    """Under the lock: put an acknowledged change's files in place, or drop one that was never acknowledged.

    Raises:
        StoreError: the disk, git or its index stands in the way; the journal stays.
    """
    git, private = book.git, book.private
    try:
        since = (private / JOURNAL).stat().st_mtime
        left = _read((private / JOURNAL).read_bytes())
    except FileNotFoundError:
        return
    except OSError as error:
        raise StoreError(
            text("{path} cannot be read: {error}", path=private / JOURNAL, error=system_words(error)),
            text("see who owns it"),
        ) from error
    clear_locks(git, private, book.common, since)
    if left is not None and _acknowledged(git, left.new):
        files = {}
        for path in left.paths:
            was = left.edits.get(path) or (f"{left.old}:{path}" if left.old else None)
            before = git.objects.get(was) if was else None
            after, tip = git.objects.get(f"{left.new}:{path}"), git.objects.get(f"HEAD:{path}")
            if tip == after:  # else somebody's later commit has its own idea of this file
                files[path] = (before[1] if before else None, after[1] if after else None)
        wait_for_index(private)
        put_in_place(git, private, files)
    drop(private)


def _read(data: bytes) -> _Left | None:
    """The note, or None: it is written whole or not at all, and what cannot be read was never ours."""
    try:
        left = json.loads(data)
        old, new, paths, edits = left["old"], left["new"], left["paths"], left.get("edits", {})
    except (ValueError, LookupError, TypeError, RecursionError):
        return None
    sound = isinstance(new, str) and isinstance(old, str | None) and isinstance(paths, list) and isinstance(edits, dict)
    if not sound or not all(isinstance(one, str) for one in (*paths, *edits.values())):
        return None
    return _Left(old, new, paths, edits)


def _acknowledged(git: Git, commit: str) -> bool:
    """Whether HEAD has come to a commit, or beyond it.

    Raises:
        StoreError: git cannot tell.
    """
    if git.objects.get(f"{commit}^{{commit}}") is None:
        return False
    code, _out, err = git.tries("merge-base", "--is-ancestor", commit, "HEAD")
    if code > 1:
        raise git_failed("merge-base", err)
    return code == 0
