"""`ordertool forward`: a client's question to a person or a department (P2.1b)."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from ordertool.commands.as_typed import given, moment_or_none
from ordertool.commands.frame import Answer, OrderId, Request, command
from ordertool.commands.named import department_named
from ordertool.commands.people import person
from ordertool.language import _
from ordertool.records.faults import validated
from ordertool.records.intake import ForwardInput


@command(move=("order", "forward"))
def run(
    request: Request,
    order: OrderId,
    to: Annotated[str, Option(metavar="STAFF|DEPARTMENT", help=_("The person, or the department, that is to answer."))],
    question: Annotated[str | None, Option(help=_("What is to be answered."))] = None,
    promised: Annotated[str | None, Option(help=_("When the client was promised an answer."))] = None,
) -> Answer:
    """Forward a question."""
    session = request.session
    departments = {staff.profile.department for staff in session.ctx.colleagues()}
    nobody = not to.isascii() or session.ctx.staff.get(to) is None
    unit = department_named(request, to)
    receiver = {"department": unit} if nobody and unit in departments else {"to": person(request, to, "--to")}
    promise = moment_or_none(promised, session.zone)
    data = validated(ForwardInput, given(**receiver, question=question, promised=promise))
    return request.make("forward", order, lambda _old, _ctx: data)
