"""Who asks a client how content they are, and how often (P6.2b)."""

from __future__ import annotations

from ordertool.language import text
from ordertool.records.base import Entry
from ordertool.records.order import Order
from ordertool.rules.conditions.saying import no, short
from ordertool.rules.move import Context, Refusal
from ordertool.rules.permissions import stood_in_for


def never_the_owner(old: Order, entry: Entry, ctx: Context) -> Refusal | None:
    """The client is not asked about a person by that person, nor by who stands in for them (P6.2b)."""
    owners = {assignment.to for assignment in old.assignment}
    people = {one: {p.id for p in stood_in_for(one, entry.typed_at, ctx)} for one in (entry.by, entry.via) if one}
    asked = next((one for one, roles in people.items() if roles & owners), None)
    if asked is None:
        return None
    return no(
        text("{staff} owns the order, did, or stands in for its owner", staff=asked),
        text("let another receptionist or processor enter it"),
        "P6.2b",
        kind="role",
    )


def surveyed_once(old: Order, _entry: Entry, _ctx: Context) -> Refusal | None:
    """One answer to the survey is enough."""
    if old.survey is None:
        return None
    return no(text("the client has answered the survey"), text("ordertool show {id}", id=short(old.id)), "P6.2b")
