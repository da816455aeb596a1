"""What is owed on files: a client's to be confirmed, its debts from before the book, training (P4.1b, P7.1c, P7.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from ordertool.language import Clause, language, listed
from ordertool.records.assessment import Assessment
from ordertool.records.client import Client
from ordertool.records.staff import Staff, Training, TrainingKind
from ordertool.records.training_rules import TrainingRule
from ordertool.rules.assessing import duties_on, unassessed, weaknesses
from ordertool.rules.clocks import Clock
from ordertool.rules.duty import Duty, on_duty, present
from ordertool.rules.move import Context
from ordertool.rules.working_time import Due

AHEAD = timedelta(days=14)
"""How long before its last day something on a file is told to the one who owes it."""


def confirm_by(client: Client, ctx: Context) -> date | None:
    """The last day on which a client's file counts as right without anybody saying so again; None where nobody asks."""
    every = ctx.policy.clients.confirm_every
    return None if every is None or client.merged else ctx.day(client.confirmed) + timedelta(days=every)


def stale(client: Client, now: datetime, ctx: Context) -> bool:
    """Whether a client's file was not confirmed within the time that the policy sets (P4.1b)."""
    last = confirm_by(client, ctx)
    return last is not None and last < ctx.day(now)


class Needed(NamedTuple):
    """A kind of training that a person has to have: the one that holds longest, if there is any, and its last day."""

    kind: TrainingKind
    rule: TrainingRule
    last: Training | None
    until: date

    def state(self, today: date) -> str:
        """`due` once the last day is over, `soon` in the time before it, else `valid`; `new` for who has had none yet."""
        if self.until < today:
            return "due"
        if self.last is None:
            return "new"
        return "soon" if self.until - AHEAD <= today else "valid"


def needed(person: Staff, ctx: Context) -> Iterator[Needed]:
    """The training that the policy asks of a person (P7.3, P6.3c); a newcomer has some days for the first."""
    for kind, rule in ctx.policy.training.items():
        if person.left or (rule.roles and not set(rule.roles) & set(person.roles)):
            continue
        held = [one for one in person.training if one.kind == kind]
        last = max(held, key=lambda one: _until(one, rule), default=None)
        joined = ctx.day(person.joined)
        yield Needed(kind, rule, last, _until(last, rule) if last else joined + timedelta(days=rule.within))


def _until(training: Training, rule: TrainingRule) -> date:
    return training.valid_until or training.on + timedelta(days=rule.every)


class NotAssessed(NamedTuple):
    """A period that nobody has assessed: it has no file yet."""

    id: str
    kind: str = "assessment"


class FileDuty(NamedTuple):
    """Something owed on a file: which, and what."""

    file: Client | Staff | Assessment | NotAssessed
    duty: Duty


def on_clients(clients: Iterable[Client], now: datetime, ctx: Context) -> Iterator[FileDuty]:
    """The clients' files that their keepers have to confirm: late, or soon."""
    for client in clients:
        last = confirm_by(client, ctx)
        if last is not None and last - AHEAD <= ctx.day(now):
            keeper = present(client.keeper, now, ctx)
            clock = _clock(
                client.confirmed, "confirm_every", f"{ctx.policy.clients.confirm_every}d", last, "P4.1b", ctx
            )
            yield FileDuty(
                client, Duty(keeper, "keeper", ("confirm-file",), Clause("P4.1b"), clock, matter=client.profile.name)
            )


def on_debts(clients: Iterable[Client], now: datetime, ctx: Context) -> Iterator[FileDuty]:
    """The debts from before the book that finance is to bring in: late, or soon (P7.1c)."""
    for client in clients:
        for debt in client.openings:
            if client.opening_left(debt) and debt.due - AHEAD <= ctx.day(now):
                since = datetime.combine(debt.since, time(), ctx.zone)
                clock = _clock(since, "account", f"{(debt.due - debt.since).days}d", debt.due, "P7.1c", ctx)
                person = on_duty("finance", now, ctx)
                matter = f"{client.profile.name}: {debt.reference}"
                yield FileDuty(
                    client, Duty(person, "finance", ("pay",), Clause("P7.1c"), clock, item=debt.id, matter=matter)
                )


def on_staff(now: datetime, ctx: Context) -> Iterator[FileDuty]:
    """The training that people have to have: late, or soon."""
    for person in ctx.colleagues():
        for one in needed(person, ctx):
            if one.until - AHEAD <= ctx.day(now):
                since = datetime.combine(one.last.on, time(), ctx.zone) if one.last else person.joined
                length = f"{one.rule.every if one.last else one.rule.within}d"
                clock = _clock(since, "training", length, one.until, "P7.3", ctx)
                matter = one.last.topic if one.last else ""
                yield FileDuty(
                    person, Duty(person.id, "self", ("train",), Clause("P7.3"), clock, item=one.kind, matter=matter)
                )


def on_assessments(now: datetime, ctx: Context) -> Iterator[FileDuty]:
    """What is owed on assessments: to make one, publish it, answer appeals, approve it (P6.2c)."""
    for assessment in ctx.assessments():
        for duty in duties_on(assessment, now, ctx):
            yield FileDuty(assessment, duty)
    missing = unassessed(now, ctx)
    if missing is not None:
        yield FileDuty(NotAssessed(missing.matter), missing)


def for_weak_indicators(ctx: Context) -> Iterator[FileDuty]:
    """Training that an approved assessment asks for, until there was one (P6.3c)."""
    rules = ctx.policy.assess
    for staff_id, since, weak in weaknesses(ctx):
        person = ctx.staff.get(staff_id)
        if person is None or person.left or any(one.on >= since and one.kind == "skill" for one in person.training):
            continue
        last = since + timedelta(days=rules.training.within)
        begun = datetime.combine(since, time(), ctx.zone)
        clock = _clock(begun, "training", f"{rules.training.within}d", last, "P6.3c", ctx)
        names = (rules.indicators[one].name.said(language()) if one in rules.indicators else one for one in weak)
        matter = str(listed(names))
        yield FileDuty(person, Duty(staff_id, "self", ("train",), Clause("P6.3c"), clock, matter=matter))


def _clock(since: datetime, limit: str, length: str, last: date, clause: str, ctx: Context) -> Clock:
    """A clock in calendar days, to the end of the last one."""
    due = Due(datetime.combine(last, time(23, 59, 59), ctx.zone), True, ())
    return Clock(since.astimezone(ctx.zone), limit, length, due, Clause(clause))
