"""What each move refuses beside stage and role, in exact words, and what it lets pass: condition by condition."""

from __future__ import annotations

from datetime import date

import chinese_calendar
import pytest
from people import CLIENT, DELIVERY, FORM, INQUIRY, PLAN, RACKING, RAIL, No, Office, at, client, paper

from ordertool.errors import InvalidError
from ordertool.language import text
from ordertool.records.faults import validated
from ordertool.records.intake import Form
from ordertool.rules import review
from ordertool.rules.conditions import saying

LATER = at("2026-11-24T09:00")
LISTS = "delivery.checklists"


@pytest.fixture
def office():
    return Office()


# --- forward


def test_a_question_goes_to_somebody_on_the_staff(office):
    order = office.order("inquiry")
    assert office.refused("forward", order, "chen.jie", to="li.ma") == [
        No("li.ma is neither on the staff nor a department with somebody in it", "did you mean: li.na", "P2.1b")
    ]
    assert office.refused("forward", order, "chen.jie", to="li.na") == []


def test_a_question_goes_to_a_department_that_has_somebody_in_it(office):
    order = office.order("inquiry")
    assert office.refused("forward", order, "chen.jie", department="research") == [
        No("there is nobody in department research", "ordertool staff list", "P2.1b")
    ]
    assert office.refused("forward", order, "chen.jie", department="production") == []


def test_a_reply_is_promised_for_a_time_to_come(office):
    order = office.order("inquiry")
    assert office.refused("forward", order, "chen.jie", to="li.na", promised=at("2026-11-23T09:00")) == [
        No(
            "the reply is promised for 2026-11-23 09:00, which is past",
            "name a later time with --promised",
            "P2.1b",
        )
    ]
    assert office.refused("forward", order, "chen.jie", to="li.na", promised=at("2026-11-23T09:00:01")) == []


# --- draft


def test_a_form_names_a_client_with_a_file(office):
    order = office.order("inquiry")
    assert office.refused("draft", order, "chen.jie", client="C-99999") == [
        No("there is no client C-99999", "ordertool client list", "P2.2a", kind="invalid")
    ]
    assert office.refused("draft", order, "chen.jie", client=CLIENT) == []
    assert office.refused("draft", order, "chen.jie", project="East hall racking") == []


def test_a_draft_that_changes_nothing_is_no_move(office):
    order = office.do("draft", office.order("inquiry"), "chen.jie", **FORM)
    assert office.refused("draft", order, "ma.lan", **FORM) == [
        No("nothing would change", "name a field to change, for example --project", "P2.2a")
    ]
    assert office.refused("draft", order, "ma.lan", **{**FORM, "project": "West hall racking"}) == []


# --- review


def reviewed(office, form, outcome="pass", **more):
    """What refuses a review of a form made at nine on Monday, 23 November."""
    order = office.do("draft", office.order("inquiry"), "chen.jie", **form)
    return office.refused("review", order, "chen.jie", outcome=outcome, form=order.form.content_hash(), **more)


def test_a_review_is_of_the_form_as_it_stands(office):
    order = office.do("draft", office.order("inquiry"), "chen.jie", **FORM)
    assert office.refused("review", order, "chen.jie", outcome="pass", form="0" * 64) == [
        No("the form has changed since it was looked at", "look at it again", "P2.2b")
    ]
    assert reviewed(office, FORM) == []


def test_a_review_is_not_older_than_the_form_it_saw(office):
    order = office.do("draft", office.order("inquiry"), "chen.jie", now=LATER, **FORM)
    order = office.do("draft", order, "chen.jie", now=at("2026-11-24T10:00"), **{**FORM, "project": "West hall"})
    seen = {"outcome": "pass", "form": order.form.content_hash()}
    assert office.refused("review", order, "chen.jie", now=at("2026-11-24T09:59"), **seen) == [
        No(
            "2026-11-24 09:59 is before 2026-11-24 10:00, the time of: draft",
            "give a later time with --at",
            "P4.2a",
        )
    ]
    assert office.refused("review", order, "chen.jie", now=at("2026-11-24T10:00"), **seen) == []


def test_a_return_says_why_and_a_pass_has_no_reasons(office):
    wanted = [
        No(
            "a return needs reasons, and a pass has none",
            'ordertool review 7K3FQ --return "deliver_to: no house number"',
            "P2.2b",
        )
    ]
    assert reviewed(office, FORM, "return") == wanted
    assert reviewed(office, FORM, "pass", reasons=["looks good"]) == wanted
    assert reviewed(office, FORM, "return", reasons=["deliver_to: no house number"]) == []


def test_a_form_with_open_findings_is_returned_but_does_not_pass(office):
    form = {**FORM, "deliver_to": None, "payment": None}
    assert reviewed(office, form) == [
        No("open findings: 2, first deliver_to is missing", "ordertool review 7K3FQ", "P2.2b")
    ]
    assert reviewed(office, form, "return", reasons=["deliver_to: no house number"]) == []


def test_the_policy_line_behind_the_first_finding_is_named(office):
    office.clients[CLIENT] = client({"grade": "D"})
    assert reviewed(office, FORM) == [
        No(
            "open findings: 1, first payment an account period is not allowed at credit grade D",
            "ordertool review 7K3FQ",
            "P2.2b",
            "review.payment_by_grade.D",
        )
    ]


def test_a_form_without_a_client_has_no_credit_to_look_at(office):
    assert reviewed(office, {**FORM, "client": None}) == [
        No("open findings: 1, first client is missing", "ordertool review 7K3FQ", "P2.2b")
    ]


# --- the findings themselves


def found(form=None, *, day="2026-11-23", rules=None, of=None, **changes):
    """What the review finds: field, kind, words, whether it blocks, policy line."""
    office = Office(rules={"review": {**Office().policy.review.model_dump(mode="json"), **(rules or {})}})
    model = validated(Form, {**(FORM if form is None else form), **changes})
    known = office.clients.get(model.client) if of is None else of
    return [
        (one.field, one.kind, str(one.message), one.blocks, one.policy)
        for one in review.findings(model, known, at(f"{day}T09:00").date(), office.ctx)
    ]


def test_a_good_form_has_no_findings():
    assert found() == []


def test_an_empty_form_lists_every_missing_field():
    assert found(form={}) == [
        (name, "completeness", "is missing", True, "")
        for name in (
            "client",
            "project",
            "description",
            "type",
            "domain",
            "lines",
            "deliver_by",
            "deliver_to",
            "payment",
        )
    ]


def test_an_empty_line_lists_every_missing_figure():
    assert found(lines=[{"id": "L1"}]) == [
        (f"lines.L1.{name}", "completeness", "is missing", True, "")
        for name in ("item", "spec", "quantity", "unit", "price")
    ]


def test_a_client_whose_file_is_gone_is_found():
    office = Office()
    form = validated(Form, FORM)
    (one,) = review.findings(form, None, at("2026-11-23T09:00").date(), office.ctx)
    assert (one.field, one.kind, str(one.message), one.blocks) == (
        "client",
        "accuracy",
        "there is no client C-4H8TR",
        True,
    )


def test_a_delivery_in_the_past_is_found_and_today_is_not_past():
    assert found(deliver_by="2026-11-20") == [("deliver_by", "accuracy", "2026-11-20 is already past", True, "")]
    assert found(deliver_by="2026-11-23", rules={"lead_days": 0}) == []


def test_a_file_of_another_name_than_the_inquirys_is_warned_of():
    office = Office()
    form, known = validated(Form, FORM), office.clients[CLIENT]
    day = at("2026-11-23T09:00").date()
    (one,) = review.findings(form, known, day, office.ctx, asked="杭州湾物流")
    assert (one.field, one.kind, str(one.message), one.blocks) == (
        "client", "accuracy", "the inquiry names 杭州湾物流, the file 杭州湾物流有限公司", False,
    )  # fmt: skip
    assert review.findings(form, known, day, office.ctx, asked="杭州湾物流有限公司") == ()
    gone = review.findings(form, None, day, office.ctx, asked="杭州湾物流")
    assert [str(one.message) for one in gone] == ["there is no client C-4H8TR"]


def test_what_only_warns_stands_behind_what_blocks():
    rail = {**RAIL, "item": "Pallet racking", "spec": RACKING["spec"], "price": "0"}
    assert found(lines=[RACKING, rail], currency="USD", deliver_to=None) == [
        ("deliver_to", "completeness", "is missing", True, ""),
        ("currency", "accuracy", "is not the company's currency CNY", False, "currency"),
        ("lines.L2.item", "accuracy", "the same item and specification stand on an earlier line", False, ""),
        ("lines.L2.price", "accuracy", "is zero", False, ""),
    ]


def test_the_same_item_in_another_size_is_fine():
    assert found(lines=[RACKING, {**RAIL, "item": "Pallet racking"}]) == []


@pytest.mark.parametrize("grade", ["A", "B", "C", "D", "none"])
@pytest.mark.parametrize("terms", ["account:30", "prepayment:50", "cash-on-delivery"])
def test_the_credit_grade_decides_on_the_terms(grade, terms):
    of = client() if grade == "none" else client({"grade": grade})
    refused = grade in "CD" and terms == "account:30"
    message = f"an account period is not allowed at credit grade {grade}"
    expected = [("payment", "compliance", message, True, f"review.payment_by_grade.{grade}")] if refused else []
    assert found(payment=terms, of=of) == expected


def test_an_account_period_is_not_longer_than_assessed():
    assert found(payment="account:31") == [("payment", "compliance", "31 days are more than the 30 assessed", True, "")]
    assert found(payment="account:30") == []
    assert found(payment="account:90", of=client({"grade": "A"})) == []
    assert found(payment="account:91", of=client({"grade": "A"})) == [
        ("payment", "compliance", "91 days are more than the 90 of credit grade A", True, "credit.grades.A.days")
    ]


def test_a_poor_grade_pays_its_share_in_advance():
    assert found(payment="prepayment:50", of=client({"grade": "D"})) == []
    assert found(payment="prepayment:49", of=client({"grade": "D"})) == [
        (
            "payment", "compliance", "paid in advance: 49 %; credit grade D asks for 50 %", True,
            "credit.grades.D.prepayment",
        )
    ]  # fmt: skip


def test_the_tax_is_an_amount_of_the_currency_and_no_more_than_the_goods():
    assert found(tax="31356.00") == []
    assert found(tax="0.001") == [("tax", "accuracy", "0.001 is no amount of CNY", True, "")]
    assert found(tax="241200.01") == [("tax", "accuracy", "is more than the lines come to", False, "")]


def test_the_newest_assessment_counts_and_one_that_has_run_out_is_none_at_all():
    good, bad = {"grade": "A", "days": 60}, {"grade": "D", "valid_until": "2026-11-22"}

    def said(*credit):
        return [one[2] for one in found(payment="account:61", of=client(*credit))]

    assert said(good) == ["61 days are more than the 60 assessed"]
    assert said(good, {**bad, "valid_until": "2026-11-23"}) == ["an account period is not allowed at credit grade D"]
    # What was taken away does not come back when the worse one runs out.
    assert said(good, bad) == said(bad) == said() == []


def test_a_grade_that_policy_leaves_out_allows_nothing():
    assert [one[4] for one in found(of=client(), rules={"payment_by_grade": {"A": ["account"]}})] == [
        "review.payment_by_grade.none"
    ]


def test_a_delivery_on_a_day_off_is_warned_of():
    assert found(deliver_by="2026-12-19") == [
        ("deliver_by", "compliance", "2026-12-19 is not a working day", False, "working_hours")
    ]


def test_a_delivery_needs_the_lead_time_of_policy():
    sooner = ("deliver_by", "compliance", "is sooner than 5 working days from now", True, "review.lead_days")
    assert found(deliver_by="2026-11-27", rules={"lead_days": 5}) == [sooner]
    assert found(deliver_by="2026-11-30", rules={"lead_days": 5}) == []
    assert [one[2] for one in found(deliver_by="2026-11-23")] == ["is sooner than 1 working days from now"]
    assert found(deliver_by="2026-11-24") == []


def test_holidays_that_become_known_later_condemn_nothing(monkeypatch):
    """Official days count when a move is judged only up to the year that policy names: history stays legal."""
    soon = {"rules": {"lead_days": 5}, "day": "2027-09-24", "deliver_by": "2027-10-08"}
    assert found(**soon) == []
    for day in range(1, 8):
        monkeypatch.setitem(chinese_calendar.holidays, date(2027, 10, day), "National Day")
    assert found(**soon) == []
    office = Office(rules={"holidays_until": 2027})
    assert not office.ctx.lawful_calendar.day(date(2027, 10, 1)).intervals
    assert office.ctx.calendar.day(date(2027, 10, 1)).kind == "holiday"


def test_a_year_that_policy_counts_on_must_be_known():
    office = Office(rules={"holidays_until": 2027})
    with pytest.raises(InvalidError) as refused:
        office.ctx.lawful_calendar.day(date(2027, 3, 1))
    assert str(refused.value) == "the official holidays of 2027, which policy.yaml counts on, are not known here"
    assert str(refused.value.hint) == "install a newer chinesecalendar"
    assert not office.ctx.lawful_calendar.day(date(2028, 3, 1)).confirmed


def test_no_price_below_the_floor():
    floor = {"price_floor": {"Pallet racking": "1850.01"}}
    below = ("lines.L1.price", "compliance", "is below the price floor 1850.01", True, "review.price_floor")
    assert found(rules=floor) == [below]
    assert found(rules={"price_floor": {"Pallet racking": "1850"}}) == []
    assert [one[2] for one in found(rules=floor, lines=[{**RACKING, "price": None}])] == ["is missing"]


def test_restricted_goods_are_found_by_a_word_in_their_name():
    word = ("lines.L2.item", "compliance", '"guard" is restricted goods', True, "review.restricted")
    assert found(rules={"restricted": ["guard"]}) == [word]
    assert found(rules={"restricted": ["crane"]}) == []


def test_a_finding_as_json_gives_it():
    missing = review.Finding("project", "completeness", text("is missing"))
    assert missing.document() == {
        "field": "project", "kind": "completeness", "severity": "blocks", "message": "is missing", "policy": None,
    }  # fmt: skip
    day_off = review.Finding("deliver_by", "compliance", text("is zero"), blocks=False, policy="working_hours")
    assert (day_off.document()["severity"], day_off.document()["policy"]) == ("warns", "working_hours")


# --- submit

HANDOVER = {"original": paper("form.pdf"), "attachments": [paper("drawing.pdf")], "to": "zhao.min"}


def passed(office):
    return office.way("submitted")[-2].new


def test_a_form_is_not_submitted_before_it_passed(office):
    order = passed(office)  # at ten o'clock
    assert office.refused("submit", order, "chen.jie", now=at("2026-11-23T09:59"), **HANDOVER) == [
        No(
            "2026-11-23 09:59 is before 2026-11-23 10:00, the time of: review V1",
            "give a later time with --at",
            "P4.2a",
        )
    ]
    assert office.refused("submit", order, "chen.jie", now=at("2026-11-23T10:00"), **HANDOVER) == []


def test_only_a_form_that_passed_is_submitted(office):
    order = office.do("draft", office.order("inquiry"), "chen.jie", **FORM)
    not_passed = [No("the form has not passed its review", "ordertool review 7K3FQ", "P2.2c")]
    assert office.refused("submit", order, "chen.jie", **HANDOVER) == not_passed
    returned = office.do("review", order, "chen.jie", outcome="return", form=order.form.content_hash(), reasons=["no"])
    assert office.refused("submit", returned, "chen.jie", **HANDOVER) == not_passed
    assert office.refused("submit", passed(office), "chen.jie", now=LATER, **HANDOVER) == []


def test_a_form_changed_after_its_pass_passes_again_first(office):
    changed = office.do("draft", passed(office), "chen.jie", now=LATER, **{**FORM, "payment": "account:20"})
    assert office.refused("submit", changed, "chen.jie", now=LATER, **HANDOVER) == [
        No("the form was changed after its review", "ordertool review 7K3FQ", "P2.2c")
    ]
    restored = office.do("draft", changed, "chen.jie", now=LATER, **FORM)
    assert office.refused("submit", restored, "chen.jie", now=LATER, **HANDOVER) == []


def test_the_original_goes_along_as_a_file_or_as_paper(office):
    order = passed(office)
    missing = [
        No("the original form is not handed over", 'add --original FILE, or --original "paper, folder 12"', "P2.2c")
    ]
    assert office.refused("submit", order, "chen.jie", now=LATER, to="zhao.min") == missing
    both = {**HANDOVER, "original_at": "paper, folder 12"}
    assert office.refused("submit", order, "chen.jie", now=LATER, **both) == missing
    assert office.refused("submit", order, "chen.jie", now=LATER, to="zhao.min", original_at="paper, folder 12") == []


def test_every_paper_has_a_name_of_its_own(office):
    twice = {**HANDOVER, "attachments": [paper("drawing.pdf"), paper("form.pdf")]}
    assert office.refused("submit", passed(office), "chen.jie", now=LATER, **twice) == [
        No("two of the papers have the same name", "rename one, so that each can be acknowledged", "P2.2c")
    ]


def test_papers_are_handed_to_a_processor_who_is_there(office):
    def to(staff_id):
        return office.refused("submit", passed(office), "chen.jie", now=LATER, **{**HANDOVER, "to": staff_id})

    assert to("zhao.ming") == [No("there is nobody zhao.ming on the staff", "did you mean: zhao.min", "P2.2c")]
    assert to("li.na") == [
        No("li.na does not hold the role processor", "ordertool staff list --role processor", "P2.2c")
    ]
    office.away("zhao.min", "2026-11-24", "2026-11-30")
    assert to("zhao.min") == [
        No(
            "zhao.min is away from 2026-11-24 to 2026-11-30",
            "choose somebody else: ordertool staff list --role processor",
            "P2.2c",
        )
    ]
    office.hire("kai", "orders", "processor")
    assert to("kai") == []


# --- assign

RECEIVED = ["drawing.pdf", "form.pdf"]


def test_an_order_is_assigned_to_an_owner_who_is_there(office):
    def to(staff_id):
        return office.refused(
            "assign", office.order("submitted"), "zhao.min", now=LATER, to=staff_id, received=RECEIVED
        )

    assert to("li.ma") == [No("there is nobody li.ma on the staff", "did you mean: li.na", "P2.3a")]
    assert to("he.jun") == [No("he.jun does not hold the role owner", "ordertool staff list --role owner", "P2.3a")]
    office.away("sun.tao", "2026-11-20", "2026-11-24")
    assert to("sun.tao") == [
        No(
            "sun.tao is away from 2026-11-20 to 2026-11-24",
            "choose somebody else: ordertool staff list --role owner",
            "P2.3a",
        )
    ]
    assert to("li.na") == []
    office.away("sun.tao", "2026-11-25", "2026-11-26")
    assert to("sun.tao") == []


def test_the_papers_are_acknowledged_by_name(office):
    def got(*names):
        return office.refused("assign", office.order("submitted"), "zhao.min", now=LATER, to="li.na", received=names)

    hint = "name each with --received, or leave it out to acknowledge all"
    assert got("form.pdf") == [No("the papers acknowledged are not those handed over: drawing.pdf", hint, "P2.2c")]
    assert got(*RECEIVED, "cat.jpg") == [
        No("the papers acknowledged are not those handed over: cat.jpg", hint, "P2.2c")
    ]
    assert got("form.pdf", "drawing.pdf") == []


def test_an_original_on_paper_is_acknowledged_by_its_place(office):
    order = office.do("submit", passed(office), "chen.jie", now=LATER, to="zhao.min", original_at="paper, folder 12")
    (no,) = office.refused("assign", order, "zhao.min", now=LATER, to="li.na")
    assert no.reason == "the papers acknowledged are not those handed over: paper, folder 12"
    assert office.refused("assign", order, "zhao.min", now=LATER, to="li.na", received=["paper, folder 12"]) == []


# --- plan

PHASE = PLAN["phases"][0]


def planned(office, **changes):
    return office.refused("plan", office.order("confirmed"), "li.na", now=LATER, **{**PLAN, **changes})


def test_a_plan_has_phases_with_persons_and_dates(office):
    hint = 'add --phase "Survey;2026-11-24;2026-11-26;li.na"'
    assert planned(office, phases=[]) == [No("the plan has no phase", hint, "P2.4a")]
    assert planned(office, phases=[], nodes=[]) == [No("the plan has no phase", hint, "P2.4a")]
    for name in ("person", "start", "end"):
        assert planned(office, phases=[{**PHASE, name: None}]) == [
            No("phase PH1 has no person or no dates", 'write it as "name;start;end;person"', "P2.4a")
        ]
    assert planned(office) == []


def test_a_phase_does_not_end_before_it_starts(office):
    assert planned(office, phases=[{**PHASE, "start": "2026-11-26", "end": "2026-11-25"}]) == [
        No("phase PH1 ends before it starts", "swap its dates", "P2.4a")
    ]
    assert planned(office, phases=[{**PHASE, "start": "2026-11-25", "end": "2026-11-25"}]) == []


def test_a_phases_person_is_on_the_staff_and_may_be_away_today(office):
    assert planned(office, phases=[{**PHASE, "person": "he.jung"}]) == [
        No("there is nobody he.jung on the staff", "did you mean: he.jun", "P2.4a")
    ]
    office.away("he.jun", "2026-11-23", "2026-11-25")
    assert planned(office) == []


@pytest.mark.parametrize(
    "late",
    [
        {"phases": [{**PHASE, "end": "2026-12-19"}]},
        {"nodes": [{"id": "N1", "name": "Handed over", "on": "2026-12-19"}]},
    ],
    ids=["phase", "node"],
)
def test_a_plan_ends_by_the_promised_delivery(office, late):
    assert planned(office, **late) == [
        No(
            "the plan ends on 2026-12-19, after the promised 2026-12-18",
            "shorten the plan, or agree a new date with the client first",
            "P2.4a",
        )
    ]


def test_a_plan_may_end_on_the_promised_day(office):
    assert planned(office, phases=[{**PHASE, "end": "2026-12-18"}]) == []


def test_an_order_without_a_promised_day_holds_no_plan_to_one(office):
    order = office.order("confirmed")
    order = order.model_copy(update={"form": order.form.model_copy(update={"deliver_by": None})})
    late = {**PLAN, "phases": [{**PHASE, "end": "2027-12-31"}]}
    assert office.refused("plan", order, "li.na", now=LATER, **late) == []


def test_a_new_plan_says_why(office):
    order = office.order("active")
    new = {**PLAN, "every": 5}
    assert office.refused("plan", order, "li.na", now=LATER, **new) == [
        No("it replaces a plan without a reason", "add --reason", "P2.4a")
    ]
    assert office.refused("plan", order, "li.na", now=LATER, **new, reason="steel late") == []


def test_a_new_plan_says_something_new(office):
    order = office.order("active")
    assert office.refused("plan", order, "li.na", now=LATER, **PLAN, reason="steel late") == [
        No("nothing would change", "name what is new in the plan", "P2.4a")
    ]


def test_work_is_not_planned_before_an_agreed_prepayment_is_in(office):
    order = office.way("confirmed", payment="prepayment:30")[-1].new
    wanted = "finance records it: ordertool pay 7K3FQ --amount … --on …"
    assert office.refused("plan", order, "li.na", now=LATER, **PLAN) == [
        No("the prepayment is not in: 72,360.00 due, 0.00 paid", wanted, "P7.1b")
    ]
    order = office.do("pay", order, "qian.yu", now=LATER, amount="72359.99", on="2026-11-24")
    assert office.refused("plan", order, "li.na", now=LATER, **PLAN) == [
        No("the prepayment is not in: 72,360.00 due, 72,359.99 paid", wanted, "P7.1b")
    ]
    order = office.do("pay", order, "qian.yu", now=LATER, amount="0.01", on="2026-11-24")
    assert office.refused("plan", order, "li.na", now=LATER, **PLAN) == []


def test_a_prepayment_of_everything_is_the_total_to_the_cent(office):
    line = {**RACKING, "quantity": "3", "price": "0.335"}  # 1.005 is rounded half up
    order = office.way("confirmed", payment="prepayment:100", lines=[line])[-1].new
    assert (
        office.refused("plan", order, "li.na", now=LATER, **PLAN)[0].reason
        == "the prepayment is not in: 1.01 due, 0.00 paid"
    )


# --- progress


def reported(office, by="li.na", **report):
    return office.refused("progress", office.order("active"), by, now=LATER, **{"state": "Frames cut", **report})


def test_what_is_reported_done_stands_in_the_plan(office):
    assert reported(office, done=["PH1", "N7"]) == [No("there is no N7 in the plan", "ordertool show 7K3FQ", "P2.4b")]
    assert reported(office, done=["PH1", "N1"]) == []


def test_an_oral_report_names_who_gave_it_and_no_other_does(office):
    oral = No("an oral report, and only that, names who gave it", "--via oral --reported-by NAME", "P2.4b")
    assert reported(office, via="oral") == [oral]
    assert reported(office, reported_by="何军") == [oral]
    assert reported(office, via="written", reported_by="何军") == [oral]
    assert reported(office, via="oral", reported_by="何军") == []
    assert reported(office, via="written") == []


def test_the_order_department_takes_down_only_oral_reports(office):
    only = No("zhao.min may enter only what was reported orally", "--via oral --reported-by NAME", "P2.4b")
    assert reported(office, "zhao.min") == [only]
    assert reported(office, "zhao.min", via="oral", reported_by="何军") == []


def test_a_processor_with_a_phase_of_their_own_reports_on_it(office):
    order = office.way("active")[-2].new
    mine = {**PLAN, "phases": [{**PHASE, "person": "zhao.min"}]}
    order = office.do("plan", order, "li.na", now=LATER, **mine)
    assert office.refused("progress", order, "zhao.min", now=LATER, state="Papers ready") == []


def test_who_stands_in_for_the_processor_takes_down_only_oral_reports_too(office):
    office.away("zhao.min", "2026-11-24", "2026-11-24", "guo.feng")
    only = No("guo.feng may enter only what was reported orally", "--via oral --reported-by NAME", "P2.4b")
    assert reported(office, "guo.feng") == [only]
    assert reported(office, "guo.feng", via="oral", reported_by="何军") == []


def test_a_processor_who_stands_in_for_the_owner_reports_as_the_owner_would(office):
    office.away("li.na", "2026-11-24", "2026-11-24", "zhao.min")
    assert reported(office, "zhao.min") == []


# --- prepare


def prepare(office, **step):
    return office.refused("prepare", office.order("active"), "li.na", now=LATER, **step)


def told(when_said):
    return {"who": "周敏", "channel": "phone", "at": at(when_said)}


def test_a_preparation_prepares_something(office):
    assert prepare(office) == [
        No("nothing is prepared and nothing told", "add --done, --told, --when or --method", "P2.5a")
    ]
    assert prepare(office, done=["packaging"]) == []
    assert prepare(office, method="truck") == []


def test_the_client_is_told_a_time_and_a_time_is_told_to_somebody(office):
    wanted = No(
        "the client is told a time, and a time is told to somebody",
        'give --told "who;channel;when it was said" and --when together',
        "P2.5a",
    )
    assert prepare(office, told=told("2026-11-24T08:30")) == [wanted]
    assert prepare(office, when=at("2026-11-26T09:00")) == [wanted]


def test_what_is_prepared_stands_on_the_checklist_of_the_orders_type(office):
    assert prepare(office, done=["packaging", "balloons"]) == [
        No("balloons is not on the checklist", "it has: packaging, documents, transport, photos", "P2.5a", LISTS)
    ]
    assert prepare(office, done=["photos"]) == []
    lists = {"default": {"mandatory": ["packaging"]}, "standard": {"mandatory": ["balloons"], "optional": ["photos"]}}
    festive = Office(rules={"delivery": {"notice": "4h", "checklists": lists}})
    order = office.order("active")
    assert festive.refused("prepare", order, "li.na", now=LATER, done=["balloons"]) == []
    (no,) = festive.refused("prepare", order, "li.na", now=LATER, done=["packaging"])
    assert no.hint == "it has: balloons, photos"


def test_the_client_is_told_in_time(office):
    # From 14:30 on Monday to 10:00 on Tuesday: three hours that day and an hour and a half the next.
    assert prepare(office, told=told("2026-11-23T14:30"), when=at("2026-11-24T09:29")) == [
        No(
            "the client is told less than 4 h of working time ahead",
            "agree a later time with the client",
            "P2.5a",
            "delivery.notice",
        )
    ]
    assert prepare(office, told=told("2026-11-23T14:30"), when=at("2026-11-24T09:30")) == []
    assert len(prepare(office, told=told("2026-11-24T09:00"), when=at("2026-11-23T09:00"))) == 1


def test_what_was_said_before_the_inquiry_was_not_said_of_this_order(office):
    (no,) = prepare(office, told=told("2026-11-22T23:59"), when=at("2026-11-26T09:00"))
    assert (no.reason, no.hint) == (
        "2026-11-22 23:59 is before the client's inquiry", "give the time it was said",
    )  # fmt: skip
    assert prepare(office, told=told("2026-11-23T00:00"), when=at("2026-11-26T09:00")) == []


def test_what_was_said_to_the_client_was_said_in_the_past(office):
    assert prepare(office, told=told("2026-11-24T09:01"), when=at("2026-11-26T09:00")) == [
        No(
            "2026-11-24 09:01 is in the future, so it has not been said yet",
            "give the time it was said",
            "P2.5a",
        )
    ]
    assert prepare(office, told=told("2026-11-24T09:00"), when=at("2026-11-26T09:00")) == []


# --- deliver


def ready(office, **form):
    order = office.order("active", **form)
    done = ["packaging", "documents", "transport"]
    return office.do(
        "prepare", order, "li.na", now=LATER, done=done, told=told("2026-11-23T14:00"), when=at("2026-11-26T09:00")
    )


def deliver(office, order, **more):
    return office.refused("deliver", order, "li.na", now=LATER, **{**DELIVERY, "quantities": {"L1": "1"}, **more})


def test_nothing_leaves_with_an_open_item_on_the_list(office):
    order = office.do("prepare", office.order("active"), "li.na", now=LATER, done=["documents", "photos"])
    assert deliver(office, order) == [
        No(
            "not prepared yet: packaging, transport",
            'ordertool prepare 7K3FQ --done packaging --done transport --told "…;phone;…" --when …',
            "P2.5a",
            LISTS,
        )
    ]
    order = office.do("prepare", order, "li.na", now=LATER, told=told("2026-11-24T08:00"), when=at("2026-11-25T09:00"))
    (no,) = deliver(office, order)
    assert no.hint == "ordertool prepare 7K3FQ --done packaging --done transport"


def test_nothing_leaves_before_the_client_was_told(office):
    order = office.do(
        "prepare", office.order("active"), "li.na", now=LATER, done=["documents", "packaging", "transport"]
    )
    assert deliver(office, order) == [
        No(
            "the client has not been told",
            'ordertool prepare 7K3FQ --told "who;channel;when it was said" --when TIME',
            "P2.5a",
        )
    ]
    assert deliver(office, ready(office)) == []


def test_a_delivery_has_quantities_of_lines_of_the_form(office):
    order = ready(office)
    assert deliver(office, order, quantities={}) == [No("no quantity is delivered", "add --quantity L1=120", "P2.5b")]
    assert deliver(office, order, quantities={"L1": "1", "L3": "1"}) == [
        No("there is no line L3", "it has: L1, L2", "P2.5b")
    ]


def test_no_more_is_delivered_than_was_ordered_all_deliveries_together(office):
    order = ready(office)
    assert deliver(office, order, quantities={"L1": "120.000001"}) == [
        No("line L1: 120.000001 is more than the 120 still owed", "ordertool show 7K3FQ", "P2.5b")
    ]
    order = office.do("deliver", order, "li.na", now=LATER, quantities={"L1": "119.5", "L2": "60"}, **DELIVERY)
    assert deliver(office, order, quantities={"L1": "1"}) == [
        No("line L1: 1 is more than the 0.5 still owed", "ordertool show 7K3FQ", "P2.5b")
    ]
    assert deliver(office, order, quantities={"L2": "1"}) == [
        No("line L2: 1 is more than the 0 still owed", "ordertool show 7K3FQ", "P2.5b")
    ]
    assert deliver(office, order, quantities={"L1": "0.5"}) == []


def test_what_the_client_refused_is_still_owed(office):
    order = office.do(
        "deliver", ready(office), "li.na", now=LATER, quantities={"L1": "120"}, outcome="refused", **DELIVERY
    )
    assert deliver(office, order, quantities={"L1": "120", "L2": "60"}) == []
    assert order.unsigned == ()


# --- sign


def sign(office, order, item="D1"):
    return office.refused("sign", order, "li.na", now=LATER, item=item, slips=paper("slip.pdf"))


def test_a_slip_belongs_to_a_delivery_that_waits_for_one(office):
    order = office.do(
        "deliver", ready(office), "li.na", now=LATER, quantities={"L1": "50"}, outcome="refused", **DELIVERY
    )
    assert sign(office, order) == [No("no delivery waits for its slip", "ordertool show 7K3FQ", "P2.5c")]
    for quantity in ("20", "30"):
        order = office.do("deliver", order, "li.na", now=LATER, quantities={"L1": quantity}, **DELIVERY)
    assert sign(office, order) == [No("no delivery D1 waits for its slip", "waiting: D2, D3", "P2.5c")]
    order = office.do("sign", order, "li.na", now=LATER, item="D2", slips=paper("slip.pdf"))
    assert sign(office, order, "D2") == [No("no delivery D2 waits for its slip", "waiting: D3", "P2.5c")]
    assert sign(office, order, "D3") == []


def test_cash_on_delivery_is_in_before_the_slip_is_taken(office):
    order = office.do(
        "deliver", ready(office, payment="cash-on-delivery"), "li.na", now=LATER, quantities={"L1": "2"}, **DELIVERY
    )
    wanted = "finance records it: ordertool pay 7K3FQ --amount … --on …"
    assert sign(office, order) == [No("cash on delivery is not in: 3,700.00 due, 0.00 paid", wanted, "P7.1b")]
    order = office.do("pay", order, "qian.yu", now=LATER, amount="3700", on="2026-11-24")
    signed = office.do("sign", order, "li.na", now=LATER, item="D1", slips=paper("slip.pdf"))
    # The cash that came in pays for what was handed over, not for the next part.
    order = office.do("deliver", signed, "li.na", now=LATER, quantities={"L2": "1"}, **DELIVERY)
    assert [no.reason for no in sign(office, order, "D2")] == [
        "cash on delivery is not in: 4,020.00 due, 3,700.00 paid"
    ]


def test_cash_is_asked_for_what_is_signed_for_not_for_what_was_brought_along_or_refused(office):
    order = ready(office, payment="cash-on-delivery")
    for quantities, outcome in [({"L1": "2"}, "refused"), ({"L1": "1"}, "accepted"), ({"L1": "2"}, "accepted")]:
        order = office.do("deliver", order, "li.na", now=LATER, quantities=quantities, outcome=outcome, **DELIVERY)
    assert [no.reason for no in sign(office, order, "D2")] == ["cash on delivery is not in: 1,850.00 due, 0.00 paid"]
    assert [no.reason for no in sign(office, order, "D3")] == ["cash on delivery is not in: 3,700.00 due, 0.00 paid"]


def test_other_terms_ask_for_no_cash(office):
    assert sign(office, office.order("delivered")) == []


@pytest.mark.parametrize(
    ("currency", "price", "total"),
    [("JPY", "10.4", "10"), ("CNY", "0.004", "0.00"), ("CNY", "0.006", "0.01")],
)
def test_cash_on_delivery_never_asks_for_more_than_the_total(office, currency, price, total):
    lines = [{**RACKING, "quantity": "1", "price": price}]
    order = ready(office, payment="cash-on-delivery", lines=lines, currency=currency)
    order = office.do("deliver", order, "li.na", now=LATER, quantities={"L1": "1"}, **DELIVERY)
    assert str(order.form.total) == total
    if order.unpaid:
        order = office.do("pay", order, "qian.yu", now=LATER, amount=total, on="2026-11-24")
    assert sign(office, order) == []


# --- close, pay, archive


def test_an_order_is_closed_when_everything_was_delivered(office):
    order = office.order("signed")
    assert office.refused("close", order, "zhao.min", now=LATER) == []
    short = order.model_copy(update={"delivery": (order.delivery[0].model_copy(update={"quantities": {"L1": 120}}),)})
    assert office.refused("close", short, "zhao.min", now=LATER) == [
        No("line L2: 60 not delivered", "ordertool deliver 7K3FQ --quantity L2=60 …", "P2.5c")
    ]


def test_money_came_in_on_a_day_that_has_been(office):
    order = office.order("closed")
    assert office.refused("pay", order, "qian.yu", now=LATER, amount="1", on="2026-11-25") == [
        No("2026-11-25 is in the future", "give the day the money moved", "P7.1c")
    ]
    assert office.refused("pay", order, "qian.yu", now=LATER, amount="1", on="2026-11-24") == []
    # Entered a day late, it may have come in between.
    assert (
        office.refused("pay", order, "qian.yu", now=LATER, typed=at("2026-11-25T09:00"), amount="1", on="2026-11-25")
        == []
    )


def test_no_more_is_paid_than_is_owed(office):
    order = office.order("closed")
    assert office.refused("pay", order, "qian.yu", now=LATER, amount="241200.01", on="2026-11-24") == [
        No("241200.01 is more than the 241200.00 still owed", "check the amount: ordertool show 7K3FQ", "P7.1c")
    ]
    paid = office.do("pay", order, "qian.yu", now=LATER, amount="241199.99", on="2026-11-24")
    assert [no.reason for no in office.refused("pay", paid, "qian.yu", now=LATER, amount="1", on="2026-11-24")] == [
        "1 is more than the 0.01 still owed"
    ]
    assert office.refused("pay", paid, "qian.yu", now=LATER, amount="0.01", on="2026-11-24") == []


def test_a_closed_order_is_archived_when_it_is_paid(office):
    order = office.order("closed")
    assert office.refused("archive", order, "zhao.min", now=LATER) == [
        No("241200.00 is unpaid", "ordertool pay 7K3FQ --amount 241200.00 --on DATE", "P2.5d", "archive.paid")
    ]
    paid = office.do("pay", order, "qian.yu", now=LATER, amount="241200", on="2026-11-24")
    assert office.refused("archive", paid, "zhao.min", now=LATER) == []


def test_policy_may_let_unpaid_orders_be_archived(office):
    easy = Office(rules={"archive": {"paid": False}})
    assert easy.refused("archive", office.order("closed"), "zhao.min", now=LATER) == []


# --- the files of clients and staff

PROFILE = {"name": "杭州湾物流有限公司", "contact": "周敏"}
KAI = {"name": "凯", "email": "kai@example.com", "department": "sales", "roles": ["owner"]}


def test_the_keeper_of_a_client_is_on_the_staff(office):
    def kept(keeper):
        return office.refused("add", None, "chen.jie", kind="client", record_id=CLIENT, **PROFILE, keeper=keeper)

    assert kept("li.ma") == [No("there is nobody li.ma on the staff", "did you mean: li.na", "P4.1a")]
    assert kept("li.na") == kept(None) == []


def test_an_assessment_is_valid_for_some_time(office):
    def until(day):
        given = {"grade": "A", "evidence": "2025 accounts", "valid_until": day}
        return office.refused("credit", office.clients[CLIENT], "qian.yu", kind="client", **given)

    assert until("2026-11-22") == [
        No("it would already have expired on 2026-11-22", "give a later --valid-until", "P7.1a")
    ]
    assert until("2026-11-23") == []


def test_no_two_people_share_an_address(office):
    def with_mail(email):
        return office.refused("add", None, "wu.gang", kind="staff", record_id="kai", **{**KAI, "email": email})

    assert with_mail("Li.Na@Example.com") == [
        No("Li.Na@Example.com is already li.na's", "give each person an address of their own", "P4.2b")
    ]
    assert with_mail("kai@example.com") == []


def test_the_first_person_of_a_book_is_its_manager(office):
    nobody = Office(staff=type(office.staff)())
    first = [No("the first person of a book is its manager", "ordertool init --manager ID", "P4.2b", kind="role")]
    assert nobody.refused("add", None, "kai", kind="staff", record_id="kai", **KAI) == first
    assert (
        nobody.refused("add", None, "wu.gang", kind="staff", record_id="kai", **{**KAI, "roles": ["manager"]}) == first
    )
    assert nobody.refused("add", None, "kai", kind="staff", record_id="kai", **{**KAI, "roles": ["manager"]}) == []


def test_a_deputy_is_another_person_who_is_there(office):
    def away(deputy):
        days = {"start": "2026-12-01", "end": "2026-12-05"}
        return office.refused("away", office.staff["li.na"], "li.na", kind="staff", **days, deputy=deputy)

    other = "name another person on the staff"
    assert away("li.na") == [No("li.na cannot stand in", other, "P2.3a")]
    assert away("nobody") == [No("nobody cannot stand in", other, "P2.3a")]
    assert away("sun.tao") == away(None) == []
    office.away("sun.tao", "2026-12-05", "2026-12-09")
    assert away("sun.tao") == [No("sun.tao is away in those days too", "name somebody else", "P2.3a")]
    office.away("sun.tao", "2026-11-28", "2026-12-01")
    assert away("sun.tao") == [No("sun.tao is away in those days too", "name somebody else", "P2.3a")]
    for days in (("2026-12-06", "2026-12-09"), ("2026-11-20", "2026-11-30")):
        office.away("sun.tao", *days)
        assert away("sun.tao") == []


def test_a_form_is_submitted_where_somebody_can_receive_it(office):
    draft = office.order("draft")
    passed = office.do(
        "review", draft, "chen.jie", now=at("2026-11-23T10:00"), outcome="pass", form=draft.form.content_hash()
    )
    del office.staff["zhao.min"]
    given = {"now": at("2026-11-23T10:30"), "original": paper("form.pdf"), "to": "zhao.min"}
    assert office.refused("submit", passed, "chen.jie", **given)[0] == No(
        "nobody holds the role processor, so nobody can receive it",
        "a manager adds one: ordertool staff add … --role processor",
        "P2.2c",
    )


def test_a_deputy_is_named_by_who_goes_or_by_a_manager(office):
    def away(by, whose, deputy):
        days = {"start": "2026-12-01", "end": "2026-12-05"}
        return office.refused("away", office.staff[whose], by, kind="staff", **days, deputy=deputy)

    refused = [No("only li.na or a manager names a deputy", "leave out --deputy", "P4.2b", kind="role")]
    assert away("zhao.min", "li.na", "chen.jie") == refused
    assert away("zhao.min", "li.na", None) == []
    assert away("li.na", "li.na", "chen.jie") == away("wu.gang", "li.na", "chen.jie") == []


# --- an inquiry, and what all conditions share


def test_an_inquiry_is_refused_for_nothing_but_empty_fields(office):
    assert office.refused("inquire", None, "lin.wei", **INQUIRY, answer="yes") == []


def test_several_faults_are_told_together(office):
    order = office.do("draft", office.order("inquiry"), "chen.jie", **FORM)
    found = office.refused("submit", order, "chen.jie", to="li.na", original_at="paper, folder 12")
    assert [no.reason for no in found] == [
        "the form has not passed its review",
        "li.na does not hold the role processor",
    ]


def test_somebody_of_no_role_in_particular_who_is_away_is_replaced_by_one_of_their_first_role(office):
    office.away("guo.feng", "2026-11-23", "2026-11-30")
    refusal = saying.staff_problem("guo.feng", None, LATER, "P2.4a", office.ctx)
    assert str(refusal.hint) == "choose somebody else: ordertool staff list --role support"


def test_an_id_is_shortened_to_what_people_type():
    assert saying.short("SO-20261123-7K3FQ") == "7K3FQ"
    assert saying.short("li.na") == "li.na"
