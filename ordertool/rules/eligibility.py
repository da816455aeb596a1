"""Who may be given an order: the rules of policy.yaml, held against orders and people (P2.3a)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from ordertool.records.assignment import WHY_NOT
from ordertool.records.assignment_rules import AssignmentRule, OrderTraits, OwnerTraits
from ordertool.records.order import Order
from ordertool.records.policy import WEEKDAYS
from ordertool.records.staff import Staff
from ordertool.rules.move import Context
from ordertool.rules.regions import within
from ordertool.rules.workload import Workload


class Need(NamedTuple):
    """What the rules look at in an order."""

    order: Order
    weight: Decimal
    type: str | None
    domain: str | None
    region: str | None
    value: Decimal | None
    former: str | None


def may_own(order: Order, at: datetime, ctx: Context) -> list[Staff]:
    """Who might have been given an order, whatever their load was: by absence then, and by roles and rules as they are now."""
    need, day = need_of(order, Workload(), ctx), ctx.day(at)
    return [
        person
        for person in ctx.staff.all()
        if "owner" in person.profile.roles
        and person.there_on(day, ctx.zone)
        and not any(barring(person, need, day, ctx))
    ]


def against(
    person: Staff, need: Need, in_hand: Decimal, day: date, ctx: Context
) -> Iterator[tuple[WHY_NOT, str | None]]:
    """All that speaks against giving an order to a person who has this much in hand: what, and by which rule."""
    if person.id == need.order.owner:
        yield "owns", None
    if person.absence_on(day) is not None:
        yield "away", None
    if person.id in declined_by(need.order):
        yield "declined", None
    for rule in barring(person, need, day, ctx):
        yield "rule", rule
    capacity = person.profile.capacity
    if capacity is not None and in_hand + need.weight > capacity:
        yield "full", None


def barring(person: Staff, need: Need, day: date, ctx: Context) -> Iterator[str]:
    """The rules by which a person may not be given an order."""
    for rule in ctx.policy.assignment.rules:
        if rule.then != "preferred" and is_about(rule, need, day):
            meant = is_meant(rule.who, person, need)
            if meant == (rule.then == "excluded"):
                yield rule.name


def need_of(order: Order, load: Workload, ctx: Context) -> Need:
    """What the rules look at in an order; its value only where it is in the company's currency."""
    terms, policy = order.terms, ctx.policy
    client = ctx.client(order.client) if order.client else None
    ids = ctx.ids_of(client.id) if client else (order.client or "",)
    former = max((load.former[one] for one in ids if one in load.former), default=None)
    value = terms.total if terms is not None and terms.currency == policy.currency else None
    kind = terms.type if terms else None
    person = ctx.staff.get(former[2]) if former else None
    return Need(
        order,
        policy.assignment.weight(kind),
        kind,
        terms.domain if terms else None,
        client.profile.region if client else None,
        value,
        person.id if person is not None and "owner" in person.roles else None,
    )


def declined_by(order: Order) -> set[str | None]:
    """Who was given the order and declined it, or for whom a deputy did."""
    to = {item.id: item.to for item in order.assignment}
    found: set[str | None] = set()
    owner = None
    for entry in order.standing:
        if entry.move in ("assign", "reassign"):
            owner = to.get(entry.item or "")
        elif entry.move == "decline":
            found.add(owner)
    return found


def is_about(rule: AssignmentRule, need: Need, day: date) -> bool:
    """Whether a rule speaks of an order; a value band speaks only of orders in the company's currency."""
    when: OrderTraits = rule.when
    if when.value_from is not None and (need.value is None or need.value < when.value_from):
        return False
    if when.value_below is not None and (need.value is None or need.value >= when.value_below):
        return False
    return (
        (not when.types or need.type in when.types)
        and (not when.domains or need.domain in when.domains)
        and (not when.regions or any(within(need.region, region) for region in when.regions))
        and (not when.weekdays or WEEKDAYS[day.weekday()] in when.weekdays)
    )


def is_meant(who: OwnerTraits, person: Staff, need: Need) -> bool:
    """Whether a rule speaks of a person; one who names no domain or region covers all."""
    profile = person.profile
    same = {
        "domain": not profile.domains or need.domain is None or need.domain in profile.domains,
        "region": not profile.regions
        or need.region is None
        or any(within(need.region, one) for one in profile.regions),
        "owner": need.former in (None, person.id),
    }
    return all(same[name] for name in who.same) and is_of(who, person)


def is_of(who: OwnerTraits, person: Staff) -> bool:
    """Whether a person is of those whom a rule is about, whatever the order."""
    profile = person.profile
    return (
        (not who.domains or any(domain in who.domains for domain in profile.domains))
        and (not who.regions or any(within(one, region) for one in profile.regions for region in who.regions))
        and (not who.departments or profile.department in who.departments)
    )
