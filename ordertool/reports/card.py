"""One order on a screen: what it is, who is next, and how it came here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ordertool.language import _, text
from ordertool.records.order import Order
from ordertool.reports.screen import clock_time, columns, move_words, next_words, painted, stage_name, visible, width
from ordertool.rules.move import Context


def order_lines(order: Order, now: datetime, ctx: Context) -> list[str]:
    """The order's card."""
    lines = [f"{painted(order.id, 'bold')}  {stage_name(order.stage)}  {visible(order.client_name)}"]
    named = dict(_facts(order, now, ctx))
    wide = max(width(name) for name in named)
    lines += [f"  {name}{' ' * (wide - width(name))}  {visible(value)}" for name, value in named.items() if value]
    for title, rows in _sections(order):
        if rows:
            lines += ["", painted(title, "bold"), *(f"  {visible(row)}" for row in rows)]
    lines += ["", painted(_("Log"), "bold")]
    moves = [
        [
            clock_time(entry.at, ctx),
            move_words(entry),
            entry.by,
            f"→ {stage_name(entry.to)}" if entry.to else "",
            entry.note or "",
        ]
        for entry in order.log
    ]
    lines += [f"  {line}" for line in columns([""] * 5, moves, flexible=(4,))[1:]]
    return lines


def _facts(order: Order, now: datetime, ctx: Context) -> Iterator[tuple[str, str]]:
    form = order.form
    inquiry = order.inquiry
    yield _("matter"), inquiry.matter.replace("\n", " ")
    yield _("contact"), " ".join(part for part in (inquiry.contact, inquiry.phone, inquiry.email) if part)
    if form is not None:
        yield _("project"), form.project or ""
        yield _("client file"), form.client or ""
        yield _("promised"), str(form.deliver_by or "")
        yield _("place"), form.deliver_to or ""
        yield _("payment"), form.payment or ""
        if form.total is not None:
            yield _("total"), f"{form.total:,} {form.currency}"
            yield _("paid"), f"{order.paid:,} {form.currency}" if order.payments else ""
    yield _("owner"), order.owner or ""
    yield _("next"), next_words(order, now, ctx)


def _sections(order: Order) -> Iterator[tuple[str, list[str]]]:
    done = order.delivered()
    yield (
        _("Lines"),
        [
            f"{line.id}  {line.item or '–'}  {line.spec or '–'}  "
            f"{'–' if line.quantity is None else f'{line.quantity:f}'} {line.unit or ''}"
            f" × {'–' if line.price is None else f'{line.price:,}'}"
            + (str(text("  (delivered {quantity})", quantity=f"{done[line.id]:f}")) if line.id in done else "")
            for line in order.lines
        ],
    )
    if order.handed:
        where = [f"{order.handed.original_at}"] if order.handed.original_at else []
        yield (
            _("Papers"),
            where + [f"{paper.name}  {paper.size:,} B  {paper.sha256[:12]}" for paper in order.handed.papers],
        )
    if order.plan:
        rows = [f"{p.id}  {p.name}  {p.start} – {p.end}  {p.person}" for p in order.plan.phases]
        rows += [f"{node.id}  {node.name}  {node.on}" for node in order.plan.nodes]
        rows += [f"{risk.id}  {risk.risk}: {risk.countermeasure}" for risk in order.plan.risks]
        yield _("Plan"), rows
    reports = [
        f"{r.id}  {'' if r.percent is None else f'{r.percent}%  '}{r.state}" + (f"  ({r.problem})" if r.problem else "")
        for r in order.progress
    ]
    yield _("Progress"), [row.replace("\n", " ") for row in reports]
    deliveries = []
    for delivery in order.delivery:
        what = ", ".join(f"{line}={quantity:f}" for line, quantity in delivery.quantities.items())
        slip = delivery.slip.name if delivery.slip else _("no slip yet")
        deliveries.append(f"{delivery.id}  {what}  {delivery.place}  {slip}")
    yield _("Deliveries"), deliveries
    yield _("Payments"), [f"{payment.id}  {payment.on}  {payment.amount:,}" for payment in order.payments]
