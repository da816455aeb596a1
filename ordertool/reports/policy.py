"""The company's policy in words, as its policy.yaml sets it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Any

from ordertool.language import N_, Clause, Listed, Text, _, listed, text
from ordertool.records.meeting_rules import weeks_of
from ordertool.records.policy import WEEKDAYS, Policy, TimeLimits
from ordertool.reports.assessment_rules import assessment_words
from ordertool.reports.coverage import limit_clauses
from ordertool.reports.owed_files import KINDS
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
        _credit(policy),
        _delivery(policy),
        _receivables(policy),
        _notices(policy),
        _meetings(policy),
        _files(policy),
        assessment_words(policy.assess),
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
        if orders := list(_traits(_ORDERS, rule.when.plain(), policy)):
            yield text("  orders: {what}", what=listed(orders))
        who = [text(_SAME[one]) for one in rule.who.same]
        named_ = (item for item in rule.who.plain().items() if item[0] != "same")
        yield text("  owners: {what}", what=listed([*who, *_traits(_OWNERS, dict(named_), policy)]))
    for kind, weight in rules.weights.items():
        yield text("an order of type {type} weighs {weight}", type=policy.order_type(kind), weight=weight)
    yield text("without a capacity or a weight, people are measured against: {orders} orders", orders=rules.share)
    yield text(
        "nobody is given more than {times} times their fair share of {days} working days while others can take it",
        times=rules.pace.times,
        days=rules.pace.days,
    )


_ORDERS = {
    "types": N_("of type {values}"), "domains": N_("of domain {values}"), "regions": N_("of clients in {values}"),
    "value_from": N_("of a value from {values}"), "value_below": N_("of a value below {values}"), "weekdays": N_("on {values}"),
}  # fmt: skip
_OWNERS = {
    "domains": N_("with domain {values}"), "regions": N_("with region {values}"), "departments": N_("of department {values}"),
}  # fmt: skip
_SAME = {
    "domain": N_("whose domain is the order's"), "region": N_("whose region is the client's"),
    "owner": N_("who owned the client's last order"),
}  # fmt: skip


def _traits(words: Mapping[str, str], traits: Mapping[str, Any], policy: Policy) -> Iterator[Text]:
    """What a rule is about, in words."""
    called: dict[str, Callable[[Any], object]] = {
        "weekdays": lambda day: _(_DAYS[day]),
        "types": policy.order_type,
        "departments": policy.department,
    }
    for name, value in traits.items():
        values = [called.get(name, str)(one) for one in value] if isinstance(value, list) else [value]
        yield text(words[name], values=listed(values))


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


def _credit(policy: Policy) -> Iterator[str | Text]:
    yield _("Credit")
    rules = policy.credit
    for grade, terms in rules.grades.items():
        said = [text("limit {limit}", limit=terms.limit)] if terms.limit is not None else []
        said += [text("at most {days} days", days=terms.days)] if terms.days is not None else []
        said += [text("in advance at least {percent} %", percent=terms.prepayment)] if terms.prepayment else []
        known = text("grade {grade}", grade=grade) if grade != "none" else text("no valid assessment")
        yield text("{name}: {value}", name=known, value=listed(said) if said else "–")
    yield text("limit where none is set: {limit}", limit="–" if rules.limit is None else rules.limit)
    for move, gate in rules.gates.model_dump().items():
        yield text("{name}: {value}", name=_(move), value=_(_GATES[gate]))
    yield text("without a valid assessment: {what}", what=_(_UNASSESSED[rules.unassessed]))
    yield text("may override: {roles}", roles=listed(map(role_name, rules.override)))
    yield text("see what clients owe: {roles}", roles=listed(map(role_name, rules.figures)))
    for currency, rate in rules.rates.items():
        yield text("one {currency} is worth {rate}", currency=currency, rate=rate)


_GATES = {
    "off": N_("no credit check"), "warn": N_("beyond the limit: told"),
    "ask": N_("beyond the limit: refused without an override"), "refuse": N_("beyond the limit: refused"),
}  # fmt: skip
_UNASSESSED = {
    "wait": N_("submitted, and assigned after the assessment"), "refuse": N_("refused"), "pass": N_("not asked for"),
}  # fmt: skip


def _delivery(policy: Policy) -> Iterator[str | Text]:
    yield _("Delivery and archive")
    yield text("least notice to the client: {length}", length=policy.delivery.notice.words)
    for kind, checklist in policy.delivery.checklists.items():
        name = _("every other type") if kind == "default" else policy.order_type(kind)
        yield text(
            "checklist of {type}: {mandatory}; if wanted: {optional}",
            type=name, mandatory=_steps(checklist.mandatory) or "–", optional=_steps(checklist.optional) or "–",
        )  # fmt: skip
    yield text("only paid orders are archived") if policy.archive.paid else text("unpaid orders are archived too")
    yield text("largest file kept with an order: {size} MiB", size=policy.papers.largest_mib)


_PERIODS = {
    "sign-off": N_("when all slips are in"), "delivery": N_("when all is delivered"), "invoice": N_("with the invoice"),
}  # fmt: skip


def _receivables(policy: Policy) -> Iterator[str | Text]:
    rules = policy.receivables
    yield _("Receivables")
    yield text("the account period starts: {when}", when=_(_PERIODS[rules.period_from]))
    yield text("days of grace: {days}", days=rules.grace)
    yield text("ageing bands end at days late: {days}", days=listed(rules.ageing))
    letters = rules.dunning
    yield text(
        "letters from days late: {first}, {second}, {final}; {apart} days apart",
        first=letters.first, second=letters.second, final=letters.final, apart=letters.apart,
    )  # fmt: skip
    if rules.watch.overdue is not None:
        yield text("sign for a watch: a debt more than {days} days late", days=rules.watch.overdue)
    if rules.watch.grade_lowered:
        yield text("sign for a watch: a grade that was lowered")
    if policy.go_live is not None:
        yield text("what was open before comes in until {day}", day=policy.go_live)


def _notices(policy: Policy) -> Iterator[str | Text]:
    rules = policy.notices
    yield _("Notices")
    yield text("language: {name}", name=rules.language)
    if rules.remind is not None:
        yield text("reminded before a due time: {length}", length=rules.remind.words)
    for rung in rules.ladder:
        who = listed(text(_TOLD[one]) if one in _TOLD else role_name(one) for one in rung.tell)
        yield text("told when late by {length}: {who}", length=rung.after.words, who=who)


def _meetings(policy: Policy) -> Iterator[str | Text]:
    yield _("Meetings and bulletin")
    rules, letter = policy.meetings, policy.bulletin
    if rules.every is None:
        yield text("no interval of meetings is set")
    else:
        about = {"weeks": weeks_of(rules.every), "day": _(_DAYS[rules.weekday]), "since": rules.since}
        yield text("a meeting every {weeks} weeks, on {day}, since {since}", **about)
        who = role_name(rules.called_by)
        yield text("called by: {role}, {days} working days before", role=who, days=rules.notice_days)
    if invited := [*map(policy.department, rules.invite.departments), *map(role_name, rules.invite.roles)]:
        yield text("invited, where a call names nobody: {names}", names=listed(invited))
    if letter.every is None:
        yield text("no bulletin is sent to the departments")
    else:
        names = listed(map(policy.department, letter.departments)) or _("all")
        about = {"weeks": weeks_of(letter.every), "day": _(_DAYS[letter.weekday]), "names": names}
        yield text("a bulletin every {weeks} weeks, on {day}, to: {names}", **about)


def _files(policy: Policy) -> Iterator[str | Text]:
    yield _("Files of clients and staff")
    every = policy.clients.confirm_every
    if every is None:
        yield text("clients' files are not confirmed")
    else:
        yield text("clients' files are confirmed by their keepers every {days} calendar days", days=every)
    for kind, rule in policy.training.items():
        who = listed(map(role_name, rule.roles)) if rule.roles else _("everybody")
        yield text(
            "{kind}: {who}, every {days} calendar days, newcomers within {within}",
            kind=named(KINDS, kind), who=who, days=rule.every, within=rule.within,
        )  # fmt: skip


_TOLD = {"responsible": N_("who answers for it"), "owner": N_("the order's owner")}
"""Who is told without a role."""


def _steps(steps: Iterable[str]) -> Listed:
    return listed(named(CHECKLIST, step) for step in steps)
