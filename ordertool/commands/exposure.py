"""`ordertool client credit`: an assessment recorded (P7.1a), or what a client owes explained; without leave, the verdict (L11)."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from ordertool.commands.as_typed import amount, given, grade, whole
from ordertool.commands.days import to_come
from ordertool.commands.frame import Answer, ClientId, Request, command, left_out
from ordertool.errors import UsageError
from ordertool.language import _, text
from ordertool.records.client import Client, CreditInput
from ordertool.records.faults import validated
from ordertool.records.order import Order
from ordertool.reports.exposure import exposure_document, exposure_lines


@command(move=("client", "credit"))
def credit(
    request: Request,
    client: ClientId,
    grade_: Annotated[str | None, Option("--grade", help=_("A, B, C or D."))] = None,
    evidence: Annotated[str | None, Option(help=_("What the grade rests on."))] = None,
    valid_until: Annotated[str | None, Option(metavar="DATE", help=_("The last day it holds."))] = None,
    line: Annotated[
        str | None,
        Option(help=_("The credit limit: an amount, 0, or unlimited; left out, what policy says for the grade.")),
    ] = None,
    below_owed: Annotated[
        bool, Option("--below-owed", help=_("The limit is meant to be below the client's exposure already."))
    ] = False,
    days: Annotated[str | None, Option(help=_("The account period in days."))] = None,
    operations: Annotated[str | None, Option(metavar="TEXT", help=_("How the client's business runs."))] = None,
    finances: Annotated[str | None, Option(metavar="TEXT", help=_("How the client's finances stand."))] = None,
    record: Annotated[str | None, Option(metavar="TEXT", help=_("How the client has paid, us and others."))] = None,
    explain: Annotated[
        bool, Option("--explain", help=_("Show what the client owes, term by term, and the limit that counts."))
    ] = False,
    order: Annotated[str | None, Option(metavar="ID", help=_("Explain it with this order as it stands."))] = None,
) -> Answer:
    """Record a credit assessment, or explain what one comes to."""
    if explain:
        if grade_ or evidence or valid_until:
            raise UsageError(
                text("--explain only shows, and takes no assessment"), text("leave it out, or the assessment")
            )
        return _explained(request, client, order)
    if order is not None:
        raise UsageError(text("--order goes with --explain"), text("add --explain, or leave it out"))
    for name, option, value in (
        ("grade_", "--grade", grade_), ("evidence", "--evidence", evidence), ("valid_until", "--valid-until", valid_until),
    ):  # fmt: skip
        if value is None:
            raise left_out(name, option)
    limit = "unlimited" if line in ("unlimited", "不限") else amount(line)
    data = given(
        grade=grade(grade_ or "", "--grade"), limit=limit, below_owed=below_owed or None, days=whole(days, "--days"),
        operations=operations, finances=finances, record=record, evidence=evidence,
        valid_until=to_come(request, valid_until),
    )  # fmt: skip
    assessment = validated(CreditInput, data)
    return request.make("credit", client, lambda _old, _ctx: assessment, kind="client")


def _explained(request: Request, typed: str, order_typed: str | None) -> Answer:
    """A client's exposure, with an order as it stands if one is named."""
    session = request.session
    client: Client = request.read("client", typed)
    order: Order | None = request.read("order", order_typed) if order_typed else None
    figures = request.sight.sees(client, order)
    return Answer(
        lambda: exposure_document(client, order, session.at, session.ctx, figures=figures),
        lambda: exposure_lines(client, order, session.at, session.ctx, figures=figures),
    )
