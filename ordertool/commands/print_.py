"""`ordertool print`: the papers of an order as HTML for A4: its confirmation, a delivery slip, a handover sheet."""

from __future__ import annotations

from typing import Annotated, Any

from typer import Argument, Option

from ordertool.book.book import here
from ordertool.book.paths import expanded
from ordertool.commands.as_typed import word
from ordertool.commands.frame import Answer, OrderId, Request, command
from ordertool.commands.outgoing import leave
from ordertool.errors import UsageError
from ordertool.language import N_, Text, _, listed, text
from ordertool.records.order import Order
from ordertool.reports.papers import PAPERS, confirmation, handover, person, slip
from ordertool.reports.written import page

_WORDS = {
    "订单确认书": "confirmation",
    "确认书": "confirmation",
    "送货单": "slip",
    "签收单": "slip",
    "交接单": "handover",
}


@command(
    help=N_("Print a confirmation, a delivery slip or a handover sheet"), example="ordertool print 7K3FQ confirmation"
)
def run(
    request: Request,
    order: OrderId,
    paper: Annotated[str, Argument(metavar="PAPER", help=_("confirmation, slip or handover."))],
    delivery: Annotated[
        str | None,
        Option(metavar="DELIVERY", help=_("The slip of this delivery, such as D1; else of what is still to come.")),
    ] = None,
    out: Annotated[
        str | None, Option(metavar="FILE", help=_("The file; else one named after the order, in this folder."))
    ] = None,
    force: Annotated[bool, Option("--force", help=_("Overwrite the file, if there is one."))] = False,
    open_: Annotated[bool, Option("--open", help=_("Show it in the browser, to be printed from there."))] = False,
) -> Answer:
    """Print a paper."""
    kind = word(paper, _WORDS)
    if kind not in PAPERS:
        raise UsageError(
            text("there is no paper {paper}", paper=paper), text("there are: {papers}", papers=listed(PAPERS))
        )
    if delivery is not None and kind != "slip":
        raise UsageError(text("--delivery goes with slip"), text("leave out --delivery"))
    session = request.session
    record: Order = request.read("order", order)
    document = _document(kind, record, session.ctx, delivery)
    printed = {"at": session.now.isoformat(), "by": person(session.actor, session.ctx), "commit": session.tip.commit}
    document["printed"] = printed
    written = page(f"{kind}.html", document, session.tip)
    if request.as_json and out is None and not open_:
        return Answer({**document, "file": None})
    item = (document.get("delivery") or {}).get("id")
    place = expanded(out) if out else here() / "-".join(filter(None, (record.id, kind, item)))
    place = place if out else place.with_name(f"{place.name}.html")
    leave(place, written.encode(), force=force)
    warnings: list[Text] = []
    if open_:
        import webbrowser  # noqa: PLC0415 (seldom asked for)

        if not webbrowser.open(place.resolve().as_uri()):
            warnings.append(text("no browser could be started; open the file yourself"))
    return Answer({**document, "file": str(place)}, [str(place)], 0, warnings)


def _document(kind: str, order: Order, ctx: Any, delivery: str | None) -> dict[str, Any]:
    if kind == "slip":
        return slip(order, ctx, delivery)
    return confirmation(order, ctx) if kind == "confirmation" else handover(order, ctx)
