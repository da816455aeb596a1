"""The rows of the workflow table for the talk with the client (P5.2, P6.2b)."""

from __future__ import annotations

from ordertool.language import N_
from ordertool.records.given import SettlementInput
from ordertool.records.talk import ComplaintInput, ContactInput, Survey
from ordertool.rules.conditions import delivery
from ordertool.rules.move import SUBMITTED
from ordertool.rules.table.rows import OPEN, order, stretch

ROWS = (
    order(
        N_("contact"), stretch(*OPEN), None, ("owner", "taker", "holder", "phase", "receptionist", "processor"), "P5.2a",
        at="contacts[]",
        tells=("channel",),
        takes=ContactInput,
        help=N_("Record a talk with the client"),
        example='ordertool contact 7K3FQ --channel phone --text "told the client the install date"',
    ),
    order(
        N_("complain"), frozenset(SUBMITTED), None, ("anyone",), "P5.2c",
        at="complaints[]",
        takes=ComplaintInput,
        help=N_("Record a client's complaint"),
        example='ordertool complain 7K3FQ --text "two rails scratched"',
    ),
    order(
        N_("settle"), frozenset(SUBMITTED), None, ("owner",), "P5.2c",
        at="complaints[].settlement",
        takes=SettlementInput,
        ready=(delivery.complaint_waits,),
        when=(delivery.feedback_given,),
        help=N_("Record how a complaint was settled, and the client's feedback"),
        example='ordertool settle 7K3FQ K1 --solution "rails replaced" --feedback "client content"',
    ),
    order(
        N_("survey"), stretch("delivered", "closed"), None, ("receptionist", "processor"), "P6.2b",
        name=N_("record a survey of"),
        at="survey",
        tells=("score",),
        takes=Survey, ready=(delivery.never_the_owner, delivery.surveyed_once),
        help=N_("Record the client's answer to the satisfaction survey"),
        example='ordertool survey 7K3FQ --score 5 --comment "on time"',
    ),
)  # fmt: skip
