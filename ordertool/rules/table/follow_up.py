"""The rows of the workflow table for the work on an order: plan, reports, problems, assistance (P2.4, P5.1b)."""

from __future__ import annotations

from ordertool.language import N_
from ordertool.records.fulfilment import PlanInput, ProblemInput, ProgressInput
from ordertool.records.given import (
    AssistanceAnswerInput,
    AssistanceDoneInput,
    DecisionInput,
    SessionDoneInput,
    SolutionInput,
)
from ordertool.records.joint_work import SessionInput, Team
from ordertool.records.talk import AssistanceInput
from ordertool.rules.conditions import follow_up, joint_work, risk, standing
from ordertool.rules.move import EXECUTED
from ordertool.rules.table.rows import at, order

ROWS = (
    order(
        N_("plan"), at("confirmed", "active"), "active", ("owner",), "P2.4a",
        at="plans[]",
        repeats=("every", "reason"),
        takes=PlanInput, ready=(standing.not_on_hold, follow_up.prepaid),
        when=(
            follow_up.plan_complete, follow_up.plan_within_promise, follow_up.new_plan_has_reason, risk.reviewed_risks_stay,
        ),
        help=N_("Make the follow-up plan: phases, nodes, risks, interval of reports"),
        example='ordertool plan 7K3FQ --phase "Survey;2026-11-24;2026-11-26;li.na" --every 3d',
    ),
    order(
        N_("progress"), at("active"), None, ("owner", "phase", "processor"), "P2.4b",
        at="progress[]",
        repeats=("percent", "eta", "done", "via", "reported_by"),
        takes=ProgressInput,
        when=(follow_up.done_is_planned, follow_up.oral_report_taken_down),
        help=N_("Report progress on the plan"),
        example='ordertool progress 7K3FQ --state "Frames cut" --percent 40 --eta 2026-12-18 --done PH1',
    ),
    order(
        N_("escalate"), frozenset(EXECUTED), None, ("owner",), "P2.4c",
        at="problems[]",
        repeats=("problem",),
        takes=ProblemInput,
        help=N_("Take a problem that you cannot solve to the order department"),
        example='ordertool escalate 7K3FQ --problem "crane not available"',
    ),
    order(
        N_("coordinate"), frozenset(EXECUTED), None, ("processor",), "P2.4c",
        at="problems[].decisions[]",
        takes=DecisionInput,
        ready=(follow_up.problem_waits,),
        when=(follow_up.problem_open, follow_up.departments_exist),
        help=N_("Record what was decided on a problem, together with other departments"),
        example='ordertool coordinate 7K3FQ Q1 --with production --with sales --decision "hire a crane for two days"',
    ),
    order(
        N_("resolve"), frozenset(EXECUTED), None, ("processor",), "P2.4c",
        at="problems[].solution",
        takes=SolutionInput,
        ready=(follow_up.problem_waits,),
        when=(follow_up.problem_open,),
        help=N_("Record how a problem was solved"),
        example='ordertool resolve 7K3FQ Q1 --solution "crane on site 12-14"',
    ),
    order(
        N_("assist"), frozenset(EXECUTED), None, ("owner", "processor"), "P5.1b",
        at="assistance[]",
        repeats=("department", "need", "needed_by"),
        takes=AssistanceInput,
        when=(follow_up.department_asked_exists, follow_up.needed_some_day),
        help=N_("Ask another department for assistance, or answer such a request"),
        example='ordertool assist 7K3FQ --ask production --need "two welders on 12-15"',
    ),
    order(
        N_("assist-answer"), frozenset(EXECUTED), None, ("asked",), "P5.1b",
        at="assistance[].answer",
        command="assist",
        takes=AssistanceAnswerInput,
        ready=(follow_up.request_waits,),
        when=(follow_up.asked_department_answers,),
        help=N_("Accept or decline a request for assistance"),
        example="ordertool assist 7K3FQ A1 --accept",
    ),
    order(
        N_("assist-done"), frozenset(EXECUTED), None, ("asked",), "P5.1b",
        at="assistance[].done",
        command="assist",
        takes=AssistanceDoneInput,
        ready=(follow_up.request_taken_on,),
        when=(follow_up.asked_department_does,),
        help=N_("Report that the assistance was given"),
        example="ordertool assist 7K3FQ A1 --done",
    ),
    order(
        N_("team"), frozenset(EXECUTED), None, ("processor",), "P5.1c",
        name=N_("put together a team for"),
        at="team",
        repeats=("lead", "members", "departments", "reason"),
        takes=Team,
        when=(joint_work.team_is_there,),
        help=N_("Put together a team of several departments for an order"),
        example='ordertool team 7K3FQ --member li.na --member he.jun --with sales --reason "three trades in one hall"',
    ),
    order(
        N_("session"), frozenset(EXECUTED), None, ("lead", "processor"), "P5.1c",
        name=N_("record a session on"),
        at="sessions[]",
        repeats=("when", "present"),
        takes=SessionInput,
        ready=(joint_work.has_team,),
        when=(joint_work.session_took_place, joint_work.decisions_stand),
        help=N_("Record a session of the team, and what it decided: by whom, by when"),
        example='ordertool session 7K3FQ --present li.na --present he.jun --matters "crane" --decision "hire one;he.jun;2026-11-26"',
    ),
    order(
        N_("session-done"), frozenset(EXECUTED), None, ("tasked", "lead", "processor"), "P5.1c",
        at="sessions[].done[]",
        command="session",
        repeats=("done",),
        takes=SessionDoneInput,
        ready=(joint_work.decision_waits,),
        when=(joint_work.decision_open, joint_work.ones_own_decision),
        help=N_("Report that a session's decision was carried out"),
        example="ordertool session 7K3FQ SS1.1 --done",
    ),
)  # fmt: skip
