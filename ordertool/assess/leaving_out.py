"""What an accepted appeal leaves out of the figures, by its answer in the assessment's own record (P6.3b)."""

from __future__ import annotations

from collections.abc import Iterator

from ordertool.assess.collecting import Collected, Found
from ordertool.assess.period import Period
from ordertool.assess.timed import NONE
from ordertool.book.snapshot import Snapshot
from ordertool.language import text
from ordertool.records.assessment import Appeal, Assessment


def without(collected: Collected, tip: Snapshot, period: Period) -> Collected:
    """The evidence, with what accepted appeals leave out counted as nothing and saying so."""
    record = tip.record("assessment", period.name)
    if not isinstance(record, Assessment):
        return collected
    accepted = [one for one in record.appeals if one.answer is not None and one.answer.left_out]
    if not accepted:
        return collected
    return collected._replace(found=tuple(_each(collected, record, accepted)))


def _each(collected: Collected, record: Assessment, accepted: list[Appeal]) -> Iterator[Found]:
    for one in collected.found:
        appeal = next((each for each in accepted if _about(one, each, record.appellant(each.id))), None)
        if appeal is None or appeal.answer is None:
            yield one
            continue
        why = text("left out by the answer to appeal {item}: {reason}", item=appeal.id, reason=appeal.answer.reason)
        yield one._replace(evidence=one.evidence._replace(got=NONE, of=NONE, why=why))


def _about(one: Found, appeal: Appeal, appellant: str) -> bool:
    """Whether an appeal's answer leaves out a piece of evidence: of the appellant, by indicator, record, move and item."""
    answer, made = appeal.answer, one.evidence
    return (
        one.staff == appellant
        and answer is not None
        and any(
            (left.indicator, left.record, left.move) == (one.indicator, made.order, made.move)
            and left.item in (None, made.item)
            for left in answer.left_out
        )
    )
