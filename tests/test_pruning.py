"""What was sent long ago is forgotten, unless it could be told again (P2.3b); what goes by the clock takes no other time."""

from __future__ import annotations

import pytest
from telling import told
from test_notices import silent
from test_outbox import box, files

pytestmark = pytest.mark.usefixtures("every_letter")

LATE = "2027-03-15T10:00"  # more than 90 days on


def done(desk):
    """What is remembered as sent or passed, by event."""
    return sorted(one["event"] for one in desk.ask("notices", "list", "--limit", "500"))


def test_what_moves_told_is_forgotten_after_ninety_days(desk):
    desk.order("assigned")
    desk.run("tick")
    desk.now = "2027-02-15T10:00"
    desk.run("tick")
    assert {"assign", "submit"} <= set(done(desk))
    desk.now = LATE
    desk.run("tick")
    assert set(done(desk)) == {"late", "remind"}


def test_what_time_brought_is_kept_while_its_clock_can_run(desk):
    order = desk.order("assigned")
    silent(desk)
    desk.now = "2026-11-25T09:00"
    assert len(desk.ask("tick")["brought"]) == 3
    desk.now = LATE
    again = desk.ask("tick")
    assert (again["brought"], again["sent"]) == ([], 0)
    assert "late" in done(desk)
    desk.run("confirm", order, by="li.na")
    desk.run("tick")
    desk.run("undo", order, by="li.na")
    assert [one["event"] for one in desk.ask("tick")["brought"]] == []


def test_it_is_forgotten_once_the_order_is_archived(desk):
    order = desk.order("assigned")
    desk.now = "2026-11-25T09:00"
    desk.run("tick")
    desk.run("cancel", order, "--reason", "given up", by="wu.gang")
    desk.run("archive", order, by="zhao.min")
    desk.run("tick")
    desk.now = LATE
    desk.run("tick")
    assert done(desk) == []
    assert not [name for name in files(desk) if name.startswith("done/")]
    assert list((box(desk) / "done").iterdir()) == []


def test_a_dry_run_forgets_nothing_and_a_later_tick_what_is_left(desk):
    desk.order("assigned")
    desk.run("tick")
    desk.now = LATE
    before = files(desk)
    desk.run("tick", "--dry-run")
    assert files(desk) == before


def test_what_a_move_tells_that_is_not_sorted_yet_is_kept(desk):
    desk.order("assigned")
    kept = {path.name: path.read_bytes() for path in (box(desk) / "moves").iterdir() if path.is_file()}
    desk.run("tick")
    desk.now = LATE
    desk.git("checkout", "-q", "--detach", "HEAD~1")  # the assignment stands elsewhere, and waits
    for name, data in kept.items():
        (box(desk) / "moves" / name).write_bytes(data)
    once = desk.ask("tick")
    assert "assign" in done(desk)
    desk.git("checkout", "-q", "-")
    for ticked in (once, desk.ask("tick")):
        assert ticked["sent"] == len(ticked["brought"])  # what is late by now, and not the assignment again


@pytest.mark.parametrize("args", [("tick",), ("notices", "send"), ("doctor",)], ids=" ".join)
def test_what_goes_by_the_clock_takes_no_other_time(desk, args):
    told(
        desk, *args, "--at", "2026-11-30", code=2,
        error="this goes by the clock and takes no --at", hint="leave --at out",
    )  # fmt: skip
