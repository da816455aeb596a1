"""What stands on the papers of an order: its confirmation, a delivery slip, a handover sheet (P2.2c, P2.5).

Each is plain data, the same that `--json` answers with; the templates only lay it out. What a paper would say before
it is so, is refused.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from ordertool.errors import RefusedError, UsageError
from ordertool.language import Clause, Text, listed, text
from ordertool.records.account import added
from ordertool.records.base import Entry, Paper
from ordertool.records.fulfilment import Delivery
from ordertool.records.order import Order
from ordertool.reports.screen import stage_name
from ordertool.rules.conditions.saying import short
from ordertool.rules.move import Context

PAPERS = ("confirmation", "slip", "handover")
CLIENT_PAPERS = ("statement", "letter")
"""Papers of a client, not of an order."""


def confirmation(order: Order, ctx: Context) -> dict[str, Any]:
    """What the client is told of the order as it stands: its terms, with every change agreed since.

    Raises:
        RefusedError: it is not submitted, or will not be carried out.
    """
    stage = _stage(order)
    form = order.terms
    if stage in ("inquiry", "draft") or form is None:
        raise _no(order, text("its form is not submitted"), "P2.2c")
    if stage in ("lost", "cancelled"):
        raise _no(order, text("it is {stage}", stage=stage_name(stage)), "P2.6")
    lines = [
        {
            **line.model_dump(mode="json"),
            "amount": None if line.amount is None else f"{form.rounded(line.amount):f}",
        }
        for line in form.lines
    ]
    return {
        **every_paper("confirmation", order, ctx),
        "description": form.description,
        "lines": lines,
        "tax": f"{form.rounded(form.tax):f}" if form.tax else None,
        "total": None if form.total is None else f"{form.total:f}",
        "deliver_by": str(form.deliver_by) if form.deliver_by else None,
        "deliver_to": form.deliver_to,
        "payment": form.payment,
        "prepayment": f"{order.prepayment:f}" if order.prepayment else None,
        "changes": [
            {**change.model_dump(mode="json"), "at": _at(_entry(order, "change", change.id), ctx)}
            for change in _changes(order)
        ],
    }


def slip(order: Order, ctx: Context, delivery_id: str | None = None) -> dict[str, Any]:
    """What goes with a delivery and comes back signed: one that was made, else what is still to be delivered.

    Raises:
        RefusedError: nothing can be delivered yet.
        UsageError: there is no such delivery, or several and none was named.
    """
    made = _delivery(order, delivery_id)
    before = _before(order, made)
    taken = made.quantities if made else order.missing()
    kept = made is None or made.counts
    lines = []
    for line in order.lines:
        if line.id not in taken:
            continue
        ordered, was = line.quantity or Decimal(0), before.get(line.id, Decimal(0))
        left = ordered - was - (taken[line.id] if kept else 0)
        row = line.model_dump(mode="json", include={"id", "item", "spec", "unit"})
        figures = {"ordered": ordered, "before": was, "quantity": taken[line.id], "left": max(left, Decimal(0))}
        lines.append(row | {name: f"{number:f}" for name, number in figures.items()})
    agreed = next((step for step in reversed(order.preparation) if step.when), None)
    entry = _entry(order, "deliver", made.id) if made else None
    return {
        **every_paper("slip", order, ctx),
        "delivery": {
            "id": made.id if made else None,
            "at": _at(entry, ctx),
            "when": _local(agreed.when, ctx) if agreed else None,
            "method": next((step.method for step in reversed(order.preparation) if step.method), None),
            "place": made.place if made else (order.terms.deliver_to if order.terms else None),
            "delivered_by": made.delivered_by if made else None,
            "received_by": made.received_by if made else None,
            "outcome": made.outcome if made else None,
            "remarks": made.remarks if made else None,
            "signed": made is not None and made.slip is not None,
        },
        "lines": lines,
        "cash": _cash(order, made, taken),
    }


def handover(order: Order, ctx: Context) -> dict[str, Any]:
    """Who handed which papers to whom and when, each with its size and SHA-256 (P2.2c).

    Raises:
        RefusedError: nothing was handed over.
    """
    handed = order.handed
    entry = _entry(order, "submit", handed.id) if handed else None
    if handed is None or entry is None:
        raise _no(order, text("nothing was handed over"), "P2.2c")
    after = order.log[order.log.index(entry) + 1 :]
    taken = next((one for one in after if one.move == "assign"), None)
    assigned = next((one for one in order.assignment if taken and one.id == taken.item), None)
    back = next((one for one in after if one.move == "send-back"), None)
    names = assigned.received if assigned else ()
    passed = next((one for one in reversed(order.review) if one.outcome == "pass"), None)
    seen = _entry(order, "review", passed.id) if passed else None
    return {
        **every_paper("handover", order, ctx),
        "handover": {
            "id": handed.id,
            "at": _at(entry, ctx),
            "by": person(entry.by, ctx),
            "via": person(entry.via, ctx) if entry.via else None,
            "to": person(handed.to, ctx),
            "original_at": handed.original_at,
            "papers": [
                {**_paper(paper), "original": paper == handed.original, "received": paper.name in names}
                for paper in handed.papers
            ],
            "received": {"at": _at(taken, ctx), "by": person(taken.by, ctx)} if taken else None,
            "sent_back": {"at": _at(back, ctx), "by": person(back.by, ctx), "reason": back.note} if back else None,
        },
        "review": {"id": passed.id, "form": passed.form, "at": _at(seen, ctx)} if passed else None,
        "earlier": [
            {
                "id": one.id,
                "at": _at(_entry(order, "submit", one.id), ctx),
                "to": person(one.to, ctx),
                "papers": [paper.name for paper in one.papers],
            }
            for one in order.handover[:-1]
        ],
    }


def _no(order: Order, reason: Text, clause: str) -> RefusedError:
    return RefusedError(
        text("cannot print it for {id}: {reason} ({clause})", id=order.id, reason=reason, clause=Clause(clause)),
        text("ordertool explain {id}", id=short(order.id)),
    )


def _stage(order: Order) -> str:
    """Where the order stands; of an archived one, where it stood before."""
    return next(entry.to for entry in reversed(order.standing) if entry.to and entry.to != "archived")


def _entry(order: Order, move: str, item: str) -> Entry | None:
    """The move that brought an item into the order."""
    return next((entry for entry in order.standing if entry.move == move and entry.item == item), None)


def _changes(order: Order) -> list[Any]:
    """The changes that the terms hold: those agreed since the form was submitted last."""
    since = 0
    for place, entry in enumerate(order.standing):
        since = place if entry.move == "submit" else since
    made = [entry.item for entry in order.standing[since:] if entry.move == "change"]
    return [change for change in order.changes if change.id in made]


def _delivery(order: Order, delivery_id: str | None) -> Delivery | None:
    """The delivery that was named, or the only one; None for what is still to be delivered."""
    ids = [delivery.id for delivery in order.delivery]
    if delivery_id is not None:
        found = next((delivery for delivery in order.delivery if delivery.id == delivery_id.upper()), None)
        if found is None:
            raise UsageError(
                text("there is no {item} in {id}", item=delivery_id, id=order.id),
                text("there are: {items}", items=listed(ids)) if ids else text("leave out --delivery"),
            )
        return found
    if order.stage == "active":
        if order.on_hold:
            raise _no(order, text("the order is on hold"), "P2.6")
        return None
    if not ids:
        raise _no(
            order, text("nothing is to be delivered at the stage {stage}", stage=stage_name(order.stage)), "P2.5b"
        )
    if len(ids) > 1:
        raise UsageError(
            text("several deliveries were made: {items}", items=listed(ids)),
            text("name one: ordertool print {id} slip --delivery {item}", id=short(order.id), item=ids[-1]),
        )
    return order.delivery[0]


def _before(order: Order, made: Delivery | None) -> dict[str, Decimal]:
    """What the client had before a delivery, by line id; what came back until then is not had any more."""
    if made is None:
        return order.delivered()
    sums: dict[str, Decimal] = {}
    for delivery in order.delivery[: order.delivery.index(made)]:
        sums = added(sums, delivery.quantities) if delivery.counts else sums
    until = _entry(order, "deliver", made.id)
    for back in order.taken_back:
        entry = _entry(order, "take-back", back.id)
        if until is not None and entry is not None and order.standing.index(entry) < order.standing.index(until):
            sums = added(sums, back.quantities, -1)
    return sums


def _cash(order: Order, made: Delivery | None, taken: dict[str, Decimal]) -> str | None:
    """What the client pays on this delivery, when the terms are cash on delivery and it is not in (P7.1b)."""
    if made is not None and (made.slip is not None or not made.counts):
        return None
    planned = Delivery(id="D9999", quantities=taken, place="–", delivered_by="–", received_by="–")
    upto = order.delivery[: order.delivery.index(made) + 1] if made else (*order.delivery, planned)
    due = order.cash_for(upto) - order.paid
    return f"{due:f}" if due > 0 else None


def every_paper(paper: str, order: Order, ctx: Context) -> dict[str, Any]:
    """What every paper says: which order of which client, and who answers for it here."""
    form = order.terms
    client = ctx.client(order.client) if order.client else None
    profile = client.profile if client else None
    asked = order.inquiry
    same = profile if profile and profile.contact == asked.contact else None
    return {
        "paper": paper,
        "order": order.id,
        "stage": order.stage,
        "company": ctx.policy.company,
        "client": {
            "id": client.id if client else order.client,
            "name": profile.name if profile else asked.client,
            "contact": asked.contact,
            "phone": asked.phone or (same.phone if same else None),
            "email": asked.email or (same.email if same else None),
            "address": profile.address if profile else None,
            "uscc": profile.uscc if profile else None,
        },
        "owner": person(order.owner, ctx) if order.owner else None,
        "project": form.project if form else None,
        "currency": form.currency if form else None,
        "contract": form.contract if form else None,
        "client_order": form.client_order if form else None,
    }


def person(staff_id: str, ctx: Context) -> dict[str, Any]:
    """Somebody on the staff as a paper names them."""
    found = ctx.staff.get(staff_id)
    if found is None:
        return {"id": staff_id, "name": staff_id, "department": None, "department_name": None, "email": None}
    profile = found.profile
    return {
        "id": staff_id,
        "name": profile.name,
        "department": profile.department,
        "department_name": ctx.policy.department(profile.department),
        "email": profile.email,
    }


def _paper(paper: Paper) -> dict[str, Any]:
    return paper.model_dump(mode="json")


def _at(entry: Entry | None, ctx: Context) -> str | None:
    return _local(entry.at, ctx) if entry else None


def _local(moment: datetime | None, ctx: Context) -> str | None:
    return moment.astimezone(ctx.zone).isoformat() if moment else None
