"""Whether the move that a notice tells of stands: in this history, on another branch, taken away, or nowhere ever.

A commit that was made anew by a rebase or an amendment has another id, but its entry in the order's log is the same; so
a notice goes by the entry.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from typing import Literal

from ordertool.book.git import Git
from ordertool.book.notice import Notice, moves_notice_id
from ordertool.book.snapshot import Snapshot
from ordertool.errors import InvalidError
from ordertool.language import Text, listed, text
from ordertool.records.base import Logged

Where = Literal["here", "elsewhere", "away", "nowhere"]


def where_they_are(tip: Snapshot, commits: Collection[str]) -> dict[str, Where]:
    """Whether each commit is part of this history, of another branch's, was part of one once, or never was.

    Raises:
        StoreError: git cannot tell.
    """
    git = tip.git
    found: dict[str, Where] = dict.fromkeys(commits, "nowhere")
    rest = [commit for commit in commits if git.objects.get(f"{commit}^{{commit}}") is not None]
    ways: tuple[tuple[Where, tuple[str, ...]], ...] = (
        ("here", (tip.commit,) if tip.commit else ()),
        ("elsewhere", ("--branches", "--remotes")),
        ("away", ("--reflog",)),
    )
    for where, held_by in ways:
        beyond = _beyond(git, rest, held_by)
        found |= {commit: where for commit in rest if commit not in beyond}
        rest = [commit for commit in rest if commit in beyond]
    return found


def _beyond(git: Git, commits: Collection[str], held_by: Collection[str]) -> set[str]:
    """Those commits that none of some references leads to."""
    return set(git.run("rev-list", *commits, "--not", *held_by).decode().split()) if commits else set()


def place_now(notice: Notice, record: Logged) -> int | None:
    """Where the move that a notice tells of is in the log of its order or meeting; None when it is not there."""
    log = record.log
    near = sorted(range(len(log)), key=lambda place: abs(place - notice.place))
    return next(
        (place for place in near if moves_notice_id(record.id, notice.place, log[place], notice.to) == notice.id), None
    )


def stands(notice: Notice, tip: Snapshot) -> bool:
    """Whether the move that a notice tells of is in the log of its order or meeting.

    Raises:
        InvalidError: that cannot be read.
    """
    record = tip.record("order", notice.order) or tip.record("meeting", notice.order)
    record = record or tip.record("assessment", notice.order)
    return record is not None and place_now(notice, record) is not None


def hangs(notice: Notice, tip: Snapshot) -> bool:
    """Whether a notice tells of a move that this history does not hold: it may yet, and the notice waits for that.

    What a later commit took out of the log by hand hangs no more: that is known here. Of an order that cannot be read
    its letter tells.

    Raises:
        StoreError: git cannot tell.
    """
    with suppress(InvalidError):
        return bool(notice.commit) and not stands(notice, tip) and not _held(notice.commit, tip)
    return False


def _held(commit: str, tip: Snapshot) -> bool:
    return where_they_are(tip, [commit])[commit] == "here"


def taken_away(found: Sequence[Notice]) -> Text:
    """What is said of notices whose moves were taken out of the history."""
    orders = listed(sorted({notice.order for notice in found})[:3])
    return text(
        "{count} notices wait, for their moves were taken out of the history: {orders}", count=len(found), orders=orders
    )
