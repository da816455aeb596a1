"""The agenda of a meeting, made from the records: what came in, what is late, what was to be done (P5.1a)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from ordertool.language import _, text
from ordertool.records.meeting import Action, Meeting
from ordertool.reports.daily import came_in, complaints, items_section, owed_section, problems
from ordertool.reports.owed import by_urgency, owed
from ordertool.reports.queries import OrderRow, department_of
from ordertool.reports.report import Count, Report, Section, Whose, order_columns, wall_time
from ordertool.reports.sheets import Column
from ordertool.reports.tracking import person_name
from ordertool.rules.move import Context

_WEEK = timedelta(days=7)
"""How far the first agenda of a book looks back."""


class ActionRow(NamedTuple):
    """An action of an earlier meeting and how it stands."""

    meeting: Meeting
    action: Action
    today: date

    @property
    def state(self) -> str:
        """`done`, `late` or `open`."""
        if self.meeting.result_of(self.action.id):
            return "done"
        return "late" if self.action.due < self.today else "open"

    @property
    def result(self) -> str | None:
        """What came of it."""
        found = self.meeting.result_of(self.action.id)
        return found.result if found else None

    def document(self) -> dict[str, Any]:
        """It as `--json` gives it."""
        about = self.action.model_dump(mode="json")
        return {"meeting": self.meeting.id, **about, "state": self.state, "result": self.result}


def last_before(meetings: Iterable[Meeting], moment: datetime) -> Meeting | None:
    """The newest meeting that was held before a moment."""
    held = [one for one in meetings if one.minutes and one.time < moment]
    return max(held, key=lambda one: (one.time, one.id), default=None)


def agenda(
    rows: Iterable[OrderRow], now: datetime, ctx: Context, whose: Whose, *, meeting: Meeting | None = None
) -> Report:
    """The agenda as of a moment, of a meeting that was called or of the next one."""
    every = list(rows)
    meetings = [one for one in ctx.meetings() if meeting is None or one.id != meeting.id]
    last = last_before(meetings, meeting.time if meeting else now)
    since = ctx.day(last.time) if last else ctx.day(now - _WEEK)
    debts = by_urgency(one for row in every for one in owed(row))
    late = [one for one in debts if one.overdue and whose.keeps(ctx, one.duty.staff, department=one.department)]
    held_up = [row for row in every if row.order.on_hold and whose.keeps(ctx, row.order.owner)]
    title = _("New since the last meeting") if last else _("New in the last seven days")
    sections = (
        _matters(meeting),
        _actions([*_actions_before(meetings, last, ctx.day(now), whose, ctx)], ctx),
        came_in(title, every, since, ctx, whose),
        owed_section("late", _("Late"), [one for one in late if "contact" not in one.duty.next]),
        items_section("problems", _("Open problems"), problems(every, debts, whose), ctx),
        items_section("complaints", _("Open complaints"), complaints(every, debts, whose), ctx),
        _holds(held_up, ctx),
        owed_section("silent", _("Clients not contacted"), [one for one in late if "contact" in one.duty.next]),
    )
    name = _("Agenda")
    if meeting is not None:
        called = {"time": f"{meeting.time.astimezone(ctx.zone):%Y-%m-%d %H:%M}", "place": meeting.call.where}
        name = str(text("Agenda of the meeting on {time}, {place}", **called))
    counts = [Count(one.name, one.title, len(one.rows)) for one in sections[1:]]
    return Report("agenda", name, now.astimezone(ctx.zone), whose, counts, sections)


def _matters(meeting: Meeting | None) -> Section:
    matters = list(enumerate(meeting.call.matters, 1)) if meeting else []
    columns = (
        Column(_("no."), "figure", lambda one: one[0]),
        Column(_("matter"), "text", lambda one: one[1]),
    )
    head = (columns[1].head,)
    return Section("matters", _("Called about"), columns, matters, lambda one: {"matter": one[1]}, head)


def _actions_before(
    meetings: Sequence[Meeting], last: Meeting | None, today: date, whose: Whose, ctx: Context
) -> Iterator[ActionRow]:
    """Actions of the last meeting, done or not, and what is still open of those before it."""
    for meeting in sorted(meetings, key=lambda one: one.time):
        for action in meeting.actions if meeting is last else meeting.open_actions:
            if whose.keeps(ctx, action.who, department=department_of(action.who, ctx)):
                yield ActionRow(meeting, action, today)


def _actions(found: Sequence[ActionRow], ctx: Context) -> Section:
    words = {"done": _("done"), "late": _("late"), "open": _("not done")}
    columns = (
        Column(_("due"), "day", lambda one: one.action.due),
        Column(_("meeting"), "id", lambda one: one.meeting.id),
        Column(_("item"), "text", lambda one: one.action.id),
        Column(_("who"), "text", lambda one: name_of(one.action.who, ctx)),
        Column(_("state"), "text", lambda one: words[one.state]),
        Column(_("what"), "text", lambda one: one.action.what),
        Column(_("result"), "text", lambda one: one.result),
    )
    wide = (columns[5].head, columns[6].head)
    colours = {"late": "red", "done": "dim", "open": ""}
    return Section(
        "actions", _("Actions of earlier meetings"), columns, found, ActionRow.document, wide, wide[1:],
        lambda one: colours[one.state],
    )  # fmt: skip


def name_of(staff_id: str, ctx: Context) -> str:
    """The name of a person; the id of one who is not on the staff."""
    person = ctx.staff.get(staff_id)
    return person.profile.name if person else staff_id


def _holds(rows: Sequence[OrderRow], ctx: Context) -> Section:
    order, client, _matter = order_columns()
    columns = (
        Column(_("since"), "time", lambda row: wall_time(row.order.last("hold").at, ctx)),
        order,
        Column(_("by"), "text", lambda row: person_name(row, row.order.last("hold").by)),
        Column(_("owner"), "text", lambda row: person_name(row, row.order.owner)),
        client,
        Column(_("reason"), "text", lambda row: row.order.last("hold").note),
    )
    wide = (client.head, columns[5].head)
    return Section("holds", _("On hold"), columns, rows, OrderRow.document, wide, wide[:1])
