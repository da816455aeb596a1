"""`ordertool resolve`: how a problem was solved (P2.4c)."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from ordertool.commands.frame import Answer, ItemId, OrderId, Request, command
from ordertool.language import _
from ordertool.records.faults import validated
from ordertool.records.given import SolutionInput


@command(move=("order", "resolve"))
def run(
    request: Request, order: OrderId, problem: ItemId, solution: Annotated[str, Option(help=_("How it was solved."))]
) -> Answer:
    """Resolve a problem."""
    given = validated(SolutionInput, {"item": problem.upper(), "solution": solution})
    return request.make("resolve", order, lambda _old, _ctx: given)
