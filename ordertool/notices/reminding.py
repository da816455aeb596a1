"""What time brings: reminders before a due time, and what goes up the ladder after it (P2.3c, L5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ordertool.book.notice import Notice, notice_id
from ordertool.book.outbox import Outbox
from ordertool.book.snapshot import Snapshot
from ordertool.language import Text
from ordertool.notices.letter import OF_TIME, still_owed
from ordertool.records.order import Order
from ordertool.reports.owed import Owed, owed
from ordertool.reports.queries import order_rows
from ordertool.rules.escalation import REMIND, Reached, highest, reached
from ordertool.rules.move import Context


def brought(tip: Snapshot, now: datetime, ctx: Context, unreadable: list[Text]) -> Iterator[Notice]:
    """Every notice that time has brought by now on all orders: the highest rung for each person, the others passed."""
    for row in order_rows(tip, now, ctx, unreadable):
        for one in owed(row):
            told, passed = highest(reached(row.order, one.duty, now, ctx))
            yield from (_notice(one, rung, now) for rung in told)
            yield from (_notice(one, rung, now)._replace(state="passed") for rung in passed)


def _notice(one: Owed, rung: Reached, now: datetime) -> Notice:
    clock, order = one.duty.clock, one.row.order
    assert clock is not None
    due = clock.due.at.isoformat()
    same = notice_id(due, order.id, one.duty.item, clock.limit, clock.started.isoformat(), due, rung.rung, rung.to)
    event, why = (
        ("remind" if rung.rung == REMIND else "late"),
        ("responsible" if rung.to == one.duty.staff else "ladder"),
    )
    return Notice(
        same,
        rung.to,
        order.id,
        event,
        why,
        now.isoformat(),
        limit=clock.limit,
        item=one.duty.item,
        due=due,
        rung=rung.rung,
    )


def new(outbox: Outbox, found: Iterator[Notice]) -> list[Notice]:
    """Those that were never queued before."""
    return [notice for notice in found if not outbox.known(notice.id)]


def outdated(outbox: Outbox, tip: Snapshot, now: datetime, ctx: Context) -> Iterator[Notice]:
    """Queued notices of time whose matter was done, or got another due time, before they could be sent: passed."""
    for notice in outbox.queued():
        if notice.event in OF_TIME:
            order = tip.record("order", notice.order)
            if not isinstance(order, Order) or still_owed(notice, order, now, ctx) is None:
                yield notice._replace(state="passed", next="")
