"""A quarter assessed from the first figure to the approval and after, by the real commands (P6.2, P6.3; L17, L19, L20)."""

from __future__ import annotations

import pytest

RUN = "2027-01-05T09:00"
AFTER = "2027-01-14T09:00"


@pytest.fixture
def quarter(desk):
    """A closed order of 2026Q4 and a second manager; li.na confirmed a second one late. It is January."""
    desk.order("signed", client=desk.client())
    desk.second = desk.order("assigned")
    desk.now = "2026-11-24T10:00"
    desk.run(
        "staff", "add", "ma.hong", "--name", "马红", "--email", "ma.hong@example.com", "--department", "office", "--role",
        "manager", by="wu.gang",
    )  # fmt: skip
    desk.run("confirm", desk.second, by="li.na")
    desk.run("cancel", desk.second, "--reason", "client gave up", by="wu.gang")
    desk.now = RUN
    return desk


def refused(desk, *args, by, code=3):
    said = desk.run("assess", *args, by=by, code=code)
    return said.err


def test_the_whole_cycle(quarter):
    quarter.run("assess", "run", "2026Q4", by="wu.gang")
    kept = quarter.ask("assess", "show", "2026Q4", by="wu.gang")
    (mine,) = [one for one in kept["figures"]["people"] if one["staff"] == "li.na"]
    scores = {one["indicator"]: (one["numerator"], one["denominator"], one["score"]) for one in mine["indicators"]}
    assert scores["follow_up"] == ("5", "6", "83.33")
    assert kept["stage"] == "computed"

    quarter.run("assess", "publish", "2026Q4", by="wu.gang")
    quarter.run("assess", "appeal", "2026Q4", "--indicator", "follow-up", "--text", "the line was dead", by="li.na")
    quarter.now = AFTER
    said = refused(quarter, "approve", "2026Q4", by="ma.hong")
    assert said == (
        "Error: cannot approve the assessment of 2026Q4: appeals are open: AP1 (P6.3b)\n"
        "Hint: ordertool assess answer 2026Q4 AP1\n"
    )
    tail = quarter.second[-5:]
    quarter.run(
        "assess", "answer", "2026Q4", "AP1", "--accept", "the provider confirms it", "--leave-out",
        f"follow_up;{tail};confirm", by="ma.hong",
    )  # fmt: skip
    said = refused(quarter, "approve", "2026Q4", by="ma.hong")
    assert said == (
        "Error: cannot approve the assessment of 2026Q4: accepted, and not in the figures yet: AP1 (P6.3b)\n"
        "Hint: compute them anew: ordertool assess run 2026Q4\n"
    )
    quarter.run("assess", "run", "2026Q4", by="wu.gang")
    found = quarter.ask("assess", "explain", "2026Q4", "li.na", "follow_up", by="li.na")
    assert (found["numerator"], found["denominator"]) == ("5", "5")
    (left,) = [one for one in found["evidence"] if not one["counts"]]
    assert left["why"] == "left out by the answer to appeal AP1: the provider confirms it"

    quarter.run("assess", "publish", "2026Q4", by="wu.gang")
    said = refused(quarter, "approve", "2026Q4", by="ma.hong")
    assert said == (
        "Error: cannot approve the assessment of 2026Q4: people may appeal until 2027-01-21 "
        "(P6.3b; policy.yaml: assess.publish_days)\nHint: approve it after that day\n"
    )
    quarter.now = "2027-01-22T09:00"
    said = refused(quarter, "approve", "2026Q4", by="wu.gang")
    assert said == (
        "Error: cannot approve the assessment of 2026Q4: wu.gang computed the figures (P6.3b; policy.yaml: assess.two_people)\n"
        "Hint: let another manager approve them\n"
    )
    quarter.run("assess", "approve", "2026Q4", by="ma.hong")
    said = refused(quarter, "run", "2026Q4", by="wu.gang")
    assert said.startswith(
        "Error: cannot assess 2026Q4: it is approved, and the move starts from: new, computed, published"
    )
    assert quarter.run("check").code == 0

    said = refused(quarter, "revise", "2026Q4", "--reason", "again", by="ma.hong")
    assert said == (
        "Error: cannot revise the assessment of 2026Q4: nothing would change (P6.3b)\nHint: ordertool assess show 2026Q4\n"
    )
    (order,) = [one["id"] for one in quarter.ask("list") if one["stage"] == "signed"]
    quarter.run(
        "complain", order, "--text", "bent rails", "--kind", "quality", "--at", "2026-12-01T09:00", by="chen.jie"
    )
    quarter.run("assess", "revise", "2026Q4", "--reason", "a complaint came in late", by="ma.hong")
    kept = quarter.ask("assess", "show", "2026Q4", by="li.na")
    (one,) = kept["revisions"]
    assert one["reason"] == "a complaint came in late"
    assert one["figures"]["people"] != kept["figures"]["people"], "the approved ones stay as they were"
    shown = quarter.run("assess", "show", "2026Q4", by="li.na").out
    assert "VR1 revised: a complaint came in late" in shown
    assert "AP1 li.na: the line was dead, upheld" in shown


def test_every_commit_of_it_is_judged_legal_and_a_forged_figure_is_not(quarter):
    from ordertool.audit import judge_commit
    from ordertool.book.book import Book

    quarter.run("assess", "run", "2026Q4", by="wu.gang")
    quarter.run("assess", "publish", "2026Q4", by="wu.gang")
    book = Book.find(str(quarter.root), quarter.root)
    assert judge_commit(book, "HEAD^") == ()
    assert judge_commit(book, "HEAD") == ()
    quarter.git("reset", "--hard", "-q", "HEAD^^")
    quarter.run("assess", "run", "2026Q4", by="wu.gang")
    place = quarter.root / "assessments" / "2026Q4.yaml"
    place.write_text(
        place.read_text("utf-8").replace(
            'numerator: "5"\n          denominator: "6"', 'numerator: "6"\n          denominator: "6"'
        ),
        "utf-8",
    )
    quarter.git("commit", "-q", "-a", "--amend", "--no-edit")
    book.close()
    book = Book.find(str(quarter.root), quarter.root)
    found = [str(one.message) for one in judge_commit(book, "HEAD") if one.kind == "condition"]
    source = quarter.git("rev-parse", "HEAD^")[:9]
    assert found == [f"the source commit {source} gives other figures: li.na"]
    book.close()
    quarter.run("assess", "publish", "2026Q4", by="wu.gang")
    quarter.now = AFTER
    said = refused(quarter, "approve", "2026Q4", by="ma.hong")
    assert said == (
        f"Error: cannot approve the assessment of 2026Q4: the source commit {source} gives other figures: li.na (P6.2a)\n"
        "Hint: compute them anew: ordertool assess run 2026Q4\n"
    )


def test_the_same_commit_gives_the_same_figures_whenever(quarter):
    quarter.run("assess", "run", "2026Q4", by="wu.gang")
    first = quarter.ask("assess", "explain", "2026Q4", "li.na", "follow_up", by="wu.gang")
    quarter.now = "2027-03-01T09:00"
    quarter.order("draft", client=quarter.client(name="云岭仓储有限公司"))
    assert quarter.ask("assess", "explain", "2026Q4", "li.na", "follow_up", by="wu.gang") == first
    for one in first["evidence"]:
        assert one["order"] in quarter.git("show", "--format=%s", "--no-patch", one["commit"])


def test_a_second_run_replaces_figures_until_they_are_published(quarter):
    quarter.run("assess", "run", "2026Q4", by="wu.gang")
    before = quarter.ask("assess", "show", "2026Q4", by="wu.gang")["figures"]["source"]
    quarter.now = "2027-01-06T09:00"
    quarter.run("assess", "run", "2026q4", by="wu.gang")
    assert quarter.ask("assess", "show", "2026Q4", by="wu.gang")["figures"]["source"] != before
    quarter.run("assess", "publish", "2026Q4", by="wu.gang")
    assert refused(quarter, "run", "2026Q4", by="wu.gang") == (
        "Error: cannot assess 2026Q4: the figures of 2026Q4 are published (P6.3b)\n"
        "Hint: accept an appeal first: ordertool assess answer 2026Q4 AP1 --accept REASON\n"
    )


def test_a_period_that_runs_is_not_kept_but_can_be_looked_at(quarter):
    assert refused(quarter, "run", "2027Q1", by="wu.gang") == (
        "Error: cannot assess: 2027Q1 lasts until 2027-03-31 (P6.2c)\n"
        "Hint: see where everybody stands: ordertool assess run 2027Q1 --dry-run\n"
    )
    assert quarter.ask("assess", "run", "2027Q1", "--dry-run", by="wu.gang")["period"] == "2027Q1"
    assert refused(quarter, "run", "2026-11", by="wu.gang", code=4) == (
        "Error: only quarters and half-years are kept, and 2026-11 is none\n"
        "Hint: see its figures: ordertool assess run 2026-11 --dry-run\n"
    )
    november = quarter.ask("assess", "run", "2026-11", "--dry-run", by="wu.gang")
    (mine,) = [one for one in november["people"] if one["id"] == "li.na"]
    (follow_up,) = [one for one in mine["figures"] if one["indicator"] == "follow_up"]
    assert (follow_up["numerator"], follow_up["denominator"]) == ("4", "5"), "the delivery was due in December"
    half = quarter.ask("assess", "run", "2026H2", "--dry-run", by="wu.gang")
    assert (half["period"], half["first"], half["last"]) == ("2026H2", "2026-07-01", "2026-12-31")


def test_only_managers_run_publish_and_approve(quarter):
    for args in (("run", "2026Q4"),):
        assert "li.na (owner) may not do that" in refused(quarter, *args, by="li.na")
    quarter.run("assess", "run", "2026Q4", by="wu.gang")
    for args in (("publish", "2026Q4"), ("approve", "2026Q4"), ("revise", "2026Q4", "--reason", "x")):
        assert refused(quarter, *args, by="li.na").startswith("Error: cannot ")


def test_before_publishing_people_see_only_their_own(quarter):
    quarter.run("assess", "run", "2026Q4", by="wu.gang")
    assert quarter.run("assess", "show", "2026Q4", "li.na", by="li.na").code == 0
    assert quarter.run("assess", "show", "2026Q4", by="lin.wei").code == 0, "auditors see all"
    for args in (
        ("show", "2026Q4"), ("show", "2026Q4", "sun.tao"), ("explain", "2026Q4", "sun.tao", "follow_up"),
        ("compare", "2026Q3", "2026Q4"), ("run", "2026Q4", "--dry-run"),
    ):  # fmt: skip
        period = "2026Q3" if args[0] == "compare" else "2026Q4"
        assert refused(quarter, *args, by="li.na") == (
            f"Error: the figures of {period} are not published, and are not yours to see (P6.2c)\n"
            f"Hint: your own: ordertool assess show {period} li.na\n"
        )
    quarter.run("assess", "publish", "2026Q4", by="wu.gang")
    assert quarter.run("assess", "show", "2026Q4", by="li.na").code == 0


def test_who_may_appeal_and_when(quarter):
    quarter.run("assess", "run", "2026Q4", by="wu.gang")
    assert "it is computed, and the move starts from: published" in refused(
        quarter, "appeal", "2026Q4", "--text", "x", by="li.na"
    )
    quarter.run("assess", "publish", "2026Q4", by="wu.gang")
    assert "lin.wei (auditor) may not do that" in refused(quarter, "appeal", "2026Q4", "--text", "x", by="lin.wei")
    assert refused(quarter, "appeal", "2026Q4", "--text", "x", "--indicator", "charm", by="li.na") == (
        "Error: cannot appeal against the assessment of 2026Q4: charm is no indicator of li.na's (P6.3b)\n"
        "Hint: there are: information_accuracy, follow_up, client_satisfaction, communication\n"
    )
    quarter.run(
        "staff", "away", "sun.tao", "--from", "2027-01-05", "--to", "2027-01-08", "--deputy", "lin.wei", by="sun.tao"
    )
    assert refused(quarter, "appeal", "2026Q4", "--text", "x", by="lin.wei") == (
        "Error: cannot appeal against the assessment of 2026Q4: lin.wei is not assessed in 2026Q4 (P6.3b)\n"
        "Hint: who is assessed: ordertool assess show 2026Q4\n"
    )
    quarter.now = "2027-01-12T17:00"
    quarter.run("assess", "appeal", "2026Q4", "--text", "in time", by="li.na")
    quarter.now = "2027-01-13T09:00"
    assert refused(quarter, "appeal", "2026Q4", "--text", "x", by="li.na") == (
        "Error: cannot appeal against the assessment of 2026Q4: appeals were possible until 2027-01-12 "
        "(P6.3b; policy.yaml: assess.publish_days)\n"
        "Hint: ask a manager for a revision once it is approved: ordertool assess revise 2026Q4\n"
    )


def test_answers(quarter):
    quarter.run("staff", "edit", "ma.hong", "--add-role", "owner", by="wu.gang")
    quarter.run("assess", "run", "2026Q4", by="wu.gang")
    quarter.run("assess", "publish", "2026Q4", by="wu.gang")
    quarter.run("assess", "appeal", "2026Q4", "--text", "x", by="ma.hong")
    assert refused(quarter, "answer", "2026Q4", "AP1", "--reject", "no", by="ma.hong") == (
        "Error: cannot answer an appeal against the assessment of 2026Q4: ma.hong made the appeal (P6.3b)\n"
        "Hint: let another manager answer it\n"
    )
    assert refused(quarter, "answer", "2026Q4", "AP1", by="wu.gang", code=2).startswith(
        "Error: it takes --accept or --reject, and not both"
    )
    assert refused(
        quarter, "answer", "2026Q4", "AP1", "--reject", "no", "--leave-out", f"follow_up;{quarter.second};confirm",
        by="wu.gang", code=4,
    ).startswith("Error: ")  # fmt: skip
    assert "there is no AP7 in 2026Q4" in refused(
        quarter, "answer", "2026Q4", "AP7", "--reject", "no", by="wu.gang", code=2
    )
    quarter.run("assess", "answer", "2026Q4", "ap1", "--reject", "the books are right", by="wu.gang")
    assert refused(quarter, "answer", "2026Q4", "AP1", "--reject", "no", by="wu.gang") == (
        "Error: cannot answer an appeal against the assessment of 2026Q4: appeal AP1 is answered already (P6.3b)\n"
        "Hint: ordertool assess show 2026Q4\n"
    )
    quarter.now = AFTER
    quarter.run("assess", "approve", "2026Q4", by="ma.hong")


def with_policy(desk, old, new):
    place = desk.root / "policy.yaml"
    before = place.read_text("utf-8")
    assert old in before
    place.write_text(before.replace(old, new), "utf-8")
    desk.git("commit", "-qam", "policy")


@pytest.mark.parametrize(("over", "code"), [("remark", 0), ("refuse", 3)])
def test_a_budget_is_told_or_refused(quarter, over, code):
    with_policy(quarter, "budget: null, over: remark", f'budget: "100.00", over: {over}')
    quarter.run("assess", "run", "2026Q4", by="wu.gang")
    quarter.run("assess", "publish", "2026Q4", by="wu.gang")
    quarter.now = AFTER
    said = quarter.run("assess", "approve", "2026Q4", by="ma.hong", code=code)
    words = "the bonuses go beyond the budget by 5300.00 (P6.3b; policy.yaml: assess.bonus.budget)"
    assert words in said.err


def test_one_person_may_do_both_where_policy_says_so_and_at_once_without_days(quarter):
    with_policy(quarter, "two_people: true", "two_people: false")
    with_policy(quarter, "publish_days: 5", "publish_days: 0")
    quarter.run("assess", "run", "2026Q4", by="wu.gang")
    quarter.run("assess", "publish", "2026Q4", by="wu.gang")
    quarter.run("assess", "approve", "2026Q4", by="wu.gang")
    assert quarter.run("check").code == 0


def waits(desk, staff):
    return [
        (one["id"], one["owed"]["next"], one["matter"])
        for one in desk.ask("inbox", by=staff)
        if one.get("kind") == "assessment"
    ]


def test_the_managers_inbox_follows_the_cycle(quarter):
    assert waits(quarter, "wu.gang") == [("2026Q4", ["run"], "2026Q4")]
    quarter.run("assess", "run", "2026Q4", by="wu.gang")
    assert waits(quarter, "wu.gang") == [("2026Q4", ["publish"], "")]
    quarter.run("assess", "publish", "2026Q4", by="wu.gang")
    assert waits(quarter, "wu.gang") == []
    quarter.run("assess", "appeal", "2026Q4", "--text", "the line was dead", by="li.na")
    assert waits(quarter, "wu.gang") == [("2026Q4", ["answer"], "AP1 the line was dead")]
    quarter.run("assess", "answer", "2026Q4", "AP1", "--accept", "right", by="wu.gang")
    assert waits(quarter, "wu.gang") == [("2026Q4", ["run"], "")]
    quarter.run("assess", "run", "2026Q4", by="wu.gang")
    quarter.run("assess", "publish", "2026Q4", by="wu.gang")
    quarter.now = AFTER
    assert waits(quarter, "wu.gang") == []
    assert waits(quarter, "ma.hong") == [("2026Q4", ["approve"], "")], "who ran it cannot"
    quarter.run("assess", "approve", "2026Q4", by="ma.hong")
    assert waits(quarter, "ma.hong") == waits(quarter, "wu.gang") == []


def test_a_weak_indicator_asks_for_training_until_there_was_one(quarter):
    with_policy(quarter, "training: {below: 70,", "training: {below: 90,")
    quarter.run("assess", "run", "2026Q4", by="wu.gang")
    quarter.run("assess", "publish", "2026Q4", by="wu.gang")
    quarter.now = AFTER
    quarter.run("assess", "approve", "2026Q4", by="ma.hong")

    def due():
        return [one for one in quarter.ask("inbox", by="li.na") if one.get("owed", {}).get("clause") == "P6.3c"]

    (one,) = due()
    assert (one["matter"], one["owed"]["due"][:10]) == ("Follow-up efficiency", "2027-03-15")
    quarter.run(
        "staff", "train", "li.na", "--kind", "skill", "--topic", "following up", "--on", "2027-01-14", by="wu.gang"
    )
    assert due() == []


def test_notes_and_rewards_lie_in_the_persons_file(quarter):
    quarter.run(
        "assess", "note", "li.na", "--text", "calmed an angry client", "--indicator", "communication", by="zhao.min"
    )
    quarter.run(
        "assess", "reward", "li.na", "--kind", "奖励", "--reason", "excellent", "--amount", "500", "--period", "2026q4",
        by="wu.gang",
    )  # fmt: skip
    file = quarter.ask("staff", "show", "li.na")
    assert file["notes"] == [
        {"on": "2027-01-05", "text": "calmed an angry client", "indicator": "communication", "id": "N1"}
    ]
    (reward,) = file["rewards"]
    assert (reward["kind"], reward["amount"], reward["assessment"]) == ("reward", "500", "2026Q4")
    assert refused(quarter, "note", "li.na", "--text", "x", "--on", "2027-02-01", by="wu.gang", code=None).startswith(
        "Error: "
    )
    assert "may not do that" in refused(quarter, "reward", "li.na", "--kind", "reward", "--reason", "x", by="li.na")


def test_tables_fit_the_terminal_in_both_languages(quarter):
    from ordertool.language import use_language
    from ordertool.reports.screen import width

    quarter.run("assess", "run", "2026Q4", by="wu.gang")
    quarter.env = {"COLUMNS": "80"}
    for lang in ("en", "zh_CN"):
        for args in (
            ("show", "2026Q4"), ("show", "2026Q4", "li.na"), ("show", "2026Q4", "--by", "department"),
            ("explain", "2026Q4", "li.na", "follow_up"), ("today",), ("compare", "2026Q3", "2026Q4"),
            ("run", "2026Q4", "--dry-run", "--by", "team"),
        ):  # fmt: skip
            use_language(lang)
            lines = quarter.run("assess", *args, by="wu.gang").out.splitlines()
            assert lines
            assert max(map(width, lines)) <= 80, (args, lang, max(lines, key=width))


def test_explain_names_order_move_time_due_and_commit(quarter):
    quarter.run("assess", "run", "2026Q4", by="wu.gang")
    quarter.env = {"COLUMNS": "200"}
    lines = quarter.run("assess", "explain", "2026Q4", "li.na", "follow_up", by="li.na").out.splitlines()
    assert lines[:2] == ["李娜 (li.na)  Follow-up efficiency", "5 of 6, 6 cases: 83.33"]
    (late,) = [line for line in lines if "late" in line]
    commit = quarter.git("log", "--format=%h", "--abbrev=9", "--grep", f"^confirm {quarter.second}").strip()
    assert late.split() == [
        "26-11-24",
        "10:00",
        quarter.second,
        "confirm",
        "11-23",
        "14:00",
        "0/1",
        "late",
        "(P2.3c)",
        commit,
    ]
    said = quarter.run("assess", "explain", "2026Q4", "li.na", "charm", by="li.na", code=2)
    assert said.err == (
        "Error: charm is no indicator of li.na's\n"
        "Hint: there are: information_accuracy, follow_up, client_satisfaction, communication\n"
    )
    said = quarter.run("assess", "explain", "2026Q4", "nobody", "follow_up", by="wu.gang", code=2)
    assert said.err.startswith("Error: nobody is not assessed in 2026Q4\nHint: there are: ")


def test_a_commit_message_that_lies_is_found_out(quarter):
    quarter.run("assess", "run", "2026Q4", by="wu.gang")
    right = quarter.ask("assess", "explain", "2026Q4", "li.na", "follow_up", by="li.na")["evidence"]
    quarter.git(
        "commit",
        "--allow-empty",
        "-q",
        "-m",
        f"confirm {quarter.second}\n\nMove: order confirm\nAt: 2026-11-24T10:00:00+08:00\n",
    )
    quarter.now = "2027-01-06T09:00"
    quarter.run("assess", "run", "2026Q4", by="wu.gang")
    assert quarter.ask("assess", "explain", "2026Q4", "li.na", "follow_up", by="li.na")["evidence"] == right


def test_two_periods_beside_each_other(quarter):
    quarter.run("assess", "run", "2026Q4", by="wu.gang")
    found = quarter.ask("assess", "compare", "2026-11", "2026Q4", by="wu.gang")
    (mine,) = [one for one in found["people"] if one["staff"] == "li.na"]
    assert found["periods"] == ["2026-11", "2026Q4"]
    assert mine["after"]["scores"]["follow_up"] == "83.33"
    assert mine["change"] is not None


def test_there_is_nothing_before_it_was_run(quarter):
    said = quarter.run("assess", "publish", "2025Q4", by="wu.gang", code=2)
    assert said.err == "Error: there is no assessment 2025Q4\nHint: make it: ordertool assess run 2025Q4\n"
    assert "2026Q4  not assessed yet" in quarter.run("assess", "show", "2026Q4", by="wu.gang").out
    assert quarter.run("assess", "show", "2026Q9", by="wu.gang", code=4).err.startswith(
        'Error: "2026Q9" is not a period'
    )


def test_two_processes_find_what_one_finds(quarter, monkeypatch):
    from ordertool.assess import collecting
    from ordertool.context import _ASSESSED

    def found():
        _ASSESSED.clear()
        return quarter.ask("assess", "run", "2026Q4", "--dry-run", by="wu.gang")

    alone = found()
    monkeypatch.setattr(collecting, "_MANY", 1)
    monkeypatch.setattr(collecting, "_AT_ONCE", 1)
    assert found() == alone


def test_those_concerned_are_told(quarter):
    def letters(staff):
        told = [one for one in quarter.ask("notices", "list", "--to", staff) if one["event"].startswith("assessment ")]
        return [quarter.ask("notices", "show", one["id"]) for one in told]

    with_policy(quarter, "language: zh_CN", "language: en")
    quarter.run("assess", "run", "2026Q4", by="wu.gang")
    assert letters("li.na") == []
    quarter.run("assess", "publish", "2026Q4", by="wu.gang")
    (one,) = letters("li.na")
    assert one["subject"] == "2026Q4: 吴刚 (wu.gang) published the assessment of 2026Q4"
    assert "Appeals until: 2027-01-12" in one["body"]
    assert "Look at it: ordertool assess show 2026Q4 li.na" in one["body"]
    assert letters("lin.wei") == []
    quarter.run("assess", "appeal", "2026Q4", "--text", "the line was dead", by="li.na")
    (one,) = letters("ma.hong")
    assert "Appeal: the line was dead" in one["body"]
    quarter.run("assess", "answer", "2026Q4", "AP1", "--reject", "it was not", by="ma.hong")
    (answered,) = [one for one in letters("li.na") if "answered" in one["subject"]]
    assert (
        answered["subject"]
        == "2026Q4: 马红 (ma.hong) answered appeal AP1 against the assessment of 2026Q4: turned down"
    )
    assert "Answer: it was not" in answered["body"]
    quarter.now = AFTER
    quarter.run("assess", "approve", "2026Q4", by="ma.hong")
    quarter.now = "2027-01-15T09:00"
    (order,) = [one["id"] for one in quarter.ask("list") if one["stage"] == "signed"]
    quarter.run("complain", order, "--text", "bent", "--kind", "quality", "--at", "2026-12-01T09:00", by="chen.jie")
    quarter.run("assess", "revise", "2026Q4", "--reason", "a complaint came late", by="ma.hong")
    (revised,) = [one for one in letters("li.na") if "revised" in one["subject"]]
    assert "Reason: a complaint came late" in revised["body"]


def test_a_team_of_joint_work_is_assessed_by_its_order(quarter):
    quarter.now = "2026-11-24T11:00"
    order = quarter.order("active", client=quarter.client(name="云岭仓储有限公司"))
    quarter.run("team", order, "--lead", "zhao.min", "--member", "li.na", "--reason", "three halls", by="zhao.min")
    quarter.now = RUN
    found = quarter.ask("assess", "run", "2026Q4", "--dry-run", "--by", "team", by="wu.gang")
    (team,) = found["teams"]
    assert (team["id"], team["kind"], team["name"]) == (order, "team", "East hall racking")
    assert [one["indicator"] for one in team["figures"]] == [
        "information_accuracy", "follow_up", "client_satisfaction", "communication",
    ]  # fmt: skip
    assert {one["id"] for one in found["departments"]} >= {"sales", "orders", "service"}


def test_who_left_before_or_came_after_is_not_assessed(quarter):
    quarter.now = "2027-01-04T09:00"
    quarter.run(
        "staff", "add", "new.one", "--name", "新人", "--email", "new@example.com", "--department", "sales", "--role", "owner",
        by="wu.gang",
    )  # fmt: skip
    quarter.now = RUN
    people = quarter.ask("assess", "run", "2026Q4", "--dry-run", by="wu.gang")["people"]
    assert "new.one" not in {one["id"] for one in people}
    mine = quarter.ask("assess", "today", by="new.one")
    assert (mine["id"], mine["total"]) == ("new.one", None)
    assert quarter.run("assess", "today", by="qian.yu", code=2).err.startswith(
        "Error: qian.yu is not assessed in 2027Q1"
    )
