"""Communication and coordination (P6.1e): assistance, joint decisions, problems, complaints, actions of meetings in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from ordertool.assess.period import Period
from ordertool.assess.result import Evidence
from ordertool.assess.timed import NONE, ONE, Case, timed
from ordertool.language import Clause, text
from ordertool.records.base import Logged
from ordertool.records.meeting import Meeting
from ordertool.records.order import Order
from ordertool.rules.duty import present
from ordertool.rules.move import Context

CLAUSE = "P6.1e"
_MOVES = ("assist-answer", "assist-done", "session-done", "resolve", "respond", "settle")


def cases(record: Logged, period: Period, ctx: Context) -> Iterator[Case]:
    """One for each clock of what people owe each other and the client, and for each action of a meeting."""
    if isinstance(record, Order):
        yield from timed(record, _MOVES, period, ctx)
    elif isinstance(record, Meeting):
        yield from _actions(record, period, ctx)


def _actions(meeting: Meeting, period: Period, ctx: Context) -> Iterator[Case]:
    """Whether actions were done by their day (P5.1a)."""
    for action in meeting.actions:
        due = datetime.combine(action.due, time(23, 59, 59), ctx.zone)
        result = meeting.result_of(action.id)
        place = None
        if result is not None:
            place = next(n for n in meeting.standing_places if meeting.log[n].item == result.id)
        if not period.holds(due) or (place is None and due >= period.until):
            continue
        at = meeting.log[place].at.astimezone(ctx.zone) if place is not None else due
        late = at > due
        why = text("never came") if place is None else text("late") if late else text("in time")
        got = NONE if late or place is None else ONE
        who = present(action.who, min(at, due), ctx) or action.who
        yield Case(
            who, Evidence(meeting.id, "action-done", action.id, place, "", at, due, got, ONE, why, Clause("P5.1a"))
        )
