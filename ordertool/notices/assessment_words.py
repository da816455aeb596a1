"""What a notice says of an assessment: until when people may appeal, what an appeal and its answer say (P6.2c, P6.3b)."""

from __future__ import annotations

from collections.abc import Iterator

from ordertool.language import _
from ordertool.notices.discreet import discreet
from ordertool.records.assessment import Assessment
from ordertool.records.base import Entry
from ordertool.rules.assessing import appeals_until
from ordertool.rules.move import Context


def assessment_facts(record: Assessment, entry: Entry, ctx: Context) -> Iterator[tuple[str, str]]:
    """What a move of an assessment adds; no figures, which only the person concerned looks up."""
    yield _("Assessment"), record.id
    last = appeals_until(record, ctx)
    if entry.move == "publish" and last is not None:
        yield _("Appeals until"), str(last)
    appeal = next((one for one in record.appeals if one.id == entry.item), None)
    if appeal is not None:
        yield _("Appeal"), discreet(" ".join(appeal.text.split()))
        if appeal.answer is not None:
            yield _("Answer"), discreet(" ".join(appeal.answer.reason.split()))
    revision = next((one for one in record.revisions if one.id == entry.item), None)
    if revision is not None:
        yield _("Reason"), discreet(revision.reason)
