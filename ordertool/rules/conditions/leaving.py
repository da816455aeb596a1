"""Conditions on who leaves, or gives up a role: nothing is left lying (P4.2b, L4)."""

from __future__ import annotations

from collections.abc import Iterable

from ordertool.language import Listed, Text, listed, text
from ordertool.records.base import Entry
from ordertool.records.order import Order
from ordertool.records.staff import Staff
from ordertool.records.values import ROLES, Role
from ordertool.rules.clocks import question_asked
from ordertool.rules.conditions.saying import no, short, unavailable
from ordertool.rules.duty import on_duty
from ordertool.rules.move import EXECUTED, SUBMITTED, Context, Refusal
from ordertool.rules.permissions import holder, rights, role_name, stands_for
from ordertool.rules.workload import in_hand

_REASSIGNED = ("assigned", "confirmed", "active")
"""Stages at which an order can be given to another owner."""
_STILL_ANSWERED = ("delivered", "signed", "closed")
"""Stages at which an order has its owner for good, and still needs one: for a slip, for a complaint."""
_NEEDED: tuple[Role, ...] = ("receptionist", "processor", "finance")
_OPEN = ("inquiry", "draft", *SUBMITTED)
_FIRST = 5
"""How many of many are named."""


def _named(ids: Iterable[str]) -> Listed:
    """The first few of some records, by the tails that people type."""
    tails = [short(one) for one in ids]
    return listed([*tails[:_FIRST], *(["…"] if len(tails) > _FIRST else [])])


def _given_up(old: Staff, new: Staff) -> set[Role]:
    return set(old.roles) - set(new.roles)


def still_here(old: Staff, _entry: Entry, _ctx: Context) -> Refusal | None:
    """The person has not left."""
    if old.left is None:
        return None
    return no(
        text("{staff} left on {day}", staff=old.id, day=old.left.on),
        text("ordertool staff rejoin {staff}", staff=old.id),
        "P4.2b",
    )


def has_left(old: Staff, _entry: Entry, _ctx: Context) -> Refusal | None:
    """Who comes back had left."""
    if old.left is not None:
        return None
    return no(text("{staff} has not left", staff=old.id), text("ordertool staff show {staff}", staff=old.id), "P4.2b")


def profile_changes(old: Staff, new: Staff, _entry: Entry, _ctx: Context) -> Refusal | None:
    """An edit that changes nothing is no move."""
    if old.profile != new.profile:
        return None
    return no(text("nothing would change"), text("name what changes, for example --department"), "P4.2b")


def last_day_came(_old: Staff, new: Staff, entry: Entry, ctx: Context) -> Refusal | None:
    """A leaving is recorded when its day has come: with it the person's rights end."""
    if new.left is None or new.left.on <= ctx.day(entry.at):
        return None
    return no(
        text("{day} is still to come, and the rights end when it is recorded", day=new.left.on),
        text("until then, keep new work away: ordertool staff edit {staff} --capacity 0", staff=new.id),
        "P4.2b",
    )


def manager_stays(old: Staff, new: Staff, _entry: Entry, ctx: Context) -> Refusal | None:
    """Somebody is a manager."""
    others = (one for one in ctx.colleagues() if one.id != new.id)
    if "manager" not in _given_up(old, new) or any("manager" in one.roles for one in others):
        return None
    return no(
        text("{staff} is the only manager", staff=new.id),
        text("make somebody else a manager first: ordertool staff edit STAFF --add-role manager"),
        "P4.2b",
    )


def work_goes_on(old: Staff, new: Staff, _entry: Entry, ctx: Context) -> Refusal | None:
    """Nobody leaves, or gives up a role, whom open orders wait for while no other holds it (P0.3)."""
    for role in sorted(_given_up(old, new) & set(_NEEDED), key=ROLES.index):
        if any(role in one.roles for one in ctx.colleagues() if one.id != new.id):
            continue
        waiting = sorted(one.id for one in ctx.orders() if one.stage in _OPEN)
        if waiting:
            return no(
                text("{staff} is the only {role}, and orders are open, {count}: {names}",
                     staff=new.id, role=role_name(role), count=len(waiting), names=_named(waiting)),
                text("give the role to somebody else first: ordertool staff edit STAFF --add-role {role}", role=role),
                "P4.2b",
            )  # fmt: skip
    return None


def orders_handed_over(old: Staff, new: Staff, entry: Entry, ctx: Context) -> Refusal | None:
    """Nobody leaves, or ceases to be an owner, with open orders."""
    if new.left is None and "owner" not in _given_up(old, new):
        return None
    held = [one for one in ctx.orders() if one.owner == new.id and in_hand(one)]
    own = sorted(one.id for one in held if one.stage in _REASSIGNED)
    if not own:
        return None
    return no(
        text(
            "{staff} has orders in hand, {count}; to be given to somebody else: {names}",
            staff=new.id,
            count=len(held),
            names=_named(own),
        ),
        _reassign(own[0], entry, ctx),
        "P2.3a",
    )


def _reassign(order_id: str, entry: Entry, ctx: Context) -> Text:
    """How an order is given to somebody else, and by whom, where the actor has no right to it."""
    actor = ctx.staff.get(entry.by)
    if actor is not None and "processor" in rights(actor, None, entry.typed_at, ctx):
        return text('give each to somebody else: ordertool reassign {id} --to STAFF --reason "…"', id=short(order_id))
    role, person = role_name("processor"), on_duty("processor", entry.at, ctx)
    return text(
        '{who} gives each to somebody else: ordertool reassign {id} --to STAFF --reason "…"',
        who=text("{staff} ({role})", staff=person, role=role) if person else role,
        id=short(order_id),
    )


def questions_handed_over(_old: Staff, new: Staff, _entry: Entry, ctx: Context) -> Refusal | None:
    """Nobody leaves with a client's question."""
    own = sorted(one.id for one in ctx.orders() if _asked(one, new.id))
    if not own:
        return None
    return no(
        text("{staff} owes clients a reply, {count}: {names}", staff=new.id, count=len(own), names=_named(own)),
        text("answer, or pass it on: ordertool forward {id} --to STAFF", id=short(own[0])),
        "P2.1b",
    )


def _asked(order: Order, staff_id: str) -> bool:
    return order.stage == "inquiry" and holder(order)[0] == staff_id and question_asked(order) is not None


def phases_handed_over(_old: Staff, new: Staff, _entry: Entry, ctx: Context) -> Refusal | None:
    """Nobody leaves who is named in a plan for a phase that is not done."""
    own = sorted(one.id for one in ctx.orders() if _planned(one, new.id))
    if not own:
        return None
    return no(
        text("{staff} has phases in plans, {count}: {names}", staff=new.id, count=len(own), names=_named(own)),
        text("the owner plans anew: ordertool plan {id} --from plan.yaml", id=short(own[0])),
        "P2.4a",
    )


def _planned(order: Order, staff_id: str) -> bool:
    if order.stage not in ("confirmed", "active") or order.plan is None:
        return False
    done = {item for report in order.progress for item in report.done}
    return any(phase.person == staff_id and phase.id not in done for phase in order.plan.phases)


def complaints_handed_over(_old: Staff, new: Staff, _entry: Entry, ctx: Context) -> Refusal | None:
    """Nobody leaves who was named to answer for a complaint that is open."""
    own = sorted(one.id for one in ctx.orders() if any(complaint.owner == new.id for complaint in one.open_complaints))
    if not own:
        return None
    return no(
        text("{staff} answers for open complaints, {count}: {names}", staff=new.id, count=len(own), names=_named(own)),
        text("settle them first: ordertool settle {id} --help", id=short(own[0])),
        "P5.2c",
    )


def decisions_handed_over(_old: Staff, new: Staff, _entry: Entry, ctx: Context) -> Refusal | None:
    """Nobody leaves who is to carry out what a session decided."""
    own = sorted(
        one.id
        for one in ctx.orders()
        if one.stage in EXECUTED
        and any(task.who == new.id for session in one.sessions for _n, task in session.open_decisions())
    )
    if not own:
        return None
    return no(
        text("{staff} carries out decisions of sessions, {count}: {names}",
             staff=new.id, count=len(own), names=_named(own)),
        text("the order department reports what is done: ordertool session {id} --help", id=short(own[0])),
        "P5.1c",
    )  # fmt: skip


def duty_handed_over(old: Staff, new: Staff, _entry: Entry, ctx: Context) -> Refusal | None:
    """Nobody leaves, or gives up a role, whom policy.yaml names for it."""
    gone = _given_up(old, new)
    named = [(role, line) for role, line in ctx.policy.duty.items() if role in gone]
    roles = sorted((role for role, line in named if new.id in (line.person, line.deputy)), key=ROLES.index)
    if not roles:
        return None
    return no(
        text("policy.yaml names {staff} for: {roles}", staff=new.id, roles=listed(map(role_name, roles))),
        text("name somebody else under duty in policy.yaml, and commit it"),
        "P4.2b",
        policy="duty",
    )


def deputies_replaced(_old: Staff, new: Staff, entry: Entry, ctx: Context) -> Refusal | None:
    """Nobody leaves who stands in for somebody, now or later."""
    today = ctx.day(entry.at)
    for other in ctx.colleagues():
        for absence in other.away:
            start = max(absence.start, today)
            if absence.deputy == new.id and absence.last >= today and other.absence_on(start) is absence:
                days = {"start": start, "end": absence.last}
                return no(
                    text("{staff} stands in for {other} from {start} to {end}", staff=new.id, other=other.id, **days),
                    text("name another: ordertool staff back {other} --absence {item} --on {start}; then ordertool staff away"
                         " {other} --from {start} --to {end} --deputy STAFF", other=other.id, item=absence.id, **days),
                    "P2.3a",
                )  # fmt: skip
    return None


def successor_named(_old: Staff, new: Staff, _entry: Entry, ctx: Context) -> Refusal | None:
    """Somebody else answers for what cannot be handed over: delivered orders that may still come back, clients' files."""
    assert new.left is not None
    successor = new.left.successor
    if successor is not None:
        if successor == new.id:
            return no(text("{staff} cannot be their own successor", staff=new.id), text("name another person"), "P4.2b")
        gone = unavailable(successor, "P4.2b", ctx)
        if gone is not None:
            return gone
    mine = {one.id for one in ctx.staff.all() if stands_for(one, ctx) == new.id}
    hint = text("name who answers for them: --successor STAFF")
    own = sorted(one.id for one in ctx.orders() if one.owner in mine and one.stage in _STILL_ANSWERED)
    if successor is not None:
        person = ctx.staff.get(successor)
        if not own or person is None or "owner" in person.roles:
            return None
        return no(
            text("{staff} does not hold the role {role}", staff=successor, role=role_name("owner")),
            text("ordertool staff list --role {role}", role="owner"),
            "P5.2c",
        )
    if own:
        return no(
            text("{staff} still answers for delivered orders, {count}: {names}",
                 staff=new.id, count=len(own), names=_named(own)),
            hint, "P5.2c",
        )  # fmt: skip
    kept = sorted(one.id for one in ctx.clients() if one.keeper in mine and one.profile.keeper and not one.merged)
    if kept:
        return no(
            text("{staff} keeps clients' files, {count}: {names}", staff=new.id, count=len(kept), names=_named(kept)),
            hint,
            "P4.1a",
        )
    return None


def actions_taken_over(_old: Staff, new: Staff, _entry: Entry, ctx: Context) -> Refusal | None:
    """What a meeting gave somebody to do is done, or a successor does it (P5.1a)."""
    if new.left is None or new.left.successor is not None:
        return None
    left = [f"{one.id} {action.id}" for one in ctx.meetings() for action in one.open_actions if action.who == new.id]
    if not left:
        return None
    return no(
        text(
            "{staff} has actions of meetings to do, {count}: {names}", staff=new.id, count=len(left), names=_named(left)
        ),
        text("name who answers for them: --successor STAFF"),
        "P5.1a",
    )
