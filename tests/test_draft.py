"""The application form: by flags, from YAML or JSON, field by field; what is wrong is told with its place."""

from __future__ import annotations

import json
import sys
from pathlib import Path

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
    assert "cannot be read: there is no such file or folder" in said.err
    assert desk.state() == before


@pytest.mark.parametrize(
    ("change", "message", "hint"),
    [
        ("colour=red", "the form has no field colour", "it has: client, project"),
        ("lines.L9.quantity=2", "there is no line L9", "it has: L1, L2"),
        ("lines.L1.colour=red", "the form has no field lines.L1.colour", "it has: client"),
        ("quantity", '--set "quantity" is not name=value', "write it as --set name=value"),
        ("lines.L1.quantity=-1", "--set: lines.0.quantity: must be more than zero", "correct the value and try again"),
        ("deliver_by=soon", "--set: deliver_by: must be a day such as 2026-11-23", "correct the value and try again"),
        ("payment=barter", "--set: payment: must be account:30 (days), prepayment:30", "correct the value"),
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
    child.expect("Who called or wrote: ")
    child.sendline("周敏")
    child.expect("What they want: ")
    child.sendline("racks")
    child.expect("inquire: – → inquiry")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert desk.ask("list")[0]["client_name"] == "甲公司"


EDITOR = """#!{python}
import sys
place = sys.argv[1]
text = open(place, encoding="utf-8").read()
open({seen!r}, "w", encoding="utf-8").write(text)
for old, new in {changes!r}:
    assert old in text, old
    text = text.replace(old, new, 1)
open(place, "w", encoding="utf-8").write(text)
"""


def an_editor(desk, *changes):
    """A program that edits as told; what it was shown is kept beside it."""
    seen = str(desk.root.parent / "seen.yaml")
    place = desk.root.parent / "editor"
    place.write_text(EDITOR.format(python=sys.executable, seen=seen, changes=changes))
    place.chmod(0o755)
    desk.env["EDITOR"] = str(place)
    return desk.root.parent / "seen.yaml"


def test_the_form_is_filled_in_in_the_users_editor(desk):
    order = desk.order()
    seen = an_editor(
        desk, ("project:\n", "project: East hall\n"), ("lines:\n", "lines:\n- item: Rack\n  quantity: 3\n")
    )
    desk.run("draft", order, "--edit", by="chen.jie")
    assert seen.read_text().startswith(f"# Order application form {order}; lines that begin with # do not count.\n")
    assert "deliver_by:\n" in seen.read_text()
    form = desk.ask("show", order)["form"]
    assert (form["project"], form["lines"][0]["item"], form["lines"][0]["id"]) == ("East hall", "Rack", "L1")
    seen = an_editor(desk, ("project: East hall\n", "project: West hall\n"))
    desk.run("draft", order, "--edit", by="chen.jie")
    assert "  - id: L1\n    item: Rack\n" in seen.read_text()
    assert desk.ask("show", order)["form"]["project"] == "West hall"


def test_what_was_typed_in_the_editor_is_never_lost(desk):
    order = desk.order()
    an_editor(desk, ("deliver_by:\n", "deliver_by: soon\n"))
    before = desk.state()
    said = desk.run("draft", order, "--edit", by="chen.jie", code=4)
    assert "deliver_by: must be a day such as 2026-11-23" in said.err
    kept = said.err.split("--from ")[1].strip()
    assert "deliver_by: soon\n" in Path(kept).read_text()
    assert desk.state() == before
    an_editor(desk)
    said = desk.run("draft", order, "--edit", by="chen.jie", code=2)
    assert said.err.startswith("Error: nothing was changed in the editor\n")
    desk.env["EDITOR"] = "no-such-editor"
    said = desk.run("draft", order, "--edit", by="chen.jie", code=2)
    assert said.err == "Error: the editor no-such-editor cannot be started\nHint: set VISUAL or EDITOR to yours\n"


def test_a_repeat_order_begins_with_the_form_of_the_one_before(desk):
    first = desk.order("archived")
    repeat = desk.ask(
        "inquire", "--client", "杭州湾物流有限公司", "--contact", "周敏", "--channel", "电话", "--matter", "the same again",
        "--origin", first, by="chen.jie",
    )  # fmt: skip
    assert repeat["origin"] == first
    form = desk.ask("draft", repeat["id"], "--like", first, "--deliver-by", "2026-12-25", by="chen.jie")["form"]
    old = desk.ask("show", first)["form"]
    assert form == old | {"deliver_by": "2026-12-25"}


def test_a_clients_file_is_opened_from_an_inquiry(desk):
    order = desk.order()
    client = desk.ask("client", "add", "--from", order, "--region", "浙江", by="chen.jie")
    profile = {name: client["profile"][name] for name in ("name", "contact", "phone", "region")}
    assert profile == {"name": "杭州湾物流有限公司", "contact": "周敏", "phone": "13800001234", "region": "浙江"}
    assert desk.run("client", "add", "--name", "x", by="chen.jie", code=2).err == (
        "Error: --contact is missing\nHint: add it: --contact …\n"
    )
