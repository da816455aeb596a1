"""How evenly work was shared out, as rows that every form of the report shows alike (P2.3a)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ordertool.language import _, text
from ordertool.reports.queries import OrderRow
from ordertool.reports.report import Count, Report, Section, Whose
from ordertool.reports.sheets import Column
from ordertool.rules.fairness import Fairness, Part, fairness, given_in
from ordertool.rules.move import Context


def index_words(index: float | None) -> str:
    """Jain's index as people read it."""
    return "–" if index is None else f"{index:.3f}"


def parts_document(found: Fairness) -> dict[str, Any]:
    """A sharing as `--json` gives it."""
    return {
        "index": None if found.index is None else round(found.index, 6),
        "best": None if found.best is None else round(found.best, 6),
        "owners": [part_document(part) for part in found.parts],
    }


def part_document(part: Part) -> dict[str, Any]:
    """What one owner was given, as `--json` gives it."""
    return {
        "staff": part.staff, "share": part.share, "days": part.days, "orders": part.orders,
        "weight": f"{part.weight:f}", "fair": f"{part.fair:f}", "best": f"{part.best:f}",
    }  # fmt: skip


def sharing(rows: Iterable[OrderRow], now: datetime, ctx: Context, whose: Whose, *, first: date, last: date) -> Report:
    """The fairness report of some days: what each owner was given against what would have been fair, and how even it is.

    The index is of all owners, whomever the rows are narrowed to.
    """
    given = given_in((row.order for row in rows), first, last, ctx)
    found = fairness(given, first, min(last, ctx.day(now)), ctx)
    parts = [part for part in found.parts if whose.keeps(ctx, part.staff)]
    counts = [
        Count("orders", _("Orders given out"), len(given)),
        Count("index", _("Evenness (Jain's index)"), _decimal(found.index)),
        Count("best", _("The most even that the rules allowed"), _decimal(found.best)),
    ]
    title = str(text("Fairness of assignment, {first} to {last}", first=first, last=last))
    return Report("fairness", title, now.astimezone(ctx.zone), whose, counts, (_owners(parts, ctx),))


def _decimal(index: float | None) -> Decimal | None:
    return None if index is None else Decimal(str(round(index, 4)))


def _owners(parts: Sequence[Part], ctx: Context) -> Section:
    """A row for each owner, the one furthest above what would have been fair first."""
    rows = sorted(parts, key=lambda part: (part.fair - part.weight, part.staff))

    def name_of(staff_id: str) -> str:
        person = ctx.staff.get(staff_id)
        return person.profile.name if person else ""

    columns = (
        Column(_("owner"), "text", lambda part: part.staff),
        Column(_("name"), "text", lambda part: name_of(part.staff)),
        Column(_("share"), "figure", lambda part: part.share),
        Column(_("days there"), "figure", lambda part: part.days),
        Column(_("orders"), "figure", lambda part: part.orders),
        Column(_("given"), "figure", lambda part: part.weight),
        Column(_("fair"), "figure", lambda part: part.fair),
        Column(_("of fair"), "percent", lambda part: part.weight / part.fair if part.fair else None),
        Column(_("most even"), "figure", lambda part: part.best),
    )
    return Section("owners", _("Owners"), columns, rows, part_document, wide=(_("name"),), spare=(_("name"),))
