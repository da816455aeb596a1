"""An edit of policy.yaml counts once it is committed; commands that go by the policy say so before anything else."""

from __future__ import annotations

import pytest

EDITED = (
    "Warning: policy.yaml has edits that are not committed and do not count yet;"
    ' keep them: git commit -m "…" policy.yaml\n'
)


def edit(desk):
    place = desk.root / "policy.yaml"
    place.write_text(place.read_text().replace("share: 10", "share: 12"))


@pytest.mark.parametrize("args", [
    ("assign", "{order}", "--auto", "--dry-run"),
    ("assign", "--all", "--dry-run"),
    ("explain", "{order}"),
    ("policy", "show"),
    ("policy", "try", "{policy}", "--since", "2026-11-01"),
], ids=lambda args: " ".join(args[:2]))  # fmt: skip
def test_edits_that_do_not_count_yet_are_told(desk, args):
    order = desk.order("submitted")
    args = [one.format(order=order, policy=desk.root / "policy.yaml") for one in args]
    before = desk.run(*args, by="zhao.min")
    assert before.err == ""
    edit(desk)
    told = desk.run(*args, by="zhao.min")
    assert told.err == EDITED
    if args[1] != "try":
        assert told.out == before.out
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qm", "shares", "policy.yaml")
    assert desk.run(*args, by="zhao.min").err == ""


def test_they_are_told_also_before_a_refusal(desk):
    order = desk.order("assigned")
    edit(desk)
    refused = desk.run("reassign", order, "--to", "li.na", "--reason", "x", by="zhao.min", code=3).err
    assert refused.startswith(EDITED + "Error: ")


def test_a_look_at_the_past_says_nothing_of_them(desk):
    edit(desk)
    assert desk.run("policy", "show", "--at", "2026-11-23").err == ""
