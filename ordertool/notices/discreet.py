"""Words that people typed, without what a notice must not carry: amounts, phone numbers, addresses, contacts (P0.4, L15).

A notice passes through mail servers and chat groups that nobody can vouch for. Records keep what was typed; here it is
left out, rather too much than too little. It is searched for in the text as NFKC has it, without invisible characters; what
stays is as it was typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

LEFT_OUT = "…"
_MAIL = re.compile(r"[^\s@,;:<>()、。]{1,80} ?@ ?[^\s@,;:<>()、。]{1,200}")
_ACCOUNT = re.compile(
    r"(?:微信号?|wechat|weixin|(?<![A-Za-z])[vw]x|QQ|钉钉|飞书) ?(?:号|id)? ?[:是为]? ?[A-Za-z0-9_-]{5,}"
    r"|(?:账号|帐号|账户|帐户|卡号|account|acct|IBAN) ?(?:no\.?|number)? ?[:是为]? ?[A-Za-z]{0,4}\d(?:[ -]?\d){4,40}"
    r"|(?<![\d-])\d{4}(?:[ -]\d{4}){2,6}(?:[ -]\d{1,4})?(?!\d)",
    re.IGNORECASE,
)
_COUNTED = "零〇一二三四五六七八九十百千万亿两廿卅壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億"
_FORMAL = "壹贰貳叁參肆伍陆陸柒捌玖拾佰仟"
_BEFORE = r"[¥$€£]|人民币|美金|(?<![A-Za-z])(?:CNY|RMB|USD|EUR|HKD|JPY|GBP)"
_AFTER = r"[人美欧港日]?[元圆圓]|人民币|英镑|港币|美金|块钱|(?:CNY|RMB|USD|EUR|HKD|JPY|GBP|yuan)(?![A-Za-z])"
_NAMED = "单价|价格|价款|金额|总价|合计|报价|货款|底价|成交价|共计|price|amount"
_FIGURE = r"\d[\d,. ]{0,30}"
_MONEY = re.compile(
    rf"(?:[{_COUNTED}] ?){{1,30}}[元圆圓](?: ?[{_COUNTED}] ?[角分]){{0,2}}|(?:[{_COUNTED}] ?){{2,30}}块"
    rf"|(?:[{_FORMAL}] ?){{1,30}}[万亿萬億]|(?:[{_FORMAL}] ?){{3,30}}"
    rf"|(?:{_NAMED}) ?[:是为]? ?(?:{_BEFORE})? ?(?:{_FIGURE}[kmw万萬]?(?:{_AFTER})?|[{_COUNTED}]{{2,30}})"
    rf"|(?:{_BEFORE}) ?:? ?{_FIGURE}(?:[万千亿萬億wkm](?![A-Za-z]))?(?:{_AFTER})?"
    rf"|{_FIGURE}(?:[万千亿百萬億]{{0,3}} ?(?:{_AFTER})|[万亿萬億])"
    r"|(?<![A-Za-z\d])\d{1,12}(?:\.\d{1,4})?(?-i:[kKw])(?![A-Za-z0-9])"
    r"|(?<![\d+])\d{1,3}(?: \d{3}){1,6}[.,]\d{2}(?!\d)"
    r"|(?<![\d.])(?:\d{1,3}(?:,\d{3}){1,6}|\d{3,})(?:\.\d{1,2})(?!\d)"
    r"|(?<![\d.])\d{1,3}(?:,\d{3}){1,6}(?!\d)",
    re.IGNORECASE,
)
"""Runs are bounded, so that a long text is searched in no time."""
_PHONE = re.compile(
    r"(?<![0-9A-Za-z-])\+?(?:\d{1,3}[- ])?"
    r"(?:\(?0\d{2,3}\)?[-– ]?\d{7,8}|1\d{2}[-–. ]?\d{4}[-–. ]?\d{4}|1(?:[-–. ]?\d){10}|\d{3}[- ]\d{3}[- ]\d{4}|\d{7,})(?![\d-])"
    r"|[零〇幺一二三四五六七八九]{7,}"
)


def discreet(words: str, contacts: Iterable[str | None] = ()) -> str:
    """Text without mail addresses, amounts, phone numbers, and without the contacts that are known by name."""
    plain, places = _plain(words)
    hidden: set[int] = set()
    for pattern in (*map(_spaced, filter(None, contacts)), _MAIL, _ACCOUNT, _MONEY, _PHONE):
        for found in pattern.finditer(plain):
            start, end = found.span()
            end -= len(found[0]) - len(found[0].rstrip())
            hidden.update(range(places[start], places[end - 1] + 1) if end > start else ())
    return "".join(_left(words, hidden))


def _plain(words: str) -> tuple[str, list[int]]:
    """Text as NFKC has it, without invisible characters, and from which character each of it comes."""
    found = [
        (one, place)
        for place, char in enumerate(words)
        if unicodedata.category(char) != "Cf"
        for one in unicodedata.normalize("NFKC", char)
    ]
    return "".join(one for one, _place in found), [place for _one, place in found]


def _spaced(contact: str) -> re.Pattern[str]:
    """A contact, with spaces wherever somebody may have put some."""
    letters = "".join(_plain(contact)[0].split())
    return re.compile(r"\s*".join(map(re.escape, letters)) or r"(?!)")


def _left(words: str, hidden: set[int]) -> Iterator[str]:
    for place, char in enumerate(words):
        if place not in hidden:
            yield char
        elif place - 1 not in hidden:
            yield LEFT_OUT
