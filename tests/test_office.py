"""What a new user in the office looked for on the screen and did not find."""


def test_a_receipt_and_the_log_say_what_a_review_came_to(desk):
    order = desk.order("draft")
    said = desk.run("review", order, "--return", "no house number", by="chen.jie").out
    assert f"{order}  review V1: returned to the client  [" in said
    assert "review V1" in desk.run("log", order).out
    assert desk.run("log", order).out.rstrip().endswith("returned to the client")
    desk.run("undo", order, by="chen.jie")
    assert "returned" not in desk.run("log", order).out


def test_the_move_that_the_clock_demands_comes_first(desk):
    order = desk.order("active")
    desk.now = "2026-11-30T09:00"
    said = desk.run("progress", order, "--state", "on the way", by="li.na").out
    assert "Next: progress, by li.na (the order's owner), until 2026-12-03 09:00; also: prepare, deliver\n" in said
    desk.run("progress", order, "--state", "on the way", "--at", "2026-11-30T09:00", by="li.na")
    desk.now = "2026-12-17T09:00"
    said = desk.run("progress", order, "--state", "packed", by="li.na").out
    assert "Next: deliver, by li.na (the order's owner), until 2026-12-18 23:59; also: progress, prepare\n" in said


def test_a_language_that_is_none(desk):
    said = desk.run("list", "--lang", "fr", code=2)
    assert said.err == "Error: there is no language fr\nHint: there are: en, zh_CN\n"


def test_a_language_alone_shows_the_help(desk):
    assert desk.run("--lang", "en").out.startswith("Usage: ordertool COMMAND [OPTIONS]\n")


def test_check_says_how_a_sound_policy_is_kept(desk):
    policy = desk.root / "policy.yaml"
    policy.write_text(policy.read_text() + "# read by all\n")
    said = desk.run("check", code=1).out
    assert 'policy.yaml: was edited by hand and is sound; keep it: git commit -am "…"\n' in said
    policy.write_text(policy.read_text() + "colour: red\n")
    assert "is sound" not in desk.run("check", code=1).out


def test_why_a_credit_is_over(desk):
    desk.env = {"COLUMNS": "400"}
    client = desk.client("unlimited")
    credit = ("client", "credit", client, "--grade", "A", "--line", "1234.5", "--evidence", "bank\nreference")
    desk.run(*credit, "--valid-until", "2026-12-01", by="qian.yu")
    items = [one["id"] for one in desk.ask("client", "show", client)["credit"]]
    desk.now = "2026-12-02T09:00"
    said = desk.run("client", "show", client).out
    assert "limit 1,234.50, until 2026-12-01 (expired); evidence: bank reference\n" in said
    desk.run(*credit, "--valid-until", "2027-12-01", by="qian.yu")
    assert f"{items[-1]}             " in said
    assert "until 2026-12-01 (superseded by " in desk.run("client", "show", client).out
