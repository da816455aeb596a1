"""Exposure is exact: over partial deliveries, price changes, payments, refunds and several currencies (P7.1b)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people import CLIENT, ORDER, Office
from trust import OLDER, goods, other, shop, wide

from ordertool.records.faults import validated
from ordertool.records.intake import Form
from ordertool.records.order import Order
from ordertool.rules.exposure import NoRateError, exposure, owing_of, parts_of

CENT = Decimal("0.01")
amounts = st.decimals("0.01", "99999.99", places=2)
prices = st.decimals("0", "9999.999999", places=6)
numbers = st.decimals("0.001", "999", places=3)
taxes = st.none() | amounts
TERMS = ("account:30", "prepayment:30", "prepayment:100", "cash-on-delivery")


def rounded(exact, smallest=CENT):
    """Half up, from a fraction: another way than the code's."""
    shifted = Fraction(exact) / Fraction(smallest)
    whole = (shifted.numerator * 2 + shifted.denominator) // (2 * shifted.denominator)
    return whole * smallest


@st.composite
def deals(draw):
    """Lines with quantities and prices, a tax, terms, what was delivered, paid, paid back and written off."""
    lines = draw(st.lists(st.tuples(numbers, prices), min_size=1, max_size=4))
    done = [draw(st.sampled_from((Decimal(0), number, (number / 3).quantize(Decimal("0.001"))))) for number, _ in lines]
    paid = draw(st.lists(amounts, max_size=3))
    back = min(draw(st.just(Decimal(0)) | amounts), sum(paid, Decimal(0)))
    return lines, done, draw(taxes), draw(st.sampled_from(TERMS)), paid, back, draw(st.just(Decimal(0)) | amounts)


def made(deal, *, stage="delivered", signed=True, order_id=ORDER):
    """The order of a deal, as a record."""
    lines, done, tax, terms, paid, back, off = deal
    money = [{"id": f"P{n}", "amount": str(one), "on": "2026-11-23"} for n, one in enumerate(paid, 1)]
    if back:
        money.append({"id": "P8", "amount": str(back), "on": "2026-11-23", "kind": "refund", "reason": "x"})
    if off:
        money.append({"id": "P9", "amount": str(off), "on": "2026-11-23", "kind": "write-off", "reason": "x"})
    slip = {"slips": [{"name": "slip.pdf", "size": 1, "sha256": "0f" * 32}]} if signed else {}
    deliveries = [
        {
            "id": f"D{n}", "quantities": {f"L{n}": str(number)}, "place": "x", "delivered_by": "x", "received_by": "x",
            **slip,
        }
        for n, number in enumerate(done, 1)
        if number
    ]  # fmt: skip
    form = {
        "client": CLIENT, "payment": terms,
        "lines": [{"id": f"L{n}", "quantity": str(q), "price": str(p)} for n, (q, p) in enumerate(lines, 1)],
        **({"tax": str(tax)} if tax is not None else {}),
    }  # fmt: skip
    return validated(
        Order,
        {
            "id": order_id, "stage": stage, "inquiry": {"client": "x", "contact": "y", "channel": "phone", "matter": "z"},
            "form": form, "delivery": deliveries, "payments": money,
            "log": [{"at": "2026-11-23T09:00:00+08:00", "by": "chen.jie", "move": "inquire", "to": stage}],
        },
    )  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(deals())
def test_the_parts_of_an_order_are_its_unpaid_sum_to_the_cent(deal):
    lines, done, tax, terms, paid, back, off = deal
    order = made(deal)
    net = sum(rounded(Fraction(q) * Fraction(p)) for q, p in lines)
    total = net + (tax or 0)
    came = sum(paid, Decimal(0)) - back
    assert order.terms.total == total
    assert order.unpaid == max(total - came - off, 0)
    parts = parts_of(order)
    assert parts.delivered + parts.committed + parts.secured == order.unpaid
    assert min(parts) >= 0
    assert all(part == part.quantize(CENT) for part in parts)
    # What the client has in hand, by hand: each line rounded, with its share of the tax.
    hand = sum(rounded(Fraction(n) * Fraction(p)) for n, (_q, p) in zip(done, lines, strict=True))
    complete = all(n == q for n, (q, _p) in zip(done, lines, strict=True))
    share = (
        (tax or Decimal(0)) if complete else rounded(Fraction(tax or 0) * Fraction(hand) / Fraction(net)) if net else 0
    )
    if terms.startswith("account"):
        assert parts.delivered == min(order.unpaid, max(hand + share - came - off, 0))
        assert parts.secured == 0
    if terms == "prepayment:100":
        assert parts.on_credit == parts.delivered
    if terms == "cash-on-delivery":
        assert parts.committed == 0


@settings(max_examples=60, deadline=None)
@given(deals())
def test_cash_at_the_door_is_not_on_credit_before_the_slip_is_signed(deal):
    lines, done, tax, _terms, paid, back, off = deal
    order = made((lines, done, tax, "cash-on-delivery", paid, back, off), signed=False)
    assert parts_of(order) == (0, 0, order.unpaid)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(numbers, prices), min_size=1, max_size=4), taxes, st.data())
def test_what_was_delivered_in_parts_is_worth_what_it_is_worth_at_once(lines, tax, data):
    form = validated(
        Form,
        {
            "lines": [{"id": f"L{n}", "quantity": str(q), "price": str(p)} for n, (q, p) in enumerate(lines, 1)],
            **({"tax": str(tax)} if tax is not None else {}),
        },
    )
    everything = {f"L{n}": q for n, (q, _p) in enumerate(lines, 1)}
    assert form.worth(everything) == form.total
    assert form.worth({}) == 0 if form.net or tax is None else form.worth({}) >= 0
    some = {line: data.draw(st.sampled_from((Decimal(0), number))) for line, number in everything.items()}
    assert 0 <= form.worth(some) <= form.total
    assert form.worth(some) == form.worth(some).quantize(CENT)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(amounts, st.sampled_from(("CNY", "USD", "JPY"))), min_size=1, max_size=4),
    st.decimals("0.000001", "999.999999", places=6), st.decimals("0.000001", "9.999999", places=6),
)  # fmt: skip
def test_several_currencies_are_added_up_by_their_rates_each_rounded_once(sums, dollar, yen):
    office = shop("unlimited", rates={"USD": str(dollar), "JPY": str(yen)})
    expected = Decimal(0)
    for number, (amount, currency) in enumerate(sums):
        deal = ([(Decimal(1), amount)], [Decimal(0)], None, "account:30", [], Decimal(0), Decimal(0))
        order = made(deal, stage="confirmed", order_id=f"SO-20261101-0000{number}")
        form = order.form.model_copy(update={"currency": currency})
        order = validated(Order, {**order.plain(), "form": form.plain()})
        office.orders[order.id] = order
        rate = {"CNY": Decimal(1), "USD": dollar, "JPY": yen}[currency]
        own = rounded(Fraction(amount), Decimal(1) if currency == "JPY" else CENT)
        expected += rounded(Fraction(own) * Fraction(rate))
    found = exposure(CLIENT, None, office.ctx)
    assert found.sum == expected
    assert found.sum == sum(one.amount for one in found.terms)
    assert found.sum.as_tuple().exponent == -2


def test_the_order_in_question_stands_in_for_itself_and_others_only_from_submission_to_closing():
    office = Office()
    for number, stage in enumerate(("draft", "submitted", "active", "closed")):
        other(office, stage, "10.00", f"SO-20261101-0000{number}")
    archived = wide().order("archived", lines=goods("10.00")).model_copy(update={"id": "SO-20261101-00008"})
    office.orders[archived.id] = archived
    assert exposure(CLIENT, None, office.ctx).sum == 30
    submitted = office.orders["SO-20261101-00001"]
    assert exposure(CLIENT, submitted, office.ctx).sum == 30
    assert exposure(CLIENT, office.orders["SO-20261101-00000"], office.ctx).sum == 40
    assert exposure("C-00001", None, office.ctx).sum == 0


def test_an_order_without_terms_or_without_anything_unpaid_needs_no_rate():
    office = shop("unlimited")
    assert owing_of(wide().order("inquiry"), office.ctx).amount == 0
    free = other(office, "confirmed", "10.00", OLDER, currency="USD", payment="prepayment:100")
    assert (owing_of(free, office.ctx).rate, owing_of(free, office.ctx).amount) == (None, 0)
    owed = other(office, "confirmed", "10.00", OLDER, currency="USD")
    with pytest.raises(NoRateError, match="USD"):
        owing_of(owed, office.ctx)


def test_half_a_cent_goes_up():
    assert rounded(Fraction("0.005")) == Decimal("0.005").quantize(CENT, ROUND_HALF_UP) == CENT
