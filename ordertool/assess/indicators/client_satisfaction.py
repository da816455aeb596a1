"""Client satisfaction (P6.1d): the scores of the surveys that were answered; no answer is no zero (L17)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ordertool.assess.period import Period
from ordertool.assess.result import Evidence
from ordertool.assess.timed import NONE, Case
from ordertool.language import Clause, text
from ordertool.records.base import Logged
from ordertool.records.order import Order
from ordertool.rules.move import Context

CLAUSE = "P6.1d"
_BEST = Decimal(5)


def cases(record: Logged, period: Period, ctx: Context) -> Iterator[Case]:
    """One for each order whose client was asked: the score of 5, in the period of the answer; without one, none of 0."""
    if not isinstance(record, Order):
        return
    places = [place for place in record.standing_places if record.log[place].move in ("survey", "survey-sent")]
    answered = next((place for place in reversed(places) if record.log[place].move == "survey"), None)
    if answered is not None and record.survey is not None and record.log[answered].at <= period.until:
        got, of, place = Decimal(record.survey.score), _BEST, answered
        why = text("the client's score: {score} of 5", score=record.survey.score)
    elif places and record.log[places[0]].move == "survey-sent":
        got, of, place, why = NONE, NONE, places[0], text("left out: no answer, which is no zero")
    else:
        return
    entry, owner = record.log[place], record.before(place).owner
    if owner is not None and period.holds(entry.at):
        at = entry.at.astimezone(ctx.zone)
        yield Case(
            owner, Evidence(record.id, entry.move, entry.item or "", place, "", at, None, got, of, why, Clause(CLAUSE))
        )
