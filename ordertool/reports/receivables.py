"""What clients owe: by client and by order, when it is due, how late it is, in ageing bands; no currency is added to another (P7.1c)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from ordertool.language import _, text
from ordertool.records.client import Client
from ordertool.records.money import rounded
from ordertool.records.receivables_rules import ReceivablesRules
from ordertool.reports.figures import Sight, figure, withheld
from ordertool.reports.queries import OrderRow
from ordertool.reports.report import Count, Report, Section, Whose
from ordertool.reports.sheets import Column, Value
from ordertool.rules.move import Context
from ordertool.rules.receivables import Debt, band, debt_of, debts_before, oldest_first

_FIGURES = ("billed", "delivered", "paid", "written_off", "unpaid", "claimed", "coming")


class Owing(NamedTuple):
    """A debt as the report shows it."""

    debt: Debt
    name: str
    matter: str
    band: int
    bounds: tuple[int, ...]
    overdue: bool
    seen: bool
    """Whether who reads it may see the figures (L11)."""

    def figure(self, name: str) -> Value:
        """One of the figures."""
        return figure(getattr(self.debt, name), seen=self.seen)

    def document(self) -> dict[str, Any]:
        """It as `--json` gives it."""
        document = self._document()
        return document if self.seen else withheld(document)

    def _document(self) -> dict[str, Any]:
        debt = self.debt
        return {
            "client": debt.client,
            "client_name": self.name,
            "debt": debt.id,
            "matter": self.matter,
            "currency": debt.currency,
            **{name: f"{getattr(debt, name):f}" for name in _FIGURES},
            "due": str(debt.due) if debt.due else None,
            "late": debt.late,
            "overdue": self.overdue,
            "band": _band_id(self.bounds, self.band),
        }


class Sum(NamedTuple):
    """What one client, or all, owe in one currency: the figures added up, what is overdue, each band, advances."""

    client: str | None
    name: str | None
    currency: str
    owing: tuple[Owing, ...]
    deposits: Decimal
    bounds: tuple[int, ...]
    seen: bool

    def figure(self, name: str) -> Decimal:
        """One of the figures, added up."""
        return sum((getattr(one.debt, name) for one in self.owing), self.nothing)

    @property
    def nothing(self) -> Decimal:
        """Zero in its currency."""
        return rounded(Decimal(0), self.currency)

    @property
    def overdue(self) -> Decimal:
        """What is unpaid of debts that are overdue."""
        return sum((one.debt.claimed for one in self.owing if one.overdue), self.nothing)

    @property
    def late(self) -> int:
        """How many days the oldest is late."""
        return max((one.debt.late for one in self.owing), default=0)

    def in_band(self, place: int) -> Decimal:
        """What is unpaid in one ageing band; what is delivered and not due yet is in the first."""
        due = sum((one.debt.claimed for one in self.owing if one.band == place), self.nothing)
        early = (one.debt.unpaid - one.debt.claimed - one.debt.coming for one in self.owing if place == 0)
        return due + sum(early, self.nothing)

    def document(self) -> dict[str, Any]:
        """It as `--json` gives it."""
        document = self._document()
        return document if self.seen else withheld(document)

    def _document(self) -> dict[str, Any]:
        about = {"client": self.client, "client_name": self.name} if self.client else {}
        return about | {
            "currency": self.currency,
            **{name: f"{self.figure(name):f}" for name in _FIGURES},
            "overdue": f"{self.overdue:f}",
            "late": self.late,
            "deposits": f"{self.deposits:f}",
            "bands": {_band_id(self.bounds, n): f"{self.in_band(n):f}" for n in range(len(self.bounds) + 1)},
        }


def receivables(
    rows: Iterable[OrderRow],
    now: datetime,
    ctx: Context,
    whose: Whose,
    *,
    sight: Sight,
    client: str | None = None,
    overdue: bool = False,
) -> Report:
    """The report as of a moment: of one client, or of what is overdue, where that is asked for.

    Who is late, and how late, everybody sees; the figures of a debt, who may, and of a sum, who may see all that is in it.
    """
    rules, today = ctx.policy.receivables, ctx.day(now)
    clients = list(_clients(client, ctx))
    names = {one.id: one.profile.name for one in clients}
    found = []
    for row in rows:
        debt = debt_of(row.order, today, ctx)
        if debt is not None and client in (None, debt.client) and whose.keeps(ctx, row.order.owner):
            name = names.get(debt.client) or row.order.client_name
            found.append(_owing(debt, name, row.matter, rules, seen=sight.sees(debt.client, row.order)))
    for one in clients:
        if whose.keeps(ctx, one.keeper):
            found += [
                _owing(
                    debt, one.profile.name, debt.opening.reference if debt.opening else "", rules, seen=sight.sees(one)
                )
                for debt in debts_before(one, today)
            ]
    owing = [one for one in found if one.debt.unpaid and (one.overdue or not overdue)]
    owing.sort(key=lambda one: oldest_first(one.debt))
    deposits = {
        (one.id, currency): rounded(left, currency)
        for one in clients
        for currency, left in one.unallocated.items()
        if whose.keeps(ctx, one.keeper) and (not overdue or one.id in {late.debt.client for late in owing})
    }
    debts = [one for one in owing if one.debt.coming != one.debt.unpaid]
    coming = [one for one in owing if one.debt.coming == one.debt.unpaid]
    by_client = _by_client(owing, deposits, names, rules.ageing, sight)
    totals = _totals(by_client)
    counts = [
        Count("debts", _("Unpaid debts"), len(debts)),
        Count("coming", _("Not delivered yet"), len(coming)),
        Count("clients", _("Clients"), len({one.client for one in by_client})),
    ]
    for sum_ in totals:
        unpaid = text("Unpaid, {currency}", currency=sum_.currency)
        late = text("Overdue, {currency}", currency=sum_.currency)
        counts.append(
            Count(f"unpaid_{sum_.currency}", str(unpaid), figure(sum_.figure("unpaid"), seen=sum_.seen), "money")
        )
        if sum_.figure("coming"):
            later = text("Of it not delivered yet, {currency}", currency=sum_.currency)
            value = figure(sum_.figure("coming"), seen=sum_.seen)
            counts.append(Count(f"coming_{sum_.currency}", str(later), value, "money"))
        counts.append(Count(f"overdue_{sum_.currency}", str(late), figure(sum_.overdue, seen=sum_.seen), "money"))
    sections = (
        _sums("totals", _("Totals"), totals, rules),
        _sums("clients", _("Clients"), by_client, rules),
        _debts("receivables", _("Debts"), debts, rules),
        _debts("coming", _("Not delivered yet"), coming, rules),
    )
    return Report("receivables", _("Receivables"), now.astimezone(ctx.zone), whose, counts, sections)


def _clients(client: str | None, ctx: Context) -> Iterable[Client]:
    if client is None:
        return ctx.clients()
    found = ctx.client(client)
    return [found] if found else []


def _owing(debt: Debt, name: str, matter: str, rules: ReceivablesRules, *, seen: bool) -> Owing:
    return Owing(debt, name, matter, band(debt, rules), rules.ageing, debt.overdue(rules), seen)


def _by_client(
    owing: Sequence[Owing],
    deposits: dict[tuple[str, str], Decimal],
    names: dict[str, str],
    bounds: tuple[int, ...],
    sight: Sight,
) -> list[Sum]:
    """A line for each client and currency, the largest debt of each currency first."""
    shares: dict[tuple[str, str], list[Owing]] = {key: [] for key in deposits}
    for one in owing:
        shares.setdefault((one.debt.client, one.debt.currency), []).append(one)
    found = []
    for (client, currency), mine in shares.items():
        name = mine[0].name if mine else names.get(client, client)
        left = deposits.get((client, currency), rounded(Decimal(0), currency))
        found.append(Sum(client, name, currency, tuple(mine), left, bounds, sight.sees(client)))
    return sorted(found, key=lambda one: (one.currency, -one.figure("unpaid"), one.client or ""))


def _totals(by_client: Sequence[Sum]) -> list[Sum]:
    """A line for each currency."""
    totals = []
    for currency in sorted({one.currency for one in by_client}):
        mine = [one for one in by_client if one.currency == currency]
        owing = tuple(owing for one in mine for owing in one.owing)
        deposits = sum((one.deposits for one in mine), rounded(Decimal(0), currency))
        seen = all(one.seen for one in mine)
        totals.append(Sum(None, None, currency, owing, deposits, mine[0].bounds, seen))
    return totals


def _band_id(bounds: Sequence[int], place: int) -> str:
    """A band's stored name: `0`, `1-30`, `91+`."""
    if place == 0:
        return f"0-{bounds[0]}" if bounds[0] else "0"
    first = bounds[place - 1] + 1
    return f"{first}+" if place == len(bounds) else f"{first}-{bounds[place]}"


def band_name(bounds: Sequence[int], place: int) -> str:
    """A band as people call it."""
    if place == 0 and not bounds[0]:
        return _("not late")
    if place == len(bounds):
        return str(text("over {days} days", days=bounds[-1]))
    first = 0 if place == 0 else bounds[place - 1] + 1
    return str(text("{first}–{last} days", first=first, last=bounds[place]))


def _money(head: str, name: str) -> Column:
    return Column(
        head,
        "money",
        lambda one: figure(one.figure(name), seen=one.seen) if isinstance(one, Sum) else one.figure(name),
    )


def _added_up(found: Sequence[Sum] | Sequence[Owing], heads: tuple[str, ...]) -> tuple[str, ...]:
    """The columns that a workbook adds up: none where the sum would lack what is left out."""
    return heads if all(one.seen for one in found) else ()


def _sums(name: str, title: str, found: Sequence[Sum], rules: ReceivablesRules) -> Section:
    who = (Column(_("client"), "id", lambda one: one.client), Column(_("client name"), "text", lambda one: one.name))
    bands = [
        Column(band_name(rules.ageing, n), "money", lambda one, n=n: figure(one.in_band(n), seen=one.seen))  # type: ignore[misc]
        for n in range(len(rules.ageing) + 1)
    ]
    columns = (
        *(who if name == "clients" else ()),
        Column(_("currency"), "text", lambda one: one.currency),
        _money(_("unpaid"), "unpaid"),
        Column(_("overdue"), "money", lambda one: figure(one.overdue, seen=one.seen)),
        *bands,
        _money(_("to deliver"), "coming"),
        Column(_("days late"), "figure", lambda one: one.late or None),
        Column(_("deposits"), "money", lambda one: figure(one.deposits, seen=one.seen)),
    )
    wide = (columns[1].head,) if name == "clients" else ()
    apart = tuple(column.head for column in bands)
    spare = (_("days late"),)
    sums = _added_up(found, tuple(column.head for column in columns if column.kind == "money"))
    by = _("currency")
    return Section(
        name,
        title,
        columns,
        found,
        Sum.document,
        wide,
        spare,
        _colour,
        sums if name == "clients" else (),
        by,
        apart=apart,
    )


def _debts(name: str, title: str, owing: Sequence[Owing], rules: ReceivablesRules) -> Section:
    columns = (
        Column(_("debt"), "id", lambda one: one.debt.id),
        Column(_("client"), "text", lambda one: one.name),
        Column(_("matter"), "text", lambda one: one.matter),
        Column(_("currency"), "text", lambda one: one.debt.currency),
        _money(_("billed"), "billed"),
        _money(_("delivered"), "delivered"),
        _money(_("paid"), "paid"),
        _money(_("written off"), "written_off"),
        _money(_("unpaid"), "unpaid"),
        _money(_("due now"), "claimed"),
        Column(_("due day"), "day", lambda one: one.debt.due),
        Column(_("days late"), "figure", lambda one: one.debt.late or None),
        Column(_("band"), "text", lambda one: band_name(rules.ageing, one.band) if one.debt.claimed else ""),
    )
    heads = [column.head for column in columns]
    wide, spare = (heads[1], heads[2]), tuple(heads[place] for place in (3, 9, 6, 4, 12, 2, 7, 5))
    return Section(
        name,
        title,
        columns,
        owing,
        Owing.document,
        wide,
        spare,
        _colour,
        _added_up(owing, tuple(heads[4:10])),
        heads[3],
    )


def _colour(one: Sum | Owing) -> str:
    """Red for what is overdue."""
    return "red" if one.overdue else ""
