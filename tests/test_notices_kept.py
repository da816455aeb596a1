"""What a move tells is told once, whatever happens to history, clock and files meanwhile (P2.3b, P2.3c)."""

from __future__ import annotations

import json
import os
from datetime import datetime, timedelta

import pytest
from people import CHINA
from test_notices import silent
from test_outbox import box, outbox, post, sent  # noqa: F401 (post is a fixture)

from ordertool.book.book import Book
from ordertool.notices import held, sending, sorting
from ordertool.notices.channels import Channel
from ordertool.records.policy import Rung

pytestmark = pytest.mark.usefixtures("every_letter")

ASSIGNED = [("assign", "chen.jie"), ("assign", "li.na"), ("submit", "zhao.min")]
AT_NINE = datetime(2026, 11, 23, 9, tzinfo=CHINA)


def kept(desk, *args):
    """The outbox's notices about an assignment, by whom they are to and how they stand."""
    found = desk.ask("notices", "list", "--limit", "500", *args)
    return sorted((one["to"], one["state"]) for one in found if one["event"] == "assign")


# A move that comes while somebody sends


@pytest.mark.parametrize("command", [("tick",), ("notices", "send")])
def test_a_move_that_is_made_while_tick_waits_for_the_lock_is_told(desk, monkeypatch, post, command):  # noqa: F811
    order = desk.order("submitted")
    real = held.sort

    def slow(*args):
        with monkeypatch.context() as patch:
            patch.setattr(held, "sort", real)
            desk.run("assign", order, "--to", "li.na", by="zhao.min")
        real(*args)

    monkeypatch.setattr(held, "sort", slow)
    desk.run(*command)
    assert sent(desk, order) == ASSIGNED
    assert kept(desk) == [("chen.jie", "sent"), ("li.na", "sent")]


def test_a_notice_that_is_newer_than_the_commit_looked_at_waits_and_is_not_passed(desk, post):  # noqa: F811
    order = desk.order("submitted")
    book = Book.find(str(desk.root), desk.root)
    before = book.snapshot()
    desk.run("assign", order, "--to", "li.na", by="zhao.min")
    sorting.sort(book, outbox(desk))
    channels = [Channel("smtp://post.example.com")]
    counts = sending.flush(outbox(desk), channels, before, AT_NINE)
    assert counts == {"sent": 1, "failed": 0, "passed": 0, "later": 2}
    assert kept(desk) == [("chen.jie", "queued"), ("li.na", "queued")]
    assert sending.flush(outbox(desk), channels, book.snapshot(), AT_NINE)["sent"] == 2
    assert sent(desk, order) == ASSIGNED
    book.close()


# Commits that are made anew


def rewritten(desk, *args):
    desk.git("-c", "user.name=吴刚", "-c", "user.email=wu.gang@example.com", *args)


def test_an_amended_commit_is_told_once(desk, post):  # noqa: F811
    order = desk.order("assigned")
    rewritten(desk, "commit", "-q", "--amend", "-m", "Assigned, by phone")
    desk.run("tick")
    assert sent(desk, order) == ASSIGNED
    rewritten(desk, "commit", "-q", "--amend", "-m", "Assigned, after all")
    desk.run("tick")
    assert len(post.given) == 3
    assert outbox(desk).waiting() == []


def test_a_commit_that_is_rebased_onto_another_is_told_once_even_when_the_old_one_is_gone(desk, post):  # noqa: F811
    order = desk.order("assigned")
    desk.git("branch", "theirs", "HEAD~1")
    desk.git("switch", "-q", "theirs")
    (desk.root / "notes.txt").write_text("from another machine")
    desk.git("add", "notes.txt")
    rewritten(desk, "commit", "-qm", "A note")
    desk.git("switch", "-q", "main")
    rewritten(desk, "rebase", "-q", "theirs")
    desk.git("branch", "-D", "theirs")
    desk.git("reflog", "expire", "--expire=now", "--all")
    desk.git("gc", "-q", "--prune=now")
    assert kept(desk) == [("chen.jie", "queued"), ("li.na", "queued")]
    desk.run("tick")
    assert sent(desk, order) == ASSIGNED
    body = next(one["body"] for one in desk.ask("notices", "list", "--to", "li.na"))
    assert "Pallet racking 2700x1000x6000 × 120 bay" in body
    assert outbox(desk).waiting() == []


def test_moves_that_are_squashed_into_one_commit_are_told_once_each(desk, post):  # noqa: F811
    order = desk.order("confirmed")
    desk.git("reset", "-q", "--soft", "HEAD~2")
    rewritten(desk, "commit", "-qm", "Two moves in one")
    desk.run("tick")
    assert sent(desk, order) == sorted([*ASSIGNED, ("confirm", "zhao.min")])
    assert len(post.given) == 4


@pytest.mark.parametrize("sorted_before", [False, True])
def test_what_was_taken_out_of_history_waits_and_is_told_when_it_comes_back(desk, post, sorted_before):  # noqa: F811
    order = desk.order("assigned")
    made = desk.head
    if sorted_before:
        post.refuses = lambda _notice: "the server is closed"
        desk.run("tick")
        post.refuses = lambda _notice: None
        desk.now = "2026-11-23T09:10"
    desk.git("reset", "-q", "--hard", "HEAD~1")
    said = desk.run("tick")
    assert said.err == f"Warning: 2 notices wait, for their moves were taken out of the history: {order}\n"
    assert sent(desk, order) == [("submit", "zhao.min")]
    told = [one for one in desk.run("doctor", "--json", code=None).json["findings"] if one["subject"] == "notices-away"]
    assert [(one["kind"], one["message"]) for one in told] == [
        ("note", f"2 notices wait, for their moves were taken out of the history: {order}")
    ]
    assert desk.run("tick").err == ""  # it was told once; doctor goes on saying it
    desk.git("reset", "-q", "--hard", made)
    assert desk.run("tick").err == ""
    assert sent(desk, order) == ASSIGNED
    assert len(post.given) == 3


def test_what_is_taken_out_of_history_once_more_is_told_once_more(desk, post):  # noqa: F811
    order = desk.order("assigned")
    made = desk.head
    post.refuses = lambda _notice: "the server is closed"
    desk.run("tick")
    for _time in range(2):
        desk.git("reset", "-q", "--hard", "HEAD~1")
        assert desk.run("tick", "--dry-run").err == ""
        told = [desk.run("tick").err for _again in range(2)]
        assert told == [f"Warning: 2 notices wait, for their moves were taken out of the history: {order}\n", ""]
        desk.git("reset", "-q", "--hard", made)
        desk.run("tick")


def test_an_entry_that_a_later_commit_takes_out_by_hand_is_not_told(desk, post):  # noqa: F811
    desk.order("assigned")
    rewritten(desk, "revert", "--no-edit", "HEAD")
    assert desk.run("tick").err == ""
    assert kept(desk) == [("chen.jie", "passed"), ("li.na", "passed")]


# Files that are none of ours


def in_the_queue(desk, post):  # noqa: F811
    """Three notices that no channel took yet; the file of the one to Li Na."""
    desk.order("assigned")
    post.refuses = lambda _notice: "the server is closed"
    desk.run("tick")
    post.refuses = lambda _notice: None
    desk.now = "2026-11-23T09:10"
    return next(path for path in (box(desk) / "queued").glob("*.json") if '"to": "li.na"' in path.read_text("utf-8"))


def told_of(desk, *names):
    """What tick and doctor say of these files."""
    where = ", ".join(f".git/ordertool/outbox/{name}" for name in names)
    return f"{len(names)} files of the outbox cannot be read: {where}"


BROKEN = [
    {"event": "explode"}, {"id": ""}, {"id": "20261123-000000000000"}, {"id": "20261123-0000\0000000"}, {"id": "../../../out"},
    {"id": "/tmp/out"}, {"digest": "../../../out"}, {"id": "9" * 300}, {"subject": "\ud800"}, {"body": "half: \udfff"}, {"made": "0001-01-01T00:00:00+08:00"},
    {"made": "9999-12-31T23:59:59-08:00"}, {"made": "2026-11-23T09:00:00"}, {"made": ""}, {"next": "2200-01-01T00:00:00+08:00"},
    {"due": "soon"}, {"sent": "1969-12-31T00:00:00+00:00"}, {"commit": "HEAD"}, {"commit": "--all"}, {"place": -1}, {"place": True},
    {"place": 10**30}, {"attempts": -5}, {"reached": [1]}, {"to": None}, {"state": "lost"},
    {"tried": [{"at": "2026-11-23T09:00:00+08:00", "channel": "smtp", "message": "{a.b}", "values": {"a": "x"}}]},
    {"tried": [{"at": "2026-11-23T09:00:00+08:00", "channel": "smtp", "message": "\ud800"}]},
    {"tried": [{"at": "yesterday", "channel": "smtp", "message": "no"}]}, {"tried": "no"}, {"tried": [{}]},
]  # fmt: skip


@pytest.mark.parametrize("change", BROKEN, ids=lambda change: ascii(change)[:40])
def test_a_broken_notice_is_set_aside_and_told_of_and_the_others_go_out(desk, post, change):  # noqa: F811
    path = in_the_queue(desk, post)
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | change))
    before = {path.name for path in (desk.root / ".git").rglob("*")} | {
        path.name for path in desk.root.parent.iterdir()
    }
    said = desk.run("tick")
    told = told_of(desk, f"queued/{path.name}")
    assert said.err == f"Warning: {told}\n"
    assert said.out.endswith("sent: 2, failed: 0, not needed: 0, for later: 0\n")
    assert desk.ask("tick")["remarks"] == [told]
    found = desk.run("doctor", "--json", code=None).json["findings"]
    assert [one["message"] for one in found if one["subject"] == "notices-unreadable"] == [told]
    for command in (("notices", "list"), ("notices", "send"), ("tick", "--dry-run")):
        desk.run(*command)
    assert path.exists()
    after = {path.name for path in (desk.root / ".git").rglob("*")} | {path.name for path in desk.root.parent.iterdir()}
    assert {name for name in after - before if name.endswith((".json", ".eml"))} <= {
        path.name for path in box(desk).glob("done/*/*")
    }


def test_a_copy_under_another_name_is_sent_once(desk, post):  # noqa: F811
    path = in_the_queue(desk, post)
    copy = path.with_name("20261123-0123456789ab.json")
    copy.write_bytes(path.read_bytes())
    said = desk.run("tick")
    assert said.err == f"Warning: {told_of(desk, f'queued/{copy.name}')}\n"
    assert len(post.given) == len(set(post.given)) == 3


@pytest.mark.parametrize("broken", [b"", b'[{"id": "20261', b"[1]", b"{}", b"\xff\xfe", b"[" * 100_000])
def test_a_moves_file_that_was_cut_short_is_kept_and_told_of(desk, post, broken):  # noqa: F811
    desk.order("assigned")
    kept_file = box(desk) / "moves" / f"{desk.head}.json"
    whole = kept_file.read_bytes()
    kept_file.write_bytes(broken)
    said = desk.run("tick")
    assert said.err == f"Warning: {told_of(desk, f'moves/{kept_file.name}')}\n"
    assert len(post.given) == 1
    kept_file.write_bytes(whole)
    assert desk.run("tick").err == ""
    assert len(post.given) == 3


def test_files_with_odd_names_harm_nobody(desk, post):  # noqa: F811
    path = in_the_queue(desk, post)
    moves = box(desk) / "moves"
    for name in (b"HEAD.json", b"--all.json", b"\xff\n.json"):
        (moves / os.fsdecode(name)).write_bytes(b"[]")
    (box(desk) / "queued" / "folder.json").mkdir()
    (box(desk) / "looked").write_text("2026-11-23T09:00:00")
    odd = ("queued/folder.json", "moves/--all.json", "moves/HEAD.json")
    assert desk.run("tick").err == f"Warning: {told_of(desk, *odd)}\n".replace("3 files", "4 files")
    for args in (("tick", "--json"), ("doctor", "--json"), ("doctor",), ("notices", "list")):
        assert desk.run(*args, code=None).code in (0, 1), args
    assert len(post.given) == 3
    assert not path.exists()
    assert len(list(moves.iterdir())) == 3


# A clock that was ahead


def late(desk):
    """The reminders and escalations of the outbox, by event, person and how they stand."""
    found = desk.ask("notices", "list", "--limit", "500")
    return sorted((one["event"], one["rung"], one["to"], one["state"]) for one in found if one["rung"])


def test_what_a_clock_that_was_ahead_called_late_is_dropped_and_told_in_its_time(desk, post):  # noqa: F811
    desk.order("assigned")
    silent(desk)
    desk.run("tick")
    post.refuses = lambda _notice: "the server is closed"
    desk.now = "2027-03-01T10:00"
    desk.run("tick")
    assert [event for event, *_ in late(desk)] == ["late", "late", "late", "remind"]
    post.refuses = lambda _notice: None
    desk.now = "2026-11-23T10:00"
    assert desk.ask("notices", "send")["sent"] == 0
    assert desk.ask("tick")["sent"] == 0
    assert late(desk) == [("remind", "remind", "li.na", "passed")]
    desk.now = "2026-11-23T13:00"
    desk.run("tick")
    assert late(desk) == [("remind", "remind", "li.na", "sent")]
    desk.now = "2026-11-23T14:01"
    desk.run("tick")
    assert late(desk) == [("late", "0h", "li.na", "sent"), ("remind", "remind", "li.na", "sent")]


def test_what_went_out_too_early_goes_out_in_its_time(desk, post):  # noqa: F811
    desk.order("assigned")
    silent(desk)
    desk.now = "2027-03-01T10:00"
    desk.run("tick")
    assert len(late(desk)) == 4
    desk.now = "2026-11-23T14:01"
    assert [one["to"] for one in desk.ask("tick")["brought"]] == ["li.na"]
    assert ("late", "0h", "li.na", "sent") in late(desk)
    assert desk.ask("tick")["brought"] == []


def test_a_failure_while_the_clock_was_ahead_is_tried_again_at_once(desk, post):  # noqa: F811
    desk.order("assigned")
    post.refuses = lambda _notice: "the server is closed"
    desk.now = "2036-03-01T10:00"
    desk.run("tick")
    post.refuses = lambda _notice: None
    desk.now = "2026-11-23T09:10"
    assert desk.ask("tick")["sent"] == 3
    assert desk.run("doctor", "--json", code=None).json["findings"][-1]["message"] == "no notices wait"


def test_an_order_that_cannot_be_read_keeps_its_reminders_until_it_can(desk, post):  # noqa: F811
    order = desk.order("assigned")
    post.refuses = lambda _notice: "the server is closed"
    desk.now = "2026-11-23T14:01"
    desk.run("tick")
    post.refuses = lambda _notice: None
    path = next(desk.root.glob(f"orders/**/{order}.yaml"))
    path.write_text(f"id: {order}\n")
    rewritten(desk, "commit", "-qam", "A slip of the hand")
    desk.now = "2026-11-23T14:30"
    desk.run("tick", code=4)
    assert [(event, state) for event, _rung, _to, state in late(desk)] == [("late", "queued"), ("remind", "passed")]
    rewritten(desk, "revert", "--no-edit", "HEAD")
    desk.now = "2026-11-23T14:40"
    desk.run("notices", "send")
    assert [(event, state) for event, _rung, _to, state in late(desk)] == [("late", "sent"), ("remind", "passed")]


# The same ladder in other words


@pytest.mark.parametrize(("after", "same"), [
    ("0h", "0h"), ("0m", "0h"), ("0d", "0h"), ("00.0h", "0h"), ("30m", "30m"), ("0.5h", "30m"), ("90m", "90m"), ("240m", "4h"),
    ("4.00h", "4h"), ("0.5d", "4h"), ("8h", "1d"), ("480m", "1d"), ("1.0d", "1d"), ("16h", "2d"), ("0.33h", "19.8m"),
])  # fmt: skip
def test_a_length_has_one_name_however_it_is_spelled(after, same):
    rung = Rung.model_validate({"after": after, "tell": ["manager"]})
    assert rung.after.canonical(timedelta(hours=8)) == same


def test_a_ladder_that_is_spelled_otherwise_tells_nobody_again(desk, post):  # noqa: F811
    desk.order("assigned")
    desk.now = "2026-11-30T09:00"
    desk.run("tick")
    told, count = late(desk), len(post.given)
    policy = desk.root / "policy.yaml"
    words = policy.read_text("utf-8")
    for old, new in (("after: 0h", "after: 0m"), ("after: 4h", "after: 240m"), ("after: 1d", "after: 480m")):
        assert old in words
        words = words.replace(old, new)
    policy.write_text(words, "utf-8")
    rewritten(desk, "commit", "-qam", "The ladder in minutes")
    assert desk.ask("tick")["brought"] == []
    assert (late(desk), len(post.given)) == (told, count)
    assert "late (confirm)" in desk.run("notices", "list").out
