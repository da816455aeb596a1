"""The help of a command and of a group of commands, in the reader's language, within the width of the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from typer._click import Command, Context
from typer.core import TyperArgument

from ordertool.language import N_, _, text
from ordertool.reports.screen import width
from ordertool.reports.wrapping import beside, page_width, wrapped

SHARED = {"--json", "--book", "--as", "--at", "--lang", "--dry-run", "--help"}
"""What every command takes; `--at` and `--dry-run` mean a little less to one that only reads."""
_BY_NAME = ("STAGE", "CHANNEL", "ROLE", "OUTCOME", "VIA", "PAYMENT", "GRADE", "CLIENT", "DEPARTMENT")
"""Options that need no placeholder of their own: they are called after what they take."""
_CODES = N_("Exit codes: 0 done, 1 problems found, 2 usage, 3 refused, 4 invalid record or input, 5 lock, git or disk.")


def command_page(command: Command, ctx: Context, example: str) -> str:
    """Usage, what it does, its parameters, those of every command, an example, what its exit codes say."""
    cells = page_width()
    parts: dict[str, list[tuple[str, str]]] = {
        _("Arguments:"): [],
        _("Options:"): [],
        _("Options of every command:"): [],
    }
    for param in command.get_params(ctx):
        kind = 0 if isinstance(param, TyperArgument) else 2 if set(param.opts) & SHARED else 1
        list(parts.values())[kind].append((_signature(param), about(param)))
    lines = [*_usage(command.collect_usage_pieces(ctx), ctx), "", *wrapped(command.help or "", cells)]
    for title, rows in parts.items():
        if rows:
            lines += ["", title, *beside(rows, cells)]
    if example:
        lines += ["", _("Example:"), *example_lines(example, cells)]
    lines += ["", *wrapped(_(_CODES), cells)]
    return "\n".join(lines) + "\n"


def group_page(words: str, ctx: Context, sections: Mapping[str, Mapping[str, str]]) -> str:
    """Usage, what it is, and each command with its help line, in sections."""
    cells = page_width()
    lines = [*_usage([_("COMMAND [OPTIONS]")], ctx), "", *wrapped(words, cells)]
    column = max(width(name) for helps in sections.values() for name in helps)
    for title, helps in sections.items():
        rows = [(f"{name}{' ' * (column - width(name))}", _(line)) for name, line in helps.items()]
        lines += ["", title, *beside(rows, cells)]
    lines += ["", *wrapped(_("Each command has --help with an example."), cells)]
    return "\n".join(lines) + "\n"


def named(param: Any) -> str:
    """A parameter as the command line calls it."""
    return str(param.metavar or param.name) if isinstance(param, TyperArgument) else str(param.opts[0])


def placeholder(param: Any) -> str:
    """What stands for the value of a parameter, such as ID or STAFF: its own, or what it is called after."""
    own = str(param.opts[-1]).removeprefix("--").upper()
    return str(param.metavar or (own if own in _BY_NAME else "")).strip("[].")


def example_lines(example: str, cells: int) -> list[str]:
    """An example that can be pasted as it stands: a long one goes on after a backslash."""
    lines, line = [], " "
    for piece in _before_options(example):
        if line.strip() and width(f"{line} {piece}") > cells - 2:
            lines.append(f"{line} \\")
            line = "     "
        line = f"{line} {piece}"
    return [*lines, line]


def _before_options(example: str) -> list[str]:
    """An example cut before each of its options."""
    first, *rest = example.split(" --")
    return [first, *(f"--{part}" for part in rest)]


def _usage(pieces: Sequence[str], ctx: Context) -> list[str]:
    return [str(text("Usage: {usage}", usage=" ".join([ctx.command_path, *pieces])))]


def _signature(param: Any) -> str:
    if isinstance(param, TyperArgument):
        return named(param)
    value = "" if getattr(param, "is_flag", False) else placeholder(param) or _("TEXT")
    return " ".join([", ".join(sorted(param.opts, key=lambda option: (len(option), option))), value]).rstrip()


def about(param: Any) -> str:
    """What a parameter is for."""
    words = [_("Show this help.") if "--help" in param.opts else getattr(param, "help", None) or ""]
    if param.required and not isinstance(param, TyperArgument):
        words.append(_("[required]"))
    return " ".join(words)
