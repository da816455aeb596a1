"""Letters to clients who are late, and clients under watch: supply stops, and goes on (P7.1c)."""

from __future__ import annotations

import html
import re

import pytest
from people import CLIENT, No, Office, at
from telling import kept, message, refused, sound, told

from ordertool.commands import watching
from ordertool.making import make_all
from ordertool.rules.duties import duties
from ordertool.rules.receivables import debt_of, grade_sign, letter_due
from ordertool.rules.telling import recipients

DUE, LATE = "2026-12-23", at("2026-12-24T09:00")


@pytest.fixture
def office():
    return Office()


@pytest.fixture
def late(desk):
    """A client who owes 241,200.00 for a closed order since 2026-12-23, with a draft, and an order on its way."""
    closed = desk.order("closed")
    client = desk.ask("show", closed)["client"]
    draft, active = desk.order("draft", client), desk.order("active", client)
    desk.run("review", draft, "--pass", by="chen.jie")
    desk.now = "2026-12-24T09:00"
    return desk, client, closed, draft, active


def words(place):
    body = place.read_text("utf-8").partition("<body>")[2]
    return html.unescape(" ".join(re.sub(r"<[^>]*>", " ", body).split()))


# --- letters


def test_a_letter_says_what_is_owed_and_goes_out_once(late, tmp_path):
    desk, client, closed, *_rest = late
    place = tmp_path / "letter.html"
    assert desk.ask("dun", "--list") == [
        {
            "client": client,
            "name": "杭州湾物流有限公司",
            "stage": "first",
            "late": 1,
            "debts": [closed],
            "unpaid": {"CNY": "241200.00"},
        }
    ]
    before = desk.state()
    assert desk.run("dun", client, "--dry-run", by="qian.yu").out.splitlines() == [
        f"{client}  DU1 Payment reminder", f"  {closed}  241,200.00 CNY", "dry run, nothing written",
    ]  # fmt: skip
    assert desk.state() == before
    said = desk.run("dun", client, "--out", str(place), by="qian.yu").out.splitlines()
    sound(desk)
    assert said == [f"{client}  DU1 Payment reminder  [{desk.head[:9]}]", f"  {closed}  241,200.00 CNY", str(place)]
    letter = words(place)
    assert letter.startswith(
        "宁波港仓储设备有限公司 Payment reminder Client 杭州湾物流有限公司 Attention 周敏 "
        f"Letter no. {client}-DU1 Client no. {client} Date 24 December 2026 Dear 杭州湾物流有限公司, by our books of 24 December 2026, "
        "the amounts below are due and have not come in. They may have escaped your notice; may we ask you to pay them soon. "
        f"No. Order no. Matter Due day Days late Unpaid, CNY 1 {closed} East hall racking 2026-12-23 1 241,200.00 "
        "Total (贰拾肆万壹仟贰佰元整) CNY 241,200.00 If you have paid meanwhile"
    )
    assert message(desk).startswith(f"client dun {client} DU1\n\n  stage: first\n  on: 2026-12-24\n\n")
    told(
        desk, "dun", client, by="qian.yu", error=f"no letter is due to {client} (P7.1c; policy.yaml: receivables.dunning)",
        hint=f"ordertool dun --list; ordertool receivables --client {client}",
    )  # fmt: skip
    again = tmp_path / "again.html"
    desk.run("print", client, "letter", "--out", str(again), by="qian.yu")
    assert words(again).partition("Printed")[0] == letter.partition("Printed")[0]


def test_letters_follow_each_other_some_days_apart(late, tmp_path):
    desk, client, closed, *_rest = late
    place = tmp_path / "letter.html"
    letters = []
    for day in ("2026-12-24", "2027-01-07", "2027-01-22", "2027-01-29"):
        desk.now = f"{day}T09:00"
        said = desk.run("dun", client, "--out", str(place), "--force", by="chen.jie", code=None)
        letters.append((said.code, words(place)))
    assert [code for code, _letter in letters] == [0, 0, 0, 3]
    assert "Second demand for payment" in letters[1][1]
    assert "we reminded you on 24 December 2026, and by our books of 7 January 2027" in letters[1][1]
    assert "Please pay the whole sum by 14 January 2027" in letters[1][1]
    assert "we wrote to you on 24 December 2026, 7 January 2027, and" in letters[2][1]
    assert "If the whole sum has not come in by 29 January 2027, we shall stop all deliveries" in letters[2][1]
    assert [one["stage"] for one in desk.ask("client", "show", client)["duns"]] == ["first", "second", "final"]
    desk.run("pay", closed, "--amount", "241200", by="qian.yu")
    assert desk.run("dun", "--list").out == "no letter is due\n"
    for args, error in (
        (("letter", "--item", "DU9"), f"no such letter went to {client}"), (("slip", "--item", "DU1"), "--item goes with letter"),
        (("letter", "--period", "2026"), "--period goes with statement"),
    ):  # fmt: skip
        assert desk.run("print", client, *args, by="qian.yu", code=2).err.startswith(f"Error: {error}\n")


def test_the_letter_that_is_asked_for_must_be_due(late, tmp_path):
    desk, client, *_rest = late
    place = tmp_path / "letter.html"
    place.write_text("mine")
    told(
        desk, "dun", client, "--stage", "最后", by="qian.yu",
        error=f"no final letter is due to {client} (P7.1c; policy.yaml: receivables.dunning)",
        hint=f"ordertool dun --list; ordertool receivables --client {client}",
    )  # fmt: skip
    told(
        desk, "dun", client, "--out", str(place), by="qian.yu", code=2, error=f"{place} is there already",
        hint="overwrite it with --force, or name another file",
    )  # fmt: skip
    told(
        desk, "dun", "--list", client, by="qian.yu", code=2, error="--list shows all, and takes nothing else",
        hint="ordertool dun --list",
    )  # fmt: skip
    said = desk.run("dun", client, "--out", str(tmp_path / "no" / "letter.html"), by="qian.yu")
    assert "the letter is recorded, and not written" in said.err
    assert f"ordertool print {client} letter --item DU1" in said.err
    assert desk.run("dun", by="qian.yu", code=2).err.startswith("Error:")


def test_a_letter_says_no_more_than_is_so(office):
    order = office.order("closed")
    office.clients[CLIENT], debts = (
        office.clients[CLIENT],
        [{"debt": order.id, "amount": "241200.00", "currency": "CNY", "due": DUE}],
    )
    lookup = {order.id: order}

    def says(stage="first", on="2026-12-24", now=LATE, debts=debts):
        from ordertool.rules import judging, moving
        from ordertool.rules.workflow import row

        move = row("client", "dun")
        given = move.takes.model_validate({"stage": stage, "on": on, "debts": debts})
        from ordertool.records.base import Entry

        entry = Entry(at=now, by="qian.yu", move="dun")
        ctx = office.ctx
        from dataclasses import replace

        ctx = replace(ctx, order=lookup.get)
        client = office.clients[CLIENT]
        new = moving.apply(move, client, entry, given)
        return [str(no.reason) for no in judging.refusals(move, client, new, new.log[-1], ctx)], new

    assert says(on="2026-12-23")[0] == ["the letter is of 2026-12-23, and goes out on 2026-12-24"]
    assert says(debts=[])[0] == ["no debt is due for a letter"]
    assert says(debts=[{**debts[0], "debt": "OB1"}])[0] == ["nothing is owed for OB1"]
    assert says(debts=[{**debts[0], "amount": "241200.01"}])[0] == [f"{order.id}: 241200.01 is not what is owed"]
    assert says(stage="second")[0] == [f"{order.id}: no second letter is due"]
    assert says(on="2026-12-23", now=at("2026-12-23T09:00"))[0] == [f"{order.id}: no first letter is due"]
    found, client = says()
    assert found == []
    office.clients[CLIENT] = client
    assert says()[0] == [f"{order.id}: its first letter went out"]
    debt = debt_of(order, at("2027-01-07T09:00").date(), office.ctx)
    rules = office.ctx.policy.receivables
    assert letter_due(client, debt, at("2027-01-07T09:00").date(), rules) == "second"
    assert letter_due(client, debt._replace(late=400), at("2026-12-30T09:00").date(), rules) is None


# --- watch


def test_CR7_a_client_under_watch_gets_nothing_until_released(late):
    """Client frozen; new order: refused; accepted once the flag is cleared."""
    desk, client, _closed, draft, active = late
    tail = client[-5:]
    desk.trust(client)
    desk.run("hold", active, "--reason", "the hall is not ready", by="zhao.min")
    other = desk.order("submitted", client) if desk.now < "2026-12-01" else None
    assert other is None
    said = desk.run("client", "watch", client, "--reason", "they stopped paying others", by="qian.yu").out.splitlines()
    sound(desk)
    assert said == [f"{client}  watch WA1  [{desk.head[:9]}]", "held: 1", f"  {draft}"]  # the other was on hold before
    assert (
        kept(desk, draft, "log").rpartition("\n  - ")[2].endswith('note: "credit watch: they stopped paying others"\n')
    )
    assert message(desk).startswith(
        f"client watch {client} WA1, hold 1 order\n\n  {client}; sign: manual; reason: they"
    )
    hint = f'finance or the client\'s keeper releases it: ordertool client release {tail} --reason "…"'
    why = "the client is under watch: they stopped paying others (P7.1c)"
    refused(desk, draft, "submit", "--original", "paper, folder 1", by="chen.jie", why=why, hint=hint)
    refused(desk, draft, "resume", by="zhao.min", why=why, hint=hint)
    desk.run("resume", active, by="zhao.min")  # its hold is another's
    said = desk.run(
        "deliver",
        active,
        "--quantity",
        "L1=1",
        "--place",
        "x",
        "--delivered-by",
        "x",
        "--received-by",
        "x",
        by="li.na",
        code=3,
    ).err
    assert "the client is under watch" in said
    told(
        desk, "client", "watch", client, "--reason", "x", by="wu.gang", hint=f'ordertool client release {tail} --reason "…"',
        error=f"cannot put under watch {client}: it is under watch already: they stopped paying others (P7.1c)",
    )  # fmt: skip
    assert desk.ask("client", "watch", "--list")["watched"][0]["watch"]["orders"] == [draft]
    assert "under watch" in desk.run("client", "watch", "--list").out
    said = desk.run("client", "release", client, "--reason", "paid in full", by="chen.jie").out.splitlines()
    sound(desk)
    assert said == [f"{client}  release WA1  [{desk.head[:9]}]", "resumed: 1", f"  {draft}"]
    desk.run("submit", draft, "--original", "paper, folder 1", by="chen.jie")
    told(
        desk, "client", "release", client, "--reason", "x", by="qian.yu", hint="ordertool client watch --list",
        error=f"cannot release from watch {client}: it is not under watch (P7.1c)",
    )  # fmt: skip
    told(
        desk, "client", "watch", "--list", client, by="qian.yu", code=2, error="--list shows all, and takes nothing else",
        hint="ordertool client watch --list",
    )  # fmt: skip
    for args in (("client", "watch"), ("client", "watch", client)):
        assert desk.run(*args, by="qian.yu", code=2).err.startswith("Error:")


def test_a_debt_that_is_very_late_is_a_sign_that_waits_for_finance(late):
    desk, client, closed, _draft, _active = late
    assert desk.run("client", "watch", "--list").out == "no client is under watch, and no sign speaks for it\n"
    assert desk.run("client", "watch", client, "--sign", "overdue", "--reason", "x", by="qian.yu", code=3).err == (
        f"Error: cannot put under watch {client}: the debts that are overdue are not named "
        "(P7.1c; policy.yaml: receivables.watch.overdue)\n"
        "Hint: ordertool client watch --list; by your own judgement: --sign manual\n"
    )
    desk.now = "2027-01-25T10:00"
    assert desk.ask("client", "watch", "--list") == {
        "watched": [],
        "signs": [
            {"client": client, "name": "杭州湾物流有限公司", "sign": "overdue", "since": "2027-01-23", "what": closed}
        ],
    }
    owed = [one["owed"] for one in desk.ask("inbox", by="qian.yu") if one["owed"]["next"] == ["watch"]]
    assert [(one["item"], one["matter"], one["due"]) for one in owed] == [
        (client, "debt 33 days late", "2027-01-25T17:30:00+08:00")
    ]
    assert desk.run("tick", code=None).code == 0
    late_ones = [one for one in desk.ask("notices", "list") if one["to"] == "qian.yu" and one.get("limit") == "watch"]
    assert [one["event"] for one in late_ones] in ([], ["remind"])
    desk.run("client", "watch", client, "--sign", "逾期", "--reason", "no answer", by="qian.yu")
    sound(desk)
    assert desk.ask("client", "show", client)["watches"][0]["debts"] == [closed]
    desk.run("client", "release", client, "--reason", "they promised", by="qian.yu")
    assert desk.ask("client", "watch", "--list")["signs"] == []  # it was acted on
    assert not [one for one in desk.ask("inbox", by="qian.yu") if one["owed"]["next"] == ["watch"]]


def test_a_sign_is_dismissed_in_one_move_and_holds_nothing(late):
    desk, client, _closed, draft = late[:4]
    desk.now = "2027-01-25T10:00"
    why = ("--reason", "the bank confirms the transfer")
    said = desk.run("client", "dismiss", client, *why, by="wu.gang").out
    sound(desk)
    assert said == f"{client}  dismiss WA1  [{desk.head[:9]}]\n"
    document = desk.ask("client", "show", client)
    assert document["watches"] == [
        {"sign": "overdue", "reason": "the bank confirms the transfer", "debts": [late[2]], "orders": [], "id": "WA1",
         "dismissed": True, "released": None}
    ]  # fmt: skip
    assert desk.ask("client", "watch", "--list") == {"watched": [], "signs": []}
    assert "under watch" not in desk.run("client", "show", client).out
    assert not desk.ask("show", draft)["on_hold"]
    assert not [one for one in desk.ask("inbox", by="qian.yu") if one["owed"]["next"] == ["watch"]]
    told(
        desk, "client", "dismiss", client, *why, by="qian.yu",
        error=f"cannot dismiss a warning sign of {client}: the debts that are overdue are not named (P7.1c; policy.yaml: receivables.watch.overdue)",
        hint="ordertool client watch --list; by your own judgement: --sign manual",
    )  # fmt: skip
    worse = ("client", "credit", client, "--grade", "C", "--evidence", "accounts", "--valid-until", "2027-06-30")
    desk.run(*worse, by="qian.yu")
    desk.run("client", "dismiss", client, "--sign", "降级", "--reason", "prepays from now on", by="qian.yu")
    sound(desk)
    assert desk.ask("client", "watch", "--list")["signs"] == []
    desk.run("client", "watch", client, "--reason", "heard of trouble", by="qian.yu")
    assert desk.ask("client", "watch", "--list")["watched"][0]["watch"]["id"] == "WA3"
    desk.run("client", "release", client, "--reason", "it was nothing", by="qian.yu")
    sound(desk)


def test_a_lowered_grade_is_a_sign_and_shows_once_for_a_client(late):
    desk, client, *_orders = late
    desk.run(
        "client",
        "credit",
        client,
        "--grade",
        "C",
        "--evidence",
        "2026 accounts",
        "--valid-until",
        "2027-06-30",
        by="qian.yu",
    )
    other = [one for one in desk.ask("inbox", by="qian.yu") if one["owed"]["next"] == ["watch"]]
    assert [(one["owed"]["item"], one["owed"]["matter"]) for one in other] == [(client, "credit grade lowered: CR2")]
    desk.run("client", "watch", client, "--sign", "grade", "--reason", "C now", by="qian.yu")
    desk.run("client", "release", client, "--reason", "prepays from now on", by="qian.yu")
    assert desk.ask("client", "watch", "--list")["signs"] == []
    said = desk.run("client", "watch", client, "--sign", "grade", "--reason", "x", by="qian.yu", code=3).err
    assert "its grade was not lowered" in said


def test_owners_are_told_that_a_watch_holds_their_orders(office):
    order = office.order("active")
    made = office.tried("hold", order, "wu.gang", now=at("2026-11-24T09:00"), note="credit watch: no answer")[0]
    assert ("li.na", "owner") in recipients(made.old, made.new, made.new.log[-1], office.ctx)


def test_a_watch_names_debts_and_orders_that_are_so(office):
    client = office.clients[CLIENT]

    def says(verb, old, **given):
        return office.refused(verb, old, "qian.yu", kind="client", **given)

    (no,) = says("watch", client, sign="overdue", reason="x", debts=["OB1"])
    assert no == No(
        "OB1 is not as late as that", "ordertool client watch --list; by your own judgement: --sign manual", "P7.1c",
        "receivables.watch.overdue",
    )  # fmt: skip
    watched = office.do("watch", client, "qian.yu", kind="client", sign="manual", reason="x")
    order = office.order("active").id
    (no,) = says("release", watched, item="WA1", released={"reason": "x", "orders": [order]})
    assert (no.reason, no.hint) == ("the watch holds: –", 'ordertool client release 4H8TR --reason "…"')
    free = office.do("release", watched, "qian.yu", kind="client", item="WA1", released={"reason": "x"})
    again = office.do("watch", free, "qian.yu", kind="client", sign="manual", reason="y")
    (no,) = says("release", again, item="WA1", released={"reason": "x"})
    assert no.reason == "WA1 is not the watch that is on"


def test_signs_end_where_policy_wants_none(office):
    order = office.order("closed")
    lowered = office.do(
        "credit", office.clients[CLIENT], "qian.yu", kind="client", grade="C", evidence="x", valid_until="2027-06-30"
    )
    now = at("2027-03-01T09:00")
    office.clients[CLIENT] = lowered
    assert [one.matter for one in duties(order, now, office.ctx) if one.next == ("watch",)] == ["debt 68 days late"]
    office.rules["receivables"] = {"watch": {"overdue": None, "grade_lowered": False}}
    assert grade_sign(lowered, office.ctx) is None
    assert [one for one in duties(order, now, office.ctx) if one.next == ("watch",)] == []
    office.rules["receivables"] = {"watch": {"overdue": None}}
    assert [one.matter for one in duties(order, now, office.ctx) if one.next == ("watch",)] == [
        "credit grade lowered: CR2"
    ]
    office.clients.clear()
    assert [one for one in duties(order, now, office.ctx) if one.next == ("watch",)] == []


def test_a_release_lets_go_on_what_is_still_held(late):
    desk, client, _closed, draft, active = late
    desk.run("client", "watch", client, "--reason", "x", by="qian.yu")
    desk.run("cancel", draft, "--reason", "the client gave up", by="wu.gang")
    said = desk.run("client", "release", client, "--reason", "y", by="qian.yu").out.splitlines()
    sound(desk)
    assert said[1:] == ["resumed: 1", f"  {active}"]


def test_a_clients_file_that_cannot_be_read_hides_no_duty_of_its_orders(office):
    from dataclasses import replace

    from ordertool.errors import InvalidError
    from ordertool.language import text

    def unreadable(_client):
        raise InvalidError(text("x"), text("y"))

    order = office.order("closed")
    (survey,) = duties(order, at("2027-03-01T09:00"), replace(office.ctx, file=unreadable))
    assert survey.next == ("survey-sent", "survey")


def test_policy_tells_letters_and_bands_that_are_out_of_order(office):
    from ordertool.errors import InvalidError

    for rules, words in (
        ({"dunning": {"first": 16}}, "has letters whose days late do not rise from first to final"),
        ({"ageing": [30, 0]}, "has ageing bands whose days do not rise"),
        ({"ageing": []}, "has ageing bands whose days do not rise"),
    ):
        office.rules["receivables"] = rules
        with pytest.raises(InvalidError, match=words):
            office.policy  # noqa: B018


def test_a_release_looks_anew_when_an_order_ends_meanwhile(desk, monkeypatch):
    """Somebody cancels an order that the watch holds just before the release is stored."""
    order = desk.order("active")
    client = desk.ask("show", order)["client"]
    desk.trust(client)
    other = desk.order("active", client)
    desk.run("client", "watch", client, "--reason", "a rumour", by="qian.yu")
    ended = []

    def after_the_other(session, steps):
        if not ended:
            ended.append(order)
            desk.run("cancel", order, "--reason", "gave up", by="wu.gang")
        return make_all(session, steps)

    monkeypatch.setattr(watching, "make_all", after_the_other)
    release = ("client", "release", client, "--reason", "none")
    assert desk.ask(*release, by="qian.yu")["orders"] == [other]
    sound(desk)
    assert "it is not under watch" in desk.run(*release, by="qian.yu", code=3).err
