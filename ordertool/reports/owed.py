"""What is owed on orders, by whom and when: next steps and the duties beside them (P0.2, P3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from ordertool.book.snapshot import Snapshot
from ordertool.language import Text, _
from ordertool.records.order import Order
from ordertool.reports.documents import duty_document
from ordertool.reports.meetings import MeetingRow
from ordertool.reports.queries import OrderRow, department_of, order_rows
from ordertool.reports.screen import columns, due_cell
from ordertool.reports.words import next_move, urgency
from ordertool.rules import duties
from ordertool.rules.duty import Duty, on_duty
from ordertool.rules.meetings import duties_after, uncalled
from ordertool.rules.move import Context

_ASKED_BY = {
    "assign": ("submit",),
    "confirm": ("assign", "reassign"),
    "coordinate": ("escalate",),
    "resolve": ("escalate",),
    "assist-answer": ("assist",),
    "assist-done": ("assist",),
    "respond": ("complain",),
    "settle": ("complain",),
    "session-done": ("session",),
}
"""Moves that others wait for, and the moves by which they asked for them."""


class Owed(NamedTuple):
    """One thing that somebody owes on an order or a meeting; the next step is one without an item."""

    row: OrderRow | MeetingRow
    duty: Duty

    @property
    def overdue(self) -> bool:
        """Whether it is late."""
        return self.duty.overdue(self.row.now)

    @property
    def department(self) -> str | None:
        """The department of the person who owes it, or the one that does."""
        return department_of(self.duty.staff, self.row.ctx) or self.duty.department

    @property
    def due(self) -> datetime | None:
        """By when."""
        return self.duty.clock.due.at if self.duty.clock else None

    def waits_for(self, staff_id: str) -> bool:
        """Whether a person asked another for it, or planned it for them (P2.3c, P2.4c, P5.1b)."""
        if self.duty.staff == staff_id:
            return False
        if isinstance(self.row, MeetingRow):
            meeting = self.row.meeting
            return meeting is not None and meeting.caller == staff_id
        if self.duty.role in ("phase", "risk-owner"):
            return self.row.order.owner == staff_id
        if self.duty.next == ("client credit",):  # the order department assigns it after that
            return on_duty("processor", self.row.now, self.row.ctx) == staff_id
        asked = {move for verb in self.duty.next for move in _ASKED_BY.get(verb, ())}
        item = self.duty.item.partition(".")[0]  # a decision, SS1.2, was made by its session
        return any(
            entry.move in asked and entry.by == staff_id and (not item or entry.item == item)
            for entry in self.row.order.standing
        )

    def document(self) -> dict[str, Any]:
        """It as `--json` gives it: the row of the order or the meeting, and what is owed on it."""
        return self.row.document() | {"owed": duty_document(self.duty, self.row.now)}


def owed(row: OrderRow) -> Iterator[Owed]:
    """All that is owed on an order, the next step with what the order is about."""
    for duty in duties.owed(row.order, row.responsible, row.now, row.ctx):
        yield Owed(row, duty if duty.item else duty._replace(matter=row.matter))


def owed_after_meetings(now: datetime, ctx: Context) -> Iterator[Owed]:
    """All that is owed on meetings: minutes, actions, and the call of the next one (P5.1a)."""
    meetings = tuple(ctx.meetings())
    for meeting in meetings:
        for duty in duties_after(meeting, now, ctx):
            yield Owed(MeetingRow(meeting, now, ctx), duty)
    call = uncalled(meetings, now, ctx)
    if call is not None:
        yield Owed(MeetingRow(None, now, ctx), call)


def all_owed(tip: Snapshot, now: datetime, ctx: Context, unreadable: list[Text]) -> Iterator[Owed]:
    """All that is owed in a book, on its orders and on its meetings."""
    yield from once_a_client(one for row in order_rows(tip, now, ctx, unreadable) for one in owed(row))
    yield from owed_after_meetings(now, ctx)


def owed_on(record_id: str, tip: Snapshot, now: datetime, ctx: Context) -> list[Owed]:
    """All that is owed on one order or meeting; without an id, the call of the next meeting."""
    order = tip.record("order", record_id)
    if isinstance(order, Order):
        return list(owed(OrderRow(order, now, ctx)))
    return [one for one in owed_after_meetings(now, ctx) if one.row.id == record_id]


def by_urgency(found: Iterable[Owed]) -> list[Owed]:
    """The most urgent first; what has no due time comes last."""
    key = lambda one: (one.due is None, one.due or one.row.now, one.row.id, one.duty.item)  # noqa: E731
    return list(once_a_client(sorted(found, key=key)))


def once_a_client(found: Iterable[Owed]) -> Iterator[Owed]:
    """What is owed for a client and shows in several of its orders, but once: a watch (P7.1c)."""
    told = set()
    for one in found:
        if one.duty.next != ("watch",) or one.duty.item not in told:
            yield one
        told.add(one.duty.item)


def owed_table(found: Sequence[Owed], *, who: bool = True) -> list[str]:
    """What is owed as a table: by when, on which order, what, by whom and by which clause."""
    head = [_("due"), _("order"), _("next"), _("who"), _("clause"), _("client"), _("matter")]
    cells = [
        [
            due_cell(one.duty, one.row.now, one.row.ctx),
            f"{one.row.id} {one.duty.item}".rstrip() or "–",
            next_move(one.duty),
            one.duty.staff or one.row.ctx.policy.department(one.duty.department) or "–",
            str(one.duty.clause),
            *_about(one),
        ]
        for one in found
    ]
    if not who:
        head, *cells = ([*row[:3], *row[4:]] for row in (head, *cells))
    last = len(head) - 1
    colours = [urgency(one.duty, one.row.now, one.row.ctx, on_hold=one.row.on_hold) for one in found]
    return columns(head, cells, flexible=(2, last - 1, last), ids=1, spare=(last,), colours=colours)


def _about(one: Owed) -> tuple[str, str]:
    """Client and matter; on a meeting, which has no client, the matter stands where it is not left out."""
    about = (one.row.about, " ".join(one.duty.matter.split()))
    return (about[1] or about[0], about[0]) if isinstance(one.row, MeetingRow) else about
