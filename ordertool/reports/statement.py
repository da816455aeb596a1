"""The client statement: every movement of money and goods in a period, between two balances (P7.1c).

A delivery is worth what it adds to the value of all that was delivered, so that the parts come to the whole exactly, and a
change of prices shows as what it adds or takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from ordertool.language import N_, _
from ordertool.records.account import added
from ordertool.records.client import Client
from ordertool.records.money import rounded
from ordertool.records.order import Order
from ordertool.rules.move import Context

KINDS = {
    "opening": N_("brought forward"), "deliver": N_("delivery"), "take-back": N_("goods taken back"),
    "change": N_("change of terms"), "correct": N_("correction"), "cancel": N_("cancelled"), "lose": N_("cancelled"),
    "payment": N_("payment received"), "refund": N_("refund to you"), "write-off": N_("waived by us"),
    "deposit": N_("advance received"), "lapse": N_("waiver not needed"),
}  # fmt: skip
"""What a movement is called on the paper."""


class Movement(NamedTuple):
    """What changed a client's balance on a day: `charge` is owed more, `credit` less; one of them is zero."""

    day: date
    kind: str
    what: str
    reference: str
    currency: str
    amount: Decimal

    @property
    def charge(self) -> Decimal:
        """What is owed more."""
        return max(self.amount, Decimal(0))

    @property
    def credit(self) -> Decimal:
        """What is owed less."""
        return max(-self.amount, Decimal(0))


def movements(client: Client, orders: Iterable[Order], ctx: Context) -> list[Movement]:
    """Everything that ever changed a client's balance, by day; also what stands on files that were merged into the client's."""
    found = [*_of_file(client)]
    for other in sorted(ctx.ids_of(client.id) - {client.id}):
        found += _of_file(file) if (file := ctx.file(other)) else ()
    for order in orders:
        if ctx.client_of(order) == client.id:
            found += [*_of_goods(order, ctx), *_of_payments(order), *_of_write_offs(order, ctx)]
    return sorted(found, key=lambda one: (one.day, one.what))


def _of_file(client: Client) -> Iterator[Movement]:
    """Debts from before the book, advances, and what went back or was waived of them."""
    for debt in client.openings:
        yield Movement(debt.since, "opening", debt.id, debt.reference, debt.currency, debt.amount)
        for off in debt.write_offs:
            yield Movement(off.on, "write-off", debt.id, "", debt.currency, -off.amount)
    for one in client.deposits:
        reference, advance = one.reference or "", one.amount
        for item, amount in one.openings.items():
            yield Movement(one.on, "payment", item, reference, one.currency, -amount)
            advance -= amount
        if advance:
            yield Movement(one.on, "deposit", one.id, reference, one.currency, -advance)
        for back in one.refunds:
            yield Movement(back.on, "refund", one.id, back.reference or "", one.currency, back.amount)


def _of_payments(order: Order) -> Iterator[Movement]:
    """Money in and back; what came from a deposit came in with that."""
    currency = order.terms.currency if order.terms else ""
    for one in order.payments:
        if one.deposit is None:
            signed = one.amount if one.kind == "refund" else -one.amount
            yield Movement(one.on, one.kind, order.id, one.reference or "", currency, signed)


def _of_write_offs(order: Order, ctx: Context) -> Iterator[Movement]:
    """What lapsed of them, on the day on which less came to be owed."""
    if order.lapsed:
        last = order.last("change", "correct", "take-back", "waive", "cancel", "draft") or order.log[0]
        currency = order.terms.currency if order.terms else ""
        yield Movement(ctx.day(last.at), "lapse", order.id, "", currency, order.lapsed)


def _of_goods(order: Order, ctx: Context) -> Iterator[Movement]:
    """What was delivered, came back, or came to be worth something else."""
    delivered = {one.id: one for one in order.delivery}
    came_back = {one.id: one for one in order.taken_back}
    by_moves = {entry.item for entry in order.standing}
    quantities: dict[str, Decimal] = {}
    value = Decimal(0)
    for number, entry in enumerate(order.standing):
        item = entry.item or ""
        if entry.move == "opening":
            for one in order.delivery:
                quantities = added(quantities, one.quantities) if one.counts and one.id not in by_moves else quantities
        elif entry.move == "deliver":
            quantities = added(quantities, delivered[item].quantities) if delivered[item].counts else quantities
        elif entry.move == "take-back":
            quantities = added(quantities, came_back[item].quantities, -1)
        elif entry.move in ("cancel", "lose"):
            quantities = {}
        elif entry.move not in KINDS:
            continue
        terms = order.terms_after(order.standing[: number + 1])
        now = terms.worth(quantities) if terms else value
        if terms is not None and now != value:
            reference = f"{order.id} {item}".rstrip()
            yield Movement(ctx.day(entry.at), entry.move, reference, terms.project or "", terms.currency, now - value)
            value = now


class Line(NamedTuple):
    """A movement with the balance after it."""

    movement: Movement
    balance: Decimal


class Sheet(NamedTuple):
    """The statement in one currency: what was owed before, each movement, what is owed after."""

    currency: str
    opening: Decimal
    lines: tuple[Line, ...]

    @property
    def closing(self) -> Decimal:
        """What is owed after the last movement."""
        return self.lines[-1].balance if self.lines else self.opening

    @property
    def charged(self) -> Decimal:
        """What was owed more in the period."""
        return sum((one.movement.charge for one in self.lines), rounded(Decimal(0), self.currency))

    @property
    def credited(self) -> Decimal:
        """What was owed less in the period."""
        return sum((one.movement.credit for one in self.lines), rounded(Decimal(0), self.currency))


def sheets(found: Sequence[Movement], first: date, last: date) -> list[Sheet]:
    """The statement of a period, a sheet for each currency in which anything ever moved until its end."""
    made = []
    for currency in sorted({one.currency for one in found if one.day <= last}):
        mine = [one for one in found if one.currency == currency]
        opening = balance = sum((one.amount for one in mine if one.day < first), rounded(Decimal(0), currency))
        lines = []
        for one in mine:
            if first <= one.day <= last:
                balance += one.amount
                lines.append(Line(one._replace(amount=rounded(one.amount, currency)), rounded(balance, currency)))
        made.append(Sheet(currency, rounded(opening, currency), tuple(lines)))
    return made


def statement(client: Client, orders: Iterable[Order], first: date, last: date, ctx: Context) -> dict[str, Any]:
    """What stands on the paper."""
    profile = client.profile
    return {
        "paper": "statement",
        "order": client.id,
        "company": ctx.policy.company,
        "client": {
            "id": client.id,
            **profile.model_dump(mode="json", include={"name", "contact", "phone", "address", "uscc"}),
        },
        "first": str(first),
        "last": str(last),
        "sheets": [_sheet_document(sheet) for sheet in sheets(movements(client, orders, ctx), first, last)],
    }


def _sheet_document(sheet: Sheet) -> dict[str, Any]:
    return {
        "currency": sheet.currency,
        "opening": f"{sheet.opening:f}",
        "lines": [
            {
                "day": str(one.movement.day),
                "kind": one.movement.kind,
                "what": one.movement.what,
                "reference": one.movement.reference,
                "charge": f"{one.movement.charge:f}" if one.movement.charge else None,
                "credit": f"{one.movement.credit:f}" if one.movement.credit else None,
                "balance": f"{one.balance:f}",
            }
            for one in sheet.lines
        ],
        "charged": f"{sheet.charged:f}",
        "credited": f"{sheet.credited:f}",
        "closing": f"{sheet.closing:f}",
    }


def kind_words(kind: str) -> str:
    """What a movement is called on the paper."""
    return _(KINDS[kind])
