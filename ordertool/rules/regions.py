"""Regions as people write them: 江苏省 and 江苏 are one (P2.3a); and the province that an address itself tells, never guessed (P4.1a).

An address begins with its province, its city or its county. A name that lies in several provinces (朝阳区, 鼓楼区) tells
nothing, and neither does the name of a street (北京路) or of a house (福建大厦).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

_NOT_A_PLACE = re.compile(
    r"[东西南北中上下内外前后老新环]?[一二三四五六七八九十0-9]*[东西南北中]?"
    r"(路|街|大路|大道|大街|道|巷|弄|里|胡同|桥|公路|园路|公园|高速|大厦|广场|宾馆|酒店|饭店|商会|会馆|花园|镇|乡|村|社区|新村)"
)
"""What makes a short name that stands before it the name of a street, a house or a hill."""
_BEFORE = re.compile(
    r"^(中华人民共和国|中国|总部|本部|公司|工厂|厂址|企业|单位|办公|注册|联系|经营|运营|详细|正确|通讯|工作|地址|地点|位置|位于|在"
    r"|[^\w]|[0-9_])+"
)
"""What people write before an address."""
_TOO_COMMON = frozenset(["郊区", "城区", "矿区", "市区", "新区", "市中区", "东区", "西区", "南区", "北区"])
_ALSO_WORDS = frozenset((
    "东方", "东港", "新民", "长安", "长乐", "平安", "和平", "兴城", "兴华", "永安", "安达", "同江", "建阳", "建德", "龙泉",
    "开平", "临江", "平湖", "古交", "高平",
))  # fmt: skip
"""Cities of a county's rank whose short names are words that houses, firms and other places are called by too."""
_SHORTEST = 2
_KIND = re.compile(r"(壮族|回族|维吾尔)?自治区|特别行政区|省|市|\bprovince\b|\s")
"""What says of which kind a region is, and nothing else."""


class Places(NamedTuple):
    """Names of places with the province they lie in, None for those that lie in `several`, which has them all.

    `large` are the short names of provinces and of cities above counties.
    """

    whole: dict[str, str | None]
    short: dict[str, str | None]
    several: dict[str, set[str]]
    large: set[str]
    longest: int


@cache
def places() -> Places:
    """The table of places, read when somebody first asks."""
    text = (files("ordertool") / "rules" / "places.txt").read_text("utf-8")
    lines = [line.strip() for line in text.splitlines() if not line.startswith("#")]
    whole: dict[str, str | None] = {}
    short: dict[str, str | None] = {}
    several: dict[str, set[str]] = {}
    large: set[str] = set()
    for names, cities, counties in zip(lines[::3], lines[1::3], lines[2::3], strict=True):
        province, full = names.split()
        _add(short, province, province)
        large |= {province, *map(_cut, cities.split())}
        for name in (full, *cities.split(), *counties.split()):
            _add(whole, name, province)
            several.setdefault(name, set()).add(province)
        for city in (*cities.split(), *(county for county in counties.split() if county.endswith("市"))):
            _add(short, _cut(city), province)
    whole |= dict.fromkeys(_TOO_COMMON)
    short |= dict.fromkeys(_ALSO_WORDS)
    return Places(whole, short, several, large, max(map(len, whole)))


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
    written = _BEFORE.sub("", "".join(unicodedata.normalize("NFKC", address).split()))
    found = _at_the_start(written)
    if found is None:
        return _within(written)
    name, province = found
    return province or _one_of(places().several.get(name, set()), written[len(name) :])


def _at_the_start(written: str) -> tuple[str, str | None] | None:
    """The longest name that the address begins with, and its province; None where it begins with none."""
    table = places()
    for length in range(min(table.longest, len(written)), _SHORTEST - 1, -1):
        name = written[:length]
        if name in table.whole:
            return name, table.whole[name]
        if name in table.short and not _NOT_A_PLACE.match(written, length):
            return name, table.short[name]
    return None


def _one_of(provinces: set[str], rest: str) -> str | None:
    """Which of the provinces of a name the rest of the address tells: 南山区深圳… lies in that of Shenzhen's. None but one may."""
    table = places()
    found = {
        table.short.get(rest[start:end])
        for start in range(len(rest))
        for end in range(start + _SHORTEST, min(start + table.longest, len(rest)) + 1)
        if rest[start:end] in table.large and not _NOT_A_PLACE.match(rest, end)
    }
    told = {province for province in found if province in provinces}
    return told.pop() if len(told) == 1 else None


def _within(written: str) -> str | None:
    """The province of what is written in full further on, where all of it agrees.

    A city or a province tells it; where there is none, a district or a county that lies in one province alone.
    """
    table = places()
    cities: set[str | None] = set()
    counties: set[str | None] = set()
    for end in re.finditer("[省市区县]", written):
        for start in range(max(0, end.end() - table.longest), end.start()):
            name = written[start : end.end()]
            if name in table.whole and name not in _TOO_COMMON:
                (cities if name.endswith(("省", "市", "自治区")) else counties).add(table.whole[name])
                break
    found = cities or counties
    return found.pop() if len(found) == 1 else None


def region_named(typed: str) -> str:
    """A region as people name it, a province by its short name: 浙江 for 浙江省; any other word stays."""
    written = unicodedata.normalize("NFKC", typed).strip()
    found = places().whole.get(written)
    return found if found is not None and written.startswith(found) and written.endswith(("省", "市", "区")) else typed


@lru_cache(maxsize=1024)
def plain(region: str) -> str:
    """A region's name as it is compared: without what says of which kind it is, in small letters."""
    small = unicodedata.normalize("NFKC", region).casefold()
    return _KIND.sub("", small) or small


def within(region: str | None, wider: str) -> bool:
    """Whether a region is another, or lies in it by its name: 浙江省宁波市 in 浙江."""
    return region is not None and plain(region).startswith(plain(wider))
