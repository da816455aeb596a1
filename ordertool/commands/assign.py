"""`ordertool assign`: the order to its owner, with its papers acknowledged (P2.3a)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from typer import Option

from ordertool.commands.as_typed import given
from ordertool.commands.frame import Answer, OrderId, Request, command
from ordertool.commands.people import person
from ordertool.language import _
from ordertool.records.faults import validated
from ordertool.records.fulfilment import AssignmentInput
from ordertool.records.order import Order
from ordertool.rules.move import Context


@command(move=("order", "assign"))
def run(
    request: Request,
    order: OrderId,
    to: Annotated[str, Option(metavar="STAFF", help=_("The owner."))],
    reason: Annotated[str | None, Option(help=_("Why this owner."))] = None,
    note: Annotated[str | None, Option(help=_("What the order asks of its owner."))] = None,
    received: Annotated[
        list[str] | None,
        Option(metavar="NAME", help=_("A paper that was received, by name; without it, all that were handed over.")),
    ] = None,
) -> Answer:
    """Assign an order."""
    to_whom = person(request, to, "--to")
    return request.make("assign", order, assignment(to=to_whom, reason=reason, note=note, received=received))


def assignment(**values: Any) -> Callable[[Order, Context], AssignmentInput]:
    """Builds the assignment that was typed; papers that are not named are all acknowledged."""

    def give(old: Order, _ctx: Context) -> AssignmentInput:
        handed = list(old.handed.names) if old.handed else []
        return validated(AssignmentInput, given(**{**values, "received": values.get("received") or handed}))

    return give
