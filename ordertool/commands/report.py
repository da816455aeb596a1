"""`ordertool report`: reports over all orders, on the terminal, as HTML, Excel or Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated

from typer import Option

from ordertool.book.paths import expanded
from ordertool.commands import filtering
from ordertool.commands.frame import Answer, Request, command, incomplete
from ordertool.commands.outgoing import leave
from ordertool.commands.periods import period as period_of
from ordertool.commands.periods import quarter_of
from ordertool.errors import UsageError
from ordertool.language import N_, Text, _, text
from ordertool.reports import report_forms
from ordertool.reports.daily import daily as daily_report
from ordertool.reports.fairness import sharing
from ordertool.reports.loads import loads
from ordertool.reports.papers import person
from ordertool.reports.queries import OrderRow, order_rows
from ordertool.reports.report import Report, Whose
from ordertool.reports.report_forms import Making
from ordertool.reports.screen import columns
from ordertool.rules.move import Context

Query = Callable[[Iterable[OrderRow], datetime, Context, Whose], Report]

Out = Annotated[
    str | None,
    Option(metavar="FILE", help=_("Write a file: .html for reading and printing, .xlsx for Excel, or .md.")),
]
Department = Annotated[str | None, Option(help=_("Only what concerns people of this department."))]
Staff = Annotated[str | None, Option(metavar="STAFF", help=_("Only what concerns this person."))]
Force = Annotated[bool, Option("--force", help=_("Overwrite the file, if there is one."))]


@command(
    help=N_("For the morning meeting: what came in, what is late, what is due"),
    example="ordertool report daily --out daily.html",
)
def daily(
    request: Request, out: Out = None, department: Department = None, staff: Staff = None, force: Force = False
) -> Answer:
    """Make the daily report."""
    return _made(request, daily_report, out, department, staff, force=force)


@command(
    help=N_("What each owner carries against their share, and what of it is late"),
    example="ordertool report workload --department sales --out workload.xlsx",
)
def workload(
    request: Request, out: Out = None, department: Department = None, staff: Staff = None, force: Force = False
) -> Answer:
    """Make the workload report."""
    return _made(request, loads, out, department, staff, force=force)


@command(
    help=N_("How evenly orders were given out, and how evenly the rules would have allowed"),
    example="ordertool report fairness --period 2026Q4 --out fairness.xlsx",
)
def fairness(
    request: Request,
    period: Annotated[
        str | None, Option(metavar="PERIOD", help=_("2026Q4, 2026H1, 2026-11 or two days; else this quarter."))
    ] = None,
    out: Out = None,
    department: Department = None,
    staff: Staff = None,
    force: Force = False,
) -> Answer:
    """Make the fairness report."""
    session = request.session
    first, last = period_of(period) if period else quarter_of(session.ctx.day(session.now))
    query = partial(sharing, first=first, last=last)
    return _made(request, query, out, department, staff, force=force, archived=True)


_REPORTS: dict[str, Callable[..., int]] = {"daily": daily, "workload": workload, "fairness": fairness}


@command(help=N_("List the reports"), example="ordertool report list")
def list_(_request: Request) -> Answer:
    """List the reports."""
    verbs = {name: run.about.help for name, run in _REPORTS.items()}  # type: ignore[attr-defined]
    return Answer(
        [{"report": name, "about": _(about)} for name, about in verbs.items()],
        lambda: columns(None, [[name, _(about)] for name, about in verbs.items()], flexible=(1,), wraps=True),
    )


def _made(
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
    whose = Whose(filtering.staff(request, staff, "--staff"), filtering.department_of(request, department))
    place = None if out is None else expanded(out)
    write = None if place is None else _form(place)
    unreadable: list[Text] = []
    rows = order_rows(session.tip, session.now, session.ctx, unreadable, archived=archived)
    report = query(rows, session.now, session.ctx, whose)
    if place is None or write is None:
        return Answer(report.document, lambda: report_forms.lines(report), incomplete(unreadable), unreadable)
    by = person(session.actor, session.ctx)["name"]
    data = write(request, report, Making(session.tip.policy.company, session.tip.commit or "", by))
    leave(place, data, force=force)
    return Answer(lambda: report.document() | {"file": str(place)}, [str(place)], incomplete(unreadable), unreadable)


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
