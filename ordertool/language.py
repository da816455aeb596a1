"""The words a user sees, in English and Chinese (zh_CN).

A message is a `Text`: an English sentence with named gaps, translated only when it is shown. Rules can
therefore build messages without knowing the reader's language, and stored values are never translated
words (L7).
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

_CATALOGUES = Path(__file__).parent / "locale"


def _untranslated(message: str) -> str:
    return message


_translate: Callable[[str], str] = _untranslated
_current = "en"


def _(message: str) -> str:
    """Translate `message` into the language in use."""
    return _translate(message)


def N_(message: str) -> str:  # noqa: N802 (gettext's own name, known to every extractor)
    """Mark `message` for the catalogue and leave it as it is; it is translated where it is shown."""
    return message


class Text(NamedTuple):
    """A sentence with named gaps; `str()` gives it in the language in use."""

    message: str
    values: Mapping[str, Any] = {}

    def __str__(self) -> str:
        return _translate(self.message).format(**self.values) if self.message else ""


def text(message: str, /, **values: object) -> Text:
    """Build a `Text`. Values that are themselves a `Text` are translated along with it."""
    return Text(message, values)


class Listed(NamedTuple):
    """Words one after another, joined as the language in use joins them when they are shown."""

    words: tuple[object, ...]

    def __str__(self) -> str:
        return _(", ").join(map(str, self.words))

    def __bool__(self) -> bool:
        return bool(self.words)


def listed(words: Iterable[object]) -> Listed:
    """Build a list of words; those that are themselves a `Text` are translated when it is shown."""
    return Listed(tuple(words))


def language() -> str:
    """The language in use, one of `LANGUAGES`."""
    return _current


def use_language(name: str) -> None:
    """Show every word from now on in a language (one of `LANGUAGES`); in English where its catalogue cannot be read."""
    global _translate, _current  # noqa: PLW0603 (one process speaks one language at a time)
    _translate, _current = _untranslated, "en"
    if name == "en":
        return
    import gettext  # noqa: PLC0415 (English readers need not pay for it)

    try:
        _translate = gettext.translation("ordertool", os.fspath(_CATALOGUES), languages=[name]).gettext
    except OSError:
        return
    _current = name


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """Say something in another language than the user's, such as a notice to somebody else, and come back to theirs."""
    global _translate, _current
    before = _translate, _current
    use_language(name)
    try:
        yield
    finally:
        _translate, _current = before


_SYSTEM = {
    "ENOENT": N_("there is no such file or folder"),
    "EACCES": N_("permission denied"),
    "EPERM": N_("not permitted"),
    "EISDIR": N_("it is a folder"),
    "ENOTDIR": N_("a part of the path is no folder"),
    "ENOSPC": N_("the disk is full"),
    "EDQUOT": N_("the disk quota is used up"),
    "EROFS": N_("the disk is read-only"),
    "ENAMETOOLONG": N_("the name is too long"),
    "EEXIST": N_("it is there already"),
    "EMFILE": N_("too many files are open"),
    "EIO": N_("the disk has a fault"),
}


def system_words(error: OSError) -> Text:
    """What the system says went wrong, in the reader's language where we know its words."""
    import errno  # noqa: PLC0415 (only on a fault)

    known = _SYSTEM.get(errno.errorcode.get(error.errno or 0, ""))
    return Text(known) if known else text("{said}", said=error.strerror or error)


CHINESE_DIGITS = {"0": "零", "1": "一", "2": "二", "3": "三", "4": "四", "5": "五", "6": "六", "7": "七"}


class Clause(NamedTuple):
    """A clause of the policy, `P2.3b`; a Chinese reader sees 制度二.3b."""

    number: str

    def __str__(self) -> str:
        if _current != "zh_CN":
            return self.number
        chapter, dot, rest = self.number.removeprefix("P").partition(".")
        return f"制度{CHINESE_DIGITS.get(chapter, chapter)}{dot}{rest}"
