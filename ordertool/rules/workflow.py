"""The workflow table: every move of an order, a client's file and a staff file, and nothing else decides.

Commands, the audit and `explain` read `TABLE`; `moving` applies its rows.
"""

from __future__ import annotations

from typing import Any

from ordertool.language import N_, Clause
from ordertool.records.client import ClientProfile, CreditInput
from ordertool.records.fulfilment import (
    Assignment,
    DeliveryInput,
    PaymentInput,
    Plan,
    PreparationInput,
    ProgressInput,
    SlipInput,
)
from ordertool.records.intake import Form, ForwardInput, Handover, Inquiry, ReplyInput, ReviewInput
from ordertool.records.order import STAGES, Order
from ordertool.records.staff import AbsenceInput, StaffProfile
from ordertool.rules.conditions import delivery, filing, follow_up, intake
from ordertool.rules.move import NEW, Move

LAW = 1
"""The version of the table that judges new moves; each commit names it."""

_KEEPERS = ("receptionist", "owner", "processor", "finance", "manager")


def _after_delivery(order: Order) -> str:
    return "active" if order.missing() else "delivered"


def _after_slip(order: Order) -> str:
    return order.stage if order.missing() or order.unsigned else "signed"


def _at(*stages: str) -> frozenset[str]:
    return frozenset(stages)


def _from(first: str, *, to: str) -> frozenset[str]:
    """A stretch of an order's life, both ends included."""
    return frozenset(STAGES[STAGES.index(first) : STAGES.index(to) + 1])


def _order(verb: str, frm: frozenset[str], to: Any, who: tuple[str, ...], clause: str, **row: Any) -> Move:
    return Move("order", verb, frm, to, who, Clause(clause), **row)


TABLE: tuple[Move, ...] = (
    _order(
        N_("inquire"), _at(NEW), "inquiry", ("anyone",), "P2.1a",
        at="inquiry",
        takes=Inquiry,
        help=N_("Take down a client's inquiry"),
        example='ordertool inquire --client "杭州湾物流有限公司" --contact 周敏 --channel phone --matter "120 bays of racking"',
    ),
    _order(
        N_("forward"), _at("inquiry"), None, ("taker", "receptionist"), "P2.1b",
        at="forwards[]",
        tells=("to", "department", "promised"),
        takes=ForwardInput,
        when=(intake.receiver_exists, intake.promise_ahead),
        help=N_("Pass a client's question to a person or a department"),
        example='ordertool forward 7K3FQ --to li.na --question "load per level?"',
    ),
    _order(
        N_("reply"), _at("inquiry"), None, ("holder",), "P2.1b",
        at="replies[]",
        takes=ReplyInput,
        help=N_("Record what the client was answered"),
        example='ordertool reply 7K3FQ --text "2.5 t per level, quotation tomorrow"',
    ),
    _order(
        N_("draft"), _at("inquiry", "draft"), "draft", ("receptionist",), "P2.2a",
        at="form",
        takes=Form,
        when=(intake.client_known, intake.form_changes),
        help=N_("Fill in the order application form"),
        example="ordertool draft 7K3FQ --set lines.L1.quantity=2",
    ),
    _order(
        N_("review"), _at("draft"), None, ("receptionist",), "P2.2b",
        at="review[]",
        tells=("outcome", "reasons"),
        takes=ReviewInput,
        when=(intake.review_saw_this_form, intake.return_has_reasons, intake.nothing_blocks),
        help=N_("List the form's findings, pass it or return it to the client"),
        example='ordertool review 7K3FQ --return "deliver_to: no house number"',
    ),
    _order(
        N_("submit"), _at("draft"), "submitted", ("receptionist",), "P2.2c",
        at="handover",
        tells=("to", "original_at"),
        takes=Handover, ready=(intake.form_passed, intake.somebody_receives),
        when=(intake.papers_handed_over,),
        help=N_("Submit the form and hand its papers to the order department"),
        example="ordertool submit 7K3FQ --original form.pdf --attach drawing.pdf",
    ),
    _order(
        N_("assign"), _at("submitted"), "assigned", ("processor",), "P2.3a",
        at="assignment",
        tells=("to", "reason"),
        takes=Assignment,
        when=(follow_up.owner_available, follow_up.papers_acknowledged),
        help=N_("Assign the order to its owner and acknowledge the papers"),
        example='ordertool assign 7K3FQ --to li.na --reason "knows the client"',
    ),
    _order(
        N_("confirm"), _at("assigned"), "confirmed", ("owner",), "P2.3c",
        help=N_("Confirm that you have taken over the order"),
        example="ordertool confirm 7K3FQ",
    ),
    _order(
        N_("plan"), _at("confirmed", "active"), "active", ("owner",), "P2.4a",
        at="plan",
        tells=("every", "reason"),
        takes=Plan, ready=(follow_up.prepaid,),
        when=(follow_up.plan_complete, follow_up.plan_within_promise, follow_up.new_plan_has_reason),
        help=N_("Make the follow-up plan: phases, nodes, risks, interval of reports"),
        example='ordertool plan 7K3FQ --phase "Survey;2026-11-24;2026-11-26;li.na" --every 3d',
    ),
    _order(
        N_("progress"), _at("active"), None, ("owner", "phase", "processor"), "P2.4b",
        at="progress[]",
        tells=("percent", "eta", "done", "via", "reported_by"),
        takes=ProgressInput,
        when=(follow_up.done_is_planned, follow_up.oral_report_taken_down),
        help=N_("Report progress on the plan"),
        example='ordertool progress 7K3FQ --state "Frames cut" --percent 40 --eta 2026-12-18 --done PH1',
    ),
    _order(
        N_("prepare"), _at("active"), None, ("owner",), "P2.5a",
        at="preparation[]",
        tells=("done", "when"),
        takes=PreparationInput,
        when=(delivery.steps_on_checklist, delivery.told_in_time),
        help=N_("Prepare the delivery: checklist, and what was agreed with the client"),
        example='ordertool prepare 7K3FQ --done packaging --told "周敏;phone;2026-12-17T10:00" --when 2026-12-18T09:00',
    ),
    _order(
        N_("deliver"), _at("active"), _after_delivery, ("owner",), "P2.5b",
        at="delivery[]",
        tells=("quantities", "outcome"),
        takes=DeliveryInput, ready=(delivery.prepared,),
        when=(delivery.not_more_than_ordered,),
        help=N_("Record a delivery, whole or in part"),
        example='ordertool deliver 7K3FQ --quantity L1=120 --place 海港路88号 --delivered-by "driver Wu" --received-by 周敏',
    ),
    _order(
        N_("sign"), _at("active", "delivered"), _after_slip, ("owner",), "P2.5c",
        at="delivery[].slip",
        takes=SlipInput, ready=(delivery.slip_awaited,),
        when=(delivery.slip_wanted, delivery.cash_in),
        help=N_("Hand in the client's signed slip of a delivery"),
        example="ordertool sign 7K3FQ --slip slip.pdf",
    ),
    _order(
        N_("close"), _at("signed"), "closed", ("processor",), "P2.5c",
        ready=(delivery.nothing_missing,),
        help=N_("Close the order: everything delivered, the slips in"),
        example="ordertool close 7K3FQ",
    ),
    _order(
        N_("pay"), _from("submitted", to="closed"), None, ("finance",), "P7.1c",
        at="payments[]",
        tells=("on",),
        takes=PaymentInput,
        when=(delivery.payment_fits,),
        help=N_("Record a payment of the client's"),
        example="ordertool pay 7K3FQ --amount 241200.00 --on 2027-01-10",
    ),
    _order(
        N_("archive"), _at("closed", "lost", "cancelled"), "archived", ("processor",), "P2.5d",
        many=True, ready=(delivery.paid_up,),
        help=N_("Archive orders that are closed and paid"),
        example="ordertool archive --closed-before 2027-01-15",
    ),
    Move(
        "client", N_("add"), _at(NEW), None, _KEEPERS, Clause("P4.1a"),
        at="profile",
        takes=ClientProfile,
        when=(filing.keeper_known,),
        help=N_("Open a client's file"),
        example='ordertool client add --name "杭州湾物流有限公司" --region 浙江 --contact 周敏 --phone 13800001234',
    ),
    Move(
        "client", N_("credit"), _at("listed"), None, ("finance", "keeper"), Clause("P7.1a"),
        at="credit[]",
        tells=("grade", "valid_until"),
        takes=CreditInput,
        when=(filing.still_valid,),
        help=N_("Record an assessment of a client's credit"),
        example='ordertool client credit 4H8TR --grade A --line 500000 --days 30 --evidence "2025 accounts" '
        "--valid-until 2027-06-30",
    ),
    Move(
        "staff", N_("add"), _at(NEW), None, ("manager", "founder"), Clause("P4.2b"),
        at="profile",
        tells=("department", "roles"),
        takes=StaffProfile,
        when=(filing.email_free, filing.founder_manages),
        help=N_("Add a person to the staff"),
        example="ordertool staff add li.na --name 李娜 --email li.na@example.com --department sales --role owner",
    ),
    Move(
        "staff", N_("away"), _at("listed"), None, ("self", "manager", "processor"), Clause("P2.3a"),
        at="away[]",
        tells=("start", "end", "deputy"),
        takes=AbsenceInput,
        when=(filing.deputy_present,),
        help=N_("Record an absence"),
        example="ordertool staff away sun.tao --from 2026-12-01 --to 2026-12-05",
    ),
)  # fmt: skip

_ROWS: dict[tuple[str, str], Move] = {(row.kind, row.verb): row for row in TABLE}


def row(kind: str, verb: str) -> Move | None:
    """The row of a move, or None when there is no such move."""
    return _ROWS.get((kind, verb))


def moves_from(kind: str, where: str) -> tuple[Move, ...]:
    """The moves that a record standing at `where` may make."""
    return tuple(move for move in TABLE if move.kind == kind and where in move.frm)
