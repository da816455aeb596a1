"""Who answers for an order's next step, and by when: exactly one person at every moment, in working time."""

from __future__ import annotations

import pytest
from people import DEFAULTS, DELIVERY, FORM, INQUIRY, NOW, ORDER, PLAN, Office, at, full_story, paper

from ordertool.records.faults import validated
from ordertool.records.order import STAGES, Order
from ordertool.rules.duty import STEPS, next_step, on_duty, present, question_asked, responsible

OWNED, PLANNED = [{"id": "AS1", "to": "li.na"}], [{"id": "PL1", **PLAN}]


@pytest.fixture
def office():
    return Office()


def who(office, order, now=NOW):
    """Who answers, in which role, for which moves, by which clause."""
    found = responsible(order, now, office.ctx)
    return found and (found.staff, found.role, found.next, str(found.clause))


def due(office, order, now=NOW):
    """The limit that runs, its length, and the due time on the company's clock; None when none runs."""
    clock = responsible(order, now, office.ctx).clock
    return clock and (clock.limit, clock.length, f"{clock.due.at:%Y-%m-%d %H:%M}")


def standing(stage, **sections):
    """An order that stands at a stage, with whatever sections it needs."""
    log = [{"at": NOW, "by": "chen.jie", "move": "inquire", "to": stage}]
    return validated(Order, {"id": ORDER, "stage": stage, "inquiry": INQUIRY, "log": log, **sections})


# --- who, stage by stage: the straight way starts at nine on Monday, 23 November, and takes half an hour a move


@pytest.mark.parametrize(
    ("after", "answers", "clock"),
    [
        ("inquire", ("chen.jie", "holder", ("reply",), "P2.1b"), ("reply", "4h", "2026-11-23 14:00")),
        ("draft", ("chen.jie", "receptionist", ("review",), "P2.2b"), ("review", "4h", "2026-11-23 14:30")),
        ("review", ("chen.jie", "receptionist", ("submit",), "P2.2c"), ("submit", "2h", "2026-11-23 12:00")),
        ("submit", ("zhao.min", "processor", ("assign",), "P2.3a"), ("assign", "4h", "2026-11-23 15:30")),
        ("assign", ("li.na", "owner", ("confirm",), "P2.3c"), ("confirm", "4h", "2026-11-23 16:00")),
        ("confirm", ("li.na", "owner", ("plan",), "P2.4a"), ("plan", "1d", "2026-11-24 11:30")),
        ("plan", ("li.na", "owner", ("progress", "prepare", "deliver"), "P2.4b"), ("report", "3d", "2026-11-26 12:00")),
        (
            "prepare",
            ("li.na", "owner", ("progress", "prepare", "deliver"), "P2.4b"),
            ("report", "3d", "2026-11-26 12:00"),
        ),
        ("deliver", ("li.na", "owner", ("sign",), "P2.5c"), ("sign", "1d", "2026-11-24 12:00")),
        ("sign", ("zhao.min", "processor", ("close",), "P2.5c"), ("close", "2d", "2026-11-25 13:30")),
        ("close", ("qian.yu", "finance", ("pay",), "P7.1c"), ("account", "30d", "2026-12-23 23:59")),
        ("pay", ("zhao.min", "processor", ("archive",), "P2.5d"), None),
        ("archive", None, None),
    ],
)
def test_one_person_answers_after_each_move_of_the_straight_way(office, after, answers, clock):
    order = next(made.new for made in office.way() if made.move.verb == after)
    assert who(office, order) == answers
    if answers:
        assert due(office, order) == clock


def test_lost_and_cancelled_orders_wait_for_the_archive(office):
    for stage in ("lost", "cancelled"):
        assert who(office, standing(stage)) == ("zhao.min", "processor", ("archive",), "P2.5d")
        assert due(office, standing(stage)) is None


def test_the_last_cent_still_waits_for_finance(office):
    order = office.do(
        "pay", office.order("closed"), "qian.yu", now=at("2026-11-24T09:00"), amount="241199.99", on="2026-11-24"
    )
    assert who(office, order)[:2] == ("qian.yu", "finance")
    order = office.do("pay", order, "qian.yu", now=at("2026-11-24T09:00"), amount="0.01", on="2026-11-24")
    assert who(office, order)[:2] == ("zhao.min", "processor")


@pytest.mark.parametrize("stage", STAGES)
def test_at_every_stage_exactly_one_person_answers_until_the_archive(office, stage):
    sections = {"form": FORM, "assignment": OWNED, "plans": PLANNED}
    for order in (standing(stage), standing(stage, **sections)):
        found = responsible(order, NOW, office.ctx)
        if stage == "archived":
            assert found is None
        elif order.owner or "owner" not in {step.who for step in STEPS if step.stage == stage}:
            assert found.staff in office.staff
            assert found.department is None


def test_every_step_of_the_full_story_has_one_person(office):
    for made in full_story(office):
        found = responsible(made.new, NOW, office.ctx)
        assert (found is None) == (made.new.stage == "archived")
        assert found is None or found.staff in office.staff
        assert next_step(made.new) is None or next_step(made.new).next == found.next[: len(next_step(made.new).next)]


# --- the client's question


def asked(office, when="2026-11-23T09:00", **more):
    return office.do("inquire", None, "chen.jie", now=at(when), **{**INQUIRY, **more})


def test_a_question_is_with_the_person_it_was_passed_to(office):
    order = office.do("forward", asked(office), "chen.jie", to="li.na")
    assert who(office, order) == ("li.na", "holder", ("reply",), "P2.1b")


def test_a_question_is_with_the_first_of_the_department_it_was_passed_to(office):
    office.hire("he.jun", "production", "support", joined="2026-03-02T09:00")
    office.hire("guo.feng", "production", "support", joined="2026-03-01T09:00")
    order = office.do("forward", asked(office), "chen.jie", department="production")
    assert who(office, order)[:2] == ("guo.feng", "holder")
    assert responsible(order, NOW, office.ctx).department == "production"
    office.away("guo.feng", "2026-11-23", "2026-11-30")
    assert who(office, order)[0] == "he.jun"


def test_when_a_whole_department_is_away_its_first_still_answers(office):
    order = office.do("forward", asked(office), "chen.jie", department="production")
    for one in ("he.jun", "guo.feng"):
        office.away(one, "2026-11-23", "2026-11-30")
    # Both joined on the same day: the id decides, so that everybody agrees.
    assert who(office, order)[0] == "guo.feng"


def test_a_question_answered_on_the_spot_leads_to_the_form_at_once(office):
    order = asked(office, answer="2.5 t per level")
    assert question_asked(order) is None
    assert who(office, order) == ("chen.jie", "receptionist", ("draft",), "P6.1a")
    assert due(office, order) == ("form", "2d", "2026-11-25 09:00")


def test_a_question_answered_later_leads_to_the_form_counted_from_the_inquiry(office):
    order = office.do("reply", asked(office), "chen.jie", now=at("2026-11-23T15:00"), text="2.5 t per level")
    assert due(office, order) == ("form", "2d", "2026-11-25 09:00")


def test_passing_a_question_on_does_not_give_it_more_time(office):
    order = asked(office)
    for hour, to in ((10, "li.na"), (11, "sun.tao")):
        order = office.do("forward", order, "chen.jie", now=at(f"2026-11-23T{hour}:00"), to=to)
    assert question_asked(order) == at("2026-11-23T09:00")
    assert due(office, order) == ("reply", "4h", "2026-11-23 14:00")


def test_a_second_question_after_an_answer_has_a_time_of_its_own(office):
    order = office.do("reply", asked(office), "chen.jie", now=at("2026-11-23T10:00"), text="2.5 t per level")
    order = office.do(
        "forward", order, "chen.jie", now=at("2026-11-24T09:00"), department="production", question="and the paint?"
    )
    assert due(office, order) == ("reply", "4h", "2026-11-24 14:00")
    order = office.do("reply", order, "he.jun", now=at("2026-11-24T10:00"), text="RAL 5015")
    assert due(office, order)[0] == "form"


def test_a_promise_sooner_than_the_limit_counts(office):
    order = office.do("forward", asked(office), "chen.jie", to="li.na", promised="2026-11-23T11:15:00+08:00")
    assert due(office, order) == ("promise", "", "2026-11-23 11:15")
    # Promised in another zone, it is shown on the company's clock.
    order = office.do("forward", asked(office), "chen.jie", to="li.na", promised="2026-11-23T03:15:00+00:00")
    assert due(office, order) == ("promise", "", "2026-11-23 11:15")


def test_passing_a_question_on_does_not_take_a_promise_back(office):
    order = office.do("forward", asked(office), "chen.jie", to="li.na", promised="2026-11-23T11:15:00+08:00")
    order = office.do("forward", order, "chen.jie", to="sun.tao")
    assert due(office, order) == ("promise", "", "2026-11-23 11:15")
    order = office.do("forward", order, "chen.jie", to="li.na", promised="2026-11-23T10:30:00+08:00")
    assert due(office, order) == ("promise", "", "2026-11-23 10:30")
    # An answer keeps it; the next question has its own.
    order = office.do("reply", order, "li.na", text="2.5 t")
    order = office.do("forward", order, "chen.jie", to="sun.tao")
    assert due(office, order) == ("reply", "4h", "2026-11-23 14:00")


def test_a_promise_later_than_the_limit_does_not_stretch_it(office):
    order = office.do("forward", asked(office), "chen.jie", to="li.na", promised="2026-11-23T14:00:00+08:00")
    assert due(office, order) == ("reply", "4h", "2026-11-23 14:00")


# --- the reception


def test_the_receptionist_who_took_the_inquiry_keeps_it(office):
    order = office.do("inquire", None, "ma.lan", **INQUIRY, answer="yes")
    assert who(office, order)[0] == "ma.lan"


def test_an_inquiry_taken_by_somebody_else_goes_to_the_reception(office):
    order = office.do("inquire", None, "lin.wei", **INQUIRY, answer="yes")
    assert who(office, order)[:2] == ("chen.jie", "receptionist")


def test_while_the_receptionist_is_away_another_answers(office):
    office.away("chen.jie", "2026-11-24", "2026-11-24")
    order = asked(office, answer="yes")
    days = {day: who(office, order, at(f"2026-11-{day}T09:00"))[0] for day in (23, 24, 25)}
    assert days == {23: "chen.jie", 24: "ma.lan", 25: "chen.jie"}


def test_a_form_returned_waits_for_its_correction_without_a_limit(office):
    order = next(made.new for made in office.way() if made.move.verb == "draft")
    order = office.do(
        "review",
        order,
        "chen.jie",
        now=at("2026-11-23T10:00"),
        outcome="return",
        form=order.form.content_hash(),
        reasons=["no"],
    )
    assert who(office, order) == ("chen.jie", "receptionist", ("draft",), "P2.2b")
    assert due(office, order) is None
    order = office.do(
        "draft", order, "chen.jie", now=at("2026-11-24T10:00"), **{**FORM, "deliver_to": "宁波市海港路90号"}
    )
    assert who(office, order)[2] == ("review",)
    assert due(office, order) == ("review", "4h", "2026-11-24 15:00")


# --- roles: duty person, deputy, absence, first who joined


def test_a_role_without_a_duty_person_is_answered_by_the_first_who_joined(office):
    assert on_duty("receptionist", NOW, office.ctx) == "chen.jie"
    office.hire("ma.lan", "service", "receptionist", joined="2025-01-05T09:00")
    assert on_duty("receptionist", NOW, office.ctx) == "ma.lan"
    office.away("ma.lan", "2026-11-23", "2026-11-23")
    assert on_duty("receptionist", NOW, office.ctx) == "chen.jie"


def test_policy_names_the_duty_person_and_the_deputy():
    office = Office(rules={"duty": {"receptionist": {"person": "ma.lan", "deputy": "kai"}}})
    office.hire("kai", "service", "receptionist")
    assert on_duty("receptionist", NOW, office.ctx) == "ma.lan"
    office.away("ma.lan", "2026-11-23", "2026-11-30")
    assert on_duty("receptionist", NOW, office.ctx) == "kai"
    office.away("kai", "2026-11-23", "2026-11-30")
    assert on_duty("receptionist", NOW, office.ctx) == "chen.jie"
    office.away("chen.jie", "2026-11-23", "2026-11-30")
    # When all are away, somebody still answers.
    assert on_duty("receptionist", NOW, office.ctx) == "chen.jie"


def test_the_deputy_of_an_absence_goes_before_the_policys():
    office = Office(rules={"duty": {"receptionist": {"person": "ma.lan", "deputy": "kai"}}})
    office.hire("kai", "service", "receptionist")
    office.away("ma.lan", "2026-11-23", "2026-11-30", "li.na")
    assert on_duty("receptionist", NOW, office.ctx) == "li.na"


def test_a_person_is_present_unless_somebody_stands_in(office):
    assert present(None, NOW, office.ctx) is None
    assert present("nobody", NOW, office.ctx) == "nobody"
    office.away("li.na", "2026-11-23", "2026-11-30")
    assert present("li.na", NOW, office.ctx) == "li.na"
    office.away("li.na", "2026-11-23", "2026-11-30", "sun.tao")
    assert present("li.na", NOW, office.ctx) == "sun.tao"


def test_the_deputy_of_the_only_one_who_holds_a_role_answers_for_it(office):
    order = office.order("submitted")
    office.away("zhao.min", "2026-11-23", "2026-11-30", "li.na")
    assert on_duty("processor", NOW, office.ctx) == "li.na"
    assert who(office, order)[0] == "li.na"
    draft = office.order("draft")
    passed = office.do(
        "review", draft, "chen.jie", now=at("2026-11-23T10:00"), outcome="pass", form=draft.form.content_hash()
    )
    handed = {"now": at("2026-11-23T10:30"), "original": paper("form.pdf")}
    assert office.refused("submit", passed, "chen.jie", to="li.na", **handed) == []
    assert office.refused("submit", passed, "chen.jie", to="sun.tao", **handed) != []
    # With no deputy, or one who is away too, the person still answers: somebody must.
    office.away("li.na", "2026-11-23", "2026-11-23")
    assert on_duty("processor", NOW, office.ctx) == "zhao.min"
    # Another who holds the role goes before a deputy who does not.
    office.hire("kai", "orders", "processor")
    assert on_duty("processor", NOW, office.ctx) == "kai"


def test_the_deputy_of_who_took_the_inquiry_carries_on(office):
    order = office.order("draft")
    assert who(office, order)[0] == "chen.jie"
    office.away("chen.jie", "2026-11-23", "2026-11-30", "he.jun")
    assert who(office, order)[0] == "he.jun"
    office.away("he.jun", "2026-11-23", "2026-11-23")
    assert who(office, order)[0] == "ma.lan"


def test_a_duty_person_who_left_or_lost_the_role_does_not_answer():
    office = Office(
        rules={"duty": {"processor": {"person": "gone", "deputy": "li.na"}, "finance": {"person": "qian.yu"}}}
    )
    assert on_duty("processor", NOW, office.ctx) == "zhao.min"
    office.away("qian.yu", "2026-11-23", "2026-11-30")
    assert on_duty("finance", NOW, office.ctx) == "qian.yu"


def test_a_role_that_nobody_holds_has_nobody_and_says_which(office):
    del office.staff["zhao.min"]
    assert on_duty("processor", NOW, office.ctx) is None
    assert who(office, standing("submitted")) == (None, "processor", ("assign",), "P2.3a")


def test_an_absence_counts_by_the_companys_day(office):
    office.away("chen.jie", "2026-11-24", "2026-11-24")
    assert on_duty("receptionist", at("2026-11-23T23:59"), office.ctx) == "chen.jie"
    assert on_duty("receptionist", at("2026-11-24T00:00"), office.ctx) == "ma.lan"


# --- the clocks: 08:30-12:00 and 13:00-17:30, official holidays


@pytest.mark.parametrize(
    ("asked_at", "reply_by", "why"),
    [
        ("2026-11-23T08:30", "2026-11-23 13:30", "over the lunch break"),
        ("2026-11-23T12:30", "2026-11-23 17:00", "from within the lunch break"),
        ("2026-11-23T13:30", "2026-11-23 17:30", "until the last minute of the day"),
        ("2026-11-23T13:31", "2026-11-24 08:31", "one minute of it on the next day"),
        ("2026-11-27T16:00", "2026-11-30 11:00", "over the weekend"),
        ("2026-11-28T10:00", "2026-11-30 13:30", "asked on a Saturday"),
        ("2026-11-23T22:00", "2026-11-24 13:30", "asked at night"),
        ("2026-10-09T16:00", "2026-10-10 11:00", "Saturday, 10 October, is worked to make up for National Day"),
        ("2026-09-30T16:00", "2026-10-08 11:00", "over National Day"),
        ("2026-09-20T09:00", "2026-09-20 14:00", "Sunday, 20 September, is worked"),
    ],
)
def test_four_hours_of_working_time(office, asked_at, reply_by, why):
    assert due(office, asked(office, asked_at)) == ("reply", "4h", reply_by), why


def test_a_clock_tells_its_working_and_whether_the_days_are_official(office):
    clock = responsible(asked(office, "2026-11-27T16:00"), NOW, office.ctx).clock
    assert [(f"{span.start:%m-%d %H:%M}", f"{span.end:%H:%M}", span.kind) for span in clock.due.working] == [
        ("11-27 16:00", "17:30", "workday"), ("11-30 08:30", "11:00", "workday"),
    ]  # fmt: skip
    assert clock.due.confirmed
    assert clock.started == at("2026-11-27T16:00")
    assert not responsible(asked(office, "2031-11-27T16:00"), NOW, office.ctx).clock.due.confirmed


def test_a_change_of_limits_keeps_the_clocks_that_run():
    block = DEFAULTS["time_limits"][0]
    office = Office(rules={"time_limits": [block, {**block, "since": "2026-11-24", "reply": "1h"}]})
    assert due(office, asked(office, "2026-11-23T16:30"), at("2026-11-25T09:00")) == ("reply", "4h", "2026-11-24 11:30")
    assert due(office, asked(office, "2026-11-24T09:00")) == ("reply", "1h", "2026-11-24 10:00")


def test_a_day_of_a_limit_is_as_long_as_the_companys_working_day():
    office = Office(rules={"working_hours": {"tuesday": "09:00-15:00", "thursday": "09:00-15:00"}, "holidays": "none"})
    assert due(office, asked(office, "2026-11-24T10:00", answer="yes")) == ("form", "2d", "2026-12-01 10:00")
    closed = Office(rules={"working_hours": {}, "holidays": "none", "special_days": {"2026-11-23": "09:00-24:00"}})
    assert due(closed, asked(closed, "2026-11-23T09:00")) == ("reply", "4h", "2026-11-23 13:00")
    assert closed.ctx.working_day.total_seconds() == 8 * 3600


def test_a_company_with_hours_of_its_own_on_make_up_days_and_exceptions():
    office = Office(rules={"makeup_hours": "09:00-11:00", "special_days": {"2026-11-23": "off"}})
    assert due(office, asked(office, "2026-10-09T16:00")) == ("reply", "4h", "2026-10-12 09:00")
    assert due(office, asked(office, "2026-11-20T17:00")) == ("reply", "4h", "2026-11-24 12:00")


def test_a_calendar_is_described_without_the_names_of_libraries(office):
    described = str(office.ctx.calendar.described)
    assert described.startswith("official holidays, own exceptions: 0 (chinesecalendar ")
    plain = Office(rules={"holidays": "none", "special_days": {"2026-11-23": "off"}})
    assert str(plain.ctx.calendar.described).startswith("no public holidays, own exceptions: 1 (")


def test_a_late_entry_is_timed_by_when_it_happened(office):
    order = office.do("inquire", None, "chen.jie", now=at("2026-11-20T10:00"), typed=NOW, **INQUIRY)
    assert due(office, order) == ("reply", "4h", "2026-11-20 15:00")


def test_it_is_overdue_after_the_due_time_and_not_at_it(office):
    found = responsible(asked(office), NOW, office.ctx)
    assert not found.overdue(at("2026-11-23T14:00"))
    assert found.overdue(at("2026-11-23T14:00:01"))
    paid = office.do(
        "pay", office.order("closed"), "qian.yu", now=at("2026-11-24T09:00"), amount="241200.00", on="2026-11-24"
    )
    assert not responsible(paid, NOW, office.ctx).overdue(at("2036-11-23T14:00"))


# --- money first


def test_finance_answers_while_the_prepayment_is_not_in(office):
    order = office.order("confirmed", payment="prepayment:50")
    assert who(office, order) == ("qian.yu", "finance", ("pay",), "P7.1b")
    assert due(office, order) is None
    paid = office.do("pay", order, "qian.yu", now=at("2026-11-24T09:00"), amount="120600.00", on="2026-11-24")
    assert who(office, paid)[:3] == ("li.na", "owner", ("plan",))


def test_finance_answers_while_the_cash_for_a_delivery_is_not_in(office):
    order = office.order("delivered", payment="cash-on-delivery")
    assert who(office, order) == ("qian.yu", "finance", ("pay",), "P7.1b")
    paid = office.do("pay", order, "qian.yu", now=at("2026-11-24T09:00"), amount="241200.00", on="2026-11-24")
    assert who(office, paid)[:3] == ("li.na", "owner", ("sign",))


def test_only_an_account_has_a_period(office):
    log = [
        {"at": NOW, "by": "chen.jie", "move": move, "to": to}
        for move, to in (("inquire", "delivered"), ("sign", "signed"), ("close", "closed"))
    ]
    for terms, runs in (("account:45", ("account", "45d", "2027-01-07 23:59")), ("prepayment:30", None), (None, None)):
        order = validated(Order, {**standing("closed", form={**FORM, "payment": terms}).plain(), "log": log})
        assert who(office, order)[1:] == ("finance", ("pay",), "P7.1c")
        assert due(office, order) == runs


# --- in execution: the next report, or the promised delivery if sooner


def test_each_report_winds_the_clock_of_the_next(office):
    order = office.do("progress", office.order("active"), "he.jun", now=at("2026-11-25T10:00"), state="Frames cut")
    assert due(office, order) == ("report", "3d", "2026-11-30 10:00")


def test_a_new_plan_winds_it_too(office):
    order = office.do(
        "plan", office.order("active"), "li.na", now=at("2026-11-25T10:00"), **{**PLAN, "every": 1, "reason": "slow"}
    )
    assert due(office, order) == ("report", "1d", "2026-11-26 10:00")


def test_the_promised_delivery_counts_when_it_is_sooner_until_the_end_of_its_day(office):
    order = office.do("progress", office.order("active"), "li.na", now=at("2026-12-16T10:00"), state="Frames cut")
    assert due(office, order) == ("delivery", "", "2026-12-18 23:59")
    found = responsible(order, NOW, office.ctx)
    assert not found.overdue(at("2026-12-18T23:59:59"))
    assert found.overdue(at("2026-12-19T00:00"))
    assert found.clock.started == at("2026-11-23T12:00")


def test_without_a_plan_in_the_log_no_clock_runs(office):
    assert due(office, standing("active", form=FORM, assignment=OWNED)) is None
    assert due(office, standing("active", form=FORM, assignment=OWNED, plans=PLANNED)) is None


def test_a_part_delivered_waits_for_its_slip_beside_the_rest(office):
    order = next(made.new for made in office.way() if made.move.verb == "prepare")
    order = office.do("deliver", order, "li.na", now=at("2026-11-24T09:00"), quantities={"L1": "50"}, **DELIVERY)
    assert who(office, order)[2:] == (("progress", "prepare", "deliver", "sign"), "P2.5c")
    assert due(office, order) == ("sign", "1d", "2026-11-25 09:00")
    order = office.do("sign", order, "li.na", now=at("2026-11-24T09:00"), item="D1", slips=paper("slip.pdf"))
    assert who(office, order)[2] == ("progress", "prepare", "deliver")
