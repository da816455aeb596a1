"""Commands that the table makes by itself: moves that take nothing, or only a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from ordertool.commands.frame import Answer, OrderId, Request, command
from ordertool.language import _
from ordertool.records.base import Reason
from ordertool.records.faults import validated
from ordertool.rules.workflow import row


def plain_command(verb: str) -> Callable[..., int] | None:
    """The command of an order's move that takes nothing, or only a reason: its row says all there is to say.

    None when there is no such row.
    """
    found = row("order", verb)
    if found is None or found.takes not in (None, Reason):
        return None

    def run(request: Request, order: OrderId) -> Answer:
        return request.make(verb, order)

    def run_with_reason(
        request: Request, order: OrderId, reason: Annotated[str, typer.Option(help=_("Why."))]
    ) -> Answer:
        given = validated(Reason, {"note": reason})
        return request.make(verb, order, lambda _old, _ctx: given)

    return command(move=("order", verb))(run if found.takes is None else run_with_reason)
