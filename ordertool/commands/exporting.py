"""Sheets for others: which file they go into, and how they are written there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

from typer import Option

from ordertool.book.paths import expanded
from ordertool.commands.frame import Answer, Request, incomplete
from ordertool.commands.outgoing import leave
from ordertool.errors import UsageError
from ordertool.language import Text, _, text
from ordertool.reports.comma_separated import comma_separated
from ordertool.reports.papers import person
from ordertool.reports.sheets import Facts, Sheet
from ordertool.reports.tracking import Making

Xlsx = Annotated[str | None, Option(metavar="FILE", help=_("Write an Excel workbook."))]
Csv = Annotated[str | None, Option(metavar="FILE", help=_("Write comma-separated values."))]
NoBom = Annotated[
    bool,
    Option(
        "--no-bom", help=_("Leave out of the CSV the mark by which Excel knows UTF-8: other programs trip over it.")
    ),
]
Force = Annotated[bool, Option("--force", help=_("Overwrite the file, if there is one."))]


def exported(
    request: Request,
    name: str,
    rows: Sequence[Any],
    sheets: Callable[[Making], Sequence[Sheet | Facts]],
    filters: Sequence[str],
    unreadable: Sequence[Text],
    *,
    xlsx: str | None,
    csv: str | None,
    no_bom: bool,
    force: bool,
    remarks: Sequence[Text] = (),
) -> Answer:
    """Write the sheets into the files that were asked for: all of them as a workbook, the first as CSV.

    Raises:
        UsageError: no file is named, and no JSON asked for; or there is one already.
    """
    if xlsx is None and csv is None and not request.as_json:
        hint = text("name one: --xlsx {name}.xlsx, or --csv {name}.csv", name=name)
        raise UsageError(text("no file is named"), hint)
    files: list[Path] = []
    if xlsx is not None or csv is not None:
        made = _making(request, filters, [*unreadable, *remarks])
        written = sheets(made)
        if xlsx is not None:
            files.append(leave(expanded(xlsx), _workbook(request, written, made, name), force=force))
        if csv is not None:
            files.append(leave(expanded(csv), _csv(written[0], bom=not no_bom), force=force))
    lines = [str(_COUNTED[name](place, len(rows))) for place in files]
    document = {"files": [str(place) for place in files], name: [row.document() for row in rows]}
    return Answer(document, lines, incomplete(unreadable), [*unreadable, *remarks])


_COUNTED: dict[str, Callable[[Path, int], Text]] = {
    "orders": lambda path, count: text("{path}: {count} orders", path=path, count=count),
    "clients": lambda path, count: text("{path}: {count} clients", path=path, count=count),
    "receivables": lambda path, count: text("{path}: {count} debts", path=path, count=count),
}
_HEADINGS: dict[str, Callable[[str], Text]] = {
    "orders": lambda company: text("{company}: tracking sheet of orders", company=company),
    "clients": lambda company: text("{company}: clients", company=company),
    "receivables": lambda company: text("{company}: receivables", company=company),
}


def _making(request: Request, filters: Sequence[str], left_out: Sequence[Text]) -> Making:
    session = request.session
    company, now, book = session.tip.policy.company, session.now.astimezone(session.zone), session.book.root.name
    maker = person(session.actor, session.ctx)["name"]
    return Making(company, book, session.tip.commit or "", now, maker, filters, list(map(str, left_out)))


def _workbook(request: Request, sheets: Sequence[Sheet | Facts], made: Making, name: str) -> bytes:
    from ordertool.reports.workbook import workbook  # noqa: PLC0415 (openpyxl takes its time, and CSV does without)

    heading = _HEADINGS[name](made.company)
    return workbook(sheets, str(heading), _("Total"), request.session.now.astimezone(request.session.zone))


def _csv(sheet: Sheet | Facts, *, bom: bool) -> bytes:
    assert isinstance(sheet, Sheet)
    flat = [{column.head: column.value(row) for column in sheet.columns} for row in sheet.rows]
    return comma_separated([column.head for column in sheet.columns], flat, bom=bom).encode()


def as_typed(**given: Any) -> list[str]:
    """Filters as options of the command, those that were left out left out."""
    found = []
    for name, value in given.items():
        option = f"--{name.rstrip('_').replace('_', '-')}"
        if value is True:
            found.append(option)
        elif isinstance(value, Sequence) and not isinstance(value, str):
            found += [f"{option} {one}" for one in value]
        elif value:
            found.append(f"{option} {value}")
    return found
