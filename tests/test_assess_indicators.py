"""The five indicators, each by small stories with exact figures: what counts, what is left out and why, and whose it is (P6.1)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from people import AGREED, NOW, PLAN, Office, at, meeting_story, paper

from ordertool.assess.grading import figure
from ordertool.assess.period import period_of
from ordertool.assess.soundness import known_indicators

Q4 = (date(2026, 10, 1), date(2026, 12, 31))
SLIP = {"item": "D1", "slips": paper("slip.pdf")}


def evidence(office, *records, days=Q4, until=None):
    """Every piece of evidence of some records, by person and indicator."""
    period = period_of(*days, office.ctx, until)
    found = {}
    for name, indicator in known_indicators().items():
        for record in records:
            for staff, one in indicator.cases(record, period, office.ctx):
                found.setdefault((staff, name), []).append(one)
    return {key: figure(key[1], ones, 1) for key, ones in found.items()}


def told(found, staff, indicator):
    """The evidence of somebody as people read it: move, item, what it counts, why, clause."""
    return [
        (f"{one.move} {one.item}".strip(), f"{one.got}/{one.of}", str(one.why), one.clause.number)
        for one in found[staff, indicator].evidence
    ]


@pytest.fixture
def office():
    return Office()


def on(office, stage, **form):
    """An order that came to a stage on 11-23, a move each half hour from nine."""
    return office.order(stage, **form)


def test_everything_in_time_is_all_of_it(office):
    found = evidence(office, on(office, "closed"))
    assert told(found, "chen.jie", "intake_timeliness") == [
        ("draft", "1/1", "in time", "P6.1a"),
        ("review V1", "1/1", "in time", "P2.2b"),
        ("submit H1", "1/1", "in time", "P2.2c"),
    ]
    assert told(found, "zhao.min", "intake_timeliness") == [("assign AS1", "1/1", "in time", "P2.3a")]
    assert told(found, "zhao.min", "follow_up") == [("close", "1/1", "in time", "P2.5c")]
    assert told(found, "li.na", "follow_up") == [
        ("confirm", "1/1", "in time", "P2.3c"),
        ("plan PL1", "1/1", "in time", "P2.4a"),
        ("deliver D1", "1/1", "delivered in time", "P2.5b"),
        ("deliver D1", "1/1", "taken by the client", "P6.1c"),
        ("sign D1", "1/1", "in time", "P2.5c"),
    ]
    assert {key: one.score for key, one in found.items() if key[1] != "information_accuracy"} == {
        ("chen.jie", "intake_timeliness"): 100, ("zhao.min", "intake_timeliness"): 100, ("zhao.min", "follow_up"): 100,
        ("li.na", "follow_up"): 100,
    }  # fmt: skip
    assert found["chen.jie", "information_accuracy"].numerator == 4
    assert found["zhao.min", "information_accuracy"].numerator == 1
    assert found["li.na", "information_accuracy"].numerator == 4


def test_what_was_due_in_another_period_counts_there(office):
    order = on(office, "active")
    assert ("li.na", "follow_up") not in evidence(office, order, days=(date(2026, 7, 1), date(2026, 9, 30)))
    later = evidence(office, order, days=(date(2027, 1, 1), date(2027, 3, 31)))
    assert ("li.na", "follow_up") not in later, "the report that never came was due in 2026, and counts there, once"


def test_late_and_never_are_zero_of_one(office):
    order = on(office, "assigned")
    order = office.do("confirm", order, "li.na", now=at("2026-11-24T10:00"))
    found = evidence(office, order)
    assert told(found, "li.na", "follow_up") == [
        ("confirm", "0/1", "late", "P2.3c"),
        ("plan", "0/1", "never came", "P2.4a"),
    ]
    assert found["li.na", "follow_up"].score == 0
    (late, never) = found["li.na", "follow_up"].evidence
    assert (late.place, never.place) == (5, None)
    assert never.at == never.due == at("2026-11-25T10:00")


def test_an_unanswered_inquiry_counts_for_who_holds_the_question(office):
    order = on(office, "inquiry")
    order = office.do(
        "forward", order, "chen.jie", now=at("2026-11-23T09:30"), to="li.na", promised=at("2026-11-23T11:00")
    )
    found = evidence(office, order)
    assert ("reply", "0/1", "never came", "P2.1b") in told(found, "li.na", "intake_timeliness")
    order = office.do("lose", order, "chen.jie", now=at("2026-12-01T09:00"), note="no answer")
    found = evidence(office, order)
    assert [row[:3] for row in told(found, "li.na", "intake_timeliness")] == [
        ("reply", "0/1", "never came"), ("reply", "0/1", "never came"),
    ]  # fmt: skip
    assert [str(one.due)[:16] for one in found["li.na", "intake_timeliness"].evidence] == [
        "2026-11-23 11:00", "2026-11-23 14:00",
    ]  # fmt: skip


def test_force_majeure_is_left_out_and_listed(office):
    order = on(office, "assigned")
    order = office.do(
        "change", order, "zhao.min", now=at("2026-11-23T12:00"), set={"deliver_by": "2026-12-28"}, cause="force-majeure",
        reason="flood in the works", agreed=AGREED,
    )  # fmt: skip
    order = office.do("confirm", order, "li.na", now=at("2026-11-24T10:00"))
    found = evidence(office, order)
    assert told(found, "li.na", "follow_up")[0] == (
        "confirm", "0/0", "left out: force majeure, flood in the works", "P2.3c",
    )  # fmt: skip
    assert found["li.na", "follow_up"].sample == 1, "only the plan that never came counts"


def test_a_hold_stops_the_clock(office):
    order = on(office, "assigned")
    order = office.do("hold", order, "zhao.min", now=at("2026-11-23T11:30"), note="client asks to wait")
    order = office.do("resume", order, "zhao.min", now=at("2026-11-25T09:00"))
    order = office.do("confirm", order, "li.na", now=at("2026-11-25T10:00"))
    found = evidence(office, order, until=at("2026-11-26T09:00"))
    assert told(found, "li.na", "follow_up") == [
        ("confirm", "1/1", "in time: the clock stood still while on hold", "P2.3c")
    ]


def delivered(office, order, day, outcome="accepted"):
    """An active order delivered whole on a day, signed for at once."""
    ready = {
        "done": ["packaging", "documents", "transport"], "when": f"{day}T09:00:00+08:00", "method": "truck",
        "told": {**AGREED, "at": "2026-11-23T09:00:00+08:00"},
    }  # fmt: skip
    order = office.do("prepare", order, "li.na", now=at("2026-11-23T13:00"), **ready)
    return office.do(
        "deliver", order, "li.na", now=at(f"{day}T10:00"), quantities={"L1": "120", "L2": "60"}, place="x",
        delivered_by="Wu", received_by="周敏", outcome=outcome, remarks="scratched" if outcome != "accepted" else None,
    )  # fmt: skip


def put_off(office, order, day, cause):
    return office.do(
        "change", order, "zhao.min", now=at("2026-11-24T09:00"), set={"deliver_by": day}, cause=cause,
        reason="hall not ready", agreed=AGREED,
    )  # fmt: skip


def deliveries(found):
    return [row for row in told(found, "li.na", "follow_up") if row[0].startswith("deliver") and row[3] == "P2.5b"]


def test_a_delivery_is_measured_by_the_first_promise(office):
    late = delivered(office, on(office, "active"), "2026-12-21")
    assert deliveries(evidence(office, late)) == [
        ("deliver D1", "0/1", "delivered late: 3 days of it in the owner's hands", "P2.5b")
    ]
    ours = delivered(office, put_off(office, on(office, "active"), "2026-12-22", "ours"), "2026-12-22")
    assert deliveries(evidence(office, ours)) == [
        ("deliver D1", "0/1", "delivered late: 4 days of it in the owner's hands", "P2.5b")
    ]


def test_what_the_client_put_off_is_left_out(office):
    order = put_off(office, on(office, "active"), "2026-12-22", "client")
    assert deliveries(evidence(office, delivered(office, order, "2026-12-22"))) == [
        ("deliver D1", "0/0", "left out: the client's cause, hall not ready", "P2.5b")
    ]
    assert deliveries(evidence(office, delivered(office, order, "2026-12-24"))) == [
        ("deliver D1", "0/1", "delivered late: 2 days of it in the owner's hands", "P2.5b")
    ]
    assert deliveries(evidence(office, delivered(office, order, "2026-12-17"))) == [
        ("deliver D1", "1/1", "delivered in time", "P2.5b")
    ]
    later = put_off(office, on(office, "active"), "2027-01-05", "client")
    assert deliveries(evidence(office, later)) == [], "it is due in the next quarter"


def test_days_on_hold_are_not_the_owners(office):
    order = on(office, "active")
    order = office.do("hold", order, "zhao.min", now=at("2026-12-14T09:00"), note="site closed")
    order = office.do("resume", order, "zhao.min", now=at("2026-12-18T09:00"))
    found = evidence(office, delivered(office, order, "2026-12-21"))
    assert deliveries(found) == [("deliver D1", "0/0", "left out: on hold, site closed", "P2.5b")]


def test_what_was_never_delivered_counts_against_who_owns_it(office):
    found = evidence(office, on(office, "active"))
    assert deliveries(found) == [("deliver", "0/1", "delivered late: 13 days of it in the owner's hands", "P2.5b")]
    running = evidence(office, on(office, "active"), until=at("2026-12-10T09:00"))
    assert deliveries(running) == []


def test_quality_is_what_the_client_took(office):
    refused = delivered(office, on(office, "active"), "2026-12-01", outcome="refused")
    rows = told(evidence(office, refused), "li.na", "follow_up")
    assert ("deliver D1", "0/1", "refused by the client", "P6.1c") in rows
    assert ("deliver", "0/1", "delivered late: 13 days of it in the owner's hands", "P2.5b") in rows


@pytest.mark.parametrize(
    ("kind", "justified", "counts"),
    [("quality", True, True), ("quality", False, False), ("quality", None, False), ("delay", True, False)],
)
def test_only_a_justified_complaint_of_the_quality_counts(office, kind, justified, counts):
    order = on(office, "delivered")
    order = office.do("complain", order, "chen.jie", now=at("2026-11-24T09:00"), text="bent", kind_=kind)
    settlement = {"solution": "new ones", "feedback": "fine", "outcome": "replaced", "justified": justified}
    order = office.do("settle", order, "li.na", now=at("2026-11-24T10:00"), item="K1", settlement=settlement)
    found = evidence(office, order)
    row = ("settle K1", "0/1", "a justified complaint of the quality", "P6.1c")
    assert (row in told(found, "li.na", "follow_up")) is counts
    assert told(found, "li.na", "communication") == [("settle K1", "1/1", "in time", "P5.2c")]


def test_waiting_for_the_prepayment_is_not_the_owners_delay(office):
    order = on(office, "confirmed", payment="prepayment:30")
    order = office.do("pay", order, "qian.yu", now=at("2026-11-30T09:00"), amount="72360.00", on="2026-11-30")
    planned = office.do("plan", order, "li.na", now=at("2026-11-30T17:00"), **PLAN)
    rows = told(evidence(office, planned, until=at("2026-12-01T08:59")), "li.na", "follow_up")
    assert rows == [("confirm", "1/1", "in time", "P2.3c")], "the plan is due a day after the money"
    rows = told(evidence(office, planned, until=at("2026-12-01T10:00")), "li.na", "follow_up")
    assert rows[1] == ("plan PL1", "1/1", "in time", "P2.4a")
    slow = office.do("plan", order, "li.na", now=at("2026-12-02T17:00"), **PLAN)
    rows = told(evidence(office, slow, until=at("2026-12-03T10:00")), "li.na", "follow_up")
    assert rows[1] == ("plan PL1", "0/1", "late", "P2.4a")


def test_who_let_it_lapse_is_judged_though_another_owns_it_now(office):
    order = on(office, "assigned")
    order = office.do("reassign", order, "zhao.min", now=at("2026-11-25T09:00"), to="sun.tao", reason="no answer",
                      received=["form.pdf", "drawing.pdf"])  # fmt: skip
    order = office.do("confirm", order, "sun.tao", now=at("2026-11-25T10:00"))
    found = evidence(office, order, until=at("2026-11-25T18:00"))
    assert told(found, "li.na", "follow_up") == [("confirm", "0/1", "never came", "P2.3c")]
    assert told(found, "sun.tao", "follow_up") == [("confirm", "1/1", "in time", "P2.3c")]


def test_a_deputys_acts_are_the_deputys(office):
    office.away("li.na", "2026-11-23", "2026-11-27", "sun.tao")
    order = on_duty(office, "assign", to="li.na")
    order = office.do("confirm", order, "sun.tao", now=at("2026-11-23T13:30"))
    found = evidence(office, order)
    assert told(found, "sun.tao", "follow_up")[0] == ("confirm", "1/1", "in time", "P2.3c")
    assert told(found, "sun.tao", "follow_up")[1] == ("plan", "0/1", "never came", "P2.4a")
    assert ("li.na", "follow_up") not in found


def on_duty(office, verb, **given):
    """An order assigned although the owner is away: they went after it was submitted."""
    order = Office().order("submitted")
    made, _refused = office.tried(
        verb, order, "zhao.min", now=at("2026-11-23T11:00"), received=["form.pdf", "drawing.pdf"], **given
    )
    return made.new


def test_a_report_typed_for_the_owner_is_the_owners(office):
    order = on(office, "active")
    order = office.do(
        "progress", order, "zhao.min", now=at("2026-11-26T11:00"), state="cut", via="oral", reported_by="李娜"
    )
    found = evidence(office, order, until=at("2026-11-27T09:00"))
    assert ("progress R1", "1/1", "in time", "P2.4b") in told(found, "li.na", "follow_up")
    assert ("zhao.min", "follow_up") not in found


def test_late_reports_count_once_each(office):
    order = on(office, "active")
    order = office.do("progress", order, "li.na", now=at("2026-12-04T11:00"), state="cut")
    found = evidence(office, order, until=at("2026-12-08T09:00"))
    assert [row for row in told(found, "li.na", "follow_up") if row[0].startswith("progress")] == [
        ("progress R1", "0/1", "late", "P2.4b")
    ]


def test_problems_are_the_order_departments(office):
    order = on(office, "active")
    order = office.do("escalate", order, "li.na", now=at("2026-11-23T13:00"), problem="no crane")
    never = evidence(office, order, until=at("2026-11-24T09:00"))
    assert ("coordinate Q1", "0/1", "never came", "P2.4c") in told(never, "zhao.min", "follow_up")
    order = office.do(
        "coordinate", order, "zhao.min", now=at("2026-11-23T14:00"), item="Q1", decisions={"decision": "hire one"}
    )
    order = office.do("resolve", order, "zhao.min", now=at("2026-11-30T14:00"), item="Q1", solution="hired")
    found = evidence(office, order, until=at("2026-11-30T18:00"))
    assert ("coordinate Q1", "1/1", "in time", "P2.4c") in told(found, "zhao.min", "follow_up")
    assert ("resolve Q1", "0/1", "late", "P2.4c") in told(found, "zhao.min", "follow_up")
    assert told(found, "zhao.min", "communication") == [("resolve Q1", "0/1", "late", "P2.4c")]


def test_assistance_counts_for_who_gives_it(office):
    order = on(office, "active")
    order = office.do("assist", order, "li.na", now=at("2026-11-23T13:00"), department="production", need="two fitters")
    never = evidence(office, order, until=at("2026-11-25T09:00"))
    assert told(never, "guo.feng", "communication") == [("assist-answer A1", "0/1", "never came", "P5.1b")]
    order = office.do(
        "assist-answer", order, "he.jun", now=at("2026-11-23T15:00"), item="A1", answer={"outcome": "accepted"}
    )
    order = office.do("assist-done", order, "he.jun", now=at("2026-12-03T15:00"), item="A1", done=True)
    found = evidence(office, order)
    assert told(found, "he.jun", "communication") == [
        ("assist-answer A1", "1/1", "in time", "P5.1b"),
        ("assist-done A1", "0/1", "late", "P5.1b"),
    ]
    assert found["he.jun", "communication"].score == 50


def test_a_late_answer_to_a_complaint_is_whose_it_was(office):
    order = on(office, "delivered")
    order = office.do("complain", order, "chen.jie", now=at("2026-11-24T09:00"), text="late")
    office.away("li.na", "2026-11-24", "2026-11-24", "sun.tao")
    never = evidence(office, order, until=at("2026-11-24T18:00"))
    assert told(never, "sun.tao", "communication") == [("respond K1", "0/1", "never came", "P5.2c")]
    order = office.do("respond", order, "li.na", now=at("2026-11-25T09:00"), item="K1", response={"answer": "sorry"})
    found = evidence(office, order, until=at("2026-11-25T18:00"))
    assert told(found, "sun.tao", "communication") == [("respond K1", "0/1", "late", "P5.2c")]
    assert ("li.na", "communication") not in found


def test_decisions_of_joint_work_and_actions_of_meetings(office):
    order = on(office, "active")
    team = {"lead": "zhao.min", "members": ["li.na", "he.jun"], "reason": "three halls"}
    order = office.do("team", order, "zhao.min", now=at("2026-11-23T13:00"), **team)
    tasks = [
        {"what": "drawings", "who": "he.jun", "by": "2026-11-25"},
        {"what": "crane", "who": "li.na", "by": "2026-11-25"},
    ]
    order = office.do(
        "session", order, "zhao.min", now=at("2026-11-23T14:00"), when="2026-11-23T13:30:00+08:00",
        present=["zhao.min", "li.na", "he.jun"], matters="the halls", decisions=tasks,
    )  # fmt: skip
    order = office.do("session-done", order, "he.jun", now=at("2026-11-25T17:00"), item="SS1", done=1)
    meeting = meeting_story(office)[-2].new
    found = evidence(office, order, meeting)
    assert ("session-done SS1", "1/1", "in time", "P5.1c") in told(found, "he.jun", "communication")
    assert ("session-done SS1.2", "0/1", "never came", "P5.1c") in told(found, "li.na", "communication")
    actions = [row for who in ("he.jun", "li.na") for row in told(found, who, "communication") if row[3] == "P5.1a"]
    assert len(actions) == len(meeting.actions)


def test_actions_that_are_late_or_never_done(office):
    story = [made.new for made in meeting_story(office) if made.new.actions]
    first = story[0]
    found = evidence(office, first)
    assert told(found, "li.na", "communication") == [("action-done X1", "0/1", "never came", "P5.1a")]
    assert evidence(office, first, until=at("2026-11-26T09:00")) == {}
    late = office.do("action-done", first, "li.na", now=at("2026-12-03T09:00"), kind="meeting", action="X1")
    assert told(evidence(office, late), "li.na", "communication") == [("action-done X1", "0/1", "late", "P5.1a")]


@pytest.mark.parametrize(
    ("harm", "of", "why"),
    [
        ({}, "0/1", "wrong: corrected (E1)"),
        ({"delay": "4h"}, "0/2", "wrong: corrected (E1), it caused a delay"),
        ({"delay": "4h", "loss": "300.00"}, "0/3", "wrong: corrected (E1), it caused a loss"),
    ],
)
def test_a_typing_error_counts_against_who_entered_it_by_the_harm_it_did(office, harm, of, why):
    order = on(office, "submitted")
    order = office.do(
        "correct", order, "zhao.min", now=at("2026-11-24T09:00"), set={"project": "West hall"}, cause="typing", **harm
    )
    found = evidence(office, order)
    assert ("draft", of, why, "P6.1b") in told(found, "chen.jie", "information_accuracy")
    right = found["chen.jie", "information_accuracy"]
    assert (right.numerator, right.denominator) == (3, 3 + Decimal(of[2:]))
    assert ("zhao.min", "information_accuracy") not in found, "who corrects enters nothing new"


def test_a_fault_counts_when_it_is_found(office):
    order = on(office, "submitted")
    order = office.do(
        "correct", order, "zhao.min", now=at("2027-01-04T09:00"), set={"project": "West hall"}, cause="typing"
    )
    assert evidence(office, order)["chen.jie", "information_accuracy"].score == 100
    later = evidence(office, order, days=(date(2027, 1, 1), date(2027, 3, 31)))
    assert told(later, "chen.jie", "information_accuracy") == [("draft", "0/1", "wrong: corrected (E1)", "P6.1b")]


def test_of_two_faults_of_an_entry_the_worse_counts(office):
    order = on(office, "submitted")
    for n, harm in enumerate(({"loss": "5.00"}, {})):
        order = office.do(
            "correct", order, "zhao.min", now=at(f"2026-11-24T09:0{n}"), set={"project": f"hall {n}"}, cause="x", **harm
        )
    rows = told(evidence(office, order), "chen.jie", "information_accuracy")
    assert ("draft", "0/3", "wrong: corrected (E1), it caused a loss", "P6.1b") in rows


def test_a_correction_of_what_a_change_had_set_is_the_changers(office):
    order = put_off(office, on(office, "active"), "2026-12-22", "client")
    order = office.do(
        "change", order, "li.na", now=at("2026-11-25T08:45"), set={"deliver_to": "Ningbo"}, cause="client", reason="moved",
        agreed=AGREED,
    )  # fmt: skip
    made, _ = office.tried(
        "correct", order, "zhao.min", now=at("2026-11-25T09:00"), set={"deliver_to": "宁波"}, cause="typing"
    )
    found = evidence(office, made.new)
    assert ("change M2", "0/1", "wrong: corrected (E1)", "P6.1b") in told(found, "li.na", "information_accuracy")


def test_returns_sending_back_and_undo_are_faults_of_who_entered(office):
    order = on(office, "draft")
    order = office.do(
        "review", order, "chen.jie", now=at("2026-11-23T10:00"), outcome="return", form=order.form.content_hash(),
        reasons=["no price"],
    )  # fmt: skip
    found = evidence(office, order)
    assert ("draft", "0/1", "wrong: the review returned the form", "P6.1b") in told(
        found, "chen.jie", "information_accuracy"
    )
    back = office.do("send-back", on(office, "submitted"), "zhao.min", now=at("2026-11-23T11:00"), note="blurred scan")
    rows = told(evidence(office, back), "chen.jie", "information_accuracy")
    assert ("submit H1", "0/1", "wrong: sent back, blurred scan", "P6.1b") in rows
    order = on(office, "active")
    order = office.do("progress", order, "li.na", now=at("2026-11-24T09:00"), state="cut")
    order = office.do("undo", order, "li.na", now=at("2026-11-24T09:01"))
    rows = told(evidence(office, order), "li.na", "information_accuracy")
    assert ("progress R1", "0/1", "wrong: taken back", "P6.1b") in rows


def test_a_late_sending_back_is_an_assignment_that_never_came(office):
    back = office.do("send-back", on(office, "submitted"), "zhao.min", now=at("2026-11-25T11:00"), note="blurred scan")
    rows = told(evidence(office, back), "zhao.min", "intake_timeliness")
    assert rows == [("assign", "0/1", "never came", "P2.3a")]


def test_no_answer_to_a_survey_is_no_zero(office):
    order = on(office, "signed")
    order = office.do("survey-sent", order, "chen.jie", now=at("2026-11-24T09:00"), form="html")
    found = evidence(office, order)
    assert told(found, "li.na", "client_satisfaction") == [
        ("survey-sent SV1", "0/0", "left out: no answer, which is no zero", "P6.1d")
    ]
    assert found["li.na", "client_satisfaction"].score is None
    order = office.do("survey", order, "chen.jie", now=at("2026-12-01T09:00"), score=4)
    found = evidence(office, order)
    assert told(found, "li.na", "client_satisfaction") == [("survey", "4/5", "the client's score: 4 of 5", "P6.1d")]
    assert found["li.na", "client_satisfaction"].score == 80
    early = evidence(office, order, until=at("2026-11-30T09:00"))
    assert early["li.na", "client_satisfaction"].score is None
    assert ("li.na", "client_satisfaction") not in evidence(office, on(office, "signed"))


def test_records_of_other_kinds_say_nothing(office):
    assert evidence(office, office.staff["li.na"]) == {}


def test_there_are_the_five(office):
    assert list(known_indicators()) == [
        "client_satisfaction", "communication", "follow_up", "information_accuracy", "intake_timeliness",
    ]  # fmt: skip
    assert at("2026-11-23T09:00") == NOW
