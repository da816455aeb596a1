"""Who may do what: the roles a person holds, and what the person is to a record (P3, P4.2b)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from ordertool.language import N_, Clause, Text, listed, text
from ordertool.records.assessment import Assessment
from ordertool.records.base import Entry, Logged
from ordertool.records.meeting import Meeting
from ordertool.records.order import Order
from ordertool.records.values import ROLES
from ordertool.rules.move import Context, Move, Refusal

if TYPE_CHECKING:
    from ordertool.records.client import Client
    from ordertool.records.staff import Staff
    from ordertool.records.talk import Complaint

RELATIONS = {
    "anyone": N_("anyone on the staff"),
    "taker": N_("who took the inquiry"),
    "holder": N_("who holds the question"),
    "owner": N_("the order's owner"),
    "phase": N_("a phase's own person"),
    "asked": N_("the department that was asked"),
    "asker": N_("who asked for it"),
    "handler": N_("who answers for the complaint"),
    "lead": N_("who leads the joint work"),
    "tasked": N_("who carries out a session's decision"),
    "keeper": N_("the client's keeper"),
    "risk-owner": N_("who watches a risk"),
    "caller": N_("who called the meeting"),
    "action": N_("who an action is for"),
    "self": N_("the person concerned"),
    "assessed": N_("who is assessed"),
    "founder": N_("the book's first manager"),
}
"""What a person may be to a record; `owner` means this order's owner, not merely the role."""

ROLE_NAMES = {
    "receptionist": N_("receptionist"),
    "processor": N_("processor"),
    "owner": N_("owner"),
    "support": N_("support"),
    "finance": N_("finance"),
    "manager": N_("manager"),
    "auditor": N_("auditor"),
}


def right_name(right: str) -> Text:
    """A right over an order as the reader calls it; `owner` is this order's."""
    return text(RELATIONS.get(right) or ROLE_NAMES.get(right) or right)


def role_name(role: str) -> Text:
    """A role as the reader calls it, or a right over a file, where `owner` is the role."""
    return text(ROLE_NAMES.get(role) or RELATIONS.get(role) or role)


def holder(order: Order) -> tuple[str | None, str | None]:
    """Who holds the client's question: a person or a department, the taker while it was not forwarded (P2.1b)."""
    if order.forwards:
        last = order.forwards[-1]
        return last.to, last.department
    return order.taker, None


def _relations(person: Staff, record: Logged | None) -> set[str]:
    found = {"anyone"}
    if record is not None and record.id == person.id:
        found.add("self")
    if record is not None and record.kind == "client" and getattr(record, "keeper", None) == person.id:
        found.add("keeper")
    if isinstance(record, Order):
        found |= _to_order(person, record)
    if isinstance(record, Assessment) and record.latest.of(person.id) is not None:
        found.add("assessed")
    if isinstance(record, Meeting):
        if record.caller == person.id:
            found.add("caller")
        if any(action.who == person.id for action in record.open_actions):
            found.add("action")
    return found


def _to_order(person: Staff, order: Order) -> set[str]:
    """What a person is to an order."""
    held_by, department = holder(order)
    mine = person.profile.department
    is_one = {
        "taker": order.taker == person.id,
        "owner": order.owner == person.id,
        "holder": held_by == person.id or department == mine,
        "asked": any(request.department == mine for request in order.assistance),
        "handler": any(handles(person, complaint, order) for complaint in order.complaints),
        "lead": order.team is not None and order.team.lead == person.id,
        "tasked": any(task.who == person.id for session in order.sessions for task in session.decisions),
        "phase": order.plan is not None and any(phase.person == person.id for phase in order.plan.phases),
        "risk-owner": any(risk.owner == person.id for risk in order.risks),
    }
    return {name for name, so in is_one.items() if so}


def handles(person: Staff, complaint: Complaint, order: Order) -> bool:
    """Whether a complaint is a person's to answer: who is named, else the order's owner, else the order department."""
    named = complaint.owner or order.owner
    return "processor" in person.roles if named is None else named == person.id


def _own_rights(person: Staff, record: Logged | None) -> set[str]:
    roles = set(person.roles) - ({"owner"} if isinstance(record, Order) else set())
    return _relations(person, record) | roles


def rights(person: Staff, record: Logged | None, at: datetime, ctx: Context) -> frozenset[str]:
    """Every right `person` has over `record` at a time, with those of people they stand in for that day."""
    return frozenset(right for one in stood_in_for(person.id, at, ctx) for right in _own_rights(one, record))


def stood_in_for(staff_id: str, at: datetime, ctx: Context) -> Iterator[Staff]:
    """A person, and everybody they stand in for that day; and those who left and whose successor one of them is."""
    person = ctx.staff.get(staff_id)
    if person is None or person.left:
        return
    day = ctx.day(at)
    covered = [person]
    for other in ctx.colleagues():
        absence = other.absence_on(day)
        if absence is not None and absence.deputy == staff_id:
            covered.append(other)
    yield from covered
    answered = {one.id for one in covered}
    yield from (one for one in ctx.staff.all() if one.left and stands_for(one, ctx) in answered)


def stands_for(person: Staff, ctx: Context) -> str | None:
    """Who answers for what a person owned or kept: the person; once they left, their successor, or that one's."""
    seen = set()
    found: Staff | None = person
    while found is not None and found.left is not None and found.id not in seen:
        seen.add(found.id)
        found = ctx.staff.get(found.left.successor) if found.left.successor else None
    return found.id if found is not None and found.left is None else None


def may_see_figures(
    staff_id: str, at: datetime, ctx: Context, *, client: Client | None = None, order: Order | None = None
) -> bool:
    """Whether a person learns what a client owes, and not only the verdict on it (P0.4, L11).

    Who does: the roles that policy names, the keeper of the client's file, the order's owner, and who stands in for them.
    """
    roles = set(ctx.policy.credit.figures)
    return any(
        roles & set(one.roles)
        or (client is not None and client.keeper == one.id)
        or (order is not None and order.owner == one.id)
        for one in stood_in_for(staff_id, at, ctx)
    )


def told_figures(entry: Entry, ctx: Context, client: Client | None, order: Order | None = None) -> bool:
    """Whether a refusal may name what a client owes: who acts and who types may both see it (L11)."""
    return all(
        may_see_figures(one, entry.typed_at, ctx, client=client, order=order) for one in (entry.by, entry.via) if one
    )


def right_used(move: Move, old: Logged | None, entry: Entry, ctx: Context) -> str | None:
    """The first right of the row that the actor has, or None when there is none."""
    actor = ctx.staff.get(entry.by)
    if actor is None:
        empty = not any(True for _ in ctx.staff.all())
        return "founder" if "founder" in move.who and empty else None
    if actor.left:
        return None
    own = _own_rights(actor, old)
    direct = next((right for right in move.who if right in own), None)
    if direct:
        return direct
    covered = rights(actor, old, entry.typed_at, ctx)  # an absence that is over gives no right any more
    return next((right for right in move.who if right in covered), None)


def _named(right: str, words: Text, record: Logged | None) -> Text:
    """A right, with the one person who has it where that is known."""
    if isinstance(record, Order):
        held_by, department = holder(record)
        person = {"owner": record.owner, "taker": record.taker, "holder": held_by or department}.get(right)
        if person is not None:
            return text("{staff} ({role})", staff=person, role=words)
    return words


def role_refusal(move: Move, old: Logged | None, entry: Entry, ctx: Context) -> Refusal | None:
    """Why the actor, or who types for the actor, may not make this move; None when both may."""
    if entry.via is not None and entry.via != entry.by:
        typist = ctx.staff.get(entry.via)
        allowed = ctx.policy.entering_for_others
        if typist is None or not rights(typist, None, entry.typed_at, ctx) & set(allowed):
            return Refusal(
                text("{typist} may not enter for {actor}", typist=entry.via, actor=entry.by),
                text(
                    "let {actor} type it, or ask one who holds: {roles}",
                    actor=entry.by,
                    roles=listed(map(role_name, allowed)),
                )
                if allowed
                else text("let {actor} type it: nobody may enter for others", actor=entry.by),
                move.clause,
                "role",
                "entering_for_others",
            )
    if right_used(move, old, entry, ctx) is not None:
        return None
    who = ctx.staff.get(entry.by)
    if who is not None and who.left:
        return Refusal(
            text("{actor} left on {day} and makes no moves", actor=entry.by, day=who.left.on),
            text("a manager takes back who returned: ordertool staff rejoin {staff}", staff=entry.by),
            Clause("P4.2b"),
            "role",
        )
    mine = listed(role_name(role) for role in ROLES if who and role in who.roles)
    name = right_name if move.kind == "order" else role_name
    return Refusal(
        text("{actor} ({roles}) may not do that", actor=entry.by, roles=mine or text("not on the staff")),
        text("it takes: {who}", who=listed(_named(right, name(right), old) for right in move.who)),
        move.clause,
        "role",
    )
