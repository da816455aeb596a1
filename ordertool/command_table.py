"""Every command with its parameters, and the words that stand for values, as lines of text for a shell's completion.

A shell waits for an answer, and importing the commands takes ten times as long as it may; so the lines are made from the
commands beforehand, for each language, kept in `shells/`, and a test holds them to the commands.
`python -m ordertool.command_table` makes them anew.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from typer._click import Command, Context
from typer.core import TyperArgument

from ordertool.cli import root
from ordertool.command_list import NOUNS, commands
from ordertool.commands.as_typed import (
    CAUSES,
    CHANNELS,
    COMPLAINTS,
    FATES,
    OUTCOMES,
    ROLES,
    SETTLEMENTS,
    STAGE_WORDS,
    VIAS,
    YES_OR_NO,
)
from ordertool.commands.choosing import rows_of, section_of
from ordertool.commands.completion import SHELLS
from ordertool.help_page import about, named, placeholder
from ordertool.language import _, language
from ordertool.languages import LANGUAGES
from ordertool.records.amending import FORM_FIELDS, LINE_FIELDS

FOLDER = Path(__file__).with_name("shells")
_PAYMENTS = {"账期:": "account:", "预付:": "prepayment:", "货到付款": "cash-on-delivery"}
_WORDS: dict[str, Mapping[str, str]] = {
    "STAGE": STAGE_WORDS, "CHANNEL": CHANNELS, "ROLE": ROLES, "OUTCOME": OUTCOMES, "CAUSE": CAUSES, "VIA": VIAS,
    "PAYMENT": _PAYMENTS, "FATE": FATES,
    "KIND": COMPLAINTS, "RESULT": SETTLEMENTS, "YES|NO": YES_OR_NO,
}  # fmt: skip
"""Values that may be typed in Chinese: the word, and what is stored for it."""
_FIELDS = [f"{name}=" for name in FORM_FIELDS] + [f"lines.L1.{name}=" for name in LINE_FIELDS]
_VALUES: dict[str, Sequence[str]] = {
    "FIELD=VALUE": _FIELDS, "GRADE": "ABCD", "LANG": LANGUAGES, "SHELL": SHELLS,
}  # fmt: skip


def table() -> str:
    """The lines, in the language in use.

    Five fields each: `C` a command, the stages it may start from, `section/key` of the items it works on, its help; after
    it `A` its arguments (placeholder, two empty, help) and `O` its options (names, placeholder, `!` required or `*`
    repeatable, help). `N` a noun, with its help. `V` a placeholder, a value for it, `~` when that is of the other
    language, what it means.
    """
    lines: list[tuple[str, ...]] = [("N", name, "", "", _(NOUNS[name][0])) for name in NOUNS]
    group = root()
    for path in [(name,) for name in commands() if name not in NOUNS] + [
        (noun, verb) for noun in NOUNS for verb in commands(noun)
    ]:
        lines += _command(group, path)
    lines += _values()
    return "".join("\t".join(line).rstrip() + "\n" for line in lines)


def _command(group: Any, path: Sequence[str]) -> Iterator[tuple[str, ...]]:
    found = group
    for name in path:
        found = found.get_command(Context(found), name)
    rows = rows_of(path)
    stages = sorted(set[str]().union(*(row.frm for row in rows))) if rows else []
    yield "C", " ".join(path), ",".join(stages), "/".join(filter(None, section_of(rows))), found.help or ""
    yield from _parameters(found)


def _parameters(command: Command) -> Iterator[tuple[str, ...]]:
    for param in command.get_params(Context(command)):
        if isinstance(param, TyperArgument):
            yield "A", named(param), "", "", about(param)
        else:
            flag = getattr(param, "is_flag", False)
            marks = "!" * bool(param.required) + "*" * bool(param.multiple)
            yield "O", ",".join(param.opts), "" if flag else placeholder(param) or "TEXT", marks, about(param)


def _values() -> Iterator[tuple[str, ...]]:
    for name, words in _WORDS.items():
        meanings = {stored: typed for typed, stored in reversed(list(words.items()))}
        chinese, english = [*words.items()], [(stored, meanings[stored]) for stored in dict.fromkeys(words.values())]
        if language() == "zh_CN":
            yield from (("V", name, word, "", stored) for word, stored in chinese)
            yield from (("V", name, word, "~", meaning) for word, meaning in english)
        else:
            yield from (("V", name, word, "", "") for word, _meaning in english)
            yield from (("V", name, word, "~", stored) for word, stored in chinese)
    yield from (("V", name, value, "", "") for name, values in _VALUES.items() for value in values)


_MADE = (
    "import sys; from ordertool.language import use_language; use_language(sys.argv[1]);"
    "from ordertool.command_table import table; sys.stdout.buffer.write(table().encode())"
)


def made(name: str) -> bytes:
    """The table in a language. Words are made when a command is imported, so each language has a process."""
    return subprocess.run([sys.executable, "-c", _MADE, name], check=True, stdout=subprocess.PIPE).stdout


if __name__ == "__main__":
    for name in LANGUAGES:
        (FOLDER / f"{name}.tsv").write_bytes(made(name))
