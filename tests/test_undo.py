"""A move taken back (P2.6, L13, L14): every field is as it was before, both entries stay, and it counts for nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from people import CLIENT, Office, at, full_story
from telling import AGREED, DELIVERY, TOLD, kept, last_entry, made, message, refused, sound

from ordertool.records.faults import validated
from ordertool.records.order import Order
from ordertool.rules.duty import responsible
from ordertool.rules.judging import replay
from ordertool.rules.lateness import late_moves
from ordertool.rules.workflow import moves_from

LATER = at("2026-11-24T09:00")


@pytest.fixture
def office():
    return Office()


def told(office, order, now=LATER):
    """All that is computed from an order's log: owner, terms, holds, clocks, who answers, what was late."""
    found = responsible(order, now, office.ctx)
    return (
        order.stage, order.owner, order.terms, order.on_hold, order.pauses, order.unsigned, order.unpaid, order.passed,
        found, late_moves(order, office.ctx),
    )  # fmt: skip


# --- rules: each kind of move


def test_of_every_move_of_a_full_story_an_undo_brings_back_the_record_before(office):
    """Also of a move that is itself built upon others taken back; the archive alone is the end."""
    for move, old, new in full_story(office):
        if old is None or move.verb in ("undo", "archive"):
            continue
        now = new.log[-1].typed_at + timedelta(minutes=1)
        undone = office.do("undo", new, new.log[-1].by, now=now)
        assert undone.sections() == old.sections(), move.verb
        assert undone.log[:-1] == new.log, "both entries stay"
        assert undone.standing == old.standing
        assert told(office, undone) == told(office, old), f"{move.verb} counts for something"
        assert replay(new, undone, office.ctx) == ()
        assert validated(Order, undone.plain()) == undone
        named = f"{move.verb} {new.log[-1].item}" if new.log[-1].item else move.verb
        assert (undone.log[-1].note, undone.log[-1].item) == (named, None)
        assert undone.log[-1].to == (old.stage if old.stage != new.stage else None)


def test_several_moves_are_taken_back_one_by_one_the_newest_first(office):
    way = office.way("active")
    plan, confirm, assign = (made_.new for made_ in way[-1:-4:-1])
    once = office.do("undo", plan, "li.na", now=LATER)
    assert (once.stage, once.log[-1].note) == ("confirmed", "plan PL1")
    twice = office.do("undo", once, "li.na", now=LATER)
    assert (twice.sections(), twice.log[-1].note) == (assign.sections(), "confirm")
    assert twice.standing == assign.standing
    # The move before is another's.
    assert [no.reason for no in office.refused("undo", twice, "li.na", now=LATER)] == [
        "the last move, assign, is zhao.min's"
    ]
    thrice = office.do("undo", twice, "zhao.min", now=LATER)
    assert (thrice.stage, thrice.owner) == ("submitted", None)
    again = office.do("assign", thrice, "zhao.min", now=LATER, to="li.na", received=["form.pdf", "drawing.pdf"])
    assert [one.id for one in again.assignment] == ["AS2"]
    assert confirm.stage == "confirmed"


def test_an_id_that_was_taken_back_is_not_given_again(office):
    order = office.order("active")
    for number in (1, 2, 3):
        order = office.do("progress", order, "li.na", now=LATER, state="Frames cut")
        assert order.log[-1].item == f"R{number}"
        if number < 3:
            order = office.do("undo", order, "li.na", now=LATER)
    assert [one.id for one in order.progress] == ["R3"]


def test_what_was_taken_back_is_no_late_move_and_winds_no_clock(office):
    order = office.order("active")
    late = office.do("progress", order, "li.na", now=at("2026-12-09T10:00"), state="Frames cut")
    assert [clock.limit for clock in late_moves(late, office.ctx).values()] == ["report"]
    undone = office.do("undo", late, "li.na", now=at("2026-12-09T11:00"))
    assert late_moves(undone, office.ctx) == {}
    now = at("2026-12-09T12:00")
    assert responsible(undone, now, office.ctx) == responsible(order, now, office.ctx)


# --- rules: what is refused


def test_only_the_own_last_move_is_taken_back(office):
    order = office.order("active")
    report = office.do("progress", order, "li.na", now=LATER, state="Frames cut")
    built_on = office.do("contact", report, "chen.jie", now=LATER, channel="phone", text="told")
    assert [(no.reason, no.hint, no.clause) for no in office.refused("undo", built_on, "li.na", now=LATER)] == [
        ("the last move, contact, is chen.jie's", "ask chen.jie to undo it", "P2.6")
    ]
    # Taken back by who made it, it stands in nobody's way any more.
    free = office.do("undo", built_on, "chen.jie", now=LATER)
    assert office.refused("undo", free, "li.na", now=LATER) == []


def test_who_stands_in_or_types_for_another_takes_nothing_of_theirs_back(office):
    office.away("li.na", "2026-11-24", "2026-11-25", "sun.tao")
    report = office.do("progress", office.order("active"), "li.na", now=LATER, state="Frames cut", typist="wu.gang")
    for other in ("sun.tao", "wu.gang"):
        assert [no.reason for no in office.refused("undo", report, other, now=LATER)] == [
            "the last move, progress, is li.na's"
        ]
    assert office.refused("undo", report, "li.na", now=LATER, typist="wu.gang") == []


def test_the_first_move_is_not_taken_back_nor_a_move_before_it_was_made(office):
    order = office.order("inquiry")
    no = office.refused("undo", order, "chen.jie", now=LATER)[0]
    assert (no.reason, no.hint) == (
        "it is the first move, and records are not deleted",
        'ordertool lose 7K3FQ --reason "…"',
    )
    report = office.do("progress", office.order("active"), "li.na", now=LATER, state="Frames cut")
    no = office.refused("undo", report, "li.na", now=at("2026-11-24T08:59"), typed=LATER)[0]
    assert (no.reason, no.hint, no.clause) == (
        "2026-11-24 08:59 is before 2026-11-24 09:00, the time of: progress R1",
        "give a later time with --at", "P4.2a",
    )  # fmt: skip


def test_a_hand_brings_back_nothing_but_the_record_as_it_was(office):
    order = office.order("active")
    report = office.do("progress", order, "li.na", now=LATER, state="Frames cut")
    undone = office.do("undo", report, "li.na", now=LATER)
    other = undone.model_copy(update={"form": order.form.model_copy(update={"payment": "account:90"})})
    assert [str(no.reason) for no in replay(report, other, office.ctx)] == [
        "it is not the record as it was before that move"
    ]
    # Nor when history does not have it.
    assert [str(no.reason) for no in replay(report, undone, Office().ctx)] == [
        "it is not the record as it was before that move"
    ]
    early = undone.model_copy(update={"log": (*order.log, undone.log[-1])})
    assert [str(no.reason) for no in replay(report, early, office.ctx)] == ["it is not exactly one move more"]


# --- on a book


def test_an_undo_is_a_new_commit_and_leaves_both_entries_in_the_log(desk):
    order = desk.order("active")
    before, shown = desk.state()[2], desk.ask("show", order)
    desk.run("progress", order, "--state", "Frames cut", "--percent", "40", by="li.na")
    done = desk.head
    document = made(desk, order, "undo", by="li.na")
    assert desk.git("rev-parse", "HEAD~1").strip() == done
    assert {name: value for name, value in document.items() if name not in ("log", "commit")} == {
        name: value for name, value in shown.items() if name != "log"
    }
    assert [(row["move"], row["item"], row["note"]) for row in document["log"][-2:]] == [
        ("progress", "R1", None), ("undo", None, "progress R1"),
    ]  # fmt: skip
    assert message(desk) == (
        f"undo {order}\n\n  note: progress R1\n\nMove: order undo\nActor: li.na\nEntered-By: wu.gang\nRight: anyone\n"
        "At: 2026-11-23T09:00:00+08:00\nClause: P2.6\nLaw: 1\nOp-Id: …\n"
    )
    assert last_entry(desk, order) == (
        "  - at: 2026-11-23T09:00:00+08:00\n    by: li.na\n    via: wu.gang\n    move: undo\n    note: progress R1\n"
    )
    # But for the log, the file is the file that was, byte by byte.
    path = desk.git("ls-files", f"*{order}.yaml").strip()
    after = desk.state()[2]
    assert after[path].partition(b"\nlog:")[0] == before[path].partition(b"\nlog:")[0]
    assert {name: data for name, data in after.items() if name != path} == {
        name: data for name, data in before.items() if name != path
    }
    assert made(desk, order, "progress", "--state", "Frames cut", by="li.na")["progress"][0]["id"] == "R2"


def test_comments_of_a_file_survive_a_move_and_its_undo(desk):
    order = desk.order("active")
    path = desk.root / desk.git("ls-files", f"*{order}.yaml").strip()
    path.write_text(path.read_text().replace("plans:\n", "# agreed with he.jun\nplans:\n"))
    desk.run("save", order, by="li.na")
    whole = path.read_text().partition("\nlog:")[0]
    desk.run(
        "change", order, "--set", "deliver_by=2026-12-24", "--reason", "x", "--cause", "client", *AGREED, by="li.na"
    )
    made(desk, order, "undo", by="li.na")
    assert path.read_text().partition("\nlog:")[0] == whole
    assert "# agreed with he.jun" in whole


def test_the_papers_of_an_undone_submit_leave_the_tip_and_stay_in_history(desk):
    order = desk.order("draft")
    desk.run("review", order, "--pass", by="chen.jie")
    desk.run(
        "submit",
        order,
        "--original",
        desk.paper("form.txt", "form"),
        "--attach",
        desk.paper("drawing.pdf"),
        by="chen.jie",
    )
    papers = desk.git("ls-files", "orders").split()[1:]
    assert len(papers) == 2
    document = made(desk, order, "undo", by="chen.jie")
    assert (document["stage"], document["handover"], document["responsible"]["next"]) == ("draft", None, ["submit"])
    assert [desk.git("ls-files", paper_) for paper_ in papers] == ["", ""]
    assert sorted(desk.git("show", f"HEAD~1:{paper_}") for paper_ in papers) == ["form", "signed"]
    # Submitted again with one of them, it has that one again, and a handover of its own.
    document = made(desk, order, "submit", "--original", desk.paper("form.txt", "form"), by="chen.jie")
    assert [(one["id"], one["original"]["name"]) for one in document["handovers"]] == [("H2", "form.txt")]


def test_the_slip_before_stays_when_a_second_one_is_taken_back(desk):
    order = desk.order("closed")
    first = desk.git("ls-files", "*slip.pdf").strip()
    desk.run("reopen", order, "--reason", "two rails came back", by="wu.gang")
    desk.run("sign", order, "--slip", desk.paper("slip-2.pdf", "content now"), by="li.na")
    document = made(desk, order, "undo", by="li.na")
    assert (document["stage"], [one["name"] for one in document["delivery"][0]["slips"]]) == ("delivered", ["slip.pdf"])
    assert (desk.root / first).read_text() == "signed"


def test_the_same_paper_handed_over_twice_stays_when_the_second_is_taken_back(desk):
    order = desk.order("submitted")
    papers = desk.git("ls-files", "orders").split()
    desk.run("send-back", order, "--reason", "no", by="zhao.min")
    desk.run("submit", order, "--original", desk.paper("form.txt", "form"), by="chen.jie")
    made(desk, order, "undo", by="chen.jie")
    assert desk.git("ls-files", "orders").split() == papers


def test_undoing_is_refused_in_words(desk):
    order = desk.order("inquiry")
    refused(
        desk, order, "undo", by="chen.jie",
        why="it is the first move, and records are not deleted (P2.6)", hint='ordertool lose {tail} --reason "…"',
    )  # fmt: skip
    desk.run("reply", order, "--text", "2.5 t", by="chen.jie")
    refused(
        desk, order, "undo", by="li.na",
        why="the last move, reply, is chen.jie's (P2.6)", hint="ask chen.jie to undo it",
    )  # fmt: skip
    desk.now = "2026-11-23T10:00"
    refused(
        desk, order, "undo", "--at", "2026-11-23T08:59", by="chen.jie",
        why="2026-11-23 08:59 is before 2026-11-23 09:00, when it became inquiry (P4.2a)",
        hint="give a later time with --at",
    )  # fmt: skip


def test_what_was_never_committed_so_cannot_be_brought_back(desk):
    """A record whose history was squashed away has its last move, but not the record before it."""
    order = desk.order("inquiry")
    desk.run("reply", order, "--text", "2.5 t", by="chen.jie")
    desk.git("reset", "-q", "--soft", "HEAD~2")
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qm", "by hand")
    before = desk.state()
    said = desk.run("undo", order, by="chen.jie", code=3)
    assert said.err.splitlines() == [
        f"Error: cannot undo {order}: history does not hold it as it was before", f"Hint: ordertool log {order[-5:]}",
    ]  # fmt: skip
    assert desk.state() == before


def test_a_dry_run_of_an_undo_shows_it_and_writes_nothing(desk):
    order = desk.order("active")
    before = desk.state()
    document = desk.ask("undo", order, "--dry-run", by="li.na")
    assert (document["stage"], document["commit"], document["dry_run"]) == ("confirmed", None, True)
    assert desk.state() == before


UNDOABLE = [
    ("draft", ("lose", "--reason", "x"), "chen.jie"), ("draft", ("draft", "--project", "West"), "chen.jie"),
    ("draft", ("review", "--pass"), "chen.jie"), ("submitted", ("send-back", "--reason", "x"), "zhao.min"),
    ("submitted", ("correct", "--set", "contract=x", "--cause", "x"), "zhao.min"),
    ("submitted", ("assign", "--to", "li.na"), "zhao.min"), ("assigned", ("decline", "--reason", "x"), "li.na"),
    ("assigned", ("reassign", "--to", "sun.tao", "--reason", "x"), "zhao.min"),
    ("active", ("escalate", "--problem", "x"), "li.na"), ("active", ("hold", "--reason", "x"), "wu.gang"),
    ("active", ("prepare", "--done", "packaging", *TOLD), "li.na"),
    ("active", ("assist", "--ask", "finance", "--need", "x"), "li.na"),
    ("delivered", ("change", "--set", "lines.L1.quantity=130", "--reason", "x", "--cause", "client", *AGREED), "li.na"),
    ("delivered", ("sign", "--slip", "SLIP"), "li.na"), ("delivered", ("survey", "--score", "5"), "chen.jie"),
    ("signed", ("complain", "--text", "x"), "lin.wei"), ("signed", ("close",), "zhao.min"),
    ("active", ("cancel", "--reason", "x"), "wu.gang"), ("closed", ("reopen", "--reason", "x"), "wu.gang"),
    ("closed", ("pay", "--amount", "1", "--on", "2026-11-23"), "qian.yu"),
    ("closed", ("pay", "--write-off", "--amount", "1", "--reason", "x"), "wu.gang"),
]  # fmt: skip


@pytest.mark.parametrize(("stage", "args", "by"), UNDOABLE, ids=[row[1][0] for row in UNDOABLE])
def test_a_move_made_and_taken_back_leaves_the_book_as_it_was_but_for_the_log(desk, stage, args, by):
    order = desk.order(stage)
    files = desk.state()[2]
    shown = desk.ask("show", order)
    desk.run(args[0], order, *(desk.paper("slip.pdf") if part == "SLIP" else part for part in args[1:]), by=by)
    assert desk.state()[2] != files
    desk.run("undo", order, by=by)
    sound(desk)
    again = desk.ask("show", order)
    assert {name: value for name, value in again.items() if name != "log"} == {
        name: value for name, value in shown.items() if name != "log"
    }
    path = desk.git("ls-files", f"*{order}.yaml").strip()
    after = desk.state()[2]
    assert after[path].partition(b"\nlog:")[0] == files[path].partition(b"\nlog:")[0]
    assert after.keys() == files.keys()


def test_a_delivery_taken_back_is_owed_again(desk):
    order = desk.order("active")
    desk.run("prepare", order, "--done", "packaging", "--done", "documents", "--done", "transport", *TOLD, by="li.na")
    desk.run("deliver", order, "--quantity", "L1=120", "--quantity", "L2=60", *DELIVERY, by="li.na")
    document = made(desk, order, "undo", by="li.na")
    assert (document["stage"], document["delivery"]) == ("active", [])
    document = made(desk, order, "deliver", "--quantity", "L1=120", *DELIVERY, by="li.na")
    assert [one["id"] for one in document["delivery"]] == ["D2"]
    assert "D1" not in kept(desk, order, "delivery")


def test_files_of_clients_and_staff_know_no_undo(office):
    assert "undo" not in {move.verb for kind in ("client", "staff") for move in moves_from(kind, "listed")}
    assert office.clients[CLIENT].standing == office.clients[CLIENT].log


def test_comments_that_a_move_wrote_over_come_back_with_its_undo(desk):
    order = desk.order("draft")
    beams = ("draft", order, "--line", "item=Beam;spec=2m;quantity=5;unit=piece;price=90.00")
    place = next(desk.root.rglob(f"{order}.yaml"))
    place.write_text(
        place.read_text().replace(
            "      item: Guard rail\n", "      item: Guard rail   # our own shop\n      # from steel\n"
        )
    )
    desk.run("save", order, by="chen.jie")
    before = place.read_text()
    assert before.count("#") == 3
    desk.run(*beams, by="chen.jie")
    assert "our own shop" not in place.read_text()
    made(desk, order, "undo", by="chen.jie")
    assert place.read_text().startswith(before)
    # A comment that was saved in between stays, and the move's own words go.
    desk.run(*beams, by="chen.jie")
    place.write_text(place.read_text() + "# later\n")
    desk.run("save", order, by="chen.jie")
    made(desk, order, "undo", by="chen.jie")
    assert "# later\n" in place.read_text()


# --- what was done together


def test_what_was_made_together_with_another_record_is_not_taken_back_alone(desk):
    order = desk.order("active")
    client = desk.ask("show", order)["client"]
    desk.trust(client)
    other = desk.order("active", client)
    desk.run("pay", client, "--amount", "300", "--to", f"{order}=100", "--to", f"{other}=200", by="qian.yu")
    refused(
        desk, order, "undo", by="qian.yu", why=f"it was made together with: {other[-5:]} (P2.6)",
        hint='give it back: ordertool pay {tail} --refund --amount 100.00 --reason "…"',
    )  # fmt: skip
    desk.run("pay", client, "--amount", "300", "--to", f"{order}=10", by="qian.yu")
    refused(
        desk, order, "undo", by="qian.yu", why=f"it was made together with: {client[-5:]} (P2.6)",
        hint='give it back: ordertool pay {tail} --refund --amount 10.00 --reason "…"',
    )  # fmt: skip
    desk.run("client", "watch", client, "--reason", "a rumour", by="qian.yu")
    refused(
        desk, order, "undo", by="qian.yu", why=f"it was made together with: {client[-5:]}, {other[-5:]} (P2.6)",
        hint=f'ordertool client release {client[-5:]} --reason "…"',
    )  # fmt: skip
    desk.run("client", "release", client, "--reason", "none", by="qian.yu")
    refused(
        desk, other, "undo", by="qian.yu", why=f"it was made together with: {client[-5:]}, {order[-5:]} (P2.6)",
        hint=f'ordertool client watch {client[-5:]} --reason "…"',
    )  # fmt: skip
    # A move on many, or on one alone, is taken back one by one.
    desk.run("pay", order, "--amount", "5", by="qian.yu")
    made(desk, order, "undo", by="qian.yu")
    desk.run("hold", order, "--reason", "x", by="zhao.min")
    made(desk, order, "undo", by="zhao.min")
