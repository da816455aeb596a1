"""What time brings: reminders before a due time, and what goes up the ladder after it (P2.3c, L5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime

from ordertool.book.notice import Notice, notice_id
from ordertool.book.outbox import Outbox
from ordertool.book.snapshot import Snapshot
from ordertool.errors import InvalidError
from ordertool.language import Text
from ordertool.notices.letter import OF_TIME
from ordertool.notices.titles import BULLETIN
from ordertool.reports.owed import Owed, all_owed
from ordertool.reports.queries import OrderRow
from ordertool.rules.bulletins import departments_told, newest_period
from ordertool.rules.duty import member_on_duty
from ordertool.rules.escalation import REMIND, Reached, highest, reached
from ordertool.rules.move import Context


def brought(tip: Snapshot, now: datetime, ctx: Context, unreadable: list[Text]) -> Iterator[Notice]:
    """Every notice that time has brought by now: the highest rung for each person and matter, the others passed."""
    for one in all_owed(tip, now, ctx, unreadable):
        order = one.row.order if isinstance(one.row, OrderRow) else None
        told, passed = highest(reached(order, one.duty, now, ctx))
        yield from (_notice(one, rung, now) for rung in told)
        yield from (_notice(one, rung, now)._replace(state="passed") for rung in passed)
    yield from _bulletins(now, ctx)


def _bulletins(now: datetime, ctx: Context) -> Iterator[Notice]:
    """The bulletin of the newest period, to whoever answers for each department (P5.1b); made when it is sent."""
    period = newest_period(now, ctx)
    for department in departments_told(ctx) if period else ():
        to = member_on_duty(department, now, ctx)
        if to is not None and period is not None:
            days = f"{period.first}..{period.last}"
            same = notice_id(str(period.last), BULLETIN, department, days)
            yield Notice(same, to, "", BULLETIN, BULLETIN, now.isoformat(), item=department, limit=days)


def _notice(one: Owed, rung: Reached, now: datetime) -> Notice:
    clock, about = one.duty.clock, one.row.id
    assert clock is not None
    due = clock.due.at.isoformat()
    same = notice_id(due, about, one.duty.item, clock.limit, clock.started.isoformat(), due, rung.rung, rung.to)
    event, why = (
        ("remind" if rung.rung == REMIND else "late"),
        ("responsible" if rung.to == one.duty.staff else "ladder"),
    )
    return Notice(
        same,
        rung.to,
        about,
        event,
        why,
        now.isoformat(),
        limit=clock.limit,
        item=one.duty.item,
        due=due,
        rung=rung.rung,
    )


def new(outbox: Outbox, found: Iterable[Notice], now: datetime) -> list[Notice]:
    """Those that were never queued before; what a clock that was ahead told of too early is told again in its time."""
    return [notice for notice in found if not outbox.known(notice.id) or _too_early(outbox.kept(notice.id), now)]


def _too_early(was: Notice | None, now: datetime) -> bool:
    return was is not None and was.state != "queued" and ahead(was, now)


def ahead(notice: Notice, now: datetime) -> bool:
    """Whether a notice was made by a clock that was ahead of this one."""
    return datetime.fromisoformat(notice.made) > now


def outdated(outbox: Outbox, found: Iterable[Notice], tip: Snapshot) -> Iterator[Notice]:
    """Queued notices of time that are not among those that time has brought by now.

    Their matter was done, or got another due time; or the clock that made them was ahead. Of an order that cannot be read
    nobody knows, so its notices stay.
    """
    brought_ = {notice.id for notice in found}
    for notice in outbox.queued():
        if notice.event in OF_TIME and notice.id not in brought_ and _readable(notice.order, tip):
            yield notice


def _readable(order: str, tip: Snapshot) -> bool:
    with suppress(InvalidError):
        tip.record("order", order)
        return True
    return False
