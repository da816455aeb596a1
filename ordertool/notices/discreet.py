"""Words that people typed, without what a notice must not carry: amounts, phone numbers, addresses, contacts (P0.4, L15).

A notice passes through mail servers and chat groups that nobody can vouch for. Records keep what was typed; here it is
left out, rather too much than too little.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LEFT_OUT = "…"
_MAIL = re.compile(r"[^\s@,;:<>()，；：（）、。]+@[^\s@,;:<>()，；：（）、。]+")
_ACCOUNT = re.compile(r"(?:微信号?|wechat|weixin|QQ)\s*[:：号]?\s*[A-Za-z0-9_-]{5,}", re.IGNORECASE)
_MONEY = re.compile(
    r"[零〇一二三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟两]{2,}[元块圆]|[壹贰叁肆伍陆柒捌玖拾佰仟]+[万亿]"
    r"|(?:单价|价格|价款|金额|总价|合计|price|amount)\s*[:：]?\s*\d[\d,. ]*[kKmM万]?|\d+(?:\.\d+)?[kK]\b"
    r"|(?<![\d+])\d{1,3}(?: \d{3})+[.,]\d{2}(?!\d)|"
    r"(?:[¥￥$€£]|\b(?:CNY|RMB|USD|EUR|HKD))\s*\d[\d,.]*(?:\s*[万千亿])?"
    r"|\d[\d,.]*\s*(?:[万千亿]?元|块钱|[万亿](?![\w])|(?:CNY|RMB|USD|EUR|HKD|yuan)\b)"
    r"|(?<![\d.])(?:\d{1,3}(?:,\d{3})+|\d{3,})(?:\.\d{1,2})(?!\d)"
    r"|(?<![\d.])\d{1,3}(?:,\d{3})+(?!\d)"
)
_PHONE = re.compile(
    r"(?<![0-9A-Za-z-])\+?(?:\d{1,3}[- ])?"
    r"(?:\(?0\d{2,3}\)?[- ]?\d{7,8}|1\d{2}[-. ]?\d{4}[-. ]?\d{4}|\d{3}[- ]\d{3}[- ]\d{4}|\d{7,})(?![\d-])"
)


_NARROW = {
    ord(wide): unicodedata.normalize("NFKC", wide)
    for wide in map(chr, range(0xFF01, 0xFF5F))
    if unicodedata.normalize("NFKC", wide).isalnum() or wide in "＠．＋－"
}
"""Full-width letters, digits and the signs of addresses, as they are written elsewhere."""


def discreet(words: str, contacts: Iterable[str | None] = ()) -> str:
    """Text without mail addresses, amounts, phone numbers, and without the contacts that are known by name."""
    words = words.translate(_NARROW)
    for contact in contacts:
        if contact:
            letters = r"\s*".join(map(re.escape, "".join(unicodedata.normalize("NFKC", contact).split())))
            words = re.sub(letters, LEFT_OUT, words)
    for pattern in (_MAIL, _ACCOUNT, _MONEY, _PHONE):
        words = pattern.sub(LEFT_OUT, words)
    return words
