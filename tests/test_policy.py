"""`ordertool policy`: the policy in words, and the coverage of its clauses, read off the code."""

from __future__ import annotations

import re

import pytest
from conftest import SHARED

from ordertool.language import use_language
from ordertool.records.policy import TimeLimits
from ordertool.reports.coverage import DECLARED, DEMANDS, LATER, ROLE_CLAUSES, Sources, coverage, limit_clauses
from ordertool.rules.workflow import TABLE

REQUIREMENTS = SHARED.parent / "REQUIREMENTS.md"


@pytest.fixture(scope="module")
def found():
    return {one.clause: one for one in coverage()}


def test_every_clause_of_the_policy_is_listed():
    if not REQUIREMENTS.exists():
        pytest.skip("shared/REQUIREMENTS.md is not beside this checkout")
    demanded = re.findall(r"^\| (P[0-7]\.\d[a-e]?) \|", REQUIREMENTS.read_text("utf-8"), re.MULTILINE)
    assert list(DEMANDS) == demanded


def test_every_row_stands_at_its_clause(found):
    for row in TABLE:
        name = row.verb if row.kind == "order" else f"{row.kind} {row.verb}"
        assert name in found[row.clause.number].moves


def test_conditions_stand_at_the_clauses_that_they_name_with_the_moves_that_ask_them(found):
    assert found["P2.5c"].conditions["complaints_settled"] == ("close", "waive", "archive")
    assert found["P2.6"].conditions["client_agreed"] == ("change",)
    credit = found["P7.1b"].conditions
    assert (credit["cash_in"], credit["prepaid"]) == (("sign",), ("plan", "deliver"))
    assert credit["within_limit"] == ("draft", "change", "deliver", "reopen", "undo")
    assert credit["form_within_limit"] == ("submit",)
    assert found["P7.1a"].conditions["verdict_given"] == ("assign",)
    asked = {condition.__name__ for row in TABLE for condition in (*row.ready, *row.when)}
    assert asked - {name for one in found.values() for name in one.conditions} == set()


def test_every_limit_of_the_policy_has_its_clause(found):
    assert set(limit_clauses()) == set(TimeLimits.model_fields) - {"since"}
    assert found["P2.4c"].limits == ("coordinate", "resolve")
    assert found["P6.1a"].limits == ("form",)


def test_what_is_declared_is_there(found):
    """A function that is named here and was renamed there would be a lie."""
    from importlib import import_module

    for place in (place for places in DECLARED.values() for place in places):
        module, _, name = place.rpartition(".")
        assert hasattr(import_module(f"ordertool.{module}"), name)
    roles = {right for row in TABLE for right in row.who}
    assert set(ROLE_CLAUSES.values()) <= roles
    assert {*DECLARED, *LATER, *ROLE_CLAUSES} <= set(DEMANDS)


def test_what_nothing_enforces_is_said(desk):
    said = desk.run("policy", "coverage").out
    nothing = said.split("Nothing enforces:\n")[1]
    assert "  P4.2c  backup\n" in nothing
    assert "  P2.3b  assignment notice\n" not in nothing
    assert "P2.5c" not in nothing


def test_the_coverage_as_a_document_names_the_tests(desk):
    rows = {row["clause"]: row for row in desk.ask("policy", "coverage")}
    closing = rows["P2.5c"]
    assert closing["moves"] == ["sign", "close", "waive"]
    assert closing["commands"] == ["sign", "close", "archive"]
    assert closing["limits"] == ["sign", "close"]
    assert "test_refusals" in closing["tests"]
    assert (rows["P6.3a"]["enforced"], rows["P6.3a"]["moves"], rows["P6.3a"]["tests"]) == (True, ["staff reward"], {})


def test_an_installed_program_has_no_tests_and_says_so(monkeypatch, tmp_path):
    sources = Sources()
    sources.tests = tmp_path / "tests"
    assert sources.covered("P2.5c").document()["tests"] is None


def test_coverage_fits_eighty_cells(desk):
    from ordertool.reports.screen import width

    desk.env["COLUMNS"] = "80"
    for language in ("en", "zh_CN"):
        use_language(language)
        assert all(width(line) <= 80 for line in desk.run("policy", "coverage").out.splitlines())


def test_the_policy_in_words(desk):
    policy = desk.root / "policy.yaml"
    text = policy.read_text().replace("special_days: {}", 'special_days: {2026-12-31: "08:30-12:00"}')
    text = text.replace("duty: {}", "duty:\n  processor: {person: zhao.min, deputy: wu.gang}")
    text = text.replace("restricted: []", "restricted: [危险品]").replace(
        "price_floor: {}", "price_floor: {货架: 1500.00}"
    )
    later = (
        text.split("time_limits:\n")[1]
        .split("\n\n")[0]
        .replace("2000-01-01", "2027-01-01")
        .replace("reply: 4h ", "reply: 2h ")
    )
    text = text.replace("\n\n# 值班", f"\n{later}\n\n# 值班", 1)
    policy.write_text(text)
    desk.run(
        "staff",
        "add",
        "feng.yi",
        "--name",
        "冯一",
        "--email",
        "feng.yi@example.com",
        "--department",
        "orders",
        "--role",
        "processor",
    )
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qam", "policy")
    lines = desk.run("policy", "show").out.splitlines()
    assert lines[0] == "宁波港仓储设备有限公司"
    for line in (
        "  Monday to Friday: 08:30-12:00 13:00-17:30",
        "  Saturday to Sunday: not worked",
        "  2026-12-31: 08:30-12:00",
        "  reply: 4 h (P2.1b)",
        "  from 2027-01-01: reply: 2 h",
        "  processor on duty: zhao.min (deputy wu.gang)",
        "  price of 货架, at least: 1500.00",
        "  restricted goods: 危险品",
        "  grade C: prepayment, cash on delivery",
        "  only paid orders are archived",
    ):
        assert line in lines, "\n".join(lines)
    assert desk.ask("policy", "show")["time_limits"][0]["reply"] == "4h"
