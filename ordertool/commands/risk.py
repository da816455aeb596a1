"""`ordertool risk`: the risk register of an order: entered, looked at again, closed (P7.2)."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option

from ordertool.commands.as_typed import FATES, given, level, one_of
from ordertool.commands.days import to_come
from ordertool.commands.frame import Answer, OrderId, Request, command, left_out
from ordertool.commands.people import person
from ordertool.errors import UsageError
from ordertool.language import _, text
from ordertool.records.faults import validated
from ordertool.records.risk import RiskCloseInput, RiskInput, RiskReviewInput


@command(move=("order", "risk"))
def run(
    request: Request,
    order: OrderId,
    item: Annotated[
        str | None, Argument(metavar="[ITEM]", help=_("The risk that is looked at or closed, such as RR1 or RK1."))
    ] = None,
    risk: Annotated[str | None, Option(help=_("What may happen: enters a new risk."))] = None,
    likelihood: Annotated[
        str | None, Option(metavar="1-5", help=_("How likely it is: 1 to 5, or low, medium, high."))
    ] = None,
    effect: Annotated[
        str | None, Option(metavar="1-5", help=_("How bad it would be: 1 to 5, or low, medium, high."))
    ] = None,
    countermeasure: Annotated[str | None, Option(help=_("What is done against it."))] = None,
    owner: Annotated[str | None, Option(metavar="STAFF", help=_("Who watches it; else the order's owner."))] = None,
    trigger: Annotated[str | None, Option(help=_("The sign by which it shows."))] = None,
    look: Annotated[str | None, Option(metavar="DATE", help=_("The day by which it is looked at again."))] = None,
    review: Annotated[str | None, Option(help=_("How it stands now."))] = None,
    close: Annotated[
        str | None, Option(metavar="FATE", help=_("What became of it: occurred, averted or accepted; with --note."))
    ] = None,
    note: Annotated[str | None, Option(help=_("How it came about, was averted, or why it is accepted."))] = None,
) -> Answer:
    """Enter, review or close a risk."""
    if (risk is not None) + (review is not None) + (close is not None) != 1 or (risk is None) != (item is not None):
        raise UsageError(
            text("say one thing: enter a risk, look at one again, or close one"),
            text('ordertool risk ID --risk "…", or: ordertool risk ID RR1 --review "…", or --close averted --note "…"'),
        )
    day, named = to_come(request, look), (item or "").upper()
    rated = {"likelihood": level(likelihood, "--likelihood"), "effect": level(effect, "--effect")}
    if close is not None:
        if note is None:
            raise left_out("note", "--note", text('say how: --note "delivered before the frost"'))
        fate = one_of(close, FATES, "--close")
        ended = validated(RiskCloseInput, given(risk=named, outcome=fate, note=note))
        return request.make("risk-close", order, lambda _old, _ctx: ended)
    if review is not None:
        seen = validated(RiskReviewInput, given(risk=named, note=review, look=day, **rated))
        return request.make("risk-review", order, lambda _old, _ctx: seen)
    for name, value in (("likelihood", likelihood), ("effect", effect), ("countermeasure", countermeasure)):
        if value is None:
            raise left_out(name, f"--{name}", text("a risk is entered with --likelihood, --effect, --countermeasure"))
    entered = validated(
        RiskInput,
        given(
            risk=risk, countermeasure=countermeasure, trigger=trigger, look=day, owner=person(request, owner, "--owner"),
            **rated,
        ),
    )  # fmt: skip
    return request.make("risk", order, lambda _old, _ctx: entered)
