"""`ordertool reassign`: the order to another owner, for a reason (P2.3a)."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from ordertool.commands.assign import assignment, computed, nobody_named
from ordertool.commands.frame import Answer, OrderId, Request, command, left_out
from ordertool.commands.people import person
from ordertool.errors import UsageError
from ordertool.language import _, text


@command(move=("order", "reassign"), by_policy=True)
def run(
    request: Request,
    order: OrderId,
    reason: Annotated[str, Option(help=_("Why another owner."))],
    to: Annotated[str | None, Option(metavar="STAFF", help=_("The new owner."))] = None,
    auto: Annotated[bool, Option("--auto", help=_("Let the owner be computed by the rules of policy.yaml."))] = False,
    note: Annotated[str | None, Option(help=_("What the order asks of its owner."))] = None,
) -> Answer:
    """Reassign an order."""
    if auto and to:
        raise UsageError(
            text("--auto and --to exclude each other"), text('ordertool reassign {id} --auto --reason "…"', id=order)
        )
    if auto:
        return request.make("reassign", order, computed(request.session, reason=reason, note=note))
    if to is None:
        raise left_out("to", "--to", nobody_named(order))
    to = person(request, to, "--to")
    return request.make("reassign", order, assignment(to=to, reason=reason, note=note))
