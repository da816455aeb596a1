"""Whether an order may move at all: hold, and taking back (P2.6, L13, L14)."""

from __future__ import annotations

from ordertool.language import listed, text
from ordertool.records.base import Entry, Logged
from ordertool.records.order import Order
from ordertool.rules.conditions.saying import no, short
from ordertool.rules.move import Context, Refusal


def not_on_hold(old: Order, _entry: Entry, _ctx: Context) -> Refusal | None:
    """A hold stops what would bring the order on; the rest goes on (a payment may lift it)."""
    if not old.on_hold:
        return None
    hold = old.last("hold")
    return no(
        text("it is on hold: {reason}", reason=hold.note if hold else ""),
        text("the order department or a manager resumes it: ordertool resume {id}", id=short(old.id)),
        "P2.6",
    )


def held_before(old: Order, _entry: Entry, _ctx: Context) -> Refusal | None:
    """Only what is on hold is resumed."""
    if old.on_hold:
        return None
    return no(text("it is not on hold"), text("ordertool explain {id}", id=short(old.id)), "P2.6")


def nothing_delivered(old: Order, _entry: Entry, _ctx: Context) -> Refusal | None:
    """What was delivered in part is not filled in anew: its terms are changed (P2.6)."""
    if not old.delivery:
        return None
    return no(
        text("a part of it was delivered"),
        text("give it an owner: ordertool assign {id} --to …", id=short(old.id)),
        "P2.2c",
    )


def nothing_with_client(old: Order, _entry: Entry, _ctx: Context) -> Refusal | None:
    """What was delivered is owed for: an order is given up when the client has nothing of it (P2.6, P7.1c)."""
    there = old.delivered()
    if not there:
        return None
    return no(
        text("the client has: {lines}", lines=listed(f"{line}={quantity:f}" for line, quantity in there.items())),
        text(
            "if it comes back: ordertool take-back {id} …; if not: ordertool close {id}, and a manager gives up the rest by "
            "--waive, or what will not be paid by: ordertool pay {id} --write-off",
            id=short(old.id),
        ),
        "P2.6",
    )


def own_last_move(old: Logged, entry: Entry, _ctx: Context) -> Refusal | None:
    """A person takes back their own last move, while nobody has built on it."""
    last = old.standing[-1]
    if len(old.standing) == 1:
        return no(
            text("it is the first move, and records are not deleted"),
            text('ordertool lose {id} --reason "…"', id=short(old.id)),
            "P2.6",
        )
    if last.by != entry.by:
        return no(
            text("the last move, {move}, is {staff}'s", move=text(last.move), staff=last.by),
            text("ask {staff} to undo it", staff=last.by),
            "P2.6",
        )
    return None


def made_alone(old: Order, _entry: Entry, ctx: Context) -> Refusal | None:
    """What was done together with a client's file, or was one share of a transfer, is not taken back on one order alone."""
    last = old.standing[-1]
    if last.move not in ("hold", "resume", "pay"):
        return None
    others = sorted(ctx.along(old), key=lambda one: not one.startswith("C-"))
    if not others or (last.move != "pay" and not others[0].startswith("C-")):
        return None
    amount = next((one.amount for one in old.payments if one.id == last.item), None)
    client = short(others[0])
    hint = {
        "hold": text('ordertool client release {id} --reason "…"', id=client),
        "resume": text('ordertool client watch {id} --reason "…"', id=client),
        "pay": text('give it back: ordertool pay {id} --refund --amount {amount} --reason "…"',
                    id=short(old.id), amount=amount),
    }  # fmt: skip
    return no(text("it was made together with: {records}", records=listed(map(short, others))), hint[last.move], "P2.6")


def brings_back(old: Logged, new: Logged, _entry: Entry, ctx: Context) -> Refusal | None:
    """What comes back is the record exactly as it was before the move, but for the log (L13)."""
    earlier = ctx.earlier(old)
    if earlier is not None and earlier.sections() == new.sections():
        return None
    return no(
        text("it is not the record as it was before that move"), text("ordertool log {id}", id=short(old.id)), "P2.6"
    )
