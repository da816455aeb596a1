"""What a notice says of an order: whose it is, what a move's input told, what is to be delivered (P0.4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ordertool.language import _
from ordertool.notices.discreet import discreet
from ordertool.notices.meeting_words import name_of
from ordertool.notices.titles import SAYS
from ordertool.records.base import Entry
from ordertool.records.order import Order
from ordertool.rules.move import Context
from ordertool.rules.moving import taken
from ordertool.rules.telling import row_of
from ordertool.rules.workflow import row


def order_facts(order: Order, ctx: Context) -> Iterator[tuple[str, str]]:
    """What every notice says of its order."""
    terms = order.terms
    yield _("Order"), order.id
    yield _("Client"), client_words(order, ctx)
    if terms and terms.project:
        yield _("Project"), discreet(terms.project, contacts_of(order, ctx))
    if terms and terms.deliver_by:
        yield _("Delivery by"), str(terms.deliver_by)
    if order.owner:
        yield _("Owner"), name_of(order.owner, ctx)


def order_said(order: Order, entry: Entry, ctx: Context) -> Iterator[tuple[str, str]]:
    """The words of a move's input that its row tells."""
    told, move = row_of(entry.move), row("order", entry.move)
    given = taken(move, order, entry) if told and told.says and move else None
    values: dict[str, Any] = {}
    for name, value in (given.plain() if given else {}).items():
        values |= value if isinstance(value, dict) else {name: value}
    for name in told.says if told else ():
        if isinstance(values.get(name), str):
            called = "requirements" if name == "note" and entry.move in ("assign", "reassign") else name
            yield _(SAYS[called]), discreet(" ".join(values[name].split()), contacts_of(order, ctx))


def goods_of(order: Order, ctx: Context) -> list[str]:
    """What is to be delivered: goods and quantities, without prices."""
    contacts = contacts_of(order, ctx)
    return [
        discreet(" ".join(str(part) for part in (line.item, line.spec) if part), contacts)
        + (f" × {line.quantity:f} {discreet(line.unit or '', contacts)}".rstrip() if line.quantity is not None else "")
        for line in order.lines
    ]


def client_words(order: Order, ctx: Context) -> str:
    """What the client is called; a client who is one person is left out."""
    return discreet(order.client_name, contacts_of(order, ctx))


def contacts_of(order: Order, ctx: Context) -> tuple[str | None, ...]:
    """What is known of the client's contact, by the inquiry and by the client's file, which people may have typed elsewhere too."""
    asked = order.inquiry
    client = ctx.client(order.client) if order.client else None
    known = (client.profile.contact, client.profile.phone, client.profile.email) if client else ()
    return asked.contact, asked.phone, asked.email, *known
