"""What somebody may have meant by an id that names no record: another kind of thing, one that is near, or a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from ordertool.book import paths
from ordertool.errors import InvalidError, UsageError
from ordertool.language import Text, text
from ordertool.nearest import meant, nearest

if TYPE_CHECKING:
    from ordertool.book.snapshot import Snapshot

ITEM = re.compile(r"[A-Z]{1,2}[1-9][0-9]{0,3}")
"""The id of an item in a record."""
_NEAR = 0.7
"""One letter of five may be wrong, or two have changed places."""
_MOST = 3


def not_found(tip: Snapshot, kind: str, typed: str) -> UsageError:
    """The error for an id that fits no record of its kind."""
    nothing = {
        "order": text("there is no order {typed}", typed=typed),
        "client": text("there is no client {typed}", typed=typed),
        "staff": text("there is nobody {typed} on the staff", typed=typed),
        "meeting": text("there is no meeting {typed}", typed=typed),
        "assessment": text("there is no assessment {typed}", typed=typed),
    }
    known = {
        "order": text("ordertool list"),
        "client": text("ordertool client list"),
        "staff": text("ordertool staff list"),
        "meeting": text("ordertool meeting list"),
        "assessment": text("make it: ordertool assess run {typed}", typed=typed),
    }
    other = None if kind == "assessment" else _of_another_kind(tip, kind, typed)
    if other is not None:
        return UsageError(*other)
    near = list(_near(tip, kind, typed)) or list(_called(tip, kind, typed))
    return UsageError(nothing[kind], meant(near[:_MOST]) if near else known[kind])


def _of_another_kind(tip: Snapshot, kind: str, typed: str) -> tuple[Text, Text] | None:
    """What was typed is something else, and what to do with that."""
    order, client, meeting = (_one(tip, one, typed) if kind != one else None for one in ("order", "client", "meeting"))
    if meeting is not None and order is None:
        return text("{id} is a meeting", id=meeting), text("ordertool meeting show {id}", id=_tail(meeting))
    if client is not None:
        hint = {
            "order": text("its orders: ordertool list --client {id}", id=_tail(client)),
            "staff": text("ordertool staff list"),
            "meeting": text("ordertool meeting list"),
        }
        return text("{id} is a client", id=client), hint[kind]
    if order is not None:
        with suppress(InvalidError):
            record = tip.record("order", order)
            its_client, owner = getattr(record, "client", None), getattr(record, "owner", None)
            if kind == "client" and its_client:
                return text("{id} is an order", id=order), text("its client: {id}", id=_tail(its_client))
            if kind == "staff" and owner:
                return text("{id} is an order", id=order), text("its owner: {id}", id=owner)
        return text("{id} is an order", id=order), text("ordertool show {id}", id=_tail(order))
    if kind != "staff" and tip.place("staff", typed):
        lists = {"order": text("ordertool list --owner {staff}", staff=typed), "client": text("ordertool client list")}
        lists["meeting"] = text("ordertool meeting list")
        return text("{id} is a person on the staff", id=typed), lists[kind]
    if kind == "order" and ITEM.fullmatch(typed.upper()):
        return (
            text("{item} is the name of an item, not of an order", item=typed.upper()),
            text("the order goes first, then the item: 7K3FQ {item}", item=typed.upper()),
        )
    return None


def _one(tip: Snapshot, kind: str, typed: str) -> str | None:
    """The one record of a kind that fits."""
    fitting = [one for one in tip.ids(kind) if paths.fits(one, typed)]
    return fitting[0] if len(fitting) == 1 else None


def _near(tip: Snapshot, kind: str, typed: str) -> Iterator[str]:
    """Records with ids that are near, with their names."""
    if kind == "staff":
        names = {one: one for one in tip.ids("staff")}
        wanted = typed
    else:
        names = {_tail(one): one for one in tip.ids(kind)}
        wanted = _tail(paths.typed_id(typed))
    for one in nearest(wanted, names, _NEAR):
        yield _with_name(tip, kind, names[one])


def _called(tip: Snapshot, kind: str, typed: str) -> Iterator[str]:
    """Records with a name that holds what was typed, the newest first; files are searched as text before any is parsed."""
    wanted = typed.strip().casefold()
    if len(wanted) < 2:  # noqa: PLR2004 (one character stands in half of all names)
        return
    for one in reversed(tip.ids(kind)):
        place = tip.place(kind, one)
        if place and wanted in (tip.content(place) or b"").decode("utf-8", "replace").casefold():
            told = _with_name(tip, kind, one)
            if wanted in told.casefold():
                yield told


def _with_name(tip: Snapshot, kind: str, record_id: str) -> str:
    """What to type for a record, and its name."""
    with suppress(InvalidError):
        record = tip.record(kind, record_id)
        name = getattr(record, "client_name", None) or getattr(getattr(record, "profile", None), "name", "")
        return f"{_tail(record_id)} {name}"
    return _tail(record_id)


def _tail(record_id: str) -> str:
    return record_id.rpartition("-")[2]
