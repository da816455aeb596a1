"""Conditions on absences, and on coming back sooner (P2.3a)."""

from __future__ import annotations

from datetime import timedelta

from ordertool.language import text
from ordertool.records.base import Entry
from ordertool.records.staff import Staff
from ordertool.rules.conditions.saying import no, unavailable
from ordertool.rules.move import Context, Refusal
from ordertool.rules.permissions import rights


def another_absence(old: Staff, new: Staff, _entry: Entry, _ctx: Context) -> Refusal | None:
    """Two absences of a person have no day in common."""
    absence = new.away[-1]
    other = next((one for one in old.away if one.meets(absence)), None)
    if other is None:
        return None
    return no(
        text("{staff} is away from {start} to {end} already ({item})",
             staff=new.id, start=other.start, end=other.last, item=other.id),
        text("end that one: ordertool staff back {staff} --absence {item} --on DATE; or begin after it: --from {day}",
             staff=new.id, item=other.id, day=other.last + timedelta(days=1)),
        "P2.3a",
    )  # fmt: skip


def shortened(old: Staff, new: Staff, entry: Entry, _ctx: Context) -> Refusal | None:
    """An absence ends sooner than it did."""
    was, now = (next(one for one in staff.away if one.id == entry.item) for staff in (old, new))
    if not was.counts:
        return no(
            text("{item} was taken back already", item=was.id),
            text("ordertool staff show {staff}", staff=new.id),
            "P2.3a",
        )
    if now.last < was.last:
        return None
    return no(
        text("{item} is over by then: its last day is {day}", item=was.id, day=was.last),
        text("for more days: ordertool staff away {staff} --from {day} --to DATE",
             staff=new.id, day=was.last + timedelta(days=1)),
        "P2.3a",
    )  # fmt: skip


def deputy_present(_old: Staff, new: Staff, entry: Entry, ctx: Context) -> Refusal | None:
    """A deputy is another person on the staff who is there in those days."""
    absence = new.away[-1]
    if absence.deputy is None:
        return None
    actor = ctx.staff.get(entry.by)
    manages = actor is not None and "manager" in rights(actor, None, entry.typed_at, ctx)
    if entry.by != new.id and not manages:
        return no(
            text("only {staff} or a manager names a deputy", staff=new.id),
            text("leave out --deputy"),
            "P4.2b",
            kind="role",
        )
    deputy = ctx.staff.get(absence.deputy)
    if deputy is None or deputy.id == new.id:
        return no(
            text("{staff} cannot stand in", staff=absence.deputy), text("name another person on the staff"), "P2.3a"
        )
    if deputy.left:
        return unavailable(deputy.id, "P2.3a", ctx)
    if any(one.meets(absence) for one in deputy.away):
        return no(text("{staff} is away in those days too", staff=deputy.id), text("name somebody else"), "P2.3a")
    return None
