"""Words in Markdown."""

from __future__ import annotations

import re

from ordertool.reports.screen import visible

_MARKS = re.compile(r"([\\`*_\[\]<>|#~])")


def escaped(words: str) -> str:
    """Words in which Markdown finds no mark-up, and no cell ends."""
    return _MARKS.sub(r"\\\1", visible(words))
