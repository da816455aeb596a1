"""Edits by hand: `save` makes of each the one move that allows it, or says why none does."""

from __future__ import annotations

import json

from ordertool.audit import judge_commit
from ordertool.book import journal
from ordertool.book.book import Book
from ordertool.book.change import _kept


def file_of(desk, order):
    return next(desk.root.rglob(f"{order}.yaml"))


def edit(desk, order, old, new):
    place = file_of(desk, order)
    before = place.read_text()
    assert old in before
    place.write_text(before.replace(old, new, 1))
    return place


def replan(desk, order, every=4, reason="fewer reports are enough"):
    """Add a version of the plan by hand, below the one there is."""
    said = f"    reason: {reason}\n" if reason else ""
    phase = "{id: PH1, name: Make, start: 2026-11-24, end: 2026-12-10, person: li.na}"
    return edit(
        desk, order, "\nlog:\n", f"\n  - id: PL2\n    phases:\n      - {phase}\n    every: {every}\n{said}log:\n"
    )


def legal(desk):
    book = Book(desk.root)
    assert judge_commit(book, "HEAD") == ()
    book.close()
    assert desk.run("check").out.endswith("0 problems\n")


def test_an_edited_form_is_a_draft_with_every_comment_kept(desk):
    order = desk.order("draft", client=desk.client("unlimited"))
    desk.run("draft", order, "--client", desk.ask("client", "list")[0]["id"], "--project", "East hall", by="chen.jie")
    place = edit(desk, order, "  project: East hall\n", "  project: West hall   # the client moved\n")
    told = desk.ask("save", order, by="chen.jie")
    assert (told["form"]["project"], told["log"][-1]["move"], told["stage"]) == ("West hall", "draft", "draft")
    assert "  project: West hall   # the client moved\n" in place.read_text()
    assert desk.git("status", "--porcelain") == ""
    assert desk.git("log", "-1", "--format=%s").strip() == f"draft {order}"
    legal(desk)


def test_an_item_added_by_hand_is_the_move_that_adds_it(desk):
    order = desk.order("active")
    place = file_of(desk, order)
    text = place.read_text()
    place.write_text(
        text.replace("\nlog:\n", "\nprogress:\n  - id: R1\n    state: Frames cut\n    percent: 40\nlog:\n")
    )
    said = desk.run("save", by="li.na").out
    assert said.startswith(f"{order}  progress R1  [")
    told = desk.ask("show", order)
    assert (told["progress"][0]["percent"], told["log"][-1]["item"]) == (40, "R1")
    legal(desk)


def test_the_table_judges_an_edit_as_it_judges_a_command(desk):
    order = desk.order("active")
    place = file_of(desk, order)
    text = place.read_text()
    place.write_text(text.replace("\nlog:\n", "\nprogress:\n  - id: R1\n    state: Frames cut\nlog:\n"))
    before = desk.state()
    said = desk.run("save", order, by="qian.yu", code=3)
    assert said.err.startswith(f"Error: cannot progress {order}: qian.yu (finance) may not do that (P2.4b)\n")
    assert desk.state() == before


def test_what_no_move_writes_is_told_and_stays_as_it_was_edited(desk):
    order = desk.order("active")
    edit(desk, order, "  deliver_by: 2026-12-18\n", "  deliver_by: 2026-12-20\n")
    before = desk.state()
    said = desk.run("save", order, by="li.na", code=3)
    assert said.err == (
        f"Error: cannot save {order}: no move from active writes that in form\n"
        f"Hint: ordertool change {order[-5:]} --help, ordertool correct {order[-5:]} --help\n"
    )
    assert desk.state() == before
    desk.git("checkout", "--", ".")
    edit(desk, order, "    every: 3\n", "    every: 9\n")
    assert desk.run("save", order, by="li.na", code=3).err == (
        f"Error: cannot save {order}: no move from active writes that in plans\n"
        f"Hint: a new version of the plan, below those there are, or: ordertool plan {order[-5:]} --help\n"
    )


def test_a_log_or_two_sections_edited_by_hand_are_refused(desk):
    order = desk.order("active")
    edit(desk, order, "    move: confirm\n", "    move: confirm\n    note: I did\n")
    assert desk.run("save", order, by="li.na", code=3).err == (
        f"Error: cannot save {order}: the log was edited, and only commands write it\nHint: put the log back as it was\n"
    )
    desk.git("checkout", "--", ".")
    edit(desk, order, "  deliver_by: 2026-12-18\n", "  deliver_by: 2026-12-20\n")
    replan(desk, order)
    assert desk.run("save", order, by="li.na", code=3).err.splitlines()[0] == (
        f"Error: cannot save {order}: several sections were edited, and a move writes one: form, plans"
    )


def test_a_fault_in_an_edit_is_told_with_its_place(desk):
    order = desk.order("active")
    place = edit(desk, order, "    every: 3\n", "    every: soon\n")
    line = place.read_text().splitlines().index("    every: soon") + 1
    said = desk.run("save", order, by="li.na", code=4).err
    assert said.startswith(f"Error: {place.relative_to(desk.root)}:{line}:12: plans.0.every: must be a whole number\n")


def test_a_comment_is_saved_without_a_move(desk):
    order = desk.order("active")
    place = edit(desk, order, "plans:\n", "# agreed on the phone\nplans:\n")
    log = desk.ask("show", order)["log"]
    desk.run("save", order, by="li.na")
    assert desk.ask("show", order)["log"] == log
    assert "# agreed on the phone\n" in place.read_text()
    assert desk.git("log", "-1", "--format=%s").strip() == f"save {order}: comments and spelling, no value"
    legal(desk)


def test_a_dry_run_says_what_it_would_be(desk):
    order = desk.order("active")
    replan(desk, order)
    before = desk.state()
    assert "plan" in desk.run("save", order, "--dry-run", by="li.na").out
    assert desk.state() == before


def test_without_an_id_all_edits_are_saved_and_those_that_cannot_be_are_named(desk):
    fine, odd = desk.order("active"), desk.order("active")
    replan(desk, fine)
    edit(desk, odd, "  deliver_by: 2026-12-18\n", "  deliver_by: 2026-12-20\n")
    said = desk.run("save", "--json", by="li.na", code=3).json
    assert [one["id"] for one in said["saved"]] == [fine]
    assert [one["code"] for one in said["refused"]] == ["refused"]
    assert odd in said["refused"][0]["path"]


def test_nothing_to_save_is_said(desk):
    order = desk.order()
    assert desk.run("save", by="li.na").out == "nothing was edited\n"
    assert desk.run("save", order, by="li.na", code=2).err.splitlines()[0] == f"Error: {order} was not edited"


def test_a_deleted_record_comes_back(desk):
    order = desk.order()
    file_of(desk, order).unlink()
    said = desk.run("save", order, by="chen.jie", code=3).err
    assert said.startswith(f"Error: cannot save {order}: its file was deleted, and records are not deleted\n")


def test_other_moves_are_refused_while_an_edit_waits_and_name_the_way_out(desk):
    order = desk.order("active")
    path = edit(desk, order, "    every: 3\n", "    every: 4\n").relative_to(desk.root)
    for more in ([], ["--dry-run"]):
        said = desk.run("progress", order, "--state", "cut", *more, by="li.na", code=5).err
        assert said == (
            f"Error: {path} was edited by hand and is not committed\n"
            f"Hint: keep the edit with: ordertool save, or drop it with: git checkout HEAD -- {path}\n"
        )


def test_a_save_that_was_killed_is_finished_with_the_edit_in_it(desk):
    """Killed between HEAD and the work tree, the file still says the edit without its move."""
    order = desk.order("active")
    place = replan(desk, order)
    edited, old = place.read_bytes(), desk.head
    desk.run("save", order, by="li.na")
    saved, new = place.read_bytes(), desk.head
    book = Book(desk.root)
    path = str(place.relative_to(desk.root))
    place.write_bytes(edited)
    journal.note(book.private, old, new, [path], {path: _kept(book.git, edited)})
    book.close()
    assert json.loads((book.private / "journal.json").read_text())["edits"]
    desk.run("list")
    assert place.read_bytes() == saved
    assert desk.git("status", "--porcelain") == ""


def test_comments_are_saved_by_who_may_type_and_not_before_their_time(desk):
    order = desk.order("submitted")
    place = file_of(desk, order)
    place.write_text(place.read_text() + "# approved by the manager\n")
    desk.git("config", "user.email", "chen.jie@example.com")
    refused = desk.run("save", by="wu.gang", code=3).out
    assert (
        f"cannot save {order}: chen.jie may not enter for wu.gang (P2.5d; policy.yaml: entering_for_others)" in refused
    )
    told = desk.run("save", order, "--at", "2030-01-01T09:00", by="chen.jie", code=3).err
    assert f"cannot save {order}: 2030-01-01 09:00 is in the future (P4.2a)" in told
    desk.run("save", order, by="chen.jie")
    legal(desk)


def test_an_archived_order_takes_no_comment(desk):
    order = desk.order("draft")
    desk.run("lose", order, "--reason", "bought elsewhere", by="chen.jie")
    desk.run("archive", order, by="zhao.min")
    place = file_of(desk, order)
    place.write_text(place.read_text() + "# a word\n")
    assert "it is archived, and the move starts from:" in desk.run("save", order, by="zhao.min", code=3).err
    desk.git("commit", "-qam", "a word")
    book = Book(desk.root)
    assert [str(one.message) for one in judge_commit(book, "HEAD")] == ["an archived order is not changed"]
    book.close()


def test_a_record_that_no_command_made_is_told_though_it_is_staged(desk):
    order = desk.order("draft")
    forged = file_of(desk, order).with_name("SO-20261123-AAAAA.yaml")
    forged.write_text(file_of(desk, order).read_text().replace(order, forged.stem))
    desk.git("add", "-A")
    assert "is in no commit; records are made by commands, so move it away" in desk.run("check", code=1).out
    told = desk.run("save", by="chen.jie", code=3).out
    assert "cannot save SO-20261123-AAAAA: its file is in no commit" in told
    assert "records are made by commands: move it away" in told


def test_of_several_items_added_at_once_it_says_one_at_a_time(desk):
    order = desk.order("active")
    place = file_of(desk, order)
    two = "".join(f'  - id: C{n}\n    channel: phone\n    text: "{n}"\n' for n in (1, 2))
    place.write_text(place.read_text().replace("log:\n", f"contacts:\n{two}log:\n"))
    told = desk.run("save", order, by="li.na", code=3).err.splitlines()
    assert told == [
        f"Error: cannot save {order}: several items were added to contacts, and a move adds one",
        "Hint: take out all but the first, save, and go on with the next",
    ]
