"""What a notice says of a meeting: when and where, what was decided, what is to be done (P5.1a)."""

from __future__ import annotations

from collections.abc import Iterator

from ordertool.language import _, text
from ordertool.notices.discreet import discreet
from ordertool.records.base import Entry
from ordertool.records.meeting import Meeting
from ordertool.reports.meetings import MeetingRow
from ordertool.reports.screen import clock_time
from ordertool.rules.move import Context


def name_of(staff_id: str | None, ctx: Context) -> str:
    """A person as a notice names them."""
    person = ctx.staff.get(staff_id) if staff_id else None
    return f"{person.profile.name} ({person.id})" if person and person.profile.name != person.id else staff_id or "–"


def meeting_facts(row: MeetingRow) -> Iterator[tuple[str, str]]:
    """What every notice says of its meeting."""
    meeting, ctx = row.meeting, row.ctx
    if meeting is None:
        return
    yield _("Meeting"), meeting.id
    yield _("When"), clock_time(meeting.time, ctx)
    yield _("Where"), discreet(meeting.call.where)
    yield _("Called by"), name_of(meeting.caller, ctx)
    for matter in meeting.call.matters:
        yield _("Matter"), discreet(matter)


def said_at(meeting: Meeting, entry: Entry, ctx: Context) -> Iterator[tuple[str, str]]:
    """What a move adds: decisions and actions of the minutes, the result of an action, a reason."""
    if entry.note:
        yield _("Reason"), discreet(entry.note)
    minutes = next((one for one in meeting.minutes if one.id == entry.item), None)
    for decision in minutes.decisions if minutes else ():
        yield _("Decision"), discreet(" ".join(decision.split()))
    for action in minutes.actions if minutes else ():
        who = name_of(action.who, ctx)
        words = text("{item} {what}, {who}, by {day}", item=action.id, what=action.what, who=who, day=action.due)
        yield _("Action"), discreet(str(words))
    result = next((one for one in meeting.results if one.id == entry.item), None)
    if result is not None and result.result:
        yield _("Result"), discreet(" ".join(result.result.split()))


def done_in(meeting: Meeting, entry: Entry) -> str:
    """The action that a move reports as done."""
    return next((one.action for one in meeting.results if one.id == entry.item), "")
