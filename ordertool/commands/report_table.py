"""The reports there are, each as it is made when nothing more is said: for their list, and to compare two of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ordertool.commands.periods import quarter_of
from ordertool.errors import OrdertoolError
from ordertool.language import Text, _, text
from ordertool.reports.bulletin import bulletin
from ordertool.reports.complaints import Which, complaints
from ordertool.reports.daily import daily
from ordertool.reports.fairness import sharing
from ordertool.reports.figures import Sight
from ordertool.reports.loads import loads
from ordertool.reports.queries import OrderRow, department_of, order_rows
from ordertool.reports.receivables import receivables
from ordertool.reports.report import Report, Whose, shown
from ordertool.reports.risk import risks
from ordertool.reports.satisfaction import satisfaction
from ordertool.rules.bulletins import week_of
from ordertool.session import Session

Rows = Sequence[OrderRow]


def _quarter(query: Callable[..., Report]) -> Callable[[Session, Rows], Report]:
    def made(session: Session, rows: Rows) -> Report:
        first, last = quarter_of(session.ctx.day(session.now))
        return query(rows, session.now, session.ctx, Whose(), first=first, last=last)

    return made


def _plain(query: Callable[..., Report], **more: Any) -> Callable[[Session, Rows], Report]:
    return lambda session, rows: query(_kept(rows), session.now, session.ctx, Whose(), **more)


def _kept(rows: Rows) -> list[OrderRow]:
    """The orders that are not in the archive."""
    return [row for row in rows if row.order.stage != "archived"]


def _receivables(session: Session, rows: Rows) -> Report:
    owing = _kept(rows) if session.ctx.policy.archive.paid else rows
    sight = Sight(session.readers, session.now, session.ctx)
    return receivables(owing, session.now, session.ctx, Whose(), sight=sight)


def _bulletin(session: Session, rows: Rows) -> Report:
    """The bulletin of the actor's own department."""
    first, last = week_of(session.ctx.day(session.now))
    whose = Whose(department=department_of(session.actor, session.ctx))
    return bulletin(_kept(rows), session.now, session.ctx, whose, first=first, last=last)


REPORTS: dict[str, Callable[[Session, Rows], Report]] = {
    "daily": _plain(daily),
    "workload": _plain(loads),
    "fairness": _quarter(sharing),
    "receivables": _receivables,
    "complaints": lambda session, rows: complaints(rows, session.now, session.ctx, Whose(), which=Which()),
    "satisfaction": _quarter(satisfaction),
    "risk": _plain(risks),
    "bulletin": _bulletin,
}


def usual(session: Session, name: str, rows: Rows) -> Report:
    """A report as it is made when nothing more is said."""
    return REPORTS[name](session, rows)


def every_order(session: Session, unreadable: list[Text]) -> list[OrderRow]:
    """Every order, archived ones too: read once for all reports."""
    return list(order_rows(session.tip, session.now, session.ctx, unreadable, archived=True))


def preview(session: Session, name: str, rows: Rows) -> tuple[dict[str, Any] | None, str]:
    """What a report counts, and that in one line; why there is none, where it cannot be made.

    Amounts stay in the report, which knows who may see them.
    """
    try:
        report = usual(session, name, rows)
    except OrdertoolError as error:
        return None, str(error.message)
    counts = [one for one in report.counts if one.kind != "money"]
    said = [str(text("{what}: {words}", what=one.title, words=shown(one.value, one.kind) or "–")) for one in counts]
    plain = {one.name: one.value if isinstance(one.value, int) else shown(one.value, one.kind) for one in counts}
    return plain, _(", ").join(said)
