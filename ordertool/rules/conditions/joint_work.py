"""Joint work of several departments on one order: the team, its sessions, what they decided (P5.1c)."""

from __future__ import annotations

from ordertool.language import text
from ordertool.records.base import Entry
from ordertool.records.joint_work import Session
from ordertool.records.order import Order
from ordertool.rules.conditions.saying import department_problem, local_time, no, short, staff_problem, unavailable
from ordertool.rules.move import Context, Refusal
from ordertool.rules.permissions import stood_in_for


def team_is_there(_old: Order, new: Order, entry: Entry, ctx: Context) -> Refusal | None:
    """A team is led by somebody of the order department, and has people, or departments with somebody in them."""
    team = new.team
    assert team is not None
    if not (team.members or team.departments):
        return no(text("the team has nobody in it"), text("name them: --member STAFF, --with DEPARTMENT"), "P5.1c")
    found = (
        staff_problem(team.lead, "processor", entry.typed_at, "P5.1c", ctx),
        *(unavailable(member, "P5.1c", ctx) for member in team.members),
        *(department_problem(one, "P5.1c", ctx) for one in team.departments),
    )
    return next(filter(None, found), None)


def has_team(old: Order, _entry: Entry, _ctx: Context) -> Refusal | None:
    """A session is held by a team (P5.1c)."""
    if old.team is not None:
        return None
    return no(
        text("no team works on it together"),
        text(
            'the order department puts one together: ordertool team {id} --member STAFF --reason "…"', id=short(old.id)
        ),
        "P5.1c",
    )


def session_took_place(_old: Order, new: Order, entry: Entry, ctx: Context) -> Refusal | None:
    """A session is recorded when it was held, with people of the staff (P5.1c)."""
    session = new.sessions[-1]
    if session.when > entry.typed_at:
        return no(
            text("{time} is in the future", time=local_time(session.when, ctx)),
            text("record the session when it was held"),
            "P5.1c",
        )
    return next(filter(None, (unavailable(one, "P5.1c", ctx) for one in session.present)), None)


def decisions_stand(_old: Order, new: Order, _entry: Entry, ctx: Context) -> Refusal | None:
    """What a session decided is to be done by somebody of the staff, on a day after it or on its own (P5.1c)."""
    session = new.sessions[-1]
    for task in session.decisions:
        gone = unavailable(task.who, "P5.1c", ctx)
        if gone is not None:
            return gone
        if task.by < ctx.day(session.when):
            return no(text("{day} is before the session", day=task.by), text("give a later day"), "P5.1c")
    return None


def decision_waits(old: Order, _entry: Entry, _ctx: Context) -> Refusal | None:
    """There is a decision to carry out (P5.1c)."""
    if any(session.open_decisions() for session in old.sessions):
        return None
    return no(text("no decision waits to be carried out"), text("ordertool show {id}", id=short(old.id)), "P5.1c")


def decision_open(old: Order, new: Order, entry: Entry, _ctx: Context) -> Refusal | None:
    """A decision of the session is carried out once (P5.1c)."""
    was, number = _done(old, new, entry)
    if any(number == one for one, _task in was.open_decisions()):
        return None
    return no(
        text("decision {item} is carried out already", item=f"{was.id}.{number}")
        if number <= len(was.decisions)
        else text("session {item} has no decision {number}", item=was.id, number=number),
        text("ordertool show {id}", id=short(old.id)),
        "P5.1c",
    )


def ones_own_decision(old: Order, new: Order, entry: Entry, ctx: Context) -> Refusal | None:
    """Who is to carry out a decision reports it, or who leads the joint work, or the order department (P5.1c)."""
    was, number = _done(old, new, entry)
    who = was.decisions[number - 1].who if number <= len(was.decisions) else None
    lead = old.team.lead if old.team else None
    people = list(stood_in_for(entry.by, entry.typed_at, ctx))
    if who is None or any(one.id in (who, lead) or "processor" in one.roles for one in people):
        return None
    return no(
        text("decision {item} is {staff}'s to carry out", item=f"{was.id}.{number}", staff=who),
        text("let {who} record it", who=who),
        "P5.1c",
        kind="role",
    )


def _done(old: Order, new: Order, entry: Entry) -> tuple[Session, int]:
    """The session as it was, and the number of the decision that was carried out."""
    was = next(session for session in old.sessions if session.id == entry.item)
    return was, next(session for session in new.sessions if session.id == entry.item).done[-1]
