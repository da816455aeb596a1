"""Time limits (P0.2): the scenarios of other systems by their number, on the clocks of orders and of single problems.

The facts are from shared/data/scenarios (SL…, AS7), written down here by hand; where ours differs, decision 18 says why.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from people import DEFAULTS, INQUIRY, Office, at

from ordertool.errors import InvalidError
from ordertool.rules.clocks import FORM, REPLY, promised_delivery, question_asked
from ordertool.rules.duties import duties
from ordertool.rules.duty import responsible
from ordertool.rules.lateness import late_moves
from ordertool.rules.working_time import elapsed

WEEK = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "10:00-18:00")


def company(*, off=(), reply="4h", form="6h", **limits):
    """A company that works from ten to six, Monday to Friday; `reply` is the first limit, `form` the second."""
    block = {**DEFAULTS["time_limits"][0], "reply": reply, "form": form, **limits}
    return Office(
        rules={
            "working_hours": WEEK, "holidays": "none", "confirmed_years": [2019, 2026], "time_limits": [block],
            "special_days": dict.fromkeys(off, "off"),
        }
    )  # fmt: skip


def inquired(office, when, **more):
    return office.do("inquire", None, "chen.jie", now=at(when), **INQUIRY, **more)


def due(office, order):
    """When the two limits of an inquiry end."""
    return [f"{next(clocks(order, office.ctx)).due.at:%m-%d %H:%M}" for clocks in (REPLY, FORM)]


def late(office, order):
    return [(order.log[place].move, clock.limit) for place, clock in late_moves(order, office.ctx).items()]


# --- 4 and 6 hours; 5 March is a holiday


@pytest.fixture
def march():
    return company(off=["2019-03-05"])


def test_SL2_opened_before_the_working_day(march):
    assert due(march, inquired(march, "2019-03-04T07:00")) == ["03-04 14:00", "03-04 16:00"]


def test_SL3_opened_after_the_working_day_before_a_holiday(march):
    assert due(march, inquired(march, "2019-03-04T20:00")) == ["03-06 14:00", "03-06 16:00"]


def test_SL4_answered_in_time(march):
    order = inquired(march, "2019-03-04T14:00")
    assert due(march, order) == ["03-04 18:00", "03-06 12:00"]
    order = march.do("reply", order, "chen.jie", now=at("2019-03-04T15:00"), text="2.5 t")
    assert late(march, order) == []
    assert next(REPLY(order, march.ctx), None) is None, "what is answered has no due time"
    assert due_of_next(march, order) == ("form", "03-06 12:00")


def test_SL4_answered_at_the_last_second_and_one_after(march):
    order = inquired(march, "2019-03-04T14:00")
    for second, missed in ((0, []), (1, [("reply", "reply")])):
        when = at("2019-03-04T18:00") + timedelta(seconds=second)
        assert late(march, march.do("reply", order, "chen.jie", now=when, text="2.5 t")) == missed


def due_of_next(office, order):
    clock = responsible(order, order.log[-1].at, office.ctx).clock
    return clock.limit, f"{clock.due.at:%m-%d %H:%M}"


def test_SL5_limits_are_the_same_for_all_and_change_from_a_day_on(march):
    """Theirs picks limits by client, group or territory; ours has one set, by the day on which a clock starts."""
    order = inquired(march, "2019-03-04T12:00")
    assert due(march, order) == ["03-04 16:00", "03-04 18:00"]
    faster = {**march.rules["time_limits"][0], "since": "2019-03-04", "reply": "2h", "form": "3h"}
    march.rules["time_limits"].append(faster)
    assert due(march, order) == ["03-04 14:00", "03-04 15:00"]
    assert due(march, inquired(march, "2019-03-01T12:00")) == ["03-01 16:00", "03-01 18:00"], "it began before"
    march.rules["time_limits"][-1] = {**faster, "client": "C-4H8TR"}
    with pytest.raises(InvalidError):
        march.policy  # noqa: B018 (a limit for one client is refused, not overlooked)


def test_SL5_what_one_client_was_promised_is_a_promise_on_the_order(march):
    order = inquired(march, "2019-03-04T12:00")
    soon = {"to": "li.na", "promised": "2019-03-04T14:00:00+08:00"}
    order = march.do("forward", order, "chen.jie", now=at("2019-03-04T12:10"), **soon)
    assert due_of_next(march, order) == ("promise", "03-04 14:00")


# --- the same hours, other limits: 20 November 2026 is a Friday


@pytest.mark.parametrize(
    ("opened", "reply", "form", "ends"),
    [
        ("2026-11-20T17:00", "30m", "2h", ["11-20 17:30", "11-23 11:00"]),
        ("2026-11-20T19:00", "1h", "4h", ["11-23 11:00", "11-23 14:00"]),
    ],
)
def test_SL6_a_weekend_between(opened, reply, form, ends):
    office = company(reply=reply, form=form)
    assert due(office, inquired(office, opened)) == ends


def test_SL7_long_limits_from_a_saturday():
    office = company(reply="24h", form="72h")
    order = inquired(office, "2026-11-21T15:00")
    assert due(office, order) == ["11-25 18:00", "12-03 18:00"], "Wednesday, and Thursday of the second week"


def test_SL8_two_holidays_before_a_weekend():
    office = company(off=["2026-11-19", "2026-11-20"], reply="30m", form="2h")
    assert due(office, inquired(office, "2026-11-19T15:00")) == ["11-23 10:30", "11-23 12:00"]


@pytest.mark.parametrize(("limit", "missed"), [("50m", []), ("49m", [("resolve", "resolve")])])
def test_SL10_a_hold_over_a_holiday_and_a_weekend_is_counted_in_working_time(limit, missed):
    office = company(off=["2026-11-27"], resolve=limit)
    order = office.do("escalate", office.order("assigned"), "li.na", now=at("2026-11-26T17:30"), problem="no crane")
    order = office.do("hold", order, "wu.gang", now=at("2026-11-26T17:50"), note="waits for the client")
    assert all(one.clock is None for one in duties(order, at("2026-11-30T10:00"), office.ctx)), "it stands still"
    order = office.do("resume", order, "zhao.min", now=at("2026-11-30T12:30"))
    order = office.do("resolve", order, "zhao.min", now=at("2026-11-30T13:00"), item="Q1", solution="crane hired")
    ((since, until),) = order.pauses
    calendar = office.ctx.calendar
    assert elapsed(calendar, since, until) == timedelta(seconds=9600)
    whole = elapsed(calendar, at("2026-11-26T17:30"), at("2026-11-30T13:00"), order.pauses)
    assert whole == timedelta(seconds=3000)
    assert late(office, order) == missed


def test_SL12_what_was_resolved_stays_resolved_in_that_time_whatever_comes_later():
    office = company(resolve="30m")
    order = office.order("assigned")
    order = office.do("escalate", order, "li.na", now=at("2026-11-23T12:00"), problem="no crane")
    order = office.do("resolve", order, "zhao.min", now=at("2026-11-23T12:30"), item="Q1", solution="crane hired")
    order = office.do("cancel", order, "wu.gang", now=at("2026-11-24T17:00"), note="client gave up")
    made, solved = (next(entry.at for entry in order.log if entry.move == move) for move in ("escalate", "resolve"))
    assert elapsed(office.ctx.calendar, made, solved) == timedelta(seconds=1800)
    assert late(office, order) == []


def test_SL15_every_question_has_its_own_clock_and_the_clients_time_is_not_ours():
    """Asked at 04:00 and 05:00, answered at 04:15 and 05:05: 20 minutes of ours in an hour and five."""
    office = company()
    office.rules["working_hours"] = dict.fromkeys(WEEK, "00:00-24:00")
    order = inquired(office, "2026-11-23T04:00")
    times = []
    for asked, answered in (("04:00", "04:15"), ("05:00", "05:05")):
        if asked != "04:00":
            again = {"to": "chen.jie", "question": "and the paint?"}
            order = office.do("forward", order, "chen.jie", now=at(f"2026-11-23T{asked}"), **again)
        assert question_asked(order) == at(f"2026-11-23T{asked}")
        when = at(f"2026-11-23T{answered}")
        times.append(elapsed(office.ctx.calendar, question_asked(order), when))
        order = office.do("reply", order, "chen.jie", now=when, text="yes")
        assert question_asked(order) is None, "nobody waits for us now"
    assert sum(times, timedelta()) == timedelta(seconds=1200)
    assert sum(times, timedelta()) / len(times) == timedelta(seconds=600)
    whole = elapsed(office.ctx.calendar, order.log[0].at, order.log[-1].at)
    assert whole == timedelta(seconds=3900)


def test_SL16_three_limits_missed_at_once_are_one_late_step_of_one_person():
    office = company(reply="1h", form="1h")
    order = inquired(office, "2026-11-23T10:00")
    promise = {"to": "li.na", "promised": "2026-11-23T11:00:00+08:00"}
    order = office.do("forward", order, "chen.jie", now=at("2026-11-23T10:00"), **promise)
    step = responsible(order, at("2026-11-23T11:01"), office.ctx)
    assert (step.staff, step.clock.limit, step.overdue(at("2026-11-23T11:01"))) == ("li.na", "reply", True)
    beside = [(one.staff, one.clock.limit) for one in duties(order, at("2026-11-23T11:01"), office.ctx)]
    assert beside == [("chen.jie", "reply")], "who took the inquiry follows the answer, once"
    order = office.do("reply", order, "li.na", now=at("2026-11-23T11:30"), text="2.5 t")
    assert late(office, order) == [("reply", "reply")], "one line, not three"


def test_SL16_it_is_told_once_by_the_list_of_what_is_late(desk):
    order = desk.order()
    desk.run("forward", order, "--to", "li.na", "--promised", "2026-11-23T12:00", by="chen.jie")
    desk.now = "2026-11-27T09:00"
    said = desk.ask("due", by="wu.gang")
    told = [(one["id"], one["owed"]["staff"], one["owed"]["overdue"]) for one in said]
    assert told == [(order, "li.na", True), (order, "chen.jie", True)], "who owes it, and who follows it: each once"


def test_AS7_a_due_time_follows_the_order_it_is_computed_from_and_no_other():
    """Theirs copies the date; ours computes it, so a change of the promised day is seen at once."""
    office = Office()
    first, second = office.order("active"), office.order("active")

    def promised(order):
        return f"{next(promised_delivery(order, office.ctx)).due.at:%Y-%m-%d %H:%M:%S}"

    assert promised(first) == promised(second) == "2026-12-18 23:59:59"
    agreed = {"who": "周敏", "channel": "phone", "at": "2026-11-23T09:00:00+08:00"}
    changed = {"set": {"deliver_by": "2026-12-20"}, "cause": "client", "reason": "hall not ready", "agreed": agreed}
    first = office.do("change", first, "li.na", now=at("2026-11-24T09:00"), **changed)
    assert promised(first) == "2026-12-20 23:59:59"
    assert promised(second) == "2026-12-18 23:59:59"
