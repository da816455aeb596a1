"""How evidence lies on its sheets: department by department, each row once, though it counts for a person and for hers (P6.2a)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ordertool.assess.result import Assessed, Evidence


class Chunk(NamedTuple):
    """Evidence that stands together on one sheet, its first row there (from 0).

    `department` is whose figure it counts for too, where that one's evidence is all that stands from its first chunk to
    its last.
    """

    one: Assessed
    department: Assessed | None
    evidence: Sequence[Evidence]
    row: int


def on_sheets(everybody: Sequence[Assessed], indicator: str, most: int) -> Iterator[list[Chunk]]:
    """The evidence of an indicator, chunk below chunk, none of them over the end of a sheet of so many rows."""
    sheet: list[Chunk] = []
    used = 0
    for chunk in _chunks(everybody, indicator, most):
        if sheet and used + len(chunk.evidence) > most:
            yield sheet
            sheet, used = [], 0
        sheet.append(chunk._replace(row=used + 1))
        used += len(chunk.evidence)
    if sheet:
        yield sheet


def blocks(chunks: Sequence[Chunk]) -> dict[tuple[str, str], tuple[int, int]]:
    """The first and the last row of everybody's evidence on a sheet."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for chunk in chunks:
        last = chunk.row + len(chunk.evidence) - 1
        for one in {(each.kind, each.id) for each in (chunk.one, chunk.department) if each}:
            found[one] = found.get(one, (chunk.row, 0))[0], last
    return found


def _chunks(everybody: Sequence[Assessed], indicator: str, most: int) -> Iterator[Chunk]:
    """People by department; after them what counts for the department alone; then teams."""
    people = [one for one in everybody if one.kind == "person"]
    departments = [one for one in everybody if one.kind == "department"]
    names = dict.fromkeys([*(one.id for one in departments), *(one.department for one in people)])
    for name in names:
        department = next((one for one in departments if one.id == name), None)
        them = [one for one in people if one.department == name]
        rest = None if department is None else _beyond(department, them, indicator)
        above = department if rest is not None else None
        for one in them:
            yield from _cut(one, above, _evidence(one, indicator), most)
        if department is not None:
            yield from _cut(department, above, _evidence(department, indicator) if rest is None else rest, most)
    for one in everybody:
        if one.kind == "team":
            yield from _cut(one, None, _evidence(one, indicator), most)


def _cut(one: Assessed, department: Assessed | None, evidence: Sequence[Evidence], most: int) -> Iterator[Chunk]:
    for start in range(0, len(evidence), most):
        yield Chunk(one, department, evidence[start : start + most], 0)


def _evidence(one: Assessed, indicator: str) -> Sequence[Evidence]:
    figure = one.figure(indicator)
    return figure.evidence if figure else ()


def _beyond(department: Assessed, them: Sequence[Assessed], indicator: str) -> list[Evidence] | None:
    """What counts for a department and for none of its people; None where something of theirs does not count for it."""
    theirs = Counter(_known(one) for person in them for one in _evidence(person, indicator))
    rest = []
    for one in _evidence(department, indicator):
        known = _known(one)
        if theirs[known]:
            theirs[known] -= 1
        else:
            rest.append(one)
    return None if theirs.total() else rest


def _known(one: Evidence) -> tuple[Any, ...]:
    """What evidence is known by."""
    return one.order, one.place, one.move, one.item, one.at, one.got, one.of
