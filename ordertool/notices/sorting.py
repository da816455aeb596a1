"""Sorting what moves tell: into the queue when the move stands, away when it never came to be (P2.3b)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ordertool.book import journal
from ordertool.book.book import Book
from ordertool.book.lock import locked
from ordertool.book.notice import Notice
from ordertool.book.outbox import Outbox
from ordertool.errors import InvalidError
from ordertool.notices.standing import hangs, stands, where_they_are


class _Told(NamedTuple):
    """What a commit tells: the notices whose move stands, those whose move may yet, and whether nothing is left to do."""

    commit: str
    standing: list[Notice]
    away: list[Notice]
    settled: bool


def sort(book: Book, outbox: Outbox) -> None:
    """Queue what moves tell that stand, and drop what those tell that never came to be.

    Under the book's lock, so that no move is under way: whatever hangs then belongs to a command that was killed. What
    stands on another branch, or was taken away, waits until it is looked at, or back.

    Raises:
        StoreError: the disk, git or the lock stands in the way.
    """
    if not outbox.waiting():
        return
    with locked(book.git, book.common):
        journal.finish(book)
        for told in _unsorted(book, outbox):
            for notice in told.standing:
                outbox.put(notice)
            if told.settled:
                outbox.forget(told.commit)


def _unsorted(book: Book, outbox: Outbox) -> Iterator[_Told]:
    tip = book.snapshot()
    for commit, where in where_they_are(tip, outbox.waiting()).items():
        told = outbox.told_by(commit)
        if told is None:  # what cannot be read is kept, for somebody to look at
            continue
        try:
            standing = [one for one in told if where == "here" or stands(one, tip)]
        except InvalidError:  # the order cannot be read
            continue
        settled = where in ("here", "nowhere") or len(standing) == len(told)
        away = [one for one in told if one not in standing] if where == "away" else []
        yield _Told(commit, [one for one in standing if not outbox.known(one.id)], away, settled)


def unsorted(book: Book, outbox: Outbox) -> Iterator[Notice]:
    """What moves tell that stand and nobody has sorted yet; nothing is changed."""
    for told in _unsorted(book, outbox):
        yield from told.standing


def away(book: Book, outbox: Outbox) -> list[Notice]:
    """What waits for moves that were taken out of the history: they may come back, and are told then."""
    tip = book.snapshot()
    unsorted_ = [one for told in _unsorted(book, outbox) for one in told.away]
    return [*unsorted_, *(notice for notice in outbox.queued() if hangs(notice, tip))]
