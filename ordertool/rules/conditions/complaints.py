"""Complaints and disputes: about what, who answers, how they end (P5.2c, P2.5c)."""

from __future__ import annotations

from ordertool.language import text
from ordertool.records.base import Entry
from ordertool.records.order import Order
from ordertool.records.talk import Complaint
from ordertool.rules.conditions.saying import no, short, staff_problem
from ordertool.rules.move import Context, Refusal
from ordertool.rules.permissions import handles, stood_in_for


def client_ordered(old: Order, _entry: Entry, _ctx: Context) -> Refusal | None:
    """A complaint is about an order, or about an archived one that the inquiry follows (P5.2c)."""
    if old.stage != "inquiry" or old.inquiry.origin is not None:
        return None
    return no(
        text("the client has not ordered anything yet"),
        text('take it down as a talk: ordertool contact {id} --channel phone --text "…"', id=short(old.id)),
        "P5.2c",
    )


def handler_there(_old: Order, new: Order, entry: Entry, ctx: Context) -> Refusal | None:
    """Who is named to answer for a complaint is on the staff and there (P5.2c)."""
    named = new.complaints[-1].owner
    return staff_problem(named, None, entry.typed_at, "P5.2c", ctx) if named else None


def complaints_settled(old: Order, _entry: Entry, _ctx: Context) -> Refusal | None:
    """An open complaint stands in the way of closing, and of archiving what was closed (P2.5c)."""
    if not old.open_complaints or old.stage in ("lost", "cancelled"):
        return None
    first = old.open_complaints[0].id
    return no(
        text("complaint {item} is open", item=first),
        text(
            'who answers for it settles it: ordertool settle {id} {item} --solution "…" --feedback "…"',
            id=short(old.id),
            item=first,
        ),
        "P2.5c",
    )


def complaint_waits(old: Order, _entry: Entry, _ctx: Context) -> Refusal | None:
    """There is a complaint to settle (P5.2c)."""
    if old.open_complaints:
        return None
    return no(text("no complaint is open"), text("ordertool show {id}", id=short(old.id)), "P5.2c")


def answer_awaited(old: Order, _entry: Entry, _ctx: Context) -> Refusal | None:
    """There is a complaint whose client was told nothing yet (P5.2c)."""
    if any(complaint.response is None for complaint in old.open_complaints):
        return None
    return no(text("no complaint waits for a first answer"), text("ordertool show {id}", id=short(old.id)), "P5.2c")


def answered_once(old: Order, _new: Order, entry: Entry, _ctx: Context) -> Refusal | None:
    """The first answer to a complaint is given once, before it is settled (P5.2c)."""
    was = _complaint(old, entry)
    if was.response is None and was.settlement is None:
        return None
    return no(
        text("complaint {item} is settled already", item=was.id) if was.settlement
        else text("complaint {item} is answered already", item=was.id),
        text('record what else was said: ordertool contact {id} --channel phone --text "…"', id=short(old.id)),
        "P5.2c",
    )  # fmt: skip


def its_own_handler(old: Order, _new: Order, entry: Entry, ctx: Context) -> Refusal | None:
    """Who answers for this complaint records it: the person named, else the order's owner, else the order department."""
    was = _complaint(old, entry)
    if any(handles(person, was, old) for person in stood_in_for(entry.by, entry.typed_at, ctx)):
        return None
    who = was.owner or old.owner or text("the order department")
    return no(
        text("{who} answers for complaint {item}", who=who, item=was.id),
        text("let {who} record it", who=who),
        "P5.2c",
        kind="role",
    )


def _complaint(order: Order, entry: Entry) -> Complaint:
    return next(complaint for complaint in order.complaints if complaint.id == entry.item)


def feedback_given(old: Order, new: Order, entry: Entry, _ctx: Context) -> Refusal | None:
    """A complaint is settled once, with what the client says of the solution (P5.2c)."""
    if all(complaint.id != entry.item for complaint in old.open_complaints):
        return no(
            text("complaint {item} is settled already", item=entry.item),
            text("ordertool show {id}", id=short(old.id)),
            "P5.2c",
        )
    settled = next(complaint for complaint in new.complaints if complaint.id == entry.item)
    if settled.settlement is not None and settled.settlement.feedback is not None:
        return None
    return no(text("the client's feedback is missing"), text('add --feedback "what the client says"'), "P5.2c")
