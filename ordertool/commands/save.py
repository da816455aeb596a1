"""`ordertool save`: edits by hand, each as the one move that allows it (P0.1)."""

from __future__ import annotations

from typing import Annotated

from typer import Argument

from ordertool.book.paths import record_at
from ordertool.commands.frame import Answer, Request, command
from ordertool.errors import OrdertoolError, UsageError
from ordertool.language import N_, _, text
from ordertool.reports.screen import visible
from ordertool.saving import edited_records, save


@command(help=N_("Make the move that an edit by hand stands for"), example="ordertool save 7K3FQ", writes=True)
def run(
    request: Request,
    record: Annotated[
        str | None,
        Argument(metavar="[ID]", help=_("The order, client, person or meeting; without it, all that were edited.")),
    ] = None,
) -> Answer:
    """Save edits."""
    session = request.session
    edited = edited_records(session)
    if record is not None:
        path = next((path for path in edited if path == _path(request, record)), None)
        if path is None:
            raise UsageError(text("{name} was not edited", name=record), text("ordertool check names what was"))
        return request.moved(save(session, path))
    if not edited:
        return Answer({"saved": [], "refused": []}, [_("nothing was edited")])
    saved, refused, lines = [], [], []
    code = 0
    for path in edited:
        place = record_at(path)
        assert place is not None
        try:
            answer = request.moved(save(session, path))
        except OrdertoolError as error:
            code = code or error.exit_code
            refused.append({"path": path, "code": error.code, "message": str(error.message), "hint": str(error.hint)})
            lines += [_said(path, error), f"  {error.hint}"]
        else:
            saved.append(answer.made())
            lines += answer.text().split("\n")
        session.look_again()
    return Answer({"saved": saved, "refused": refused}, [visible(line) for line in lines], code)


def _said(path: str, error: OrdertoolError) -> str:
    """What went wrong with a file; the message may begin with the place in it."""
    return str(error.message) if str(error.message).startswith(path) else f"{path}: {error.message}"


def _path(request: Request, typed: str) -> str | None:
    """The file of the record that was typed: an order's, a client's, a person's or a meeting's."""
    tip = request.session.tip
    for kind in ("order", "client", "staff", "meeting", "assessment"):
        try:
            return tip.place(kind, request.session.id(kind, typed))
        except UsageError:
            continue
    return request.session.tip.place("order", request.session.id("order", typed))
