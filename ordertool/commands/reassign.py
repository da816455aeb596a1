"""`ordertool reassign`: the order to another owner, for a reason (P2.3a)."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from ordertool.commands.assign import assignment
from ordertool.commands.frame import Answer, OrderId, Request, command
from ordertool.commands.people import person
from ordertool.language import _


@command(move=("order", "reassign"))
def run(
    request: Request,
    order: OrderId,
    to: Annotated[str, Option(metavar="STAFF", help=_("The new owner."))],
    reason: Annotated[str, Option(help=_("Why another owner."))],
    note: Annotated[str | None, Option(help=_("What the order asks of its owner."))] = None,
) -> Answer:
    """Reassign an order."""
    return request.make("reassign", order, assignment(to=person(request, to, "--to"), reason=reason, note=note))
