"""Intake timeliness (P6.1a): replies, the form within the limit of the inquiry, reviews, submissions, assignments in time."""

from __future__ import annotations

from collections.abc import Iterator

from ordertool.assess.period import Period
from ordertool.assess.timed import Case, timed
from ordertool.records.base import Logged
from ordertool.records.order import Order
from ordertool.rules.move import Context

CLAUSE = "P6.1a"
_MOVES = ("reply", "draft", "review", "submit", "assign")


def cases(record: Logged, period: Period, ctx: Context) -> Iterator[Case]:
    """One for each clock of the intake: 1 of 1 in time, 0 of 1 late or never."""
    if isinstance(record, Order):
        yield from timed(record, _MOVES, period, ctx)
