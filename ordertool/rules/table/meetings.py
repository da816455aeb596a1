"""The rows of the workflow table for meetings (P5.1a; decision 23)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ordertool.language import N_, Clause
from ordertool.records.base import Reason
from ordertool.records.meeting import CallInput, MinutesInput, ResultInput
from ordertool.rules.conditions import meeting
from ordertool.rules.move import NEW, Move
from ordertool.rules.table.rows import at

if TYPE_CHECKING:
    from ordertool.records.meeting import Meeting


def _after_minutes(held: Meeting) -> str:
    """A meeting is over when nothing is left to do after it."""
    return "held" if held.open_actions else "completed"


ROWS = (
    Move(
        "meeting", N_("call"), at(NEW), "called", ("processor", "manager"), Clause("P5.1a"),
        name=N_("call a meeting"),
        at="call",
        repeats=("when", "where", "people", "departments", "roles"),
        takes=CallInput,
        when=(meeting.still_to_come, meeting.guests_known),
        help=N_("Call a meeting: when, where, who is invited, what it is about"),
        example='ordertool meeting call --when 2026-11-30T09:00 --where "Room 2" --invite sales --invite production',
    ),
    Move(
        "meeting", N_("minutes"), at("called", "held", "completed"), _after_minutes, ("caller", "processor", "manager"),
        Clause("P5.1a"),
        name=N_("take the minutes of"),
        at="minutes[]",
        repeats=("present", "excused", "absent", "actions", "reason"),
        takes=MinutesInput,
        when=(
            meeting.took_place, meeting.attended, meeting.actions_given, meeting.done_actions_stay,
            meeting.correction_has_reason,
        ),
        after=("call",),
        help=N_("Take the minutes of a meeting: attendance, matters, decisions, actions; again to correct them"),
        example='ordertool meeting minutes 7K3FQ --absent he.jun --decision "hire a crane" '
        '--action "li.na;quote for the crane;2026-12-01"',
    ),
    Move(
        "meeting", N_("action-done"), at("held"), _after_minutes, ("action", "processor"), Clause("P5.1a"),
        name=N_("report an action done of"),
        at="results[]",
        repeats=("action",),
        takes=ResultInput,
        when=(meeting.own_action,),
        after=("minutes",),
        command="done",
        help=N_("Report that an action of a meeting is done"),
        example='ordertool meeting done 7K3FQ X1 --result "crane booked for 12-14"',
    ),
    Move(
        "meeting", N_("cancel"), at("called"), "cancelled", ("caller", "processor", "manager"), Clause("P5.1a"),
        at="note",
        takes=Reason,
        help=N_("Cancel a meeting that was called"),
        example='ordertool meeting cancel 7K3FQ --reason "half of us are at the fair"',
    ),
)  # fmt: skip
