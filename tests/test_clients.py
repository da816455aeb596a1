"""Clients' files: right values, one file for each client, kept right by its keeper, its history counted (P4.1, P4.1b)."""

from __future__ import annotations

import csv
import json
from dataclasses import replace

import pytest
import yaml
from conftest import SHARED, WITH_SHARED
from floor import Floor
from people import CLIENT, No, Office, client
from test_picker import at_terminal, ended

from ordertool.audit import judge_commit
from ordertool.book.book import Book
from ordertool.commands import as_typed, sounding
from ordertool.errors import InvalidError
from ordertool.language import text
from ordertool.records.client import Client, ClientProfile, MergeInput
from ordertool.records.faults import validated
from ordertool.rules.conditions.clients import codes_agree
from ordertool.rules.eligibility import need_of
from ordertool.rules.likeness import core, likes, near
from ordertool.rules.phones import is_normal, normal_phone
from ordertool.rules.workload import workload

ADD = ("client", "add", "--contact", "周敏")


def vectors(name):
    """A table of shared vectors: what was typed, and whether it is one."""
    with (SHARED / "ids_amounts" / f"{name}.csv").open(encoding="utf-8") as file:
        return [
            (row["code" if name == "uscc" else "phone"], row["expected"] == "valid") for row in csv.DictReader(file)
        ]


def opened(desk, name, *more, by="chen.jie"):
    """The id of a client's new file."""
    return desk.ask(*ADD, "--name", name, *more, by=by)["id"]


def profile(desk, client_id):
    return desk.ask("client", "show", client_id)["profile"]


# --- the values


@WITH_SHARED
def test_every_shared_code_is_told_right(desk):
    office = Office()
    for code, valid in vectors("uscc"):
        about = {"name": "甲", "contact": "乙", "uscc": as_typed.code(code)}
        try:
            found = office.refused("add", None, "chen.jie", kind="client", record_id="C-9P5VX", **about)
        except Exception:  # noqa: BLE001 (it has not even the form of one)
            assert not valid, code
        else:
            assert (found == []) == valid, code


@WITH_SHARED
def test_every_shared_phone_number_is_told_right():
    for phone, valid in vectors("phone_zh_cn"):
        found = normal_phone(phone)
        assert (found is not None) == valid, phone
        assert found is None or is_normal(found)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("１３８００００１２３４", "13800001234"), ("+86 138 0000 1234", "13800001234"), ("0086 13800001234", "13800001234"),
        ("138-0000-1234", "13800001234"), ("8613800001234", "13800001234"), ("0574-87654321", "0574-87654321"),
        ("057487654321", "0574-87654321"), ("(0574)87654321", "0574-87654321"), ("（0574）8765 4321", "0574-87654321"),
        ("+86-574-87654321", "0574-87654321"), ("0086-0574-87654321", "0574-87654321"), ("010-62345678", "010-62345678"),
        ("021-6234 5678转801", "021-62345678-801"), ("0574-87654321-801", "0574-87654321-801"),
        ("400-820-8820", "4008208820"), ("+49 30 123456", "+4930123456"), ("0049 30 123456", "+4930123456"),
        ("98199649964", "98199649964"), ("12345", None), ("87654321", None), ("013838389438", None), ("", None),
        ("+86-13838389438", None), ("call me", None), ("+999 1234567", None), ("00", None), ("0086", None),
        ("1001096123", None),
    ],
)  # fmt: skip
def test_a_phone_number_has_one_form(typed, kept):
    assert normal_phone(typed) == kept


def test_what_is_typed_is_checked_and_stored_in_one_form(desk):
    one = opened(desk, "东海渔具有限公司", "--phone", "＋86 138 0000 1235", "--uscc", "９１３１０１１２ 087994932f")
    assert (profile(desk, one)["phone"], profile(desk, one)["uscc"]) == ("13800001235", "91310112087994932F")
    said = desk.run(*ADD, "--name", "甲", "--phone", "0086-138-1121-1114", by="chen.jie", code=4).err
    assert said == 'Error: --phone "0086-138-1121-1114" is no phone number\nHint: write it as 13811211114\n'
    said = desk.run(*ADD, "--name", "甲", "--phone", "8765", by="chen.jie", code=4).err
    assert "a landline with its area code" in said
    said = desk.run(*ADD, "--name", "甲", "--uscc", "91310112087994932G", by="chen.jie", code=4).err
    assert said == (
        "Error: cannot open a client's file: 91310112087994932G is no unified social credit code: its check character "
        "does not fit (P4.1a)\nHint: compare it with the business licence, character by character\n"
    )


def test_a_hand_writes_a_phone_number_in_the_form_too_and_an_old_value_stays():
    office = Office()
    about = {"name": "甲", "contact": "乙", "phone": "138 0000 1234"}
    wanted = [
        No(
            "138 0000 1234 is no phone number in the form that is kept",
            "write it as 13800001234, 0574-87654321 or +4930123456",
            "P4.1a",
            kind="invalid",
        )
    ]
    assert office.refused("add", None, "chen.jie", kind="client", record_id="C-9P5VX", **about) == wanted
    old = validated(Client, {**client().plain(), "profile": {**about, "uscc": "91310112087994932G"}})
    assert office.refused("edit", old, "chen.jie", kind="client", **{**old.profile.plain(), "address": "宁波"}) == []
    other = {**old.profile.plain(), "contacts": [{"name": "丙", "phone": "139 0000 1234"}]}
    assert [no.kind for no in office.refused("edit", old, "chen.jie", kind="client", **other)] == ["invalid"]


# --- likely duplicates


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("浙江东海渔业股份有限公司", "东海渔业"), ("东海渔业（舟山）有限责任公司", "东海渔业"), ("宁波市东海渔业集团", "东海渔业"),
        ("東海（甲）公司", "東海甲"), ("Alfreds Futterkiste GmbH", "alfredsfutterkiste"), ("Ａｌｆｒｅｄｓ  Co., Ltd", "alfreds"),
        ("有限公司", "有限公司"), ("宁波港有限公司", "宁波港"), ("☃", "☃"),
    ],
)  # fmt: skip
def test_what_sets_a_name_apart(name, kept):
    assert core(name) == kept


def test_names_are_near_by_a_slip_but_not_by_a_figure():
    assert near("东海渔具科技", "东海鱼具科技")
    assert near("alfredsfutterkiste", "alfredfutterkiste")
    assert not near("contosonorth", "contososouth")
    assert not near("东海渔具一厂科技", "东海渔具二厂科技")
    assert not near("客户10", "客户1")
    assert not near("华为", "华维")
    assert not near("东海渔具", "青石板家具")


def test_a_second_file_is_refused_with_what_it_is_like(desk):
    first = opened(desk, "东海渔具有限公司", "--phone", "13800001235", "--uscc", "91310112087994932F")
    before = desk.state()
    said = desk.run(
        *ADD,
        "--name",
        "舟山东海渔具公司",
        "--phone",
        "+8613800001235",
        "--uscc",
        "91310112087994932F",
        by="chen.jie",
        code=3,
    )
    assert said.err == (
        f"Error: cannot open a client's file: it is like {first} 东海渔具有限公司 (same code, same phone, same name) (P4.1a)\n"
        f'Hint: if it is the same, use {first[-5:]}; if it is another client, say why: --although-like "REASON"\n'
    )
    said = desk.run(*ADD, "--name", "东海鱼具", "--phone", "13800001236", "--json", by="chen.jie", code=None)
    assert said.code == 0, "four characters of which one differs are another name"
    second = said.json["id"]
    said = desk.run(*ADD, "--name", "东海渔具", "--phone", "13800001236", "--json", by="chen.jie", code=3)
    problems = json.loads(said.err)["error"]["problems"]
    assert [(one["path"], one["field"], one["kind"]) for one in problems] == [
        *sorted([(first, "name", "like"), (second, "phone", "like")])
    ]
    head = desk.head
    desk.run(*ADD, "--name", "东海渔具", "--although-like", "the sister company in Wenzhou", by="chen.jie")
    assert before[0] != head != desk.head
    assert judge_commit(Book.find(str(desk.root), desk.root), "HEAD") == ()


def test_any_contacts_phone_is_compared(desk):
    opened(desk, "东海渔具有限公司", "--another", "name=王芳;position=采购；phone=0574 8765 4321;email=wf@example.com")
    said = desk.run(*ADD, "--name", "云岭茶叶", "--phone", "(0574)87654321", by="chen.jie", code=3).err
    assert "(same phone)" in said


def test_an_edit_is_asked_only_about_what_it_makes_alike(desk):
    first = opened(desk, "东海渔具有限公司", "--phone", "13800001235")
    other = opened(desk, "东海渔具厂", "--although-like", "the plant, invoiced by itself")
    desk.run("client", "edit", other, "--address", "舟山市渔港路6号", by="chen.jie")
    assert (
        "(same phone, name is near)"
        in desk.run("client", "edit", other, "--phone", "13800001235", by="chen.jie", code=3).err
    )
    desk.run("client", "edit", other, "--phone", "13800001235", "--although-like", "one switchboard", by="chen.jie")
    desk.run("client", "merge", other, "--into", first, "--reason", "the plant was closed", by="zhao.min")
    opened(desk, "青石板家具", "--phone", "13800001236")


def test_on_a_terminal_the_reason_is_asked_for(desk):
    first = opened(desk, "东海渔具有限公司")
    child = at_terminal(desk, *ADD, "--name", "东海渔具", by="chen.jie")
    child.expect_exact(f"Like: {first} 东海渔具有限公司 (same name)")
    child.expect_exact(": ")
    child.sendline("another company")
    _said, code = ended(child)
    assert code == 0
    (other,) = [one for one in desk.ask("client", "list") if one["id"] != first]
    assert other["profile"]["although_like"] == "another company"


def test_names_that_sound_alike_are_told_where_pypinyin_is_there(desk, monkeypatch):
    assert sounding.sound_alikes("东海渔具", []) == []
    first = opened(desk, "东海渔具有限公司")
    monkeypatch.setattr(sounding, "_initials", lambda name: "dhyj" if core(name) in ("东海渔具", "冬海雨季") else "")
    said = desk.run(*ADD, "--name", "冬海雨季", by="chen.jie")
    assert said.err == f"Warning: it sounds like {first} 东海渔具有限公司: look whether it is the same\n"
    assert sounding.sound_alikes("甲", []) == []


def test_initials_are_those_of_the_syllables():
    pytest.importorskip("pypinyin", reason="pypinyin is an extra")
    assert sounding._initials("浙江东海渔具有限公司") == "dhyj"
    assert sounding._initials("甲乙") == sounding._initials("Alfreds") == ""


# --- region


def test_the_region_follows_the_address_unless_it_is_named(desk):
    one = opened(desk, "东海渔具有限公司", "--address", "舟山市渔港路6号")
    assert profile(desk, one)["region"] == "浙江"
    assert profile(desk, opened(desk, "云岭茶叶", "--address", "茶山路3号"))["region"] is None
    assert (
        profile(desk, opened(desk, "青石板家具", "--region", "江苏省", "--address", "舟山市渔港路6号"))["region"]
        == "江苏"
    )
    desk.run("client", "edit", one, "--address", "苏州市茶山路3号", by="chen.jie")
    assert profile(desk, one)["region"] == "江苏"
    desk.run("client", "edit", one, "--region", "华东", by="chen.jie")
    desk.run("client", "edit", one, "--address", "杭州市西湖路3号", by="chen.jie")
    assert profile(desk, one)["region"] == "华东"
    assert (
        [row["id"] for row in desk.ask("client", "list", "--region", "江苏省")]
        == [row["id"] for row in desk.ask("client", "list", "--region", "江苏")]
        != []
    )


# --- edit


def test_an_edit_changes_what_it_names(desk):
    one = opened(desk, "东海渔具有限公司", "--phone", "13800001235", "--another", "name=王芳")
    desk.run("client", "edit", one, "--position", "经理", "--needs", "渔网\n每季补货", "--set", "phone=", "--set", "email=a@b.cn",
             "--keeper", "李娜", by="zhao.min")  # fmt: skip
    about = profile(desk, one)
    assert (about["phone"], about["email"], about["keeper"], about["contacts"][0]["name"]) == (
        None,
        "a@b.cn",
        "li.na",
        "王芳",
    )
    shown = desk.run("client", "show", one).out
    assert "contact person   周敏, 经理" in shown
    assert "another contact  王芳" in shown
    assert "needs            渔网 每季补货" in shown
    told = desk.git("log", "-1", "--format=%B")
    assert told.startswith(f"client edit {one}\n\n  name: 东海渔具有限公司\n  changed: ")
    assert "a@b.cn" not in told
    desk.run("client", "edit", one, "--another", "", by="li.na")
    assert profile(desk, one)["contacts"] == []


def test_what_an_edit_is_refused_for(desk):
    one = opened(desk, "东海渔具有限公司")
    assert "nothing is named that is to change" in desk.run("client", "edit", one, by="chen.jie", code=2).err
    assert (
        "nothing would change"
        in desk.run("client", "edit", one, "--name", "东海渔具有限公司", by="chen.jie", code=3).err
    )
    said = desk.run("client", "edit", one, "--set", "adress=x", by="chen.jie", code=4).err
    assert "the file has no field adress\nHint: did you mean: address" in said
    assert (
        "sun.tao (owner) may not do that" in desk.run("client", "edit", one, "--needs", "x", by="sun.tao", code=3).err
    )
    assert "there is nobody x.y" in desk.run("client", "edit", one, "--keeper", "x.y", by="chen.jie", code=3).err


def editor(desk, monkeypatch, script):
    """An editor that changes the file by a line of sed."""
    place = desk.root.parent / "editor"
    place.write_text(f"#!/bin/sh\n{script}\n")
    place.chmod(0o755)
    desk.env["VISUAL"] = str(place)


def test_a_file_is_changed_in_the_editor(desk, monkeypatch):
    one = opened(desk, "东海渔具有限公司", "--phone", "13800001235")
    editor(
        desk,
        monkeypatch,
        """sed -i 's/^needs:/needs: 渔网/; s/^phone:.*/phone: "+86 13800001236"/; s/^uscc:/uscc: "91310112087994932f"/' "$1" """,
    )
    desk.run("client", "edit", one, "--edit", by="chen.jie")
    about = profile(desk, one)
    assert (about["needs"], about["phone"], about["uscc"]) == ("渔网", "13800001236", "91310112087994932F")
    editor(desk, monkeypatch, """sed -i 's/^phone:.*/phone: "1"/' "$1" """)
    said = desk.run("client", "edit", one, "--edit", by="chen.jie", code=4).err
    kept = said.split("--from ")[1].strip()
    assert f"what you typed is kept; mend it and go on: ordertool client edit {one[-5:]} --from {kept}" in said
    editor(desk, monkeypatch, """sed -i 's/^needs:.*/needs: Netze/' "$1" """)
    before = desk.state()
    desk.run("client", "edit", one, "--edit", "--dry-run", by="chen.jie")
    assert desk.state() == before
    editor(desk, monkeypatch, """sed -i 's/^needs:.*/needs: [/' "$1" """)
    assert "what you typed is kept" in desk.run("client", "edit", one, "--edit", by="chen.jie", code=4).err


def test_a_file_is_changed_from_a_document(desk):
    one = opened(desk, "东海渔具有限公司", "--phone", "13800001235")
    data = {"name": "东海渔具有限公司", "contact": "王芳", "contacts": [{"name": "周敏", "phone": "0574 87654321"}]}
    desk.run("client", "edit", one, "--from", "-", by="chen.jie", stdin=yaml.safe_dump(data).encode())
    about = profile(desk, one)
    assert (about["contact"], about["phone"], about["contacts"][0]["phone"]) == ("王芳", None, "0574-87654321")


# --- confirm


def later(desk, day):
    desk.now = f"{day}T09:00"


def test_a_file_that_nobody_confirmed_in_time_is_its_keepers_to_confirm(desk):
    one = opened(desk, "东海渔具有限公司", "--keeper", "li.na")
    later(desk, "2027-05-01")
    assert desk.ask("client", "list", "--stale") == []
    assert [row for row in desk.ask("inbox", by="li.na") if row["kind"] == "client"] == []
    later(desk, "2027-05-10")  # 180 days are over on the 22nd
    assert [row["id"] for row in desk.ask("inbox", by="li.na") if row["kind"] == "client"] == [one]
    later(desk, "2027-05-23")
    (row,) = desk.ask("client", "list", "--stale")
    assert (row["confirm_by"], row["stale"], row["keeper"]) == ("2027-05-22", True, "li.na")
    assert "2026-11-23  2027-05-22" in desk.run("client", "list", "--stale").out
    said = desk.run("due", "--staff", "li.na").out
    assert f"{one}  confirm-file" in said
    assert "2 late" in said, "the file, and li.na's own training"
    assert "clients' files that were not confirmed in 180 days: 1" in desk.run("doctor", code=None).out
    assert "to be confirmed again since 2027-05-22" in desk.run("client", "show", one).out
    desk.run("client", "confirm", one, by="li.na")
    assert desk.ask("client", "list", "--stale") == []
    assert "on 2027-05-23; again by 2027-11-19" in desk.run("client", "show", one).out
    assert [row for row in desk.ask("inbox", by="li.na") if row.get("kind") == "client"] == []


def test_nobody_is_asked_to_confirm_where_the_policy_says_so(desk):
    place = desk.root / "policy.yaml"
    data = yaml.safe_load(place.read_text("utf-8"))
    place.write_text(yaml.safe_dump({**data, "clients": {"confirm_every": None}}, allow_unicode=True))
    desk.git("-c", "user.name=吴刚", "-c", "user.email=wu.gang@example.com", "commit", "-qam", "policy")
    opened(desk, "东海渔具有限公司")
    later(desk, "2029-05-23")
    assert desk.ask("client", "list", "--stale") == []
    assert "clients' files are not confirmed" in desk.run("policy", "show").out


# --- merge


@pytest.fixture
def two(desk):
    """A client with two files, an order on each."""
    first = desk.client("unlimited")
    order = desk.order("closed", client=first)
    second = opened(desk, "杭州湾物流", "--although-like", "overlooked")
    desk.trust(second)
    other = desk.order("assigned", client=second)
    return desk, first, second, order, other


def test_the_orders_of_a_merged_file_are_the_others(two):
    desk, first, second, order, other = two
    said = desk.run("client", "merge", second, "--into", first[-5:], "--reason", "opened twice", by="zhao.min")
    assert said.out.startswith(f"{second}  merge  [")
    assert judge_commit(Book.find(str(desk.root), desk.root), "HEAD") == ()
    shown = desk.ask("client", "show", first)
    assert {row["id"] for row in shown["orders"]} == {order, other}
    assert (shown["merged_here"], shown["history"]["orders"], shown["history"]["open"]) == ([second], 2, 1)
    assert {row["client"] for row in desk.ask("list")} == {first}
    assert {row["id"] for row in desk.ask("list", "--client", second)} == {order, other}
    assert desk.ask("show", other)["client"] == first
    assert f"merged into     {first}: opened twice" in desk.run("client", "show", second).out
    assert f"merged here     {second}" in desk.run("client", "show", first).out
    assert [row["id"] for row in desk.ask("client", "list")] == [first]
    assert f"(merged into {first})" in desk.run("client", "list", "--merged").out
    desk.run("confirm", other, by="li.na")


def test_a_merged_file_is_closed(two):
    desk, first, second, _order, other = two
    desk.run("client", "merge", second, "--into", first, "--reason", "opened twice", by="zhao.min")
    hint = f"ordertool client show {first[-5:]}"
    for move in (
        ("edit", second, "--needs", "x"), ("confirm", second), ("merge", second, "--into", first, "--reason", "x"),
    ):  # fmt: skip
        said = desk.run("client", *move, by="zhao.min", code=3).err
        assert f"it was merged into {first} (P4.1a)\nHint: {hint}" in said
    draft = desk.order("inquiry")
    said = desk.run("draft", draft, "--client", second, "--project", "x", by="chen.jie", code=3).err
    assert f"{second} was merged into {first} (P2.2a)\nHint: name that one: {first[-5:]}" in said
    desk.run("draft", draft, "--like", other, by="chen.jie")
    assert desk.ask("show", draft)["form"]["client"] == first


def test_what_a_merge_is_refused_for():
    office = Office()
    first, third = "C-9P5VX", "C-8W3DN"
    office.clients[first] = client().model_copy(update={"id": first})
    office.clients[third] = client().model_copy(update={"id": third})

    def merge(old, into, **more):
        return office.refused(
            "merge", office.clients[old], "zhao.min", kind="client", into=into, reason="twice", **more
        )

    assert merge(CLIENT, CLIENT) == [
        No("it cannot be merged into itself", "name the file that stays: --into CLIENT", "P4.1a")
    ]
    assert merge(CLIENT, "C-22222") == [
        No("there is no client C-22222", "ordertool client list", "P4.1a", kind="invalid")
    ]
    assert merge(CLIENT, first) == []
    office.clients[first] = office.do(
        "merge", office.clients[first], "zhao.min", kind="client", into=third, reason="twice"
    )
    assert merge(CLIENT, first) == [
        No(f"{first} was itself merged into {third}", "name the file that stays: --into 8W3DN", "P4.1a")
    ]
    assert [no.reason for no in merge(third, first)] == [f"{first} was itself merged into {third}"]


def test_two_codes_are_two_companies_unless_it_is_said_why_not():
    office = Office()
    first = "C-9P5VX"
    codes = ("91310112087994932F", "91310116052958608G")
    for one, code in zip((CLIENT, first), codes, strict=True):
        about = validated(ClientProfile, {"name": "甲", "contact": "乙", "uscc": code})
        office.clients[one] = client().model_copy(update={"id": one, "profile": about})
    old = office.clients[CLIENT]
    merge = {"into": first, "reason": "twice"}
    assert office.refused("merge", old, "zhao.min", kind="client", **merge) == [
        No(
            "their codes differ: 91310112087994932F and 91310116052958608G",
            'two codes are two companies; if it is one all the same, say why: --although-codes "REASON"',
            "P4.1a",
        )
    ]
    assert office.refused("merge", old, "zhao.min", kind="client", **merge, although_codes="the code was renewed") == []
    gone = office.do("merge", old, "zhao.min", kind="client", **merge, although_codes="renewed")
    del office.clients[first]
    unsaid = gone.model_copy(update={"merged": gone.merged.model_copy(update={"although_codes": None})})
    assert codes_agree(old, unsaid, gone.log[-1], office.ctx) is None  # that there is no such client is told besides


def test_files_that_a_hand_merged_in_a_circle_lead_to_an_end():
    office = Office()
    for one, into in ((CLIENT, "C-9P5VX"), ("C-9P5VX", CLIENT)):
        merged = {"into": into, "reason": "x"}
        office.clients[one] = validated(Client, {**client().plain(), "id": one, "merged": merged})
    assert office.ctx.client(CLIENT).id == CLIENT
    assert office.ctx.client("C-22222") is None


def test_check_names_a_file_that_was_merged_into_none(two):
    desk, _first, second, _order, _other = two
    place = next(desk.root.glob(f"clients/*/{second}.yaml"))
    place.write_text(place.read_text("utf-8").replace("log:", "merged: {into: C-22222, reason: x}\nlog:"))
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qam", "by hand")
    assert f"{place.relative_to(desk.root)}: merged.into: there is no client C-22222" in desk.run("check", code=1).out


def test_check_names_files_that_a_hand_merged_in_a_circle(two):
    desk, first, second, _order, _other = two
    third = opened(desk, "青石板家具")
    places = {one: next(desk.root.glob(f"clients/*/{one}.yaml")) for one in (first, second, third)}
    for one, into in ((first, second), (second, first), (third, first)):
        text = places[one].read_text("utf-8")
        places[one].write_text(text.replace("log:", f"merged: {{into: {into}, reason: x}}\nlog:"))
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qam", "by hand")
    said = desk.run("check", code=1).out
    circle = "merged.into: it is merged in a circle, so that no file stands for the client"
    for one in (first, second):
        assert f"{places[one].relative_to(desk.root)}: {circle}" in said
    assert said.count(circle) == 2, "what leads into the circle is not in it"
    places[second].write_text("id: [")
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qam", "by hand")
    assert circle not in desk.run("check", code=1).out


def test_a_leaver_needs_no_successor_for_merged_files(desk):
    first, second = opened(desk, "北仑电子"), opened(desk, "北仑电子厂", "--keeper", "li.na", "--although-like", "x")
    desk.run("client", "merge", second, "--into", first, "--reason", "one", by="zhao.min")
    desk.run("staff", "leave", "li.na", "--on", "2026-11-23", "--reason", "x", by="wu.gang")


# --- history and lists


def test_the_history_is_counted_from_the_orders(desk):
    one = desk.client("unlimited")
    first = desk.order("closed", client=one)
    desk.run("survey", first, "--score", "4", by="chen.jie")
    second = desk.order("assigned", client=one)
    desk.run("complain", second, "--text", "late", by="lin.wei")
    desk.order("draft", client=None)
    history = desk.ask("client", "show", one)["history"]
    assert history == {
        "orders": 2, "open": 1, "last": {"id": max(first, second), "inquired": "2026-11-23"}, "complaints": 1,
        "open_complaints": 1, "surveys": 1, "score": "4.0",
    }  # fmt: skip
    said = " ".join(desk.run("client", "show", one).out.split())
    assert (
        f"Orders: 2, open: 1; last: {max(first, second)} of 2026-11-23; complaints: 1, open: 1; survey: 4.0 of 5 on"
        in said
    )


def test_a_list_is_narrowed_by_keeper_and_grade(desk):
    one, two = desk.client("unlimited"), opened(desk, "东海渔具有限公司", "--keeper", "li.na")
    assert [row["id"] for row in desk.ask("client", "list", "--keeper", "李娜")] == [two]
    assert [row["id"] for row in desk.ask("client", "list", "--grade", "a")] == [one]
    assert [row["id"] for row in desk.ask("client", "list", "--grade", "none")] == [two]


def test_likeness_of_nothing_is_nothing():
    about = validated(ClientProfile, {"name": "甲乙丙", "contact": "x"})
    assert list(likes(about, [client()])) == []


def test_what_a_hand_left_of_a_merge_stops_nothing():
    office = Office()
    merged = {"into": "C-22222", "reason": "x"}
    office.clients[CLIENT] = validated(Client, {**client().plain(), "merged": merged})
    order = office.order("inquiry").model_copy(update={"form": None})
    assert office.ctx.client_of(order) is None

    def unreadable(_client_id):
        raise InvalidError(text("x"))

    drafted = Office().order("draft")
    assert replace(office.ctx, file=unreadable).client_of(drafted) == CLIENT
    assert replace(office.ctx, clients=office.clients.values).ids_of(CLIENT) == {CLIENT}


def test_the_former_owner_is_known_across_merged_files():
    floor = Floor()
    floor.hire("li.na", "sun.tao")
    first, second = floor.client(), floor.client()
    floor.order("sun.tao", client=second)
    new = floor.order(client=first)
    floor.clients[second] = floor.clients[second].model_copy(update={"merged": MergeInput(into=first, reason="x")})
    ctx = replace(floor.ctx, clients=floor.clients.values)
    load = workload(floor.orders.values(), floor.policy.assignment)
    assert need_of(floor.orders[new], load, ctx).former == "sun.tao"
    assert need_of(floor.orders[new], load, floor.ctx).former is None
