"""Charts for pages, as SVG that stands in the HTML itself: bars and lines, the same drawing for the same figures."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from markupsafe import Markup, escape

from ordertool.reports.screen import cut, visible, width

COLOURS = ("#1F3864", "#2E75B6", "#C55A11", "#548235", "#7F6000", "#7030A0", "#BF0041", "#008080", "#595959")
_FONT = "Helvetica Neue, Arial, PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Source Han Sans SC, sans-serif"
_WIDTH, _LABELS, _LONGEST, _CELL = 640, 130, 18, 6.2
"""Of a chart, of the names beside bars, of a name in cells, of a cell in a line of names."""
_BAR, _GAP, _TOP = 16, 8, 6
_LEFT, _RIGHT, _HEIGHT, _ABOVE = 40, 16, 220, 12
_FULL = 100


class Bar(NamedTuple):
    """A bar from 0 to 100, or none where there is no figure."""

    name: str
    value: Decimal | None
    colour: str = COLOURS[1]


class Line(NamedTuple):
    """A line over periods; where a value is missing there is a gap (L17)."""

    name: str
    values: Sequence[Decimal | None]


def bars(title: str, rows: Sequence[Bar]) -> Markup:
    """Bars one below the other, each with its name and figure."""
    height = _TOP + len(rows) * (_BAR + _GAP)
    parts = []
    reach = _WIDTH - _LABELS - 50
    for place, row in enumerate(rows):
        top = _TOP + place * (_BAR + _GAP)
        parts.append(_words(_LABELS - 6, top + _BAR - 4, _short(row.name), "end"))
        if row.value is None:
            parts.append(_words(_LABELS + 4, top + _BAR - 4, "–"))
            continue
        long = float(min(max(row.value, Decimal(0)), Decimal(_FULL))) * reach / _FULL
        parts.append(
            Markup('<rect x="{}" y="{}" width="{:.1f}" height="{}" fill="{}"/>').format(
                _LABELS, top, long, _BAR, row.colour
            )
        )
        parts.append(_words(_LABELS + long + 4, top + _BAR - 4, f"{row.value:.2f}"))
    line = Markup('<line x1="{0}" y1="0" x2="{0}" y2="{1}" stroke="#888" stroke-width="1"/>').format(_LABELS, height)
    return _drawing(title, height, [line, *parts])


def lines(title: str, periods: Sequence[str], rows: Sequence[Line]) -> Markup:
    """Lines over periods, with their names below."""
    there = [value for row in rows for value in row.values if value is not None]
    if not there:
        return Markup()
    rows = rows[: len(COLOURS)]
    floor = max(0, int((min(there) - 5) // 10 * 10))
    step = (_WIDTH - _LEFT - _RIGHT) / len(periods)
    places = [_LEFT + step * (number + 0.5) for number in range(len(periods))]

    def down(value: float) -> float:
        return _ABOVE + (_FULL - value) * _HEIGHT / (_FULL - floor)

    parts = []
    for mark in range(floor, _FULL + 1, 10 if _FULL - floor > 30 else 5):  # noqa: PLR2004 (so that marks do not crowd)
        grid = Markup('<line x1="{}" y1="{:.1f}" x2="{}" y2="{:.1f}" stroke="#D9D9D9" stroke-width="1"/>')
        parts += [
            grid.format(_LEFT, down(mark), _WIDTH - _RIGHT, down(mark)),
            _words(_LEFT - 6, down(mark) + 4, str(mark), "end"),
        ]
    parts += [_words(place, _ABOVE + _HEIGHT + 16, name, "middle") for place, name in zip(places, periods, strict=True)]
    for row, colour in zip(rows, COLOURS, strict=False):
        parts += _line(
            [
                (place, None if value is None else down(float(value)))
                for place, value in zip(places, row.values, strict=True)
            ],
            colour,
        )
    named, height = _names([row.name for row in rows], _ABOVE + _HEIGHT + 38)
    return _drawing(title, height, [*parts, *named])


def _line(points: Sequence[tuple[float, float | None]], colour: str) -> list[Markup]:
    """A line through its points, and a dot at each."""
    parts = []
    for (x1, y1), (x2, y2) in pairwise(points):
        if y1 is not None and y2 is not None:
            stroke = Markup('<line x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}" stroke="{}" stroke-width="2"/>')
            parts.append(stroke.format(x1, y1, x2, y2, colour))
    dot = Markup('<circle cx="{:.1f}" cy="{:.1f}" r="3.5" fill="{}"/>')
    return parts + [dot.format(x, y, colour) for x, y in points if y is not None]


def _names(names: Sequence[str], down: int) -> tuple[list[Markup], int]:
    """What each colour stands for, in lines below; and how high the drawing is with them."""
    parts, along = [], float(_LEFT)
    for name, colour in zip(map(_short, names), COLOURS, strict=False):
        takes = 34 + width(name) * _CELL
        if along + takes > _WIDTH:
            along, down = float(_LEFT), down + 18
        parts.append(
            Markup('<rect x="{:.1f}" y="{}" width="12" height="4" fill="{}"/>').format(along, down - 6, colour)
        )
        parts.append(_words(along + 16, down, name))
        along += takes
    return parts, down + 8


def _short(name: str) -> str:
    return cut(" ".join(visible(name).split()), _LONGEST)


def _words(along: float, down: float, said: str, anchor: str = "start") -> Markup:
    return Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}" font-size="11" fill="#222">{}</text>').format(
        along, down, anchor, said
    )


def _drawing(title: str, height: int, parts: Sequence[Markup]) -> Markup:
    head = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" width="100%" role="img" font-family="{}"><title>{}</title>'
    )
    return head.format(_WIDTH, height, _FONT, escape(visible(title))) + Markup("").join(parts) + Markup("</svg>")
