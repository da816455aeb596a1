"""`ordertool doctor`: this machine, git, the locks, the calendar: what is not in order, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from typer import Option

from ordertool.book.book import Book, here
from ordertool.commands.frame import Answer, Request, command
from ordertool.errors import DONE, FOUND, OrdertoolError, UsageError
from ordertool.examining import examined, machine
from ordertool.findings import KIND_NAMES, Finding, note, problem
from ordertool.language import N_, Text, _, text
from ordertool.notices.health import notice_findings
from ordertool.reports.file_findings import file_findings
from ordertool.reports.meeting_health import meeting_findings
from ordertool.reports.screen import painted, visible, width
from ordertool.reports.wrapping import page_width, wrapped
from ordertool.session import Session

_COLOURS = {"ok": "green", "note": "yellow", "problem": "red"}


@command(
    help=N_("Look at this machine, git, the calendar and the locks, and say what to do"),
    example="ordertool doctor --repair --dry-run",
    writes=True,
)
def run(
    request: Request,
    repair: Annotated[
        bool,
        Option(
            "--repair", help=_("Do what is safe: finish and clear what killed commands left, write the commit-graph.")
        ),
    ] = False,
) -> Answer:
    """Examine."""
    request.goes_by_the_clock()
    found = list(machine())
    try:
        # Not the session's book: opening that finishes what was left over before anybody has seen it.
        book = Book.find(request.book_folder or request.environ.get("ORDERTOOL_BOOK") or None, here())
    except UsageError as error:
        book = None
        found.append(note("book", error.message, error.hint))
    done: dict[int, Text] = {}
    if book is not None:
        try:
            now = _now(book, request)
            found += [*examined(book, request.environ, now), *notice_findings(book, request.environ, now)]
            found += meeting_findings(book.snapshot(), now)
            found += file_findings(book, now)
            if repair:
                done = _repaired(found, dry_run=request.dry_run)
        finally:
            book.close()
    documents = [_document(one, done.get(place)) for place, one in enumerate(found)]
    problems = sum(one.kind == "problem" for one in found)
    return Answer(
        {"findings": documents, "problems": problems},
        lambda: _lines(found, done, dry_run=request.dry_run),
        FOUND if problems else DONE,
    )


def _now(book: Book, request: Request) -> datetime:
    """The time as the book has it; by the machine where its policy cannot be read."""
    try:
        return Session(book, request.environ).now
    except OrdertoolError:
        return datetime.now().astimezone()


def _repaired(found: list[Finding], *, dry_run: bool) -> dict[int, Text]:
    """What was done about each finding that can be repaired, or would be; what fails becomes a problem."""
    done = {}
    for place, one in enumerate(found):
        if one.repair is None:
            continue
        if dry_run:
            done[place] = text("would be repaired")
            continue
        try:
            done[place] = one.repair()
        except OrdertoolError as error:
            found[place] = problem(one.subject, error.message, error.hint or text("ordertool doctor"))
    return done


def _document(one: Finding, done: Text | None) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "subject": one.subject,
        "message": str(one.message),
        "advice": str(one.advice) if one.advice else None,
        "repaired": str(done) if done else None,
    }


def _lines(found: Sequence[Finding], done: dict[int, Text], *, dry_run: bool) -> list[str]:
    wide = max(width(_(name)) for name in KIND_NAMES.values())
    cells = page_width() - wide - 4
    lines = []
    for place, one in enumerate(found):
        name = _(KIND_NAMES[one.kind])
        label = painted(name, _COLOURS[one.kind]) + " " * (wide - width(name))
        told = wrapped(visible(str(one.message)), cells)
        if place in done:
            told += [f"✓ {line}" for line in wrapped(visible(str(done[place])), cells)]
        elif one.advice is not None:
            first, *rest = wrapped(visible(str(one.advice)), cells - 2)
            told += [f"→ {first}", *(f"  {line}" for line in rest)]
        lines += [f"{label}  {told[0]}", *(f"{' ' * wide}  {line}" for line in told[1:])]
    ok, notes, problems = (sum(one.kind == kind for one in found) for kind in KIND_NAMES)
    lines += [
        "",
        str(text("in order: {ok}, notes: {notes}, problems: {problems}", ok=ok, notes=notes, problems=problems)),
    ]
    if not dry_run and not done and any(one.repair for one in found):
        lines.append(_("ordertool doctor --repair does what is safe."))
    return lines
