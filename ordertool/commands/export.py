"""`ordertool export`: sheets of orders, clients and debts for Excel, or as comma-separated values."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from ordertool.book.paths import expanded
from ordertool.commands import client_filtering, filtering
from ordertool.commands.exporting import Csv, Force, NoBom, Xlsx, as_typed, exported
from ordertool.commands.frame import Answer, Request, command, incomplete
from ordertool.commands.outgoing import leave
from ordertool.commands.progress_bar import progress_bar
from ordertool.commands.receivables import Client, Overdue
from ordertool.errors import UsageError
from ordertool.language import N_, Text, _, text
from ordertool.reports.client_sheet import client_rows, client_sheets
from ordertool.reports.debt_sheet import debt_sheets, seen
from ordertool.reports.queries import order_rows
from ordertool.reports.receivables import receivables as receivables_report
from ordertool.reports.report import Whose
from ordertool.reports.tracking import order_sheets


@command(
    help=N_("The tracking sheet of orders, for Excel"),
    example="ordertool export orders --xlsx orders.xlsx --stage active --overdue",
)
def orders(
    request: Request,
    xlsx: Xlsx = None,
    csv: Csv = None,
    stage: Annotated[list[str] | None, Option(help=_("Only this stage; repeat for several."))] = None,
    owner: filtering.Owner = None,
    department: filtering.OwnerDepartment = None,
    client: Annotated[str | None, Option(help=_("Only this client's: its id or the last letters of it."))] = None,
    region: Annotated[str | None, Option(help=_("Only clients of this region."))] = None,
    type_: Annotated[str | None, Option("--type", help=_("Only this order type."))] = None,
    domain: Annotated[str | None, Option(help=_("Only this business domain."))] = None,
    overdue: Annotated[bool, Option("--overdue", help=_("Only those whose next step is late."))] = False,
    on_hold: Annotated[bool, Option("--on-hold", help=_("Only those on hold."))] = False,
    since: Annotated[str | None, Option(metavar="DATE", help=_("Only inquiries of this day or later."))] = None,
    until: Annotated[str | None, Option(metavar="DATE", help=_("Only inquiries of this day or earlier."))] = None,
    deliver_before: Annotated[
        str | None, Option(metavar="DATE", help=_("Only those promised before this day."))
    ] = None,
    archived: filtering.Archived = False,
    no_bom: NoBom = False,
    force: Force = False,
) -> Answer:
    """Export orders."""
    wanted, rows, unreadable = filtering.chosen(
        request,
        stage=stage,
        owner=owner,
        department=department,
        client=client,
        archived=archived,
        region=region,
        type=type_,
        domain=domain,
        overdue=overdue,
        on_hold=on_hold,
        since=filtering.day(request, since),
        until=filtering.day(request, until),
        deliver_before=filtering.day(request, deliver_before, ahead=True),
    )
    filters = as_typed(
        stage=sorted(wanted.stages), owner=wanted.owner, department=wanted.department, client=wanted.client,
        region=region, type=type_, domain=domain, overdue=overdue, on_hold=on_hold, since=wanted.since,
        until=wanted.until, deliver_before=wanted.deliver_before, archived=archived,
    )  # fmt: skip
    return exported(
        request, "orders", rows, lambda made: order_sheets(rows, made), filters, unreadable,
        xlsx=xlsx, csv=csv, no_bom=no_bom, force=force,
    )  # fmt: skip


@command(
    help=N_("The files of clients, with what they ordered and owe, for Excel"),
    example="ordertool export clients --xlsx clients.xlsx --region 浙江",
)
def clients(
    request: Request,
    xlsx: Xlsx = None,
    csv: Csv = None,
    region: client_filtering.Region = None,
    name: client_filtering.Name = None,
    keeper: client_filtering.Keeper = None,
    grade: client_filtering.Grade = None,
    stale: client_filtering.Stale = False,
    merged: client_filtering.Merged = False,
    no_bom: NoBom = False,
    force: Force = False,
) -> Answer:
    """Export clients."""
    session = request.session
    found, unreadable = client_filtering.chosen_clients(
        request, region=region, name=name, keeper=keeper, grade=grade, stale=stale, merged=merged
    )
    rows = client_rows(session.tip, found, request.sight, session.now, session.ctx, unreadable)
    filters = as_typed(region=region, name=name, keeper=keeper, grade=grade, stale=stale, merged=merged)
    return exported(
        request, "clients", rows, lambda made: client_sheets(rows, made), filters, unreadable,
        xlsx=xlsx, csv=csv, no_bom=no_bom, force=force,
    )  # fmt: skip


@command(
    help=N_("What clients owe, debt by debt, for Excel"),
    example="ordertool export receivables --xlsx receivables.xlsx --overdue",
)
def receivables(
    request: Request,
    xlsx: Xlsx = None,
    csv: Csv = None,
    client: Client = None,
    owner: filtering.Owner = None,
    department: filtering.OwnerDepartment = None,
    overdue: Overdue = False,
    since: Annotated[str | None, Option(metavar="DATE", help=_("Only what is due on this day or later."))] = None,
    until: Annotated[str | None, Option(metavar="DATE", help=_("Only what is due on this day or earlier."))] = None,
    no_bom: NoBom = False,
    force: Force = False,
) -> Answer:
    """Export debts."""
    session = request.session
    now, ctx = session.now, session.ctx
    whole = session.id("client", client) if client else None
    whose = Whose(filtering.staff(request, owner), filtering.department_of(request, department))
    first, last = filtering.day(request, since), filtering.day(request, until)
    unreadable: list[Text] = []
    every = order_rows(session.tip, now, ctx, unreadable, archived=not ctx.policy.archive.paid)
    report = receivables_report(every, now, ctx, whose, sight=request.sight, client=whole, overdue=overdue)
    rows, left_out = seen(report, request.sight, first, last)
    filters = as_typed(
        client=whole, owner=whose.staff, department=whose.department, overdue=overdue, since=first, until=last
    )
    return exported(
        request, "receivables", rows, lambda made: debt_sheets(report, rows, made), filters, unreadable,
        xlsx=xlsx, csv=csv, no_bom=no_bom, force=force, remarks=left_out,
    )  # fmt: skip


@command(
    help=N_("Every move as an object-centric event log (OCEL 2.0), for process mining"),
    example="ordertool export events --ocel moves.json",
)
def events(
    request: Request,
    ocel: Annotated[str | None, Option(metavar="FILE", help=_("Write the log as OCEL 2.0, in JSON."))] = None,
    force: Force = False,
) -> Answer:
    """Export the moves."""
    from ordertool.reports.event_log import Counted, event_log  # noqa: PLC0415 (sheets do without)

    if ocel is None:
        raise UsageError(text("no file is named"), text("name one: --ocel moves.json"))
    tip, unreadable, place = request.session.tip, list[Text](), expanded(ocel)
    counted: list[Counted] = []
    with progress_bar(_("Writing the moves")) as progress:
        leave(place, lambda write: counted.append(event_log(tip, unreadable, write, progress)), force=force)
    [found] = counted
    told = text("{path}: {events} events, {objects} objects", path=place, events=found.events, objects=found.objects)
    return Answer({"files": [str(place)], **found._asdict()}, [str(told)], incomplete(unreadable), unreadable)
