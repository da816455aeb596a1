"""Text broken into lines of so many cells: between words, and in Chinese between any two characters."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence

from ordertool.reports.screen import width

# A word of Latin letters, digits and signs stays whole; a Chinese character takes the punctuation after it along, and an
# opening bracket what follows it.
_PIECE = re.compile(
    r"[（《“‘「]*(?:[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’]+|[^\s])[，。；：！？、）》”’」…]*\s*|\s+"
)


_MOST = 100
"""Cells of the widest line; longer ones are hard to read."""


def page_width() -> int:
    """Cells in a line of text to read: the terminal's within bounds, 80 for a pipe."""
    import shutil  # noqa: PLC0415 (a line's length is seldom asked)

    asked = shutil.get_terminal_size((80, 24)).columns
    return max(40, min(asked, _MOST)) if sys.stdout.isatty() else min(asked, 80)


def wrapped(words: str, cells: int) -> list[str]:
    """`words` in lines of at most `cells` cells; a word that is longer stands alone on its line."""
    lines, line = [], ""
    for piece in _PIECE.findall(words):
        if line and width(line + piece.rstrip()) > cells:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


def beside(names: Sequence[tuple[str, str]], cells: int, widest: int = 30) -> list[str]:
    """Names in a column and what is said of each beside it, wrapped; a name that is too wide has its own line."""
    column = min(max((width(name) for name, _about in names), default=0), widest)
    lines = []
    for name, about in names:
        told = wrapped(about, cells - column - 4) or [""]
        if width(name) > column:
            lines.append(f"  {name}")
            lines += [f"  {' ' * column}  {line}" for line in told]
        else:
            lines.append(f"  {name}{' ' * (column - width(name))}  {told[0]}".rstrip())
            lines += [f"  {' ' * column}  {line}" for line in told[1:]]
    return lines
