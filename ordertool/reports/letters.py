"""What stands on a dunning letter, from the client's file: the same each time it is printed (P7.1c)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from ordertool.language import N_
from ordertool.records.client import Client
from ordertool.records.client_money import Dun, Dunned
from ordertool.records.money import rounded
from ordertool.rules.move import Context

LETTER_TITLES = {
    "first": N_("Payment reminder"),
    "second": N_("Second demand for payment"),
    "final": N_("Final demand for payment"),
}
"""The letters, as their papers are called."""


def letter(client: Client, dun: Dun, ctx: Context) -> dict[str, Any]:
    """What stands on the paper: who, since when, how much, in each currency; and the letters before it."""
    debts = [one.debt for one in dun.debts]
    earlier = [one.on for one in client.duns if one.id != dun.id and one.on <= dun.on and _shares(one, debts)]
    currencies = sorted({one.currency for one in dun.debts})
    return {
        "paper": "dun",
        "order": f"{client.id} {dun.id}",
        "number": f"{client.id}-{dun.id}",
        "company": ctx.policy.company,
        "contact": ctx.policy.company_contact,
        "client": {
            "id": client.id,
            **client.profile.model_dump(mode="json", include={"name", "contact", "phone", "address", "uscc"}),
        },
        "stage": dun.stage,
        "on": str(dun.on),
        "earlier": [str(day) for day in sorted(set(earlier))],
        "answer_by": str(dun.on + timedelta(days=ctx.policy.receivables.dunning.apart)),
        "parts": [_part(currency, dun, client, ctx) for currency in currencies],
    }


def _shares(dun: Dun, debts: list[str]) -> bool:
    return any(one.debt in debts for one in dun.debts)


def _part(currency: str, dun: Dun, client: Client, ctx: Context) -> dict[str, Any]:
    mine = [one for one in dun.debts if one.currency == currency]
    total = sum((one.amount for one in mine), rounded(Decimal(0), currency))
    return {"currency": currency, "debts": [_debt(one, dun, client, ctx) for one in mine], "total": f"{total:f}"}


def _debt(one: Dunned, dun: Dun, client: Client, ctx: Context) -> dict[str, Any]:
    order = ctx.order(one.debt)
    terms = order.terms if order else None
    before = next((debt for debt in client.openings if debt.id == one.debt), None)
    return {
        "debt": one.debt,
        "matter": terms.project if terms else before.reference if before else None,
        "contract": terms.contract if terms else None,
        "due": str(one.due),
        "late": (dun.on - one.due).days,
        "amount": f"{one.amount:f}",
    }
