"""The list of reports with what each counts, and what changed between two runs."""

from __future__ import annotations

import json

import pytest

from ordertool.reports.difference import Difference, difference_lines, differences


def test_report_alone_lists_the_reports_with_what_they_count(desk):
    desk.order("active")
    said = desk.run("report", by="li.na").out
    lines = dict(line.split(maxsplit=1) for line in said.splitlines() if not line.startswith(" "))
    assert list(lines) == [
        "daily",
        "workload",
        "fairness",
        "receivables",
        "complaints",
        "satisfaction",
        "risk",
        "bulletin",
    ]
    assert lines["daily"].startswith("New since the last working day: 1, Late: 0")
    assert lines["receivables"] == "Unpaid debts: 0, Not delivered yet: 1, Clients: 1", "amounts stay in the report"
    assert said == desk.run("report", "list", by="li.na").out
    listed = desk.run("report", "--json", by="li.na").json
    assert listed == desk.ask("report", "list", by="li.na")
    counts = {one["report"]: one["counts"] for one in listed}
    assert (counts["daily"]["came_in"], counts["receivables"]) == (1, {"debts": 0, "coming": 1, "clients": 1})


def test_the_list_of_an_earlier_day_counts_that_day(desk):
    desk.order("inquiry")
    desk.now = "2026-11-24T09:00"
    desk.order("inquiry")
    counts = [
        desk.ask("report", "list", "--at", day, by="li.na")[0]["counts"]["came_in"]
        for day in ("2026-11-23", "2026-11-24")
    ]
    assert counts == [1, 2]


def test_a_report_that_cannot_be_made_says_why(desk):
    said = desk.run("report", "list", by=None)
    assert said.code == 0
    assert desk.ask("report", "list", by="nobody")[-1] == {
        "report": "bulletin", "about": "What concerns a department: assignments, progress, deliveries, problems, assistance",
        "counts": None, "preview": "there is nobody nobody on the staff",
    }  # fmt: skip


def test_report_with_help_shows_its_help(desk):
    assert desk.run("report", "--help").out.startswith("Usage: ordertool report")


def test_only_the_names_take_no_reading(desk):
    assert desk.ask("report", "list", "--names")[0] == {
        "report": "daily", "about": "For the morning meeting: what came in, what is late, what is due",
    }  # fmt: skip


# Two runs


def test_a_report_as_of_two_moments(desk):
    order = desk.order("active")
    first = desk.head
    desk.run("escalate", order, "--problem", "no crane", by="li.na")
    said = desk.ask("report", "diff", first, desk.head, "--of", "daily", by="li.na")
    assert (said["before"]["run"], said["after"]["run"]) == (first, desk.head)
    changes = {tuple(one["path"]): one for one in said["changes"]}
    assert changes["counts", "problems"] == {
        "path": ["counts", "problems"], "change": "changed", "before": 0, "after": 1, "by": "+1",
    }  # fmt: skip
    assert changes["problems", f"{order} Q1"]["change"] == "added"
    shown = desk.run("report", "diff", first, desk.head, "--of", "daily", by="li.na").out
    assert "counts › problems" in shown
    assert "+1" in shown


def test_nothing_changed(desk):
    assert desk.run("report", "diff", desk.head, desk.head, "--of", "workload").out == "nothing changed\n"


def test_documents_in_files_may_be_of_any_command(desk, tmp_path):
    order = desk.order("assigned")
    one, other = tmp_path / "1.json", tmp_path / "2.json"
    one.write_text(desk.run("list", "--json").out)
    desk.run("confirm", order, by="li.na")
    other.write_text(desk.run("list", "--json").out)
    changes = desk.ask("report", "diff", str(one), str(other))["changes"]
    assert {
        "path": [order, "stage"],
        "change": "changed",
        "before": "assigned",
        "after": "confirmed",
        "by": None,
    } in changes


def test_what_is_no_document_no_report_and_no_moment_is_told(desk, tmp_path):
    bad, good = tmp_path / "bad.json", tmp_path / "good.json"
    bad.write_text("{")
    good.write_text("{}")
    assert desk.run("report", "diff", str(good), str(tmp_path / "no.json"), code=2).err == (
        f"Error: {tmp_path}/no.json cannot be read: there is no such file or folder\n"
        "Hint: name two files that --json wrote, or a report with --of: ordertool report diff --help\n"
    )
    assert desk.run("report", "diff", str(bad), str(good), code=4).err == (
        f"Error: {bad} is no JSON document\nHint: make one: ordertool report daily --json > FILE\n"
    )
    assert desk.run("report", "diff", "a", "b", "--of", "dayly", code=2).err == (
        "Error: there is no report dayly\nHint: did you mean: daily\n"
    )
    assert (
        desk.run("report", "diff", "a", "b", "--of", "xyz", code=2)
        .err.splitlines()[1]
        .startswith("Hint: there are: daily")
    )
    assert "neither a time nor a commit" in desk.run("report", "diff", "a", "b", "--of", "daily", code=4).err


def test_an_assessment_of_two_quarters_by_person_and_indicator():
    def assessed(period, score, total, evidence):
        figure = {"indicator": "follow_up", "numerator": "9", "score": score, "evidence": evidence}
        person = {"id": "li.na", "figures": [figure], "total": total, "rank": 1, "grade": "good"}
        return {"period": period, "commit": period, "policy": "x", "at": period, "people": [person]}

    old = {"order": "SO-20260801-7K3FQ", "move": "deliver", "item": "D1", "place": 9, "got": "1"}
    new = {"order": "SO-20261101-9D2MX", "move": "deliver", "item": "D1", "place": 11, "got": "0"}
    found = list(differences(assessed("2026Q3", "92.00", "91.50", [old]), assessed("2026Q4", "95.50", "91.50", [new])))
    score = ("people", "li.na", "figures", "follow_up", "score")
    assert [(one.path, one.change, one.by and str(one.by)) for one in found] == [
        (("period",), "changed", None),
        (score, "changed", "3.50"),
        ((*score[:-1], "evidence", "SO-20261101-9D2MX deliver D1 11"), "added", None),
        ((*score[:-1], "evidence", "SO-20260801-7K3FQ deliver D1 9"), "removed", None),
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1}, {"b": 1}, [("b", "added"), ("a", "removed")]),
        (["x", "y"], ["y", "z"], [("z", "added"), ("x", "removed")]),
        ([1, 1], [1], [("1 (2)", "removed")]),
        ([{"name": "x"}, {"name": "x"}], [{"name": "x"}], [('{"name": "x"} (2)', "removed")]),
        ({"a": [1]}, {"a": {}}, [("a", "changed")]),
        ([{"order": "o", "item": None, "n": 1}], [{"order": "o", "item": None, "n": 2}], [("o n", "changed")]),
        (1, 2, [("", "changed")]),
        ({"at": 1, "commit": 2, "policy": 3}, {"at": 2, "commit": 3, "policy": 4}, []),
        ({"x": {"at": 1}}, {"x": {"at": 2}}, [("x at", "changed")]),
    ],
)
def test_what_is_no_longer_as_it_was(before, after, expected):
    assert [(" ".join(one.path), one.change) for one in differences(before, after)] == expected


@pytest.mark.parametrize(
    ("before", "after", "by"),
    [
        (1, 3, "2"), ("1.50", "1.25", "-0.25"), (True, False, None), ("NaN", "1", None), ("x", "1", None), (None, 1, None),
        (0.5, 1, "0.5"),
    ],
)  # fmt: skip
def test_the_distance_of_figures(before, after, by):
    found = Difference(("x",), "changed", before, after).by
    assert (None if found is None else str(found)) == by


def test_lines_for_people():
    found = list(differences({"a": True, "b": [1, 2], "c": None}, {"a": False, "d": {"x": 1}, "c": "1\n2"}))
    assert [line.split() for line in difference_lines(found)] == [
        ["Differences:", "4"], ["figure", "or", "row", "before", "after", "difference"], ["a", "true", "false"], ["d", "–", "1", "fields"],
        ["c", "–", "1", "2"], ["b", "2", "rows", "–"],
    ]  # fmt: skip


def test_the_documents_of_changes_are_json():
    [one] = differences({"a": "1.0"}, {"a": "2.5"})
    assert json.loads(json.dumps(one.document())) == {
        "path": ["a"], "change": "changed", "before": "1.0", "after": "2.5", "by": "+1.5",
    }  # fmt: skip
