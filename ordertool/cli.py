"""One app, one error boundary, global options. Commands are found in a table and imported when they are called."""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

import typer
from typer._click import Command, Context, HelpFormatter
from typer._click.exceptions import ClickException, MissingParameter
from typer.core import TyperArgument, TyperCommand, TyperGroup
from typer.main import get_command

from ordertool import errors
from ordertool.command_list import NOUNS, commands, sections, typed_names
from ordertool.language import Text, _, listed, text
from ordertool.languages import LANGUAGES, asked_language, spoken
from ordertool.reports.screen import say, visible

_MODULES = {"list": "list_", "print": "print_", "coverage": "coverage_", "try": "try_", "take-back": "take_back"}
"""Commands whose module cannot have their name."""

_ALONE = {"report": "list"}
"""What a noun means without a command after it."""


class OrderCommand(TyperCommand):
    """A command whose help is in the reader's language and ends with an example."""

    example = ""

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Usage, what it does, its parameters, an example."""
        from ordertool.help_page import command_page  # noqa: PLC0415 (only who asks for help needs it)

        formatter.write(command_page(self, ctx, self.example))

    def collect_usage_pieces(self, ctx: Context) -> list[str]:
        """The usage line's parts in the reader's language."""
        from ordertool.help_page import named  # noqa: PLC0415

        names = [named(param) for param in self.get_params(ctx) if isinstance(param, TyperArgument)]
        return [*names, _("[OPTIONS]")]

    def invoke(self, ctx: Context) -> Any:
        """Run it, unless two of its arguments have changed places."""
        if sum(isinstance(param, TyperArgument) for param in self.params) > 1:
            from ordertool.mistakes import refuse_swapped  # noqa: PLC0415 (few commands have two)

            refuse_swapped(ctx)
        return super().invoke(ctx)


class OrderGroup(TyperGroup):
    """Commands by name, imported when one is called; their help lines come from `command_list`."""

    noun = ""

    def list_commands(self, ctx: Context) -> list[str]:  # noqa: ARG002
        """The names, in the order of an order's life."""
        return list(commands(self.noun))

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:  # noqa: ARG002
        """A command by name, imported now."""
        if not self.noun and cmd_name in NOUNS:
            return _group(cmd_name, _(NOUNS[cmd_name][0]), cmd_name)
        if self.noun:
            return _load(cmd_name, self.noun, _MODULES.get(cmd_name, cmd_name))
        return _load(cmd_name, _MODULES.get(cmd_name, cmd_name), "run")

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """The arguments; a noun that is called alone may mean one of its commands."""
        alone = _ALONE.get(self.noun)
        if alone and not {"-h", "--help"} & set(args) and (not args or args[0].startswith("-")):
            args = [alone, *args]
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        """A command by what was typed; the nearest names when there is none such."""
        found = self.get_command(ctx, args[0])
        if found is None:
            from ordertool.mistakes import unknown_command  # noqa: PLC0415 (only mistakes need it)

            raise unknown_command(ctx.command_path, args, typed_names(self.noun))
        return args[0], found, args[1:]

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Usage, what it is, and each command with its help line."""
        from ordertool.help_page import group_page  # noqa: PLC0415

        formatter.write(group_page(self.help or "", ctx, sections(self.noun)))


def _load(name: str, module: str, function: str) -> OrderCommand | None:
    """Import a command's module and make the command of its function; None when there is none such.

    A move without a module is made from its row.
    """
    if not name.replace("-", "").isalpha():
        return None
    run: Any = None
    if find_spec(f"ordertool.commands.{module}") is not None:
        run = getattr(importlib.import_module(f"ordertool.commands.{module}"), function, None)
    elif function == "run":
        from ordertool.commands.by_row import plain_command  # noqa: PLC0415 (not for --help)

        run = plain_command(name)
    if not hasattr(run, "about"):
        return None
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    about = run.about
    app.command(name, cls=OrderCommand, help=_(about.help))(run)
    command = get_command(app)
    assert isinstance(command, OrderCommand)
    command.example = about.example
    for param in command.params:
        if param.type_descriptor.annotation is not bool:  # type: ignore[attr-defined]
            param._runtime_param = _AS_TYPED  # type: ignore[attr-defined]  # noqa: SLF001 (see _AsTyped)
    return command


class _AsTyped:
    """Values reach commands as they were typed: the models check them.

    Typer would build a schema for every parameter, also for those that were left out: a tenth of the start-up.
    """

    @staticmethod
    def coerce(value: Any, param: Any, ctx: Context) -> Any:  # noqa: ARG004 (as typer calls it)
        """The value, or the list of values."""
        many = param.multiple or param.nargs == -1
        if value is None:
            return () if many else None
        return list(value) if many else value


_AS_TYPED = _AsTyped()


def _group(name: str, help_line: str, noun: str) -> OrderGroup:
    names = {"help_option_names": ["-h", "--help"]}
    group = OrderGroup(name=name, help=help_line, rich_markup_mode=None, context_settings=names)
    group.noun = noun
    return group


def root() -> OrderGroup:
    """The whole command line."""
    about = _("Order intake, from the first phone call to the archive, as commands over plain files in git.")
    return _group("ordertool", about, "")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; every error becomes two lines, or one JSON document, on stderr."""
    heard = signal.getsignal(signal.SIGINT)
    try:
        return _answered(_options_last(list(sys.argv[1:] if argv is None else argv)))
    finally:
        if signal.getsignal(signal.SIGINT) is not heard:  # a change that stands is not interrupted (book/change.py)
            signal.signal(signal.SIGINT, heard)


def _answered(args: list[str]) -> int:
    as_json = "--json" in args
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        return _run(args)
    except errors.OrdertoolError as error:
        return _tell(error.exit_code, error.code, error.message, error.hint, error.problems, as_json=as_json)
    except ClickException as error:
        from ordertool.mistakes import told  # noqa: PLC0415 (only mistakes need it)

        message, hint = told(error, args)
        return _tell(errors.USAGE, "usage", message, hint, (), as_json=as_json)
    except (KeyboardInterrupt, typer.Abort):
        return _tell_interrupted(as_json=as_json)
    except BrokenPipeError:
        # The reader has seen enough (`ordertool list | head`); nothing more can be said to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return errors.DONE
    except Exception as error:
        if os.environ.get("ORDERTOOL_DEBUG"):
            raise
        if "KeyboardInterrupt" in str(error):  # pydantic makes an error of its own of a ^C that comes while it builds
            return _tell_interrupted(as_json=as_json)
        message = text("this is a fault in ordertool itself: {kind}: {error}", kind=type(error).__name__, error=error)
        hint = text("nothing was written by halves; set ORDERTOOL_DEBUG=1 to see where, and report it")
        return _tell(errors.BUG, "bug", message, hint, (), as_json=as_json)


def _options_last(args: list[str]) -> list[str]:
    """The shared options may stand before the command as well: `ordertool --lang zh_CN list`; alone, they show the help."""
    leading: list[str] = []
    while args and args[0].partition("=")[0] in {"--lang", "--book", "--as", "--at", "--as-of", "--json", "--dry-run"}:
        count = 1 if "=" in args[0] or args[0] in {"--json", "--dry-run"} else 2
        leading, args = leading + args[:count], args[count:]
    return args + leading if args else ["--help"]


def _run(args: list[str]) -> int:
    """Run the command line; on a terminal, ask for each required option that was left out."""
    encoding = sys.getfilesystemencoding()
    if encoding != "utf-8":  # git's paths, and those of other machines, are
        raise errors.UsageError(
            text("this terminal's encoding is {encoding}, and names in a book are UTF-8", encoding=encoding),
            text("export LC_ALL=C.UTF-8"),
        )
    asked = asked_language(args)
    if asked and not spoken(asked):
        raise errors.UsageError(
            text("there is no language {name}", name=asked), text("there are: {names}", names=listed(LANGUAGES))
        )
    while True:
        try:
            result = root().main(args=args, prog_name="ordertool", standalone_mode=False)
            sys.stdout.flush()
        except MissingParameter as missing:
            from ordertool.asking import may_ask, with_answer  # noqa: PLC0415 (only who leaves something out needs it)

            answered = with_answer(missing, args) if missing.param is not None and may_ask(args) else None
            if answered is None:
                raise
            args = answered
        except errors.MissingOptionError as missing:
            from ordertool.asking import may_ask, with_option  # noqa: PLC0415

            answered = with_option(missing, args) if may_ask(args) else None
            if answered is None:
                raise
            args = answered
        else:
            return result if isinstance(result, int) else errors.DONE


def _tell_interrupted(*, as_json: bool) -> int:
    print(end="\n" if sys.stderr.isatty() else "", file=sys.stderr)  # ^C stands in a line of its own
    said, hint = text("interrupted"), text("what was done by then stands: ordertool log")
    return _tell(errors.INTERRUPTED, "interrupted", said, hint, (), as_json=as_json)


def _tell(
    exit_code: int, code: str, message: Text, hint: Text | None, problems: Sequence[errors.Problem], *, as_json: bool
) -> int:
    """Say an error on stderr."""
    sys.stdout.flush()
    if as_json:
        import json  # noqa: PLC0415 (lines for people need none)

        said = {
            "code": code,
            "message": str(message),
            "hint": str(hint) if hint else None,
            "problems": [problem.document() for problem in problems],
        }
        print(json.dumps({"error": said}, ensure_ascii=False, indent=2), file=sys.stderr)
        return exit_code
    say(_("Error:"), "red", message)
    for problem in problems[1:_MOST]:
        print(" ", visible(str(text("{where}: {what}", where=problem.where(), what=problem.message))), file=sys.stderr)
    if len(problems) > _MOST:
        print(" ", text("and {more} more", more=len(problems) - _MOST), file=sys.stderr)
    if hint is not None:
        say(_("Hint:"), "green", hint)
    return exit_code


_MOST = 10
"""Faults told of one document; `--json` tells all."""


__all__ = ["commands", "main", "root"]
