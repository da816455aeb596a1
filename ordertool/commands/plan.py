"""`ordertool plan`: the follow-up plan (P2.4a) with its risks (P7.2)."""

from __future__ import annotations

from typing import Annotated, Any

from typer import Option

from ordertool.commands.as_typed import given, parts, whole
from ordertool.commands.frame import Answer, OrderId, Request, command
from ordertool.errors import UsageError
from ordertool.inputs import document_from
from ordertool.language import _, text
from ordertool.records.faults import validated
from ordertool.records.fulfilment import Plan


@command(move=("order", "plan"))
def run(
    request: Request,
    order: OrderId,
    phase: Annotated[list[str] | None, Option(help=_('A phase, "name;start;end;person"; repeat it.'))] = None,
    node: Annotated[list[str] | None, Option(help=_('A key node, "name;date"; repeat it.'))] = None,
    risk: Annotated[list[str] | None, Option(help=_('A risk, "risk;countermeasure"; repeat it.'))] = None,
    every: Annotated[
        str | None, Option(metavar="DAYS", help=_("Working days between progress reports, such as 3d."))
    ] = None,
    reason: Annotated[str | None, Option(help=_("Why it replaces the plan there is."))] = None,
    from_: Annotated[
        str | None, Option("--from", metavar="FILE", help=_("Read the plan from a YAML or JSON file."))
    ] = None,
) -> Answer:
    """Plan an order."""
    values: dict[str, Any] = {}
    if from_:
        document = document_from(from_)
        values = dict(document.data)
        for name, letters in (("phases", "PH"), ("nodes", "N"), ("risks", "RK")):
            if isinstance(values.get(name), list):
                values[name] = [
                    {"id": f"{letters}{n}", **one} if isinstance(one, dict) else one
                    for n, one in enumerate(values[name], 1)
                ]
        validated(Plan, {"every": 1, **values}, from_, document.place)
    values |= given(
        phases=_items(phase, "PH", ("name", "start", "end", "person"), "--phase"),
        nodes=_items(node, "N", ("name", "on"), "--node"),
        risks=_items(risk, "RK", ("risk", "countermeasure"), "--risk"),
        every=whole(every, "--every"),
        reason=reason,
    )
    if "every" not in values:
        raise UsageError(text("--every is missing"), text("say how many working days lie between reports: --every 3d"))
    plan = validated(Plan, values)
    return request.make("plan", order, lambda _old, _ctx: plan)


def _items(typed: list[str] | None, letters: str, names: tuple[str, ...], option: str) -> list[dict[str, str]]:
    return [{"id": f"{letters}{n}", **parts(one, names, option)} for n, one in enumerate(typed or (), 1)]
