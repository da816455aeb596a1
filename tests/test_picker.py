"""On a terminal, an order, an item, a client or a person that was left out is chosen from a list; nowhere else."""

from __future__ import annotations

import os
import re
import sys

import pexpect
import pytest

from ordertool.picker import Choice, Picking

DOWN, UP, ESCAPE, ENTER, BACKSPACE = "\x1b[B", "\x1b[A", "\x1b", "\r", "\x7f"
SCREEN = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\r")


def at_terminal(desk, *args, by="li.na", language="en", columns=80, **more):
    """Run the real program in a pseudo-terminal."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "COLUMNS"))} | {
        "ORDERTOOL_NOW": desk.now, "ORDERTOOL_BOOK": str(desk.root), "ORDERTOOL_ACTOR": by, "ORDERTOOL_LANG": language,
        "TERM": "xterm", "PYTHONUTF8": "1",
    }  # fmt: skip
    return pexpect.spawn(
        sys.executable,
        ["-m", "ordertool", *args],
        env=env | more,
        encoding="utf-8",
        timeout=30,
        dimensions=(40, columns),
    )


def ended(child):
    """What it said to the end, without what moves the cursor, and its exit code."""
    said = SCREEN.sub("", child.read())
    child.close()
    return said, child.exitstatus


def shown(child, last):
    """The screen as far as `last`."""
    child.expect_exact(last)
    return SCREEN.sub("", child.before)


LEAVE = "Esc: leave"


def test_the_orders_that_the_move_may_start_from_are_offered_and_one_is_taken(desk):
    mine, _other = desk.order("assigned"), desk.order("submitted")
    child = at_terminal(desk, "confirm")
    screen = shown(child, LEAVE)
    assert "Which order to confirm?" in screen
    assert screen.count("杭州湾物流有限公司") == 2  # one row, one preview
    assert f"order   {mine}" in screen
    assert "client  杭州湾物流有限公司" in screen
    assert "due     2026-11-23 14:00" in screen
    child.send(ENTER)
    said, code = ended(child)
    assert code == 0
    assert f"ID: {mine[-5:]}\n" in said
    assert f"{mine}  confirm: assigned → confirmed" in said
    assert desk.ask("show", mine)["stage"] == "confirmed"


@pytest.mark.parametrize(("keys", "taken"), [
    ([DOWN, ENTER], 1), ([DOWN, DOWN, UP, ENTER], 1), (["2", ENTER], 1), (["3", BACKSPACE, ENTER], 0), ([DOWN] * 9 + [ENTER], 2),
])  # fmt: skip
def test_arrows_and_numbers_choose(desk, keys, taken):
    """What waits for me comes first; the rest follows by due time."""
    desk.order("inquiry")
    desk.order("assigned")
    desk.run("inquire", "--client", "甲", "--contact", "乙", "--matter", "丙", "--channel", "phone", by="li.na")
    child = at_terminal(desk, "show", by="li.na")
    screen = shown(child, LEAVE)
    order = re.findall(r"[1-3]  ([0-9A-Z]{5})  ", screen)
    assert "1  " + desk.ask("list", "--stage", "assigned")[0]["id"][-5:] in screen
    for key in keys:
        child.send(key)
    said, code = ended(child)
    assert code == 0
    assert f"ID: {order[taken]}\n" in said


def test_typing_narrows_the_list_also_in_chinese(desk):
    for client in ("甬江口冷链物流", "云岭茶叶"):
        desk.run(
            "inquire", "--client", client, "--contact", "乙", "--matter", "丙", "--channel", "phone", by="chen.jie"
        )
    wanted = next(row["id"] for row in desk.ask("list") if row["client_name"] == "云岭茶叶")
    child = at_terminal(desk, "show", language="zh_CN", by="chen.jie")
    shown(child, "Esc")
    child.send("茶叶")
    child.send(ENTER)
    said, code = ended(child)
    assert code == 0
    assert f"{wanted}  咨询  云岭茶叶" in said


@pytest.mark.parametrize("key", [ESCAPE, "\x03", "\x04"])
def test_who_leaves_writes_nothing(desk, key):
    desk.order("assigned")
    before = desk.state()
    child = at_terminal(desk, "confirm")
    shown(child, LEAVE)
    child.send(key)
    said, code = ended(child)
    assert code == 130
    assert "Error: interrupted" in said
    assert desk.state() == before


def test_an_item_is_chosen_of_those_that_are_open(desk):
    order = desk.order("active")
    for problem in ("crane not available", "paint cracked"):
        desk.run("escalate", order, "--problem", problem, by="li.na")
    desk.run("resolve", order, "Q1", "--solution", "hired", by="zhao.min")
    child = at_terminal(desk, "resolve", order, "--solution", "repainted", by="zhao.min")
    screen = shown(child, LEAVE)
    assert "1  Q2    paint cracked" in screen
    assert "crane" not in screen
    child.send(ENTER)
    said, code = ended(child)
    assert code == 0
    assert "resolve Q2" in said


def test_an_owner_is_chosen_after_the_order_and_the_rest_is_typed(desk):
    order = desk.order("active")
    child = at_terminal(desk, "reassign", by="zhao.min")
    shown(child, LEAVE)
    child.send(ENTER)
    child.expect_exact("Why another owner: ")
    child.sendline("li.na is ill")
    screen = shown(child, LEAVE)
    assert "Who?" in screen
    assert "li.na" in screen
    assert "he.jun" not in screen
    child.send("涛")
    child.send(ENTER)
    said, code = ended(child)
    assert code == 0, said
    assert desk.ask("show", order)["owner"] == "sun.tao"


def test_a_client_is_chosen_by_name(desk):
    client = desk.client("unlimited")
    child = at_terminal(desk, "client", "show", language="zh_CN")
    screen = shown(child, "Esc")
    assert f"1  {client[-5:]}  杭州湾物流有限公司  浙江  周敏" in screen
    child.send(ENTER)
    said, code = ended(child)
    assert code == 0
    assert f"{client}  杭州湾物流有限公司" in said


def test_where_nothing_fits_that_is_said_and_nobody_is_asked(desk):
    desk.order("submitted")
    said, code = ended(at_terminal(desk, "confirm"))
    assert code == 2
    assert "Error: there is no order for li.na to confirm now\n" in said


def test_nobody_is_asked_without_a_terminal_or_for_a_document(desk):
    desk.order("assigned")
    assert desk.run("confirm", by="li.na", code=2).err == "Error: ID is missing\nHint: see: ordertool confirm --help\n"
    said, code = ended(at_terminal(desk, "confirm", "--json"))
    assert code == 2
    assert '"message": "ID is missing"' in said


def test_on_a_dumb_terminal_the_id_is_typed(desk):
    order = desk.order("assigned")
    child = at_terminal(desk, "confirm", TERM="dumb")
    child.expect_exact("The order: its id or the last letters of it: ")
    child.sendline(order[-5:])
    said, code = ended(child)
    assert code == 0, said


def rows(picking, cells=60, lines=5):
    return [line for _style, line in picking.lines(cells, lines)]


def test_rows_align_with_chinese_are_cut_to_the_screen_and_cannot_move_the_cursor():
    picking = Picking(["order", "client", "matter"], [
        Choice("A", ["A", "杭州湾物流", "racks"], lambda: [("client", "杭州\x1b[2J湾"), ("matter", "one\ntwo"), ("owner", "")]),
        Choice("B", ["B", "Acme", "架子" * 40]),
    ])  # fmt: skip
    assert rows(picking) == [
        "     order  client      matter",
        "› 1  A      杭州湾物流  racks",
        "  2  B      Acme        架子架子架子架子架子架子架子架子架…",
    ]
    assert [line for _style, line in picking.preview(60)] == ["  client  杭州<U+001B>[2J湾", "  matter  one two"]


def test_a_long_list_moves_with_the_one_that_is_chosen_and_rows_keep_their_numbers():
    picking = Picking(["order"], [Choice(f"T{n:02}", [f"T{n:02}"]) for n in range(1, 41)])
    picking.move(39)
    assert rows(picking)[1:] == ["  36  T36", "  37  T37", "  38  T38", "  39  T39", "› 40  T40"]
    picking.type("T07")
    assert rows(picking)[1:] == ["›  7  T07"]
    picking.type("nothing")
    assert rows(picking)[1:] == ["  nothing fits"]
    assert picking.one() is None
    picking.type("12")
    assert picking.one().value == "T12"
