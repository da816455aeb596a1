"""Commits made by hand: what the table would not have written is named, whoever wrote it."""

from __future__ import annotations

import pytest
from life import going_live, lived

from ordertool.audit import judge_commit
from ordertool.book.book import Book
from ordertool.rules.workflow import TABLE

ME = ("-c", "user.name=x", "-c", "user.email=x@example.com")


@pytest.fixture
def judge(desk):
    """Commit what lies in the work tree and judge it; the messages."""
    book = Book.find(str(desk.root), desk.root)

    def judged(revision="HEAD"):
        return [str(problem.message) for problem in judge_commit(book, desk.git("rev-parse", revision).strip())]

    yield judged
    book.close()


def squash(desk, count):
    """The last commits as one."""
    desk.git("reset", "-q", "--soft", f"HEAD~{count}")
    desk.git(*ME, "commit", "-qm", "by hand")


def test_every_commit_of_the_straight_way_is_legal(desk, judge):
    desk.order("archived")
    for commit in desk.git("rev-list", "HEAD").split():
        assert judge(commit) == []


def test_every_commit_of_a_life_through_all_moves_is_legal(desk, judge):
    book = Book.find(str(desk.root), desk.root)
    going_live(desk)
    start = desk.head
    order = lived(desk, book)
    book.close()
    commits = desk.git("rev-list", f"{start}..HEAD").split()
    made = {desk.git("show", "-s", "--format=%(trailers:key=Move,valueonly)", commit).strip() for commit in commits}
    assert made == {f"{move.kind} {move.verb}" for move in TABLE}
    for commit in commits:
        assert judge(commit) == []
    assert desk.run("check").out == "19 records, 0 problems\n"
    assert desk.git("status", "--porcelain") == ""
    assert desk.ask("show", order)["stage"] == "archived"


@pytest.fixture
def undone(desk):
    """An order whose newest move was taken back; the path of its file."""
    order = desk.order("active")
    desk.run("progress", order, "--state", "Frames cut", by="li.na")
    desk.run("undo", order, by="li.na")
    return desk.root / desk.git("ls-files", f"*{order}.yaml").strip()


def forge(desk, path, old, new):
    """The last commit made again with another text in a file."""
    text = path.read_text()
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1))
    desk.git(*ME, "commit", "-qa", "--amend", "--no-edit")


def test_an_undo_that_brings_back_anything_else_is_named(desk, judge, undone):
    assert judge() == []
    forge(desk, undone, "payment: account:30", "payment: account:300")
    assert judge() == ["it is not the record as it was before that move"]


def test_an_undo_of_anothers_move_is_named(desk, judge, undone):
    forge(desk, undone, "by: li.na\n    via: wu.gang\n    move: undo", "by: chen.jie\n    via: wu.gang\n    move: undo")
    assert judge() == ["the last move, progress, is li.na's"]


def test_an_undo_that_says_it_took_back_another_move_is_named(desk, judge, undone):
    forge(desk, undone, "note: progress R1", "note: plan")
    assert judge() == ["it writes more than undo does"]


def test_a_paper_that_an_undo_should_have_given_up_is_found_by_check(desk, judge):
    order = desk.order("submitted")
    form = next(path for path in desk.git("ls-files", "orders").split() if path.endswith("form.txt"))
    desk.run("undo", order, by="chen.jie")
    assert judge() == []
    (desk.root / form).parent.mkdir(exist_ok=True)
    (desk.root / form).write_text("form")
    desk.git("add", "-A")
    desk.git(*ME, "commit", "-q", "--amend", "--no-edit")
    # It is left in the tip although no move names it: check finds it.
    assert desk.run("check", code=1).out.splitlines()[0].endswith("form.txt: belongs to no record")


def test_the_founding_commit_brings_one_manager_and_the_policy(desk, judge):
    root = desk.git("rev-list", "--max-parents=0", "HEAD").strip()
    assert judge(root) == []


def test_a_policy_or_attributes_changed_by_hand_are_no_move(desk, judge):
    for name in ("policy.yaml", ".gitattributes"):
        (desk.root / name).write_text((desk.root / name).read_text() + "# x\n")
        desk.git(*ME, "commit", "-qam", "by hand")
        assert judge() == ["no move writes here"]


def test_files_that_are_not_the_books_own_do_not_count(desk, judge):
    (desk.root / "README.md").write_text("x")
    desk.git("add", "-A")
    desk.git(*ME, "commit", "-qm", "by hand")
    assert judge() == []


def test_two_moves_in_one_commit_are_none(desk, judge):
    order = desk.order()
    desk.run("reply", order, "--text", "a", by="chen.jie")
    desk.run("reply", order, "--text", "b", by="chen.jie")
    squash(desk, 2)
    assert judge() == ["it is not exactly one move more"]


def test_two_people_cannot_come_in_one_commit(desk, judge):
    for name in ("a.a", "b.b"):
        desk.run(
            "staff",
            "add",
            name,
            "--name",
            "N",
            "--email",
            f"{name}@example.com",
            "--department",
            "x",
            "--role",
            "owner",
        )
    squash(desk, 2)
    assert judge() == ["these records cannot be changed in one commit"]


def test_many_orders_may_be_archived_in_one_commit(desk, judge):
    orders = [desk.order("closed"), desk.order("closed")]
    for order in orders:
        desk.run("pay", order, "--amount", "241200", "--on", "2026-11-23", by="qian.yu")
    desk.run("archive", *orders, by="zhao.min")
    assert judge() == []


def test_an_archive_brings_no_more_papers_than_there_were(desk, judge):
    order = desk.order("archived")
    folder = desk.root / desk.git("ls-files", "archive/*.yaml").strip().removesuffix(".yaml")
    (folder / "extra.txt").write_text("x")
    desk.git("add", "-A")
    desk.git(*ME, "commit", "-q", "--amend", "--no-edit")
    assert judge() == ["no move writes here"]
    assert desk.run("check", code=1).out.splitlines()[0].endswith("extra.txt: belongs to no record")
    assert order in folder.name


def test_a_record_is_a_plain_file(desk, judge):
    desk.order()
    path = desk.git("ls-files", "orders").strip()
    desk.git("update-index", "--chmod=+x", path)
    desk.git(*ME, "commit", "-q", "--amend", "--no-edit")
    assert judge() == ["is no plain file"]


def test_history_is_one_line(desk, judge):
    desk.order()
    desk.git("branch", "side", "HEAD~1")
    desk.git("checkout", "-q", "side")
    desk.run("inquire", "--client", "A", "--contact", "B", "--channel", "phone", "--matter", "C", by="chen.jie")
    desk.git(*ME, "merge", "-q", "main", "-m", "both")
    assert judge() == ["a book's history is one line, and this joins two"]


def test_a_forged_paper_is_named(desk, judge):
    desk.order("submitted")
    paper = next(path for path in desk.git("ls-files", "orders").split() if path.endswith("form.txt"))
    (desk.root / paper).write_text("forged")
    desk.git(*ME, "commit", "-qam", "by hand")
    assert judge() == ["no move writes here"]


def test_L14_creation_is_logged_too(desk):
    order = desk.order("draft")
    client = desk.ask("show", order)["client"]
    for noun, record, move, by in (
        ((), order, "inquire", "chen.jie"),
        (("client",), client, "client add", "chen.jie"),
        (("staff",), "li.na", "staff add", "wu.gang"),
        (("staff",), "wu.gang", "staff add", "wu.gang"),
    ):
        first = desk.ask(*noun, "show", record)["log"][0]
        assert (first["move"], first["by"]) == (move.split()[-1], by)
        made = desk.git("log", "--diff-filter=A", "--format=%B", "--", f"*{record}.yaml").splitlines()
        assert made[0].startswith((f"{move} {record}", f"init: a new book, managed by {record}"))
        assert f"Actor: {by}" in made


def test_L14_no_move_deletes_anything(desk):
    """Of all that was ever written on the way to the archive nothing is gone: the archive is another place."""
    desk.order("archived")
    assert desk.git("log", "-M", "--diff-filter=D", "--format=", "--name-only") == ""
    written = len(desk.git("log", "--diff-filter=A", "--no-renames", "--format=", "--name-only").split())
    moved = len(desk.git("log", "-M", "--diff-filter=R", "--format=", "--name-only").split())
    assert len(desk.git("ls-files").split()) == written - moved
    assert moved == 4, "the order, the form, the drawing, the slip"


def test_L14_a_record_deleted_by_hand_is_named_and_keeps_its_history(desk, judge):
    order = desk.order("active")
    client = desk.ask("show", order)["client"]
    moves = [(row["subject"], row["actor"]) for row in desk.ask("log")]
    for record in (order, client, "he.jun"):
        path = desk.git("ls-files", f"*{record}.yaml").strip()
        whole = (desk.root / path).read_text()
        desk.git("rm", "-q", path)
        desk.git(*ME, "commit", "-qm", "by hand")
        assert judge() == ["a record was deleted"]
        assert desk.git("show", f"HEAD~1:{path}") == whole
    kept = [(row["subject"], row.get("actor")) for row in desk.ask("log")]
    assert kept == [("by hand", None)] * 3 + moves


def test_nobody_becomes_a_managers_deputy_by_their_own_word(desk):
    before = desk.state()
    said = desk.run(
        "staff",
        "away",
        "wu.gang",
        "--from",
        "2026-11-20",
        "--to",
        "2027-11-20",
        "--deputy",
        "zhao.min",
        by="zhao.min",
        code=3,
    )
    assert said.err == (
        "Error: cannot record an absence of wu.gang: only wu.gang or a manager names a deputy (P4.2b)\nHint: leave out --deputy\n"
    )
    assert desk.state() == before
