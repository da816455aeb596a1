"""Regions as people write them: 江苏省 and 江苏 are one, Zhejiang and zhejiang too. Pure; what is stored stays as typed (P2.3a)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_KIND = re.compile(r"(壮族|回族|维吾尔)?自治区|特别行政区|省|市|\bprovince\b|\s")
"""What says of which kind a region is, and nothing else."""


@lru_cache(maxsize=1024)
def plain(region: str) -> str:
    """A region's name as it is compared: without what says of which kind it is, in small letters."""
    small = unicodedata.normalize("NFKC", region).casefold()
    return _KIND.sub("", small) or small


def within(region: str | None, wider: str) -> bool:
    """Whether a region is another, or lies in it by its name: 浙江省宁波市 in 浙江."""
    return region is not None and plain(region).startswith(plain(wider))
