"""Mistakes on the command line: what is wrong, and what was probably meant."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from typer._click.exceptions import BadParameter, ClickException, MissingParameter, NoSuchOption
from typer._click.exceptions import UsageError as ClickUsageError

from ordertool.book.meant import ITEM
from ordertool.errors import UsageError
from ordertool.help_page import named, placeholder
from ordertool.language import Text, text
from ordertool.nearest import did_you_mean, meant, nearest

_LONG_DASHES = re.compile("^[-\u2010-\u2015\u2212\uff0d]+(?=[a-z])")
"""What word processors and Chinese keyboards make of two hyphens."""
_NO_COMMAND = re.compile(r"[A-Za-z-]*\d[\w-]*|[a-z]+\.[a-z.]+")
"""An id of an order, a client, an item or a person."""


def unknown_command(path: str, args: Sequence[str], names: Mapping[str, Sequence[str]]) -> UsageError:
    """There is no such command; `names` has every word that stands for one, and the commands as they are typed."""
    typed = args[0]
    near = list(dict.fromkeys(name for word in nearest(typed, names) for name in names[word]))
    hint = meant(near) if near else text("ordertool --help lists them")
    if typed in names:  # in the reader's own language, or without the word before it
        one = typed.removesuffix("s")  # `clients` is one sheet of `export`, and may as well be meant for `client`
        found = dict.fromkeys((*(names.get(one, ()) if one != typed else ()), *names[typed]))
        hint = meant([f"{path} {name}" for name in found])
    elif _NO_COMMAND.fullmatch(typed) and len(args) > 1 and [args[1]] in names.values():
        hint = meant([" ".join([path, args[1], typed, *args[2:]])])
    return UsageError(text("there is no command {name}", name=f"{path} {typed}"), hint)


def refuse_swapped(ctx: Any) -> None:
    """Refuse an item that stands where its order should, and say how it goes.

    Raises:
        UsageError: the two have changed places.
    """
    given = {placeholder(param): ctx.params.get(param.name) for param in ctx.command.params}
    order, item = given.get("ID"), given.get("ITEM") or given.get("DELIVERY")
    if isinstance(order, str) and item and ITEM.fullmatch(order.upper()) and not ITEM.fullmatch(item.upper()):
        raise UsageError(
            text("{item} is the name of an item, not of an order", item=order.upper()),
            meant([f"{ctx.command_path} {item} {order}"]),
        )


def told(error: ClickException, args: Sequence[str]) -> tuple[Text, Text]:
    """What the parser found wrong, in the reader's language, and a hint."""
    ctx = getattr(error, "ctx", None)
    path = ctx.command_path if ctx else "ordertool"
    hint = text("see: {command} --help", command=path)
    if isinstance(error, MissingParameter) and error.param is not None:
        return text("{name} is missing", name=named(error.param)), hint
    if isinstance(error, NoSuchOption):
        return text("there is no option {name}", name=error.option_name), _option_meant(error, args) or hint
    if isinstance(error, BadParameter) and error.param is not None:
        return text("{name}: the value does not fit", name=error.param.opts[0]), hint
    if isinstance(error, ClickUsageError) and "xtra argument" in error.message:
        extra = error.message.rpartition("(")[2].rstrip(")")
        return text("more was given than the command takes: {said}", said=extra), _extra_meant(extra, ctx, args) or hint
    if isinstance(error, ClickUsageError) and "requires an argument" in error.message:
        return text("an option lacks its value: {said}", said=getattr(error, "option_name", "")), hint
    if isinstance(error, ClickUsageError) and "does not take a value" in error.message:
        return text("an option takes no value: {said}", said=getattr(error, "option_name", "")), hint
    if isinstance(error, ClickUsageError) and error.message.startswith("Missing command"):
        return text("{command} needs a command after it", command=path), hint
    return text("{said}", said=error.format_message()), hint


def _options(ctx: Any) -> dict[str, Any]:
    return {opt: param for param in ctx.command.get_params(ctx) for opt in param.opts if opt.startswith("-")}


def _option_meant(error: NoSuchOption, args: Sequence[str]) -> Text | None:
    """The option that is near; one that was typed with a single hyphen is taken as a whole."""
    if error.ctx is None:
        return None
    known = _options(error.ctx)
    for arg in args:
        word = arg.partition("=")[0]
        if word.startswith(error.option_name) and f"-{word}" in known:
            return meant([f"-{word}"])
    return did_you_mean(error.option_name, known)


def _extra_meant(extra: str, ctx: Any, args: Sequence[str]) -> Text | None:
    """Words after an option's value were meant to belong to it; a long dash is no two hyphens."""
    if ctx is None:
        return None
    known = _options(ctx)
    before, first = None, extra.partition(" ")[0]
    for arg in args:
        if arg == first and before is not None:
            return text('put words that belong together in quotes: {option} "…"', option=before)
        param = known.get(arg.partition("=")[0])
        if param is not None:
            before = None if getattr(param, "is_flag", False) else param.opts[0]
        dashes = _LONG_DASHES.match(arg)
        option = f"--{arg[dashes.end() :].partition('=')[0]}" if dashes else ""
        if option in known and param is None:
            return meant([option])
    return None
