"""What changes an order's terms after its submission: agreed changes, and corrections of what was typed wrong.

The form stays as it was submitted; each item says which fields it sets, and `Order.terms` puts them together, so
that nothing is stored twice and everybody sees what was agreed when (P2.6, P7.2, P6.1b).
"""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from ordertool.records.base import Record, Said
from ordertool.records.intake import Form, OrderLine
from ordertool.records.policy import WorkingSpan
from ordertool.records.values import ItemId, Line, Money

LINE_FIELDS = tuple(name for name in OrderLine.model_fields if name != "id")
FORM_FIELDS = tuple(name for name in Form.model_fields if name != "lines")
UNAGREED = ("project", "description", "type", "domain", "contract", "client_order")
"""Fields that are the company's own bookkeeping; every other is a term that the client agreed to."""


class UnknownFieldError(LookupError):
    """A form has no such field, or no such line."""

    def __init__(self, name: str, known: Iterable[str], line: str = "") -> None:
        super().__init__(name)
        self.name, self.known, self.line = name, tuple(known), line


def with_field(values: Mapping[str, Any], name: str, value: str | None) -> dict[str, Any]:
    """A form's plain values with one field set, `lines.L1.quantity` for one of a line; None clears it.

    The line after the last one is made when it is named.

    Raises:
        UnknownFieldError: the form has no such field or line.
    """
    changed = dict(values)
    section, _, rest = name.partition(".")
    line_id, _, field = rest.partition(".")
    if section == "lines" and field in LINE_FIELDS:
        lines = [dict(line) for line in values.get("lines", [])]
        place = next((line for line in lines if line["id"] == line_id), None)
        if place is None and line_id == f"L{len(lines) + 1}":
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
