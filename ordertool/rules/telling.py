"""Who is told of a move: events and their recipients as one table, pure (P2.3b, P5.1b, L8)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

from ordertool.records.base import Entry
from ordertool.records.order import Order
from ordertool.rules.duty import member_on_duty, on_duty, present, responsible
from ordertool.rules.move import Context
from ordertool.rules.permissions import holder


class Told(NamedTuple):
    """One row: who is told of a move, by what they are to the order, and which words of its input they are told."""

    move: str
    who: tuple[str, ...]
    says: tuple[str, ...] = ()


NEXT = "next"
"""Why somebody is told whom no row names: the next step has become theirs."""

TELLS: tuple[Told, ...] = (
    Told("forward", ("holder",), ("question",)),
    Told("reply", ("taker",)),
    Told("submit", ("receiver", "assessor")),
    Told("send-back", ("taker",), ("note",)),
    Told("assign", ("owner", "taker"), ("reason", "note")),
    Told("confirm", ("assigner",)),
    Told("decline", ("assigner",), ("note",)),
    Told("reassign", ("owner", "former-owner", "helping"), ("reason", "note")),
    Told("plan", ("phases",), ("reason",)),
    Told("progress", ("owner", "phases", "helping"), ("state", "problem", "solution")),
    Told("risk", ("owner", "watching"), ("risk", "countermeasure")),
    Told("risk-review", ("owner",), ("note",)),
    Told("risk-close", ("owner",), ("note",)),
    Told("escalate", ("processor",), ("problem",)),
    Told("coordinate", ("owner", "joined"), ("decision",)),
    Told("resolve", ("owner", "joined"), ("solution",)),
    Told("assist", ("department",), ("need",)),
    Told("assist-answer", ("asker",), ("reason",)),
    Told("assist-done", ("asker",)),
    Told("team", ("lead", "members"), ("reason",)),
    Told("session", ("lead", "tasked"), ("matters",)),
    Told("session-done", ("lead",)),
    Told("contact", ("owner",)),
    Told("change", ("owner", "phases"), ("reason",)),
    Told("correct", ("owner",), ("cause",)),
    Told("override", ("owner", "taker"), ("reason",)),
    Told("close", ("owner", "taker")),
    Told("waive", ("owner",), ("note",)),
    Told("reopen", ("owner",), ("note",)),
    Told("complain", ("handler", "owner", "processor", "manager"), ("text",)),
    Told("respond", ("asker", "processor"), ("answer",)),
    Told("settle", ("asker", "processor"), ("solution", "feedback")),
    Told("survey", ("owner",)),
    Told("take-back", ("owner", "processor"), ("reason",)),
    Told("invoice", ("owner",)),
    Told("pay", ("owner",)),
    Told("hold", ("owner", "phases", "helping"), ("note",)),
    Told("resume", ("owner", "phases", "helping")),
    Told("cancel", ("owner", "phases", "helping"), ("note",)),
    Told("undo", ("owner", "former-owner", "phases", "taker")),
)
"""Moves without a row (inquire, draft, review, lose, prepare, deliver, sign, …) tell whoever is next, and nobody else."""

_BY_MOVE = {row.move: row for row in TELLS}
People = Iterator[str | None]


def row_of(move: str) -> Told | None:
    """The row of a move, or None."""
    return _BY_MOVE.get(move)


def recipients(old: Order | None, new: Order, entry: Entry, ctx: Context) -> tuple[tuple[str, str], ...]:
    """Who is told of a move, each once, and why; nobody is told of their own move.

    Whoever is away is told, and the deputy with them.
    """
    found: dict[str, str] = {}
    row = _BY_MOVE.get(entry.move)
    for why in row.who if row else ():
        for staff_id in _WHO[why](old, new, entry, ctx):
            if staff_id is not None:
                found.setdefault(staff_id, why)
                found.setdefault(present(staff_id, entry.typed_at, ctx) or staff_id, why)
    before = responsible(old, entry.typed_at, ctx) if old else None
    after = responsible(new, entry.typed_at, ctx)
    if after and after.staff and (before is None or (before.staff, before.next) != (after.staff, after.next)):
        found.setdefault(after.staff, NEXT)
    return tuple((staff_id, why) for staff_id, why in found.items() if staff_id not in (entry.by, entry.via))


def _holder(_old: Order | None, new: Order, entry: Entry, ctx: Context) -> People:
    person, department = holder(new)
    yield person or member_on_duty(department, entry.typed_at, ctx)


def _assessor(_old: Order | None, new: Order, entry: Entry, ctx: Context) -> People:
    """Who assesses the client's credit, where the order waits for that (P7.1a)."""
    step = responsible(new, entry.typed_at, ctx)
    yield step.staff if step and step.next == ("client credit",) else None


def _former_owner(old: Order | None, new: Order, _entry: Entry, _ctx: Context) -> People:
    if old is not None and old.owner != new.owner:
        yield old.owner


def _assigner(_old: Order | None, new: Order, _entry: Entry, _ctx: Context) -> People:
    """Who assigned the order: they track its confirmation (P2.3c)."""
    assigned = new.last("assign", "reassign")
    yield assigned.by if assigned else None


def _phases(_old: Order | None, new: Order, _entry: Entry, _ctx: Context) -> People:
    """The persons of phases that are not done."""
    done = {item for report in new.progress for item in report.done}
    for phase in new.plan.phases if new.plan else ():
        if phase.id not in done:
            yield phase.person


def _helping(_old: Order | None, new: Order, entry: Entry, ctx: Context) -> People:
    """Who answers for the departments that have taken on to help, and have not finished (P5.1b)."""
    for request in new.assistance:
        if not request.done and request.answer is not None and request.answer.outcome == "accepted":
            yield member_on_duty(request.department, entry.typed_at, ctx)


def _joined(_old: Order | None, new: Order, entry: Entry, ctx: Context) -> People:
    """Who answers for the departments that a problem was decided with: now, or in the end all of them (P2.4c)."""
    decisions = next((problem.decisions for problem in new.problems if problem.id == entry.item), ())
    for decision in decisions[-1:] if entry.move == "coordinate" else decisions:
        for department in decision.departments:
            yield member_on_duty(department, entry.typed_at, ctx)


def _department(_old: Order | None, new: Order, entry: Entry, ctx: Context) -> People:
    for request in new.assistance:
        if request.id == entry.item:
            yield member_on_duty(request.department, entry.typed_at, ctx)


def _handler(_old: Order | None, new: Order, entry: Entry, _ctx: Context) -> People:
    """Who was named to answer for a complaint."""
    yield next(complaint.owner for complaint in new.complaints if complaint.id == entry.item)


def _manager(_old: Order | None, new: Order, entry: Entry, ctx: Context) -> People:
    """The manager, where the client disputes what is owed."""
    if any(complaint.id == entry.item and complaint.dispute for complaint in new.complaints):
        yield on_duty("manager", entry.typed_at, ctx)


def _lead(_old: Order | None, new: Order, _entry: Entry, _ctx: Context) -> People:
    yield new.team.lead if new.team else None


def _members(_old: Order | None, new: Order, entry: Entry, ctx: Context) -> People:
    """Who works on the order together: those named, and who answers for each department."""
    assert new.team is not None
    yield from new.team.members
    yield from (member_on_duty(one, entry.typed_at, ctx) for one in new.team.departments)


def _tasked(_old: Order | None, new: Order, entry: Entry, _ctx: Context) -> People:
    """Who is to carry out what the session decided."""
    held = next(session for session in new.sessions if session.id == entry.item)
    yield from (task.who for task in held.decisions)


def _asker(_old: Order | None, new: Order, entry: Entry, _ctx: Context) -> People:
    """Who asked for the assistance, or took down the complaint."""
    first = next((one for one in new.standing if one.item == entry.item and one.move in ("assist", "complain")), None)
    yield first.by if first else None


def _watching(_old: Order | None, new: Order, entry: Entry, _ctx: Context) -> People:
    """Who is to watch a risk (P7.2)."""
    yield next((risk.owner for risk in new.risks if risk.id == entry.item), None)


_Who = Callable[[Order | None, Order, Entry, Context], People]


def _one(person: Callable[[Order, datetime, Context], str | None]) -> _Who:
    return lambda _old, new, entry, ctx: iter((person(new, entry.typed_at, ctx),))


_WHO: dict[str, _Who] = {
    "holder": _holder,
    "taker": _one(lambda order, _at, _ctx: order.taker),
    "assessor": _assessor,
    "receiver": _one(lambda order, _at, _ctx: order.handed.to if order.handed else None),
    "owner": _one(lambda order, _at, _ctx: order.owner),
    "former-owner": _former_owner,
    "assigner": _assigner,
    "phases": _phases,
    "helping": _helping,
    "joined": _joined,
    "department": _department,
    "asker": _asker,
    "watching": _watching,
    "handler": _handler,
    "manager": _manager,
    "lead": _lead,
    "members": _members,
    "tasked": _tasked,
    "processor": _one(lambda _order, at, ctx: on_duty("processor", at, ctx)),
}
"""What a row's words mean: the persons, from the order before and after the move."""
