"""What is late counts for the owner of the order, and what a deputy answers for beside it (P2.3a); what came in, in time order."""

from __future__ import annotations


def test_late_orders_are_their_owners_whoever_stands_in(desk):
    desk.order("assigned")
    desk.run("staff", "away", "li.na", "--from", "2026-11-24", "--to", "2026-11-26", "--deputy", "sun.tao", by="li.na")
    desk.now = "2026-11-25T10:00"
    rows = {
        one["staff"]: (one["orders"], one["late"], one["late_else"]) for one in desk.ask("report", "workload")["owners"]
    }
    assert rows == {"li.na": (1, 1, 0), "sun.tao": (0, 0, 1)}
    desk.env = {"COLUMNS": "80"}
    lines = desk.run("report", "workload").out.splitlines()
    assert max(map(len, lines)) <= 80
    assert all(not line.endswith(":") for line in lines)


def test_arrivals_stand_in_time_order_with_where_they_came_from(desk):
    first = desk.order("submitted")
    desk.now = "2026-11-23T09:30"
    second = desk.order("inquiry", client="")
    desk.now = "2026-11-23T10:00"
    desk.run("assign", first, "--to", "li.na", by="zhao.min")
    found = desk.ask("report", "daily")["came_in"]
    assert [(one["id"], one["move"], one["channel"], one["taker"]) for one in found] == [
        (second, "inquire", "phone", "chen.jie"),
        (first, "assign", "phone", "chen.jie"),
    ]
    assert found[1]["asked"] == "2026-11-23T09:00:00+08:00"


def test_an_order_that_was_reassigned_waits_since_then(desk):
    order = desk.order("assigned")
    desk.now = "2026-11-24T09:00"
    desk.run("reassign", order, "--to", "sun.tao", "--reason", "x", by="zhao.min")
    desk.env = {"COLUMNS": "200"}
    said = desk.run("report", "daily").out
    (line,) = [line for line in said.partition("Assigned, not confirmed: 1\n")[2].splitlines() if order in line]
    assert line.startswith("11-24 09:00  ")
