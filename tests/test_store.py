"""When disk, git or somebody else stands in the way: a clear error, nothing lost, others' edits never committed."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import ordertool

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
        f"Hint: keep the edit with: ordertool save, or drop it with: git checkout HEAD -- {path}",
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
    line = "# yaml-language-server: $schema=../../../../schemas/order.schema.json"
    assert place.read_text().startswith(f"# 重点客户\n{line}\nid: ")
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
                "Error: the book cannot be written: the disk is read-only",
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


def test_a_detached_head_or_a_merge_takes_no_move(desk):
    """A move there would be lost with the next checkout, or mix with what is merged."""
    desk.git("checkout", "-q", "--detach")
    before = desk.state()
    said = desk.run(*INQUIRY, by="chen.jie", code=5)
    assert said.err == (
        "Error: the book is on no branch, so a move would be lost\n"
        "Hint: end the rebase, or go back to the branch: git switch main\n"
    )
    assert desk.state() == before
    desk.git("checkout", "-q", "main")
    (desk.root / ".git" / "MERGE_HEAD").write_text(desk.head + "\n")
    assert desk.run(*INQUIRY, by="chen.jie", code=5).err.startswith("Error: a merge is under way\n")
    (desk.root / ".git" / "MERGE_HEAD").unlink()
    desk.run(*INQUIRY, by="chen.jie")


def test_a_file_that_git_was_told_not_to_look_at_takes_no_move(desk):
    order = desk.order()
    path = desk.git("ls-files", "orders").strip()
    desk.git("update-index", "--assume-unchanged", path)
    before = desk.state()
    said = desk.run("reply", order, "--text", "2.5 t", by="chen.jie", code=5)
    assert said.err == (
        f"Error: git was told not to look at {path}\nHint: git update-index --no-assume-unchanged {path}\n"
    )
    assert desk.state() == before


def test_of_two_foundings_one_stands(tmp_path):
    """The second of two people who make a book in one folder is told, and nothing of the first is overwritten."""
    root = tmp_path / "book"
    said = {}

    def found(name):
        said[name] = subprocess.run(
            [sys.executable, "-m", "ordertool", "init", str(root), "--company", f"{name} AG", "--manager", name,
             "--name", name, "--email", f"{name}@example.com"],
            capture_output=True, text=True, check=False,
        ).returncode  # fmt: skip

    both = [threading.Thread(target=found, args=(name,)) for name in ("anna", "bob")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(said.values()) in ([0, 2], [0, 5])
    log = subprocess.run(
        ["git", "-C", root, "log", "--format=%s"], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert len(log) == 1


def test_a_refused_founding_leaves_nothing_behind(desk, tmp_path):
    folder = tmp_path / "there"
    (folder / "staff").mkdir(parents=True)
    (folder / "staff" / "boss.yaml").write_text("mine\n")
    desk.run(
        "init", str(folder), "--company", "X", "--manager", "boss", "--name", "B", "--email", "b@example.com", code=5
    )
    assert sorted(path.name for path in folder.iterdir()) == ["staff"]
    email = desk.git("config", "user.email")
    (desk.root / "policy.yaml").unlink()
    desk.run(
        "init",
        str(desk.root),
        "--company",
        "X",
        "--manager",
        "boss",
        "--name",
        "B",
        "--email",
        "b@example.com",
        code=None,
    )
    assert desk.git("config", "user.email") == email


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
    assert said.out.startswith(f"{order}  assign AS1: submitted → assigned  (dry run, nothing written)\n")
    desk.run("assign", order, "--to", "he.jun", "--dry-run", by="zhao.min", code=3)
    assert desk.state() == before


# --- what a killed git leaves, and what another program holds


def killed_before_the_index(desk, monkeypatch, *args, by="chen.jie"):
    """A command that died when HEAD had moved and nothing else had."""
    from ordertool.book import change

    def die(*_args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(change, "put_in_place", die)
        desk.run(*args, by=by, code=130)
    assert (desk.root / ".git" / "ordertool" / "journal.json").exists()


def test_locks_that_a_killed_git_left_are_taken_over(desk, monkeypatch):
    killed_before_the_index(desk, monkeypatch, *INQUIRY)
    before = desk.head
    folder = desk.root / ".git"
    (folder / "index.lock").write_bytes(b"ordertool\n")
    (folder / "ordertool" / "index.lock").write_bytes(b"half an index")
    for name in ("HEAD.lock", "refs/heads/main.lock", "packed-refs.lock", "refs/ordertool/pending.lock"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("")
    desk.run(*INQUIRY, by="chen.jie")
    assert desk.git("rev-parse", "HEAD^").strip() == before
    assert desk.git("status", "--porcelain") == ""
    assert [path.name for path in folder.rglob("*.lock")] == []


def test_locks_of_another_program_stay(desk, monkeypatch):
    killed_before_the_index(desk, monkeypatch, *INQUIRY)
    folder = desk.root / ".git"
    index, head = folder / "index.lock", folder / "HEAD.lock"
    index.write_bytes(b"DIRC")
    begin = time.monotonic()
    assert told(desk, *INQUIRY) == [
        f"Error: another git program holds the index ({index})",
        "Hint: wait for it to end; if none runs, remove that file",
    ]
    assert 2 <= time.monotonic() - begin < 6
    assert desk.ask("list")  # reading goes on
    assert index.read_bytes() == b"DIRC"
    index.unlink()
    desk.run(*INQUIRY, by="chen.jie")
    assert desk.git("status", "--porcelain") == ""
    # Without a journal nothing of ours was cut short: the lock is somebody else's.
    head.write_text("")
    assert told(desk, *INQUIRY)[0].startswith("Error: git update-ref failed: ")
    assert head.exists()
    head.unlink()
    desk.run(*INQUIRY, by="chen.jie")


def test_reading_does_not_wait_for_a_writer(desk, monkeypatch):
    killed_before_the_index(desk, monkeypatch, *INQUIRY)
    with (desk.root / ".git" / "ordertool" / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        begin = time.monotonic()
        assert len(desk.ask("list")) == 1
        assert time.monotonic() - begin < 2
    assert desk.git("status", "--porcelain") != ""
    desk.run("list")
    assert desk.git("status", "--porcelain") == ""


def test_what_one_work_tree_left_another_does_not_drop(desk, monkeypatch):
    main, other = desk.root, desk.root.parent / "other"
    desk.git("worktree", "add", "-q", str(other), "-b", "side")
    desk.root = other
    from ordertool.book import change

    with monkeypatch.context() as patch:
        patch.setattr(change, "put_in_place", lambda *_args: (_ for _ in ()).throw(KeyboardInterrupt()))
        desk.run(*INQUIRY, by="chen.jie", code=130)
    desk.root = main
    desk.run(*INQUIRY, by="chen.jie")
    assert desk.git("status", "--porcelain") == ""
    desk.root = other
    assert desk.git("status", "--porcelain") != ""
    desk.run("list")
    assert desk.git("status", "--porcelain") == ""
    assert desk.run("check").out.endswith(" 0 problems\n")


def test_a_users_edit_made_after_a_kill_stays(desk, monkeypatch):
    order = desk.order()
    path = desk.git("ls-files", "orders").strip()
    killed_before_the_index(desk, monkeypatch, "reply", order, "--text", "x")
    (desk.root / path).write_text("mine\n")
    desk.run("list")
    assert (desk.root / path).read_text() == "mine\n"
    assert desk.git("status", "--porcelain") == f" M {path}\n"  # against the move, not against what was before it
    assert told(desk, "reply", order, "--text", "y") == [
        f"Error: {path} was edited by hand and is not committed",
        f"Hint: keep the edit with: ordertool save, or drop it with: git checkout HEAD -- {path}",
    ]


@pytest.mark.parametrize(
    "journal",
    [
        "", "null", "[]", "3", '{"old": 1, "new": 2, "paths": 3}', '{"old": null, "new": "HEAD\\nx", "paths": [1]}',
        '{"old": null, "new": "--help", "paths": []}', '{"old": null, "new": "HEAD", "paths": ["nowhere"]}',
        '{"old": "0", "new": "' + "0" * 40 + '", "paths": ["policy.yaml"]}', "[" * 100_000, '{"new": "\\ud800"}', "\0",
    ],
)  # fmt: skip
def test_a_journal_of_any_kind_does_no_harm(desk, journal):
    place = desk.root / ".git" / "ordertool" / "journal.json"
    before = desk.state()
    place.write_text(journal)
    desk.run("list")
    assert desk.state() == before
    place.write_text(journal)
    desk.run(*INQUIRY, by="chen.jie")
    assert not place.exists()
    assert desk.git("status", "--porcelain") == ""


# --- where a book may lie, and how it may be set up


def test_neither_filters_nor_line_ends_nor_a_monitor_change_a_record(desk, tmp_path):
    (tmp_path / "attributes").write_text("* text=auto eol=crlf filter=spoil ident working-tree-encoding=UTF-16\n")
    (tmp_path / "ran.sh").write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\ncat\n")
    (tmp_path / "ran.sh").chmod(0o755)
    for name, value in {
        "core.attributesFile": str(tmp_path / "attributes"), "core.autocrlf": "true", "core.fsmonitor": str(tmp_path / "ran.sh"),
        "filter.spoil.clean": "tr a-z A-Z", "filter.spoil.required": "true", "commit.gpgSign": "true", "i18n.commitEncoding": "latin1",
        "core.safecrlf": "true", "commit.template": "/nowhere", "log.showSignature": "true", "index.version": "4", "core.quotePath": "true",
        "color.ui": "always", "core.pager": "false", "log.date": "relative", "status.short": "true", "diff.renames": "copies",
        "i18n.logOutputEncoding": "utf-16", "core.splitIndex": "true", "core.untrackedCache": "true", "core.commentChar": "A", "trailer.separators": "=",
    }.items():  # fmt: skip
        desk.git("config", name, value)
    order = desk.order("submitted")
    assert desk.run("check").out.endswith(" 0 problems\n")
    assert desk.ask("log")[0]["actor"] == "chen.jie"
    assert desk.ask("show", order)["client_name"] == "杭州湾物流有限公司"
    assert not (tmp_path / "ran").exists()
    clean = (
        "-c",
        "core.fsmonitor=false",
        "-c",
        "color.ui=false",
        "status",
        "--porcelain",
        "--",
        "orders",
        "clients",
        "staff",
    )
    assert desk.git(*clean) == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GIT_ICASE_PATHSPECS", "1"), ("GIT_NOGLOB_PATHSPECS", "1"), ("GIT_GLOB_PATHSPECS", "1"), ("GIT_LITERAL_PATHSPECS", "1"),
        ("GIT_INDEX_VERSION", "9"), ("GIT_TRACE", "2"), ("GIT_TRACE2_EVENT", "2"), ("GIT_REDIRECT_STDERR", "off"),
        ("GIT_NAMESPACE", "x"), ("GIT_CEILING_DIRECTORIES", "/"), ("GIT_ATTR_SOURCE", "HEAD~9"), ("GIT_PAGER", "false"),
        ("GIT_CONFIG_COUNT", "x"), ("GIT_DEFAULT_HASH", "sha256"), ("GIT_SHALLOW_FILE", "/dev/null"), ("LANGUAGE", "zh_CN"),
        ("GIT_COMMITTER_DATE", "x"), ("GIT_EXTERNAL_DIFF", "false"), ("GIT_FLUSH", "x"), ("GIT_OPTIONAL_LOCKS", "x"),
    ],
)  # fmt: skip
def test_no_variable_of_gits_leads_astray(desk, tmp_path, name, value):
    desk.env[name] = value
    order = desk.order("draft")
    assert desk.ask("show", order)["stage"] == "draft"
    desk.run(
        "init", str(tmp_path / "new"), "--company", "X", "--manager", "a.b", "--name", "N", "--email", "a@b.c", by=None
    )  # fmt: skip
    del desk.env[name]
    assert desk.run("check").out.endswith(" 0 problems\n")
    assert desk.git("status", "--porcelain") == ""


def test_a_repository_with_longer_ids_is_a_book_too(desk, tmp_path):
    root = tmp_path / "long"
    subprocess.run(["git", "init", "-q", "--object-format=sha256", root], check=True)
    desk.root = root
    desk.run("init", str(root), "--company", "X", "--manager", "wu.gang", "--name", "N", "--email", "a@b.c")
    desk.people()
    desk.order("archived")
    assert desk.run("check").out == "11 records, 0 problems\n"
    assert desk.git("status", "--porcelain") == ""


def test_a_bare_repository_is_no_book(desk, tmp_path):
    bare = tmp_path / "bare.git"
    subprocess.run(["git", "clone", "-q", "--bare", desk.root, bare], check=True)
    said = desk.run("list", "--book", str(bare), code=2)
    assert said.err.splitlines()[0] == f"Error: there is no book at {bare}"
    desk.git("config", "core.bare", "true")  # which is not so
    desk.git("config", "core.worktree", str(tmp_path))
    desk.run(*INQUIRY, by="chen.jie")
    desk.git("config", "--unset", "core.bare")
    desk.git("config", "--unset", "core.worktree")
    assert desk.git("status", "--porcelain") == ""


def test_a_folder_that_is_gone_is_told(desk, tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    command = f"cd {gone} && rmdir {gone} && exec {sys.executable} -m ordertool list"
    env = os.environ | {"PYTHONPATH": str(Path(ordertool.__file__).parents[1])}
    done = subprocess.run(["sh", "-c", command], env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.splitlines()) == (
        2, ["Error: this folder no longer exists", "Hint: cd to one that does"],
    )  # fmt: skip


@pytest.mark.parametrize("what", ["~nobody-of-that-name", "x" * 5000, "a\nb", "/dev/null", "/proc/1/root", "\udcff"])
def test_a_book_that_cannot_be_is_told(desk, what):
    said = desk.run("list", "--book", what, code=2)
    assert said.err.splitlines()[0].startswith("Error: there is no book at ")
    assert len(said.err.splitlines()) == 2


def by_permission(desk, *args, by="chen.jie"):
    """The command as somebody whom permissions stop: root is stopped by none until it lays its powers down."""

    def lay_down():
        for power in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
            if ctypes.CDLL(None).prctl(24, power, 0, 0, 0):  # PR_CAPBSET_DROP
                os._exit(99)

    said = outside(desk, *args, by=by, **({} if os.getuid() else {"preexec_fn": lay_down}))
    if said.returncode == 99:
        pytest.skip("root's powers cannot be laid down here")
    return said


def test_somebody_without_the_right_to_write_may_read(desk):
    order = desk.order()
    before = desk.state()
    subprocess.run(["chmod", "-R", "a-w", desk.root], check=True)
    try:
        assert by_permission(desk, "show", order).returncode == 0
        assert by_permission(desk, "check").returncode == 0
        (desk.root / ".git" / "ordertool" / "lock").chmod(0o644)
        said = by_permission(desk, "reply", order, "--text", "x")
        assert (said.returncode, len(said.stderr.splitlines())) == (5, 2), said
        (desk.root / ".git" / "ordertool" / "lock").chmod(0o444)
        said = by_permission(desk, "reply", order, "--text", "x")
        assert (said.returncode, said.stderr.splitlines()) == (
            5,
            [
                "Error: the book cannot be written: permission denied",
                f"Hint: see who owns {desk.root / '.git' / 'ordertool'}, and whether its disk is full or read-only",
            ],
        )
    finally:
        subprocess.run(["chmod", "-R", "u+w", desk.root], check=True)
    assert desk.state() == before


PLACES = [
    "orders",
    "orders/2026",
    "staff",
    "policy.yaml",
    ".git",
    ".git/objects",
    ".git/refs",
    ".git/ordertool",
    ".git/index",
    ".",
]


@pytest.mark.parametrize("path", PLACES)
def test_what_may_not_be_looked_into_is_told(desk, path):
    order = desk.order()
    before = desk.state()
    place = desk.root / path
    mode = place.stat().st_mode
    place.chmod(0)
    try:
        for args in (("show", order), ("check",), ("staff", "list"), ("reply", order, "--text", "x")):
            said = by_permission(desk, *args)
            assert said.returncode in (0, 1, 2, 5), (args, said)
            if said.returncode == 1:  # `check` goes on, and names every file
                assert "cannot be read: permission denied" in said.stdout
            elif said.returncode:
                assert len(said.stderr.splitlines()) == 2, said.stderr
    finally:
        place.chmod(mode)
    now = desk.state()
    assert now[0] == before[0] or desk.git("rev-list", "--count", f"{before[0]}..HEAD") == "1\n"
    desk.run("list")
    assert desk.git("status", "--porcelain") == ""


def test_a_move_whose_files_cannot_be_put_in_place_stands_and_says_so(desk):
    order = desk.order()
    before = desk.head
    folder = (desk.root / desk.git("ls-files", "orders").strip()).parent
    folder.chmod(0o555)
    said = by_permission(desk, "reply", order, "--text", "x")
    assert said.returncode == 0, said.stderr
    assert said.stderr.startswith("Warning: the move is committed, but its files are not all in place: orders/")
    assert "; the next command finishes it\n" in said.stderr
    again = by_permission(desk, "reply", order, "--text", "y")
    assert (again.returncode, again.stderr.splitlines()[1]) == (5, "Hint: mend that; the next command finishes it")
    folder.chmod(0o755)
    assert desk.git("rev-parse", "HEAD^").strip() == before
    desk.run("list")
    assert desk.git("status", "--porcelain") == ""
    assert len(desk.ask("show", order)["replies"]) == 1


def by_shell(desk, line, **more):
    """A command line as a shell runs it, with its redirections."""
    env = os.environ | {
        "ORDERTOOL_BOOK": str(desk.root),
        "ORDERTOOL_NOW": desk.now,
        "ORDERTOOL_ACTOR": "chen.jie",
        **more,
    }
    line = line.replace("ordertool", f"{sys.executable} -m ordertool", 1)
    return subprocess.run(["bash", "-c", line], env=env, capture_output=True, text=True, check=False)


ENTERED = "ordertool inquire --client A --contact B --matter x --channel phone"


@pytest.mark.parametrize("end", [">&-", ">/dev/full", "2>&-", "<&-"])
def test_a_move_stands_whatever_becomes_of_its_answer(desk, end):
    """The exit code is the move's own: only the telling failed."""
    before = desk.head
    said = by_shell(desk, f"{ENTERED} {end}")
    assert said.returncode == 0, said
    assert "Traceback" not in said.stderr
    if end == ">/dev/full":
        assert said.stderr == "Warning: the answer cannot be written: the disk is full\n"
    assert desk.git("rev-parse", "HEAD^").strip() == before


def test_a_reader_that_has_seen_enough_is_no_fault(desk):
    said = by_shell(desk, "ordertool log | true; exit ${PIPESTATUS[0]}")
    assert (said.returncode, said.stderr) == (0, "")


def test_a_terminal_of_another_encoding_is_told(desk):
    before = desk.head
    said = by_shell(desk, ENTERED, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    if said.returncode == 0:
        pytest.skip("this Python takes the C locale for UTF-8 all the same")
    assert said.returncode == 2
    assert said.stderr.splitlines()[1] == "Hint: export LC_ALL=C.UTF-8"
    assert desk.head == before
