"""The tracking sheet of orders (台账): what a manager wants to see of each order, its lines, and how it was made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from ordertool.language import _, text
from ordertool.records.intake import OrderLine
from ordertool.reports.meetings import MeetingRow
from ordertool.reports.queries import OrderRow, totals
from ordertool.reports.screen import stage_name
from ordertool.reports.sheets import Column, Facts, Sheet, Value
from ordertool.reports.words import next_move, urgency


class Making(NamedTuple):
    """How a sheet was made: from which commit of which book, when, by whom, with which filters."""

    company: str
    book: str
    commit: str
    at: datetime
    by: str
    filters: Sequence[str]
    left_out: Sequence[str]


class _Line(NamedTuple):
    row: OrderRow
    line: OrderLine
    delivered: Decimal


def order_columns() -> list[Column]:
    """The columns of the sheet of orders, in the reader's language."""
    return [
        Column(_("Order no."), "text", lambda row: row.order.id),
        Column(_("Stage"), "text", lambda row: stage_name(row.order.stage)),
        Column(_("Mark"), "text", _mark),
        Column(_("Client"), "text", lambda row: row.filed_name or row.order.client_name),
        Column(_("Project"), "text", lambda row: row.matter),
        Column(_("Owner"), "text", lambda row: person_name(row, row.order.owner)),
        Column(_("Delivery by"), "day", lambda row: row.deliver_by),
        Column(_("Expected on"), "day", lambda row: newest(row, "eta")),
        Column(_("Completed"), "percent", _completed),
        Column(_("Next step"), "text", lambda row: next_move(row.responsible) if row.responsible else None),
        Column(
            _("Answers for it"),
            "text",
            lambda row: person_name(row, row.responsible.staff) if row.responsible else None,
        ),
        Column(_("Due"), "time", _due),
        Column(_("Amount"), "money", lambda row: row.total),
        Column(_("Unpaid"), "money", lambda row: row.order.unpaid if row.total is not None else None),
        Column(_("Currency"), "text", lambda row: row.order.terms.currency if row.order.terms else None),
        Column(_("Paid"), "money", lambda row: row.order.paid if row.total is not None else None),
        Column(_("Of it tax"), "money", lambda row: row.order.terms.tax if row.order.terms else None),
        Column(_("Open problems and complaints"), "text", _open),
        Column(_("Inquired on"), "day", lambda row: row.inquired),
        Column(_("Region"), "text", lambda row: row.region),
        Column(_("Contact"), "text", lambda row: row.order.inquiry.contact),
        Column(_("Phone"), "text", lambda row: row.order.inquiry.phone),
        Column(_("Contract no."), "text", lambda row: row.order.terms.contract if row.order.terms else None),
        Column(_("Client's order no."), "text", lambda row: row.order.terms.client_order if row.order.terms else None),
    ]


def order_sheets(rows: Sequence[OrderRow], made: Making) -> list[Sheet | Facts]:
    """The sheets of the workbook: orders, their lines, notes."""
    marks = {_("overdue"): "red", _("due today"): "yellow", _("on hold"): "dim"}
    sums = (_("Amount"), _("Unpaid"), _("Paid"))
    return [
        Sheet(_("Orders"), order_columns(), rows, sums, _("Currency"), (_("Mark"), marks), _("Currency")),
        Sheet(_("Lines"), _line_columns(), list(_lines(rows))),
        Facts(_("Notes"), _notes(rows, made)),
    ]


def _line_columns() -> list[Column]:
    return [
        Column(_("Order no."), "text", lambda one: one.row.order.id),
        Column(_("Stage"), "text", lambda one: stage_name(one.row.order.stage)),
        Column(_("Client"), "text", lambda one: one.row.filed_name or one.row.order.client_name),
        Column(_("Project"), "text", lambda one: one.row.matter),
        Column(_("Line"), "text", lambda one: one.line.id),
        Column(_("Item"), "text", lambda one: one.line.item),
        Column(_("Specification"), "text", lambda one: one.line.spec),
        Column(_("Quantity"), "figure", lambda one: one.line.quantity),
        Column(_("Unit"), "text", lambda one: one.line.unit),
        Column(_("Unit price"), "price", lambda one: one.line.price),
        Column(_("Amount"), "money", _amount),
        Column(_("Currency"), "text", lambda one: one.row.order.terms.currency if one.row.order.terms else None),
        Column(_("Delivered"), "figure", lambda one: one.delivered),
        Column(_("Still to come"), "figure", _left),
        Column(_("Delivery by"), "day", lambda one: one.row.deliver_by),
    ]


def _lines(rows: Iterable[OrderRow]) -> Iterable[_Line]:
    for row in rows:
        delivered = row.order.delivered()
        for line in row.order.lines:
            yield _Line(row, line, delivered.get(line.id, Decimal(0)))


def _amount(one: _Line) -> Value:
    terms = one.row.order.terms
    return None if one.line.amount is None or terms is None else terms.rounded(one.line.amount)


def _left(one: _Line) -> Value:
    return None if one.line.quantity is None else max(one.line.quantity - one.delivered, Decimal(0))


def _mark(row: OrderRow) -> Value:
    colour = urgency(row.responsible, row.now, row.ctx, on_hold=row.order.on_hold)
    return {"red": _("overdue"), "yellow": _("due today"), "dim": _("on hold")}.get(colour)


def _due(row: OrderRow) -> Value:
    clock = row.responsible.clock if row.responsible else None
    return clock.due.at.astimezone(row.ctx.zone).replace(tzinfo=None, second=0) if clock else None


def newest(row: OrderRow, field: str) -> Any:
    """The newest word on it in the progress reports."""
    return next((found for one in reversed(row.order.progress) if (found := getattr(one, field)) is not None), None)


def _completed(row: OrderRow) -> Value:
    if row.order.delivered() and not row.order.missing():
        return Decimal(1)
    percent = newest(row, "percent")
    return None if percent is None else Decimal(percent) / 100


def _open(row: OrderRow) -> Value:
    found = [one.id for one in row.order.open_problems] + [one.id for one in row.order.open_complaints]
    return _(", ").join(found) or None


def person_name(row: OrderRow | MeetingRow, staff_id: str | None) -> str | None:
    """The name of a person; the id of one who is not on the staff."""
    person = row.ctx.staff.get(staff_id) if staff_id else None
    return person.profile.name if person else staff_id


def origin(made: Making) -> list[tuple[str, Value]]:
    """How a sheet was made, for its notes."""
    return [
        (_("Company"), made.company),
        (_("Book"), made.book),
        (_("Commit"), made.commit),
        (_("As of"), made.at.replace(tzinfo=None)),
        (_("Made by"), made.by),
        (_("Filters"), " ".join(made.filters) or _("none")),
    ]


def _notes(rows: Sequence[OrderRow], made: Making) -> list[tuple[str, Value]]:
    notes: list[tuple[str, Value]] = [*origin(made), (_("Number of orders"), len(rows))]
    notes += [
        (str(text("Total in {currency}", currency=one)), sum_) for one, sum_ in sorted(totals(list(rows)).items())
    ]
    notes += [(_("Left out"), one) for one in made.left_out]
    notes += [
        (
            _("Sums"),
            _("Formulas below the orders; with one currency they follow the filter. Excel computes them on opening."),
        ),
        (_("On paper"), _("Printed up to the currency; what stands to the right of it is for the screen.")),
        (_("Colours"), _("Red: the next step is late. Yellow: it is due today. Grey: the order is on hold.")),
    ]
    return notes
