"""The risk register of an order, what its owner could not help, and the report on both (P7.2)."""

from __future__ import annotations

import pytest
from people import AGREED, DELIVERY, PLAN, RISK, TOLD, No, Office, at
from telling import made, refused, sound, told

from ordertool.rules.duties import duties
from ordertool.rules.excuse import lateness
from ordertool.rules.risks import open_risks, register

ENTERED = ("--risk", "port freezes", "--likelihood", "3", "--effect", "4", "--countermeasure", "by rail")
MORNING = at("2026-11-24T09:00")


@pytest.fixture
def office():
    return Office()


def entered(office, now=MORNING, **more):
    """An order in execution with a risk of its plan and one that was entered."""
    return office.do("risk", office.order("active"), "li.na", now=now, risk="port freezes", **{**RISK, **more})


def brief(order, office):
    return [
        (one.id, one.likelihood, one.effect, one.owner, str(one.look), one.outcome)
        for one in register(order, office.ctx)
    ]


# --- one view


def test_the_register_holds_the_risks_of_the_plan_and_those_entered_since_and_nothing_is_stored_twice(office):
    order = office.order("active")
    assert brief(order, office) == [("RK1", None, None, "li.na", "None", None)]
    assert register(order, office.ctx)[0].score is None
    order = entered(office)
    assert brief(order, office)[1:] == [("RR1", 3, 4, "sun.tao", "2026-12-01", None)]
    assert "risks" not in order.plan.plain() or [one["id"] for one in order.plan.plain()["risks"]] == ["RK1"]
    assert [one.id for one in order.risks] == ["RR1"]
    assert brief(office.order("assigned"), office) == []
    assert brief(entered(office, owner=None), office)[1][3] == "li.na"


def test_a_review_changes_what_it_names_and_a_day_that_came_is_done_with(office):
    order = entered(office)
    early = office.do("risk-review", order, "sun.tao", now=at("2026-11-25T09:00"), risk="RR1", note="calm", effect=2)
    assert brief(early, office)[1] == ("RR1", 3, 2, "sun.tao", "2026-12-01", None)
    done = office.do(
        "risk-review", early, "sun.tao", now=at("2026-12-01T09:00"), risk="RR1", note="no ice", likelihood=1
    )
    assert brief(done, office)[1] == ("RR1", 1, 2, "sun.tao", "None", None)
    again = {"risk": "RR1", "note": "colder", "look": "2026-12-10"}
    later = office.do("risk-review", done, "sun.tao", now=at("2026-12-02T09:00"), **again)
    assert brief(later, office)[1][4] == "2026-12-10"
    over = office.do(
        "risk-close", later, "li.na", now=at("2026-12-03T09:00"), risk="RR1", outcome="averted", note="thaw"
    )
    found = register(over, office.ctx)[1]
    assert (found.outcome, found.note, found.looked) == ("averted", "thaw", at("2026-12-03T09:00"))
    assert [one.id for one in open_risks(over, office.ctx)] == ["RK1"]
    rated = office.do(
        "risk-review", over, "li.na", now=at("2026-12-03T10:00"), risk="RK1", note="rare", likelihood=2, effect=5
    )
    assert register(rated, office.ctx)[0].score == 10


def test_a_risk_waits_in_its_owners_inbox_from_its_day_on_until_somebody_looked(office):
    order = entered(office)

    def owed(order, now):
        return [
            (one.item, one.staff, one.role, one.next)
            for one in duties(order, at(now), office.ctx)
            if one.clause.number == "P7.2"
        ]

    assert owed(order, "2026-11-30T17:00") == []
    assert owed(order, "2026-12-01T08:30") == [("RR1", "sun.tao", "risk-owner", ("risk-review", "risk-close"))]
    (duty,) = [one for one in duties(order, at("2026-12-02T09:00"), office.ctx) if one.item == "RR1"]
    assert duty.overdue(at("2026-12-02T09:00"))
    office.away("sun.tao", "2026-12-01", "2026-12-05", "li.na")
    assert owed(order, "2026-12-02T08:30")[0][1] == "li.na"
    seen = office.do("risk-review", order, "li.na", now=at("2026-12-01T10:00"), risk="RR1", note="no ice")
    assert owed(seen, "2026-12-02T09:00") == []
    held = office.do("hold", order, "wu.gang", now=at("2026-12-01T10:00"), note="credit watch")
    assert [one.clock for one in duties(held, at("2026-12-02T09:00"), office.ctx) if one.item == "RR1"] == [None]
    given_up = office.do("cancel", order, "wu.gang", now=at("2026-12-01T10:00"), note="gave up")
    assert owed(given_up, "2026-12-02T09:00") == []


# --- what is refused


def test_a_risk_is_watched_by_somebody_here_and_looked_at_on_a_day_to_come(office):
    order = office.order("active")
    assert office.refused("risk", order, "li.na", now=MORNING, risk="ice", **{**RISK, "owner": "kai"}) == [
        No("there is nobody kai on the staff", "ordertool staff list", "P7.2")
    ]
    past = No("2026-11-23 is already past", "give a day to come with --look", "P7.2")
    assert office.refused("risk", order, "li.na", now=MORNING, risk="ice", **{**RISK, "look": "2026-11-23"}) == [past]
    review = {"risk": "RK1", "note": "calm", "look": "2026-11-23"}
    assert office.refused("risk-review", order, "li.na", now=MORNING, **review) == [past]


def test_only_an_open_risk_is_looked_at(office):
    bare = office.do("plan", office.order("active"), "li.na", now=MORNING, **{**PLAN, "risks": [], "reason": "none"})
    assert office.refused("risk-review", bare, "li.na", now=MORNING, risk="RK1", note="calm") == [
        No("no risk is open", 'ordertool risk 7K3FQ --risk "…" --help', "P7.2"),
        No("there is no risk RK1", "ordertool show 7K3FQ", "P7.2"),
    ]
    order = office.do("risk-close", entered(office), "li.na", now=MORNING, risk="RR1", outcome="accepted", note="cheap")
    assert office.refused("risk-close", order, "li.na", now=MORNING, risk="RR1", outcome="occurred", note="x") == [
        No("risk RR1 is closed already", 'a new one: ordertool risk 7K3FQ --risk "…"', "P7.2")
    ]


def test_a_new_plan_keeps_the_risks_that_were_looked_at(office):
    order = office.do("risk-review", office.order("active"), "li.na", now=MORNING, risk="RK1", note="calm")
    bare = {**PLAN, "risks": [], "reason": "none"}
    assert office.refused("plan", order, "li.na", now=MORNING, **bare) == [
        No(
            "the new plan leaves out risk RK1, which was looked at already",
            "name it again with --risk, in the same words", "P7.2",
        )
    ]  # fmt: skip
    assert office.refused("plan", order, "li.na", now=MORNING, **{**PLAN, "every": 5, "reason": "slower"}) == []


# --- what the owner could not help


def late(order, now, office):
    return [
        (
            one.clock.limit,
            one.days,
            one.own,
            one.outside,
            [(cause.kind, cause.item, cause.days) for cause in one.causes],
        )
        for one in lateness(order, at(now), office.ctx)
    ]


def moved(order, office, day, cause, now):
    agreed = {**AGREED, "at": "2026-11-24T09:00:00+08:00"}
    return office.do(
        "change", order, "li.na", now=at(now), set={"deliver_by": day}, cause=cause, reason=f"{cause}!", agreed=agreed
    )


def delivered(order, office, now, **quantities):
    told = {**TOLD, "at": "2026-11-24T09:00:00+08:00"}
    ready = {"done": ["packaging", "documents", "transport"], "told": told, "when": now, "method": "truck"}
    order = office.do("prepare", order, "li.na", now=at(now[:19]), **ready)
    return office.do(
        "deliver", order, "li.na", now=at(now[:19]), quantities=quantities or {"L1": "120", "L2": "60"}, **DELIVERY
    )


def test_an_order_that_is_in_time_was_late_in_nothing(office):
    assert late(office.order("inquiry"), "2026-11-23T10:00", office) == []
    order = office.order("active")
    assert late(order, "2026-11-25T09:00", office) == []
    earlier = moved(order, office, "2026-12-17", "client", "2026-11-25T09:00")
    assert late(earlier, "2026-11-25T10:00", office) == []


def test_a_delivery_that_was_put_off_by_others_is_not_the_owners_doing(office):
    order = moved(office.order("active"), office, "2026-12-22", "force-majeure", "2026-11-25T09:00")
    order = moved(order, office, "2026-12-24", "ours", "2026-11-25T10:00")
    order = moved(order, office, "2026-12-25", "law", "2026-11-25T11:00")
    # Seven days: four by force majeure, two of our own doing, one by law.
    causes = [("force-majeure", "M1", 4), ("law", "M3", 1)]
    assert late(order, "2026-11-25T12:00", office) == [("delivery", 7, 2, False, causes)]
    done = delivered(order, office, "2026-12-20T09:00:00+08:00")
    (found,) = [one for one in lateness(done, at("2026-12-20T10:00"), office.ctx) if one.clock.limit == "delivery"]
    assert (found.days, found.own, found.outside, done.log[found.place].move) == (2, 0, True, "deliver")
    assert (found.causes[0].reason, found.causes[0].days) == ("force-majeure!", 2)
    part = delivered(order, office, "2026-12-20T09:00:00+08:00", L1="120")
    assert [
        one.place for one in lateness(part, at("2026-12-20T10:00"), office.ctx) if one.clock.limit == "delivery"
    ] == [None]


def test_days_on_hold_explain_a_delivery_but_no_more_days_than_it_was_late(office):
    order = office.do("hold", office.order("active"), "wu.gang", now=at("2026-12-10T09:00"), note="credit watch")
    order = office.do("resume", order, "wu.gang", now=at("2026-12-15T09:00"))
    done = delivered(order, office, "2026-12-21T09:00:00+08:00")
    (found,) = [one for one in lateness(done, at("2026-12-21T10:00"), office.ctx) if one.clock.limit == "delivery"]
    assert [(cause.kind, cause.days, cause.reason) for cause in found.causes] == [("hold", 3, "credit watch")]
    assert found.outside
    later = delivered(order, office, "2026-12-28T09:00:00+08:00")
    (found,) = [one for one in lateness(later, at("2026-12-28T10:00"), office.ctx) if one.clock.limit == "delivery"]
    assert (found.days, found.own, found.outside) == (10, 5, False)
    still = office.do("hold", order, "wu.gang", now=at("2026-12-16T09:00"), note="again")
    (found,) = lateness(still, at("2026-12-20T09:00"), office.ctx)
    assert [(cause.days, cause.reason) for cause in found.causes] == [(2, "credit watch")]


def test_what_came_over_the_company_before_a_limit_ran_out_explains_that_it_was_missed(office):
    # The report is due on 11-26 at 12:00, three working days after the plan.
    order = office.order("active")
    plain = office.do("progress", order, "li.na", now=at("2026-11-30T09:00"), state="cut")
    assert late(plain, "2026-11-30T10:00", office) == [("report", 4, 4, False, [])]
    storm = moved(order, office, "2026-12-22", "force-majeure", "2026-11-25T09:00")
    storm = office.do("progress", storm, "li.na", now=at("2026-11-30T09:00"), state="cut")
    assert late(storm, "2026-11-30T10:00", office)[0] == ("report", 4, 0, True, [("force-majeure", "M1", 4)])
    # What the client wants, and what came after the limit, explain no missing report.
    for cause, now in (("client", "2026-11-25T09:00"), ("law", "2026-11-27T09:00")):
        changed = moved(order, office, "2026-12-22", cause, now)
        changed = office.do("progress", changed, "li.na", now=at("2026-11-30T09:00"), state="cut")
        assert late(changed, "2026-11-30T10:00", office)[0] == ("report", 4, 4, False, [])


def test_a_clock_that_runs_late_counts_too(office):
    order = office.order("active")
    (found,) = lateness(order, at("2026-11-27T09:00"), office.ctx)
    assert (found.clock.limit, found.place, found.days, found.at) == ("report", None, 1, at("2026-11-27T09:00"))


def test_a_change_that_was_taken_back_or_sent_back_excuses_nothing(office):
    order = moved(office.order("active"), office, "2026-12-22", "law", "2026-11-25T09:00")
    back = office.do("undo", order, "li.na", now=at("2026-11-25T09:10"))
    assert late(back, "2026-11-25T10:00", office) == []


def test_an_order_without_a_promise_or_given_up_is_late_in_no_delivery(office):
    order = moved(office.order("active"), office, "2026-12-22", "law", "2026-11-25T09:00")
    gone = office.do("cancel", order, "wu.gang", now=at("2026-11-25T10:00"), note="gave up")
    assert late(gone, "2026-12-30T10:00", office) == []
    assert [one[0] for one in late(office.order("confirmed"), "2026-12-30T10:00", office)] == ["plan"]
    other = moved(office.order("active"), office, "2026-12-22", "law", "2026-11-25T09:00")
    fewer = office.do(
        "change",
        other,
        "li.na",
        now=at("2026-11-25T10:00"),
        set={"deliver_to": "宁波"},
        cause="client",
        reason="x",
        agreed=AGREED,
    )
    assert late(fewer, "2026-11-25T11:00", office)[0][1] == 4


# --- the commands


def test_a_risk_from_its_entry_to_its_end(desk):
    order = desk.order("active")
    made(desk, order, "risk", *ENTERED, "--owner", "何军", "--look", "2026-11-24", "--trigger", "ice", by="li.na")
    desk.now = "2026-11-24T10:00"
    assert [one["owed"]["item"] for one in desk.ask("inbox", by="he.jun") if one["mine"]] == ["RR1"]
    assert "RR1" in {one["owed"]["item"] for one in desk.ask("inbox", by="li.na") if not one["mine"]}
    made(desk, order, "risk", "rr1", "--review", "no ice yet", "--likelihood", "low", by="he.jun")
    document = made(desk, order, "risk", "RR1", "--close", "已避免", "--note", "shipped", by="li.na")
    (found,) = document["register"]
    assert (found["likelihood"], found["effect"], found["score"], found["outcome"]) == (1, 4, 4, "averted")
    assert (found["planned"], found["look"], found["looked"]) == (False, None, "2026-11-24T10:00:00+08:00")


def test_what_the_command_asks_for(desk):
    order = desk.order("active")
    told(
        desk, "risk", order, by="li.na", code=2, error="say one thing: enter a risk, look at one again, or close one",
        hint='ordertool risk ID --risk "…", or: ordertool risk ID RR1 --review "…", or --close averted --note "…"',
    )  # fmt: skip
    told(
        desk, "risk", order, "--risk", "x", "--likelihood", "3", by="li.na", code=2, error="--effect is missing",
        hint="a risk is entered with --likelihood, --effect, --countermeasure",
    )  # fmt: skip
    told(
        desk, "risk", order, "RR1", "--close", "averted", by="li.na", code=2, error="--note is missing",
        hint='say how: --note "delivered before the frost"',
    )  # fmt: skip
    told(
        desk, "risk", order, *ENTERED[:3], "9", *ENTERED[4:], by="li.na", code=4,
        error="--likelihood: must be at most 5", hint="correct the value and try again",
    )  # fmt: skip
    assert (
        "there is no outcome of a risk"
        in desk.run("risk", order, "RR1", "--close", "won", "--note", "x", by="li.na", code=4).err
    )
    refused(
        desk, order, "risk", "RR7", "--review", "x", by="li.na", move="look at a risk of",
        why="no risk is open (P7.2)", hint='ordertool risk {tail} --risk "…" --help',
    )  # fmt: skip


# --- the report


def risky(desk):
    """An order with risks, one of them over, and a promise that a storm has moved."""
    order = desk.order("active")
    desk.run("risk", order, *ENTERED, "--owner", "he.jun", "--look", "2026-11-24", by="li.na")
    desk.run("risk", order, *ENTERED[:2], "--likelihood", "high", "--effect", "高", *ENTERED[6:], by="li.na")
    desk.run("risk", order, "--risk", "steel dear", *ENTERED[2:], by="li.na")
    desk.run("risk", order, "RR3", "--close", "occurred", "--note", "paid 3 % more", by="li.na")
    desk.run(
        "change", order, "--set", "deliver_by=2026-12-24", "--reason", "port closed", "--cause", "force-majeure",
        "--agreed-by", "周敏;phone;2026-11-23T08:50", by="li.na",
    )  # fmt: skip
    desk.now = "2026-11-25T10:00"
    return order


def test_the_risk_report_shows_the_matrix_the_register_and_what_was_late_outside_the_owners_hands(desk):
    order = risky(desk)
    document = desk.ask("report", "risk")
    assert document["counts"] == {
        "open": 2, "grave": 1, "unrated": 0, "reached": 1, "occurred": 1, "averted": 0, "accepted": 0, "late": 1,
    }  # fmt: skip
    assert [row["effect_4"] for row in document["matrix"] if row["likelihood"] == 3] == [1]
    assert [(row["id"], row["score"], row["reached"]) for row in document["open"]] == [
        ("RR2", 25, False),
        ("RR1", 12, True),
    ]
    assert [(row["owner"], row["open"], row["gravest"], row["occurred"]) for row in document["owners"]] == [
        ("he.jun", 1, 12, 0), ("li.na", 1, 25, 1),
    ]  # fmt: skip
    assert [(row["id"], row["note"]) for row in document["closed"]] == [("RR3", "paid 3 % more")]
    (change,) = document["changes"]
    assert (change["order"], change["cause"], change["agreed"]["who"]) == (order, "force-majeure", "周敏")
    assert [(row["limit"], row["days"], row["own"], row["outside"]) for row in document["late"]] == [
        ("delivery", 6, 0, True)
    ]
    desk.env["COLUMNS"] = "400"
    said = desk.run("report", "risk").out
    for words in (
        "Likelihood by effect, open risks\n",
        "port freezes",
        "force majeure",
        "周敏",
        "force majeure M1 (6 days): port closed",
    ):
        assert words in said
    assert desk.ask("report", "risk", "--staff", "he.jun")["counts"]["open"] == 1
    assert desk.ask("report", "risk", "--staff", "sun.tao")["matrix"] == []
    sound(desk)


def test_the_risk_report_goes_into_files_and_a_plans_risk_stands_in_it_unrated(desk, tmp_path):
    order = risky(desk)
    desk.run(
        "plan", order, "--phase", "Make;2026-11-26;2026-12-10;li.na", "--risk", "steel late;second supplier", "--every", "3d",
        "--reason", "anew", by="li.na",
    )  # fmt: skip
    assert desk.ask("report", "risk")["counts"]["unrated"] == 1
    assert "–×–" in desk.run("report", "risk").out
    for name in ("risk.html", "risk.xlsx", "risk.md"):
        desk.run("report", "risk", "--out", str(tmp_path / name), by="li.na")
        assert (tmp_path / name).stat().st_size > 1000


def test_the_card_and_the_log_say_what_lay_outside_the_owners_hands(desk):
    order = risky(desk)
    desk.env["COLUMNS"] = "400"
    assert "the promised day was moved by 6 days; force majeure M1 (6 days): port closed" in desk.run("show", order).out
    (found,) = desk.ask("show", order)["lateness"]
    assert (found["running"], found["causes"][0]["item"]) == (True, "M1")
    desk.now = "2026-11-27T10:00"
    desk.run("progress", order, "--state", "cut", by="li.na")
    said = desk.run("log", order).out
    assert "late, due 11-26 09:00 (P2.4b); force majeure M1 (1 days): port closed" in said
