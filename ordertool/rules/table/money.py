"""The rows of the workflow table for the client's money (P2.5b, P7.1c)."""

from __future__ import annotations

from ordertool.language import N_
from ordertool.records.fulfilment import PaymentInput
from ordertool.records.given import RefundInput, WriteOffInput
from ordertool.records.money import InvoiceInput, TakeBackInput
from ordertool.records.order import Order
from ordertool.rules.conditions import money, opening
from ordertool.rules.move import NEW, SUBMITTED, WHOLE
from ordertool.rules.table.rows import at, order, stretch

ROWS = (
    order(
        N_("take-back"), stretch("active", "closed"), "active", ("owner", "processor"), "P2.5b",
        name=N_("take back goods of"),
        at="taken_back[]",
        repeats=("quantities", "reason"),
        takes=TakeBackInput,
        when=(money.came_back,),
        help=N_("Record goods that came back from the client"),
        example='ordertool take-back 7K3FQ --quantity L2=2 --reason "two rails scratched"',
    ),
    order(
        N_("invoice"), frozenset(SUBMITTED), None, ("finance",), "P7.1c",
        at="invoices[]",
        repeats=("kind", "number", "on"),
        takes=InvoiceInput,
        when=(money.invoice_fits,),
        help=N_("Record an invoice, or a credit note"),
        example="ordertool invoice 7K3FQ --number 26332000000123456789 --amount 241200.00 --tax 27748.67 --on 2026-12-20",
    ),
    order(
        N_("pay"), frozenset(SUBMITTED) | at("archived"), None, ("finance",), "P7.1c",
        at="payments[]",
        repeats=("on", "deposit"),
        takes=PaymentInput,
        many=True,
        when=(money.payment_fits, money.deposit_drawn),
        help=N_("Record a payment of the client's"),
        example="ordertool pay 7K3FQ --amount 241200.00 --on 2027-01-10",
    ),
    order(
        N_("refund"), stretch("draft", "closed") | at("lost", "cancelled"), None, ("finance",), "P7.1c",
        at="payments[]",
        command="pay",
        repeats=("on", "reason"),
        takes=RefundInput,
        when=(money.payment_fits,),
        help=N_("Record money that went back to the client"),
        example='ordertool pay 7K3FQ --refund --amount 500.00 --on 2027-01-12 --reason "two rails returned"',
    ),
    order(
        N_("write-off"), frozenset(SUBMITTED) | at("archived"), None, ("manager",), "P7.1c",
        at="payments[]",
        command="pay",
        repeats=("on", "reason"),
        takes=WriteOffInput,
        when=(money.payment_fits,),
        help=N_("Write off money that will not come in"),
        example='ordertool pay 7K3FQ --write-off --amount 1200.00 --reason "client is bankrupt"',
    ),
    order(
        N_("opening"), at(NEW), None, ("manager",), "P4.2a",
        name=N_("bring in"),
        at=WHOLE,
        takes=Order,
        many=True,
        ready=(opening.before_going_live,),
        when=(opening.sections_fit, opening.names_known, opening.past_when_entered),
        help=N_("Bring in open orders and debts from before the book"),
        example="ordertool opening --from open-orders.yaml",
    ),
)  # fmt: skip
