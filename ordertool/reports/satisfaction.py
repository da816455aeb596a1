"""How content clients are: who was asked, who answered, with which score, by owner, client and month (P6.1d, P6.2b).

An order counts in the period in which its client was first asked: by a sheet, or by an answer taken down without one.
Who has not answered is no score of zero: means are of the answers alone, and without an answer there is none (L17).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from ordertool.language import _, text
from ordertool.reports.queries import OrderRow
from ordertool.reports.report import Count, Report, Section, Whose, order_columns
from ordertool.reports.sheets import Column
from ordertool.reports.tracking import person_name
from ordertool.rules.move import Context
from ordertool.rules.surveying import asked_on


class Survey(NamedTuple):
    """One order whose client was asked."""

    row: OrderRow
    asked: date

    @property
    def score(self) -> int | None:
        """The score; None while there is no answer."""
        return self.row.order.survey.score if self.row.order.survey else None

    @property
    def answered(self) -> date | None:
        """The day of the answer."""
        entry = self.row.order.last("survey")
        return self.row.ctx.day(entry.at) if entry else None

    def document(self) -> dict[str, Any]:
        """It as `--json` gives it."""
        survey = self.row.order.survey
        about = {"asked": str(self.asked), "answered": str(self.answered) if self.answered else None}
        return {
            "id": self.row.order.id, "client": self.row.order.client, "client_name": self.row.order.client_name,
            "owner": self.row.order.owner, **about, "score": self.score, "comment": survey.comment if survey else None,
        }  # fmt: skip


class Group(NamedTuple):
    """The surveys of one owner, client or month."""

    name: str
    surveys: Sequence[Survey]

    @property
    def sent(self) -> int:
        """How many were asked by a sheet."""
        return sum(bool(one.row.order.survey_sheets) for one in self.surveys)

    @property
    def scores(self) -> list[int]:
        """The scores there are."""
        return [one.score for one in self.surveys if one.score is not None]

    @property
    def rate(self) -> Decimal | None:
        """The share that answered; None where nobody was asked."""
        if not self.surveys:
            return None
        return (Decimal(len(self.scores)) / len(self.surveys)).quantize(Decimal("0.0001"), ROUND_HALF_UP)

    @property
    def mean(self) -> Decimal | None:
        """The mean of the scores there are, to two places."""
        if not self.scores:
            return None
        return (Decimal(sum(self.scores)) / len(self.scores)).quantize(Decimal("0.01"), ROUND_HALF_UP)

    def document(self) -> dict[str, Any]:
        """The group as `--json` gives it."""
        rate = None if self.rate is None else f"{self.rate:f}"
        return {
            "name": self.name, "asked": len(self.surveys), "sent": self.sent, "answered": len(self.scores), "rate": rate,
            "mean": None if self.mean is None else f"{self.mean:f}",
        }  # fmt: skip


def satisfaction(
    rows: Iterable[OrderRow], now: datetime, ctx: Context, whose: Whose, *, first: date, last: date
) -> Report:
    """The satisfaction report of some days; whomever it is narrowed to owns the orders."""
    asked = [
        Survey(row, day)
        for row in rows
        if (day := asked_on(row.order, ctx)) is not None and first <= day <= last
        if whose.keeps(ctx, row.order.owner)
    ]
    whole = Group("", asked)
    counts = [
        Count("asked", _("Asked"), len(asked)),
        Count("sent", _("By a sheet"), whole.sent),
        Count("answered", _("Answered"), len(whole.scores)),
        Count("rate", _("Response rate"), whole.rate, "percent"),
        Count("mean", _("Mean score of those who answered"), whole.mean),
    ]
    title = str(text("Client satisfaction, {first} to {last}", first=first, last=last))
    sections = (
        _groups("owners", _("By owner"), _("owner"), asked, lambda one: one.row.order.owner or "–"),
        _groups(
            "clients", _("By client"), _("client"), asked, lambda one: one.row.filed_name or one.row.order.client_name
        ),
        _groups("months", _("By month"), _("month"), asked, lambda one: f"{one.asked:%Y-%m}"),
        _orders(asked),
    )
    return Report("satisfaction", title, now.astimezone(ctx.zone), whose, counts, sections)


def _groups(name: str, title: str, head: str, asked: Sequence[Survey], key: Callable[[Survey], str]) -> Section:
    names = sorted({key(one) for one in asked})
    groups = [Group(word, [one for one in asked if key(one) == word]) for word in names]
    columns = (
        Column(head, "text", lambda group: group.name),
        Column(_("asked"), "figure", lambda group: len(group.surveys)),
        Column(_("by a sheet"), "figure", lambda group: group.sent),
        Column(_("answered"), "figure", lambda group: len(group.scores)),
        Column(_("response rate"), "percent", lambda group: group.rate),
        Column(_("mean score"), "figure", lambda group: group.mean),
    )
    return Section(name, title, columns, groups, Group.document, (head,))


def _orders(asked: Sequence[Survey]) -> Section:
    order, client, _matter = order_columns(lambda one: one.row)
    columns = (
        Column(_("asked on"), "day", lambda one: one.asked),
        order,
        Column(_("owner"), "text", lambda one: person_name(one.row, one.row.order.owner)),
        Column(_("answered on"), "day", lambda one: one.answered),
        Column(_("score"), "figure", lambda one: one.score),
        client,
        Column(_("comment"), "text", lambda one: one.row.order.survey.comment if one.row.order.survey else None),
    )
    found = sorted(asked, key=lambda one: (one.asked, one.row.order.id))
    wide = (client.head, columns[6].head)
    return Section("orders", _("Orders"), columns, found, Survey.document, wide, (client.head,))
