"""What every condition is made of."""

from __future__ import annotations

from datetime import datetime

from ordertool.language import Clause, Text, text
from ordertool.nearest import did_you_mean, meant
from ordertool.records.base import Entry, Said
from ordertool.rules.move import Context, Refusal
from ordertool.rules.permissions import role_name


def no(reason: Text, hint: Text, clause: str, *, policy: str = "", kind: str = "condition") -> Refusal:
    """A refusal, in short."""
    return Refusal(reason, hint, Clause(clause), kind, policy)  # type: ignore[arg-type]


def short(record_id: str) -> str:
    """The tail people type for an id."""
    return record_id.rsplit("-", 1)[-1]


def local_time(moment: datetime, ctx: Context) -> str:
    """A time as people read it, where the company is; with its seconds only where it has some."""
    there = moment.astimezone(ctx.zone)
    return f"{there:%Y-%m-%d %H:%M:%S}" if there.second else f"{there:%Y-%m-%d %H:%M}"


def said_by_then(said: Said, entry: Entry, clause: str, ctx: Context) -> Refusal | None:
    """What somebody was told, or agreed to, was said before it is entered."""
    if said.at <= entry.typed_at:
        return None
    return no(
        text("{time} is in the future, so it has not been said yet", time=local_time(said.at, ctx)),
        text("give the time it was said"),
        clause,
    )


def nobody(staff_id: str, clause: str, ctx: Context) -> Refusal:
    """There is nobody of that id; somebody of that name, or with an id that is near, may be meant."""
    people = {person.profile.name: person.id for person in ctx.staff.all()}
    named = people.get(staff_id.strip())
    near = meant([named]) if named else did_you_mean(staff_id, people.values())
    return no(
        text("there is nobody {staff} on the staff", staff=staff_id), near or text("ordertool staff list"), clause
    )


def unavailable(staff_id: str, clause: str, ctx: Context) -> Refusal | None:
    """Why a person cannot be named for anything: unknown, or gone."""
    person = ctx.staff.get(staff_id)
    if person is None:
        return nobody(staff_id, clause, ctx)
    if person.left is None:
        return None
    return no(text("{staff} left on {day}", staff=staff_id, day=person.left.on), text("ordertool staff list"), clause)


def staff_problem(staff_id: str, role: str | None, moment: datetime, clause: str, ctx: Context) -> Refusal | None:
    """Why a person cannot be given work: unknown, gone, without the role, or away on the day."""
    person = ctx.staff.get(staff_id)
    if person is None or person.left:
        return unavailable(staff_id, clause, ctx)
    if role is not None and role not in person.roles:
        return no(
            text("{staff} does not hold the role {role}", staff=staff_id, role=role_name(role)),
            text("ordertool staff list --role {role}", role=role),
            clause,
        )
    absence = person.absence_on(ctx.day(moment))
    if absence is not None:
        return no(
            text("{staff} is away from {start} to {end}", staff=staff_id, start=absence.start, end=absence.last),
            text("choose somebody else: ordertool staff list --role {role}", role=role or person.roles[0]),
            clause,
        )
    return None


def department_problem(department: str, clause: str, ctx: Context) -> Refusal | None:
    """Why nothing can be asked of a department: nobody is in it."""
    departments = {person.profile.department for person in ctx.colleagues()}
    if department in departments:
        return None
    near = did_you_mean(department, sorted(departments)) or text("ordertool staff list")
    return no(text("there is nobody in department {department}", department=department), near, clause)
