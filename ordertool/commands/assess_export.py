"""`ordertool assess export`: the assessment as workbook, report, letters and JSON, all with the same figures (P6.2c)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from ordertool.assess.result import Result, document
from ordertool.book.paths import expanded
from ordertool.commands.assessing import Asked, asked, figured, refuse_unseen
from ordertool.commands.frame import Answer, Request, command
from ordertool.commands.outgoing import leave
from ordertool.commands.progress_bar import progress_bar
from ordertool.errors import StoreError, UsageError
from ordertool.language import N_, _, system_words, text
from ordertool.records.assessment import Assessment
from ordertool.reports.assessment_paper import Earlier, Paper
from ordertool.rules.assessing import may_see
from ordertool.rules.move import Context

_BEFORE = 7
"""Earlier periods of the same kind that the trend goes over, as far as they are kept."""


@command(
    help=N_("The assessment as Excel workbook, written report, letters or JSON"),
    example="ordertool assess export 2026Q4 --xlsx 2026Q4.xlsx --html 2026Q4.html --letters letters",
)
def export(
    request: Request,
    period: Annotated[
        str, Argument(metavar="PERIOD", help=_("The period: 2026Q4, 2026H1, 2026-11 or 2026-10-01..2026-11-15."))
    ],
    xlsx: Annotated[str | None, Option(metavar="FILE", help=_("Write an Excel workbook."))] = None,
    html: Annotated[str | None, Option(metavar="FILE", help=_("Write the report as a page to read and print."))] = None,
    md: Annotated[str | None, Option("--md", metavar="FILE", help=_("Write the report in Markdown."))] = None,
    pdf: Annotated[str | None, Option(metavar="FILE", help=_("Write the report as PDF; needs WeasyPrint."))] = None,
    letters: Annotated[
        str | None, Option(metavar="DIR", help=_("Write a one-page letter for each person into this folder."))
    ] = None,
    json_file: Annotated[
        str | None, Option("--json-file", metavar="FILE", help=_("Write everything as JSON, with the evidence."))
    ] = None,
    force: Annotated[bool, Option("--force", help=_("Overwrite files that are there."))] = False,
) -> Answer:
    """Export an assessment."""
    wanted = {"xlsx": xlsx, "html": html, "md": md, "pdf": pdf, "json": json_file}
    if letters is None and not any(wanted.values()):
        raise UsageError(
            text("no file is named"), text("name one: --xlsx 2026Q4.xlsx, --html 2026Q4.html, --letters letters")
        )
    of = asked(request, period)
    refuse_unseen(request, None, of)
    places = {form: expanded(name) for form, name in wanted.items() if name}
    folder = expanded(letters) if letters else None
    if not force:
        _refuse_taken(places.values())
    paper = paper_of(request, of)
    making = _forms(request, paper)
    files = [leave(place, making[form](), force=force) for form, place in places.items()]
    if folder is not None:
        files += list(_letters(request, paper, folder, force=force))
    return Answer(
        lambda: {"period": of.name, "commit": paper.result.commit, "files": [str(one) for one in files]},
        [str(one) for one in files],
    )


def paper_of(request: Request, of: Asked) -> Paper:
    """What the papers are made from: the figures of a period, and the totals of those before it that are kept."""
    result, ctx = result_of(request, of)
    policy = ctx.policy
    return Paper(result, policy.assess, policy.company, policy.currency, ctx.zone, _earlier(request, of))


def result_of(request: Request, of: Asked) -> tuple[Result, Context]:
    """The figures with all their evidence, and what they were judged against."""
    return figured(request, of)


def _earlier(request: Request, of: Asked) -> list[Earlier]:
    """The totals of earlier periods of the same kind, as they are kept, if the actor may see them."""
    session, found = request.session, []
    name, year, kind = of.name, of.first.year, of.name[4:5]
    if kind not in ("Q", "H") or len(name) != len("2026Q4"):
        return []
    number, last = int(name[5]), {"Q": 4, "H": 2}[kind]
    for _back in range(_BEFORE):
        year, number = (year, number - 1) if number > 1 else (year - 1, last)
        record = session.tip.record("assessment", f"{year}{kind}{number}")
        if isinstance(record, Assessment) and may_see(session.actor, None, record, session.now, session.ctx):
            totals = {one.staff: one.total for one in record.latest.people if one.total is not None}
            found.append(Earlier(record.id, totals))
    return found[::-1]


def _forms(request: Request, paper: Paper) -> dict[str, Callable[[], bytes]]:
    """How each form of the paper is made."""
    tip = request.session.tip

    def xlsx() -> bytes:
        from ordertool.reports.assessment_workbook import assessment_workbook  # noqa: PLC0415 (it takes its time)

        count = sum(len(figure.evidence) for one in paper.result.people for figure in one.figures)
        with progress_bar(_("Writing the workbook")) as progress:
            done = 0

            def advance(rows: int) -> None:
                nonlocal done
                done += rows
                if progress is not None:
                    progress(min(done, count), count)

            return assessment_workbook(paper, advance)

    def html() -> bytes:
        from ordertool.reports.assessment_written import report  # noqa: PLC0415

        return report(paper, tip).encode()

    def md() -> bytes:
        from ordertool.reports.assessment_written import markdown  # noqa: PLC0415

        return markdown(paper, tip).encode()

    def pdf() -> bytes:
        from ordertool.reports.pdf import pdf as printed  # noqa: PLC0415

        return printed(html().decode())

    return {"xlsx": xlsx, "html": html, "md": md, "pdf": pdf, "json": lambda: b"".join(_json(paper.result))}


def _json(result: Result) -> Iterator[bytes]:
    """Everything as JSON, one person after the other: the evidence of all at once would fill the memory."""
    empty = document(result._replace(people=(), departments=(), teams=()))
    head = {key: value for key, value in empty.items() if key not in ("people", "departments", "teams")}
    yield json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}").encode()
    for name, them in (("people", result.people), ("departments", result.departments), ("teams", result.teams)):
        yield f',\n "{name}": ['.encode()
        for place, one in enumerate(them):
            yield b",\n" if place else b"\n"
            yield json.dumps(one.document(), ensure_ascii=False).encode()
        yield b"\n ]"
    yield b"\n}\n"


def _letters(request: Request, paper: Paper, folder: Path, *, force: bool) -> Iterator[Path]:
    """A letter for each person."""
    from ordertool.reports.assessment_written import letter  # noqa: PLC0415

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            text("{path} cannot be written: {error}", path=folder, error=system_words(error)),
            text("choose another place"),
        ) from error
    places = {one.id: folder / f"{paper.result.period}-{one.id}.html" for one in paper.result.people}
    if not force:
        _refuse_taken(places.values())
    with progress_bar(_("Writing the letters")) as progress:
        for number, one in enumerate(paper.result.people, 1):
            yield leave(places[one.id], letter(paper, one, request.session.tip).encode(), force=force)
            if progress is not None:
                progress(number, len(places))


def _refuse_taken(places: Iterable[Path]) -> None:
    """Make sure, before anything is computed, that no file stands in the way.

    Raises:
        UsageError: one does.
    """
    for place in places:
        if place.exists():
            raise UsageError(
                text("{path} is there already", path=place), text("overwrite it with --force, or name another file")
            )
