"""Which clients are asked how content they are, and who asks: from the order's id, so that everybody agrees (P6.2b)."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from decimal import Decimal

from ordertool.records.order import Order
from ordertool.records.survey_rules import SurveyRules
from ordertool.rules.clocks import made_at
from ordertool.rules.duty import on_duty, present
from ordertool.rules.move import Context
from ordertool.rules.permissions import stood_in_for

_WHOLE = 1 << 64


def sampled(order_id: str, rules: SurveyRules) -> bool:
    """Whether the sample has an order: told from the hash of its id, the same on every machine and at any time."""
    if rules.sample == "none":
        return False
    place = int.from_bytes(hashlib.sha256(order_id.encode()).digest()[:8])
    if rules.share is not None:
        return place < rules.share * _WHOLE
    return rules.every is None or place % rules.every == 0


def asked_on(order: Order, ctx: Context) -> date | None:
    """The day on which the client was first asked: a sheet went out, or else their answer was recorded."""
    sent = made_at(order, "survey-sent", order.survey_sheets[0].id) if order.survey_sheets else None
    answered = order.last("survey")
    at = sent or (answered.at if answered else None)
    return ctx.day(at) if at else None


def survey_wanted(order: Order, ctx: Context) -> bool:
    """Whether the client is still to be asked after what was delivered, by the policy's sample, least value and pause."""
    rules = ctx.policy.survey
    if not order.delivery or order.survey is not None or order.survey_sheets or not sampled(order.id, rules):
        return False
    terms = order.terms
    if rules.min_value is not None and (
        terms is None or terms.currency != ctx.policy.currency or (terms.total or Decimal(0)) < rules.min_value
    ):
        return False
    return not rules.not_within_days or not _asked_lately(order, rules.not_within_days, ctx)


def _asked_lately(order: Order, days: int, ctx: Context) -> bool:
    """Whether the client was asked after another order within some days before this one's slips were in."""
    signed = order.last("sign") or order.log[-1]
    since = ctx.day(signed.at) - timedelta(days=days)
    return any(day >= since for one, day in _days_asked(ctx).get(ctx.client_of(order) or "", ()) if one != order.id)


def _days_asked(ctx: Context) -> dict[str, list[tuple[str, date]]]:
    """When each client was asked, after which order; read from all orders once for a commit."""
    found: dict[str, list[tuple[str, date]]] = {}
    if "surveyed" not in ctx.kept:
        for order in ctx.orders():
            day = asked_on(order, ctx)
            if day is not None:
                found.setdefault(ctx.client_of(order) or "", []).append((order.id, day))
        ctx.kept["surveyed"] = found
    return ctx.kept["surveyed"]  # type: ignore[no-any-return]


def surveyor(order: Order, now: datetime, ctx: Context) -> tuple[str | None, str]:
    """Who asks, in what role: who took the inquiry, else reception, else the order department; never an owner."""
    owners = {assignment.to for assignment in order.assignment}
    taker = ctx.staff.get(order.taker)
    choices: list[tuple[str, str | None]] = []
    if taker is not None and "receptionist" in taker.roles:
        choices.append(("receptionist", present(taker.id, now, ctx)))
    for role in ("receptionist", "processor"):
        choices.append((role, on_duty(role, now, ctx)))
        choices += [(role, present(one.id, now, ctx)) for one in ctx.colleagues() if role in one.roles]
    for role, person in choices:
        if person is not None and not {one.id for one in stood_in_for(person, now, ctx)} & owners:
            return person, role
    return None, "receptionist"
