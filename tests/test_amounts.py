"""Amounts, quantities and days as papers show them; amounts in Chinese capitals by other projects' own tests."""

from __future__ import annotations

import csv

import pytest
from conftest import SHARED, WITH_SHARED

from ordertool.language import use_language
from ordertool.reports.amounts import capitals, day, moment, money, price, quantity, size

OTHERWISE = ("有小数", "unOmitYuan", "complete", "forceZheng")
"""Rows of the shared table that ask for another style, or write 整 only when the amount was typed without a point."""


@WITH_SHARED
def test_amounts_in_chinese_capitals_are_those_of_other_projects():
    rows = list(csv.DictReader((SHARED / "ids_amounts" / "rmb_uppercase.csv").open(encoding="utf-8")))
    ours = [row for row in rows if not any(word in row["source"] for word in OTHERWISE)]
    ours += [row for row in rows if "有小数" in row["source"] and not row["uppercase"].endswith("元")]
    assert len(ours) > 40
    for row in ours:
        assert capitals(row["amount"]) == row["uppercase"], row


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("241200.00", "贰拾肆万壹仟贰佰元整"),
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角"),
        ("10.00", "壹拾元整"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("100000001", "壹亿零壹元整"),
        ("1000000000000.10", "壹万亿元壹角"),
        ("1.005", "壹元零壹分"),
        ("0.004", "零元整"),
    ],
)
def test_an_amount_in_chinese_capitals(amount, words):
    assert capitals(amount) == words


def test_amounts_show_their_thousands_and_every_place_that_counts():
    assert money("241200.00", "CNY") == "CNY 241,200.00"
    assert money("1234567", "JPY") == "JPY 1,234,567"
    assert [price(one, "CNY") for one in ("1850", "1850.0", "0.012500", "1234567.891", "0")] == [
        "1,850.00", "1,850.00", "0.0125", "1,234,567.891", "0.00",
    ]  # fmt: skip
    assert price("1850.5", "JPY") == "1,850.5"
    assert [quantity(one) for one in ("120", "120.50", "1200.000", "0.001", "100")] == [
        "120", "120.5", "1,200", "0.001", "100",
    ]  # fmt: skip
    assert size(1234567) == "1,234,567 B"
    use_language("zh_CN")
    assert money("241200.00", "CNY") == "¥241,200.00"
    assert money("241200.00", "USD") == "USD 241,200.00"


def test_days_are_written_out_in_the_readers_language():
    assert (day("2026-12-08"), moment("2026-12-08T09:05:00+08:00")) == ("8 December 2026", "8 December 2026 09:05")
    use_language("zh_CN")
    assert (day("2026-12-08"), moment("2026-12-08T09:05:00+08:00")) == ("2026年12月8日", "2026年12月8日 09:05")
