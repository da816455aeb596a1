"""The limit that counts for a client, and what is to be said of an order against it (P7.1b)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Literal, NamedTuple

from ordertool.errors import InvalidError
from ordertool.language import Text
from ordertool.records.client import Client
from ordertool.records.credit import Override, Statement
from ordertool.records.order import Order
from ordertool.rules.exposure import NoRateError, exposure, parts_of
from ordertool.rules.move import Context


class Limit(NamedTuple):
    """A credit limit: an amount, `unlimited`, or None where nothing is set; and whose it is."""

    amount: Decimal | Literal["unlimited"] | None
    of: Literal["client", "grade", "company"] | None


def limit_of(client: Client, at: datetime, ctx: Context) -> Limit:
    """The limit that counts on a day: the client's own, else the grade's, else the company's (L9)."""
    rules, own = ctx.policy.credit, client.credit_on(ctx.day(at))
    if own is not None and own.limit is not None:
        return Limit(own.limit, "client")
    by_grade = rules.terms_of(own.grade if own else "none").limit
    if by_grade is not None:
        return Limit(by_grade, "grade")
    return Limit(rules.limit, "company") if rules.limit is not None else Limit(None, None)


class Verdict(NamedTuple):
    """What is said of a client's credit, with an order as it would stand.

    `within` and `over` come with the statement; `unset` and `unlimited` ask for none. Over an `unassessed` client nothing can
    be said, nor where it cannot be added up: `no-rate` names the currency, `unreadable` why.
    """

    word: Literal["within", "over", "unset", "unlimited", "unassessed", "no-rate", "unreadable"]
    limit: Limit
    statement: Statement | None = None
    currency: str = ""
    why: Text | None = None


def verdict(client: Client, order: Order | None, at: datetime, ctx: Context, *, assessed: bool = True) -> Verdict:
    """The verdict on a day; with `assessed`, who has no valid assessment gets none, unless policy lets that pass."""
    limit = limit_of(client, at, ctx)
    if assessed and ctx.policy.credit.unassessed != "pass" and client.credit_on(ctx.day(at)) is None:
        return Verdict("unassessed", limit)
    if limit.amount is None:
        return Verdict("unset", limit)
    if limit.amount == "unlimited":
        return Verdict("unlimited", limit)
    return counted(client, order, limit, ctx)


def counted(client: Client, order: Order | None, limit: Limit, ctx: Context) -> Verdict:
    """The exposure added up and held against a limit, whatever that is."""
    try:
        found = exposure(client.id, order, ctx)
    except NoRateError as missing:
        return Verdict("no-rate", limit, currency=missing.currency)
    except InvalidError as error:
        return Verdict("unreadable", limit, why=error.message)
    statement = found.model_copy(update={"limit": limit.amount, "limit_of": limit.of})
    return Verdict("over" if statement.over else "within", limit, statement)


def covering(
    client: Client,
    order: Order,
    case: Verdict,
    at: datetime,
    ctx: Context,
    movers: frozenset[str | None] = frozenset(),
    given_by: datetime | None = None,
) -> Override | None:
    """The override that covers an order as it would stand: given before, still running, for this client, up to this exposure.

    What is entered late is judged by what runs when it is entered, but was approved when it happened (`given_by`).

    Nobody moves an order by an override of their own (L19): `movers` make the move and type it. An assessment that is
    missing is stood in for only where policy waits for one.
    """
    if not order.overrides or (case.word == "unassessed" and ctx.policy.credit.unassessed == "refuse"):
        return None
    if case.word == "unassessed":
        case = counted(client, order, case.limit, ctx)
    statement = case.statement
    given = {one.item: one for one in order.standing if one.move == "override"}
    holding = (
        override
        for override in order.overrides
        if statement is not None
        and override.covers >= statement.sum
        and override.until >= ctx.day(at)
        and override.seen.client == client.id
        and (made := given.get(override.id)) is not None
        and made.at <= (given_by or at)
        and made.by not in movers
    )
    return next(holding, None)


def covered(
    client: Client,
    order: Order,
    case: Verdict,
    at: datetime,
    ctx: Context,
    movers: frozenset[str | None] = frozenset(),
    given_by: datetime | None = None,
) -> bool:
    """Whether an override covers an order as it would stand."""
    return covering(client, order, case, at, ctx, movers, given_by) is not None


def awaits_verdict(
    order: Order, at: datetime, ctx: Context, movers: frozenset[str | None] = frozenset()
) -> Verdict | None:
    """The verdict that stands between a submitted order and its assignment, and is not to its favour yet (P7.1a).

    One is due where the client had no valid assessment when the order was submitted, policy waits for one, and something is
    on credit; an override stands in for it. None where the order may be assigned.
    """
    rules, submitted = ctx.policy.credit, order.last("submit")
    if rules.unassessed != "wait" or rules.gates.submit == "off" or submitted is None or order.client is None:
        return None
    client = ctx.client(order.client)
    if client is None or client.assessed_by(submitted.typed_at, ctx.day(submitted.typed_at)):
        return None
    if parts_of(order).on_credit == 0:
        return None
    found = verdict(client, order, at, ctx)
    passes = ("within", "unset", "unlimited", *(("over",) if rules.gates.submit == "warn" else ()))
    if found.word in passes or (rules.gates.submit != "refuse" and covered(client, order, found, at, ctx, movers)):
        return None
    return found


def assignable_since(order: Order, reached: datetime | None, ctx: Context) -> datetime | None:
    """Since when a submitted order may be assigned: since it was submitted, or since what it waited for came; None before.

    The order department's clock does not run while finance's does.
    """
    rules, submitted = ctx.policy.credit, order.last("submit")
    on_credit = order.terms is not None and order.terms.payment not in ("prepayment:100", "cash-on-delivery")
    if reached is None or submitted is None or order.client is None or not on_credit:
        return reached
    try:
        client = ctx.client(order.client)
    except InvalidError:  # the client's file cannot be read; its order still can
        return reached
    if client is None:
        return reached
    waits = rules.unassessed == "wait" and rules.gates.submit != "off"
    if not waits or client.assessed_by(submitted.typed_at, ctx.day(submitted.typed_at)):
        return reached
    came = [one.at for one in client.standing if one.move == "credit" and one.typed_at >= submitted.typed_at]
    came += [one.at for one in order.standing if one.move == "override"]
    return max(reached, min(came)) if came else None
