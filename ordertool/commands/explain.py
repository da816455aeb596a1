"""`ordertool explain`: what may happen next, by whom, until when, and why a move would be refused."""

from __future__ import annotations

from typing import Annotated, Any

from typer import Option

from ordertool.commands.frame import Answer, OrderId, Request, command
from ordertool.context import context_of
from ordertool.language import N_, _, text
from ordertool.records.order import Order
from ordertool.reports.assigned import basis_lines
from ordertool.reports.documents import duty_document
from ordertool.reports.explaining import (
    due_document,
    due_lines,
    moves_document,
    moves_lines,
    owner_document,
    state_lines,
)
from ordertool.reports.receipt import next_words
from ordertool.reports.screen import flowing
from ordertool.reports.unowned import what_helps
from ordertool.rules.assignment import decision
from ordertool.rules.conditions.assigning import basis_computes
from ordertool.rules.duties import duties
from ordertool.session import Session


@command(
    help=N_("What may happen next, by whom, until when, and why not"),
    example="ordertool explain 7K3FQ --due",
    by_policy=True,
)
def run(
    request: Request,
    order: OrderId,
    due: Annotated[bool, Option("--due", help=_("Show how the due time was reckoned, interval by interval."))] = False,
    owner: Annotated[
        bool, Option("--owner", help=_("Show how the owner was chosen, or would be now: candidates, loads, reasons."))
    ] = False,
) -> Answer:
    """Explain an order."""
    session = request.session
    record: Order = request.read("order", order)
    now, ctx = session.now, session.ctx
    if due:
        return Answer(lambda: due_document(record, now, ctx), lambda: due_lines(record, now, ctx))
    if owner:
        return _owner(session, record)
    moves = moves_document(record, session.actor, now, ctx)

    def document() -> dict[str, Any]:
        return {
            "id": record.id,
            "stage": record.stage,
            "on_hold": record.on_hold,
            "owner": owner_document(record),
            "next": next_words(record, now, ctx),
            "duties": [duty_document(duty, now) for duty in duties(record, now, ctx)],
            "due": due_document(record, now, ctx),
            "moves": moves,
        }

    def lines() -> list[str]:
        where, *more = state_lines(record, now, ctx)
        said = [where, str(text("Next: {next}", next=next_words(record, now, ctx))), *more]
        return [*(line for sentence in said for line in flowing(sentence)), "", *moves_lines(moves)]

    return Answer(document, lines)


def _owner(session: Session, order: Order) -> Answer:
    """How an owner was chosen, computed again from the commit that it was decided on; or who would be chosen now."""
    now, ctx = session.now, session.ctx
    if order.stage == "submitted":
        coming = decision(order, now, ctx)
        assert coming is not None
        to, basis = coming.to, coming.basis
        document = {"id": order.id, "coming": True, "to": to, "basis": basis.model_dump(mode="json"), "again": None}
        said = _("If it were computed now:")
        help_ = [] if to else flowing(str(what_helps(order, basis, ctx)))
        return Answer(document, lambda: [said, *basis_lines(to, basis, ctx), *help_])
    if order.owner is None:
        return Answer(
            {"id": order.id, "coming": False, "to": None, "basis": None, "again": None}, [_("it has no owner")]
        )
    given = order.assignment[-1]
    again = _computed_again(session, order)
    dumped = given.basis.model_dump(mode="json") if given.basis else None
    document = {"id": order.id, "coming": False, "to": given.to, "basis": dumped, "again": again}

    def lines() -> list[str]:
        if given.basis is None:
            return flowing(state_lines(order, now, ctx)[1])
        said = _("Computed again from the commit before it: the same owner, for the same reasons.")
        if not again:
            said = _(
                "Computed again from the commit before it: NOT the same. Somebody wrote it by another way than the command."
            )
        return [*basis_lines(given.to, given.basis, ctx), "", *flowing(said)]

    return Answer(document, lines)


def _computed_again(session: Session, order: Order) -> bool | None:
    """Whether the owner can be computed again from what the book was; None where nothing was computed."""
    given = order.assignment[-1]
    place = next(p for p in reversed(order.standing_places) if order.log[p].move in ("assign", "reassign"))
    found = session.tip.made_in(order, place) if given.basis else None
    was = found[1].record("order", order.id) if found else None
    if given.basis is None or found is None or not isinstance(was, Order):
        return None
    return basis_computes(was, order, order.log[place], context_of(found[1])) is None
