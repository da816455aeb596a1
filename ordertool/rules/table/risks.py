"""The rows of the workflow table for the risk register of an order (P7.2)."""

from __future__ import annotations

from ordertool.language import N_
from ordertool.records.risk import RiskCloseInput, RiskInput, RiskReviewInput
from ordertool.rules.conditions import risk
from ordertool.rules.move import EXECUTED
from ordertool.rules.table.rows import order

_WHO = ("owner", "phase", "processor")

ROWS = (
    order(
        N_("risk"), frozenset(EXECUTED), None, _WHO, "P7.2",
        name=N_("enter a risk of"),
        at="risks[]",
        repeats=("likelihood", "effect"),
        takes=RiskInput,
        when=(risk.watched, risk.look_to_come),
        help=N_("Enter a risk of an order, look at one again, or close it"),
        example='ordertool risk 7K3FQ --risk "port closed in winter" --likelihood 3 --effect 4 '
        '--countermeasure "ship by rail" --look 2026-12-01',
    ),
    order(
        N_("risk-review"), frozenset(EXECUTED), None, ("risk-owner", *_WHO), "P7.2",
        name=N_("look at a risk of"),
        at="risk_reviews[]",
        repeats=("risk", "likelihood", "effect"),
        command="risk",
        takes=RiskReviewInput,
        ready=(risk.risk_waits,),
        when=(risk.risk_open, risk.look_to_come),
        help=N_("Record how a risk stands now"),
        example='ordertool risk 7K3FQ RR1 --review "carrier confirms the slot" --likelihood 2',
    ),
    order(
        N_("risk-close"), frozenset(EXECUTED), None, ("risk-owner", *_WHO), "P7.2",
        name=N_("close a risk of"),
        at="risk_reviews[]",
        repeats=("risk", "outcome"),
        command="risk",
        takes=RiskCloseInput,
        ready=(risk.risk_waits,),
        when=(risk.risk_open,),
        help=N_("Record what became of a risk"),
        example='ordertool risk 7K3FQ RR1 --close averted --note "delivered before the frost"',
    ),
)  # fmt: skip
