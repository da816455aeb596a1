"""An assessment made by hand: a maker with twelve people in three departments, and the three quarters before."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from ordertool.assess.bonus import bonus_of
from ordertool.assess.grading import figure, grade_of, ranked, scaled, total, weights_for
from ordertool.assess.result import Assessed, Evidence, Result
from ordertool.book.yaml_reader import read
from ordertool.language import Clause, text
from ordertool.records.assessment_rules import AssessmentRules
from ordertool.reports.assessment_paper import Earlier, Paper

ZONE = ZoneInfo("Asia/Shanghai")
COMMIT, POLICY = "3f9c1e7ab24d5f60718293a4b5c6d7e8f9012345", "a1b2c3d4e5f60718293a4b5c6d7e8f9012345678"
INDICATORS = ("intake_timeliness", "information_accuracy", "follow_up", "client_satisfaction", "communication")
PEOPLE = (
    ("chen.jie", "陈洁", "service", ("receptionist",)), ("zhou.yan", "周燕", "service", ("receptionist",)),
    ("xu.lei", "徐磊", "service", ("receptionist", "processor")), ("zhao.min", "赵敏", "orders", ("processor",)),
    ("ma.hong", "马红", "orders", ("processor",)), ("li.na", "李娜", "sales", ("owner",)),
    ("sun.tao", "孙涛", "sales", ("owner",)), ("wang.fei", "王飞", "sales", ("owner",)),
    ("guo.ying", "郭莹", "sales", ("owner",)), ("feng.gang", "冯刚", "sales", ("owner", "support")),
    ("he.jun", "何军", "orders", ("support",)), ("deng.li", "邓丽", "service", ("support",)),
)  # fmt: skip
CLAUSES = dict(zip(INDICATORS, ("P6.1a", "P6.1b", "P6.1c", "P6.1d", "P6.1e"), strict=True))
MOVES = dict(zip(INDICATORS, ("submit", "draft", "progress", "survey", "assist"), strict=True))


@cache
def rules():
    """The section of the policy that comes with the package."""
    template = (files("ordertool") / "templates" / "policy.yaml").read_bytes()
    return AssessmentRules.model_validate(read(template, "policy.yaml").data["assess"])


def evidence(indicator, who, count, missed, left_out=0, order="SO-202611{:02d}-{:05d}"):
    """Moves in time, then those that were late, then what was outside the person's hands."""
    start = datetime(2026, 10, 1, 9, tzinfo=ZONE)
    found = []
    for place in range(count + left_out):
        late, out = count - missed <= place < count, place >= count
        at = start + timedelta(hours=7 * place + 3 * who)
        came = not late or place % 2
        why = (
            text("left out: {days} days on hold", days=place % 5 + 1) if out
            else text("late by {hours} h", hours=place % 9 + 1) if late
            else text("in time, within {limit}", limit="4h")
        )  # fmt: skip
        found.append(
            Evidence(
                order.format(place % 28 + 1, who * 1000 + place), MOVES[indicator], "" if place % 3 else f"R{place + 1}",
                place if came else None, f"{who:02x}{place:06x}".ljust(40, "e") if came else "", at,
                at + timedelta(hours=4) if place % 4 else None, Decimal(0 if late or out else 1), Decimal(0 if out else 1),
                why, Clause(CLAUSES[indicator]),
            )
        )  # fmt: skip
    return tuple(found)


def of_evidence(indicator, who, count, missed, left_out=0):
    return figure(indicator, evidence(indicator, who, count, missed, left_out), rules().indicators[indicator].minimum)


def graded(one, figures):
    """Somebody with figures, and the total, grade, factor and bonus that follow."""
    policy = rules()
    apply = scaled(weights_for(one.roles, policy), (each.indicator for each in figures if each.score is not None))
    points = total(figures, apply)
    grade = grade_of(points, policy.grades)
    factor = grade.factor if grade else None
    bonus = bonus_of(one.roles, factor, policy.bonus) if one.kind == "person" else None
    return one._replace(
        figures=tuple(figures), weights=apply, total=points, grade=grade.id if grade else "", factor=factor, bonus=bonus
    )


def nobody(id_, name, kind, department, roles):
    return Assessed(id_, name, kind, department, roles, (), {}, None, "", None, None, None)


def result(
    counts=lambda who, place: (20 + 3 * who + place, (who * 7 + place * 3) % 9, (who + place) % 3), people=PEOPLE
):
    """The result of the fourth quarter of 2026."""
    policy = rules()
    found = []
    for who, (id_, name, department, roles) in enumerate(people):
        figures = []
        for place, indicator in enumerate(INDICATORS):
            if indicator not in weights_for(roles, policy):
                continue
            count, missed, out = counts(who, place)
            if id_ == "deng.li" and indicator == "information_accuracy":
                count, missed = 2, 1  # too few cases
            figures.append(of_evidence(indicator, who, count, min(missed, count), out))
        found.append(graded(nobody(id_, name, "person", department, roles), figures))
    groups = []
    for name in dict.fromkeys(one.department for one in found):
        them = [one for one in found if one.department == name]
        extra = evidence("information_accuracy", 80, 3, 1) if name == "sales" else ()  # of one who is not assessed
        figures = [
            figure(
                indicator,
                [each for one in them if (mine := one.figure(indicator)) for each in mine.evidence]
                + list(extra if indicator == "information_accuracy" else ()),
                policy.indicators[indicator].minimum,
            )
            for indicator in INDICATORS
        ]
        groups.append(graded(nobody(name, name, "department", name, ("department",)), figures))
    team = graded(
        nobody("SO-20261108-J0INT", "联合办公 J1", "team", "", ("team",)), [of_evidence("follow_up", 90, 8, 1)]
    )
    return Result(
        "2026Q4", date(2026, 10, 1), date(2026, 12, 31), COMMIT, POLICY, datetime(2027, 1, 4, 9, 30, tzinfo=ZONE),
        ranked(found), ranked(groups), ranked([team]), INDICATORS,
    )  # fmt: skip


def paper(found=None, earlier=3):
    """All that the papers are made from."""
    found = found or result()
    before = [
        Earlier(f"2026Q{quarter}", {
            one.id: min(one.total + Decimal((len(one.id) * quarter) % 7 - 4), Decimal(100))
            for one in found.people if one.total is not None and (one.id, quarter) != ("deng.li", 1)
        })
        for quarter in range(4 - earlier, 4)
    ]  # fmt: skip
    return Paper(found, rules(), "宁波港仓储设备有限公司", "CNY", ZONE, before)
