"""`ordertool override`: an order goes beyond its client's credit limit, by the leave of who may give it (P7.1b)."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from ordertool.commands.as_typed import amount as figure
from ordertool.commands.as_typed import given
from ordertool.commands.days import to_come
from ordertool.commands.frame import Answer, OrderId, Request, command
from ordertool.language import _
from ordertool.making import refuse
from ordertool.records.base import Entry
from ordertool.records.credit import OverrideInput
from ordertool.records.faults import validated
from ordertool.records.order import Order
from ordertool.rules.conditions.credit import override_basis
from ordertool.rules.move import Context, Refusal
from ordertool.rules.workflow import row


@command(move=("order", "override"))
def run(
    request: Request,
    order: OrderId,
    reason: Annotated[str, Option(help=_("Why the client is trusted with it."))],
    until: Annotated[str, Option(metavar="DATE", help=_("The last day it holds."))],
    amount: Annotated[
        str | None,
        Option(help=_("The exposure up to which it holds, in the company's currency; else what it is now.")),
    ] = None,
) -> Answer:
    """Override a credit limit."""
    values = given(reason=reason, until=to_come(request, until), amount=figure(amount))
    session = request.session

    def give(old: Order, ctx: Context) -> OverrideInput:
        entry = Entry(at=session.now, by=session.who.actor, move="override")
        found = override_basis(old, entry, ctx)
        if isinstance(found, Refusal):
            move = row("order", "override")
            assert move is not None
            refuse([found], move, old.id)
        assert not isinstance(found, Refusal)
        return validated(OverrideInput, {**values, "seen": found.statement})

    return request.make("override", order, give)
