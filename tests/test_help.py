"""Help that can be read: within 80 cells, nothing cut, an example that can be pasted, sections by the order's life."""

from __future__ import annotations

import re
import shlex

import pytest
from test_language import every_help

from ordertool.command_list import NOUNS, commands, sections
from ordertool.help_page import example_lines
from ordertool.reports.screen import width
from ordertool.reports.wrapping import beside, wrapped

ALL = ["", *commands(), *(f"{noun} {verb}" for noun in NOUNS for verb in commands(noun))]


@pytest.fixture(scope="module", params=["en", "zh_CN"])
def pages(request):
    return every_help(request.param)


def test_no_line_is_wider_than_the_screen(pages):
    wide = [
        (command, line) for command, (_code, said) in pages.items() for line in said.splitlines() if width(line) > 80
    ]
    assert wide == []


def test_each_command_has_usage_parameters_an_example_and_exit_codes(pages):
    for command in ALL:
        if command and command not in NOUNS:
            code, said = pages[command]
            assert code == 0
            assert re.match(rf"(Usage: |用法：)ordertool {command}( \[?[A-Z]+\]?(\.\.\.)?)* \[", said), said
            assert re.search(r"^(Example:|例如：)\n  ordertool ", said, re.MULTILINE), said
            assert re.search(r"5 [^\n]*(\n[^\n]+)?\n$", said), said
            assert "--json" in said


def test_an_example_goes_on_after_a_backslash_and_stays_the_same_command():
    example = 'ordertool change 7K3FQ --set deliver_by=2026-12-24 --reason "port closed" --cause force-majeure --agreed-by "周敏;phone"'
    lines = example_lines(example, 80)
    assert lines == [
        '  ordertool change 7K3FQ --set deliver_by=2026-12-24 --reason "port closed" \\',
        '      --cause force-majeure --agreed-by "周敏;phone"',
    ]
    assert shlex.split("\n".join(lines).replace("\\\n", "")) == shlex.split(example)


def test_commands_stand_in_the_order_of_an_orders_life():
    found = sections()
    assert list(found) == [
        "Intake:", "Assignment:", "Follow-up:", "Delivery and payment:", "At any time:", "Reading:",
        "Clients, staff, meetings:", "The book:",
    ]  # fmt: skip
    assert list(found["Intake:"]) == ["inquire", "forward", "reply", "lose", "draft", "review", "submit", "send-back"]
    assert list(found["Assignment:"]) == ["assign", "confirm", "decline", "reassign"]
    assert {"plan", "progress", "escalate", "assist", "contact"} <= set(found["Follow-up:"])
    assert {"deliver", "sign", "close", "settle", "survey", "pay", "archive"} <= set(found["Delivery and payment:"])
    assert {"hold", "resume", "cancel", "undo", "change"} <= set(found["At any time:"])
    assert all(found.values())


def test_words_break_between_words_and_chinese_between_characters():
    assert wrapped("one two three", 7) == ["one two", "three"]
    assert wrapped("客户编号或编号末几位", 8) == ["客户编号", "或编号末", "几位"]
    assert wrapped("省略则取 ORDERTOOL_BOOK，再取当前目录", 26) == ["省略则取 ORDERTOOL_BOOK，", "再取当前目录"]
    assert wrapped("可重复。所给各行", 6) == ["可重", "复。所", "给各行"]  # no line begins with a full stop
    assert wrapped("格式（见下）", 6) == ["格式", "（见", "下）"]
    assert wrapped("unbreakable", 4) == ["unbreakable"]
    assert wrapped("", 4) == []


def test_a_name_that_is_too_wide_has_its_own_line():
    assert beside([("--set FIELD=VALUE", "Change one field."), ("-h", "Help.")], 30, widest=6) == [
        "  --set FIELD=VALUE", "          Change one field.", "  -h      Help.",
    ]  # fmt: skip
