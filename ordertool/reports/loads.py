"""The workload report: what each owner carries against their share, and how much of it is late (P2.3a, P3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from ordertool.language import _
from ordertool.reports.owed import owed
from ordertool.reports.queries import OrderRow
from ordertool.reports.report import Count, Report, Section, Whose
from ordertool.reports.sheets import Column
from ordertool.rules.assignment import owners
from ordertool.rules.move import Context
from ordertool.rules.workload import in_hand, workload

_PLACES = Decimal("0.01")


class Load(NamedTuple):
    """What one owner carries, or several together: their open orders, and what is owed on them, whoever stands in.

    `late_else` is what they answer for beside their own orders: as somebody's deputy, in another role, for a phase.
    """

    staff: str | None
    name: str | None
    department: str
    people: int
    orders: int
    weight: Decimal
    share: int
    capacity: int | None
    late: int
    late_else: int
    this_week: int
    unconfirmed: int
    on_hold: int
    away_until: date | None

    @property
    def load(self) -> Decimal:
        """Open weight against the share, to the hundredth."""
        return (self.weight / self.share).quantize(_PLACES) if self.share else Decimal(0)

    def document(self) -> dict[str, Any]:
        """It as `--json` gives it."""
        away = str(self.away_until) if self.away_until else None
        return self._asdict() | {"weight": f"{self.weight:f}", "load": f"{self.load:f}", "away_until": away}


def loads(rows: Iterable[OrderRow], now: datetime, ctx: Context, whose: Whose) -> Report:
    """The workload report as of a moment; weights and shares are those that assignment goes by."""
    every = list(rows)
    found = workload((row.order for row in every), ctx.policy.assignment)
    debts = [(row.order, one) for row in every for one in owed(row)]
    today = ctx.day(now)
    week_ends = datetime.combine(today + timedelta(days=6 - today.weekday()), time(23, 59, 59), ctx.zone)
    people = []
    for owner in owners(found, now, ctx):
        person = owner.staff
        if not whose.keeps(ctx, person.id):
            continue
        own = [row.order for row in every if row.order.owner == person.id and in_hand(row.order)]
        theirs = [one for order, one in debts if order.owner == person.id and one.duty.role == "owner"]
        else_ = [
            one
            for order, one in debts
            if one.duty.staff == person.id and (order.owner != person.id or one.duty.role != "owner")
        ]
        absence = person.absence_on(today)
        people.append(
            Load(
                staff=person.id,
                name=person.profile.name,
                department=person.profile.department,
                people=1,
                orders=len(own),
                weight=owner.open,
                share=owner.share,
                capacity=person.profile.capacity,
                late=sum(one.overdue for one in theirs),
                late_else=sum(one.overdue for one in else_),
                this_week=sum(one.due is not None and not one.overdue and one.due <= week_ends for one in theirs),
                unconfirmed=sum(order.stage == "assigned" for order in own),
                on_hold=sum(order.on_hold for order in own),
                away_until=absence.last if absence else None,
            )
        )
    people.sort(key=lambda one: (-one.load, one.staff or ""))
    names = sorted({one.department for one in people})
    departments = [_together(name, [one for one in people if one.department == name]) for name in names]
    return Report(
        "workload", _("Workload"), now.astimezone(ctx.zone), whose, _counts(_together("", people)),
        (_owners(people, ctx), _departments(departments, ctx)),
    )  # fmt: skip


def _together(department: str, people: Sequence[Load]) -> Load:
    return Load(
        staff=None,
        name=None,
        department=department,
        people=len(people),
        orders=sum(one.orders for one in people),
        weight=sum((one.weight for one in people), Decimal(0)),
        share=sum(one.share for one in people),
        capacity=None,
        late=sum(one.late for one in people),
        late_else=sum(one.late_else for one in people),
        this_week=sum(one.this_week for one in people),
        unconfirmed=sum(one.unconfirmed for one in people),
        on_hold=sum(one.on_hold for one in people),
        away_until=None,
    )


def _counts(all_: Load) -> list[Count]:
    return [
        Count("people", _("Owners"), all_.people),
        Count("orders", _("Open orders"), all_.orders),
        Count("weight", _("Open weight"), all_.weight),
        Count("share", _("Share"), all_.share),
        Count("load", _("Load"), all_.load, "percent"),
        Count("late", _("Late"), all_.late),
        Count("unconfirmed", _("Unconfirmed"), all_.unconfirmed),
    ]


def _figures() -> tuple[Column, ...]:
    return (
        Column(_("orders"), "figure", lambda one: one.orders),
        Column(_("open weight"), "figure", lambda one: one.weight),
        Column(_("share"), "figure", lambda one: one.share),
        Column(_("load"), "percent", lambda one: one.load),
        Column(_("late"), "figure", lambda one: one.late),
        Column(_("also late"), "figure", lambda one: one.late_else),
        Column(_("this week"), "figure", lambda one: one.this_week),
        Column(_("unconfirmed"), "figure", lambda one: one.unconfirmed),
        Column(_("on hold"), "figure", lambda one: one.on_hold),
    )


def _owners(people: Sequence[Load], ctx: Context) -> Section:
    columns = (
        Column(_("staff"), "text", lambda one: one.staff),
        Column(_("name"), "text", lambda one: one.name),
        Column(_("department"), "text", lambda one: ctx.policy.department(one.department)),
        *_figures(),
        Column(_("capacity"), "figure", lambda one: one.capacity),
        Column(_("away until"), "day", lambda one: one.away_until),
    )
    spare = tuple(columns[place].head for place in (10, 1, 5, 2, 11, 13, 12))
    return Section("owners", _("Owners"), columns, people, Load.document, spare[:2], spare, _colour)


def _departments(found: Sequence[Load], ctx: Context) -> Section:
    columns = (
        Column(_("department"), "text", lambda one: ctx.policy.department(one.department)),
        Column(_("owners"), "figure", lambda one: one.people),
        *_figures(),
    )
    spare = tuple(columns[place].head for place in (9, 4, 10))
    return Section("departments", _("Departments"), columns, found, Load.document, (columns[0].head,), spare, _colour)


def _colour(one: Load) -> str:
    """Red for more than the whole share, grey for who is away."""
    return "dim" if one.away_until else "red" if one.load > 1 else ""
