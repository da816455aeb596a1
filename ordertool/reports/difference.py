"""What changed between two documents of the same kind: two runs of a report, two assessments, two lists.

Only what JSON knows is compared. Rows of lists are told apart by what names them: an id, an indicator, a debt.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, NamedTuple

from ordertool.language import _, text
from ordertool.reports.screen import columns, painted

_NAMES = (
    ("id", "item"), ("id",), ("indicator",), ("order", "move", "item", "place"), ("order", "item"), ("debt",),
    ("client", "currency"), ("currency",), ("staff",), ("owner",), ("name",), ("report",),
)  # fmt: skip
"""What may name the rows of a list, the first that tells all of them apart."""
_RUN = ("at", "commit", "policy", "file", "files")
"""What says which run it was: no change of what was found."""


class Difference(NamedTuple):
    """One thing that is not as it was; `by` is the distance, where both are figures."""

    path: tuple[str, ...]
    change: Literal["changed", "added", "removed"]
    before: Any = None
    after: Any = None

    @property
    def by(self) -> Decimal | None:
        """How much more or less it is."""
        before, after = _figure(self.before), _figure(self.after)
        return None if before is None or after is None else after - before

    def document(self) -> dict[str, Any]:
        """It as `--json` gives it."""
        by = self.by
        return {
            "path": list(self.path), "change": self.change, "before": self.before, "after": self.after,
            "by": None if by is None else f"{by:+f}",
        }  # fmt: skip


def differences(before: Any, after: Any, path: tuple[str, ...] = ()) -> Iterator[Difference]:
    """Everything that is not as it was, in the order of the later document."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in dict.fromkeys((*after, *before)):
            if path or name not in _RUN:
                yield from _at((*path, str(name)), name, before, after)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _rows(before, after, path)
    elif before != after:
        yield Difference(path, "changed", before, after)


def _at(path: tuple[str, ...], name: Any, before: Mapping[Any, Any], after: Mapping[Any, Any]) -> Iterator[Difference]:
    if name not in before:
        yield Difference(path, "added", None, after[name])
    elif name not in after:
        yield Difference(path, "removed", before[name], None)
    else:
        yield from differences(before[name], after[name], path)


def _rows(before: Sequence[Any], after: Sequence[Any], path: tuple[str, ...]) -> Iterator[Difference]:
    for names in _NAMES:
        was, now = _by_name(before, names), _by_name(after, names)
        if was is not None and now is not None:
            break
    else:
        was, now = _by_content(before), _by_content(after)
    for name in dict.fromkeys((*now, *was)):
        yield from _at((*path, name), name, was, now)


def _by_name(rows: Sequence[Any], names: tuple[str, ...]) -> dict[str, Any] | None:
    """The rows by what names them; None where that does not tell them apart."""
    found = {}
    for row in rows:
        if not isinstance(row, dict) or any(name not in row for name in names):
            return None
        found[" ".join(str(row[name]) for name in names if row[name] is not None)] = row
    return found if len(found) == len(rows) else None


def _by_content(rows: Sequence[Any]) -> dict[str, Any]:
    """The rows by all they say; of equal ones each has a number."""
    found: dict[str, Any] = {}
    seen: dict[str, int] = {}
    for row in rows:
        said = row if isinstance(row, str) else json.dumps(row, ensure_ascii=False, sort_keys=True)
        seen[said] = seen.get(said, 0) + 1
        found[said if seen[said] == 1 else f"{said} ({seen[said]})"] = row
    return found


def _figure(value: Any) -> Decimal | None:
    """A value as a figure: a number, or text that writes one out, as amounts and scores are kept."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def difference_lines(found: Sequence[Difference]) -> list[str]:
    """The differences for people: where, what it was, what it is, by how much."""
    if not found:
        return [_("nothing changed")]
    head = [_("figure or row"), _("before"), _("after"), _("difference")]
    rows = [
        [" › ".join(one.path), _shown(one.before), _shown(one.after), "" if one.by is None else f"{one.by:+f}"]
        for one in found
    ]
    title = painted(str(text("Differences: {count}", count=len(found))), "bold")
    colours = [{"added": "green", "removed": "red"}.get(one.change, "") for one in found]
    return [title, *columns(head, rows, flexible=(0, 1, 2), wraps=True, right=(3,), colours=colours)]


def _shown(value: Any) -> str:
    """A value in a cell: of a whole row what names it and how much there is of it."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("true") if value else _("false")
    if isinstance(value, dict | list):
        return str(
            text("{count} fields", count=len(value))
            if isinstance(value, dict)
            else text("{count} rows", count=len(value))
        )
    return " ".join(str(value).split())
