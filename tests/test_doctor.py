"""`ordertool doctor`: what is not in order on this machine, in git, in the calendar, and what to do about it."""

from __future__ import annotations

import fcntl
import os
import re
import subprocess
import time
from datetime import date

import chinese_calendar
import pytest

from ordertool.language import use_language


@pytest.fixture(autouse=True)
def _typist(desk):
    """wu.gang types, and the book, which stays this one, has a copy."""
    desk.shelf = None
    subprocess.run(["git", "init", "-q", "--bare", desk.root.parent / "copy.git"], check=True)
    desk.git("remote", "add", "origin", str(desk.root.parent / "copy.git"))
    desk.git("push", "-q", "-u", "origin", "HEAD")


def told(desk, *args, code=0):
    """The findings that are not in order, by subject: kind, message, advice."""
    found = desk.run("doctor", "--json", *args, code=code).json["findings"]
    return {one["subject"]: (one["kind"], one["message"], one["advice"]) for one in found if one["kind"] != "ok"}


USUAL = {"clock", "calendar", "channels"}
"""Notes that a test always gets: its clock is frozen, a holiday list ends somewhere, and no channel is set."""


def test_a_book_in_order(desk):
    said = desk.run("doctor")
    assert re.search(r"^in order  ordertool \d", said.out, re.MULTILINE)
    assert re.search(r"^in order  git 2\.\d", said.out, re.MULTILINE)
    assert "in order  no locks, nothing left over\n" in said.out
    assert "in order  git leaves records as they are (.gitattributes)\n" in said.out
    assert "in order  on branch main\n" in said.out
    assert "in order  wu.gang types (wu.gang@example.com)\n" in said.out
    assert "in order  holidays of 2026 are known\n" in said.out
    assert "to note   the time is set by ORDERTOOL_NOW: 2026-11-23 09:00\n" in said.out
    assert said.out.endswith("problems: 0\n")
    assert told(desk).keys() <= USUAL
    assert all(len(line) <= 80 for line in said.out.splitlines())


def test_a_book_in_order_in_chinese(desk):
    use_language("zh_CN")
    assert desk.run("doctor").code == 0


def test_outside_a_book_the_machine_is_looked_at(desk, tmp_path):
    said = desk.run("doctor", "--book", str(tmp_path))
    assert f"to note there is no book at {tmp_path} → go to a book" in " ".join(said.out.split())


@pytest.mark.parametrize(("email", "message"), [
    ("nobody@example.com", "git says nobody@example.com is typing, and that is nobody on the staff"),
    (None, "git does not know who is typing"),
])  # fmt: skip
def test_a_stranger_is_told(desk, email, message):
    desk.git("config", "user.email", email) if email else desk.git("config", "--unset", "user.email")
    advice = "set git's user.email to your own: git config user.email you@example.com"
    assert told(desk, code=1)["identity"] == ("problem", message, advice)


def test_an_actor_who_is_nobody(desk):
    desk.env["ORDERTOOL_ACTOR"] = "li.ma"
    message = "ORDERTOOL_ACTOR names li.ma, who is nobody on the staff"
    assert told(desk, code=1)["actor"] == ("problem", message, "ordertool staff list")
    desk.env["ORDERTOOL_ACTOR"] = "li.na"
    assert told(desk)["actor"] == ("note", "li.na acts (ORDERTOOL_ACTOR)", None)


def test_settings_of_git_that_matter(desk):
    desk.git("config", "commit.gpgsign", "true")
    desk.git("config", "core.autocrlf", "true")
    assert told(desk).keys() - USUAL == {"commit.gpgsign"}
    (desk.root / ".gitattributes").write_text("*.png binary\n")
    desk.git("-c", "core.autocrlf=false", "-c", "commit.gpgsign=false", "commit", "-qam", "attributes by hand")
    desk.git("push", "-q")
    kind, message, advice = told(desk, code=1)["gitattributes"]
    assert (kind, message) == ("problem", "core.autocrlf=true changes the lines of records")
    assert "orders/** -text -filter -ident -working-tree-encoding" in advice


def test_hooks_are_named(desk):
    hooks = desk.root / "hooks"
    hooks.mkdir()
    (hooks / "pre-commit").write_text("#!/bin/sh\n")
    assert "hooks" not in told(desk)
    desk.git("config", "core.hooksPath", "hooks")
    (hooks / "pre-commit").chmod(0o755)
    assert told(desk)["hooks"][:2] == ("note", "hooks run for commits made by hand, not for ordertool's: pre-commit")


def test_a_head_that_is_on_no_branch_and_a_merge_under_way(desk):
    desk.git("checkout", "-q", "--detach")
    (desk.root / ".git" / "MERGE_HEAD").write_text(desk.head)
    found = told(desk, code=1)
    assert found["head"][1] == "HEAD is on no branch: what is entered now is lost when you switch"
    assert found["under-way"] == (
        "problem", "something of git's is under way (MERGE_HEAD)", "finish it, or call it off: git merge --abort",
    )  # fmt: skip


def test_copies(desk):
    desk.order()
    assert told(desk)["remote"][:2] == ("note", "1 commits here only, 0 there only, as last seen")
    desk.git("branch", "--unset-upstream")
    assert told(desk)["remote"][2] == "git push -u origin HEAD"
    desk.git("remote", "remove", "origin")
    assert told(desk)["remote"][1] == "no remote: this may be the only copy of the book"


def test_a_shallow_clone(desk, tmp_path):
    desk.git("clone", "-q", "--depth=1", f"file://{desk.root}", str(tmp_path / "shallow"))
    desk.root = tmp_path / "shallow"
    desk.git("config", "user.email", "wu.gang@example.com")
    assert told(desk, code=1)["shallow"][2] == "git fetch --unshallow"


def test_another_history_than_was_committed(desk):
    desk.git("replace", "HEAD", "HEAD~1")
    assert told(desk, code=1)["replaced"][1] == "git shows other history than was committed"


def test_a_clock_that_lags(desk):
    del desk.env
    desk.env = {}
    desk.now = ""
    found = told(desk, code=1 if time.time() < 1795395600 else 0)  # the book's commits are of 2026-11-23T09:00+08:00
    if time.time() < 1795395600:
        assert found["clock"][1] == "the newest commit is of 2026-11-23 09:00, which is still to come"
    else:
        assert "clock" not in found


def test_holidays_that_are_not_known(desk):
    desk.now = "2098-03-01T09:00"
    found = desk.run("doctor", "--json", code=1).json["findings"]
    unknown = [(one["kind"], one["message"][:28]) for one in found if one["subject"] == "calendar"]
    assert unknown == [("problem", "the holidays of 2098 are not"), ("note", "the holidays of 2099 are not")]


def test_holidays_that_are_known_by_now_and_not_yet_counted(desk, monkeypatch):
    monkeypatch.setitem(chinese_calendar.holidays, date(2027, 10, 1), "National Day")
    desk.now = "2026-11-24T09:00"
    found = [one for one in desk.ask("doctor")["findings"] if one["subject"] == "calendar"]
    assert [(one["kind"], one["message"], one["advice"]) for one in found] == [
        ("ok", "holidays of 2026 are known", None),
        (
            "note",
            "holidays of 2027 are known, but moves are judged without them",
            "set holidays_until: 2027 in policy.yaml, and commit it",
        ),
    ]


def test_a_policy_that_cannot_be_read(desk):
    policy = desk.root / "policy.yaml"
    policy.write_text(policy.read_text().replace("Asia/Shanghai", "Asia/Nowhere"))
    desk.git("commit", "-qam", "by hand")
    assert "there is no time zone Asia/Nowhere" in told(desk, code=1)["policy"][1]


# What is left over


def cut_short(desk):
    """A book as a command leaves it that was killed after its commit, before its files were in place."""
    order = desk.order("assigned")
    desk.run("confirm", order, by="li.na")
    old, new = desk.git("rev-parse", "HEAD~1").strip(), desk.head
    path = next(desk.root.glob(f"orders/**/{order}.yaml")).relative_to(desk.root)
    desk.git("checkout", "-q", old, "--", str(path))
    private = desk.root / ".git" / "ordertool"
    (private / "journal.json").write_text(f'{{"old": "{old}", "new": "{new}", "paths": ["{path}"]}}')
    (desk.root / ".git" / "index.lock").write_bytes(b"ordertool\n")
    (desk.root / ".git" / "refs" / "ordertool").mkdir(exist_ok=True)
    (desk.root / ".git" / "refs" / "ordertool" / "pending").write_text(new + "\n")
    desk.git("push", "-q")
    return desk.root / path


def test_what_a_killed_command_left_is_told_shown_and_repaired(desk):
    path = cut_short(desk)
    left = {"journal", "index.lock", "pending"}
    assert told(desk).keys() - USUAL == left
    said = desk.run("doctor", "--repair", "--dry-run")
    assert said.out.count("would be repaired") == 3
    assert told(desk).keys() - USUAL == left
    assert "move: confirm" not in path.read_text()
    said = desk.run("doctor", "--repair")
    assert "✓ finished what a killed command had left\n" in said.out
    assert "✓ dropped refs/ordertool/pending\n" in said.out
    assert told(desk).keys() <= USUAL
    assert "move: confirm" in path.read_text()
    assert desk.git("status", "--porcelain") == ""
    assert desk.run("check").code == 0


def test_the_lock_of_another_git_is_left_alone(desk):
    lock = desk.root / ".git" / "index.lock"
    lock.write_bytes(b"")
    assert told(desk)["git-lock"][0] == "note"
    os.utime(lock, (0, 0))
    kind, message, advice = told(desk, "--repair", code=1)["git-lock"]
    assert (kind, advice) == ("problem", f"if no git runs in the book, remove that file: rm {lock}")
    assert f"a git program holds {lock}, since " in message
    assert lock.exists()


def test_somebody_at_work_is_no_fault_and_left_alone(desk):
    cut_short(desk)
    with (desk.root / ".git" / "ordertool" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert told(desk, "--repair").keys() - USUAL == {"lock"}
    assert told(desk).keys() - USUAL == {"journal", "index.lock", "pending"}


def test_a_long_history_gets_its_commit_graph(desk, monkeypatch):
    monkeypatch.setattr("ordertool.book.health._MANY_COMMITS", 3)
    assert told(desk)["commit-graph"][2] == "git commit-graph write --reachable --changed-paths"
    assert "✓ wrote the commit-graph\n" in desk.run("doctor", "--repair").out
    assert "commit-graph" not in told(desk)


def test_a_disk_that_is_nearly_full(desk, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda _path: type("Usage", (), {"free": 5 << 20}))
    assert told(desk, code=1)["space"][:2] == ("problem", "5 MiB free")


def test_doctor_writes_nothing(desk):
    before = desk.state()
    desk.run("doctor")
    desk.run("doctor", "--repair")
    assert desk.state() == before
