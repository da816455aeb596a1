"""Scores, totals, grades, ranks, bonuses: exact, by hand and by many examples (P6.3, L17)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from people import DEFAULTS, Office

from ordertool.assess.bonus import bonus_of, commended, over_budget, spent, weak
from ordertool.assess.grading import figure, grade_of, ranked, scaled, total, weights_for
from ordertool.assess.result import Assessed, Evidence, Figure, Result, document
from ordertool.assess.soundness import assessment_problems
from ordertool.language import Clause, text
from ordertool.records.assessment_rules import AssessmentRules
from ordertool.records.faults import validated

RULES = validated(AssessmentRules, DEFAULTS["assess"])
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def piece(got, of=1, order="SO-20261123-7K3FQ"):
    return Evidence(order, "confirm", "", 1, "", NOW, None, Decimal(got), Decimal(of), text("x"), Clause("P6.1c"))


def scored(name, score, sample=9):
    number = None if score is None else Decimal(score)
    return Figure(name, Decimal(0), Decimal(0), sample, number, number is None and sample > 0, ())


def somebody(who, points, *figures, kind="person", grade="good", bonus=None):
    number = None if points is None else Decimal(points)
    return Assessed(who, who, kind, "", (), figures, {}, number, grade, None, None, bonus)


def result(*people, departments=()):
    day = date(2026, 10, 1)
    return Result("2026Q4", day, day, "0" * 40, "1" * 40, NOW, ranked(people), ranked(departments), (), ("follow_up",))


def test_a_score_is_the_share_of_what_counts():
    found = figure("follow_up", [piece(1), piece(0), piece(1), piece(0, 0)], 3)
    assert (found.numerator, found.denominator, found.sample, found.score, found.few) == (
        2,
        3,
        3,
        Decimal("66.67"),
        False,
    )
    assert len(found.evidence) == 4, "what is left out is listed"


@pytest.mark.parametrize(
    ("pieces", "sample", "few"), [([], 0, False), ([piece(0, 0)], 0, False), ([piece(1)] * 4, 4, True)]
)
def test_too_few_cases_make_no_score_and_no_zero(pieces, sample, few):
    found = figure("follow_up", pieces, 5)
    assert (found.score, found.sample, found.few) == (None, sample, few)


def test_KP1_weighted_scores_and_KP3_goals():
    """Frappe's appraisal: 30 and 70 %, 5 and 3 of 5 are 3.6 of 5; a quarter of 50 % and 0 % …"""
    figures = [scored("a", 100), scored("b", 60)]
    assert total(figures, {"a": Decimal(30), "b": Decimal(70)}) / 20 == Decimal("3.6")
    figures = [scored("quality", "12.5"), scored("development", 50)]
    points = total(figures, {"quality": Decimal(30), "development": Decimal(70)})
    assert points == Decimal("38.75")
    assert (points / 20).quantize(Decimal("0.001"), ROUND_HALF_UP) == Decimal("1.938")


def test_KP5_who_has_no_data_is_there_and_has_no_total():
    found = ranked([somebody("a", None), somebody("b", 80)])
    assert [(one.id, one.total, one.rank) for one in found] == [("b", 80, 1), ("a", None, None)]


def test_an_indicator_without_a_score_leaves_its_weight_to_the_others():
    weights = weights_for(("owner",), RULES)
    assert weights == {"information_accuracy": 10, "follow_up": 50, "client_satisfaction": 20, "communication": 20}
    apply = scaled(weights, ("follow_up", "communication"))
    assert apply == {"follow_up": Decimal("71.43"), "communication": Decimal("28.57")}
    assert total([scored("follow_up", 90), scored("communication", 60)], apply) == Decimal("81.43")
    assert scaled(weights, ()) == {}
    assert total([], {}) is None


def test_weights_of_several_roles_are_their_mean_and_others_have_none():
    both = weights_for(("owner", "receptionist", "manager"), RULES)
    assert both["intake_timeliness"] == 30
    assert sum(both.values()) == 100
    assert weights_for(("manager", "auditor"), RULES) == {}


def test_grades_begin_where_they_say():
    found = [grade_of(Decimal(one), RULES.grades).id for one in ("90", "89.99", "80", "79.99", "70", "0")]
    assert found == ["excellent", "good", "good", "fair", "fair", "improve"]
    assert grade_of(None, RULES.grades) is None
    assert grade_of(Decimal(50), RULES.grades[:2]) is None


def test_equal_totals_share_a_rank():
    found = ranked([somebody("a", 80), somebody("b", 90), somebody("c", 80), somebody("d", 70), somebody("e", 90)])
    assert [(one.id, one.rank) for one in found] == [("b", 1), ("e", 1), ("a", 3), ("c", 3), ("d", 5)]


def test_a_bonus_is_the_highest_base_by_the_factor():
    rules = RULES.bonus
    assert bonus_of(("receptionist", "owner"), Decimal("1.2"), rules) == Decimal("3600.00")
    assert bonus_of(("support",), Decimal("0.3333"), rules) == Decimal("666.60")
    assert bonus_of(("manager",), Decimal(1), rules) is None
    assert bonus_of(("owner",), None, rules) is None


def test_the_budget_is_all_bonuses_together():
    people = [somebody("a", 90, bonus=Decimal(3600)), somebody("b", 80, bonus=Decimal(3000)), somebody("c", None)]
    assert spent(people) == 6600
    for budget, beyond in ((None, None), ("6600.00", None), ("6599.99", Decimal("0.01"))):
        assert over_budget(people, RULES.bonus.model_copy(update={"budget": budget and Decimal(budget)})) == beyond


def test_commendations_name_their_rule():
    found = result(
        somebody("a", 95, grade="excellent"), somebody("b", 91, grade="excellent"), somebody("c", 91, grade="good"),
        somebody("d", 90, grade="excellent"), somebody("e", None, grade=""),
        departments=(somebody("sales", 84, kind="department"), somebody("service", 90, kind="department")),
    )  # fmt: skip
    assert [(one.rule.name.en, one.who.id) for one in commended(found, RULES)] == [
        ("Excellent of the period", "a"), ("Excellent of the period", "b"), ("Team of the period", "service"),
    ]  # fmt: skip


def test_weak_indicators_lead_to_training():
    found = result(somebody("a", 80, scored("follow_up", "69.99"), scored("communication", 70), scored("x", None)))
    assert [tuple(one) for one in weak(found, RULES)] == [("a", "follow_up", Decimal("69.99"))]


def test_a_document_holds_everything():
    one = somebody("a", 80, figure("follow_up", [piece(1)], 1), bonus=Decimal("3000.00"))
    found = document(result(one))
    assert found["people"][0]["figures"][0]["evidence"][0] == {
        "order": "SO-20261123-7K3FQ", "move": "confirm", "item": None, "place": 1, "commit": None,
        "at": "2026-11-23T00:00:00+00:00", "due": None, "got": "1", "of": "1", "counts": True, "why": "x", "clause": "P6.1c",
    }  # fmt: skip
    assert (found["people"][0]["bonus"], found["people"][0]["rank"]) == ("3000.00", 1)
    assert result(one).of("a").figure("follow_up").score == 100
    assert result(one).of("b") is None


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 5)), min_size=1, max_size=30))
def test_a_score_is_rounded_once_from_the_exact_share(pieces):
    counted = [(min(got, of), of) for got, of in pieces]
    found = figure("x", [piece(got, of) for got, of in counted], 1)
    share = Fraction(100 * sum(got for got, _ in counted), sum(of for _, of in counted))
    assert abs(Fraction(found.score) - share) <= Fraction(1, 200)
    assert 0 <= found.score <= 100


@given(st.dictionaries(st.sampled_from("abcdefg"), st.integers(1, 100), min_size=1), st.data())
def test_weights_that_apply_always_come_to_100(weights, data):
    weighed = {name: Decimal(one) for name, one in weights.items()}
    kept = data.draw(st.lists(st.sampled_from(sorted(weighed)), min_size=1, unique=True))
    apply = scaled(weighed, kept)
    assert sum(apply.values()) == 100
    assert set(apply) == set(kept)
    scores = {name: data.draw(st.decimals(0, 100, places=2)) for name in kept}
    points = total([scored(name, score) for name, score in scores.items()], apply)
    assert min(scores.values()) - Decimal("0.01") <= points <= max(scores.values()) + Decimal("0.01")


@given(st.lists(st.none() | st.decimals(0, 100, places=2), max_size=20))
def test_ranks_are_one_more_than_how_many_are_better(totals):
    found = ranked([somebody(f"p{n:02}", one) for n, one in enumerate(totals)])
    known = [one for one in totals if one is not None]
    for one in found:
        better = None if one.total is None else sum(other > one.total for other in known) + 1
        assert one.rank == better
    assert [one.total is None for one in found] == sorted(one is None for one in totals)


@given(st.decimals(0, 100, places=2))
def test_every_total_has_one_grade_and_a_better_one_has_no_worse(points):
    grade = grade_of(points, RULES.grades)
    assert grade.least <= points
    assert all(other.least > points for other in RULES.grades if other.factor > grade.factor)


def problems(**changed):
    rules = validated(AssessmentRules, {**DEFAULTS["assess"], **changed})
    return [f"{one.field}: {one.message}" for one in assessment_problems(rules)]


def test_the_rules_that_are_shipped_are_sound():
    assert problems() == []
    assert problems(indicators={}, grades=[], commend=[]) == [], "without indicators nobody is assessed"


def test_what_is_wrong_with_the_rules_is_told_all_at_once():
    given_ = DEFAULTS["assess"]["indicators"]
    name = {"en": "x", "zh": "x"}
    indicators = {**given_, "charm": {"name": name}, "follow_up": {**given_["follow_up"], "weights": {"owner": 45}}}
    del indicators["communication"]
    found = problems(
        indicators=indicators,
        grades=[
            {"id": "a", "name": name, "least": 80, "factor": "1"},
            {"id": "a", "name": name, "least": 90, "factor": "1"},
        ],
        commend=[{"name": name, "grade": "best"}],
    )
    known = "client_satisfaction, communication, follow_up, information_accuracy, intake_timeliness"
    assert found == [
        f"assess.indicators.charm: there is no indicator charm; there are: {known}",
        "assess.indicators: the indicator communication has no weights",
        "assess.indicators: the weights of department come to 60, not to 100",
        "assess.indicators: the weights of owner come to 75, not to 100",
        "assess.indicators: the weights of processor come to 40, not to 100",
        "assess.indicators: the weights of receptionist come to 85, not to 100",
        "assess.indicators: the weights of support come to 20, not to 100",
        "assess.indicators: the weights of team come to 20, not to 100",
        "assess.grades: the grades do not fall: the best comes first, each below the one before",
        "assess.grades: no grade begins at 0, so that some would have none",
        "assess.grades: two grades are called a",
        "assess.commend.0.grade: there is no grade best; there are: a, a",
    ]


def test_check_tells_of_unsound_rules_and_nothing_is_assessed_by_them(desk):
    place = desk.root / "policy.yaml"
    place.write_text(
        place.read_text("utf-8").replace("weights: {receptionist: 60,", "weights: {receptionist: 50,"), "utf-8"
    )
    desk.git("commit", "-qam", "other weights")
    said = desk.run("check", code=1)
    assert "the weights of receptionist come to 90, not to 100" in said.out + said.err
    said = desk.run("assess", "run", "2026Q3", "--dry-run", by="wu.gang", code=4)
    assert said.err == (
        "Error: the weights of receptionist come to 90, not to 100\nHint: put it right in policy.yaml, section assess\n"
    )


def test_an_office_has_the_rules():
    assert Office().policy.assess.publish_days == 5
