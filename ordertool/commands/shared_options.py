"""The options that every command has: `--json --book --as --at --lang`, and `--dry-run` where it writes."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from ordertool.language import _


def shared_options(*, writes: bool) -> dict[str, Any]:
    """Their parameters, by name. For a command that only reads, `--at` is the moment to look from."""
    options: dict[str, Any] = {
        "json_": Annotated[bool, typer.Option("--json", help=_("Answer with one JSON document."))],
        "book": Annotated[
            str | None,
            typer.Option("--book", metavar="DIR", help=_("The book; else ORDERTOOL_BOOK, else this folder's.")),
        ],
        "as_": Annotated[
            str | None,
            typer.Option("--as", metavar="STAFF", help=_("Who acts; else ORDERTOOL_ACTOR, else by git's user.email.")),
        ],
        "at": Annotated[
            str | None,
            typer.Option("--at", metavar="TIME", help=_("When it happened, if not now."))
            if writes
            else typer.Option(
                "--at",
                "--as-of",
                metavar="TIME",
                help=_("The book as it was then: a time, a day (its end) or a commit."),
            ),
        ],
        "lang": Annotated[
            str | None, typer.Option("--lang", metavar="LANG", help=_("Language: en or zh_CN; else ORDERTOOL_LANG."))
        ],
    }
    if writes:
        options["dry_run"] = Annotated[
            bool, typer.Option("--dry-run", help=_("Judge and show the move, and write nothing."))
        ]
    return options
