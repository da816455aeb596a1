"""On a terminal, what was left out of a command line is asked for: chosen of a list where there is one, else typed."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

from typer._click.exceptions import MissingParameter
from typer.core import TyperArgument

from ordertool.errors import MissingOptionError
from ordertool.help_page import named, placeholder
from ordertool.language import text
from ordertool.reports.screen import visible


def may_ask(args: Sequence[str]) -> bool:
    """Whether somebody sits at a terminal, and wants no document."""
    return "--json" not in args and sys.stdin.isatty() and sys.stderr.isatty()


def with_answer(missing: MissingParameter, args: Sequence[str]) -> list[str] | None:
    """The command line with what was left out, as somebody has answered; None without an answer.

    Raises:
        KeyboardInterrupt: they have left.
        UsageError: nothing fits that could be chosen.
    """
    param, ctx = missing.param, missing.ctx
    assert param is not None
    answer = _chosen(param, ctx, args) if ctx is not None and os.environ.get("TERM") != "dumb" else None
    if answer is None:
        answer = typed((getattr(param, "help", None) or param.name or "").rstrip(".。"))
    if not answer:
        return None
    return [*args, answer] if isinstance(param, TyperArgument) else [*args, param.opts[0], answer]


def with_option(missing: MissingOptionError, args: Sequence[str]) -> list[str] | None:
    """The same for what only this use of a command needs."""
    if isinstance(missing.asked, tuple):
        ctx, param = missing.asked
        return with_answer(MissingParameter(ctx=ctx, param=param), args)
    answer = typed(missing.option)
    return [*args, missing.option, answer] if answer else None


def typed(question: str) -> str:
    """One line, typed; an empty one by mistake is asked for again."""
    for _again in range(3):
        print(text("{name}: ", name=question), end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if line.strip() or not line:
            return line.strip()
    return ""


def _chosen(param: Any, ctx: Any, args: Sequence[str]) -> str | None:
    from ordertool.commands.choosing import offer_for  # noqa: PLC0415 (only who leaves something out needs it)
    from ordertool.commands.frame import Request  # noqa: PLC0415

    request = Request(_value_of("--book", args), _value_of("--as", args), _value_of("--at", args), writes=True)
    try:
        offer = offer_for(placeholder(param), ctx.command_path.split()[1:], request, ctx.params.get("order"))
    finally:
        if "session" in request.__dict__:
            request.session.close()
    if offer is None:
        return None
    from ordertool.picker import pick  # noqa: PLC0415

    answer = pick(*offer)
    print(visible(str(text("{name}: {value}", name=named(param), value=answer))), file=sys.stderr)
    return answer


def _value_of(option: str, args: Sequence[str]) -> str | None:
    """The value of an option that every command has."""
    for place, arg in enumerate(args):
        if arg == option and place + 1 < len(args):
            return args[place + 1]
        if arg.startswith(f"{option}="):
            return arg.partition("=")[2]
    return None
