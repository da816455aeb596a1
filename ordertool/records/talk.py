"""What is said around an order: with the client (P5.2), between departments (P5.1b)."""

from typing import Annotated, Literal

from ordertool.records.base import Record
from ordertool.records.values import Channel, ItemId, Line, Paragraph, Slug, whole


class ContactInput(Record):
    """A talk with the client (P5.2a)."""

    channel: Channel
    text: Paragraph


class Contact(ContactInput):
    """A talk as kept."""

    id: ItemId


class AssistanceInput(Record):
    """What another department is asked for (P5.1b)."""

    department: Slug
    need: Paragraph


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
    """What the client complains of (P5.2c)."""

    text: Paragraph


class Settlement(Record):
    """How a complaint was settled, and what the client said of it."""

    solution: Paragraph
    feedback: Paragraph | None = None


class Complaint(ComplaintInput):
    """A complaint as kept; open until it is settled."""

    id: ItemId
    settlement: Settlement | None = None


class Survey(Record):
    """The client's answer to the satisfaction survey (P6.2b), 1 (bad) to 5 (good)."""

    score: Annotated[int, whole(1, 5)]
    comment: Paragraph | None = None
