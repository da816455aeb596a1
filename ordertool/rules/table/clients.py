"""The rows of the workflow table for the files of clients, which have no stages (P4.1, P7.1a; decision 2)."""

from __future__ import annotations

from ordertool.language import N_, Clause
from ordertool.records.client import ClientProfile, CreditInput
from ordertool.rules.conditions import filing
from ordertool.rules.move import LISTED, OPENED, Move

_KEEPERS = ("receptionist", "owner", "processor", "finance", "manager")

ROWS = (
    Move(
        "client", N_("add"), OPENED, None, _KEEPERS, Clause("P4.1a"),
        name=N_("open a client's file"),
        at="profile",
        tells=("name", "region"),
        takes=ClientProfile,
        when=(filing.keeper_known,),
        help=N_("Open a client's file"),
        example='ordertool client add --name "杭州湾物流有限公司" --region 浙江 --contact 周敏 --phone 13800001234',
    ),
    Move(
        "client", N_("credit"), LISTED, None, ("finance", "keeper"), Clause("P7.1a"),
        name=N_("assess the credit of"),
        at="credit[]",
        tells=("grade", "valid_until"),
        takes=CreditInput,
        when=(filing.still_valid,),
        help=N_("Record an assessment of a client's credit"),
        example='ordertool client credit 4H8TR --grade A --line 500000 --days 30 --evidence "2025 accounts" '
        "--valid-until 2027-06-30",
    ),
)  # fmt: skip
