"""What `doctor` says of notices: by which channels they go out, what waits, what failed, whether anybody sends them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from ordertool.book.book import Book
from ordertool.book.notice import Notice
from ordertool.book.outbox import Outbox
from ordertool.errors import OrdertoolError
from ordertool.findings import Finding, fine, note, problem, same
from ordertool.language import listed, text
from ordertool.notices.channels import configured, exposed
from ordertool.notices.held import near, unreadable_files
from ordertool.notices.sorting import away, unsorted
from ordertool.notices.standing import taken_away
from ordertool.notices.titles import KNOWN

_LONG = timedelta(hours=24)
"""How long a notice may wait before somebody should look."""


def notice_findings(book: Book, environ: Mapping[str, str], now: datetime) -> Iterator[Finding]:
    """The channels, and the outbox."""
    outbox = Outbox(book.common, KNOWN)
    try:
        yield from _channels(book, outbox, environ)
        yield from _unreadable(book, outbox)
        yield from _away(book, outbox)
        waits = [*outbox.queued(), *unsorted(book, outbox)]
    except OrdertoolError as error:
        yield problem("channels", error.message, error.hint or text("ordertool doctor"))
        return
    yield from _outbox(outbox, waits, now)


def _channels(book: Book, outbox: Outbox, environ: Mapping[str, str]) -> Iterator[Finding]:
    channels = configured(outbox, environ)
    if exposed(outbox):
        yield problem(
            "channels-private",
            text("others on this machine may read {path}, and it holds passwords", path=near(book, outbox.channels)),
            text("chmod 600 {path}", path=near(book, outbox.channels)),
        )
    kinds = listed(dict.fromkeys(channel.kind for channel in channels))
    if not channels:
        yield note(
            "channels",
            text("no channel is set: notices are left as letters in {path}", path=near(book, outbox.letters)),
            text("list channels in {path}: docs/how-to/notices.md", path=near(book, outbox.channels)),
        )
    elif any(channel.needs_extra for channel in channels):
        lacking = listed(dict.fromkeys(channel.kind for channel in channels if channel.needs_extra))
        yield problem(
            "channels",
            text("a package is missing for these channels: {kinds}", kinds=lacking),
            text("pip install 'ordertool[notices]'"),
        )
    elif any(channel.unknown for channel in channels):
        unknown = listed(dict.fromkeys(channel.kind for channel in channels if channel.unknown))
        yield problem(
            "channels",
            text("nothing knows how to send by these channels: {kinds}", kinds=unknown),
            text("correct their URLs in {path}: docs/how-to/notices.md", path=near(book, outbox.channels)),
        )
    else:
        yield fine("channels", text("notices go out by: {kinds}", kinds=kinds))


def _unreadable(book: Book, outbox: Outbox) -> Iterator[Finding]:
    for said in unreadable_files(book, outbox):
        advice = text("move them away; what a move tells stands in its commit: ordertool log")
        yield problem("notices-unreadable", said, advice)


def _away(book: Book, outbox: Outbox) -> Iterator[Finding]:
    found = away(book, outbox)
    if found:
        yield note("notices-away", taken_away(found), text("they are told when their moves come back: git reflog"))


def _outbox(outbox: Outbox, waits: list[Notice], now: datetime) -> Iterator[Finding]:
    failed = [notice for notice in waits if notice.attempts]
    if failed:
        last = max((one.tried[-1] for one in failed if one.tried), key=lambda one: one.at, default=None)
        yield problem(
            "notices-failed",
            text("{count} notices could not be sent: {why}", count=len(failed), why=last.why if last else same("?")),
            text("ordertool notices list --failed; they are tried again by ordertool tick"),
        )
    oldest = min((datetime.fromisoformat(one.made) for one in waits), default=now)
    looked = outbox.looked()
    if now - oldest > _LONG and (looked is None or abs(now - looked) > _LONG):
        last_time = text("never") if looked is None else same(f"{looked:%Y-%m-%d %H:%M}")
        yield problem(
            "tick",
            text("{count} notices wait, and ordertool tick last ran: {time}", count=len(waits), time=last_time),
            text("let cron or a timer run it: docs/how-to/notices.md"),
        )
    elif waits:
        count, time = len(waits), f"{oldest:%Y-%m-%d %H:%M}"
        yield fine("notices", text("{count} notices wait, the oldest since {time}", count=count, time=time))
    else:
        yield fine("notices", text("no notices wait"))
