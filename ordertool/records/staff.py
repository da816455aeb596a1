"""One person of the company (P3): roles, department, capacity, absences."""

from datetime import date, datetime, timedelta, tzinfo
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from ordertool.language import N_
from ordertool.records.base import Logged, Record
from ordertool.records.exact_numbers import Money
from ordertool.records.values import Day, Line, Paragraph, Role, Slug, StaffId, fault, matching, whole

_ADDRESS = N_("must be an e-mail address such as li.na@example.com")


class StaffProfile(Record):
    """Who the person is and what they may do.

    `capacity` is the weight of open orders they can carry, `weight` what their load is measured against where that is
    another: half of the colleagues' for half a job.
    """

    name: Line
    email: Annotated[str, matching(r'^[^@\s<>,;:"\\\x00-\x1f]+@[^@\s<>,;:"\\\x00-\x1f]+$', _ADDRESS, 200)]
    department: Slug
    roles: tuple[Role, ...] = Field(min_length=1)
    domains: tuple[Slug, ...] = ()
    regions: tuple[Line, ...] = ()
    capacity: Annotated[int, whole(0, 1000)] | None = None
    weight: Annotated[int, whole(1, 1000)] | None = None


class AbsenceInput(Record):
    """Days away, first and last included; `deputy` stands in for every role."""

    start: Day
    end: Day
    deputy: StaffId | None = None

    @model_validator(mode="after")
    def _forwards(self) -> "AbsenceInput":
        if self.end < self.start:
            raise fault("ends_before_start", "has a last day before its first")
        return self


AbsenceId = Annotated[str, matching(r"^AB[1-9][0-9]{0,3}$", N_("must be a number such as AB1"))]


class Absence(AbsenceInput):
    """An absence as kept; who came back sooner has `ended`, the first day there again."""

    id: AbsenceId
    ended: Day | None = None

    @property
    def last(self) -> date:
        """The last day away; before the first where it was taken back."""
        return self.end if self.ended is None else min(self.end, self.ended - timedelta(days=1))

    @property
    def counts(self) -> bool:
        """Whether it has any day left."""
        return self.start <= self.last

    def meets(self, other: "Absence") -> bool:
        """Whether it has a day in common with another."""
        return self.counts and other.counts and self.start <= other.last and other.start <= self.last


class BackInput(Record):
    """That somebody is back sooner than an absence says, or does not go at all: the first day there again."""

    item: AbsenceId
    ended: Day


class LeavingInput(Record):
    """That a person left: their last day, why, and who answers from then on for what they owned or kept (L4)."""

    on: Day
    reason: Line
    successor: StaffId | None = None


TrainingKind = Literal["information-security", "skill"]


class TrainingInput(Record):
    """A training that a person had: on what, when, by whom given, and until when it holds, where that is set (P7.3)."""

    topic: Line
    kind: TrainingKind
    on: Day
    valid_until: Day | None = None
    by: Line | None = None
    evidence: Paragraph | None = None


class Training(TrainingInput):
    """A training as kept."""

    id: Annotated[str, matching(r"^TR[1-9][0-9]{0,3}$", N_("must be a number such as TR1"))]


class ObservationInput(Record):
    """What was seen of a person's work on a day, kept as evidence for the assessment (P6.2a)."""

    on: Day
    text: Paragraph
    indicator: Slug | None = None


class Observation(ObservationInput):
    """An observation as kept."""

    id: Annotated[str, matching(r"^N[1-9][0-9]{0,3}$", N_("must be a number such as N1"))]


class RewardInput(Record):
    """A reward, a sanction or a certificate, what for, and the assessment it follows from (P6.3a)."""

    kind: Literal["reward", "sanction", "certificate"]
    on: Day
    reason: Line
    amount: Money | None = None
    assessment: Line | None = None


class Reward(RewardInput):
    """A reward as kept."""

    id: Annotated[str, matching(r"^RW[1-9][0-9]{0,3}$", N_("must be a number such as RW1"))]


class Staff(Logged):
    """A staff member's file; who comes back has `left` no more."""

    kind: ClassVar[str] = "staff"
    id: StaffId
    profile: StaffProfile
    away: tuple[Absence, ...] = ()
    left: LeavingInput | None = None
    training: tuple[Training, ...] = ()
    notes: tuple[Observation, ...] = ()
    rewards: tuple[Reward, ...] = ()

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles the person holds now: none, once they left."""
        return () if self.left else self.profile.roles

    @property
    def joined(self) -> datetime:
        """When the person came, or came back."""
        back = self.last("rejoin")
        return (back or self.log[0]).at

    def there_on(self, day: date, zone: tzinfo) -> bool:
        """Whether the person was on the staff on a day and not away: joined, and not left or back again (L3)."""
        on = False
        for entry in self.standing:
            then = entry.at.astimezone(zone).date()
            if entry.move in ("add", "rejoin") and then <= day:
                on = True
            elif entry.move == "leave" and then < day:
                on = False
        return on and (self.left is None or day <= self.left.on) and self.absence_on(day) is None

    def absence_on(self, day: date) -> Absence | None:
        """The absence that covers `day`, if any."""
        return next((a for a in reversed(self.away) if a.start <= day <= a.last), None)

    def absence_after(self, day: date) -> Absence | None:
        """The absence that is or comes next, seen from `day`, if any."""
        return min((a for a in self.away if a.counts and a.last >= day), key=lambda a: a.start, default=None)


ITEM_TYPES: dict[str, tuple[str, type[Record]]] = {
    "away": ("AB", Absence), "training": ("TR", Training), "notes": ("N", Observation), "rewards": ("RW", Reward),
}  # fmt: skip
