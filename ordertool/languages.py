"""The languages ordertool speaks, and which of them a reader wants. Imports nothing: a shell's completion asks too."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("en", "zh_CN")


def language_from(wanted: str | None, environ: Mapping[str, str]) -> str:
    """The language to use: the one asked for, else ORDERTOOL_LANG, else the locale's, else English."""
    candidates = [wanted, environ.get("ORDERTOOL_LANG")]
    candidates += [environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    for candidate in candidates:
        if not candidate:
            continue
        return "zh_CN" if candidate.lower().replace("-", "_").startswith("zh") else "en"
    return "en"


def spoken(wanted: str) -> bool:
    """Whether a language that was asked for by name is one that ordertool speaks: `zh_CN`, `zh`, `en-GB`."""
    return wanted.lower().replace("-", "_").partition("_")[0].partition(".")[0] in {"en", "zh"}


def asked_language(args: list[str]) -> str | None:
    """The value of `--lang`, if it was given."""
    for place, arg in enumerate(args):
        if arg == "--lang" and place + 1 < len(args):
            return args[place + 1]
        if arg.startswith("--lang="):
            return arg.partition("=")[2]
    return None
