"""What somebody may have meant who typed something that is not there."""

from __future__ import annotations

from collections.abc import Iterable

from ordertool.language import Text, listed, text

_MOST = 3
_NEAR = 0.6
"""How alike two words must be, from 0 to 1."""


def nearest(typed: str, known: Iterable[str], near: float = _NEAR) -> list[str]:
    """The known words that are most like what was typed, the nearest first."""
    from difflib import get_close_matches  # noqa: PLC0415 (only mistakes need it)

    words = {word.casefold(): word for word in known}
    found = get_close_matches(typed.strip().casefold(), list(words), n=_MOST, cutoff=near)
    return [words[word] for word in found]


def did_you_mean(typed: str, known: Iterable[str]) -> Text | None:
    """A hint at the known words that are near; None when there are none."""
    found = nearest(typed, known)
    return meant(found) if found else None


def meant(names: Iterable[str]) -> Text:
    """A hint at what was meant."""
    return text("did you mean: {names}", names=listed(names))
