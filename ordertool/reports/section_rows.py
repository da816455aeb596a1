"""The rows of a card's sections, and what they are made of: an item, a moment, what was said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from ordertool.language import _
from ordertool.records.base import Entry, Said
from ordertool.records.order import Order
from ordertool.reports.screen import short_time
from ordertool.reports.words import CHANNELS, named
from ordertool.rules.move import Context


class Row(NamedTuple):
    """A row of a section: the item's id, when and by whom it came to be, a word on it, what it says; its colour."""

    item: str = ""
    when: str = ""
    by: str = ""
    what: str = ""
    says: str = ""
    colour: str = ""


class Rows:
    """One order at a moment, and how its items are told."""

    def __init__(self, order: Order, now: datetime, ctx: Context) -> None:
        self.order, self.now, self.ctx = order, now, ctx
        self._made: dict[str, Entry] = {}
        for entry in order.standing:
            if entry.item:
                self._made.setdefault(entry.item, entry)

    def item(self, item: str, what: str = "", *said: object) -> Row:
        """An item with the move that made it; what it says, sentence by sentence."""
        entry = self._made.get(item)
        when = self.time(entry.at) if entry else ""
        return Row(item, when, entry.by if entry else "", what, joined(said))

    def time(self, moment: datetime) -> str:
        """A moment, as short as the card's own moment allows."""
        return short_time(moment, self.now, self.ctx)

    def said(self, said: Said) -> str:
        """What was said to the client: by whom, how and when."""
        return _(", ").join((said.who, named(CHANNELS, said.channel), self.time(said.at)))


def settings(fields: dict[str, str | None]) -> Iterator[Row]:
    """What a change or a correction sets, a row each."""
    for name, value in fields.items():
        yield Row(what=_("sets"), says=f"{name} = {'–' if value is None else value}")


def joined(said: tuple[object, ...]) -> str:
    """Sentences one after another in one line."""
    return _("; ").join(" ".join(str(one).split()) for one in said if one)
