"""Making a report: whose work it is about, and the form that the file's name says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Annotated

from typer import Option

from ordertool.book.paths import expanded
from ordertool.commands import filtering
from ordertool.commands.frame import Answer, Request, incomplete
from ordertool.commands.outgoing import leave
from ordertool.errors import UsageError
from ordertool.language import Text, _, text
from ordertool.reports import report_forms
from ordertool.reports.figures import report_document
from ordertool.reports.papers import person
from ordertool.reports.queries import OrderRow, order_rows
from ordertool.reports.report import Report, Whose
from ordertool.reports.report_forms import Making
from ordertool.rules.move import Context

Query = Callable[[Iterable[OrderRow], datetime, Context, Whose], Report]

Out = Annotated[
    str | None,
    Option(metavar="FILE", help=_("Write a file: .html for reading and printing, .xlsx for Excel, or .md.")),
]
Department = Annotated[str | None, Option(help=_("Only what concerns people of this department."))]
Staff = Annotated[str | None, Option(metavar="STAFF", help=_("Only what concerns this person."))]
Force = Annotated[bool, Option("--force", help=_("Overwrite the file, if there is one."))]


def made(
    request: Request,
    query: Query,
    out: str | None,
    department: str | None,
    staff: str | None,
    *,
    force: bool,
    archived: bool = False,
) -> Answer:
    """A report in the form that was asked for, which the file's name says; `archived` with orders of the archive."""
    session = request.session
    unit = filtering.department_of(request, department)
    whose = Whose(filtering.staff(request, staff, "--staff"), unit, request.session.ctx.policy.department(unit))
    place = None if out is None else expanded(out)
    write = None if place is None else _form(place)
    unreadable: list[Text] = []
    rows = order_rows(session.tip, session.now, session.ctx, unreadable, archived=archived)
    report = query(rows, session.now, session.ctx, whose)
    if place is None or write is None:
        return Answer(
            lambda: report_document(report, request.sight),
            lambda: report_forms.lines(report),
            incomplete(unreadable),
            unreadable,
        )
    by = person(session.actor, session.ctx)["name"]
    data = write(request, report, Making(session.tip.policy.company, session.tip.commit or "", by))
    leave(place, data, force=force)
    return Answer(
        lambda: report_document(report, request.sight) | {"file": str(place)},
        [str(place)],
        incomplete(unreadable),
        unreadable,
    )


def _form(place: Path) -> Callable[[Request, Report, Making], bytes]:
    """How a file of this name is written.

    Raises:
        UsageError: its name says no form.
    """
    forms: dict[str, Callable[[Request, Report, Making], bytes]] = {
        ".html": lambda request, report, made: report_forms.page(report, made, request.session.tip).encode(),
        ".xlsx": lambda _request, report, made: report_forms.workbook(report, made),
        ".md": lambda _request, report, made: report_forms.markdown(report, made).encode(),
    }
    found = forms.get(place.suffix.lower())
    if found is None:
        raise UsageError(
            text("{path} names no form of a report", path=place), text("let it end in .html, .xlsx or .md")
        )
    return found
