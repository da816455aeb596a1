"""Who is given an order (P2.3a): the scenarios of other systems by their number, and the lessons L1 to L4.

The facts are from shared/data/scenarios (AS…), written down here by hand; where ours differs, decision 18 says why.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import SHARED, WITH_SHARED
from floor import Floor, why_not
from people import NOW, at
from telling import sound, told

SCENARIOS = SHARED / "scenarios" / "scenarios.csv"
DECISION = Path(__file__).parents[1] / "docs/decisions/0018-scenarios-of-other-systems.md"
THREE = ("u0", "u1", "u2")


@pytest.fixture
def floor():
    return Floor()


@pytest.fixture
def three(floor):
    floor.hire(*THREE)
    return floor


def rule(name, then, who, worth=None, **when):
    return {"name": name, "when": when, "then": then, "who": who} | ({"worth": worth} if worth else {})


def open_orders(floor):
    return Counter(one.owner for one in floor.orders.values() if one.stage == "assigned")


@WITH_SHARED
@pytest.mark.parametrize("area", ["AS", "SL"])
def test_every_scenario_has_a_test_and_a_line_in_the_decision(area):
    with SCENARIOS.open(encoding="utf-8") as file:
        numbers = {row["id"] for row in csv.DictReader(file) if row["id"].startswith(area)}
    tests = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert len(numbers) > 10
    assert numbers <= set(re.findall(rf"def test_({area}[0-9]+)_", tests))
    assert numbers <= set(re.findall(rf"{area}[0-9]+", DECISION.read_text("utf-8")))


# --- round robin


def test_AS1_the_turn_survives_closing(three):
    assert [three.assign(), three.assign()] == ["u0", "u1"]
    three.end("u0")
    three.end("u1")
    assert [three.assign(), three.assign()] == ["u2", "u0"]


def test_AS2_no_pointer_is_stored_so_the_turn_is_read_off_the_orders(three):
    """Theirs names u1, as a stored pointer says that u0 was last; ours asks who was last, and nobody was."""
    assert three.assign() == "u0"
    assert three.assign() == "u1"


# --- load


def test_AS3_thirty_orders_on_three_and_five_more_for_whom_five_were_taken_from(three):
    assert Counter(three.assign() for _ in range(30)) == dict.fromkeys(THREE, 10)
    three.end("u0", 5, "cancel")
    assert [three.assign() for _ in range(5)] == ["u0"] * 5
    assert open_orders(three) == dict.fromkeys(THREE, 10)


def test_AS3_the_same_as_one_batch(three):
    for _ in range(30):
        three.order()
    three.assign_all()
    assert open_orders(three) == dict.fromkeys(THREE, 10)
    three.end("u0", 5)
    for _ in range(5):
        three.order()
    assert three.assign_all() == ["u0"] * 5, "closed or cancelled, they are off the desk"


def test_AS5_an_order_that_a_rule_no_longer_speaks_of_keeps_its_owner_until_somebody_decides(floor):
    """Theirs takes the assignment back as soon as the item stops matching; ours never moves work by itself."""
    floor.assignment = {"rules": [rule("cold chain", "required", {"domains": ["cold"]}, domains=["cold"])]}
    floor.hire("cold.owner", domains=("cold",))
    floor.hire("dry.owner", domains=("storage",))
    cold, dry = floor.order(domain="cold"), floor.order(domain="storage")
    assert [floor.assign(cold), floor.assign(dry)] == ["cold.owner", "dry.owner"]
    floor.move("correct", cold, set={"domain": "storage"}, cause="typed wrong", delay=None, loss=None)
    assert floor.orders[cold].terms.domain == "storage"
    assert floor.orders[cold].owner == "cold.owner"
    floor.end("dry.owner")
    assert floor.orders[dry].owner == "dry.owner", "a closed one keeps it too"


def test_AS5_an_order_that_no_rule_speaks_of_may_go_to_anybody_who_owns_orders(floor):
    floor.assignment = {"rules": [rule("cold chain", "required", {"domains": ["cold"]}, domains=["cold"])]}
    floor.hire("a", domains=("cold",))
    assert floor.assign(floor.order(domain="storage")) == "a"


def test_AS6_rules_by_weekday(floor):
    early = ["sunday", "monday", "tuesday"]
    late = ["wednesday", "thursday", "friday", "saturday"]
    floor.assignment = {
        "rules": [
            rule("first half", "required", {"departments": ["sales"]}, weekdays=early),
            rule("second half", "required", {"departments": ["orders"]}, weekdays=late),
        ]
    }
    floor.hire(*THREE)
    floor.hire("u3", department="orders")
    assert [floor.assign() for _ in range(3)] == list(THREE), "23 November 2026 is a Monday"
    assert why_not(floor.decide(floor.order())) == {"u3": "first half"}
    floor.now = at("2026-11-27T09:00")
    assert [floor.assign() for _ in range(3)] == ["u3"] * 3
    assert why_not(floor.decide(floor.order())) == dict.fromkeys(THREE, "second half")


# AS7 is about due times: see test_time_limit_scenarios.py


def test_AS8_open_loads_of_three_one_and_two(three):
    for person, count in zip(THREE, (3, 1, 2), strict=True):
        for _ in range(count):
            three.order(person, at=NOW - timedelta(days=60))
    assert three.assign() == "u1"


def test_AS8_closed_orders_do_not_count(floor):
    floor.hire("u0", "u1")
    floor.order("u0")
    for _ in range(3):
        floor.order("u0", moves=("close",))
    for _ in range(2):
        floor.order("u1")
    assert floor.assign() == "u0"


def test_AS8_a_new_member_is_first_and_equals_take_turns(three):
    for _ in range(3):
        three.assign()
    three.hire("u3", joined=NOW)
    assert three.assign() == "u3"
    assert [three.assign() for _ in range(4)] == [*THREE, "u3"]


def test_AS8_nobody_available(floor):
    floor.hire(*THREE, away=(("2026-11-23", "2026-11-23"),))
    found = floor.decide(floor.order())
    assert found.to is None
    assert why_not(found) == dict.fromkeys(THREE, "away")


def test_AS9_a_full_person_is_never_chosen_and_one_without_a_limit_still_is(floor):
    floor.hire("u0", "u1", capacity=3)
    floor.hire("u2")
    for _ in range(3):
        floor.order("u0", at=NOW - timedelta(days=60))
    given = [floor.assign() for _ in range(16)]
    assert given.count("u0") == 0
    assert given.count("u1") == 3
    assert given[-4:] == ["u2"] * 4
    assert why_not(floor.decide(floor.order())) == {"u0": "full", "u1": "full"}


def test_AS10_shares_of_45_15_30_and_60_and_no_quota_by_the_day(floor):
    """Theirs hands out a thirtieth of the month a day; ours gives what there is, in the same proportions."""
    for person, weight in (("a", 45), ("b", 15), ("c", 30), ("d", 60)):
        floor.hire(person, weight=weight)
    for _ in range(10):
        floor.order()
    assert Counter(floor.assign_all()) == {"a": 3, "b": 1, "c": 2, "d": 4}
    for _ in range(20):
        floor.assign()
    assert open_orders(floor) == {"a": 9, "b": 3, "c": 6, "d": 12}


def test_AS10_who_was_given_thirty_today_waits_until_the_others_caught_up(floor):
    """Theirs gives a quota of -28 and forces two in a second run; ours has no second run: the load decides."""
    floor.hire("a", "b", weight=45)
    for _ in range(30):
        floor.order("a")
    assert [floor.assign() for _ in range(29)] == ["b"] * 29


def test_AS13_only_what_waits_is_assigned(three):
    won, lost = three.order("u2", moves=("close",)), three.order("u2", moves=("cancel",))
    owned = three.order("u1")
    waiting = [three.order() for _ in range(3)]
    assert sorted(three.assign_all()) == ["u0", "u0", "u2"]
    assert open_orders(three) == {"u0": 2, "u1": 1, "u2": 1}
    assert [three.orders[one].owner for one in (won, lost, owned)] == ["u2", "u2", "u1"]
    assert all(three.orders[one].stage == "assigned" for one in waiting)
    assert three.assign_all() == []


def test_AS15_orders_of_one_client_are_never_merged(three):
    first, second = three.client(), three.client()
    for number in range(200):
        three.order(**({"client": (first, second)[number % 2]} if number < 80 else {}))
    given = three.assign_all()
    assert len(given) == 200
    assert None not in given


def test_AS17_two_equal_people_one_order_a_day_for_thirty_days(floor):
    floor.hire("u0", "u1")
    given = []
    for _ in range(30):
        given.append(floor.assign())
        floor.end(given[-1])
        floor.now += timedelta(days=1)
    assert Counter(given) == {"u0": 15, "u1": 15}


# --- lessons


@pytest.mark.parametrize("together", [1, 3, 7], ids=["one at a time", "three at a time", "seven at a time"])
@pytest.mark.parametrize("closed", [True, False], ids=["closed at once", "left open"])
def test_L1_equals_share_equally_over_a_long_run(floor, together, closed):
    """Never the first by id, never chance: after any number of orders nobody has two more than another."""
    people = ("d", "a", "c", "b")
    floor.hire(*people)
    given = Counter(dict.fromkeys(people, 0))
    for _ in range(168 // together):
        for _ in range(together):
            floor.order()
        took = floor.assign_all()
        given.update(took)
        if closed:
            for person in took:
                floor.end(person)
        assert max(given.values()) - min(given.values()) <= 1
        floor.now += timedelta(hours=5)
    assert set(given.values()) == {168 // 4}


def test_L1_the_first_turn_is_his_who_joined_first_not_his_whose_id_is(floor):
    floor.hire("zhou", "an")
    assert [floor.assign(), floor.assign()] == ["zhou", "an"]


def test_L1_the_same_question_has_the_same_answer(three):
    for _ in range(7):
        three.order()
    first = three.decide_all()
    three.staff = type(three.staff)(reversed(three.staff.items()))
    three.orders = dict(reversed(three.orders.items()))
    assert three.decide_all() == first


def test_L2_the_load_counts_open_work_only_and_includes_people_with_none(floor):
    """Everything from the assignment to the delivery is open; what is closed, archived or cancelled is not."""
    floor.hire("new", "idle", "busy", "done")
    long_ago = NOW - timedelta(days=90)
    floor.order("busy", at=long_ago, moves=("confirm",))
    for moves in (("close",), ("close", "archive"), ("cancel",), ("cancel", "archive")):
        floor.order("done", at=long_ago, moves=moves)
    found = floor.decide(floor.order())
    assert {one.staff: int(one.open) for one in found.basis.candidates} == {"new": 0, "idle": 0, "busy": 1, "done": 0}
    assert found.basis.candidates[-1].staff == "busy"
    assert [floor.assign() for _ in range(3)] == ["new", "idle", "done"]


def test_L2_what_was_cancelled_was_not_given_also_when_it_lies_in_the_archive(floor):
    floor.hire("a", "b")
    for moves in (("cancel",), ("cancel", "archive")):
        floor.order("a", moves=moves, client=floor.client())
    assert {one.staff: int(one.recent) for one in floor.decide(floor.order()).basis.candidates} == {"a": 0, "b": 0}


def test_L3_absent_full_and_declining_people_are_skipped(floor):
    floor.hire("away", away=(("2026-11-20", "2026-11-23"),))
    floor.hire("full", capacity=1)
    floor.hire("declining", "there")
    floor.order("full")
    order = floor.order()
    floor.move("assign", order, to="declining")
    floor.move("decline", order, by="declining", note="no time")
    found = floor.decide(order)
    assert (found.to, found.basis.settled_by) == ("there", "only")
    assert why_not(found) == {"away": "away", "full": "full", "declining": "declined"}


def test_L3_what_a_deputy_declined_the_owner_declined(floor):
    floor.hire("owner", "deputy")
    order = floor.order()
    floor.move("assign", order, to="owner")
    floor.move("decline", order, by="deputy", note="she is ill")
    assert why_not(floor.decide(order)) == {"owner": "declined"}
    assert floor.assign(order) == "deputy"


def test_L3_who_is_full_by_the_batch_itself_is_said_too(floor):
    floor.hire("a", capacity=1)
    floor.hire("b", capacity=2, domains=("cold",))
    floor.assignment = {"rules": [rule("their domain", "required", {"same": ["domain"]})]}
    for domain in ("storage", "cold", "cold", "cold", "storage"):
        floor.order(domain=domain)
    found = floor.decide_all()
    assert [one.to for one in found] == ["a", "b", "b", None, None]
    assert why_not(found[3]) == {"a": "full", "b": "full"}
    assert why_not(found[4]) == {"a": "full", "b": "their domain"}
    assert found[4].basis.candidates == ()


def test_L3_who_is_full_by_the_batch_is_nobody_to_be_compared_with(floor):
    floor.hire("a", capacity=1, weight=60)
    floor.hire("b")
    for _ in range(2):
        floor.order()
    found = floor.decide_all()
    assert [(one.to, one.basis.settled_by) for one in found] == [("a", "load"), ("b", "shared")]


def test_L3_the_heavier_go_first_and_of_one_weight_the_oldest(floor):
    floor.assignment = {"weights": {"large": 2, "default": 1}}
    floor.hire("a", capacity=3)
    young = floor.order(at=NOW - timedelta(hours=1))
    old = floor.order(at=NOW - timedelta(hours=2))
    large = floor.order(type="large")
    found = {one.order.id: one.to for one in floor.decide_all()}
    assert found == {large: "a", old: "a", young: None}


def test_L4_rules_aim_at_roles_domains_regions_and_departments(floor):
    floor.assignment = {
        "rules": [
            rule("their domain", "required", {"same": ["domain"]}),
            rule("large ones to key accounts", "required", {"departments": ["key-accounts"]}, value_from="100000"),
            rule("no export for the branch", "excluded", {"departments": ["branch"]}, types=["export"]),
            rule("their region", "preferred", {"same": ["region"]}, worth=40),
            rule("who knows the client", "preferred", {"same": ["owner"]}, worth=60),
        ]
    }
    floor.hire("zhe", domains=("storage",), regions=("浙江",))
    floor.hire("su", domains=("storage",), regions=("江苏",))
    floor.hire("cold", domains=("cold",))
    floor.hire("branch", department="branch", regions=("福建",))
    floor.hire("key", department="key-accounts", regions=("上海",))
    floor.hire("clerk", roles=("processor",))
    ningbo, nanjing = floor.client("浙江宁波"), floor.client("江苏南京")
    found = floor.decide(floor.order(client=nanjing, domain="storage"))
    assert found.to == "su"
    assert why_not(found) == {"cold": "their domain"}, "who names no domain covers all, and a clerk owns nothing"
    assert [one.missing for one in found.basis.candidates if one.staff == "zhe"] == [("their region",)]
    assert floor.decide(floor.order(client=ningbo, domain="storage")).to == "zhe"
    assert why_not(floor.decide(floor.order(domain="cold", type="export"))) == {
        "zhe": "their domain", "su": "their domain", "branch": "no export for the branch",
    }  # fmt: skip
    line = {"id": "L1", "item": "Crane", "spec": "x", "quantity": "1", "unit": "piece", "price": "100000.00"}
    large = floor.decide(floor.order(lines=[line]))
    assert (large.to, set(why_not(large).values())) == ("key", {"large ones to key accounts"})
    foreign = floor.decide(floor.order(lines=[line], currency="USD"))
    assert "large ones to key accounts" not in why_not(foreign).values(), "a value band is in the company's currency"


def test_L4_who_owned_the_clients_last_order_is_preferred_up_to_its_worth(floor):
    floor.assignment = {"rules": [rule("who knows the client", "preferred", {"same": ["owner"]}, worth=20)]}
    floor.hire("a", "b", "c")
    client, long_ago = floor.client(), NOW - timedelta(days=200)
    floor.order("b", client=client, at=long_ago, moves=("close",))
    floor.order("c", client=client, at=long_ago + timedelta(days=1), moves=("close", "archive"))
    floor.order("a", client=client, at=long_ago + timedelta(days=2), moves=("cancel",))
    assert [floor.assign(floor.order(client=client)) for _ in range(3)] == ["c", "c", "b"], "two of ten, no more"
    assert floor.decide(floor.order(client=client)).to == "b", "and now she knows the client"


def test_L4_a_leavers_last_orders_bind_nobody(floor):
    floor.assignment = {"rules": [rule("who knows the client", "required", {"same": ["owner"]})]}
    floor.hire("gone", "here")
    client = floor.client()
    floor.order("gone", client=client, moves=("close",))
    assert why_not(floor.decide(floor.order(client=client))) == {"here": "who knows the client"}
    floor.hire("gone", roles=("support",))
    assert floor.decide(floor.order(client=client)).to == "here"


# --- the same by commands


def declined_by_the_only_one_there(desk):
    """An order that li.na declined while sun.tao is away."""
    order = desk.order("submitted")
    desk.run("staff", "away", "sun.tao", "--from", "2026-11-23", "--to", "2026-11-27", by="wu.gang")
    desk.run("assign", order, "--auto", by="zhao.min")
    desk.run("decline", order, "--reason", "no time", by="li.na")
    return order


def test_L3_nobody_eligible_is_said_by_the_command(desk):
    order = declined_by_the_only_one_there(desk)
    told(
        desk, "assign", order, "--auto", by="zhao.min",
        error=f"nobody can be given {order}: sun.tao is away, li.na declined it (P2.3a; policy.yaml: assignment)",
        hint="name somebody with --to, raise a capacity (ordertool staff edit STAFF --capacity N), or change the rules in policy.yaml",
    )  # fmt: skip


def test_L3_nobody_on_the_staff_who_could_is_said_too(desk):
    order = desk.order("submitted")
    for name in ("li.na", "sun.tao"):
        path = desk.root / "staff" / f"{name}.yaml"
        path.write_text(path.read_text().replace("- owner", "- support"))
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qam", "other roles")
    told(
        desk, "assign", order, "--auto", by="zhao.min",
        error=f"nobody can be given {order}: nobody is an owner (P2.3a; policy.yaml: assignment)",
        hint="name somebody with --to, raise a capacity (ordertool staff edit STAFF --capacity N), or change the rules in policy.yaml",
    )  # fmt: skip


def test_L3_a_batch_goes_out_and_what_is_left_is_told_with_its_reason(desk):
    left = declined_by_the_only_one_there(desk)
    client = desk.ask("show", left)["form"]["client"]
    taken = desk.order("submitted", client=client)
    said = desk.run("assign", "--all", by="zhao.min", code=1)
    assert said.err == "Warning: left without an owner: 1\n"
    assert said.out.splitlines() == [
        "assigned: 1",
        "order              client              owner  why",
        f"{taken}  杭州湾物流有限公司  li.na  the only one who may have it",
        "left without an owner: 1",
        f"  {left}  sun.tao is away, li.na declined it",
        "name somebody with --to, raise a capacity (ordertool staff edit STAFF --capacity",
        "N), or change the rules in policy.yaml",
    ]
    sound(desk)
    again, before = desk.run("assign", "--all", by="zhao.min", code=1), desk.head
    assert again.out.splitlines() == [
        "assigned: 0",
        "left without an owner: 1",
        f"  {left}  sun.tao is away, li.na declined it",
        "name somebody with --to, raise a capacity (ordertool staff edit STAFF --capacity",
        "N), or change the rules in policy.yaml",
    ]
    assert desk.head == before
    assert desk.run("assign", "--all", "--json", by="zhao.min", code=1).json == {
        "assigned": [], "left": [{"id": left, "reason": "sun.tao is away, li.na declined it"}], "remarks": [], "commit": None, "dry_run": False,
    }  # fmt: skip


def test_a_band_ends_below_its_upper_value(floor):
    floor.hire("a", "b", department="small")
    floor.hire("c", department="large")
    floor.assignment = {
        "rules": [
            {"name": "small", "when": {"value_below": 100}, "then": "required", "who": {"departments": ["small"]}},
        ]
    }
    line = {"id": "L1", "item": "x", "spec": "y", "quantity": "1", "unit": "z"}
    below = floor.order(lines=[{**line, "price": "99.99"}])
    at = floor.order(lines=[{**line, "price": "100"}])
    assert why_not(floor.decide(below)) == {"c": "small"}
    assert why_not(floor.decide(at)) == {}
