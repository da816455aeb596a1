"""`ordertool log`: the moves of one record, or of the book, from git's own history."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Annotated

from typer import Argument, Option

from ordertool.commands import filtering
from ordertool.commands.as_typed import at_most
from ordertool.commands.frame import Answer, Request, command
from ordertool.errors import UsageError
from ordertool.inputs import is_staff_id
from ordertool.language import N_, _, listed, text
from ordertool.records.base import Logged
from ordertool.reports.history import LogFilter, book_log, book_log_lines, record_log, record_log_lines
from ordertool.rules.workflow import TABLE


@command(help=N_("The moves of a record, or of the book"), example="ordertool log 7K3FQ --by li.na")
def run(
    request: Request,
    record: Annotated[
        str | None,
        Argument(
            metavar="[ID]", help=_("The order, the client, the meeting or the person; without it, the whole book.")
        ),
    ] = None,
    move: Annotated[str | None, Option(metavar="MOVE", help=_("Only this move, such as deliver."))] = None,
    by: Annotated[str | None, Option(metavar="STAFF", help=_("Only this person's moves."))] = None,
    since: Annotated[str | None, Option(metavar="DATE", help=_("Only what happened on this day or later."))] = None,
    until: Annotated[str | None, Option(metavar="DATE", help=_("Only what happened on this day or earlier."))] = None,
    limit: Annotated[
        str | None, Option(metavar="NUMBER", help=_("At most so many, the newest; else 50 of the book's."))
    ] = None,
) -> Answer:
    """Show a log."""
    session = request.session
    wanted = LogFilter(
        _verb(move),
        filtering.staff(request, by, "--by"),
        filtering.day(request, since),
        filtering.day(request, until),
    )
    most = at_most(limit)
    if record is None:
        most = most or 50
        # Filters look at all commits: what is counted is what stays.
        commits = session.book.log(limit=None if any(wanted) else most, start=session.tip.commit)
        rows = book_log(commits, wanted, session.ctx)[:most]
        return Answer(rows, lambda: book_log_lines(rows, session.ctx))
    moves = record_log(_any_record(request, record), wanted, session.ctx)
    shown = moves if most is None else moves[-most:]
    return Answer([one.document for one in shown], lambda: record_log_lines(shown, session.ctx))


def _verb(typed: str | None) -> str | None:
    """A move by its name, in either language.

    Raises:
        UsageError: there is none of that name.
    """
    if typed is None:
        return None
    names = {_(row.verb): row.verb for row in TABLE} | {row.verb: row.verb for row in TABLE}
    if typed.strip() not in names:
        near = get_close_matches(typed, names, n=3, cutoff=0.5)
        hint = text("did you mean: {names}", names=listed(near)) if near else text("ordertool --help lists them")
        raise UsageError(text("there is no move {move}", move=typed), hint)
    return names[typed.strip()]


def _any_record(request: Request, typed: str) -> Logged:
    """An order, a client's file, a meeting or a person, by what was typed; a tail that fits several is the order's.

    Raises:
        UsageError: nothing fits, or several do.
    """
    session = request.session
    kinds = ["order", "client", "meeting"]
    if is_staff_id(typed) and session.tip.place("staff", typed):
        kinds = ["staff"]
    elif typed.strip().upper().startswith("C-"):
        kinds = ["client"]
    elif typed.strip().upper().startswith("MT-"):
        kinds = ["meeting"]
    elif session.tip.place("assessment", typed.strip().upper()):
        kinds = ["assessment"]
    try:
        return request.read(kinds[0], typed)  # type: ignore[no-any-return]
    except UsageError as error:
        for kind in kinds[1:]:
            try:
                return request.read(kind, typed)  # type: ignore[no-any-return]
            except UsageError:
                continue
        raise error from None
