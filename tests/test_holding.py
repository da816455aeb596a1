"""An order on hold (P2.6): its clocks stand still, what would bring it on is refused, and nothing else is."""

from __future__ import annotations

import pytest
from people import FORM, INQUIRY, PLAN, Office, at, paper
from telling import DELIVERY, kept, last_entry, made, message, refused

from ordertool.records.base import Entry
from ordertool.records.order import STAGES
from ordertool.rules.duty import responsible
from ordertool.rules.judging import refusals
from ordertool.rules.workflow import moves_from

HOLD = {"note": "credit watch"}
BLOCKED = {"confirm", "plan", "deliver", "sign", "close", "waive"}


@pytest.fixture
def office():
    return Office()


def held(office, order, since, until=None):
    """The order after a hold; the times are day and hour of November."""
    order = office.do("hold", order, "wu.gang", now=november(since), **HOLD)
    return office.do("resume", order, "zhao.min", now=november(until)) if until else order


def november(words):
    return at(f"2026-11-{words.replace(' ', 'T')}")


def due(office, order):
    """The limit that runs and its end; None when none runs."""
    clock = responsible(order, november("23 09:00"), office.ctx).clock
    return clock and (clock.limit, f"{clock.due.at:%m-%d %H:%M}")


def asked(office, **more):
    """An inquiry of Monday, the 23rd, at nine: it is to be answered by 14:00."""
    return office.do("inquire", None, "chen.jie", **INQUIRY, **more)


# --- what a hold stops


def test_a_hold_blocks_what_brings_the_order_on_and_nothing_else(office):
    for stage in STAGES[: STAGES.index("closed")]:
        order = office.order(stage)
        now = order.log[-1].at
        order = office.do("hold", order, "wu.gang", now=now, **HOLD)
        for move in moves_from("order", stage):
            found = refusals(move, order, None, Entry(at=now, by="x", move=move.verb), office.ctx)
            assert [no.kind for no in found] in (["role"], []), "who may is asked first"
            said = [
                str(no.reason)
                for staff_id in office.staff
                for no in refusals(move, order, None, Entry(at=now, by=staff_id, move=move.verb), office.ctx)
                if no.kind == "condition"
            ]
            stops = "it is on hold: credit watch" in said
            assert stops == (move.verb in BLOCKED | {"hold"}), f"{move.verb} at {stage}"


BROUGHT_ON = [
    ("assigned", ("confirm",), "li.na", "confirm"),
    ("confirmed", ("plan", "--phase", "Make;2026-11-24;2026-12-10;li.na", "--every", "3d"), "li.na", "plan"),
    ("active", ("deliver", "--quantity", "L1=1", *DELIVERY), "li.na", "deliver"),
    ("delivered", ("sign", "--slip", "SLIP"), "li.na", "sign"),
    ("signed", ("close",), "zhao.min", "close"),
    ("signed", ("close", "--waive", "the rest is not needed"), "wu.gang", "waive"),
    ("draft", ("hold", "--reason", "again"), "zhao.min", "hold"),
]


@pytest.mark.parametrize(("stage", "args", "by", "move"), BROUGHT_ON, ids=[row[3] for row in BROUGHT_ON])
def test_what_brings_it_on_says_why_it_stands_and_who_lets_it_go(desk, stage, args, by, move):
    order = desk.order(stage)
    desk.run("hold", order, "--reason", "credit watch", by="wu.gang")
    refused(
        desk, order, *(desk.paper("slip.pdf") if part == "SLIP" else part for part in args), by=by, move=move,
        why="it is on hold: credit watch (P2.6)",
        hint="the order department or a manager resumes it: ordertool resume {tail}",
    )  # fmt: skip


def test_the_rest_goes_on_and_a_payment_may_lift_it(desk):
    order = desk.order("confirmed", payment="prepayment:50")
    document = made(desk, order, "hold", "--reason", "wait for the prepayment", by="zhao.min")
    assert (document["on_hold"], document["stage"]) == (True, "confirmed")
    assert document["responsible"] == {
        "staff": "zhao.min", "role": "processor", "department": None, "next": ["resume"], "clause": "P2.6",
        "due": None, "overdue": False, "unconfirmed": False,
    }  # fmt: skip
    assert message(desk) == (
        f"hold {order}\n\n  note: wait for the prepayment\n\nMove: order hold\nActor: zhao.min\nEntered-By: wu.gang\n"
        "Right: processor\nAt: 2026-11-23T09:00:00+08:00\nClause: P2.6\nLaw: 1\nOp-Id: …\n"
    )
    assert last_entry(desk, order) == (
        "  - at: 2026-11-23T09:00:00+08:00\n    by: zhao.min\n    via: wu.gang\n    move: hold\n"
        "    note: wait for the prepayment\n"
    )
    before = {section: kept(desk, order, section) for section in ("stage", "form", "handover", "assignment")}
    made(desk, order, "contact", "--channel", "phone", "--text", "asked for the money", by="li.na")
    made(desk, order, "pay", "--amount", "120600", "--on", "2026-11-23", by="qian.yu")
    document = made(desk, order, "resume", by="wu.gang")
    assert (document["on_hold"], document["responsible"]["next"]) == (False, ["plan"])
    assert last_entry(desk, order) == "  - at: 2026-11-23T09:00:00+08:00\n    by: wu.gang\n    move: resume\n"
    assert {section: kept(desk, order, section) for section in before} == before


def test_only_what_is_held_is_resumed_and_after_it_was_held(desk):
    order = desk.order("active")
    refused(
        desk, order, "resume", by="zhao.min",
        why="it is not on hold (P2.6)", hint="ordertool explain {tail}",
    )  # fmt: skip
    desk.now = "2026-11-23T11:00"
    desk.run("hold", order, "--reason", "credit watch", by="wu.gang")
    refused(
        desk, order, "resume", "--at", "2026-11-23T10:59", by="zhao.min",
        why="2026-11-23 10:59 is before 2026-11-23 11:00, the time of: hold (P4.2a)",
        hint="give a later time with --at",
    )  # fmt: skip
    refused(
        desk, order, "resume", by="li.na",
        why="li.na (owner) may not do that (P2.6)", hint="it takes: processor, manager",
    )  # fmt: skip


def test_a_hold_says_why(desk):
    order = desk.order("active")
    before = desk.state()
    said = desk.run("hold", order, by="wu.gang", code=2)
    assert said.err.splitlines()[0] == "Error: --reason is missing"
    said = desk.run("hold", order, "--reason", "  ", by="wu.gang", code=4)
    assert said.err.splitlines()[0] == "Error: --reason: must not be empty"
    assert desk.state() == before


# --- the clocks


def test_explain_tells_the_due_time_before_during_and_after_a_hold(desk):
    order = desk.order("inquiry")

    def told():
        explained = desk.ask("explain", order, "--due")
        return explained["due"], explained["stands_still"]

    assert told() == ("2026-11-23T14:00:00+08:00", False)
    desk.now = "2026-11-23T10:00"
    desk.run("hold", order, "--reason", "who is this?", by="zhao.min")
    desk.now = "2026-11-23T11:00"
    assert told() == ("2026-11-23T15:00:00+08:00", True)  # if resumed now
    assert desk.ask("show", order)["responsible"]["due"] is None
    desk.now = "2026-11-24T10:00"
    desk.run("resume", order, by="zhao.min")
    assert told() == ("2026-11-24T14:00:00+08:00", False)
    explained = desk.ask("explain", order, "--due")
    assert [(one["start"][8:16], one["end"][8:16]) for one in explained["intervals"]] == [
        ("23T09:00", "23T10:00"), ("24T10:00", "24T12:00"), ("24T13:00", "24T14:00"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("since", "until", "reply_by", "why"),
    [
        ("23 10:00", "23 11:30", "23 15:30", "an hour and a half"),
        ("23 12:00", "23 13:00", "23 14:00", "over the lunch break, which no clock counts"),
        ("23 11:00", "23 13:30", "23 15:30", "an hour before lunch, half an hour after it"),
        ("23 10:00", "24 10:00", "24 14:00", "a day and a night"),
        ("23 13:59", "30 08:30", "30 08:31", "until the Monday after"),
        ("23 10:00", "23 10:00", "23 14:00", "no time at all"),
    ],
)
def test_a_hold_moves_the_due_time_by_the_working_time_it_lasted(office, since, until, reply_by, why):
    order = held(office, asked(office), since, until)
    assert due(office, order) == ("reply", f"11-{reply_by}"), why


def test_several_holds_add_up(office):
    order = held(office, asked(office), "23 09:30", "23 10:00")
    order = held(office, order, "23 10:30", "23 11:30")
    assert due(office, order) == ("reply", "11-23 15:30")
    assert [(f"{since:%H:%M}", f"{until:%H:%M}") for since, until in order.pauses] == [
        ("09:30", "10:00"), ("10:30", "11:30"),
    ]  # fmt: skip


def test_a_hold_before_a_clock_began_does_not_move_it_and_one_that_lasts_beyond_its_start_does(office):
    order = office.order("submitted")  # at half past ten
    early = office.do("assign", held(office, order, "23 10:30", "23 10:45"), "zhao.min", now=november("23 11:00"),
                      to="li.na", received=["form.pdf", "drawing.pdf"])  # fmt: skip
    assert due(office, early) == ("confirm", "11-23 16:00")
    order = office.do("assign", held(office, order, "23 10:45"), "zhao.min", now=november("23 11:00"), to="li.na",
                      received=["form.pdf", "drawing.pdf"])  # fmt: skip
    assert due(office, order) is None
    order = office.do("resume", order, "zhao.min", now=november("23 15:00"))
    assert due(office, order) == ("confirm", "11-24 10:00")


def test_while_it_lasts_the_order_department_answers_and_no_clock_runs(office):
    for stage in ("inquiry", "draft", "submitted", "assigned", "confirmed", "active", "delivered", "signed"):
        order = office.order(stage)
        order = office.do("hold", order, "wu.gang", now=order.log[-1].at, **HOLD)
        found = responsible(order, order.log[-1].at, office.ctx)
        assert (found.staff, found.role, found.next, found.clock) == ("zhao.min", "processor", ("resume",), None)
        assert str(found.clause) == "P2.6"


def test_reports_are_due_as_many_working_days_later_as_the_hold_took(office):
    order = office.order("active")  # planned at noon on Monday, every three days
    assert due(office, order) == ("report", "11-26 12:00")
    assert due(office, held(office, order, "24 10:00", "24 15:00")) == ("report", "11-26 12:00")
    assert due(office, held(office, order, "24 10:00", "26 10:00")) == ("report", "11-30 12:00")
    assert due(office, held(office, order, "27 10:00", "30 10:00")) == ("report", "11-27 12:00")
    # What was on hold before the last report is no matter of the next.
    order = held(office, order, "24 10:00", "26 10:00")
    order = office.do("progress", order, "li.na", now=november("26 11:00"), state="Frames cut")
    assert due(office, order) == ("report", "12-01 11:00")


def test_what_the_client_was_promised_stays_promised(office):
    order = office.do("forward", asked(office), "chen.jie", to="li.na", promised=november("23 11:15"))
    assert due(office, held(office, order, "23 10:00", "23 11:00")) == ("promise", "11-23 11:15")
    order = office.do("progress", office.order("active"), "li.na", now=at("2026-12-16T10:00"), state="Frames cut")
    order = office.do("hold", order, "wu.gang", now=at("2026-12-16T11:00"), **HOLD)
    order = office.do("resume", order, "wu.gang", now=at("2026-12-18T11:00"))
    assert due(office, order) == ("delivery", "12-18 23:59")
    signed = held(office, office.order("signed"), "23 14:00", "24 14:00")
    assert due(office, office.do("close", signed, "zhao.min", now=november("24 15:00"))) == ("account", "12-23 23:59")


# --- how it ends


@pytest.mark.parametrize(
    ("stage", "verb", "by", "then"),
    [("draft", "lose", "chen.jie", "lost"), ("active", "cancel", "wu.gang", "cancelled")],
)
def test_what_is_given_up_is_not_on_hold_any_more(office, stage, verb, by, then):
    order = held(office, office.order(stage), "24 09:00")
    ended = office.do(verb, order, by, now=november("24 11:00"), note="given up")
    assert (ended.stage, ended.on_hold) == (then, False)
    assert ended.pauses == ((november("24 09:00"), november("24 11:00")),)
    assert responsible(ended, november("24 11:00"), office.ctx).next == ("archive",)
    archived = office.do("archive", ended, "zhao.min", now=november("25 09:00"))
    assert responsible(archived, november("25 09:00"), office.ctx) is None
    # Taken back, the end leaves the order on hold as it was.
    again = office.do("undo", ended, by, now=november("24 12:00"))
    assert (again.stage, again.on_hold, again.pauses) == (stage, True, ((november("24 09:00"), None),))


def test_a_hold_taken_back_counts_for_nothing_and_a_resume_taken_back_leaves_it_on_hold(office):
    order = office.do("hold", asked(office), "zhao.min", now=november("23 10:00"), **HOLD)
    undone = office.do("undo", order, "zhao.min", now=november("23 11:00"))
    assert (undone.on_hold, undone.pauses, due(office, undone)) == (False, (), ("reply", "11-23 14:00"))
    order = office.do("resume", order, "zhao.min", now=november("23 11:00"))
    undone = office.do("undo", order, "zhao.min", now=november("23 11:30"))
    assert (undone.on_hold, undone.pauses) == (True, ((november("23 10:00"), None),))
    order = office.do("resume", undone, "zhao.min", now=november("23 12:00"))
    assert due(office, order) == ("reply", "11-23 16:00")


def test_a_hold_and_a_resume_leave_every_other_field_alone(office):
    order = office.order("signed")
    after = held(office, order, "23 14:00", "23 15:00")
    assert after.sections() == order.sections()
    assert after.log[:-2] == order.log
    slip = paper("slip.pdf")
    assert after.delivery[0].slip.name == slip["name"]
    assert after.plan.every == PLAN["every"]
    assert after.form.project == FORM["project"]


def test_money_that_has_to_go_back_keeps_an_order_out_of_the_archive(desk):
    """A prepayment of a cancelled order is finance's to give back before the order is archived."""
    order = desk.order("confirmed", payment="prepayment:50")
    desk.run("pay", order, "--amount", "120600", by="qian.yu")
    told = desk.ask("cancel", order, "--reason", "client gave up", by="zhao.min")
    assert (told["responsible"]["staff"], told["responsible"]["next"]) == ("qian.yu", ["refund"])
    said = desk.run("archive", order, by="zhao.min", code=3).err
    assert said.startswith(f"Error: cannot archive {order}: 120600 has to go back to the client (P2.5d)\n")
    told = desk.ask("pay", order, "--refund", "--amount", "120600", "--reason", "given up", by="qian.yu")
    assert (told["paid"], told["responsible"]["next"]) == ("0", ["archive"])
    desk.run("archive", order, by="zhao.min")


def test_what_was_waived_is_not_billed(desk):
    order = desk.order("active")
    desk.run("prepare", order, "--done", "packaging", "--done", "documents", "--done", "transport", "--told",
             "周敏;phone;2026-11-23T08:40", "--when", "2026-11-24T09:00", by="li.na")  # fmt: skip
    desk.run(
        "deliver", order, "--quantity", "L1=60", "--place", "x", "--delivered-by", "y", "--received-by", "z", by="li.na"
    )
    desk.run("sign", order, "--slip", desk.paper("slip.txt"), by="li.na")
    told = desk.ask("close", order, "--waive", "the client does without the rest", by="wu.gang")
    assert (told["stage"], told["unpaid"]) == ("closed", "111000.00")
    desk.run("pay", order, "--amount", "111000", by="qian.yu")
    desk.run("archive", order, by="zhao.min")


def test_the_currency_stays_once_money_was_booked(desk):
    order = desk.order("submitted")
    desk.run("pay", order, "--amount", "1000.55", by="qian.yu")
    said = desk.run("change", order, "--set", "currency=JPY", "--reason", "r", "--cause", "client", "--agreed-by",
                    "周敏;phone;2026-11-23T08:40", by="zhao.min", code=3).err  # fmt: skip
    assert said.startswith(f"Error: cannot change {order}: money was booked in CNY (P7.1c)\n")


def test_a_new_owner_takes_the_plan_over_as_it_is(desk):
    order = desk.order("active")
    desk.run("reassign", order, "--to", "sun.tao", "--reason", "li.na is ill", by="zhao.min")
    desk.run("confirm", order, by="sun.tao")
    plan = ("--phase", "Make;2026-11-24;2026-12-10;li.na", "--phase", "Install;2026-12-11;2026-12-18;he.jun",
            "--node", "Drawings approved;2026-11-26", "--every", "3d")  # fmt: skip
    assert desk.ask("plan", order, *plan, "--reason", "taken over", by="sun.tao")["stage"] == "active"
    assert "nothing would change" in desk.run("plan", order, *plan, "--reason", "again", by="sun.tao", code=3).err
