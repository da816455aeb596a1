"""Complaints and disputes: open and settled, late or in time, by who answers for them and by client (P5.2c)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from ordertool.language import _, text
from ordertool.records.talk import Complaint
from ordertool.reports.queries import OrderRow
from ordertool.reports.report import Count, Report, Section, Whose, order_columns, wall_time
from ordertool.reports.sheets import Column
from ordertool.reports.tracking import person_name
from ordertool.reports.words import COMPLAINTS, SETTLEMENTS, named
from ordertool.rules.clocks import made_at
from ordertool.rules.duties import duties
from ordertool.rules.lateness import late_moves
from ordertool.rules.move import Context


class Which(NamedTuple):
    """Which complaints a report is narrowed to; what is left out does not matter."""

    open: bool = False
    late: bool = False
    client: str | None = None
    first: date | None = None
    last: date | None = None


class Case(NamedTuple):
    """A complaint: since when, when it was answered and settled, by when the next of these is due, whether one was late."""

    row: OrderRow
    complaint: Complaint
    since: datetime
    answered: datetime | None
    settled: datetime | None
    due: datetime | None
    late: bool

    @property
    def who(self) -> str | None:
        """Who answers for it."""
        return self.complaint.owner or self.row.order.owner

    def document(self) -> dict[str, Any]:
        """It as `--json` gives it."""
        order = self.row.order
        moments = {"since": self.since, "answered": self.answered, "settled": self.settled, "due": self.due}
        return {
            "id": order.id, "item": self.complaint.id, "client": order.client, "client_name": order.client_name,
            "who": self.who, **{name: at.isoformat() if at else None for name, at in moments.items()}, "late": self.late,
            "complaint": self.complaint.model_dump(mode="json"),
        }  # fmt: skip


class Group(NamedTuple):
    """The complaints that one person answers for, or that one client made."""

    name: str
    cases: Sequence[Case]

    def count(self, counts: Callable[[Case], object]) -> int:
        """How many of them are so."""
        return sum(bool(counts(one)) for one in self.cases)

    def document(self) -> dict[str, Any]:
        """The group as `--json` gives it."""
        return {"name": self.name, "complaints": len(self.cases)} | {
            name: self.count(counts) for name, counts in _KINDS.items()
        }


_KINDS: dict[str, Callable[[Case], object]] = {
    "open": lambda one: one.settled is None,
    "late": lambda one: one.late,
    "justified": lambda one: one.complaint.settlement is not None and one.complaint.settlement.justified,
    "disputes": lambda one: one.complaint.dispute,
}


def complaints(rows: Iterable[OrderRow], now: datetime, ctx: Context, whose: Whose, *, which: Which) -> Report:
    """The report on complaints; whomever it is narrowed to answers for them."""
    found = [
        one
        for row in rows
        for one in _cases(row)
        if which.client in (None, ctx.client_of(row.order))
        and (not which.open or one.settled is None)
        and (not which.late or one.late)
        and (which.first is None or which.first <= ctx.day(one.since))
        and (which.last is None or ctx.day(one.since) <= which.last)
        and whose.keeps(ctx, one.who)
    ]
    found.sort(key=lambda one: (one.settled is not None, one.since, one.row.order.id))
    whole = Group("", found)
    titles = {"open": _("Open"), "late": _("Late"), "justified": _("Justified"), "disputes": _("Disputes")}
    counts = [Count("complaints", _("Complaints"), len(found))]
    counts += [Count(name, titles[name], whole.count(kind)) for name, kind in _KINDS.items()]
    title = _("Complaints")
    if which.first is not None:
        title = str(text("Complaints, {first} to {last}", first=which.first, last=which.last))
    sections = (
        _list(found, ctx),
        _groups("handlers", _("By who answers for them"), _("who"), found, lambda one: one.who or "–"),
        _groups(
            "clients", _("By client"), _("client"), found, lambda one: one.row.filed_name or one.row.order.client_name
        ),
    )
    return Report("complaints", title, now.astimezone(ctx.zone), whose, counts, sections)


def _cases(row: OrderRow) -> Iterator[Case]:
    order = row.order
    if not order.complaints:
        return
    late = {(order.log[place].move, order.log[place].item) for place in late_moves(order, row.ctx)}
    owed = {duty.item: duty for duty in duties(order, row.now, row.ctx)}
    for one in order.complaints:
        since = made_at(order, "complain", one.id)
        duty = owed.get(one.id)
        if since is not None:
            was_late = bool({("respond", one.id), ("settle", one.id)} & late)
            settled = made_at(order, "settle", one.id)
            yield Case(
                row, one, since, made_at(order, "respond", one.id) or settled, settled,  # who settles at once has answered
                duty.clock.due.at if duty and duty.clock else None,
                was_late or (duty is not None and duty.overdue(row.now)),
            )  # fmt: skip


def _list(found: Sequence[Case], ctx: Context) -> Section:
    order, client, _matter = order_columns(lambda one: one.row)
    columns = (
        Column(_("since"), "time", lambda one: wall_time(one.since, ctx)),
        order,
        Column(_("item"), "text", lambda one: one.complaint.id),
        Column(_("kind"), "text", _kind),
        Column(_("who"), "text", lambda one: person_name(one.row, one.who)),
        Column(_("answered on"), "time", lambda one: wall_time(one.answered, ctx)),
        Column(_("due"), "time", lambda one: wall_time(one.due, ctx)),
        Column(_("settled on"), "time", lambda one: wall_time(one.settled, ctx)),
        Column(_("result"), "text", _result),
        Column(_("late"), "text", lambda one: _("late") if one.late else None),
        client,
        Column(_("what"), "text", lambda one: one.complaint.text),
    )
    heads = [column.head for column in columns]
    return Section(
        "list", _("Complaints"), columns, found, Case.document, (heads[10], heads[11]),
        (heads[3], heads[5], heads[7], heads[8], heads[10]), lambda one: "red" if one.late and one.settled is None else "",
    )  # fmt: skip


def _kind(one: Case) -> str:
    kind = named(COMPLAINTS, one.complaint.kind)
    return str(text("{kind}, dispute", kind=kind)) if one.complaint.dispute else kind


def _result(one: Case) -> str | None:
    """What it came to, and whether it was justified."""
    settled = one.complaint.settlement
    if settled is None:
        return None
    justly = {True: _("justified"), False: _("not justified"), None: ""}[settled.justified]
    return _(", ").join(filter(None, (named(SETTLEMENTS, settled.outcome) if settled.outcome else "", justly))) or None


def _groups(name: str, title: str, head: str, found: Sequence[Case], key: Callable[[Case], str]) -> Section:
    names = sorted({key(one) for one in found})
    groups = [Group(word, [one for one in found if key(one) == word]) for word in names]
    columns = (
        Column(head, "text", lambda group: group.name),
        Column(_("complaints"), "figure", lambda group: len(group.cases)),
        Column(_("open"), "figure", lambda group: group.count(_KINDS["open"])),
        Column(_("late"), "figure", lambda group: group.count(_KINDS["late"])),
        Column(_("justified"), "figure", lambda group: group.count(_KINDS["justified"])),
        Column(_("disputes"), "figure", lambda group: group.count(_KINDS["disputes"])),
    )
    return Section(name, title, columns, groups, Group.document, (head,))
