"""Conditions on meetings (P5.1a)."""

from __future__ import annotations

from ordertool.language import text
from ordertool.records.base import Entry
from ordertool.records.meeting import Meeting
from ordertool.rules.conditions.saying import department_problem, local_time, no, nobody, short, unavailable
from ordertool.rules.meetings import invited
from ordertool.rules.move import Context, Refusal
from ordertool.rules.permissions import rights, stood_in_for


def still_to_come(_old: Meeting | None, new: Meeting, entry: Entry, ctx: Context) -> Refusal | None:
    """A meeting is called before it begins."""
    if new.call.when >= entry.at:
        return None
    return no(
        text("{time} is already past", time=local_time(new.call.when, ctx)),
        text("give the time it will be held with --when, or with --at the time it was called"),
        "P5.1a",
    )


def guests_known(_old: Meeting | None, new: Meeting, _entry: Entry, ctx: Context) -> Refusal | None:
    """Who is invited is on the staff, and is not alone there."""
    call = new.call
    problems = (
        *(unavailable(person, "P5.1a", ctx) for person in call.people),
        *(department_problem(department, "P5.1a", ctx) for department in call.departments),
    )
    found = next(filter(None, problems), None)
    if found is None and invited(new, ctx) == (new.caller,):
        return no(
            text("nobody is invited beside {staff}", staff=new.caller), text("name others with --invite"), "P5.1a"
        )
    return found


def took_place(_old: Meeting, new: Meeting, entry: Entry, ctx: Context) -> Refusal | None:
    """Minutes are taken of a meeting that was held."""
    if new.time <= entry.at:
        return None
    return no(
        text("the meeting is still to come: {time}", time=local_time(new.time, ctx)),
        text("if it was held earlier, say when with --held"),
        "P5.1a",
    )


def attended(_old: Meeting, new: Meeting, _entry: Entry, ctx: Context) -> Refusal | None:
    """Whose attendance the minutes tell was on the staff; some may have left since."""
    named = new.minutes[-1].named
    return next((nobody(one, "P5.1a", ctx) for one in named if ctx.staff.get(one) is None), None)


def actions_given(old: Meeting, new: Meeting, _entry: Entry, ctx: Context) -> Refusal | None:
    """A new action is for somebody on the staff, and due on the day of the meeting or later."""
    known = {action.id for action in old.actions}
    for action in new.actions:
        problem = unavailable(action.who, "P5.1a", ctx) if action.id not in known else None
        if problem is not None:
            return problem
        if action.due < ctx.day(new.time):
            return no(
                text("action {item} is due before the meeting was held", item=action.id),
                text("give a later day"),
                "P5.1a",
            )
    return None


def correction_has_reason(old: Meeting, new: Meeting, _entry: Entry, _ctx: Context) -> Refusal | None:
    """Minutes that replace others say why, and something in them is new."""
    before, after = old.latest, new.latest
    if before is None or after is None:
        return None
    unsaid = {"id": "", "reason": None}
    if before.model_copy(update=unsaid) == after.model_copy(update=unsaid):
        return no(text("nothing would change"), text("name what is new in the minutes"), "P5.1a")
    if after.reason:
        return None
    return no(text("it replaces minutes without a reason"), text("add --reason"), "P5.1a")


def done_actions_stay(old: Meeting, new: Meeting, _entry: Entry, _ctx: Context) -> Refusal | None:
    """New minutes keep the actions that were done, as they were given."""
    kept = {action.id: action for action in new.actions}
    lost = next((one.id for one in old.actions if old.result_of(one.id) and kept.get(one.id) != one), None)
    if lost is None:
        return None
    return no(
        text("action {item} is done, and stays as it was given", item=lost),
        text("ordertool meeting show {id}", id=short(old.id)),
        "P5.1a",
    )


def own_action(old: Meeting, new: Meeting, entry: Entry, ctx: Context) -> Refusal | None:
    """An action is reported as done once, by whom it was given to, or by the order department."""
    named = new.results[-1].action
    action = next((one for one in old.actions if one.id == named), None)
    hint = text("ordertool meeting show {id}", id=short(old.id))
    if action is None:
        return no(text("there is no action {item}", item=named), hint, "P5.1a")
    if old.result_of(named) is not None:
        return no(text("action {item} is done already", item=named), hint, "P5.1a")
    actor = ctx.staff.get(entry.by)
    if actor is not None and "processor" in rights(actor, None, entry.typed_at, ctx):
        return None
    if any(one.id == action.who for one in stood_in_for(entry.by, entry.typed_at, ctx)):
        return None
    return no(
        text("action {item} is for {staff}", item=named, staff=action.who),
        text("let {actor} type it, or ask one who holds: {roles}", actor=action.who, roles=text("processor")),
        "P5.1a",
        kind="role",
    )
