"""What `doctor` says of the files of clients and staff."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ordertool.book.book import Book
from ordertool.context import context_of
from ordertool.errors import OrdertoolError
from ordertool.findings import Finding, note
from ordertool.language import text
from ordertool.rules.file_duties import on_staff, stale


def file_findings(book: Book, now: datetime) -> Iterator[Finding]:
    """Clients' files that nobody confirmed in time, and people who are due for training (P4.1b, P7.3)."""
    try:
        ctx = context_of(book.snapshot())
        late = sum(stale(client, now, ctx) for client in ctx.clients())
        due = {one.file.id for one in on_staff(now, ctx) if one.duty.overdue(now)}
    except OrdertoolError:  # which is told as a problem of the policy, or of the file
        return
    if late:
        yield note(
            "clients",
            text(
                "clients' files that were not confirmed in {days} days: {count}",
                days=ctx.policy.clients.confirm_every,
                count=late,
            ),
            text("ordertool client list --stale"),
        )
    if due:
        yield note(
            "training",
            text("people who are due for training: {count}", count=len(due)),
            text("ordertool staff training --due"),
        )
