"""Meetings as rows: what one is called where orders stand beside it, and the list of all (P5.1a)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ordertool.language import _, text
from ordertool.records.meeting import Meeting
from ordertool.reports.screen import clock_time, columns, stage_name
from ordertool.rules.meetings import invited
from ordertool.rules.move import Context


@dataclass(frozen=True)
class MeetingRow:
    """One meeting at a moment; `meeting` is None for the next one, while nobody has called it."""

    meeting: Meeting | None
    now: datetime
    ctx: Context

    @property
    def id(self) -> str:
        """The meeting's id, or nothing."""
        return self.meeting.id if self.meeting else ""

    @property
    def about(self) -> str:
        """What stands where an order names its client."""
        if self.meeting is None:
            return _("next meeting")
        return str(text("meeting of {day}", day=self.ctx.day(self.meeting.time)))

    @property
    def on_hold(self) -> bool:
        """Meetings are not put on hold."""
        return False

    @property
    def filed_name(self) -> None:
        """A meeting has no client's file."""

    @property
    def matter(self) -> str:
        """What it was called about."""
        return _("; ").join(self.meeting.call.matters) if self.meeting else ""

    def document(self) -> dict[str, Any]:
        """The row as `--json` gives it."""
        if self.meeting is None:
            return {"id": None, "kind": "meeting", "stage": None}
        one = self.meeting
        return {
            "id": one.id,
            "kind": "meeting",
            "stage": one.stage,
            "when": one.time.isoformat(),
            "where": one.call.where,
            "caller": one.caller,
            "invited": list(invited(one, self.ctx)),
            "actions": len(one.actions),
            "open_actions": len(one.open_actions),
            "overdue": sum(action.due < self.ctx.day(self.now) for action in one.open_actions),
        }


def meeting_table(rows: Sequence[MeetingRow]) -> list[str]:
    """Meetings as a table."""
    head = [_("meeting"), _("when"), _("stage"), _("where"), _("called by"), _("actions"), _("not done"), _("late")]
    cells = []
    for row in rows:
        assert row.meeting is not None
        one, about = row.meeting, row.document()
        cells.append(
            [
                one.id, clock_time(one.time, row.ctx), stage_name(one.stage), one.call.where, one.caller,
                *(str(about[name] or "") for name in ("actions", "open_actions", "overdue")),
            ]
        )  # fmt: skip
    colours = ["red" if row.document()["overdue"] else "dim" if _over(row) else "" for row in rows]
    return columns(head, cells, flexible=(3,), ids=0, spare=(4,), right=(5, 6, 7), colours=colours)


def _over(row: MeetingRow) -> bool:
    return row.meeting is not None and row.meeting.stage in ("completed", "cancelled")
