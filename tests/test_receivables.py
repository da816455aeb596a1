"""What clients owe: shared-out payments, deposits, invoices, goods that came back, debts from before the book (P7.1c)."""

from __future__ import annotations

import json
import re

import pytest
from life import going_live
from people import CLIENT, NOW, No, Office, at, brought_in, paper
from telling import kept, made, message, refused, sound, told

from ordertool.rules.clocks import account_due
from ordertool.rules.receivables import band, debt_of, debts

LATER = at("2026-11-24T09:00")


@pytest.fixture
def office():
    return Office(rules={"go_live": "2026-12-31"})


@pytest.fixture
def owing(desk):
    """A client with an order that is closed, one signed, and one on its way: all of 241,200.00."""
    closed = desk.order("closed")
    client = desk.ask("show", closed)["client"]
    desk.trust(client)
    return desk, client, closed, desk.order("signed", client), desk.order("active", client)


# --- pay CLIENT


def test_a_clients_money_pays_the_oldest_due_first_and_the_rest_is_kept(owing):
    desk, client, closed, signed, active = owing
    tail = client[-5:]
    first, second = sorted((closed, signed))
    before = desk.state()
    said = desk.run("pay", tail, "--amount", "￥250,000", "--dry-run", by="qian.yu").out.splitlines()
    assert desk.state() == before
    assert said == [
        f"{client}  250,000.00 CNY paid",
        "debt               due day           paid  still unpaid",
        f"{first}  2026-12-23  241,200.00          0.00",
        f"{second}  2026-12-23    8,800.00    232,400.00",
        "dry run, nothing written",
    ]
    document = desk.ask("pay", client, "--amount", "800000", "--on", "2026-11-23", "--reference", "B-7", by="qian.yu")
    sound(desk)
    assert document == {
        "client": client, "amount": "800000", "currency": "CNY", "on": "2026-11-23",
        "paid": [
            {"debt": first, "due": "2026-12-23", "amount": "241200.00", "unpaid": "0.00"},
            {"debt": second, "due": "2026-12-23", "amount": "241200.00", "unpaid": "0.00"},
            {"debt": active, "due": None, "amount": "241200.00", "unpaid": "0.00"},
        ],
        "deposit": {"id": "DP1", "amount": "76400.00"}, "commit": desk.head, "dry_run": False,
    }  # fmt: skip
    assert kept(desk, active, "payments") == (
        'payments:\n  - id: P1\n    amount: "241200.00"\n    "on": 2026-11-23\n    reference: B-7\n'
    )
    assert message(desk).startswith(f"client deposit {client} DP1, pay 3 orders\n\n  {client}; on: 2026-11-23\n")
    assert f"client deposit {client} DP1, pay 3 orders" in desk.run("log").out


def test_money_goes_to_the_orders_that_are_named_and_to_no_other(owing):
    desk, client, closed, signed, active = owing
    named = ("--to", f"{closed[-5:]}=1000", "--to", f"{active}=￥2,000.50")
    document = desk.ask("pay", client, "--amount", "3000.50", *named, by="qian.yu")
    sound(desk)
    assert [(one["debt"], one["amount"]) for one in document["paid"]] == [(closed, "1000.00"), (active, "2000.50")]
    assert document["deposit"] is None
    assert desk.ask("show", signed)["paid"] == "0"
    pay = ("pay", client, "--amount", "10")
    hint = f"ordertool receivables --client {client}"
    for to, reason in (
        (f"{closed}=10.01", "more is paid with it than the 10 that came in"),
        ("OB1=1", "it owes nothing for OB1"),
    ):
        told(
            desk,
            *pay,
            "--to",
            to,
            by="qian.yu",
            error=f"cannot share out what {client} paid: {reason} (P7.1c)",
            hint=hint,
        )
    told(
        desk, *pay, "--currency", "USD", "--to", f"{closed}=1", by="qian.yu", hint=hint,
        error=f"cannot share out what {client} paid: {closed} is owed in CNY, not in USD (P7.1c)",
    )  # fmt: skip
    other = desk.ask("client", "add", "--name", "别家", "--contact", "王芳", by="chen.jie")["id"]
    told(
        desk, "pay", other, "--amount", "10", "--to", f"{closed}=1", by="qian.yu",
        error=f"cannot share out what {other} paid: it owes nothing for {closed} (P7.1c)",
        hint=f"ordertool receivables --client {other}",
    )  # fmt: skip
    said = desk.run("pay", client, "--amount", "900000", "--to", f"{closed}=300000", by="qian.yu", code=3).err
    assert "300000.00 is more than the 240200.00 still owed" in said


def test_a_debt_that_is_named_twice_gets_both_amounts(owing):
    desk, client, closed, *_rest = owing
    named = ("--to", f"{closed}=100", "--to", f"{closed[-5:]}=200")
    document = desk.ask("pay", client, "--amount", "300", *named, by="qian.yu")
    assert ([one["amount"] for one in document["paid"]], document["deposit"]) == (["300.00"], None)


def test_another_currency_pays_no_order_and_is_kept(owing):
    desk, client, *_orders = owing
    document = desk.ask("pay", client, "--amount", "10", "--currency", "USD", by="qian.yu")
    assert (document["paid"], document["deposit"]) == ([], {"id": "DP1", "amount": "10"})
    active = desk.order("active", client)
    refused(
        desk, active, "pay", "--from-deposit", "DP1", "--amount", "1", by="qian.yu",
        why="DP1 is in USD, and the order in CNY (P7.1c)", hint="give it back, and let it be paid in the order's currency",
    )  # fmt: skip


def test_who_pays_is_an_order_or_a_client_and_told_apart(owing):
    desk, client, closed, *_rest = owing
    assert desk.run("pay", "ZZZZZ", "--amount", "1", by="qian.yu", code=2).err.startswith(
        "Error: there is no order ZZZZZ"
    )
    told(
        desk, "pay", closed, "--amount", "1", "--to", "OB1=1", by="qian.yu", code=2,
        error="--to goes with a client's money", hint="ordertool pay --help",
    )  # fmt: skip
    told(
        desk, "pay", client, "--amount", "1", "--refund", "--reason", "x", by="qian.yu", code=2,
        error="of a client's money only a deposit goes back",
        hint="name it: --from-deposit DP1; ordertool client show ID lists them",
    )  # fmt: skip
    told(
        desk, "pay", client, "--amount", "1", "--write-off", "--reason", "x", by="wu.gang", code=2,
        error="name one debt from before the book: --to OB1",
        hint="an order's is recorded on the order: ordertool pay ID …",
    )  # fmt: skip
    said = desk.run("pay", client, "--amount", "1", by="li.na", code=3).err
    assert "li.na (owner) may not do that (P7.1c)" in said


# --- deposits


def test_a_deposit_pays_an_order_exactly_once(owing):
    desk, client, closed, *_rest = owing
    desk.run("pay", client, "--amount", "500", "--currency", "CNY", "--to", f"{closed}=100", by="qian.yu")
    document = made(desk, closed, "pay", "--from-deposit", "dp1", "--amount", "300", by="qian.yu")
    assert (document["paid"], document["payments"][1]["deposit"]) == ("400.00", "DP1")
    assert message(desk).startswith(f"client draw {client} DP1, pay 1 order\n")
    assert "from deposit DP1" in desk.run("show", closed).out
    told(
        desk, "pay", closed, "--from-deposit", "DP1", "--amount", "100.01", by="qian.yu",
        error=f"cannot draw on a deposit of {client}: 100.01 is more than the 100.00 left of DP1 (P7.1c)",
        hint=f"ordertool client show {client[-5:]}",
    )  # fmt: skip
    refused(
        desk, closed, "undo", by="qian.yu", why="it was paid from DP1 of the client's file (P7.1c)",
        hint='give it back: ordertool pay {tail} --refund --amount 300 --reason "…"',
    )  # fmt: skip
    told(
        desk, "pay", closed, "--from-deposit", "DP9", "--amount", "1", by="qian.yu", code=2,
        error=f"there is no DP9 in {client}", hint="there are: DP1",
    )  # fmt: skip
    back = desk.ask(
        "pay",
        client,
        "--refund",
        "--from-deposit",
        "DP1",
        "--amount",
        "100",
        "--reason",
        "no order follows",
        by="qian.yu",
    )
    sound(desk)
    assert back["deposits"][0]["refunds"][0]["amount"] == "100"
    assert "deposit of 2026-11-23: 0.00 CNY of 400.00 left" in desk.run("client", "show", client).out
    bare = desk.ask("inquire", "--client", "x", "--contact", "y", "--channel", "phone", "--matter", "z", by="chen.jie")[
        "id"
    ]
    told(
        desk, "pay", bare, "--from-deposit", "DP1", "--amount", "1", by="qian.yu", code=2,
        error="it names no client", hint="ordertool pay --help",
    )  # fmt: skip


def test_neither_half_of_a_payment_from_a_deposit_is_made_alone(office):
    """Nor with an order that is not told of it: the client's file and the order's always say the same (P4.2a)."""
    from ordertool.rules.together import Moved, refusal

    order = office.order("closed")
    client = office.do(
        "deposit",
        office.clients[CLIENT],
        "qian.yu",
        now=LATER,
        kind="client",
        amount="50",
        currency="CNY",
        on="2026-11-24",
    )
    office.clients[CLIENT] = client
    alone = office.refused("pay", order, "qian.yu", now=LATER, amount="50", on="2026-11-24", deposit="DP1")
    assert [no.reason for no in alone] == ["it is not what was taken from DP1"]
    (gone,) = office.refused("pay", order, "qian.yu", now=LATER, amount="50", on="2026-11-24", deposit="DP2")
    assert gone.reason == "there is no deposit DP2"
    uses = {"order": order.id, "amount": "50", "on": "2026-11-24"}
    drawn = office.tried("draw", client, "qian.yu", now=LATER, kind="client", item="DP1", uses=uses)[0]
    found = refusal([Moved(drawn.move, drawn.new)], office.ctx)
    assert (str(found.reason), str(found.hint)) == (
        "it goes together with a move of: 7K3FQ", "make them by one command: ordertool pay --help",
    )  # fmt: skip
    office.clients[CLIENT] = drawn.new
    other = office.refused("pay", order, "qian.yu", now=LATER, amount="50", on="2026-11-24")
    assert [no.reason for no in other] == ["it is not what was taken from DP1"]
    paid = office.tried("pay", order, "qian.yu", now=LATER, amount="50", on="2026-11-24", deposit="DP1")
    assert paid[1] == []
    assert refusal([Moved(drawn.move, drawn.new), Moved(paid[0].move, paid[0].new)], office.ctx) is None
    late = office.tried("pay", order, "qian.yu", now=at("2026-11-25T09:00"), amount="50", on="2026-11-24")[0]
    found = refusal([Moved(drawn.move, drawn.new), Moved(late.move, late.new)], office.ctx)
    assert str(found.reason) == "these records cannot be changed in one commit"


def test_a_deposit_is_used_up_in_whole_cents_on_days_after_it_came(office):
    client = office.clients[CLIENT]
    given = {"amount": "50", "currency": "CNY", "on": "2026-11-24"}

    def says(verb, **more):
        return [no.reason for no in office.refused(verb, client, "qian.yu", now=LATER, kind="client", **more)]

    assert says("deposit", **{**given, "on": "2026-11-25"}) == ["2026-11-25 is in the future"]
    assert says("deposit", **{**given, "amount": "0.001"}) == ["0.001 is no amount of CNY"]
    assert says("deposit", **given, openings={"OB1": "1"}) == ["there is no debt OB1 from before the book"]
    debt = {"amount": "60", "currency": "CNY", "since": "2026-09-01", "due": "2026-10-01", "reference": "old"}
    client = office.do("opening", client, "wu.gang", now=LATER, kind="client", **debt)
    assert says("deposit", **{**given, "currency": "USD"}, openings={"OB1": "1"}) == ["OB1 is owed in CNY, not in USD"]
    assert says("deposit", **given, openings={"OB1": "60.01"}) == ["60.01 is more than the 60 still owed"]
    assert says("deposit", **given, openings={"OB1": "50.01"}) == ["more is paid with it than the 50 that came in"]
    client = office.do("deposit", client, "qian.yu", now=LATER, kind="client", **given)
    use = {"amount": "1", "on": "2026-11-24"}
    assert says("draw", item="DP1", uses=use) == ["it pays one order, or one debt from before the book"]
    assert says("draw", item="DP1", uses={**use, "opening": "OB2"}) == ["there is no debt OB2 from before the book"]
    assert says("draw", item="DP1", uses={**use, "opening": "OB1", "on": "2026-11-23"}) == [
        "2026-11-23 is before the 2026-11-24 on which DP1 came in"
    ]
    assert says("draw", item="DP1", uses={**use, "opening": "OB1", "on": "2026-11-25"}) == [
        "2026-11-25 is in the future"
    ]
    assert says("draw", item="DP1", uses={**use, "opening": "OB1", "amount": "0.001"}) == ["0.001 is no amount of CNY"]
    assert says("refund", item="DP1", refunds={**use, "amount": "51", "reason": "x"}) == [
        "51 is more than the 50 left of DP1"
    ]
    assert (client.unallocated, client.opening_unpaid) == ({"CNY": 50}, {"CNY": 60})
    client = office.do(
        "draw", client, "qian.yu", now=LATER, kind="client", item="DP1", uses={**use, "opening": "OB1", "amount": "50"}
    )
    assert (client.unallocated, client.opening_unpaid) == ({}, {"CNY": 10})
    off = {"on": "2026-11-24", "reason": "x"}
    for amount, reason in (("0.001", "0.001 is no amount of CNY"), ("10.01", "10.01 is more than the 10 still owed")):
        found = office.refused(
            "write-off", client, "wu.gang", now=LATER, kind="client", item="OB1", write_offs={**off, "amount": amount}
        )
        assert [no.reason for no in found] == [reason]
    found = office.refused("write-off", client, "wu.gang", now=LATER, kind="client", item="OB1",
                           write_offs={**off, "amount": "1", "on": "2026-11-25"})  # fmt: skip
    assert [no.reason for no in found] == ["2026-11-25 is in the future"]
    client = office.do(
        "write-off", client, "wu.gang", now=LATER, kind="client", item="OB1", write_offs={**off, "amount": "10"}
    )
    assert client.opening_unpaid == {}


# --- invoices


def test_an_invoice_is_of_what_is_owed_and_a_credit_note_takes_it_back(desk):
    order = desk.order("signed")
    document = made(desk, order, "invoice", "--number", "2633", "--amount", "241000", "--tax", "27726", by="qian.yu")
    assert document["invoiced"] == "241000"
    assert document["invoices"] == [
        {"number": "2633", "amount": "241000", "tax": "27726", "on": "2026-11-23", "kind": "invoice", "id": "IV1"}
    ]
    hint = "check the amount: ordertool show {tail}"
    for args, why, code in (
        (("--number", "2634", "--amount", "200.01"), "200.01 is more than the 200.00 still to be invoiced (P7.1c)", 3),
        (("--number", "2633", "--amount", "1"), "number 2633 is on the order already (P7.1c)", 3),
        (("--number", "2634", "--amount", "1", "--tax", "1.01"), "the tax is more than the amount that contains it (P7.1c)", 4),
        (("--number", "2634", "--amount", "241000.01", "--credit-note"), "241000.01 is more than the 241000 that was invoiced (P7.1c)", 3),
    ):  # fmt: skip
        refused(desk, order, "invoice", *args, by="qian.yu", why=why, hint=hint, code=code)
    for day in ("2026-11-22", "2026-11-24"):
        refused(
            desk, order, "invoice", "--number", "1", "--amount", "1", "--on", day, by="qian.yu",
            why=f"{day} is not between the inquiry and today (P7.1c)", hint="give the invoice's day",
        )  # fmt: skip
    said = desk.run("invoice", order, "--number", "1", "--amount", "1", "--tax", "0.001", by="qian.yu", code=4).err
    assert "0.001 is no amount of CNY" in said
    document = made(desk, order, "invoice", "--number", "2634", "--amount", "1000", "--credit-note", by="qian.yu")
    assert document["invoiced"] == "240000"


# --- goods that came back


def test_goods_that_come_back_are_owed_again_or_not_paid_for(desk):
    order = desk.order("closed")
    desk.run("pay", order, "--amount", "241200", by="qian.yu")
    document = made(desk, order, "take-back", "--quantity", "L2=2", "--reason", "scratched", by="zhao.min")
    assert (document["stage"], document["unpaid"]) == ("active", "0.00")
    assert document["taken_back"] == [{"quantities": {"L2": "2"}, "reason": "scratched", "id": "TB1"}]
    assert "L2  Guard rail      400x3000         60 piece × 320.00  delivered 58" in desk.run("show", order).out
    refused(
        desk, order, "take-back", "--quantity", "L2=59", "--reason", "x", by="li.na", move="take back goods of",
        why="line L2: 59 is more than the 58 that the client has (P2.5b)", hint="delivered: L1=120, L2=58",
    )  # fmt: skip
    said = desk.run(
        "deliver",
        order,
        "--quantity",
        "L2=3",
        "--place",
        "x",
        "--delivered-by",
        "x",
        "--received-by",
        "x",
        by="li.na",
        code=3,
    )
    assert "line L2: 3 is more than the 2 still owed" in said.err
    slip = desk.ask("print", order, "slip", by="li.na")["lines"]
    assert [(one["id"], one["before"], one["quantity"], one["left"]) for one in slip] == [("L2", "58", "2", "0")]
    document = made(desk, order, "close", "--waive", "does without them", by="wu.gang")
    assert (document["stage"], document["unpaid"]) == ("closed", "0")
    assert (document["responsible"]["staff"], document["responsible"]["next"]) == ("qian.yu", ["refund"])
    document = made(desk, order, "pay", "--refund", "--amount", "640", "--reason", "two rails", by="qian.yu")
    assert document["responsible"]["next"] == ["archive"]


def test_nothing_comes_back_that_is_not_there(office):
    order = office.order("delivered")
    (no,) = office.refused("take-back", order, "li.na", now=LATER, quantities={}, reason="x")
    assert no == No("no quantity comes back", "add --quantity L1=2", "P2.5b")
    whole = office.do("take-back", order, "li.na", now=LATER, quantities={"L1": "120", "L2": "60"}, reason="x")
    assert (whole.delivered(), whole.stage, whole.value) == ({}, "active", 0)
    (no,) = office.refused("take-back", whole, "li.na", now=LATER, quantities={"L1": "1"}, reason="x")
    assert (no.reason, no.hint) == ("line L1: 1 is more than the 0 that the client has", "delivered: –")


def test_cash_on_delivery_is_asked_of_what_stayed(office):
    order = office.order("delivered", payment="cash-on-delivery")
    back = office.do("take-back", order, "li.na", now=LATER, quantities={"L1": "120"}, reason="x")
    assert back.cash_on_delivery == 19200


def test_a_slip_of_an_earlier_delivery_counts_what_was_there_then(desk):
    order = desk.order("delivered")
    desk.run("take-back", order, "--quantity", "L2=2", "--reason", "x", by="li.na")
    desk.run(
        "deliver", order, "--quantity", "L2=2", "--place", "x", "--delivered-by", "x", "--received-by", "x", by="li.na"
    )
    first, second = (
        desk.ask("print", order, "slip", "--delivery", item, by="li.na")["lines"][-1] for item in ("D1", "D2")
    )
    assert (first["before"], first["left"], second["before"], second["left"]) == ("0", "0", "58", "0")


# --- when it is due, and how late it is


def test_an_account_period_starts_as_policy_says(office):
    signed = office.order("signed")
    assert str(account_due(signed, office.ctx)) == "2026-12-23"
    assert account_due(office.order("delivered"), office.ctx) is None
    office.rules["receivables"] = {"period_from": "delivery"}
    assert str(account_due(office.order("delivered"), office.ctx)) == "2026-12-23"
    assert account_due(office.order("active"), office.ctx) is None
    office.rules["receivables"] = {"period_from": "invoice"}
    assert account_due(signed, office.ctx) is None
    invoice = {"number": "1", "amount": "100", "on": "2026-11-24"}
    invoiced = office.do("invoice", signed, "qian.yu", now=LATER, **invoice)
    third = at("2026-11-26T09:00")
    invoiced = office.do("invoice", invoiced, "qian.yu", now=third, **{**invoice, "number": "2", "on": "2026-11-26"})
    assert str(account_due(invoiced, office.ctx)) == "2026-12-24"
    debt = debt_of(invoiced, at("2026-12-30T09:00").date(), office.ctx)
    assert (debt.claimed, debt.late) == (200, 6)
    paid = office.do("pay", invoiced, "qian.yu", now=third, amount="100", on="2026-11-26")
    assert str(account_due(paid, office.ctx)) == "2026-12-26"
    note = paid.invoices[0].model_copy(update={"id": "IV3", "kind": "credit-note"})
    noted = paid.model_copy(update={"invoices": (*paid.invoices, note)})
    assert str(account_due(noted, office.ctx)) == "2026-12-26"
    cash = office.order("signed", payment="cash-on-delivery")
    office.rules["receivables"] = {}
    assert str(account_due(cash, office.ctx)) == "2026-11-23"


def test_what_the_client_kept_stays_due_when_goods_come_back(office):
    order = office.do("take-back", office.order("closed"), "li.na", now=LATER, quantities={"L2": "2"}, reason="x")
    debt = debt_of(order, at("2026-12-24T09:00").date(), office.ctx)
    assert (str(debt.due), debt.unpaid, debt.claimed, debt.late) == ("2026-12-23", 241200, 240560, 1)
    gone = office.do("take-back", order, "li.na", now=LATER, quantities={"L1": "120", "L2": "58"}, reason="x")
    assert debt_of(office.do("cancel", gone, "wu.gang", now=LATER, note="x"), NOW.date(), office.ctx) is None
    assert debt_of(office.order("draft"), NOW.date(), office.ctx) is None


def test_CR12_a_debt_of_two_days_is_overdue_without_grace_and_not_within_it(office):
    """Debt 100 due 2 days ago; grace margin 0 then 3 days: counts as overdue; then as not overdue."""
    order = office.order("closed")
    two_days_late = at("2026-12-25T09:00").date()
    assert debt_of(order, two_days_late, office.ctx).overdue(office.ctx.policy.receivables)
    office.rules["receivables"] = {"grace": 3}
    assert not debt_of(order, two_days_late, office.ctx).overdue(office.ctx.policy.receivables)
    assert debt_of(order, at("2026-12-27T09:00").date(), office.ctx).overdue(office.ctx.policy.receivables)


def test_ageing_bands_end_where_policy_says(office):
    order = office.order("closed")
    rules = office.ctx.policy.receivables
    bands = {day: band(debt_of(order, at(f"{day}T09:00").date(), office.ctx), rules) for day in (
        "2026-12-23", "2026-12-24", "2027-01-22", "2027-01-23", "2027-02-21", "2027-02-22", "2027-03-23", "2027-03-24")}  # fmt: skip
    assert list(bands.values()) == [0, 1, 1, 2, 2, 3, 3, 4]


def test_receivables_by_client_and_order_never_across_currencies(owing, tmp_path):
    desk, client, closed, signed, active = owing
    going_live(desk)
    document = tmp_path / "before.yaml"
    document.write_text(
        f"receivables:\n  - {{client: {client}, amount: 500.00, currency: USD, since: 2026-09-01, due: 2026-10-01, reference: old}}\n"
    )
    desk.run("opening", "--from", str(document), by="wu.gang")
    desk.run("pay", client, "--amount", "20", "--currency", "EUR", by="qian.yu")
    desk.now = "2027-02-01T09:00"
    found = desk.ask("receivables")
    assert found["counts"] == {
        "debts": 3, "coming": 1, "clients": 1, "unpaid_CNY": "723600.00", "coming_CNY": "241200.00", "overdue_CNY": "482400.00", "unpaid_EUR": "0.00",
        "overdue_EUR": "0.00", "unpaid_USD": "500.00", "overdue_USD": "500.00",
    }  # fmt: skip
    assert [(one["currency"], one["unpaid"], one["deposits"], one["bands"]) for one in found["clients"]] == [
        ("CNY", "723600.00", "0.00", {"0": "0.00", "1-30": "0.00", "31-60": "482400.00", "61-90": "0.00", "91+": "0.00"}),
        ("EUR", "0.00", "20.00", {"0": "0.00", "1-30": "0.00", "31-60": "0.00", "61-90": "0.00", "91+": "0.00"}),
        ("USD", "500.00", "0.00", {"0": "0.00", "1-30": "0.00", "31-60": "0.00", "61-90": "0.00", "91+": "500.00"}),
    ]  # fmt: skip
    assert [(one["debt"], one["due"], one["late"], one["band"]) for one in found["receivables"]] == [
        ("OB1", "2026-10-01", 123, "91+"), *((one, "2026-12-23", 40, "31-60") for one in sorted((closed, signed))),
    ]  # fmt: skip
    # What is not delivered yet is no debt, and stands apart.
    assert [(one["debt"], one["unpaid"], one["coming"]) for one in found["coming"]] == [
        (active, "241200.00", "241200.00")
    ]
    assert len(desk.ask("receivables", "--overdue", "--client", client)["receivables"]) == 3
    assert desk.ask("receivables", "--as-of", "2026-12-23")["counts"]["overdue_CNY"] == "0.00"
    assert desk.ask("report", "receivables", "--overdue")["clients"][0]["overdue"] == "482400.00"
    desk.env["COLUMNS"] = "200"
    lines = desk.run("receivables", "--client", client).out
    assert "Unpaid debts: 3, Not delivered yet: 1" in lines
    assert "over 90 days" in lines


def test_what_is_overdue_is_shown_beside_what_lies_on_deposit_and_a_letter_says_so(owing, tmp_path):
    desk, client, closed, *_rest = owing
    desk.run("pay", client, "--amount", "300000", "--to", f"{closed}=100", by="qian.yu")
    desk.now = "2027-02-01T09:00"
    assert desk.ask("receivables", "--overdue", "--client", client)["clients"][0]["deposits"] == "299900.00"
    assert desk.ask("receivables", "--overdue")["totals"][0]["deposits"] == "299900.00"
    policy = desk.root / "policy.yaml"
    policy.write_text(policy.read_text("utf-8") + "company_contact: 财务部 0571-00000001\n", "utf-8")
    desk.git("commit", "-qam", "whom to call")
    place = tmp_path / "letter.html"
    said = desk.run("dun", client, "--out", str(place), by="qian.yu")
    assert said.err == (
        "Warning: the client has 299,900.00 CNY on deposit; let it pay first: "
        "ordertool pay ID --from-deposit DP1 --amount …\n"
    )
    assert "For anything about this letter: 财务部 0571-00000001." in place.read_text("utf-8")


def test_a_narrow_terminal_shows_every_band(owing):
    desk, client, *_rest = owing
    desk.now = "2027-02-01T09:00"
    desk.env["COLUMNS"] = "80"
    shown = desk.run("receivables", by="qian.yu").out.splitlines()
    assert [line.split() for line in shown if line.startswith(client[-5:])][1] == [
        client[-5:], "CNY", "0.00", "0.00", "482,400.00", "0.00", "0.00",
    ]  # fmt: skip
    assert max(map(len, shown)) <= 80


def test_a_band_may_begin_later_than_the_first_day(office):
    from ordertool.reports.receivables import _band_id, band_name

    bounds = (5, 30)
    assert [_band_id(bounds, n) for n in range(3)] == ["0-5", "6-30", "31+"]
    assert [band_name(bounds, n) for n in range(3)] == ["0–5 days", "6–30 days", "over 30 days"]


# --- from before the book


def test_an_order_comes_in_at_mid_way_with_one_entry(office):
    order = office.do("opening", None, "wu.gang", record=brought_in())
    assert [(entry.move, entry.to) for entry in order.log] == [("opening", "signed")]
    assert (order.unpaid, order.unsigned, str(account_due(order, office.ctx))) == (200000, (), "2026-12-10")
    closed = office.do("close", order, "zhao.min", now=LATER)
    reopened = office.do("reopen", closed, "zhao.min", now=LATER, note="a rail is bent")
    assert [one.id for one in reopened.unsigned] == ["D1"]
    office.do("sign", reopened, "li.na", now=LATER, item="D1", slips=paper("slip.pdf"))
    part = [{"id": "D1", "quantities": {"L1": "20"}, "place": "x", "delivered_by": "x", "received_by": "x"}]
    active = office.do("opening", None, "wu.gang", record=brought_in("active", delivery=part, opening={"source": "x"}))
    assert [one.id for one in active.unsigned] == ["D1"]


BARE = {"opening": {"source": "x"}, "delivery": None, "payments": None}


@pytest.mark.parametrize(("stage", "more", "reason"), [
    ("draft", BARE, "an order comes in at: submitted, assigned, confirmed, active, delivered, signed, closed"),
    ("signed", {"opening": None}, "opening is missing"),
    ("signed", {"opening": {"source": "x"}}, "opening.account_from is missing"),
    ("delivered", {}, "an order that is delivered has no opening.account_from"),
    ("submitted", BARE, "an order that is submitted has no assignment"),
    ("confirmed", {**BARE, "delivery": [{"id": "D1", "quantities": {"L1": "1"}, "place": "x", "delivered_by": "x", "received_by": "x"}]},
     "an order that is confirmed has no delivery"),
    ("confirmed", {**BARE, "complaints": [{"id": "K1", "text": "x"}]}, "an order that is confirmed has no complaints"),
    ("confirmed", {**BARE, "assignment": None}, "an order that is confirmed has one owner"),
    ("confirmed", {**BARE, "form": None}, "form is missing"),
    ("signed", {"taken_back": [{"id": "TB1", "quantities": {"L1": "121"}, "reason": "x"}]},
     "line L1: more was delivered than ordered, or less than nothing"),
    ("active", {"opening": {"source": "x"}}, "everything was delivered: then it is delivered, or signed"),
    ("signed", {"taken_back": [{"id": "TB1", "quantities": {"L1": "1"}, "reason": "x"}]}, "something is missing: then it is active"),
    ("signed", {"payments": [{"id": "P1", "amount": "0.001", "on": "2026-10-30"}]}, "0.001 is no amount of CNY"),
    ("signed", {"payments": [{"id": "P1", "amount": "1", "on": "2026-10-30", "deposit": "DP1"}]}, "a deposit pays by a move of its own"),
    ("signed", {"payments": [{"id": "P1", "amount": "241200.01", "on": "2026-10-30"}]},
     "the payments or invoices come to more than is owed"),
])  # fmt: skip
def test_what_comes_in_is_what_its_stage_has(office, stage, more, reason):
    found = office.refused("opening", None, "wu.gang", record=brought_in(stage, **more))
    assert found[0] == No(
        f"杭州湾物流有限公司: {reason}", "mend the document: docs/how-to/money.md shows one", "P4.2a", kind="invalid"
    )


def test_what_comes_in_names_whom_there_is_and_days_that_were(office):
    from people import FORM

    form = {**FORM, "project": None}
    assert [no.reason for no in office.refused("opening", None, "wu.gang", record=brought_in(form=form))] == [
        "杭州湾物流有限公司: form.project is missing"
    ]
    assert [
        no.reason
        for no in office.refused("opening", None, "wu.gang", record=brought_in(form={**FORM, "client": "C-00000"}))
    ] == ["there is no client C-00000"]
    found = office.refused("opening", None, "wu.gang", record=brought_in(assignment=[{"id": "AS1", "to": "chen.jie"}]))
    assert [no.reason for no in found] == ["chen.jie does not hold the role owner"]
    late = {"source": "x", "account_from": "2026-11-24"}
    assert [no.reason for no in office.refused("opening", None, "wu.gang", record=brought_in(opening=late))] == [
        "2026-11-24 is in the future"
    ]
    assert office.refused("opening", None, "wu.gang", record=brought_in("submitted", **BARE, assignment=None)) == []


def test_openings_end_with_the_day_on_which_the_book_goes_live(office):
    def says():
        return [(no.reason, no.policy) for no in office.refused("opening", None, "wu.gang", record=brought_in())]

    office.rules["go_live"] = "2026-11-23"
    assert says() == []
    office.rules["go_live"] = "2026-11-22"
    assert says() == [("the book went live on 2026-11-22", "go_live")]
    del office.rules["go_live"]
    assert says() == [("policy.yaml names no day on which it goes live", "go_live")]


def test_a_debt_from_before_the_book_is_old(office):
    debt = {"amount": "60", "currency": "CNY", "since": "2026-09-01", "due": "2026-10-01", "reference": "old"}
    for more, reason in (
        ({"since": "2026-11-24", "due": "2026-11-25"}, "2026-11-24 is in the future"),
        ({"due": "2026-08-31"}, "2026-08-31 is before 2026-09-01, since when it is owed"),
    ):
        found = office.refused("opening", office.clients[CLIENT], "wu.gang", kind="client", **{**debt, **more})
        assert [no.reason for no in found] == [reason]


def test_debts_are_one_clients_the_oldest_first(office):
    order = office.order("closed")
    debt = {"amount": "60", "currency": "CNY", "since": "2026-09-01", "due": "2026-12-30", "reference": "old"}
    client = office.do("opening", office.clients[CLIENT], "wu.gang", kind="client", **debt)
    found = debts(client, [office.order("active"), order], NOW.date(), office.ctx)
    assert [one.id if one.opening else one.order.stage for one in found] == ["closed", "OB1", "active"]


# --- the client statement


def test_a_statement_tells_every_movement_between_two_balances(owing, tmp_path):
    desk, client, closed, signed, _active = owing
    going_live(desk)
    before = tmp_path / "before.yaml"
    before.write_text(
        f"receivables: [{{client: {client}, amount: 500.00, since: 2026-09-01, due: 2026-10-01, reference: old ledger}}]\n"
    )
    desk.run("opening", "--from", str(before), by="wu.gang")
    desk.now = "2026-12-01T09:00"
    desk.run("take-back", signed, "--quantity", "L2=2", "--reason", "bent", by="li.na")
    desk.run("pay", closed, "--amount", "1000", "--reference", "B-1", by="qian.yu")
    desk.run("pay", closed, "--refund", "--amount", "10", "--reason", "x", by="qian.yu")
    desk.run("pay", client, "--amount", "700", "--to", "OB1=450", "--reference", "B-2", by="qian.yu")
    desk.run("pay", client, "--refund", "--from-deposit", "DP1", "--amount", "50", "--reason", "x", by="qian.yu")
    desk.run("pay", client, "--write-off", "--to", "OB1", "--amount", "20", "--reason", "x", by="wu.gang")
    desk.run("pay", signed, "--from-deposit", "DP1", "--amount", "100", by="qian.yu")
    document = desk.ask("print", client, "statement", "--period", "2026-12", by="qian.yu")
    (sheet,) = document["sheets"]
    assert (sheet["opening"], sheet["charged"], sheet["credited"], sheet["closing"]) == (
        "482900.00",
        "60.00",
        "2360.00",
        "480600.00",
    )
    found = [(one["kind"], one["what"], one["charge"], one["credit"]) for one in sheet["lines"]]
    assert sorted(found, key=str) == sorted([
        ("refund", "DP1", "50.00", None), ("deposit", "DP1", None, "250.00"), ("payment", "OB1", None, "450.00"),
        ("write-off", "OB1", None, "20.00"), ("payment", closed, None, "1000.00"), ("refund", closed, "10.00", None),
        ("take-back", f"{signed} TB1", None, "640.00"),
    ], key=str)  # fmt: skip
    whole = desk.ask("print", client, "statement", "--period", "2026", by="qian.yu")["sheets"][0]
    assert (whole["opening"], whole["closing"]) == ("0.00", "480600.00")
    place = tmp_path / "statement.html"
    desk.run("print", client, "statement", "--period", "2026-12", "--out", str(place), by="qian.yu")
    page = place.read_text("utf-8")
    for words in (
        "Client statement",
        "2026-12-01 to 2026-12-31",
        "Balance before",
        "This is what you owe us.",
        "CNY 480,600.00",
    ):
        assert words in page
    assert desk.ask("print", client, "statement", "--period", "2025", by="qian.yu")["sheets"] == []
    desk.run("take-back", signed, "--quantity", "L1=120", "--quantity", "L2=58", "--reason", "x", by="zhao.min")
    desk.run("cancel", signed, "--reason", "x", by="wu.gang")
    assert desk.ask("print", client, "statement", by="qian.yu")["sheets"][0]["closing"] == "240040.00"


# --- the document of the how-to


def test_the_how_tos_document_brings_an_order_and_a_debt_in(desk, tmp_path):
    import re
    from pathlib import Path

    going_live(desk)
    client = desk.client("unlimited")
    page = (Path(__file__).parents[1] / "docs" / "how-to" / "money.md").read_text("utf-8")
    document = re.search(r"```yaml\n(.*?)```", page, re.DOTALL)[1].replace("4H8TR", client)
    place = tmp_path / "before.yaml"
    place.write_text(document)
    before = desk.state()
    said = desk.run("opening", "--from", str(place), "--dry-run", by="wu.gang").out.splitlines()
    assert desk.state() == before
    assert (said[0], said[-1]) == ("brought in: 1 orders, 1 debts", "dry run, nothing written")
    found = desk.ask("opening", "--from", str(place), by="wu.gang")
    sound(desk)
    assert [(one["client"], one["item"]) for one in found["receivables"]] == [(client, "OB1")]
    order = desk.ask("show", found["orders"][0])
    assert (order["stage"], order["owner"], order["unpaid"], order["responsible"]["next"]) == (
        "signed",
        "li.na",
        "5400.00",
        ["close"],
    )
    assert "From before the book" in desk.run("show", order["id"]).out
    assert "old ledger, page 9: 500.00 CNY of 500.00 unpaid" in desk.run("client", "show", client).out
    desk.run("opening", "--from", str(place), by="li.na", code=3)


@pytest.mark.parametrize(("document", "error"), [
    ("{}", "it holds –"),
    ("orders: []\nextra: 1", "it holds extra"),
    ("orders: 5", "orders is no list of items"),
    ("receivables: [{amount: 1}]", "receivables.1: no client is named"),
    ("orders: []", "the document holds nothing"),
    ("orders: [{stage: signed}]", "inquiry"),
])  # fmt: skip
def test_a_document_that_holds_something_else_is_told(desk, tmp_path, document, error):
    going_live(desk)
    place = tmp_path / "before.yaml"
    place.write_text(document)
    before = desk.state()
    said = desk.run("opening", "--from", str(place), by="wu.gang", code=None)
    assert said.code in (2, 4)
    assert error in said.err
    assert desk.state() == before


def test_a_debt_that_is_refused_keeps_the_orders_out_too(desk, tmp_path):
    going_live(desk)
    client = desk.client("unlimited")
    debt = f"{{client: {client}, amount: 1.00, since: 2026-09-01, due: 2026-10-01, reference: x}}"
    place = tmp_path / "before.yaml"
    place.write_text(f"receivables: [{debt}, {debt.replace('2026-10-01', '2026-08-01')}]")
    before = desk.state()
    said = desk.run("opening", "--from", str(place), by="wu.gang", code=4).err
    assert "2026-08-01 is before 2026-09-01, since when it is owed" in said
    assert desk.state() == before
    place.write_text(f"receivables: [{debt}, {debt}]")
    assert [one["item"] for one in desk.ask("opening", "--from", str(place), by="wu.gang")["receivables"]] == [
        "OB1",
        "OB2",
    ]


def test_a_debt_from_before_the_book_waits_in_finances_inbox_until_it_is_paid(desk):
    going_live(desk)
    client = desk.client()
    debt = {
        "client": client,
        "amount": "500.00",
        "since": "2026-10-01",
        "due": "2026-12-10",
        "reference": "old ledger, page 9",
    }
    desk.run("opening", "--from", desk.paper("before.json", json.dumps({"receivables": [debt]})), by="wu.gang")
    assert desk.ask("inbox", by="qian.yu") == []
    desk.now = "2026-11-26T09:00"
    (soon,) = desk.ask("inbox", by="qian.yu")
    assert (soon["id"], soon["matter"]) == (client, "杭州湾物流有限公司: old ledger, page 9")
    assert soon["owed"] == {
        "item": "OB1", "matter": "杭州湾物流有限公司: old ledger, page 9", "staff": "qian.yu", "role": "finance",
        "department": None, "next": ["pay"], "clause": "P7.1c", "due": "2026-12-10T23:59:59+08:00", "overdue": False,
        "unconfirmed": False,
    }  # fmt: skip
    desk.now = "2026-12-11T09:00"
    (late,) = desk.ask("due", "--staff", "qian.yu")
    assert late["owed"]["overdue"]
    assert f"{client} OB1  pay" in desk.run("due").out
    desk.run("pay", client, "--amount", "500.00", "--on", "2026-12-11", by="qian.yu")
    assert desk.ask("inbox", by="qian.yu") == []


def test_what_is_owed_for_an_archived_order_counts_until_it_is_paid_or_written_off(desk):
    policy = desk.root / "policy.yaml"
    policy.write_text(re.sub(r"(?m)^  paid: true$", "  paid: false", policy.read_text("utf-8"), count=1), "utf-8")
    desk.git("commit", "-qam", "unpaid orders are archived too")
    order = desk.order("closed")
    client = desk.ask("show", order)["client"]
    desk.run("archive", order, by="zhao.min")

    def exposure():
        return desk.ask("client", "credit", client, "--explain", by="qian.yu")["exposure"]

    assert exposure() == "241200.00"
    assert [one["debt"] for one in desk.ask("receivables", by="qian.yu")["receivables"]] == [order]
    desk.now = "2027-02-20T09:00"
    assert [one["what"] for one in desk.ask("client", "watch", "--list")["signs"]] == [order]
    desk.run("client", "dismiss", client, "--reason", "the bank confirms it", by="qian.yu")
    paid = desk.ask("pay", client, "--amount", "200", by="qian.yu")["paid"]
    assert [(one["debt"], one["unpaid"]) for one in paid] == [(order, "241000.00")]
    sound(desk)
    made(desk, order, "pay", "--amount", "41000", by="qian.yu")
    assert exposure() == "200000.00"
    refused(
        desk, order, "pay", "--amount", "200000.01", by="qian.yu",
        why="200000.01 is more than the 200000.00 still owed (P7.1c)", hint="check the amount: ordertool show {tail}",
    )  # fmt: skip
    made(desk, order, "pay", "--write-off", "--amount", "200000", "--reason", "bankrupt", by="wu.gang")
    assert exposure() == "0.00"
    assert desk.ask("receivables", by="qian.yu")["receivables"] == []
    assert desk.ask("show", order)["stage"] == "archived"


def test_a_clients_money_pays_no_order_that_came_after_it(owing):
    desk, client, closed, *_orders = owing
    desk.now = "2026-11-25T09:00"
    document = desk.ask("pay", client, "--amount", "500", "--on", "2026-11-20", by="qian.yu")
    sound(desk)
    assert (document["paid"], document["deposit"]) == ([], {"id": "DP1", "amount": "500"})
    named = ("pay", client, "--amount", "5", "--on", "2026-11-20", "--to", f"{closed}=5")
    assert "2026-11-20 is before the inquiry (P7.1c)" in desk.run(*named, by="qian.yu", code=3).err


def test_money_of_an_order_from_before_the_book_moved_before_it_was_entered(office):
    """From when its account period began; where none had begun, on any day."""
    order = office.do("opening", None, "wu.gang", record=brought_in())
    given = {"amount": "5", "reference": "late slip"}
    assert office.refused("pay", order, "qian.yu", now=LATER, on="2026-11-10", **given) == []
    (no,) = office.refused("pay", order, "qian.yu", now=LATER, on="2026-11-09", **given)
    assert no.reason == "2026-11-09 is before the inquiry"
    assert office.refused("invoice", order, "qian.yu", now=LATER, number="1", amount="5", on="2026-11-10") == []
    sections = {"opening": {"source": "old ledger"}, "delivery": None, "payments": None}
    active = office.do("opening", None, "wu.gang", record=brought_in("active", **sections))
    assert office.refused("pay", active, "qian.yu", now=LATER, on="2026-10-01", **given) == []
