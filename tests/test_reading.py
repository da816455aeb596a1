"""What people look at: lists, inboxes, explanations, logs, and what `check` finds. Exact words, exact figures."""

from __future__ import annotations

import json
import re

import pytest

from ordertool.reports.screen import width


def test_a_list_has_filters_and_says_who_is_next_and_until_when(desk):
    first = desk.order("assigned")
    second = desk.order("inquiry")
    desk.env["COLUMNS"] = "200"
    lines = desk.run("list").out.splitlines()
    assert lines[0].split() == [
        "order",
        "stage",
        "client",
        "matter",
        "owner",
        "next",
        "who",
        "due",
        "promised",
        "total",
    ]
    rows = {line.split()[0]: [cell.strip() for cell in line.split("  ") if cell] for line in lines[1:]}
    assert rows[first][1:] == [
        "assigned", "杭州湾物流有限公司", "East hall racking", "li.na", "confirm", "li.na", "11-23 14:00", "2026-12-18",
        "241,200.00",
    ]  # fmt: skip
    assert rows[second][1:] == [
        "inquiry", "杭州湾物流有限公司", "120 bays of pallet racking", "–", "reply", "chen.jie", "11-23 14:00", "–", "–",
    ]  # fmt: skip
    for options, expected in (
        (("--stage", "assigned"), [first]),
        (("--owner", "li.na"), [first]),
        (("--client", desk.ask("show", first)["client"][-5:]), [first]),
        (("--stage", "closed"), []),
        (("--overdue",), []),
        (("--overdue", "--at", "2026-11-24T09:00"), [first, second]),
        (("--limit", "1"), sorted([first, second])[:1]),
    ):
        assert [row["id"] for row in desk.ask("list", *options)] == sorted(expected), options
    said = desk.run("list", "--stage", "shut", code=2)
    assert said.err.startswith("Error: there is no stage shut\nHint: there are: inquiry, draft")


def test_an_inbox_holds_what_waits_for_one_person_by_due_time(desk):
    late, soon = desk.order("assigned"), desk.order("confirmed")
    desk.now = "2026-11-24T10:00"
    rows = desk.ask("inbox", by="li.na")
    assert [(row["id"], row["responsible"]["next"], row["responsible"]["overdue"]) for row in rows] == [
        (late, ["confirm"], True),
        (soon, ["plan"], True),
    ]
    assert desk.run("inbox", by="qian.yu").out == "nothing waits for qian.yu\n"


def test_L6_a_due_time_shows_its_working_interval_by_interval_and_the_calendars_version(desk):
    """Two days of work from a Friday: the lunch hours, the Saturday worked for National Day, the Sunday that is not."""
    desk.now, desk.env["COLUMNS"] = "2026-10-09T11:00", "120"
    inquiry = ("--client", "A", "--contact", "B", "--matter", "C", "--answer", "yes")
    order = desk.ask("inquire", *inquiry, by="chen.jie")["id"]
    out = desk.run("explain", order, "--due").out.splitlines()
    reckoned = desk.ask("explain", order, "--due")
    assert out[:2] == ["form 2 d from 2026-10-09 11:00 (P6.1a)", "due 2026-10-12 11:00"]
    assert out[2:4] == [
        "policy.yaml: time_limits.form",
        f"calendar: official holidays, own exceptions: 0 ({reckoned['calendar']})",
    ]
    assert re.fullmatch(r"chinesecalendar 1\.[0-9.]+ \+ 0 overrides \([0-9a-f]+\)", reckoned["calendar"])
    assert [line.split(maxsplit=4) for line in out[6:]] == [
        ["2026-10-09", "11:00", "12:00", "1:00", "workday"],
        ["2026-10-09", "13:00", "17:30", "5:30", "workday"],
        ["2026-10-10", "08:30", "12:00", "9:00", "make-up workday 国庆节"],
        ["2026-10-10", "13:00", "17:30", "13:30", "make-up workday 国庆节"],
        ["2026-10-12", "08:30", "11:00", "16:00", "workday"],
    ]
    assert [(span["start"][:16], span["end"][11:16]) for span in reckoned["intervals"]] == [
        (f"{day}T{start}", end) for day, start, end, *_rest in (line.split() for line in out[6:])
    ]


def test_the_working_of_a_due_time_leaps_over_the_holidays(desk):
    desk.now, desk.env["COLUMNS"] = "2026-09-30T16:30", "120"
    order = desk.order()
    out = desk.run("explain", order, "--due").out.splitlines()
    assert out[0] == "reply 4 h from 2026-09-30 16:30 (P2.1b)"
    assert out[1] == "due 2026-10-08 11:30"
    assert out[3].startswith("calendar: official holidays, own exceptions: 0 (chinesecalendar 1.")
    assert [line.split() for line in out[5:]] == [
        ["day", "from", "to", "sum", "kind", "of", "day"],
        ["2026-09-30", "16:30", "17:30", "1:00", "workday"],
        ["2026-10-08", "08:30", "11:30", "4:00", "workday"],
    ]


def test_a_year_without_official_days_marks_the_due_time(desk):
    desk.now, desk.env["COLUMNS"] = "2027-03-01T09:00", "120"
    order = desk.order()
    assert desk.ask("show", order)["responsible"]["unconfirmed"] is True
    out = desk.run("explain", order, "--due").out
    assert "due 2027-03-01 14:00 (unconfirmed)" in out
    assert out.endswith("The official holidays of that time are not known yet: the due time may still change.\n")


DUE = [
    ("inquiry", "reply", "P2.1b", "time_limits.reply"),
    ("draft", "review", "P2.2b", "time_limits.review"),
    ("submitted", "assign", "P2.3a", "time_limits.assign"),
    ("assigned", "confirm", "P2.3c", "time_limits.confirm"),
    ("confirmed", "plan", "P2.4a", "time_limits.plan"),
    ("active", "report", "P2.4b", None),  # the plan's own interval
    ("delivered", "sign", "P2.5c", "time_limits.sign"),
    ("signed", "close", "P2.5c", "time_limits.close"),
    ("closed", "account", "P7.1c", None),  # the form's own terms
]


@pytest.mark.parametrize(("stage", "limit", "clause", "line"), DUE, ids=[stage for stage, *_rest in DUE])
def test_L20_a_due_time_names_its_clause_and_the_policy_line_behind_it(desk, stage, limit, clause, line):
    order = desk.order(stage)
    due = desk.ask("explain", order, "--due")
    assert (due["limit"], due["clause"], due["policy"]) == (limit, clause, line)
    assert desk.run("explain", order, "--due").out.splitlines()[0].endswith(f" ({clause})")
    if line is None:
        return
    policy = (desk.root / "policy.yaml").read_text()
    changed = re.sub(rf"^    {limit}: [0-9]+[hd]", f"    {limit}: 90m", policy, count=1, flags=re.MULTILINE)
    (desk.root / "policy.yaml").write_text(changed)
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qam", "policy")
    assert desk.ask("explain", order, "--due")["due"] == "2026-11-23T10:30:00+08:00", "it is that line and no other"


def test_explain_says_what_may_happen_next_and_why_not(desk):
    order = desk.order("active")
    moves = {move["move"]: move for move in desk.ask("explain", order, by="li.na")["moves"]}
    assert {"plan", "progress", "prepare", "deliver", "sign", "pay", "hold", "change", "undo"} <= set(moves)
    assert not {"assign", "close", "reopen", "archive"} & set(moves)
    assert moves["progress"]["refused"] is None
    assert moves["deliver"]["refused"] == "not prepared yet: packaging, documents, transport"
    assert moves["pay"]["refused"] == "li.na (owner) may not do that"
    assert moves["pay"]["who"] == ["finance"]


def test_late_entries_show_when_it_happened_and_when_it_was_typed(desk):
    order = desk.order()
    desk.now = "2026-11-23T15:00"
    desk.run("reply", order, "--text", "x", "--at", "2026-11-23T11:00", by="chen.jie")
    entry = desk.ask("show", order)["log"][-1]
    assert (entry["at"], entry["entered"]) == ("2026-11-23T11:00:00+08:00", "2026-11-23T15:00:00+08:00")
    assert (entry["by"], entry["via"]) == ("chen.jie", "wu.gang")
    assert "2026-11-23 11:00  reply W1  chen.jie  wu.gang" in desk.run("log", order).out
    author, committer = desk.git("log", "-1", "--format=%an %aI|%cn %cI").strip().split("|")
    assert (author, committer) == ("陈洁 2026-11-23T11:00:00+08:00", "吴刚 2026-11-23T15:00:00+08:00")


def test_git_log_alone_tells_who_did_what_when_and_by_which_right(desk):
    order = desk.order("assigned")
    message = desk.git("log", "-1", "--format=%B").splitlines()
    assert message[:4] == [f"assign {order} AS1: submitted → assigned", "", "  to: li.na", ""]
    assert message[4:-2] == [
        "Move: order assign", "Actor: zhao.min", "Entered-By: wu.gang", "Right: processor", "At: 2026-11-23T09:00:00+08:00",
        "Clause: P2.3a", "Law: 1",
    ]  # fmt: skip
    rows = desk.ask("log")
    assert (rows[0]["actor"], rows[0]["right"], rows[0]["subject"]) == (
        "zhao.min",
        "processor",
        f"assign {order} AS1: submitted → assigned",
    )


DAMAGE = [
    ("stage: submitted", "stage: closed", "stands in a stage that its log does not lead to"),
    ("  channel: phone", "  channel: pigeon", "must be one of phone, email, online, visit, wechat, other"),
    ("  contact: 周敏\n", "", "is missing"),
    ('    price: "1850.00"', "    price: free", "must be a number"),
    ("stage: submitted", "stage: submitted\nstage: submitted", "stage is here more than once"),
    ("stage: submitted", "stage: submitted\nmood: good", "is not a known field"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), DAMAGE, ids=[message[:30] for *_rest, message in DAMAGE])
def test_check_names_every_problem_with_file_line_and_column(desk, old, new, message):
    order = desk.order("submitted")
    path = desk.git("ls-files", "orders/*.yaml").strip()
    place = desk.root / path
    damaged = place.read_text().replace(old, new, 1)
    assert damaged != place.read_text()
    place.write_text(damaged)
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qam", "damage")
    said = desk.run("check", "--json", code=1)
    problems = json.loads(said.out)["problems"]
    assert [problem["message"] for problem in problems if problem["path"] == path] == [message]
    if not message.startswith("stands"):
        assert all(problem["line"] for problem in problems if problem["path"] == path)
    said = desk.run("show", order, code=4)
    assert message in said.err
    assert path in said.err


def test_check_finds_papers_that_are_missing_or_changed_and_strays(desk):
    order = desk.order("submitted")
    form, drawing = sorted(path for path in desk.git("ls-files", "orders").splitlines() if not path.endswith(".yaml"))
    (desk.root / form).write_text("forged")
    (desk.root / drawing).unlink()
    (desk.root / "staff" / "README").write_text("x")
    desk.git("add", "-A")
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qm", "tampering")
    said = desk.run("check", code=1)
    for name, what in (("form.txt", "is not the one that was handed in"), ("drawing.pdf", "is missing")):
        if name in form or name in drawing:
            assert "the paper" in said.out
            assert what in said.out
    assert "staff/README: belongs to no record" in said.out
    assert order in said.out


def test_a_bad_policy_is_told_by_every_command_with_its_place(desk):
    policy = desk.root / "policy.yaml"
    for old, new, message in (
        ("reply: 4h", "reply: fast", "must be a working time such as 30m, 4h or 2d"),
        ("timezone: Asia/Shanghai", "timezone: Mars/Base", "there is no time zone Mars/Base"),
        ('monday: "08:30-12:00 13:00-17:30"', 'monday: "12:00-08:30"', "Cannot read the working hours"),
        ("law: 1", "law: 1\nmood: good", "is not a known field"),
    ):
        good = policy.read_text()
        policy.write_text(good.replace(old, new))
        desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qam", "policy")
        for command in (("list",), ("inbox",), ("inquire", "--client", "A", "--contact", "B", "--matter", "C")):
            said = desk.run(*command, by="chen.jie", code=None)
            assert said.code in (0, 4), (new, command, said.err)
        said = desk.run("check", code=None)
        assert said.code in (1, 4), said.err
        assert message in said.out + said.err
        policy.write_text(good)
        desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qam", "policy")


def test_a_record_that_cannot_be_read_is_named_and_the_others_are_listed(desk):
    good, bad = desk.order("submitted"), desk.order("submitted")
    path = next(path for path in desk.git("ls-files", "orders/*.yaml").splitlines() if bad in path)
    (desk.root / path).write_text((desk.root / path).read_text().replace("  channel: phone", "  channel: pigeon", 1))
    client = next(path for path in desk.git("ls-files", "clients").splitlines())
    (desk.root / client).write_text("- not a client\n")
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qam", "damage")
    for command in (("list",), ("inbox", "--as", "zhao.min")):
        said = desk.run(*command, code=4)
        assert good[-5:] in said.out
        assert bad[-5:] not in said.out
        assert said.err.startswith(f"Warning: {path}:")
        assert "inquiry.channel" in said.err
        assert [row["id"] for row in json.loads(desk.run(*command, "--json", code=4).out)] == [good]
    assert f"Warning: {client}" in desk.run("client", "list", code=4).err


def test_check_finds_a_record_that_was_never_committed(desk):
    (desk.root / "staff" / "new.one.yaml").write_text("id: new.one\n")
    assert (
        "staff/new.one.yaml: is in no commit; records are made by commands, so move it away"
        in desk.run("check", code=1).out
    )


def test_a_table_fits_a_narrow_terminal_in_both_languages(desk):
    orders = sorted((desk.order("active"), desk.order("submitted")))
    for language in ("en", "zh_CN"):
        for cells, shown in ((80, [order[-5:] for order in orders]), (160, orders)):
            desk.env["COLUMNS"] = str(cells)
            for command in (("list",), ("inbox", "--as", "li.na"), ("explain", orders[1]), ("log", "--limit", "3")):
                lines = desk.run(*command, "--lang", language).out.splitlines()
                assert max(width(line) for line in lines if "：" not in line and ": " not in line[:12]) <= cells
            listed = desk.run("list", "--lang", language).out.splitlines()
            assert [line.split()[0] for line in listed[1:]] == shown
