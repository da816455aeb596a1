"""What `doctor` finds: whether something is in order, and if not, what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from ordertool.language import N_, Text, text

Kind = Literal["ok", "note", "problem"]
KIND_NAMES: dict[Kind, str] = {"ok": N_("in order"), "note": N_("to note"), "problem": N_("problem")}


class Finding(NamedTuple):
    """One thing looked at: what it is, how it stands, what to do, and what `--repair` does about it, if that is safe."""

    kind: Kind
    subject: str
    message: Text
    advice: Text | None = None
    repair: Callable[[], Text] | None = None


def fine(subject: str, message: Text) -> Finding:
    """Something in order."""
    return Finding("ok", subject, message)


def note(subject: str, message: Text, advice: Text | None = None, repair: Callable[[], Text] | None = None) -> Finding:
    """Something to know."""
    return Finding("note", subject, message, advice, repair)


def problem(subject: str, message: Text, advice: Text, repair: Callable[[], Text] | None = None) -> Finding:
    """Something that stands in the way of work, or will."""
    return Finding("problem", subject, message, advice, repair)


def same(words: str) -> Text:
    """Words that are the same in every language: a command line, a version."""
    return text("{said}", said=words)
