"""`ordertool init`: a new book with its policy and its first manager."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from ordertool.commands.as_typed import given
from ordertool.commands.frame import Answer, Request, command
from ordertool.founding import found_book
from ordertool.language import N_, _, text


@command(
    help=N_("Make a new book"),
    example='ordertool init book --company "宁波港仓储设备有限公司" --manager wu.gang',
    writes=True,
)
def run(
    request: Request,
    folder: Annotated[str, Argument(metavar="DIR", help=_("The folder to make it in."))],
    company: Annotated[str, Option(help=_("The company's name."))],
    manager: Annotated[str, Option(metavar="STAFF", help=_("The first manager's id, such as wu.gang."))],
    name: Annotated[str | None, Option(help=_("The manager's name; else from git's configuration."))] = None,
    email: Annotated[str | None, Option(help=_("The manager's e-mail; else from git's configuration."))] = None,
    department: Annotated[str, Option(help=_("The manager's department."))] = "management",
) -> Answer:
    """Make a book."""
    profile = given(name=name, email=email, department=department, roles=["manager"])
    made = found_book(Path(folder), company, manager, profile, request.environ, at=request.at, dry_run=request.dry_run)
    document = {"book": str(made.root), "manager": manager, "commit": made.commit, "dry_run": request.dry_run}
    if made.commit is None:
        return Answer(document, [str(text("would make a book in {folder}, nothing written", folder=made.root))])
    return Answer(
        document,
        [
            str(text("a new book in {folder}  [{commit}]", folder=made.root, commit=made.commit[:9])),
            str(text("Next: read {file}, then add people: ordertool staff add --help", file=made.root / "policy.yaml")),
        ],
    )
