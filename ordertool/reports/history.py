"""Logs: the moves of a record, or the commits of the book, with what was undone and what was typed later."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from ordertool.language import _, text
from ordertool.records.base import UNDO, Entry, Logged
from ordertool.records.order import Order
from ordertool.reports.documents import log_document
from ordertool.reports.receipt import came_to
from ordertool.reports.screen import STAGE_WORDS, clock_time, columns, move_words, note_words, short_time, stage_name
from ordertool.reports.words import cause_words
from ordertool.rules.excuse import lateness
from ordertool.rules.lateness import late_moves
from ordertool.rules.move import Context

_SUBJECT = re.compile(
    r"(?P<what>(?:client |staff |meeting )?[a-z-]+) (?P<id>[^\s,]+)(?P<item> [A-Z]+\d+)?"
    r"(?:, (?P<along>[a-z-]+) (?P<orders>\d+) orders?)?(?:: (?:(?P<before>[a-z]+) )?→ (?P<after>[a-z]+))?"
)
"""What `commit_message.message_of` writes of one move on one record."""


class LogFilter(NamedTuple):
    """Which moves a log is to hold, by when they happened."""

    move: str | None = None
    by: str | None = None
    since: date | None = None
    until: date | None = None

    def keeps(self, move: str | None, by: str | None, at: datetime, ctx: Context) -> bool:
        """Whether a move stays in the log."""
        day = ctx.day(at)
        return (
            self.move in (None, move)
            and self.by in (None, by)
            and (self.since is None or day >= self.since)
            and (self.until is None or day <= self.until)
        )


class Move(NamedTuple):
    """A move of a record's log, as the log shows it."""

    entry: Entry
    document: dict[str, Any]
    missed: str
    came_to: str


def record_log(record: Logged, wanted: LogFilter, ctx: Context) -> list[Move]:
    """The moves of a record, oldest first; `missed` says by which clause one came late."""
    late = late_moves(record, ctx) if isinstance(record, Order) else {}
    outside = _outside(record, ctx) if isinstance(record, Order) else {}
    rows = []
    for place, document in enumerate(log_document(record)):
        entry = record.log[place]
        clock = late.get(place)
        document["late"] = clock is not None
        document["due"] = clock.due.at.isoformat() if clock else None
        missed = ""
        if clock is not None:
            due = short_time(clock.due.at, record.log[place].at, ctx)
            missed = str(text("late, due {time} ({clause})", time=due, clause=clock.clause))
            missed = _("; ").join((missed, *outside.get(place, ())))
        if wanted.keeps(entry.move, entry.by, entry.at, ctx):
            rows.append(Move(entry, document, missed, "" if document["undone"] else came_to(record, entry)))
    return rows


def _outside(order: Order, ctx: Context) -> dict[int, tuple[str, ...]]:
    """What delayed late moves and lay outside the owner's hands, by their place in the log (P7.2)."""
    found = lateness(order, order.log[-1].at, ctx)
    return {one.place: tuple(map(cause_words, one.causes)) for one in found if one.place is not None and one.causes}


def record_log_lines(moves: Sequence[Move], ctx: Context) -> list[str]:
    """The same for people."""
    if not moves:
        return [_("no moves")]
    head = [_("at"), _("move"), _("by"), _("entered by"), _("to"), _("typed"), _("note")]
    cells = [
        [
            clock_time(move.entry.at, ctx),
            move_words(move.entry, undone=move.document["undone"]),
            move.entry.by,
            move.entry.via or "",
            stage_name(move.entry.to) if move.entry.to else "",
            clock_time(move.entry.entered, ctx) if move.entry.entered else "",
            _(", ").join(part for part in (move.missed, move.came_to, note_words(move.entry)) if part),
        ]
        for move in moves
    ]
    # What no row has is left out; the note, the last, goes on in the next line where it must.
    kept = [place for place in range(len(head)) if any(row[place] for row in cells)]
    colours = ["dim" if move.document["undone"] else "red" if move.missed else "" for move in moves]
    rows = [[row[place] for place in kept] for row in cells]
    spare = [kept.index(3)] if 3 in kept else []  # noqa: PLR2004 (who entered it)
    return columns(
        [head[place] for place in kept], rows, flexible=(len(kept) - 1,), spare=spare, wraps=True, colours=colours
    )


def book_log(rows: Sequence[dict[str, Any]], wanted: LogFilter, ctx: Context) -> list[dict[str, Any]]:
    """The book's commits, newest first, each with whether it was undone and whether it was typed later.

    A record's undo takes back its newest move that stands, so that going back in time, the next move that is met was
    undone.
    """
    taken_back: dict[str, int] = {}
    found = []
    for row in rows:
        kind, _space, move = row.get("move", "").partition(" ")
        said = _SUBJECT.fullmatch(row["subject"])
        record = said["id"] if said else ""
        undone = False
        if move == UNDO:
            taken_back[record] = taken_back.get(record, 0) + 1
        elif taken_back.get(record):
            taken_back[record] -= 1
            undone = True
        at, entered = (datetime.fromisoformat(row[name]) for name in ("at", "entered"))
        if wanted.keeps(move or None, row.get("actor"), at, ctx):
            found.append(row | {"kind": kind or None, "undone": undone, "typed_later": entered > at})
    return found


def book_log_lines(rows: Sequence[dict[str, Any]], ctx: Context) -> list[str]:
    """The same for people."""
    if not rows:
        return [_("no moves")]
    head = [_("commit"), _("at"), _("actor"), _("entered by"), _("typed"), _("move")]
    cells = [
        [
            row["commit"][:9],
            clock_time(datetime.fromisoformat(row["at"]), ctx),
            row.get("actor") or row["author"],
            row.get("entered-by", ""),
            clock_time(datetime.fromisoformat(row["entered"]), ctx) if row["typed_later"] else "",
            str(text("{move} (undone)", move=_subject(row["subject"]))) if row["undone"] else _subject(row["subject"]),
        ]
        for row in rows
    ]
    if not any(row[4] for row in cells):
        head, *cells = ([*row[:4], *row[5:]] for row in (head, *cells))
    colours = ["dim" if row["undone"] else "" for row in rows]
    return columns(head, cells, flexible=(len(head) - 1,), spare=(3,), wraps=True, colours=colours)


def _subject(words: str) -> str:
    """A commit's subject in the reader's language; those that other tools wrote stay as they are."""
    said = _SUBJECT.fullmatch(words)
    if said is None or not {said["before"], said["after"]} <= {None, *STAGE_WORDS, "listed"}:
        return words
    kind, _space, verb = said["what"].rpartition(" ")
    line = " ".join(
        part for part in (_(kind) if kind else "", _(verb), said["id"], (said["item"] or "").strip()) if part
    )
    along = said["along"]
    if along:
        line = str(text("{line}, {move} {count} orders", line=line, move=_(along), count=said["orders"]))
    if said["after"] is None:
        return line
    before = stage_name(said["before"]) if said["before"] in STAGE_WORDS else "–"
    return f"{line}  {before} → {stage_name(said['after'])}" if said["after"] in STAGE_WORDS else line
