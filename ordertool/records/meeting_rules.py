"""The company's rules of its meetings and of the bulletin to its departments, in policy.yaml (P5.1a, P5.1b)."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from ordertool.language import N_
from ordertool.records.assignment_rules import Weekday
from ordertool.records.base import Record
from ordertool.records.values import Day, Role, Slug, fault, matching, whole

_WEEKS = N_("must be weekly, or a number of weeks such as 2w")
Weeks = Annotated[str, matching(r"^(weekly|[1-9][0-9]?w)$", _WEEKS)]
"""An interval in weeks."""


def weeks_of(every: str) -> int:
    """How many weeks an interval is."""
    return 1 if every == "weekly" else int(every.removesuffix("w"))


class Invited(Record):
    """Who is invited where a call names nobody: all of these departments, all who hold one of these roles."""

    departments: tuple[Slug, ...] = ()
    roles: tuple[Role, ...] = ()


class MeetingRules(Record):
    """How often the intake meeting is held, from which day on, who calls it how many working days before, who is invited."""

    every: Weeks | None = None
    since: Day | None = None
    weekday: Weekday = "monday"
    notice_days: Annotated[int, whole(0, 20)] = 1
    called_by: Literal["processor", "manager"] = "processor"
    invite: Invited = Field(default_factory=Invited)

    @model_validator(mode="after")
    def _interval_begins(self) -> "MeetingRules":
        if self.every is not None and self.since is None:
            raise fault("interval_without_start", "has an interval without a day 'since' when it begins")
        return self


class BulletinRules(Record):
    """How often each department is sent a bulletin, on which day; without departments, all of them."""

    every: Weeks | None = None
    weekday: Weekday = "monday"
    departments: tuple[Slug, ...] = ()
