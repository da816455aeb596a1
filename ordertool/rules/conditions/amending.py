"""Changes of terms and corrections after the submission (P2.6, P7.2, P6.1b)."""

from __future__ import annotations

from decimal import Decimal

from ordertool.language import text
from ordertool.records.amending import UNAGREED
from ordertool.records.base import Entry
from ordertool.records.order import Order
from ordertool.rules.conditions.saying import no, said_by_then, short
from ordertool.rules.move import Context, Refusal


def client_agreed(_old: Order, new: Order, entry: Entry, ctx: Context) -> Refusal | None:
    """New terms are the client's too: who agreed, how and when."""
    agreed = new.changes[-1].agreed
    if agreed is None:
        return no(
            text("the client has not agreed to it"), text('add --agreed-by "who;channel;when it was said"'), "P2.6"
        )
    return said_by_then(agreed, entry, "P2.6", ctx)


def named_client(old: Order, new: Order, clause: str, ctx: Context) -> Refusal | None:
    """Why an order cannot name its client: there is no file, or it was merged into another."""
    if new.client is None:
        return None
    found = ctx.file(new.client)
    if found is None:
        return no(
            text("there is no client {client}", client=new.client),
            text("ordertool client list"),
            clause,
            kind="invalid",
        )
    if found.merged is None or new.client == old.client:
        return None
    into = ctx.client(new.client)
    return no(
        text("{client} was merged into {into}", client=new.client, into=into.id if into else found.merged.into),
        text("name that one: {id}", id=short(into.id if into else found.merged.into)),
        clause,
    )


def terms_change(old: Order, new: Order, entry: Entry, ctx: Context) -> Refusal | None:
    """A change or correction changes something, names a client that has a file, and keeps what was delivered."""
    if new.terms == old.terms:
        return no(text("nothing would change"), text("name a field to change: --set field=value"), "P2.6")
    unknown = named_client(old, new, "P2.6", ctx)
    if unknown is not None:
        return unknown
    moved = currency_moved(old, new.terms.currency if new.terms else None) or payer_moved(old, new, ctx)
    if moved is not None:
        return moved
    promised = new.terms.deliver_by if new.terms else None
    if old.terms is not None and promised != old.terms.deliver_by and promised and promised < ctx.day(entry.at):
        return no(text("{day} is already past", day=promised), text("agree on a day to come"), "P2.6")
    ordered = {line.id: line.quantity or Decimal(0) for line in new.lines}
    for line, quantity in new.delivered().items():
        if ordered.get(line, Decimal(0)) < quantity:
            return no(
                text("line {line}: {quantity} were delivered already", line=line, quantity=f"{quantity:f}"),
                text("ordertool show {id}", id=short(new.id)),
                "P2.6",
            )
    return None


def currency_moved(old: Order, currency: str | None) -> Refusal | None:
    """Money that was booked was booked in the order's currency."""
    if not old.payments or old.terms is None or currency in (None, old.terms.currency):
        return None
    return no(
        text("money was booked in {currency}", currency=old.terms.currency),
        text("give it back first: ordertool pay {id} --refund …, or make a new order", id=short(old.id)),
        "P7.1c",
    )


def payer_moved(old: Order, new: Order, ctx: Context) -> Refusal | None:
    """What a client's deposit paid of an order stands in that client's file: the order stays that client's."""
    item = next((one.deposit for one in old.payments if one.deposit is not None), None)
    if item is None or ctx.client_of(old) == ctx.client_of(new):
        return None
    return no(
        text("{item} of the client's file paid some of it", item=item),
        text(
            "give it back: ordertool pay {id} --refund …, and make a new order for the other client", id=short(old.id)
        ),
        "P7.1c",
    )


def terms_stay_complete(_old: Order, new: Order, _entry: Entry, _ctx: Context) -> Refusal | None:
    """What a form needs to be submitted it needs afterwards too."""
    from ordertool.rules.review import completeness  # noqa: PLC0415 (review is for this question alone)

    first = next(completeness(new.terms), None) if new.terms else None
    if first is None:
        return None
    return no(text("{field} would be missing", field=first.field), text("give it a value"), "P2.2c")


def rest_to_deliver(old: Order, new: Order, _entry: Entry, _ctx: Context) -> Refusal | None:
    """An order that was given on with a part delivered is planned again before the rest of it is waived by a change."""
    if old.stage in ("active", "delivered") or not new.delivered() or new.missing():
        return None
    return no(
        text("nothing would be left to deliver"),
        text("change it when it is planned again: ordertool plan {id} …", id=short(new.id)),
        "P2.6",
    )


def no_term_corrected(_old: Order, new: Order, _entry: Entry, _ctx: Context) -> Refusal | None:
    """What the client agreed to is changed with the client, not corrected."""
    odd = next((name for name in new.corrections[-1].set if name not in UNAGREED), None)
    if odd is None:
        return None
    return no(
        text("{field} is a term that the client agreed to", field=odd),
        text('ordertool change {id} --set {field}=… --cause ours --agreed-by "…"', id=short(new.id), field=odd),
        "P6.1b",
    )
