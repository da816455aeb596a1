"""Whom a meeting invites, who was there, and who is to do what, as people type it (P5.1a)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from ordertool.commands.as_typed import ROLES, parts, word
from ordertool.commands.days import to_come
from ordertool.commands.frame import Request
from ordertool.commands.named import department_named
from ordertool.commands.people import person
from ordertool.errors import MissingOptionError, UsageError
from ordertool.language import listed, text
from ordertool.nearest import did_you_mean
from ordertool.records.faults import validated
from ordertool.records.meeting import Meeting, MinutesInput
from ordertool.rules.conditions.saying import short
from ordertool.rules.meetings import invited
from ordertool.rules.move import Context

_SAID = ("matters", "decisions")
_ATTENDING = ("present", "excused", "absent")


def guests(request: Request, typed: Iterable[str]) -> dict[str, list[str]]:
    """The persons, departments and roles that were typed, told apart.

    Raises:
        UsageError: one is none of them.
    """
    ctx = request.session.ctx
    departments = {one.profile.department for one in ctx.colleagues()}
    found: dict[str, list[str]] = {"people": [], "departments": [], "roles": []}
    for one in typed:
        who, role = person(request, one, "--invite") or one, word(one, ROLES) or one
        if ctx.staff.get(who) is not None:
            found["people"].append(who)
        elif department_named(request, one) in departments:
            found["departments"].append(department_named(request, one))
        elif role in ROLES.values():
            found["roles"].append(role)
        else:
            known = [*departments, *(staff.id for staff in ctx.colleagues()), *ROLES, *ROLES.values()]
            raise UsageError(
                text("{name} is no person, department or role", name=one),
                did_you_mean(one, known) or text("ordertool staff list"),
            )
    return found


def invited_by_policy(request: Request) -> dict[str, list[str]]:
    """Whom policy.yaml invites.

    Raises:
        MissingOptionError: nobody.
    """
    rules = request.session.ctx.policy.meetings.invite
    if not (rules.departments or rules.roles):
        raise MissingOptionError("--invite")
    return {"departments": list(rules.departments), "roles": list(rules.roles)}


def minutes_from(
    request: Request, old: Meeting, values: dict[str, Any], actions: Sequence[str], drop: Sequence[str], ctx: Context,
    *, whole: bool,
) -> MinutesInput:  # fmt: skip
    """The minutes: what was typed, added to the version there is; a file is the `whole` of them.

    Raises:
        InvalidError: a value does not fit.
        UsageError: an action is to be dropped that is not there.
    """
    before = old.latest.plain() if old.latest and not whole else {}
    data = {name: value for name, value in before.items() if name not in ("id", "reason")} | values
    if not whole:
        data |= {name: [*before.get(name, ()), *values.get(name, ())] for name in _SAID}
    if not (whole and data.get("present")) and (not before or any(values.get(name) for name in _ATTENDING)):
        data |= _attendance(request, old, values, ctx)
    kept = data.get("actions", [])
    if isinstance(kept, list):  # what is none, the model refuses
        data["actions"] = _numbered([*_without(kept, drop, old), *(_action(request, one) for one in actions)], old)
    return validated(MinutesInput, data)


def _attendance(request: Request, meeting: Meeting, values: dict[str, Any], ctx: Context) -> dict[str, list[str]]:
    """Who was there. Who was invited and is not named was, or was absent where those present are named."""
    named = {name: [person(request, one, f"--{name}") or one for one in values.get(name) or ()] for name in _ATTENDING}
    told = {one for people in named.values() for one in people}
    rest = [one for one in invited(meeting, ctx) if one not in told]
    named["absent" if named["present"] else "present"] += rest
    return named


def _action(request: Request, typed: str) -> dict[str, Any]:
    found = parts(typed, ("who", "what", "due"), "--action")
    return {**found, "who": person(request, found["who"], "--action"), "due": to_come(request, found["due"])}


def _without(actions: list[Any], drop: Sequence[str], meeting: Meeting) -> list[Any]:
    gone = {one.upper() for one in drop}
    there = {action["id"] for action in actions if isinstance(action, dict) and "id" in action}
    if gone - there:
        raise UsageError(
            text("there is no {item} in {id}", item=listed(sorted(gone - there)), id=meeting.id),
            text("ordertool meeting show {id}", id=short(meeting.id)),
        )
    return [action for action in actions if not (isinstance(action, dict) and action.get("id") in gone)]


def _numbered(actions: list[Any], meeting: Meeting) -> list[Any]:
    """The actions with an id for each that has none: one that was given before is not given again."""
    ever = [action.id for version in meeting.minutes for action in version.actions]
    ever += [action["id"] for action in actions if isinstance(action, dict) and isinstance(action.get("id"), str)]
    last = max((int(found[1]) for one in ever if (found := re.fullmatch(r"X([0-9]{1,4})", one))), default=0)
    numbered = []
    for action in actions:
        if isinstance(action, dict) and "id" not in action:
            last += 1
            numbered.append({"id": f"X{last}", **action})
        else:
            numbered.append(action)
    return numbered
