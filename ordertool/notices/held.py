"""The outbox of a book, held by one command at a time: what waits in it, and sending that (P2.3b)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

from ordertool.book.book import Book
from ordertool.book.notice import Notice
from ordertool.book.outbox import Outbox
from ordertool.book.snapshot import Snapshot
from ordertool.errors import LockedError
from ordertool.language import Text, listed, text
from ordertool.notices.channels import configured
from ordertool.notices.sending import flush
from ordertool.notices.sorting import away, sort, unsorted
from ordertool.notices.standing import taken_away
from ordertool.notices.titles import KNOWN


class Held:
    """The outbox of the book that a command works on."""

    def __init__(self, book: Book, environ: Mapping[str, str]) -> None:
        self.book = book
        self.environ = environ
        self.outbox = Outbox(book.common, KNOWN)

    def waiting(self) -> list[Notice]:
        """All that wait, also those that are not sorted yet; nothing is changed."""
        return [*self.outbox.queued(), *unsorted(self.book, self.outbox)]

    @contextmanager
    def claimed(self, now: datetime) -> Iterator[bool]:
        """Hold the outbox, with what moves told sorted into it; False while another command holds it.

        Sorting may wait for a move: whoever holds the outbox looks at the last commit again.
        """
        with ExitStack() as stack:
            try:
                stack.enter_context(self.outbox.claimed())
            except LockedError:
                yield False
                return
            sort(self.book, self.outbox)
            self.outbox.look(now)
            yield True

    def flush(self, tip: Snapshot, now: datetime, *, everything: bool) -> Mapping[str, int]:
        """Send what waits, by the channels that are set."""
        return flush(self.outbox, configured(self.outbox, self.environ), tip, now, everything=everything)

    def remarks(self) -> list[Text]:
        """What is to be told of what waits for something else than its time.

        Of moves that were taken out of the history it is said once; `doctor` goes on saying it.
        """
        waits = away(self.book, self.outbox)
        known = self.outbox.told_away({notice.id for notice in waits})
        fresh = [notice for notice in waits if notice.id not in known]
        return [*unreadable_files(self.book, self.outbox), *((taken_away(fresh),) if fresh else ())]


def unreadable_files(book: Book, outbox: Outbox) -> Iterator[Text]:
    """That files of the outbox cannot be read, and which; nothing where all can."""
    broken = outbox.unreadable()
    if broken:
        where = listed(near(book, path) for path in broken[:3])
        yield text("{count} files of the outbox cannot be read: {where}", count=len(broken), where=where)


def near(book: Book, path: Path) -> Path:
    """A path as it is called from the book's top, where it lies below."""
    return path.relative_to(book.root) if path.is_relative_to(book.root) else path
