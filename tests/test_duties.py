"""What is owed beside an order's next step: problems, assistance, complaints, phases, a question passed on (P0.3)."""

from __future__ import annotations

import pytest
from people import DEFAULTS, DELIVERY, INQUIRY, NOW, PLAN, Office, at, full_story, paper

from ordertool.rules.duties import duties
from ordertool.rules.workflow import row

MORNING = at("2026-11-24T09:00")


@pytest.fixture
def office():
    """A company that asks no client how content they are, and lets them be silent: test_surveys, test_silence."""
    limits = {**DEFAULTS["time_limits"][0], "contact": "9999d"}
    return Office(rules={"time_limits": [limits], "survey": {"sample": "none"}})


def owed(office, order, now=MORNING):
    """Each duty: item, who, in which role, with which moves, by which limit until when."""
    return [
        (one.item, one.staff, one.role, one.next, one.clock and (one.clock.limit, f"{one.clock.due.at:%m-%d %H:%M}"))
        for one in duties(order, now, office.ctx)
    ]


def test_the_straight_way_owes_nothing_beside_its_next_step_but_its_phases(office):
    plain = {**PLAN, "phases": [PLAN["phases"][0]]}  # the owner's own: part of the owner's next step
    for made in office.way():
        assert owed(office, made.new) == [], made.move.verb
    order = office.do("plan", office.order("active"), "li.na", now=MORNING, **plain, reason="no install")
    assert owed(office, order) == []


def test_every_duty_of_the_full_story_is_one_persons_and_can_be_done_from_where_the_order_stands(office):
    for made in full_story(office):
        for one in duties(made.new, made.new.log[-1].at, office.ctx):
            assert one.staff in office.staff
            assert any(made.new.stage in row("order", verb).frm for verb in one.next), (made.move.verb, one)
        assert made.new.stage != "archived" or duties(made.new, MORNING, office.ctx) == ()


# --- problems (P2.4c)


def test_a_problem_is_answered_first_and_then_solved_by_the_order_department(office):
    order = office.do("escalate", office.order("active"), "li.na", now=MORNING, problem="crane not available")
    assert owed(office, order) == [
        ("Q1", "zhao.min", "processor", ("coordinate", "resolve"), ("coordinate", "11-24 14:00"))
    ]
    decided = {"item": "Q1", "decisions": {"decision": "hire one"}}
    order = office.do("coordinate", order, "zhao.min", now=at("2026-11-24T11:00"), **decided)
    # Three days from the morning it was brought up, whatever was decided when.
    assert owed(office, order) == [("Q1", "zhao.min", "processor", ("resolve",), ("resolve", "11-27 09:00"))]
    order = office.do("resolve", order, "zhao.min", now=at("2026-11-24T15:00"), item="Q1", solution="crane on site")
    assert owed(office, order) == []


def test_each_problem_has_its_own_clock(office):
    order = office.order("active")
    for hour in (9, 11):
        order = office.do("escalate", order, "li.na", now=at(f"2026-11-24T{hour:02}:00"), problem="no crane")
    assert [(item, clock) for item, *_, clock in owed(office, order)] == [
        ("Q1", ("coordinate", "11-24 14:00")), ("Q2", ("coordinate", "11-24 16:00")),
    ]  # fmt: skip


# --- assistance (P5.1b)


def test_the_department_that_was_asked_answers_within_a_day_and_does_what_it_took_on(office):
    order = office.do("assist", office.order("active"), "li.na", now=MORNING, department="production", need="welders")
    assert owed(office, order) == [("A1", "guo.feng", "asked", ("assist-answer",), ("assist", "11-25 09:00"))]
    assert duties(order, MORNING, office.ctx)[0].department == "production"
    order = office.do("assist-answer", order, "he.jun", now=MORNING, item="A1", answer={"outcome": "accepted"})
    # Three days from the answer, as the policy has it, where no other day was named.
    assert owed(office, order) == [("A1", "guo.feng", "asked", ("assist-done",), ("assist_done", "11-27 09:00"))]
    order = office.do("assist-done", order, "he.jun", now=MORNING, item="A1")
    assert owed(office, order) == []


def test_assistance_is_given_by_the_day_that_it_is_needed(office):
    asked = {"department": "production", "need": "welders", "needed_by": "2026-12-15"}
    order = office.do("assist", office.order("active"), "li.na", now=MORNING, **asked)
    order = office.do("assist-answer", order, "he.jun", now=MORNING, item="A1", answer={"outcome": "accepted"})
    assert owed(office, order) == [("A1", "guo.feng", "asked", ("assist-done",), ("needed", "12-15 23:59"))]


def test_what_was_declined_is_the_askers_again_until_they_do_something_about_the_order(office):
    order = office.do("assist", office.order("active"), "li.na", now=MORNING, department="finance", need="a bond")
    answer = {"outcome": "declined", "reason": "no bond for this client"}
    order = office.do("assist-answer", order, "qian.yu", now=MORNING, item="A1", answer=answer)
    assert owed(office, order) == [("A1", "li.na", "asker", ("assist",), None)]
    noticed = office.do("contact", order, "zhao.min", now=MORNING, channel="phone", text="told the client")
    assert [item for item, *_ in owed(office, noticed)] == ["A1"]
    assert owed(office, office.do("progress", order, "li.na", now=MORNING, state="we do without")) == []


def test_of_a_department_who_is_there_answers(office):
    order = office.do("assist", office.order("active"), "li.na", now=MORNING, department="production", need="welders")
    office.away("guo.feng", "2026-11-24", "2026-11-30")
    assert owed(office, order)[0][1] == "he.jun"
    office.away("he.jun", "2026-11-24", "2026-11-30", "sun.tao")
    assert owed(office, order)[0][1] == "sun.tao"


# --- complaints (P5.2c)


def test_a_complaint_is_the_owners_to_answer_in_two_hours_and_to_settle_in_three_days(office):
    order = office.do("complain", office.order("active"), "lin.wei", now=MORNING, text="one rail scratched")
    assert owed(office, order) == [("K1", "li.na", "owner", ("respond", "settle"), ("respond", "11-24 11:00"))]
    told = {"answer": "we look at it"}
    order = office.do("respond", order, "li.na", now=at("2026-11-24T10:00"), item="K1", response=told)
    assert owed(office, order) == [("K1", "li.na", "owner", ("settle",), ("settle", "11-27 09:00"))]
    office.away("li.na", "2026-11-24", "2026-11-30", "sun.tao")
    assert owed(office, order)[0][1] == "sun.tao"
    settlement = {"solution": "rail replaced", "feedback": "client content"}
    assert owed(office, office.do("settle", order, "li.na", now=MORNING, item="K1", settlement=settlement)) == []


def test_a_complaint_about_an_order_without_an_owner_is_the_order_departments(office):
    order = office.do("complain", office.order("submitted"), "lin.wei", now=MORNING, text="no answer yet")
    assert owed(office, order) == [("K1", "zhao.min", "processor", ("respond", "settle"), ("respond", "11-24 11:00"))]
    # Sent back, the order can have no owner: the complaint is kept, and waits.
    order = office.do("send-back", order, "zhao.min", now=MORNING, note="not legible")
    assert (owed(office, order), [one.id for one in order.open_complaints]) == ([], ["K1"])


def test_what_cannot_be_done_any_more_is_owed_by_nobody(office):
    order = office.do("escalate", office.order("delivered"), "li.na", now=MORNING, problem="no crane")
    order = office.do("assist", order, "li.na", now=MORNING, department="production", need="welders")
    assert [item for item, *_ in owed(office, order)] == ["Q1", "A1"]
    signed = office.do("sign", order, "li.na", now=MORNING, item="D1", slips=paper("slip.pdf"))
    assert owed(office, signed) == []
    back = office.do("take-back", order, "li.na", now=MORNING, quantities=dict(order.delivered()), reason="x")
    cancelled = office.do("cancel", back, "wu.gang", now=MORNING, note="gave up")
    assert owed(office, cancelled) == []


# --- phases (P2.4a)


def test_a_phase_is_owed_by_its_person_from_its_first_day_to_the_end_of_its_last(office):
    order = office.order("active")
    assert owed(office, order, at("2026-12-10T23:59")) == []
    install = ("PH2", "he.jun", "phase", ("progress",), ("phase", "12-17 23:59"))
    assert owed(office, order, at("2026-12-11T00:00")) == [install]
    (one,) = duties(order, at("2026-12-18T00:00"), office.ctx)
    assert (one.overdue(at("2026-12-17T23:59:59")), one.overdue(at("2026-12-18T00:00"))) == (False, True)
    done = office.do("progress", order, "he.jun", now=at("2026-12-15T09:00"), state="Installed", done=["PH2"])
    assert owed(office, done, at("2026-12-16T09:00")) == []
    early = office.do("progress", order, "he.jun", now=at("2026-12-01T09:00"), state="Half", done=["N1"])
    assert owed(office, early, at("2026-12-11T00:00")) == [install]


def test_a_phase_is_owed_only_while_the_plan_is_carried_out(office):
    order = office.order("delivered")
    assert owed(office, order, at("2026-12-11T09:00")) == []
    order = office.do("reassign", office.order("active"), "zhao.min", now=MORNING, to="sun.tao", reason="ill",
                      received=["form.pdf", "drawing.pdf"])  # fmt: skip
    assert owed(office, order, at("2026-12-11T09:00")) == []


def test_a_phase_of_who_is_away_is_the_deputys(office):
    office.away("he.jun", "2026-12-11", "2026-12-15", "guo.feng")
    days = {day: owed(office, office.order("active"), at(f"2026-12-{day}T09:00"))[0][1] for day in (11, 16)}
    assert days == {11: "guo.feng", 16: "he.jun"}


# --- a question passed on (P2.1b)


def test_who_took_an_inquiry_follows_the_reply_until_it_is_given(office):
    order = office.do("inquire", None, "chen.jie", **INQUIRY)
    assert owed(office, order, NOW) == []
    order = office.do("forward", order, "chen.jie", to="li.na", question="load per level?")
    assert owed(office, order, NOW) == [("F1", "chen.jie", "taker", ("forward",), ("reply", "11-23 14:00"))]
    assert duties(order, NOW, office.ctx)[0].matter == "load per level?"
    answered = office.do("reply", order, "li.na", text="2.5 t")
    assert owed(office, answered, NOW) == []
    # Passed on to oneself there is nobody to follow; without a question of its own, the matter is the client's.
    assert owed(office, office.do("forward", order, "chen.jie", to="chen.jie"), NOW) == []
    order = office.do("forward", order, "chen.jie", department="production")
    assert duties(order, NOW, office.ctx)[0].matter == INQUIRY["matter"]


# --- on hold (P2.6)


def test_on_hold_everything_is_still_owed_but_without_a_time(office):
    order = office.do("escalate", office.order("active"), "li.na", now=MORNING, problem="no crane")
    order = office.do("complain", order, "lin.wei", now=MORNING, text="late")
    held = office.do("hold", order, "wu.gang", now=at("2026-11-24T11:00"), note="credit watch")
    assert [(item, clock) for item, *_, clock in owed(office, held)] == [("Q1", None), ("K1", None)]
    assert not any(one.overdue(at("2030-01-01T00:00")) for one in duties(held, MORNING, office.ctx))
    resumed = office.do("resume", held, "wu.gang", now=at("2026-11-25T11:00"))
    # A day of hold is a day more: 14:00 becomes that of the next working day; at 11:00 the time was over already.
    assert [clock for *_, clock in owed(office, resumed)] == [("coordinate", "11-25 14:00"), ("respond", "11-24 11:00")]


def test_an_undone_item_is_owed_by_nobody(office):
    order = office.do("escalate", office.order("active"), "li.na", now=MORNING, problem="no crane")
    assert owed(office, office.do("undo", order, "li.na", now=MORNING)) == []
    order = office.do("deliver", office.way("delivered")[-2].new, "li.na", now=at("2026-11-24T09:30"),
                      quantities={"L1": "1"}, **DELIVERY)  # fmt: skip
    assert owed(office, order, at("2026-12-11T00:00"))[0][0] == "PH2"
