"""The rows of the workflow table for assessments: computed, published, appealed, answered, approved, revised (P6.2c, P6.3)."""

from __future__ import annotations

from ordertool.language import N_, Clause
from ordertool.records.assessment import AppealInput, Figures, RevisionInput
from ordertool.records.given import AppealAnswerInput
from ordertool.rules.conditions import assessing
from ordertool.rules.move import NEW, Move
from ordertool.rules.table.rows import at

ROWS = (
    Move(
        "assessment", N_("run"), at(NEW, "computed", "published"), "computed", ("manager",), Clause("P6.2c"),
        name=N_("assess"),
        at="figures",
        takes=Figures,
        ready=(assessing.period_over, assessing.published_figures_stay),
        when=(assessing.source_is_the_commit_before, assessing.figures_follow),
        command="assess run",
        help=N_("Compute the assessment of a quarter or half-year, and keep its figures"),
        example="ordertool assess run 2026Q4",
    ),
    Move(
        "assessment", N_("publish"), at("computed"), "published", ("manager",), Clause("P6.2c"),
        name=N_("publish the assessment of"),
        command="assess publish",
        help=N_("Publish the figures: from then on everybody may see them, and appeal"),
        example="ordertool assess publish 2026Q4",
    ),
    Move(
        "assessment", N_("appeal"), at("published"), None, ("assessed",), Clause("P6.3b"),
        name=N_("appeal against the assessment of"),
        at="appeals[]",
        repeats=("indicator",),
        takes=AppealInput,
        ready=(assessing.own_figures, assessing.while_published),
        when=(assessing.indicator_assessed,),
        after=("publish",),
        command="assess appeal",
        help=N_("Appeal against your own figures"),
        example='ordertool assess appeal 2026Q4 --indicator follow_up --text "the client put it off by phone"',
    ),
    Move(
        "assessment", N_("answer"), at("published"), None, ("manager",), Clause("P6.3b"),
        name=N_("answer an appeal against the assessment of"),
        at="appeals[].answer",
        takes=AppealAnswerInput,
        when=(assessing.answered_once, assessing.not_ones_own_appeal),
        command="assess answer",
        help=N_("Answer an appeal: accept or reject it, with the reason"),
        example='ordertool assess answer 2026Q4 AP1 --accept "the client confirmed it" --leave-out "follow_up;7K3FQ;sign;D1"',
    ),
    Move(
        "assessment", N_("approve"), at("published"), "approved", ("manager",), Clause("P6.3b"),
        name=N_("approve the assessment of"),
        ready=(
            assessing.not_who_ran_it, assessing.appeals_answered, assessing.appeals_taken_in, assessing.published_long_enough,
            assessing.within_budget, assessing.figures_still_follow,
        ),
        warns=(assessing.told_of_budget,),
        command="assess approve",
        help=N_("Approve the figures, and freeze them"),
        example="ordertool assess approve 2026Q4",
    ),
    Move(
        "assessment", N_("revise"), at("approved"), None, ("manager",), Clause("P6.3b"),
        name=N_("revise the assessment of"),
        at="revisions[]",
        repeats=("reason",),
        takes=RevisionInput,
        when=(assessing.something_revised, assessing.revision_from_the_commit_before, assessing.revision_follows),
        command="assess revise",
        help=N_("Put revised figures beside the approved ones, with the reason"),
        example='ordertool assess revise 2026Q4 --reason "two deliveries were entered late"',
    ),
)  # fmt: skip
