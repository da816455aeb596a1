"""Where records and their papers lie, and the ids that say so. A record's path follows from its id."""

from __future__ import annotations

import os
import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ordertool.records.base import Paper
from ordertool.records.values import ID_LETTERS

if TYPE_CHECKING:
    from ordertool.records.order import Order

POLICY = "policy.yaml"
_TAIL = 5
_ORDER = re.compile(rf"SO-(\d{{4}})(\d\d)(\d\d)-[{ID_LETTERS}]{{{_TAIL}}}")
_CLIENT = re.compile(rf"C-([{ID_LETTERS}]{{2}})[{ID_LETTERS}]{{{_TAIL - 2}}}")
_MEETING = re.compile(rf"MT-(\d{{4}})\d{{4}}-[{ID_LETTERS}]{{{_TAIL}}}")
_ASSESSMENT = re.compile(r"[0-9]{4}(?:Q[1-4]|H[12])")
_STAFF = re.compile(r"[a-z][a-z0-9]*([._-][a-z0-9]+)*")
_RECORD = re.compile(
    rf"(?:(?P<shelf>orders|archive)/\d{{4}}/\d\d/\d\d/(?P<order>{_ORDER.pattern})"
    rf"|clients/[{ID_LETTERS}]{{2}}/(?P<client>{_CLIENT.pattern})"
    rf"|meetings/\d{{4}}/(?P<meeting>{_MEETING.pattern})"
    rf"|assessments/(?P<assessment>{_ASSESSMENT.pattern})"
    rf"|staff/(?P<staff>{_STAFF.pattern}))\.yaml"
)
_LOOK_ALIKES = str.maketrans("ILO", "110")
SHELVES: dict[str, tuple[str, ...]] = {
    "staff": ("staff",), "client": ("clients",), "meeting": ("meetings",), "assessment": ("assessments",),
    "order": ("orders", "archive"),
}  # fmt: skip
"""The folders in which the records of each kind lie."""
FOLDERS = tuple(folder for folders in SHELVES.values() for folder in folders)


def new_id(kind: str, day: date) -> str:
    """A fresh id for a record of a kind, of `day`; unique without a server."""
    begin = {"order": f"SO-{day:%Y%m%d}", "client": "C", "meeting": f"MT-{day:%Y%m%d}"}
    return f"{begin[kind]}-{_tail()}"


def _tail() -> str:
    return "".join(ID_LETTERS[byte % len(ID_LETTERS)] for byte in os.urandom(_TAIL))


def record_path(kind: str, record_id: str, *, archived: bool = False) -> str:
    """The path of a record in the book.

    Raises:
        ValueError: the id is not one of its kind.
    """
    if kind == "order" and (found := _ORDER.fullmatch(record_id)):
        shelf = "archive" if archived else "orders"
        return f"{shelf}/{'/'.join(found.groups())}/{record_id}.yaml"
    if kind == "client" and (found := _CLIENT.fullmatch(record_id)):
        return f"clients/{found[1]}/{record_id}.yaml"
    if kind == "meeting" and (found := _MEETING.fullmatch(record_id)):
        return f"meetings/{found[1]}/{record_id}.yaml"
    if kind == "assessment" and _ASSESSMENT.fullmatch(record_id):
        return f"assessments/{record_id}.yaml"
    if kind == "staff" and _STAFF.fullmatch(record_id):
        return f"staff/{record_id}.yaml"
    raise ValueError(record_id)


def record_at(path: str) -> tuple[str, str] | None:
    """Kind and id of the record at a path, or None when no record belongs there."""
    found = _RECORD.fullmatch(path)
    if found is None:
        return None
    kind = next(kind for kind in SHELVES if found[kind])
    record_id = found[kind]
    fits = record_path(kind, record_id, archived=found["shelf"] == "archive") == path
    return (kind, record_id) if fits else None


def schema_path(kind: str) -> str:
    """Where a book keeps the JSON Schema that editors check files of a kind by; nothing else reads it."""
    return f"schemas/{kind}.schema.json"


def schema_line(kind: str, path: str) -> str:
    """The first line of a new file: it tells an editor's YAML language server the schema to check the file by."""
    return f"# yaml-language-server: $schema={'../' * path.count('/')}{schema_path(kind)}\n"


def is_ours(path: str) -> bool:
    """Whether a path is the book's own; a checkout may hold other things beside it.

    Schemas and templates do not count: nothing is decided by them, and people may change them as they like.
    """
    return path == POLICY or path.startswith(tuple(f"{folder}/" for folder in FOLDERS))


def papers_folder(order_path: str) -> str:
    """The folder of an order's papers, beside its record."""
    return order_path.removesuffix(".yaml")


def paper_path(order_path: str, paper: Paper) -> str:
    """Where a paper lies: named after its content first, so that no name can lead elsewhere or hide another."""
    name = unicodedata.normalize("NFC", paper.name)
    safe = "".join(char if char.isalnum() or char in "._-" else "_" for char in name).strip(".")[-60:]
    while len(safe.encode()) > 180:  # noqa: PLR2004 (file systems count bytes, and stop at 255)
        safe = safe[1:]
    return f"{papers_folder(order_path)}/{paper.sha256[:12]}-{safe or 'paper'}"


def papers_given_up(order_path: str, old: Order, new: Order) -> set[str]:
    """Papers that an order no longer names: those of a move taken back. History keeps them."""
    return {paper_path(order_path, paper) for paper in old.papers} - {
        paper_path(order_path, paper) for paper in new.papers
    }


def expanded(typed: str) -> Path:
    """A path as typed; `~` is home where there is one."""
    try:
        return Path(typed).expanduser()
    except RuntimeError:  # nobody of that name
        return Path(typed)


def typed_id(typed: str) -> str:
    """An id as people type it, in the letters ids are made of: upper case, without look-alikes."""
    return unicodedata.normalize("NFKC", typed).strip().upper()


def fits(record_id: str, typed: str) -> bool:
    """Whether what was typed is the id or a tail of it of at least three letters."""
    wanted = typed_id(typed)
    if record_id == wanted:
        return True
    tail = wanted.rpartition("-")[2].translate(_LOOK_ALIKES)
    head = wanted.rpartition("-")[0]
    full = f"{head}-{tail}" if head else tail
    return len(tail) > 2 and record_id.endswith(full)  # noqa: PLR2004 (two letters fit too much)
