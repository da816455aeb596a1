"""`ordertool list`: orders by what they are and where they stand, as a table, JSON or CSV."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

from typer import Option

from ordertool.commands import filtering
from ordertool.commands.as_typed import at_most
from ordertool.commands.frame import Answer, Request, command, incomplete
from ordertool.commands.named import type_named
from ordertool.errors import UsageError
from ordertool.language import N_, _, listed, text
from ordertool.reports.comma_separated import comma_separated
from ordertool.reports.matching import words_of
from ordertool.reports.order_table import order_table
from ordertool.reports.queries import OrderRow

_FORMATS = ("table", "json", "csv")
_OF_THE_ORDER = (
    "id", "stage", "on_hold", "client", "client_name", "region", "owner", "matter", "type", "domain", "channel", "inquired",
    "deliver_by", "total", "unpaid", "currency",
)  # fmt: skip
_OF_THE_NEXT_STEP = ("staff", "role", "next", "clause", "due", "overdue", "unconfirmed")


@command(help=N_("List orders"), example="ordertool list --stage active --owner li.na --overdue --limit 50")
def run(
    request: Request,
    stage: Annotated[list[str] | None, Option(help=_("Only this stage; repeat for several."))] = None,
    owner: filtering.Owner = None,
    department: filtering.OwnerDepartment = None,
    client: Annotated[str | None, Option(help=_("Only this client's: its id or the last letters of it."))] = None,
    region: Annotated[str | None, Option(help=_("Only clients of this region."))] = None,
    type_: Annotated[str | None, Option("--type", help=_("Only this order type."))] = None,
    domain: Annotated[str | None, Option(help=_("Only this business domain."))] = None,
    channel: Annotated[str | None, Option(help=_("Only inquiries that came this way: phone, email …"))] = None,
    who: Annotated[str | None, Option(metavar="STAFF", help=_("Only those whose next step is this person's."))] = None,
    overdue: Annotated[bool, Option("--overdue", help=_("Only those whose next step is late."))] = False,
    on_hold: Annotated[bool, Option("--on-hold", help=_("Only those on hold."))] = False,
    since: Annotated[str | None, Option(metavar="DATE", help=_("Only inquiries of this day or later."))] = None,
    until: Annotated[str | None, Option(metavar="DATE", help=_("Only inquiries of this day or earlier."))] = None,
    deliver_before: Annotated[
        str | None, Option(metavar="DATE", help=_("Only those promised before this day."))
    ] = None,
    text_: Annotated[str | None, Option("--text", help=_("Only those in which all these words stand."))] = None,
    archived: filtering.Archived = False,
    limit: filtering.Limit = None,
    format_: Annotated[str, Option("--format", metavar="FORMAT", help=_("table, json or csv."))] = "table",
) -> Answer:
    """List orders."""
    if format_ not in _FORMATS:
        raise UsageError(
            text("there is no format {name}", name=format_), text("there are: {names}", names=listed(_FORMATS))
        )
    most = at_most(limit)
    _filter, rows, unreadable = filtering.chosen(
        request,
        stage=stage,
        owner=owner,
        department=department,
        client=client,
        archived=archived,
        region=region,
        type=type_ and type_named(request, type_),
        domain=domain,
        channel=filtering.channel(channel),
        who=filtering.staff(request, who, "--who"),
        overdue=overdue,
        on_hold=on_hold,
        since=filtering.day(request, since),
        until=filtering.day(request, until),
        deliver_before=filtering.day(request, deliver_before, ahead=True),
        words=words_of(text_ or ""),
    )
    shown = rows[:most]
    request.as_json = request.as_json or format_ == "json"

    def lines() -> list[str]:
        return [_csv(shown)] if format_ == "csv" else _table(shown, len(rows))

    return Answer(lambda: [row.document() for row in shown], lines, incomplete(unreadable), unreadable)


def _table(rows: Sequence[OrderRow], count: int) -> list[str]:
    if not rows:
        return [_("no orders")]
    more = [str(text("{shown} of {count}", shown=len(rows), count=count))] if len(rows) < count else []
    return order_table(rows) + more


def _csv(rows: Sequence[OrderRow]) -> str:
    """The rows flat: the order's own columns, then who answers for its next step, with which moves, by when."""
    flat = []
    for row in rows:
        document = row.document()
        step = document["responsible"] or dict.fromkeys(_OF_THE_NEXT_STEP)
        flat.append({**document, **step, "next": " ".join(step["next"] or ())})
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")  # as the mark at its beginning says
    return comma_separated(_OF_THE_ORDER + _OF_THE_NEXT_STEP, flat).removesuffix("\n")  # print ends the last line
