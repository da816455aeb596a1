"""The rules of assessments in memory: what refuses each move, who is told, what is owed, what periods are called."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from people import NOW, Office, assessment_story, at, figures

from ordertool.errors import InvalidError
from ordertool.records.assessment import Answer, Assessment, days_of
from ordertool.records.faults import validated
from ordertool.rules.assessing import (
    appeals_until,
    beyond_budget,
    bonuses,
    duties_on,
    may_see,
    told_of,
    unassessed,
    weaknesses,
)
from ordertool.rules.cycles import cycle_before, cycle_of, name_of
from ordertool.rules.file_duties import for_weak_indicators, on_assessments

STORY = [made.new for _, made in assessment_story()]
COMPUTED, PUBLISHED, APPEALED, ANSWERED, AGAIN, TWICE, APPROVED, REVISED = STORY


@pytest.fixture
def office():
    """An office whose commit gives 80 for li.na, with a second manager."""
    known = {"a" * 40: figures("a" * 40, "80"), "b" * 40: figures("b" * 40, "85")}
    office = Office(commit="a" * 40, figures=known)
    office.hire("ma.hong", "office", "manager")
    return office


def with_last_entry(record, **changed):
    """A record whose newest entry says something else."""
    *before, last = record.log
    return validated(Assessment, {**record.plain(), "log": [*before, last.model_copy(update=changed)]})


def run(office, old, now, **given):
    return office.refused("run", old, "wu.gang", now=at(now), kind="assessment", record_id="2026Q4", **given)


def test_figures_are_of_the_commit_before_and_its_own(office):
    right = office.figures["a" * 40].plain()
    assert run(office, None, "2027-01-05T09:00", **right) == []
    (no,) = run(office, None, "2026-12-31T09:00", **right)
    assert no.reason == "2026Q4 lasts until 2026-12-31"
    (no,) = run(office, COMPUTED, "2026-12-31T09:00", **right)[:1]
    assert no.reason.startswith("2026-12-31 09:00 is before")
    (no,) = run(office, None, "2027-01-05T09:00", **office.figures["b" * 40].plain())
    assert (no.reason, no.hint) == ("the figures are not of the commit before", "compute them by: ordertool assess")
    forged = {**right, "people": [right["people"][0]]}
    (no,) = run(office, None, "2027-01-05T09:00", **forged)
    assert no.reason == "the source commit aaaaaaaaa gives other figures: sun.tao"
    (no,) = run(office, None, "2027-01-05T09:00", **{**right, "policy": "e" * 40})
    assert no.reason == "the source commit aaaaaaaaa gives other figures: another policy"


def test_a_second_run_is_judged_by_its_time_too(office):
    early = with_last_entry(COMPUTED, at=at("2026-12-01T09:00"))
    found = run(office, early, "2026-12-31T09:00", **office.figures["a" * 40].plain())
    assert found[0].reason == "2026Q4 lasts until 2026-12-31"


def test_a_source_that_is_not_in_history_is_no_source(office):
    office.figures.clear()
    (no,) = office.refused("approve", TWICE, "ma.hong", now=at("2027-01-15T09:00"), kind="assessment")
    assert (no.reason, no.clause) == ("the source commit bbbbbbbbb is not in this book's history", "P6.2a")


def test_a_revision_is_of_the_commit_before_and_brings_something_new(office):
    revise = {"now": at("2027-02-01T09:00"), "kind": "assessment", "reason": "x"}
    (no,) = office.refused("revise", APPROVED, "ma.hong", figures=figures("a" * 40, "70").plain(), **revise)
    assert no.reason == "the source commit aaaaaaaaa gives other figures: li.na"
    found = office.refused("revise", APPROVED, "ma.hong", figures=APPROVED.figures.plain(), **revise)
    assert [no.reason for no in found] == ["nothing would change", "the figures are not of the commit before"]


def test_publication_days_are_working_days():
    ctx = Office().ctx
    assert appeals_until(COMPUTED, ctx) is None
    assert appeals_until(PUBLISHED, ctx) == date(2027, 1, 12)


def test_the_latest_figures_are_the_revised_ones():
    assert REVISED.latest.of("li.na").total == 90
    assert REVISED.figures.of("li.na").total == 85
    assert REVISED.latest.of("nobody") is None
    assert [one.id for one in ANSWERED.accepted_since] == ["AP1"]
    assert AGAIN.accepted_since == ()
    assert REVISED.ran_by == "wu.gang"


def test_bonuses_and_budget():
    office = Office({"assess": {**Office().policy.assess.plain(), "bonus": {"budget": "2999.50"}}})
    assert bonuses(COMPUTED.latest) == 3000
    assert beyond_budget(COMPUTED.latest, office.ctx) == Decimal("0.50")
    assert beyond_budget(COMPUTED.latest, Office().ctx) is None


def test_who_sees_what():
    ctx = Office().ctx
    assert may_see("li.na", "li.na", COMPUTED, NOW, ctx)
    assert not may_see("li.na", "sun.tao", COMPUTED, NOW, ctx)
    assert not may_see("li.na", None, None, NOW, ctx)
    assert not may_see("stranger", None, None, NOW, ctx)
    assert may_see("lin.wei", None, COMPUTED, NOW, ctx)
    assert may_see("li.na", "sun.tao", PUBLISHED, NOW, ctx)


def test_who_is_told(office):
    ctx = office.ctx
    assert told_of(COMPUTED, COMPUTED.log[-1], ctx) == ()
    assert told_of(PUBLISHED, PUBLISHED.log[-1], ctx) == (("li.na", "assessed"), ("sun.tao", "assessed"))
    assert told_of(APPEALED, APPEALED.log[-1], ctx) == (("ma.hong", "manager"), ("wu.gang", "manager"))
    assert told_of(ANSWERED, ANSWERED.log[-1], ctx) == (("li.na", "appellant"),)
    del office.staff["sun.tao"]
    assert told_of(APPROVED, APPROVED.log[-1], ctx) == (("li.na", "assessed"),)


def owed(record, now, office):
    return [(one.staff, one.next, one.item) for one in duties_on(record, at(now), office.ctx)]


def test_what_is_owed(office):
    assert owed(COMPUTED, "2027-01-05T12:00", office) == [("ma.hong", ("publish",), "")]
    assert owed(PUBLISHED, "2027-01-05T12:00", office) == []
    assert owed(APPEALED, "2027-01-06T12:00", office) == [("ma.hong", ("answer",), "AP1")]
    assert owed(ANSWERED, "2027-01-07T12:00", office) == [("ma.hong", ("run",), "")]
    assert owed(TWICE, "2027-01-14T12:00", office) == []
    assert owed(TWICE, "2027-01-15T12:00", office) == [("ma.hong", ("approve",), "")]
    assert owed(APPROVED, "2027-01-15T12:00", office) == []
    mine = with_last_entry(APPEALED, by="ma.hong")
    assert owed(mine, "2027-01-06T12:00", office) == [("wu.gang", ("answer",), "AP1")], "nobody answers their own"
    alone = Office()
    assert owed(TWICE, "2027-01-15T12:00", alone) == [("wu.gang", ("approve",), "")], "there is nobody else"
    assert owed(APPEALED, "2027-01-06T12:00", alone) == [("wu.gang", ("answer",), "AP1")]
    one = Office({"assess": {**alone.policy.assess.plain(), "two_people": False}})
    assert owed(TWICE, "2027-01-15T12:00", one) == [("wu.gang", ("approve",), "")]


def test_the_period_before_is_to_be_assessed(office):
    ctx = office.ctx
    found = unassessed(at("2027-01-05T09:00"), ctx)
    assert (found.staff, found.next, found.matter, found.clock.due.at) == (
        "ma.hong", ("run",), "2026Q4", at("2027-01-07T23:59:59"),
    )  # fmt: skip
    (one,) = on_assessments(at("2027-01-05T09:00"), ctx)
    assert (one.file.id, one.file.kind) == ("2026Q4", "assessment")
    assert unassessed(at("2026-01-20T09:00"), ctx) is None, "nobody was there in 2025"
    assert unassessed(at("2027-01-05T09:00"), Office({"assess": {}}).ctx) is None


def with_assessments(office, *found):
    from dataclasses import replace

    return replace(office.ctx, assessments=lambda: found)


def test_an_assessment_that_is_there_is_what_is_owed(office):
    ctx = with_assessments(office, PUBLISHED, APPEALED)
    assert unassessed(at("2027-01-05T09:00"), ctx) is None
    assert [one.duty.item for one in on_assessments(at("2027-01-06T12:00"), ctx)] == ["AP1"]


def test_weak_indicators_ask_for_training(office):
    office.rules = {"assess": {**office.policy.assess.plain(), "training": {"below": 95, "within": "30d"}}}
    assert list(weaknesses(with_assessments(office, PUBLISHED))) == []
    ctx = with_assessments(office, APPROVED)
    assert list(weaknesses(ctx)) == [("li.na", date(2027, 1, 15), ("follow_up",))]
    (one,) = for_weak_indicators(ctx)
    assert (one.duty.matter, one.duty.clock.due.at) == ("Follow-up efficiency", at("2027-02-14T23:59:59"))
    trained = {"topic": "x", "kind_": "skill", "on": "2027-01-20"}
    office.staff["li.na"] = office.do(
        "train", office.staff["li.na"], "wu.gang", now=at("2027-01-20T09:00"), kind="staff", **trained
    )
    assert list(for_weak_indicators(ctx)) == []
    del office.staff["li.na"]
    assert list(for_weak_indicators(ctx)) == []


def test_an_indicator_that_policy_forgot_is_named_as_it_is_kept(office):
    office.rules = {"assess": {"training": {"below": 95}}}
    (one,) = for_weak_indicators(with_assessments(office, APPROVED))
    assert one.duty.matter == "follow_up"


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        ("2026-10-01", "2026-12-31", "2026Q4"), ("2026-01-01", "2026-06-30", "2026H1"), ("2026-02-01", "2026-02-28", "2026-02"),
        ("2026-01-01", "2026-12-31", "2026"), ("2026-02-01", "2026-04-30", "2026-02-01..2026-04-30"),
        ("2026-10-01", "2026-12-30", "2026-10-01..2026-12-30"),
    ],
)  # fmt: skip
def test_what_periods_are_called(first, last, name):
    assert name_of(date.fromisoformat(first), date.fromisoformat(last)) == name


def test_cycles():
    assert cycle_of(date(2026, 8, 2), "quarter") == (date(2026, 7, 1), date(2026, 9, 30))
    assert cycle_before(date(2026, 2, 2), "half-year") == (date(2025, 7, 1), date(2025, 12, 31))
    assert days_of("2026Q4") == (date(2026, 10, 1), date(2026, 12, 31))
    assert days_of("2026H1") == (date(2026, 1, 1), date(2026, 6, 30))


def test_records_refuse_what_does_not_hold_together():
    left = [{"indicator": "follow_up", "record": "x", "move": "confirm"}]
    with pytest.raises(InvalidError, match="rejects an appeal, and leaves out evidence for it"):
        validated(Answer, {"outcome": "rejected", "reason": "no", "left_out": left})
    with pytest.raises(InvalidError, match="stands in a stage that its log does not lead to"):
        validated(Assessment, {**COMPUTED.plain(), "stage": "approved"})


def test_observations_and_rewards_are_of_days_that_have_come(office):
    for verb, by, given in (
        ("note", "zhao.min", {"text": "x"}),
        ("reward", "wu.gang", {"kind_": "reward", "reason": "x"}),
    ):
        (no,) = office.refused(verb, office.staff["li.na"], by, kind="staff", on="2026-11-24", **given)
        assert (no.reason, no.hint) == ("2026-11-24 is still to come", "record it on that day")
