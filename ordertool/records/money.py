"""What an order holds of invoices, of goods that came back, and of how it stood before the book began (P2.5b, P7.1c)."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from ordertool.records.base import Record
from ordertool.records.exact_numbers import DECIMALS, Money, PositiveMoney, Quantity
from ordertool.records.values import Day, ItemId, Line


def rounded(amount: Decimal, currency: str) -> Decimal:
    """An amount rounded half up to a currency's smallest unit."""
    return amount.quantize(Decimal(1).scaleb(-DECIMALS[currency]), ROUND_HALF_UP)


class InvoiceInput(Record):
    """An invoice to the client, or a credit note that takes one back in whole or in part; `tax` is contained in it."""

    number: Line
    amount: PositiveMoney
    tax: Money | None = None
    on: Day
    kind: Literal["invoice", "credit-note"] = "invoice"


class Invoice(InvoiceInput):
    """An invoice as kept."""

    id: ItemId


class TakeBackInput(Record):
    """Goods that came back from the client: quantities by line id, and why."""

    quantities: dict[ItemId, Quantity]
    reason: Line


class TakeBack(TakeBackInput):
    """Goods taken back, as kept."""

    id: ItemId


class Opening(Record):
    """How an order came into the book at mid-way: from which papers, and when its account period had begun."""

    source: Line
    account_from: Day | None = None
