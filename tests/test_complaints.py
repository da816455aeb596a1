"""Complaints and disputes (P5.2c): answered first, settled with an outcome, of archived orders too, and how late."""

from __future__ import annotations

import pytest
from people import No, Office, at
from telling import kept, made, message, refused, told

from ordertool.rules.duties import duties
from ordertool.rules.duty import responsible
from ordertool.rules.lateness import late_moves

MORNING = at("2026-11-24T09:00")


@pytest.fixture
def office():
    return Office()


def late(office, order):
    return [(order.log[place].move, clock.limit) for place, clock in late_moves(order, office.ctx).items()]


# --- on an order


def test_the_storys_complaint_works_as_it_is_written(desk):
    order = desk.order("signed")
    desk.run("complain", order, "--text", "two rails scratched", by="li.na")
    settled = made(
        desk, order, "settle", "K1", "--solution", "rails replaced", "--feedback", "client content", by="li.na"
    )
    assert settled["complaints"][0]["settlement"] == {
        "solution": "rails replaced", "feedback": "client content", "outcome": None, "justified": None,
    }  # fmt: skip
    desk.run("close", order, by="zhao.min")


def test_a_complaint_has_a_kind_an_owner_of_its_own_a_first_answer_and_an_outcome(desk):
    order = desk.order("delivered")
    document = made(
        desk, order, "complain", "--text", "two rails scratched", "--kind", "质量", "--channel", "电话", "--owner", "he.jun",
        by="lin.wei",
    )  # fmt: skip
    assert document["complaints"] == [
        {
            "text": "two rails scratched", "kind": "quality", "dispute": False, "channel": "phone", "owner": "he.jun",
            "id": "K1", "response": None, "settlement": None,
        }
    ]  # fmt: skip
    (owed,) = (one for one in document["duties"] if one["item"] == "K1")
    assert (owed["staff"], owed["role"], owed["next"], owed["due"]) == (
        "he.jun", "handler", ["respond", "settle"], "2026-11-23T11:00:00+08:00",
    )  # fmt: skip
    assert message(desk).startswith(f"complain {order} K1\n\n  kind: quality\n\nMove: order complain\n")
    answer = ("respond", "k1", "--text", "we look at it tomorrow", "--channel", "phone")
    refused(
        desk, order, *answer, by="li.na", move="record the first answer to a complaint of",
        why="he.jun answers for complaint K1 (P5.2c)", hint="let he.jun record it",
    )  # fmt: skip
    made(desk, order, *answer, by="he.jun")
    refused(
        desk, order, *answer, by="he.jun", move="record the first answer to a complaint of",
        why="no complaint waits for a first answer (P5.2c)", hint="ordertool show {tail}",
    )  # fmt: skip
    desk.run("complain", order, "--text", "too loud", by="lin.wei")
    refused(
        desk, order, *answer, by="he.jun", move="record the first answer to a complaint of",
        why="complaint K1 is answered already (P5.2c)",
        hint='record what else was said: ordertool contact {tail} --channel phone --text "…"',
    )  # fmt: skip
    settle = ("settle", "K1", "--solution", "rails replaced", "--feedback", "content", "--outcome", "更换")
    document = made(desk, order, *settle, "--justified", "是", by="he.jun")
    assert document["complaints"][0]["settlement"] == {
        "solution": "rails replaced", "feedback": "content", "outcome": "replaced", "justified": True,
    }  # fmt: skip
    refused(
        desk, order, *answer, by="he.jun", move="record the first answer to a complaint of",
        why="complaint K1 is settled already (P5.2c)",
        hint='record what else was said: ordertool contact {tail} --channel phone --text "…"',
    )  # fmt: skip
    assert kept(desk, order, "complaints") == (
        "complaints:\n  - id: K1\n    text: two rails scratched\n    kind: quality\n    channel: phone\n    owner: he.jun\n"
        "    response:\n      answer: we look at it tomorrow\n      channel: phone\n    settlement:\n"
        "      solution: rails replaced\n      feedback: content\n      outcome: replaced\n      justified: true\n"
        "  - id: K2\n    text: too loud\n"
    )
    said = desk.run("log", order, "--limit", "1").out
    assert "settle K1" in said
    desk.env["COLUMNS"] = "400"
    card = desk.run("show", order).out
    for words in ("two rails scratched; quality; answered for by he.jun", "we look at it tomorrow; phone",
                  "rails replaced; replaced; justified"):  # fmt: skip
        assert words in card
    assert [one["field"] for one in desk.ask("search", "tomorrow")[0]["found"]] == ["complaints.K1"]


def test_what_was_typed_wrong_of_a_complaint_is_told(desk):
    order = desk.order("delivered")
    told(
        desk, "complain", order, "--text", "x", "--kind", "colour", by="li.na", code=4,
        error='--kind: there is no kind of complaint "colour"', hint="there are: quality, delay, service, price, other",
    )  # fmt: skip
    refused(
        desk, order, "complain", "--text", "x", "--owner", "nobody", by="li.na",
        why="there is nobody nobody on the staff (P5.2c)", hint="ordertool staff list",
    )  # fmt: skip
    desk.run("complain", order, "--text", "x", by="li.na")
    settle = ("settle", order, "K1", "--solution", "x", "--feedback", "x")
    told(
        desk, *settle, "--outcome", "rejected", "--justified", "yes", by="li.na", code=4,
        error="settlement: rejects a complaint that is justified", hint="correct the value and try again",
    )  # fmt: skip
    told(
        desk, *settle, "--justified", "perhaps", by="li.na", code=4,
        error='--justified: there is no answer "perhaps"', hint="there are: yes, no",
    )  # fmt: skip


def test_before_there_is_an_owner_the_order_department_answers(desk):
    order = desk.order("submitted")
    desk.run("complain", order, "--text", "no answer yet", by="lin.wei")
    refused(
        desk, order, "respond", "K1", "--text", "x", by="chen.jie", move="record the first answer to a complaint of",
        why="chen.jie (receptionist) may not do that (P5.2c)",
        hint="it takes: the order's owner, who answers for the complaint",
    )  # fmt: skip
    made(desk, order, "respond", "K1", "--text", "today", by="zhao.min")
    desk.run("complain", order, "--text", "for he.jun", "--owner", "he.jun", by="lin.wei")
    refused(
        desk, order, "respond", "K2", "--text", "x", by="zhao.min", move="record the first answer to a complaint of",
        why="he.jun answers for complaint K2 (P5.2c)", hint="let he.jun record it",
    )  # fmt: skip
    refused(
        desk, order, "settle", "K1", "--solution", "x", "--feedback", "x", by="he.jun",
        why="the order department answers for complaint K1 (P5.2c)", hint="let the order department record it",
    )  # fmt: skip


def test_a_client_who_has_not_ordered_talks_and_does_not_complain(desk):
    refused(
        desk, desk.order("inquiry"), "complain", "--text", "x", by="chen.jie",
        why="the client has not ordered anything yet (P5.2c)",
        hint='take it down as a talk: ordertool contact {tail} --channel phone --text "…"',
    )  # fmt: skip


def test_who_is_away_is_not_named_and_who_stands_in_for_a_handler_answers(office):
    office.away("he.jun", "2026-11-24", "2026-11-30", "guo.feng")
    order = office.order("active")
    assert office.refused("complain", order, "lin.wei", now=MORNING, text="x", owner="he.jun") == [
        No(
            "he.jun is away from 2026-11-24 to 2026-11-30",
            "choose somebody else: ordertool staff list --role support",
            "P5.2c",
        )
    ]
    order = office.do("complain", order, "lin.wei", now=at("2026-11-23T15:00"), text="x", owner="he.jun")
    assert responsible(order, MORNING, office.ctx).staff == "li.na"
    assert [(one.staff, one.role) for one in duties(order, MORNING, office.ctx)] == [("guo.feng", "handler")]
    answer = {"item": "K1", "response": {"answer": "today"}}
    assert office.refused("respond", order, "guo.feng", now=MORNING, **answer) == []


def test_nobody_leaves_who_answers_for_an_open_complaint(desk):
    order = desk.order("assigned")
    desk.run("complain", order, "--text", "x", "--owner", "he.jun", by="lin.wei")
    leave = ("staff", "leave", "he.jun", "--on", "2026-11-23", "--reason", "moves away")
    assert desk.run(*leave, by="wu.gang", code=3).err.splitlines() == [
        f"Error: cannot record the leaving of he.jun: he.jun answers for open complaints, 1: {order[-5:]} (P5.2c)",
        f"Hint: settle them first: ordertool settle {order[-5:]} --help",
    ]
    desk.run("settle", order, "K1", "--solution", "x", "--feedback", "x", by="he.jun")
    desk.run(*leave, by="wu.gang")


def test_an_open_complaint_names_who_settles_it_when_the_order_is_to_be_closed(desk):
    order = desk.order("signed")
    desk.run("complain", order, "--text", "x", by="lin.wei")
    refused(
        desk, order, "close", by="zhao.min", why="complaint K1 is open (P2.5c)",
        hint='who answers for it settles it: ordertool settle {tail} K1 --solution "…" --feedback "…"',
    )  # fmt: skip
    step = desk.ask("show", order)["responsible"]
    assert (step["staff"], step["next"], step["due"]) == ("li.na", ["respond", "settle"], "2026-11-23T11:00:00+08:00")
    desk.run("respond", order, "K1", "--text", "today", by="li.na")
    step = desk.ask("show", order)["responsible"]
    assert (step["next"], step["due"]) == (["settle"], "2026-11-26T09:00:00+08:00")
    assert [one["owed"]["item"] for one in desk.ask("inbox", by="li.na")] == ["K1"]
    assert [one["owed"]["item"] for one in desk.ask("inbox", by="lin.wei") if not one["mine"]] == ["K1"]


# --- clocks and lateness


def test_both_clocks_run_from_the_complaint_and_what_was_late_stays_visible(office):
    order = office.do("complain", office.order("active"), "lin.wei", now=MORNING, text="x")
    told = {"item": "K1", "response": {"answer": "today"}}
    in_time = office.do("respond", order, "li.na", now=at("2026-11-24T11:00"), **told)
    assert late(office, in_time) == []
    too_late = office.do("respond", order, "li.na", now=at("2026-11-24T11:01"), **told)
    assert late(office, too_late) == [("respond", "respond")]
    settled = {"item": "K1", "settlement": {"solution": "x", "feedback": "x"}}
    assert late(office, office.do("settle", in_time, "li.na", now=at("2026-11-27T09:00"), **settled)) == []
    assert late(office, office.do("settle", in_time, "li.na", now=at("2026-11-27T09:01"), **settled)) == [
        ("settle", "settle")
    ]
    # Settled at once it needs no other answer; settled on the next day, it was answered late.
    for within in ("2026-11-24T10:00", "2026-11-24T11:00"):
        assert late(office, office.do("settle", order, "li.na", now=at(within), **settled)) == []
    assert late(office, office.do("settle", order, "li.na", now=at("2026-11-25T10:00"), **settled)) == [
        ("settle", "respond")
    ]


def test_SL16_two_limits_missed_are_two_duties_one_after_another_told_once_each(desk):
    """Theirs tells of each missed limit at once; ours asks for the answer first, and climbs the ladder for that alone."""
    order = desk.order("delivered")
    desk.run("complain", order, "--text", "x", by="lin.wei")
    desk.now = "2026-11-27T10:00"
    brought = [one for one in desk.ask("tick")["brought"] if one["item"] == "K1"]
    assert sorted((one["to"], one["limit"]) for one in brought) == [
        ("li.na", "respond"), ("wu.gang", "respond"), ("zhao.min", "respond"),
    ]  # fmt: skip
    assert [one for one in desk.ask("tick")["brought"] if one["item"] == "K1"] == []


# --- an archived order


def test_a_complaint_about_an_archived_order_is_taken_down_in_a_record_that_follows_it(desk):
    order = desk.order("archived")
    said = desk.run("complain", order, "--text", "rust after a week", "--kind", "quality", by="chen.jie")
    assert said.out.splitlines()[0] == (
        f"{order} is archived, and sealed: the complaint is taken down in a record that follows it"
    )
    (follows,) = desk.ask("list")
    case = desk.ask("show", follows["id"])
    assert (case["origin"], case["stage"], case["inquiry"]["matter"]) == (order, "inquiry", "rust after a week")
    assert (case["complaints"][0]["owner"], case["complaints"][0]["kind"]) == ("li.na", "quality")
    assert case["responsible"] | {"clause": ""} == {
        "staff": "li.na", "role": "handler", "department": None, "next": ["respond", "settle"], "clause": "",
        "due": "2026-11-23T11:00:00+08:00", "overdue": False, "unconfirmed": False,
    }  # fmt: skip
    tail = follows["id"][-5:]
    made(desk, tail, "respond", "K1", "--text", "we come on Friday", by="li.na")
    assert desk.ask("show", tail)["responsible"]["due"] == "2026-11-26T09:00:00+08:00"
    settled = made(desk, tail, "settle", "K1", "--solution", "painted anew", "--feedback", "content", by="li.na")
    assert settled["stage"] == "closed"
    assert settled["responsible"]["next"] == ["archive"]
    desk.run("archive", tail, by="zhao.min")
    assert desk.run("check").code == 0
    assert (
        desk.run("complain", order, "--text", "again", "--dry-run", by="chen.jie")
        .out.splitlines()[1]
        .endswith("(dry run, nothing written)")
    )


def test_who_left_is_followed_by_their_successor_in_complaints_too(desk):
    order = desk.order("archived")
    desk.run(
        "staff", "leave", "li.na", "--on", "2026-11-23", "--reason", "moves", "--successor", "sun.tao", by="wu.gang"
    )
    desk.run("complain", order, "--text", "rust", by="chen.jie")
    assert desk.ask("show", desk.ask("list")[0]["id"])["complaints"][0]["owner"] == "sun.tao"


# --- the report


def test_the_report_on_complaints_says_what_is_open_late_and_whose(desk):
    order = desk.order("delivered")
    desk.run("complain", order, "--text", "two rails scratched", "--kind", "quality", by="lin.wei")
    desk.run("complain", order, "--text", "the bill is wrong", "--dispute", "--owner", "qian.yu", by="lin.wei")
    settle = ("settle", order, "K1", "--solution", "replaced", "--feedback", "content", "--outcome", "replaced")
    desk.run(*settle, "--justified", "yes", by="li.na")
    desk.now = "2026-11-24T09:00"
    found = desk.ask("report", "complaints")
    assert found["counts"] == {"complaints": 2, "open": 1, "late": 1, "justified": 1, "disputes": 1}
    assert [(one["item"], one["who"], one["late"], one["due"]) for one in found["list"]] == [
        ("K2", "qian.yu", True, "2026-11-23T11:00:00+08:00"), ("K1", "li.na", False, None),
    ]  # fmt: skip
    assert [one["answered"] for one in found["list"]] == [None, "2026-11-23T09:00:00+08:00"], "a settlement answers too"
    assert found["handlers"] == [
        {"name": "li.na", "complaints": 1, "open": 0, "late": 0, "justified": 1, "disputes": 0},
        {"name": "qian.yu", "complaints": 1, "open": 1, "late": 1, "justified": 0, "disputes": 1},
    ]
    assert [one["name"] for one in found["clients"]] == ["杭州湾物流有限公司"]
    client = desk.ask("client", "list")[0]["id"]

    def items(*narrowed):
        return [one["item"] for one in desk.ask("report", "complaints", *narrowed)["list"]]

    assert items("--open") == items("--late") == items("--staff", "qian.yu") == ["K2"]
    assert items("--client", client, "--department", "sales") == ["K1"]
    assert items("--period", "2026-11") == ["K2", "K1"]
    assert items("--period", "2026Q3") == []
    lines = desk.run("report", "complaints").out
    assert lines.startswith(
        "Complaints  2026-11-24 09:00\nComplaints: 2, Open: 1, Late: 1, Justified: 1, Disputes: 1\n"
    )
