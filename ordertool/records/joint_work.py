"""Several departments at work on one order: the team, its sessions and what was decided there (P5.1c)."""

from typing import Annotated

from pydantic import Field

from ordertool.records.base import Record
from ordertool.records.values import Day, ItemId, Line, Moment, Paragraph, Slug, StaffId, whole


class Team(Record):
    """Who works on the order together, led by somebody of the order department, and why."""

    lead: StaffId
    members: tuple[StaffId, ...] = ()
    departments: tuple[Slug, ...] = ()
    reason: Line


class Task(Record):
    """What a session decided: what is to be done, by whom, by which day."""

    what: Line
    who: StaffId
    by: Day


class SessionInput(Record):
    """A session of the team: when, who was present, what was talked about and decided."""

    when: Moment
    present: Annotated[tuple[StaffId, ...], Field(min_length=1)]
    matters: Paragraph
    decisions: tuple[Task, ...] = ()


class Session(SessionInput):
    """A session as kept; `done` are the numbers of its decisions that were carried out."""

    id: ItemId
    done: tuple[Annotated[int, whole(1, 99)], ...] = ()

    def open_decisions(self) -> tuple[tuple[int, Task], ...]:
        """The decisions that are not carried out, each with its number."""
        return tuple((n, one) for n, one in enumerate(self.decisions, 1) if n not in self.done)
