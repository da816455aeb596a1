"""`ordertool report`: reports over all orders, on the terminal, as HTML, Excel or Markdown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated

from typer import Option

from ordertool.commands.frame import Answer, Request, command, left_out
from ordertool.commands.periods import period as period_of
from ordertool.commands.periods import quarter_of
from ordertool.commands.receivables import Client, Overdue
from ordertool.commands.reporting import Department, Force, Out, Query, Staff, made
from ordertool.language import N_, _, text
from ordertool.reports.bulletin import bulletin as bulletin_report
from ordertool.reports.complaints import Which
from ordertool.reports.complaints import complaints as complaints_report
from ordertool.reports.daily import daily as daily_report
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


@command(help=N_("List the reports"), example="ordertool report list")
def list_(_request: Request) -> Answer:
    """List the reports."""
    verbs = {name: run.about.help for name, run in _REPORTS.items()}  # type: ignore[attr-defined]
    return Answer(
        [{"report": name, "about": _(about)} for name, about in verbs.items()],
        lambda: columns(None, [[name, _(about)] for name, about in verbs.items()], flexible=(1,), wraps=True),
    )
