"""Conditions on assigning an order to its owner (P2.3a)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ordertool.language import N_, Listed, listed, text
from ordertool.records.assignment import PassedOver
from ordertool.records.base import Entry
from ordertool.records.order import Order
from ordertool.records.staff import Staff
from ordertool.rules.assignment import decision
from ordertool.rules.conditions.saying import local_time, no, short, staff_problem
from ordertool.rules.duty import present, responsible
from ordertool.rules.eligibility import against, need_of
from ordertool.rules.move import Context, Refusal
from ordertool.rules.workload import workload

_PASSED_OVER = {
    "owns": N_("{staff} owns it"), "away": N_("{staff} is away"), "full": N_("{staff} is full"),
    "declined": N_("{staff} declined it"), "rule": N_("{staff} does not meet “{rule}”"),
}  # fmt: skip


def owner_available(_old: Order, new: Order, entry: Entry, ctx: Context) -> Refusal | None:
    """An order goes to somebody who holds the role owner and is there, also when it is entered later."""
    to = new.assignment[-1].to
    then = staff_problem(to, "owner", entry.at, "P2.3a", ctx)
    return then or staff_problem(to, "owner", entry.typed_at, "P2.3a", ctx)


def another_owner(old: Order, new: Order, _entry: Entry, _ctx: Context) -> Refusal | None:
    """An order is reassigned to somebody else, for a reason."""
    if new.assignment[-1].to == old.owner:
        return no(text("{staff} owns it already", staff=old.owner), text("name somebody else with --to"), "P2.3a")
    if new.assignment[-1].reason is None:
        return no(text("it takes an order from its owner without a reason"), text("add --reason"), "P2.3a")
    return None


def papers_acknowledged(old: Order, new: Order, _entry: Entry, _ctx: Context) -> Refusal | None:
    """The order department acknowledges every paper by name."""
    handed = set(old.handed.names) if old.handed else set()
    received = set(new.assignment[-1].received)
    if handed == received:
        return None
    odd = min(handed ^ received)
    return no(
        text("the papers acknowledged are not those handed over: {name}", name=odd),
        text("name each with --received, or leave it out to acknowledge all"),
        "P2.2c",
    )


def basis_computes(old: Order, new: Order, entry: Entry, ctx: Context) -> Refusal | None:
    """An owner who was computed is the one whom anyone computes again, for that moment, from the same commit and policy."""
    given = new.assignment[-1]
    if given.basis is None:
        return None
    if entry.at != entry.typed_at:
        return no(
            text("an owner is computed for now, not for another time"),
            text("leave out --at, or name who it was then: --to"),
            "P2.3a",
        )
    again = decision(old, entry.at, ctx, together=given.basis.together == "all")
    if again is not None and (again.to, again.basis) == (given.to, given.basis):
        return None
    return no(
        text("what is said to have decided it does not give {staff}", staff=given.to),
        text("let it be computed: ordertool assign {id} --auto", id=short(old.id)),
        "P2.3a",
        policy="assignment",
    )


def told_of_absence(_old: Order, new: Order, entry: Entry, ctx: Context) -> Refusal | None:
    """An owner who is not there when the receipt is to be confirmed is told of (P2.3c)."""
    person, duty = ctx.staff.get(new.owner or ""), responsible(new, entry.typed_at, ctx)
    if person is None or duty is None or duty.clock is None:
        return None
    due = duty.clock.due.at
    absence = person.absence_on(ctx.day(due))
    if absence is None or present(person.id, due, ctx) != person.id:
        return None
    return no(
        text(
            "{id} is to be confirmed by {due}, and {staff} is away from {start} to {end} without a deputy",
            id=short(new.id), due=local_time(due, ctx), staff=person.id, start=absence.start, end=absence.last,
        ),
        text("choose somebody else: ordertool staff list --role {role}", role="owner"),
        "P2.3c",
    )  # fmt: skip


def told_of_rules(old: Order, new: Order, entry: Entry, ctx: Context) -> Refusal | None:
    """What the rules say against an owner who was named is told, for it is the processor who decides (P2.3a)."""
    given, rules = new.assignment[-1], ctx.policy.assignment
    to = ctx.staff.get(given.to)
    if given.basis is not None or to is None:
        return None
    words = (to.id, old.client) if rules.look_back and old.client else (to.id,)
    load = workload(ctx.orders() if ctx.mentioning is None else ctx.mentioning(*words, archived=rules.look_back), rules)
    need, in_hand = need_of(old, load, ctx), load.open.get(to.id, Decimal(0))
    said = against(to, need, in_hand, ctx.day(entry.at), ctx)
    found = [PassedOver(staff=to.id, why=why, rule=rule) for why, rule in said]
    if not found:
        return None
    return no(
        text("this is against the rules: {why}", why=passed_over_words(found)),
        text("let it be computed: ordertool assign {id} --auto", id=short(old.id)),
        "P2.3a",
        policy="assignment",
    )


def told_of_capacity(_old: Staff, new: Staff, _entry: Entry, _ctx: Context) -> Refusal | None:
    """An owner who comes back, and whom the rules still give no orders, is told of."""
    if new.profile.capacity != 0 or "owner" not in new.roles:
        return None
    return no(
        text(
            "{staff} still has the capacity 0 and is given no orders by the rules: ordertool staff edit {staff} --capacity N",
            staff=new.id,
        ),
        text("ordertool staff show {staff}", staff=new.id),
        "P2.3a",
    )


def passed_over_words(passed_over: Sequence[PassedOver]) -> Listed:
    """Who was passed over and why, in one line."""
    return listed(text(_PASSED_OVER[one.why], staff=one.staff, rule=one.rule or "") for one in passed_over)
