"""Whether a move's notice came too late to matter: what it asked of its reader is done, or is not theirs any more (P2.3b)."""

from __future__ import annotations

from datetime import datetime

from ordertool.book.snapshot import Snapshot
from ordertool.context import context_of
from ordertool.records.order import Order
from ordertool.reports.owed import owed
from ordertool.reports.queries import OrderRow
from ordertool.rules.duty import Duty, present
from ordertool.rules.move import Context

Asked = set[tuple[tuple[str, ...], str]]
"""Steps, by their moves and their item."""


def is_over(to: str, then: Snapshot, after: Order, place: int, tip: Snapshot, now: datetime) -> bool:
    """Whether the move at a place of the log asked a new step of the reader, and none of that is theirs now.

    What tells without asking is never over. Whoever is away may find that a deputy has it: it is theirs all the same.
    """
    before, today = Snapshot(then.git, f"{then.commit}^").record("order", after.id), tip.record("order", after.id)
    if not isinstance(today, Order):
        return False
    at, ctx = after.log[place].typed_at, context_of(then)
    asked = _asked(after, to, at, ctx)
    if isinstance(before, Order):
        asked -= _asked(before, to, at, ctx)
    return bool(asked) and not asked & _asked(today, to, now, context_of(tip))


def _asked(order: Order, staff_id: str, at: datetime, ctx: Context) -> Asked:
    """What an order asks of a person, or of who stands in for them, at a moment."""
    theirs = {staff_id, present(staff_id, at, ctx)}
    duties: list[Duty] = [one.duty for one in owed(OrderRow(order, at, ctx)) if one.duty.staff in theirs]
    return {(duty.next, duty.item) for duty in duties}
