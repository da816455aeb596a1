"""The risk register of an order (P7.2): what may happen, how it was looked at since, and what became of it.

Risks named in the plan stand in the register too, without being written twice: `rules.risks` puts both into one view.
"""

from typing import Annotated, Literal

from ordertool.records.base import Record
from ordertool.records.values import Day, ItemId, Line, Paragraph, StaffId, whole

Degree = Annotated[int, whole(1, 5)]
"""How likely a risk is, or how bad its effect: 1 (least) to 5 (most)."""


class RiskInput(Record):
    """A risk with its countermeasure; `owner` watches it, the order's owner where nobody is named.

    `trigger` is the sign to watch for, `look` the day by which the owner looks at it again.
    """

    risk: Line
    likelihood: Degree
    effect: Degree
    countermeasure: Line
    owner: StaffId | None = None
    trigger: Line | None = None
    look: Day | None = None


class RegisteredRisk(RiskInput):
    """A risk as kept."""

    id: ItemId


class RiskReviewInput(Record):
    """How a risk stands now: what was seen, its likelihood and effect where they changed, when to look again."""

    kind: Literal["review"] = "review"
    risk: ItemId
    note: Paragraph
    likelihood: Degree | None = None
    effect: Degree | None = None
    look: Day | None = None


class RiskCloseInput(Record):
    """What became of a risk: it occurred, was averted, or is accepted as it is."""

    kind: Literal["close"] = "close"
    risk: ItemId
    outcome: Literal["occurred", "averted", "accepted"]
    note: Paragraph


class RiskReview(Record):
    """A review or the end of a risk as kept."""

    id: ItemId
    kind: Literal["review", "close"] = "review"
    risk: ItemId
    note: Paragraph
    likelihood: Degree | None = None
    effect: Degree | None = None
    look: Day | None = None
    outcome: Literal["occurred", "averted", "accepted"] | None = None
