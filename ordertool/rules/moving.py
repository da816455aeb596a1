"""Moves applied and read back: what the rows of the workflow table do; `judging` says whether they may.

`apply` makes the record that a move leads to, and `taken` reads the move's input back from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from ordertool.records import assessment, client, meeting, order, staff
from ordertool.records.base import Entry, Logged, Record
from ordertool.rules.move import WHOLE, Move


class NoSuchItemError(LookupError):
    """The input names an item that the record does not hold; `there` are those it holds."""

    def __init__(self, item: str, there: Iterable[str]) -> None:
        super().__init__(item)
        self.there = tuple(there)


RECORDS: dict[str, type[Logged]] = {
    one.kind: one for one in (order.Order, client.Client, staff.Staff, meeting.Meeting, assessment.Assessment)
}
_ITEMS = {
    "order": order.ITEM_TYPES, "client": client.ITEM_TYPES, "staff": staff.ITEM_TYPES, "meeting": meeting.ITEM_TYPES,
    "assessment": assessment.ITEM_TYPES,
}  # fmt: skip


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
    place = place_of(move)
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
    place = place_of(move)
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


class Place(NamedTuple):
    """Where a row's input lands: the whole record, a section, an item of a list, or a field of an item."""

    section: str
    field: str = ""
    appends: bool = False
    whole: bool = False


def place_of(move: Move) -> Place:
    """Where a row's input lands, as its `at` says."""
    if move.at == WHOLE:
        return Place("", whole=True)
    section, _, rest = move.at.partition("[]")
    field = rest.removeprefix(".").removesuffix("[]")
    return Place(section, field, move.at.endswith("[]"))


def _with_item(items: Sequence[Any], place: Place, given: Any) -> tuple[Any, ...]:
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
    place = place_of(move)
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
