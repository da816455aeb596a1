"""Who may see what a client owes, in every answer: others see `…` in its place, and learn the verdict (P0.4, L11, L15)."""

from __future__ import annotations

import pytest
from life import going_live
from people import CLIENT, Office, at
from telling import told

from ordertool.context import context_of
from ordertool.reports.figures import Sight, withheld
from ordertool.session import Session

LATER = at("2026-11-24T09:00")


@pytest.fixture
def owing(desk):
    """A client with an order that is not paid, a limit, a deposit and a debt from before the book."""
    going_live(desk)
    order = desk.order("closed")
    client = desk.ask("show", order)["client"]
    desk.run(
        "client", "credit", client, "--grade", "A", "--line", "300000", "--finances", "owns 300000", "--evidence",
        "bank 300000", "--valid-until", "2027-06-30", by="qian.yu",
    )  # fmt: skip
    debt = {"receivables": [{"client": client, "amount": "500.00", "since": "2026-09-01", "due": "2026-10-01",
                             "reference": "p. 9"}]}  # fmt: skip
    import json

    desk.run("opening", "--from", desk.paper("before.json", json.dumps(debt)), by="wu.gang")
    desk.run("pay", client, "--amount", "700.00", "--currency", "USD", "--on", "2026-11-23", by="qian.yu")
    return desk, client, order


def figures_in(said: str) -> list[str]:
    return [
        one for one in ("241200", "241,200", "300000", "300,000", "500.00", "700", "241700", "241,700") if one in said
    ]


@pytest.mark.parametrize(
    "command",
    [
        ("client", "show", "CLIENT"), ("client", "list"), ("receivables",), ("receivables", "--overdue"), ("report", "receivables"),
        ("client", "credit", "CLIENT", "--explain"), ("dun", "--list"), ("meeting", "agenda"),
    ],
)  # fmt: skip
def test_whoever_may_sees_the_figures_and_nobody_else_does(owing, command):
    desk, client, _order = owing
    desk.now = "2027-01-20T09:00:00+08:00"
    args = [client if word == "CLIENT" else word for word in command]
    for form in ((), ("--json",)):
        said = desk.run(*args, *form, by="zhao.min").out
        if command[0] == "meeting":  # what an order costs is the order's
            said = said.replace('"total": "241200.00"', "")
        assert figures_in(said) == [], said
        assert desk.run(*args, *form, by="lin.wei").out == desk.run(*args, *form, by="wu.gang").out
    if command[0] != "meeting" and command != ("client", "list"):
        assert figures_in(desk.run(*args, by="chen.jie").out), "the keeper of the file sees them"
    if command[0] == "meeting":
        assert desk.ask(*args, by="zhao.min")["late"][0]["unpaid"] == "…"
        assert desk.ask(*args, by="li.na")["late"][0]["unpaid"] == "241200.00", "the order's owner"


def test_the_card_says_what_was_left_out(owing):
    desk, client, _order = owing
    card = " ".join(desk.run("client", "show", client, by="zhao.min").out.split())
    for said in (
        "CR1 grade A, limit …, 30 days, until 2027-06-30 (superseded by CR2); evidence: …",
        "CR2 grade A, limit …, until 2027-06-30 (in force); evidence: … CR2 finances … OB1 p. 9: … of … unpaid, due 2026-10-01",
        "DP1 deposit of 2026-11-23: … of … left",
        "2026-11-23 closed East hall racking 2026-12-18 … …",
        "Ordered …, paid …, written off …, unpaid …",
    ):
        assert said in card, said
    document = desk.ask("client", "show", client, by="zhao.min")
    assert document["credit"][1] == {
        "grade": "A", "limit": "…", "below_owed": False, "days": None, "operations": None, "finances": "…", "record": None,
        "evidence": "…", "valid_until": "2027-06-30", "id": "CR2",
    }  # fmt: skip
    assert document["figures"] == {"CNY": dict.fromkeys(("ordered", "paid", "written_off", "unpaid"), "…")}
    assert (document["orders"][0]["unpaid"], document["orders"][0]["stage"]) == ("…", "closed")
    assert document["openings"][0]["amount"] == "…"
    # The order's owner sees what that order adds to it, and not the rest.
    assert desk.ask("client", "show", client, by="li.na")["orders"][0]["unpaid"] == "241200.00"
    assert desk.ask("client", "show", client, by="li.na")["figures"]["CNY"]["unpaid"] == "…"


def test_a_sum_is_seen_by_who_may_see_all_that_is_in_it(owing, tmp_path):
    desk, _client, order = owing
    desk.now = "2027-01-20T09:00:00+08:00"
    document = desk.ask("receivables", by="li.na")
    rows = {one["debt"]: (one["unpaid"], one["late"], one["overdue"]) for one in document["receivables"]}
    assert rows == {order: ("241200.00", 28, True), "OB1": ("…", 111, True)}
    assert (
        document["clients"][0]["unpaid"] == document["totals"][0]["unpaid"] == document["counts"]["unpaid_CNY"] == "…"
    )
    assert set(document["clients"][0]["bands"].values()) == {"…"}
    assert document["clients"][0]["late"] == 111
    for name in ("owed.xlsx", "owed.html", "owed.md"):
        desk.run("report", "receivables", "--out", str(tmp_path / name), by="li.na")
    from openpyxl import load_workbook

    book = load_workbook(tmp_path / "owed.xlsx")
    cells = [str(cell.value) for sheet in book for row in sheet for cell in row]
    assert "…" in cells
    assert not [one for one in cells if one.startswith("=") or "500" in one], "a sum of what is shown would mislead"
    assert "500.00" not in (tmp_path / "owed.html").read_text("utf-8") + (tmp_path / "owed.md").read_text("utf-8")


def test_a_paper_that_is_all_figures_is_not_made_for_others(owing):
    desk, client, _order = owing
    desk.now = "2027-01-20T09:00:00+08:00"
    why = {
        "error": f"what {client} owes is not yours to see (P0.4; policy.yaml: credit.figures)",
        "hint": "ask the keeper of its file, or one who holds: finance, manager, auditor",
    }
    told(desk, "print", client, "statement", by="zhao.min", **why)
    told(desk, "dun", client, by="zhao.min", **why)
    desk.run("dun", client, "--out", desk.paper("letter.html"), "--force", by="qian.yu")
    told(desk, "print", client, "letter", by="zhao.min", **why)
    assert desk.ask("print", client, "statement", by="lin.wei")["sheets"]
    assert desk.ask("client", "list", by="zhao.min")[0]["duns"][0]["debts"][0]["amount"] == "…"
    policy = desk.root / "policy.yaml"
    policy.write_text(policy.read_text("utf-8").replace("figures: [finance, manager, auditor]", "figures: []"), "utf-8")
    desk.git("commit", "-qam", "nobody but keepers")
    why["hint"] = f"ask the keeper of its file: ordertool client show {client}"
    told(desk, "print", client, "statement", by="qian.yu", **why)


def test_who_types_for_another_is_asked_too(owing):
    desk, client, _order = owing
    policy = desk.root / "policy.yaml"
    policy.write_text(policy.read_text("utf-8").replace("for_others: [manager]", "for_others: [processor]"), "utf-8")
    desk.git("commit", "-qam", "processors may enter for others")
    desk.git("config", "user.email", "zhao.min@example.com")
    assert figures_in(desk.run("client", "show", client, by="qian.yu").out) == []
    assert desk.ask("client", "watch", client, "--reason", "they pay nobody", by="qian.yu")["credit"][0]["limit"] == "…"
    said = desk.run("pay", client, "--amount", "1000", "--dry-run", by="qian.yu").out
    assert "500.00  " in said, "what was paid is told"
    assert said.count("…") == 2
    assert [
        one["unpaid"] for one in desk.ask("pay", client, "--amount", "1000", "--dry-run", by="qian.yu")["paid"]
    ] == ["…"] * 2


def test_where_nobody_can_tell_who_reads_nothing_is_shown(owing):
    desk, client, _order = owing
    desk.git("config", "user.email", "stranger@example.com")
    assert figures_in(desk.run("client", "show", client).out) == []
    assert desk.ask("client", "credit", client, "--explain")["figures"] is False


def test_what_an_override_saw_is_no_order_figure(desk):
    desk.now = "2026-11-23T09:00:00+08:00"
    client = desk.client("1000")
    order = desk.order("draft", client)
    desk.run(
        "override", order, "--reason", "bank guarantee", "--until", "2026-12-31", "--amount", "300000", by="qian.yu"
    )
    seen = desk.ask("show", order, by="zhao.min")
    assert (seen["overrides"][0]["amount"], seen["overrides"][0]["seen"]["sum"]) == ("…", "…")
    assert seen["overrides"][0]["reason"] == "bank guarantee"
    assert seen["form"]["total"] == seen["unpaid"] == "241200.00", "an order's own figures are the order's"
    assert desk.ask("show", order, by="qian.yu")["overrides"][0]["seen"]["sum"] == "241200.00"


def test_refusals_name_no_figure_to_who_types_without_the_right():
    office = Office(rules={"go_live": "2026-12-31", "entering_for_others": ["receptionist"]})
    client = office.clients[CLIENT]
    before = {"amount": "100", "currency": "CNY", "since": "2026-09-01", "due": "2026-10-01", "reference": "p. 9"}
    client = office.do("opening", client, "wu.gang", kind="client", **before)
    client = office.do(
        "deposit", client, "qian.yu", now=LATER, kind="client", amount="40", currency="CNY", on="2026-11-23"
    )
    office.clients[CLIENT] = client

    def says(verb, by, typist, **given):
        (no,) = office.refused(verb, client, by, now=LATER, kind="client", typist=typist, **given)
        return no.reason

    money = {"amount": "101", "currency": "CNY", "on": "2026-11-23", "openings": {"OB1": "101"}}
    assert says("deposit", "qian.yu", None, **money) == "101 is more than the 100 still owed"
    assert says("deposit", "qian.yu", "ma.lan", **money) == "101 is more than is still owed"
    back = {"item": "DP1", "refunds": {"amount": "41", "on": "2026-11-23", "reason": "x"}}
    assert says("refund", "qian.yu", None, **back) == "41 is more than the 40 left of DP1"
    assert says("refund", "qian.yu", "ma.lan", **back) == "41 is more than is left of DP1"
    off = {"item": "OB1", "write_offs": {"amount": "101", "on": "2026-11-23", "reason": "x"}}
    assert says("write-off", "wu.gang", "ma.lan", **off) == "101 is more than is still owed"
    low = {"grade": "A", "limit": "10", "evidence": "accounts", "valid_until": "2027-06-30"}
    assert says("credit", "qian.yu", "ma.lan", **low) == "the client's exposure is above that limit already"


def test_an_unreadable_file_has_no_keeper(desk):
    order = desk.order("draft")
    client = desk.ask("show", order)["client"]
    (path,) = desk.root.glob(f"clients/*/{client}.yaml")
    path.write_text(path.read_text("utf-8").replace("profile:", "profil:"))
    desk.git("commit", "-qam", "a slip")
    from ordertool.book.book import Book

    book = Book.find(str(desk.root), desk.root)
    ctx = context_of(book.snapshot())
    assert not Sight(("chen.jie",), LATER, ctx).sees(client)
    assert Sight(("qian.yu",), LATER, ctx).sees(client)
    assert Session(book, {"ORDERTOOL_ACTOR": "qian.yu"}).readers
    book.close()


def test_what_is_left_out_says_so_wherever_it_stands():
    assert withheld({"amount": "1", "openings": {"OB1": "2"}, "uses": [{"amount": "3", "on": "d"}], "overdue": True}) == {
        "amount": "…", "openings": {"OB1": "…"}, "uses": [{"amount": "…", "on": "d"}], "overdue": True,
    }  # fmt: skip
