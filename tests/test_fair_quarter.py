"""A quarter of 5,000 orders (P2.3a): shared out within a hundredth of the best that the rules allow, and nobody flooded."""

from __future__ import annotations

from copy import deepcopy
from datetime import timedelta

import pytest
from floor import Floor
from people import NOW
from quarter import ASSIGNMENT, NEWCOMER, RETURNER, jain, simulated


def figures(quarter):
    """Index of what was given, its best, index of the mean open load, and the fullest week of the two that come late."""
    late = {name: max(quarter.weeks(name)) for name in (NEWCOMER, RETURNER)}
    print(f"index {quarter.index():.4f} (best {quarter.best():.4f}), open load {quarter.open_index():.4f}, {late}")
    return quarter.index(), quarter.best(), quarter.open_index(), late


def test_the_index_is_one_for_equal_parts_and_less_for_others():
    assert jain([4, 8], [1, 2]) == 1
    assert jain([1, 0], [1, 1]) == 0.5
    assert jain([3, 1], [1, 1]) == 0.8
    assert jain([0, 0], [1, 1]) == 1
    assert jain([5, 5, 0], [1, 1, 0]) == 1, "who was never there counts for nothing"


@pytest.fixture(scope="module")
def quarter():
    return simulated()


def test_the_quarter_is_what_it_says(quarter):
    assert len(quarter.days) == 66
    assert (len(quarter.given), quarter.left) == (5000, 0)
    shares = quarter.shares()
    assert len(shares) == 20
    assert len({quarter.share(one) for one in quarter.floor.staff.all()}) == 7
    away = [name for name, one in quarter.floor.staff.items() if one.away]
    assert len(away) > 10
    assert shares[NEWCOMER] < 64 * 35


def test_it_is_shared_out_within_a_hundredth_of_the_best(quarter):
    index, best, open_index, _ = figures(quarter)
    assert index >= 0.99 * best
    assert open_index >= 0.99 * best


def test_neither_who_joins_nor_who_comes_back_is_flooded(quarter):
    *_, late = figures(quarter)
    assert all(1 < most < 2 for most in late.values()), "more than the others in the first week, but not twice as much"


@pytest.mark.soak
@pytest.mark.parametrize("alone", [False, True], ids=["by the half day", "each alone"])
@pytest.mark.parametrize("seed", range(2, 7))
def test_any_quarter_is(seed, alone):
    index, best, open_index, late = figures(simulated(seed=seed, alone=alone))
    assert index >= 0.99 * best
    assert open_index >= 0.985 * best
    assert max(late.values()) < 2


def test_a_slow_quarter_is_shared_out_too():
    """A third of the orders, each three times as long on the desk, one by one."""
    index, best, _, late = figures(simulated(1500, alone=True))
    assert index >= 0.985 * best, "fewer orders, coarser parts"
    assert max(late.values()) < 2.2


def test_without_the_pace_they_would_be():
    rules = deepcopy(ASSIGNMENT) | {"pace": {"times": "99", "days": 5}}
    *_, late = figures(simulated(assignment=rules))
    assert max(late.values()) > 1.8


def test_the_pace_does_not_stand_in_the_way_where_there_is_little_to_do():
    """Two orders in a week flood nobody: the one who knows the client has both."""
    rule = {"name": "knows the client", "then": "preferred", "who": {"same": ["owner"]}, "worth": 50}
    floor = Floor({"rules": [rule]})
    floor.hire("a", "b", "c")
    client = floor.client()
    floor.order("c", client=client, at=NOW - timedelta(days=90), moves=("close",))
    assert [floor.assign(floor.order(client=client)) for _ in range(4)] == ["c", "c", "c", "a"]


def test_a_newcomer_starts_at_the_pace_of_the_others(quarter):
    first = [one for one in quarter.given if one.to == NEWCOMER][:1][0].day
    assert quarter.days[first].isoformat() == "2026-08-17"
