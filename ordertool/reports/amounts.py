"""Amounts, quantities and days as papers show them, each in the words of the language in use."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from ordertool.language import language
from ordertool.records.exact_numbers import figure

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ((10**8, "亿"), (10**4, "万"), (1000, "仟"), (100, "佰"), (10, "拾"))


def money(amount: Decimal | str, currency: str) -> str:
    """An exact amount with its thousands marked: ¥241,200.00 in Chinese, CNY 241,200.00 in English."""
    shown = price(amount, currency)
    return f"¥{shown}" if language() == "zh_CN" and currency == "CNY" else f"{currency} {shown}"


def price(amount: Decimal | str, currency: str) -> str:
    """An exact amount with its thousands marked, its cents and what is smaller, without its currency."""
    return figure(Decimal(amount), currency)


def quantity(number: Decimal | str) -> str:
    """An exact number with its thousands marked and without idle zeros."""
    shown = f"{Decimal(number):,f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def size(count: int) -> str:
    """A file's size in bytes."""
    return f"{count:,} B"


def capitals(amount: Decimal | str) -> str:
    """An amount in the capitals of Chinese papers: 241200.00 is 贰拾肆万壹仟贰佰元整."""
    exact = Decimal(amount).quantize(Decimal("0.01"), ROUND_HALF_UP)
    yuan, cents = divmod(int(abs(exact) * 100), 100)
    jiao, fen = divmod(cents, 10)
    words = f"{_whole(yuan)}元" if yuan or not cents else ""
    if jiao:
        words += f"{_DIGITS[jiao]}角"
    elif yuan and fen:
        words += "零"
    words += f"{_DIGITS[fen]}分" if fen else ""
    return ("负" if exact < 0 else "") + words + ("" if cents else "整")


def _whole(number: int) -> str:
    for base, unit in _UNITS:
        if number >= base:
            high, low = divmod(number, base)
            gap = _DIGITS[0] if 0 < low < base // 10 else ""
            return _whole(high) + unit + (gap + _whole(low) if low else "")
    return _DIGITS[number]


def day(value: date | str) -> str:
    """A day in words: 2026年12月18日, 18 December 2026."""
    found = date.fromisoformat(value) if isinstance(value, str) else value
    return (
        f"{found.year}年{found.month}月{found.day}日"
        if language() == "zh_CN"
        else f"{found.day} {found:%B} {found.year}"
    )


def moment(value: datetime | str) -> str:
    """A day in words with the time."""
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return f"{day(found.date())} {found:%H:%M}"
