"""A client's file with its orders and what they come to: history comes from the orders, never typed twice (P4.1a)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from ordertool.language import _, listed, text
from ordertool.records.client import Client, Credit
from ordertool.records.order import Order
from ordertool.reports.order_table import colours_of
from ordertool.reports.queries import OrderRow
from ordertool.reports.screen import columns, flowing, painted, visible
from ordertool.reports.words import amount, stage_words

_FIGURES = ("ordered", "paid", "written_off", "unpaid")
_NOT_ORDERED = ("inquiry", "draft", "lost", "cancelled")


def ordered(order: Order) -> bool:
    """Whether the client's order stands: submitted, and neither lost nor cancelled."""
    return order.stage not in _NOT_ORDERED and order.last("lose", "cancel") is None


def figures(rows: Sequence[OrderRow]) -> dict[str, dict[str, Decimal]]:
    """By currency: what was ordered, what came in, was written off, and is unpaid."""
    sums: dict[str, dict[str, Decimal]] = {}
    for row in rows:
        terms = row.order.terms
        if terms is None or not (ordered(row.order) or row.order.payments):
            continue
        one = sums.setdefault(terms.currency, dict.fromkeys(_FIGURES, terms.rounded(Decimal(0))))
        one["paid"] += row.order.paid
        one["written_off"] += row.order.written_off
        if ordered(row.order):
            one["ordered"] += row.total or Decimal(0)
            one["unpaid"] += row.order.unpaid
    return sums


def client_document(client: Client, rows: Sequence[OrderRow]) -> dict[str, Any]:
    """The file as `--json` gives it."""
    sums = figures(rows)
    return client.model_dump(mode="json") | {
        "orders": [row.document() for row in rows],
        "figures": {currency: {name: f"{sum_:f}" for name, sum_ in sums[currency].items()} for currency in sums},
    }


def client_lines(client: Client, rows: Sequence[OrderRow], today: date) -> list[str]:
    """The file on a screen."""
    profile = client.profile
    facts = {
        _("contact person"): profile.contact, _("phone"): profile.phone, _("e-mail"): profile.email,
        _("region"): profile.region, _("address"): profile.address, _("credit code"): profile.uscc,
        _("keeper"): client.keeper,
    }  # fmt: skip
    for one, newer in zip_longest(client.credit, client.credit[1:]):
        facts[one.id] = _credit_words(one, newer, today)
    lines = [f"{painted(client.id, 'bold')}  {visible(profile.name)}"]
    lines += columns(
        None, [(name, value) for name, value in facts.items() if value], flexible=(1,), wraps=True, indent=2
    )
    return [*lines, "", *_order_lines(rows)]


def _credit_words(credit: Credit, newer: Credit | None, today: date) -> str:
    said = [text("grade {grade}", grade=credit.grade)]
    if credit.limit is not None:
        limit = _("unlimited") if isinstance(credit.limit, str) else f"{credit.limit:,.2f}"
        said.append(text("limit {limit}", limit=limit))
    if credit.days is not None:
        said.append(text("{days} days", days=credit.days))
    mark = _("in force") if credit.valid_until >= today else _("expired")
    if newer is not None:
        mark = str(text("superseded by {item}", item=newer.id))
    said.append(text("until {day} ({mark})", day=credit.valid_until, mark=mark))
    evidence = text("evidence: {evidence}", evidence=" ".join(credit.evidence.split()))
    return f"{listed(said)}{_('; ')}{evidence}"


def _order_lines(rows: Sequence[OrderRow]) -> list[str]:
    if not rows:
        return [_("no orders")]
    head = [_("order"), _("inquiry on"), _("stage"), _("matter"), _("promised"), _("total"), _("unpaid")]
    cells = [
        [
            row.order.id,
            str(row.inquired),
            stage_words(row.order),
            row.matter,
            str(row.deliver_by or "–"),
            amount(row.total),
            amount(row.order.unpaid) if ordered(row.order) else "–",
        ]
        for row in rows
    ]
    lines = columns(head, cells, flexible=(3,), ids=0, spare=(4,), right=(5, 6), colours=colours_of(rows))
    for currency, sums in figures(rows).items():
        shown = {name: amount(value, currency) for name, value in sums.items()}
        said = text("Ordered {ordered}, paid {paid}, written off {written_off}, unpaid {unpaid}", **shown)
        lines += flowing(str(said))
    return lines
