"""One order on a screen: what it is, who is next, every section of its file, and how it came here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from ordertool.language import _, text
from ordertool.records.order import Order
from ordertool.reports.receipt import next_words
from ordertool.reports.screen import (
    columns,
    move_words,
    note_words,
    painted,
    short_time,
    stage_name,
    visible,
)
from ordertool.reports.section_rows import Row
from ordertool.reports.sections import SECTIONS, Card
from ordertool.reports.words import CHANNELS, LIMITS, amount, cause_words, named, payment_words, stage_words, urgency
from ordertool.rules.duty import responsible
from ordertool.rules.excuse import lateness
from ordertool.rules.move import Context


def order_lines(order: Order, now: datetime, ctx: Context) -> list[str]:
    """The order's card."""
    lines = [f"{painted(order.id, 'bold')}  {stage_words(order)}  {visible(order.client_name)}"]
    facts = [(name, " ".join(value.split())) for name, value in _facts(order, now, ctx) if value]
    next_is = urgency(responsible(order, now, ctx), now, ctx, on_hold=order.on_hold)
    colours = [next_is if name == _("next") else "" for name, _value in facts]
    lines += columns(None, facts, flexible=(1,), wraps=True, indent=2, colours=colours)
    card = Card(order, now, ctx)
    for section, title in SECTIONS.items():
        lines += _section(_(title), list(getattr(card, section)()))
    undone = {place for place in range(len(order.log)) if place not in order.standing_places}
    moves = [
        Row(
            short_time(entry.at, now, ctx),
            move_words(entry, undone=place in undone),
            entry.by,
            f"→ {stage_name(entry.to)}" if entry.to else "",
            note_words(entry),
            "dim" if place in undone else "",
        )
        for place, entry in enumerate(order.log)
    ]
    return lines + _section(_("Log"), moves)


def _section(title: str, rows: Sequence[Row]) -> list[str]:
    """A title and its rows; columns that no row fills are left out, and the last goes on in the next line."""
    if not rows:
        return []
    *cells, colours = zip(*rows, strict=True)
    filled = list(zip(*(column for column in cells if any(column)), strict=True))
    table = columns(None, filled, flexible=(len(filled[0]) - 1,), wraps=True, indent=2, colours=colours)
    return ["", painted(title, "bold"), *table]


def _facts(order: Order, now: datetime, ctx: Context) -> Iterator[tuple[str, str]]:
    terms, inquiry = order.terms, order.inquiry
    yield _("matter"), inquiry.matter
    yield _("answer on the spot"), inquiry.answer or ""
    channel = named(CHANNELS, inquiry.channel)
    reached = " ".join(part for part in (inquiry.contact, inquiry.phone, inquiry.email) if part)
    yield _("contact person"), str(text("{who} ({channel})", who=reached, channel=channel))
    yield _("follows"), inquiry.origin or ""
    if terms is not None:
        yield _("client file"), ctx.client_of(order) or ""
        yield _("project"), terms.project or ""
        yield _("description"), terms.description or ""
        yield (
            _("type and domain"),
            _(", ").join(part for part in (ctx.policy.order_type(terms.type), terms.domain) if part),
        )
        yield _("contract no."), terms.contract or ""
        yield _("client's order no."), terms.client_order or ""
        yield _("promised"), str(terms.deliver_by or "")
        yield _("place"), terms.deliver_to or ""
        yield _("payment"), payment_words(terms.payment) if terms.payment else ""
        if terms.total is not None:
            yield _("tax"), amount(terms.rounded(terms.tax), terms.currency) if terms.tax else ""
            yield _("total"), amount(terms.total, terms.currency)
            if order.payments:
                yield _("paid"), amount(order.paid, terms.currency)
                yield _("written off"), amount(order.written_off, terms.currency) if order.written_off else ""
                yield _("unpaid"), amount(order.unpaid, terms.currency)
    yield _("owner"), order.owner or ""
    for late in lateness(order, now, ctx):
        if late.causes:
            causes = _("; ").join(map(cause_words, late.causes))
            words = text("{limit}: {days} days, {own} of them own; {causes}", limit=named(LIMITS, late.clock.limit),
                         days=late.days, own=late.own, causes=causes)  # fmt: skip
            if late.put_off:
                words = text("the promised day was moved by {days} days; {causes}", days=late.days, causes=causes)
            yield _("late, and why"), str(words)
    hold = order.last("hold") if order.on_hold else None
    if hold is not None:
        since = short_time(hold.at, now, ctx)
        yield _("on hold"), str(text("since {time}: {reason}", time=since, reason=hold.note))
    yield _("next"), next_words(order, now, ctx)
