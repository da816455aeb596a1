"""The forms of a report: lines for a terminal, Markdown, an Excel workbook, a page for A4. None computes anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ordertool.book.snapshot import Snapshot
from ordertool.language import _, text
from ordertool.reports.markdown import escaped
from ordertool.reports.report import FIGURES, Report, Section, shown
from ordertool.reports.screen import columns, painted, terminal_width, width, widths
from ordertool.reports.sheets import Column, Facts, Sheet, Value
from ordertool.rules.conditions.saying import short


class Making(NamedTuple):
    """How a report was made: of which company's book and commit, and by whom."""

    company: str
    commit: str
    by: str


_UPRIGHT = 9
"""Columns that fit on a page of A4 that stands upright."""


def lines(report: Report) -> list[str]:
    """The report on a screen; of empty sections the count says enough."""
    said = [painted(_headline(report), "bold"), *_in_lines(_counts(report))]
    for section in report.sections:
        if not section.rows:
            continue
        said += ["", painted(_titled(section), "bold")]
        for number, part in enumerate(_parts(section, report.at.year)):
            said += [*([""] if number else []), *_table(part, report.at.year)]
    return said


def _parts(section: Section, year: int) -> list[Section]:
    """The section as it is, or on a narrow screen what stands apart as a second table below it, by the same ids."""
    if not section.apart or _breadth(section, year) <= terminal_width():
        return [section]
    beside = [column for column in section.columns if column.head not in section.apart]
    key = [_by_tail(one) for one in beside if one.kind == "id" or one.head == section.by]
    apart = [column for column in section.columns if column.head in section.apart]
    return [section._replace(columns=beside), section._replace(columns=[*key, *apart], wide=(), spare=())]


def _by_tail(column: Column) -> Column:
    """A column of ids with the tails that people type; any other as it is."""
    return column if column.kind != "id" else column._replace(value=lambda row: short(str(column.value(row))))


def _breadth(section: Section, year: int) -> int:
    """How many cells its rows would take, with nothing cut or left out."""
    wide = widths([[column.head for column in section.columns], *(_brief(section, row, year) for row in section.rows)])
    return sum(wide) + 2 * (len(wide) - 1)


def _table(section: Section, year: int) -> list[str]:
    """A section's rows below their heads."""
    cells = [_brief(section, row, year) for row in section.rows]
    head = [column.head for column in section.columns]
    ids = next((place for place, column in enumerate(section.columns) if column.kind == "id"), None)
    right = [place for place, column in enumerate(section.columns) if column.kind in FIGURES]
    return columns(
        head, cells, flexible=section.places(section.wide), ids=ids, spare=section.places(section.spare), right=right,
        colours=[section.colour(row) for row in section.rows],
    )  # fmt: skip


def _in_lines(counts: list[str]) -> list[str]:
    """Counts in lines that fit the terminal, none of them broken."""
    lines = [""]
    for one in counts:
        longer = f"{lines[-1]}{_(', ')}{one}" if lines[-1] else one
        if lines[-1] and width(longer) > terminal_width():
            lines[-1] += _(", ").rstrip()
            longer, lines = one, [*lines, ""]
        lines[-1] = longer
    return lines


def _brief(section: Section, row: Any, year: int) -> list[str]:
    """A row for a narrow screen: days and times without the number of this year."""
    return [
        cell.removeprefix(f"{year}-") if column.kind in ("day", "time") else cell
        for column, cell in zip(section.columns, section.cells(row), strict=True)
    ]


def markdown(report: Report, made: Making) -> str:
    """The report as plain tables in Markdown."""
    said = [f"# {_said(escaped(made.company), _headline(report))}", ""]
    said += [f"- {escaped(one)}" for one in _counts(report)]
    for section in report.sections:
        said += ["", f"## {_titled(section)}", ""]
        if not section.rows:
            said.append(_("none"))
            continue
        said.append(_row([column.head for column in section.columns]))
        said.append(_row(["---:" if column.kind in FIGURES else "---" for column in section.columns]))
        said += [_row([escaped(cell) for cell in section.cells(row)]) for row in section.rows]
    return "\n".join([*said, "", *(f"- {_said(name, escaped(value))}" for name, value in _origin(made)), ""])


def page(report: Report, made: Making, snapshot: Snapshot) -> str:
    """The report as one page of HTML, by the template report.html."""
    from ordertool.reports.written import page as written  # noqa: PLC0415 (only HTML needs Jinja)

    return written("report.html", _data(report, made), snapshot)


def workbook(report: Report, made: Making) -> bytes:
    """The report as an Excel workbook: the counts, then a sheet for each section that has rows."""
    from ordertool.reports.workbook import workbook as packed  # noqa: PLC0415 (only Excel needs openpyxl)

    overview: list[tuple[str, Value]] = [(_("Company"), made.company), (_("As of"), report.at.replace(tzinfo=None))]
    overview += [(title, value) for title, value in _whose(report)]
    overview += [
        (one.title, shown(one.value, one.kind) if one.kind == "percent" else one.value) for one in report.counts
    ]
    overview += _origin(made)
    sheets: list[Sheet | Facts] = [Facts(_("Overview"), overview)]
    for section in report.sections:
        if section.rows:
            kinds = [column._replace(kind="text") if column.kind == "id" else column for column in section.columns]
            sheets.append(Sheet(section.title, kinds, section.rows, section.sums, section.by))
    return packed(sheets, _said(made.company, report.title), _("Total"), report.at)


def _data(report: Report, made: Making) -> Mapping[str, Any]:
    """What the template is given: words and figures as they are shown."""
    return {
        "report": report.name,
        "heading": report.title,
        "order": f"{report.at:%Y-%m-%d %H:%M}",
        "company": made.company,
        "whose": _whose(report),
        "counts": [(one.title, shown(one.value, one.kind)) for one in report.counts],
        "across": any(len(section.columns) > _UPRIGHT for section in report.sections),
        "sections": [
            {
                "title": section.title,
                "counted": section.counted,
                "columns": [
                    {
                        "head": column.head,
                        "kind": column.kind,
                        "figure": column.kind in FIGURES,
                        "wide": column.head in section.wide,
                    }
                    for column in section.columns
                ],
                "rows": [{"cells": section.cells(row), "colour": section.colour(row)} for row in section.rows],
            }
            for section in report.sections
        ],
        "printed": {"at": report.at.isoformat(), "by": {"name": made.by}, "commit": made.commit},
    }


def _headline(report: Report) -> str:
    return " ".join([f"{report.title}  {report.at:%Y-%m-%d %H:%M}", *(value for _title, value in _whose(report))])


def _whose(report: Report) -> list[tuple[str, str]]:
    found = [(_("Person"), report.whose.staff), (_("Department"), report.whose.called or report.whose.department)]
    return [(title, value) for title, value in found if value]


def _counts(report: Report) -> list[str]:
    return [_said(one.title, shown(one.value, one.kind)) for one in report.counts]


def _titled(section: Section) -> str:
    return _said(section.title, str(len(section.rows))) if section.counted else section.title


def _said(what: str, words: str) -> str:
    return str(text("{what}: {words}", what=what, words=words))


def _origin(made: Making) -> list[tuple[str, str]]:
    return [(_("Commit"), made.commit[:9]), (_("Made by"), made.by)]


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
