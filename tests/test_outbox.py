"""The outbox: nothing acknowledged is lost, nothing is told of what never was, nothing goes out twice (P2.3b)."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from test_kill import let_live, start

from ordertool.book import change
from ordertool.book.book import Book
from ordertool.book.notice import Notice, notice_id
from ordertool.book.outbox import Outbox
from ordertool.language import text
from ordertool.notices import sending
from ordertool.notices.channels import Channel, ChannelError

pytestmark = pytest.mark.usefixtures("every_letter")


class Killed(BaseException):
    """A SIGKILL, as far as a test in one process can have one: nobody catches it."""


def outbox(desk) -> Outbox:
    return Outbox(desk.root / ".git")


def box(desk) -> Path:
    return desk.root / ".git" / "ordertool" / "outbox"


def files(desk) -> set[str]:
    """Every file of the outbox."""
    return {str(path.relative_to(box(desk))) for path in box(desk).rglob("*") if path.is_file()}


def sent(desk, order):
    """What went out about an order, as event and person."""
    return sorted(
        (one["event"], one["to"])
        for one in desk.ask("notices", "list", "--sent", "--limit", "500")
        if one["order"] == order
    )


@pytest.fixture
def post(monkeypatch):
    """A channel that takes everything, or what a test wants it to; and all that it was given."""

    class Post:
        given: list[tuple[str, str]] = []
        refuses = staticmethod(lambda _notice: None)

    post = Post()
    post.given = []

    def deliver(channel, notice, words, staff_id, person):
        why = post.refuses(notice)
        if why:
            raise ChannelError(text(why), of_person="mailbox" in why)
        post.given.append((notice.id, notice.to))

    monkeypatch.setattr(sending, "deliver", deliver)
    monkeypatch.setattr(
        "ordertool.notices.held.configured", lambda _outbox, _environ: [Channel("smtp://post.example.com")]
    )
    return post


# A move


def test_a_move_leaves_one_file_with_all_that_it_tells(desk):
    order = desk.order("submitted")
    before = files(desk)
    commit = desk.ask("assign", order, "--to", "li.na", by="zhao.min")["commit"]
    assert files(desk) - before == {f"moves/{commit}.json"}
    told = json.loads((box(desk) / "moves" / f"{commit}.json").read_text("utf-8"))
    assert [(one["to"], one["why"], one["commit"]) for one in told] == [
        ("li.na", "owner", commit),
        ("chen.jie", "taker", commit),
    ]
    assert desk.git("status", "--porcelain") == ""


def test_a_dry_run_and_a_refusal_leave_none(desk):
    order = desk.order("submitted")
    before = files(desk)
    desk.run("assign", order, "--to", "li.na", "--dry-run", by="zhao.min")
    desk.run("assign", order, "--to", "he.jun", by="zhao.min", code=3)
    desk.run("tick", "--dry-run")
    desk.run("notices", "send", "--dry-run")
    assert files(desk) == before


def test_a_move_that_tells_nobody_leaves_none(desk):
    desk.shelf = None
    desk.client("unlimited")
    assert files(desk) == set()


def test_an_outbox_that_cannot_be_written_refuses_the_move(desk):
    order = desk.order("submitted")
    subprocess.run(["rm", "-r", box(desk)], check=True)
    box(desk).write_text("not a folder")
    before = desk.head
    said = desk.run("assign", order, "--to", "li.na", by="zhao.min", code=5)
    assert said.err.startswith("Error: the outbox cannot be written: ")
    assert desk.head == before
    box(desk).unlink()
    desk.run("assign", order, "--to", "li.na", by="zhao.min")


def test_a_move_imports_nothing_that_only_sending_needs(desk):
    order = desk.order("submitted")
    script = (
        "import sys; from ordertool.cli import main; main(sys.argv[1:]); "
        "print({'jinja2', 'apprise', 'smtplib', 'ssl'} & sys.modules.keys() or 'lean')"
    )
    env = os.environ | {"ORDERTOOL_NOW": desk.now, "ORDERTOOL_BOOK": str(desk.root), "ORDERTOOL_ACTOR": "zhao.min"}
    args = [sys.executable, "-c", script, "assign", order, "--to", "li.na"]
    said = subprocess.run(args, env=env, capture_output=True, text=True, check=True).stdout
    assert said.endswith("lean\n")
    assert "assigned" in said


# Killed at a certain point


def killed_at(monkeypatch, desk, module, name, *args, by, before):
    """Run a command that is killed before, or after, it calls a function."""
    real = getattr(module, name)

    def deadly(*given, **named):
        if not before:
            real(*given, **named)
        raise Killed

    monkeypatch.setattr(module, name, deadly)
    with pytest.raises(Killed):
        desk.run(*args, by=by)
    monkeypatch.setattr(module, name, real)


@pytest.mark.parametrize(("module", "name", "before", "stands"), [
    (change.journal, "note", True, False),  # the notices are written, nothing else
    (change, "_acknowledge", True, False),  # the journal too
    (change, "_acknowledge", False, True),  # HEAD has moved
    (change, "_settle", False, True),  # all is in place
])  # fmt: skip
def test_killed_in_a_move_its_notices_go_out_if_and_only_if_it_stands(
    desk, monkeypatch, post, module, name, before, stands
):
    order = desk.order("submitted")
    desk.run("tick")
    killed_at(monkeypatch, desk, module, name, "assign", order, "--to", "li.na", by="zhao.min", before=before)
    assert len(outbox(desk).waiting()) == 1
    desk.run("tick")
    told = [("assign", "chen.jie"), ("assign", "li.na")] if stands else []
    assert sent(desk, order) == sorted([*told, ("submit", "zhao.min")])
    assert outbox(desk).waiting() == []
    assert desk.ask("show", order)["stage"] == ("assigned" if stands else "submitted")


@pytest.mark.parametrize(("name", "before"), [("put", True), ("put", False), ("forget", True), ("forget", False)])
def test_killed_while_sorting_nothing_is_lost_or_doubled(desk, monkeypatch, post, name, before):
    order = desk.order("assigned")
    killed_at(monkeypatch, desk, Outbox, name, "tick", by=None, before=before)
    desk.run("tick")
    assert sent(desk, order) == [("assign", "chen.jie"), ("assign", "li.na"), ("submit", "zhao.min")]
    assert len(post.given) == len(set(post.given)) == 3


def test_killed_between_the_server_and_the_record_it_goes_out_again_under_the_same_id(desk, monkeypatch, post):
    order = desk.order("assigned")
    real, taken = Outbox.put, []

    def deadly(self, notice):
        if notice.reached and not taken:
            taken.append(notice.id)
            raise Killed
        real(self, notice)

    monkeypatch.setattr(Outbox, "put", deadly)
    with pytest.raises(Killed):
        desk.run("tick")
    monkeypatch.setattr(Outbox, "put", real)
    desk.run("tick")
    assert len(sent(desk, order)) == 3
    ids = [given for given, _to in post.given]
    assert len(ids) == 4
    assert sorted(ids) == sorted([*set(ids), taken[0]])


# Commits that are not in the history


def test_what_stands_on_another_branch_waits_until_that_is_looked_at(desk, post):
    order = desk.order("submitted")
    desk.git("switch", "-q", "-c", "trial")
    desk.run("assign", order, "--to", "li.na", by="zhao.min")
    desk.git("switch", "-q", "main")
    desk.run("tick")
    assert sent(desk, order) == [("submit", "zhao.min")]
    desk.git("switch", "-q", "trial")
    desk.run("tick")
    assert sent(desk, order) == [("assign", "chen.jie"), ("assign", "li.na"), ("submit", "zhao.min")]


def test_a_move_under_way_is_not_taken_for_a_dead_one(desk, monkeypatch, post):
    """A sender that comes between the notice and the acknowledgement waits for the book's lock."""
    order = desk.order("submitted")
    ticks = []
    real = change._acknowledge

    def slow(*args):
        env = os.environ | {"ORDERTOOL_NOW": desk.now, "ORDERTOOL_BOOK": str(desk.root)}
        ticks.append(subprocess.Popen([sys.executable, "-m", "ordertool", "tick"], env=env, stdout=subprocess.PIPE))
        with pytest.raises(subprocess.TimeoutExpired):
            ticks[0].wait(1)
        return real(*args)

    with monkeypatch.context() as patch:
        patch.setattr(change, "_acknowledge", slow)
        desk.run("assign", order, "--to", "li.na", by="zhao.min")
    assert b"sent: 2, failed: 0, not needed: 1" in ticks[0].communicate(timeout=30)[0]
    assert sent(desk, order) == [("assign", "chen.jie"), ("assign", "li.na")]


# Sending


def test_two_at_once_send_each_notice_once(desk, monkeypatch, post):
    order = desk.order("assigned")
    inside, go_on = threading.Event(), threading.Event()

    def waits(_notice):
        inside.set()
        assert go_on.wait(20)

    post.refuses = waits
    with monkeypatch.context() as patch:
        for name, value in {"ORDERTOOL_NOW": desk.now, "ORDERTOOL_BOOK": str(desk.root)}.items():
            patch.setenv(name, value)
        from ordertool.cli import main

        first = threading.Thread(target=main, args=(["tick"],))
        first.start()
        assert inside.wait(20)
        second = desk.run("tick")
        assert second.err == "Warning: another command is sending notices, and this one leaves it to that\n"
        assert post.given == []
        go_on.set()
        first.join(20)
    desk.run("tick")
    assert len(post.given) == len(set(post.given)) == 3
    assert len(sent(desk, order)) == 3


def test_what_fails_is_tried_again_later_and_later(desk, post):
    order = desk.order("assigned")
    post.refuses = lambda notice: "the server is closed" if notice.to == "li.na" else None
    assert desk.ask("tick") == {"brought": [], "sent": 2, "failed": 1, "passed": 0, "later": 0}
    found = desk.ask("notices", "list", "--failed")
    assert [(one["to"], one["attempts"], one["next"]) for one in found] == [("li.na", 1, "2026-11-23T09:05:00+08:00")]
    assert found[0]["tried"] == [{"at": "2026-11-23T09:00:00+08:00", "channel": "smtp", "why": "the server is closed"}]
    assert desk.ask("tick") == {"brought": [], "sent": 0, "failed": 0, "passed": 0, "later": 1}
    waits = []
    for now in ("09:05", "09:15", "09:35", "10:15", "11:35"):
        desk.now = f"2026-11-23T{now}"
        assert desk.ask("tick")["failed"] == 1
        waits.append(desk.ask("notices", "list", "--failed")[0]["next"][11:16])
    assert waits == ["09:15", "09:35", "10:15", "11:35", "14:15"]
    desk.now = "2026-11-23T12:00"
    assert desk.ask("notices", "send")["failed"] == 1  # by hand it is tried at once
    found = desk.ask("notices", "list", "--failed")[0]
    assert found["next"] == "2026-11-23T16:00:00+08:00"  # four hours at most
    assert len(found["tried"]) == 5
    post.refuses = lambda _notice: None
    assert desk.ask("notices", "send")["sent"] == 1
    assert len(sent(desk, order)) == 3
    assert len(post.given) == 3


def test_a_channel_that_is_down_is_left_alone_after_three_failures(desk, post):
    desk.shelf = None
    client = desk.client("unlimited")
    for _ in range(3):
        desk.order("assigned", client)
    asked = []
    post.refuses = lambda notice: asked.append(notice.id) or "no connection"
    counts = desk.ask("tick")
    assert len(asked) == 3
    assert (counts["sent"], counts["failed"], counts["failed"] + counts["later"]) == (0, 3, 9)


def test_a_wrong_address_does_not_hold_up_the_others(desk, post):
    desk.shelf = None
    client = desk.client("unlimited")
    for _ in range(4):
        desk.order("assigned", client)
    post.refuses = lambda notice: "no such mailbox" if notice.to == "chen.jie" else None
    counts = desk.ask("tick")
    assert (counts["sent"], counts["failed"]) == (8, 4)


def test_who_is_nobody_any_more_is_told_nothing(desk, post):
    order = desk.order("assigned")
    desk.git("rm", "-q", "staff/chen.jie.yaml")
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qm", "A file that is gone")
    assert desk.ask("tick")["passed"] == 1
    assert ("assign", "chen.jie") not in sent(desk, order)


def test_what_is_no_notice_in_the_outbox_is_passed_over(desk, post):
    order = desk.order("assigned")
    for name in ("moves/0123.json", "queued/x.json", "queued/y.json", "done/202611/z.json"):
        path = box(desk) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text({"x": "[" * 99, "y": '{"id": 1}', "z": "no"}.get(path.stem, '{"id": "a"}'))
    desk.run("tick")
    assert len(sent(desk, order)) == 3


def test_an_id_is_the_same_whenever_it_is_made_and_names_its_day():
    made = [notice_id("2026-11-23T09:00", "a", "b") for _ in range(2)]
    assert made[0] == made[1] == "20261123-" + made[0][9:]
    assert notice_id("2026-11-23T09:00", "ab", "") != made[0] != notice_id("2026-11-23T09:00", "b", "a")
    assert Notice("i", "li.na", "o", "assign", "owner", "m").document() == {
        "id": "i", "to": "li.na", "order": "o", "event": "assign", "why": "owner", "made": "m", "state": "queued",
    }  # fmt: skip


# Looking


def test_list_and_show(desk):
    order = desk.order("assigned")
    desk.env["COLUMNS"] = "400"
    said = desk.run("notices", "list")
    head, *rows, _ = [*said.out.splitlines(), ""]
    assert head.split() == ["notice", "made", "told", "event", "order", "state", "attempts"]
    assert sorted(row.split()[3:7] for row in rows) == sorted(
        [to, event, order, "waits"]
        for event, to in (("assign", "chen.jie"), ("assign", "li.na"), ("submit", "zhao.min"))
    )
    assert desk.run("notices", "list", "--sent").out == "there are no such notices\n"
    desk.run("notices", "send")
    assert len(desk.ask("notices", "list", "--sent", "--to", "li.na")) == 1
    assert len(desk.ask("notices", "list", "--limit", "2")) == 2
    found = desk.ask("notices", "list", "--to", "li.na")[0]
    assert found["reached"] == ["letter"]
    assert found["subject"] in desk.run("notices", "show", found["id"][-6:]).out
    said = desk.run("notices", "show", "20990101-0", code=2)
    assert said.err.splitlines() == ["Error: there is no notice 20990101-0", "Hint: ordertool notices list"]


# SIGKILL at any moment


@pytest.mark.soak
def test_killed_at_any_moment_every_move_that_stands_is_told_once_and_no_other(desk):
    seed = int(os.environ.get("ORDERTOOL_TEST_SEED") or random.randrange(1 << 30))
    print(f"seed {seed}")
    chance = random.Random(seed)
    order = desk.order("active")
    desk.run("tick")
    killed, number, before, since = 0, 0, desk.head, 0
    while killed < 60 or desk.head == before:
        number, since, head = number + 1, since + 1, desk.head
        args = ["progress", order, "--state", f"{number}"] if chance.random() < 0.6 else ["tick"]
        process = start(desk, "he.jun", args)
        let_live(process, desk, 0.4 * (1 + since / 10), chance)  # longer where the machine is busy
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        killed += process.returncode == -signal.SIGKILL
        since = since if desk.head == head else 0
    desk.run("check")
    desk.run("tick")
    stand = len(desk.git("rev-list", f"{before}..HEAD").split())
    found = [
        one
        for one in desk.ask("notices", "list", "--limit", "1000")
        if one["event"] == "progress" and one["to"] == "li.na"
    ]
    assert len(found) == stand > 0, f"seed {seed}"
    assert {one["state"] for one in found} == {"sent"}
    assert len({one["place"] for one in found}) == stand
    book = Book.find(str(desk.root), desk.root)
    assert not book.left_over
    book.close()


def test_a_broken_file_of_the_outbox_is_kept_and_doctor_names_it(desk):
    order = desk.order("submitted")
    desk.run("tick")
    desk.run("assign", order, "--to", "li.na", by="zhao.min")
    moves = desk.root / ".git/ordertool/outbox/moves"
    [kept] = moves.glob("*.json")
    kept.write_bytes(kept.read_bytes()[:100])
    desk.run("tick")
    assert kept.exists()
    found = [
        one
        for one in desk.run("doctor", "--json", code=None).json["findings"]
        if one["subject"] == "notices-unreadable"
    ]
    assert [one["message"] for one in found] == [
        f"1 files of the outbox cannot be read: .git/ordertool/outbox/moves/{kept.name}"
    ]


@pytest.mark.parametrize(
    "change", [{"reached": None}, {"id": 1}, {"made": "garbage"}, {"next": "garbage"}, {"state": "weird"}]
)
def test_what_another_program_left_in_the_queue_stops_nothing(desk, change):
    desk.order("assigned")
    desk.env["ORDERTOOL_NOTIFY"] = "smtp://127.0.0.1:1"
    desk.run("tick", code=None)
    queued = desk.root / ".git/ordertool/outbox/queued"
    one = min(queued.glob("*.json"))
    one.write_text(json.dumps(json.loads(one.read_text()) | change))
    for command in (("notices", "list"), ("tick",), ("tick", "--dry-run"), ("doctor",)):
        assert desk.run(*command, code=None).code != 70
    assert one.exists()
