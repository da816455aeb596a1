"""The parts every record is made of: checked text, exact numbers, moments, and the log of moves."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer
from pydantic_core import PydanticCustomError

LINE_LENGTH = 500
PARAGRAPH_LENGTH = 5000


OWN_FAULTS: dict[str, str] = {}
"""Message templates of our own checks by kind, so that they can be shown in either language."""


def fault(kind: str, message: str, **values: object) -> PydanticCustomError:
    """A validation error of our own; `message` is an English template with the gaps named in `values`."""
    OWN_FAULTS[kind] = message
    return PydanticCustomError(kind, message, values)  # type: ignore[arg-type]


class Record(BaseModel):
    """A piece of a record: frozen, without unknown keys, strict about types."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    def plain(self) -> dict[str, Any]:
        """The record as plain data for YAML and JSON, without what was left empty."""
        return self.model_dump(mode="json", exclude_defaults=True)

    def content_hash(self) -> str:
        """SHA-256 of the content in a form that no reformatting changes (L10)."""
        canonical = json.dumps(self.plain(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


def _readable(value: str, *, breaks: str) -> str:
    if value.isascii() and value.isprintable():
        return value
    for char in value:
        category = unicodedata.category(char)
        if category == "Cs" or char in "\ufffe\uffff":
            raise fault("not_unicode", "is not valid Unicode text")
        if char not in breaks and category in {"Cc", "Zl", "Zp"}:
            point = f"U+{ord(char):04X}"
            raise fault("control_character", "holds a control character or line break ({point})", point=point)
    return value


def _one_line(value: str) -> str:
    return _readable(value, breaks="")


def _several_lines(value: str) -> str:
    return _readable(value, breaks="\n\t")


def _not_blank(value: str) -> str:
    if not value.strip():
        raise fault("blank", "must not be empty")
    return value


Line = Annotated[
    str, Field(max_length=LINE_LENGTH, strict=True), AfterValidator(_not_blank), AfterValidator(_one_line)
]
"""One line of text as typed, kept byte for byte; no control characters, no line breaks."""

Paragraph = Annotated[
    str, Field(max_length=PARAGRAPH_LENGTH, strict=True), AfterValidator(_not_blank), AfterValidator(_several_lines)
]
"""Text that may run over several lines."""

StaffId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*([._-][a-z0-9]+)*$", max_length=40, strict=True)]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*([._-][a-z0-9]+)*$", max_length=40, strict=True)]
"""A stored word that is never translated: a department, an order type, a checklist item (L7)."""

ID_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
OrderId = Annotated[str, Field(pattern=rf"^SO-[0-9]{{8}}-[{ID_LETTERS}]{{5}}$", strict=True)]
ClientId = Annotated[str, Field(pattern=rf"^C-[{ID_LETTERS}]{{5}}$", strict=True)]


def _exact(value: object) -> Decimal:
    """Read a number exactly: text or whole numbers, never a float."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise fault("not_a_number", "must be a number")
    try:
        number = Decimal(value.strip() if isinstance(value, str) else value)
    except InvalidOperation:
        raise fault("not_a_number", "must be a number") from None
    if not number.is_finite():
        raise fault("not_a_number", "must be a number")
    # Bounded before it is written out in full: '1e999999999' is a number too.
    exponent = number.as_tuple().exponent
    if isinstance(exponent, str) or exponent < -_PLACES or number.adjusted() >= _DIGITS:
        raise fault(
            "too_exact",
            "must have at most {digits} digits before the point and {places} after it",
            digits=_DIGITS,
            places=_PLACES,
        )
    return Decimal(f"{number:f}")


_DIGITS, _PLACES = 15, 6


def _at_least_zero(value: Decimal) -> Decimal:
    if value < 0:
        raise fault("negative", "must not be negative")
    return value


def _above_zero(value: Decimal) -> Decimal:
    if value <= 0:
        raise fault("not_positive", "must be more than zero")
    return value


_AS_TEXT = PlainSerializer(lambda number: f"{number:f}", return_type=str, when_used="json")
Money = Annotated[Decimal, BeforeValidator(_exact), AfterValidator(_at_least_zero), _AS_TEXT]
"""An exact amount in the currency beside it, never negative; stored as text."""
PositiveMoney = Annotated[Decimal, BeforeValidator(_exact), AfterValidator(_above_zero), _AS_TEXT]
Quantity = Annotated[Decimal, BeforeValidator(_exact), AfterValidator(_above_zero), _AS_TEXT]
"""An exact, positive number of units; stored as text."""


def _whole_second(value: datetime) -> datetime:
    return value.replace(microsecond=0) if value.microsecond else value


def _with_offset(value: object) -> object:
    """A moment is text with an offset (or already one); bare numbers are no moments."""
    if isinstance(value, str | datetime):
        return value
    raise fault("not_a_moment", "must be a time such as 2026-11-23T09:30:00+08:00")


Moment = Annotated[
    AwareDatetime,
    BeforeValidator(_with_offset),
    AfterValidator(_whole_second),
    PlainSerializer(lambda moment: moment.isoformat(), return_type=str, when_used="json"),
]
"""A point in time with its offset, to the second."""


class Paper(Record):
    """A file kept with an order: its name as given, size in bytes, and SHA-256 (P2.2c)."""

    name: Line
    size: Annotated[int, Field(ge=0, strict=True)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", strict=True)]


class Said(Record):
    """Who of the client's was told or agreed, through which channel, and when it was said."""

    who: Line
    channel: Slug
    at: Moment


class Entry(Record):
    """One move in a record's log.

    `at` is when it happened; `entered` when it was typed, if later (P4.2a); `by` who acted; `via` who typed it,
    if another (代录); `item` the list item it made or touched; `to` the stage it led to, if that changed.
    """

    at: Moment
    entered: Moment | None = None
    by: StaffId
    via: StaffId | None = None
    move: Slug
    item: str | None = None
    to: str | None = None
    note: Line | None = None

    @property
    def typed_at(self) -> datetime:
        """When it was entered."""
        return self.entered or self.at


class Logged(Record):
    """A record of its own file: an id and the log of its moves, oldest first."""

    kind: ClassVar[str]
    id: str
    log: tuple[Entry, ...] = ()

    def plain(self) -> dict[str, Any]:
        """As plain data, each item's id first, and the log last: it is the part that grows."""
        data = {name: _id_first(value) for name, value in super().plain().items()}
        data["log"] = data.pop("log", [])
        return data

    @property
    def where(self) -> str:
        """Where the record stands in its life; records without stages are just `listed`."""
        return "listed"


def _id_first(section: Any) -> Any:
    if not isinstance(section, list):
        return section
    return [{"id": item["id"], **item} if isinstance(item, dict) and "id" in item else item for item in section]


class Reason(Record):
    """A reason, kept as the log entry's note."""

    note: Line
