"""`ordertool plan`: the follow-up plan (P2.4a) with its risks (P7.2)."""

from __future__ import annotations

import re
from itertools import count
from typing import Annotated, Any

from typer import Option

from ordertool.commands.as_typed import given, parts, whole
from ordertool.commands.days import to_come
from ordertool.commands.frame import Answer, OrderId, Request, command
from ordertool.commands.people import person
from ordertool.errors import UsageError
from ordertool.inputs import document_from
from ordertool.language import _, text
from ordertool.records.faults import validated
from ordertool.records.fulfilment import PlanInput
from ordertool.records.order import Order


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
        if isinstance(values.get("every"), str):
            values["every"] = whole(values["every"], "every")
        validated(PlanInput, {"every": 1, **_numbered(values, None)}, from_, document.place)
    values |= given(
        phases=[_phase(request, one) for one in phase or ()],
        nodes=[_node(request, one) for one in node or ()],
        risks=[parts(one, ("risk", "countermeasure"), "--risk") for one in risk or ()],
        every=whole(every, "--every"),
        reason=reason,
    )
    if "every" not in values:
        raise UsageError(text("--every is missing"), text("say how many working days lie between reports: --every 3d"))
    return request.make("plan", order, lambda old, _ctx: validated(PlanInput, _numbered(values, old)))


def _phase(request: Request, typed: str) -> dict[str, str | None]:
    found = parts(typed, ("name", "start", "end", "person"), "--phase")
    days = {name: to_come(request, found[name]) for name in ("start", "end")}
    return {**found, **days, "person": person(request, found["person"], "--phase")}


def _node(request: Request, typed: str) -> dict[str, str | None]:
    found = parts(typed, ("name", "on"), "--node")
    return {**found, "on": to_come(request, found["on"])}


def _numbered(values: dict[str, Any], old: Order | None) -> dict[str, Any]:
    """The plan with an id for each item that has none.

    An item of the plan before keeps its id, known by its name; no other ever gets it, for reports name what is done
    by it.
    """
    plan = old.plan if old else None
    reported = {item for report in old.progress for item in report.done} if old else set()
    numbered = dict(values)
    for section, letters, name in (("phases", "PH", "name"), ("nodes", "N", "name"), ("risks", "RK", "risk")):
        items = values.get(section)
        if not isinstance(items, list):
            continue
        before: dict[str, list[str]] = {}
        for item in getattr(plan, section, ()):
            before.setdefault(getattr(item, name), []).append(item.id)
        given_ids = {item["id"] for item in items if isinstance(item, dict) and isinstance(item.get("id"), str)}
        used = (*(one for ids in before.values() for one in ids), *reported, *given_ids)
        numbers = [int(found[1]) for item in used if (found := re.fullmatch(rf"{letters}([0-9]{{1,4}})", item))]
        fresh = count(1 + max(numbers, default=0))
        numbered[section] = [
            {"id": _kept(before, one.get(name)) or f"{letters}{next(fresh)}", **one}
            if isinstance(one, dict) and "id" not in one
            else one
            for one in items
        ]
    return numbered


def _kept(before: dict[str, list[str]], name: object) -> str | None:
    """The id of the first item of that name in the plan before, taken once."""
    ids = before.get(name) if isinstance(name, str) else None
    return ids.pop(0) if ids else None
