"""Two files of one client, and the client's money: nothing is lost by a merge, and no draw is taken for another (P4.1a, P7.1c)."""

from __future__ import annotations

import pytest
from life import going_live
from people import Office, at, client
from telling import made, refused, sound, told


@pytest.fixture
def two(desk):
    """Two files of one client: an order on its way and money on the first."""
    going, stays = desk.client("unlimited"), desk.client("unlimited")
    order = desk.order("active", going)
    desk.run("pay", going, "--amount", "100", "--to", f"{order}=40", by="qian.yu")
    return desk, going, stays, order


def merging(going, stays):
    return ("client", "merge", going, "--into", stays, "--reason", "opened twice")


def test_a_file_is_merged_when_nothing_of_the_clients_money_is_left_on_it(two, tmp_path):
    desk, going, stays, _order = two
    going_live(desk)
    debt = tmp_path / "before.yaml"
    debt.write_text(
        f"receivables: [{{client: {going}, amount: 700.00, since: 2026-08-01, due: 2026-09-01, reference: old ledger}}]\n"
    )
    desk.run("opening", "--from", str(debt), by="wu.gang")
    desk.run("client", "watch", going, "--reason", "a rumour", by="qian.yu")
    before, here = desk.state(), going[-5:]
    said = desk.run(*merging(going, stays), by="zhao.min", code=3).err.splitlines()
    assert said == [
        f"Error: cannot merge the file of {going}: it still holds: DP1, OB1, WA1 (P4.1a)",
        f"  {going}: OB1: let it be paid: ordertool pay {here} --to OB1=…; or written off",
        f"  {going}: WA1: release the client: ordertool client release {here} …",
        f"Hint: give back what is left: ordertool pay {here} --refund --from-deposit DP1 …",
    ]
    assert desk.state() == before
    desk.run("pay", going, "--from-deposit", "DP1", "--to", "OB1", "--amount", "60", by="qian.yu")
    desk.run("pay", going, "--write-off", "--to", "OB1", "--amount", "640", "--reason", "old", by="wu.gang")
    desk.run("client", "release", going, "--reason", "none", by="qian.yu")
    desk.run(*merging(going, stays), by="zhao.min")
    sound(desk)
    sheet = desk.ask("print", stays, "statement", "--period", "2026", by="qian.yu")["sheets"][0]
    assert (sheet["charged"], sheet["credited"], sheet["closing"]) == ("700.00", "740.00", "-40.00")


def test_a_warning_sign_is_acted_on_before_the_file_goes():
    office = Office()
    stays = "C-9P5VX"
    office.clients[stays] = client().model_copy(update={"id": stays})
    lowered = client({"grade": "A", "limit": "500000"}, {"grade": "C", "limit": "500000"})
    made_ = {"at": at("2026-11-22T09:00"), "by": "qian.yu", "move": "credit", "item": "CR2"}
    going = type(lowered).model_validate({**lowered.plain(), "log": [*lowered.plain()["log"], made_]})
    merge = {"kind": "client", "into": stays, "reason": "twice"}
    assert [no.reason for no in office.refused("merge", going, "zhao.min", **merge)] == ["it still holds: CR2"]
    dismissed = office.do("dismiss", going, "qian.yu", kind="client", sign="grade", reason="the new accounts")
    assert office.refused("merge", dismissed, "zhao.min", **merge) == []


def test_a_draw_on_the_file_that_stands_is_not_taken_for_one_of_the_file_that_went(two):
    """Both have a DP1."""
    desk, going, stays, order = two
    desk.run("pay", order, "--from-deposit", "DP1", "--amount", "60", by="qian.yu")
    desk.run("pay", stays, "--amount", "50", by="qian.yu")
    desk.run(*merging(going, stays), by="zhao.min")
    assert made(desk, order, "pay", "--amount", "5", by="qian.yu")["paid"] == "105.00"
    assert made(desk, order, "pay", "--from-deposit", "DP1", "--amount", "20", by="qian.yu")["paid"] == "125.00"
    left = desk.ask("client", "show", stays)["deposits"][0]
    assert [(use["order"], use["amount"]) for use in left["uses"]] == [(order, "20")]
    for move in (
        ("pay", going, "--amount", "1"),
        ("pay", going, "--refund", "--from-deposit", "DP1", "--amount", "1", "--reason", "x"),
    ):
        said = desk.run(*move, by="qian.yu", code=3).err
        assert f"it was merged into {stays} (P4.1a)\nHint: ordertool client show {stays[-5:]}" in said
    told(
        desk, "client", "watch", going, "--reason", "x", by="qian.yu",
        error=f"cannot put under watch {going}: it was merged into {stays} (P4.1a)",
        hint=f"ordertool client show {stays[-5:]}",
    )  # fmt: skip


def test_an_order_that_a_clients_deposit_paid_some_of_stays_that_clients(two):
    desk, going, stays, order = two
    other = (
        "--set",
        f"client={stays}",
        "--reason",
        "r",
        "--cause",
        "client",
        "--agreed-by",
        "周敏;phone;2026-11-23T08:40",
    )
    desk.run("change", order, *other, "--dry-run", by="li.na")  # what was paid at once is the order's own
    desk.run("pay", order, "--from-deposit", "DP1", "--amount", "60", by="qian.yu")
    refused(
        desk, order, "change", *other, by="li.na", why="DP1 of the client's file paid some of it (P7.1c)",
        hint="give it back: ordertool pay {tail} --refund …, and make a new order for the other client",
    )  # fmt: skip
    desk.run(*merging(going, stays), by="zhao.min")
    assert made(desk, order, "change", *other, by="li.na")["client"] == stays


def test_nor_does_a_form_that_was_sent_back_name_another_client_then(two):
    desk, going, stays, _order = two
    order = desk.order("submitted", going)
    desk.run("pay", order, "--from-deposit", "DP1", "--amount", "60", by="qian.yu")
    desk.run("send-back", order, "--reason", "not legible", by="zhao.min")
    refused(
        desk, order, "draft", "--client", stays, by="chen.jie", why="DP1 of the client's file paid some of it (P7.1c)",
        hint="give it back: ordertool pay {tail} --refund …, and make a new order for the other client",
    )  # fmt: skip
