"""The province of an address, where the address itself tells it; never guessed (P4.1a).

An address begins with its province, its city or its county. A name that lies in several provinces (朝阳区, 鼓楼区) tells
nothing, and neither does the name of a street (北京路) or of a house (福建大厦).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_NOT_A_PLACE = re.compile(
    r"[东西南北中上下内外前后老新环]?[一二三四五六七八九十0-9]*[东西南北中]?"
    r"(路|街|大路|大道|大街|道|巷|弄|里|胡同|桥|公路|高速|大厦|广场|宾馆|酒店|饭店|商会|会馆|花园|镇|乡|村|社区|新村)"
)
"""What makes a short name that stands before it the name of a street, a house or a hill."""
_BEFORE = re.compile(
    r"^(中华人民共和国|中国|总部|公司|企业|单位|办公|注册|联系|经营|详细|通讯|工作|地址|地点|位于|在|[^\w]|[0-9_])+"
)
"""What people write before an address."""
_TOO_COMMON = frozenset(["郊区", "城区", "矿区", "市区", "新区", "市中区"])
_ALSO_WORDS = frozenset((
    "东方", "东港", "新民", "长安", "长乐", "平安", "和平", "兴城", "兴华", "永安", "安达", "同江", "建阳", "建德", "龙泉",
    "开平", "临江", "平湖", "古交", "高平",
))  # fmt: skip
"""Cities of a county's rank whose short names are words that houses, firms and other places are called by too."""
_SHORTEST = 2


class Places(NamedTuple):
    """Names of places with the province they lie in, None for those that lie in several."""

    whole: dict[str, str | None]
    short: dict[str, str | None]
    longest: int


@cache
def places() -> Places:
    """The table of places, read when somebody first asks."""
    text = (files("ordertool") / "rules" / "places.txt").read_text("utf-8")
    lines = [line.strip() for line in text.splitlines() if not line.startswith("#")]
    whole: dict[str, str | None] = {}
    short: dict[str, str | None] = {}
    for names, cities, counties in zip(lines[::3], lines[1::3], lines[2::3], strict=True):
        province, full = names.split()
        _add(short, province, province)
        for name in (full, *cities.split(), *counties.split()):
            _add(whole, name, province)
        for city in (*cities.split(), *(county for county in counties.split() if county.endswith("市"))):
            _add(short, _cut(city), province)
    whole |= dict.fromkeys(_TOO_COMMON)
    short |= dict.fromkeys(_ALSO_WORDS)
    return Places(whole, short, max(map(len, whole)))


def _add(names: dict[str, str | None], name: str, province: str) -> None:
    if len(name) >= _SHORTEST:
        names[name] = province if names.get(name, province) == province else None


def _cut(city: str) -> str:
    """A city as people say it: 宁波 for 宁波市."""
    return re.sub(r"(市|地区|盟)$", "", city)


def region_of(address: str | None) -> str | None:
    """The province in which an address lies, as its short name 浙江; None when it does not say."""
    if address is None:
        return None
    plain = _BEFORE.sub("", "".join(unicodedata.normalize("NFKC", address).split()))
    found = _at_the_start(plain)
    return found[0] if found else _within(plain)


def _at_the_start(plain: str) -> tuple[str | None] | None:
    """The province of the longest name that the address begins with; None where it begins with none."""
    table = places()
    for length in range(min(table.longest, len(plain)), _SHORTEST - 1, -1):
        name = plain[:length]
        if name in table.whole:
            return (table.whole[name],)
        if name in table.short and not _NOT_A_PLACE.match(plain, length):
            return (table.short[name],)
    return None


def _within(plain: str) -> str | None:
    """The province of a city or province that is written in full further on, where all of them agree."""
    table = places()
    found = set()
    for end in re.finditer("[省市区]", plain):
        for start in range(max(0, end.end() - table.longest), end.start()):
            name = plain[start : end.end()]
            if name.endswith(("省", "市", "自治区")) and name in table.whole:
                found.add(table.whole[name])
                break
    return found.pop() if len(found) == 1 else None


def region_named(typed: str) -> str:
    """A region as people name it, a province by its short name: 浙江 for 浙江省; any other word stays."""
    plain = unicodedata.normalize("NFKC", typed).strip()
    found = places().whole.get(plain)
    return found if found is not None and plain.startswith(found) and plain.endswith(("省", "市", "区")) else typed
