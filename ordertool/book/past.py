"""The book at a past moment: which commit was its last one then (P4.2a)."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from ordertool.book.git import Git

_COMMIT = re.compile(r"[0-9a-fA-F]{7,64}")


def commit_named(git: Git, typed: str) -> str | None:
    """The commit whose id, or its beginning, was typed; None when it names none."""
    if not _COMMIT.fullmatch(typed):  # never a user's text as a revision
        return None
    code, out, _err = git.tries("rev-parse", "--verify", "--quiet", "--end-of-options", f"{typed}^{{commit}}")
    return out.decode().strip() if code == 0 else None


def commit_by(git: Git, moment: datetime) -> str | None:
    """The last commit that was entered by a moment; None when the book is younger."""
    out = git.run("rev-list", "--max-count=1", f"--min-age={max(int(moment.timestamp()), 0)}", "HEAD", "--")
    return out.decode().strip() or None


def entered(git: Git, commit: str) -> datetime:
    """When a commit was entered."""
    out = git.run("show", "--no-patch", "--format=%ct", commit, "--")
    return datetime.fromtimestamp(int(out.decode().strip()), UTC)
