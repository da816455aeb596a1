"""An owner who will not be there when the receipt is to be confirmed; the staff at a glance (P2.3a, P2.3c)."""

from __future__ import annotations

import pytest


def late_in_the_day(desk):
    """An order that waits late on Friday, and li.na is away from Monday on."""
    order = desk.order("submitted")
    desk.now = "2026-11-27T16:00"
    return order


@pytest.mark.parametrize("how", [("--to", "li.na"), ("--auto",)])
def test_whoever_assigns_learns_that_the_owner_leaves_before_the_due_time(desk, how):
    order = late_in_the_day(desk)
    desk.run("staff", "edit", "sun.tao", "--capacity", "0", by="wu.gang")
    desk.run("staff", "away", "li.na", "--from", "2026-11-30", "--to", "2026-12-02", by="li.na")
    remark = f"{order[-5:]} is to be confirmed by 2026-11-30 11:00, and li.na is away from 2026-11-30 to 2026-12-02 without a deputy (P2.3c)"
    assert desk.run("assign", order, *how, "--dry-run", by="zhao.min").err == f"Warning: {remark}\n"
    assert desk.ask("assign", order, *how, by="zhao.min")["remarks"] == [remark]


def test_all_at_once_tells_it_of_each(desk):
    order = late_in_the_day(desk)
    desk.run("staff", "edit", "sun.tao", "--capacity", "0", by="wu.gang")
    desk.run("staff", "away", "li.na", "--from", "2026-11-30", "--to", "2026-12-02", by="li.na")
    said = desk.run("assign", "--all", by="zhao.min")
    assert said.err == (
        f"Warning: {order[-5:]} is to be confirmed by 2026-11-30 11:00, "
        "and li.na is away from 2026-11-30 to 2026-12-02 without a deputy (P2.3c)\n"
    )


def test_with_a_deputy_or_enough_time_nothing_is_told(desk):
    order = late_in_the_day(desk)
    desk.run("staff", "away", "li.na", "--from", "2026-11-30", "--to", "2026-12-02", "--deputy", "sun.tao", by="li.na")
    said = desk.run("assign", order, "--to", "li.na", by="zhao.min")
    assert said.err == ""
    desk.run("staff", "away", "sun.tao", "--from", "2026-12-01", "--to", "2026-12-02", by="sun.tao")
    assert desk.run("reassign", order, "--to", "sun.tao", "--reason", "x", by="zhao.min").err == ""
    assert "remarks" not in desk.ask("hold", order, "--reason", "x", by="zhao.min")


def test_the_staff_list_shows_what_each_can_take_and_who_will_be_away(desk):
    desk.run("staff", "edit", "li.na", "--region", "浙江,江苏", by="wu.gang")
    desk.run("staff", "away", "li.na", "--from", "2026-11-25", "--to", "2026-11-27", by="li.na")
    desk.run("staff", "away", "sun.tao", "--from", "2026-11-23", "--to", "2027-01-05", by="sun.tao")
    desk.run("staff", "away", "he.jun", "--from", "2026-12-08", "--to", "2026-12-09", by="he.jun")
    desk.run("staff", "leave", "lin.wei", "--on", "2026-11-20", "--reason", "retired", by="wu.gang")
    desk.env = {"COLUMNS": "80"}
    assert desk.run("staff", "list", "--role", "owner").out == (
        "staff    name  department  roles  domains and        capacity  absence\n"
        "                                  regions\n"
        "li.na    李娜  sales       owner  storage, 浙江, 江         8  away from 11-25\n"
        "                                  苏\n"
        "sun.tao  孙涛  sales       owner  storage                      away until\n"
        "                                                               2027-01-05\n"
    )
    every = desk.run("staff", "list", "--left").out
    assert "left on\n" in every
    assert "2026-11-20\n" in every
    assert "he.jun" in every
    assert "12-08" not in every
    assert max(map(len, every.splitlines())) <= 80
    said = desk.run("staff", "list", "--department", "salez", code=2)
    assert said.err == "Error: there is no department salez\nHint: did you mean: sales\n"


def test_while_an_order_is_on_hold_nothing_is_due(desk):
    order = late_in_the_day(desk)
    desk.run("staff", "away", "li.na", "--from", "2026-11-30", "--to", "2026-12-02", by="li.na")
    desk.run("hold", order, "--reason", "credit watch", by="zhao.min")
    assert desk.run("assign", order, "--to", "li.na", by="zhao.min").err == ""
