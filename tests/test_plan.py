"""The follow-up plan again: what it was called in reports it is called for good."""

from __future__ import annotations

import pytest
from people import PLAN, Office, at

from ordertool.audit import judge_commit
from ordertool.book import glance
from ordertool.book.book import Book
from ordertool.records.order import Order
from ordertool.rules.judging import replay
from ordertool.rules.lateness import late_moves

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


# --- versions: a plan that is made anew leaves the one before in the order, and what was late by it


@pytest.fixture
def office():
    return Office()


TAKEN = {"to": "sun.tao", "reason": "ill", "received": ["form.pdf", "drawing.pdf"]}


def late(order, office):
    return {
        order.log[place].move: (clock.limit, clock.length) for place, clock in late_moves(order, office.ctx).items()
    }


def replanned(office, order, now, every=10):
    return office.do("plan", order, "li.na", now=at(now), **{**PLAN, "every": every, "reason": "slower"})


def test_a_longer_interval_does_not_make_an_earlier_report_punctual(office):
    order = office.do("progress", office.order("active"), "li.na", now=at("2026-11-30T09:00"), state="cut")
    assert late(order, office) == {"progress": ("report", "3d")}
    longer = replanned(office, order, "2026-12-01T09:00")
    assert [(one.id, one.every, one.reason) for one in longer.plans] == [("PL1", 3, None), ("PL2", 10, "slower")]
    assert longer.plan == longer.plans[-1]
    assert late(longer, office) == {"progress": ("report", "3d")}
    # What is reported under the new plan is judged by the new plan.
    later = office.do("progress", longer, "li.na", now=at("2026-12-09T09:00"), state="welded")
    assert late(later, office) == {"progress": ("report", "3d")}


def test_a_shorter_interval_does_not_make_an_earlier_report_late(office):
    order = office.do("progress", office.order("active"), "li.na", now=at("2026-11-25T10:00"), state="cut")
    assert late(replanned(office, order, "2026-11-25T11:00", every=1), office) == {}


def test_a_plan_in_place_of_a_report_that_was_due_is_late_as_the_report_would_have_been(office):
    order = replanned(office, office.order("active"), "2026-11-30T09:00")
    assert late(order, office) == {"plan": ("report", "3d")}


def test_a_new_owner_who_takes_the_plan_over_is_late_in_no_report(office):
    order = office.order("active")
    order = office.do("reassign", order, "zhao.min", now=at("2026-11-24T09:00"), **TAKEN)
    order = office.do("confirm", order, "sun.tao", now=at("2026-11-24T10:00"))
    taken_over = office.do("plan", order, "sun.tao", now=at("2026-11-24T11:00"), **PLAN, reason="taken over")
    assert (len(taken_over.plans), late(taken_over, office)) == (2, {})


def test_a_plan_that_is_taken_back_leaves_the_version_before_and_its_id_is_not_given_again(office):
    order = office.order("active")
    back = office.do("undo", replanned(office, order, "2026-11-24T09:00"), "li.na", now=at("2026-11-24T09:10"))
    assert (back.plans, back.plan.every) == (order.plans, 3)
    again = replanned(office, back, "2026-11-24T09:20")
    assert [one.id for one in again.plans] == ["PL1", "PL3"]
    slow = office.do("progress", back, "li.na", now=at("2026-11-30T09:00"), state="cut")
    assert late(slow, office) == {"progress": ("report", "3d")}


def test_an_earlier_version_written_over_by_hand_is_no_legal_move(office):
    order = office.order("active")
    longer = replanned(office, order, "2026-11-24T09:00")
    assert replay(order, longer, office.ctx) == ()
    forged = longer.plain()
    forged["plans"][0]["every"] = 10
    assert [str(no.reason) for no in replay(order, Order.model_validate(forged), office.ctx)] == [
        "it writes more than plan does"
    ]


def test_every_version_stays_in_the_file_and_the_newest_is_told(desk):
    order = desk.order("active")
    plan(desk, order, MAKE, SHIP, reason="shipped by us")
    told = desk.ask("show", order)
    assert [(one["id"], one["reason"]) for one in told["plans"]] == [("PL1", None), ("PL2", "shipped by us")]
    assert told["plan"] == told["plans"][-1]
    assert desk.run("show", order).out.count("a report every 3 working days") == 1
    assert glance.items(str(desk.root), order, "plans", newest=True) == [("PH1", "Make"), ("PH3", "Ship")]
    book = Book(desk.root)
    assert judge_commit(book, "HEAD") == ()
    book.close()


def test_a_file_with_the_single_plan_of_old_is_named_with_its_line(desk):
    order = desk.order("active")
    place = next(desk.root.rglob(f"{order}.yaml"))
    place.write_text(place.read_text().replace("plans:\n  - id: PL1\n  ", "plan:\n  "))
    line = place.read_text().splitlines().index("plan:") + 1
    said = desk.run("check", code=1).out
    assert f"{order}.yaml:{line + 1}:5: plan: is not a known field" in said
