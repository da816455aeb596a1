"""The rows of the workflow table from the preparation of a delivery to the closing (P2.5)."""

from __future__ import annotations

from ordertool.language import N_
from ordertool.records.fulfilment import DeliveryInput, PreparationInput
from ordertool.records.given import SlipInput
from ordertool.rules.conditions import complaints, credit, credit_watch, delivery, follow_up, standing
from ordertool.rules.table.rows import at, in_execution, order, with_reason

ROWS = (
    order(
        N_("prepare"), at("active"), None, ("owner",), "P2.5a",
        at="preparation[]",
        repeats=("done", "when"),
        takes=PreparationInput,
        when=(delivery.steps_on_checklist, delivery.told_in_time),
        help=N_("Prepare the delivery: checklist, and what was agreed with the client"),
        example='ordertool prepare 7K3FQ --done packaging --told "周敏;phone;2026-12-17T10:00" --when 2026-12-18T09:00',
    ),
    order(
        N_("deliver"), at("active"), in_execution, ("owner",), "P2.5b",
        at="delivery[]",
        repeats=("quantities", "outcome"),
        takes=DeliveryInput, ready=(standing.not_on_hold, credit_watch.supply_goes_on, follow_up.prepaid, delivery.prepared),
        when=(delivery.not_more_than_ordered, credit.within_limit),
        warns=(credit.told_of_limit,), foretells=(credit.rest_within_limit,),
        help=N_("Record a delivery, whole or in part"),
        example='ordertool deliver 7K3FQ --quantity L1=120 --place 海港路88号 --delivered-by "driver Wu" --received-by 周敏',
    ),
    order(
        N_("sign"), at("active", "delivered"), in_execution, ("owner",), "P2.5c",
        at="delivery[].slips[]",
        takes=SlipInput, ready=(standing.not_on_hold, delivery.slip_awaited),
        when=(delivery.slip_wanted, delivery.cash_in),
        help=N_("Hand in the client's signed slip of a delivery"),
        example="ordertool sign 7K3FQ --slip slip.pdf",
    ),
    order(
        N_("close"), at("signed"), "closed", ("processor",), "P2.5c",
        ready=(standing.not_on_hold, delivery.nothing_missing, complaints.complaints_settled),
        help=N_("Close the order: everything delivered, the slips in"),
        example="ordertool close 7K3FQ",
    ),
    with_reason(
        N_("waive"), at("active", "delivered", "signed"), "closed", ("manager",), "P2.5c",
        command="close",
        ready=(standing.not_on_hold, delivery.slips_in, delivery.something_missing, complaints.complaints_settled),
        help=N_("Close the order although something is missing"),
        example='ordertool close 7K3FQ --waive "the client does without the rest"',
    ),
    with_reason(
        N_("reopen"), at("closed"), "delivered", ("manager", "processor"), "P2.6",
        when=(credit.within_limit,),
        warns=(credit.told_of_limit,),
        help=N_("Open a closed order again"),
        example='ordertool reopen 7K3FQ --reason "two rails came back"',
    ),
)  # fmt: skip
