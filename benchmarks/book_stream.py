"""A book's history as a stream for `git fast-import`: a commit for each move, written as fast as git takes it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from pathlib import Path

from ordertool.book.git import clean_environment

_SETTINGS = ("-c", "core.compression=1", "-c", "pack.compression=1", "-c", "gc.auto=0")
_BUFFER = 1 << 20
_CHINA = timezone(timedelta(hours=8))
STRETCHES = {"move": None, "day": "%Y-%m-%d", "month": "%Y-%m"}
"""What a commit may hold: one move, as every command writes it, or all of a stretch of time, for books that are only read."""


class BookStream:
    """A new repository that commits are poured into, oldest first."""

    def __init__(self, folder: Path, together: str = "move") -> None:
        folder.mkdir(parents=True)
        self.folder, self.by = folder, STRETCHES[together]
        self.commits = self.moves = self.moment = 0
        self._stretch, self._author = "", b""
        self._changes: dict[str, bytes] = {}
        self._pieces: list[bytes] = []
        self._size = 0
        self._git("init", "--quiet", "--initial-branch=main")
        self._import = subprocess.Popen(
            ["git", *_SETTINGS, "fast-import", "--quiet", "--date-format=raw", "--depth=8"],
            cwd=folder,
            env=clean_environment(),
            stdin=subprocess.PIPE,
        )

    def _git(self, *args: str) -> None:
        subprocess.run(["git", *_SETTINGS, *args], cwd=self.folder, env=clean_environment(), check=True)

    def commit(self, moment: int, author: bytes, message: bytes, changes: Iterable[tuple[str, bytes]]) -> None:
        """One move more; its time in seconds, who made it, and what `put`, `moved` and `gone` give.

        By itself, or with all of its day or month in one commit: a file is then written as it is in the end.
        """
        self.moment = max(self.moment, moment)
        self.moves += 1
        if self.by is None:
            self._emit(author, message, dict(changes))
            return
        stretch = f"{datetime.fromtimestamp(moment, _CHINA):{self.by}}"
        if stretch != self._stretch:
            self._together()
            self._stretch = stretch
        self._author = author
        for path, line in changes:
            self._changes.pop(path, None)
            self._changes[path] = line

    def _together(self) -> None:
        if self._changes:
            self._emit(self._author, f"what was done in {self._stretch}\n".encode(), self._changes)
            self._changes = {}

    def _emit(self, author: bytes, message: bytes, changes: dict[str, bytes]) -> None:
        self.commits += 1
        head = b"commit refs/heads/main\nauthor %s %d +0800\ncommitter %s %d +0800\ndata %d\n%s" % (
            author, self.moment, author, self.moment, len(message), message,
        )  # fmt: skip
        self._pieces += (head, *changes.values())
        self._size += len(head) + 4000 * len(changes)
        if self._size > _BUFFER:
            self._pour()

    def _pour(self) -> None:
        assert self._import.stdin is not None
        self._import.stdin.write(b"".join(self._pieces))
        self._pieces.clear()
        self._size = 0

    def finish(self) -> None:
        """End the import: every commit is there."""
        self._together()
        self._pour()
        assert self._import.stdin is not None
        self._import.stdin.close()
        if self._import.wait():
            raise SystemExit("git fast-import failed")

    def lay_out(self, name: str, email: str, *, sparse: bool) -> None:
        """Lay the newest files out, `sparse` without the archive, for somebody to work on."""
        self._git("config", "user.name", name)
        self._git("config", "user.email", email)
        if sparse:
            self._git("sparse-checkout", "set", "--cone", "orders", "clients", "staff", "meetings", "schemas")
        self._git("reset", "--quiet", "--hard", "main")
        self._git("commit-graph", "write", "--reachable", "--changed-paths", "--no-progress")


def put(path: str, data: bytes) -> tuple[str, bytes]:
    """A file with new content."""
    return path, b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(data), data)


def moved(old: str, new: str) -> tuple[str, bytes]:
    """A folder under another name."""
    return old, b"R %s %s\n" % (old.encode(), new.encode())


def gone(path: str) -> tuple[str, bytes]:
    """A file that is no more."""
    return path, b"D %s\n" % path.encode()
