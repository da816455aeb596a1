"""`ordertool export orders`: the tracking sheet of orders for Excel, or as comma-separated values."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from ordertool.book.paths import expanded
from ordertool.commands import filtering
from ordertool.commands.frame import Answer, Request, command, incomplete
from ordertool.commands.outgoing import leave
from ordertool.errors import UsageError
from ordertool.language import N_, Text, _, text
from ordertool.reports.comma_separated import comma_separated
from ordertool.reports.filters import OrderFilter
from ordertool.reports.papers import person
from ordertool.reports.queries import OrderRow
from ordertool.reports.tracking import Making, order_columns, order_sheets
from ordertool.session import Session


@command(
    help=N_("The tracking sheet of orders, for Excel"),
    example="ordertool export orders --xlsx orders.xlsx --stage active --overdue",
)
def orders(
    request: Request,
    xlsx: Annotated[str | None, Option(metavar="FILE", help=_("Write an Excel workbook."))] = None,
    csv: Annotated[str | None, Option(metavar="FILE", help=_("Write comma-separated values."))] = None,
    stage: Annotated[list[str] | None, Option(help=_("Only this stage; repeat for several."))] = None,
    owner: filtering.Owner = None,
    department: filtering.OwnerDepartment = None,
    client: Annotated[str | None, Option(help=_("Only this client's: its id or the last letters of it."))] = None,
    region: Annotated[str | None, Option(help=_("Only clients of this region."))] = None,
    overdue: Annotated[bool, Option("--overdue", help=_("Only those whose next step is late."))] = False,
    on_hold: Annotated[bool, Option("--on-hold", help=_("Only those on hold."))] = False,
    archived: filtering.Archived = False,
    force: Annotated[bool, Option("--force", help=_("Overwrite the file, if there is one."))] = False,
) -> Answer:
    """Export orders."""
    if xlsx is None and csv is None and not request.as_json:
        raise UsageError(text("no file is named"), text("name one: --xlsx orders.xlsx, or --csv orders.csv"))
    wanted, rows, unreadable = filtering.chosen(
        request,
        stage=stage,
        owner=owner,
        department=department,
        client=client,
        archived=archived,
        region=region,
        overdue=overdue,
        on_hold=on_hold,
    )
    files = []
    if xlsx is not None:
        filters = [*_filters(wanted), *(["--archived"] if archived else [])]
        files.append(leave(expanded(xlsx), _workbook(request.session, rows, filters, unreadable), force=force))
    if csv is not None:
        files.append(leave(expanded(csv), _csv(rows), force=force))
    document = {"files": [str(place) for place in files], "orders": [row.document() for row in rows]}
    lines = [str(text("{path}: {count} orders", path=place, count=len(rows))) for place in files]
    return Answer(document, lines, incomplete(unreadable), unreadable)


def _filters(wanted: OrderFilter) -> list[str]:
    """The filters as options of the command."""
    found = [f"--stage {one}" for one in sorted(wanted.stages)]
    for name in ("owner", "department", "client", "region"):
        value = getattr(wanted, name)
        found += [f"--{name} {value}"] if value else []
    return [*found, *(f"--{name.replace('_', '-')}" for name in ("overdue", "on_hold") if getattr(wanted, name))]


def _workbook(session: Session, rows: list[OrderRow], filters: list[str], unreadable: list[Text]) -> bytes:
    from ordertool.reports.workbook import workbook  # noqa: PLC0415 (openpyxl takes its time, and CSV does without)

    company, now, book = session.tip.policy.company, session.now.astimezone(session.zone), session.book.root.name
    maker = person(session.actor, session.ctx)["name"]
    made = Making(company, book, session.tip.commit or "", now, maker, filters, list(map(str, unreadable)))
    heading = text("{company}: tracking sheet of orders", company=company)
    return workbook(order_sheets(rows, made), str(heading), _("Total"), now)


def _csv(rows: list[OrderRow]) -> bytes:
    columns = order_columns()
    flat = [{column.head: column.value(row) for column in columns} for row in rows]
    return comma_separated([column.head for column in columns], flat).encode()
