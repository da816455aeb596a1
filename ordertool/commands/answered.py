"""A workbook of answers to the satisfaction survey, as clients or colleagues filled it in (P6.2b, L16)."""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from ordertool.errors import InvalidError, Problem, UsageError
from ordertool.language import Text, system_words, text

_MOST_BYTES = 64 * 1024 * 1024
"""What a workbook may hold when it is unpacked."""
_MOST_ROWS = 20_000
_LOOKED_THROUGH = 20
"""Rows in which the heads of the columns are looked for."""
_WORDS = {"order": ("订单", "order"), "score": ("评分", "score"), "comment": ("意见", "comment")}
"""What the head of a column has in it, in either language."""


class Answered(NamedTuple):
    """A row that was filled in: its cells by the name of their column, each with its place."""

    order: tuple[str, str]
    score: tuple[Any, str]
    comment: tuple[str, str]
    formula: bool


def answers_in(place: Path) -> list[Answered]:
    """The rows of a workbook that hold an answer, from every sheet that has the heads of the columns.

    Raises:
        UsageError: it cannot be read.
        InvalidError: it is no such workbook.
    """
    try:
        with zipfile.ZipFile(place) as packed:
            if sum(part.file_size for part in packed.infolist()) > _MOST_BYTES:
                raise _not_one(place, text("it is too large"))
        book = load_workbook(place, read_only=True)
    except OSError as error:
        raise UsageError(
            text("{path} cannot be read: {error}", path=place, error=system_words(error)),
            text("name a workbook: .xlsx"),
        ) from None
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, SyntaxError):
        raise _not_one(place, text("it is no Excel workbook")) from None
    try:
        rows = [row for page in book.worksheets for row in _rows(page)]
    except (KeyError, ValueError, TypeError, SyntaxError, IndexError):
        raise _not_one(place, text("it is no Excel workbook")) from None
    finally:
        book.close()
    if not rows:
        raise _not_one(place, text("no row of it holds an answer"))
    return rows


def _not_one(place: Path, why: Text) -> InvalidError:
    return InvalidError(
        text("{path} holds no answers: {why}", path=place, why=why),
        text("make one to fill in: ordertool survey --blank answers.xlsx"),
    )


def _rows(page: Any) -> Iterator[Answered]:
    if not hasattr(page, "reset_dimensions"):  # a chart
        return
    page.reset_dimensions()
    heads: dict[str, int] = {}
    for number, cells in enumerate(page.iter_rows(), 1):
        if number > _MOST_ROWS or (not heads and number > _LOOKED_THROUGH):
            return
        if not heads:
            heads = _heads(cells)
            continue
        found = {name: cells[at] if at < len(cells) else None for name, at in heads.items()}
        score, comment = _said(found["score"]), _said(found.get("comment"))
        if score in (None, "") and not comment:
            continue
        places = {name: f"{page.title}!{get_column_letter(at + 1)}{number}" for name, at in heads.items()}
        yield Answered(
            (str(_said(found["order"]) or ""), places["order"]),
            (score, places["score"]),
            (str(comment or ""), places.get("comment", places["score"])),
            getattr(found["score"], "data_type", "") == "f",
        )


def _heads(cells: Any) -> dict[str, int]:
    """Where the columns stand, when this row is that of their heads."""
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        head = unicodedata.normalize("NFKC", str(cell.value or "")).casefold()
        for name, words in _WORDS.items():
            if name not in found and any(word in head for word in words):
                found[name] = at
                break
    return found if {"order", "score"} <= found.keys() else {}


def _said(cell: Any) -> Any:
    """What a cell says: text as it stands, also text that begins with =; a figure that is whole as one."""
    value = getattr(cell, "value", None)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value.strip() if isinstance(value, str) else value


def misfit(row: Answered) -> Problem | None:
    """What is wrong with a row by itself, with its cell."""
    order, place = row.order
    if not order:
        return Problem(text("the order is missing"), field=place, kind="answer")
    if row.formula:
        return Problem(text("is a formula; write the score itself"), field=row.score[1], kind="answer")
    score = score_of(row)
    if not isinstance(score, int) or score not in range(1, 6):
        return Problem(text("the score must be a whole number from 1 to 5"), field=row.score[1], kind="answer")
    return None


def score_of(row: Answered) -> Any:
    """The score as a number, where it is one digit: 5, "5", "5分"; thousands of digits are no number to compute with."""
    value = row.score[0]
    if isinstance(value, str):
        plain = unicodedata.normalize("NFKC", value).strip().removesuffix("分")
        return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) == 1 else value
    return None if isinstance(value, bool) else value
