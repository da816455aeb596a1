"""One meeting (P5.1a): called, held, and its actions carried out, in one file.

Minutes that were wrong are not written over: each version stays, the last one counts. What became of an action is
an item of its own, so that a new version of the minutes cannot lose it.
"""

from datetime import datetime
from typing import Annotated, ClassVar, Literal, get_args

from pydantic import Field, model_validator

from ordertool.records.base import Logged, Record
from ordertool.records.values import Day, ItemId, Line, MeetingId, Moment, Paragraph, Role, Slug, StaffId, fault

MeetingStage = Literal["called", "held", "completed", "cancelled"]
STAGES: tuple[str, ...] = get_args(MeetingStage)


class CallInput(Record):
    """When and where a meeting is to be, who is invited, and what it is about beside the agenda from the records."""

    when: Moment
    where: Line
    people: tuple[StaffId, ...] = ()
    departments: tuple[Slug, ...] = ()
    roles: tuple[Role, ...] = ()
    matters: tuple[Line, ...] = ()

    @model_validator(mode="after")
    def _invites_somebody(self) -> "CallInput":
        if not (self.people or self.departments or self.roles):
            raise fault("nobody_invited", "invites nobody: give people, departments or roles")
        return self


class Action(Record):
    """What somebody is to do after a meeting, and by which day."""

    id: ItemId
    who: StaffId
    what: Line
    due: Day


class MinutesInput(Record):
    """Who was there, what was talked about and decided, and what is to be done; `held` if not at the time called for."""

    held: Moment | None = None
    present: Annotated[tuple[StaffId, ...], Field(min_length=1)]
    excused: tuple[StaffId, ...] = ()
    absent: tuple[StaffId, ...] = ()
    matters: tuple[Paragraph, ...] = ()
    decisions: tuple[Paragraph, ...] = ()
    actions: tuple[Action, ...] = ()
    reason: Line | None = None

    @model_validator(mode="after")
    def _told_apart(self) -> "MinutesInput":
        people = self.named
        if len(set(people)) != len(people):
            raise fault("twice_attending", "names somebody twice among present, excused and absent")
        ids = [action.id for action in self.actions]
        if len(set(ids)) != len(ids):
            raise fault("same_action_id", "has two actions with the same id")
        return self

    @property
    def named(self) -> tuple[str, ...]:
        """Everybody whose attendance they tell."""
        return (*self.present, *self.excused, *self.absent)


class Minutes(MinutesInput):
    """A version of the minutes as kept."""

    id: ItemId


class ResultInput(Record):
    """That an action was carried out, and what came of it."""

    action: ItemId
    result: Paragraph | None = None


class Result(ResultInput):
    """A result as kept."""

    id: ItemId


class Meeting(Logged):
    """A meeting's file. `stage` repeats the last `to` of the log for readers; they must agree."""

    kind: ClassVar[str] = "meeting"
    id: MeetingId
    stage: MeetingStage
    call: CallInput
    minutes: tuple[Minutes, ...] = ()
    results: tuple[Result, ...] = ()

    @model_validator(mode="after")
    def _stage_as_logged(self) -> "Meeting":
        reached = [entry.to for entry in self.standing if entry.to]
        if not reached or reached[-1] != self.stage:
            raise fault("stage_not_logged", "stands in a stage that its log does not lead to")
        return self

    @property
    def where(self) -> str:
        """The stage."""
        return self.stage

    @property
    def caller(self) -> str:
        """Who called it."""
        return self.log[0].by

    @property
    def latest(self) -> Minutes | None:
        """The minutes as they stand."""
        return self.minutes[-1] if self.minutes else None

    @property
    def time(self) -> datetime:
        """When it was held, or is to be."""
        return (self.latest.held if self.latest else None) or self.call.when

    @property
    def actions(self) -> tuple[Action, ...]:
        """What was to be done after it."""
        return self.latest.actions if self.latest else ()

    def result_of(self, action: str) -> Result | None:
        """What came of an action, once it is done."""
        return next((one for one in self.results if one.action == action), None)

    @property
    def open_actions(self) -> tuple[Action, ...]:
        """Actions that nobody has reported as done."""
        return tuple(action for action in self.actions if self.result_of(action.id) is None)


ITEM_TYPES: dict[str, tuple[str, type[Record]]] = {"minutes": ("MN", Minutes), "results": ("RS", Result)}
"""The lists of a meeting: the letters its items' ids begin with, and what an item is."""
