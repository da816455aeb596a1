"""An order's assignment to its owner, with what decided it (P2.3a)."""

from typing import Annotated, Literal

from ordertool.records.base import Record
from ordertool.records.exact_numbers import Load
from ordertool.records.values import ItemId, Line, Moment, Paragraph, Sha256, StaffId, whole

WHY_NOT = Literal["owns", "away", "full", "declined", "rule"]
SETTLED_BY = Literal["only", "shared", "pace", "load", "recent", "turn"]


class Candidate(Record):
    """Somebody who could have been given the order, and what was weighed.

    `open` is the weight of the orders they own that are not signed off and closed, `share` the orders they are
    measured against, `recent` the weight of what they were given in the days that the pace looks at, `last` their
    latest assignment; `missing` names the preferences that they do not meet. All as they were before this decision.
    """

    staff: StaffId
    open: Load
    share: Annotated[int, whole(1, 1000)]
    recent: Load
    last: Moment | None = None
    paced: bool = False
    missing: tuple[Line, ...] = ()


class PassedOver(Record):
    """Somebody who holds the role owner and could not be given the order: owns it already, is away or full, declined it, or by a rule."""

    staff: StaffId
    why: WHY_NOT
    rule: Line | None = None


class Basis(Record):
    """What decided an automatic assignment, so that anyone can compute the same owner again.

    `policy` is the hash of the rules that were applied; `together` says whether the order was decided alone or with
    others that waited; `settled_by` is the first thing that set the owner apart from the next candidate: the only one,
    the others being full with the rest of the batch, the pace, load and preferences, the recent share, or whose turn it
    was.
    """

    policy: Sha256
    together: Literal["one", "all"] = "one"
    weight: Load
    settled_by: SETTLED_BY
    candidates: tuple[Candidate, ...]
    passed_over: tuple[PassedOver, ...] = ()


class AssignmentInput(Record):
    """Who owns the order and why (P2.3a), with the papers acknowledged by name; `basis` when it was computed."""

    to: StaffId
    reason: Line | None = None
    note: Paragraph | None = None
    received: tuple[Line, ...] = ()
    basis: Basis | None = None


class Assignment(AssignmentInput):
    """An assignment as kept; the newest names the owner, unless it was declined."""

    id: ItemId
