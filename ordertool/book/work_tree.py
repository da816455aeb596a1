"""Putting a commit's files in place without touching what a user has edited."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Mapping
from itertools import takewhile
from pathlib import Path

from ordertool.book.git import Git
from ordertool.book.staging import private_index
from ordertool.errors import StoreError
from ordertool.language import system_words, text

Files = Mapping[str, tuple[bytes | None, bytes | None]]
"""By path: content before and after; None where there is no file."""
NO_FILE = b"\0no file"
"""What stands for a link, a folder or a device: no record says this."""


def content(root: Path, path: str) -> bytes | None:
    """A file of the work tree, None when nothing is there, or `NO_FILE` when it is no file.

    Raises:
        StoreError: the path leads outside the book through a link, or cannot be read.
    """
    place = inside(root, path)
    try:
        return place.read_bytes() if stat.S_ISREG(place.lstat().st_mode) else NO_FILE
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise StoreError(
            text("{path} cannot be read: {error}", path=path, error=system_words(error)), text("see who owns it")
        ) from error


def inside(root: Path, path: str) -> Path:
    """The place of a path, made sure to lie inside the book.

    Raises:
        StoreError: a folder on the way is a link, or may not be looked into.
    """
    place = root / path
    for parent in takewhile(lambda folder: folder != root, place.parents):
        try:
            folder = stat.S_ISDIR(parent.lstat().st_mode)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            raise StoreError(
                text("{path} cannot be read: {error}", path=path, error=system_words(error)), text("see who owns it")
            ) from error
        if not folder:
            raise StoreError(
                text("{path} lies behind a link or a file", path=path), text("make {parent} a folder", parent=parent)
            )
    return place


def put_in_place(git: Git, private: Path, files: Files) -> None:
    """Bring the work tree and the index from before to after; idempotent, and edits of the user's stay.

    Raises:
        StoreError: the disk or git's index stands in the way; calling again finishes it.
    """
    settled, edited = [], []
    for path, (old, new) in files.items():
        now = content(git.root, path)
        if now not in (old, new):
            edited.append(path)
            continue
        if now != new:
            _write(git.root, private, path, new)
        settled.append(path)
    if not files:
        return
    with private_index(private) as index:
        if settled:
            git.run("update-index", "--add", "--remove", "-z", "--stdin", stdin=_nul(settled), index=index)
        for path in edited:
            # The index must follow the commit all the same, or the user's next `git commit` would take the move back.
            new = files[path][1]
            if new is None:
                git.run("update-index", "--force-remove", "-z", "--stdin", stdin=_nul([path]), index=index)
            else:
                blob = git.run("hash-object", "-w", "--stdin", stdin=new).strip()
                row = b"100644 " + blob + b"\t" + _nul([path])
                git.run("update-index", "--add", "-z", "--index-info", stdin=row, index=index)


def _nul(paths: list[str]) -> bytes:
    return b"".join(os.fsencode(path) + b"\0" for path in paths)


def _write(root: Path, private: Path, path: str, data: bytes | None) -> None:
    place = inside(root, path)
    try:
        if data is None:
            place.unlink(missing_ok=True)
            _prune(root, place.parent)
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        replace_file(place, data, private / "new")
    except OSError as error:
        raise StoreError(
            text("{path} cannot be written: {error}", path=path, error=system_words(error)),
            text("mend that; the next command finishes it"),
        ) from error


def replace_file(place: Path, data: bytes, beside: Path) -> None:
    """Write a file whole or not at all: a temporary one, synced, then renamed over."""
    temporary = beside
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    try:
        temporary.replace(place)
    except OSError as error:
        # The git directory may lie on another file system than the work tree.
        temporary.unlink(missing_ok=True)
        if error.errno != errno.EXDEV:
            raise
        near = place.with_name(f".{place.name}.new")
        with near.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        near.replace(place)


def _prune(root: Path, folder: Path) -> None:
    """Remove folders that a move left empty."""
    while folder != root:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
