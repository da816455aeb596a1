"""`policy show` says the rules of assignment in words (P2.3a)."""

from __future__ import annotations

import re


def test_rules_are_said_in_words(desk):
    path = desk.root / "policy.yaml"
    rules = (
        "  rules:\n"
        "    - {name: large, when: {value_from: 15000, types: [custom], weekdays: [monday]}, then: required,"
        " who: {departments: [sales]}}\n"
        "    - {name: near, when: {regions: [浙江]}, then: preferred, who: {same: [region, domain, owner], domains: [storage]}}\n"
    )
    path.write_text(re.sub(r"  rules:\n(    - .*\n)+", rules, path.read_text()))
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qam", "rules")
    said = desk.run("policy", "show").out
    assert (
        "  large: required\n"
        "    orders: of type custom, on Monday, of a value from 15000\n"
        "    owners: of department sales\n"
    ) in said.replace("of a value from 15000, on Monday", "on Monday, of a value from 15000")
    assert (
        "    orders: of clients in 浙江\n"
        "    owners: whose region is the client's, whose domain is the order's, who owned the client's last order, "
        "with domain storage\n"
    ) in said
    assert "same:" not in said
