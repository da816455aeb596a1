"""`ordertool escalate`: a problem to the order department (P2.4c)."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from ordertool.commands.frame import Answer, OrderId, Request, command
from ordertool.language import _
from ordertool.records.faults import validated
from ordertool.records.fulfilment import ProblemInput


@command(move=("order", "escalate"))
def run(request: Request, order: OrderId, problem: Annotated[str, Option(help=_("What the problem is."))]) -> Answer:
    """Escalate a problem."""
    given = validated(ProblemInput, {"problem": problem})
    return request.make("escalate", order, lambda _old, _ctx: given)
