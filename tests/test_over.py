"""What was done before it could be told is not told any more; the list and one notice on a narrow screen (P2.3b)."""

from __future__ import annotations


def sent(desk):
    return sorted((one["event"], one["to"]) for one in desk.ask("notices", "list", "--sent"))


def state(desk, event, to):
    (found,) = [one for one in desk.ask("notices", "list") if (one["event"], one["to"]) == (event, to)]
    return found["state"]


def test_who_assigned_already_is_not_told_to_assign(desk):
    desk.order("assigned")
    desk.run("tick")
    assert sent(desk) == [("assign", "chen.jie"), ("assign", "li.na")]
    assert state(desk, "submit", "zhao.min") == "passed"


def test_who_declined_already_is_not_told_to_confirm_but_others_learn_of_it(desk):
    order = desk.order("assigned")
    desk.run("decline", order, "--reason", "no time", by="li.na")
    desk.run("tick")
    assert state(desk, "assign", "li.na") == "passed"
    assert sent(desk) == [("assign", "chen.jie"), ("decline", "zhao.min"), ("submit", "zhao.min")]


def test_whose_deputy_has_it_now_is_told_all_the_same(desk):
    order = desk.order("assigned")
    desk.run("staff", "away", "li.na", "--from", "2026-11-23", "--to", "2026-11-25", "--deputy", "sun.tao", by="li.na")
    desk.run("tick")
    assert ("assign", "li.na") in sent(desk)
    desk.run("confirm", order, by="sun.tao")


def test_a_notice_that_is_not_needed_is_shown_as_such(desk):
    desk.order("assigned")
    (one,) = [one for one in desk.ask("notices", "list") if one["event"] == "submit"]
    shown = desk.run("notices", "show", one["id"]).out
    assert "not needed" in shown
    assert shown.endswith("\n\nIt is not needed any more: what it tells of was done, or taken back.\n")
    assert desk.ask("notices", "show", one["id"])["state"] == "passed"


def test_the_newest_are_the_newest_of_all(desk):
    desk.order("assigned")
    desk.now = "2026-11-23T09:30"
    newest = desk.order("submitted", client=desk.client(name="另一家有限公司"))
    said = desk.run("notices", "list", "--limit", "1").out
    assert newest[-5:] in said
    assert said.endswith("the newest 1; more with --limit\n")


def test_a_fault_stands_whole_below_its_notice(desk):
    desk.order("assigned")
    desk.env = {"ORDERTOOL_NOTIFY": "smtp://127.0.0.1:9?from=desk@example.com", "COLUMNS": "80"}
    desk.run("tick")
    lines = desk.run("notices", "list", "--failed").out.splitlines()
    assert lines[0].split() == ["notice", "made", "told", "event", "order", "state", "attempts"]
    assert lines[2] == "  no connection: Connection refused"
    assert max(map(len, lines)) <= 80
