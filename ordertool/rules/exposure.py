"""What a client owes and has ordered on credit: one formula for every gate, override and explanation (P7.1b).

    exposure  = what each of the client's orders has on credit, from the submission to the closing, but for the one in question;
                in the archive too, where policy lets orders lie there that are not paid (archive.paid), until they are
              + what the order in question would have on credit as it would stand
              + before, unpaid from before the book − advance, paid and taken up by nothing yet; never less than zero
    on credit = delivered + committed, converted by `credit.rates` where it is not in the company's currency

Of one order, with came = paid + written off:

    unpaid    = billed − came, and never less than zero; billed is its lines and their tax, or, once the rest was waived, what
                was delivered
    delivered = what the goods that the client has are worth − came, between zero and unpaid
    secured   = what comes in before it is due to be trusted: the prepayment that is still awaited; all that is to be paid in
                cash at the door, until its slip is signed
    committed = unpaid − delivered − secured

Every figure is exact: each line, each share of tax and each conversion is rounded half up to the currency's smallest unit, once.
docs/how-to/credit.md says the same with an example.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from ordertool.records.credit import Owing, Statement
from ordertool.records.exact_numbers import DECIMALS
from ordertool.records.order import Order
from ordertool.rules.move import SUBMITTED, Context

NOTHING = Decimal(0)
OWED = (*SUBMITTED, "archived")
"""Stages at which something may be owed for an order."""


class NoRateError(LookupError):
    """An amount cannot be added up: policy names no rate for its currency."""

    def __init__(self, currency: str) -> None:
        super().__init__(currency)
        self.currency = currency


class Parts(NamedTuple):
    """What of an order's unpaid sum is for goods delivered, still to come, and not on credit at all."""

    delivered: Decimal
    committed: Decimal
    secured: Decimal

    @property
    def on_credit(self) -> Decimal:
        """What the client is trusted with."""
        return self.delivered + self.committed


def parts_of(order: Order) -> Parts:
    """An order's unpaid sum, taken apart; in the order's own currency."""
    unpaid, terms = order.unpaid, order.terms
    if terms is None or unpaid == NOTHING:
        return Parts(NOTHING, NOTHING, NOTHING)
    came = order.paid + order.written_off
    if terms.payment == "cash-on-delivery":
        signed = tuple(delivery for delivery in order.delivery if delivery.slip is not None)
        trusted = min(unpaid, max(order.cash_for(signed) - order.paid, NOTHING))
        return Parts(terms.rounded(trusted), terms.rounded(NOTHING), terms.rounded(unpaid - trusted))
    delivered = min(unpaid, max(terms.worth(order.delivered()) - came, NOTHING))
    rest = unpaid - delivered
    secured = terms.rounded(min(rest, max(order.prepayment - order.paid, NOTHING)))
    return Parts(delivered, rest - secured, secured)


def raises(old: Order | None, new: Order) -> bool:
    """Whether a move leaves the client with more on credit, or with goods in hand that were not there before (L9).

    What an order had on credit counts from its submission on, and for the client it is for.
    """
    before = Parts(NOTHING, NOTHING, NOTHING)
    if old is not None and old.stage in SUBMITTED and old.client == new.client:
        before = parts_of(old)
    after = parts_of(new)
    foreign = (
        old is not None and old.terms is not None and new.terms is not None and old.terms.currency != new.terms.currency
    )
    grows = after.on_credit > before.on_credit or after.delivered > before.delivered
    return grows or (foreign and after.on_credit > NOTHING)


def owing_of(order: Order, ctx: Context) -> Owing:
    """What an order has on credit, in the company's currency.

    Raises:
        NoRateError: policy has no rate for the order's currency.
    """
    parts, company = parts_of(order), ctx.policy.currency
    currency = order.terms.currency if order.terms else company
    rate = None if currency == company or parts.on_credit == NOTHING else _rate(currency, ctx)
    return Owing(
        order=order.id,
        delivered=parts.delivered,
        committed=parts.committed,
        secured=parts.secured,
        currency=currency,
        rate=rate,
        amount=_converted(parts.on_credit, rate, ctx),
    )


def _rate(currency: str, ctx: Context) -> Decimal:
    rate = ctx.policy.credit.rates.get(currency)
    if rate is None:
        raise NoRateError(currency)
    return rate


def _converted(amount: Decimal, rate: Decimal | None, ctx: Context) -> Decimal:
    smallest = Decimal(1).scaleb(-DECIMALS[ctx.policy.currency])
    return (amount if rate is None else amount * rate).quantize(smallest, ROUND_HALF_UP)


def _together(sums: Mapping[str, Decimal], ctx: Context) -> Decimal:
    """Sums by currency in the company's."""
    company = ctx.policy.currency
    rates = {currency: None if currency == company else _rate(currency, ctx) for currency in sums}
    return sum((_converted(sums[one], rate, ctx) for one, rate in rates.items()), _converted(NOTHING, None, ctx))


def exposure(client_id: str, order: Order | None, ctx: Context) -> Statement:
    """A client's exposure with an order as it would stand, or as it is without one; held against no limit yet.

    Raises:
        NoRateError: an order, debt or advance is in a currency that policy has no rate for.
        InvalidError: one of the orders cannot be read, so nobody knows what it adds.
    """
    this = order.id if order is not None else None
    others = sorted((one for one in ctx.orders_of(client_id) if one.id != this and one.stage in OWED), key=_by_id)
    terms = [owing for owing in (owing_of(one, ctx) for one in others) if owing.amount != NOTHING]
    if order is not None:
        terms.append(owing_of(order, ctx))
    file = ctx.client(client_id)
    before, advance = (_together(sums, ctx) for sums in ((file.opening_unpaid, file.unallocated) if file else ({}, {})))
    total = sum((owing.amount for owing in terms), before - advance)
    return Statement(
        client=client_id, currency=ctx.policy.currency, terms=tuple(terms), before=before, advance=advance,
        sum=max(total, _converted(NOTHING, None, ctx)),
    )  # fmt: skip


def _by_id(order: Order) -> str:
    return order.id
