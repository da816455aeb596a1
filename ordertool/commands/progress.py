"""`ordertool progress`: a report on the plan (P2.4b)."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from ordertool.commands.as_typed import VIAS, given, one_of, parts, whole
from ordertool.commands.days import to_come
from ordertool.commands.frame import Answer, OrderId, Request, command
from ordertool.language import _
from ordertool.records.faults import validated
from ordertool.records.fulfilment import ProgressInput


@command(move=("order", "progress"))
def run(
    request: Request,
    order: OrderId,
    state: Annotated[str, Option(help=_("How things stand."))],
    percent: Annotated[str | None, Option(help=_("How much is done, 0 to 100."))] = None,
    eta: Annotated[str | None, Option(metavar="DATE", help=_("Expected completion."))] = None,
    problem: Annotated[str | None, Option(help=_('A problem, and what is done about it: "problem;solution".'))] = None,
    done: Annotated[
        list[str] | None, Option(metavar="PHASE", help=_("A phase or node that is done, such as PH1; repeat it."))
    ] = None,
    via: Annotated[str, Option(help=_("How it was reported: written, oral or system."))] = "system",
    reported_by: Annotated[str | None, Option(help=_("Who reported it orally."))] = None,
) -> Answer:
    """Report progress."""
    values = given(
        state=state,
        percent=whole(percent, "--percent"),
        eta=to_come(request, eta),
        done=list(dict.fromkeys(done or ())),
        via=one_of(via, VIAS, "--via"),
        reported_by=reported_by,
    )
    if problem and (";" in problem or "；" in problem):
        values |= parts(problem, ("problem", "solution"), "--problem")
    elif problem:
        values["problem"] = problem
    report = validated(ProgressInput, values)
    return request.make("progress", order, lambda _old, _ctx: report)
