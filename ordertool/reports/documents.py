"""One order as the document that `--json` answers with; every figure in it is computed here, none is stored."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ordertool.records.order import Order
from ordertool.rules.duty import Responsible, responsible
from ordertool.rules.move import Context


def order_document(order: Order, now: datetime, ctx: Context) -> dict[str, Any]:
    """The order, with who answers for its next step at `now`."""
    full = order.model_dump(mode="json")
    form = full["form"]
    if form is not None and order.form is not None:
        total = order.form.total
        form["total"] = None if total is None else f"{total:f}"
    return {
        "id": order.id,
        "stage": order.stage,
        "on_hold": False,
        "client": order.client,
        "client_name": order.client_name,
        "owner": order.owner,
        "origin": None,
        "responsible": responsible_document(responsible(order, now, ctx), now),
        "inquiry": full["inquiry"],
        "forwards": full["forwards"],
        "replies": full["replies"],
        "form": form,
        "review": full["review"],
        "handover": full["handover"],
        "assignment": full["assignment"],
        "plan": full["plan"],
        "progress": full["progress"],
        "problems": [],
        "assistance": [],
        "preparation": full["preparation"],
        "delivery": full["delivery"],
        "complaints": [],
        "survey": None,
        "payments": full["payments"],
        "paid": f"{order.paid:f}",
        "unpaid": f"{order.unpaid:f}",
        "log": log_document(order),
    }


def responsible_document(found: Responsible | None, now: datetime) -> dict[str, Any] | None:
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


def log_document(order: Order) -> list[dict[str, Any]]:
    """The order's log, each move with the stages it led from and to."""
    stage = None
    rows = []
    for entry in order.log:
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
            }
        )
        stage = reached
    return rows
