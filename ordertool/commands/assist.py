"""`ordertool assist`: assistance between departments: asked for, accepted or declined, done (P5.1b)."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option

from ordertool.commands.as_typed import given
from ordertool.commands.days import to_come
from ordertool.commands.frame import Answer, OrderId, Request, command
from ordertool.commands.named import department_named
from ordertool.errors import UsageError
from ordertool.language import _, text
from ordertool.records.faults import validated
from ordertool.records.given import AssistanceAnswerInput, AssistanceDoneInput
from ordertool.records.talk import AssistanceInput


@command(move=("order", "assist"))
def run(
    request: Request,
    order: OrderId,
    item: Annotated[str | None, Argument(metavar="[ITEM]", help=_("The request that is answered, such as A1."))] = None,
    ask: Annotated[str | None, Option(metavar="DEPARTMENT", help=_("Ask this department."))] = None,
    need: Annotated[str | None, Option(help=_("What is needed of it."))] = None,
    needed_by: Annotated[
        str | None, Option(metavar="DATE", help=_("The day it is needed by; else the time that policy.yaml gives."))
    ] = None,
    accept: Annotated[bool, Option("--accept", help=_("Take the request on."))] = False,
    decline: Annotated[bool, Option("--decline", help=_("Decline the request, with --reason."))] = False,
    reason: Annotated[str | None, Option(help=_("Why it is declined."))] = None,
    done: Annotated[bool, Option("--done", help=_("The assistance was given."))] = False,
) -> Answer:
    """Ask for assistance, or answer."""
    if (ask is not None) + accept + decline + done != 1 or (ask is None) != (item is not None):
        raise UsageError(
            text("say one thing: ask a department, or accept, decline or report done for a request"),
            text('ordertool assist ID --ask DEPARTMENT --need "…", or: ordertool assist ID A1 --accept'),
        )
    if ask is not None:
        if need is None:
            raise UsageError(text("--need is missing"), text('say what is needed: --need "two welders on 12-15"'))
        values = given(department=department_named(request, ask), need=need, needed_by=to_come(request, needed_by))
        asked = validated(AssistanceInput, values)
        return request.make("assist", order, lambda _old, _ctx: asked)
    if needed_by is not None:
        raise UsageError(text("{option} goes with {other}", option="--needed-by", other="--ask"), text("leave it out"))
    named = (item or "").upper()
    if done:
        finished = validated(AssistanceDoneInput, {"item": named})
        return request.make("assist-done", order, lambda _old, _ctx: finished)
    answer = given(outcome="accepted" if accept else "declined", reason=reason)
    answered = validated(AssistanceAnswerInput, {"item": named, "answer": answer})
    return request.make("assist-answer", order, lambda _old, _ctx: answered)
