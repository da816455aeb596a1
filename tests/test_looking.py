"""Lists of orders: every filter, any past moment, what is due, the board, the search. Exact words, exact figures."""

from __future__ import annotations

import csv
import io

import pytest

from ordertool.reports.comma_separated import comma_separated
from ordertool.reports.screen import columns, width, wrapped

FILTERS = [
    (("--stage", "assigned"), {"waiting"}),
    (("--stage", "assigned", "--stage", "咨询"), {"waiting", "asked"}),
    (("--owner", "li.na"), {"whole", "held", "waiting"}),
    (("--department", "sales"), {"whole", "held", "waiting"}),
    (("--department", "production"), set()),
    (("--region", "浙江"), {"whole", "held", "waiting"}),
    (("--region", "江苏"), set()),
    (("--type", "special"), {"whole"}),
    (("--domain", "storage"), {"held", "waiting"}),
    (("--channel", "email"), {"asked"}),
    (("--channel", "微信"), {"whole"}),
    (("--who", "zhao.min"), {"held"}),
    (("--overdue",), {"whole", "waiting"}),
    (("--on-hold",), {"held"}),
    (("--since", "2026-11-24"), {"asked"}),
    (("--until", "2026-11-24"), {"whole", "held", "waiting"}),
    (("--deliver-before", "2026-12-24"), {"held", "waiting"}),
    (("--deliver-before", "2026-12-25"), {"whole", "held", "waiting"}),
    (("--text", "GATE 电动"), {"whole"}),
    (("--archived",), {"whole", "held", "waiting", "asked", "archived"}),
    (("--stage", "archived"), {"archived"}),
    (("--owner", "li.na", "--overdue", "--until", "2026-11-23", "--type", "standard"), {"waiting"}),
]


@pytest.mark.parametrize(("options", "expected"), FILTERS, ids=[" ".join(options) for options, _found in FILTERS])
def test_a_list_holds_what_every_filter_keeps(busy, options, expected):
    found = {row["id"] for row in busy.desk.ask("list", *options)}
    assert found == {getattr(busy, name) for name in expected}
    by_client = {row["id"] for row in busy.desk.ask("list", "--client", busy.client[-5:], *options)}
    assert by_client == found - {busy.asked}


WRONG = [
    (("--stage", "shut"), 2, "there is no stage shut", "there are: inquiry, draft, "),
    (("--owner", "nobody"), 2, "there is nobody nobody on the staff", "ordertool staff list"),
    (("--who", "nobody"), 2, "there is nobody nobody on the staff", "ordertool staff list"),
    (("--department", "slaes"), 2, "there is no department slaes", "did you mean: sales"),
    (
        ("--channel", "pigeon"),
        4,
        '--channel: there is no channel "pigeon"',
        "there are: phone, email, online, visit, wechat, other",
    ),
    (("--format", "xml"), 2, "there is no format xml", "there are: table, json, csv"),
    (("--since", "monday"), 4, '"monday" is not a day', "write it as 2026-11-23"),
    (("--limit", "0"), 4, '--limit "0" is less than one', "leave it out to see all"),
    (("--as-of", "monday"), 4, '"monday" is neither a time nor a commit of this book', "write it as 2026-11-23, as"),
    (("--as-of", "2026-11-01"), 2, "the book is younger than 2026-11-01 23:59", "ordertool log shows how it began"),
    (("--as-of", "1901-01-01"), 2, "the book is younger than 1901-01-01 23:59", "ordertool log shows how it began"),
]


@pytest.mark.parametrize(("options", "code", "message", "hint"), WRONG, ids=[" ".join(case[0]) for case in WRONG])
def test_a_filter_that_is_none_is_told(busy, options, code, message, hint):
    said = busy.desk.run("list", *options, code=code)
    assert said.err.startswith(f"Error: {message}\nHint: {hint}")
    assert said.out == ""


def test_a_list_says_what_it_left_out(busy):
    lines = busy.desk.run("list", "--owner", "li.na", "--limit", "2").out.splitlines()
    assert (len(lines), lines[-1]) == (4, "2 of 3")


def test_a_list_is_a_table_json_or_csv(busy):
    desk = busy.desk
    rows = desk.ask("list")
    assert desk.run("list", "--format", "json").json == rows
    said = desk.run("list", "--format", "csv").out
    assert said.startswith("\ufeffid,stage,on_hold,client,")
    assert said.count("\r\n") == len(rows) + 1
    assert said.replace("\r\n", "").isprintable() or "\n" not in said.replace("\r\n", "")
    table = list(csv.DictReader(io.StringIO(said.removeprefix("\ufeff"), newline="")))
    by_id = {row["id"]: row for row in table}
    held, whole = by_id[busy.held], by_id[busy.whole]
    assert (held["on_hold"], held["staff"], held["next"], held["due"]) == ("true", "zhao.min", "resume", "")
    assert (whole["total"], whole["unpaid"], whole["currency"]) == ("3700.00", "2595.00", "CNY")
    assert (whole["next"], whole["due"], whole["overdue"]) == ("sign", "2026-11-24T09:00:00+08:00", "true")
    assert (whole["region"], whole["inquired"], whole["deliver_by"]) == ("浙江", "2026-11-23", "2026-12-24")
    assert [row["id"] for row in table] == [row["id"] for row in rows]
    assert desk.run("list", "--stage", "lost", "--format", "csv").out.count("\r\n") == 1


def test_L16_csv_holds_no_formulas_and_quotes_what_must_be(busy):
    names = ("a", "b")
    rows = [{"a": f"{sign}1+1", "b": 'x, "y"\nz'} for sign in ("=", "+", "-", "@", "＝", " =", "\t")] + [
        {"a": None, "b": True}
    ]
    said = comma_separated(names, rows)
    table = list(csv.reader(io.StringIO(said.removeprefix("\ufeff"), newline="")))
    assert table[0] == ["a", "b"]
    assert [row[0] for row in table[1:-1]] == [f"'{row['a']}" for row in rows[:-1]]
    assert table[-1] == ["", "true"]
    assert all(row[1] == 'x, "y"\nz' for row in table[1:-1])


def test_P4_2a_a_list_as_of_a_past_day_shows_the_book_as_it_was_known_then(busy):
    desk = busy.desk
    then = {row["id"]: row for row in desk.ask("list", "--as-of", "2026-11-23")}
    assert set(then) == {
        busy.whole,
        busy.held,
        busy.waiting,
    }  # the inquiry came later; the archive was archived by then
    assert (then[busy.held]["on_hold"], then[busy.held]["responsible"]["next"][0]) == (False, "progress")
    assert then[busy.waiting]["responsible"]["overdue"] is True  # its clock is that day's evening
    now = {row["id"]: row for row in desk.ask("list")}
    assert now[busy.held]["on_hold"] is True
    # A time and a commit say the same.
    commit = desk.git("log", "-1", "--format=%H", "--before=2026-11-23T23:59:59+08:00").strip()
    for moment in ("2026-11-23T12:00", commit, commit[:9]):
        assert {row["id"] for row in desk.ask("list", "--as-of", moment)} == set(then), moment
    assert [row["responsible"]["overdue"] for row in desk.ask("list", "--as-of", commit)] == [False] * 3
    # Every command that reads looks from there, by either name of the option.
    assert desk.run("show", busy.asked, "--at", "2026-11-23", code=2).err.startswith("Error: there is no order")
    assert desk.ask("show", busy.held, "--at", "2026-11-24")["on_hold"] is False
    assert desk.ask("log", "--as-of", "2026-11-23")[0]["commit"] == commit
    # From a time to come, the book is seen as it stands.
    later = {row["id"]: row for row in desk.ask("list", "--at", "2027-02-01T09:00")}
    assert set(later) == set(now)
    assert later[busy.asked]["responsible"]["overdue"] is True


def test_an_entry_typed_later_is_not_known_before(desk):
    order = desk.order()
    desk.now = "2026-11-24T15:00"
    desk.run("reply", order, "--text", "x", "--at", "2026-11-23T11:00", by="chen.jie")
    assert desk.ask("show", order, "--as-of", "2026-11-23")["replies"] == []
    assert desk.ask("show", order, "--as-of", "2026-11-24")["replies"][0]["text"] == "x"


def test_due_holds_what_is_late_or_soon_late_steps_and_duties_most_urgent_first(busy):
    desk = busy.desk
    rows = desk.ask("due")
    found = [
        (row["owed"]["due"][5:16], row["owed"]["item"], row["owed"]["staff"], row["owed"]["clause"]) for row in rows
    ]
    assert sorted(found) == [
        ("11-23T14:00", "", "li.na", "P2.3c"),
        ("11-23T14:00", "Q2", "zhao.min", "P2.4c"),
        ("11-24T09:00", "", "li.na", "P2.5c"),
        ("11-24T09:00", "A3", "he.jun", "P5.1b"),
        ("11-25T14:00", "", "li.na", "P2.1b"),
        ("11-25T14:00", "F1", "chen.jie", "P2.1b"),
        ("11-26T09:00", "K2", "li.na", "P5.2c"),
    ]
    assert [due for due, *_rest in found] == sorted(due for due, *_rest in found)
    assert [row["owed"]["overdue"] for row in rows] == [True] * 4 + [False] * 3
    lines = desk.run("due").out.splitlines()
    assert lines[0].split() == ["due", "order", "next", "who", "clause", "client", "matter"]
    assert ["11-23", "14:00", "late", busy.waiting, "confirm", "li.na"] in [line.split()[:6] for line in lines[1:3]]
    assert lines[-1] == "4 late, 3 due by 2026-11-26 10:00"
    soon = desk.ask("due", "--within", "2h")
    assert {row["id"] for row in soon} == {busy.waiting, busy.whole}
    assert [row["owed"]["item"] for row in desk.ask("due", "--department", "orders")] == ["Q2"]
    assert [row["owed"]["item"] for row in desk.ask("due", "--department", "production")] == ["A3"]
    assert desk.run("due", "--department", "finance").out == "nothing is late or due by 2026-11-26 10:00\n"
    assert desk.run("due", "--within", "soon", code=4).err.startswith(
        "Error: --within: must be a working time such as 30m, 4h or 2d\n"
    )


def test_a_hold_stops_what_is_due(busy):
    assert busy.held not in {row["id"] for row in busy.desk.ask("due", "--at", "2027-01-15T09:00")}
    assert busy.held in {row["id"] for row in busy.desk.ask("due", "--as-of", "2026-11-24", "--within", "10d")}


def test_an_inbox_holds_steps_and_duties_and_what_others_owe_its_owner(busy):
    desk = busy.desk
    inbox = {
        who: [(row["id"], row["owed"]["item"], row["mine"]) for row in desk.ask("inbox", by=who)]
        for who in ("li.na", "zhao.min", "he.jun", "chen.jie")
    }
    assert inbox["zhao.min"] == [
        (busy.whole, "Q2", True),
        (busy.held, "", True),  # to be resumed, without a due time
        (busy.waiting, "", False),  # its owner has not confirmed yet
        (busy.whole, "SS1.1", False),  # decided in a session
    ]
    assert (busy.whole, "A3", True) in inbox["he.jun"]
    assert (busy.whole, "A3", False) in inbox["li.na"]
    assert (busy.whole, "Q2", False) in inbox["li.na"]
    assert (busy.whole, "K2", True) in inbox["li.na"]
    assert (busy.asked, "F1", True) in inbox["chen.jie"]  # who took it follows the reply
    assert (busy.whole, "K2", False) in inbox["chen.jie"]  # whom the client told
    lines = desk.run("inbox", by="zhao.min").out.splitlines()
    assert lines[0].split() == ["due", "order", "next", "clause", "client", "matter"]
    assert lines[4] == "You wait for others:"
    assert lines[6].split()[:6] == ["11-23", "14:00", "late", busy.waiting, "confirm", "li.na"]
    assert desk.run("inbox", by="lin.wei").out == "nothing waits for lin.wei\n"


def test_the_board_counts_and_adds_up_each_stage(busy):
    desk = busy.desk
    board = {lane["stage"]: lane for lane in desk.ask("board")}
    assert list(board) == ["inquiry", "assigned", "active", "delivered"]
    assert {stage: (lane["count"], lane["late"], lane["on_hold"], lane["totals"]) for stage, lane in board.items()} == {
        "inquiry": (1, 0, 0, {}),
        "assigned": (1, 1, 0, {"CNY": "241200.00"}),
        "active": (1, 0, 1, {"CNY": "241200.00"}),
        "delivered": (1, 1, 0, {"CNY": "3700.00"}),
    }
    assert [row["id"] for row in board["active"]["orders"]] == [busy.held]
    assert [lane["stage"] for lane in desk.ask("board", "--owner", "sun.tao")] == []
    assert [lane["count"] for lane in desk.ask("board", "--department", "sales")] == [1, 1, 1]
    assert desk.run("board", "--owner", "sun.tao").out == "no orders\n"


def test_the_board_stands_in_columns_where_there_is_room_and_else_in_lanes(busy, monkeypatch):
    desk = busy.desk
    desk.env["COLUMNS"] = "80"
    lines = desk.run("board").out.splitlines()
    assert lines[0].split() == ["inquiry", "assigned", "active", "delivered"]
    assert lines[3].split() == ["late:", "1", "on", "hold:", "1", "late:", "1"]
    assert lines[4] == "─" * 80
    assert lines[5].split() == [
        part for order, who in ((busy.asked, "li.na"), (busy.waiting, "li.na"), (busy.held, "zhao.min"), (busy.whole, "li.na"))
        for part in (order[-5:], who)
    ]  # fmt: skip
    assert lines[7].split() == ["11-25", "14:00", "11-23", "14:00", "late", "on", "hold", "11-24", "09:00", "late"]
    desk.env["COLUMNS"] = "64"
    lines = desk.run("board").out.splitlines()
    assert lines[0] == "inquiry  orders: 1"
    assert lines[3] == "assigned  orders: 1, 241,200.00 CNY, late: 1"
    assert lines[4].split() == [busy.waiting[-5:], "杭州湾物流有限公司", "confirm", "li.na", "11-23", "14:00", "late"]
    assert lines[6] == "active  orders: 1, 241,200.00 CNY, on hold: 1"
    del desk.env["COLUMNS"]
    monkeypatch.delenv("COLUMNS", raising=False)
    assert busy.waiting in desk.run("board").out  # a pipe has room for the whole id


def test_the_board_shows_as_many_as_asked_for_and_says_how_many_more(desk):
    orders = sorted(desk.order() for _ in range(3))
    desk.env["COLUMNS"] = "80"
    assert desk.run("board", "--limit", "2").out.splitlines()[-1] == "… 1 more"
    assert [len(lane["orders"]) for lane in desk.ask("board", "--limit", "2")] == [2]
    desk.env["COLUMNS"] = "12"
    assert desk.run("board", "--limit", "2").out.splitlines()[-1] == "  … 1 more"
    assert sorted(row["id"] for row in desk.ask("board")[0]["orders"]) == orders


SEARCHES = [
    ("货架", ["asked"], {"inquiry.matter"}),
    ("harbour gmbh", ["asked"], {"inquiry.client"}),
    ("ＨＡＲＢＯＵＲ 40", ["asked"], {"inquiry.client", "inquiry.matter"}),
    ("erika@", ["asked"], {"inquiry.contact", "inquiry.email"} - {"inquiry.contact"}),
    ("sliding 6", ["whole"], {"form.lines.L1"}),
    ("3号门", ["whole"], {"form.deliver_to"}),
    ("ht-2026-8", ["whole"], {"form.contract"}),
    ("ht-2026-7", [], set()),  # corrected since
    ("PO 4711", ["whole"], {"form.client_order"}),
    ("图纸", ["whole"], {"papers"}),
    ("slip.pdf", ["whole"], {"papers"}),
    ("crane", ["whole"], {"problems.Q1"}),
    ("cracked", ["whole"], {"progress.R1"}),
    ("polished", ["whole"], {"complaints.K1"}),
    ("gate harbour", [], set()),
]


@pytest.mark.parametrize(("words", "orders", "fields"), SEARCHES, ids=[words for words, *_rest in SEARCHES])
def test_a_search_finds_all_words_in_either_width_and_case_and_says_where(busy, words, orders, fields):
    rows = busy.desk.ask("search", words)
    assert [row["id"] for row in rows] == [getattr(busy, name) for name in orders]
    found = {place["field"] for row in rows for place in row["found"]}
    assert fields <= found, found


def test_a_search_shows_where_it_found_the_words(busy):
    lines = busy.desk.run("search", "货架").out.splitlines()
    assert lines[0].split() == ["order", "stage", "client", "found", "in"]
    assert lines[1].split(maxsplit=2) == [busy.asked, "inquiry", "Ｈａｒｂｏｕｒ GmbH  matter: 二手货架 40 bays, 2 t"]
    assert busy.desk.run("search", "racking").out.count("SO-") == 2
    assert busy.archived in busy.desk.run("search", "racking", "--archived").out
    assert busy.desk.run("search", "racking", "--limit", "1").out.splitlines()[-1] == "1 of 2"
    assert busy.desk.run("search", "no such words").out == "no open orders; those of the archive too: --archived\n"
    assert busy.desk.run("search", "no such words", "--archived").out == "no orders\n"
    assert busy.desk.run("search", "　", code=2).err.startswith("Error: there is no word to look for\n")
    for tail in (busy.whole[-5:].lower(), busy.client.lower()):
        assert busy.whole in busy.desk.run("search", tail).out


def test_a_search_finds_the_clients_name_in_its_file(desk):
    client = desk.client(name="东海渔具有限公司")
    order = desk.order("draft", client)
    desk.run(
        "draft", order, "--client", client, "--project", "x", by="chen.jie",
    )  # fmt: skip
    assert [row["id"] for row in desk.ask("search", "东海")] == [order]
    assert [row["id"] for row in desk.ask("list", "--text", "东海")] == [order]


def test_text_breaks_at_spaces_and_between_chinese_characters_and_nothing_is_lost():
    words = "安装前请与客户确认，吊车 is not available on Saturday，AVERYLONGWORDTHATFITSNOWHERE 结束。"
    for cells in (8, 11, 20, 39):
        lines = wrapped(words, cells)
        assert max(map(width, lines)) <= cells
        assert "".join("".join(lines).split()) == "".join(words.split())
        assert cells < 10 or not any(line[0] in "，。" for line in lines)


def test_columns_give_way_in_order(monkeypatch):
    head, row = ["id", "client", "matter", "sum"], ["SO-20261123-7K3FQ", "杭州湾物流有限公司", "racking", "1.00"]
    given = {"flexible": (1, 2), "ids": 0, "spare": (2,), "right": (3,)}
    for cells, expected in (
        (60, "SO-20261123-7K3FQ  杭州湾物流有限公司  racking  1.00"),
        (40, "7K3FQ  杭州湾物流有限公司  racking  1.00"),
        (35, "7K3FQ  杭州湾物流有限公司  1.00"),
        (24, "7K3FQ  杭州湾物流…  1.00"),
    ):
        monkeypatch.setenv("COLUMNS", str(cells))
        assert columns(head, [row], **given)[1] == expected
    monkeypatch.setenv("COLUMNS", "24")
    assert columns(head, [row], **given, wraps=True)[1:] == ["7K3FQ  杭州湾物流   1.00", "       有限公司"]
