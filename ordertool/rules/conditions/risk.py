"""Conditions on the risk register of an order (P7.2)."""

from __future__ import annotations

from ordertool.language import text
from ordertool.records.base import Entry
from ordertool.records.order import Order
from ordertool.rules.conditions.saying import no, short, unavailable
from ordertool.rules.move import Context, Refusal
from ordertool.rules.risks import open_risks, register


def watched(_old: Order, new: Order, _entry: Entry, ctx: Context) -> Refusal | None:
    """Who watches a risk is on the staff."""
    owner = new.risks[-1].owner
    return None if owner is None else unavailable(owner, "P7.2", ctx)


def look_to_come(_old: Order, new: Order, entry: Entry, ctx: Context) -> Refusal | None:
    """The day to look at a risk again is still to come."""
    look = (new.risks[-1] if entry.move == "risk" else new.risk_reviews[-1]).look
    if look is None or look >= ctx.day(entry.at):
        return None
    return no(text("{day} is already past", day=look), text("give a day to come with --look"), "P7.2")


def risk_waits(old: Order, _entry: Entry, ctx: Context) -> Refusal | None:
    """There is an open risk to look at."""
    if open_risks(old, ctx):
        return None
    return no(text("no risk is open"), text('ordertool risk {id} --risk "…" --help', id=short(old.id)), "P7.2")


def risk_open(old: Order, new: Order, _entry: Entry, ctx: Context) -> Refusal | None:
    """A review is of a risk that there is and that is open."""
    named = new.risk_reviews[-1].risk
    found = next((risk for risk in register(old, ctx) if risk.id == named), None)
    if found is None:
        return no(text("there is no risk {item}", item=named), text("ordertool show {id}", id=short(old.id)), "P7.2")
    if found.outcome is None:
        return None
    return no(
        text("risk {item} is closed already", item=named),
        text('a new one: ordertool risk {id} --risk "…"', id=short(old.id)),
        "P7.2",
    )


def reviewed_risks_stay(old: Order, new: Order, _entry: Entry, _ctx: Context) -> Refusal | None:
    """A new plan keeps the risks that were looked at: what was said of them would be about nothing."""
    if old.plan is None or new.plan is None:
        return None
    kept, looked_at = {risk.id for risk in new.plan.risks}, {review.risk for review in old.risk_reviews}
    lost = next((risk.id for risk in old.plan.risks if risk.id in looked_at - kept), None)
    if lost is None:
        return None
    return no(
        text("the new plan leaves out risk {item}, which was looked at already", item=lost),
        text("name it again with --risk, in the same words"),
        "P7.2",
    )
