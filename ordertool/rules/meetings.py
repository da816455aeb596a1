"""Meetings beside their rows: who is invited, what is owed after one, when the next is due, who is told (P5.1a)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from ordertool.language import Clause
from ordertool.records.base import Entry
from ordertool.records.meeting import Meeting
from ordertool.records.meeting_rules import weeks_of
from ordertool.records.policy import WEEKDAYS
from ordertool.rules.clocks import Clock, limit_on
from ordertool.rules.duty import Duty, on_duty, present
from ordertool.rules.move import Context
from ordertool.rules.working_time import Due, add_days, confirmed, next_open

_CLAUSE = Clause("P5.1a")
_DAYS_OF_A_WEEK = 7


def invited(meeting: Meeting, ctx: Context) -> tuple[str, ...]:
    """Everybody who is invited, by id: who called it, those named, of the departments, or with one of the roles."""
    call = meeting.call
    found = {meeting.caller, *call.people}
    for person in ctx.colleagues():
        if person.profile.department in call.departments or set(person.roles) & set(call.roles):
            found.add(person.id)
    return tuple(sorted(found))


def duties_after(meeting: Meeting, now: datetime, ctx: Context) -> Iterator[Duty]:
    """What is owed on a meeting: its minutes once its time has come, then its actions until they are done."""
    if meeting.stage == "called" and meeting.time <= now:
        clock = limit_on(meeting.time, "minutes", "P5.1a", ctx)
        person = present(meeting.caller, now, ctx)
        yield Duty(person, "caller", ("minutes",), _CLAUSE, clock, matter="; ".join(meeting.call.matters))
    for action in meeting.open_actions:
        started = next(entry.at for entry in reversed(meeting.standing) if entry.move == "minutes").astimezone(ctx.zone)
        clock = _until(action.due, started, "action", ctx)
        person = present(action.who, now, ctx)
        yield Duty(person, "action", ("action-done",), _CLAUSE, clock, item=action.id, matter=action.what)


def _until(day: date, started: datetime, limit: str, ctx: Context, length: str = "") -> Clock:
    """A clock that runs to the end of a day."""
    return Clock(started, limit, length, Due(datetime.combine(day, time(23, 59, 59), ctx.zone), True, ()), _CLAUSE)


def next_meeting(meetings: Iterable[Meeting], ctx: Context) -> date | None:
    """The day by which the next meeting is to be held, by the interval of policy.yaml; None without one.

    It is counted from the newest that was not cancelled, and moves on to the next working day where it is none.
    """
    rules = ctx.policy.meetings
    if rules.every is None or rules.since is None:
        return None
    last = max((ctx.day(one.time) for one in meetings if one.stage != "cancelled"), default=None)
    if last is None:
        first = rules.since
        day = first + timedelta(days=(WEEKDAYS.index(rules.weekday) - first.weekday()) % _DAYS_OF_A_WEEK)
    else:
        monday = last - timedelta(days=last.weekday()) + timedelta(weeks=weeks_of(rules.every))
        day = max(monday, rules.since) + timedelta(days=WEEKDAYS.index(rules.weekday))
    return next_open(ctx.calendar, datetime.combine(day, time(), ctx.zone)).date()


def uncalled(meetings: Iterable[Meeting], now: datetime, ctx: Context) -> Duty | None:
    """Who is to call the next meeting, and by when; None while one is still to come, or without an interval."""
    every = list(meetings)
    day = next_meeting(every, ctx)
    if day is None or any(one.stage == "called" and one.time > now for one in every):
        return None
    rules = ctx.policy.meetings
    held = [one.time for one in every if one.stage != "cancelled"]
    begun = max(held) if held else datetime.combine(rules.since or day, time(), ctx.zone)
    by = add_days(ctx.calendar, day, -rules.notice_days)
    clock = _until(by, begun.astimezone(ctx.zone), "meeting", ctx, str(rules.every))
    sure = confirmed(ctx.calendar, by, day)
    clock = clock._replace(due=clock.due._replace(confirmed=sure))
    return Duty(on_duty(rules.called_by, now, ctx), rules.called_by, ("call",), _CLAUSE, clock, matter=str(day))


def told_of(old: Meeting | None, new: Meeting, entry: Entry, ctx: Context) -> tuple[tuple[str, str], ...]:
    """Who is told of a move of a meeting, each once, and why; nobody is told of their own move (L8)."""
    found: dict[str, str] = {}
    if entry.move == "minutes":
        before = {action.id for action in old.open_actions} if old else set()
        found |= {action.who: "action" for action in new.open_actions if action.id not in before}
    if entry.move == "action-done":
        found[new.caller] = "caller"
    else:
        for one in invited(new, ctx):
            found.setdefault(one, "invited")
    stands_in = {present(one, entry.typed_at, ctx) or one: why for one, why in found.items()}
    found = {**stands_in, **found}
    return tuple((staff_id, why) for staff_id, why in found.items() if staff_id not in (entry.by, entry.via))
