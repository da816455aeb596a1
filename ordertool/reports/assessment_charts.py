"""The charts of the summary: totals as bars, and the trend against earlier periods as lines (P6.2c)."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from ordertool.language import _
from ordertool.reports.assessment_layout import TREND_HEAD, Layout
from ordertool.reports.assessment_paper import Paper
from ordertool.reports.assessment_trend_sheet import FIRST_PERIOD
from ordertool.reports.excel import Book, span

_FONT = {"name": "Microsoft YaHei", "size": 9}
_GRID = {"visible": True, "line": {"color": "#D9D9D9"}}
_TITLE = {"name": "Microsoft YaHei", "size": 11, "bold": True}
_COLOURS = ("#1F3864", "#2E75B6", "#C55A11", "#548235", "#7F6000", "#7030A0", "#BF0041", "#008080", "#595959")
_BAR_HEIGHT, _AROUND, _WIDTH, _LEAST_HEIGHT = 22, 90, 560, 320
"""In pixels: of a bar, of what is around them, of a chart."""
_DOWN_ROWS, _ROW_HEIGHT = 2, 20
_FROM_THE_LEFT = (0, 6)
"""The columns at which the two charts begin."""


def add_charts(book: Book, page: Worksheet, paper: Paper, layout: Layout, total: int) -> None:
    """Both charts side by side, below the last row."""
    row = layout.last_row + _DOWN_ROWS
    people = [
        layout.row(one) for kind, them in layout.groups if kind == "person" for one in them if one.total is not None
    ]
    if not people:
        return
    height = _height(len(people))
    bars = book.book.add_chart({"type": "bar"})
    bars.add_series({
        "name": _("Weighted total"),
        "categories": f"={span(layout.summary, (people[0], 1), (people[-1], 1))}",
        "values": f"={span(layout.summary, (people[0], total), (people[-1], total))}",
        "fill": {"color": "#2E75B6"},
        "gap": 40,
        "data_labels": {"value": True, "num_format": "0.0", "font": _FONT},
    })  # fmt: skip
    bars.set_y_axis({"reverse": True, "num_font": _FONT, "interval_unit": 1})
    bars.set_x_axis({"min": 0, "max": 110, "visible": False, "major_gridlines": {"visible": False}})
    bars.set_title({"name": _("Weighted totals"), "name_font": _TITLE, "overlay": False})
    bars.set_legend({"none": True})
    bars.set_size({"width": _WIDTH, "height": height})
    page.insert_chart(row, _FROM_THE_LEFT[0], bars, {"description": _("Weighted totals"), "object_position": 3})
    if paper.earlier:
        _add_trend(book, page, row, paper, layout)


def rows_below(paper: Paper) -> int:
    """How many rows the charts take, with those above and below them."""
    people = [one for one in paper.result.people if one.total is not None]
    return _DOWN_ROWS + _height(len(people)) // _ROW_HEIGHT + 1 if people else 0


def _height(bars: int) -> int:
    return max(_AROUND + _BAR_HEIGHT * bars, _LEAST_HEIGHT)


def _add_trend(book: Book, page: Worksheet, row: int, paper: Paper, layout: Layout) -> None:
    """The means of all people and of each department's."""
    last = FIRST_PERIOD + len(paper.periods()) - 1
    lines = book.book.add_chart({"type": "line"})
    for place, colour in enumerate(_COLOURS[: len(paper.means())]):
        there = TREND_HEAD + 1 + place
        lines.add_series({
            "name": f"={span(layout.trend, (there, 0), (there, 0)).partition(':')[0]}",
            "categories": f"={span(layout.trend, (TREND_HEAD, FIRST_PERIOD), (TREND_HEAD, last))}",
            "values": f"={span(layout.trend, (there, FIRST_PERIOD), (there, last))}",
            "line": {"color": colour, "width": 2.25 if not place else 1.5},
            "marker": {"type": "circle", "size": 5, "fill": {"color": colour}, "border": {"color": colour}},
        })  # fmt: skip
    lines.set_x_axis({"num_font": _FONT})
    lines.set_y_axis({"min": _floor(paper), "max": 100, "num_font": _FONT, "num_format": "0", "major_gridlines": _GRID})  # fmt: skip
    lines.set_title({"name": _("Trend of the totals"), "name_font": _TITLE, "overlay": False})
    lines.set_legend({"position": "bottom", "font": _FONT})
    lines.set_size({"width": _WIDTH, "height": _LEAST_HEIGHT})
    lines.show_blanks_as("gap")
    page.insert_chart(row, _FROM_THE_LEFT[1], lines, {"description": _("Trend of the totals"), "object_position": 3})


def _floor(paper: Paper) -> int:
    """The full ten below all totals, so that lines close to each other can be told apart."""
    totals = [total for _name, row in paper.means() for total in row if total is not None]
    return max(0, int((min(totals) - 5) // 10 * 10))
