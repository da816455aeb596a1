"""Words that are true for a batch, loads before and after, regions and domains as people spell them (P2.3a)."""

from __future__ import annotations

import pytest
from floor import Floor

from ordertool.rules.regions import plain, within


def kept(desk, *names, **more):
    for name in names:
        desk.run(
            "staff", "edit", name, *(part for key, value in more.items() for part in (f"--{key}", value)), by="wu.gang"
        )


def test_of_five_orders_and_two_owners_with_room_for_two_nobody_was_the_only_one():
    floor = Floor()
    floor.hire("a", "b", capacity=2)
    for _ in range(5):
        floor.order()
    found = floor.decide_all()
    assert sorted(str(one.to) for one in found) == ["None", "a", "a", "b", "b"]
    assert {one.basis.settled_by for one in found if one.to} == {"shared"}
    assert {one.basis.together for one in found} == {"all"}


def test_one_order_that_waits_alone_was_not_decided_together():
    floor = Floor()
    floor.hire("a", "b")
    floor.order()
    (found,) = floor.decide_all()
    assert (found.basis.together, found.basis.settled_by) == ("one", "turn")


def test_a_batch_says_that_it_was_shared_out(desk):
    client = desk.client("unlimited")
    kept(desk, "li.na", "sun.tao", capacity="1")
    first, _second, third = sorted(desk.order("submitted", client=client) for _ in range(3))
    desk.env = {"COLUMNS": "200"}
    said = desk.run("assign", "--all", by="zhao.min", code=1)
    assert said.out.count("shared out together: the others are full then\n") == 2
    assert f"  {third}  li.na is full, sun.tao is full\n" in said.out
    shown = desk.run("explain", first, "--owner", by="zhao.min").out
    assert "Decided together with all orders that waited; the loads are those before any of them was given.\n" in shown
    assert "Computed again from the commit before it: the same owner, for the same reasons.\n" in shown


def test_each_candidates_load_is_shown_as_it_is_and_as_it_would_be(desk):
    order = desk.order("submitted")
    kept(desk, "li.na", weight="4")
    desk.env = {"COLUMNS": "200"}
    shown = desk.run("explain", order, "--owner", by="zhao.min").out
    assert "candidate  in hand, if given  share  load, if given  given of late  last assigned  not met\n" in shown
    assert "sun.tao                0 → 1     10      0 % → 10 %  0              never\n" in shown
    assert "li.na                  0 → 1      4      0 % → 25 %  0              never\n" in shown
    desk.env = {"COLUMNS": "80"}
    assert max(map(len, desk.run("explain", order, "--owner", by="zhao.min").out.splitlines())) <= 80


@pytest.mark.parametrize(
    ("region", "wider", "is_within"),
    [
        ("江苏", "江苏省", True),
        ("江苏省南京市", "江苏", True),
        ("Zhejiang", "zhejiang", True),
        ("Zhejiang Province", "ZHEJIANG", True),
        ("广西壮族自治区南宁市", "广西", True),
        ("内蒙古", "内蒙古自治区", True),
        ("浙江", "江苏省", False),
        ("浙江", "浙江宁波", False),
        (None, "浙江", False),
        ("浙江", "省", False),
    ],
)
def test_a_region_is_the_same_however_it_is_written(region, wider, is_within):
    assert within(region, wider) is is_within
    assert plain("上海市") == "上海"


def test_a_region_with_its_kind_is_the_clients_region(desk):
    kept(desk, "sun.tao", region="江苏省")
    kept(desk, "li.na", region="安徽")
    client = desk.client(name="金陵货架有限公司", region="江苏")
    order = desk.order("submitted", client=client)
    assert desk.ask("explain", order, "--owner")["basis"]["candidates"][0]["missing"] == []
    assert desk.ask("explain", order, "--owner")["to"] == "sun.tao"


@pytest.mark.parametrize(
    ("domain", "hint"),
    [
        (
            "storge",
            "no owner has the domain storge; did you mean: storage? ordertool correct {id} --set domain=storage …, or ordertool staff edit STAFF --domain storge",
        ),
        (
            "cold-chain",
            "no owner has the domain cold-chain: ordertool staff edit STAFF --domain cold-chain, or ordertool correct {id} --set domain=… …",
        ),
    ],
)
def test_a_domain_that_nobody_has_is_told_and_the_one_that_was_meant(desk, domain, hint):
    order = desk.order("submitted")
    wrong = ("--cause", "typing error", "--delay", "0h", "--loss", "0")
    desk.run("correct", order, "--set", f"domain={domain}", *wrong, by="zhao.min")
    hint = hint.format(id=order[-5:])
    desk.env = {"COLUMNS": "400"}
    said = desk.run("assign", order, "--auto", by="zhao.min", code=3)
    assert said.err.endswith(f"\nHint: {hint}\n")
    assert desk.run("assign", "--all", by="zhao.min", code=1).out.endswith(f"\n{hint}\n")
    assert desk.run("explain", order, "--owner").out.endswith(f"\n{hint}\n")


def test_hints_of_assign_name_the_order_that_was_typed(desk):
    order = desk.order("submitted")
    said = desk.run("assign", order, "--auto", "--to", "li.na", by="zhao.min", code=2)
    assert said.err == f"Error: --auto and --to exclude each other\nHint: ordertool assign {order} --auto\n"
    said = desk.run("assign", order, by="zhao.min", code=2)
    assert f"who can have it: ordertool explain {order} --owner\n" in said.err
