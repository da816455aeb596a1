"""The open orders by stage: columns where the terminal is wide enough for them, else lanes one below another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from ordertool.language import _, text
from ordertool.records.order import STAGES
from ordertool.reports.owed import Owed, owed_table
from ordertool.reports.queries import OrderRow, totals
from ordertool.reports.screen import columns, cut, due_cell, painted, stage_name, terminal_width, visible
from ordertool.reports.words import amount, next_move, urgency
from ordertool.rules.conditions.saying import short

_NARROWEST = 16
"""Cells that a column of the board needs: a due time with its mark."""
_ROOMY = 24
_WIDEST = 28
_GAP = 2


class Lane(NamedTuple):
    """The orders that stand at one stage."""

    stage: str
    rows: list[OrderRow]

    @property
    def late(self) -> int:
        """How many are late."""
        return sum(row.overdue for row in self.rows)

    @property
    def on_hold(self) -> int:
        """How many are on hold."""
        return sum(row.order.on_hold for row in self.rows)

    def document(self, most: int | None) -> dict[str, Any]:
        """The lane as `--json` gives it, with so many of its orders."""
        return {
            "stage": self.stage,
            "count": len(self.rows),
            "late": self.late,
            "on_hold": self.on_hold,
            "totals": {currency: f"{total:f}" for currency, total in totals(self.rows).items()},
            "orders": [row.document() for row in self.rows[:most]],
        }

    def counts(self) -> list[tuple[str, str]]:
        """How many orders, what they come to, how many of them are late or on hold, each with its colour."""
        said = [(str(text("orders: {count}", count=len(self.rows))), "")]
        said += [(amount(total, currency), "") for currency, total in totals(self.rows).items()]
        if self.late:
            said.append((str(text("late: {count}", count=self.late)), "red"))
        if self.on_hold:
            said.append((str(text("on hold: {count}", count=self.on_hold)), "dim"))
        return said


def lanes(rows: Iterable[OrderRow]) -> list[Lane]:
    """The stages that have orders, in the order of an order's life; the most urgent orders first."""
    by_stage: dict[str, list[OrderRow]] = {stage: [] for stage in STAGES}
    for row in rows:
        by_stage[row.order.stage].append(row)
    return [Lane(stage, sorted(found, key=_urgent)) for stage, found in by_stage.items() if found]


def _urgent(row: OrderRow) -> tuple[bool, str, str]:
    clock = row.responsible.clock if row.responsible else None
    return (clock is None, clock.due.at.isoformat() if clock else "", row.order.id)


def after_meetings(found: Sequence[Owed]) -> list[str]:
    """What is owed after meetings, below the orders (P5.1a)."""
    if not found:
        return []
    counts = [(str(text("{count} open", count=len(found))), "")]
    late = sum(one.overdue for one in found)
    counts += [(str(text("late: {count}", count=late)), "red")] if late else []
    said = _(", ").join(painted(words, colour) if colour else words for words, colour in counts)
    return ["", f"{painted(_('Meetings'), 'bold')}  {said}", *(f"  {line}" for line in owed_table(found)[1:])]


def board_lines(board: Sequence[Lane], most: int) -> list[str]:
    """The board on a screen."""
    if not board:
        return [_("no orders")]
    room = terminal_width()
    wide = min((room + _GAP) // len(board) - _GAP, _WIDEST)
    return _side_by_side(board, most, wide) if wide >= _NARROWEST and room < _PIPE else _stacked(board, most)


_PIPE = 1000
"""Cells that no screen has."""


def _stacked(board: Sequence[Lane], most: int) -> list[str]:
    """Lanes one below another, their columns aligned from lane to lane."""
    shown = [row for lane in board for row in lane.rows[:most]]
    cells = [
        [
            row.order.id,
            row.order.client_name,
            row.matter,
            next_move(row.responsible),
            (row.responsible.staff if row.responsible else None) or "–",
            _("on hold") if row.order.on_hold else due_cell(row.responsible, row.now, row.ctx),
            amount(row.total),
        ]
        for row in shown
    ]
    lines = columns(None, cells, flexible=(1, 2, 3), ids=0, spare=(6, 2), right=(6,), colours=_colours(shown), indent=2)
    said: list[str] = []
    for lane in board:
        counts = _(", ").join(painted(words, colour) if colour else words for words, colour in lane.counts())
        said += ["", f"{painted(stage_name(lane.stage), 'bold')}  {counts}"]
        count = min(len(lane.rows), most)
        said, lines = said + lines[:count], lines[count:]
        if count < len(lane.rows):
            said.append("  " + str(text("… {count} more", count=len(lane.rows) - count)))
    return said[1:]


def _colours(rows: Sequence[OrderRow]) -> list[str]:
    return [urgency(row.responsible, row.now, row.ctx, on_hold=row.order.on_hold) for row in rows]


def _side_by_side(board: Sequence[Lane], most: int, wide: int) -> list[str]:
    """A column for each stage, with a card for each order."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="", padding=(0, _GAP, 0, 0))
    heads = [[(stage_name(lane.stage), "bold"), *lane.counts()] for lane in board]
    for head in heads:
        blank = [("", "")] * (max(map(len, heads)) - len(head))
        table.add_column(Styled("\n").join(Styled(*line) for line in head + blank), width=wide)
    for cards in zip_longest(*(lane.rows[:most] for lane in board)):
        table.add_row(*(Styled("\n").join(_card(row, wide)) if row else "" for row in cards))
    if any(len(lane.rows) > most for lane in board):
        more = [len(lane.rows) - most for lane in board]
        table.add_row(*(str(text("… {count} more", count=count)) if count > 0 else "" for count in more))
    console = Console(width=terminal_width(), highlight=False, markup=False, emoji=False)
    with console.capture() as screen:
        console.print(table)
    return [line.rstrip() for line in screen.get().splitlines()]


def _card(row: OrderRow, wide: int) -> list[Styled]:
    """An order in a few short lines."""
    who = row.responsible.staff if row.responsible else None
    due = _("on hold") if row.order.on_hold else due_cell(row.responsible, row.now, row.ctx)
    colour = urgency(row.responsible, row.now, row.ctx, on_hold=row.order.on_hold)
    lines = [(f"{short(row.order.id)}  {who or '–'}", "bold"), (visible(row.order.client_name), ""), (due, colour)]
    if wide >= _ROOMY:
        lines.insert(2, (visible(row.matter), ""))
    return [*(Styled(cut(words, wide), style) for words, style in lines), Styled()]
