"""The sheet of clients: their files, their credit, and what their orders come to (P4.1a)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from ordertool.book.snapshot import Snapshot
from ordertool.language import Text, _
from ordertool.records.client import Client, Credit
from ordertool.records.order import Order
from ordertool.reports.client_card import History, client_summary, figures, history
from ordertool.reports.client_money import orders_by_client
from ordertool.reports.figures import Sight
from ordertool.reports.queries import OrderRow
from ordertool.reports.sheets import Column, Facts, Sheet, Value
from ordertool.reports.tracking import Making, origin
from ordertool.rules.file_duties import confirm_by
from ordertool.rules.move import Context

_MONEY = ("ordered", "paid", "written_off", "unpaid")


@dataclass(frozen=True)
class ClientRow:
    """One client at a moment, as far as its reader may see what it owes (L11)."""

    client: Client
    orders: tuple[Order, ...]
    now: datetime
    ctx: Context
    sight: Sight

    @cached_property
    def money(self) -> bool:
        """Whether the reader may see its figures."""
        return self.sight.sees(self.client)

    @cached_property
    def _rows(self) -> list[OrderRow]:
        return [OrderRow(order, self.now, self.ctx) for order in self.orders]

    @cached_property
    def history(self) -> History:
        """What its orders come to, counted."""
        return history(self._rows)

    @cached_property
    def figures(self) -> dict[str, dict[str, Decimal]]:
        """By currency, what was ordered, paid and is unpaid; nothing for who may not see it."""
        return figures(self._rows) if self.money else {}

    @property
    def credit(self) -> Credit | None:
        """The assessment in force."""
        return self.client.credit_on(self.ctx.day(self.now))

    @property
    def keeper(self) -> str:
        """The name of who keeps the file."""
        person = self.ctx.staff.get(self.client.keeper)
        return person.profile.name if person else self.client.keeper

    def document(self) -> dict[str, Any]:
        """The row as `--json` gives it."""
        summary = client_summary(self.client, self.now, self.ctx, self.sight)
        if not self.money:
            for name in ("credit", "openings", "deposits", "duns", "watches", "log"):
                summary.pop(name)
        return summary | {
            "grade": self.credit.grade if self.credit else None,
            "history": self.history.document(),
            "figures": {
                currency: {name: f"{sum_:f}" for name, sum_ in sums.items()} for currency, sums in self.figures.items()
            },
        }


class _Turnover(NamedTuple):
    row: ClientRow
    currency: str
    sums: dict[str, Decimal]


def client_rows(
    tip: Snapshot, clients: Sequence[Client], sight: Sight, now: datetime, ctx: Context, unreadable: list[Text]
) -> list[ClientRow]:
    """Clients with their orders, archived ones too."""
    orders = orders_by_client(tip, ctx, unreadable, archived=True)
    return [ClientRow(one, tuple(orders.get(one.id, ())), now, ctx, sight) for one in clients]


def client_sheets(rows: Sequence[ClientRow], made: Making) -> list[Sheet | Facts]:
    """The sheets of the workbook: files, turnover by currency, notes."""
    notes = [*origin(made), (_("Number of clients"), len(rows)), *((_("Left out"), one) for one in made.left_out)]
    hidden = sum(not row.money for row in rows)
    if hidden:
        notes.append(
            (_("Without figures"), _("Limits and sums are left out of clients whose figures you may not see."))
        )
    turnover = [_Turnover(row, currency, sums) for row in rows for currency, sums in sorted(row.figures.items())]
    sums = (_("Ordered in total"), _("Paid"), _("Written off"), _("Unpaid"))
    return [
        Sheet(_("Clients"), _columns(), rows, printed=_("Survey score")),
        Sheet(_("Turnover"), _turnover_columns(), turnover, sums, _("Currency")),
        Facts(_("Notes"), notes),
    ]


def _columns() -> list[Column]:
    return [
        Column(_("Client no."), "text", lambda row: row.client.id),
        Column(_("Client"), "text", lambda row: row.client.profile.name),
        Column(_("Region"), "text", lambda row: row.client.profile.region),
        Column(_("Contact"), "text", lambda row: row.client.profile.contact),
        Column(_("Phone"), "text", lambda row: row.client.profile.phone),
        Column(_("Keeper"), "text", lambda row: row.keeper),
        Column(_("Credit grade"), "text", lambda row: row.credit.grade if row.credit else None),
        Column(_("Valid until"), "day", lambda row: row.credit.valid_until if row.credit else None),
        Column(_("Account days"), "figure", lambda row: row.credit.days if row.credit else None),
        Column(_("Orders"), "figure", lambda row: row.history.orders),
        Column(_("Of them open"), "figure", lambda row: row.history.open),
        Column(_("Last inquiry"), "day", lambda row: row.history.last.inquired if row.history.last else None),
        Column(_("Complaints"), "figure", lambda row: row.history.complaints),
        Column(_("Survey score"), "figure", lambda row: row.history.score),
        Column(_("Credit limit"), "money", _limit),
        Column(_("Position"), "text", lambda row: row.client.profile.position),
        Column(_("E-mail"), "text", lambda row: row.client.profile.email),
        Column(_("Credit code"), "text", lambda row: row.client.profile.uscc),
        Column(_("Address"), "text", lambda row: row.client.profile.address),
        Column(_("Needs"), "text", lambda row: row.client.profile.needs),
        Column(_("Confirmed on"), "day", lambda row: row.ctx.day(row.client.confirmed)),
        Column(_("To be confirmed by"), "day", lambda row: confirm_by(row.client, row.ctx)),
        Column(_("Merged into"), "text", lambda row: row.client.merged.into if row.client.merged else None),
    ]


def _limit(row: ClientRow) -> Value:
    """The client's own limit; unlimited, zero and not set are three things (L9)."""
    limit = row.credit.limit if row.credit and row.money else None
    return _("unlimited") if isinstance(limit, str) else limit


def _turnover_columns() -> list[Column]:
    heads = dict(zip(_MONEY, (_("Ordered in total"), _("Paid"), _("Written off"), _("Unpaid")), strict=True))
    return [
        Column(_("Client no."), "text", lambda one: one.row.client.id),
        Column(_("Client"), "text", lambda one: one.row.client.profile.name),
        Column(_("Currency"), "text", lambda one: one.currency),
        *(Column(head, "money", lambda one, name=name: one.sums[name]) for name, head in heads.items()),  # type: ignore[misc]
    ]
