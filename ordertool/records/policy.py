"""The company's policy.yaml: hours, calendar, time limits, duty persons, checklists, switches."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, model_validator
from pydantic_core import core_schema

from ordertool.language import N_, Text, language, text
from ordertool.records.assessment_rules import AssessmentRules
from ordertool.records.assignment_rules import AssignmentRules
from ordertool.records.base import Record
from ordertool.records.client_rules import ClientRules
from ordertool.records.credit_rules import CreditRules
from ordertool.records.exact_numbers import CURRENCY, Money
from ordertool.records.meeting_rules import BulletinRules, MeetingRules
from ordertool.records.receivables_rules import ReceivablesRules
from ordertool.records.staff import TrainingKind
from ordertool.records.survey_rules import SurveyRules
from ordertool.records.training_rules import TrainingRule
from ordertool.records.values import Checked, Day, Line, Role, Slug, StaffId, fault, whole

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SPAN = re.compile(r"[0-9]{1,4}(\.[0-9]{1,2})?[mhd]")
_IN_WORDS = {"m": N_("{number} min"), "h": N_("{number} h"), "d": N_("{number} d")}
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


class Span(NamedTuple):
    """A length of working time: `30m`, `4h`, or `2d` (a day is one standard working day)."""

    number: Decimal
    unit: str

    def lasts(self, working_day: timedelta) -> timedelta:
        """The span as working time, given how long a standard working day is."""
        if self.unit == "d":
            return working_day * float(self.number)
        return timedelta(**{_UNITS[self.unit]: float(self.number)})

    def canonical(self, working_day: timedelta) -> str:
        """The span as it is known by, however it was spelled: 240m is 4h, 0m is 0h, and a whole working day 1d."""
        lasts = self.lasts(working_day)
        for unit, length in (("d", working_day), ("h", timedelta(hours=1))):
            if not lasts % length and (lasts or unit == "h"):
                return f"{lasts // length}{unit}"
        return f"{lasts / timedelta(minutes=1):g}m"

    def __str__(self) -> "str":
        return f"{self.number:f}{self.unit}"

    @property
    def words(self) -> Text:
        """The span as the reader says it."""
        return text(_IN_WORDS[self.unit], number=f"{self.number:f}")


def _span(value: object) -> Span:
    if isinstance(value, str) and _SPAN.fullmatch(value):
        return Span(Decimal(value[:-1]), value[-1])
    if isinstance(value, Span):
        return value
    raise fault("not_a_span", "must be a working time such as 30m, 4h or 2d")


WorkingSpan = Annotated[
    Span,
    Checked(
        core_schema.no_info_plain_validator_function(
            _span, serialization=core_schema.to_string_ser_schema(when_used="json")
        ),
        {"description": "a working time such as 30m, 4h or 2d", "type": "string", "pattern": f"^{_SPAN.pattern}$"},
    ),
]


class TimeLimits(Record):
    """The time limits in force from a day on; a clock keeps the limit it started with.

    A change of limits adds a block with a later `since`, so that a running clock, and every past one, can be
    computed again.
    """

    since: Day
    reply: WorkingSpan
    form: WorkingSpan
    review: WorkingSpan
    submit: WorkingSpan
    assign: WorkingSpan
    confirm: WorkingSpan
    plan: WorkingSpan
    sign: WorkingSpan
    close: WorkingSpan
    coordinate: WorkingSpan = _span("4h")
    resolve: WorkingSpan = _span("3d")
    assist: WorkingSpan = _span("1d")
    assist_done: WorkingSpan = _span("3d")
    respond: WorkingSpan = _span("2h")
    settle: WorkingSpan = _span("3d")
    credit: WorkingSpan = _span("1d")
    minutes: WorkingSpan = _span("1d")
    contact: WorkingSpan = _span("5d")
    survey: WorkingSpan = _span("5d")
    watch: WorkingSpan = _span("1d")


class Names(Record):
    """What a stored word is called in each language (L7); where one is left out, the word stands as it is."""

    en: Line | None = None
    zh: Line | None = None


class DutyPerson(Record):
    """Who answers for a role when a step needs one person, and who stands in."""

    person: StaffId
    deputy: StaffId | None = None


class Checklist(Record):
    """What must, and what may, be prepared before a delivery (P2.5a)."""

    mandatory: tuple[Slug, ...] = ()
    optional: tuple[Slug, ...] = ()


class ReviewRules(Record):
    """What the preliminary review looks at besides completeness (P2.2b)."""

    payment_by_grade: dict[
        Literal["A", "B", "C", "D", "none"], tuple[Literal["account", "prepayment", "cash-on-delivery"], ...]
    ]
    lead_days: Annotated[int, whole(0, 365)] = 1
    price_floor: dict[Line, Money] = {}
    restricted: tuple[Line, ...] = ()


class DeliveryRules(Record):
    """Least notice to the client before a delivery, and the checklist by order type (`default` for the rest)."""

    notice: WorkingSpan
    checklists: dict[Slug, Checklist]


class ArchiveRules(Record):
    """What an order needs before it is archived."""

    paid: bool = True


class PaperRules(Record):
    """Limits on files kept with orders."""

    largest_mib: Annotated[int, whole(1, 100)] = 20


class Rung(Record):
    """A rung of the ladder: this working time after a due time, these are told too; `owner` is the order's own (L5)."""

    after: WorkingSpan
    tell: Annotated[tuple[Literal["responsible"] | Role, ...], Field(min_length=1)]


def _usual_ladder() -> tuple[Rung, ...]:
    steps: tuple[tuple[str, Literal["responsible"] | Role], ...] = (
        ("0h", "responsible"), ("4h", "processor"), ("1d", "manager"),
    )  # fmt: skip
    return tuple(Rung(after=_span(after), tell=(who,)) for after, who in steps)


class NoticeRules(Record):
    """The language of notices, how long before a due time a reminder goes out, and who is told after it (P2.3b, L5)."""

    language: Literal["en", "zh_CN"] = "zh_CN"
    remind: WorkingSpan | None = _span("1h")
    ladder: tuple[Rung, ...] = Field(default_factory=_usual_ladder)


def _known_zone(name: str) -> str:
    # The zone is opened where it is used; here only its shape is checked, so that reading a policy stays cheap.
    if name.startswith("/") or ".." in name or not name.strip():
        raise fault("not_a_zone", "must be a time zone such as Asia/Shanghai")
    return name


_ZONE = core_schema.no_info_after_validator_function(_known_zone, core_schema.str_schema(strict=True, max_length=60))


class Policy(Record):
    """The whole policy."""

    company: Line
    company_contact: Line | None = None
    law: Annotated[int, whole(1, 1)]
    timezone: Annotated[str, Checked(_ZONE, {"type": "string", "minLength": 1, "maxLength": 60})] = "Asia/Shanghai"
    currency: Annotated[str, CURRENCY] = "CNY"
    working_hours: dict[Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], str]
    holidays: Literal["CN", "none"] = "CN"
    holidays_until: Annotated[int, whole(2000, 2200)] = 2026
    makeup_hours: str | None = None
    special_days: dict[Day, str] = {}
    confirmed_years: tuple[int, ...] = ()
    time_limits: Annotated[tuple[TimeLimits, ...], Field(min_length=1)]
    duty: dict[Role, DutyPerson] = {}
    entering_for_others: tuple[Role, ...] = ("manager",)
    assignment: AssignmentRules = Field(default_factory=AssignmentRules)
    review: ReviewRules
    credit: CreditRules = Field(default_factory=CreditRules)
    delivery: DeliveryRules
    archive: ArchiveRules = Field(default_factory=ArchiveRules)
    survey: SurveyRules = Field(default_factory=SurveyRules)
    papers: PaperRules = Field(default_factory=PaperRules)
    notices: NoticeRules = Field(default_factory=NoticeRules)
    meetings: MeetingRules = Field(default_factory=MeetingRules)
    bulletin: BulletinRules = Field(default_factory=BulletinRules)
    receivables: ReceivablesRules = Field(default_factory=ReceivablesRules)
    go_live: Day | None = None
    clients: ClientRules = Field(default_factory=ClientRules)
    training: dict[TrainingKind, TrainingRule] = {}
    departments: dict[Slug, Names] = {}
    order_types: dict[Slug, Names] = {}
    assess: AssessmentRules = Field(default_factory=AssessmentRules)

    @model_validator(mode="after")
    def _limits_in_order(self) -> "Policy":
        days = [block.since for block in self.time_limits]
        if days != sorted(set(days)):
            raise fault("limits_out_of_order", "has time_limits whose 'since' days do not rise")
        return self

    @model_validator(mode="after")
    def _names_told_apart(self) -> "Policy":
        for words in (self.departments, self.order_types):
            said = [name for names in words.values() for name in {names.en, names.zh} - {None}]
            if len(set(said)) != len(said):
                raise fault("same_name_twice", "gives two departments or two order types the same name")
        return self

    def department(self, stored: str | None) -> str:
        """A department as the reader calls it."""
        return _called(self.departments, stored)

    def order_type(self, stored: str | None) -> str:
        """A type of order as the reader calls it."""
        return _called(self.order_types, stored)

    def limits_on(self, day: date) -> TimeLimits:
        """The time limits in force on `day`: the newest block that had begun, else the first."""
        begun = [block for block in self.time_limits if block.since <= day]
        return begun[-1] if begun else self.time_limits[0]

    def checklist(self, order_type: str | None) -> Checklist:
        """The delivery checklist of an order type."""
        lists = self.delivery.checklists
        return lists.get(order_type or "default") or lists.get("default") or Checklist()


def _called(words: Mapping[str, Names], stored: str | None) -> str:
    names = words.get(stored or "")
    return (names and (names.zh if language() == "zh_CN" else names.en)) or stored or ""
