"""The company's policy in words, as its policy.yaml sets it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from ordertool.language import N_, Clause, Listed, Text, _, listed, text
from ordertool.records.policy import WEEKDAYS, Policy, TimeLimits
from ordertool.reports.coverage import limit_clauses
from ordertool.reports.words import CHECKLIST, named
from ordertool.rules.permissions import role_name
from ordertool.rules.review import TERMS

_DAYS = dict(
    zip(
        WEEKDAYS,
        (N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday")),
        strict=True,
    )
)


def policy_lines(policy: Policy, today: date) -> Iterator[str]:
    """The policy, line by line."""
    yield policy.company
    yield f"  {policy.timezone}  {policy.currency}"
    for part in (
        _calendar(policy),
        _limits(policy, today),
        _people(policy),
        _assignment(policy),
        _review(policy),
        _delivery(policy),
        _notices(policy),
    ):
        title, *lines = map(str, part)
        yield ""
        yield title
        yield from (f"  {line}" for line in lines)


def _calendar(policy: Policy) -> Iterator[str | Text]:
    yield _("Working time")
    worked = [(day, policy.working_hours.get(day, "")) for day in _DAYS]  # type: ignore[call-overload]
    for hours, group in groupby(worked, key=lambda pair: pair[1]):
        days = [day for day, _hours in group]
        first, last = _(_DAYS[days[0]]), _(_DAYS[days[-1]])
        span = first if len(days) == 1 else text("{first} to {last}", first=first, last=last)
        yield text("{name}: {value}", name=span, value=hours or _("not worked"))
    official = policy.holidays == "CN"
    yield text("official holidays and make-up workdays of China") if official else text("no public holidays")
    if policy.makeup_hours is not None:
        yield text("{name}: {value}", name=_("make-up workday"), value=policy.makeup_hours)
    for day, hours in sorted(policy.special_days.items()):
        yield text("{name}: {value}", name=day, value=hours)
    if policy.confirmed_years:
        yield text("vouched for by the company: {years}", years=listed(policy.confirmed_years))


def _limits(policy: Policy, today: date) -> Iterator[str | Text]:
    yield _("Time limits")
    clauses = limit_clauses()
    limits = policy.limits_on(today)
    for name in TimeLimits.model_fields:
        if name != "since":
            length = getattr(limits, name).words
            yield text("{limit}: {length} ({clause})", limit=_(name), length=length, clause=Clause(clauses[name]))
    for later in policy.time_limits:
        if later.since > today:
            changed = [name for name in clauses if getattr(later, name) != getattr(limits, name)]
            said = listed(text("{name}: {value}", name=_(name), value=getattr(later, name).words) for name in changed)
            yield text("from {day}: {changes}", day=later.since, changes=said)


def _people(policy: Policy) -> Iterator[str | Text]:
    yield _("People")
    for role, duty in policy.duty.items():
        who = text("{days} (deputy {staff})", days=duty.person, staff=duty.deputy) if duty.deputy else duty.person
        yield text("{role} on duty: {who}", role=role_name(role), who=who)
    if not policy.duty:
        yield text("on duty for a role: who joined first and is there")
    yield text("may enter for others: {roles}", roles=listed(map(role_name, policy.entering_for_others)))


_THEN = {
    "required": N_("{name}: required"), "preferred": N_("{name}: preferred, worth {worth} hundredths of a share"),
    "excluded": N_("{name}: excluded"),
}  # fmt: skip


def _assignment(policy: Policy) -> Iterator[str | Text]:
    yield _("Assignment")
    rules = policy.assignment
    for rule in rules.rules:
        yield text(_THEN[rule.then], name=rule.name, worth=rule.worth)
        for label, traits in (("when", rule.when), ("who", rule.who)):
            if said := [f"{name}: {_values(value)}" for name, value in traits.plain().items()]:
                yield f"  {label}: {'; '.join(said)}"
    for kind, weight in rules.weights.items():
        yield text("an order of type {type} weighs {weight}", type=kind, weight=weight)
    yield text("without a capacity or a weight, people are measured against: {orders} orders", orders=rules.share)
    yield text(
        "nobody is given more than {times} times their fair share of {days} working days while others can take it",
        times=rules.pace.times,
        days=rules.pace.days,
    )


def _values(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _review(policy: Policy) -> Iterator[str | Text]:
    yield _("Preliminary review")
    for grade, terms in policy.review.payment_by_grade.items():
        allowed = listed(text(TERMS[term]) for term in terms)
        known = text("grade {grade}", grade=grade) if grade != "none" else text("no valid assessment")
        yield text("{name}: {value}", name=known, value=allowed)
    yield text("working days to the delivery, at least: {days}", days=policy.review.lead_days)
    for item, price in policy.review.price_floor.items():
        yield text("price of {item}, at least: {price}", item=item, price=price)
    if policy.review.restricted:
        yield text("restricted goods: {words}", words=listed(policy.review.restricted))


def _delivery(policy: Policy) -> Iterator[str | Text]:
    yield _("Delivery and archive")
    yield text("least notice to the client: {length}", length=policy.delivery.notice.words)
    for kind, checklist in policy.delivery.checklists.items():
        name = _("every other type") if kind == "default" else kind
        yield text(
            "checklist of {type}: {mandatory}; if wanted: {optional}",
            type=name, mandatory=_steps(checklist.mandatory) or "–", optional=_steps(checklist.optional) or "–",
        )  # fmt: skip
    yield text("only paid orders are archived") if policy.archive.paid else text("unpaid orders are archived too")
    yield text("largest file kept with an order: {size} MiB", size=policy.papers.largest_mib)


def _notices(policy: Policy) -> Iterator[str | Text]:
    rules = policy.notices
    yield _("Notices")
    yield text("language: {name}", name=rules.language)
    if rules.remind is not None:
        yield text("reminded before a due time: {length}", length=rules.remind.words)
    for rung in rules.ladder:
        who = listed(text(_TOLD[one]) if one in _TOLD else role_name(one) for one in rung.tell)
        yield text("told when late by {length}: {who}", length=rung.after.words, who=who)


_TOLD = {"responsible": N_("who answers for it"), "owner": N_("the order's owner")}
"""Who is told without a role."""


def _steps(steps: Iterable[str]) -> Listed:
    return listed(named(CHECKLIST, step) for step in steps)
