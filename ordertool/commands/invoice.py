"""`ordertool invoice`: an invoice to the client, or a credit note that takes one back (P7.1c)."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from ordertool.commands.as_typed import amount as figure
from ordertool.commands.as_typed import given
from ordertool.commands.days import gone_by
from ordertool.commands.frame import Answer, OrderId, Request, command
from ordertool.language import _
from ordertool.records.faults import validated
from ordertool.records.money import InvoiceInput


@command(move=("order", "invoice"))
def run(
    request: Request,
    order: OrderId,
    number: Annotated[str, Option(help=_("The invoice's number."))],
    amount: Annotated[str, Option(help=_("The amount with its tax, in the order's currency."))],
    tax: Annotated[str | None, Option(help=_("The tax that is contained in it."))] = None,
    on: Annotated[str | None, Option(metavar="DATE", help=_("The day of the invoice; else today."))] = None,
    credit_note: Annotated[
        bool, Option("--credit-note", help=_("It is a credit note: it takes back what was invoiced."))
    ] = False,
) -> Answer:
    """Record an invoice."""
    session = request.session
    invoice = validated(
        InvoiceInput,
        given(
            number=number,
            amount=figure(amount),
            tax=figure(tax),
            on=gone_by(request, on) or session.at.astimezone(session.zone).date(),
            kind="credit-note" if credit_note else None,
        ),
    )
    return request.make("invoice", order, lambda _old, _ctx: invoice)
