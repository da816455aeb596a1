"""The rows of the workflow table for the files of the staff (P4.2b)."""

from __future__ import annotations

from ordertool.language import N_, Clause
from ordertool.records.staff import AbsenceInput, BackInput, LeavingInput, StaffProfile, TrainingInput
from ordertool.rules.conditions import absence, assigning, filing, leaving
from ordertool.rules.move import LISTED, OPENED, Move

ROWS = (
    Move(
        "staff", N_("add"), OPENED, None, ("manager", "founder"), Clause("P4.2b"),
        name=N_("add to the staff"),
        at="profile",
        repeats=("department", "roles"),
        takes=StaffProfile,
        when=(filing.email_free, filing.founder_manages),
        help=N_("Add a person to the staff"),
        example="ordertool staff add li.na --name 李娜 --email li.na@example.com --department sales --role owner",
    ),
    Move(
        "staff", N_("edit"), LISTED, None, ("manager",), Clause("P4.2b"),
        name=N_("change the file of"),
        at="profile",
        repeats=("department", "roles"),
        takes=StaffProfile,
        ready=(leaving.still_here,),
        when=(
            leaving.profile_changes, filing.email_free, leaving.manager_stays, leaving.work_goes_on, leaving.orders_handed_over,
            leaving.duty_handed_over,
        ),
        help=N_("Change a person's file: department, roles, capacity …"),
        example="ordertool staff edit li.na --department service --capacity 6",
    ),
    Move(
        "staff", N_("leave"), LISTED, None, ("manager",), Clause("P4.2b"),
        name=N_("record the leaving of"),
        at="left",
        repeats=("on", "successor"),
        takes=LeavingInput,
        ready=(leaving.still_here,),
        when=(
            leaving.last_day_came, leaving.manager_stays, leaving.work_goes_on, leaving.orders_handed_over, leaving.questions_handed_over,
            leaving.phases_handed_over, leaving.complaints_handed_over, leaving.decisions_handed_over,
            leaving.duty_handed_over, leaving.deputies_replaced, leaving.successor_named, leaving.actions_taken_over,
        ),
        help=N_("Record that a person left, with their work handed over"),
        example='ordertool staff leave sun.tao --on 2026-12-31 --reason "retired" --successor li.na',
    ),
    Move(
        "staff", N_("rejoin"), LISTED, None, ("manager",), Clause("P4.2b"),
        name=N_("take back"),
        at="left",
        ready=(leaving.has_left,),
        warns=(assigning.told_of_capacity,),
        help=N_("Take back a person who had left"),
        example="ordertool staff rejoin sun.tao",
    ),
    Move(
        "staff", N_("away"), LISTED, None, ("self", "manager", "processor"), Clause("P2.3a"),
        name=N_("record an absence of"),
        at="away[]",
        repeats=("start", "end", "deputy"),
        takes=AbsenceInput,
        ready=(leaving.still_here,),
        when=(absence.another_absence, absence.deputy_present),
        help=N_("Record an absence"),
        example="ordertool staff away sun.tao --from 2026-12-01 --to 2026-12-05",
    ),
    Move(
        "staff", N_("train"), LISTED, None, ("manager", "processor"), Clause("P7.3"),
        name=N_("record a training of"),
        at="training[]",
        repeats=("kind", "topic", "on", "valid_until"),
        takes=TrainingInput,
        ready=(leaving.still_here,),
        when=(filing.training_held,),
        help=N_("Record a training on information security or a skill"),
        example='ordertool staff train sun.tao --kind information-security --topic "客户信息保密" --on 2026-11-20',
    ),
    Move(
        "staff", N_("back"), LISTED, None, ("self", "manager", "processor"), Clause("P2.3a"),
        name=N_("end an absence of"),
        at="away[].ended",
        repeats=("ended",),
        takes=BackInput,
        ready=(leaving.still_here,),
        when=(absence.shortened,),
        help=N_("End an absence sooner, or take it back"),
        example="ordertool staff back sun.tao --on 2026-12-03",
    ),
)  # fmt: skip
