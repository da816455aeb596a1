"""The rows of the workflow table for the client's money (P7.1c)."""

from __future__ import annotations

from ordertool.language import N_
from ordertool.records.fulfilment import PaymentInput
from ordertool.records.given import RefundInput, WriteOffInput
from ordertool.rules.conditions import delivery
from ordertool.rules.move import SUBMITTED
from ordertool.rules.table.rows import at, order, stretch

ROWS = (
    order(
        N_("pay"), frozenset(SUBMITTED), None, ("finance",), "P7.1c",
        at="payments[]",
        tells=("on",),
        takes=PaymentInput,
        when=(delivery.payment_fits,),
        help=N_("Record a payment of the client's"),
        example="ordertool pay 7K3FQ --amount 241200.00 --on 2027-01-10",
    ),
    order(
        N_("refund"), stretch("draft", "closed") | at("lost", "cancelled"), None, ("finance",), "P7.1c",
        at="payments[]",
        command="pay",
        tells=("on", "reason"),
        takes=RefundInput,
        when=(delivery.payment_fits,),
        help=N_("Record money that went back to the client"),
        example='ordertool pay 7K3FQ --refund --amount 500.00 --on 2027-01-12 --reason "two rails returned"',
    ),
    order(
        N_("write-off"), frozenset(SUBMITTED), None, ("manager",), "P7.1c",
        at="payments[]",
        command="pay",
        tells=("on", "reason"),
        takes=WriteOffInput,
        when=(delivery.payment_fits,),
        help=N_("Write off money that will not come in"),
        example='ordertool pay 7K3FQ --write-off --amount 1200.00 --reason "client is bankrupt"',
    ),
)  # fmt: skip
