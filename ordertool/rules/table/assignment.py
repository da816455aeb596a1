"""The rows of the workflow table for who gets an order (P2.3)."""

from __future__ import annotations

from ordertool.language import N_
from ordertool.records.assignment import AssignmentInput
from ordertool.rules.conditions import assigning, credit, standing
from ordertool.rules.table.rows import at, order, with_reason

ROWS = (
    order(
        N_("assign"), at("submitted"), "assigned", ("processor",), "P2.3a",
        at="assignment[]",
        repeats=("to", "reason"),
        takes=AssignmentInput,
        many=True,
        ready=(credit.verdict_given,),
        when=(assigning.owner_available, assigning.papers_acknowledged, assigning.basis_computes),
        warns=(assigning.told_of_rules, assigning.told_of_absence),
        help=N_("Assign the order to its owner and acknowledge the papers"),
        example='ordertool assign 7K3FQ --to li.na --reason "knows the client"',
    ),
    order(
        N_("confirm"), at("assigned"), "confirmed", ("owner",), "P2.3c",
        ready=(standing.not_on_hold,),
        help=N_("Confirm that you have taken over the order"),
        example="ordertool confirm 7K3FQ",
    ),
    with_reason(
        N_("decline"), at("assigned"), "submitted", ("owner",), "P2.3c",
        help=N_("Decline an order that was assigned to you"),
        example='ordertool decline 7K3FQ --reason "away next week"',
    ),
    order(
        N_("reassign"), at("assigned", "confirmed", "active"), "assigned", ("processor",), "P2.3a",
        at="assignment[]",
        repeats=("to", "reason"),
        takes=AssignmentInput,
        when=(
            assigning.owner_available, assigning.another_owner, assigning.papers_acknowledged, assigning.basis_computes,
        ),
        warns=(assigning.told_of_rules, assigning.told_of_absence),
        help=N_("Give the order to another owner"),
        example='ordertool reassign 7K3FQ --to sun.tao --reason "li.na is ill"',
    ),
)  # fmt: skip
