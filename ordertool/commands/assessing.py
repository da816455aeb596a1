"""What the commands of the assessment share: the period as typed, the figures as of the right commit, and who may see whose."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ordertool.assess.kept import kept
from ordertool.assess.result import Assessed, Result
from ordertool.assess.running import assess
from ordertool.book.snapshot import Snapshot
from ordertool.commands.frame import Request
from ordertool.commands.periods import period
from ordertool.commands.progress_bar import progress_bar
from ordertool.context import assessed, context_of
from ordertool.errors import RefusedError, UsageError
from ordertool.language import Clause, _, listed, text
from ordertool.records.assessment import Assessment, Figures
from ordertool.rules.assessing import may_see
from ordertool.rules.cycles import name_of
from ordertool.rules.move import Context


class Asked(NamedTuple):
    """The period that was typed, what it is called, and its assessment where one is kept."""

    name: str
    first: date
    last: date
    record: Assessment | None


def asked(request: Request, typed: str) -> Asked:
    """A period as typed.

    Raises:
        InvalidError: it is none.
    """
    first, last = period(typed)
    name = name_of(first, last)
    record = request.session.tip.record("assessment", name)
    return Asked(name, first, last, record if isinstance(record, Assessment) else None)


def assessment_id(typed: str) -> str:
    """What the assessment of a period as typed is called: `2026q4` is 2026Q4."""
    return name_of(*period(typed))


def figured(request: Request, of: Asked) -> tuple[Result, Context]:
    """All figures of a period with their evidence, and what they were judged against.

    As of the commit that its assessment names, else of the last one; a period that still runs is looked at from now.
    """
    session = request.session
    tip, ctx = session.tip, session.ctx
    if of.record is not None and of.record.latest.source != tip.commit:
        tip = Snapshot(tip.git, of.record.latest.source)
        ctx = context_of(tip)
    with progress_bar(_("Assessing")) as progress:
        if of.record is not None or of.last < session.ctx.day(session.now):
            return assessed(tip, ctx, of.first, of.last, progress), ctx
        return assess(tip, ctx, of.first, of.last, until=session.now, progress=progress), ctx


def figures_of(request: Request, of: Asked) -> Figures:
    """The people's figures of a period: as kept, else as they would be."""
    return of.record.latest if of.record is not None else kept(figured(request, of)[0])


def refuse_unseen(request: Request, staff: str | None, of: Asked) -> None:
    """Make sure that the actor may see a person's figures (None: everybody's) before they are published.

    Raises:
        RefusedError: they may not.
    """
    session = request.session
    if may_see(session.actor, staff, of.record, session.now, session.ctx):
        return
    error = RefusedError(
        text(
            "the figures of {period} are not published, and are not yours to see ({clause})",
            period=of.name,
            clause=Clause("P6.2c"),
        ),
        text("your own: ordertool assess show {period} {staff}", period=of.name, staff=session.actor),
    )
    error.for_the_actor = True
    raise error


def one_of(result: Result, who: str, of: Asked) -> Assessed:
    """A person, department or team of a result.

    Raises:
        UsageError: it is not assessed there.
    """
    found = result.of(who)
    if found is None:
        names = [one.id for one in (*result.people, *result.departments, *result.teams)]
        raise UsageError(
            text("{staff} is not assessed in {period}", staff=who, period=of.name),
            text("there are: {names}", names=listed(names) if names else text("nobody")),
        )
    return found
