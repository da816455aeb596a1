"""The bulletin to a department: what of a period's orders concerns it, and what is to come (P5.1b)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from ordertool.language import _, text
from ordertool.records.base import Entry
from ordertool.records.order import Order
from ordertool.reports.documents import duty_document
from ordertool.reports.owed import Owed, by_urgency, owed
from ordertool.reports.queries import OrderRow, department_of
from ordertool.reports.report import Count, Report, Section, Whose, order_columns, wall_time
from ordertool.reports.screen import stage_name
from ordertool.reports.sheets import Column
from ordertool.reports.tracking import newest, person_name
from ordertool.reports.words import ANSWERS, named, next_move
from ordertool.rules.move import EXECUTED, SUBMITTED, Context


class News(NamedTuple):
    """Something that happened to an order in the period: the move, and what it says."""

    row: OrderRow
    entry: Entry
    says: str

    def document(self) -> dict[str, Any]:
        """It as `--json` gives it."""
        about = {"move": self.entry.move, "at": self.entry.at.isoformat(), "by": self.entry.by, "says": self.says}
        return self.row.document() | about


class Asked(NamedTuple):
    """An assistance that a department is asked for or asks for, which is not done."""

    row: OrderRow
    id: str
    since: datetime
    by: str
    department: str
    need: str
    state: str

    def document(self) -> dict[str, Any]:
        """It as `--json` gives it."""
        about = {"item": self.id, "since": self.since.isoformat(), "by": self.by, "of": self.department}
        return self.row.document() | about | {"need": self.need, "state": self.state}


def concerns(order: Order, department: str, ctx: Context) -> bool:
    """Whether a department has to do with an order: by its owner, a phase, an assistance, or a problem's solution."""
    people = [order.owner, *(phase.person for phase in order.plan.phases)] if order.plan else [order.owner]
    if department in {department_of(one, ctx) for one in people if one}:
        return True
    joined = {name for problem in order.problems for made in problem.decisions for name in made.departments}
    return department in joined | {request.department for request in order.assistance}


def bulletin(rows: Iterable[OrderRow], now: datetime, ctx: Context, whose: Whose, *, first: date, last: date) -> Report:
    """The bulletin of a period; what is to come is looked at for as long a time after it."""
    department = whose.department or ""
    ours = [row for row in rows if concerns(row.order, department, ctx)]
    ahead = last + (last - first) + timedelta(days=1)
    debts = by_urgency(
        one
        for row in ours
        for one in owed(row)
        if one.duty.next[0] in ("coordinate", "resolve", "settle", "assign") and one.duty.item
    )
    sections = (
        _news("assignments", _("Assigned"), list(_assigned(ours, first, last, ctx, department)), ctx),
        _news("progress", _("Progress"), list(_progress(ours, first, last, ctx)), ctx),
        _deliveries(ours, last, ahead, ctx),
        _problems(debts, ctx),
        _assistance(list(_open_requests(ours, department, ctx)), ctx),
    )
    title = str(text("Bulletin {first} – {last}", first=first, last=last))
    counts = [Count(one.name, one.title, len(one.rows)) for one in sections]
    return Report("bulletin", title, now.astimezone(ctx.zone), whose, counts, sections)


def _in(entry: Entry, first: date, last: date, ctx: Context) -> bool:
    return first <= ctx.day(entry.at) <= last


def _assigned(rows: Sequence[OrderRow], first: date, last: date, ctx: Context, department: str) -> Iterator[News]:
    for row in rows:
        given = {one.id: one for one in row.order.assignment}
        for entry in row.order.standing:
            if entry.move in ("assign", "reassign") and _in(entry, first, last, ctx):
                to = given[entry.item or ""].to
                if department_of(to, ctx) == department:
                    yield News(row, entry, person_name(row, to) or to)


def _progress(rows: Sequence[OrderRow], first: date, last: date, ctx: Context) -> Iterator[News]:
    for row in rows:
        reports = {one.id: one for one in row.order.progress}
        for entry in row.order.standing:
            if entry.move == "progress" and _in(entry, first, last, ctx):
                report = reports[entry.item or ""]
                percent = "" if report.percent is None else f"{report.percent} %"
                yield News(row, entry, _("; ").join(filter(None, (percent, report.state, report.problem))))


def _news(name: str, title: str, found: list[News], ctx: Context) -> Section:
    order, client, matter = order_columns(lambda one: one.row)
    columns = (
        Column(_("when"), "time", lambda one: wall_time(one.entry.at, ctx)),
        order,
        Column(_("by"), "text", lambda one: person_name(one.row, one.entry.by)),
        Column(_("owner") if name == "assignments" else _("report"), "text", lambda one: one.says),
        client,
        matter,
    )
    wide = (columns[3].head, client.head, matter.head)
    found.sort(key=lambda one: (one.entry.at, one.row.id))
    return Section(name, title, columns, found, News.document, wide, (client.head, matter.head))


def _deliveries(rows: Sequence[OrderRow], last: date, ahead: date, ctx: Context) -> Section:
    order, client, matter = order_columns()
    coming = [
        row
        for row in rows
        if row.order.stage in SUBMITTED[:4] and row.deliver_by is not None and row.deliver_by <= ahead
    ]
    columns = (
        Column(_("promised"), "day", lambda row: row.deliver_by),
        order,
        Column(_("stage"), "text", lambda row: stage_name(row.order.stage)),
        Column(_("expected"), "day", lambda row: newest(row, "eta")),
        Column(_("owner"), "text", lambda row: person_name(row, row.order.owner)),
        client,
        matter,
    )
    return Section(
        "deliveries", str(text("Deliveries until {day}", day=ahead)), columns,
        sorted(coming, key=lambda row: (str(row.deliver_by), row.id)), OrderRow.document, (client.head, matter.head),
        (matter.head,), lambda row: "red" if row.deliver_by <= min(last, ctx.day(row.now)) else "",
    )  # fmt: skip


def _problems(found: Sequence[Owed], ctx: Context) -> Section:
    order, client, _matter = order_columns(lambda one: one.row)
    columns = (
        Column(_("due"), "time", lambda one: wall_time(one.due, ctx)),
        order,
        Column(_("item"), "text", lambda one: one.duty.item),
        Column(_("next"), "text", lambda one: next_move(one.duty)),
        Column(_("who"), "text", lambda one: person_name(one.row, one.duty.staff)),
        client,
        Column(_("what"), "text", lambda one: one.duty.matter),
    )
    return Section(
        "problems", _("Open problems and complaints"), columns, found, _problem_document, (client.head, columns[6].head),
        (client.head,), lambda one: "red" if one.overdue else "",
    )  # fmt: skip


def _problem_document(one: Owed) -> dict[str, Any]:
    return one.row.document() | {"owed": duty_document(one.duty, one.row.now)}


def _open_requests(rows: Sequence[OrderRow], department: str, ctx: Context) -> Iterator[Asked]:
    """Assistance that this department is asked for, or that its people ask of others."""
    for row in rows:
        made = {entry.item: entry for entry in row.order.standing if entry.move == "assist"}
        for one in row.order.assistance if row.order.stage in EXECUTED else ():
            entry = made.get(one.id)
            declined = one.answer is not None and one.answer.outcome == "declined"
            if entry is None or one.done or declined:
                continue
            if department in (one.department, department_of(entry.by, ctx)):
                state = _("no answer yet") if one.answer is None else named(ANSWERS, one.answer.outcome)
                yield Asked(row, one.id, entry.at, entry.by, one.department, one.need, state)


def _assistance(found: Sequence[Asked], ctx: Context) -> Section:
    order, client, _matter = order_columns(lambda one: one.row)
    columns = (
        Column(_("since"), "time", lambda one: wall_time(one.since, ctx)),
        order,
        Column(_("item"), "text", lambda one: one.id),
        Column(_("asked by"), "text", lambda one: person_name(one.row, one.by)),
        Column(_("department"), "text", lambda one: ctx.policy.department(one.department)),
        Column(_("state"), "text", lambda one: one.state),
        client,
        Column(_("what"), "text", lambda one: one.need),
    )
    return Section(
        "assistance", _("Assistance"), columns, found, Asked.document, (client.head, columns[7].head), (client.head,)
    )


def plain_lines(report: Report) -> Iterator[str]:
    """The report as lines for a letter or a chat: no columns, which a narrow window would break."""
    for section in report.sections:
        if section.rows:
            yield ""
            yield str(text("{what}: {words}", what=section.title, words=len(section.rows)))
            for row in section.rows:
                yield "- " + " · ".join(cell for cell in section.cells(row) if cell)
