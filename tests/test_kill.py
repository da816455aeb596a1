"""SIGKILL at any moment, and many at once: nothing acknowledged is lost, nothing is done twice, nothing by halves."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress

import pytest
from life import BEFORE, PLACES, going_live, life, money, newest

from ordertool.audit import judge_commit
from ordertool.book.book import Book
from ordertool.book.lock import locked
from ordertool.checking import check_book
from ordertool.rules.workflow import TABLE

pytestmark = pytest.mark.soak
KILLS = int(os.environ.get("ORDERTOOL_TEST_KILLS") or 500)


def start(desk, actor, args, typed=""):
    """The real command in a process group of its own; `typed` is its standard input."""
    env = os.environ | {"ORDERTOOL_NOW": desk.now, "ORDERTOOL_BOOK": str(desk.root), "ORDERTOOL_ACTOR": actor}
    with tempfile.TemporaryFile("w+") as said:
        said.write(typed)
        said.seek(0)
        return subprocess.Popen(
            [sys.executable, "-m", "ordertool", *args], env=env, start_new_session=True, text=True,
            stdin=said, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip


def user_edits(desk):
    """A tracked file edited and staged, one edited and not staged, one not tracked: all the user's own."""
    for name in ("staged.txt", "edited.txt"):
        (desk.root / name).write_text("as committed\n")
    desk.git("add", "staged.txt", "edited.txt")
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qm", "unrelated files")
    (desk.root / "staged.txt").write_text("staged by the user\n")
    desk.git("add", "staged.txt")
    (desk.root / "edited.txt").write_text("edited by the user\n")
    (desk.root / "new.txt").write_text("not tracked\n")
    return desk.git("status", "--porcelain")


def let_live(process, desk, length, chance):
    """Let a command run for a while: a random part of its time, or until it writes and a little longer."""
    way = chance.random()
    if way < 0.3:
        _wait(process, chance.uniform(0, length * 1.1))
    elif way < 0.5:
        _wait(process, chance.uniform(length * 0.5, length * 1.05))
    else:
        # From the note in the journal on it is a matter of milliseconds: references, files, the index.
        journal = desk.root / ".git" / "ordertool" / "journal.json"
        while process.poll() is None and not journal.exists():
            time.sleep(0.0002)
        _wait(process, chance.uniform(0, 0.03))


def _wait(process, seconds):
    with suppress(subprocess.TimeoutExpired):
        process.wait(seconds)


@pytest.mark.parametrize("half", range(2))
def test_killed_at_any_moment_nothing_is_lost_doubled_or_half_done(desk, tmp_path, half):
    seed = int(os.environ.get("ORDERTOOL_TEST_SEED") or random.randrange(1 << 30))
    print(f"seed {seed}")
    chance = random.Random(seed)
    going_live(desk)
    edits = user_edits(desk)
    prepared = desk.root
    took, tried, seen, kinds = {}, Counter(), Counter(), set()
    number = 0
    while seen["killed"] < KILLS // 2 or number == 1:
        number += 1
        desk.root = tmp_path / f"book-{number}"
        subprocess.run(["cp", "-a", prepared, desk.root], check=True)
        book = Book.find(str(desk.root), desk.root)
        known = {"order": "", "client": "", "first": "", "meeting": ""}
        documents = iter(BEFORE)
        for actor, template in [*life(desk, number), *money(desk, number)]:
            args = [part.format(**known) if part in PLACES else part for part in template]
            kind = " ".join(args[:2]) if args[0] in ("client", "staff", "meeting") else args[0]
            kinds.add(kind)
            typed = next(documents).replace("CLIENT", known["client"]) if kind == "opening" else ""
            while True:
                before = desk.head
                # A machine that is busy with other things slows down: a move that was killed often gets more time.
                length = took.get(kind, 0.3) * (1 + tried[kind] / 10)
                tried[kind] += 1
                when = f"seed {seed}: {args}"
                begin = time.perf_counter()
                process = start(desk, actor, args, typed)
                let_live(process, desk, length, chance)
                group = chance.random() < 0.4
                if process.poll() is None:
                    when += f", its whole group killed: {group}, after {time.perf_counter() - begin:.3f} s"
                    with suppress(ProcessLookupError):
                        os.killpg(process.pid, signal.SIGKILL) if group else process.kill()
                out, err = process.communicate()
                assert process.returncode in (0, -signal.SIGKILL), f"{when}\n{out}{err}"
                if process.returncode == 0:
                    took.setdefault(kind, time.perf_counter() - begin)
                else:
                    seen["killed"] += 1
                    seen["with its children"] += group
                    seen["with a journal left"] += book.left_over
                    seen["with a lock left"] += bool(locks(desk))
                done = survived(desk, book, before, edits, when, whole=process.returncode != 0)
                acknowledged = process.returncode == 0 or "[" in out or "archived: 1" in out or "brought in" in out
                assert done or not acknowledged, f"{when}: acknowledged and lost"
                seen["acknowledged on the screen, then killed"] += acknowledged and process.returncode != 0
                seen["stands though killed"] += done and process.returncode != 0
                if done:
                    tried[kind] = 0
                    seen["moves"] += 1
                    break
            if args[0] == "inquire":
                known["order"] = newest(book, "order")
            if args[:2] == ["meeting", "call"]:
                known["meeting"] = newest(book, "meeting")
            if args[:2] == ["client", "add"]:
                known["client"] = newest(book, "client")
                known["first"] = known["first"] or known["client"]
            if args[:2] == ["client", "merge"]:
                known["client"] = known["first"]
        assert desk.git("show", ":staged.txt") == "staged by the user\n"
        assert (desk.root / "new.txt").read_text() == "not tracked\n"
        assert desk.ask("show", known["order"])["stage"] == "archived"
        book.close()
        shutil.rmtree(desk.root)
    print(", ".join(f"{count} {what}" for what, count in seen.items()))
    assert kinds == {
        (move.command or move.verb)
        if move.kind == "order" or move.command in ("pay", "opening", "dun")  # also commands of clients' rows
        else f"{move.kind} {move.command or move.verb}"
        for move in TABLE
        if not move.command.startswith("assess ")  # no quarter is assessed in it
    }


def locks(desk):
    """Lock files that a killed git left."""
    folder = desk.root / ".git"
    return [
        path for path in (*folder.glob("*.lock"), *folder.glob("refs/**/*.lock"), *folder.glob("ordertool/*.lock"))
        if path.name != "lock"
    ]  # fmt: skip


def survived(desk, book, before, edits, when, *, whole):
    """Check the book after a command, the `whole` of it after a kill; True when the move stands."""
    with locked(book.git, book.common):
        pass  # git children of the killed command hold the lock until they are done
    checked = desk.run("check", code=None)  # as the next command it finishes or drops what was left
    assert (checked.code, checked.err) == (0, ""), f"{when}\n{checked.out}{checked.err}"
    assert not book.left_over, when
    assert desk.git("status", "--porcelain") == edits, when
    new = desk.git("rev-list", f"{before}..HEAD").split()
    assert len(new) <= 1, when
    if whole:
        assert desk.git("fsck", "--strict", "--no-dangling") == "", when
        assert (desk.root / "edited.txt").read_text() == "edited by the user\n"
    if new:
        assert judge_commit(book, new[0]) == (), when
    return bool(new)


WORKER = """
import io, os, sys, contextlib
from ordertool.cli import main
number, order = sys.argv[1:]
for step in range(25):
    if step % 2:
        args = ["progress", order, "--state", f"{number}/{step}", "--as", "li.na"]
    else:
        args = ["inquire", "--client", f"{number}/{step}", "--contact", "x", "--channel", "phone", "--matter", "y", "--as", "chen.jie"]
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(args)
    if code:
        sys.exit(f"{args}: {code} {err.getvalue()}")
"""


def test_eight_at_once_keep_all_of_their_moves(desk):
    order = desk.order("active")
    before = desk.head
    env = os.environ | {"ORDERTOOL_NOW": desk.now, "ORDERTOOL_BOOK": str(desk.root)}
    workers = [subprocess.Popen([sys.executable, "-c", WORKER, str(n), order], env=env) for n in range(8)]
    assert [worker.wait(300) for worker in workers] == [0] * 8
    commits = desk.git("rev-list", f"{before}..HEAD").split()
    assert len(commits) == 200
    book = Book.find(str(desk.root), desk.root)
    for commit in commits:
        assert judge_commit(book, commit) == ()
    shared = book.snapshot().record("order", order)
    assert sorted(report.state for report in shared.progress) == sorted(
        f"{n}/{s}" for n in range(8) for s in range(1, 25, 2)
    )
    assert [report.id for report in shared.progress] == [f"R{n}" for n in range(1, 97)]
    assert desk.git("status", "--porcelain") == ""
    assert desk.git("fsck", "--strict", "--no-dangling") == ""
    assert check_book(book).problems == ()
    book.close()


def test_control_c_ends_a_move_before_or_after_and_the_answer_says_which(desk):
    order = desk.order("active")
    chance = random.Random(4)
    seen = Counter()
    begin = time.perf_counter()
    start(desk, "li.na", ("progress", order, "--state", "measured")).communicate()
    length = time.perf_counter() - begin
    for number in range(60):
        before = desk.head
        process = start(desk, "li.na", ("progress", order, "--state", f"as planned {number}"))
        let_live(process, desk, length, chance)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate()
        made = desk.head != before
        seen[process.returncode] += 1
        told = f"{process.returncode}\n{out}{err}"
        assert made == (process.returncode == 0) == (f"{order}  progress" in out), told
        # While python starts, the signal itself ends it, or it cannot start; a git that was stopped is told as what failed.
        assert process.returncode in (0, 130, -signal.SIGINT, 1, 5), told
        assert desk.git("status", "--porcelain") == ""
    print(seen)
    assert seen[0]
    assert seen[130]
