"""Lines for a terminal: columns that align with Chinese text, and a little colour where the reader wants it."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Sequence
from datetime import datetime, time
from itertools import zip_longest
from typing import IO

from ordertool.language import N_, Text, _, text
from ordertool.records.base import UNDO, Entry
from ordertool.records.order import STAGES
from ordertool.rules.conditions.saying import short
from ordertool.rules.duty import Duty
from ordertool.rules.move import Context
from ordertool.rules.permissions import right_name

_COLOURS = {"red": "31", "green": "32", "yellow": "33", "bold": "1", "dim": "2"}
STAGE_NAMES = {
    "inquiry": N_("inquiry"), "draft": N_("draft"), "submitted": N_("submitted"), "assigned": N_("assigned"),
    "confirmed": N_("confirmed"), "active": N_("active"), "delivered": N_("delivered"), "signed": N_("signed"),
    "closed": N_("closed"), "archived": N_("archived"), "lost": N_("lost"), "cancelled": N_("cancelled"),
}  # fmt: skip
assert tuple(STAGE_NAMES) == STAGES
MEETING_STAGES = {
    "called": N_("called"), "held": N_("held"), "completed": N_("completed"), "cancelled": N_("cancelled"),
}  # fmt: skip
ASSESSMENT_STAGES = {"computed": N_("computed"), "published": N_("published"), "approved": N_("approved")}
STAGE_WORDS = STAGE_NAMES | MEETING_STAGES | ASSESSMENT_STAGES


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


_PIECES = re.compile(
    r"\s+|[\u2e80-\uffff][，。；：！？、）》」】”’…,.;:!?)]*|[^\s\u2e80-\uffff]+[，。；：！？、）》」】”’…]*"
)


def wrapped(words: str, cells: int) -> list[str]:
    """A text in lines of so many cells, broken at spaces and between Chinese characters."""
    if width(words) <= cells:
        return [words]
    lines = [""]
    for piece in _PIECES.findall(words):
        rest = piece
        if width(lines[-1]) + width(rest.rstrip()) > cells:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
            rest = rest.lstrip()
        while width(rest) > cells:  # one word, longer than a line
            fitting = next(count for count in range(len(rest), 0, -1) if width(rest[:count]) <= cells or count == 1)
            lines[-1:] = [rest[:fitting], ""]
            rest = rest[fitting:]
        lines[-1] += rest
    return [line for line in lines if line]


def flowing(words: str) -> list[str]:
    """A sentence in lines that fit the terminal."""
    return wrapped(visible(words), terminal_width())


def columns(
    head: Sequence[str] | None,
    rows: Sequence[Sequence[str]],
    *,
    flexible: Sequence[int],
    ids: int | None = None,
    spare: Sequence[int] = (),
    right: Sequence[int] = (),
    wraps: bool = False,
    colours: Sequence[str] = (),
    indent: int = 0,
) -> list[str]:
    """Rows in aligned columns.

    When the terminal is too narrow, the column of `ids` shows the tails that people type, then the `spare` columns go,
    the last named first, and then the flexible columns give way, the widest first: their text is cut, or, with `wraps`,
    goes on in the next line. Figures stand to the `right`. A row has a colour, or "" for none.
    """
    cells = [[visible(cell) for cell in row] for row in ((head,) if head else ()) + tuple(rows)]
    places = list(range(len(cells[0]))) if cells else []
    room = terminal_width() - indent

    def over(enough: int = 10_000) -> int:
        """How many cells a line is too wide, with no more than `enough` in a flexible column."""
        taken = [min(wide[place], enough) if place in flexible else wide[place] for place in places]
        return sum(taken) + 2 * (len(taken) - 1) - room

    wide = widths(cells)
    if ids is not None and over() > 0:
        for row in cells[1 if head else 0 :]:
            row[ids] = short(row[ids])
        wide = widths(cells)
    for place in reversed(spare):
        if over(_ENOUGH * (2 if wraps else 1)) > 0:
            places.remove(place)
    giving = [place for place in flexible if place in places]
    while over() > 0 and any(wide[place] > _NARROWEST for place in giving):
        wide[max(giving, key=lambda place: wide[place])] -= 1
    lines = []
    for number, row in enumerate(cells):
        colour = "bold" if head and number == 0 else colours[number - (1 if head else 0)] if colours else ""
        fitted = [wrapped(row[place], wide[place]) if wraps else [cut(row[place], wide[place])] for place in places]
        for line in zip_longest(*fitted, fillvalue=""):
            padded = [_padded(cell, wide[place], place in right) for cell, place in zip(line, places, strict=True)]
            words = " " * indent + "  ".join(padded).rstrip()
            lines.append(painted(words, colour) if colour else words)
    return lines


_NARROWEST = 8
"""Cells that a column keeps in the narrowest terminal."""
_ENOUGH = 18
"""Cells of a flexible column that spare columns leave it: nine Chinese characters."""


def _padded(cell: str, cells: int, to_the_right: bool) -> str:
    space = " " * (cells - width(cell))
    return space + cell if to_the_right else cell + space


def widths(cells: Sequence[Sequence[str]]) -> list[int]:
    """How many cells each column takes."""
    return [max(width(row[place]) for row in cells) for place in range(len(cells[0]))] if cells else []


def terminal_width() -> int:
    """Cells in a line: the terminal's, or plenty for a pipe."""
    if not sys.stdout.isatty() and "COLUMNS" not in os.environ:
        return 10_000
    import shutil  # noqa: PLC0415 (a pipe has no width)

    return shutil.get_terminal_size().columns


def clock_time(moment: datetime, ctx: Context) -> str:
    """A time as people read it, where the company is."""
    return moment.astimezone(ctx.zone).strftime("%Y-%m-%d %H:%M")


def short_time(moment: datetime, now: datetime, ctx: Context) -> str:
    """The same, without the number of this year."""
    there = moment.astimezone(ctx.zone)
    return f"{there:%m-%d %H:%M}" if there.year == now.astimezone(ctx.zone).year else f"{there:%Y-%m-%d %H:%M}"


def stage_name(stage: str) -> str:
    """A stage of an order, a meeting or an assessment in the reader's language."""
    return _(STAGE_WORDS[stage])


def due_words(found: Duty | None, now: datetime, ctx: Context) -> str:
    """The due time, marked when it is past or not confirmed."""
    if found is None or found.clock is None:
        return "–"
    words = clock_time(found.clock.due.at, ctx)
    if found.overdue(now):
        words = str(text("{time} overdue", time=words))
    if not found.clock.due.confirmed:
        words = str(text("{time} (unconfirmed)", time=words))
    return words


def due_cell(found: Duty | None, now: datetime, ctx: Context) -> str:
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


def who_words(found: Duty) -> str:
    """Who answers for it."""
    if found.staff is None:
        return str(text("nobody ({role})", role=right_name(found.role)))
    if found.stands_for:
        return str(text("{staff} (for {away}, who is away)", staff=found.staff, away=found.stands_for))
    return str(text("{staff} ({role})", staff=found.staff, role=right_name(found.role)))


def move_words(entry: Entry, *, undone: bool = False) -> str:
    """A move of the log in the reader's language, with the item it made or touched, and whether it was taken back."""
    words = _(entry.move) + (f" {entry.item}" if entry.item else "")
    return str(text("{move} (undone)", move=words)) if undone and entry.move != UNDO else words


def note_words(entry: Entry) -> str:
    """A move's note; that of an undo is the move it took back."""
    note = entry.note or ""
    if entry.move != UNDO:
        return note
    verb, space, item = note.partition(" ")
    return _(verb) + space + item if verb else ""
