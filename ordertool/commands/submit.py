"""`ordertool submit`: the passed form and its papers to the order department, with a handover record (P2.2c)."""

from __future__ import annotations

import re
from typing import Annotated

from typer import Option

from ordertool.book.paths import expanded
from ordertool.commands.frame import Answer, OrderId, Request, command
from ordertool.commands.people import person
from ordertool.language import _
from ordertool.records.faults import validated
from ordertool.records.intake import HandoverInput
from ordertool.records.order import Order
from ordertool.rules.duty import on_duty
from ordertool.rules.move import Context

_ON_PAPER = re.compile(r"(paper|纸质|纸面)\s*[,，;；:：\s]", re.IGNORECASE)
"""How a place of paper begins; a file of that name is a file all the same."""


@command(move=("order", "submit"))
def run(
    request: Request,
    order: OrderId,
    original: Annotated[
        str | None,
        Option(metavar="FILE", help=_('The original form: a file, or where its paper lies: "paper, folder 12".')),
    ] = None,
    attach: Annotated[
        list[str] | None, Option(metavar="FILE", help=_("A file that goes along; repeat for several."))
    ] = None,
    to: Annotated[
        str | None, Option(metavar="STAFF", help=_("Who receives it; else the order department's duty person."))
    ] = None,
) -> Answer:
    """Submit a form."""
    papers = {}
    data: dict[str, object] = {}
    if original is not None and _ON_PAPER.match(original) and not expanded(original).exists():
        data["original_at"] = original
    elif original is not None:
        paper, content = request.paper(original)
        papers[paper], data["original"] = content, paper
    attached = [request.paper(path) for path in attach or ()]
    papers.update(attached)
    data["attachments"] = [paper for paper, _content in attached]

    receiver = person(request, to, "--to")

    def give(_old: Order, ctx: Context) -> HandoverInput:
        return validated(HandoverInput, {**data, "to": receiver or on_duty("processor", request.session.at, ctx)})

    return request.make("submit", order, give, papers)
