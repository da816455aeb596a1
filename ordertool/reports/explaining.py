"""Why things are as they are: the moves open to an order, its owner, and the working of its due time (L6, L20)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from ordertool.language import N_, Clause, _, listed, text
from ordertool.records.base import Entry
from ordertool.records.order import Order
from ordertool.records.policy import Span, TimeLimits
from ordertool.reports.assigned import settled_words
from ordertool.reports.receipt import beside_words
from ordertool.reports.screen import clock_time, columns, due_words, flowing, stage_name
from ordertool.reports.words import LIMITS
from ordertool.rules.clocks import Clock
from ordertool.rules.duties import duties
from ordertool.rules.duty import responsible
from ordertool.rules.judging import refusals
from ordertool.rules.move import Context, Move, Refusal
from ordertool.rules.permissions import right_name
from ordertool.rules.workflow import moves_from

_KINDS = {
    "workday": N_("workday"), "weekend": N_("weekend"), "holiday": N_("holiday"), "make-up": N_("make-up workday"),
    "override": N_("the book's own exception"),
}  # fmt: skip
_OPTION = re.compile(r" (--[a-z-]+)")


def typed(move: Move) -> str:
    """The command that people type for a move: another command's with its first option, where the row names one."""
    if not move.command:
        return move.verb
    option = _OPTION.search(move.example)
    return f"{move.command} {option[1]}" if option else move.command


def moves_document(order: Order, actor: str, now: datetime, ctx: Context) -> list[dict[str, Any]]:
    """Each move the order may make from where it stands, and why the actor would be refused before any input."""
    entry = Entry(at=now, by=actor, move="explain")
    rows = []
    for move in moves_from("order", order.stage):
        found = refusals(move, order, None, entry, ctx) or _foretold(move, order, entry, ctx)
        rows.append(
            {
                "move": move.verb,
                "command": typed(move),
                "to": move.to if isinstance(move.to, str) else None,
                "who": [str(right_name(right)) for right in move.who],
                "refused": str(found[0].reason) if found else None,
                "kind": found[0].kind if found else None,
                "hint": str(found[0].hint) if found else None,
                "clause": (found[0].clause if found else move.clause).number,
                "policy": (found[0].policy or None) if found else None,
                "example": move.example,
            }
        )
    return rows


def _foretold(move: Move, order: Order, entry: Entry, ctx: Context) -> tuple[Refusal, ...]:
    """What the move will be refused for once its input is there, such as the client's credit."""
    return tuple(found for ahead in move.foretells if (found := ahead(order, entry, ctx)) is not None)


def moves_lines(moves: Sequence[dict[str, Any]]) -> list[str]:
    """The same for people: what to type, and in another language what that is."""
    head = [_("command"), _("move"), _("to"), _("who may"), _("you"), _("clause")]
    rows = [
        [
            move["command"],
            _(move["move"]),
            stage_name(move["to"]) if move["to"] else "",
            str(listed(move["who"])),
            _("yes") if move["refused"] is None else _("no") if move["kind"] == "role" else move["refused"],
            str(Clause(move["clause"])),
        ]
        for move in moves
    ]
    if all(row[1] == move["move"] for row, move in zip(rows, moves, strict=True)):
        head, *rows = ([row[0], *row[2:]] for row in (head, *rows))
    last = len(head) - 1
    colours = ["" if move["refused"] is None else "dim" for move in moves]
    return columns(head, rows, flexible=(last - 2, last - 1), wraps=True, colours=colours)


def owner_document(order: Order) -> dict[str, Any] | None:
    """Who owns the order, by whose decision, and why (P2.3a)."""
    entry = order.last("assign", "reassign")
    if order.owner is None or entry is None:
        return None
    given = order.assignment[-1]
    return {
        "staff": order.owner, "by": entry.by, "at": entry.at.isoformat(), "move": entry.move, "reason": given.reason,
        "note": given.note, "basis": given.basis.model_dump(mode="json") if given.basis else None,
    }  # fmt: skip


def state_lines(order: Order, now: datetime, ctx: Context) -> list[str]:
    """Where the order stands, whether it is on hold, whose it is and why, and what is owed beside the next step."""
    lines = [str(text("{id} is {stage}.", id=order.id, stage=stage_name(order.stage)))]
    hold = order.last("hold") if order.on_hold else None
    if hold is not None:
        since = clock_time(hold.at, ctx)
        lines.append(str(text("On hold since {time}: {reason}. Its clocks stand still.", time=since, reason=hold.note)))
    owned = owner_document(order)
    if owned is not None:
        when = clock_time(datetime.fromisoformat(owned["at"]), ctx)
        basis = order.assignment[-1].basis
        why = owned["reason"] or (settled_words(basis) if basis else _("no reason was given"))
        told = text(
            "Owner: {staff}, named by {by} on {time}: {why}", staff=order.owner, by=owned["by"], time=when, why=why
        )
        if basis is not None:
            told = text(
                "Owner: {staff}, computed by {by} on {time}: {why}",
                staff=order.owner,
                by=owned["by"],
                time=when,
                why=why,
            )
        lines.append(str(told))
    return lines + [str(beside_words(duty, now, ctx)) for duty in duties(order, now, ctx)]


def _as_resumed(order: Order, now: datetime) -> Order:
    """The order as if it were resumed now; as it is when it is not on hold."""
    if not order.on_hold:
        return order
    values = {name: getattr(order, name) for name in Order.model_fields}
    make: Callable[..., Order] = Order.model_construct
    return make(**{**values, "log": (*order.log, Entry(at=now, by=order.log[-1].by, move="resume"))})


def due_document(order: Order, now: datetime, ctx: Context) -> dict[str, Any] | None:
    """The due time of the next step with its working, interval by interval; None when no limit runs.

    Of an order on hold, the due time it would have if it were resumed now.
    """
    found = responsible(_as_resumed(order, now), now, ctx)
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
        "stands_still": order.on_hold,
        "confirmed": clock.due.confirmed,
        "overdue": found.overdue(now),
        "calendar": ctx.calendar.version,
        "pauses": [
            {"start": since.isoformat(), "end": until.isoformat() if until else None}
            for since, until in _pauses(order, clock)
        ],
        "intervals": [
            {"start": span.start.isoformat(), "end": span.end.isoformat(), "kind": span.kind, "name": span.name}
            for span in clock.due.working
        ],
    }


def _policy_line(clock: Clock) -> str | None:
    """The line of policy.yaml that sets the limit, if one does."""
    return f"time_limits.{clock.limit}" if clock.limit in TimeLimits.model_fields else None


def _pauses(order: Order, clock: Clock) -> list[tuple[datetime, datetime | None]]:
    """The holds since the clock started."""
    return [(since, until) for since, until in order.pauses if until is None or until > clock.started]


def due_lines(order: Order, now: datetime, ctx: Context) -> list[str]:
    """The same for people, with a running sum."""
    found = responsible(_as_resumed(order, now), now, ctx)
    if found is None or found.clock is None:
        return [_("no time limit runs")]
    clock = found.clock
    length = Span(Decimal(clock.length[:-1]), clock.length[-1]).words if clock.length else ""
    lines = [
        str(
            text(
                "{limit} {length} from {started} ({clause})",
                limit=_(LIMITS[clock.limit]), length=length, started=clock_time(clock.started, ctx),
                clause=clock.clause,
            )
        ),
        str(text("due {due}", due=due_words(found, now, ctx))),
        *([f"policy.yaml: {_policy_line(clock)}"] if _policy_line(clock) else []),
        str(text("calendar: {version}", version=ctx.calendar.described)),
    ]  # fmt: skip
    if order.on_hold:
        lines[1] = str(text("the clock stands still; if resumed now, due {due}", due=due_words(found, now, ctx)))
    for since, until in _pauses(order, clock):
        times = {"since": clock_time(since, ctx), "until": clock_time(until or now, ctx)}
        lines.append(str(text("not counted, on hold: {since} – {until}", **times)))
    lines = [part for line in lines for part in flowing(line)]
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
