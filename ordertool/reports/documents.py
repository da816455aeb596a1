"""One order as the document that `--json` answers with; every figure in it is computed here, none is stored."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ordertool.records.base import UNDO, Logged
from ordertool.records.order import Order
from ordertool.reports.figures import Sight, withheld
from ordertool.rules.duties import duties
from ordertool.rules.duty import Duty, responsible
from ordertool.rules.excuse import Late, lateness
from ordertool.rules.move import Context
from ordertool.rules.risks import Risk, register


def order_document(order: Order, now: datetime, ctx: Context, sight: Sight) -> dict[str, Any]:
    """The order, with who answers for its next step at `now`; what an override saw is for those who see figures (L11)."""
    form = None
    if order.terms is not None:
        total = order.terms.total
        form = order.terms.model_dump(mode="json") | {"total": None if total is None else f"{total:f}"}
    sections = order.model_dump(mode="json", exclude={"id", "stage", "form", "log"})
    first = sections.pop("inquiry")
    if order.overrides and not sight.sees_of(order):
        sections["overrides"] = withheld(sections["overrides"])
    return {
        "id": order.id,
        "stage": order.stage,
        "on_hold": order.on_hold,
        "hold": hold_document(order),
        "client": ctx.client_of(order),
        "client_name": order.client_name,
        "owner": order.owner,
        "origin": order.inquiry.origin,
        "responsible": responsible_document(responsible(order, now, ctx), now),
        "duties": [duty_document(duty, now) for duty in duties(order, now, ctx)],
        "inquiry": first,
        "form": form,
        **sections,
        "register": [risk_document(risk) for risk in register(order, ctx)],
        "lateness": [late_document(late) for late in lateness(order, now, ctx)],
        "handover": sections["handover"][-1] if order.handover else None,
        "handovers": sections["handover"],
        "assignment": sections["assignment"][-1] if order.owner else None,
        "assignments": sections["assignment"],
        "plan": sections["plans"][-1] if order.plans else None,
        "paid": f"{order.paid:f}",
        "written_off": f"{order.written_off:f}",
        "unpaid": f"{order.unpaid:f}",
        "invoiced": f"{order.invoiced:f}",
        "log": log_document(order),
    }


def risk_document(risk: Risk) -> dict[str, Any]:
    """A risk as it stands."""
    look, looked = (one.isoformat() if one else None for one in (risk.look, risk.looked))
    return risk._asdict() | {"score": risk.score, "look": look, "looked": looked, "since": risk.since.isoformat()}


def late_document(late: Late) -> dict[str, Any]:
    """A clock that ran over, and what delayed it."""
    return {
        "limit": late.clock.limit,
        "due": late.clock.due.at.isoformat(),
        "at": late.at.isoformat(),
        "running": late.place is None,
        "days": late.days,
        "own": late.own,
        "outside": late.outside,
        "causes": [cause._asdict() for cause in late.causes],
    }


def hold_document(order: Order) -> dict[str, Any] | None:
    """Since when the order is on hold, by whom and why."""
    hold = order.last("hold") if order.on_hold else None
    return None if hold is None else {"since": hold.at.isoformat(), "by": hold.by, "reason": hold.note}


def responsible_document(found: Duty | None, now: datetime) -> dict[str, Any] | None:
    """Who answers for the next step, by when."""
    if found is None:
        return None
    due = found.clock.due if found.clock else None
    return {
        "staff": found.staff,
        "role": found.role,
        "department": found.department,
        "next": list(found.next),
        "clause": found.clause.number,
        "due": due.at.isoformat() if due else None,
        "overdue": found.overdue(now),
        "unconfirmed": due is not None and not due.confirmed,
    }


def duty_document(duty: Duty, now: datetime) -> dict[str, Any]:
    """What is owed beside the next step: which item, what it is about, by whom and when."""
    return {"item": duty.item, "matter": duty.matter, **(responsible_document(duty, now) or {})}


def log_document(record: Logged) -> list[dict[str, Any]]:
    """A record's log: each move with the stages it led from and to, and whether it was taken back since."""
    stage = None
    standing = set(record.standing_places)
    rows = []
    for place, entry in enumerate(record.log):
        reached = entry.to or stage
        rows.append(
            {
                "at": entry.at.isoformat(),
                "entered": entry.typed_at.isoformat(),
                "by": entry.by,
                "via": entry.via,
                "move": entry.move,
                "item": entry.item,
                "from": stage,
                "to": reached,
                "note": entry.note,
                "undone": place not in standing and entry.move != UNDO,
            }
        )
        stage = reached
    return rows
