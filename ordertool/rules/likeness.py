"""Which files may be of the same client: same code, same phone, same name but for its form, or a name that is near (P4.1a).

A condition is judged by it, so it must judge alike for ever: what is compared, and places.txt, change only with the law.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal, NamedTuple

from ordertool.records.client import Client, ClientProfile
from ordertool.rules.regions import places

Why = Literal["code", "phone", "name", "near"]
_FORMS = re.compile(
    r"(股份有限公司|有限责任公司|有限公司|责任公司|股份公司|总公司|分公司|子公司|公司|集团|股份|有限|责任)"
)
_FOREIGN_FORMS = frozenset((
    "co", "ltd", "limited", "inc", "incorporated", "corp", "corporation", "company", "group", "llc", "llp", "lp", "plc",
    "gmbh", "ag", "sa", "srl", "spa", "bv", "nv", "pte", "pty", "oy", "ab",
))  # fmt: skip
_BRACKETS = re.compile(r"\(([^()]+)\)")
_SHORTEST = 2
_NEAR_FROM = 3
"""Shorter names are compared as they are: one letter more is another name."""
_NEAR_CHINESE, _NEAR = 0.8, 0.9
"""How alike names must be, from 0 to 1: a Chinese character says more than a letter."""
_FIGURES = re.compile(r"[0-9一二三四五六七八九十东南西北]")


class Like(NamedTuple):
    """A client that is like another one, and by what."""

    client: Client
    why: tuple[Why, ...]


def likes(profile: ClientProfile, clients: Iterable[Client]) -> Iterator[Like]:
    """Those of some clients that a profile may be a second file of."""
    phones = set(profile.phones)
    for client in clients:
        other = client.profile
        found: list[Why] = []
        if profile.uscc is not None and profile.uscc == other.uscc:
            found.append("code")
        if phones & set(other.phones):
            found.append("phone")
        if core(profile.name) == core(other.name):
            found.append("name")
        elif near(core(profile.name), core(other.name)):
            found.append("near")
        if found:
            yield Like(client, tuple(found))


@lru_cache(maxsize=100_000)
def core(name: str) -> str:
    """What sets a name apart: without the place before it, the form of the company, spaces and signs."""
    plain = _BRACKETS.sub(_no_place, unicodedata.normalize("NFKC", name).casefold())
    words = [word for word in re.findall(r"[^\W_]+", plain) if word not in _FOREIGN_FORMS]
    bare = "".join(words)
    formless = _FORMS.sub("", bare)
    placeless = _without_place(formless)
    return next((one for one in (placeless, formless, bare) if len(one) >= _SHORTEST), plain.strip())


def _no_place(found: re.Match[str]) -> str:
    """What stands in brackets, unless it is a place: 东海渔具（舟山）有限公司."""
    table = places()
    return "" if found[1] in table.whole or found[1] in table.short else found[0]


def _without_place(name: str) -> str:
    """Without the province and the city that a company's name begins with."""
    table = places()
    for _place in ("province", "city"):
        for length in range(min(table.longest, len(name)), _SHORTEST - 1, -1):
            start = name[:length]
            if (start in table.whole or start in table.short) and len(name) - length >= _SHORTEST:
                name = name[length:]
                break
    return name


def near(one: str, other: str) -> bool:
    """Whether two names differ by a slip of the pen; a figure or a direction is none."""
    short, long = sorted((len(one), len(other)))
    if short < _NEAR_FROM or 2 * short / (short + long) < _NEAR_CHINESE:
        return False
    wanted = _NEAR if (one + other).isascii() else _NEAR_CHINESE
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return (
        matcher.quick_ratio() >= wanted
        and matcher.ratio() >= wanted
        and _FIGURES.findall(one) == _FIGURES.findall(other)
    )
