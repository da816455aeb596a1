"""A policy that contradicts itself is refused with its place; a rule that is about nobody is told (L4, P0.1)."""

from __future__ import annotations

import pytest

RULE = "    - {name: 负责该地区, then: preferred, who: {same: [region]}, worth: 5}\n"


@pytest.mark.parametrize(("old", "new", "what"), [
    (RULE, RULE * 2, "policy.yaml:{line}:3: assignment: has two rules of the name 负责该地区"),
    ("{same: [domain]}}", "{same: [domain]}, worth: 9}", "has a worth, which counts only for what is preferred"),
    ("- {after: 4h,", "- {after: 2d,", "notices.ladder: has rungs whose 'after' does not rise"),
    ("- {after: 4h,", "- {after: 480m,", "notices.ladder: has rungs whose 'after' does not rise"),  # a day here
], ids=["twice", "worth", "ladder", "a day in minutes"])  # fmt: skip
def test_check_knows_a_policy_that_says_what_it_cannot_mean(desk, old, new, what):
    place = desk.root / "policy.yaml"
    before = place.read_text()
    assert old in before
    place.write_text(before.replace(old, new))
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qam", "policy")
    said = desk.run("check", code=None)
    assert said.code in (1, 4)
    line = before.count("\n", 0, before.index("\n  rules:\n", before.index("\nassignment:"))) + 2
    assert what.format(line=line) in said.out + said.err


def test_check_tells_of_a_rule_that_is_about_nobody(desk):
    place = desk.root / "policy.yaml"
    rule = "    - {name: large orders, then: required, who: {domains: [storage], departments: [service]}}\n"
    place.write_text(place.read_text().replace(RULE, RULE + rule))
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qam", "policy")
    said = desk.run("check")
    assert said.err == "Warning: policy.yaml: the rule “large orders” fits none of the owners\n"
    desk.run(
        "staff", "edit", "chen.jie", "--role", "receptionist", "--role", "owner", "--domain", "storage", by="wu.gang"
    )
    assert desk.run("check").err == ""
