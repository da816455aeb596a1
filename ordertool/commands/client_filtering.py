"""What narrows a list of clients, as people type it."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from ordertool.commands.as_typed import grade as grade_of
from ordertool.commands.frame import Request
from ordertool.commands.people import person
from ordertool.language import Text, _
from ordertool.records.client import Client
from ordertool.rules.file_duties import stale as is_stale
from ordertool.rules.regions import region_named

Region = Annotated[str | None, Option(help=_("Only this region."))]
Name = Annotated[str | None, Option(help=_("Only names with this in them."))]
Keeper = Annotated[str | None, Option(metavar="STAFF", help=_("Only those that this person keeps."))]
Grade = Annotated[str | None, Option(help=_("Only this credit grade: A, B, C, D or none."))]
Stale = Annotated[
    bool, Option("--stale", help=_("Only those to be confirmed: nobody said in time that they are right."))
]
Merged = Annotated[bool, Option("--merged", help=_("With those that were merged into others."))]


def chosen_clients(
    request: Request,
    *,
    region: str | None,
    name: str | None,
    keeper: str | None,
    grade: str | None,
    stale: bool,
    merged: bool,
) -> tuple[list[Client], list[Text]]:
    """The clients that fit what was typed, and what is wrong with files that cannot be read.

    Raises:
        InvalidError: a word is none of those there are.
    """
    session = request.session
    now, ctx = session.now, session.ctx
    today = ctx.day(now)
    wanted = {
        "region": None if region is None else region_named(region),
        "keeper": person(request, keeper, "--keeper"),
        "grade": None if grade is None else _grade(grade),
    }
    unreadable: list[Text] = []
    found = []
    for client in session.tip.all("client", unreadable):
        assert isinstance(client, Client)
        valid = client.credit_on(today)
        has = {
            "region": client.profile.region,
            "keeper": client.keeper,
            "grade": valid.grade if valid else "none",
        }
        if (
            all(value in (None, has[what]) for what, value in wanted.items())
            and (name is None or name.casefold() in client.profile.name.casefold())
            and (merged or client.merged is None)
            and (not stale or is_stale(client, now, ctx))
        ):
            found.append(client)
    return found, unreadable


def _grade(typed: str) -> str:
    return "none" if typed.strip() in ("none", "无") else grade_of(typed, "--grade") or ""
