"""Terms changed with the client, and what was typed wrong put right (P2.6, P6.1b, P7.2)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from people import CLIENT, FORM, PLAN, Office, at, client, paper
from telling import AGREED, DELIVERY, READY, TOLD, kept, last_entry, made, message, parts, refused, told

from ordertool.errors import InvalidError
from ordertool.records.faults import validated
from ordertool.records.order import Order

LATER = at("2026-11-24T09:00")
SAID = {"who": "周敏", "channel": "phone", "at": at("2026-11-24T08:00")}
TYPHOON = ("--reason", "port closed by typhoon", "--cause", "force-majeure", *AGREED)
FEWER = ("--reason", "fewer", "--cause", "client", *AGREED)
SWAPPED = ("--cause", "two digits swapped")


@pytest.fixture
def office():
    return Office()


def changed(office, order, by="li.na", now=LATER, **fields):
    """What refuses a change that the client agreed to; `lines.L1.quantity` is written L1."""
    named = {f"lines.{name}.quantity" if name in ("L1", "L2") else name: value for name, value in fields.items()}
    return office.tried("change", order, by, now=now, set=named, cause="client", reason="as agreed", agreed=SAID)


# --- change


def test_a_change_says_what_why_whose_doing_and_who_agreed(desk):
    order = desk.order("active")
    form = kept(desk, order, "form")
    document = made(
        desk, order, "change", "--set", "deliver_by=2026-12-24", "--set", "lines.L1.quantity=100", *TYPHOON, by="li.na"
    )
    assert document["changes"] == [{
        "id": "M1", "set": {"deliver_by": "2026-12-24", "lines.L1.quantity": "100"}, "cause": "force-majeure",
        "reason": "port closed by typhoon",
        "agreed": {"who": "周敏", "channel": "phone", "at": "2026-11-23T08:50:00+08:00"},
    }]  # fmt: skip
    assert (document["form"]["deliver_by"], document["form"]["total"], document["unpaid"]) == (
        "2026-12-24", "204200.00", "204200.00",
    )  # fmt: skip
    # The form that the client signed stays as it is; the terms are put together from it and the change.
    assert kept(desk, order, "form") == form
    assert kept(desk, order, "changes") == (
        'changes:\n  - id: M1\n    set:\n      deliver_by: 2026-12-24\n      lines.L1.quantity: "100"\n'
        "    cause: force-majeure\n    reason: port closed by typhoon\n    agreed:\n      who: 周敏\n"
        "      channel: phone\n      at: 2026-11-23T08:50:00+08:00\n"
    )
    assert last_entry(desk, order).endswith("    move: change\n    item: M1\n")
    assert message(desk) == (
        f"change {order} M1\n\n  cause: force-majeure\n  reason: port closed by typhoon\n\nMove: order change\n"
        "Actor: li.na\nEntered-By: wu.gang\nRight: owner\nAt: 2026-11-23T09:00:00+08:00\nClause: P2.6\nLaw: 1\nOp-Id: …\n"
    )
    shown = desk.run("show", order).out
    assert "2026-12-24" in shown
    assert "204,200.00 CNY" in shown
    assert [row["deliver_by"] for row in desk.ask("list")] == ["2026-12-24"]


def test_changes_follow_each_other_and_a_line_may_be_added(office):
    order = office.order("active")
    order = changed(office, order, deliver_by="2026-12-24", L1="100")[0].new
    order = changed(office, order, deliver_by="2026-12-28")[0].new
    new = {"item": "Gate", "spec": "2 m", "quantity": "1", "unit": "piece", "price": "10.00"}
    order = changed(office, order, **{f"lines.L3.{name}": value for name, value in new.items()})[0].new
    assert [one.id for one in order.changes] == ["M1", "M2", "M3"]
    assert (str(order.terms.deliver_by), order.terms.total, [line.id for line in order.lines]) == (
        "2026-12-28", Decimal("204210.00"), ["L1", "L2", "L3"],
    )  # fmt: skip
    assert order.missing() == {"L1": 100, "L2": 60, "L3": 1}
    assert order.form == validated(Order, order.plain()).form == office.order("active").form


def test_a_change_needs_the_clients_agreement_which_was_given_by_then(desk):
    order = desk.order("submitted")
    change = ("change", "--set", "deliver_to=x", "--reason", "x", "--cause", "ours")
    refused(
        desk, order, *change, by="zhao.min",
        why="the client has not agreed to it (P2.6)", hint='add --agreed-by "who;channel;when it was said"',
    )  # fmt: skip
    refused(
        desk, order, *change, "--agreed-by", "周敏；电话；2026-11-23T09:01", by="zhao.min",
        why="2026-11-23 09:01 is in the future, so it has not been said yet (P2.6)",
        hint="give the time it was said",
    )  # fmt: skip
    made(desk, order, *change, "--agreed-by", "周敏；电话；2026-11-23T09:00", by="zhao.min")


@pytest.mark.parametrize("move", ["change", "correct"])
def test_what_changes_nothing_is_no_move(desk, move):
    order = desk.order("submitted")
    field = {"change": "deliver_to=宁波市海港路88号", "correct": "project=East hall racking"}[move]
    more = {"change": FEWER, "correct": SWAPPED}[move]
    refused(
        desk, order, move, "--set", field, *more, by="zhao.min",
        why="nothing would change (P2.6)", hint="name a field to change: --set field=value",
    )  # fmt: skip


def test_terms_stay_complete_and_name_a_client_with_a_file(desk):
    order = desk.order("confirmed")
    for field, missing in (("deliver_to=", "deliver_to"), ("lines.L2.unit=", "lines.L2.unit"), ("payment=", "payment"),
                           ("lines.L3.item=Gate", "lines.L3.spec")):  # fmt: skip
        refused(
            desk, order, "change", "--set", field, *FEWER, by="li.na",
            why=f"{missing} would be missing (P2.2c)", hint="give it a value",
        )  # fmt: skip
    told(
        desk, "change", order, "--set", "client=C-99999", *FEWER, by="li.na", code=4,
        error="there is no client C-99999", hint="ordertool client list",
    )  # fmt: skip
    other = desk.client(name="别家有限公司")
    assert made(desk, order, "change", "--set", f"client={other[-5:]}", *FEWER, by="li.na")["client"] == other


def test_a_client_whose_file_is_not_there_is_refused_from_any_hand(office):
    (no,) = changed(office, office.order("active"), client="C-99999")[1]
    assert (no.reason, no.hint, no.kind) == ("there is no client C-99999", "ordertool client list", "invalid")
    (no,) = changed(office, office.order("active"), client=None)[1]
    assert no.reason == "client would be missing"
    office.clients["C-00000"] = client({"grade": "B"})
    assert changed(office, office.order("active"), client="C-00000")[1] == []


BAD = [
    ("change", ("--set", "colour=red", *FEWER), "the form has no field colour", None),
    ("change", ("--set", "lines.L9.quantity=1", *FEWER), "there is no line L9", "it has: L1, L2"),
    ("change", ("--set", "lines.L1.quantity=0", *FEWER), "--set: lines.0.quantity: must be more than zero", None),
    ("change", ("--set", "deliver_by=soon", *FEWER), "--set: deliver_by: must be a day such as 2026-11-23", None),
    ("change", ("--set", "payment=later", *FEWER),
     "--set: payment: must be account:30 (days), prepayment:30 (percent) or cash-on-delivery", None),
    ("change", ("--set", "deliver_to", *FEWER), '--set "deliver_to" is not name=value', "write it as --set name=value"),
    ("change", ("--set", "deliver_to=x", "--reason", "x", "--cause", "weather", *AGREED),
     '--cause: there is no cause "weather"', "there are: client, law, force-majeure, ours"),
    ("change", ("--set", "deliver_to=x", "--reason", "", "--cause", "client", *AGREED), "--reason: must not be empty", None),
    ("change", ("--set", "deliver_to=x", *FEWER[:4], "--agreed-by", "周敏;phone"),
     '--agreed-by "周敏;phone": a part is missing', 'write it as "who;channel;when"'),
    ("correct", ("--set", "contract=x", *SWAPPED, "--delay", "soon"), "--delay: must be a working time such as 30m, 4h or 2d", None),
    ("correct", ("--set", "contract=x", *SWAPPED, "--loss", "-1"), "--loss: must not be negative", None),
    ("correct", ("--set", "contract=x", "--cause", " "), "--cause: must not be empty", None),
]  # fmt: skip


@pytest.mark.parametrize(("move", "args", "error", "hint"), BAD, ids=[row[2][:30] for row in BAD])
def test_bad_values_are_told_and_nothing_is_written(desk, move, args, error, hint):
    order = desk.order("active")
    before = desk.state()
    said = desk.run(move, order, *args, by="li.na", code=4).err.splitlines()
    assert said[0] == f"Error: {error}"
    assert hint is None or said[1] == f"Hint: {hint}"
    assert desk.state() == before


def test_no_line_is_changed_to_less_than_was_delivered(office):
    order = next(made.new for made in office.way() if made.move.verb == "prepare")
    order = office.do(
        "deliver", order, "li.na", now=LATER, quantities={"L1": "50"}, place="x", delivered_by="x", received_by="x"
    )
    (no,) = changed(office, order, L1="49.5")[1]
    assert (no.reason, no.hint, no.clause) == ("line L1: 50 were delivered already", "ordertool show 7K3FQ", "P2.6")
    assert changed(office, order, L1="50")[1] == []
    refused_ones = office.do("deliver", order, "li.na", now=LATER, quantities={"L2": "60"}, outcome="refused", place="x",
                             delivered_by="x", received_by="x")  # fmt: skip
    assert changed(office, refused_ones, L2="1")[1] == []


def test_a_change_of_quantity_after_a_part_was_delivered_moves_the_stage_on_or_back(desk):
    order = parts(desk, L1="120", L2="50")
    fewer = made(desk, order, "change", "--set", "lines.L2.quantity=50", *FEWER, by="li.na")
    assert (fewer["stage"], fewer["log"][-1]["to"], fewer["responsible"]["next"]) == (
        "delivered",
        "delivered",
        ["sign"],
    )
    more = made(desk, order, "change", "--set", "lines.L2.quantity=60", *FEWER, by="li.na")
    assert (more["stage"], more["log"][-1]["from"], more["log"][-1]["to"]) == ("active", "delivered", "active")
    desk.run("sign", order, "--slip", desk.paper("slip.pdf"), by="li.na")
    assert desk.ask("show", order)["stage"] == "active"
    # With its slip in, it is signed at once.
    assert made(desk, order, "change", "--set", "lines.L2.quantity=50", *FEWER, by="li.na")["stage"] == "signed"
    assert message(desk).startswith(f"change {order} M3: active → signed\n")


def test_a_change_elsewhere_leaves_the_stage_alone(office):
    for stage in ("submitted", "assigned", "confirmed", "active", "delivered"):
        made_, found = changed(office, office.order(stage), by="zhao.min", deliver_to="宁波市海港路90号")
        assert (found, made_.new.stage, made_.new.log[-1].to) == ([], stage, None)
    assert changed(office, office.order("active"), L1="10")[0].new.stage == "active"


def test_what_is_changed_counts_from_then_on(office):
    order = changed(office, office.order("confirmed"), payment="prepayment:50", deliver_by="2026-12-11")[0].new
    assert order.prepayment == Decimal("120600.00")
    assert [no.reason for no in office.refused("plan", order, "li.na", now=LATER, every=3)][:1] == [
        "the prepayment is not in: 120,600.00 due, 0.00 paid"
    ]
    paid = office.do("pay", order, "qian.yu", now=LATER, amount="120600", on="2026-11-24")
    assert [no.reason for no in office.refused("plan", paid, "li.na", now=LATER, **PLAN)] == [
        "the plan ends on 2026-12-17, after the promised 2026-12-11"
    ]
    lists = {"default": {"mandatory": ["packaging"]}, "special": {"mandatory": ["crane"]}}
    office.rules["delivery"] = {"notice": "4h", "checklists": lists}
    corrected = office.do(
        "correct", office.order("confirmed"), "li.na", now=LATER, set={"type": "special"}, cause="typed wrong"
    )
    assert office.policy.checklist(corrected.terms.type).mandatory == ("crane",)


def test_cash_is_asked_for_what_was_agreed_last(desk):
    order = desk.order("active", payment="cash-on-delivery")
    desk.run("change", order, "--set", "lines.L2.price=300", *FEWER, by="li.na")
    desk.run("prepare", order, *READY, *TOLD, by="li.na")
    desk.run("deliver", order, "--quantity", "L2=10", *DELIVERY, by="li.na")
    refused(
        desk, order, "sign", "--slip", desk.paper("slip.pdf"), by="li.na",
        why="cash on delivery is not in: 3,000.00 due, 0.00 paid (P7.1b)",
        hint="finance records it: ordertool pay {tail} --amount … --on …",
    )  # fmt: skip


# --- correct


def test_a_correction_says_how_it_came_about_and_what_it_led_to(desk):
    order = desk.order("assigned")
    document = made(
        desk, order, "correct", "--set", "contract=HT-2026-118", "--set", "description=Supply only", *SWAPPED,
        "--delay", "4h", "--loss", "120.00", by="zhao.min",
    )  # fmt: skip
    assert document["corrections"] == [{
        "id": "E1", "set": {"contract": "HT-2026-118", "description": "Supply only"}, "cause": "two digits swapped",
        "delay": "4h", "loss": "120.00",
    }]  # fmt: skip
    assert (document["form"]["contract"], document["form"]["description"]) == ("HT-2026-118", "Supply only")
    assert kept(desk, order, "corrections") == (
        "corrections:\n  - id: E1\n    set:\n      contract: HT-2026-118\n      description: Supply only\n"
        '    cause: two digits swapped\n    delay: 4h\n    loss: "120.00"\n'
    )
    assert message(desk) == (
        f"correct {order} E1\n\n  cause: two digits swapped\n  delay: 4h\n\nMove: order correct\nActor: zhao.min\n"
        "Entered-By: wu.gang\nRight: processor\nAt: 2026-11-23T09:00:00+08:00\nClause: P6.1b\nLaw: 1\nOp-Id: …\n"
    )
    cleared = made(desk, order, "correct", "--set", "contract=", *SWAPPED, by="li.na")
    assert (cleared["form"]["contract"], cleared["corrections"][1]["set"]) == (None, {"contract": None})


AGREED_UPON = set(FORM) - {"project", "description", "type", "domain", "lines"} | {"lines.L1.quantity", "currency"}


@pytest.mark.parametrize("field", sorted(AGREED_UPON))
def test_a_term_that_the_client_agreed_to_is_not_corrected(office, field):
    value = {"client": CLIENT, "payment": "account:20", "deliver_by": "2026-12-17", "currency": "USD"}.get(field, "5")
    found = office.refused("correct", office.order("active"), "zhao.min", now=LATER, set={field: value}, cause="x")
    assert (found[0].reason, found[0].hint, found[0].clause) == (
        f"{field} is a term that the client agreed to",
        f'ordertool change 7K3FQ --set {field}=… --cause ours --agreed-by "…"',
        "P6.1b",
    )


def test_a_term_is_not_corrected_beside_a_field_that_may_be(desk):
    refused(
        desk, desk.order("active"), "correct", "--set", "contract=x", "--set", "payment=account:20", *SWAPPED, by="li.na",
        why="payment is a term that the client agreed to (P6.1b)",
        hint='ordertool change {tail} --set payment=… --cause ours --agreed-by "…"',
    )  # fmt: skip


@pytest.mark.parametrize("field", ["project", "description", "type", "domain"])
def test_what_the_company_keeps_for_itself_is_corrected_but_not_cleared(office, field):
    order = office.order("delivered")
    assert office.refused("correct", order, "li.na", now=LATER, set={field: "other"}, cause="x") == []
    (no,) = office.refused("correct", order, "li.na", now=LATER, set={field: None}, cause="x")
    assert (no.reason, no.clause) == (f"{field} would be missing", "P2.2c")


# --- what is kept fits


@pytest.mark.parametrize(
    "fields", [{"colour": "red"}, {"lines.L9.price": "1"}, {"deliver_by": "soon"}, {"lines.L1.quantity": "0"}]
)
def test_a_change_that_does_not_fit_the_form_is_none_in_a_file_either(office, fields):
    plain = changed(office, office.order("active"), deliver_by="2026-12-24")[0].new.plain()
    plain["changes"][0]["set"] = fields
    with pytest.raises(InvalidError) as caught:
        validated(Order, plain)
    assert str(caught.value) == "has a change or a correction that does not fit its form"


def test_a_change_that_its_log_does_not_name_fits_no_form(office):
    plain = changed(office, office.order("active"), deliver_by="2026-12-24")[0].new.plain()
    plain["changes"][0]["id"] = "M7"
    with pytest.raises(InvalidError, match="has a change or a correction that does not fit its form"):
        validated(Order, plain)


def test_an_order_without_changes_has_its_form_for_terms(office):
    order = office.order("delivered")
    assert order.terms is order.form
    assert office.order("inquiry").terms is None
    undone = office.do("undo", changed(office, order, deliver_by="2026-12-24")[0].new, "li.na", now=LATER)
    assert undone.terms == order.form
    signed = office.do("sign", order, "li.na", now=LATER, item="D1", slips=paper("slip.pdf"))
    assert signed.terms == order.form


def test_a_day_that_is_past_is_not_agreed_on(office):
    (no,) = changed(office, office.order("active"), deliver_by="2026-11-20")[1]
    assert (no.reason, no.hint) == ("2026-11-20 is already past", "agree on a day to come")


def test_a_line_is_taken_out_with_the_client_and_its_id_is_not_given_again(desk):
    order = desk.order("active")
    taken = desk.ask("change", order, "--set", "lines.L2=", *FEWER, by="li.na")
    assert [line["id"] for line in taken["form"]["lines"]] == ["L1"]
    assert taken["changes"][0]["set"] == {"lines.L2": None}
    assert taken["form"]["total"] == "222000.00"
    told(
        desk, "change", order, "--set", "lines.L2.quantity=1", *FEWER, by="li.na", code=4,
        error="there is no line L2", hint="it has: L1",
    )  # fmt: skip
    more = ("--set", "lines.L3.item=Bolt", "--set", "lines.L3.spec=M12", "--set", "lines.L3.quantity=9",
            "--set", "lines.L3.unit=piece", "--set", "lines.L3.price=1")  # fmt: skip
    added = desk.ask("change", order, *more, *FEWER, by="li.na")
    assert [line["id"] for line in added["form"]["lines"]] == ["L1", "L3"]
    assert desk.run("check").out.endswith("0 problems\n")
    told(
        desk, "change", order, "--set", "lines.L9=", *FEWER, by="li.na", code=4,
        error="there is no line L9", hint="it has: L1, L3",
    )  # fmt: skip


def test_what_was_delivered_is_not_taken_out(desk):
    order = desk.order("active")
    desk.run("prepare", order, *READY, *TOLD, by="li.na")
    desk.run("deliver", order, "--quantity", "L2=1", *DELIVERY, by="li.na")
    refused(
        desk, order, "change", "--set", "lines.L2=", *FEWER, by="li.na",
        why="line L2: 1 were delivered already (P2.6)", hint="ordertool show {tail}",
    )  # fmt: skip


def test_a_prepayment_that_was_agreed_on_later_is_in_before_the_delivery(desk):
    order = desk.order("active")
    desk.run("prepare", order, *READY, *TOLD, by="li.na")
    agreed = desk.ask("change", order, "--set", "payment=prepayment:50", *FEWER, by="li.na")
    assert (agreed["responsible"]["staff"], agreed["responsible"]["next"]) == ("qian.yu", ["pay"])
    refused(
        desk, order, "deliver", "--quantity", "L1=1", *DELIVERY, by="li.na",
        why="the prepayment is not in: 120,600.00 due, 0.00 paid (P7.1b)",
        hint="finance records it: ordertool pay {tail} --amount … --on …",
    )  # fmt: skip


def test_a_promise_brought_forward_asks_for_a_plan_that_keeps_it(desk):
    order = desk.order("active")
    desk.run(
        "change", order, "--set", "deliver_by=2026-11-30", "--reason", "the hall is ready", "--cause", "client",
        "--agreed-by", "周敏;phone;2026-11-23T08:00", by="li.na",
    )  # fmt: skip
    waits = desk.ask("show", order)["responsible"]
    assert (waits["staff"], waits["next"], waits["due"]) == ("li.na", ["plan"], "2026-11-24T09:00:00+08:00")
    desk.run(
        "plan", order, "--phase", "Make;2026-11-24;2026-11-28;li.na", "--every", "3d", "--reason", "sooner", by="li.na"
    )
    assert desk.ask("show", order)["responsible"]["next"] == ["progress", "prepare", "deliver"]


def test_a_currency_has_its_own_decimals_and_is_one_of_iso_4217(desk):
    order = desk.order()
    form = (
        "draft",
        order,
        "--client",
        desk.client("unlimited"),
        "--line",
        "item=A;spec=s;quantity=3;unit=u;price=1.2345",
    )
    assert desk.run(*form, "--currency", "ZZZ", by="chen.jie", code=4).err.splitlines()[0] == (
        "Error: --currency: must be a currency such as CNY"
    )
    desk.run(*form, "--currency", "KWD", by="chen.jie")
    assert desk.ask("show", order)["form"]["total"] == "3.704"
    desk.run(*form, "--currency", "CNY", "--line", "item=B;spec=s;quantity=3;unit=u;price=$1850", by="chen.jie", code=4)


def test_amounts_that_come_to_nothing_are_remarked_on(desk):
    order = desk.order()
    line = "item=A;spec=s;quantity=3;unit=u;price=0.1"
    desk.run("draft", order, "--client", desk.client("unlimited"), "--line", line, "--currency", "JPY", by="chen.jie")
    found = desk.run("review", order, "--json", by="chen.jie", code=1).json["findings"]
    assert [one["message"] for one in found if one["field"] == "lines"] == ["the amounts come to nothing in JPY"]
