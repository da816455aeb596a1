"""`ordertool pay`: money that came in, went back, or will never come (P7.1c)."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from ordertool.commands.as_typed import amount as figure
from ordertool.commands.as_typed import given
from ordertool.commands.days import gone_by
from ordertool.commands.frame import Answer, OrderId, Request, command
from ordertool.errors import UsageError
from ordertool.language import _, text
from ordertool.records.faults import validated
from ordertool.records.fulfilment import PaymentInput
from ordertool.records.given import RefundInput, WriteOffInput


@command(move=("order", "pay"))
def run(
    request: Request,
    order: OrderId,
    amount: Annotated[str, Option(help=_("The amount, in the order's currency."))],
    on: Annotated[str | None, Option(metavar="DATE", help=_("The day the money moved; else today."))] = None,
    reference: Annotated[str | None, Option(help=_("The bank's reference."))] = None,
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
    if not refund and not write_off:
        payment = validated(PaymentInput, values)
        return request.make("pay", order, lambda _old, _ctx: payment)
    money = validated(RefundInput if refund else WriteOffInput, values)
    return request.make("refund" if refund else "write-off", order, lambda _old, _ctx: money)
