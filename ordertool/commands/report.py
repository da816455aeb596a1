"""`ordertool report`: reports over all orders, on the terminal, as HTML, Excel or Markdown."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Annotated, Any

from typer import Argument, Option

from ordertool.book.paths import expanded
from ordertool.commands.frame import Answer, Request, command, incomplete, left_out
from ordertool.commands.periods import period as period_of
from ordertool.commands.periods import quarter_of
from ordertool.commands.receivables import Client, Overdue
from ordertool.commands.report_table import REPORTS, every_order, preview, usual
from ordertool.commands.reporting import Department, Force, Out, Query, Staff, made
from ordertool.errors import InvalidError, UsageError
from ordertool.language import N_, Text, _, system_words, text
from ordertool.language import listed as listed_words
from ordertool.nearest import did_you_mean
from ordertool.reports.bulletin import bulletin as bulletin_report
from ordertool.reports.complaints import Which
from ordertool.reports.complaints import complaints as complaints_report
from ordertool.reports.daily import daily as daily_report
from ordertool.reports.difference import difference_lines, differences
from ordertool.reports.fairness import sharing
from ordertool.reports.loads import loads
from ordertool.reports.receivables import receivables as receivables_report
from ordertool.reports.report import Report
from ordertool.reports.risk import risks
from ordertool.reports.satisfaction import satisfaction as satisfaction_report
from ordertool.reports.screen import columns
from ordertool.rules.bulletins import week_of


def _report(query: Query, about: str, example: str) -> Callable[..., int]:
    """The command of a report that has no options of its own."""

    def run(
        request: Request, out: Out = None, department: Department = None, staff: Staff = None, force: Force = False
    ) -> Answer:
        return made(request, query, out, department, staff, force=force)

    return command(help=about, example=example)(run)


def _report_of_period(query: Callable[..., Report], about: str, example: str) -> Callable[..., int]:
    """The command of a report on a period, also on orders that are archived since."""

    def run(
        request: Request,
        period: Annotated[
            str | None, Option(metavar="PERIOD", help=_("2026Q4, 2026H1, 2026-11 or two days; else this quarter."))
        ] = None,
        out: Out = None,
        department: Department = None,
        staff: Staff = None,
        force: Force = False,
    ) -> Answer:
        session = request.session
        first, last = period_of(period) if period else quarter_of(session.ctx.day(session.now))
        of_period = partial(query, first=first, last=last)
        return made(request, of_period, out, department, staff, force=force, archived=True)

    return command(help=about, example=example)(run)


daily = _report(
    daily_report,
    N_("For the morning meeting: what came in, what is late, what is due"),
    "ordertool report daily --out daily.html",
)
workload = _report(
    loads,
    N_("What each owner carries against their share, and what of it is late"),
    "ordertool report workload --department sales --out workload.xlsx",
)
risk = _report(
    risks,
    N_("Risks by likelihood and effect, and what was late outside the owner's hands"),
    "ordertool report risk --out risk.xlsx",
)
fairness = _report_of_period(
    sharing,
    N_("How evenly orders were given out, and how evenly the rules would have allowed"),
    "ordertool report fairness --period 2026Q4 --out fairness.xlsx",
)
satisfaction = _report_of_period(
    satisfaction_report,
    N_("How content clients are: asked, answered, scores, by owner, client and month"),
    "ordertool report satisfaction --period 2026Q4 --out satisfaction.xlsx",
)


@command(
    help=N_("What concerns a department: assignments, progress, deliveries, problems, assistance"),
    example="ordertool report bulletin --department production --out bulletin.html",
)
def bulletin(
    request: Request,
    department: Annotated[str | None, Option(help=_("The department."))] = None,
    period: Annotated[
        str | None, Option(metavar="PERIOD", help=_("2026-11 or two days, 2026-11-16..2026-11-22; else this week."))
    ] = None,
    out: Out = None,
    force: Force = False,
) -> Answer:
    """Make a department's bulletin."""
    if department is None:
        raise left_out("department", "--department", text("say which: --department production"))
    session = request.session
    first, last = period_of(period) if period else week_of(session.ctx.day(session.now))
    return made(request, partial(bulletin_report, first=first, last=last), out, department, None, force=force)


@command(
    help=N_("Complaints: open, late, by who answers for them and by client"),
    example="ordertool report complaints --open --late",
)
def complaints(
    request: Request,
    open_: Annotated[bool, Option("--open", help=_("Only those that are not settled."))] = False,
    late: Annotated[bool, Option("--late", help=_("Only those that are, or were, answered or settled late."))] = False,
    client: Annotated[str | None, Option(help=_("Only this client's: its id or the last letters of it."))] = None,
    period: Annotated[
        str | None, Option(metavar="PERIOD", help=_("Only those made in 2026Q4, 2026H1, 2026-11 or between two days."))
    ] = None,
    out: Out = None,
    department: Department = None,
    staff: Staff = None,
    force: Force = False,
) -> Answer:
    """Make the report on complaints."""
    first, last = period_of(period) if period else (None, None)
    named = request.session.id("client", client) if client else None
    query = partial(complaints_report, which=Which(open_, late, named, first, last))
    return made(request, query, out, department, staff, force=force, archived=not open_)


@command(
    help=N_("What clients owe, by client and order, with ageing bands"),
    example="ordertool report receivables --out receivables.xlsx",
)
def receivables(
    request: Request,
    client: Client = None,
    overdue: Overdue = False,
    out: Out = None,
    department: Department = None,
    staff: Staff = None,
    force: Force = False,
) -> Answer:
    """Make the report on receivables."""
    session = request.session
    whole = session.id("client", client) if client else None
    query = partial(receivables_report, sight=request.sight, client=whole, overdue=overdue)
    kept = not session.ctx.policy.archive.paid
    return made(request, query, out, department, staff, force=force, archived=kept)


_REPORTS: dict[str, Callable[..., int]] = {
    "daily": daily,
    "workload": workload,
    "fairness": fairness,
    "receivables": receivables,
    "complaints": complaints,
    "satisfaction": satisfaction,
    "risk": risk,
    "bulletin": bulletin,
}


@command(
    help=N_("List the reports, each with what it counts now; so does `report` alone"),
    example="ordertool report list --as-of 2026-11-23",
)
def list_(
    request: Request,
    names: Annotated[bool, Option("--names", help=_("Only their names, without what they count."))] = False,
) -> Answer:
    """List the reports."""
    unreadable: list[Text] = []
    rows = [] if names else every_order(request.session, unreadable)
    listed: list[dict[str, Any]] = []
    for name, run in _REPORTS.items():
        about = _(run.about.help)  # type: ignore[attr-defined]
        counts, said = (None, about) if names else preview(request.session, name, rows)
        listed.append({"report": name, "about": about, **({} if names else {"counts": counts, "preview": said})})

    def lines() -> list[str]:
        cells = [[one["report"], one.get("preview") or one["about"]] for one in listed]
        return columns(None, cells, flexible=(1,), wraps=True)

    return Answer(listed, lines, incomplete(unreadable), unreadable)


@command(
    help=N_("What changed between two runs: of documents in files, or of a report as of two moments"),
    example="ordertool report diff 2026-11-16 2026-11-23 --of workload",
)
def diff(
    request: Request,
    before: Annotated[
        str, Argument(metavar="BEFORE", help=_("A file that --json wrote; with --of a time, a day or a commit."))
    ],
    after: Annotated[str, Argument(metavar="AFTER", help=_("The later one."))],
    of: Annotated[
        str | None, Option("--of", metavar="REPORT", help=_("The report to make as of both moments."))
    ] = None,
) -> Answer:
    """Compare two runs."""
    unreadable: list[Text] = []
    documents = [_document(request, typed, of, unreadable) for typed in (before, after)]
    found = list(differences(*documents))
    runs = [{"run": typed} | _made_at(one) for typed, one in zip((before, after), documents, strict=True)]
    return Answer(
        lambda: {"before": runs[0], "after": runs[1], "changes": [one.document() for one in found]},
        lambda: difference_lines(found),
        incomplete(unreadable),
        unreadable,
    )


def _made_at(document: Any) -> dict[str, Any]:
    """When, and from which commit, a document says it was made."""
    return {name: document.get(name) if isinstance(document, dict) else None for name in ("at", "commit")}


def _document(request: Request, typed: str, of: str | None, unreadable: list[Text]) -> Any:
    """A document from a file, or a report as of a moment.

    Raises:
        UsageError: there is no such report or file.
        InvalidError: the file holds no JSON, or it is no moment.
    """
    if of is None:
        return _read(typed)
    if of not in REPORTS:
        there = text("there are: {names}", names=listed_words(REPORTS))
        raise UsageError(text("there is no report {name}", name=of), did_you_mean(of, REPORTS) or there)
    then = replace(request, at=typed)
    try:
        return usual(then.session, of, every_order(then.session, unreadable)).document()
    finally:
        then.session.close()


def _read(typed: str) -> Any:
    place = expanded(typed)
    try:
        return json.loads(place.read_bytes())
    except OSError as error:
        raise UsageError(
            text("{path} cannot be read: {error}", path=place, error=system_words(error)),
            text("name two files that --json wrote, or a report with --of: ordertool report diff --help"),
        ) from None
    except ValueError:
        raise InvalidError(
            text("{path} is no JSON document", path=place), text("make one: ordertool report daily --json > FILE")
        ) from None
