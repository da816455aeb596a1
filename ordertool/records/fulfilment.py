"""What an order holds from its plan to the last payment (P2.4, P2.5, P7)."""

from datetime import date
from typing import Annotated, Literal

from pydantic import model_validator

from ordertool.records.base import Paper, Record, Said
from ordertool.records.exact_numbers import PositiveMoney, Quantity
from ordertool.records.values import Day, ItemId, Line, Moment, Paragraph, Slug, StaffId, fault, whole

Percent = Annotated[int, whole(0, 100)]


class Phase(Record):
    """A part of the follow-up plan with its person and dates; a delivered plan lacks neither."""

    id: ItemId
    name: Line
    start: Day | None = None
    end: Day | None = None
    person: StaffId | None = None


class Node(Record):
    """A key node of the plan: something that must be true on a date."""

    id: ItemId
    name: Line
    on: Day


class Risk(Record):
    """A risk with its countermeasure (P7.2)."""

    id: ItemId
    risk: Line
    countermeasure: Line


class PlanInput(Record):
    """The follow-up plan (P2.4a); `every` is the interval of reports in working days."""

    phases: tuple[Phase, ...] = ()
    nodes: tuple[Node, ...] = ()
    risks: tuple[Risk, ...] = ()
    every: Annotated[int, whole(1, 60)]
    reason: Line | None = None

    @property
    def last_day(self) -> date | None:
        """The day it ends on; None when it names none."""
        return max(
            (*(phase.end for phase in self.phases if phase.end), *(node.on for node in self.nodes)), default=None
        )

    @model_validator(mode="after")
    def _told_apart(self) -> "PlanInput":
        for items in (self.phases, self.nodes, self.risks):
            ids = [item.id for item in items]
            if len(set(ids)) != len(ids):
                raise fault("same_id_in_plan", "has two items with the same id")
        return self


class Plan(PlanInput):
    """A version of the plan as kept; the newest is the plan."""

    id: ItemId


class ProgressInput(Record):
    """A progress report (P2.4b): state, problem and solution, expected completion, and what is done."""

    state: Paragraph
    percent: Percent | None = None
    eta: Day | None = None
    problem: Line | None = None
    solution: Line | None = None
    done: tuple[ItemId, ...] = ()
    via: Literal["written", "oral", "system"] = "system"
    reported_by: Line | None = None


class Progress(ProgressInput):
    """A progress report as kept."""

    id: ItemId


class ProblemInput(Record):
    """A problem the owner cannot solve (P2.4c)."""

    problem: Paragraph


class Decision(Record):
    """What the order department decided on a problem together with other departments."""

    departments: tuple[Slug, ...] = ()
    decision: Paragraph


class Problem(ProblemInput):
    """A problem as kept; open until it has a solution."""

    id: ItemId
    decisions: tuple[Decision, ...] = ()
    solution: Paragraph | None = None


class PreparationInput(Record):
    """Steps of the preparation that are done, and what was agreed with the client beforehand (P2.5a)."""

    done: tuple[Slug, ...] = ()
    told: Said | None = None
    when: Moment | None = None
    method: Line | None = None


class Preparation(PreparationInput):
    """A preparation step as kept."""

    id: ItemId


class DeliveryInput(Record):
    """One delivery (P2.5b): quantities by line id, place, persons, and how the client took it."""

    quantities: dict[ItemId, Quantity]
    place: Line
    delivered_by: Line
    received_by: Line
    outcome: Literal["accepted", "remarks", "refused"] = "accepted"
    remarks: Paragraph | None = None


class Delivery(DeliveryInput):
    """A delivery as kept, with the client's signed slips: another one where the order was reopened (P2.5c)."""

    id: ItemId
    slips: tuple[Paper, ...] = ()

    @property
    def slip(self) -> Paper | None:
        """The newest slip, once one is in."""
        return self.slips[-1] if self.slips else None

    @property
    def counts(self) -> bool:
        """Whether its quantities reached the client."""
        return self.outcome != "refused"


class PaymentInput(Record):
    """Money that came in, and the day it did; `deposit` is the client's that it was taken from."""

    amount: PositiveMoney
    on: Day
    reference: Line | None = None
    deposit: ItemId | None = None


class Payment(PaymentInput):
    """A payment, refund or write-off as kept."""

    id: ItemId
    kind: Literal["payment", "refund", "write-off"] = "payment"
    reason: Line | None = None
