"""What is said around an order: with the client (P5.2), between departments (P5.1b)."""

from typing import Annotated, Literal

from pydantic import model_validator

from ordertool.records.base import Record
from ordertool.records.values import Channel, Day, ItemId, Line, Paragraph, Slug, StaffId, fault, whole


class ContactInput(Record):
    """A talk with the client (P5.2a)."""

    channel: Channel
    text: Paragraph


class Contact(ContactInput):
    """A talk as kept."""

    id: ItemId


class AssistanceInput(Record):
    """What another department is asked for (P5.1b), and the day it is needed by."""

    department: Slug
    need: Paragraph
    needed_by: Day | None = None


class AssistanceAnswer(Record):
    """Whether the department takes it on; a refusal has a reason."""

    outcome: Literal["accepted", "declined"]
    reason: Line | None = None


class Assistance(AssistanceInput):
    """A request as kept, with its answer and whether it was done."""

    id: ItemId
    answer: AssistanceAnswer | None = None
    done: bool = False


class ComplaintInput(Record):
    """What the client complains of, or disputes (P5.2c); `owner` where another person than the order's answers for it."""

    text: Paragraph
    kind: Literal["quality", "delay", "service", "price", "other"] = "other"
    dispute: bool = False
    channel: Channel | None = None
    owner: StaffId | None = None


class Response(Record):
    """What the client was told first."""

    answer: Paragraph
    channel: Channel | None = None


class Settlement(Record):
    """How a complaint was settled, what it came to, whether it was justified, and what the client said of it."""

    solution: Paragraph
    feedback: Paragraph | None = None
    outcome: Literal["replaced", "repaired", "compensated", "explained", "rejected", "other"] | None = None
    justified: bool | None = None

    @model_validator(mode="after")
    def _justly(self) -> "Settlement":
        if self.outcome == "rejected" and self.justified:
            raise fault("justified_but_rejected", "rejects a complaint that is justified")
        return self


class Complaint(ComplaintInput):
    """A complaint as kept; open until it is settled."""

    id: ItemId
    response: Response | None = None
    settlement: Settlement | None = None


class SurveySheetInput(Record):
    """A sheet of the satisfaction survey that went out to the client, and by which way (P6.2b)."""

    form: Literal["html", "xlsx"]
    channel: Channel | None = None


class SurveySheet(SurveySheetInput):
    """A sheet that went out, as kept."""

    id: ItemId


class Survey(Record):
    """The client's answer to the satisfaction survey (P6.2b), 1 (bad) to 5 (good)."""

    score: Annotated[int, whole(1, 5)]
    comment: Paragraph | None = None
