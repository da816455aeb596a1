"""The assessment of one quarter or half-year (P6): its figures, appeals and answers, approval, and revisions after it.

The figures are kept with the commit they were computed from, so that anybody can compute the same ones again. What
was approved is not written over: a revision stands beside it, with its reason.
"""

from datetime import date
from typing import Annotated, ClassVar, Literal, get_args

from pydantic import model_validator

from ordertool.language import N_
from ordertool.records.base import Logged, Record
from ordertool.records.exact_numbers import Money
from ordertool.records.values import ItemId, Line, Paragraph, Slug, StaffId, fault, matching, whole

AssessmentStage = Literal["computed", "published", "approved"]
STAGES: tuple[str, ...] = get_args(AssessmentStage)
AssessmentId = Annotated[
    str, matching(r"^[0-9]{4}(Q[1-4]|H[12])$", N_("must be a quarter or a half-year such as 2026Q4 or 2026H1"))
]
_GitId = Annotated[str, matching(r"^[0-9a-f]{40}([0-9a-f]{24})?$", N_("must be a commit's or a file's whole git id"))]


class Scored(Record):
    """One indicator of a person; without a score nothing counted, or too few cases did (L17)."""

    indicator: Slug
    numerator: Money
    denominator: Money
    sample: Annotated[int, whole(0, 1_000_000)]
    score: Money | None = None


class Standing(Record):
    """What one person came to."""

    staff: StaffId
    indicators: tuple[Scored, ...] = ()
    total: Money | None = None
    grade: Slug | None = None
    rank: Annotated[int, whole(1, 100_000)] | None = None
    factor: Money | None = None
    bonus: Money | None = None

    def score(self, indicator: str) -> Scored | None:
        """One indicator of it."""
        return next((one for one in self.indicators if one.indicator == indicator), None)


class Figures(Record):
    """What everybody came to, as of a commit (`source`) and its policy.yaml (`policy`, the file's git id)."""

    source: _GitId
    policy: _GitId
    people: tuple[Standing, ...] = ()

    def of(self, staff_id: str) -> Standing | None:
        """A person's."""
        return next((one for one in self.people if one.staff == staff_id), None)


class AppealInput(Record):
    """That an assessed person does not agree, with what, and why."""

    indicator: Slug | None = None
    text: Paragraph


class LeftOut(Record):
    """Evidence that does not count after an appeal: a move of a record, on an item where it is about one."""

    indicator: Slug
    record: Line
    move: Slug
    item: Line | None = None


class Answer(Record):
    """What became of an appeal, why, and which evidence is left out when the figures are computed again."""

    outcome: Literal["accepted", "rejected"]
    reason: Paragraph
    left_out: tuple[LeftOut, ...] = ()

    @model_validator(mode="after")
    def _leaves_out_when_accepted(self) -> "Answer":
        if self.outcome == "rejected" and self.left_out:
            raise fault("left_out_but_rejected", "rejects an appeal, and leaves out evidence for it")
        return self


class Appeal(AppealInput):
    """An appeal as kept, by whom the log says."""

    id: ItemId
    answer: Answer | None = None


class RevisionInput(Record):
    """Figures that stand beside the approved ones, and why."""

    reason: Line
    figures: Figures


class Revision(RevisionInput):
    """A revision as kept."""

    id: ItemId


class Assessment(Logged):
    """An assessment's file. `stage` repeats the last `to` of the log for readers; they must agree."""

    kind: ClassVar[str] = "assessment"
    id: AssessmentId
    stage: AssessmentStage
    figures: Figures
    appeals: tuple[Appeal, ...] = ()
    revisions: tuple[Revision, ...] = ()

    @model_validator(mode="after")
    def _stage_as_logged(self) -> "Assessment":
        reached = [entry.to for entry in self.standing if entry.to]
        if not reached or reached[-1] != self.stage:
            raise fault("stage_not_logged", "stands in a stage that its log does not lead to")
        return self

    @property
    def where(self) -> str:
        """The stage."""
        return self.stage

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day of the period."""
        return days_of(self.id)

    @property
    def latest(self) -> Figures:
        """The figures that hold: those of the newest revision, else the approved or computed ones."""
        return self.revisions[-1].figures if self.revisions else self.figures

    @property
    def open_appeals(self) -> tuple[Appeal, ...]:
        """Appeals without an answer."""
        return tuple(one for one in self.appeals if one.answer is None)

    def appellant(self, item: str) -> str:
        """Who made an appeal."""
        return next(entry.by for entry in self.standing if entry.move == "appeal" and entry.item == item)

    @property
    def ran_by(self) -> str:
        """Who computed the figures that hold."""
        entry = self.last("run", "revise")
        assert entry is not None
        return entry.by

    @property
    def accepted_since(self) -> tuple[Appeal, ...]:
        """Appeals that were accepted after the figures were computed: these do not know of it."""
        since: set[str | None] = set()
        for entry in self.standing:
            since = set() if entry.move == "run" else since | {entry.item} if entry.move == "answer" else since
        return tuple(one for one in self.appeals if one.id in since and one.answer and one.answer.outcome == "accepted")


def days_of(assessment_id: str) -> tuple[date, date]:
    """The first and the last day of a quarter or half-year."""
    year, part, months = int(assessment_id[:4]), int(assessment_id[5]), 3 if assessment_id[4] == "Q" else 6
    after = part * months
    return date(year, after - months + 1, 1), date.fromordinal(_first_after(year, after).toordinal() - 1)


def _first_after(year: int, month: int) -> date:
    return date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)  # noqa: PLR2004 (months of a year)


ITEM_TYPES: dict[str, tuple[str, type[Record]]] = {"appeals": ("AP", Appeal), "revisions": ("VR", Revision)}
"""The lists of an assessment: the letters its items' ids begin with, and what an item is."""
