"""The rows of the workflow table for the files of clients and of the staff, which have no stages (decision 2)."""

from __future__ import annotations

from ordertool.language import N_, Clause
from ordertool.records.client import ClientProfile, CreditInput
from ordertool.records.staff import AbsenceInput, StaffProfile
from ordertool.rules.conditions import filing
from ordertool.rules.move import NEW, Move

_KEEPERS = ("receptionist", "owner", "processor", "finance", "manager")
_OPENED, _LISTED = frozenset((NEW,)), frozenset(("listed",))

FILES = (
    Move(
        "client", N_("add"), _OPENED, None, _KEEPERS, Clause("P4.1a"),
        name=N_("open a client's file"),
        at="profile",
        tells=("name", "region"),
        takes=ClientProfile,
        when=(filing.keeper_known,),
        help=N_("Open a client's file"),
        example='ordertool client add --name "杭州湾物流有限公司" --region 浙江 --contact 周敏 --phone 13800001234',
    ),
    Move(
        "client", N_("credit"), _LISTED, None, ("finance", "keeper"), Clause("P7.1a"),
        name=N_("assess the credit of"),
        at="credit[]",
        tells=("grade", "valid_until"),
        takes=CreditInput,
        when=(filing.still_valid,),
        help=N_("Record an assessment of a client's credit"),
        example='ordertool client credit 4H8TR --grade A --line 500000 --days 30 --evidence "2025 accounts" '
        "--valid-until 2027-06-30",
    ),
    Move(
        "staff", N_("add"), _OPENED, None, ("manager", "founder"), Clause("P4.2b"),
        name=N_("add to the staff"),
        at="profile",
        tells=("department", "roles"),
        takes=StaffProfile,
        when=(filing.email_free, filing.founder_manages),
        help=N_("Add a person to the staff"),
        example="ordertool staff add li.na --name 李娜 --email li.na@example.com --department sales --role owner",
    ),
    Move(
        "staff", N_("away"), _LISTED, None, ("self", "manager", "processor"), Clause("P2.3a"),
        name=N_("record an absence of"),
        at="away[]",
        tells=("start", "end", "deputy"),
        takes=AbsenceInput,
        when=(filing.deputy_present,),
        help=N_("Record an absence"),
        example="ordertool staff away sun.tao --from 2026-12-01 --to 2026-12-05",
    ),
)  # fmt: skip
