"""`ordertool assign`: orders to their owners, named or computed, with their papers acknowledged (P2.3a)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Annotated, Any

from typer import Argument, Option

from ordertool.commands.as_typed import given
from ordertool.commands.frame import Answer, Request, command, left_out, unfinished
from ordertool.commands.people import person
from ordertool.errors import RefusedError, UsageError
from ordertool.language import Clause, Text, _, text
from ordertool.making import Made, Step, make, make_all, refuse_without_right
from ordertool.records.assignment import AssignmentInput, PassedOver
from ordertool.records.faults import validated
from ordertool.records.order import Order
from ordertool.reports.assigned import basis_document, chosen_row, passed_over_words
from ordertool.reports.screen import columns
from ordertool.rules.assignment import Decision, decision, waiting
from ordertool.rules.eligibility import against, need_of
from ordertool.rules.move import Context
from ordertool.rules.workload import workload
from ordertool.session import Session

_RAISE = text(
    "name somebody with --to, raise a capacity (ordertool staff edit STAFF --capacity N), or change the rules in policy.yaml"
)
_ONE, _ALL = text("ordertool assign 7K3FQ --auto"), text("ordertool assign --all")


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
        raise UsageError(text("--auto and --to exclude each other"), _ONE)
    if auto:
        return request.make("assign", order, computed(request.session, reason=reason, note=note, received=received))
    if to is None:
        raise left_out("to", "--to", text("name somebody with --to, or let it be computed: --auto"))
    return to_somebody(
        request, "assign", order, to=person(request, to, "--to"), reason=reason, note=note, received=received
    )


def to_somebody(request: Request, verb: str, order: str, **values: Any) -> Answer:
    """Give an order to somebody who is named; what the rules say against them is told, for it is the processor who decides."""
    session = request.session
    made = make(session, Step("order", verb, session.id("order", order), assignment(**values)))
    return request.moved(made, _remarks(session, made))


def _remarks(session: Session, made: Made) -> list[Text]:
    """What the rules say against the owner who was named, from the commit that the order was given on."""
    old, new, ctx = made.old, made.record, session.ctx
    assert isinstance(old, Order)
    assert isinstance(new, Order)
    to, rules = ctx.staff.get(new.assignment[-1].to), ctx.policy.assignment
    assert to is not None, "the table refuses a stranger"
    words = (to.id, old.client) if rules.look_back and old.client else (to.id,)
    load = workload(
        (one for one in session.tip.naming("order", *words, archived=rules.look_back) if isinstance(one, Order)), rules
    )
    need, in_hand = need_of(old, load, ctx), load.open.get(to.id, Decimal(0))
    found = [
        PassedOver(staff=to.id, why=why, rule=rule)
        for why, rule in against(to, need, in_hand, ctx.day(made.entry.at), ctx)
    ]
    if not found:
        return []
    why = passed_over_words(found)
    return [
        text("this is against the rules: {why} ({clause}; policy.yaml: assignment)", why=why, clause=Clause("P2.3a"))
    ]


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
            raise _nobody(old, found)
        made = assignment(**values, to=found.to)(old, ctx)
        return made.model_copy(update={"basis": found.basis})

    return give


def _nobody(order: Order, found: Decision | None) -> RefusedError:
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
        _RAISE,
    )


def _assign_all(request: Request) -> Answer:
    """Assign everything that waits as one commit; orders that nobody can have are told, with the reasons."""
    session = request.session
    refuse_without_right(session, "order", "assign")
    while True:
        found, asked = _shared_out(session)
        steps = [Step("order", "assign", one.order.id, computed(session, together=True)) for one in found if one.to]
        base = session.tip.commit
        try:
            made = make_all(session, steps) if steps else []
            break
        except RefusedError:  # somebody moved one of them meanwhile: share out what waits now
            session.look_again()
            if session.tip.commit == base:
                raise
    left = {one.order.id: passed_over_words(one.basis.passed_over) for one in found if one.to is None}

    def document() -> dict[str, Any]:
        return {
            "assigned": [{"id": one.id} | basis_document(one.assignment[-1]) for one in _orders(made)],
            "left": [{"id": one, "reason": str(why)} for one, why in left.items()],
            "commit": made[0].commit if made else None,
            "dry_run": request.dry_run,
        }

    def lines() -> list[str]:
        if not asked:
            return [_("no order waits for an owner")]
        shown = [str(text("assigned: {count}", count=len(made)))]
        if made:
            head = [_("order"), _("client"), _("owner"), _("why")]
            shown += columns(head, [chosen_row(one) for one in _orders(made)], flexible=(1, 3), ids=0)
        if left:
            shown += [str(text("left without an owner: {count}", count=len(left)))]
            shown += [f"  {one}  {why}" for one, why in left.items()]
            shown.append(str(_RAISE))
        if request.dry_run:
            shown.append(_("dry run, nothing written"))
        return shown

    return Answer(document, lines, 0, [unfinished(made[0].warning)] if made and made[0].warning else ())


def _shared_out(session: Session) -> tuple[list[Decision], list[Order]]:
    """To whom everything that waits would go now.

    Raises:
        InvalidError: an order cannot be read, so nobody knows who is busy with it.
    """
    asked = waiting(session.ctx)
    found = [one for order in asked if (one := decision(order, session.at, session.ctx, together=True)) is not None]
    return found, asked


def _orders(made: Sequence[Made]) -> list[Order]:
    return [one.record for one in made if isinstance(one.record, Order)]
