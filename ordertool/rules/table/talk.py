"""The rows of the workflow table for the talk with the client (P5.2, P6.2b)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ordertool.language import N_
from ordertool.records.given import ResponseInput, SettlementInput
from ordertool.records.talk import ComplaintInput, ContactInput, Survey, SurveySheetInput
from ordertool.rules.conditions import complaints, surveys
from ordertool.rules.move import COMPLAINED
from ordertool.rules.table.rows import OPEN, order, stretch

if TYPE_CHECKING:
    from ordertool.records.order import Order


def _after_settlement(settled: Order) -> str:
    """An inquiry was only there for its complaints."""
    return "closed" if settled.stage == "inquiry" and not settled.open_complaints else settled.stage


ROWS = (
    order(
        N_("contact"), stretch(*OPEN), None, ("owner", "taker", "holder", "phase", "receptionist", "processor"), "P5.2a",
        at="contacts[]",
        repeats=("channel",),
        takes=ContactInput,
        help=N_("Record a talk with the client"),
        example='ordertool contact 7K3FQ --channel phone --text "told the client the install date"',
    ),
    order(
        N_("complain"), frozenset(COMPLAINED), None, ("anyone",), "P5.2c",
        at="complaints[]",
        repeats=("kind", "dispute"),
        takes=ComplaintInput, ready=(complaints.client_ordered,),
        when=(complaints.handler_there,),
        help=N_("Record a client's complaint"),
        example='ordertool complain 7K3FQ --text "two rails scratched"',
    ),
    order(
        N_("respond"), frozenset(COMPLAINED), None, ("owner", "handler"), "P5.2c",
        name=N_("record the first answer to a complaint of"),
        at="complaints[].response",
        takes=ResponseInput, ready=(complaints.answer_awaited,),
        when=(complaints.answered_once, complaints.its_own_handler),
        help=N_("Record what the client was told first of a complaint"),
        example='ordertool respond 7K3FQ K1 --text "we look at the rails tomorrow" --channel phone',
    ),
    order(
        N_("settle"), frozenset(COMPLAINED), _after_settlement, ("owner", "handler"), "P5.2c",
        at="complaints[].settlement",
        takes=SettlementInput,
        ready=(complaints.complaint_waits,),
        when=(complaints.feedback_given, complaints.its_own_handler),
        help=N_("Record how a complaint was settled, and the client's feedback"),
        example='ordertool settle 7K3FQ K1 --solution "rails replaced" --feedback "client content"',
    ),
    order(
        N_("survey-sent"), stretch("delivered", "closed"), None, ("receptionist", "processor"), "P6.2b",
        name=N_("send a survey sheet of"),
        command="survey",
        at="survey_sheets[]",
        repeats=("form", "channel"),
        takes=SurveySheetInput, ready=(surveys.never_the_owner, surveys.surveyed_once),
        help=N_("Make a sheet of the satisfaction survey for the client, and record that it went out"),
        example="ordertool survey 7K3FQ --sheet survey.html",
    ),
    order(
        N_("survey"), stretch("delivered", "closed"), None, ("receptionist", "processor"), "P6.2b",
        name=N_("record a survey of"),
        at="survey",
        repeats=("score",),
        many=True,
        takes=Survey, ready=(surveys.never_the_owner, surveys.surveyed_once),
        help=N_("Record the client's answer to the satisfaction survey"),
        example='ordertool survey 7K3FQ --score 5 --comment "on time"',
    ),
)  # fmt: skip
