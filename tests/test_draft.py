"""The application form: by flags, from YAML or JSON, field by field; what is wrong is told with its place."""

from __future__ import annotations

import json
import sys

import pexpect
import pytest

FORM = """\
project: East hall racking
description: Supply and install
type: standard
domain: storage
deliver_by: 2026-12-18
deliver_to: 宁波市海港路88号
payment: 账期：30
lines:
  - item: Pallet racking
    spec: 2700x1000x6000
    quantity: 120
    unit: bay
    price: 1850.00
"""


def test_a_form_comes_from_yaml_json_or_standard_input(desk):
    forms = []
    as_json = {
        "project": "East hall racking", "description": "Supply and install", "type": "standard", "domain": "storage",
        "deliver_by": "2026-12-18", "deliver_to": "宁波市海港路88号", "payment": "account:30",
        "lines": [{"item": "Pallet racking", "spec": "2700x1000x6000", "quantity": 120, "unit": "bay", "price": 1850.00}],
    }  # fmt: skip
    for source in (desk.paper("form.yaml", FORM), desk.paper("form.json", json.dumps(as_json, indent=1)), "-"):
        order = desk.order()
        desk.run("draft", order, "--from", source, by="chen.jie", stdin=FORM.encode())
        forms.append(desk.ask("show", order)["form"])
    assert forms[0]["payment"] == "account:30"
    assert forms[0]["total"] == "222000.00"
    assert [line["id"] for line in forms[0]["lines"]] == ["L1"]
    assert forms[0] == forms[2]
    assert forms[1]["total"] == "222000.00"


def test_what_is_wrong_in_a_file_is_told_with_line_and_column(desk):
    order = desk.order()
    bad = FORM.replace("quantity: 120", "quantity: many").replace("type: standard", "typ: standard")
    path = desk.paper("bad.yaml", bad)
    before = desk.state()
    said = desk.run("draft", order, "--from", path, "--json", by="chen.jie", code=4)
    problems = json.loads(said.err)["error"]["problems"]
    assert {(p["line"], p["field"], p["message"]) for p in problems} == {
        (3, "typ", "is not a known field"),
        (11, "lines.0.quantity", "must be a number"),
    }
    said = desk.run("draft", order, "--from", desk.paper("broken.yaml", "project: 'a\n"), by="chen.jie", code=4)
    assert "broken.yaml:1:" in said.err
    assert "a quote is opened and never closed" in said.err
    said = desk.run("draft", order, "--from", str(desk.root / "nowhere.yaml"), by="chen.jie", code=2)
    assert "cannot be read: No such file or directory" in said.err
    assert desk.state() == before


@pytest.mark.parametrize(
    ("change", "message", "hint"),
    [
        ("colour=red", "the form has no field colour", "it has: client, project"),
        ("lines.L9.quantity=2", "there is no line L9", "it has: L1, L2"),
        ("lines.L1.colour=red", "the form has no field lines.L1.colour", "it has: client"),
        ("quantity", '--set "quantity" is not name=value', "write it as --set name=value"),
        ("lines.L1.quantity=-1", "lines.0.quantity: must be more than zero", "correct the value and try again"),
        ("deliver_by=soon", "deliver_by: must be a day such as 2026-11-23", "correct the value and try again"),
        ("payment=barter", "payment: must be account:30 (days), prepayment:30", "correct the value"),
    ],
)
def test_one_field_is_changed_or_the_reason_told(desk, change, message, hint):
    order = desk.order("draft")
    before = desk.state()
    said = desk.run("draft", order, "--set", change, by="chen.jie", code=4)
    first, second = said.err.splitlines()
    assert first.startswith(f"Error: {message}")
    assert second.startswith(f"Hint: {hint}")
    assert desk.state() == before


def test_set_changes_one_field_adds_a_line_and_clears_with_nothing(desk):
    order = desk.order("draft")
    before = desk.ask("show", order)["form"]
    desk.run(
        "draft",
        order,
        "--set",
        "lines.L1.quantity＝２",
        "--set",
        "lines.L3.item=Bolt",
        "--set",
        "domain=",
        by="chen.jie",
    )
    form = desk.ask("show", order)["form"]
    assert form["lines"][0] == before["lines"][0] | {"quantity": "2"}
    assert form["lines"][1] == before["lines"][1]
    assert form["lines"][2]["item"] == "Bolt"
    assert form["domain"] is None
    said = desk.run("review", order, by="chen.jie", code=1)
    assert [line.split()[:3] for line in said.out.splitlines()[1:]] == [
        ["blocks", "domain", "completeness"],
        ["blocks", "lines.L3.spec", "completeness"],
        ["blocks", "lines.L3.quantity", "completeness"],
        ["blocks", "lines.L3.unit", "completeness"],
        ["blocks", "lines.L3.price", "completeness"],
    ]


def test_an_unknown_client_is_refused(desk):
    said = desk.run("draft", desk.order(), "--client", "ZZZZZ", by="chen.jie", code=4)
    assert said.err == "Error: there is no client ZZZZZ\nHint: ordertool client list\n"


def test_on_a_terminal_what_was_left_out_is_asked_for(desk):
    env = {
        "ORDERTOOL_NOW": desk.now,
        "ORDERTOOL_BOOK": str(desk.root),
        "ORDERTOOL_ACTOR": "chen.jie",
        "PATH": "/usr/bin:/bin",
    }
    child = pexpect.spawn(
        sys.executable, ["-m", "ordertool", "inquire", "--client", "甲公司"], env=env, encoding="utf-8", timeout=20
    )
    child.expect("Who called or wrote.: ")
    child.sendline("周敏")
    child.expect("What they want.: ")
    child.sendline("racks")
    child.expect("inquire: – → inquiry")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert desk.ask("list")[0]["client_name"] == "甲公司"
