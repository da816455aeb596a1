"""What the rows of an order are written with."""

from __future__ import annotations

from typing import Any

from ordertool.language import Clause
from ordertool.records.base import Reason
from ordertool.records.order import STAGES, Order
from ordertool.rules.move import Move

OPEN = ("inquiry", "signed")
"""The first and the last stage of an order that is open."""


def in_execution(order: Order) -> str:
    """Where an order stands whose work goes on: active while quantity is owed, signed when all slips are in."""
    if order.missing() or not order.delivered():
        return "active"
    return "delivered" if order.unsigned else "signed"


def at(*stages: str) -> frozenset[str]:
    """These stages."""
    return frozenset(stages)


def stretch(first: str, to: str) -> frozenset[str]:
    """A stretch of an order's life, both ends included."""
    return frozenset(STAGES[STAGES.index(first) : STAGES.index(to) + 1])


def order(verb: str, frm: frozenset[str], to: Any, who: tuple[str, ...], clause: str, **row: Any) -> Move:
    """A row of an order."""
    return Move("order", verb, frm, to, who, Clause(clause), **row)


def with_reason(verb: str, frm: frozenset[str], to: Any, who: tuple[str, ...], clause: str, **row: Any) -> Move:
    """A row whose only input is the reason, kept as the entry's note."""
    return order(verb, frm, to, who, clause, at="note", takes=Reason, **row)
