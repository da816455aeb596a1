"""`ordertool team`: the people and departments that work on an order together (P5.1c)."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from ordertool.commands.frame import Answer, OrderId, Request, command
from ordertool.commands.named import department_named
from ordertool.commands.people import person
from ordertool.language import _
from ordertool.records.faults import validated
from ordertool.records.joint_work import Team


@command(move=("order", "team"))
def run(
    request: Request,
    order: OrderId,
    reason: Annotated[str, Option(help=_("Why they work on it together."))],
    member: Annotated[
        list[str] | None, Option(metavar="STAFF", help=_("Somebody of the team; repeat for several."))
    ] = None,
    with_: Annotated[
        list[str] | None,
        Option("--with", metavar="DEPARTMENT", help=_("A department that takes part; repeat for several.")),
    ] = None,
    lead: Annotated[
        str | None, Option(metavar="STAFF", help=_("Who leads it, of the order department; else who enters it."))
    ] = None,
) -> Answer:
    """Put together a team."""
    values = {
        "lead": person(request, lead, "--lead") or request.session.actor,
        "members": [person(request, one, "--member") for one in member or ()],
        "departments": [department_named(request, one) for one in with_ or ()],
        "reason": reason,
    }
    team = validated(Team, values)
    return request.make("team", order, lambda _old, _ctx: team)
