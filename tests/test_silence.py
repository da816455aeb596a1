"""Contact with the client (P5.2a): an order on which nobody talked to the client for long is its owner's to talk about."""

from __future__ import annotations

import pytest
from people import DEFAULTS, TOLD, Office, at

from ordertool.rules.clocks import last_talk
from ordertool.rules.duties import duties
from ordertool.rules.lateness import late_moves

AFTER = at("2026-12-01T09:00")


@pytest.fixture
def office():
    return Office(rules={"survey": {"sample": "none"}})


def silent(office, order, now=AFTER):
    return [(one.staff, one.next, f"{one.clock.due.at:%m-%d %H:%M}") for one in duties(order, now, office.ctx)]


def test_after_five_working_days_without_a_talk_the_owner_is_to_talk(office):
    order = office.order("active")  # the inquiry was the last talk
    assert silent(office, order, at("2026-11-30T09:00")) == []
    assert silent(office, order, at("2026-11-30T09:01")) == [("li.na", ("contact",), "11-30 09:00")]
    office.away("li.na", "2026-12-01", "2026-12-04", "sun.tao")
    assert silent(office, order)[0][0] == "sun.tao"
    spoken = office.do("contact", order, "he.jun", now=AFTER, channel="phone", text="told the date")
    assert silent(office, spoken, at("2026-12-08T09:00")) == []
    assert [(spoken.log[place].move, clock.limit) for place, clock in late_moves(spoken, office.ctx).items()] == [
        ("contact", "contact")
    ]


def test_what_is_a_talk_and_what_is_not(office):
    order = office.order("active")
    talks = {
        "contact": {"channel": "phone", "text": "x"}, "complain": {"text": "x"}, "prepare": {"done": ["packaging"]},
        "progress": {"state": "x"}, "escalate": {"problem": "x"},
    }  # fmt: skip
    now = at("2026-11-25T10:00")
    by = {"complain": "lin.wei"}
    found = {
        verb: last_talk(office.do(verb, order, by.get(verb, "li.na"), now=now, **given)) == now
        for verb, given in talks.items()
    }
    assert found == {"contact": True, "complain": True, "prepare": False, "progress": False, "escalate": False}
    told = office.do("prepare", order, "li.na", now=now, told=TOLD, when="2026-11-26T09:00:00+08:00")
    assert last_talk(told) == now


def test_silence_is_the_owners_while_the_order_is_carried_out(office):
    assert silent(office, office.order("submitted")) == []
    assert silent(office, office.order("signed")) == []
    assert silent(office, office.order("assigned")) != []
    early = office.do("contact", office.order("draft"), "chen.jie", now=AFTER, channel="phone", text="still thinking")
    assert late_moves(early, office.ctx) == {}, "before there is an owner nobody owes a talk"


def test_how_long_is_the_policys_and_a_hold_is_not_counted(office):
    order = office.order("active")
    held = office.do("hold", order, "wu.gang", now=at("2026-11-24T09:00"), note="credit watch")
    assert silent(office, held) == []
    resumed = office.do("resume", held, "wu.gang", now=at("2026-11-30T09:00"))
    assert silent(office, resumed) == []
    office.rules["time_limits"] = [{**DEFAULTS["time_limits"][0], "contact": "1d"}]
    assert silent(office, order, at("2026-11-24T09:01")) == [("li.na", ("contact",), "11-24 09:00")]


def test_silence_shows_in_the_inbox_in_due_and_goes_up_the_ladder(desk):
    order = desk.order("active")
    desk.run("progress", order, "--state", "cut", by="li.na")
    desk.now = "2026-11-30T16:00"
    (mine,) = (one["owed"] for one in desk.ask("inbox", by="li.na") if one["owed"]["next"] == ["contact"])
    assert (mine["item"], mine["due"], mine["overdue"]) == ("", "2026-11-30T09:00:00+08:00", True)
    assert "contact" in {one["owed"]["next"][0] for one in desk.ask("due")}
    brought = [one for one in desk.ask("tick")["brought"] if one["limit"] == "contact"]
    assert sorted(one["to"] for one in brought) == ["li.na", "zhao.min"]
    letters = desk.ask("notices", "list")
    ids = [one["id"] for one in letters if one["to"] == "li.na" and one["limit"] == "contact"]
    assert "ordertool contact " + order[-5:] in desk.run("notices", "show", ids[0]).out
    said = desk.run("explain", order).out
    assert "Beside it: contact, by li.na (the order's owner), until 2026-11-30 09:00 overdue" in " ".join(said.split())
    desk.run("contact", order, "--channel", "phone", "--text", "told the date", by="li.na")
    assert not [one for one in desk.ask("inbox", by="li.na") if one["owed"]["next"] == ["contact"]]
