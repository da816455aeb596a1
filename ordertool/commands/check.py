"""`ordertool check`: the whole book, every problem with file, line and column."""

from __future__ import annotations

from ordertool.checking import check_book, idle_rules, outdated
from ordertool.commands.frame import Answer, Request, command
from ordertool.errors import DONE, FOUND
from ordertool.language import N_, listed, text
from ordertool.reports.screen import visible


@command(help=N_("Check the whole book and name every problem"), example="ordertool check")
def run(request: Request) -> Answer:
    """Check the book."""
    found = check_book(request.session.book)
    old = outdated(request.session.tip)
    warnings = [] if found.problems else idle_rules(request.session.tip)
    if old:
        warnings.append(text("older than this program: {files}; ordertool schema --out schemas", files=listed(old)))
    document = {"records": found.records, "problems": [problem.document() for problem in found.problems]}

    def lines() -> list[str]:
        rows = [visible(f"{problem.where()}: {problem.message}") for problem in found.problems]
        return [
            *rows,
            str(text("{records} records, {count} problems", records=found.records, count=len(found.problems))),
        ]

    return Answer(document, lines, FOUND if found.problems else DONE, warnings)
