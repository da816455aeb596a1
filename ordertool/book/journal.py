"""The note of a change under way: what a killed command leaves for the next one to finish or to drop."""

from __future__ import annotations

import json
import os
from pathlib import Path

from ordertool.book.book import JOURNAL
from ordertool.book.git import Git
from ordertool.book.work_tree import put_in_place, replace_file
from ordertool.errors import StoreError
from ordertool.language import text


def note(private: Path, old: str | None, new: str, paths: list[str]) -> None:
    """Write down, for good, that HEAD is about to go from `old` to `new`, and which paths then follow.

    Raises:
        StoreError: the disk refuses it; nothing has changed then.
    """
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


def drop(private: Path) -> None:
    """Forget the change under way."""
    (private / JOURNAL).unlink(missing_ok=True)


def finish(git: Git, private: Path) -> None:
    """Under the lock: put an acknowledged change's files in place, or drop one that was never acknowledged.

    Raises:
        StoreError: the disk or the index stands in the way; the journal stays.
    """
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
