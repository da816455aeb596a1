"""What a changed policy would have done, and how evenly work was shared out: both told from the records themselves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from floor import MINUTE, Floor
from people import NOW

from ordertool.book.book import Book
from ordertool.commands.periods import period, quarter_of
from ordertool.context import context_of
from ordertool.errors import InvalidError
from ordertool.records.faults import validated
from ordertool.records.staff import Staff
from ordertool.rules.assignment import decision
from ordertool.rules.fairness import fairness, given_in
from ordertool.rules.trial import replayed


@pytest.fixture
def month(desk):
    """Three orders given to Li Na by hand, one of them signed off since, one cancelled; and one that she declined."""
    client = desk.client("unlimited")
    orders = [desk.order("assigned", client=client) for _ in range(3)]
    desk.order("signed", client=client)
    desk.run("cancel", orders[0], "--reason", "client gave it up", by="wu.gang")
    desk.run("decline", orders[1], "--reason", "too much", by="li.na")
    desk.now = "2026-11-25T09:00"
    desk.run("confirm", orders[2], by="li.na")
    desk.now = "2026-12-24T17:00"
    return desk


def changed(desk, old, new):
    place = desk.root.parent / "new.yaml"
    before = (desk.root / "policy.yaml").read_text()
    assert old in before
    place.write_text(before.replace(old, new))
    return str(place)


def test_past_assignments_are_decided_anew_under_another_policy(month):
    file = changed(month, "confirm: 4h", "confirm: 90d")
    told = month.ask("policy", "try", file, "--since", "2026-11-01")
    assert (told["since"], told["until"], told["replayed"]) == ("2026-11-01", "2026-12-24", 3)
    assert {one["staff"]: one["weight"] for one in told["was"]["owners"]} == {"li.na": "2", "sun.tao": "0"}
    assert sum(int(one["weight"]) for one in told["would"]["owners"]) == 2
    assert {one["was"] for one in told["elsewhere"]} == {"li.na"}
    assert (told["late"]["confirm"]["was"], told["late"]["confirm"]["would"]) == (1, 0)
    assert told["late"]["plan"] == {"was": 1, "would": 1}
    said = month.run("policy", "try", file, "--since", "2026-11-01").out
    assert "3 assignments from 2026-11-01 to 2026-12-24\n" in said
    assert "late" in said


def test_an_assignment_in_one_book_reads_all_orders_once(month):
    book = Book(month.root)
    ctx = context_of(book.snapshot())
    first, second = (one for one in ctx.orders() if one.stage in ("confirmed", "signed"))
    moment = first.log[-1].at
    assert decision(first, moment, ctx) is not None
    kept = ctx.kept["workload"]
    assert decision(second, moment, ctx) is not None
    assert ctx.kept["workload"] is kept
    book.close()


def test_rules_that_exclude_everybody_give_to_nobody(month):
    file = changed(month, "then: required, who: {same: [domain]}", "then: required, who: {departments: [nobody]}")
    told = month.ask("policy", "try", file, "--since", "2026-11-01")
    assert {one["would"] for one in told["elsewhere"]} == {None}
    assert told["would"]["index"] is None


def test_what_was_given_before_the_first_day_stays_as_it_was(month):
    file = changed(month, "share: 10", "share: 12")
    assert month.ask("policy", "try", file, "--since", "2026-12-01")["replayed"] == 0
    refused = month.run("policy", "try", file, "--since", "2027-01-01", code=2).err
    assert refused.startswith("Error: 2027-01-01 is still to come\n")
    for far_off in ("0001-01-01", "1969-12-31", "2200-01-01"):
        refused = month.run("policy", "try", file, "--since", far_off, code=4).err
        assert f'"{far_off}" is too far off\nHint: write it as 2026-11-23\n' in refused


def test_a_broken_policy_is_told_with_its_place(month):
    file = changed(month, "worth: 5", "worth: five")
    assert "new.yaml:" in month.run("policy", "try", file, "--since", "2026-11-01", code=4).err
    file = changed(month, "timezone: Asia/Shanghai", "timezone: Asia/Nowhere")
    assert "there is no time zone Asia/Nowhere" in month.run("policy", "try", file, "--since", "2026-11-01", code=4).err


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("who: {same: [domain]}", "when: {value_from: 5, value_below: 5}, who: {same: [domain]}",
         "has a value_below that is not above its value_from"),
        ("who: {same: [domain]}", "who: {}", "says of no owner: give same, domains, regions or departments"),
    ],
)  # fmt: skip
def test_a_rule_that_means_nothing_is_a_fault(month, old, new, what):
    assert what in month.run("policy", "try", changed(month, old, new), "--since", "2026-11-01", code=4).err


def test_fairness_is_measured_by_what_was_given_and_by_the_days_people_were_there(month):
    month.run("staff", "away", "sun.tao", "--from", "2026-12-01", "--to", "2026-12-31", by="sun.tao")
    told = month.ask("report", "fairness", "--period", "2026Q4")
    by = {one["staff"]: one for one in told["owners"]}
    assert (told["counts"]["orders"], by["li.na"]["orders"], by["sun.tao"]["orders"]) == (2, 2, 0)
    assert (by["li.na"]["days"], by["sun.tao"]["days"]) == (24, 6)
    assert float(told["counts"]["index"]) <= float(told["counts"]["best"]) <= 1
    assert month.ask("report", "fairness", "--period", "2026-10")["counts"] == {
        "orders": 0,
        "index": None,
        "best": None,
    }


def test_who_goes_away_the_day_they_were_given_something_was_there_for_it(month):
    month.now = "2026-11-23T18:00"
    month.run("staff", "away", "li.na", "--from", "2026-11-23", "--to", "2026-11-27", by="li.na")
    assert float(month.ask("report", "fairness", "--period", "2026-11")["counts"]["index"]) <= 1


def test_days_before_a_leaving_and_after_a_coming_back_count(month):
    month.now = "2026-12-07T09:00"
    month.run("staff", "leave", "sun.tao", "--on", "2026-12-04", "--reason", "moved away", by="wu.gang")
    month.now = "2026-12-14T09:00"
    month.run("staff", "rejoin", "sun.tao", by="wu.gang")
    month.now = "2026-12-18T17:00"
    by = {one["staff"]: one for one in month.ask("report", "fairness", "--period", "2026Q4")["owners"]}
    assert by["li.na"]["days"] - by["sun.tao"]["days"] == 4


def test_periods_as_people_type_them():
    assert [str(day) for day in period("2026Q4")] == ["2026-10-01", "2026-12-31"]
    assert [str(day) for day in period("2026h1")] == ["2026-01-01", "2026-06-30"]
    assert [str(day) for day in period("2024-02")] == ["2024-02-01", "2024-02-29"]
    assert [str(day) for day in period("2026年")] == ["2026-01-01", "2026-12-31"]
    assert [str(day) for day in period("2026-10-01..2026-11-15")] == ["2026-10-01", "2026-11-15"]
    assert [str(day) for day in quarter_of(period("2026-11")[0])] == ["2026-10-01", "2026-12-31"]
    for typed in ("", "2026Q5", "2026-13", "0000", "2026-11-15..2026-10-01", "2026-02-30..2026-03-01", "soon"):
        with pytest.raises(InvalidError):
            period(typed)


# --- as it was at the time


def test_whoever_declined_an_order_is_not_given_it_again():
    floor = Floor()
    floor.hire("an", "bo")
    order = floor.order()
    floor.move("assign", order, to="an")
    floor.now += MINUTE
    floor.move("decline", order, by="an", note="too much")
    floor.now += MINUTE
    floor.move("assign", order, to="bo")
    (one,) = replayed(floor.orders.values(), floor.now.date(), floor.ctx)
    assert (one.was, one.would) == ("bo", "bo")


def test_an_order_taken_from_somebody_goes_to_somebody_else():
    floor = Floor()
    floor.hire("an", "bo")
    order = floor.order("an")
    floor.now += MINUTE
    floor.move("reassign", order, to="bo")
    (one,) = replayed(floor.orders.values(), floor.now.date(), floor.ctx)
    assert (one.was, one.would) == ("bo", "bo")


def test_whoever_left_since_counts_for_the_days_they_were_there():
    """A colleague who got nothing made the past uneven, and still does when they are gone."""
    floor = Floor()
    floor.hire("an", "bo")
    floor.order("an")
    floor.order("an")
    given = given_in(floor.orders.values(), NOW.date(), NOW.date(), floor.ctx)
    before = fairness(given, NOW.date(), NOW.date(), floor.ctx)
    assert [(one.staff, one.orders, one.days, one.best) for one in before.parts] == [("an", 2, 1, 1), ("bo", 0, 1, 1)]
    assert (before.index, before.best) == (0.5, 1.0)
    gone = floor.staff["bo"].plain()
    leaving = {"at": NOW + timedelta(days=20), "by": "wu.gang", "move": "leave"}
    gone |= {"left": {"on": "2026-12-12", "reason": "moves away"}, "log": [*gone["log"], leaving]}
    floor.staff["bo"] = validated(Staff, gone)
    assert given_in(floor.orders.values(), NOW.date(), NOW.date(), floor.ctx) == given
    assert fairness(given, NOW.date(), NOW.date(), floor.ctx) == before
    later = date(2027, 1, 4)
    assert [one.staff for one in fairness([], later, later, floor.ctx).parts] == ["an"]
