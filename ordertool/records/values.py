"""The values every record is made of: checked text, exact numbers, days and moments."""

import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal, get_args

from pydantic_core import PydanticCustomError, core_schema
from pydantic_core.core_schema import CoreSchema

from ordertool.language import N_

LINE_LENGTH = 500
PARAGRAPH_LENGTH = 5000


OWN_FAULTS: dict[str, str] = {}
"""Message templates of our own checks by kind, so that they can be shown in either language."""


def fault(kind: str, message: str, **values: object) -> PydanticCustomError:
    """A validation error of our own; `message` is an English template with the gaps named in `values`."""
    OWN_FAULTS[kind] = message
    return PydanticCustomError(kind, message, values)


def _readable(value: str, *, breaks: str) -> str:
    if value.isascii() and value.isprintable():
        return value
    for char in value:
        if char in "\ufffe\uffff":
            raise fault("not_unicode", "is not valid Unicode text")
        if char not in breaks and unicodedata.category(char) in {"Cc", "Zl", "Zp"}:
            point = f"U+{ord(char):04X}"
            raise fault("control_character", "holds a control character or line break ({point})", point=point)
    return value


class Checked:
    """How a value is checked, as a finished schema, and the same as far as JSON Schema can say it, for editors.

    Pydantic derives the first from annotations, at twice the price of a whole command's start-up. What the second
    refuses the first refuses too: an editor must not mark what the book accepts.
    """

    __slots__ = ("json", "schema")

    def __init__(self, schema: CoreSchema, json: dict[str, Any]) -> None:
        self.schema, self.json = schema, json

    def __get_pydantic_core_schema__(self, _source: object, _handler: object) -> CoreSchema:
        return dict(self.schema)

    def __get_pydantic_json_schema__(self, _schema: object, _handler: object) -> dict[str, Any]:
        return dict(self.json)


FORMS: dict[str, str] = {}
"""What text of a form must be, in words, by its pattern."""


def matching(pattern: str, words: str, longest: int | None = None) -> Checked:
    """Text of a form; `words` say of which to those who typed another."""
    FORMS[pattern] = words
    json: dict[str, Any] = {"description": words, "type": "string", "pattern": pattern}
    if longest is not None:
        json["maxLength"] = longest
    return Checked(core_schema.str_schema(strict=True, pattern=pattern, max_length=longest), json)


def whole(least: int, most: int) -> Checked:
    """A whole number within bounds."""
    json = {"type": "integer", "minimum": least, "maximum": most}
    return Checked(core_schema.int_schema(strict=True, ge=least, le=most), json)


_UNSEEN = frozenset("\u034f\u115f\u1160\u2800\u3164\uffa0")
"""Characters that count as letters or signs and show nothing."""
_NO_SIGN = frozenset(("Cc", "Cf", "Zs"))
"""Kinds of characters that show nothing: zero-width ones and spaces."""


def _one_line(value: str) -> str:
    return _readable(_not_blank(value), breaks="")


def _several_lines(value: str) -> str:
    return _readable(_not_blank(value), breaks="\n\t")


def _not_blank(value: str) -> str:
    seen = value.strip()
    if not seen or (
        not seen.isascii() and all(char in _UNSEEN or unicodedata.category(char) in _NO_SIGN for char in seen)
    ):
        raise fault("blank", "must not be empty")
    return value


def _text(check: Callable[[str], str], longest: int, words: str, pattern: str) -> Checked:
    plain = core_schema.str_schema(strict=True, max_length=longest)
    json = {"description": words, "type": "string", "pattern": pattern, "maxLength": longest}
    return Checked(core_schema.no_info_after_validator_function(check, plain), json)


Line = Annotated[str, _text(_one_line, LINE_LENGTH, "one line of text", r"^.*\S.*$")]
"""One line of text as typed, kept byte for byte; no control characters, no line breaks."""

Paragraph = Annotated[str, _text(_several_lines, PARAGRAPH_LENGTH, "text, which may run over several lines", r"\S")]
"""Text that may run over several lines."""

_WORD = r"^[a-z][a-z0-9]*([._-][a-z0-9]+)*$"
_SMALL = N_("must be small letters and digits, such as li.na or sales")
StaffId = Annotated[str, matching(_WORD, _SMALL, 40)]
Slug = Annotated[str, matching(_WORD, _SMALL, 40)]
"""A stored word that is never translated: a department, an order type, a checklist item (L7)."""

Role = Literal["receptionist", "processor", "owner", "support", "finance", "manager", "auditor"]
ROLES: tuple[str, ...] = get_args(Role)

Channel = Literal["phone", "email", "online", "visit", "wechat", "other"]
"""How people talk with a client."""

ID_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
OrderId = Annotated[
    str, matching(rf"^SO-[0-9]{{8}}-[{ID_LETTERS}]{{5}}$", N_("must be an order's id such as SO-20261123-7K3FQ"))
]
ClientId = Annotated[str, matching(rf"^C-[{ID_LETTERS}]{{5}}$", N_("must be a client's id such as C-4H8TR"))]
MeetingId = Annotated[
    str, matching(rf"^MT-[0-9]{{8}}-[{ID_LETTERS}]{{5}}$", N_("must be a meeting's id such as MT-20261123-7K3FQ"))
]
ItemId = Annotated[str, matching(r"^[A-Z]{1,2}[1-9][0-9]{0,3}$", N_("must be letters and a number, such as L1 or PH2"))]
Sha256 = Annotated[str, matching(r"^[0-9a-f]{64}$", N_("must be a SHA-256 in 64 small letters and digits"))]


FIRST_YEAR, LAST_YEAR = 1970, 2199


def _whole_second(value: datetime) -> datetime:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:  # a slip of the pen, and beyond what calendars can count
        raise fault("far_off", "must lie between the years 1970 and 2199")
    if (value.utcoffset() or timedelta()) % timedelta(minutes=1):
        raise fault("odd_offset", "must have an offset of whole minutes")
    return value.replace(microsecond=0) if value.microsecond else value


def _with_offset(value: object) -> object:
    """A moment is text with an offset (or already one); bare numbers are no moments."""
    if isinstance(value, datetime) or (isinstance(value, str) and ":" in value):
        return value
    raise fault("not_a_moment", "must be a time such as 2026-11-23T09:30:00+08:00")


Moment = Annotated[
    datetime,
    Checked(
        core_schema.no_info_before_validator_function(
            _with_offset,
            core_schema.no_info_after_validator_function(
                _whole_second, core_schema.datetime_schema(tz_constraint="aware")
            ),
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda moment: moment.isoformat(), return_schema=core_schema.str_schema(), when_used="json"
            ),
        ),
        {
            "description": "a point in time with its offset, such as 2026-11-23T09:30:00+08:00",
            "type": "string",
            "pattern": r"^\s*[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt _][0-9]{2}:[0-9]{2}.*([Zz]|[+-][0-9]{2}:?[0-9]{2})\s*$",
        },
    ),
]
"""A point in time with its offset, to the second."""


def _as_day(value: object) -> object:
    """A day is text (or already one); a bare number of seconds is none."""
    if (
        isinstance(value, datetime)
        or not isinstance(value, str | date)
        or (isinstance(value, str) and "-" not in value)
    ):
        raise fault("not_a_day", "must be a day such as 2026-11-23")
    return value


def _countable(value: date) -> date:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise fault("far_off", "must lie between the years 1970 and 2199")
    return value


Day = Annotated[
    date,
    Checked(
        core_schema.no_info_before_validator_function(
            _as_day, core_schema.no_info_after_validator_function(_countable, core_schema.date_schema())
        ),
        {
            "description": "a day such as 2026-11-23",
            "type": "string",
            "pattern": r"^\s*[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt _].*)?\s*$",
        },
    ),
]
"""A calendar day."""
