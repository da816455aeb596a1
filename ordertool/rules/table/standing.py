"""The rows of the workflow table for what stops, ends or seals an order (P2.5d, P2.6)."""

from __future__ import annotations

from ordertool.language import N_
from ordertool.records.order import STAGES, Order
from ordertool.rules.conditions import complaints, credit, credit_watch, money, standing
from ordertool.rules.move import WHOLE
from ordertool.rules.table.rows import OPEN, at, order, stretch, with_reason

ROWS = (
    with_reason(
        N_("hold"), stretch(*OPEN), None, ("processor", "manager"), "P2.6",
        ready=(standing.not_on_hold,),
        help=N_("Put the order on hold: its clocks stop"),
        example='ordertool hold 7K3FQ --reason "credit watch"',
    ),
    order(
        N_("resume"), stretch(*OPEN), None, ("processor", "manager"), "P2.6",
        after=("hold",),
        ready=(standing.held_before, credit_watch.watch_lifted),
        help=N_("Take the order off hold: its clocks run on"),
        example="ordertool resume 7K3FQ",
    ),
    with_reason(
        N_("cancel"), stretch(*OPEN), "cancelled", ("manager", "processor"), "P2.6",
        ready=(standing.nothing_with_client,),
        help=N_("Cancel the order"),
        example='ordertool cancel 7K3FQ --reason "client gave up the project"',
    ),
    order(
        N_("undo"), at(*(stage for stage in STAGES if stage != "archived")), None, ("anyone",), "P2.6",
        at=WHOLE,
        takes=Order,
        ready=(standing.own_last_move, money.paid_by_itself, standing.made_alone),
        when=(standing.brings_back, credit.within_limit),
        warns=(credit.told_of_limit,),
        help=N_("Take back your own last move, while nobody has built on it"),
        example="ordertool undo 7K3FQ",
    ),
    order(
        N_("archive"), at("closed", "lost", "cancelled"), "archived", ("processor",), "P2.5d",
        many=True, ready=(money.paid_up, complaints.complaints_settled),
        help=N_("Archive orders that are closed and paid"),
        example="ordertool archive --closed-before 2027-01-15",
    ),
)  # fmt: skip
