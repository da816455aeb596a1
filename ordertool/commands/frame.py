"""What every command shares: its options, the request it gets, the answer it gives.

A command is a function that takes a `Request` and its own parameters and returns an `Answer`; `@command` adds
`--json --book --as --at --lang` and, for those that write, `--dry-run`.
"""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, cast, get_type_hints

import typer

from ordertool.book.book import Book, here
from ordertool.book.paths import expanded
from ordertool.commands.shared_options import shared_options
from ordertool.errors import DONE, InvalidError, MissingOptionError, StoreError, UsageError
from ordertool.inputs import paper_of
from ordertool.language import Text, _, system_words, text
from ordertool.records.order import Order
from ordertool.reports.screen import say
from ordertool.session import Session

if TYPE_CHECKING:
    from ordertool.records.base import Logged
    from ordertool.records.client import Client
    from ordertool.reports.figures import Sight


class Answer(NamedTuple):
    """What a command has to say: a document for `--json`, lines for people, and an exit code.

    Document and lines may be functions: only the one that is wanted is made.
    """

    document: Any
    lines: Sequence[str] | Callable[[], Sequence[str]] = ()
    exit_code: int = DONE
    warnings: Sequence[Text] = ()

    def made(self) -> Any:
        """The document."""
        return self.document() if callable(self.document) else self.document

    def text(self) -> str:
        """The lines for people."""
        lines = self.lines() if callable(self.lines) else self.lines
        return "\n".join(lines)


@dataclass
class Request:
    """One call of a command: where the book is, who acts and when, and what to answer with."""

    book_folder: str | None = None
    actor: str | None = None
    at: str | None = None
    dry_run: bool = False
    as_json: bool = False
    writes: bool = False
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)

    @cached_property
    def session(self) -> Session:
        """The session, on the book that `--book`, ORDERTOOL_BOOK or the working directory names.

        For a command that only reads, `--at` is the moment to look from: the book as it was known then.
        """
        asked = self.book_folder or self.environ.get("ORDERTOOL_BOOK")
        book = Book.find(asked or None, here())
        at, as_of = (self.at, None) if self.writes else (None, self.at)
        session = Session(book, self.environ, actor=self.actor, at=at, as_of=as_of, dry_run=self.dry_run)
        if book.left_over:
            from ordertool.book.change import finish_left_over  # noqa: PLC0415 (reading need not pay for writing)

            try:
                # Reading needs no lock: whoever holds it is alive and finishes on its own. A command that writes
                # meets the same fault again and says so.
                finish_left_over(book, *(() if self.writes else (0,)))
            except StoreError:
                if self.writes:
                    raise
        return session

    @cached_property
    def sight(self) -> Sight:
        """What the reader may see of clients' figures (L11, L15)."""
        from ordertool.reports.figures import Sight  # noqa: PLC0415 (few answers hold any)

        return Sight(self.session.readers, self.session.now, self.session.ctx)

    def document_of(self, record: Logged) -> dict[str, Any]:
        """A file as `--json` gives it, a client's as far as the reader may see it."""
        if record.kind != "client":
            return record.model_dump(mode="json")
        from ordertool.reports.figures import client_record  # noqa: PLC0415 (lines for people need none)

        return client_record(cast("Client", record), self.sight)

    def goes_by_the_clock(self) -> None:
        """Make sure that no other time is asked for.

        Raises:
            UsageError: there is an `--at`.
        """
        if self.at is not None:
            raise UsageError(text("this goes by the clock and takes no --at"), text("leave --at out"))

    def read(self, kind: str, typed: str) -> Any:
        """The record that was typed, as of the last commit.

        Raises:
            UsageError: nothing fits, or several do.
        """
        return self.session.tip.record(kind, self.session.id(kind, typed))

    def make(
        self,
        verb: str,
        typed: str | None,
        give: Callable[[Any, Any], Any] = lambda _old, _ctx: None,
        papers: Mapping[Any, bytes] | None = None,
        kind: str = "order",
    ) -> Answer:
        """Make one move on the record that was typed (None makes a new one), and answer with the record."""
        from ordertool.making import Step, make  # noqa: PLC0415 (reading need not pay for writing)

        session = self.session
        record_id = None if typed is None else session.id(kind, typed)
        return self.moved(make(session, Step(kind, verb, record_id, give, papers)))

    def moved(self, made: Any) -> Answer:
        """The answer to a move: the record's document with the commit, or what would have been."""
        session = self.session
        warnings = [*([unfinished(made.warning)] if made.warning else ()), *made.remarks]
        is_order = isinstance(made.record, Order)
        more: dict[str, Any] = {"commit": made.commit} | ({"dry_run": True} if self.dry_run else {})
        more |= {"remarks": [str(one) for one in made.remarks]} if made.remarks else {}
        try:
            from ordertool.reports.receipt import moved_lines  # noqa: PLC0415 (reading need not pay for writing)

            lines = moved_lines(made, session.now, session.ctx, dry_run=self.dry_run)
        except InvalidError as error:
            if made.commit is None:
                raise
            # The move stands, and nothing that comes after may sound like a refusal.
            is_order, lines = False, [f"{made.record.id}  [{made.commit[:9]}]"]
            warnings.append(error.message)

        def document() -> dict[str, Any]:
            if is_order:
                from ordertool.reports.documents import order_document  # noqa: PLC0415 (lines for people need none)

                return order_document(made.record, session.now, session.ctx, self.sight) | more
            return {**self.document_of(made.record), **more}

        return Answer(document, lines, 0, warnings)

    def paper(self, path: str) -> tuple[Any, bytes]:
        """A file named on the command line, to be kept with an order."""
        place = expanded(path)
        return paper_of(place, place.name, self.session.tip.policy.papers.largest_mib)

    def answer(self, answer: Answer) -> None:
        """Print the answer: JSON on stdout, or lines; warnings on stderr."""
        for warning in answer.warnings:
            say(_("Warning:"), "yellow", warning)
        if self.as_json:
            import json  # noqa: PLC0415 (lines for people need none)

            shown = json.dumps(answer.made(), ensure_ascii=False, indent=2, default=str)
        else:
            shown = answer.text()
        try:
            if shown:
                print(shown, flush=True)
        except BrokenPipeError:  # the reader has seen enough: `ordertool list | head`
            _say_no_more()
        except OSError as error:
            # What was done stands, and its exit code with it: only the telling failed.
            _say_no_more()
            say(_("Warning:"), "yellow", text("the answer cannot be written: {error}", error=system_words(error)))


def _say_no_more() -> None:
    """Let what is still to be written go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def left_out(name: str, option: str, hint: Text | None = None) -> MissingOptionError:
    """The error for a parameter that this use of a command needs, by its name; on a terminal it is chosen or asked for."""
    from typer._click.globals import get_current_context  # noqa: PLC0415 (only who leaves something out needs it)

    ctx = get_current_context(silent=True)
    param = next((one for one in ctx.command.params if one.name == name), None) if ctx else None
    return MissingOptionError(option, hint, (ctx, param) if param is not None else None)


def incomplete(unreadable: Sequence[Text]) -> int:
    """The exit code of an answer that lacks the records that cannot be read."""
    return InvalidError.exit_code if unreadable else DONE


def unfinished(why: Text) -> Text:
    """The warning that a move stands although its files are not all in place."""
    return text(
        "the move is committed, but its files are not all in place: {why}; the next command finishes it", why=why
    )


class About(NamedTuple):
    """What the command line knows of a command besides its parameters."""

    help: str
    example: str
    writes: bool


def command(
    *,
    help: str = "",  # noqa: A002 (typer's word)
    example: str = "",
    writes: bool = False,
    move: tuple[str, str] | None = None,
    by_policy: bool = False,
) -> Callable[[Callable[..., Answer]], Callable[..., int]]:
    """Make a function a command. `move` names the table's row, whose help and example it then has.

    `by_policy`: edits of policy.yaml that do not count yet are told first.
    """
    if move is not None:
        from ordertool.rules.workflow import row  # noqa: PLC0415 (a command that only reads does without the table)

        found = row(*move)
        assert found is not None
        help, example, writes = found.help, found.example, True  # noqa: A001
    about = About(help, example, writes)

    def decorate(function: Callable[..., Answer]) -> Callable[..., int]:
        hints = get_type_hints(function, include_extras=True)
        own = [
            parameter.replace(annotation=hints[parameter.name])
            for parameter in list(inspect.signature(function).parameters.values())[1:]
        ]
        shared = [
            inspect.Parameter(
                name,
                inspect.Parameter.KEYWORD_ONLY,
                default=None if annotation.__origin__ is not bool else False,
                annotation=annotation,
            )
            for name, annotation in shared_options(writes=writes).items()
        ]

        names = {parameter.name: _option_name(parameter) for parameter in own}

        @wraps(function)
        def run(**values: Any) -> int:
            values.pop("lang")
            request = Request(
                values.pop("book"),
                values.pop("as_"),
                values.pop("at"),
                values.pop("dry_run", False),
                values.pop("json_"),
                writes,
            )
            try:
                if by_policy and (writes or request.at is None):
                    from ordertool.commands.policy_edits import tell_policy_edits  # noqa: PLC0415 (few go by it)

                    tell_policy_edits(request.session)
                answer = function(request, **values)
                request.answer(answer)
            except InvalidError as error:
                from ordertool.commands.at_option import at_options  # noqa: PLC0415 (only mistakes need it)

                raise at_options(
                    error, {names[name]: value for name, value in values.items() if name in names}
                ) from None
            finally:
                if "session" in request.__dict__:
                    request.session.close()
            return answer.exit_code

        run.__signature__ = inspect.Signature([*own, *shared])  # type: ignore[attr-defined]
        run.__annotations__ = {parameter.name: parameter.annotation for parameter in (*own, *shared)}
        run.about = about  # type: ignore[attr-defined]
        del run.__wrapped__
        return run

    return decorate


def _option_name(parameter: inspect.Parameter) -> str:
    """A parameter as it is typed: `--by`."""
    declared = getattr(parameter.annotation.__metadata__[0], "param_decls", None) or ()
    return declared[0] if declared else f"--{parameter.name.rstrip('_').replace('_', '-')}"


ItemId = Annotated[
    str, typer.Argument(metavar="ITEM", help=_("The item, such as Q1 or K1: ordertool show names them."))
]
OrderId = Annotated[str, typer.Argument(metavar="ID", help=_("The order: its id or the last letters of it."))]
ClientId = Annotated[str, typer.Argument(metavar="CLIENT", help=_("The client: its id or the last letters of it."))]
