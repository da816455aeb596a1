"""Several records in one commit: one move on many, or one of a client's with those of its orders that go along (P4.2a)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from ordertool.language import listed, text
from ordertool.records.base import Logged
from ordertool.records.client import Client
from ordertool.records.order import Order
from ordertool.rules.conditions.saying import no, short
from ordertool.rules.move import Context, Move, Refusal


class Moved(NamedTuple):
    """A move and the record after it."""

    move: Move
    new: Logged


def leads(move: Move, kind: str, verb: str) -> bool:
    """Whether a move of a client's takes another along: that one needs no right of its own, and is judged after it."""
    return kind == "order" and verb in move.along


def seen_after(ctx: Context, record: Logged) -> Context:
    """What the moves that go along are judged against: the commit before, with the client as the first of them left it."""
    return replace(ctx, file=lambda client_id: record if client_id == record.id else ctx.file(client_id))  # type: ignore[arg-type,return-value]


def refusal(moved: Sequence[Moved], ctx: Context) -> Refusal | None:
    """Why these cannot be one commit; the first leads, where one does."""
    first, rest = moved[0], moved[1:]
    entry = first.new.log[-1]
    if first.move.others is not None:
        wanted = first.move.others(first.new, entry)
        missing = wanted ^ {one.new.id for one in rest}
        if missing:
            return no(
                text("it goes together with a move of: {orders}", orders=listed(map(short, sorted(missing)))),
                text(
                    "make them by one command: ordertool {command} --help",
                    command=first.move.command or first.move.verb,
                ),
                first.move.clause.number,
            )
    if not rest:
        return None
    led = [leads(first.move, one.move.kind, one.move.verb) and _of(one.new, first.new, ctx) for one in rest]
    same = first.move.many and all(one.move is first.move for one in rest)
    at_once = all((one.new.log[-1].by, one.new.log[-1].at) == (entry.by, entry.at) for one in rest)
    if at_once and (same or all(led)):
        return None
    return no(text("these records cannot be changed in one commit"), text("make one move after another"), "P4.2a")


def _of(order: Logged, client: Logged, ctx: Context) -> bool:
    """Whether it is an order of the client's."""
    return isinstance(order, Order) and isinstance(client, Client) and ctx.client_of(order) == client.id
