"""Rows as comma-separated values, for spreadsheets: RFC 4180, with a mark that says UTF-8, and no formulas (L16)."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def comma_separated(names: Sequence[str], rows: Sequence[Mapping[str, Any]], *, bom: bool = True) -> str:
    """The rows below their names, each line ended as RFC 4180 wants it."""
    out = io.StringIO()
    if bom:  # without it, Excel takes Chinese for another encoding
        out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([_cell(row[name]) for name in names] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> str:
    """A value as text; what a spreadsheet would take for a formula is marked as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    words = str(value)
    begins = unicodedata.normalize("NFKC", words.lstrip(" \u3000")[:1])
    return f"'{words}" if begins and begins in _FORMULA else words
