"""Dunning letters, and clients under watch: supply stops until finance or the keeper lets it go on (P7.1c)."""

from __future__ import annotations

from ordertool.language import N_, listed, text
from ordertool.records.base import Entry
from ordertool.records.client import Client
from ordertool.records.client_money import Watch
from ordertool.records.order import Order
from ordertool.rules.conditions.saying import no, short
from ordertool.rules.move import Context, Refusal
from ordertool.rules.receivables import debt_named, grade_sign, late_sign, letter_due, letters_said

LETTER_NAMES = {"first": N_("first"), "second": N_("second"), "final": N_("final")}
"""The letters as they are called."""


def letter_owed(old: Client, new: Client, entry: Entry, ctx: Context) -> Refusal | None:
    """A letter names debts that are as late as policy says, what is unpaid of each, and each but once at its stage."""
    dun = new.duns[-1]
    day, rules = ctx.day(entry.at), ctx.policy.receivables
    if dun.on != day:
        return no(
            text("the letter is of {day}, and goes out on {today}", day=dun.on, today=day),
            text("leave it out"),
            "P7.1c",
        )
    hint = text("ordertool dun --list")
    if not dun.debts:
        return no(text("no debt is due for a letter"), hint, "P7.1c", policy="receivables.dunning")
    for one in dun.debts:
        debt = debt_named(old, one.debt, day, ctx)
        if debt is None or not debt.claimed:
            return no(text("nothing is owed for {debt}", debt=one.debt), hint, "P7.1c")
        if (one.amount, one.currency, one.due) != (debt.claimed, debt.currency, debt.due):
            return no(text("{debt}: {amount} is not what is owed", debt=one.debt, amount=one.amount), hint, "P7.1c")
        if dun.stage in letters_said(old, one.debt):
            return no(
                text("{debt}: its {letter} letter went out", debt=one.debt, letter=text(LETTER_NAMES[dun.stage])),
                hint,
                "P7.1c",
            )
        if letter_due(old, debt, day, rules) != dun.stage:
            return no(
                text("{debt}: no {letter} letter is due", debt=one.debt, letter=text(LETTER_NAMES[dun.stage])),
                hint,
                "P7.1c",
                policy="receivables.dunning",
            )
    return None


def not_watched_yet(old: Client, _entry: Entry, _ctx: Context) -> Refusal | None:
    """A client is watched once at a time."""
    if old.watch is None:
        return None
    return no(
        text("it is under watch already: {reason}", reason=old.watch.reason),
        text('ordertool client release {id} --reason "…"', id=short(old.id)),
        "P7.1c",
    )


def sign_shows(old: Client, new: Client, entry: Entry, ctx: Context) -> Refusal | None:
    """The sign that is named is there: each debt as late as policy says, or a grade lowered in the newest assessment."""
    watch = new.watches[-1]
    hint = text("ordertool client watch --list; by your own judgement: --sign manual")
    if watch.sign == "grade" and grade_sign(old, ctx) is None:
        return no(text("its grade was not lowered"), hint, "P7.1c", policy="receivables.watch.grade_lowered")
    if (watch.sign == "overdue") != bool(watch.debts):
        return no(text("the debts that are overdue are not named"), hint, "P7.1c", policy="receivables.watch.overdue")
    for name in watch.debts:
        debt = debt_named(old, name, ctx.day(entry.at), ctx)
        if debt is None or late_sign(old, debt, ctx) is None:
            return no(
                text("{debt} is not as late as that", debt=name), hint, "P7.1c", policy="receivables.watch.overdue"
            )
    return None


def watched(old: Client, _entry: Entry, _ctx: Context) -> Refusal | None:
    """Only a client under watch is released."""
    if old.watch is not None:
        return None
    return no(text("it is not under watch"), text("ordertool client watch --list"), "P7.1c")


def release_of_the_last(old: Client, new: Client, entry: Entry, ctx: Context) -> Refusal | None:
    """A release ends the watch that is on, and lets go on exactly the orders that it still holds."""
    if old.watch is None or entry.item != old.watch.id:
        return no(
            text("{item} is not the watch that is on", item=entry.item), text("ordertool client watch --list"), "P7.1c"
        )
    released = next(one for one in new.watches if one.id == entry.item).released
    wanted = {one for one in old.watch.orders if (order := ctx.order(one)) and held_by_watch(order, old)}
    odd = wanted ^ set(released.orders if released else ())
    if not odd:
        return None
    return no(
        text("the watch holds: {orders}", orders=listed(map(short, sorted(wanted))) or "–"),
        text('ordertool client release {id} --reason "…"', id=short(old.id)),
        "P7.1c",
    )


def held_by_watch(order: Order, client: Client) -> Watch | None:
    """The watch whose hold is the one that an order is on; None when it is on none, or on somebody else's."""
    hold = order.last("hold") if order.on_hold else None
    made = {entry.item: (entry.at, entry.by) for entry in client.log if entry.move == "watch"}
    if hold is None:
        return None
    return next(
        (one for one in client.watches if order.id in one.orders and made.get(one.id) == (hold.at, hold.by)), None
    )


def watch_lifted(old: Order, _entry: Entry, ctx: Context) -> Refusal | None:
    """What a credit watch holds goes on when the client is released, not before."""
    client = ctx.client(old.client) if old.client else None
    if client is None or client.watch is None or held_by_watch(old, client) is None:
        return None
    return no(
        text("the client is under watch: {reason}", reason=client.watch.reason),
        text(
            'finance or the client\'s keeper releases it: ordertool client release {id} --reason "…"',
            id=short(client.id),
        ),
        "P7.1c",
    )


def supply_goes_on(old: Order, _entry: Entry, ctx: Context) -> Refusal | None:
    """Nothing is submitted for, or delivered to, a client under watch."""
    client = ctx.client(old.client) if old.client else None
    if client is None or client.watch is None:
        return None
    return no(
        text("the client is under watch: {reason}", reason=client.watch.reason),
        text(
            'finance or the client\'s keeper releases it: ordertool client release {id} --reason "…"',
            id=short(client.id),
        ),
        "P7.1c",
    )
