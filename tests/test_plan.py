"""The follow-up plan again: what it was called in reports it is called for good."""

from __future__ import annotations

MAKE, SHIP, INSTALL = (
    f"{name};2026-11-24;2026-12-{day};li.na" for name, day in (("Make", 10), ("Ship", 12), ("Install", 18))
)


def plan(desk, order, *phases, **more):
    options = [part for phase in phases for part in ("--phase", phase)]
    options += [part for name, value in more.items() for part in (f"--{name}", value)]
    told = desk.ask("plan", order, *options, "--every", "3d", by="li.na")["plan"]
    return {one["name"]: one["id"] for section in ("phases", "nodes") for one in told[section]}


def test_a_phase_keeps_its_id_and_no_other_ever_gets_it(desk):
    order = desk.order("confirmed")
    assert plan(desk, order, MAKE, INSTALL, node="Drawings approved;2026-11-26") == {
        "Make": "PH1", "Install": "PH2", "Drawings approved": "N1",
    }  # fmt: skip
    desk.run("progress", order, "--state", "Frames cut", "--done", "PH1", "--done", "N1", by="li.na")
    assert plan(desk, order, SHIP, INSTALL, reason="made already") == {"Ship": "PH3", "Install": "PH2"}
    # PH1 was reported as done: it means Make, even when no plan holds it any more.
    assert plan(desk, order, SHIP, MAKE, reason="once more") == {"Ship": "PH3", "Make": "PH4"}


def test_a_plan_from_a_file_is_numbered_the_same_way_where_it_has_no_ids(desk):
    order = desk.order("confirmed")
    plan(desk, order, MAKE, INSTALL)
    file = desk.paper(
        "plan.yaml",
        "reason: two crews\nevery: 2\nphases:\n"
        "  - {name: Survey, start: 2026-11-24, end: 2026-11-25, person: li.na}\n"
        "  - {name: Install, start: 2026-11-26, end: 2026-12-10, person: he.jun}\n"
        "  - {id: PH9, name: Hand over, start: 2026-12-11, end: 2026-12-12, person: li.na}\n",
    )
    told = desk.ask("plan", order, "--from", file, by="li.na")["plan"]
    assert [(one["id"], one["name"]) for one in told["phases"]] == [
        ("PH10", "Survey"),
        ("PH2", "Install"),
        ("PH9", "Hand over"),
    ]
