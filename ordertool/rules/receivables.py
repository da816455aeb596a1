"""What clients owe, since when it is late, which letter is due for it, and what speaks for a watch: pure (P7.1c)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple

from ordertool.records.client import Client
from ordertool.records.client_money import OpeningDebt, Sign
from ordertool.records.money import rounded
from ordertool.records.order import Order
from ordertool.records.receivables_rules import LETTERS, Letter, ReceivablesRules
from ordertool.rules.clocks import account_due
from ordertool.rules.move import SUBMITTED, Context


class Debt(NamedTuple):
    """What a client owes for an order, or (`OB1`) from before the book; `delivered` is what arrived of it."""

    client: str
    id: str
    currency: str
    billed: Decimal
    delivered: Decimal
    paid: Decimal
    written_off: Decimal
    unpaid: Decimal
    claimed: Decimal
    """What of the unpaid is due by that day: what the client has, or what was invoiced, and has not paid."""
    due: date | None
    late: int
    """Calendar days since it was due; zero until then."""
    order: Order | None = None
    opening: OpeningDebt | None = None

    @property
    def coming(self) -> Decimal:
        """What of the unpaid is for goods that the client does not have yet, and nobody claims: no debt so far (P7.1c)."""
        here = max(min(self.unpaid, self.delivered - self.paid - self.written_off), self.claimed)
        return self.unpaid - max(here, rounded(Decimal(0), self.currency))

    def overdue(self, rules: ReceivablesRules) -> bool:
        """Whether it is late, days of grace left out."""
        return self.claimed > 0 and self.late > rules.grace


def money_since(order: Order, ctx: Context) -> date:
    """The first day on which money may have moved for an order: its inquiry's; of one from before the book, when it was owed."""
    if order.opening is not None:
        return order.opening.account_from or date.min
    return ctx.day(order.log[0].at)


def debt_of(order: Order, day: date, ctx: Context) -> Debt | None:
    """What the client owes for an order on a day; None where nothing was ordered, or it was given up."""
    terms = order.terms
    if terms is None or terms.client is None or terms.total is None or order.given_up:
        return None
    if order.stage not in (*SUBMITTED, "archived"):
        return None
    due = account_due(order, ctx)
    return Debt(
        ctx.client_of(order) or terms.client, order.id, terms.currency,
        terms.rounded(order.billed), terms.rounded(order.value), terms.rounded(order.paid),
        terms.rounded(order.written_off), terms.rounded(order.unpaid), terms.rounded(_claimed(order, due, day, ctx)), due,
        _late(due, day), order,
    )  # fmt: skip


def _claimed(order: Order, due: date | None, day: date, ctx: Context) -> Decimal:
    if due is None or due > day:
        return Decimal(0)
    whole = order.invoiced if ctx.policy.receivables.period_from == "invoice" else order.value
    return max(min(order.unpaid, whole - order.paid - order.written_off), Decimal(0))


def debts_before(client: Client, day: date) -> Iterator[Debt]:
    """What the client owes from before the book."""
    for one in client.openings:
        figures = (one.amount, client.opening_paid(one.id), one.written_off, client.opening_left(one))
        amount, paid, off, left = (rounded(figure, one.currency) for figure in figures)
        late, claimed = _late(one.due, day), left if one.due <= day else rounded(Decimal(0), one.currency)
        yield Debt(
            client.id, one.id, one.currency, amount, amount, paid, off, left, claimed, one.due, late, opening=one
        )


def debts(client: Client, orders: Iterable[Order], day: date, ctx: Context) -> list[Debt]:
    """All that a client owes or owed, the oldest due first, what is not due yet last."""
    own = [debt for order in orders if ctx.client_of(order) == client.id and (debt := debt_of(order, day, ctx))]
    return sorted([*debts_before(client, day), *own], key=oldest_first)


def oldest_first(debt: Debt) -> tuple[bool, date, str]:
    """The order in which money pays debts."""
    return debt.due is None, debt.due or date.max, debt.id


def debt_named(client: Client, name: str, day: date, ctx: Context) -> Debt | None:
    """One debt of a client's, by its order or its item; None when there is none such."""
    before = next((debt for debt in debts_before(client, day) if debt.id == name), None)
    order = ctx.order(name) if before is None else None
    return before or (debt_of(order, day, ctx) if order is not None and ctx.client_of(order) == client.id else None)


def _late(due: date | None, day: date) -> int:
    return max((day - due).days, 0) if due else 0


def band(debt: Debt, rules: ReceivablesRules) -> int:
    """In which ageing band a debt lies: 0 is not late beyond the first bound, the last is beyond all."""
    return sum(debt.late > bound for bound in rules.ageing)


# Letters


def letters_said(client: Client, debt: str) -> dict[str, date]:
    """The letters that named a debt, and their days."""
    return {dun.stage: dun.on for dun in client.duns if any(one.debt == debt for one in dun.debts)}


def letter_due(client: Client, debt: Debt, day: date, rules: ReceivablesRules) -> Letter | None:
    """The letter that is due for a debt: the next after those that went out, once it is as late as policy says (P7.1c)."""
    said = letters_said(client, debt.id)
    following = next((stage for stage in LETTERS if stage not in said), None)
    if following is None or not debt.overdue(rules) or debt.late < getattr(rules.dunning, following):
        return None
    if said and (day - max(said.values())).days < rules.dunning.apart:
        return None
    return following


# Watch


class Found(NamedTuple):
    """A sign that a client may not pay: since when it shows, and the debt or the assessment that it shows in."""

    sign: Sign
    client: str
    since: datetime
    what: str


def late_sign(client: Client, debt: Debt, ctx: Context) -> Found | None:
    """The sign that a debt is later than policy bears (P7.1c); None once somebody acted on it."""
    limit = ctx.policy.receivables.watch.overdue
    if limit is None or debt.due is None or not debt.claimed or debt.late <= limit:
        return None
    if any(debt.id in watch.debts for watch in client.watches) or client.watch is not None:
        return None
    since = datetime.combine(debt.due + timedelta(days=limit + 1), time(), ctx.zone)
    return Found("overdue", client.id, since, debt.id)


def grade_sign(client: Client, ctx: Context) -> Found | None:
    """The sign that the newest assessment lowered the client's grade (P7.1c); None once somebody acted on it."""
    grades = [one.grade for one in client.credit]
    if not ctx.policy.receivables.watch.grade_lowered or len(grades) < 2 or grades[-1] <= grades[-2]:  # noqa: PLR2004
        return None
    made = client.last("credit", "watch", "dismiss")
    if made is None or made.move != "credit" or client.watch is not None:
        return None
    return Found("grade", client.id, made.at.astimezone(ctx.zone), client.credit[-1].id)


def signs(client: Client, owed: Iterable[Debt], ctx: Context) -> list[Found]:
    """Every sign that nobody acted on."""
    found = [late_sign(client, debt, ctx) for debt in owed] + [grade_sign(client, ctx)]
    return [one for one in found if one is not None]
