"""What helps an order that nobody can be given (P2.3a, L3)."""

from __future__ import annotations

from ordertool.language import Text, listed, text
from ordertool.nearest import nearest
from ordertool.records.assignment import Basis
from ordertool.records.order import Order
from ordertool.rules.conditions.saying import short
from ordertool.rules.move import Context

RAISE = text(
    "name somebody with --to, raise a capacity (ordertool staff edit STAFF --capacity N), or change the rules in policy.yaml"
)


def what_helps(order: Order, basis: Basis | None, ctx: Context) -> Text:
    """What to do: where no owner has the order's domain, which may be mistyped, another than where all are full."""
    barring = {one.rule for one in basis.passed_over if one.rule} if basis else set()
    asks = any(rule.name in barring and "domain" in rule.who.same for rule in ctx.policy.assignment.rules)
    domain = order.terms.domain if order.terms else None
    there = {one for person in ctx.colleagues() if "owner" in person.roles for one in person.profile.domains}
    if not asks or domain is None or domain in there:
        return RAISE
    near = nearest(domain, sorted(there))
    if near:
        return text(
            "no owner has the domain {domain}; did you mean: {near}? ordertool correct {id} --set domain={first} …, "
            "or ordertool staff edit STAFF --domain {domain}",
            domain=domain, near=listed(near), first=near[0], id=short(order.id),
        )  # fmt: skip
    return text(
        "no owner has the domain {domain}: ordertool staff edit STAFF --domain {domain}, "
        "or ordertool correct {id} --set domain=… …",
        domain=domain, id=short(order.id),
    )  # fmt: skip
