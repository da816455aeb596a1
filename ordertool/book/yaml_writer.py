"""Writes plain data as block YAML that people read and edit, and that every YAML reader takes the same way.

Text stands without quotes only where YAML 1.2 and YAML 1.1 readers agree that it is text (`no`, `0123` and `1:30` are
quoted); days and moments in ISO form are the exception, for they are what a person looks for in a record. What would
mislead the eye (control characters, text running right to left, characters of no width) is written as an escape.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

_MAX_KEY = 500

# What cannot begin plain text, or may begin something else than text in YAML 1.1.
_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`=~<.+")
_WORDS_OF_1_1 = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))
_NUMBER_LIKE = re.compile(r"[0-9][-+0-9a-fA-FxXoO_.:TtZz \t]*")
_INSIDE_PLAIN = re.compile(r":(?=\s|\Z)|\s#|\s\Z|\A\s")
_ISO = re.compile(
    r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
    r"(?:T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?(?:Z|[-+](?:[01][0-9]|2[0-3]):[0-5][0-9]))?"
)

# Controls and what is no character at all; soft hyphen, marks of direction, characters of no width (a joiner is
# part of many emoji and stays after one), characters that only annotate, tags.
_HIDDEN = (
    "\x00-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
)
_LONE_JOINER = "(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d"
_ESCAPED = re.compile(rf'[{_HIDDEN}\\"]|{_LONE_JOINER}')
_UNREADABLE = re.compile(rf"[{_HIDDEN}]|{_LONE_JOINER}")
_UNREADABLE_IN_LINES = re.compile(rf"(?![\n\t])[{_HIDDEN}]|{_LONE_JOINER}")
_SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def dump(data: Mapping[str, Any]) -> str:
    """`data` as a YAML document: keys in their order, lists indented below their key.

    Raises:
        TypeError: for a value that is no plain data.
        ValueError: for text that UTF-8 cannot hold, and for a key too long to stand before a colon.
    """
    return "".join(dump_section(key, value) for key, value in data.items()) or "{}\n"


def dump_section(key: str, value: Any) -> str:
    """One key of a document with its value."""
    return "\n".join(_entry(key, value, "")) + "\n"


def dump_items(items: list[Any], column: int) -> str:
    """The items of a list whose dashes stand at `column` (from 0)."""
    return "\n".join(_block(items, " " * column)) + "\n"


def dump_text(value: str) -> str:
    """Text on one line: as it is where that is safe, else in double quotes."""
    if _is_plain(value):
        return value
    value.encode()  # half a surrogate pair is no character, in any spelling
    return '"' + _ESCAPED.sub(_escape, value) + '"'


def _block(value: Mapping[str, Any] | list[Any] | tuple[Any, ...], pad: str) -> list[str]:
    """The lines of a collection that is not empty, each of its entries beginning at `pad`."""
    if isinstance(value, Mapping):
        return [line for key, inner in value.items() for line in _entry(key, inner, pad)]
    lines = []
    for item in value:
        if isinstance(item, Mapping | list | tuple) and item:
            first, *rest = _block(item, pad + "  ")
            lines += [f"{pad}- {first[len(pad) + 2 :]}", *rest]
        else:
            lines += _leaf(f"{pad}-", item, pad)
    return lines


def _entry(key: str, value: Any, pad: str) -> list[str]:
    name = dump_text(key)
    if len(name) > _MAX_KEY:
        raise ValueError(key)
    if isinstance(value, Mapping | list | tuple) and value:
        return [f"{pad}{name}:", *_block(value, pad + "  ")]
    return _leaf(f"{pad}{name}:", value, pad)


def _leaf(before: str, value: Any, pad: str) -> list[str]:
    """The lines of a value without parts, after the key or the dash that it belongs to."""
    if isinstance(value, str):
        if not fits_lines(value):
            return [f"{before} {dump_text(value)}"]
        lines = value.removesuffix("\n").split("\n")
        return [
            f"{before} {'|' if value.endswith(chr(10)) else '|-'}",
            *(f"{pad}  {line}" if line else "" for line in lines),
        ]
    if value is None or isinstance(value, bool):
        return [f"{before} {'null' if value is None else str(value).lower()}"]
    if isinstance(value, int):
        return [f"{before} {value}"]
    if isinstance(value, Decimal):
        return [f'{before} "{value:f}"']
    if isinstance(value, Mapping | list | tuple):
        return [f"{before} {'{}' if isinstance(value, Mapping) else '[]'}"]
    raise TypeError(type(value).__name__)


def _is_plain(value: str) -> bool:
    if not value or value[0] in _INDICATORS or _UNREADABLE.search(value) or _INSIDE_PLAIN.search(value):
        return False
    if value.lower() in _WORDS_OF_1_1:
        return False
    return not _NUMBER_LIKE.fullmatch(value) or _is_iso(value)


def _is_iso(value: str) -> bool:
    """Whether it is a day, or a moment with an offset, that exists: other readers make dates of them."""
    if not _ISO.fullmatch(value):
        return False
    try:
        date.fromisoformat(value[:10])
    except ValueError:
        return False
    return True


def fits_lines(value: str) -> bool:
    """Whether text can stand as written, line under line.

    Not where blanks at an end of a line would carry meaning nobody sees, and not where it ends in empty lines, which
    look like space between two sections.
    """
    if "\n" not in value or value.endswith("\n\n") or _UNREADABLE_IN_LINES.search(value):
        return False
    lines = value.split("\n")
    return value.lstrip("\n")[:1] not in ("", " ", "\t") and not any(line[-1:].isspace() for line in lines)


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    point = ord(char)
    return _SHORT.get(char) or (f"\\u{point:04x}" if point <= 0xFFFF else f"\\U{point:08x}")  # noqa: PLR2004
