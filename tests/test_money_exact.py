"""Every amount is exact, whatever happens to an order: what was delivered, paid, given back and waived adds up (P7.1c)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from people import CLIENT, DELIVERY, FORM, RACKING, RAIL, Office, at
from trust import wide

from ordertool.reports.statement import movements, sheets
from ordertool.rules.allocation import allocated
from ordertool.rules.receivables import debt_of, debts

AGREED = {"who": "周敏", "channel": "phone", "at": "2026-11-23T09:00:00+08:00"}
CENTS = st.decimals("0.01", "99999.99", places=2).map(str)
PARTS = st.decimals("0.001", "60", places=3).map(str)
PRICES = st.decimals("0.0001", "9999.9999", places=4).map(str)
FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)


@st.composite
def events(draw):
    """What may happen to an order's money: a verb, who makes it, and its input."""
    verb = draw(
        st.sampled_from(["deliver", "take-back", "change", "pay", "refund", "write-off", "invoice", "waive", "reopen"])
    )
    money = {"amount": draw(CENTS), "on": "2026-11-24"}
    lines = draw(st.dictionaries(st.sampled_from(["L1", "L2"]), PARTS, min_size=1))
    if verb == "deliver":
        return (
            verb,
            "li.na",
            {"quantities": lines, "outcome": draw(st.sampled_from(["accepted", "refused"])), **DELIVERY},
        )
    if verb == "take-back":
        return verb, "li.na", {"quantities": lines, "reason": "scratched"}
    if verb == "change":
        what = draw(st.sampled_from(["lines.L1.price", "lines.L2.price", "lines.L1.quantity", "lines.L2.quantity"]))
        value = draw(PRICES if what.endswith("price") else PARTS)
        return verb, "li.na", {"set": {what: value}, "cause": "client", "reason": "x", "agreed": AGREED}
    if verb == "invoice":
        return verb, "qian.yu", {**money, "number": draw(st.text("0123456789", min_size=1, max_size=9))}
    if verb in ("waive", "reopen"):
        return verb, "wu.gang", {"note": "x"}
    who = {"pay": "qian.yu", "refund": "qian.yu", "write-off": "wu.gang"}[verb]
    return verb, who, money if verb == "pay" else {**money, "reason": "x"}


def played(found, prices):
    """An order on which everything of it happened that the table allows; and what was refused left no trace."""
    office = wide()
    lines = [{**RACKING, "quantity": "60", "price": prices[0]}, {**RAIL, "quantity": "60", "price": prices[1]}]
    form = {**FORM, "lines": lines}
    order = office.order("active", **form)
    told = {"who": "周敏", "channel": "phone", "at": at("2026-11-23T14:00")}
    done = ["packaging", "documents", "transport"]
    order = office.do(
        "prepare", order, "li.na", now=at("2026-11-24T09:00"), done=done, told=told, when=at("2026-11-25T09:00")
    )
    now = at("2026-11-25T09:00")
    for verb, who, values in found:
        made, refused = office.tried(verb, order, who, now=now, **values)
        if not refused:
            order, now = made.new, now + timedelta(hours=7)
    return office, order


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(events(), max_size=14), st.tuples(PRICES, PRICES))
def test_what_is_delivered_paid_and_waived_adds_up_to_what_is_owed(found, prices):
    office, order = played(found, prices)
    money = {kind: sum((one.amount for one in order.payments if one.kind == kind), Decimal(0))
             for kind in ("payment", "refund", "write-off")}  # fmt: skip
    assert order.paid == money["payment"] - money["refund"] >= 0
    assert order.written_off == money["write-off"]
    assert order.to_refund == max(order.paid - order.billed, Decimal(0)), (
        "no more goes back than came in beyond the bill"
    )
    assert 0 <= order.lapsed <= order.written_off
    assert order.billed - order.paid - (order.written_off - order.lapsed) == order.unpaid - order.to_refund
    assert order.unpaid * (order.to_refund + order.lapsed) == 0
    delivered, missing = order.delivered(), order.missing()
    for line in order.lines:
        assert delivered.get(line.id, Decimal(0)) + missing.get(line.id, Decimal(0)) == line.quantity
        assert delivered.get(line.id, Decimal(0)) >= 0
    if not missing:
        assert order.value == order.terms.total
    for amount in (order.billed, order.unpaid, order.value, order.to_refund):
        assert amount == order.terms.rounded(amount)
    debt = debt_of(order, LAST, office.ctx)
    assert 0 <= debt.claimed <= debt.unpaid


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(events(), max_size=14), st.tuples(PRICES, PRICES), st.dates(date(2026, 11, 20), date(2026, 12, 5)))
def test_a_statement_balances_and_its_periods_join_without_a_gap(found, prices, split):
    office, order = played(found, prices)
    moved = movements(office.clients[CLIENT], [order], office.ctx)
    whole = sheets(moved, FIRST, LAST)
    balance = order.terms.worth(order.delivered()) - order.paid - (order.written_off - order.lapsed)
    assert sum((sheet.closing for sheet in whole), Decimal(0)) == balance
    before, after = sheets(moved, FIRST, split), sheets(moved, split + timedelta(days=1), LAST)
    assert sum(one.closing for one in before) == sum(
        one.opening for one in after if one.currency in {b.currency for b in before}
    )
    for sheet in whole:
        assert sheet.opening + sheet.charged - sheet.credited == sheet.closing


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(CENTS, min_size=1, max_size=4), CENTS, st.lists(CENTS, max_size=4), st.lists(CENTS, max_size=4))
def test_a_clients_money_is_never_lost_and_never_doubled(owed, came, drawn, back):
    office = Office(rules={"go_live": "2026-12-31"})
    client, now = office.clients[CLIENT], at("2026-11-24T09:00")
    debt = {"currency": "CNY", "since": "2026-09-01", "due": "2026-10-01", "reference": "old"}
    for amount in owed:
        client = office.do("opening", client, "wu.gang", now=now, kind="client", amount=amount, **debt)
    shared = allocated(Decimal(came), "CNY", debts(client, [], now.date(), office.ctx))
    assert sum((one.amount for one in shared.shares), shared.rest) == Decimal(came)
    assert shared.rest == max(Decimal(came) - sum(map(Decimal, owed)), Decimal(0))
    client = office.do("deposit", client, "qian.yu", now=now, kind="client", amount=came, currency="CNY", on="2026-11-24",
                       openings={name: str(amount) for name, amount in shared.openings().items()})  # fmt: skip
    for verb, who, amounts, field in (("draw", "qian.yu", drawn, "uses"), ("refund", "qian.yu", back, "refunds")):
        for amount in amounts:
            more = {"opening": "OB1"} if verb == "draw" else {"reason": "x"}
            given_ = {"item": "DP1", field: {"amount": amount, "on": "2026-11-24", **more}}
            made, refused = office.tried(verb, client, who, now=now, kind="client", **given_)
            client = client if refused else made.new
    deposit = client.deposits[0]
    went_back = sum((one.amount for one in deposit.refunds), Decimal(0))
    paid = sum((client.opening_paid(one.id) for one in client.openings), Decimal(0))
    assert Decimal(came) == paid + went_back + deposit.left
    assert deposit.left >= 0
    assert all(0 <= client.opening_left(one) == one.amount - client.opening_paid(one.id) for one in client.openings)
    unpaid = sum(client.opening_unpaid.values()) - sum(client.unallocated.values())
    balance = sum(sheet.closing for sheet in sheets(movements(client, [], office.ctx), FIRST, LAST))
    assert balance == unpaid
