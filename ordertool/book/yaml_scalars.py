"""What a plain scalar means in a book: YAML 1.2's core schema, but codes and phone numbers stay text."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

_MAX_DIGITS = 100

# YAML 1.2's core schema, but for codes and phone numbers: a leading zero or a plus sign makes a whole number text.
_WORDS: dict[str, bool | None] = dict.fromkeys(("", "~", "null", "Null", "NULL"))
_WORDS |= dict.fromkeys(("true", "True", "TRUE"), True) | dict.fromkeys(("false", "False", "FALSE"), False)
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]*)|0(?:o[0-7]+|x[0-9a-fA-F]+)")
_DIGITS_ALONE = re.compile(r"[-+]?[0-9]+")
_FRACTION = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")


def plain_value(written: str) -> str | int | Decimal | bool | None:
    """What plain text means in a book; the reader goes by it as well.

    Raises:
        ValueError: for a number that cannot be kept exactly (`.inf`, or beyond all measure), and for a lone dash.
    """
    if written in _WORDS:
        return _WORDS[written]
    if _WHOLE.fullmatch(written):
        if len(written) > _MAX_DIGITS:
            raise ValueError(written)
        return int(written, 0)
    if _FRACTION.fullmatch(written) and not _DIGITS_ALONE.fullmatch(written):
        if len(written) > _MAX_DIGITS:
            raise ValueError(written)
        try:
            return Decimal(written)
        except InvalidOperation:
            raise ValueError(written) from None
    if written == "-" or _NOT_FINITE.fullmatch(written):
        raise ValueError(written)
    return written
