"""`ordertool review`: the preliminary review (P2.2b): findings, pass, return."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from ordertool.commands.frame import Answer, OrderId, Request, command
from ordertool.errors import FOUND, RefusedError, UsageError
from ordertool.language import N_, _, text
from ordertool.records.faults import validated
from ordertool.records.intake import ReviewInput
from ordertool.records.order import Order
from ordertool.reports.screen import columns
from ordertool.reports.words import field_words
from ordertool.rules import review
from ordertool.rules.conditions.saying import short
from ordertool.rules.move import Context

_KINDS = {"completeness": N_("completeness"), "accuracy": N_("accuracy"), "compliance": N_("compliance")}


@command(move=("order", "review"))
def run(
    request: Request,
    order: OrderId,
    pass_: Annotated[bool, Option("--pass", help=_("Pass the form as it is."))] = False,
    return_: Annotated[
        list[str] | None,
        Option("--return", metavar="REASON", help=_("Return it to the client for this reason; repeat for several.")),
    ] = None,
) -> Answer:
    """Review a form."""
    if pass_ and return_:
        raise UsageError(text("a form is passed or returned, not both"), text("leave out --pass or --return"))
    if not pass_ and not return_:
        return _findings(request, order)

    def give(old: Order, _ctx: Context) -> ReviewInput:
        outcome = "pass" if pass_ else "return"
        seen = old.form.content_hash() if old.form else ""
        return validated(ReviewInput, {"outcome": outcome, "form": seen, "reasons": return_ or []})

    return request.make("review", order, give)


def _findings(request: Request, typed: str) -> Answer:
    """List what the review finds; nothing is written."""
    session = request.session
    record: Order = request.read("order", typed)
    if record.form is None:
        raise RefusedError(
            text("{id} has no form yet ({clause})", clause=review.CLAUSE, id=record.id),
            text("ordertool draft {id} --help", id=short(record.id)),
        )
    client = session.ctx.client(record.form.client) if record.form.client else None
    found = review.findings(record.form, client, session.ctx.day(session.at), session.ctx, asked=record.client_name)
    blocks = any(finding.blocks for finding in found)
    document = {"id": record.id, "passed": record.passed, "findings": [finding.document() for finding in found]}

    def lines() -> list[str]:
        if not found:
            return [str(text("no findings; pass it with: ordertool review {id} --pass", id=short(record.id)))]
        rows = [
            [_("blocks") if f.blocks else _("warns"), field_words(f.field), _(_KINDS[f.kind]), str(f.message), f.policy]
            for f in found
        ]
        return columns(
            [_("weight"), _("field"), _("kind"), _("finding"), _("policy.yaml")], rows, flexible=(1, 3, 4), wraps=True
        )

    return Answer(document, lines, FOUND if blocks else 0)
