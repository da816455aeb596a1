"""The sheet of debts: what clients owe, debt by debt, as far as its reader may see it (P7.1c, P0.4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ordertool.language import Text, _, text
from ordertool.reports.figures import Sight
from ordertool.reports.receivables import Owing
from ordertool.reports.report import Report, Section
from ordertool.reports.sheets import Facts, Sheet
from ordertool.reports.tracking import Making, origin
from ordertool.rules.receivables import oldest_first


def seen(report: Report, sight: Sight, first: date | None, last: date | None) -> tuple[list[Owing], list[Text]]:
    """The debts due between two days whose figures somebody may see, and how many are left out because they may not."""
    every = sorted(
        (one for section in _sections(report) for one in section.rows), key=lambda one: oldest_first(one.debt)
    )
    due = [one for one in every if _between(one.debt.due, first, last)]
    rows = [one for one in due if sight.sees(one.debt.client, sight.ctx.order(one.debt.id))]
    hidden = len(due) - len(rows)
    return rows, [
        text("debts left out, for you may not see what these clients owe: {count}", count=hidden)
    ] if hidden else []


def _sections(report: Report) -> list[Section]:
    """The sections with debts: those of what is delivered, and those of what is to come."""
    return [section for section in report.sections if section.name in {"receivables", "coming"}]


def _between(day: date | None, first: date | None, last: date | None) -> bool:
    """Whether a debt is due in a stretch; what has no day yet is in none that is bounded."""
    if day is None:
        return first is None and last is None
    return (first is None or day >= first) and (last is None or day <= last)


def debt_sheets(report: Report, rows: Sequence[Owing], made: Making) -> list[Sheet | Facts]:
    """The sheets of the workbook: debts, notes."""
    debts, coming = _sections(report)
    columns = [column._replace(kind="text") if column.kind == "id" else column for column in debts.columns]
    notes = [*origin(made), (_("Number of debts"), len(rows)), *((_("Left out"), one) for one in made.left_out)]
    sums = debts.sums if coming.sums else ()  # a section without sums holds what its reader may not see
    return [Sheet(debts.title, columns, rows, sums, debts.by), Facts(_("Notes"), notes)]
