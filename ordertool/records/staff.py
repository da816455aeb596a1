"""One person of the company (P3): roles, department, capacity, absences."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal, get_args

from pydantic import Field, model_validator

from ordertool.records.base import Line, Logged, Record, Slug, StaffId, fault

Role = Literal["receptionist", "processor", "owner", "support", "finance", "manager", "auditor"]
ROLES: tuple[str, ...] = get_args(Role)


class StaffProfile(Record):
    """Who the person is and what they may do; `capacity` is the number of open orders they can carry."""

    name: Line
    email: Annotated[str, Field(pattern=r"^[^@\s<>,;:\"\\\x00-\x1f]+@[^@\s<>,;:\"\\\x00-\x1f]+$", max_length=200)]
    department: Slug
    roles: tuple[Role, ...] = Field(min_length=1)
    domains: tuple[Slug, ...] = ()
    regions: tuple[Line, ...] = ()
    capacity: Annotated[int, Field(ge=0, le=1000, strict=True)] | None = None


class AbsenceInput(Record):
    """Days away, first and last included; `deputy` stands in for every role."""

    start: date
    end: date
    deputy: StaffId | None = None

    @model_validator(mode="after")
    def _forwards(self) -> AbsenceInput:
        if self.end < self.start:
            raise fault("ends_before_start", "ends before it starts")
        return self


class Absence(AbsenceInput):
    """An absence as kept."""

    id: Annotated[str, Field(pattern=r"^AB[1-9][0-9]{0,3}$", strict=True)]


class Staff(Logged):
    """A staff member's file."""

    kind: ClassVar[str] = "staff"
    id: StaffId
    profile: StaffProfile
    away: tuple[Absence, ...] = ()

    def absence_on(self, day: date) -> Absence | None:
        """The absence that covers `day`, if any."""
        return next((a for a in reversed(self.away) if a.start <= day <= a.end), None)


ITEM_TYPES: dict[str, tuple[str, type[Record]]] = {"away": ("AB", Absence)}
