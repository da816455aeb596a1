"""The client's credit at the command line: assessments, explanations, gates, overrides, tax (P7.1, L9, L11, L12)."""

from __future__ import annotations

import pytest
from telling import kept, made, message, refused, sound, told

from ordertool.book import snapshot as snapshot_module

ASSESSMENT = ("--grade", "A", "--evidence", "accounts", "--valid-until", "2027-06-30")


@pytest.fixture
def client(desk):
    return desk.client()


def drafted(desk, client, amount="100000.00", *more):
    """An order over an amount, its form passed; the answer to its draft beside it."""
    order = desk.order("inquiry", client)
    said = desk.run(
        "draft", order, "--client", client, "--project", "Gate", "--description", "Supply", "--type", "standard",
        "--domain", "storage", "--line", f"item=Gate;spec=6 m;quantity=1;unit=piece;price={amount}", "--deliver-by",
        "2026-12-18", "--deliver-to", "Ningbo", "--payment", "account:30", *more, by="chen.jie",
    )  # fmt: skip
    desk.run("review", order, "--pass", by="chen.jie")
    return order, said


SUBMIT = ("--original", "paper, folder 1")


# --- the assessment


def test_an_assessment_has_three_parts_beside_its_evidence(desk, client):
    desk.run(
        "client", "credit", client, *ASSESSMENT, "--line", "￥300,000", "--days", "45", "--operations", "two shifts",
        "--finances", "2025 accounts, no debt", "--record", "paid on time for three years", by="qian.yu",
    )  # fmt: skip
    assert desk.ask("client", "show", client)["credit"][-1] == {
        "grade": "A", "limit": "300000", "below_owed": False, "days": 45, "operations": "two shifts",
        "finances": "2025 accounts, no debt", "record": "paid on time for three years", "evidence": "accounts",
        "valid_until": "2027-06-30", "id": "CR2",
    }  # fmt: skip
    shown = desk.run("client", "show", client).out
    assert "  CR2 operations     two shifts\n" in shown
    assert "  CR2 credit record  paid on time for three years\n" in shown
    # The message of the commit names neither the limit nor what is behind the grade (P0.4).
    assert message(desk).startswith(f"client credit {client} CR2\n\n  grade: A\n  valid_until: 2027-06-30\n\nMove:")


def test_an_amount_unlimited_zero_and_nothing_are_four_things(desk, client):
    said = {}
    for line in ("1000", "unlimited", "不限", "0", None):
        desk.run("client", "credit", client, *ASSESSMENT, *(("--line", line) if line else ()), by="qian.yu")
        told_ = desk.ask("client", "credit", client, "--explain", by="qian.yu")
        said[line] = (told_["limit"], told_["limit_of"], told_["verdict"])
    assert said == {
        "1000": ("1000", "client", "within"), "unlimited": ("unlimited", "client", "unlimited"),
        "不限": ("unlimited", "client", "unlimited"), "0": ("0", "client", "within"), None: (None, None, "unset"),
    }  # fmt: skip


def test_a_limit_is_told_in_words(desk, client):
    for line, words in (("unlimited", "Credit limit: unlimited (the client's own)"), (None, "Credit limit: not set")):
        desk.run("client", "credit", client, *ASSESSMENT, *(("--line", line) if line else ()), by="qian.yu")
        shown = desk.run("client", "credit", client, "--explain", by="qian.yu").out.splitlines()
        assert shown[1] == words
        assert "room" not in " ".join(shown)


def test_what_an_assessment_needs_is_asked_for(desk, client):
    for given, missing in (((), "--grade"), (("--grade", "A"), "--evidence"), (ASSESSMENT[:4], "--valid-until")):
        told(
            desk, "client", "credit", client, *given, by="qian.yu", code=2,
            error=f"{missing} is missing", hint=f"add it: {missing} …",
        )  # fmt: skip
    told(
        desk, "client", "credit", client, *ASSESSMENT, "--order", "7K3FQ", by="qian.yu", code=2,
        error="--order goes with --explain", hint="add --explain, or leave it out",
    )  # fmt: skip
    told(
        desk, "client", "credit", client, "--explain", "--grade", "A", by="qian.yu", code=2,
        error="--explain only shows, and takes no assessment", hint="leave it out, or the assessment",
    )  # fmt: skip


# --- the explanation


def test_the_explanation_shows_each_term_the_sum_the_limit_and_the_verdict(desk):
    owed = desk.order("delivered")
    client = desk.ask("show", owed)["client"]
    desk.run("pay", owed, "--amount", "41200.00", by="qian.yu")
    order, said = drafted(desk, client, "300000.01")
    assert said.err.splitlines() == [
        "Warning: the exposure would be 500,000.01 CNY, above the credit limit of 500,000.00 (P7.1b; policy.yaml: credit.gates.draft)"
    ]
    explain = ("client", "credit", client[2:], "--explain", "--order", order[-5:])
    desk.env["COLUMNS"] = "80"
    narrow = desk.run(*explain, by="qian.yu").out.splitlines()
    assert [row.split()[0] for row in narrow[3:5]] == [owed[-5:], order[-5:]]
    desk.env["COLUMNS"] = "120"
    shown = desk.run(*explain, by="qian.yu").out
    assert shown == (
        f"{client}  杭州湾物流有限公司\n"
        "Credit limit: 500,000.00 CNY (the client's own)\n"
        "order                         delivered, unpaid  still to come  paid before or in cash  rate       on credit\n"
        f"{owed}                    200,000.00           0.00                    0.00        200,000.00 CNY\n"
        f"{order} (this one)               0.00     300,000.01                    0.00        300,000.01 CNY\n"
        "exposure                                                                                      500,000.01 CNY\n"
        "room                                                                                               -0.01 CNY\n"
        "Verdict: above the credit limit\n"
    )
    document = desk.ask("client", "credit", client, "--explain", "--order", order, by="qian.yu")
    assert document == {
        "client": client, "order": order, "verdict": "over", "figures": True, "grade": "A", "assessment": "CR1",
        "limit": "500000", "limit_of": "client", "currency": "CNY", "missing_rate": None, "override": None,
        "terms": [
            {
                "order": owed, "delivered": "200000.00", "committed": "0.00", "secured": "0.00", "currency": "CNY",
                "rate": None, "amount": "200000.00",
            },
            {
                "order": order, "delivered": "0.00", "committed": "300000.01", "secured": "0.00", "currency": "CNY",
                "rate": None, "amount": "300000.01",
            },
        ],
        "before_the_book": "0.00", "paid_in_advance": "0.00", "exposure": "500000.01", "room": "-0.01",
    }  # fmt: skip
    within = desk.ask("client", "credit", client, "--explain", by="qian.yu")
    assert (within["verdict"], within["exposure"], within["room"], within["order"]) == (
        "within",
        "200000.00",
        "300000.00",
        None,
    )


def test_what_comes_in_before_it_is_trusted_is_shown_and_not_counted(desk):
    """Decision 20: an awaited prepayment and cash at the door are no credit, in the gate's formula and the explanation alike."""
    client = desk.client()
    early, cash = desk.order("submitted", client, "prepayment:30"), desk.order("submitted", client, "cash-on-delivery")
    document = desk.ask("client", "credit", client, "--explain", "--order", cash, by="qian.yu")
    assert [(one["order"], one["committed"], one["secured"], one["amount"]) for one in document["terms"]] == [
        (early, "168840.00", "72360.00", "168840.00"), (cash, "0.00", "241200.00", "0.00"),
    ]  # fmt: skip
    assert (document["exposure"], document["room"]) == ("168840.00", "331160.00")
    desk.run("pay", early, "--amount", "72360", by="qian.yu")  # in it is, and the rest is on credit as before
    assert desk.ask("client", "credit", client, "--explain", by="qian.yu")["exposure"] == "168840.00"


def test_who_has_no_right_to_figures_learns_the_verdict_and_nothing_else(desk):
    order = desk.order("submitted")
    client = desk.ask("show", order)["client"]
    assert desk.ask("client", "credit", client, "--explain", by="zhao.min") == {
        "client": client, "order": None, "verdict": "within", "figures": False, "override": None,
    }  # fmt: skip
    assert desk.run("client", "credit", client, "--explain", by="sun.tao").out == (
        f"{client}  杭州湾物流有限公司\nVerdict: within the credit limit\n"
    )
    desk.trust(client, "241200")
    change = (
        "--set", "lines.L1.quantity=121", "--cause", "client", "--reason", "one more", "--agreed-by",
        "周敏;phone;2026-11-23T08:50",
    )  # fmt: skip
    refused(
        desk, order, *("change", *change), by="zhao.min",
        why="the client's credit limit does not allow it (P7.1b; policy.yaml: credit.gates.change)",
        hint='it takes an override by: manager, finance; ordertool override {tail} --reason "…" --until DATE',
    )  # fmt: skip


def test_a_rate_converts_and_without_one_nothing_is_added_up(desk, client):
    order, said = drafted(desk, client, "1000.005", "--currency", "USD")
    assert (
        "what is owed in USD cannot be added up: there is no rate for it (P7.1b; policy.yaml: credit.rates)" in said.err
    )
    refused(
        desk, order, "submit", *SUBMIT, by="chen.jie",
        why="what is owed in USD cannot be added up: there is no rate for it (P7.1b; policy.yaml: credit.rates)",
        hint="a manager names one in policy.yaml, as credit.rates: what one USD is worth",
    )  # fmt: skip
    explained = desk.run("client", "credit", client, "--explain", "--order", order, by="qian.yu")
    assert explained.out.splitlines()[2:] == [
        "no rate for USD in policy.yaml: credit.rates", "Verdict: it cannot be added up: a rate is missing",
    ]  # fmt: skip
    policy = desk.root / "policy.yaml"
    policy.write_text(policy.read_text().replace("  rates: {}", '  rates: {USD: "7.1"}'))
    desk.git("-c", "user.name=x", "-c", "user.email=wu.gang@example.com", "commit", "-qam", "a rate")
    made(desk, order, "submit", *SUBMIT, by="chen.jie")
    (one,) = desk.ask("client", "credit", client, "--explain", by="qian.yu")["terms"]
    assert (one["committed"], one["rate"], one["amount"]) == ("1000.01", "7.1", "7100.07")
    table = desk.run("client", "credit", client, "--explain", by="qian.yu").out
    assert "1,000.01 USD" in table
    assert "7.1" in table


# --- gates and overrides


def test_an_order_above_the_limit_goes_through_by_an_override(desk, client):
    order, _said = drafted(desk, client, "500000.01")
    refused(
        desk, order, "submit", *SUBMIT, by="chen.jie",
        why="the exposure would be 500,000.01 CNY, above the credit limit of 500,000.00 (P7.1b; policy.yaml: credit.gates.submit)",
        hint='it takes an override by: manager, finance; ordertool override {tail} --reason "…" --until DATE',
    )  # fmt: skip
    beyond = ("override", "--reason", "bank guarantee 17", "--until", "12月31日")
    refused(
        desk, order, *beyond, by="chen.jie", move="override the credit limit for",
        why="chen.jie (receptionist) may not do that (P7.1b)", hint="it takes: manager, finance",
    )  # fmt: skip
    document = made(desk, order, *beyond, by="qian.yu")
    assert document["overrides"] == [
        {
            "reason": "bank guarantee 17", "until": "2026-12-31", "amount": None, "id": "O1",
            "seen": {
                "client": client, "currency": "CNY", "before": "0.00", "advance": "0.00", "sum": "500000.01",
                "limit": "500000", "limit_of": "client",
                "terms": [
                    {
                        "order": order, "delivered": "0.00", "committed": "500000.01", "secured": "0.00",
                        "currency": "CNY", "rate": None, "amount": "500000.01",
                    },
                ],
            },
        },
    ]  # fmt: skip
    # Itemised in the record; the message of the commit names no amount (P0.4).
    assert "500000" not in message(desk)
    assert message(desk).startswith(f"override {order} O1\n\n  until: 2026-12-31\n  reason: bank guarantee 17\n\nMove:")
    assert kept(desk, order, "overrides") == (
        "overrides:\n  - id: O1\n    reason: bank guarantee 17\n    until: 2026-12-31\n    seen:\n"
        f"      client: {client}\n      currency: CNY\n      terms:\n        - order: {order}\n"
        '          delivered: "0.00"\n          committed: "500000.01"\n          currency: CNY\n          amount: "500000.01"\n'
        '      sum: "500000.01"\n      limit: "500000"\n      limit_of: client\n'
    )
    made(desk, order, "submit", *SUBMIT, by="chen.jie")


def test_an_override_is_typed_exactly_or_told_what_is_wrong(desk, client):
    order, _said = drafted(desk, client, "600000")
    beyond = ("override", order, "--reason", "x", "--until")
    assert desk.run(*beyond, "soon", by="qian.yu", code=4).err.startswith("Error: --until: must be a day")
    assert (
        "--amount: must be more than zero" in desk.run(*beyond, "2026-12-31", "--amount", "0", by="qian.yu", code=4).err
    )
    inquiry = desk.order("inquiry", client)
    assert "it is inquiry" in desk.run("override", inquiry, *beyond[2:], "2026-12-31", by="qian.yu", code=3).err
    empty = desk.order("inquiry", client)
    desk.run("draft", empty, "--project", "x", by="chen.jie")
    refused(
        desk, empty, "override", *beyond[2:], "2026-12-31", by="qian.yu", move="override the credit limit for",
        why="its form has no client or no total yet (P7.1b)", hint="ordertool draft {tail} …",
    )  # fmt: skip


def test_a_warning_is_told_as_json_too_and_also_of_a_move_that_is_only_tried(desk, client):
    order, _said = drafted(desk, client, "500000.01")
    document = desk.ask("draft", order, "--set", "project=Gate 2", by="chen.jie")
    warning = "the exposure would be 500,000.01 CNY, above the credit limit of 500,000.00 (P7.1b; policy.yaml: credit.gates.draft)"
    assert document["remarks"] == [warning]
    tried = desk.ask("draft", order, "--set", "project=Gate 3", "--dry-run", by="chen.jie")
    assert (tried["remarks"], tried["dry_run"], tried["commit"]) == ([warning], True, None)
    assert "remarks" not in desk.ask("draft", order, "--set", "lines.L1.price=1", by="chen.jie")


def test_a_copy_of_an_order_is_judged_like_any_other(desk):
    first = desk.order("submitted")
    client = desk.ask("show", first)["client"]
    desk.trust(client, "241200")
    copy = desk.order("inquiry", client)
    said = desk.run("draft", copy, "--like", first, "--deliver-by", "2026-12-18", by="chen.jie")
    assert "the exposure would be 482,400.00 CNY" in said.err
    desk.run("review", copy, "--pass", by="chen.jie")
    assert desk.run("submit", copy, *SUBMIT, by="chen.jie", code=3).err.startswith(
        f"Error: cannot submit {copy}: the exposure"
    )


def test_explain_tells_what_a_submission_would_meet(desk, client):
    order, _said = drafted(desk, client, "500000.01")
    moves = {one["move"]: one for one in desk.ask("explain", order, by="chen.jie")["moves"]}
    assert moves["submit"]["refused"] == "the exposure would be 500,000.01 CNY, above the credit limit of 500,000.00"
    assert (moves["submit"]["clause"], moves["submit"]["policy"]) == ("P7.1b", "credit.gates.submit")


# --- who was never assessed


def test_an_order_of_an_unknown_client_waits_for_finance(desk):
    client = desk.ask("client", "add", "--name", "晨星医疗器械有限公司", "--contact", "蒋薇", by="chen.jie")["id"]
    order, said = drafted(desk, client)
    warning = "Warning: the client has no valid credit assessment (P7.1a; policy.yaml: credit.unassessed)"
    assert said.err.splitlines() == [warning]
    sent = desk.run("submit", order, *SUBMIT, by="chen.jie")
    assert sent.err.splitlines() == [warning]
    sound(desk)
    assert "Next: client credit, by qian.yu (finance), until 2026-11-24 09:00" in sent.out  # whom it really waits for
    assert desk.ask("list")[0]["responsible"]["staff"] == "qian.yu"
    assert [(one["owed"]["staff"], one["mine"]) for one in desk.ask("inbox", by="zhao.min")] == [("qian.yu", False)]
    (waits,) = desk.ask("inbox", by="qian.yu")
    assert (waits["owed"]["next"], waits["owed"]["item"], waits["owed"]["due"], waits["owed"]["clause"]) == (
        ["client credit"], client, "2026-11-24T09:00:00+08:00", "P7.1a",
    )  # fmt: skip
    told_ = {one["to"] for one in desk.ask("notices", "list", "--limit", "100") if one["event"] == "submit"}
    assert told_ == {"qian.yu", "zhao.min"}
    refused(
        desk, order, "assign", "--to", "li.na", by="zhao.min",
        why="the client has no valid credit assessment (P7.1a; policy.yaml: credit.unassessed)",
        hint=f"finance or the client's keeper makes one: ordertool client credit {client[2:]} --grade …",
    )  # fmt: skip
    desk.env["COLUMNS"] = "200"
    every = desk.run("assign", "--all", by="zhao.min", code=1)
    assert every.out.splitlines() == [
        "assigned: 0", "left without an owner: 1", f"  {order}  the client has no valid credit assessment",
        f"finance or the client's keeper makes one: ordertool client credit {client[2:]} --grade …",
    ]  # fmt: skip

    desk.now = "2026-11-23T15:00"
    desk.run("client", "credit", client, *ASSESSMENT, "--line", "99999.99", "--below-owed", by="qian.yu")
    assert desk.ask("inbox", by="qian.yu") == []
    assert (
        "(P7.1a; policy.yaml: credit.gates.submit)"
        in desk.run("assign", order, "--to", "li.na", by="zhao.min", code=3).err
    )
    desk.run("override", order, "--reason", "paid a deposit", "--until", "2026-12-31", by="qian.yu")
    assert (
        desk.ask("show", order)["responsible"]["due"] == "2026-11-24T10:00:00+08:00"
    )  # four hours from the assessment
    assert desk.ask("assign", "--all", by="zhao.min")["assigned"][0]["id"] == order
    sound(desk)


def test_when_it_is_late_finance_is_reminded(desk):
    client = desk.ask("client", "add", "--name", "晨星医疗器械有限公司", "--contact", "蒋薇", by="chen.jie")["id"]
    order, _said = drafted(desk, client)
    desk.run("submit", order, *SUBMIT, by="chen.jie")
    desk.now = "2026-11-24T10:00"
    (late,) = [one for one in desk.ask("due") if one["owed"]["item"]]
    assert (late["owed"]["staff"], late["owed"]["overdue"]) == ("qian.yu", True)
    desk.run("tick")
    shown = [one for one in desk.ask("notices", "list", "--limit", "100") if one["event"] == "late"]
    assert [(one["to"], one["order"]) for one in shown if one["to"] == "qian.yu"] == [("qian.yu", order)]


# --- tax


def test_tax_is_a_field_of_its_own_on_top_of_the_lines(desk, client):
    order, _said = drafted(desk, client, "1000.00", "--tax", "￥130.00")
    assert (desk.ask("show", order)["form"]["tax"], desk.ask("show", order)["form"]["total"]) == ("130.00", "1130.00")
    desk.run("submit", order, *SUBMIT, by="chen.jie")
    shown = desk.run("show", order).out
    assert "  tax              130.00 CNY\n  total            1,130.00 CNY\n" in shown
    page = desk.root.parent / "confirmation.html"
    desk.run("print", order, "confirmation", "--out", str(page))
    assert ">Tax<" in page.read_text("utf-8")
    assert "1,130.00" in page.read_text("utf-8")
    assert desk.ask("print", order, "confirmation")["tax"] == "130.00"
    changed = made(
        desk, order, "change", "--set", "tax=60", "--cause", "law", "--reason", "another rate", "--agreed-by",
        "周敏;phone;2026-11-23T08:50", by="zhao.min",
    )  # fmt: skip
    assert changed["form"]["total"] == "1060.00"
    assert desk.run("draft", desk.order("inquiry", client), "--tax", "-1", by="chen.jie", code=4).err.startswith(
        "Error: --tax: must not be negative"
    )


# --- what it costs


def test_only_orders_that_mention_the_client_are_read(desk, monkeypatch):
    for _ in range(3):
        desk.shelf = None
        desk.order("submitted", desk.client())
    client = desk.client()
    order, _said = drafted(desk, client)
    read = []
    real = snapshot_module.named

    def named(kind, record_id, data, path):
        read.append((kind, record_id))
        return real(kind, record_id, data, path)

    monkeypatch.setattr(snapshot_module, "named", named)
    desk.run("submit", order, *SUBMIT, by="chen.jie")
    assert {record_id for kind, record_id in read if kind == "order"} == {order}


def test_an_order_that_cannot_be_read_is_told_and_nothing_is_submitted(desk, client):
    first = desk.order("submitted", client)
    order, _said = drafted(desk, client)
    path = desk.git("ls-files", f"*{first}.yaml").strip()
    (desk.root / path).write_text((desk.root / path).read_text().replace("stage: submitted", "stage: nowhere"))
    desk.git("-c", "user.name=x", "-c", "user.email=wu.gang@example.com", "commit", "-qam", "a slip")
    said = desk.run("submit", order, *SUBMIT, by="chen.jie", code=3).err.splitlines()
    assert said[0].startswith(f"Error: cannot submit {order}: what the client owes cannot be told: {path}:")
    assert said[1] == "Hint: ordertool check"
    assert desk.run("client", "credit", client, "--explain", by="qian.yu").out.splitlines()[-1] == (
        "Verdict: it cannot be told: a file cannot be read"
    )
