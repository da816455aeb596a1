"""What changes an order's terms after its submission: agreed changes, and corrections of what was typed wrong.

The form stays as it was submitted; each item says which fields it sets, and `Order.terms` puts them together, so
that nothing is stored twice and everybody sees what was agreed when (P2.6, P7.2, P6.1b).
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Literal

from ordertool.records.base import Record, Said
from ordertool.records.exact_numbers import Money
from ordertool.records.intake import Form, OrderLine
from ordertool.records.policy import WorkingSpan
from ordertool.records.values import ItemId, Line

LINE_FIELDS = tuple(name for name in OrderLine.model_fields if name != "id")
FORM_FIELDS = tuple(name for name in Form.model_fields if name != "lines")
UNAGREED = ("project", "description", "type", "domain", "contract", "client_order")
"""Fields that are the company's own bookkeeping; every other is a term that the client agreed to."""


class UnknownFieldError(LookupError):
    """A form has no such field, or no such line."""

    def __init__(self, name: str, known: Iterable[str], line: str = "") -> None:
        super().__init__(name)
        self.name, self.known, self.line = name, tuple(known), line


def line_taken_out(name: str, value: str | None) -> str | None:
    """The line that a field and its value take out, `lines.L2` without a value; None when they set something."""
    section, _, line_id = name.partition(".")
    return line_id if section == "lines" and value is None and line_id and "." not in line_id else None


def with_field(values: Mapping[str, Any], name: str, value: str | None, gone: Collection[str] = ()) -> dict[str, Any]:
    """A form's plain values with one field set, `lines.L1.quantity` for one of a line; None clears it.

    `lines.L2` without a value takes the line out. The line after the last one is made when it is named; `gone` are
    ids of lines that were taken out, which are not given again.

    Raises:
        UnknownFieldError: the form has no such field or line.
    """
    changed = dict(values)
    section, _, rest = name.partition(".")
    line_id, _, field = rest.partition(".")
    taken_out = line_taken_out(name, value)
    lines = [dict(line) for line in values.get("lines", [])] if section == "lines" else []
    place = next((line for line in lines if line["id"] == line_id), None)
    if taken_out is not None:
        if place is None:
            raise UnknownFieldError(name, [line["id"] for line in lines], line_id)
        return changed | {"lines": [line for line in lines if line is not place]}
    if section == "lines" and field in LINE_FIELDS:
        numbers = [int(one[1:]) for one in (*(line["id"] for line in lines), *gone) if one[1:].isdigit()]
        if place is None and line_id == f"L{max(numbers, default=0) + 1}":
            place = {"id": line_id}
            lines.append(place)
        if place is None:
            raise UnknownFieldError(name, [line["id"] for line in lines], line_id)
        changed["lines"] = lines
    elif name in FORM_FIELDS:
        place, field = changed, name
    else:
        raise UnknownFieldError(name, [*FORM_FIELDS, "lines.L1.quantity …"])
    if value is None:
        place.pop(field, None)
    else:
        place[field] = value
    return changed


class ChangeInput(Record):
    """New terms (P2.6, P7.2): what is set, why, whose doing it is, and who of the client's agreed."""

    set: dict[Line, Line | None]
    cause: Literal["client", "law", "force-majeure", "ours"]
    reason: Line
    agreed: Said | None = None


class Change(ChangeInput):
    """A change as kept."""

    id: ItemId


class CorrectionInput(Record):
    """Something typed wrong (P6.1b): what is set, how it came about, and the delay and loss it caused."""

    set: dict[Line, Line | None]
    cause: Line
    delay: WorkingSpan | None = None
    loss: Money | None = None


class Correction(CorrectionInput):
    """A correction as kept."""

    id: ItemId
