"""Conditions on assigning an order to its owner (P2.3a)."""

from __future__ import annotations

from ordertool.language import text
from ordertool.records.base import Entry
from ordertool.records.order import Order
from ordertool.rules.assignment import decision
from ordertool.rules.conditions.saying import no, short, staff_problem
from ordertool.rules.move import Context, Refusal


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
