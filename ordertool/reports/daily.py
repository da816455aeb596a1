"""The daily report, for the order department's morning meeting: what came in, what is late, what is due (P3.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from ordertool.language import _
from ordertool.records.base import Entry
from ordertool.reports.owed import Owed, by_urgency, owed, owed_after_meetings
from ordertool.reports.queries import OrderRow, department_of
from ordertool.reports.report import Count, Report, Section, Whose, order_columns, wall_time
from ordertool.reports.screen import stage_name
from ordertool.reports.sheets import Column, Value
from ordertool.reports.tracking import newest, person_name
from ordertool.reports.words import CHANNELS, named, next_move, urgency
from ordertool.rules.clocks import made_at
from ordertool.rules.move import EXECUTED, SUBMITTED, Context
from ordertool.rules.working_time import add_days

_ARRIVALS = ("inquire", "submit", "assign")


class Arrival(NamedTuple):
    """A move by which an order came in, to the company, to the order department or to its owner."""

    row: OrderRow
    entry: Entry

    def document(self) -> dict[str, Any]:
        """It as `--json` gives it."""
        order = self.row.order
        return self.row.document() | {
            "move": self.entry.move, "at": self.entry.at.isoformat(), "by": self.entry.by,
            "asked": order.log[0].at.isoformat(), "channel": order.inquiry.channel, "taker": order.taker,
        }  # fmt: skip


class Item(NamedTuple):
    """An open problem or complaint of an order: its id, since when, and what it is."""

    row: OrderRow
    id: str
    since: datetime
    what: str
    step: Owed

    def document(self) -> dict[str, Any]:
        """It as `--json` gives it."""
        about = {"item": self.id, "since": self.since.isoformat(), "what": self.what}
        return self.row.document() | about | {"owed": self.step.document()["owed"]}


def daily(rows: Iterable[OrderRow], now: datetime, ctx: Context, whose: Whose) -> Report:
    """The daily report as of a moment: it looks back to the working day before, and ahead to the next."""
    every = list(rows)
    today = ctx.day(now)
    since, until = add_days(ctx.calendar, today, -1), add_days(ctx.calendar, today, 1)
    debts = by_urgency(one for row in every for one in owed(row))
    both = by_urgency((*debts, *owed_after_meetings(now, ctx)))
    found = [one for one in both if whose.keeps(ctx, one.duty.staff, department=one.department)]
    soon = datetime.combine(until, time(23, 59, 59), ctx.zone)
    mine = [row for row in every if whose.keeps(ctx, row.order.owner)]
    sections = (
        came_in(_("New since the last working day"), every, since, ctx, whose),
        owed_section("late", _("Late"), [one for one in found if one.overdue]),
        owed_section(
            "due", _("Due by the next working day"),
            [one for one in found if one.due is not None and not one.overdue and one.due <= soon],
        ),
        _unconfirmed([row for row in mine if row.order.stage == "assigned"], ctx),
        items_section("problems", _("Open problems"), problems(every, debts, whose), ctx),
        items_section("complaints", _("Open complaints"), complaints(every, debts, whose), ctx),
        _deliveries(mine, today, ctx),
    )  # fmt: skip
    counts = [Count(one.name, one.title, len(one.rows)) for one in sections]
    return Report("daily", _("Daily report"), now.astimezone(ctx.zone), whose, counts, sections)


def came_in(title: str, rows: Sequence[OrderRow], since: date, ctx: Context, whose: Whose) -> Section:
    """Orders that came in on a day or later, to the company, to the order department or to their owner."""
    arrivals = sorted(
        (
            Arrival(row, entry)
            for row in rows
            for entry in row.order.standing
            if entry.move in _ARRIVALS
            and since <= ctx.day(entry.at)
            and entry.at <= row.now
            and whose.keeps(ctx, entry.by, row.order.owner)
        ),
        key=lambda one: (one.entry.at, one.row.order.id),
    )
    newest_step = {one.row.order.id: one for one in arrivals}  # an order comes in once, by its newest step
    arrivals = [one for one in arrivals if newest_step[one.row.order.id] is one]
    order, client, matter = order_columns(lambda one: one.row)
    columns = (
        Column(_("when"), "time", lambda one: wall_time(one.entry.at, ctx)),
        order,
        Column(_("move"), "text", lambda one: _(one.entry.move)),
        Column(_("asked on"), "time", lambda one: wall_time(one.row.order.log[0].at, ctx)),
        Column(_("channel"), "text", lambda one: named(CHANNELS, one.row.order.inquiry.channel)),
        Column(_("taken by"), "text", lambda one: person_name(one.row, one.row.order.taker)),
        client,
        Column(_("owner"), "text", lambda one: person_name(one.row, one.row.order.owner)),
        matter,
    )
    heads = (client.head, matter.head)
    return Section(
        "came_in", title, columns, arrivals, Arrival.document, heads,
        (*(columns[place].head for place in (4, 5, 3)), matter.head),
    )  # fmt: skip


def owed_section(name: str, title: str, found: Sequence[Owed]) -> Section:
    """What is owed, by whom and when."""
    order, client, matter = order_columns(lambda one: one.row)
    columns = (
        Column(_("due"), "time", lambda one: wall_time(one.due, one.row.ctx)),
        order,
        Column(_("item"), "text", lambda one: one.duty.item or None),
        Column(_("next"), "text", lambda one: next_move(one.duty)),
        Column(
            _("who"),
            "text",
            lambda one: person_name(one.row, one.duty.staff) or one.row.ctx.policy.department(one.duty.department),
        ),
        Column(_("department"), "text", lambda one: one.row.ctx.policy.department(one.department)),
        client,
        matter._replace(value=lambda one: one.duty.matter),
    )
    return Section(
        name, title, columns, found, Owed.document, (client.head, matter.head), (columns[5].head, matter.head),
        lambda one: urgency(one.duty, one.row.now, one.row.ctx, on_hold=one.row.on_hold),
    )  # fmt: skip


def _unconfirmed(rows: Sequence[OrderRow], ctx: Context) -> Section:
    def assigned(row: OrderRow) -> Value:
        entry = row.order.last("assign", "reassign")
        return wall_time(entry.at if entry else None, ctx)

    order, client, matter = order_columns()
    columns = (
        Column(_("assigned on"), "time", assigned),
        order,
        Column(_("owner"), "text", lambda row: person_name(row, row.order.owner)),
        Column(_("due"), "time", lambda row: wall_time(_due(row), ctx)),
        client,
        matter,
    )
    heads = (client.head, matter.head)
    return Section(
        "unconfirmed", _("Assigned, not confirmed"), columns, sorted(rows, key=lambda row: (str(assigned(row)), row.order.id)),
        OrderRow.document, heads, heads[1:], _colour,
    )  # fmt: skip


def _due(row: OrderRow) -> datetime | None:
    return row.responsible.clock.due.at if row.responsible and row.responsible.clock else None


def _colour(row: OrderRow) -> str:
    return urgency(row.responsible, row.now, row.ctx, on_hold=row.order.on_hold)


def problems(rows: Iterable[OrderRow], debts: Sequence[Owed], whose: Whose) -> Iterator[Item]:
    """Open problems of orders."""
    for row in rows:
        for one in row.order.open_problems if row.order.stage in EXECUTED else ():
            yield from _item(row, "escalate", one.id, one.problem, debts, whose)


def complaints(rows: Iterable[OrderRow], debts: Sequence[Owed], whose: Whose) -> Iterator[Item]:
    """Complaints that are not settled."""
    for row in rows:
        for one in row.order.open_complaints if row.order.stage in SUBMITTED else ():
            yield from _item(row, "complain", one.id, one.text, debts, whose)


def _item(row: OrderRow, verb: str, item: str, what: str, debts: Sequence[Owed], whose: Whose) -> Iterator[Item]:
    """An item, where the report is about the order's owner, or about who owes the next step on it."""
    since = made_at(row.order, verb, item)
    for step in debts:
        if step.row is row and step.duty.item == item and since is not None:
            if whose.keeps(row.ctx, row.order.owner, step.duty.staff, department=step.department):
                yield Item(row, item, since, what, step)
            return


def items_section(name: str, title: str, found: Iterable[Item], ctx: Context) -> Section:
    """Problems or complaints, the oldest first."""
    order, client, _matter = order_columns(lambda one: one.row)
    columns = (
        Column(_("since"), "time", lambda one: wall_time(one.since, ctx)),
        order,
        Column(_("item"), "text", lambda one: one.id),
        Column(_("next"), "text", lambda one: next_move(one.step.duty)),
        Column(_("who"), "text", lambda one: person_name(one.row, one.step.duty.staff)),
        Column(_("due"), "time", lambda one: wall_time(one.step.due, ctx)),
        client,
        Column(_("what"), "text", lambda one: one.what),
    )
    return Section(
        name, title, columns, sorted(found, key=lambda one: (one.since, one.row.order.id)), Item.document,
        (client.head, columns[7].head), (client.head,), lambda one: "red" if one.step.overdue else "",
    )  # fmt: skip


def _deliveries(rows: Sequence[OrderRow], today: date, ctx: Context) -> Section:
    monday = today - timedelta(days=today.weekday())
    week = [
        row
        for row in rows
        if row.order.stage in SUBMITTED[:4]
        and row.deliver_by is not None
        and monday <= row.deliver_by < monday + timedelta(days=7)
    ]
    order, client, matter = order_columns()
    columns = (
        Column(_("promised"), "day", lambda row: row.deliver_by),
        order,
        Column(_("stage"), "text", lambda row: stage_name(row.order.stage)),
        Column(_("done"), "percent", _done),
        Column(_("expected"), "day", lambda row: newest(row, "eta")),
        Column(_("owner"), "text", lambda row: person_name(row, row.order.owner)),
        Column(_("department"), "text", lambda row: ctx.policy.department(department_of(row.order.owner, ctx))),
        client,
        matter,
    )
    return Section(
        "deliveries", _("Deliveries promised this week"), columns,
        sorted(week, key=lambda row: (str(row.deliver_by), row.order.id)),
        OrderRow.document, (client.head, matter.head), (columns[6].head, matter.head), _colour,
    )  # fmt: skip


def _done(row: OrderRow) -> Value:
    percent = newest(row, "percent")
    return None if percent is None else Decimal(percent) / 100
