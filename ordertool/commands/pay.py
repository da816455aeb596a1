"""`ordertool pay`: money that came in, went back, or will never come: an order's, or a client's for several (P7.1c)."""

from __future__ import annotations

from typing import Annotated, Any

from typer import Argument, Option

from ordertool.commands import paying
from ordertool.commands.as_typed import amount as figure
from ordertool.commands.as_typed import given
from ordertool.commands.days import gone_by
from ordertool.commands.frame import Answer, Request, command
from ordertool.commands.payee import payee
from ordertool.errors import UsageError
from ordertool.language import _, text
from ordertool.records.faults import validated
from ordertool.records.fulfilment import PaymentInput
from ordertool.records.given import RefundInput, WriteOffInput


@command(move=("order", "pay"))
def run(
    request: Request,
    order: Annotated[
        str, Argument(metavar="ID", help=_("The order, or the client that paid: an id or the last letters of it."))
    ],
    amount: Annotated[str, Option(help=_("The amount, in the order's currency."))],
    on: Annotated[str | None, Option(metavar="DATE", help=_("The day the money moved; else today."))] = None,
    to: Annotated[
        list[str] | None,
        Option(
            metavar="ORDER=AMOUNT",
            help=_("What of a client's money pays which order; else the oldest due are paid first. Repeat it."),
        ),
    ] = None,
    reference: Annotated[str | None, Option(help=_("The bank's reference."))] = None,
    currency: Annotated[str | None, Option(help=_("Of a client's money: its currency; else the company's."))] = None,
    from_deposit: Annotated[
        str | None, Option(metavar="DEPOSIT", help=_("Take it from this deposit of the client's, such as DP1."))
    ] = None,
    refund: Annotated[bool, Option("--refund", help=_("The money went back to the client."))] = False,
    write_off: Annotated[bool, Option("--write-off", help=_("The money will never come in: a manager may."))] = False,
    reason: Annotated[str | None, Option(help=_("Why, of a refund or a write-off."))] = None,
) -> Answer:
    """Record a payment."""
    if refund and write_off:
        raise UsageError(text("it is a refund or a write-off, not both"), text("leave out --refund or --write-off"))
    if reason is None and (refund or write_off):
        raise UsageError(text("--reason is missing"), text('say why: --reason "two rails returned"'))
    session = request.session
    values = given(
        amount=figure(amount),
        on=gone_by(request, on) or session.at.astimezone(session.zone).date(),
        reference=reference,
        reason=reason,
    )
    kind, record_id = payee(request, order)
    deposit = from_deposit.strip().upper() if from_deposit else None
    if kind == "client":
        if refund:
            return paying.given_back(request, record_id, deposit, values)
        if write_off:
            return paying.written_off(request, record_id, to or [], values)
        if deposit:
            return paying.paid_before_the_book(request, record_id, deposit, to or [], values)
        return paying.shared_out(request, record_id, values, to or [], currency)
    _only_of_clients(to=to, currency=currency)
    if deposit and not (refund or write_off):
        return paying.from_deposit(request, record_id, deposit, values)
    if not refund and not write_off:
        payment = validated(PaymentInput, values)
        return request.make("pay", record_id, lambda _old, _ctx: payment)
    money = validated(RefundInput if refund else WriteOffInput, values)
    return request.make("refund" if refund else "write-off", record_id, lambda _old, _ctx: money)


def _only_of_clients(**options: Any) -> None:
    for name, value in options.items():
        if value:
            raise UsageError(
                text("{option} goes with a client's money", option=f"--{name}"), text("ordertool pay --help")
            )
