"""When disk, git or somebody else stands in the way: a clear error, nothing lost, others' edits never committed."""

from __future__ import annotations

import contextlib
import fcntl
import os
import subprocess
import sys
import time

import pytest

INQUIRY = ("inquire", "--client", "A", "--contact", "B", "--matter", "C")


def told(desk, *args, by="chen.jie", code=5):
    """The command ends with a code and two lines, and changes nothing."""
    before = desk.state()
    said = desk.run(*args, by=by, code=code)
    assert said.out == ""
    assert desk.state() == before
    return said.err.splitlines()


def outside(desk, *args, by="chen.jie", **how):
    """The command in a process of its own."""
    env = os.environ | {"ORDERTOOL_NOW": desk.now, "ORDERTOOL_BOOK": str(desk.root), "ORDERTOOL_ACTOR": by}
    env |= how.pop("env", {})
    env.pop("ORDERTOOL_DEBUG", None)
    command = [sys.executable, "-m", "ordertool", *args]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, **how)


def test_unrelated_edits_are_never_committed(desk):
    for name in ("a.txt", "b.txt"):
        (desk.root / name).write_text("one\n")
    desk.git("add", "a.txt", "b.txt")
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qm", "unrelated")
    (desk.root / "a.txt").write_text("staged\n")
    desk.git("add", "a.txt")
    (desk.root / "b.txt").write_text("edited\n")
    (desk.root / "c.txt").write_text("new\n")
    desk.order("closed")
    assert desk.git("status", "--porcelain") == "M  a.txt\n M b.txt\n?? c.txt\n"
    assert desk.git("log", "--format=%s", "--", "a.txt", "b.txt", "c.txt") == "unrelated\n"


def test_a_record_edited_by_hand_is_not_overwritten(desk):
    order = desk.order()
    path = desk.git("ls-files", "orders").strip()
    (desk.root / path).write_text((desk.root / path).read_text() + "# a note\n")
    lines = [
        f"Error: {path} was edited by hand and is not committed",
        f"Hint: drop the edit with: git checkout HEAD -- {path}",
    ]
    assert told(desk, "reply", order, "--text", "x") == lines
    desk.git("add", path)
    assert told(desk, "reply", order, "--text", "x") == lines
    desk.git("checkout", "HEAD", "--", path)
    desk.run("reply", order, "--text", "x", by="chen.jie")


def test_a_comment_by_hand_that_is_committed_survives_every_move(desk):
    order = desk.order()
    path = desk.git("ls-files", "orders").strip()
    place = desk.root / path
    place.write_text("# 重点客户\n" + place.read_text().replace("  contact:", "  # ask for him\n  contact:"))
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qam", "a note")
    desk.run("reply", order, "--text", "x", by="chen.jie")
    assert place.read_text().startswith("# 重点客户\nid: ")
    assert "  # ask for him\n  contact: 周敏\n" in place.read_text()


def test_a_stale_index_lock_is_waited_for_and_then_told(desk):
    lock = desk.root / ".git" / "index.lock"
    lock.write_text("")
    begin = time.monotonic()
    assert told(desk, *INQUIRY) == [
        f"Error: another git program holds the index ({lock})",
        "Hint: wait for it to end; if none runs, remove that file",
    ]
    assert 2 <= time.monotonic() - begin < 6
    lock.unlink()
    desk.run(*INQUIRY, by="chen.jie")


def test_a_lock_that_is_held_is_waited_for_and_then_told(desk, monkeypatch):
    monkeypatch.setattr("ordertool.book.lock.locked.__wrapped__.__defaults__", (0.3,))
    with (desk.root / ".git" / "ordertool" / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert told(desk, *INQUIRY) == [
            "Error: another command has held the book for 0 s",
            "Hint: wait for it to end and try again",
        ]
    desk.run(*INQUIRY, by="chen.jie")


@pytest.fixture
def small_disk(desk, tmp_path):
    """The book on a disk of 4 MiB that is full but for a few kilobytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "none", disk], check=False, capture_output=True)
    if made.returncode:
        pytest.skip("a small disk can only be made by root")
    try:
        subprocess.run(["cp", "-a", desk.root, disk / "book"], check=True)
        desk.root = disk / "book"
        yield disk
    finally:
        subprocess.run(["umount", disk], check=True)


def test_a_full_disk_loses_nothing(desk, small_disk):
    order = desk.order()
    for left in (0, 1, 2, 4, 8, 16, 24, 32):  # pages: each stops the command at another place
        filler = small_disk / "filler"
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(b"x" * 4096)
        os.truncate(filler, max(0, filler.stat().st_size - left * 4096))
        before = desk.head
        said = outside(desk, "reply", order, "--text", "x" * 4000)
        filler.unlink()
        if said.returncode == 0:
            assert desk.head != before, left
        else:
            assert said.returncode == 5, (left, said.stderr)
            assert said.stderr.startswith("Error: ")
            assert len(said.stderr.splitlines()) == 2
            assert desk.head == before, left
        assert desk.run("check").out.endswith(" 0 problems\n"), left
        desk.run("inbox", by="chen.jie")
        assert outside(desk, *INQUIRY).returncode == 0, left
        assert desk.git("status", "--porcelain") == "", left
        desk.git("fsck", "--strict")


def test_a_read_only_book_can_be_read_and_says_why_it_is_not_written(desk, small_disk):
    order = desk.order()
    before = desk.state()
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    try:
        assert desk.ask("show", order)["stage"] == "inquiry"
        desk.run("inbox", by="chen.jie")
        assert desk.run("check").out.endswith(" 0 problems\n")
        said = outside(desk, "reply", order, "--text", "x")
        assert (said.returncode, said.stderr.splitlines()) == (
            5,
            [
                "Error: the book cannot be written: Read-only file system",
                f"Hint: see who owns {desk.root / '.git' / 'ordertool'}, and whether its disk is full or read-only",
            ],
        )
    finally:
        subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
    assert desk.state() == before


def test_a_commit_of_somebody_elses_in_between_is_built_upon(desk, monkeypatch):
    from ordertool.book import change

    real, came = change._commit, []

    def commit(*args):
        if not came:
            came.append(1)
            desk.git(
                "-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-q", "--allow-empty", "-m", "other"
            )
        return real(*args)

    monkeypatch.setattr(change, "_commit", commit)
    desk.run(*INQUIRY, by="chen.jie")
    assert desk.git("log", "--format=%s", "-2").splitlines()[1] == "other"
    assert desk.git("status", "--porcelain") == ""


def test_hooks_of_the_book_neither_run_nor_change_anything(desk):
    for hook in ("pre-commit", "commit-msg", "post-commit", "reference-transaction", "post-index-change"):
        place = desk.root / ".git" / "hooks" / hook
        place.parent.mkdir(exist_ok=True)
        place.write_text(f"#!/bin/sh\ntouch {desk.root.parent}/ran-{hook}\nexit 1\n")
        place.chmod(0o755)
    desk.run(*INQUIRY, by="chen.jie")
    assert list(desk.root.parent.glob("ran-*")) == []


def test_a_hostile_environment_does_not_lead_git_elsewhere(desk, tmp_path):
    env = {
        "GIT_DIR": str(tmp_path / "elsewhere"), "GIT_INDEX_FILE": str(tmp_path / "index"), "GIT_WORK_TREE": "/",
        "GIT_OBJECT_DIRECTORY": str(tmp_path), "GIT_CONFIG_PARAMETERS": "'user.email'='evil@example.com'",
        "GIT_COMMITTER_NAME": "evil", "GIT_AUTHOR_DATE": "1999-01-01T00:00:00Z",
    }  # fmt: skip
    said = outside(desk, *INQUIRY, env=env)
    assert said.returncode == 0, said.stderr
    assert desk.git("log", "-1", "--format=%an %cn") == "陈洁 吴刚\n"
    assert not (tmp_path / "index").exists()


def test_without_git_it_says_so(desk, tmp_path):
    said = outside(desk, "list", env={"PATH": str(tmp_path)})
    assert (said.returncode, said.stderr) == (5, "Error: git is not installed\nHint: install git 2.30 or newer\n")


@pytest.mark.parametrize("name", ["a b", "订单库", "it's", 'say "x"', "-rf", "{x}"])
def test_a_book_may_lie_anywhere(desk, name):
    root = desk.root.parent / name / "book"
    root.parent.mkdir()
    desk.root.rename(root)
    desk.root = root
    desk.run(*INQUIRY, by="chen.jie")
    assert desk.run("check").out.endswith("0 problems\n")


def test_a_second_work_tree_is_a_book_too(desk):
    other = desk.root.parent / "other"
    desk.git("worktree", "add", "-q", str(other), "-b", "side")
    main = desk.head
    desk.root = other
    desk.run(*INQUIRY, by="chen.jie")
    assert desk.git("status", "--porcelain") == ""
    assert desk.git("rev-parse", "main").strip() == main


def test_a_detached_head_moves_on(desk):
    desk.git("checkout", "-q", "--detach")
    before = desk.head
    desk.run(*INQUIRY, by="chen.jie")
    assert desk.git("rev-parse", "HEAD^").strip() == before


def test_a_folder_that_is_a_link_is_not_followed(desk, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (desk.root / "orders").symlink_to(tmp_path / "elsewhere")
    said = desk.run(*INQUIRY, by="chen.jie", code=5)
    assert "lies behind a link or a file" in said.err
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_journal_that_cannot_be_read_is_dropped(desk):
    (desk.root / ".git" / "ordertool" / "journal.json").write_text("{half")
    desk.run(*INQUIRY, by="chen.jie")
    assert not (desk.root / ".git" / "ordertool" / "journal.json").exists()


def test_where_there_is_no_book_it_says_how_to_make_one(desk, tmp_path):
    missing = tmp_path / "nowhere"
    said = desk.run("list", "--book", str(missing), code=2)
    assert said.err == (
        f"Error: there is no book at {missing}\n"
        "Hint: go to a book, name one with --book, or make one: ordertool init DIR\n"
    )
    said = desk.run(
        "init", str(desk.root), "--company", "X", "--manager", "a.b", "--name", "N", "--email", "a@b.c", code=2
    )
    assert said.err == f"Error: {desk.root} is a book already\nHint: cd {desk.root}\n"


def test_a_dry_run_judges_and_writes_nothing(desk):
    order = desk.order("submitted")
    before = desk.state()
    said = desk.run("assign", order, "--to", "li.na", "--dry-run", by="zhao.min")
    assert said.out.startswith(f"{order}  assign: submitted → assigned  (dry run, nothing written)\n")
    desk.run("assign", order, "--to", "he.jun", "--dry-run", by="zhao.min", code=3)
    assert desk.state() == before
