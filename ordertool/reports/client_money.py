"""A client's debts, signs and letters, from the orders of a commit (P7.1c)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from ordertool.book.snapshot import Snapshot
from ordertool.language import Text, text
from ordertool.records.client import Client
from ordertool.records.money import rounded
from ordertool.records.order import Order
from ordertool.records.receivables_rules import LETTERS, Letter
from ordertool.reports.figures import WITHHELD
from ordertool.reports.words import amount
from ordertool.rules.move import Context
from ordertool.rules.receivables import Debt, Found, debts, letter_due, signs


def orders_by_client(
    tip: Snapshot, ctx: Context, unreadable: list[Text], *, archived: bool = False
) -> dict[str, list[Order]]:
    """The orders by their client's id, those of a file that was merged into it among them."""
    found: dict[str, list[Order]] = {}
    for order in tip.all("order", unreadable, archived=archived):
        client = ctx.client_of(order) if isinstance(order, Order) else None
        if isinstance(order, Order) and client is not None:
            found.setdefault(client, []).append(order)
    return found


def signs_found(client: Client, orders: Iterable[Order], now: datetime, ctx: Context) -> list[Found]:
    """The signs on a client that nobody acted on."""
    return signs(client, debts(client, orders, ctx.day(now), ctx), ctx)


class LetterDue(NamedTuple):
    """A letter that is due to a client, and the debts that it names."""

    client: Client
    stage: Letter
    debts: tuple[Debt, ...]


def letters_due(client: Client, owed: Iterable[Debt], now: datetime, ctx: Context) -> list[LetterDue]:
    """The letters that are due to a client, the most serious first."""
    by_stage: dict[str, list[Debt]] = {}
    for debt in owed:
        stage = letter_due(client, debt, ctx.day(now), ctx.policy.receivables)
        if stage is not None:
            by_stage.setdefault(stage, []).append(debt)
    return [LetterDue(client, stage, tuple(by_stage[stage])) for stage in reversed(LETTERS) if stage in by_stage]


def sums(owed: Iterable[Debt]) -> dict[str, Decimal]:
    """What is due, by currency."""
    found: dict[str, Decimal] = {}
    for debt in owed:
        found[debt.currency] = found.get(debt.currency, Decimal(0)) + debt.claimed
    return found


def money_facts(client: Client, *, seen: bool) -> list[tuple[str, str]]:
    """What a client's file says of money, as its card shows it: an item and a line on it."""
    facts = []

    def money(sum_: Decimal, rounding: str, currency: str = "") -> str:
        return amount(rounded(sum_, rounding), currency) if seen else WITHHELD

    for debt in client.openings:
        left = money(client.opening_left(debt), debt.currency, debt.currency)
        said = text("{reference}: {amount} of {whole} unpaid, due {day}", reference=debt.reference, amount=left,
                    whole=money(debt.amount, debt.currency), day=debt.due)  # fmt: skip
        facts.append((debt.id, str(said)))
    for deposit in client.deposits:
        left = money(deposit.left, deposit.currency, deposit.currency)
        said = text(
            "deposit of {day}: {amount} of {whole} left",
            day=deposit.on,
            amount=left,
            whole=money(deposit.amount, deposit.currency),
        )
        facts.append((deposit.id, str(said)))
    if client.watch is not None:
        facts.append((client.watch.id, str(text("under watch: {reason}", reason=client.watch.reason))))
    return facts
