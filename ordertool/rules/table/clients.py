"""The rows of the workflow table for the files of clients, which have no stages (P4.1, P7.1a; decision 2)."""

from __future__ import annotations

from ordertool.language import N_, Clause
from ordertool.records.client import ClientProfile, CreditInput, MergeInput
from ordertool.rules.conditions import clients, credit, filing
from ordertool.rules.move import LISTED, OPENED, Move

_KEEPERS = ("receptionist", "owner", "processor", "finance", "manager")
_WRITERS = ("keeper", "receptionist", "processor", "finance", "manager")
"""Who keeps a file right: owners only those that they keep."""

ROWS = (
    Move(
        "client", N_("add"), OPENED, None, _KEEPERS, Clause("P4.1a"),
        name=N_("open a client's file"),
        at="profile",
        repeats=("name", "region"),
        takes=ClientProfile,
        when=(filing.keeper_known, clients.code_valid, clients.phones_valid, clients.told_apart),
        help=N_("Open a client's file"),
        example='ordertool client add --name "杭州湾物流有限公司" --region 浙江 --contact 周敏 --phone 13800001234',
    ),
    Move(
        "client", N_("edit"), LISTED, None, _WRITERS, Clause("P4.1a"),
        name=N_("change the file of"),
        at="profile",
        repeats=("name", "region"),
        takes=ClientProfile,
        ready=(clients.not_merged,),
        when=(
            clients.file_changes, filing.keeper_known, clients.code_valid, clients.phones_valid, clients.told_apart,
        ),
        help=N_("Change a client's file: contacts, address, needs, keeper …"),
        example='ordertool client edit 4H8TR --address "宁波市海港路90号" --needs "重型货架，每季补货"',
    ),
    Move(
        "client", N_("confirm-file"), LISTED, None, _WRITERS, Clause("P4.1b"),
        command="confirm",
        name=N_("confirm the file of"),
        ready=(clients.not_merged,),
        help=N_("Say that all of a client's file is still right"),
        example="ordertool client confirm 4H8TR",
    ),
    Move(
        "client", N_("merge"), LISTED, None, ("processor", "manager"), Clause("P4.1a"),
        name=N_("merge the file of"),
        at="merged",
        repeats=("into", "reason"),
        takes=MergeInput,
        ready=(clients.not_merged, clients.nothing_left_open),
        when=(clients.merged_into_another, clients.codes_agree),
        help=N_("Merge a second file of a client into the first: its orders count as that one's"),
        example='ordertool client merge 9P5VX --into 4H8TR --reason "same company, opened twice"',
    ),
    Move(
        "client", N_("credit"), LISTED, None, ("finance", "keeper"), Clause("P7.1a"),
        name=N_("assess the credit of"),
        at="credit[]",
        repeats=("grade", "valid_until"),
        takes=CreditInput,
        ready=(clients.not_merged,),
        when=(filing.still_valid, credit.limit_in_cents, credit.limit_not_below_exposure),
        help=N_("Record an assessment of a client's credit"),
        example='ordertool client credit 4H8TR --grade A --line 500000 --days 30 --evidence "2025 accounts" '
        "--valid-until 2027-06-30",
    ),
)  # fmt: skip
