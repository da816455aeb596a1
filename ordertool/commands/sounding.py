"""Clients whose names sound alike, by the initials of their pinyin: only where pypinyin is installed (an extra).

It is told, and decides nothing: a book must judge alike on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable

from ordertool.records.client import Client
from ordertool.rules.likeness import core

_FEWEST = 3
"""Fewer initials say too little."""


def sound_alikes(name: str, clients: Iterable[Client]) -> list[Client]:
    """The clients whose names have the same initials; none without pypinyin."""
    mine = _initials(name)
    return [one for one in clients if one.merged is None and _initials(one.profile.name) == mine] if mine else []


def _initials(name: str) -> str:
    """The first letters of a name's syllables, without its place and form."""
    try:
        from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 (an extra)
    except ImportError:
        return ""
    bare = core(name)
    letters = "".join(lazy_pinyin(bare, style=Style.FIRST_LETTER))
    return letters if len(letters) >= _FEWEST and not bare.isascii() else ""
