"""Moves applied, read back, judged and replayed: what the rows of the workflow table mean.

`apply` makes the record that a move leads to, `taken` reads the move's input back from it, `refusals` judges it, and
`replay` judges a change that somebody else made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from ordertool.language import N_, Clause, Text, listed, text
from ordertool.records import client, meeting, order, staff
from ordertool.records.base import Entry, Logged, Record
from ordertool.rules.conditions.saying import local_time, short
from ordertool.rules.move import NEW, WHOLE, Context, Move, Refusal
from ordertool.rules.permissions import role_refusal
from ordertool.rules.workflow import TABLE


class NoSuchItemError(LookupError):
    """The input names an item that the record does not hold; `there` are those it holds."""

    def __init__(self, item: str, there: Iterable[str]) -> None:
        super().__init__(item)
        self.there = tuple(there)


RECORDS: dict[str, type[Logged]] = {one.kind: one for one in (order.Order, client.Client, staff.Staff, meeting.Meeting)}
_ITEMS = {
    "order": order.ITEM_TYPES, "client": client.ITEM_TYPES, "staff": staff.ITEM_TYPES, "meeting": meeting.ITEM_TYPES,
}  # fmt: skip
_STAGES = dict.fromkeys((NEW, N_("listed"), *order.STAGES, *meeting.STAGES))


def apply(move: Move, old: Logged | None, entry: Entry, given: Record | None, record_id: str = "") -> Logged:
    """The record after the move: pure, without clock or disk, and without judging it.

    `entry` says when and by whom; what the move adds to it (item, stage, note) is added here. `record_id` names a
    record that the move creates.

    Raises:
        NoSuchItemError: the input names an item that is not there.
    """
    model = RECORDS[move.kind]
    values: dict[str, Any] = (
        {"id": record_id} if old is None else {name: getattr(old, name) for name in model.model_fields}
    )
    added: dict[str, Any] = {"move": move.verb}
    place = _place(move)
    stage = move.to
    if place.whole:
        assert given is not None
        values = {name: getattr(given, name) for name in model.model_fields}
        stage = values.get("stage")
        if old is None:
            values["id"] = record_id
        else:
            added["note"] = undone(old)
    elif place.section == "note":
        added["note"] = getattr(given, "note")  # noqa: B009 (the row's model has it)
    elif place.field:
        added["item"] = getattr(given, "item")  # noqa: B009
        values[place.section] = _with_item(values[place.section], place, given)
    elif place.appends:
        prefix, item_type = _ITEMS[move.kind][place.section]
        items = list(values.get(place.section, ()))
        added["item"] = _next_id(prefix, items, old)
        data = {name: getattr(given, name) for name in type(given).model_fields} if given else {}
        items.append(item_type.model_validate({"id": added["item"], **data}))
        values[place.section] = tuple(items)
    elif place.section:
        values[place.section] = given
    log = old.log if old else ()
    if stage is not None:
        if callable(stage):
            bare = Entry(at=entry.at, by=entry.by, **added)
            stage = stage(model.model_construct(**{**values, "log": (*log, bare)}))
        if old is None or stage != old.where:
            added["to"] = stage
        values["stage"] = stage
    bare = Entry(at=entry.at, entered=entry.entered, by=entry.by, via=entry.via, **added)
    values["log"] = (*log, bare)
    return model.model_validate(values)


def taken(move: Move, new: Logged, entry: Entry) -> Record | None:
    """The input that a move took, read back from the record: the inverse of `apply`.

    Raises:
        LookupError: the record does not hold the item that the entry names.
    """
    if move.takes is None:
        return None
    place = _place(move)
    if place.whole:
        return new
    if place.section == "note":
        return move.takes.model_validate({"note": entry.note})
    if not place.appends and not place.field:
        given = getattr(new, place.section)
        if not isinstance(given, move.takes):
            raise LookupError(place.section)
        return given
    item = next((item for item in getattr(new, place.section) if item.id == entry.item), None)
    if item is None:
        raise LookupError(entry.item)
    if not place.field:
        return move.takes.model_validate({name: getattr(item, name) for name in move.takes.model_fields})
    value = getattr(item, place.field)
    if place.appends:
        value = value[-1] if value else None
    if value is None:
        raise LookupError(entry.item)
    return move.takes.model_validate({"item": entry.item, place.field: value})


def _next_id(prefix: str, items: Sequence[Any], old: Logged | None) -> str:
    """The id after all that there are and ever were: one that was taken back is not given again."""
    ids = [item.id for item in items] + [entry.item for entry in (old.log if old else ()) if entry.item]
    numbers = [int(one.removeprefix(prefix)) for one in ids if one.rstrip("0123456789") == prefix]
    return f"{prefix}{max(numbers, default=0) + 1}"


class _Place(NamedTuple):
    """Where a row's input lands: the whole record, a section, an item of a list, or a field of an item."""

    section: str
    field: str = ""
    appends: bool = False
    whole: bool = False


def _place(move: Move) -> _Place:
    if move.at == WHOLE:
        return _Place("", whole=True)
    section, _, rest = move.at.partition("[]")
    field = rest.removeprefix(".").removesuffix("[]")
    return _Place(section, field, move.at.endswith("[]"))


def _with_item(items: Sequence[Any], place: _Place, given: Any) -> tuple[Any, ...]:
    """A list with the input in the item that it names: put into its field, or added to the list there."""
    if all(item.id != given.item for item in items):
        raise NoSuchItemError(given.item, (item.id for item in items))
    value = getattr(given, place.field)

    def put(item: Any) -> Any:
        return item.model_copy(update={place.field: (*getattr(item, place.field), value) if place.appends else value})

    return tuple(put(item) if item.id == given.item else item for item in items)


def undone(record: Logged) -> str:
    """The move that an undo would take back, as its entry names it: the newest that stands."""
    last = record.standing[-1]
    return f"{last.move} {last.item}" if last.item else last.move


def written_by_hand(move: Move, old: Logged, edited: Logged, entry: Entry) -> Record | None:
    """The input of a move that makes `edited` of `old`, but for the log and the stage; None when the move does not."""
    place = _place(move)
    if move.takes is None or place.whole or place.section in ("", "note"):
        return None
    before, after = getattr(old, place.section), getattr(edited, place.section)
    item = None
    if place.field:
        item = next((new.id for was, new in zip(before, after, strict=False) if was != new), None)
    elif place.appends:
        item = after[-1].id if len(after) == len(before) + 1 else None
    if before == after or (item is None and (place.field or place.appends)):
        return None
    try:
        given = taken(move, edited, entry.model_copy(update={"item": item}))
        made = apply(move, old, entry, given)
    except (LookupError, ValueError):
        return None
    same = {name: value for name, value in made.sections().items() if name != "stage"}
    return given if same == {name: value for name, value in edited.sections().items() if name != "stage"} else None


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
    place = _place(move)
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
