"""The row of the workflow table for going beyond a client's credit limit (P7.1b)."""

from __future__ import annotations

from ordertool.language import N_
from ordertool.records.credit import OverrideInput
from ordertool.rules.conditions import credit
from ordertool.rules.table.rows import order, stretch

ROWS = (
    order(
        N_("override"), stretch("draft", "active"), None, ("manager", "finance"), "P7.1b",
        name=N_("override the credit limit for"),
        at="overrides[]",
        repeats=("until", "reason"),
        takes=OverrideInput, ready=(credit.approver_named, credit.not_who_submits),
        when=(credit.override_runs, credit.statement_computes, credit.something_to_override),
        help=N_("Let an order go beyond the client's credit limit, until a day"),
        example='ordertool override 7K3FQ --reason "bank guarantee is on its way" --until 2026-12-31',
    ),
)  # fmt: skip
