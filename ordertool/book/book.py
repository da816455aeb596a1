"""A book on disk: finding it, making one, reading a commit of it, changing it."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from ordertool.book import paths
from ordertool.book.git import Git
from ordertool.book.snapshot import Snapshot
from ordertool.errors import StoreError, UsageError
from ordertool.language import system_words, text

JOURNAL = "journal.json"
ATTRIBUTES = ".gitattributes"
_OURS = (paths.POLICY, *(f"{folder}/**" for folder in paths.FOLDERS))
_NO_CONVERSION = "".join(f"{path} -text -filter -ident -working-tree-encoding\n" for path in _OURS).encode()


class Book:
    """One book: a git work tree with a policy.yaml at its top."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.git = Git(root)
        self._last: Snapshot | None = None
        dot_git = root / ".git"
        if dot_git.is_dir():
            git_dir = common = dot_git
        else:
            git_dir, common = (
                Path(line) if Path(line).is_absolute() else root / line
                for line in self.git.run("rev-parse", "--git-dir", "--git-common-dir").decode().splitlines()
            )
        self.git_dir, self.common = git_dir, common
        # The lock is one for all work trees of a repository; journal and temporary files are this work tree's own.
        self.private = git_dir / "ordertool"

    @classmethod
    def find(cls, asked: str | None, start: Path) -> Book:
        """The book at `asked`, else the one that `start` lies in.

        Raises:
            UsageError: there is none.
        """
        begin = start / paths.expanded(asked) if asked else start
        for folder in (begin,) if asked else (begin, *begin.parents):
            try:
                found = (folder / ".git").exists() and (
                    (folder / paths.POLICY).exists() or (folder / ".git" / "ordertool" / JOURNAL).exists()
                )
            except OSError:  # not ours to look into, or a name beyond all measure
                found = False
            if found:
                return cls(folder.resolve())
        raise UsageError(
            text("there is no book at {folder}", folder=begin),
            text("go to a book, name one with --book, or make one: ordertool init DIR"),
        )

    @staticmethod
    def refuse_book_at(folder: Path) -> None:
        """Make sure that no book is there yet.

        Raises:
            UsageError: there is one.
        """
        if os.path.exists(folder / paths.POLICY):  # noqa: PTH110 (a name beyond all measure does not exist either)
            if not os.path.exists(folder / ".git") or Git(folder).tries("cat-file", "-e", f"HEAD:./{paths.POLICY}")[0]:  # noqa: PTH110
                raise UsageError(
                    text("{folder} holds a policy.yaml that is in no commit", folder=folder),
                    text("move it away, make the book, and put your rules into the new one"),
                )
            raise UsageError(text("{folder} is a book already", folder=folder), text("cd {folder}", folder=folder))

    @classmethod
    def create(cls, folder: Path) -> Book:
        """Make the folder a git repository, unless it is the top of one without a book.

        Raises:
            UsageError: it is a book already.
            StoreError: the disk or git stands in the way.
        """
        cls.refuse_book_at(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                text("{folder} cannot be made: {error}", folder=folder, error=system_words(error)),
                text("choose another folder"),
            ) from error
        if not (folder / ".git").exists():
            Git(folder).run("init", "--quiet", "--initial-branch=main", ".")
        return cls(folder.resolve())

    def attributes(self, there: bytes | None) -> bytes | None:
        """`.gitattributes` with the book's own lines added: no conversion of records or papers.

        None when they stand there already.
        """
        old = there or b""
        if _NO_CONVERSION in old:
            return None
        return old + (b"" if not old or old.endswith(b"\n") else b"\n") + _NO_CONVERSION

    def identity(self) -> tuple[str, str] | None:
        """Name and e-mail of git's own configuration here, or None when it has no e-mail."""
        return identity_at(self.root)

    def configure(self, name: str, email: str) -> None:
        """Set who types in this book, for git."""
        self.git.run("config", "user.name", name)
        self.git.run("config", "user.email", email)

    def snapshot(self, revision: str = "HEAD") -> Snapshot:
        """The book as of a commit."""
        found = self.git.objects.get(f"{revision}^{{commit}}")
        commit = found[0] if found else None
        if self._last is None or self._last.commit != commit:
            self._last = Snapshot(self.git, commit)
        return self._last

    def close(self) -> None:
        """End the git process that reads."""
        self.git.objects.close()

    @property
    def left_over(self) -> bool:
        """Whether a killed command left something to finish (`change.finish_left_over`)."""
        return os.path.exists(self.private / JOURNAL)  # noqa: PTH110 (one that may not be looked at counts as none)

    def parents(self, commit: str) -> list[str]:
        """The commits that a commit builds on."""
        return self.git.run("rev-list", "--parents", "--max-count=1", commit).decode().split()[1:]

    def committed_at(self, commit: str) -> datetime:
        """When a commit was made, by its own word."""
        return datetime.fromisoformat(self.git.run("show", "--no-patch", "--format=%cI", commit).decode().strip())

    def changes(self, commit: str) -> dict[str, str]:
        """The paths that a commit without a second parent changed or brought, with their new modes ("" deleted)."""
        args = ("-r", "-z", "--root", "--no-commit-id", "--raw", "--no-renames")
        parts = self.git.run("diff-tree", *args, commit).decode("utf-8", "surrogateescape").split("\0")
        found = {}
        for about, path in zip(parts[::2], parts[1::2], strict=False):
            mode = about.split()[1]
            found[path] = "" if mode == "000000" else mode
        return found

    def added(self, *folders: str) -> list[str]:
        """Paths of files below folders that are staged and in no commit."""
        out = self.git.run(
            "diff", "--cached", "--name-only", "--diff-filter=A", "--no-renames", "-z", "HEAD", "--", *folders
        )
        return [name for name in out.decode("utf-8", "surrogateescape").split("\0") if name]

    def untracked(self, *folders: str) -> list[str]:
        """Paths of files below folders of the work tree that git neither keeps nor was told to ignore."""
        out = self.git.run("ls-files", "--others", "--exclude-standard", "-z", "--", *folders)
        return [name for name in out.decode("utf-8", "surrogateescape").split("\0") if name]

    def edited(self, *folders: str) -> list[str]:
        """Paths of the last commit's files below folders that say something else in the work tree, or are staged so."""
        args = ("status", "--porcelain", "-z", "--untracked-files=no", "--no-renames", "--", *folders)
        rows = self.git.run(*args).decode("utf-8", "surrogateescape").split("\0")
        return [row[3:] for row in rows if row]

    def log(
        self, *, paths_: tuple[str, ...] = (), limit: int | None = None, start: str | None = None
    ) -> list[dict[str, str]]:
        """Commits from `start` (else the last one) back, newest first.

        Each with commit, author, committer, times, subject, and the trailers of its message.
        """
        # NUL is the one character that no commit holds.
        args = [
            "log",
            "--encoding=UTF-8",
            "--no-show-signature",
            "--format=%H%x00%an%x00%cn%x00%aI%x00%cI%x00%s%x00%(trailers:only,unfold)%x00",
        ]
        if limit is not None:
            args.append(f"--max-count={limit}")
        out = self.git.run(*args, start or "HEAD", "--", *(f":(literal){path}" for path in paths_))
        rows = []
        values = iter(out.decode("utf-8", "replace").split("\0"))
        for commit, author, committer, at, entered, subject, trailers in zip(*[values] * 7, strict=False):
            row = {"commit": commit.strip(), "author": author, "committer": committer, "at": at, "entered": entered,
                   "subject": subject}  # fmt: skip
            named = dict(line.split(": ", 1) for line in trailers.split("\n") if ": " in line)
            more = {name.lower(): value for name, value in named.items()}
            rows.append(row | {name: value for name, value in more.items() if name not in row})
        return rows


def identity_at(folder: Path) -> tuple[str, str] | None:
    """Name and e-mail of git's configuration as seen from a folder, or None when it has no e-mail."""
    while not os.path.isdir(folder):  # noqa: PTH112 (a name beyond all measure is no folder either)
        folder = folder.parent
    _code, out, _err = Git(folder).tries("config", "-z", "--get-regexp", r"^user\.(name|email)$")
    found = dict(row.split("\n", 1) for row in out.decode("utf-8", "replace").split("\0") if "\n" in row)
    email = found.get("user.email")
    return (found.get("user.name") or email, email) if email else None


def here() -> Path:
    """The working directory.

    Raises:
        UsageError: it was deleted, or may not be looked into.
    """
    try:
        return Path.cwd()
    except OSError:
        raise UsageError(text("this folder no longer exists"), text("cd to one that does")) from None
