"""The workflow table: every move of an order on one page, with those of files (`file_moves`), and nothing else decides.

Commands, the audit and `explain` read `TABLE`; `moving` applies its rows.
"""

from __future__ import annotations

from typing import Any, Literal

from ordertool.language import N_, Clause
from ordertool.records.amending import ChangeInput, CorrectionInput
from ordertool.records.assignment import AssignmentInput
from ordertool.records.base import Reason
from ordertool.records.fulfilment import (
    DeliveryInput,
    PaymentInput,
    Plan,
    PreparationInput,
    ProblemInput,
    ProgressInput,
)
from ordertool.records.given import (
    AssistanceAnswerInput,
    AssistanceDoneInput,
    DecisionInput,
    RefundInput,
    SettlementInput,
    SlipInput,
    SolutionInput,
    WriteOffInput,
)
from ordertool.records.intake import Form, ForwardInput, HandoverInput, Inquiry, ReplyInput, ReviewInput
from ordertool.records.order import STAGES, Order
from ordertool.records.talk import AssistanceInput, ComplaintInput, ContactInput, Survey
from ordertool.rules.conditions import amending, assigning, delivery, follow_up, intake, standing
from ordertool.rules.file_moves import FILES
from ordertool.rules.move import EXECUTED, NEW, SUBMITTED, WHOLE, Move

_OPEN = ("inquiry", "signed")

LAW = 1
"""The version of the table that judges new moves; each commit names it."""


def _in_execution(order: Order) -> str:
    """Where an order stands whose work goes on: active while quantity is owed, signed when all slips are in."""
    if order.missing() or not order.delivered():
        return "active"
    return "delivered" if order.unsigned else "signed"


def _after_change(order: Order) -> str:
    """New quantities may leave nothing to deliver, or something again."""
    return _in_execution(order) if order.stage in ("active", "delivered") else order.stage


def _at(*stages: str) -> frozenset[str]:
    return frozenset(stages)


def _from(first: str, to: str) -> frozenset[str]:
    """A stretch of an order's life, both ends included."""
    return frozenset(STAGES[STAGES.index(first) : STAGES.index(to) + 1])


def _order(verb: str, frm: frozenset[str], to: Any, who: tuple[str, ...], clause: str, **row: Any) -> Move:
    return Move("order", verb, frm, to, who, Clause(clause), **row)


def _with_reason(verb: str, frm: frozenset[str], to: Any, who: tuple[str, ...], clause: str, **row: Any) -> Move:
    """A row whose only input is the reason, kept as the entry's note."""
    return _order(verb, frm, to, who, clause, at="note", takes=Reason, **row)


_ORDERS = (
    _order(
        N_("inquire"), _at(NEW), "inquiry", ("anyone",), "P2.1a",
        at="inquiry",
        tells=("client", "channel"),
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
    _with_reason(
        N_("lose"), _at("inquiry", "draft"), "lost", ("receptionist",), "P2.6",
        name=N_("give up"),
        help=N_("Record that the client will not order"),
        example='ordertool lose 9D2MX --reason "bought elsewhere"',
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
        after=("draft",),
        at="review[]",
        tells=("outcome", "reasons"),
        takes=ReviewInput,
        when=(intake.review_saw_this_form, intake.return_has_reasons, intake.nothing_blocks),
        help=N_("List the form's findings, pass it or return it to the client"),
        example='ordertool review 7K3FQ --return "deliver_to: no house number"',
    ),
    _order(
        N_("submit"), _at("draft"), "submitted", ("receptionist",), "P2.2c",
        after=("review",),
        at="handover[]",
        tells=("to", "original_at"),
        takes=HandoverInput, ready=(intake.form_passed, intake.somebody_receives),
        when=(intake.papers_handed_over,),
        help=N_("Submit the form and hand its papers to the order department"),
        example="ordertool submit 7K3FQ --original form.pdf --attach drawing.pdf",
    ),
    _with_reason(
        N_("send-back"), _at("submitted"), "draft", ("processor",), "P2.2c",
        ready=(standing.nothing_delivered,),
        help=N_("Send a submitted form back to reception, exactly as it was"),
        example='ordertool send-back 7K3FQ --reason "drawing is not legible"',
    ),
    _order(
        N_("assign"), _at("submitted"), "assigned", ("processor",), "P2.3a",
        at="assignment[]",
        tells=("to", "reason"),
        takes=AssignmentInput,
        many=True,
        when=(assigning.owner_available, assigning.papers_acknowledged, assigning.basis_computes),
        help=N_("Assign the order to its owner and acknowledge the papers"),
        example='ordertool assign 7K3FQ --to li.na --reason "knows the client"',
    ),
    _order(
        N_("confirm"), _at("assigned"), "confirmed", ("owner",), "P2.3c",
        ready=(standing.not_on_hold,),
        help=N_("Confirm that you have taken over the order"),
        example="ordertool confirm 7K3FQ",
    ),
    _with_reason(
        N_("decline"), _at("assigned"), "submitted", ("owner",), "P2.3c",
        help=N_("Decline an order that was assigned to you"),
        example='ordertool decline 7K3FQ --reason "away next week"',
    ),
    _order(
        N_("reassign"), _at("assigned", "confirmed", "active"), "assigned", ("processor",), "P2.3a",
        at="assignment[]",
        tells=("to", "reason"),
        takes=AssignmentInput,
        when=(
            assigning.owner_available, assigning.another_owner, assigning.papers_acknowledged, assigning.basis_computes,
        ),
        help=N_("Give the order to another owner"),
        example='ordertool reassign 7K3FQ --to sun.tao --reason "li.na is ill"',
    ),
    _order(
        N_("plan"), _at("confirmed", "active"), "active", ("owner",), "P2.4a",
        at="plan",
        tells=("every", "reason"),
        takes=Plan, ready=(standing.not_on_hold, follow_up.prepaid),
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
        N_("escalate"), frozenset(EXECUTED), None, ("owner",), "P2.4c",
        at="problems[]",
        tells=("problem",),
        takes=ProblemInput,
        help=N_("Take a problem that you cannot solve to the order department"),
        example='ordertool escalate 7K3FQ --problem "crane not available"',
    ),
    _order(
        N_("coordinate"), frozenset(EXECUTED), None, ("processor",), "P2.4c",
        at="problems[].decisions[]",
        takes=DecisionInput,
        ready=(follow_up.problem_waits,),
        when=(follow_up.problem_open, follow_up.departments_exist),
        help=N_("Record what was decided on a problem, together with other departments"),
        example='ordertool coordinate 7K3FQ Q1 --with production --with sales --decision "hire a crane for two days"',
    ),
    _order(
        N_("resolve"), frozenset(EXECUTED), None, ("processor",), "P2.4c",
        at="problems[].solution",
        takes=SolutionInput,
        ready=(follow_up.problem_waits,),
        when=(follow_up.problem_open,),
        help=N_("Record how a problem was solved"),
        example='ordertool resolve 7K3FQ Q1 --solution "crane on site 12-14"',
    ),
    _order(
        N_("assist"), frozenset(EXECUTED), None, ("owner", "processor"), "P5.1b",
        at="assistance[]",
        tells=("department", "need"),
        takes=AssistanceInput,
        when=(follow_up.department_asked_exists,),
        help=N_("Ask another department for assistance, or answer such a request"),
        example='ordertool assist 7K3FQ --ask production --need "two welders on 12-15"',
    ),
    _order(
        N_("assist-answer"), frozenset(EXECUTED), None, ("asked",), "P5.1b",
        at="assistance[].answer",
        command="assist",
        takes=AssistanceAnswerInput,
        ready=(follow_up.request_waits,),
        when=(follow_up.asked_department_answers,),
        help=N_("Accept or decline a request for assistance"),
        example="ordertool assist 7K3FQ A1 --accept",
    ),
    _order(
        N_("assist-done"), frozenset(EXECUTED), None, ("asked",), "P5.1b",
        at="assistance[].done",
        command="assist",
        takes=AssistanceDoneInput,
        ready=(follow_up.request_taken_on,),
        when=(follow_up.asked_department_does,),
        help=N_("Report that the assistance was given"),
        example="ordertool assist 7K3FQ A1 --done",
    ),
    _order(
        N_("contact"), _from(*_OPEN), None, ("owner", "taker", "holder", "phase", "receptionist", "processor"), "P5.2a",
        at="contacts[]",
        tells=("channel",),
        takes=ContactInput,
        help=N_("Record a talk with the client"),
        example='ordertool contact 7K3FQ --channel phone --text "told the client the install date"',
    ),
    _order(
        N_("change"), _from("submitted", "delivered"), _after_change, ("owner", "processor"), "P2.6",
        at="changes[]",
        tells=("cause", "reason"),
        takes=ChangeInput,
        when=(amending.client_agreed, amending.terms_change, amending.terms_stay_complete, amending.rest_to_deliver),
        help=N_("Change the terms, as agreed with the client"),
        example='ordertool change 7K3FQ --set deliver_by=2026-12-24 --reason "port closed by typhoon" '
        '--cause force-majeure --agreed-by "周敏;phone;2026-12-10T15:00"',
    ),
    _order(
        N_("correct"), _from("submitted", "delivered"), None, ("processor", "owner"), "P6.1b",
        at="corrections[]",
        tells=("cause", "delay"),
        takes=CorrectionInput,
        when=(amending.no_term_corrected, amending.terms_change, amending.terms_stay_complete),
        help=N_("Correct what was typed wrong, with its cause and what it led to"),
        example='ordertool correct 7K3FQ --set contract=HT-2026-118 --cause "two digits swapped" --delay 4h',
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
        N_("deliver"), _at("active"), _in_execution, ("owner",), "P2.5b",
        at="delivery[]",
        tells=("quantities", "outcome"),
        takes=DeliveryInput, ready=(standing.not_on_hold, follow_up.prepaid, delivery.prepared),
        when=(delivery.not_more_than_ordered,),
        help=N_("Record a delivery, whole or in part"),
        example='ordertool deliver 7K3FQ --quantity L1=120 --place 海港路88号 --delivered-by "driver Wu" --received-by 周敏',
    ),
    _order(
        N_("sign"), _at("active", "delivered"), _in_execution, ("owner",), "P2.5c",
        at="delivery[].slips[]",
        takes=SlipInput, ready=(standing.not_on_hold, delivery.slip_awaited),
        when=(delivery.slip_wanted, delivery.cash_in),
        help=N_("Hand in the client's signed slip of a delivery"),
        example="ordertool sign 7K3FQ --slip slip.pdf",
    ),
    _order(
        N_("close"), _at("signed"), "closed", ("processor",), "P2.5c",
        ready=(standing.not_on_hold, delivery.nothing_missing, delivery.complaints_settled),
        help=N_("Close the order: everything delivered, the slips in"),
        example="ordertool close 7K3FQ",
    ),
    _with_reason(
        N_("waive"), _at("active", "delivered", "signed"), "closed", ("manager",), "P2.5c",
        command="close",
        ready=(standing.not_on_hold, delivery.slips_in, delivery.something_missing, delivery.complaints_settled),
        help=N_("Close the order although something is missing"),
        example='ordertool close 7K3FQ --waive "the client does without the rest"',
    ),
    _with_reason(
        N_("reopen"), _at("closed"), "delivered", ("manager", "processor"), "P2.6",
        help=N_("Open a closed order again"),
        example='ordertool reopen 7K3FQ --reason "two rails came back"',
    ),
    _order(
        N_("complain"), frozenset(SUBMITTED), None, ("anyone",), "P5.2c",
        at="complaints[]",
        takes=ComplaintInput,
        help=N_("Record a client's complaint"),
        example='ordertool complain 7K3FQ --text "two rails scratched"',
    ),
    _order(
        N_("settle"), frozenset(SUBMITTED), None, ("owner",), "P5.2c",
        at="complaints[].settlement",
        takes=SettlementInput,
        ready=(delivery.complaint_waits,),
        when=(delivery.feedback_given,),
        help=N_("Record how a complaint was settled, and the client's feedback"),
        example='ordertool settle 7K3FQ K1 --solution "rails replaced" --feedback "client content"',
    ),
    _order(
        N_("survey"), _from("delivered", "closed"), None, ("receptionist", "processor"), "P6.2b",
        name=N_("record a survey of"),
        at="survey",
        tells=("score",),
        takes=Survey, ready=(delivery.never_the_owner, delivery.surveyed_once),
        help=N_("Record the client's answer to the satisfaction survey"),
        example='ordertool survey 7K3FQ --score 5 --comment "on time"',
    ),
    _order(
        N_("pay"), frozenset(SUBMITTED), None, ("finance",), "P7.1c",
        at="payments[]",
        tells=("on",),
        takes=PaymentInput,
        when=(delivery.payment_fits,),
        help=N_("Record a payment of the client's"),
        example="ordertool pay 7K3FQ --amount 241200.00 --on 2027-01-10",
    ),
    _order(
        N_("refund"), _from("draft", "closed") | _at("lost", "cancelled"), None, ("finance",), "P7.1c",
        at="payments[]",
        command="pay",
        tells=("on", "reason"),
        takes=RefundInput,
        when=(delivery.payment_fits,),
        help=N_("Record money that went back to the client"),
        example='ordertool pay 7K3FQ --refund --amount 500.00 --on 2027-01-12 --reason "two rails returned"',
    ),
    _order(
        N_("write-off"), frozenset(SUBMITTED), None, ("manager",), "P7.1c",
        at="payments[]",
        command="pay",
        tells=("on", "reason"),
        takes=WriteOffInput,
        when=(delivery.payment_fits,),
        help=N_("Write off money that will not come in"),
        example='ordertool pay 7K3FQ --write-off --amount 1200.00 --reason "client is bankrupt"',
    ),
    _with_reason(
        N_("hold"), _from(*_OPEN), None, ("processor", "manager"), "P2.6",
        ready=(standing.not_on_hold,),
        help=N_("Put the order on hold: its clocks stop"),
        example='ordertool hold 7K3FQ --reason "credit watch"',
    ),
    _order(
        N_("resume"), _from(*_OPEN), None, ("processor", "manager"), "P2.6",
        after=("hold",),
        ready=(standing.held_before,),
        help=N_("Take the order off hold: its clocks run on"),
        example="ordertool resume 7K3FQ",
    ),
    _with_reason(
        N_("cancel"), _from(*_OPEN), "cancelled", ("manager", "processor"), "P2.6",
        help=N_("Cancel the order"),
        example='ordertool cancel 7K3FQ --reason "client gave up the project"',
    ),
    _order(
        N_("undo"), _at(*(stage for stage in STAGES if stage != "archived")), None, ("anyone",), "P2.6",
        at=WHOLE,
        takes=Order,
        ready=(standing.own_last_move,),
        when=(standing.brings_back,),
        help=N_("Take back your own last move, while nobody has built on it"),
        example="ordertool undo 7K3FQ",
    ),
    _order(
        N_("archive"), _at("closed", "lost", "cancelled"), "archived", ("processor",), "P2.5d",
        many=True, ready=(delivery.paid_up, delivery.complaints_settled),
        help=N_("Archive orders that are closed and paid"),
        example="ordertool archive --closed-before 2027-01-15",
    ),
)  # fmt: skip

TABLE: tuple[Move, ...] = (*_ORDERS, *FILES)

_ROWS: dict[tuple[str, str], Move] = {(row.kind, row.verb): row for row in TABLE}


def words(kind: Literal["order", "client", "staff"]) -> Move:
    """What an edit of comments and spelling is judged as: no value changes, but who may type, when, and the archive's seal hold."""
    stages = frozenset(STAGES) - {"archived"} if kind == "order" else frozenset(("listed",))
    return Move(kind, N_("save"), stages, None, ("anyone",), Clause("P2.5d"), help="")


def row(kind: str, verb: str) -> Move | None:
    """The row of a move, or None when there is no such move."""
    return _ROWS.get((kind, verb))


def moves_from(kind: str, where: str) -> tuple[Move, ...]:
    """The moves that a record standing at `where` may make."""
    return tuple(move for move in TABLE if move.kind == kind and where in move.frm)
