"""One app, one error boundary, global options. Commands are found in a table and imported when they are called."""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

import typer
from typer._click import Command, Context, HelpFormatter
from typer._click.exceptions import BadParameter, ClickException, MissingParameter, NoSuchOption
from typer._click.exceptions import UsageError as ClickUsageError
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from ordertool import __version__, errors
from ordertool.language import N_, Text, _, text
from ordertool.reports.screen import painted, width
from ordertool.rules.workflow import TABLE

_ORDER_MOVES = {row.verb: (f"{row.verb}:run", row.help) for row in TABLE if row.kind == "order"}
_MOVES_ELSEWHERE = {kind: {row.verb: (f"{kind}:{row.verb}", row.help) for row in TABLE if row.kind == kind} for kind in ("client", "staff")}

COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("init:run", N_("Make a new book")),
    **_ORDER_MOVES,
    "show": ("show:run", N_("Show one order")),
    "list": ("list_:run", N_("List orders")),
    "inbox": ("inbox:run", N_("What waits for you now, by due time")),
    "explain": ("explain:run", N_("What may happen next, by whom, until when, and why not")),
    "log": ("log:run", N_("The moves of an order, or of the book")),
    "check": ("check:run", N_("Check the whole book and name every problem")),
}
NOUNS: dict[str, tuple[str, dict[str, tuple[str, str]]]] = {
    "client": (
        N_("Clients' files"),
        {
            **_MOVES_ELSEWHERE["client"],
            "show": ("client:show", N_("Show a client's file")),
            "list": ("client:list_", N_("List clients")),
        },
    ),
    "staff": (
        N_("The staff"),
        {
            **_MOVES_ELSEWHERE["staff"],
            "show": ("staff:show", N_("Show a person")),
            "list": ("staff:list_", N_("List the staff")),
        },
    ),
}


class OrderCommand(TyperCommand):
    """A command whose help is in the reader's language and ends with an example."""

    example = ""

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Usage, what it does, its parameters, an example."""
        lines = [f"{_('Usage:')} {self.collect_usage(ctx)}", "", self.help or ""]
        lines += _parameters(self, ctx)
        if self.example:
            lines += ["", _("Example:"), f"  {self.example}"]
        formatter.write("\n".join(lines) + "\n")

    def collect_usage(self, ctx: Context) -> str:
        """The usage line in the reader's language."""
        names = [f"{param.make_metavar(ctx)}" for param in self.get_params(ctx) if param.param_type_name == "argument"]
        return " ".join([ctx.command_path, *names, _("[OPTIONS]")])


class OrderGroup(TyperGroup):
    """Commands by name, imported when one is called; their help lines come from the tables above."""

    table: dict[str, tuple[str, str]] = {}
    nouns: dict[str, tuple[str, dict[str, tuple[str, str]]]] = {}

    def list_commands(self, ctx: Context) -> list[str]:  # noqa: ARG002
        """The names, in the order of an order's life."""
        return [*self.table, *self.nouns]

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:  # noqa: ARG002
        """A command by name."""
        if cmd_name in self.nouns:
            help_line, table = self.nouns[cmd_name]
            return _group(cmd_name, _(help_line), table, {})
        return _load(cmd_name, self.table[cmd_name][0]) if cmd_name in self.table else None

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        """A command by what was typed; the nearest names when there is none such."""
        name = args[0]
        found = self.get_command(ctx, name)
        if found is not None:
            return name, found, args[1:]
        from difflib import get_close_matches  # noqa: PLC0415

        near = get_close_matches(name, self.list_commands(ctx), n=3, cutoff=0.5)
        hint = text("did you mean: {names}", names=", ".join(near)) if near else text("ordertool --help lists them")
        raise errors.UsageError(text("there is no command {name}", name=f"{ctx.command_path} {name}"), hint)

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Usage, what it is, and each command with its help line."""
        lines = [f"{_('Usage:')} {ctx.command_path} {_('COMMAND [OPTIONS]')}", "", self.help or "", "", _("Commands:")]
        helps = {name: line for name, (_module, line) in self.table.items()}
        helps |= {name: line for name, (line, _table) in self.nouns.items()}
        wide = max(len(name) for name in helps)
        lines += [f"  {name:<{wide}}  {_(line)}" for name, line in helps.items()]
        lines += ["", _("Each command has --help with an example.")]
        formatter.write("\n".join(lines) + "\n")


def _parameters(command: Command, ctx: Context) -> list[str]:
    rows = []
    for param in command.get_params(ctx):
        help_line = getattr(param, "help", None) or ""
        if param.param_type_name == "argument":
            name = param.make_metavar(ctx)
        else:
            name = ", ".join(param.opts)
            name += "" if getattr(param, "is_flag", False) else f" {param.metavar or _('TEXT')}"
        if "--help" in param.opts:
            help_line = _("Show this help.")
        if param.required and param.param_type_name != "argument":
            help_line = f"{help_line} {_('[required]')}"
        rows.append((name, help_line))
    wide = min(max((width(name) for name, _help in rows), default=0), 34)
    lines = ["", _("Options:")]
    for name, help_line in rows:
        if width(name) > wide:
            lines += [f"  {name}", f"  {' ' * wide}  {help_line}"]
        else:
            lines.append(f"  {name}{' ' * (wide - width(name))}  {help_line}".rstrip())
    return lines


def _load(name: str, place: str) -> Command:
    """Import a command's module and make the command of its function."""
    module, _colon, function = place.partition(":")
    run: Callable[..., int] = getattr(importlib.import_module(f"ordertool.commands.{module}"), function)
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    about = run.about  # type: ignore[attr-defined]
    app.command(name, cls=OrderCommand, help=_(about.help))(run)
    command = get_command(app)
    assert isinstance(command, OrderCommand)
    command.example = about.example
    return command


def _group(name: str, help_line: str, table: dict[str, Any], nouns: dict[str, Any]) -> OrderGroup:
    group = OrderGroup(name=name, help=help_line, rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]})
    group.table, group.nouns = table, nouns
    return group


def root() -> OrderGroup:
    """The whole command line."""
    about = _("Order intake, from the first phone call to the archive, as commands over plain files in git.")
    return _group("ordertool", about, COMMANDS, NOUNS)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; every error becomes two lines, or one JSON document, on stderr."""
    args = list(sys.argv[1:] if argv is None else argv)
    as_json = "--json" in args
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        if not args:
            args = ["--help"]
        return _run(args)
    except errors.OrdertoolError as error:
        return _tell(error.exit_code, error.code, error.message, error.hint, error.problems, as_json=as_json)
    except ClickException as error:
        message, hint = _usage(error)
        return _tell(errors.USAGE, "usage", message, hint, (), as_json=as_json)
    except (KeyboardInterrupt, typer.Abort):
        return _tell(errors.INTERRUPTED, "interrupted", text("interrupted"), None, (), as_json=as_json)
    except BrokenPipeError:
        # The reader has seen enough (`ordertool list | head`); nothing more can be said to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return errors.DONE
    except Exception as error:  # noqa: BLE001 (the one boundary: a bug is told as one)
        if os.environ.get("ORDERTOOL_DEBUG"):
            raise
        message = text("this is a fault in ordertool itself: {kind}: {error}", kind=type(error).__name__, error=error)
        hint = text("nothing was written by halves; set ORDERTOOL_DEBUG=1 to see where, and report it")
        return _tell(errors.BUG, "bug", message, hint, (), as_json=as_json)


def _run(args: list[str]) -> int:
    """Run the command line; on a terminal, ask for each required option that was left out."""
    while True:
        try:
            result = root().main(args=args, prog_name="ordertool", standalone_mode=False)
            sys.stdout.flush()
        except MissingParameter as missing:
            param = missing.param
            if param is None or not (sys.stdin.isatty() and sys.stderr.isatty()):
                raise
            print(f"{getattr(param, 'help', None) or param.name}: ", end="", file=sys.stderr, flush=True)
            answer = sys.stdin.readline().strip()
            if not answer:
                raise
            args = [*args, answer] if param.param_type_name == "argument" else [*args, param.opts[0], answer]
        else:
            return result if isinstance(result, int) else errors.DONE


def _usage(error: ClickException) -> tuple[Text, Text]:
    """What the parser found wrong, in the reader's language."""
    ctx = getattr(error, "ctx", None)
    path = ctx.command_path if ctx else "ordertool"
    hint = text("see: {command} --help", command=path)
    if isinstance(error, MissingParameter) and error.param is not None:
        name = error.param.opts[0] if error.param.param_type_name != "argument" else error.param.make_metavar(ctx)
        return text("{name} is missing", name=name), hint
    if isinstance(error, NoSuchOption):
        if error.possibilities:
            hint = text("did you mean: {names}", names=", ".join(sorted(error.possibilities)))
        return text("there is no option {name}", name=error.option_name), hint
    if isinstance(error, BadParameter) and error.param is not None:
        return text("{name}: the value does not fit", name=error.param.opts[0]), hint
    if isinstance(error, ClickUsageError) and "xtra argument" in error.message:
        return text("more was given than the command takes: {said}", said=error.message.rpartition("(")[2].rstrip(")")), hint
    if isinstance(error, ClickUsageError) and "requires an argument" in error.message:
        return text("an option lacks its value: {said}", said=getattr(error, "option_name", "")), hint
    return text("{said}", said=error.format_message()), hint


def _tell(
    exit_code: int, code: str, message: Text, hint: Text | None, problems: Sequence[errors.Problem], *, as_json: bool
) -> int:
    """Say an error on stderr."""
    sys.stdout.flush()
    if as_json:
        said = {
            "code": code,
            "message": str(message),
            "hint": str(hint) if hint else None,
            "problems": [problem.document() for problem in problems],
        }
        print(json.dumps({"error": said}, ensure_ascii=False, indent=2), file=sys.stderr)
        return exit_code
    print(painted(_("Error:"), "red", sys.stderr), message, file=sys.stderr)
    if hint is not None:
        print(painted(_("Hint:"), "green", sys.stderr), hint, file=sys.stderr)
    return exit_code


__all__ = ["COMMANDS", "NOUNS", "__version__", "main", "root"]
