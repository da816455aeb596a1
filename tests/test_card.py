"""What is shown of one record: the card of an order with every section, why things are so, logs, clients, people."""

from __future__ import annotations

import json
import re

import pytest

from ordertool.records.order import Order
from ordertool.reports.screen import width
from ordertool.reports.sections import SECTIONS, Card

SHOWN = {
    "inquiry": ["gate for the west yard", "yes, we make gates", "周敏 13800001234 zhou.min@example.com (WeChat)"],
    "forwards": ["F1  11-23 09:00  chen.jie  → li.na  which motor?; reply promised by 11-23 16:00"],
    "replies": ["W1  11-23 09:00  li.na  the quiet one"],
    "form": ["Supply and install", "special, transport", "PO 4711", "宁波市海港路88号3号门", "paid in advance: 30 %", "3,700.00 CNY"],
    "review": ["V1  11-23 09:00  chen.jie  returned to the client  deliver_to: no gate number", "V3  11-23 09:00  chen.jie  passed"],
    "handover": ["H1  11-23 09:00  chen.jie  → zhao.min  gate.txt", "H2  11-23 09:00  chen.jie  → zhao.min  gate.txt, 图纸.pdf"],
    "assignment": [
        "AS1  11-23 09:00  zhao.min  → sun.tao  knows gates; papers received: gate.txt, 图纸.pdf",
        "AS2  11-23 09:00  zhao.min  → li.na    knows the client; mind the cable; papers received: gate.txt, 图纸.pdf",
    ],
    "plans": [
        "PH1  2026-11-23 – 2026-11-24  li.na   done  Make", "PH2  2026-11-23 – 2026-12-18  he.jun        Install",
        "a report every 3 working days",
    ],
    "risks": [
        "RK1  1×3  li.na   averted     steel late → second supplier",
        "RR1  5×4  he.jun  still open  port freezes → by rail; sign: ice; look on 2026-12-01",
    ],
    "risk_reviews": [
        "RV1  11-23 09:00  li.na     RK1          steel is on the way; 1×3", "RV2  11-23 09:00  zhao.min  RK1 averted  steel came",
    ],
    "progress": ["R1  11-23 09:00  li.na  40%  Frames cut; problem: paint cracked; solution: repaint; done: PH1; expected: 2026-12-18; in writing"],
    "problems": [
        "Q1  11-23 09:00  li.na  solved    crane not available", "decision  hire a crane; production", "solution  crane on site 12-14",
        "Q2  11-23 09:00  li.na  open      no power on site",
    ],
    "assistance": [
        "A1  11-23 09:00  li.na  → production   two welders", "done", "A2  11-23 09:00  li.na  → production   a forklift",
        "declined       it is broken", "A3  11-23 09:00  li.na  → production   a truck", "no answer yet",
    ],
    "team": ["zhao.min  leads  li.na, he.jun; two trades"],
    "sessions": [
        "SS1    11-23 09:00  zhao.min        the cable; present: li.na, he.jun", "SS1.1  2026-11-27   he.jun    open  dig the trench",
        "SS1.2  2026-11-24   li.na     done  ask the client",
    ],
    "contacts": ["C1  11-23 09:00  li.na  phone  told the install date"],
    "changes": ["M1  11-23 09:00  li.na  force majeure  port closed", "sets           deliver_by = 2026-12-24", "agreed         周敏, phone, 11-23 08:50"],
    "corrections": ["E1  11-23 09:00  zhao.min        typed wrong; delay: 4 h; loss: 120.50", "sets  contract = HT-2026-8"],
    "overrides": ["O1  11-23 09:00  qian.yu  until 2026-12-31  bank guarantee"],
    "preparation": ["T1  11-23 09:00  li.na  done: packaging, documents, transport; told: 周敏, phone, 11-23 08:40; agreed for 11-24 09:00; truck"],
    "delivery": [
        "D1  11-23 09:00  li.na  accepted with remarks  L1=1; west yard; driver Wu to 周敏; one scratch; slip: slip.pdf",
        "D2  11-23 09:00  li.na  accepted               L1=1; west yard; driver Wu to 周敏; slip: no slip yet",
    ],
    "complaints": [
        "K1  11-23 09:00  chen.jie  settled       a scratch", "first answer  we look at it; phone",
        "solution      polished; repaired", "feedback      content", "K2  11-23 09:00  chen.jie  open          too loud",
    ],
    "survey_sheets": ["SV1  11-23 09:00  chen.jie  mail  html"],
    "survey": ["4 / 5  good, but late"],
    "payments": [
        "P1  2026-11-23  1,110.00  payment in  B-17", "P2  2026-11-23     10.00  refund      one bolt",
        "P3  2026-11-23      5.00  write-off   cents",
    ],
    "invoices": ["IV1  2026-11-23  1,110.00  invoice  26332018; tax: 127.70"], "taken_back": [], "opening": [],
    "id": [], "stage": ["delivered"], "log": ["11-23 09:00  send-back         zhao.min  → draft      drawing is missing"],
}  # fmt: skip
"""Lines of the card, by the section of the record that they show."""


def test_no_section_of_an_order_is_missing_on_its_card_or_in_its_document(busy):
    assert set(SHOWN) == set(Order.model_fields)
    card = busy.desk.run("show", busy.whole).out
    for section, lines in SHOWN.items():
        for line in lines:
            assert line in card, section
    assert f"follows             {busy.archived}" in card
    for line in (
        "unpaid              2,595.00 CNY",
        "written off         5.00 CNY",
        "paid                1,100.00 CNY",
    ):
        assert line in card
    document = busy.desk.ask("show", busy.whole)
    renamed = {"assignment": "assignments", "handover": "handovers"}
    for section in Order.model_fields:
        assert document[renamed.get(section, section)] or section in ("taken_back", "opening"), section
    assert (len(document["assignments"]), len(document["handovers"])) == (2, 2)
    assert (document["assignment"]["id"], document["handover"]["id"]) == ("AS2", "H2")
    assert set(SECTIONS) == {name for name in vars(Card) if not name.startswith("_")}


def test_the_card_tells_what_is_owed_beside_the_next_step(busy):
    card = busy.desk.run("show", busy.whole).out
    for line in (
        "Q2     11-23 14:00 late  zhao.min  coordinate, resolve  no power on site",
        "A3     11-24 09:00 late  he.jun    assist-answer        a truck",
        "K2     11-26 09:00       li.na     settle               too loud",
        "SS1.1  11-27             he.jun    session-done         dig the trench",
    ):
        assert line in card
    assert [duty["item"] for duty in busy.desk.ask("show", busy.whole)["duties"]] == ["Q2", "A3", "K2", "SS1.1"]


def test_a_hold_is_shown_with_its_reason(busy):
    lines = busy.desk.run("show", busy.held).out.splitlines()
    assert lines[0] == f"{busy.held}  active (on hold)  杭州湾物流有限公司"
    assert "  on hold          since 11-25 09:00: credit watch" in lines
    hold = busy.desk.ask("show", busy.held)["hold"]
    assert hold == {"since": "2026-11-25T09:00:00+08:00", "by": "zhao.min", "reason": "credit watch"}
    assert busy.desk.ask("show", busy.whole)["hold"] is None


def test_an_undone_move_is_shown_as_undone(busy):
    card = busy.desk.run("show", busy.waiting).out
    assert "contact C1 (undone)" in card
    assert "a slip of the pen" not in card
    log = busy.desk.ask("log", busy.waiting)
    assert [(row["move"], row["undone"]) for row in log[-2:]] == [("contact", True), ("undo", False)]
    assert busy.desk.run("log", busy.waiting).out.splitlines()[-2].split("  ")[:2] == [
        "2026-11-25 09:00",
        "contact C1 (undone)",
    ]
    book = busy.desk.ask("log")
    undone = [row["subject"] for row in book if row["undone"]]
    assert undone == [f"contact {busy.waiting} C1"]
    assert f"contact {busy.waiting} C1 (undone)" in busy.desk.run("log").out
    # Also when the log that is asked for ends before the undo's own move.
    assert [row["undone"] for row in busy.desk.ask("log", "--move", "contact")] == [True, False]


@pytest.mark.parametrize("cells", [80, 160])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_everything_that_is_looked_at_fits_the_screen(busy, cells, language):
    desk = busy.desk
    desk.env["COLUMNS"] = str(cells)
    commands = [
        ("show", busy.whole), ("show", busy.held), ("list",), ("list", "--archived"), ("due", "--within", "5d"), ("board",),
        ("inbox", "--as", "li.na"), ("inbox", "--as", "zhao.min"), ("search", "货架"), ("search", "racking", "--archived"),
        ("log", busy.whole), ("log", "--limit", "80"), ("explain", busy.whole, "--as", "zhao.min"), ("explain", busy.held),
        ("client", "show", busy.client), ("client", "list"), ("staff", "show", "li.na"), ("staff", "list"),
    ]  # fmt: skip
    for command in commands:
        lines = desk.run(*command, "--lang", language).out.splitlines()
        assert [line for line in lines if width(line) > cells] == [], command
    card = desk.run("show", busy.whole, "--lang", language).out
    assert "…" not in card  # nothing on a card is cut


def test_colours_tell_what_is_urgent_on_a_terminal_only(busy, monkeypatch):
    desk = busy.desk
    assert "\x1b" not in desk.run("list").out  # a pipe
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("ordertool.reports.screen.painted", lambda words, colour, _stream=None: f"<{colour}>{words}</>")
    monkeypatch.setenv("TERM", "xterm")
    rows = {re.search(r"SO-\S+", line)[0]: line[: line.index(">") + 1] for line in desk.run("list").out.splitlines()[1:]
            if "<" in line}  # fmt: skip
    assert rows == {busy.waiting: "<red>", busy.whole: "<red>", busy.held: "<dim>", busy.asked: "<yellow>"}


def test_explain_says_what_to_type_whose_it_is_and_why(busy):
    desk = busy.desk
    said = desk.run("explain", busy.whole, by="zhao.min").out
    lines = said.splitlines()
    assert lines[0] == f"{busy.whole} is delivered."
    assert lines[2:7] == [
        "Owner: li.na, named by zhao.min on 2026-11-23 09:00: knows the client",
        "Beside it, Q2: coordinate, resolve, by zhao.min (processor), until 2026-11-23 14:00 overdue (P2.4c)",
        "Beside it, A3: assist-answer, by he.jun (the department that was asked), until 2026-11-24 09:00 overdue (P5.1b)",
        "Beside it, K2: settle, by li.na (the order's owner), until 2026-11-26 09:00 (P5.2c)",
        "Beside it, SS1.1: session-done, by he.jun (who carries out a session's decision), until 2026-11-27 23:59 (P5.1c)",
    ]
    rows = {line.split("  ")[0]: line for line in lines[9:]}
    for typed in ("close --waive", "pay --refund", "pay --write-off", "assist --accept", "assist --done"):
        assert typed in rows
    assert rows["coordinate"].split()[-2:] == ["yes", "P2.4c"]
    assert rows["pay"].split()[-2:] == ["no", "P7.1c"]
    document = desk.ask("explain", busy.whole, by="zhao.min")
    assert document["owner"] == {
        "staff": "li.na", "by": "zhao.min", "at": "2026-11-23T09:00:00+08:00", "move": "assign", "reason": "knows the client",
        "note": "mind the cable", "basis": None,
    }  # fmt: skip
    assert {move["move"]: move["command"] for move in document["moves"]}["waive"] == "close --waive"
    assert desk.ask("explain", busy.asked, by="li.na")["owner"] is None


def test_explain_tells_of_a_hold_that_the_clocks_stand_still_and_from_when_they_would_run(busy):
    desk = busy.desk
    lines = desk.run("explain", busy.held, by="li.na").out.splitlines()
    assert lines[1] == "Next: resume, by zhao.min (processor)"
    assert lines[2] == "On hold since 2026-11-25 09:00: credit watch. Its clocks stand still."
    lines = desk.run("explain", busy.held, "--due").out.splitlines()
    assert lines[0] == "progress report 3 d from 2026-11-23 09:00 (P2.4b)"
    assert lines[1] == "the clock stands still; if resumed now, due 2026-11-26 09:00"
    assert "not counted, on hold: 2026-11-25 09:00 – 2026-11-25 10:00" in lines
    document = desk.ask("explain", busy.held, "--due")
    assert (document["stands_still"], document["due"]) == (True, "2026-11-26T09:00:00+08:00")
    assert document["pauses"] == [{"start": "2026-11-25T09:00:00+08:00", "end": None}]


def test_explain_due_shows_the_pauses_that_were_not_counted(desk):
    desk.env["COLUMNS"] = "120"
    order = desk.order("assigned")
    desk.now = "2026-11-23T10:00"
    desk.run("hold", order, "--reason", "credit watch", by="zhao.min")
    desk.now = "2026-11-24T09:00"
    desk.run("resume", order, by="zhao.min")
    out = desk.run("explain", order, "--due").out.splitlines()
    assert out[:2] == ["confirm 4 h from 2026-11-23 09:00 (P2.3c)", "due 2026-11-24 12:00"]
    assert out[4] == "not counted, on hold: 2026-11-23 10:00 – 2026-11-24 09:00"
    assert [line.split()[:4] for line in out[7:]] == [
        ["2026-11-23", "09:00", "10:00", "1:00"], ["2026-11-24", "09:00", "12:00", "4:00"],
    ]  # fmt: skip


def test_every_limit_that_can_run_on_a_next_step_has_words(desk):
    order = desk.order("signed")
    desk.run("complain", order, "--text", "a scratch", by="chen.jie")
    assert desk.run("explain", order, "--due").out.startswith("respond 2 h from 2026-11-23 09:00 (P5.2c)\n")
    desk.run("respond", order, "K1", "--text", "today", by="li.na")
    assert desk.run("explain", order, "--due").out.startswith("settle 3 d from 2026-11-23 09:00 (P5.2c)\n")


def test_a_log_has_filters_and_marks_what_came_late_or_was_typed_later(busy):
    desk = busy.desk
    assert [row["item"] for row in desk.ask("log", busy.whole, "--move", "assist")] == ["A1", "A2", "A3"]
    assert [row["move"] for row in desk.ask("log", busy.whole, "--by", "he.jun")] == [
        "assist-answer",
        "assist-done",
        "assist-answer",
    ]
    assert [row["move"] for row in desk.ask("log", busy.whole, "--limit", "2")] == ["survey-sent", "survey"]
    assert desk.ask("log", busy.held, "--since", "2026-11-24")[0]["move"] == "hold"
    assert desk.ask("log", busy.held, "--until", "2026-11-23")[-1]["move"] == "plan"
    assert desk.run("log", busy.held, "--move", "survey").out == "no moves\n"
    book = desk.ask("log", "--by", "he.jun", "--move", "assist-answer")
    assert [row["subject"] for row in book] == [f"assist-answer {busy.whole} A2", f"assist-answer {busy.whole} A1"]
    assert len(desk.ask("log", "--since", "2026-11-25")) == 5
    assert len(desk.ask("log", "--until", "2026-11-23", "--limit", "7")) == 7
    said = desk.run("log", "--move", "asist", code=2)
    assert said.err == "Error: there is no move asist\nHint: did you mean: assist, assist-done, assist-answer\n"
    assert desk.run("log", "--by", "nobody", code=2).err.startswith("Error: there is nobody nobody on the staff\n")


def test_a_log_of_clients_and_people(busy):
    desk = busy.desk
    assert [row["move"] for row in desk.ask("log", busy.client)] == ["add", "credit"]
    assert [row["move"] for row in desk.ask("log", "li.na")] == ["add"]
    lines = desk.run("log", busy.client).out.splitlines()
    assert lines[1].split() == ["2026-11-23", "09:00", "add", "chen.jie", "wu.gang"]
    assert desk.run("log", "nobody", code=2).err.startswith("Error: there is no order nobody\n")
    assert f"client credit {busy.client} CR1" in desk.run("log", "--move", "credit").out
    assert f"assign {busy.held} AS1  submitted → assigned" in desk.run("log", "--move", "assign").out


def test_P4_2a_late_entries_and_late_moves_are_marked_in_the_log(desk):
    order = desk.order()
    desk.now = "2026-11-24T15:00"
    desk.run("reply", order, "--text", "x", "--at", "2026-11-24T11:00", by="chen.jie")
    row = desk.ask("log", order)[-1]
    assert (row["at"], row["entered"]) == ("2026-11-24T11:00:00+08:00", "2026-11-24T15:00:00+08:00")
    assert (row["late"], row["due"]) == (True, "2026-11-23T14:00:00+08:00")
    desk.env["COLUMNS"] = "120"
    lines = desk.run("log", order).out.splitlines()
    assert lines[0].split() == ["at", "move", "by", "entered", "by", "to", "typed", "note"]
    assert lines[-1].split("  ")[-2:] == ["2026-11-24 15:00", "late, due 11-23 14:00 (P2.1b)"]
    row = desk.ask("log")[0]
    assert (row["move"], row["typed_later"]) == ("order reply", True)
    assert "2026-11-24 15:00" in desk.run("log").out.splitlines()[1]


def test_a_book_log_keeps_commits_that_other_tools_made(desk):
    (desk.root / "README").write_text("x")
    desk.git("add", "README")
    desk.git("-c", "user.name=Else", "-c", "user.email=x@example.com", "commit", "-qm", "by hand: a → b")
    row = desk.ask("log")[0]
    assert (row["subject"], row["author"], row["undone"]) == ("by hand: a → b", "Else", False)
    assert "Else" in desk.run("log").out.splitlines()[1]
    assert "by hand: a → b" in desk.run("log").out


def test_P4_1a_a_client_shows_orders_and_figures_that_come_from_the_orders(busy):
    desk = busy.desk
    document = desk.ask("client", "show", busy.client)
    assert [row["id"] for row in document["orders"]] == sorted([busy.whole, busy.held, busy.waiting, busy.archived])
    assert document["figures"] == {
        "CNY": {"ordered": "727300.00", "paid": "242300.00", "written_off": "5.00", "unpaid": "484995.00"}
    }
    lines = desk.run("client", "show", busy.client).out.splitlines()
    assert lines[0] == f"{busy.client}  杭州湾物流有限公司"
    assert (
        "  CR1             grade A, limit 486,000.00, 30 days, until 2027-06-30 (in force); evidence: 2025 accounts"
        in lines
    )
    row = next(line for line in lines if busy.whole in line)
    assert row.split() == [busy.whole, "2026-11-23", "delivered", "Gate", "2026-12-24", "3,700.00", "2,595.00"]
    assert lines[-1] == "Ordered 727,300.00 CNY, paid 242,300.00 CNY, written off 5.00 CNY, unpaid 484,995.00 CNY"


def test_a_clients_figures_leave_out_what_was_not_ordered_after_all(desk):
    client = desk.client("unlimited")
    drafted, cancelled = desk.order("draft", client), desk.order("submitted", client)
    desk.run("cancel", cancelled, "--reason", "gave up", by="zhao.min")
    document = desk.ask("client", "show", client)
    assert {row["id"] for row in document["orders"]} == {drafted, cancelled}
    assert document["figures"] == {}


def test_a_person_shows_what_waits_for_them_and_what_they_own(busy):
    desk = busy.desk
    document = desk.ask("staff", "show", "li.na")
    assert {row["id"] for row in document["orders"]} == {busy.whole, busy.held, busy.waiting}
    assert sorted((row["id"], row["owed"]["item"]) for row in document["owed"]) == sorted(
        [(busy.waiting, ""), (busy.whole, ""), (busy.whole, "K2"), (busy.asked, "")]
    )
    lines = desk.run("staff", "show", "li.na").out.splitlines()
    assert "Work that waits: 4" in lines
    assert "In hand: 3" in lines
    assert json.dumps(desk.ask("staff", "show", "lin.wei")["orders"]) == "[]"
