"""A client's credit in words: the limit that counts, each order's part of the exposure, and the verdict (P7.1b)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from ordertool.language import N_, Text, _, text
from ordertool.records.client import Client
from ordertool.records.credit import Override, Owing, Statement
from ordertool.records.order import Order
from ordertool.reports.screen import columns, painted, visible
from ordertool.reports.words import amount
from ordertool.rules.credit import Verdict, counted, covering, verdict
from ordertool.rules.move import Context

VERDICTS = {
    "within": N_("within the credit limit"),
    "over": N_("above the credit limit"),
    "unset": N_("no credit limit is set"),
    "unlimited": N_("unlimited credit"),
    "unassessed": N_("no valid credit assessment"),
    "no-rate": N_("it cannot be added up: a rate is missing"),
    "unreadable": N_("it cannot be told: a file cannot be read"),
}
_FIGURES = range(1, 6)
_LIMIT_OF = {
    "client": N_("the client's own"), "grade": N_("the grade's, by policy.yaml"), "company": N_("for all, by policy.yaml"),
}  # fmt: skip


def exposure_document(
    client: Client, order: Order | None, at: datetime, ctx: Context, *, figures: bool
) -> dict[str, Any]:
    """It as `--json` gives it; without the right to figures, the verdict alone (L11)."""
    found, statement = _found(client, order, at, ctx)
    document: dict[str, Any] = {
        "client": client.id,
        "order": order.id if order else None,
        "verdict": found.word,
        "figures": figures,
        "override": override.id if (override := _covered_by(found, client, order, at, ctx)) else None,
    }
    if not figures:
        return document
    valid = client.credit_on(ctx.day(at))
    return document | {
        "grade": valid.grade if valid else None,
        "assessment": valid.id if valid else None,
        "limit": None if found.limit.amount is None else str(found.limit.amount),
        "limit_of": found.limit.of,
        "currency": ctx.policy.currency,
        "missing_rate": found.currency or None,
        "terms": [one.model_dump(mode="json") for one in statement.terms] if statement else None,
        "before_the_book": f"{statement.before:f}" if statement else None,
        "paid_in_advance": f"{statement.advance:f}" if statement else None,
        "exposure": f"{statement.sum:f}" if statement else None,
        "room": _room(found, statement),
    }


def _found(client: Client, order: Order | None, at: datetime, ctx: Context) -> tuple[Verdict, Statement | None]:
    """The verdict, and the exposure also where the verdict does not ask for it."""
    found = verdict(client, order, at, ctx)
    return found, found.statement or counted(client, order, found.limit, ctx).statement


def _covered_by(found: Verdict, client: Client, order: Order | None, at: datetime, ctx: Context) -> Override | None:
    """The override that lets the order go on although the verdict is not to its favour; who gave it may not use it (L19)."""
    if order is None or found.word not in ("over", "unassessed"):
        return None
    return covering(client, order, found, at, ctx)


def _room(found: Verdict, statement: Statement | None) -> str | None:
    """What may still be ordered on credit; less than nothing where the limit is exceeded."""
    limit = found.limit.amount
    return f"{limit - statement.sum:f}" if statement is not None and isinstance(limit, Decimal) else None


def exposure_lines(client: Client, order: Order | None, at: datetime, ctx: Context, *, figures: bool) -> list[str]:
    """The same for people."""
    found, statement = _found(client, order, at, ctx)
    said = [f"{painted(client.id, 'bold')}  {visible(client.profile.name)}"]
    if figures:
        said.append(str(_limit_words(found, ctx)))
        if statement is not None:
            said += _table(statement, order, ctx)
        if found.currency:
            said.append(str(text("no rate for {currency} in policy.yaml: credit.rates", currency=found.currency)))
        if found.why is not None:
            said.append(str(found.why))
    said.append(str(text("Verdict: {verdict}", verdict=_(VERDICTS[found.word]))))
    override = _covered_by(found, client, order, at, ctx)
    if override is not None:
        goes_on = text(
            "Override {override} lets the order go on, until {day}.", override=override.id, day=override.until
        )
        said.append(str(goes_on))
    return said


def _limit_words(found: Verdict, ctx: Context) -> Text:
    limit = found.limit.amount
    if limit is None or found.limit.of is None:
        return text("Credit limit: not set")
    shown = _("unlimited") if isinstance(limit, str) else amount(limit, ctx.policy.currency)
    return text("Credit limit: {limit} ({whose})", limit=shown, whose=_(_LIMIT_OF[found.limit.of]))


def _table(statement: Statement, order: Order | None, ctx: Context) -> list[str]:
    """A row for each order; those in another currency with their rate."""
    head = [
        _("order"),
        _("delivered, unpaid"),
        _("still to come"),
        _("paid before or in cash"),
        _("rate"),
        _("on credit"),
    ]
    rows = [_row(one, ctx, this=order is not None and one.order == order.id) for one in statement.terms]
    if statement.before:
        rows.append(
            [
                _("from before the book"),
                amount(statement.before, ""),
                "",
                "",
                "",
                amount(statement.before, statement.currency),
            ]
        )
    if statement.advance:
        rows.append([_("paid in advance"), "", "", "", "", amount(-statement.advance, statement.currency)])
    rows.append([_("exposure"), "", "", "", "", amount(statement.sum, statement.currency)])
    if isinstance(statement.limit, Decimal):
        rows.append([_("room"), "", "", "", "", amount(statement.limit - statement.sum, statement.currency)])
    return columns(head, rows, flexible=(), ids=0, right=_FIGURES)


def _row(one: Owing, ctx: Context, *, this: bool) -> list[str]:
    currency = "" if one.currency == ctx.policy.currency else one.currency
    return [
        str(text("{order} (this one)", order=one.order)) if this else one.order,
        amount(one.delivered, currency),
        amount(one.committed, currency),
        amount(one.secured, currency),
        f"{one.rate:f}" if one.rate is not None else "",
        amount(one.amount, ctx.policy.currency),
    ]
