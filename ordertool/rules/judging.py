"""Moves judged: `refusals` says why not, and `replay` judges a change that somebody else made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from ordertool.language import N_, Clause, Text, listed, text
from ordertool.records import assessment, meeting, order, staff
from ordertool.records.base import Entry, Logged
from ordertool.rules.conditions.saying import local_time, short
from ordertool.rules.move import NEW, Context, Move, Refusal
from ordertool.rules.moving import apply, place_of, taken
from ordertool.rules.permissions import role_refusal
from ordertool.rules.workflow import TABLE

_STAGES = dict.fromkeys((NEW, N_("listed"), *order.STAGES, *meeting.STAGES, *assessment.STAGES))


def refusals(
    move: Move, old: Logged | None, new: Logged | None, entry: Entry, ctx: Context, *, led: bool = False
) -> tuple[Refusal, ...]:
    """Why a move is refused; empty when it is allowed.

    Stage first, then role, then times, then the row's conditions: a person without the right learns no more than
    that (L11). With `new` None only what can be told before any input is judged. A move that is `led` goes along with
    one of the client's, by its right.
    """
    where = old.where if old else NEW
    if where not in move.frm:
        return (_wrong_stage(move, where, old),)
    role = None if led else role_refusal(move, old, entry, ctx)
    if role is not None:
        return (role,)
    return tuple(_conditions(move, old, new, entry, ctx))


def _conditions(move: Move, old: Logged | None, new: Logged | None, entry: Entry, ctx: Context) -> Iterator[Refusal]:
    late = _out_of_time(old, entry, ctx) or _before_what_it_rests_on(move, old, entry, ctx)
    if late is not None:
        yield late
        return
    for ready in move.ready:
        refusal = ready(old, entry, ctx)
        if refusal is not None:
            yield refusal
    if new is not None:
        for condition in move.when:
            refusal = condition(old, new, entry, ctx)
            if refusal is not None:
                yield refusal


def _wrong_stage(move: Move, where: str, old: Logged | None) -> Refusal:
    name = short(old.id) if old else ""
    if isinstance(old, staff.Staff) and old.left and move.frm == {NEW}:
        back = text("take back who returned: ordertool staff rejoin {staff}", staff=old.id)
        return Refusal(text("{staff} left on {day}", staff=old.id, day=old.left.on), back, move.clause, "stage")
    if move.frm == {NEW}:
        return Refusal(text("it is there already"), text("choose another id"), move.clause, "stage")
    stages = listed(text(stage) for stage in _STAGES if stage in move.frm)
    return Refusal(
        text("it is {stage}, and the move starts from: {stages}", stage=text(where), stages=stages),
        text("ordertool meeting show {id}", id=name)
        if move.kind == "meeting"
        else text("ordertool assess show {id}", id=name)
        if move.kind == "assessment" and old
        else text("what may happen next: ordertool explain {id}", id=name),
        move.clause,
        "stage",
    )


def _out_of_time(old: Logged | None, entry: Entry, ctx: Context) -> Refusal | None:
    """A move has happened when it is entered, and not before the stage it starts from was reached."""
    if entry.at > entry.typed_at:
        return Refusal(
            text("{time} is in the future", time=local_time(entry.at, ctx)),
            text("leave out --at, or give the time it happened"),
            Clause("P4.2a"),
        )
    reached = stage_reached(old)
    if old is not None and reached is not None and entry.at < reached:
        times = {"time": local_time(entry.at, ctx), "reached": local_time(reached, ctx)}
        return Refusal(
            text("{time} is before {reached}, when it became {stage}", stage=text(old.where), **times)
            if old.where != "listed"
            else text("{time} is before {reached}, when the file was opened", **times),
            text("give a later time with --at")
            if entry.entered
            else text("the clock of this machine may be behind: check it, and try again in a moment"),
            Clause("P4.2a"),
        )
    return None


def _before_what_it_rests_on(move: Move, old: Logged | None, entry: Entry, ctx: Context) -> Refusal | None:
    """A move happened after the one it rests on: the row's `after`, what made its item, what an undo takes back."""
    if old is None:
        return None
    place = place_of(move)
    base = old.standing[-1] if place.whole else old.last(*move.after)
    if place.field and entry.item is not None:
        base = next((one for one in old.standing if one.item == entry.item), None)
    if base is None or entry.at >= base.at:
        return None
    return Refusal(
        text(
            "{time} is before {made}, the time of: {move}",
            time=local_time(entry.at, ctx), made=local_time(base.at, ctx),
            move=text("{move} {item}", move=text(base.move), item=base.item) if base.item else text(base.move),
        ),
        text("give a later time with --at"),
        Clause("P4.2a"),
    )  # fmt: skip


def stage_reached(record: Logged | None) -> datetime | None:
    """When a record came to stand where it stands."""
    if record is None:
        return None
    return next((entry.at for entry in reversed(record.standing) if entry.to), record.log[0].at)


def replay(
    old: Logged | None, new: Logged, ctx: Context, table: Sequence[Move] = TABLE, *, led: bool = False
) -> tuple[Refusal, ...]:
    """Judge a change that somebody made: it must be one legal move, written as the table writes it.

    Exactly one log entry more; the move's input, read back and applied again to `old`, gives `new`; and nothing
    refuses it in the context of the commit before.
    """
    before = old.log if old else ()
    if len(new.log) != len(before) + 1 or new.log[: len(before)] != before:
        return (_illegal(text("it is not exactly one move more"), new),)
    entry = new.log[-1]
    move = next((m for m in table if m.kind == new.kind and m.verb == entry.move and ctx.policy.law in m.law), None)
    if move is None:
        return (_illegal(text("there is no move {move}", move=entry.move), new),)
    where = old.where if old else NEW
    if where not in move.frm:
        return (_wrong_stage(move, where, old),)
    try:
        again = apply(move, old, entry, taken(move, new, entry), new.id)
    except (LookupError, ValueError):
        return (_illegal(text("the input of {move} is not where it belongs", move=text(move.verb)), new),)
    if again.plain() != new.plain():
        return (_illegal(text("it writes more than {move} does", move=text(move.verb)), new),)
    return refusals(move, old, new, entry, ctx, led=led)


def _illegal(reason: Text, new: Logged) -> Refusal:
    return Refusal(reason, text("ordertool log {id}", id=short(new.id)), Clause("P4.2a"))
