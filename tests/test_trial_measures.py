"""`policy try`: what was is measured by the policy as it is, what would have been by the one that is tried."""

from __future__ import annotations

import pytest
from test_trial import changed


@pytest.fixture
def two(desk):
    """Two orders given to Li Na by hand."""
    client = desk.client("unlimited")
    for _ in range(2):
        desk.order("assigned", client=client)
    desk.now = "2026-11-24T17:00"
    return desk


def test_weights_and_shares_of_another_policy_do_not_change_what_was(two):
    tried = changed(two, "weights: {default: 1}", "weights: {default: 3}")
    told = two.ask("policy", "try", tried, "--since", "2026-11-01")
    same = two.ask("policy", "try", str(two.root / "policy.yaml"), "--since", "2026-11-01")
    assert told["was"] == same["was"]
    assert {one["staff"]: one["weight"] for one in told["was"]["owners"]} == {"li.na": "2", "sun.tao": "0"}
    assert sum(int(one["weight"]) for one in told["would"]["owners"]) == 6


def test_both_measures_stand_side_by_side(two):
    tried = changed(two, "share: 10", "share: 24")
    lines = two.run("policy", "try", tried, "--since", "2026-11-01").out.splitlines()
    assert [line.rstrip() for line in lines[1:4]] == [
        "owner      share  was given  fair was  would be given  fair would be",
        "li.na          8          2       0.9               0            0.5",
        "sun.tao  10 → 24          0       1.1               2            1.5",
    ]


def test_who_owns_no_more_is_in_the_table_with_what_they_were_given(desk):
    desk.order("archived")
    desk.run("staff", "edit", "li.na", "--role", "support", by="wu.gang")
    lines = desk.run("policy", "try", str(desk.root / "policy.yaml"), "--since", "2026-11-01").out.splitlines()
    assert [line.split() for line in lines[2:4]] == [
        ["li.na", "8", "1", "0.4", "–", "–"],
        ["sun.tao", "10", "0", "0.6", "1", "1.0"],
    ]
