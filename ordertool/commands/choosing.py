"""What a picker offers when an order, an item, a client or a person was left out: those that fit, mine first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from ordertool.commands.frame import Request
from ordertool.errors import OrdertoolError, UsageError
from ordertool.language import Text, _, text
from ordertool.picker import Choice
from ordertool.records.base import Entry
from ordertool.records.client import Client
from ordertool.records.meeting import Meeting
from ordertool.records.order import Order
from ordertool.reports.queries import OrderRow, order_rows
from ordertool.reports.screen import clock_time, due_cell, due_words, stage_name, who_words
from ordertool.rules.conditions.assigning import owner_available
from ordertool.rules.conditions.saying import short
from ordertool.rules.judging import refusals
from ordertool.rules.move import Move
from ordertool.rules.permissions import role_name
from ordertool.rules.workflow import TABLE
from ordertool.session import Session


class Offer(NamedTuple):
    """A question, the head of its rows, and the rows."""

    question: str
    head: Sequence[str]
    choices: Sequence[Choice]


def rows_of(path: Sequence[str]) -> list[Move]:
    """The rows of the table that a command makes."""
    kind = path[0] if len(path) > 1 else "order"
    return [row for row in TABLE if row.kind == kind and (row.command or row.verb) == path[-1]]


def section_of(rows: Sequence[Move]) -> tuple[str, str]:
    """Where the items are that moves work on, and what one of them has when it is done: problems, solution."""
    section = next((row.at.partition("[]")[0] for row in rows if "[]." in row.at), "")
    leaves = [row.at.partition("[].")[2] for row in TABLE if section and row.at.startswith(f"{section}[].")]
    return section, next((leaf for leaf in reversed(leaves) if "[]" not in leaf), "")


def offer_for(placeholder: str, path: Sequence[str], request: Request, order: str | None) -> Offer | None:
    """What there is to choose from for a placeholder such as ID, for a command; None when nothing is known of it.

    Raises:
        UsageError: nothing fits.
    """
    offers: dict[str, Callable[[], Offer]] = {
        "ID": lambda: _orders(request.session, rows_of(path)),
        "ITEM": lambda: _items(request.session, rows_of(path), order or ""),
        "CLIENT": lambda: _clients(request.session),
        "MEETING": lambda: _meetings(request.session, rows_of(path)),
        "STAFF": lambda: _people(request.session, rows_of(path)),
        "STAFF|DEPARTMENT": lambda: _people(request.session, []),
    }
    if placeholder not in offers or (placeholder == "STAFF" and path == ["staff", "add"]):
        return None
    return offers[placeholder]()


def _orders(session: Session, rows: Sequence[Move]) -> Offer:
    unreadable: list[Text] = []
    found = list(order_rows(session.tip, session.now, session.ctx, unreadable, archived=False))
    try:
        me = session.actor
    except OrdertoolError:  # reading needs no name
        if rows:
            raise
        me = ""
    verb = rows[0].verb if rows else ""
    if rows:
        entry = Entry(at=session.now, by=me, move=verb)
        found = [one for one in found if any(not refusals(row, one.order, None, entry, session.ctx) for row in rows)]
    if not found:
        nothing = text("there is no order yet")
        if verb:
            nothing = text("there is no order for {staff} to {move} now", staff=me, move=text(verb))
        raise UsageError(nothing, text("ordertool list; ordertool explain ID says what an order may do"))
    found.sort(key=lambda one: _urgency(one, me))
    question = str(text("Which order to {move}?", move=text(verb))) if verb else _("Which order?")
    head = [_("order"), _("stage"), _("client"), _("due"), _("matter")]
    return Offer(question, head, [_order_choice(one, session) for one in found])


def _urgency(one: OrderRow, me: str) -> tuple[bool, bool, bool, datetime | None, str]:
    """Mine first, the most urgent of them first, those without a limit last."""
    step = one.responsible
    due = step.clock.due.at if step and step.clock else None
    return (not (step and step.staff == me), one.order.owner != me, due is None, due, one.order.id)


def _order_choice(one: OrderRow, session: Session) -> Choice:
    order = one.order
    due = due_cell(one.responsible, session.now, session.ctx)

    def about() -> Sequence[tuple[str, str]]:
        step = one.responsible
        return [
            (_("order"), order.id),
            (_("client"), order.client_name),
            (_("matter"), one.matter),
            (_("owner"), order.owner or "–"),
            (_("next"), _(", ").join(_(verb) for verb in step.next) if step else "–"),
            (_("who"), who_words(step) if step else "–"),
            (_("due"), due_words(step, session.now, session.ctx)),
        ]

    return Choice(
        short(order.id), [short(order.id), stage_name(order.stage), order.client_name, due, one.matter], about
    )


def _items(session: Session, rows: Sequence[Move], typed: str) -> Offer:
    order = session.tip.record("order", session.id("order", typed))
    assert isinstance(order, Order)
    section, done = section_of(rows)
    found = [item for item in getattr(order, section, ()) if not getattr(item, done, None)]
    if not found:
        raise UsageError(
            text("nothing of {id} waits for this", id=order.id), text("ordertool show {id}", id=short(order.id))
        )
    choices = []
    for item in found:
        words = next(
            str(getattr(item, name)) for name in ("problem", "need", "text", "matters", "place") if hasattr(item, name)
        )
        choices.append(Choice(item.id, [item.id, words.replace("\n", " ")]))
    return Offer(_("Which one?"), [_("item"), _("matter")], choices)


def _clients(session: Session) -> Offer:
    found = [client for client in session.tip.all("client", []) if isinstance(client, Client)]
    if not found:
        raise UsageError(text("there is no client yet"), text("ordertool client add --help"))
    found.sort(key=lambda client: client.profile.name)
    head = [_("client"), _("client name"), _("region"), _("contact person")]
    choices = [
        Choice(short(one.id), [short(one.id), one.profile.name, one.profile.region or "", one.profile.contact])
        for one in found
    ]
    return Offer(_("Which client?"), head, choices)


def _meetings(session: Session, rows: Sequence[Move]) -> Offer:
    """The meetings that a move may start from, the newest first."""
    found = [one for one in session.tip.all("meeting", []) if isinstance(one, Meeting)]
    found = [one for one in found if not rows or any(one.stage in row.frm for row in rows)]
    if not found:
        raise UsageError(text("there is no such meeting yet"), text("ordertool meeting call --help"))
    found.sort(key=lambda one: (one.time, one.id), reverse=True)
    head = [_("meeting"), _("when"), _("stage"), _("where")]
    choices = [
        Choice(
            short(one.id),
            [short(one.id), clock_time(one.time, session.ctx), stage_name(one.stage), one.call.where],
        )
        for one in found
    ]
    return Offer(_("Which meeting?"), head, choices)


def _people(session: Session, rows: Sequence[Move]) -> Offer:
    """Everybody, those who are away last; only owners for a move that gives an order to one, who left for taking back."""
    today = session.ctx.day(session.now)
    back = any(row.kind == "staff" and row.verb == "rejoin" for row in rows)
    owners = any(owner_available in row.when for row in rows)
    people = [
        one
        for one in session.ctx.staff.all()
        if (one.left is not None) == back and (not owners or "owner" in one.roles)
    ]
    choices = []
    for person in sorted(people, key=lambda one: one.absence_on(today) is not None):
        absence = person.absence_on(today)
        roles = _(", ").join(str(role_name(role)) for role in person.roles)
        away = str(text("away until {day}", day=absence.last)) if absence else ""
        unit = session.ctx.policy.department(person.profile.department)
        choices.append(Choice(person.id, [person.id, person.profile.name, unit, roles, away]))
    if not choices:
        raise UsageError(text("nobody is an owner yet"), text("ordertool staff add --help"))
    return Offer(_("Who?"), [_("staff"), _("name"), _("department"), _("roles"), ""], choices)
