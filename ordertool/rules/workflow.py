"""The workflow table: every move there is, put together from the rows in `rules/table/`; nothing else decides.

Commands, the audit and `explain` read `TABLE`; `moving` applies its rows.
"""

from __future__ import annotations

from typing import Literal

from ordertool.language import N_, Clause
from ordertool.records import assessment, meeting
from ordertool.records.order import STAGES
from ordertool.rules.move import LISTED, Move
from ordertool.rules.table import (
    assessments,
    assignment,
    client_money,
    clients,
    credit,
    delivery,
    follow_up,
    intake,
    meetings,
    money,
    risks,
    staff,
    standing,
    talk,
    terms,
)

LAW = 1
"""The version of the table that judges new moves; each commit names it."""

TABLE: tuple[Move, ...] = (
    *intake.ROWS, *assignment.ROWS, *follow_up.ROWS, *risks.ROWS, *terms.ROWS, *credit.ROWS, *delivery.ROWS, *talk.ROWS,
    *money.ROWS, *standing.ROWS, *clients.ROWS, *client_money.ROWS, *staff.ROWS, *meetings.ROWS, *assessments.ROWS,
)  # fmt: skip

_ROWS: dict[tuple[str, str], Move] = {(row.kind, row.verb): row for row in TABLE}


def words(kind: Literal["order", "client", "staff", "meeting", "assessment"]) -> Move:
    """What an edit of comments and spelling is judged as: no value changes, but who may type, when, and the archive's seal hold."""
    of_kinds = {"meeting": meeting.STAGES, "assessment": assessment.STAGES, "order": tuple(set(STAGES) - {"archived"})}
    stages = frozenset(of_kinds[kind]) if kind in of_kinds else LISTED
    return Move(kind, N_("save"), stages, None, ("anyone",), Clause("P2.5d"), help="")


def row(kind: str, verb: str) -> Move | None:
    """The row of a move, or None when there is no such move."""
    return _ROWS.get((kind, verb))


def moves_from(kind: str, where: str) -> tuple[Move, ...]:
    """The moves that a record standing at `where` may make."""
    return tuple(move for move in TABLE if move.kind == kind and where in move.frm)
