"""`ordertool archive`: closed and paid orders out of the working set, many in one commit (P2.5d)."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option

from ordertool.commands import filtering
from ordertool.commands.frame import Answer, Request, command, unfinished
from ordertool.errors import Problem, RefusedError, UsageError
from ordertool.language import _, text
from ordertool.making import Step, make_all, would_refuse
from ordertool.records.order import Order
from ordertool.rules.judging import stage_reached
from ordertool.rules.workflow import row


@command(move=("order", "archive"))
def run(
    request: Request,
    orders: Annotated[list[str] | None, Argument(metavar="[ID]...", help=_("Orders to archive."))] = None,
    closed_before: Annotated[
        str | None,
        Option(metavar="DATE", help=_("Archive all that were closed before this day; those that cannot be are named.")),
    ] = None,
) -> Answer:
    """Archive orders."""
    session = request.session
    if bool(orders) == bool(closed_before):
        raise UsageError(text("say which orders, or --closed-before a day"), text("ordertool archive --help"))
    steps = [
        Step("order", "archive", one) for one in dict.fromkeys(session.id("order", typed) for typed in orders or ())
    ]
    passed_over = {}
    if len(steps) > 1:
        refused = {step.record_id: why for step in steps if (why := would_refuse(session, step)) is not None}
        if len(refused) > 1:
            raise RefusedError(
                text("nothing is archived: {id}: {why}", id=next(iter(refused)), why=next(iter(refused.values()))),
                text("leave them out, or see what they need: ordertool explain ID"),
                [Problem(why, path=one or "", kind="refused") for one, why in refused.items()],
            )
    if closed_before:
        for one in _closed_before(request, closed_before):
            step = Step("order", "archive", one)
            refusal = would_refuse(session, step)
            if refusal is None:
                steps.append(step)
            else:
                passed_over[one] = refusal
    made = make_all(session, steps) if steps else []
    if len(made) == 1 and not closed_before:
        return request.moved(made[0])
    commit = made[0].commit if made else None
    document = {
        "archived": [one.record.id for one in made],
        "passed_over": [{"id": one, "reason": str(why)} for one, why in passed_over.items()],
        "commit": commit,
        "dry_run": request.dry_run,
    }
    lines = [str(text("archived: {count}", count=len(made)))]
    lines += [f"  {one.record.id}" for one in made]
    if passed_over:
        lines += [str(text("passed over: {count}", count=len(passed_over)))]
        lines += [f"  {one}  {why}" for one, why in passed_over.items()]
    if request.dry_run:
        lines.append(_("dry run, nothing written"))
    return Answer(document, lines, 0, [unfinished(made[0].warning)] if made and made[0].warning else ())


def _closed_before(request: Request, typed: str) -> list[str]:
    """Ids of the orders that reached an archivable stage before a day."""
    day = filtering.day(request, typed)
    assert day is not None
    session = request.session
    move = row("order", "archive")
    assert move is not None
    found = []
    for record in session.tip.all("order", archived=False):
        reached = stage_reached(record)
        if isinstance(record, Order) and record.stage in move.frm and reached and session.ctx.day(reached) < day:
            found.append(record.id)
    return found
