"""Gates by stage, clients without an assessment, overrides, and who sees figures: on records, without a disk (P7.1)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from people import CLIENT, DELIVERY, NOW, Made, No, Office, at, client, paper
from trust import (
    AGREED,
    HANDED,
    LATER,
    OLDER,
    changing,
    goods,
    other,
    passed,
    shop,
    submitted,
    submitting,
    wide,
    with_limit,
)

from ordertool.errors import InvalidError
from ordertool.language import text
from ordertool.records.base import Entry
from ordertool.rules.conditions.credit import override_basis, told_of_limit
from ordertool.rules.duties import duties
from ordertool.rules.duty import responsible
from ordertool.rules.judging import replay
from ordertool.rules.move import Context, Refusal
from ordertool.rules.permissions import may_see_figures
from ordertool.rules.telling import recipients

NOT_ALLOWED = "the client's credit limit does not allow it"
UNASSESSED = "the client has no valid credit assessment"
DAY = {"reason": "bank guarantee", "until": "2026-12-31"}


def reasons(found):
    return [no.reason for no in found]


def warned(office, verb, old, by, **given):
    """What is only told of a move that is made."""
    made, found = office.tried(verb, old, by, now=LATER, **given)
    assert found == []
    said = told_of_limit(made.old, made.new, made.new.log[-1], office.ctx)
    return None if said is None else (str(said.reason), said.policy)


def bare(**credit):
    """A company whose client was never assessed."""
    office = Office({"credit": credit})
    office.clients[CLIENT] = client()
    return office


def assess(office, limit=None, **more):
    """The client's assessment, made after the order was submitted."""
    given = {"grade": "A", "evidence": "x", "valid_until": "2027-06-30", **more} | ({"limit": limit} if limit else {})
    made = office.do("credit", office.clients[CLIENT], "qian.yu", kind="client", now=LATER, **given)
    office.clients[CLIENT] = made


def overridden(office, order, by="qian.yu", now=LATER, **given):
    """The order with an override."""
    return office.do("override", order, by, now=now, **{**DAY, "seen": office.seen(order, now), **given})


def overriding(office, order, by="qian.yu", now=LATER, **given):
    """What refuses an override."""
    return reasons(office.refused("override", order, by, now=now, **{**DAY, "seen": office.seen(order, now), **given}))


# --- gates


@pytest.mark.parametrize(
    ("gate", "refused", "told"),
    [("off", False, False), ("warn", False, True), ("ask", True, False), ("refuse", True, False)],
)
@pytest.mark.parametrize("verb", ["draft", "submit"])
def test_a_gate_is_off_warns_asks_or_refuses(verb, gate, refused, told):
    office = shop("100", gates={verb: gate})
    old = passed("101.00") if verb == "submit" else wide().order("inquiry")
    given = HANDED if verb == "submit" else {"client": CLIENT, "lines": goods("101.00")}
    made, found = office.tried(verb, old, "ma.lan", now=LATER, **given)
    assert [(no.reason, no.policy) for no in found] == ([(NOT_ALLOWED, f"credit.gates.{verb}")] if refused else [])
    said = told_of_limit(made.old, made.new, made.new.log[-1], office.ctx)
    assert (said is not None) == told
    if told:
        assert (str(said.reason), said.policy) == (NOT_ALLOWED, f"credit.gates.{verb}")


def test_a_refusing_gate_takes_no_override_and_does_not_speak_of_one():
    office = shop("100", gates={"submit": "refuse"})
    order = overridden(office, passed("101.00"))
    (no,) = office.refused("submit", order, "chen.jie", now=LATER, **HANDED)
    assert no.hint == "the client pays first, or finance assesses the credit anew: ordertool client credit 4H8TR …"


def test_a_draft_is_told_that_it_would_be_too_much_and_a_copy_is_no_exception():
    office = shop("100")
    form = {"client": CLIENT, "lines": goods("101.00")}
    assert warned(office, "draft", wide().order("inquiry"), "chen.jie", **form) == (
        "the exposure would be 101.00 CNY, above the credit limit of 100.00", "credit.gates.draft",
    )  # fmt: skip
    assert warned(office, "draft", wide().order("inquiry"), "ma.lan", **{**form, "lines": goods("100.00")}) is None
    # A draft of another order does not count before it is submitted.
    other(office, "draft", "100.00")
    assert submitting(office, "100.00") == []


def test_unlimited_zero_and_not_set_are_three_things():
    for limit, refused in (("unlimited", []), ("0", [NOT_ALLOWED]), (None, [])):
        assert reasons(submitting(shop(limit), "1.00", by="ma.lan")) == refused


def test_what_is_paid_before_or_in_cash_is_not_on_credit():
    office = shop("0")
    assert submitting(office, "1000.00", payment="cash-on-delivery") == []
    assert submitting(office, "1000.00", payment="prepayment:100") == []
    assert reasons(submitting(office, "1000.00", payment="prepayment:99")) == [
        "the exposure would be 10.00 CNY, above the credit limit of 0.00"
    ]


def test_goods_that_are_paid_for_are_delivered_whatever_the_limit_is():
    office = shop("0")
    for terms, refused in (("account:30", 1), ("prepayment:100", 0), ("cash-on-delivery", 0)):
        way = wide().way("delivered", lines=goods("10.00"), payment=terms)
        ready = next(made.old for made in way if made.move.verb == "deliver")
        assert len(office.refused("deliver", ready, "li.na", now=LATER, quantities={"L1": "1"}, **DELIVERY)) == refused


def test_an_order_that_is_opened_again_asks_for_what_was_waived():
    office = shop("50")
    made = wide().way("signed", lines=goods("100.00", "2"))
    ready = next(one.old for one in made if one.move.verb == "deliver")
    any_limit = wide()
    half = any_limit.do("deliver", ready, "li.na", now=LATER, quantities={"L1": "1"}, **DELIVERY)
    half = any_limit.do("sign", half, "li.na", now=LATER, item="D1", slips=paper("slip.pdf"))
    closed = any_limit.do("waive", half, "wu.gang", now=LATER, note="does without")
    assert closed.unpaid == 100
    assert len(office.refused("reopen", closed, "wu.gang", now=LATER, note="wants it")) == 1
    office.clients[CLIENT] = with_limit("200")
    assert office.refused("reopen", closed, "wu.gang", now=LATER, note="wants it") == []
    whole = wide().order("closed", lines=goods("100.00"))
    office.clients[CLIENT] = with_limit("50")
    assert office.refused("reopen", whole, "wu.gang", now=LATER, note="a rail came back") == []  # nothing more is owed


def test_taking_back_a_cancellation_goes_through_the_gate_and_taking_back_a_payment_does_not():
    office = shop("100")
    order = submitted(office, "100.00")
    cancelled = office.do("cancel", order, "wu.gang", now=LATER, note="gave up")
    other(office, "confirmed", "60.00")
    (no,) = office.refused("undo", cancelled, "wu.gang", now=LATER)
    assert (no.reason, no.policy) == (
        "the exposure would be 160.00 CNY, above the credit limit of 100.00", "credit.gates.reopen",
    )  # fmt: skip
    paid = office.do("pay", order, "qian.yu", now=LATER, amount="100", on="2026-11-23")
    assert office.refused("undo", paid, "qian.yu", now=LATER) == []


def test_a_change_to_another_client_asks_of_that_one():
    office = shop("100")
    order = wide().order("submitted", lines=goods("100.00"))
    other_client = with_limit("50").model_copy(update={"id": "C-00009"})
    office.clients["C-00009"] = other_client
    assert reasons(changing(office, order, by="zhao.min", client="C-00009")) == [NOT_ALLOWED]


def test_a_change_of_the_currency_is_judged_by_the_rate():
    office = shop("100", rates={"USD": "7.10"})
    order = wide().order("submitted", lines=goods("10.00"))
    assert changing(office, order, currency="USD") == []
    assert reasons(changing(office, order, currency="USD", **{"lines.L1.price": "14.09"})) == [NOT_ALLOWED]
    assert reasons(changing(office, order, currency="EUR")) == [
        "what is owed in EUR cannot be added up: there is no rate for it"
    ]


def test_a_missing_rate_is_named_and_so_is_an_order_that_cannot_be_read():
    office = shop("100")
    other(office, "confirmed", "1.00", currency="USD")
    (no,) = submitting(office, "1.00")
    assert no == No(
        "what is owed in USD cannot be added up: there is no rate for it",
        "a manager names one in policy.yaml, as credit.rates: what one USD is worth", "P7.1b", "credit.rates",
    )  # fmt: skip
    assert submitting(shop("unlimited"), "1.00", currency="USD") == []  # nothing to add up

    def broken():
        raise InvalidError(text("orders/x.yaml: must not be empty"))

    made, _found = office.tried("submit", passed("1.00"), "chen.jie", now=LATER, **HANDED)
    ctx = Context(office.policy, office.staff, office.clients.get, orders=broken)
    (no,) = replay(made.old, made.new, ctx)
    assert (str(no.reason), str(no.hint)) == (
        "what the client owes cannot be told: orders/x.yaml: must not be empty", "ordertool check",
    )  # fmt: skip
    found = override_basis(passed("1.00"), Entry(at=LATER, by="wu.gang", move="override"), ctx)
    assert isinstance(found, Refusal)
    assert str(found.reason).startswith("what the client owes cannot be told")


def test_an_order_is_looked_at_also_when_its_clients_file_cannot_be_read_or_is_gone():
    office = bare()
    order = submitted(office, "1.00")

    def broken(_client):
        raise InvalidError(text("clients/x.yaml: must not be empty"))

    for client_of in (broken, lambda _client: None):
        ctx = Context(office.policy, office.staff, client_of)
        assert duties(order, LATER, ctx) == ()
        assert responsible(order, LATER, ctx).clock is not None


def test_where_it_cannot_be_added_up_an_assessment_is_made_all_the_same():
    office = shop("100")
    other(office, "confirmed", "1.00", currency="USD")
    given = {"grade": "A", "limit": "0.50", "evidence": "x", "valid_until": "2027-06-30"}
    assert office.refused("credit", office.clients[CLIENT], "qian.yu", kind="client", **given) == []


# --- who has no valid assessment


def test_by_default_an_order_waits_for_the_assessment_and_finance_is_told():
    office = bare()
    made, found = office.tried("submit", passed("100.00"), "chen.jie", now=LATER, **HANDED)
    assert found == []
    said = told_of_limit(made.old, made.new, made.new.log[-1], office.ctx)
    assert (str(said.reason), said.policy) == (UNASSESSED, "credit.unassessed")
    duty = responsible(made.new, LATER, office.ctx)
    assert duties(made.new, LATER, office.ctx) == ()
    assert (duty.staff, duty.role, duty.next, duty.item, str(duty.clause)) == (
        "qian.yu", "finance", ("client credit",), CLIENT, "P7.1a",
    )  # fmt: skip
    assert duty.clock.due.at == at("2026-11-24T17:00")
    told = dict(recipients(made.old, made.new, made.new.log[-1], office.ctx))
    assert told == {"zhao.min": "receiver", "qian.yu": "assessor"}

    assigning = {"to": "li.na", "received": ["form.pdf"], "now": LATER}
    (no,) = office.refused("assign", made.new, "zhao.min", **assigning)
    assert no == No(
        UNASSESSED, "finance or the client's keeper makes one: ordertool client credit 4H8TR --grade …", "P7.1a",
        "credit.unassessed",
    )  # fmt: skip
    assess(office, "99")
    assert reasons(office.refused("assign", made.new, "zhao.min", **assigning)) == [NOT_ALLOWED]
    assert duties(made.new, LATER, office.ctx) == ()
    assess(office, "100")
    assert office.refused("assign", made.new, "zhao.min", **assigning) == []


def test_without_anybody_in_finance_the_keeper_of_the_file_assesses():
    office = bare()
    del office.staff["qian.yu"]
    duty = responsible(submitted(office, "100.00"), LATER, office.ctx)
    assert (duty.staff, duty.role) == ("chen.jie", "keeper")


def test_an_order_that_gives_no_credit_waits_for_nothing():
    office = bare()
    order = submitted(office, "100.00", payment="prepayment:100")
    assert duties(order, LATER, office.ctx) == ()
    assert office.refused("assign", order, "zhao.min", to="li.na", received=["form.pdf"], now=LATER) == []


def test_who_was_assessed_when_it_was_submitted_has_a_verdict_also_after_the_assessment_ran_out():
    office = shop("100")
    order = submitted(office, "100.00")
    late = at("2027-07-01T09:00")
    assert office.refused("assign", order, "zhao.min", to="li.na", received=["form.pdf"], now=late) == []
    (no,) = office.refused(
        "change", order, "zhao.min", now=late, set={"lines.L1.quantity": "2"}, cause="client", reason="x", agreed=AGREED
    )
    assert (no.reason, no.policy) == (UNASSESSED, "credit.unassessed")


def test_an_order_that_waits_may_be_changed_meanwhile():
    office = bare()
    order = submitted(office, "100.00")
    assert changing(office, order, **{"lines.L1.quantity": "2"}) == []


def test_the_time_to_assign_runs_from_the_verdict_that_was_waited_for():
    office = bare()
    order = submitted(office, "100.00")
    assert responsible(order, LATER, office.ctx).next == ("client credit",)
    assess(office, "100")
    assert responsible(order, LATER, office.ctx).clock.due.at == at("2026-11-24T12:00")
    for rules in ({"unassessed": "pass"}, {"gates": {"submit": "off"}}):
        office = bare(**rules)
        assert responsible(submitted(office, "100.00"), LATER, office.ctx).clock is not None
    office = bare()
    assert responsible(submitted(office, "100.00", payment="cash-on-delivery"), LATER, office.ctx).clock is not None
    order = overridden(office, submitted(office, "100.00"))
    assert responsible(order, LATER, office.ctx).clock.started == LATER


def test_policy_may_refuse_who_is_not_assessed_and_no_override_helps():
    office = bare(unassessed="refuse")
    assert reasons(submitting(office, "100.00")) == [UNASSESSED]
    order = passed("100.00")
    assert overriding(office, order) == ["there is nothing to override: the client's credit covers it"]
    office = bare(unassessed="refuse", limit="50")
    order = overridden(office, order)
    assert reasons(office.refused("submit", order, "chen.jie", now=LATER, **HANDED)) == [UNASSESSED]


def test_policy_may_let_who_is_not_assessed_pass_up_to_the_limit_of_all():
    office = bare(unassessed="pass", limit="100")
    assert submitting(office, "100.00") == []
    assert reasons(submitting(office, "100.01", by="ma.lan")) == [NOT_ALLOWED]


def test_where_submissions_are_not_checked_nothing_waits():
    office = bare(gates={"submit": "off"})
    order = submitted(office, "100.00")
    assert office.refused("assign", order, "zhao.min", to="li.na", received=["form.pdf"], now=LATER) == []


def test_where_submissions_are_only_warned_of_an_assessment_is_still_waited_for():
    office = bare(gates={"submit": "warn"})
    order = submitted(office, "100.00")
    assert reasons(office.refused("assign", order, "zhao.min", to="li.na", received=["form.pdf"], now=LATER)) == [
        UNASSESSED
    ]
    assess(office, "50")
    assert office.refused("assign", order, "zhao.min", to="li.na", received=["form.pdf"], now=LATER) == []


def test_an_override_stands_in_for_an_assessment_unless_the_gate_refuses():
    for gate, refused in (("ask", []), ("refuse", [UNASSESSED])):
        office = bare(gates={"submit": gate})
        order = overridden(office, submitted(office, "100.00"), by="wu.gang")
        found = office.refused("assign", order, "zhao.min", to="li.na", received=["form.pdf"], now=LATER)
        assert reasons(found) == refused


# --- overrides


def test_an_override_lets_an_order_through_up_to_the_exposure_that_was_seen():
    office = shop("100")
    other(office, "confirmed", "60.00")
    order = overridden(office, passed("50.00"))
    kept = order.overrides[0]
    assert (kept.id, kept.until.isoformat(), kept.covers) == ("O1", "2026-12-31", Decimal(110))
    assert kept.seen.plain() == {
        "client": CLIENT, "currency": "CNY", "sum": "110.00", "limit": "100", "limit_of": "client",
        "terms": [
            {"order": OLDER, "delivered": "0.00", "committed": "60.00", "currency": "CNY", "amount": "60.00"},
            {"order": order.id, "delivered": "0.00", "committed": "50.00", "currency": "CNY", "amount": "50.00"},
        ],
    }  # fmt: skip
    through = office.do("submit", order, "chen.jie", now=LATER, **HANDED)
    # Larger exposure needs another one; the same exposure does not.
    assert reasons(changing(office, through, **{"lines.L1.price": "50.01"})) == [NOT_ALLOWED]
    assert changing(office, through, **{"lines.L1.price": "49.00"}) == []
    other(office, "confirmed", "60.01")
    assert len(office.refused("submit", order, "chen.jie", now=LATER, **HANDED)) == 1


def test_an_override_may_be_given_for_more_than_there_is_yet():
    office = shop("100")
    order = overridden(office, submitted(office, "100.00"), amount="150")
    assert changing(office, order, **{"lines.L1.price": "150.00"}) == []
    assert len(changing(office, order, **{"lines.L1.price": "150.01"})) == 1


def test_an_override_runs_out_and_did_not_hold_before_it_was_given():
    office = shop("100")
    order = overridden(office, passed("101.00"), until="2026-11-24", now=at("2026-11-24T10:00"))

    def at_time(moment):
        return reasons(office.refused("submit", order, "ma.lan", now=at(moment), **HANDED))

    assert at_time("2026-11-24T10:00") == []
    assert at_time("2026-11-24T18:00") == []
    assert at_time("2026-11-25T08:00") == [NOT_ALLOWED]
    assert NOT_ALLOWED in at_time("2026-11-24T09:59")
    assert overriding(office, passed("101.00"), until="2026-11-22") == ["it would already have expired on 2026-11-22"]


def test_nobody_approves_what_they_made_or_submit():
    office = shop("100")
    for who in ("qian.yu", "chen.jie"):
        office.hire(who, "finance", "finance", "receptionist")
    own = "chen.jie made this order's form or submitted it, and does not approve it"
    assert overriding(office, passed("101.00"), by="chen.jie") == [own]
    order = overridden(office, passed("101.00"))
    assert len(office.refused("submit", order, "qian.yu", now=LATER, **HANDED)) == 1
    assert office.refused("submit", order, "chen.jie", now=LATER, **HANDED) == []


def test_who_types_for_another_counts_too():
    """Not by --as either: who typed the form does not approve it, and who made it does not type that another approves it."""
    office = shop("100")
    office.rules["entering_for_others"] = ["receptionist", "manager", "finance"]
    form = {"client": CLIENT, "lines": goods("101.00")}
    typed = office.do("draft", wide().order("inquiry"), "chen.jie", typist="wu.gang", now=LATER, **form)
    assert overriding(office, typed, by="wu.gang") == [
        "wu.gang made this order's form or submitted it, and does not approve it"
    ]
    assert overriding(office, typed, by="qian.yu", typist="wu.gang") == [], "a clerk may type it all, for others"
    assert overriding(office, passed("101.00"), by="qian.yu", typist="chen.jie") == [
        "chen.jie made this order's form or submitted it, and does not approve it"
    ]
    order = overridden(office, passed("101.00"), by="wu.gang")
    assert office.refused("submit", order, "chen.jie", now=LATER, **HANDED) == []
    assert len(office.refused("submit", order, "chen.jie", now=LATER, typist="wu.gang", **HANDED)) == 1


def test_policy_names_who_may_override():
    office = shop("100", override=["manager"])
    assert overriding(office, passed("101.00")) == ["policy does not let qian.yu override a credit limit"]
    assert overriding(office, passed("101.00"), by="wu.gang") == []
    (no,) = shop("100", override=[]).refused(
        "override", passed("101.00"), "wu.gang", now=LATER, **DAY, seen=office.seen(passed("101.00"), LATER)
    )
    assert (no.hint, no.kind) == ("nobody may override", "role")


def test_who_types_an_override_without_the_right_is_told_no_exposure():
    office = shop("100")
    office.rules["entering_for_others"] = ["receptionist"]
    order = passed("101.00")
    (no,) = office.refused(
        "override", order, "qian.yu", now=LATER, typist="ma.lan", **DAY, amount="100.99", seen=office.seen(order, LATER)
    )
    assert no.reason == "100.99 covers nothing: the exposure is more"


def test_there_must_be_something_to_override():
    covers = "there is nothing to override: the client's credit covers it"
    for limit in ("101", "unlimited", None):
        assert overriding(shop(limit), passed("101.00")) == [covers]
    assert overriding(shop("101"), passed("101.00"), amount="102") == []
    assert overriding(shop("100"), passed("101.00"), amount="100.99") == [
        "100.99 covers nothing: the exposure is 101.00"
    ]


def test_a_form_without_client_or_total_cannot_be_overridden():
    office = shop("100")
    seen = office.seen(passed("101.00"))
    for form in ({"lines": goods("101.00")}, {"client": CLIENT}):
        draft = office.do("draft", wide().order("inquiry"), "chen.jie", now=LATER, **form)
        found = office.refused("override", draft, "qian.yu", now=LATER, **DAY, seen=seen)
        assert "its form has no client or no total yet" in reasons(found)
    lone = passed("101.00", currency="USD")
    assert reasons(office.refused("override", lone, "qian.yu", now=LATER, **DAY, seen=seen)) == [
        "what is owed in USD cannot be added up: there is no rate for it"
    ]


def test_a_forged_statement_is_found():
    office = shop("100")
    order = passed("101.00")
    forged = office.seen(order, LATER) | {"sum": "1000.00"}
    assert overriding(office, order, seen=forged) == ["the exposure that it was given for is not the client's"]
    assert overriding(office, order, seen={**office.seen(order, LATER), "client": "C-00009"}) == [
        "the exposure that it was given for is not the client's"
    ]


def test_an_override_that_was_taken_back_covers_nothing():
    office = shop("100")
    order = passed("101.00")
    office.history[order.log] = order
    order = office.do("undo", overridden(office, order), "qian.yu", now=LATER)
    assert len(office.refused("submit", order, "chen.jie", now=LATER, **HANDED)) == 1


def test_the_audit_says_the_same_of_what_was_submitted():
    office = shop("100")
    order = overridden(office, passed("101.00"))
    made: Made = office.tried("submit", order, "chen.jie", now=LATER, **HANDED)[0]
    assert replay(made.old, made.new, office.ctx) == ()
    without = order.model_copy(update={"overrides": ()})
    made = office.tried("submit", without, "chen.jie", now=LATER, **HANDED)[0]
    assert [str(no.reason) for no in replay(made.old, made.new, office.ctx)] == [
        "the exposure would be 101.00 CNY, above the credit limit of 100.00"
    ]


# --- figures


def test_figures_are_for_those_whom_policy_names_the_keeper_and_the_owner():
    office = shop("100")
    order = office.order("assigned", lines=goods("1.00"))

    def see(**of):
        return {who for who in office.staff if may_see_figures(who, NOW, office.ctx, **of)}

    assert see() == {"qian.yu", "wu.gang", "lin.wei"}
    assert see(client=office.clients[CLIENT], order=order) == {"qian.yu", "wu.gang", "lin.wei", "chen.jie", "li.na"}
    office.away("li.na", "2026-11-23", "2026-11-24", "sun.tao")
    assert "sun.tao" in see(order=order)
    assert not may_see_figures("nobody", NOW, office.ctx)


def test_a_typist_without_the_right_is_told_no_figures_either():
    office = shop("100")
    office.rules["entering_for_others"] = ["receptionist"]
    (no,) = office.refused("submit", passed("101.00"), "chen.jie", now=LATER, typist="ma.lan", **HANDED)
    assert no.reason == NOT_ALLOWED


def test_an_entry_without_a_gate_is_judged_by_none():
    """`explain` and hand-made entries ask too."""
    office = shop("100")
    new = wide().order("submitted")
    assert told_of_limit(None, new, Entry(at=NOW, by="chen.jie", move="undo"), office.ctx) is None


# --- moves entered late


def test_back_dating_a_move_revives_neither_an_override_nor_an_assessment():
    """What has run out when a move is entered has run out, whenever it is said to have happened (L12)."""
    long_after = at("2027-07-20T10:00")
    office = shop("1")
    order = overridden(office, passed("100.00"), until="2026-12-31")
    assert office.refused("submit", order, "chen.jie", now=LATER, **HANDED) == []
    january = at("2027-01-20T10:00")
    late = reasons(office.refused("submit", order, "chen.jie", now=LATER, typed=january, **HANDED))
    assert late == ["the exposure would be 100.00 CNY, above the credit limit of 1.00"]
    office = shop("500000", unassessed="refuse")
    assert reasons(office.refused("submit", passed("100.00"), "chen.jie", now=LATER, typed=long_after, **HANDED)) == [
        UNASSESSED
    ]
    office = shop("500000", unassessed="wait")
    made = office.do("submit", passed("100.00"), "chen.jie", now=LATER, typed=long_after, **HANDED)
    given = {"to": "li.na", "received": ["form.pdf"]}
    assert UNASSESSED in reasons(office.refused("assign", made, "zhao.min", now=long_after, **given))


def test_an_override_is_given_before_what_it_lets_through():
    office = shop("1")
    order = overridden(office, passed("100.00"), now=at("2026-11-23T18:00"))
    typed = at("2026-11-23T19:00")
    assert reasons(office.refused("submit", order, "chen.jie", now=LATER, typed=typed, **HANDED)) == [
        "the exposure would be 100.00 CNY, above the credit limit of 1.00"
    ]


def test_a_limit_is_an_amount_of_the_companys_currency():
    assessment = {"grade": "A", "evidence": "x", "valid_until": "2027-06-30", "kind": "client", "now": LATER}
    office = shop(None)
    (no,) = office.refused("credit", office.clients[CLIENT], "qian.yu", limit="0.001", below_owed=True, **assessment)
    assert (no.reason, no.hint, no.kind) == (
        "0.001 is no amount of CNY", "give it as the currency has it: 0.00", "invalid",
    )  # fmt: skip
    for limit in ("100.5", "0", "unlimited"):
        assert office.refused("credit", office.clients[CLIENT], "qian.yu", limit=limit, **assessment) == []
    office = shop(None, currency="JPY")
    (no,) = office.refused("credit", office.clients[CLIENT], "qian.yu", limit="100.5", **assessment)
    assert no.reason == "100.5 is no amount of JPY"
