"""Lines for a terminal: columns that align with Chinese text, and a little colour where the reader wants it."""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from collections.abc import Sequence
from datetime import datetime, time
from typing import IO, TYPE_CHECKING

from ordertool.language import N_, Text, _, text
from ordertool.records.base import Entry
from ordertool.records.order import STAGES, Order
from ordertool.rules.conditions.saying import short
from ordertool.rules.duty import Responsible, responsible
from ordertool.rules.move import Context
from ordertool.rules.permissions import right_name

if TYPE_CHECKING:
    from ordertool.making import Made

_COLOURS = {"red": "31", "green": "32", "yellow": "33", "bold": "1", "dim": "2"}
STAGE_NAMES = {
    "inquiry": N_("inquiry"), "draft": N_("draft"), "submitted": N_("submitted"), "assigned": N_("assigned"),
    "confirmed": N_("confirmed"), "active": N_("active"), "delivered": N_("delivered"), "signed": N_("signed"),
    "closed": N_("closed"), "archived": N_("archived"), "lost": N_("lost"), "cancelled": N_("cancelled"),
}  # fmt: skip
assert tuple(STAGE_NAMES) == STAGES


def painted(words: str, colour: str, stream: IO[str] = sys.stdout) -> str:
    """Words in a colour, when the stream is a terminal and NO_COLOR is not set."""
    if os.environ.get("NO_COLOR") or not stream.isatty() or os.environ.get("TERM") == "dumb":
        return words
    return f"\x1b[{_COLOURS[colour]}m{words}\x1b[0m"


def say(label: str, colour: str, words: Text) -> None:
    """Say something on stderr; it may repeat what was typed or read, and must not break its line for that."""
    space = "" if label.endswith("：") else " "
    print(painted(label, colour, sys.stderr), visible(str(words)), sep=space, file=sys.stderr)


def visible(words: str) -> str:
    """Text safe for a terminal: what could move the cursor or turn the reading direction is shown as its code."""
    if words.isascii() and words.isprintable():
        return words
    return "".join(
        char
        if unicodedata.category(char) not in {"Cc", "Cf", "Zl", "Zp", "Cs", "Co"} or char == "\u200d"
        else f"<U+{ord(char):04X}>"
        for char in words
    )


def width(words: str) -> int:
    """How many cells a text takes on a terminal."""
    if words.isascii():
        return len(words)
    return sum(
        0
        if unicodedata.combining(char) or char in "\u200d\ufe0f"
        else 2
        if unicodedata.east_asian_width(char) in "WF"
        else 1
        for char in words
    )


def cut(words: str, cells: int) -> str:
    """A text cut to so many cells, with an ellipsis when something is missing."""
    if width(words) <= cells:
        return words
    kept, used = [], 0
    for char in words:
        used += width(char)
        if used > cells - 1:
            break
        kept.append(char)
    return "".join(kept) + "…"


def columns(
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    flexible: Sequence[int],
    ids: int | None = None,
    urgent: Sequence[bool] = (),
) -> list[str]:
    """Rows in aligned columns.

    When the terminal is too narrow, the column of `ids` shows the tails that people type, and then the flexible
    columns give way, the widest first.
    """
    cells = [[visible(cell) for cell in row] for row in (head, *rows)]
    widths = _widths(cells)
    if ids is not None and _room(widths) < 0:
        for row in cells[1:]:
            row[ids] = short(row[ids])
        widths = _widths(cells)
    while _room(widths) < 0 and any(widths[place] > _NARROWEST for place in flexible):
        widths[max(flexible, key=lambda place: widths[place])] -= 1
    lines = []
    for number, row in enumerate(cells):
        padded = [cut(cell, widths[i]) + " " * (widths[i] - width(cut(cell, widths[i]))) for i, cell in enumerate(row)]
        line = "  ".join(padded).rstrip()
        if number == 0:
            line = painted(line, "bold")
        elif urgent and urgent[number - 1]:
            line = painted(line, "red")
        lines.append(line)
    return lines


_NARROWEST = 8
"""Cells that a column keeps in the narrowest terminal."""


def _widths(cells: Sequence[Sequence[str]]) -> list[int]:
    return [max(width(row[place]) for row in cells) for place in range(len(cells[0]))]


def _room(widths: Sequence[int]) -> int:
    return terminal_width() - sum(widths) - 2 * (len(widths) - 1)


def terminal_width() -> int:
    """Cells in a line: the terminal's, or plenty for a pipe."""
    if not sys.stdout.isatty() and "COLUMNS" not in os.environ:
        return 10_000
    return shutil.get_terminal_size().columns


def clock_time(moment: datetime, ctx: Context) -> str:
    """A time as people read it, where the company is."""
    return moment.astimezone(ctx.zone).strftime("%Y-%m-%d %H:%M")


def stage_name(stage: str) -> str:
    """A stage in the reader's language."""
    return _(STAGE_NAMES[stage])


def due_words(found: Responsible | None, now: datetime, ctx: Context) -> str:
    """The due time, marked when it is past or not confirmed."""
    if found is None or found.clock is None:
        return "–"
    words = clock_time(found.clock.due.at, ctx)
    if found.overdue(now):
        words = str(text("{time} overdue", time=words))
    if not found.clock.due.confirmed:
        words = str(text("{time} (unconfirmed)", time=words))
    return words


def due_cell(found: Responsible | None, now: datetime, ctx: Context) -> str:
    """The due time for a table: without this year's number, and without the last minute of a day."""
    if found is None or found.clock is None:
        return "–"
    due = found.clock.due.at.astimezone(ctx.zone)
    words = f"{due:%m-%d}" if due.year == now.astimezone(ctx.zone).year else f"{due:%Y-%m-%d}"
    if due.time().replace(second=0) != _LAST_MINUTE:
        words += f" {due:%H:%M}"
    if found.overdue(now):
        words = str(text("{time} late", time=words))
    return words if found.clock.due.confirmed else f"{words} ?"


_LAST_MINUTE = time(23, 59)


def who_words(found: Responsible) -> str:
    """Who answers for the next step."""
    if found.staff is None:
        return str(text("nobody ({role})", role=right_name(found.role)))
    return str(text("{staff} ({role})", staff=found.staff, role=right_name(found.role)))


def next_words(order: Order, now: datetime, ctx: Context) -> str:
    """One line on the next step: which moves, who, by when."""
    found = responsible(order, now, ctx)
    if found is None:
        return _("nothing is left to do")
    moves = _(", ").join(_(verb) for verb in found.next)
    if found.clock is None:
        return str(text("{moves}, by {who}", moves=moves, who=who_words(found)))
    return str(
        text("{moves}, by {who}, until {due}", moves=moves, who=who_words(found), due=due_words(found, now, ctx))
    )


def move_words(entry: Entry) -> str:
    """A move of the log in the reader's language, with the item it made or touched."""
    return _(entry.move) + (f" {entry.item}" if entry.item else "")


def moved_lines(made: Made, now: datetime, ctx: Context, *, dry_run: bool) -> list[str]:
    """What a person reads after a move."""
    record, entry = made.record, made.entry
    what = move_words(entry)
    if isinstance(record, Order) and entry.to:
        before = stage_name(made.old.where) if made.old else "–"
        after = stage_name(entry.to)
        line = str(text("{id}  {move}: {before} → {after}", id=record.id, move=what, before=before, after=after))
    else:
        line = f"{record.id}  {what}"
    if dry_run:
        line = str(text("{line}  (dry run, nothing written)", line=line))
    elif made.commit:
        line = f"{line}  [{made.commit[:9]}]"
    lines = [line]
    if isinstance(record, Order):
        lines.append(str(text("Next: {next}", next=next_words(record, now, ctx))))
    return lines
