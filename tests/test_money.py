"""Money that came in, went back, or will never come (P2.5d, P7.1c)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from people import PLAN, Office, at, paper
from telling import kept, made, message, refused, told

from ordertool.rules.duty import responsible

LATER = at("2026-11-24T09:00")
ON = ("--on", "2026-11-23")
RETURNED = ("--reason", "two rails returned")


@pytest.fixture
def office():
    return Office()


def money(office, order, verb, amount, by="qian.yu", **more):
    given = {"on": "2026-11-24", **({} if verb == "pay" else {"reason": "x"}), **more}
    return office.refused(verb, order, by, now=LATER, amount=amount, **given)


def test_a_refund_goes_back_to_what_is_owed(desk):
    order = desk.order("closed")
    document = made(desk, order, "pay", "--amount", "241200", *ON, by="qian.yu")
    assert (document["paid"], document["unpaid"]) == ("241200", "0.00")
    document = made(
        desk, order, "pay", "--refund", "--amount", "640.00", *ON, *RETURNED, "--reference", "bank 18", by="qian.yu"
    )
    assert (document["paid"], document["written_off"], document["unpaid"]) == ("240560.00", "0", "640.00")
    assert document["payments"][1] == {
        "amount": "640.00", "on": "2026-11-23", "reference": "bank 18", "id": "P2", "kind": "refund",
        "reason": "two rails returned", "deposit": None,
    }  # fmt: skip
    assert kept(desk, order, "payments") == (
        'payments:\n  - id: P1\n    amount: "241200"\n    "on": 2026-11-23\n  - id: P2\n    amount: "640.00"\n'
        '    "on": 2026-11-23\n    reference: bank 18\n    kind: refund\n    reason: two rails returned\n'
    )
    # The message of the commit names no amount: who may read history need not know what a client pays (P0.4).
    assert message(desk) == (
        f"refund {order} P2\n\n  on: 2026-11-23\n  reason: two rails returned\n\nMove: order refund\nActor: qian.yu\n"
        "Entered-By: wu.gang\nRight: finance\nAt: 2026-11-23T09:00:00+08:00\nClause: P7.1c\nLaw: 1\nOp-Id: …\n"
    )
    assert (document["responsible"]["staff"], document["responsible"]["next"]) == ("qian.yu", ["pay"])


def test_what_a_manager_writes_off_is_not_owed_any_more(desk):
    order = desk.order("closed")
    desk.run("pay", order, "--amount", "240000", *ON, by="qian.yu")
    refused(
        desk, order, "archive", by="zhao.min",
        why="1200.00 is unpaid (P2.5d; policy.yaml: archive.paid)",
        hint="ordertool pay {tail} --amount 1200.00 --on DATE",
    )  # fmt: skip
    document = made(
        desk, order, "pay", "--write-off", "--amount", "1200.00", "--reason", "client is bankrupt", by="wu.gang"
    )
    assert (document["paid"], document["written_off"], document["unpaid"]) == ("240000", "1200.00", "0.00")
    assert (document["payments"][1]["kind"], document["payments"][1]["on"]) == ("write-off", "2026-11-23")
    assert message(desk).startswith(f"write-off {order} P2\n\n  on: 2026-11-23\n  reason: client is bankrupt\n\n")
    assert document["responsible"]["next"] == ["archive"]
    made(desk, order, "archive", by="zhao.min")


def test_what_was_written_off_is_never_given_back_in_cash(desk):
    """The price falls after a part was written off: of the write-off only what is still needed counts."""
    order = desk.order("delivered")
    desk.run("pay", order, "--amount", "200000", *ON, by="qian.yu")
    desk.run("pay", order, "--write-off", "--amount", "41200", "--reason", "a friend", by="wu.gang")
    desk.run("change", order, "--set", "lines.L1.price=1350", "--reason", "r", "--cause", "ours", "--agreed-by",
             "周敏;phone;2026-11-23T08:40", by="li.na")  # fmt: skip
    desk.run("sign", order, "--slip", desk.paper("slip.pdf"), by="li.na")
    desk.run("close", order, by="zhao.min")
    refused(
        desk, order, "archive", by="zhao.min", why="18800.00 has to go back to the client (P2.5d)",
        hint='ordertool pay {tail} --refund --amount 18800.00 --reason "…"',
    )  # fmt: skip
    client = desk.ask("show", order)["client"]
    sheet = desk.ask("print", client, "statement", "--period", "2026", by="qian.yu")["sheets"][0]
    assert (sheet["closing"], [one["charge"] for one in sheet["lines"] if one["kind"] == "lapse"]) == (
        "-18800.00", ["41200.00"],
    )  # fmt: skip
    document = made(desk, order, "pay", "--refund", "--amount", "18800", "--reason", "cheaper", by="qian.yu")
    assert (document["paid"], document["unpaid"]) == ("181200", "0")
    made(desk, order, "archive", by="zhao.min")


def test_sums_of_payments_refunds_and_write_offs(office):
    order = office.order("closed")
    for verb, by, amount, paid, unpaid in (
        ("pay", "qian.yu", "200000", 200000, "41200.00"), ("refund", "qian.yu", "50000", 150000, "91200.00"),
        ("write-off", "wu.gang", "1200", 150000, "90000.00"), ("pay", "qian.yu", "90000", 240000, "0.00"),
        ("refund", "qian.yu", "240000", 0, "240000.00"),
    ):  # fmt: skip
        reason = {} if verb == "pay" else {"reason": "x"}
        order = office.do(verb, order, by, now=LATER, amount=amount, on="2026-11-24", **reason)
        assert (order.paid, order.unpaid, order.written_off) == (
            paid,
            Decimal(unpaid),
            1200 if "write" in str(order.log) else 0,
        )


def test_no_more_goes_back_than_came_in_and_no_more_is_given_up_than_is_owed(desk):
    order = desk.order("signed")
    refused(
        desk, order, "pay", "--refund", "--amount", "1", *ON, *RETURNED, by="qian.yu", move="refund",
        why="1 is more than the 0 that came in (P7.1c)", hint="check the amount: ordertool show {tail}",
    )  # fmt: skip
    desk.run("pay", order, "--amount", "100", *ON, by="qian.yu")
    refused(
        desk, order, "pay", "--refund", "--amount", "100.01", *ON, *RETURNED, by="qian.yu", move="refund",
        why="100.01 is more than the 100 that came in (P7.1c)", hint="check the amount: ordertool show {tail}",
    )  # fmt: skip
    refused(
        desk, order, "pay", "--write-off", "--amount", "241100.01", *RETURNED, by="wu.gang", move="write-off",
        why="241100.01 is more than the 241100.00 still owed (P7.1c)", hint="check the amount: ordertool show {tail}",
    )  # fmt: skip
    for kind, by in (("--refund", "qian.yu"), ("--write-off", "wu.gang")):
        refused(
            desk, order, "pay", kind, "--amount", "1", "--on", "2026-11-24", *RETURNED, by=by, move=kind[2:],
            why="2026-11-24 is in the future (P7.1c)", hint="give the day the money moved",
        )  # fmt: skip


def test_money_moves_between_the_inquiry_and_today_in_whole_cents(office):
    order = office.order("closed")
    for verb, by in (("pay", "qian.yu"), ("write-off", "wu.gang")):
        (no,) = money(office, order, verb, "1", by, on="2026-11-22")
        assert (no.reason, no.hint) == ("2026-11-22 is before the inquiry", "give the day the money moved")
        assert money(office, order, verb, "1", by, on="2026-11-23") == []
        (no,) = money(office, order, verb, "0.001", by)
        assert (no.reason, no.kind) == ("0.001 is no amount of CNY", "invalid")
        assert no.hint == "give it as the currency has it: 0.00"


def test_it_is_a_payment_a_refund_or_a_write_off(desk):
    order = desk.order("closed")
    told(
        desk, "pay", order, "--refund", "--write-off", "--amount", "1", *RETURNED, by="qian.yu", code=2,
        error="it is a refund or a write-off, not both", hint="leave out --refund or --write-off",
    )  # fmt: skip
    for kind in ("--refund", "--write-off"):
        told(
            desk, "pay", order, kind, "--amount", "1", by="qian.yu", code=2,
            error="--reason is missing", hint='say why: --reason "two rails returned"',
        )  # fmt: skip
    before = desk.state()
    for kind in ("--refund", "--write-off"):
        assert desk.run("pay", order, kind, "--amount", "0", *RETURNED, by="qian.yu", code=4).err.startswith(
            "Error: --amount: must be"
        )
    assert desk.state() == before


def test_the_money_of_a_cancelled_order_goes_back(desk):
    order = desk.order("submitted")
    desk.run("pay", order, "--amount", "100", *ON, by="qian.yu")
    desk.run("cancel", order, "--reason", "client gave up", by="wu.gang")
    document = made(desk, order, "pay", "--refund", "--amount", "100", *ON, "--reason", "cancelled", by="qian.yu")
    assert (document["stage"], document["paid"]) == ("cancelled", "0")
    refused(
        desk, order, "pay", "--amount", "1", *ON, by="qian.yu",
        why="it is cancelled, and the move starts from: submitted, assigned, confirmed, active, delivered, signed, closed, archived "
        "(P7.1c)",
        hint="what may happen next: ordertool explain {tail}",
    )  # fmt: skip


# --- what was written off is not waited for


def test_a_prepayment_is_never_more_than_what_may_still_come(office):
    order = office.order("confirmed", payment="prepayment:50")
    off = {"on": "2026-11-24", "reason": "gift"}
    less = office.do("write-off", order, "wu.gang", now=LATER, amount="200000", **off)
    assert (less.prepayment, responsible(less, LATER, office.ctx).role) == (Decimal("41200.00"), "finance")
    gone = office.do("write-off", less, "wu.gang", now=LATER, amount="41200", **off)
    assert (gone.prepayment, responsible(gone, LATER, office.ctx).next) == (0, ("plan",))
    assert office.refused("plan", gone, "li.na", now=LATER, **PLAN) == []


def test_cash_on_delivery_is_never_more_than_what_may_still_come(office):
    order = office.order("delivered", payment="cash-on-delivery")
    paid = office.do("pay", order, "qian.yu", now=LATER, amount="240000", on="2026-11-24")
    slip = {"item": "D1", "slips": paper("slip.pdf")}
    assert [no.reason for no in office.refused("sign", paid, "li.na", now=LATER, **slip)] == [
        "cash on delivery is not in: 241,200.00 due, 240,000.00 paid"
    ]
    off = office.do("write-off", paid, "wu.gang", now=LATER, amount="1200", on="2026-11-24", reason="scratched")
    assert responsible(off, LATER, office.ctx).next == ("sign",)
    assert office.refused("sign", off, "li.na", now=LATER, **slip) == []


def test_a_total_changed_to_less_than_was_written_off_asks_for_nothing(office):
    order = office.order("confirmed", payment="prepayment:50")
    order = office.do("write-off", order, "wu.gang", now=LATER, amount="241200", on="2026-11-24", reason="gift")
    agreed = {"who": "周敏", "channel": "phone", "at": at("2026-11-24T08:00")}
    order = office.do(
        "change", order, "li.na", now=LATER, set={"lines.L1.quantity": "1"}, cause="client", reason="x", agreed=agreed
    )
    assert (order.prepayment, order.unpaid) == (0, 0)


def test_an_open_complaint_keeps_a_closed_order_out_of_the_archive(desk):
    """Nobody could settle it there."""
    order = desk.order("closed")
    desk.run("pay", order, "--amount", "241200.00", by="qian.yu")
    told = desk.ask("complain", order, "--text", "two rails scratched", by="chen.jie")
    assert (told["responsible"]["staff"], told["responsible"]["next"]) == ("li.na", ["respond", "settle"])
    assert "complaint K1 is open" in desk.run("archive", order, by="zhao.min", code=3).err
    desk.run("settle", order, "K1", "--solution", "replaced", "--feedback", "content", by="li.na")
    desk.run("archive", order, by="zhao.min")


def test_who_stands_in_for_the_owner_does_not_ask_about_them_either(desk):
    order = desk.order("delivered")
    desk.run("staff", "away", "li.na", "--from", "2026-11-23", "--to", "2026-11-25", "--deputy", "chen.jie", by="li.na")
    said = desk.run("survey", order, "--score", "5", by="chen.jie", code=3).err
    assert "chen.jie owns the order, did, or stands in for its owner" in said
    desk.run("survey", order, "--score", "5", by="zhao.min")
