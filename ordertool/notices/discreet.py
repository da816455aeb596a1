"""Words that people typed, without what a notice must not carry: amounts, phone numbers, addresses, contacts (P0.4, L15).

A notice passes through mail servers and chat groups that nobody can vouch for. Records keep what was typed; here it is
left out, rather too much than too little.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

LEFT_OUT = "…"
_MAIL = re.compile(r"[^\s@,;:<>()，；：（）、。]+@[^\s@,;:<>()，；：（）、。]+")
_MONEY = re.compile(
    r"(?:[¥￥$€£]|\b(?:CNY|RMB|USD|EUR|HKD))\s*\d[\d,.]*(?:\s*[万千亿])?"
    r"|\d[\d,.]*\s*(?:[万千亿]?元|块钱|[万亿](?![\w])|(?:CNY|RMB|USD|EUR|HKD|yuan)\b)"
    r"|(?<![\d.])(?:\d{1,3}(?:,\d{3})+|\d{3,})(?:\.\d{1,2})(?!\d)"
    r"|(?<![\d.])\d{1,3}(?:,\d{3})+(?!\d)"
)
_PHONE = re.compile(
    r"(?<![0-9A-Za-z-])\+?(?:\d{1,3}[- ])?(?:\(?0\d{2,3}\)?[- ]?\d{7,8}|1\d{2}[- ]?\d{4}[- ]?\d{4}|\d{3}[- ]\d{3}[- ]\d{4}|\d{7,})(?![\d-])"
)


def discreet(words: str, contacts: Iterable[str | None] = ()) -> str:
    """Text without mail addresses, amounts, phone numbers, and without the contacts that are known by name."""
    for contact in contacts:
        if contact:
            words = words.replace(contact, LEFT_OUT)
    for pattern in (_MAIL, _MONEY, _PHONE):
        words = pattern.sub(LEFT_OUT, words)
    return words
