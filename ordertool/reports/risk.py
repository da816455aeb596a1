"""The risk report: the registers of all orders in one, and what came late outside the owners' hands (P7.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from ordertool.language import _, text
from ordertool.records.amending import Change
from ordertool.reports.documents import late_document, risk_document
from ordertool.reports.queries import OrderRow
from ordertool.reports.report import Count, Report, Section, Whose, order_columns, wall_time
from ordertool.reports.sheets import Column
from ordertool.reports.tracking import person_name
from ordertool.reports.words import CAUSES, LIMITS, OUTCOMES_OF_RISKS, cause_words, named
from ordertool.rules.excuse import Late, lateness, outside_causes
from ordertool.rules.move import Context
from ordertool.rules.risks import LEVELS, Risk, register

_GRAVE, _MIDDLING = 15, 8
"""Likelihood times effect from which a risk is shown red, and yellow."""


class RiskRow(NamedTuple):
    """A risk of an order."""

    row: OrderRow
    risk: Risk

    def document(self) -> dict[str, Any]:
        """It as `--json` gives it."""
        return {
            "order": self.row.id,
            "client_name": self.row.about,
            **risk_document(self.risk),
            "reached": self.risk.reached(self.row.ctx.day(self.row.now)),
        }


class OwnerRow(NamedTuple):
    """What one person watches: open risks, the gravest, those whose day has come, and what became of the others."""

    owner: str | None
    risks: list[RiskRow]

    def document(self) -> dict[str, Any]:
        """It as `--json` gives it."""
        return {"owner": self.owner, "open": self.open, "gravest": self.gravest, "reached": self.reached, **self.ended}

    @property
    def open(self) -> int:
        """How many are open."""
        return sum(one.risk.outcome is None for one in self.risks)

    @property
    def gravest(self) -> int | None:
        """The highest score of those that are open."""
        return max((one.risk.score for one in self.risks if one.risk.score and one.risk.outcome is None), default=None)

    @property
    def reached(self) -> int:
        """How many wait to be looked at."""
        return sum(one.risk.reached(one.row.ctx.day(one.row.now)) for one in self.risks)

    @property
    def ended(self) -> dict[str, int]:
        """How many ended in which way."""
        return {name: sum(one.risk.outcome == name for one in self.risks) for name in OUTCOMES_OF_RISKS}


class ChangeRow(NamedTuple):
    """An agreed change whose cause was not the company's own."""

    row: OrderRow
    change: Change
    at: datetime

    def document(self) -> dict[str, Any]:
        """It as `--json` gives it."""
        return {"order": self.row.id, "at": self.at.isoformat(), **self.change.model_dump(mode="json")}


class LateRow(NamedTuple):
    """A clock of an order that ran over for causes outside the owner's hands, wholly or in part."""

    row: OrderRow
    late: Late

    def document(self) -> dict[str, Any]:
        """It as `--json` gives it."""
        return {"order": self.row.id, "owner": self.row.order.owner, **late_document(self.late)}


def risks(rows: Iterable[OrderRow], now: datetime, ctx: Context, whose: Whose) -> Report:
    """The risk report as of a moment."""
    every = list(rows)
    found = [
        RiskRow(row, risk)
        for row in every
        for risk in register(row.order, ctx)
        if whose.keeps(ctx, risk.owner, row.order.owner)
    ]
    opened = sorted((one for one in found if one.risk.outcome is None), key=_gravest_first)
    closed = [one for one in found if one.risk.outcome is not None]
    mine = [row for row in every if whose.keeps(ctx, row.order.owner)]
    changes = [ChangeRow(row, *one) for row in mine for one in outside_causes(row.order)]
    late = [LateRow(row, one) for row in mine for one in lateness(row.order, now, ctx) if one.causes]
    sections = (
        _matrix(opened),
        _register("open", _("Open risks"), opened, ctx),
        _owners(list(_by_owner(found))),
        _register("closed", _("Closed risks"), closed, ctx),
        _changes(changes, ctx),
        _late(late, ctx),
    )
    counts = [
        Count("open", _("Open risks"), len(opened)),
        Count("grave", _("Grave"), sum((one.risk.score or 0) >= _GRAVE for one in opened)),
        Count("unrated", _("Not rated"), sum(one.risk.score is None for one in opened)),
        Count("reached", _("To be looked at"), sum(one.risk.reached(ctx.day(now)) for one in opened)),
        *(Count(name, _(title), sum(one.risk.outcome == name for one in closed))
          for name, title in OUTCOMES_OF_RISKS.items()),
        Count("late", _("Late outside the owner's hands"), sum(one.late.outside for one in late)),
    ]  # fmt: skip
    return Report("risk", _("Risk report"), now.astimezone(ctx.zone), whose, counts, sections)


def _gravest_first(one: RiskRow) -> tuple[int, str, str]:
    return (-(one.risk.score or 0), one.row.id, one.risk.id)


def _matrix(found: Sequence[RiskRow]) -> Section:
    """How many open risks there are of each likelihood and effect."""

    def count(likelihood: int, effect: int) -> int | None:
        fitting = sum(one.risk.likelihood == likelihood and one.risk.effect == effect for one in found)
        return fitting or None

    columns = (
        Column(_("likelihood"), "figure", lambda likelihood: likelihood),
        *(
            Column(str(text("effect {degree}", degree=effect)), "figure", partial(lambda e, one: count(one, e), effect))
            for effect in reversed(LEVELS)
        ),
    )

    def document(likelihood: int) -> dict[str, Any]:
        return {"likelihood": likelihood} | {f"effect_{n}": count(likelihood, n) or 0 for n in reversed(LEVELS)}

    rated = any(one.risk.score for one in found)
    title = _("Likelihood by effect, open risks")
    return Section("matrix", title, columns, list(LEVELS) if rated else [], document, counted=False)


def _register(name: str, title: str, found: Sequence[RiskRow], ctx: Context) -> Section:
    order, client, _matter = order_columns(lambda one: one.row)
    over = name == "closed"
    columns = (
        Column(_("score"), "figure", lambda one: one.risk.score),
        Column(_("l×e"), "text", _degrees),
        order,
        Column(_("item"), "text", lambda one: one.risk.id),
        Column(_("watched by"), "text", lambda one: person_name(one.row, one.risk.owner)),
        *(
            (Column(_("fate"), "text", lambda one: named(OUTCOMES_OF_RISKS, one.risk.outcome)),)
            if over
            else (Column(_("look on"), "day", lambda one: one.risk.look),)
        ),
        Column(_("Risk"), "text", lambda one: one.risk.risk),
        Column(_("countermeasure"), "text", lambda one: one.risk.countermeasure),
        Column(_("last word"), "text", lambda one: one.risk.note),
        client,
    )
    wide = tuple(column.head for column in columns[6:])
    spare = (columns[1].head, columns[8].head, client.head, columns[7].head)
    return Section(name, title, columns, found, RiskRow.document, wide, spare, lambda one: _colour(one, ctx))


def _degrees(one: RiskRow) -> str:
    return f"{one.risk.likelihood or '–'}×{one.risk.effect or '–'}"


def _colour(one: RiskRow, ctx: Context) -> str:
    score = one.risk.score or 0
    if one.risk.outcome is not None:
        return "red" if one.risk.outcome == "occurred" else "dim"
    return (
        "red" if score >= _GRAVE or one.risk.reached(ctx.day(one.row.now)) else "yellow" if score >= _MIDDLING else ""
    )


def _by_owner(found: Iterable[RiskRow]) -> Iterator[OwnerRow]:
    by: dict[str | None, list[RiskRow]] = {}
    for one in found:
        by.setdefault(one.risk.owner, []).append(one)
    for owner in sorted(by, key=lambda name: name or ""):
        yield OwnerRow(owner, by[owner])


def _owners(found: Sequence[OwnerRow]) -> Section:
    columns = (
        Column(_("watched by"), "text", lambda one: person_name(one.risks[0].row, one.owner)),
        Column(_("still open"), "figure", lambda one: one.open),
        Column(_("gravest"), "figure", lambda one: one.gravest),
        Column(_("to be looked at"), "figure", lambda one: one.reached),
        *(
            Column(_(title), "figure", partial(lambda name, one: one.ended[name], name))
            for name, title in OUTCOMES_OF_RISKS.items()
        ),
    )
    return Section("owners", _("By who watches them"), columns, found, OwnerRow.document, (columns[0].head,))


def _changes(found: Sequence[ChangeRow], ctx: Context) -> Section:
    order, client, _matter = order_columns(lambda one: one.row)
    columns = (
        Column(_("when"), "time", lambda one: wall_time(one.at, ctx)),
        order,
        Column(_("item"), "text", lambda one: one.change.id),
        Column(_("cause"), "text", lambda one: named(CAUSES, one.change.cause)),
        Column(_("agreed by"), "text", lambda one: one.change.agreed.who if one.change.agreed else None),
        Column(_("agreed on"), "time", lambda one: wall_time(one.change.agreed.at, ctx) if one.change.agreed else None),
        Column(_("sets"), "text", lambda one: _("; ").join(f"{n} = {v or '–'}" for n, v in one.change.set.items())),
        Column(_("reason"), "text", lambda one: one.change.reason),
        client,
    )
    wide = tuple(column.head for column in columns[6:])
    spare = (client.head, columns[5].head, columns[6].head)
    return Section("changes", _("Changes not of our doing"), columns, found, ChangeRow.document, wide, spare)


def _late(found: Sequence[LateRow], ctx: Context) -> Section:
    order, client, _matter = order_columns(lambda one: one.row)
    columns = (
        Column(_("due"), "day", lambda one: ctx.day(one.late.clock.due.at)),
        order,
        Column(_("what"), "text", lambda one: named(LIMITS, one.late.clock.limit)),
        Column(_("owner"), "text", lambda one: person_name(one.row, one.row.order.owner)),
        Column(_("days late or put off"), "figure", lambda one: one.late.days),
        Column(_("own days"), "figure", lambda one: one.late.own),
        Column(_("why"), "text", lambda one: _("; ").join(cause_words(cause) for cause in one.late.causes)),
        client,
    )
    wide = (columns[6].head, client.head)
    return Section(
        "late", _("Late, and why"), columns, found, LateRow.document, wide, wide[1:],
        lambda one: "dim" if one.late.outside else "",
    )  # fmt: skip
