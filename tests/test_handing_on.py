"""An order handed on: sent back to reception, declined by its owner, given to another (P2.2c, P2.3)."""

from __future__ import annotations

import pytest
from people import Office, at
from telling import kept, last_entry, made, message, parts, refused, sound

from ordertool.rules.duty import responsible

LATER = at("2026-11-24T09:00")
PAPERS = ["form.pdf", "drawing.pdf"]


@pytest.fixture
def office():
    return Office()


def answers(office, order):
    """Who answers for the next step, with which moves, by which limit until when."""
    found = responsible(order, LATER, office.ctx)
    return found.staff, found.next, found.clock and (found.clock.limit, f"{found.clock.due.at:%m-%d %H:%M}")


# --- send-back


def test_L13_a_form_sent_back_is_exactly_the_one_that_was_submitted_also_after_a_correction(desk):
    order = desk.order("submitted")
    form, handover, shown = kept(desk, order, "form"), kept(desk, order, "handover"), desk.ask("show", order)
    desk.run("correct", order, "--set", "contract=HT-2026-118", "--cause", "two digits swapped", by="zhao.min")
    desk.run(
        "change", order, "--set", "lines.L1.quantity=100", "--set", "deliver_by=2026-12-24", "--reason", "fewer",
        "--cause", "client", "--agreed-by", "周敏;phone;2026-11-23T08:50", by="zhao.min",
    )  # fmt: skip
    assert desk.ask("show", order)["form"] != shown["form"]
    document = made(desk, order, "send-back", "--reason", "drawing is not legible", by="zhao.min")
    assert (document["stage"], document["form"], document["owner"]) == ("draft", shown["form"], None)
    # What was agreed and corrected meanwhile stays in the file, and counts for nothing.
    assert [one["id"] for one in (*document["changes"], *document["corrections"])] == ["M1", "E1"]
    assert (kept(desk, order, "form"), kept(desk, order, "handover")) == (form, handover)
    assert last_entry(desk, order) == (
        "  - at: 2026-11-23T09:00:00+08:00\n    by: zhao.min\n    via: wu.gang\n    move: send-back\n    to: draft\n"
        "    note: drawing is not legible\n"
    )
    assert message(desk) == (
        f"send-back {order}: submitted → draft\n\n  note: drawing is not legible\n\nMove: order send-back\n"
        "Actor: zhao.min\nEntered-By: wu.gang\nRight: processor\nAt: 2026-11-23T09:00:00+08:00\nClause: P2.2c\nLaw: 1\n"
        "Op-Id: …\n"
    )
    # It passed its review as it is, so that it can be submitted again at once; both handovers are kept.
    document = made(desk, order, "submit", "--original", "paper, folder 12", by="chen.jie")
    assert [one["id"] for one in document["handovers"]] == ["H1", "H2"]
    assert (document["handover"]["original_at"], document["form"]) == ("paper, folder 12", shown["form"])
    assert kept(desk, order, "handover") == (
        handover + "  - id: H2\n    original_at: paper, folder 12\n    to: zhao.min\n"
    )
    document = made(desk, order, "assign", "--to", "li.na", by="zhao.min")
    assert document["assignment"]["received"] == ["paper, folder 12"]


def test_what_was_changed_before_a_send_back_can_be_changed_again_after_it(office):
    terms = {
        "cause": "client",
        "reason": "later",
        "agreed": {"who": "周敏", "channel": "phone", "at": at("2026-11-23T08:00")},
    }
    order = office.do(
        "change", office.order("submitted"), "zhao.min", now=LATER, set={"deliver_by": "2026-12-24"}, **terms
    )
    submitted = office.order("submitted").form
    assert str(order.terms.deliver_by) == "2026-12-24"
    order = office.do("send-back", order, "zhao.min", now=LATER, note="no drawing")
    assert order.terms == order.form == submitted
    assert answers(office, order) == ("chen.jie", ("submit",), ("submit", "11-24 11:00"))
    order = office.do("submit", order, "chen.jie", now=LATER, to="zhao.min", original_at="paper, folder 12")
    assert order.terms == submitted
    again = office.do("change", order, "zhao.min", now=LATER, set={"deliver_by": "2026-12-24"}, **terms)
    assert ([one.id for one in again.changes], str(again.terms.deliver_by)) == (["M1", "M2"], "2026-12-24")


def test_a_form_sent_back_and_filled_in_anew_is_reviewed_anew(office):
    order = office.do("send-back", office.order("submitted"), "zhao.min", now=LATER, note="no drawing")
    fields = {**order.form.plain(), "project": "West hall"}
    order = office.do("draft", order, "chen.jie", now=LATER, **fields)
    assert answers(office, order) == ("chen.jie", ("review",), ("review", "11-24 14:00"))
    refusal, *_ = office.refused("submit", order, "chen.jie", now=LATER, to="zhao.min", original_at="paper, folder 1")
    assert refusal.reason == "the form was changed after its review"


def test_what_was_delivered_in_part_is_not_sent_back(desk):
    order = parts(desk, L1="50")
    desk.run("reassign", order, "--to", "sun.tao", "--reason", "li.na is ill", by="zhao.min")
    desk.run("decline", order, "--reason", "too much work", by="sun.tao")
    refused(
        desk, order, "send-back", "--reason", "wrong client", by="zhao.min",
        why="a part of it was delivered (P2.2c)", hint="give it an owner: ordertool assign {tail} --to …",
    )  # fmt: skip


# --- decline and reassign


def test_an_order_that_was_declined_is_nobodys(desk):
    order = desk.order("assigned")
    assert desk.ask("show", order)["owner"] == "li.na"
    document = made(desk, order, "decline", "--reason", "away next week", by="li.na")
    assert (document["stage"], document["owner"], document["assignment"]) == ("submitted", None, None)
    assert [one["to"] for one in document["assignments"]] == ["li.na"]
    assert (document["responsible"]["staff"], document["responsible"]["next"]) == ("zhao.min", ["assign"])
    assert message(desk).startswith(
        f"decline {order}: assigned → submitted\n\n  note: away next week\n\nMove: order decline\n"
    )
    # Nobody owns it, so nobody has an owner's right to it.
    desk.run("complain", order, "--text", "no answer yet", by="lin.wei")
    refused(
        desk, order, "settle", "K1", "--solution", "x", "--feedback", "x", by="li.na",
        why="li.na (owner) may not do that (P5.2c)", hint="it takes: the order's owner, who answers for the complaint",
    )  # fmt: skip
    document = made(desk, order, "assign", "--to", "sun.tao", by="zhao.min")
    assert (document["owner"], document["assignment"]["id"]) == ("sun.tao", "AS2")


def test_an_owner_who_was_declined_may_get_it_again(office):
    order = office.do("decline", office.order("assigned"), "li.na", now=LATER, note="away")
    assert answers(office, order) == ("zhao.min", ("assign",), ("assign", "11-24 14:00"))
    order = office.do("assign", order, "zhao.min", now=LATER, to="li.na", received=PAPERS)
    assert (order.owner, answers(office, order)) == ("li.na", ("li.na", ("confirm",), ("confirm", "11-24 14:00")))


@pytest.mark.parametrize("stage", ["assigned", "confirmed", "active"])
def test_an_order_goes_to_another_who_confirms_and_plans_it_anew(desk, stage):
    order = desk.order(stage)
    document = made(
        desk, order, "reassign", "--to", "sun.tao", "--reason", "li.na is ill", "--note", "call first", by="zhao.min"
    )
    assert (document["stage"], document["owner"]) == ("assigned", "sun.tao")
    assert (document["responsible"]["staff"], document["responsible"]["next"]) == ("sun.tao", ["confirm"])
    assert document["assignment"] == {
        "id": "AS2", "to": "sun.tao", "reason": "li.na is ill", "note": "call first", "received": ["form.txt", "drawing.pdf"],
        "basis": None,
    }  # fmt: skip
    refused(
        desk, order, "confirm", by="li.na",
        why="li.na (owner) may not do that (P2.3c)", hint="it takes: sun.tao (the order's owner)",
    )  # fmt: skip
    desk.run("confirm", order, by="sun.tao")
    plan = ("--phase", "Make;2026-11-25;2026-12-10;sun.tao", "--every", "2d", "--reason", "another owner")
    assert made(desk, order, "plan", *plan, by="sun.tao")["stage"] == "active"


def test_an_order_is_reassigned_to_another_owner_who_is_there_for_a_reason(desk):
    order = desk.order("confirmed")
    why = ("--reason", "li.na is ill")
    desk.run("staff", "away", "sun.tao", "--from", "2026-11-20", "--to", "2026-11-25")
    for to, reason, hint in (
        ("li.na", "li.na owns it already (P2.3a)", "name somebody else with --to"),
        ("he.jun", "he.jun does not hold the role owner (P2.3a)", "ordertool staff list --role owner"),
        ("nobody", "there is nobody nobody on the staff (P2.3a)", "ordertool staff list"),
        ("sun.tao", "sun.tao is away from 2026-11-20 to 2026-11-25 (P2.3a)",
         "choose somebody else: ordertool staff list --role owner"),
    ):  # fmt: skip
        refused(desk, order, "reassign", "--to", to, *why, by="zhao.min", why=reason, hint=hint)
    before = desk.state()
    assert desk.run("reassign", order, "--to", "sun.tao", by="zhao.min", code=2).err.startswith(
        "Error: --reason is missing\n"
    )
    assert desk.run("reassign", order, "--to", "sun.tao", "--reason", "", by="zhao.min", code=4).out == ""
    assert desk.state() == before


def test_a_hand_that_takes_an_order_from_its_owner_without_a_reason_is_refused(office):
    (no,) = office.refused("reassign", office.order("confirmed"), "zhao.min", now=LATER, to="sun.tao", received=PAPERS)
    assert (no.reason, no.hint) == ("it takes an order from its owner without a reason", "add --reason")


def test_an_order_reassigned_while_it_waited_has_a_fresh_time_to_be_confirmed(office):
    order = office.order("assigned")
    assert answers(office, order)[2] == ("confirm", "11-23 16:00")
    order = office.do("reassign", order, "zhao.min", now=LATER, to="sun.tao", reason="ill", received=PAPERS)
    assert order.log[-1].to is None
    assert answers(office, order) == ("sun.tao", ("confirm",), ("confirm", "11-24 14:00"))


def test_a_part_delivered_is_carried_on_by_the_new_owner(desk):
    order = parts(desk, L1="120", L2="50")
    desk.run("reassign", order, "--to", "sun.tao", "--reason", "li.na is ill", by="zhao.min")
    desk.run("confirm", order, by="sun.tao")
    # Before it is planned again, no change may leave nothing to deliver: there would be no way on.
    fewer = ("change", "--set", "lines.L2.quantity=50", "--reason", "fewer", "--cause", "client",
             "--agreed-by", "周敏;phone;2026-11-23T08:50")  # fmt: skip
    refused(
        desk, order, *fewer, by="sun.tao",
        why="nothing would be left to deliver (P2.6)", hint="change it when it is planned again: ordertool plan {tail} …",
    )  # fmt: skip
    plan = ("--phase", "Rest;2026-11-25;2026-12-10;sun.tao", "--every", "2d", "--reason", "another owner")
    desk.run("plan", order, *plan, by="sun.tao")
    document = made(desk, order, fewer[0], *fewer[1:], by="sun.tao")
    assert (document["stage"], document["responsible"]["next"]) == ("delivered", ["sign"])
    desk.run("sign", order, "--slip", desk.paper("slip.pdf"), by="sun.tao")
    sound(desk)
    assert desk.ask("show", order)["stage"] == "signed"
