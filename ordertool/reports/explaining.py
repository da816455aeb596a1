"""Why things are as they are: the moves open to an order, and the working of its due time (L6, L20)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from ordertool.language import N_, _, text
from ordertool.records.base import Entry
from ordertool.records.order import Order
from ordertool.records.policy import TimeLimits
from ordertool.reports.screen import clock_time, columns, due_words
from ordertool.rules.clocks import Clock
from ordertool.rules.duty import responsible
from ordertool.rules.move import Context
from ordertool.rules.moving import refusals
from ordertool.rules.permissions import right_name
from ordertool.rules.workflow import moves_from

_KINDS = {
    "workday": N_("workday"), "weekend": N_("weekend"), "holiday": N_("holiday"), "make-up": N_("make-up workday"),
    "override": N_("the book's own exception"),
}  # fmt: skip
_LIMITS = {
    "reply": N_("reply"), "promise": N_("promised reply"), "form": N_("form"), "review": N_("review"),
    "submit": N_("submit"), "assign": N_("assign"), "confirm": N_("confirm"), "plan": N_("plan"),
    "report": N_("progress report"), "delivery": N_("promised delivery"), "sign": N_("sign"), "close": N_("close"),
    "account": N_("account period"),
}  # fmt: skip


def moves_document(order: Order, actor: str, now: datetime, ctx: Context) -> list[dict[str, Any]]:
    """Each move the order may make from where it stands, and why the actor would be refused before any input."""
    entry = Entry(at=now, by=actor, move="explain")
    rows = []
    for move in moves_from("order", order.stage):
        found = refusals(move, order, None, entry, ctx)
        rows.append(
            {
                "move": move.verb,
                "to": move.to if isinstance(move.to, str) else None,
                "who": [str(right_name(right)) for right in move.who],
                "refused": str(found[0].reason) if found else None,
                "hint": str(found[0].hint) if found else None,
                "clause": (found[0].clause if found else move.clause).number,
                "policy": (found[0].policy or None) if found else None,
                "example": move.example,
            }
        )
    return rows


def due_document(order: Order, now: datetime, ctx: Context) -> dict[str, Any] | None:
    """The due time of the next step with its working, interval by interval; None when no limit runs."""
    found = responsible(order, now, ctx)
    if found is None or found.clock is None:
        return None
    clock = found.clock
    return {
        "limit": clock.limit,
        "length": clock.length or None,
        "clause": clock.clause.number,
        "policy": _policy_line(clock),
        "started": clock.started.isoformat(),
        "due": clock.due.at.isoformat(),
        "confirmed": clock.due.confirmed,
        "overdue": found.overdue(now),
        "calendar": ctx.calendar.version,
        "intervals": [
            {"start": span.start.isoformat(), "end": span.end.isoformat(), "kind": span.kind, "name": span.name}
            for span in clock.due.working
        ],
    }


def _policy_line(clock: Clock) -> str | None:
    """The line of policy.yaml that sets the limit, if one does."""
    return f"time_limits.{clock.limit}" if clock.limit in TimeLimits.model_fields else None


def due_lines(order: Order, now: datetime, ctx: Context) -> list[str]:
    """The same for people, with a running sum."""
    found = responsible(order, now, ctx)
    if found is None or found.clock is None:
        return [_("no time limit runs")]
    clock = found.clock
    lines = [
        str(
            text(
                "{limit} {length} from {started} ({clause})",
                limit=_(_LIMITS[clock.limit]), length=clock.length, started=clock_time(clock.started, ctx),
                clause=clock.clause,
            )
        ),
        str(text("due {due}", due=due_words(found, now, ctx))),
        *([f"policy.yaml: {_policy_line(clock)}"] if _policy_line(clock) else []),
        str(text("calendar: {version}", version=ctx.calendar.version)),
    ]  # fmt: skip
    total = timedelta()
    rows = []
    for span in clock.due.working:
        total += span.end - span.start
        kind = _(_KINDS[span.kind]) + (f" {span.name}" if span.name else "")
        rows.append(
            [
                span.start.strftime("%Y-%m-%d"),
                span.start.strftime("%H:%M"),
                _until(span.end, span.start),
                _hours(total),
                kind,
            ]
        )
    if rows:
        lines += ["", *columns([_("day"), _("from"), _("to"), _("sum"), _("kind of day")], rows, flexible=(4,))]
    if not clock.due.confirmed:
        lines += ["", _("The official holidays of that time are not known yet: the due time may still change.")]
    return lines


def _until(end: datetime, start: datetime) -> str:
    return "24:00" if end.date() != start.date() else end.strftime("%H:%M")


def _hours(length: timedelta) -> str:
    minutes = int(length.total_seconds()) // 60
    return f"{minutes // 60}:{minutes % 60:02}"
