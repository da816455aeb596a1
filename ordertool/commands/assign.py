"""`ordertool assign`: orders to their owners, named or computed, with their papers acknowledged (P2.3a)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, cast

from typer import Argument, Option

from ordertool.commands.as_typed import given
from ordertool.commands.frame import Answer, Request, command, left_out, unfinished
from ordertool.commands.people import person
from ordertool.errors import DONE, FOUND, RefusedError, UsageError
from ordertool.language import Clause, Text, _, text
from ordertool.making import Made, Step, make_all, refuse_without_right
from ordertool.records.assignment import AssignmentInput
from ordertool.records.base import Entry
from ordertool.records.faults import validated
from ordertool.records.order import Order
from ordertool.reports.assigned import basis_document, chosen_row
from ordertool.reports.screen import columns, flowing
from ordertool.reports.unowned import what_helps
from ordertool.rules.assignment import Decision, decision, waiting
from ordertool.rules.conditions.assigning import passed_over_words
from ordertool.rules.conditions.credit import verdict_given
from ordertool.rules.move import Context, Refusal
from ordertool.session import Session

_ALL = text("ordertool assign --all")


@command(move=("order", "assign"), by_policy=True)
def run(
    request: Request,
    order: Annotated[
        str | None, Argument(metavar="[ID]", help=_("The order: its id or the last letters of it."))
    ] = None,
    to: Annotated[str | None, Option(metavar="STAFF", help=_("The owner."))] = None,
    auto: Annotated[bool, Option("--auto", help=_("Let the owner be computed by the rules of policy.yaml."))] = False,
    all_: Annotated[
        bool, Option("--all", help=_("Assign all orders that wait, shared out together by the rules of policy.yaml."))
    ] = False,
    reason: Annotated[str | None, Option(help=_("Why this owner."))] = None,
    note: Annotated[str | None, Option(help=_("What the order asks of its owner."))] = None,
    received: Annotated[
        list[str] | None,
        Option(metavar="NAME", help=_("A paper that was received, by name; without it, all that were handed over.")),
    ] = None,
) -> Answer:
    """Assign orders."""
    if all_:
        if order or to or auto or reason or note or received:
            raise UsageError(text("--all assigns every order that waits, and takes nothing else"), _ALL)
        return _assign_all(request)
    if order is None:
        raise left_out("order", "ID", text("name the order, or assign all that wait: ordertool assign --all"))
    if auto and to:
        raise UsageError(text("--auto and --to exclude each other"), text("ordertool assign {id} --auto", id=order))
    if auto:
        return request.make("assign", order, computed(request.session, reason=reason, note=note, received=received))
    if to is None:
        raise left_out("to", "--to", nobody_named(order))
    to = person(request, to, "--to")
    return request.make("assign", order, assignment(to=to, reason=reason, note=note, received=received))


def nobody_named(order: str) -> Text:
    """What to do where no owner was named."""
    return text(
        "name somebody with --to, or let it be computed: --auto; who can have it: ordertool explain {id} --owner",
        id=order,
    )


def assignment(**values: Any) -> Callable[[Order, Context], AssignmentInput]:
    """Builds the assignment that was typed; papers that are not named are all acknowledged."""

    def give(old: Order, _ctx: Context) -> AssignmentInput:
        handed = list(old.handed.names) if old.handed else []
        return validated(AssignmentInput, given(**{**values, "received": values.get("received") or handed}))

    return give


def computed(session: Session, *, together: bool = False, **values: Any) -> Callable[[Order, Context], AssignmentInput]:
    """Builds the assignment that the rules give, alone or together with all that wait.

    Raises:
        RefusedError: nobody can be given the order.
    """

    def give(old: Order, ctx: Context) -> AssignmentInput:
        found = decision(old, session.at, ctx, together=together)
        if found is None or found.to is None:
            raise _nobody(old, found, ctx)
        made = assignment(**values, to=found.to)(old, ctx)
        return made.model_copy(update={"basis": found.basis})

    return give


def _nobody(order: Order, found: Decision | None, ctx: Context) -> RefusedError:
    why = (
        passed_over_words(found.basis.passed_over) if found and found.basis.passed_over else text("nobody is an owner")
    )
    return RefusedError(
        text(
            "nobody can be given {id}: {why} ({clause}; policy.yaml: assignment)",
            id=order.id,
            why=why,
            clause=Clause("P2.3a"),
        ),
        what_helps(order, found.basis if found else None, ctx),
    )


def _assign_all(request: Request) -> Answer:
    """Assign everything that waits as one commit; orders that nobody can have are told, with the reasons: exit code 1."""
    session = request.session
    refuse_without_right(session, "order", "assign")
    while True:
        found, uncleared = _shared_out(session)
        asked = bool(found or uncleared)
        steps = [Step("order", "assign", one.order.id, computed(session, together=True)) for one in found if one.to]
        base = session.tip.commit
        try:
            made = make_all(session, steps) if steps else []
            break
        except RefusedError:  # somebody moved one of them meanwhile: share out what waits now
            session.look_again()
            if session.tip.commit == base:
                raise
    unowned = [one for one in found if one.to is None]
    left: dict[str, object] = {one.order.id: passed_over_words(one.basis.passed_over) for one in unowned}
    left |= {order_id: refusal.reason for order_id, refusal in uncleared.items()}
    remarks = [told for one in made for told in one.remarks]

    def document() -> dict[str, Any]:
        return {
            "assigned": [{"id": one.id} | basis_document(one.assignment[-1]) for one in _orders(made)],
            "left": [{"id": one, "reason": str(why)} for one, why in left.items()],
            "remarks": [str(one) for one in remarks],
            "commit": made[0].commit if made else None,
            "dry_run": request.dry_run,
        }

    def lines() -> list[str]:
        if not asked:
            return [_("no order waits for an owner")]
        said = _batch_lines(_orders(made), left)
        hints = [str(what_helps(one.order, one.basis, session.ctx)) for one in unowned]
        hints += [str(refusal.hint) for refusal in uncleared.values()]
        said += [line for hint in dict.fromkeys(hints) for line in flowing(hint)]
        return [*said, *([_("dry run, nothing written")] if request.dry_run else ())]

    warnings = [unfinished(made[0].warning)] if made and made[0].warning else []
    if left:
        warnings.append(text("left without an owner: {count}", count=len(left)))
    return Answer(document, lines, FOUND if left else DONE, [*warnings, *remarks])


def _batch_lines(made: Sequence[Order], left: Mapping[str, object]) -> list[str]:
    """What became of all that waited: who was given what and why, and what was left."""
    shown = [str(text("assigned: {count}", count=len(made)))]
    if made:
        head = [_("order"), _("client"), _("owner"), _("why")]
        shown += columns(head, [chosen_row(one) for one in made], flexible=(1, 3), ids=0)
    if left:
        shown += [str(text("left without an owner: {count}", count=len(left)))]
        shown += columns(None, [(one, str(why)) for one, why in left.items()], flexible=(1,), wraps=True, indent=2)
    return shown


def _shared_out(session: Session) -> tuple[list[Decision], dict[str, Refusal]]:
    """To whom everything that waits would go now, and why others are left: their client's credit.

    Raises:
        InvalidError: an order cannot be read, so nobody knows who is busy with it.
    """
    orders = cast("list[Order]", list(session.tip.all("order")))
    entry = Entry(at=session.at, by=session.who.actor, via=session.who.via, move="assign")
    told = [(one.id, verdict_given(one, entry, session.ctx)) for one in orders if one.stage == "submitted"]
    uncleared = {order_id: refusal for order_id, refusal in told if refusal is not None}
    found = [decision(order, session.at, session.ctx, together=True) for order in waiting(session.at, session.ctx)]
    return [one for one in found if one is not None and one.order.id not in uncleared], uncleared


def _orders(made: Sequence[Made]) -> list[Order]:
    return [one.record for one in made if isinstance(one.record, Order)]
