"""`ordertool receivables`: what clients owe, since when, and how late it is (P7.1c)."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from ordertool.commands.frame import Answer, Request, command, incomplete
from ordertool.language import N_, Text, _
from ordertool.reports import report_forms
from ordertool.reports.queries import order_rows
from ordertool.reports.receivables import receivables
from ordertool.reports.report import Whose

Client = Annotated[str | None, Option(metavar="CLIENT", help=_("Only what this client owes."))]
Overdue = Annotated[bool, Option("--overdue", help=_("Only what is overdue."))]


@command(help=N_("What clients owe, when it is due, and how late it is"), example="ordertool receivables --overdue")
def run(request: Request, client: Client = None, overdue: Overdue = False) -> Answer:
    """Show what clients owe."""
    session = request.session
    whole = session.id("client", client) if client else None
    unreadable: list[Text] = []
    rows = order_rows(session.tip, session.now, session.ctx, unreadable, archived=not session.ctx.policy.archive.paid)
    report = receivables(rows, session.now, session.ctx, Whose(), sight=request.sight, client=whole, overdue=overdue)
    return Answer(report.document, lambda: report_forms.lines(report), incomplete(unreadable), unreadable)
