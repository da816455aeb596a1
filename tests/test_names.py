"""Departments and types of order have names in both languages: people read and type them, records keep the short word."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook
from people import DEFAULTS

from ordertool.errors import InvalidError
from ordertool.language import use_language
from ordertool.records.faults import validated
from ordertool.records.policy import Policy


@pytest.fixture
def chinese(desk):
    desk.env["COLUMNS"] = "160"
    use_language("zh_CN")
    yield desk
    use_language("en")


def test_people_read_the_name_in_their_language_and_json_keeps_the_word(chinese):
    assert "销售部" in chinese.run("staff", "list").out
    assert "sales" not in chinese.run("staff", "list").out
    assert "生产部" in chinese.run("staff", "show", "he.jun").out
    assert {one["profile"]["department"] for one in chinese.ask("staff", "list")} >= {"sales", "production"}
    use_language("en")
    assert "销售部" not in chinese.run("staff", "list").out


def test_a_name_is_typed_where_a_department_is_asked_for(chinese):
    order = chinese.order("active")
    assert chinese.ask("staff", "list", "--department", "销售部") == chinese.ask(
        "staff", "list", "--department", "sales"
    )
    chinese.run("assist", order, "--ask", "生产部", "--need", "two welders", by="li.na")
    chinese.run("escalate", order, "--problem", "crane", by="li.na")
    chinese.run("coordinate", order, "Q1", "--with", "生产部", "--decision", "hire", by="zhao.min")
    chinese.run("team", order, "--reason", "trades", "--with", "生产部", by="zhao.min")
    told = chinese.ask("show", order)
    assert told["assistance"][0]["department"] == "production"
    assert told["problems"][0]["decisions"][0]["departments"] == ["production"]
    assert told["team"]["departments"] == ["production"]
    shown = chinese.run("show", order).out
    assert "→ 生产部" in shown
    assert "production" not in shown
    assert "标准订单" in shown
    for file in chinese.root.rglob(f"{order}.yaml"):
        assert "生产部" not in file.read_text()
    chinese.run("staff", "edit", "he.jun", "--department", "售后服务部", by="wu.gang")
    assert chinese.ask("staff", "show", "he.jun")["profile"]["department"] == "service"


def test_a_question_is_forwarded_and_people_are_invited_by_the_name_of_a_department(chinese):
    order = chinese.order("inquiry")
    told = chinese.ask("forward", order, "--to", "生产部", by="chen.jie")
    assert told["forwards"][0]["department"] == "production"
    assert "→ 生产部" in chinese.run("show", order).out
    called = chinese.ask(
        "meeting", "call", "--when", "2026-11-25T10:00", "--where", "room 1", "--invite", "生产部", by="zhao.min"
    )
    assert called["call"]["departments"] == ["production"]
    assert "生产部" in chinese.run("meeting", "show", called["id"]).out


def test_a_type_of_order_is_typed_by_its_name(chinese):
    order = chinese.order("draft")
    assert chinese.ask("draft", order, "--type", "定制订单", by="chen.jie")["form"]["type"] == "custom"
    assert [one["id"] for one in chinese.ask("list", "--type", "定制订单")] == [order]
    assert chinese.ask("draft", order, "--set", "type=标准订单", by="chen.jie")["form"]["type"] == "standard"
    form = chinese.paper("form.yaml", "type: 定制订单\n")
    assert chinese.ask("draft", order, "--from", form, by="chen.jie")["form"]["type"] == "custom"


def test_reports_and_their_workbooks_carry_the_name(chinese, tmp_path):
    chinese.order("assigned")
    out = tmp_path / "workload.xlsx"
    document = chinese.run("report", "workload", "--department", "销售部", "--out", str(out), "--json").json
    assert document["department"] == "sales"
    told = chinese.run("report", "workload", "--department", "Sales").out
    assert "销售部" in told
    assert "sales" not in told
    cells = [cell.value for sheet in load_workbook(out) for row in sheet.iter_rows() for cell in row]
    assert "销售部" in cells
    assert "sales" not in cells
    assert "生产部" in chinese.run("report", "bulletin", "--department", "生产部").out


def test_a_department_that_nobody_is_of_is_told_as_before(chinese):
    said = chinese.run("list", "--department", "管理部", code=2)
    assert "管理部" in said.err


def test_a_name_says_one_thing_and_what_has_none_stands_as_it_is():
    with pytest.raises(InvalidError, match="gives two departments or two order types the same name"):
        validated(Policy, {**DEFAULTS, "departments": {"sales": {"zh": "销售部"}, "shop": {"zh": "销售部"}}})
    policy = validated(Policy, {**DEFAULTS, "departments": {"sales": {"zh": "销售部"}}})
    assert [policy.department(one) for one in ("sales", "shop", None)] == ["sales", "shop", ""]
