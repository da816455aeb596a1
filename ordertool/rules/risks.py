"""The risk register of an order in one view: risks of the plan and those entered since, as they stand now (P7.2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from ordertool.records.order import Order
from ordertool.records.risk import RiskReview
from ordertool.rules.move import Context

LEVELS = range(5, 0, -1)
"""Likelihood and effect, from the most to the least."""


class Risk(NamedTuple):
    """A risk as it stands: what the newest review says where it says something; None what nobody has rated yet.

    `look` is the day to look at it again, until that was done; `outcome` what became of it, None while it is open.
    """

    id: str
    risk: str
    countermeasure: str
    likelihood: int | None
    effect: int | None
    owner: str | None
    trigger: str | None
    look: date | None
    outcome: str | None
    note: str | None
    since: datetime
    looked: datetime | None
    planned: bool

    @property
    def score(self) -> int | None:
        """Likelihood times effect."""
        return None if self.likelihood is None or self.effect is None else self.likelihood * self.effect

    def reached(self, today: date) -> bool:
        """Whether its day has come and nobody has looked at it since."""
        return self.outcome is None and self.look is not None and self.look <= today


def register(order: Order, ctx: Context) -> tuple[Risk, ...]:
    """Every risk of an order: the plan's first, then those entered one by one."""
    return tuple(_as_it_stands(risk, order, ctx) for risk in (*_planned(order), *_entered(order)))


def _planned(order: Order) -> Iterator[Risk]:
    planned = order.last("plan")
    if order.plan is not None and planned is not None:
        for one in order.plan.risks:
            yield Risk(
                one.id, one.risk, one.countermeasure, None, None, order.owner, None, None, None, None, planned.at, None,
                planned=True,
            )  # fmt: skip


def _entered(order: Order) -> Iterator[Risk]:
    made = {entry.item: entry.at for entry in order.standing if entry.move == "risk"}
    for one in order.risks:
        yield Risk(
            one.id, one.risk, one.countermeasure, one.likelihood, one.effect, one.owner or order.owner, one.trigger,
            one.look, None, None, made.get(one.id, order.log[0].at), None, planned=False,
        )  # fmt: skip


def _as_it_stands(risk: Risk, order: Order, ctx: Context) -> Risk:
    """A risk after every review of it."""
    made = {entry.item: entry.at for entry in order.standing if entry.move in ("risk-review", "risk-close")}
    for review in order.risk_reviews:
        if review.risk == risk.id:
            risk = _after(risk, review, made.get(review.id, risk.since), ctx)
    return risk


def _after(risk: Risk, review: RiskReview, at: datetime, ctx: Context) -> Risk:
    """A risk after one review: a day that had come by then is done with, one still to come stays."""
    done = risk.look is not None and risk.look <= ctx.day(at)
    return risk._replace(
        likelihood=review.likelihood or risk.likelihood,
        effect=review.effect or risk.effect,
        look=review.look or (None if done else risk.look),
        outcome=review.outcome,
        note=review.note,
        looked=at,
    )


def open_risks(order: Order, ctx: Context) -> tuple[Risk, ...]:
    """Risks of which nobody has said what became of them."""
    return tuple(risk for risk in register(order, ctx) if risk.outcome is None)
