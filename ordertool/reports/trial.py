"""What a changed policy would have done, beside what was: by owner, by time limit, and which orders would go elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from ordertool.language import _, text
from ordertool.records.order import Order
from ordertool.reports.fairness import index_words, parts_document
from ordertool.reports.screen import columns, flowing
from ordertool.reports.words import LIMITS
from ordertool.rules.fairness import Fairness, Part
from ordertool.rules.move import Context
from ordertool.rules.trial import Replayed, compared, late_by_limit, replayed


class Trial(NamedTuple):
    """A replay of the past under another policy."""

    first: date
    last: date
    replayed: Sequence[Replayed]
    was: Fairness
    would: Fairness
    late_was: Counter[str]
    late_would: Counter[str]

    @property
    def moved(self) -> list[Replayed]:
        """Orders that would have gone to somebody else, or to nobody."""
        return [one for one in self.replayed if one.was != one.would]

    def document(self) -> dict[str, Any]:
        """It as `--json` gives it."""
        return {
            "since": str(self.first),
            "until": str(self.last),
            "replayed": len(self.replayed),
            "was": parts_document(self.was),
            "would": parts_document(self.would),
            "late": {name: {"was": self.late_was[name], "would": self.late_would[name]} for name in self._limits},
            "elsewhere": [{"id": one.order.id, "was": one.was, "would": one.would} for one in self.moved],
        }

    @property
    def _limits(self) -> list[str]:
        return sorted(self.late_was.keys() | self.late_would.keys())

    def lines(self) -> list[str]:
        """It for people."""
        head = [_("owner"), _("share"), _("was given"), _("fair was"), _("would be given"), _("fair would be")]
        was, would = ({part.staff: part for part in one.parts} for one in (self.was, self.would))
        rows = [[staff, *_part(was.get(staff), would.get(staff))] for staff in sorted(was | would)]
        lines = [
            str(
                text(
                    "{count} assignments from {first} to {last}",
                    count=len(self.replayed),
                    first=self.first,
                    last=self.last,
                )
            ),
            *columns(head, rows, flexible=(0,), right=(1, 2, 3, 4, 5)),
            str(
                text(
                    "evenness: was {was}, would be {would}",
                    was=index_words(self.was.index),
                    would=index_words(self.would.index),
                )
            ),
        ]
        nobody = sum(one.would is None for one in self.replayed)
        lines.append(
            str(text("elsewhere: {count} orders, {nobody} of them to nobody", count=len(self.moved), nobody=nobody))
        )
        if self._limits:
            head = [_("late"), _("was"), _("would be")]
            late = [[_(LIMITS[name]), str(self.late_was[name]), str(self.late_would[name])] for name in self._limits]
            sums = [_("total"), str(self.late_was.total()), str(self.late_would.total())]
            lines += ["", *columns(head, [*late, sums], flexible=(0,), right=(1, 2))]
        note = _(
            "Each order's newest assignment is decided anew, one by one; when work ended is as it was. What was is measured by"
            " the policy of the last commit, what would have been by the one that is tried."
        )
        return [*lines, "", *flowing(note)]


def _part(was: Part | None, would: Part | None) -> list[str]:
    """A person's share, and what they were and would have been given, beside what would have been fair."""
    shares = dict.fromkeys(str(one.share) for one in (was, would) if one)
    figures = [(f"{one.weight:f}", f"{one.fair:f}") if one else ("–", "–") for one in (was, would)]
    return [" → ".join(shares), *figures[0], *figures[1]]


def trial(orders: Sequence[Order], first: date, now: datetime, ctx: Context, other: Context) -> Trial:
    """Replay what orders went through since a day, by the policy as it is and by another."""
    last = ctx.day(now)
    found = list(replayed(orders, first, other))
    late = (late_by_limit(orders, first, now, one) for one in (ctx, other))
    return Trial(first, last, found, *compared(found, first, last, ctx, other), *late)
