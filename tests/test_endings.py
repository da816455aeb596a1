"""Other ways out of an order's life (P2.5c, P2.6): lost, cancelled, closed without the rest, opened again."""

from __future__ import annotations

import pytest
from people import DELIVERY as BROUGHT
from people import Office, at, paper
from telling import DELIVERY, kept, last_entry, made, message, parts, refused

from ordertool.rules.duty import responsible

LATER = at("2026-11-24T09:00")
WHY = ("--reason", "two rails came back")


@pytest.fixture
def office():
    return Office()


def answers(office, order, now=LATER):
    found = responsible(order, now, office.ctx)
    return found.staff, found.next, found.clock and (found.clock.limit, f"{found.clock.due.at:%m-%d %H:%M}")


# --- lose and cancel


@pytest.mark.parametrize("stage", ["inquiry", "draft"])
def test_an_inquiry_that_leads_nowhere_is_lost_for_a_reason(desk, stage):
    order = desk.order(stage)
    form = kept(desk, order, "form")
    document = made(desk, order, "lose", "--reason", "bought elsewhere", by="chen.jie")
    assert (document["stage"], document["responsible"]["next"]) == ("lost", ["archive"])
    assert kept(desk, order, "form") == form
    assert last_entry(desk, order).endswith("    move: lose\n    to: lost\n    note: bought elsewhere\n")
    assert message(desk).startswith(f"lose {order}: {stage} → lost\n\n  note: bought elsewhere\n\nMove: order lose\n")
    made(desk, order, "archive", by="zhao.min")


@pytest.mark.parametrize("stage", ["inquiry", "submitted", "active"])
def test_any_open_order_may_be_cancelled_and_is_archived_then_without_money(desk, stage):
    order = desk.order(stage)
    document = made(
        desk, order, "cancel", "--reason", "client gave up", by="zhao.min" if stage == "active" else "wu.gang"
    )
    assert (document["stage"], document["responsible"]["next"]) == ("cancelled", ["archive"])
    assert document["log"][-1]["note"] == "client gave up"
    made(desk, order, "archive", by="zhao.min")


@pytest.mark.parametrize(("stage", "has"), [("signed", "L1=120, L2=60"), ("active", "L1=120")])
def test_what_the_client_has_is_owed_for_and_no_cancellation_makes_it_nothing(desk, stage, has):
    order = desk.order("signed") if stage == "signed" else parts(desk, L1="120")
    cancel = ("cancel", order, "--reason", "client gave up")
    refused(
        desk, *cancel[1:2], cancel[0], *cancel[2:], by="zhao.min", why=f"the client has: {has} (P2.6)",
        hint="if it comes back: ordertool take-back {tail} …; if not: ordertool close {tail}, and a manager gives up the rest "
        "by --waive, or what will not be paid by: ordertool pay {tail} --write-off",
    )  # fmt: skip
    quantities = [part for one in has.split(", ") for part in ("--quantity", one)]
    made(desk, order, "take-back", *quantities, "--reason", "all of it came back", by="zhao.min")
    assert made(desk, order, *cancel[:1], *cancel[2:], by="zhao.min")["stage"] == "cancelled"


@pytest.mark.parametrize("verb", ["lose", "cancel", "reopen", "send-back", "decline", "hold"])
def test_a_way_out_names_its_reason(desk, verb):
    stage = {"lose": "inquiry", "reopen": "closed", "send-back": "submitted", "decline": "assigned"}.get(verb, "active")
    order = desk.order(stage)
    before = desk.state()
    said = desk.run(verb, order, by="wu.gang", code=2)
    assert said.err.splitlines()[0] == "Error: --reason is missing"
    desk.run(verb, order, "--reason", "a\nb", by="wu.gang", code=4)
    assert desk.state() == before


# --- close without the rest


def test_a_manager_closes_an_order_without_what_is_missing(desk):
    order = parts(desk, L1="120", L2="50")
    desk.run("sign", order, "--slip", desk.paper("slip.pdf"), by="li.na")
    document = made(desk, order, "close", "--waive", "the client does without the rest", by="wu.gang")
    assert (document["stage"], document["unpaid"]) == ("closed", "238000.00")
    assert last_entry(desk, order) == (
        "  - at: 2026-11-23T09:00:00+08:00\n    by: wu.gang\n    move: waive\n    to: closed\n"
        "    note: the client does without the rest\n"
    )
    assert message(desk) == (
        f"waive {order}: active → closed\n\n  note: the client does without the rest\n\nMove: order waive\n"
        "Actor: wu.gang\nRight: manager\nAt: 2026-11-23T09:00:00+08:00\nClause: P2.5c\nLaw: 1\nOp-Id: …\n"
    )
    # The account period runs from the day the last slip came in, as of any order.
    assert document["responsible"]["due"] == "2026-12-23T23:59:59+08:00"


def test_only_what_is_missing_and_signed_for_is_waived(desk):
    waive = ("close", "--waive", "the rest is not needed")
    order = desk.order("active")
    refused(
        desk, order, *waive, by="wu.gang", move="waive",
        why="nothing was delivered (P2.5c)", hint='ordertool cancel {tail} --reason "…"',
    )  # fmt: skip
    order = parts(desk, L1="120")
    refused(
        desk, order, *waive, by="wu.gang", move="waive",
        why="the signed slip is not in (P2.5c)", hint="ordertool sign {tail} --slip FILE",
    )  # fmt: skip
    desk.run("sign", order, "--slip", desk.paper("slip.pdf"), by="li.na")
    desk.run("complain", order, "--text", "scratched", by="lin.wei")
    refused(
        desk, order, *waive, by="wu.gang", move="waive",
        why="complaint K1 is open (P2.5c)",
        hint='who answers for it settles it: ordertool settle {tail} K1 --solution "…" --feedback "…"',
    )  # fmt: skip
    whole = desk.order("signed")
    refused(
        desk, whole, *waive, by="wu.gang", move="waive",
        why="nothing is missing (P2.5c)", hint="ordertool close {tail}",
    )  # fmt: skip
    refused(
        desk, whole, *waive, by="zhao.min", move="waive",
        why="zhao.min (processor) may not do that (P2.5c)", hint="it takes: manager",
    )  # fmt: skip
    before = desk.state()
    assert (
        desk.run("close", whole, "--waive", "", by="wu.gang", code=4).err.splitlines()[0]
        == "Error: note: must not be empty"
    )
    assert desk.state() == before


def test_of_what_was_only_refused_nothing_was_delivered(office):
    order = next(made.new for made in office.way() if made.move.verb == "prepare")
    order = office.do("deliver", order, "li.na", now=LATER, quantities={"L1": "5"}, outcome="refused", **BROUGHT)
    (no,) = office.refused("waive", order, "wu.gang", now=LATER, note="x")
    assert no.reason == "nothing was delivered"


# --- reopen


def test_a_closed_order_opened_again_asks_for_the_last_deliverys_slip_anew(desk):
    order = desk.order("closed")
    first = desk.ask("show", order)["delivery"][0]["slips"][0]
    desk.now = "2026-11-25T10:00"
    document = made(desk, order, "reopen", *WHY, by="wu.gang")
    assert (document["stage"], document["responsible"]["staff"], document["responsible"]["next"]) == (
        "delivered",
        "li.na",
        ["sign"],
    )
    # A day from now, not from a delivery of long ago.
    assert document["responsible"]["due"] == "2026-11-26T10:00:00+08:00"
    assert document["delivery"][0]["slips"][0] == first
    assert message(desk).startswith(
        f"reopen {order}: closed → delivered\n\n  note: two rails came back\n\nMove: order reopen\n"
    )
    refused(
        desk, order, "close", by="zhao.min",
        why="it is delivered, and the move starts from: signed (P2.5c)",
        hint="what may happen next: ordertool explain {tail}",
    )  # fmt: skip
    old = desk.git("ls-files", "*slip.pdf").strip()
    document = made(desk, order, "sign", "--slip", desk.paper("slip-2.pdf", "content now"), by="li.na")
    assert (document["stage"], document["delivery"][0]["slips"][-1]["name"]) == ("signed", "slip-2.pdf")
    # The slip on which it was closed stays beside the new one (P2.5d).
    assert [one["name"] for one in document["delivery"][0]["slips"]] == ["slip.pdf", "slip-2.pdf"]
    assert desk.git("ls-files", "*slip.pdf").strip() == old
    assert desk.git("show", f"HEAD~1:{old}") == "signed"
    assert document["responsible"]["next"] == ["close"]
    made(desk, order, "close", by="zhao.min")


def test_of_several_deliveries_the_last_is_signed_for_anew(office):
    order = office.order("closed")
    parted = order.model_copy(update={"delivery": (
        order.delivery[0].model_copy(update={"quantities": {"L1": 120}}),
        order.delivery[0].model_copy(update={"id": "D2", "quantities": {"L2": 60}}),
        order.delivery[0].model_copy(update={"id": "D3", "outcome": "refused", "slips": ()}),
    )})  # fmt: skip
    assert [one.id for one in office.do("reopen", parted, "zhao.min", now=LATER, note="x").unsigned] == ["D2"]
    refused_again = office.refused("sign", office.do("reopen", parted, "zhao.min", now=LATER, note="x"), "li.na",
                                   now=LATER, item="D1", slips=paper("slip.pdf"))  # fmt: skip
    assert [no.reason for no in refused_again] == ["no delivery D1 waits for its slip"]


def test_a_waived_order_opened_again_goes_on_once_its_slip_is_in(desk):
    order = parts(desk, L1="120", L2="50")
    desk.run("sign", order, "--slip", desk.paper("slip.pdf"), by="li.na")
    desk.run("close", order, "--waive", "does without the rest", by="wu.gang")
    made(desk, order, "reopen", "--reason", "wants the rest after all", by="zhao.min")
    document = made(desk, order, "sign", "--slip", desk.paper("slip-2.pdf", "again"), by="li.na")
    assert (document["stage"], document["responsible"]["next"]) == ("active", ["progress", "prepare", "deliver"])
    document = made(desk, order, "deliver", "--quantity", "L2=10", *DELIVERY, by="li.na")
    assert (document["stage"], document["responsible"]["next"]) == ("delivered", ["sign"])


def test_an_order_opened_again_may_be_changed_and_delivered_again(office):
    order = office.do("reopen", office.order("closed"), "wu.gang", now=LATER, note="two more")
    more = {
        "cause": "client",
        "reason": "two more",
        "agreed": {"who": "周敏", "channel": "phone", "at": at("2026-11-24T08:00")},
    }
    order = office.do("change", order, "li.na", now=LATER, set={"lines.L2.quantity": "62"}, **more)
    assert order.stage == "active"
    # The next report is due three days after it was opened again, whatever was reported when.
    assert answers(office, order) == ("li.na", ("progress", "prepare", "deliver", "sign"), ("sign", "11-25 09:00"))
    order = office.do("sign", order, "li.na", now=LATER, item="D1", slips=paper("slip-2.pdf"))
    assert answers(office, order)[2] == ("report", "11-27 09:00")


def test_the_account_period_begins_anew_with_the_slip_of_an_order_opened_again(office):
    closed = office.order("closed")
    assert answers(office, closed)[2] == ("account", "12-23 23:59")
    order = office.do("reopen", closed, "wu.gang", now=at("2026-12-01T09:00"), note="x")
    order = office.do("sign", order, "li.na", now=at("2026-12-02T09:00"), item="D1", slips=paper("slip-2.pdf"))
    order = office.do("close", order, "zhao.min", now=at("2026-12-02T10:00"))
    assert answers(office, order)[2] == ("account", "01-01 23:59")


# --- closing waits for complaints


def test_an_open_complaint_keeps_an_order_from_being_closed(desk):
    order = desk.order("signed")
    desk.run("complain", order, "--text", "two rails scratched", by="lin.wei")
    refused(
        desk, order, "close", by="zhao.min",
        why="complaint K1 is open (P2.5c)",
        hint='who answers for it settles it: ordertool settle {tail} K1 --solution "…" --feedback "…"',
    )  # fmt: skip
    desk.run("respond", order, "K1", "--text", "today", by="li.na")
    responsible_ = desk.ask("show", order)["responsible"]
    assert (responsible_["staff"], responsible_["next"], responsible_["due"]) == (
        "li.na",
        ["settle"],
        "2026-11-26T09:00:00+08:00",
    )
    assert desk.ask("explain", order, "--due")["policy"] == "time_limits.settle"
    made(desk, order, "settle", "K1", "--solution", "replaced", "--feedback", "content", by="li.na")
    made(desk, order, "close", by="zhao.min")
