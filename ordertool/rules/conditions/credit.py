"""The client's credit at every move that asks more of it (P7.1b)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from ordertool.language import Text, listed, text
from ordertool.records.base import Entry
from ordertool.records.client import Client
from ordertool.records.credit_rules import Gate
from ordertool.records.exact_numbers import figure
from ordertool.records.fulfilment import Delivery
from ordertool.records.money import rounded
from ordertool.records.order import Order
from ordertool.rules.conditions.money import no_amount
from ordertool.rules.conditions.saying import no, short
from ordertool.rules.credit import Limit, Verdict, awaits_verdict, counted, covered, limit_of, verdict
from ordertool.rules.exposure import NOTHING, raises
from ordertool.rules.move import Context, Refusal
from ordertool.rules.permissions import rights, role_name, told_figures

_TAKING_BACK = {"cancel": "reopen", "waive": "reopen", "send-back": "submit", "change": "change"}
"""What an undo brings back, and whose gate it goes through; money that was booked wrongly is put right at any time."""
_OVERRIDABLE = ("draft", "submitted", "assigned", "confirmed", "active")


def within_limit(old: Order | None, new: Order, entry: Entry, ctx: Context) -> Refusal | None:
    """What the client has on credit stays within the limit, or an override covers it; where policy asks for that (L9, L12)."""
    gate, found = _found("P7.1b", _gated(old, entry), old, new, entry, ctx)
    return None if gate == "warn" else found


def form_within_limit(old: Order, entry: Entry, ctx: Context) -> Refusal | None:
    """What the form comes to stays within the client's credit limit, or an override covers it (L9, L12)."""
    gate, found = _found("P7.1b", "submit", old, old, entry, ctx)
    return None if gate == "warn" else found


def rest_within_limit(old: Order, entry: Entry, ctx: Context) -> Refusal | None:
    """What a delivery of all that is still owed would be told by the client's credit limit: for who asks ahead of it."""
    rest: Callable[..., Delivery] = Delivery.model_construct
    make: Callable[..., Order] = Order.model_construct
    coming = rest(id="", quantities=old.missing(), outcome="accepted")
    values = {name: getattr(old, name) for name in Order.model_fields}
    delivered = make(**{**values, "delivery": (*old.delivery, coming)})
    return within_limit(old, delivered, entry.model_copy(update={"move": "deliver"}), ctx)


def told_of_limit(old: Order | None, new: Order, entry: Entry, ctx: Context) -> Refusal | None:
    """Where policy only warns, the move is made and the verdict told (L12)."""
    gate, found = _found("P7.1b", _gated(old, entry), old, new, entry, ctx)
    return found if gate == "warn" else None


def verdict_given(old: Order, entry: Entry, ctx: Context) -> Refusal | None:
    """An order is assigned once there is a verdict on its client's credit: an assessment, and room for it, or an override."""
    found = awaits_verdict(old, entry.typed_at, ctx, frozenset((entry.by, entry.via)))
    client = ctx.client(old.client or "")
    if found is None or client is None:
        return None
    return _said("P7.1a", "submit", client, old, found, entry, ctx, overridable=True)


def _gated(old: Order | None, entry: Entry) -> str:
    """The gate that a move goes through, by its name in policy.yaml; none has none."""
    return (_TAKING_BACK.get(old.standing[-1].move, "") if old else "") if entry.move == "undo" else entry.move


def _found(
    clause: str, name: str, old: Order | None, new: Order, entry: Entry, ctx: Context
) -> tuple[Gate, Refusal | None]:
    """What a gate says of a move, and how firmly; `off` where there is nothing to say."""
    gate: Gate = getattr(ctx.policy.credit.gates, name) if name else "off"
    client = ctx.client(new.client) if new.client else None
    if gate == "off" or client is None or not raises(old, new):
        return "off", None
    case = verdict(client, new, entry.typed_at, ctx)
    if case.word in ("within", "unset", "unlimited"):
        return "off", None
    if case.word == "unassessed" and _waits(client, new, ctx):
        gate = "warn"
    elif gate == "ask" and covered(client, new, case, entry.typed_at, ctx, frozenset((entry.by, entry.via)), entry.at):
        return "off", None
    # An override is given to the order as it stands before the move, not as the move would leave it.
    overridable = (old or new).stage in _OVERRIDABLE
    return gate, _said(clause, name, client, new, case, entry, ctx, overridable=overridable)


def _waits(client: Client, order: Order, ctx: Context) -> bool:
    """Whether an order goes on without an assessment, because its assignment waits for one (`verdict_given`)."""
    if ctx.policy.credit.unassessed != "wait" or order.stage not in ("draft", "submitted"):
        return False
    submitted = order.last("submit") if order.stage == "submitted" else None
    return submitted is None or not client.assessed_by(submitted.typed_at, ctx.day(submitted.typed_at))


def _said(
    clause: str,
    name: str,
    client: Client,
    order: Order,
    case: Verdict,
    entry: Entry,
    ctx: Context,
    *,
    overridable: bool,
) -> Refusal:
    """The verdict in words: who may not see the figures learns no more than that (L11)."""
    policy = f"credit.gates.{name}"
    if case.word == "unassessed":
        return no(
            text("the client has no valid credit assessment"),
            text(
                "finance or the client's keeper makes one: ordertool client credit {client} --grade …",
                client=short(client.id),
            ),
            "P7.1a",
            policy="credit.unassessed",
        )
    if case.word == "no-rate":
        return no(*_no_rate(case), clause, policy="credit.rates")
    if case.word == "unreadable":
        return no(*_unreadable(case), clause, policy=policy)
    hint = text(
        "the client pays first, or finance assesses the credit anew: ordertool client credit {client} …",
        client=short(client.id),
    )
    if getattr(ctx.policy.credit.gates, name) != "refuse" and overridable:
        hint = text(
            'it takes an override by: {roles}; ordertool override {id} --reason "…" --until DATE',
            roles=listed(map(role_name, ctx.policy.credit.override)),
            id=short(order.id),
        )
    return no(_over(client, order, case, entry, ctx), hint, clause, policy=policy)


def _no_rate(case: Verdict) -> tuple[Text, Text]:
    return (
        text("what is owed in {currency} cannot be added up: there is no rate for it", currency=case.currency),
        text(
            "a manager names one in policy.yaml, as credit.rates: what one {currency} is worth", currency=case.currency
        ),
    )


def _unreadable(case: Verdict) -> tuple[Text, Text]:
    return text("what the client owes cannot be told: {why}", why=case.why), text("ordertool check")


def _over(client: Client, order: Order, case: Verdict, entry: Entry, ctx: Context) -> Text:
    statement = case.statement
    assert statement is not None
    others = statement.sum - statement.terms[-1].amount
    already = statement.model_copy(update={"sum": others}).over
    if not told_figures(entry, ctx, client, order):
        return (
            text("the client's credit limit is exceeded already")
            if already
            else text("the client's credit limit does not allow it")
        )
    currency = statement.currency
    limit = statement.limit if isinstance(statement.limit, Decimal) else NOTHING
    amounts = {"sum": statement.sum, "others": others, "limit": limit}
    figures = {"currency": currency, **{name: figure(one, currency) for name, one in amounts.items()}}
    if already:
        return text(
            "the credit limit of {limit} {currency} is exceeded already: {others}, and this makes it {sum}", **figures
        )
    return text("the exposure would be {sum} {currency}, above the credit limit of {limit}", **figures)


# --- overrides


def approver_named(_old: Order, entry: Entry, ctx: Context) -> Refusal | None:
    """An override is given by a role that policy names (L12)."""
    named = ctx.policy.credit.override
    person = ctx.staff.get(entry.by)
    if person is not None and rights(person, None, entry.typed_at, ctx) & set(named):
        return None
    return no(
        text("policy does not let {staff} override a credit limit", staff=entry.by),
        text("ask one who holds: {roles}", roles=listed(map(role_name, named)))
        if named
        else text("nobody may override"),
        "P7.1b",
        policy="credit.override",
        kind="role",
    )


def not_who_submits(old: Order, entry: Entry, _ctx: Context) -> Refusal | None:
    """Who made the form or submitted it, or typed that for another, does not approve it, nor type that it is approved (L19)."""
    made = [one for one in old.standing if one.move in ("draft", "submit")]
    own = {one.by for one in made} & {entry.by, entry.via}
    own |= {one.via for one in made if one.via is not None} & {entry.by}
    if not own:
        return None
    return no(
        text("{staff} made this order's form or submitted it, and does not approve it", staff=min(own)),
        text("let another who may override decide"),
        "P7.1b",
        kind="role",
    )


def override_runs(_old: Order, new: Order, entry: Entry, ctx: Context) -> Refusal | None:
    """An override runs for some days to come, and covers no less than what was seen (L12)."""
    made = new.overrides[-1]
    if made.until < ctx.day(entry.typed_at):
        return no(text("it would already have expired on {day}", day=made.until), text("give a later --until"), "P7.1b")
    if made.covers < made.seen.sum:
        currency = made.seen.currency
        shown = figure(made.covers, currency)
        return no(
            text("{amount} covers nothing: the exposure is {sum}", amount=shown, sum=figure(made.seen.sum, currency))
            if told_figures(entry, ctx, ctx.client(made.seen.client), new)
            else text("{amount} covers nothing: the exposure is more", amount=shown),
            text("leave out --amount, or give more"),
            "P7.1b",
        )
    return None


def statement_computes(old: Order, new: Order, entry: Entry, ctx: Context) -> Refusal | None:
    """The exposure that was approved is the one that anyone computes again from the same commit (L10)."""
    seen = new.overrides[-1].seen
    case = override_basis(old, entry, ctx)
    if isinstance(case, Refusal):
        return case
    if case.statement == seen:
        return None
    return no(
        text("the exposure that it was given for is not the client's"),
        text('ordertool override {id} --reason "…" --until DATE', id=short(old.id)),
        "P7.1b",
    )


def something_to_override(_old: Order, new: Order, entry: Entry, ctx: Context) -> Refusal | None:
    """There is something to override: a limit that is exceeded, now or up to `--amount`, or an assessment that is missing."""
    made = new.overrides[-1]
    client = ctx.client(made.seen.client)
    if client is None or (client.credit_on(ctx.day(entry.typed_at)) is None and ctx.policy.credit.unassessed == "wait"):
        return None
    limit = made.seen.limit
    if limit is not None and not isinstance(limit, str) and made.covers > limit:
        return None
    return no(
        text("there is nothing to override: the client's credit covers it"),
        text(
            "what counts: ordertool client credit {client} --explain --order {id}",
            client=short(client.id),
            id=short(new.id),
        ),
        "P7.1b",
    )


def override_basis(order: Order, entry: Entry, ctx: Context) -> Verdict | Refusal:
    """The exposure that an override of an order rests on, or why there is none."""
    client = ctx.client(order.client) if order.client else None
    if client is None or order.terms is None or order.terms.total is None:
        return no(
            text("its form has no client or no total yet"), text("ordertool draft {id} …", id=short(order.id)), "P7.1b"
        )
    case = counted(client, order, limit_of(client, entry.typed_at, ctx), ctx)
    if case.word == "no-rate":
        return no(*_no_rate(case), "P7.1b", policy="credit.rates")
    if case.word == "unreadable":
        return no(*_unreadable(case), "P7.1b")
    return case


# --- assessments


def limit_in_cents(_old: Client, new: Client, _entry: Entry, ctx: Context) -> Refusal | None:
    """A limit is an amount of the company's currency."""
    limit, currency = new.credit[-1].limit, ctx.policy.currency
    if not isinstance(limit, Decimal) or limit == rounded(limit, currency):
        return None
    return no_amount(limit, currency, "P7.1a")


def limit_not_below_exposure(_old: Client, new: Client, entry: Entry, ctx: Context) -> Refusal | None:
    """A limit below the client's exposure is meant, and no slip: zero is, and else it is said so (P7.1a)."""
    made = new.credit[-1]
    if made.limit is None or isinstance(made.limit, str) or made.limit == 0 or made.below_owed:
        return None
    case = counted(new, None, Limit(made.limit, "client"), ctx)
    if case.statement is None or not case.statement.over:
        return None
    exposure, currency = figure(case.statement.sum, case.statement.currency), case.statement.currency
    return no(
        text("the client's exposure is {sum} {currency} already, above that limit", sum=exposure, currency=currency)
        if told_figures(entry, ctx, new)
        else text("the client's exposure is above that limit already"),
        text("if it is meant, so that nothing more is supplied until they pay: add --below-owed, or --line 0"),
        "P7.1b",
    )
