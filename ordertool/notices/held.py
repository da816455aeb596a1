"""The outbox of a book, held by one command at a time: what waits in it, and sending that (P2.3b)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime

from ordertool.book.book import Book
from ordertool.book.notice import Notice
from ordertool.book.outbox import Outbox
from ordertool.book.snapshot import Snapshot
from ordertool.errors import LockedError
from ordertool.notices.channels import configured
from ordertool.notices.sending import flush, sort, unsorted


class Held:
    """The outbox of the book that a command works on."""

    def __init__(self, book: Book, environ: Mapping[str, str]) -> None:
        self.book = book
        self.environ = environ
        self.outbox = Outbox(book.common)

    def waiting(self) -> list[Notice]:
        """All that wait, also those that are not sorted yet; nothing is changed."""
        return [*self.outbox.queued(), *unsorted(self.book, self.outbox)]

    @contextmanager
    def claimed(self, now: datetime) -> Iterator[bool]:
        """Hold the outbox, with what moves told sorted into it; False while another command holds it."""
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
