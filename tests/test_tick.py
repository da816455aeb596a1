"""`ordertool tick`: reminders, the ladder, and that running it again changes nothing (P2.3c, L5)."""

from __future__ import annotations

from datetime import datetime

import pytest
from people import CHINA, Office, at
from test_notices import in_english, silent

from ordertool.records.policy import NoticeRules
from ordertool.rules.duties import duties
from ordertool.rules.duty import responsible
from ordertool.rules.escalation import highest, reached

pytestmark = pytest.mark.usefixtures("every_letter")


def told(desk, now, *args):
    """What a tick at a time brings: person, event and rung of each notice."""
    desk.now = f"2026-{now}"
    brought = desk.ask("tick", *args)["brought"]
    return sorted((one["to"], one["event"], one["rung"], one["limit"]) for one in brought)


def box(desk):
    """Every file of the outbox with its content, but when somebody last looked."""
    root = desk.root / ".git" / "ordertool" / "outbox"
    return {
        path: path.read_bytes() for path in root.rglob("*") if path.is_file() and path.name not in ("looked", "lock")
    }


# The ladder, pure


def rungs(order, now, office):
    """What has been reached on an order, as person and rung, lowest first."""
    ctx, moment = office.ctx, at(now)
    found = [responsible(order, moment, ctx), *duties(order, moment, ctx)]
    return [(one.to, one.rung) for duty in found if duty for one in reached(order, duty, moment, ctx)]


@pytest.mark.parametrize(("now", "found"), [
    ("2026-11-23T14:59", []),  # the assignment of 11:00 is to be confirmed by 16:00
    ("2026-11-23T15:00", [("li.na", "remind")]),
    ("2026-11-23T16:00", [("li.na", "remind")]),
    ("2026-11-23T16:01", [("li.na", "remind"), ("li.na", "0h")]),
    ("2026-11-24T10:59", [("li.na", "remind"), ("li.na", "0h")]),  # four working hours over the night
    ("2026-11-24T11:00", [("li.na", "remind"), ("li.na", "0h"), ("zhao.min", "4h")]),
    ("2026-11-24T16:00", [("li.na", "remind"), ("li.na", "0h"), ("zhao.min", "4h"), ("wu.gang", "1d")]),
])  # fmt: skip
def test_the_rungs_of_an_unconfirmed_assignment(now, found):
    office = Office()
    order = office.order("assigned")
    assert order.log[-1].at == at("2026-11-23T11:00")
    assert rungs(order, now, office) == found


def test_nothing_is_reached_at_night_or_at_a_weekend():
    office = Office()
    limits = office.policy.time_limits[0].model_dump(mode="json")
    office.rules["time_limits"] = [{**limits, "contact": "90d"}]
    order = office.do("confirm", office.order("assigned"), "li.na", now=at("2026-11-26T17:30"))  # plan by Friday's end
    assert rungs(order, "2026-11-27T17:30", office) == [("li.na", "remind")]
    assert rungs(order, "2026-11-29T12:00", office) == [("li.na", "remind")]
    assert rungs(order, "2026-11-30T08:30", office) == [("li.na", "remind"), ("li.na", "0h")]
    assert rungs(order, "2026-11-30T13:30", office)[-1] == ("zhao.min", "4h")


def test_a_held_order_has_no_clock_and_its_hold_does_not_count():
    office = Office()
    order = office.order("assigned")
    held = office.do("hold", order, "wu.gang", now=at("2026-11-23T15:30"), note="credit watch")
    assert rungs(held, "2026-11-30T09:00", office) == []
    resumed = office.do("resume", held, "wu.gang", now=at("2026-11-30T08:30"))
    assert rungs(resumed, "2026-11-30T09:01", office) == [("li.na", "remind"), ("li.na", "0h")]


def test_a_limit_shorter_than_the_reminder_brings_none():
    office = Office()
    limits = [{**office.policy.time_limits[0].model_dump(mode="json"), "confirm": "45m"}]
    office.rules["time_limits"] = limits
    order = office.order("assigned")
    assert rungs(order, "2026-11-23T11:30", office) == []
    assert rungs(order, "2026-11-23T11:46", office) == [("li.na", "0h")]


def test_a_company_makes_its_own_ladder():
    ladder = [{"after": "2h", "tell": ["manager", "owner", "responsible"]}, {"after": "30m", "tell": ["processor"]}]
    office = Office(rules={"notices": {"remind": None, "ladder": ladder}})
    order = office.order("assigned")
    assert rungs(order, "2026-11-23T16:29", office) == []
    assert rungs(order, "2026-11-23T16:30", office) == [("zhao.min", "30m")]
    assert rungs(order, "2026-11-24T09:00", office) == [
        ("zhao.min", "30m"), ("wu.gang", "2h"), ("li.na", "2h"), ("li.na", "2h"),
    ]  # fmt: skip


def test_the_duties_beside_the_next_step_go_up_the_ladder_too():
    office = Office()
    order = office.order("active")
    now = at("2026-11-23T15:00")
    order = office.do("escalate", order, "li.na", now=now, problem="no crane")
    order = office.do("assist", order, "li.na", now=now, department="production", need="two welders")
    order = office.do("complain", order, "lin.wei", now=now, text="late already")
    found = rungs(order, "2026-11-30T09:00", office)
    assert {("zhao.min", "0h"), ("guo.feng", "0h"), ("li.na", "0h"), ("wu.gang", "1d")} <= set(found)


def test_only_the_highest_rung_of_each_person_is_sent():
    office = Office()
    order = office.order("assigned")
    moment = at("2026-11-30T09:00")
    duty = responsible(order, moment, office.ctx)
    sent, passed = highest(reached(order, duty, moment, office.ctx))
    assert [(one.to, one.rung) for one in sent] == [("li.na", "0h"), ("zhao.min", "4h"), ("wu.gang", "1d")]
    assert [(one.to, one.rung) for one in passed] == [("li.na", "remind")]
    assert sent[0].at == datetime(2026, 11, 23, 16, tzinfo=CHINA)


# The command


def test_every_rung_is_brought_once(desk):
    desk.order("assigned")
    steps = {
        now: told(desk, now)
        for now in (
            "11-23T11:59",
            "11-23T13:00",
            "11-23T13:05",
            "11-23T14:01",
            "11-23T17:00",
            "11-24T09:31",
            "11-24T14:01",
            "11-28T12:00",
            "11-30T09:00",
        )
    }
    assert {now: found for now, found in steps.items() if found} == {
        "11-23T13:00": [("li.na", "remind", "remind", "confirm")],
        "11-23T14:01": [("li.na", "late", "0h", "confirm")],
        "11-24T09:31": [("zhao.min", "late", "4h", "confirm")],
        "11-24T14:01": [("wu.gang", "late", "1d", "confirm")],
    }


def test_twice_in_a_row_changes_nothing_the_second_time(desk):
    desk.order("assigned")
    desk.now = "2026-11-25T09:00"
    first = desk.ask("tick")
    assert (len(first["brought"]), first["sent"]) == (3, 6)
    before, state = box(desk), desk.state()
    again = desk.ask("tick")
    assert again == {"brought": [], "sent": 0, "failed": 0, "passed": 0, "later": 0}
    assert box(desk) == before
    assert desk.state() == state


def test_it_says_what_it_would_do_and_does_nothing(desk):
    desk.order("assigned")
    desk.now = "2026-11-25T09:00"
    before = box(desk)
    found = desk.ask("tick", "--dry-run")["would_send"]
    assert sorted((one["event"], one["to"]) for one in found) == [
        ("assign", "chen.jie"), ("assign", "li.na"), ("late", "li.na"), ("late", "wu.gang"), ("late", "zhao.min"),
        ("submit", "zhao.min"),
    ]  # fmt: skip
    assert "6 notices would be sent\n" in desk.run("tick", "--dry-run").out
    assert box(desk) == before


def test_after_a_weekend_there_is_no_flood(desk):
    desk.order("assigned")
    silent(desk)
    assert told(desk, "11-30T09:00") == [
        ("li.na", "late", "0h", "confirm"), ("wu.gang", "late", "1d", "confirm"), ("zhao.min", "late", "4h", "confirm"),
    ]  # fmt: skip
    passed = [one for one in desk.ask("notices", "list") if one["state"] == "passed"]
    assert [(one["to"], one["rung"]) for one in passed] == [("li.na", "remind")]
    assert told(desk, "11-30T10:00") == []


def test_it_needs_no_actor_and_no_right(desk):
    desk.order("assigned")
    desk.git("config", "--unset", "user.email")
    assert (
        desk.run("tick").out == "0 reminders and escalations are new\nsent: 3, failed: 0, not needed: 0, for later: 0\n"
    )


def test_what_was_done_before_it_could_be_sent_is_not_sent_any_more(desk):
    order = desk.order("assigned")
    desk.env["ORDERTOOL_NOTIFY"] = "smtp://127.0.0.1:1"
    desk.now = "2026-11-23T14:01"
    assert desk.ask("tick")["failed"] == 3  # and the fourth is left alone with the channel
    desk.run("confirm", order, by="li.na")
    desk.env.pop("ORDERTOOL_NOTIFY")
    desk.run("tick")
    desk.run("notices", "send")
    found = [one for one in desk.ask("notices", "list") if one["event"] == "late"]
    assert [(one["to"], one["state"]) for one in found] == [("li.na", "passed")]


def test_a_held_order_is_left_in_peace(desk):
    order = desk.order("assigned")
    desk.run("hold", order, "--reason", "credit watch", by="wu.gang")
    assert told(desk, "11-30T09:00") == []
    desk.run("resume", order, by="wu.gang")
    assert told(desk, "11-30T15:00") == [("li.na", "late", "0h", "confirm")]


def test_a_new_due_time_is_a_new_clock(desk):
    order = desk.order("active")
    assert ("li.na", "late", "0h", "report") in told(desk, "11-27T09:00")
    desk.run("progress", order, "--state", "frames cut", by="li.na")
    assert told(desk, "11-27T09:30") == []
    assert ("li.na", "late", "0h", "report") in told(desk, "12-03T09:00")


def test_an_order_that_nobody_can_be_given_goes_up(desk):
    desk.order("submitted")
    found = told(desk, "11-25T09:00")
    assert ("zhao.min", "late", "4h", "assign") in found
    assert ("wu.gang", "late", "1d", "assign") in found


def test_the_words_of_what_is_late(desk):
    order = desk.order("assigned")
    in_english(desk)
    told(desk, "11-25T09:00")
    one = next(one for one in desk.ask("notices", "list", "--to", "zhao.min") if one["event"] == "late")
    assert one["subject"] == f"{order[-5:]} 杭州湾物流有限公司: Late: confirm"
    assert (
        one["body"]
        == f"""\
赵敏 (zhao.min):

Late: confirm.

Order: {order}
Client: 杭州湾物流有限公司
Project: East hall racking
Delivery by: 2026-12-18
Owner: 李娜 (li.na)
Due: 2026-11-23 14:00
Owed by: 李娜 (li.na)
Clause: P2.3c

Next: confirm, by 李娜 (li.na), until 2026-11-23 14:00
  ordertool show {order[-5:]}

--{" "}
You are told because it went up the ladder of policy.yaml.
宁波港仓储设备有限公司
"""
    )


def test_the_words_of_a_reminder(desk):
    order = desk.order("assigned")
    told(desk, "11-23T13:00")
    one = next(one for one in desk.ask("notices", "list", "--to", "li.na") if one["event"] == "remind")
    assert one["subject"] == f"{order[-5:]} 杭州湾物流有限公司：即将到期：确认接收"
    assert f"请您处理：确认接收，期限 2026-11-23 14:00\n  ordertool confirm {order[-5:]}\n" in one["body"]


def test_a_record_that_cannot_be_read_does_not_stop_the_others(desk):
    order = desk.order("assigned")
    place = desk.root / "orders/2026/11/23/SO-20261123-ABCDE.yaml"
    place.write_text("id: SO-20261123-ABCDE\n")
    desk.git("add", "orders")
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qm", "by hand")
    desk.now = "2026-11-25T09:00"
    said = desk.run("tick", code=4)
    assert "SO-20261123-ABCDE" in said.err
    assert "sent: 6" in said.out
    assert order in desk.run("notices", "list").out or order[-5:] in desk.run("notices", "list").out


def test_a_book_without_a_ladder_has_the_usual_one():
    assert [(str(rung.after), rung.tell) for rung in NoticeRules().ladder] == [
        ("0h", ("responsible",)), ("4h", ("processor",)), ("1d", ("manager",)),
    ]  # fmt: skip


def test_a_rung_of_a_role_that_nobody_holds_tells_nobody():
    ladder = [{"after": "30m", "tell": ["auditor"]}, {"after": "2h", "tell": ["manager"]}]
    office = Office(rules={"notices": {"remind": None, "ladder": ladder}})
    del office.staff["lin.wei"]
    assert rungs(office.order("assigned"), "2026-11-24T09:00", office) == [("wu.gang", "2h")]
