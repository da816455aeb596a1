"""The bulletin to a department: what concerns it, and when it goes out by itself (P5.1b)."""

from __future__ import annotations

import pytest
from people import Office, at
from telling import told

from ordertool.rules.bulletins import departments_told, newest_period, week_of


def test_a_bulletin_tells_a_department_what_concerns_it(busy):
    document = busy.desk.ask("report", "bulletin", "--department", "production")
    assert document["department"] == "production"
    assert document["counts"] == {"assignments": 0, "progress": 1, "deliveries": 0, "problems": 2, "assistance": 1}
    (report,) = document["progress"]
    assert (report["id"], report["says"]) == (busy.whole, "40 %; Frames cut; paint cracked")
    assert [(one["item"], one["of"], one["by"]) for one in document["assistance"]] == [("A3", "production", "li.na")]
    sales = busy.desk.ask("report", "bulletin", "--department", "sales", "--period", "2026-11-23..2026-12-20")
    assert {row["says"] for row in sales["assignments"]} == {"孙涛", "李娜"}
    assert busy.held in {row["id"] for row in sales["deliveries"]}
    assert [row["owed"]["item"] for row in sales["problems"]] == ["Q2", "K2"]
    assert [row["item"] for row in sales["assistance"]] == ["A3"]
    none = busy.desk.ask("report", "bulletin", "--department", "audit")
    assert set(none["counts"].values()) == {0}


def test_a_bulletin_comes_in_every_form_and_needs_a_department(busy, tmp_path):
    said = busy.desk.run("report", "bulletin", "--department", "production").out
    assert said.startswith("Bulletin 2026-11-23 – 2026-11-29  2026-11-25 10:00 production\n")
    assert "Open problems and complaints: 2" in said
    for name in ("a.html", "a.xlsx", "a.md"):
        busy.desk.run("report", "bulletin", "--department", "production", "--out", str(tmp_path / name), by="li.na")
    told(
        busy.desk, "report", "bulletin", code=2, error="--department is missing",
        hint="say which: --department production",
    )  # fmt: skip


# --- which period, and when


@pytest.mark.parametrize(
    ("rules", "now", "expected"),
    [
        ({}, "2026-11-24T10:00", None),
        ({"every": "weekly"}, "2026-11-23T08:29", ("2026-11-09", "2026-11-15")),  # before the first hour of work
        ({"every": "weekly"}, "2026-11-23T08:30", ("2026-11-16", "2026-11-22")),
        ({"every": "weekly"}, "2026-11-29T10:00", ("2026-11-16", "2026-11-22")),
        ({"every": "weekly", "weekday": "friday"}, "2026-11-27T10:00", ("2026-11-20", "2026-11-26")),
        (
            {"every": "weekly", "weekday": "saturday"},
            "2026-11-29T10:00",
            ("2026-11-14", "2026-11-20"),
        ),  # sent on Monday
        ({"every": "weekly", "weekday": "saturday"}, "2026-11-30T08:30", ("2026-11-21", "2026-11-27")),
    ],
)
def test_the_newest_period_is_told_from_the_first_working_hour_after_it(rules, now, expected):
    found = newest_period(at(now), Office(rules={"bulletin": rules}).ctx)
    assert (found and (str(found.first), str(found.last))) == expected


def test_periods_of_two_weeks_follow_one_another_whoever_counts():
    ctx = Office(rules={"bulletin": {"every": "2w"}}).ctx
    found = {newest_period(at(f"2026-11-{day:02}T10:00"), ctx) for day in range(2, 30)}
    assert len(found) in (2, 3)
    assert all((one.last - one.first).days == 13 for one in found)
    assert str(week_of(at("2026-11-25T10:00").date()).first) == "2026-11-23"


def test_the_departments_are_those_of_the_policy_else_all():
    assert departments_told(Office().ctx) == ["audit", "finance", "office", "orders", "production", "sales", "service"]
    some = Office(rules={"bulletin": {"departments": ["sales", "moon"]}})
    assert departments_told(some.ctx) == ["sales"]


# --- sent by tick, once


def test_each_department_that_is_concerned_is_sent_its_bulletin_once(desk):
    policy = desk.root / "policy.yaml"
    text = policy.read_text("utf-8").replace("language: zh_CN", "language: en")
    before, section, after = text.partition("\nbulletin:\n")
    assert section
    assert "  every: null\n" in after
    policy.write_text(before + section + after.replace("  every: null\n", "  every: weekly\n", 1), "utf-8")
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qam", "a bulletin every week")
    order = desk.order("active", client=desk.client("unlimited"))
    desk.run("escalate", order, "--problem", "ask 周敏 on 13800001234", by="li.na")
    desk.now = "2026-11-30T09:00"
    brought = [one for one in desk.ask("tick")["brought"] if one["event"] == "bulletin"]
    assert len(brought) == 7
    sent = [one for one in desk.ask("notices", "list", "--sent") if one["event"] == "bulletin"]
    assert {(one["item"], one["to"]) for one in sent} == {("production", "he.jun"), ("sales", "li.na")}
    words = desk.ask("notices", "show", next(one["id"] for one in sent if one["item"] == "sales"))
    assert words["subject"] == "Bulletin 2026-11-23 – 2026-11-29, department sales"
    body = words["body"].splitlines()
    assert "Assigned: 1" in body
    assert "13800001234" not in words["body"]
    assert any(line.startswith("- 2026-11-23 09:00 · ") for line in body)
    assert "You are told because you answer for the department, and policy.yaml sets a bulletin." in body
    assert "bulletin" in desk.run("notices", "list").out
    desk.now = "2026-11-30T15:00"
    assert [one for one in desk.ask("tick")["brought"] if one["event"] == "bulletin"] == []
    desk.now = "2026-12-07T09:00"
    assert len([one for one in desk.ask("tick")["brought"] if one["event"] == "bulletin"]) == 7
