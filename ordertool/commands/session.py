"""`ordertool session`: a session of the team that works on an order, and what became of its decisions (P5.1c)."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option

from ordertool.commands.as_typed import moment_or_none, parts, whole
from ordertool.commands.days import to_come
from ordertool.commands.frame import Answer, OrderId, Request, command
from ordertool.commands.people import person
from ordertool.errors import UsageError
from ordertool.language import _, text
from ordertool.records.faults import validated
from ordertool.records.given import SessionDoneInput
from ordertool.records.joint_work import SessionInput


@command(move=("order", "session"))
def run(
    request: Request,
    order: OrderId,
    item: Annotated[
        str | None, Argument(metavar="[ITEM]", help=_("The decision that was carried out, such as SS1.2."))
    ] = None,
    present: Annotated[
        list[str] | None, Option(metavar="STAFF", help=_("Somebody who was present; repeat for several."))
    ] = None,
    matters: Annotated[str | None, Option(help=_("What was talked about."))] = None,
    decision: Annotated[
        list[str] | None, Option(help=_('What was decided, "what;who;date"; repeat for several.'))
    ] = None,
    when: Annotated[str | None, Option(metavar="TIME", help=_("When it was held; else now."))] = None,
    done: Annotated[bool, Option("--done", help=_("The decision was carried out."))] = False,
) -> Answer:
    """Record a session, or that a decision was carried out."""
    if done != (item is not None) or (done and (present or matters or decision or when)):
        raise UsageError(
            text("say one thing: what a session was about, or that a decision was carried out"),
            text('ordertool session ID --present STAFF --matters "…", or: ordertool session ID SS1.1 --done'),
        )
    if item is not None:
        session_id, _dot, number = item.upper().partition(".")
        report = validated(SessionDoneInput, {"item": session_id, "done": whole(number or "1", "ITEM")})
        return request.make("session-done", order, lambda _old, _ctx: report)
    if matters is None:
        raise UsageError(text("--matters is missing"), text('say what was talked about: --matters "the crane"'))
    session = request.session
    values = {
        "when": moment_or_none(when, session.zone) or session.at,
        "present": [person(request, one, "--present") for one in present or ()],
        "matters": matters,
        "decisions": [_task(request, one) for one in decision or ()],
    }
    held = validated(SessionInput, values)
    return request.make("session", order, lambda _old, _ctx: held)


def _task(request: Request, typed: str) -> dict[str, str | None]:
    found = parts(typed, ("what", "who", "by"), "--decision")
    return {**found, "who": person(request, found["who"], "--decision"), "by": to_come(request, found["by"])}
