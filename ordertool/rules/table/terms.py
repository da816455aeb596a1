"""The rows of the workflow table for what amends the terms (P2.6, P6.1b)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ordertool.language import N_
from ordertool.records.amending import ChangeInput, CorrectionInput
from ordertool.rules.conditions import amending, credit
from ordertool.rules.table.rows import in_execution, order, stretch

if TYPE_CHECKING:
    from ordertool.records.order import Order


def _after_change(changed: Order) -> str:
    """New quantities may leave nothing to deliver, or something again."""
    return in_execution(changed) if changed.stage in ("active", "delivered") else changed.stage


ROWS = (
    order(
        N_("change"), stretch("submitted", "delivered"), _after_change, ("owner", "processor"), "P2.6",
        at="changes[]",
        repeats=("cause", "reason"),
        takes=ChangeInput,
        when=(
            amending.client_agreed, amending.terms_change, amending.terms_stay_complete, amending.rest_to_deliver,
            credit.within_limit,
        ),
        warns=(credit.told_of_limit,),
        help=N_("Change the terms, as agreed with the client"),
        example='ordertool change 7K3FQ --set deliver_by=2026-12-24 --reason "port closed by typhoon" '
        '--cause force-majeure --agreed-by "周敏;phone;2026-12-10T15:00"',
    ),
    order(
        N_("correct"), stretch("submitted", "delivered"), None, ("processor", "owner"), "P6.1b",
        at="corrections[]",
        repeats=("cause", "delay"),
        takes=CorrectionInput,
        when=(amending.no_term_corrected, amending.terms_change, amending.terms_stay_complete),
        help=N_("Correct what was typed wrong, with its cause and what it led to"),
        example='ordertool correct 7K3FQ --set contract=HT-2026-118 --cause "two digits swapped" --delay 4h',
    ),
)  # fmt: skip
