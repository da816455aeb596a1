"""Information accuracy (P6.1b): entries that were right, against those taken back, returned, sent back or corrected.

An entry counts in the period in which it was made. A fault counts when it is found: once for a slip, more where it
caused delay or loss (`wrong` in policy.yaml).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from ordertool.assess.period import Period
from ordertool.assess.result import Evidence
from ordertool.assess.timed import NONE, ONE, Case
from ordertool.language import Clause, Text, text
from ordertool.records.amending import Correction
from ordertool.records.assessment_rules import CorrectionWeights
from ordertool.records.base import UNDO, Logged, Reason
from ordertool.records.order import Order
from ordertool.rules.move import Context
from ordertool.rules.workflow import TABLE

CLAUSE = "P6.1b"
_NO_ENTRIES = (UNDO, "opening", "correct")
"""Moves that put faults right, or bring in what others had entered before the book."""


class _Fault(NamedTuple):
    """An entry that was wrong: its place, when it was found, how many entries it counts as, and how it was found."""

    place: int
    found: datetime
    weight: int
    why: Text


def cases(record: Logged, period: Period, ctx: Context) -> Iterator[Case]:
    """One for each entry of data: 1 of 1 where it was right, 0 of its weight where it was wrong."""
    if not isinstance(record, Order):
        return
    faults: dict[int, _Fault] = {}
    for fault in _faults(record, ctx.policy.assess.wrong):
        known = faults.get(fault.place)
        if period.holds(fault.found) and (known is None or known.weight < fault.weight):
            faults[fault.place] = fault
    for place, entry in enumerate(record.log):
        wrong = faults.get(place)
        if entry.move not in _entered() or (wrong is None and not period.holds(entry.at)):
            continue
        got, of, why = (NONE, Decimal(wrong.weight), wrong.why) if wrong else (ONE, ONE, text("entered right"))
        at = entry.at.astimezone(ctx.zone)
        yield Case(
            entry.by,
            Evidence(record.id, entry.move, entry.item or "", place, "", at, None, got, of, why, Clause(CLAUSE)),
        )


@cache
def _entered() -> frozenset[str]:
    """The moves that enter data: those that take more than a reason."""
    return frozenset(
        row.verb for row in TABLE
        if row.kind == "order" and row.takes not in (None, Reason) and row.verb not in _NO_ENTRIES
    )  # fmt: skip


def _faults(order: Order, weights: CorrectionWeights) -> Iterator[_Fault]:
    yield from _taken_back(order, weights)
    drafted = submitted = None
    returned = {one.id for one in order.review if one.outcome == "return"}
    corrections = {one.id: one for one in order.corrections}
    for place in order.standing_places:
        entry = order.log[place]
        if entry.move == "draft":
            drafted = place
        elif entry.move == "submit":
            submitted = place
        elif entry.move == "review" and entry.item in returned and drafted is not None:
            yield _Fault(drafted, entry.at, weights.harmless, text("wrong: the review returned the form"))
        elif entry.move == "send-back" and submitted is not None:
            why = text("wrong: sent back, {reason}", reason=entry.note or "")
            yield _Fault(submitted, entry.at, weights.harmless, why)
        elif entry.move == "correct" and entry.item in corrections:
            yield from _corrected(order, place, corrections[entry.item], drafted, weights)


def _taken_back(order: Order, weights: CorrectionWeights) -> Iterator[_Fault]:
    """Entries that an undo took back."""
    stack: list[int] = []
    for place, entry in enumerate(order.log):
        if entry.move == UNDO and len(stack) > 1:
            yield _Fault(stack.pop(), entry.at, weights.harmless, text("wrong: taken back"))
        else:
            stack.append(place)


def _corrected(
    order: Order, place: int, correction: Correction, drafted: int | None, weights: CorrectionWeights
) -> Iterator[_Fault]:
    """The entries that had set what a correction sets anew: a change, or the form."""
    if correction.loss:
        weight, why = weights.loss, text("wrong: corrected ({item}), it caused a loss", item=correction.id)
    elif correction.delay:
        weight, why = weights.delay, text("wrong: corrected ({item}), it caused a delay", item=correction.id)
    else:
        weight, why = weights.harmless, text("wrong: corrected ({item})", item=correction.id)
    sets = {one.id: one.set for one in order.changes} | {one.id: one.set for one in order.corrections}
    sources = set()
    for name in correction.set:
        earlier = (
            n for n in reversed(order.standing_places)
            if n < place and order.log[n].move in ("change", "correct") and name in sets.get(order.log[n].item or "", {})
        )  # fmt: skip
        sources.add(next(earlier, drafted))
    for source in sorted(one for one in sources if one is not None):
        if order.log[source].move != "correct":
            yield _Fault(source, order.log[place].at, weight, why)
