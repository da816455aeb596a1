"""`ordertool print`: the papers of an order as HTML for A4, and a client's statement and letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from typer import Argument, Option

from ordertool.book.book import here
from ordertool.book.paths import expanded
from ordertool.commands.as_typed import word
from ordertool.commands.frame import Answer, Request, command
from ordertool.commands.outgoing import leave
from ordertool.commands.periods import period as period_of
from ordertool.commands.periods import quarter_of
from ordertool.errors import UsageError
from ordertool.language import N_, Text, _, listed, text
from ordertool.records.client import Client
from ordertool.records.order import Order
from ordertool.reports.client_money import orders_by_client
from ordertool.reports.figures import none_withheld
from ordertool.reports.letters import letter
from ordertool.reports.papers import CLIENT_PAPERS, PAPERS, confirmation, handover, person, slip
from ordertool.reports.statement import statement
from ordertool.reports.written import page

_WORDS = {
    "订单确认书": "confirmation",
    "确认书": "confirmation",
    "送货单": "slip",
    "签收单": "slip",
    "交接单": "handover",
    "对账单": "statement",
    "催款函": "letter",
}
_TEMPLATES = {"letter": "dun"}
"""Templates that are not called as their paper is typed."""


@command(
    help=N_("Print a confirmation, a delivery slip, a handover sheet, a client statement or a letter"),
    example="ordertool print 7K3FQ confirmation",
)
def run(
    request: Request,
    order: Annotated[
        str,
        Argument(
            metavar="ID", help=_("The order, or for a statement or a letter the client: its id or the end of it.")
        ),
    ],
    paper: Annotated[
        str, Argument(metavar="PAPER", help=_("confirmation, slip or handover; of a client statement or letter."))
    ],
    delivery: Annotated[
        str | None,
        Option(metavar="DELIVERY", help=_("The slip of this delivery, such as D1; else of what is still to come.")),
    ] = None,
    period: Annotated[
        str | None,
        Option(metavar="PERIOD", help=_("The statement of 2026Q4, 2026H1, 2026-11 or two days; else of this quarter.")),
    ] = None,
    item: Annotated[
        str | None, Option(metavar="ITEM", help=_("The letter to print again, such as DU1; else the last."))
    ] = None,
    out: Annotated[
        str | None, Option(metavar="FILE", help=_("The file; else one named after the order, in this folder."))
    ] = None,
    force: Annotated[bool, Option("--force", help=_("Overwrite the file, if there is one."))] = False,
    open_: Annotated[bool, Option("--open", help=_("Show it in the browser, to be printed from there."))] = False,
) -> Answer:
    """Print a paper."""
    kind = word(paper, _WORDS) or ""
    if kind not in (*PAPERS, *CLIENT_PAPERS):
        raise UsageError(
            text("there is no paper {paper}", paper=paper),
            text("there are: {papers}", papers=listed((*PAPERS, *CLIENT_PAPERS))),
        )
    for option, value, goes_with in (
        ("--delivery", delivery, "slip"), ("--period", period, "statement"), ("--item", item, "letter"),
    ):  # fmt: skip
        if value is not None and kind != goes_with:
            raise UsageError(
                text("{option} goes with {paper}", option=option, paper=goes_with),
                text("leave out {option}", option=option),
            )
    session = request.session
    document, name = _document(request, kind, order, delivery=delivery, period=period, item=item)
    printed = {"at": session.now.isoformat(), "by": person(session.actor, session.ctx), "commit": session.tip.commit}
    document["printed"] = printed
    written = page(f"{_TEMPLATES.get(kind, kind)}.html", document, session.tip)
    if request.as_json and out is None and not open_:
        return Answer({**document, "file": None})
    place = expanded(out) if out else here() / "-".join(filter(None, name))
    place = place if out else place.with_name(f"{place.name}.html")
    leave(place, written.encode(), force=force)
    warnings: list[Text] = []
    if open_:
        import webbrowser  # noqa: PLC0415 (seldom asked for)

        if not webbrowser.open(place.resolve().as_uri()):
            warnings.append(text("no browser could be started; open the file yourself"))
    return Answer({**document, "file": str(place)}, [str(place)], 0, warnings)


def _document(
    request: Request, kind: str, typed: str, *, delivery: str | None, period: str | None, item: str | None
) -> tuple[dict[str, Any], Sequence[str]]:
    """What stands on the paper, and what its file is named after."""
    session = request.session
    if kind in CLIENT_PAPERS:
        client: Client = request.read("client", typed)
        none_withheld(client, request.sight)
        if kind == "letter":
            return _letter(request, client, item)
        first, last = period_of(period) if period else quarter_of(session.ctx.day(session.now))
        orders = orders_by_client(session.tip, session.ctx, [], archived=True).get(client.id, [])
        return statement(client, orders, first, last, session.ctx), (client.id, kind, f"{first}..{last}")
    order: Order = request.read("order", typed)
    if kind == "slip":
        document = slip(order, session.ctx, delivery)
        return document, (order.id, kind, document["delivery"]["id"] or "")
    return confirmation(order, session.ctx) if kind == "confirmation" else handover(order, session.ctx), (
        order.id,
        kind,
    )


def _letter(request: Request, client: Client, item: str | None) -> tuple[dict[str, Any], Sequence[str]]:
    """A letter that went out, as it was.

    Raises:
        UsageError: there is none such.
    """
    wanted = item.strip().upper() if item else None
    found = next((one for one in reversed(client.duns) if wanted in (None, one.id)), None)
    if found is None:
        there = listed(one.id for one in client.duns)
        raise UsageError(
            text("no such letter went to {client}", client=client.id),
            text("there are: {items}", items=there) if there else text("ordertool dun {id} --help", id=client.id),
        )
    return letter(client, found, request.session.ctx), (client.id, found.id)
