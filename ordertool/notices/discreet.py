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
    r"(?:微信号?|wechat|weixin|(?<![A-Za-z])[vw]x|加 ?v|QQ|钉钉|飞书) ?(?:号|id)? ?[:是为]? ?[A-Za-z0-9_-]{5,}"
    r"|(?:账号|帐号|账户|帐户|卡号|account|acct|IBAN) ?(?:no\.?|number)? ?[:是为]? ?[A-Za-z]{0,4}\d(?:[ -]?\d){4,40}"
    r"|(?<![\d-])\d{4}(?:[ -]\d{4}){2,6}(?:[ -]\d{1,4})?(?!\d)"
    r"|(?<![\d-])\d{4} \d{4}(?![\d-])",
    re.IGNORECASE,
)
_COUNTED = "零〇一二三四五六七八九十百千万亿两廿卅壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億"
_FORMAL = "壹贰貳叁參肆伍陆陸柒捌玖拾佰仟"
_BEFORE = r"[¥$€£]|人民币|美金|(?<![A-Za-z])(?:CNY|RMB|USD|EUR|HKD|JPY|GBP)"
_AFTER = r"[人美欧港日]?[元圆圓]|人民币|英镑|港币|美金|块钱|(?:CNY|RMB|USD|EUR|HKD|JPY|GBP|yuan)(?![A-Za-z])"
_NAMED = (
    "(?:[单总底报标售]|成交|折扣|优惠|含税|到岸)?价格?|价款|[金总限差余]额|额度|合计|共计|费用?|[货尾首余付欠汇罚]款|[订定押佣租]金|违约金|保证金|回扣|提成|优惠到?|降到|便宜"
    "|price|amount|discount|deposit|fee|cost"
)
_FIGURE = r"\d[\d,. ]{0,30}(?:[-~至到] ?\d[\d,. ]{0,30})?"
_UNITS = (
    "个件只台套吨米根条张次份箱包人天年月日号时点分秒度片批种类家层架位组排列格柜车趟辆卷瓶桶袋公斤千克升毫厘平方立瓦伏安转"
    "小名项页字遍倍节段座栋户间寸尺"
)
_COUNT = rf"(?! ?(?:[{_UNITS}]|(?:pcs|pieces?|bays?|kgs?|t|tons?|[mck]?m|sets?|box(?:es)?|units?|rolls?|h|hours?|days?)(?![A-Za-z])))"
"""What does not follow an amount: with it, a number says how many."""
_MONEY = re.compile(
    rf"(?:[{_COUNTED}] ?){{1,30}}[元圆圓](?: ?[{_COUNTED}] ?[角分]){{0,2}}|(?:[{_COUNTED}] ?){{2,30}}块[{_COUNTED}]?"
    rf"|(?<![{_COUNTED}第])(?!千万(?![{_COUNTED}]))[{_COUNTED}]{{1,30}}[百千万亿萬億][{_COUNTED}]{{0,30}}(?![{_COUNTED}]){_COUNT}"
    rf"|(?:[{_FORMAL}] ?){{1,30}}[万亿萬億]|(?:[{_FORMAL}] ?){{2,30}}(?![{_FORMAL}]){_COUNT}"
    rf"|(?:{_NAMED}) ?[:是为]? ?(?:{_BEFORE})? ?(?:{_FIGURE}[kmw千万萬]?(?:{_AFTER})?|[{_COUNTED}]{{2,30}})"
    rf"|(?:{_BEFORE}) ?:? ?{_FIGURE}(?:[万千亿萬億wkm](?![A-Za-z]))?(?:{_AFTER})?"
    rf"|{_FIGURE}(?:[万千亿百萬億]{{0,3}} ?(?:{_AFTER})|[万亿萬億])"
    r"|(?<![A-Za-z\d])\d{1,12}(?:\.\d{1,4})?(?-i:[kKw])(?![A-Za-z0-9])"
    r"|(?<![\d+])\d{1,3}(?: \d{3}){1,6}[.,]\d{2}(?!\d)"
    r"|(?<![\d.])(?:\d{1,3}(?:,\d{3}){1,6}|\d{3,})(?:\.\d{1,2})(?!\d)"
    r"|(?<![\d.])\d{1,3}(?:,\d{3}){1,6}(?!\d)"
    r"|(?<![\d.])\d{1,3}(?:\.\d{3}){1,6},\d{2}(?!\d)|(?<![\d.])\d{1,3}(?:['’]\d{3}){1,6}(?!\d)"
    rf"|(?<![\d.])\d{{1,3}}(?: \d{{3}}){{1,6}}(?!\d){_COUNT}"
    rf"|\d[\d,.]{{0,30}}(?= ?/ ?[{_UNITS}])|(?<=[每一][{_UNITS}]) ?\d[\d,.]{{0,30}}(?![\d,.]){_COUNT}",
    re.IGNORECASE,
)
"""Runs are bounded, so that a long text is searched in no time."""
_PHONE = re.compile(
    r"(?<![0-9A-Za-z-])\+?(?:\d{1,3}[- ])?"
    r"(?:\(?0\d{2,3}\)?[-– ]?(?:\d{7,8}|\d{3,4}[-– ]\d{4})"
    r"|1\d{2}[-–. ]?\d{4}[-–. ]?\d{4}|1(?:[-–. ]?\d){10}|\d{3}[- ]\d{3}[- ]\d{4}|\d{7,})(?![\d-])"
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
