"""What `doctor` says of meetings: whether one is due that nobody has called, or was held without minutes (P5.1a)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ordertool.book.snapshot import Snapshot
from ordertool.context import context_of
from ordertool.errors import OrdertoolError
from ordertool.findings import Finding, fine, note
from ordertool.language import text
from ordertool.reports.owed import owed_after_meetings
from ordertool.reports.screen import clock_time
from ordertool.rules.conditions.saying import short


def meeting_findings(tip: Snapshot, now: datetime) -> Iterator[Finding]:
    """Meetings that are overdue; nothing where the company holds none, or the book cannot be read."""
    try:
        ctx = context_of(tip)
        meetings = list(ctx.meetings())
        if ctx.policy.meetings.every is None and not meetings:
            return
        late = [one for one in owed_after_meetings(now, ctx) if one.overdue]
    except OrdertoolError:
        return
    for one in late:
        due = clock_time(one.due, ctx) if one.due else ""
        if one.duty.next == ("call",):
            advice = text("call it: ordertool meeting call --when … --where …")
            yield note("meetings", text("overdue: a meeting should have been called by {time}", time=due), advice)
        elif one.duty.next == ("minutes",):
            message = text("overdue: the meeting {id} has no minutes, due {time}", id=one.row.id, time=due)
            yield note("meetings", message, text("ordertool meeting minutes {id}", id=short(one.row.id)))
    actions = sum(one.duty.next == ("action-done",) for one in late)
    if actions:
        yield note("meetings", text("actions of meetings that are late: {count}", count=actions), text("ordertool due"))
    elif not late:
        yield fine("meetings", text("meetings and their actions are in time"))
