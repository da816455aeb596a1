"""A processor may give an order to somebody whom the rules would pass over, and is told what speaks against it (P2.3a)."""

from __future__ import annotations

import pytest
from telling import sound

FULL = "Warning: this is against the rules: li.na is full (P2.3a; policy.yaml: assignment)\n"


@pytest.fixture
def order(desk):
    """An order that waits for an owner."""
    return desk.order("submitted")


def policy(desk, old, new):
    """Another line in policy.yaml, committed."""
    place = desk.root / "policy.yaml"
    before = place.read_text()
    assert old in before
    place.write_text(before.replace(old, new))
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qam", "policy")


def test_who_fits_is_given_it_without_a_word(desk, order):
    assert desk.run("assign", order, "--to", "li.na", by="zhao.min").err == ""


def test_who_is_full_can_be_given_it_and_that_is_told(desk, order):
    desk.run("staff", "edit", "li.na", "--capacity", "0", by="wu.gang")
    tried = desk.run("assign", order, "--to", "li.na", "--dry-run", by="zhao.min")
    assert tried.err == FULL
    said = desk.run("assign", order, "--to", "li.na", "--json", by="zhao.min")
    assert said.err == FULL
    assert said.json["remarks"] == ["this is against the rules: li.na is full (P2.3a; policy.yaml: assignment)"]
    assert (said.json["owner"], said.json["commit"]) == ("li.na", desk.head)
    sound(desk)


def test_room_is_counted_in_what_is_open(desk, order):
    desk.run("staff", "edit", "li.na", "--capacity", "1", by="wu.gang")
    other = desk.order("submitted", client=desk.ask("show", order)["form"]["client"])
    assert desk.run("assign", order, "--to", "li.na", by="zhao.min").err == ""
    assert desk.run("assign", other, "--to", "li.na", by="zhao.min").err == FULL


def test_who_declined_it_and_meets_no_rule_is_told_with_both(desk, order):
    desk.run("assign", order, "--to", "li.na", by="zhao.min")
    desk.run("decline", order, "--reason", "too much", by="li.na")
    desk.run("staff", "edit", "li.na", "--domain", "cranes", by="wu.gang")
    assert desk.run("assign", order, "--to", "li.na", by="zhao.min").err == (
        "Warning: this is against the rules: li.na declined it, li.na does not meet “业务领域相符”"
        " (P2.3a; policy.yaml: assignment)\n"
    )


def test_another_owner_is_told_of_too(desk):
    order = desk.order("assigned")
    desk.run("staff", "edit", "sun.tao", "--capacity", "0", by="wu.gang")
    said = desk.run("reassign", order, "--to", "sun.tao", "--reason", "li.na is ill", by="zhao.min")
    assert said.err == FULL.replace("li.na", "sun.tao")
    assert said.out.startswith(f"{order}  reassign AS2")


def test_a_client_who_must_stay_with_an_owner_is_told_also_from_the_archive(desk):
    first = desk.order("archived")
    policy(desk, "then: preferred, who: {same: [owner]}, worth: 5", "then: required, who: {same: [owner]}")
    order = desk.order("submitted", client=desk.ask("show", first)["form"]["client"])
    assert desk.run("assign", order, "--to", "sun.tao", "--dry-run", by="zhao.min").err.startswith(
        "Warning: this is against the rules: sun.tao does not meet “"
    )
    assert desk.run("assign", order, "--to", "li.na", by="zhao.min").err == ""


def test_an_order_that_cannot_be_read_says_nothing_of_the_others(desk, order):
    other = desk.order("assigned", client=desk.client(name="甬江口冷链物流有限公司"))
    place = desk.root / desk.git("ls-files", f"*{other}.yaml").strip()
    place.write_text(place.read_text().replace("stage: assigned", "stage: assinged"))
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qam", "broken")
    assert desk.run("assign", order, "--to", "li.na", by="zhao.min").err == ""


def test_a_file_that_cannot_be_read_hinders_nobody_from_being_named(desk, order):
    place = desk.root / desk.git("ls-files", f"orders/*{desk.order('assigned')}.yaml").strip()
    place.write_text(place.read_text("utf-8").replace("stage: assigned", "stage: somewhere"), "utf-8")
    desk.git("commit", "-qam", "by hand")
    said = desk.run("assign", order, "--to", "li.na", by="zhao.min")
    assert said.out.startswith(f"{order}  assign AS1: submitted → assigned  [")
    assert said.err == ""
