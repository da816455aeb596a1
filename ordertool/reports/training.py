"""Who was trained, until when it holds, and who is due (P7.3, P6.3c)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from ordertool.language import N_, _
from ordertool.records.policy import Policy
from ordertool.records.staff import Staff
from ordertool.reports.owed_files import KINDS
from ordertool.reports.screen import columns
from ordertool.reports.words import named
from ordertool.rules.file_duties import AHEAD, Needed, needed
from ordertool.rules.move import Context

STATES = {"due": N_("due"), "new": N_("not trained yet"), "soon": N_("soon due"), "valid": N_("valid")}
_COLOURS = {"due": "red", "soon": "yellow"}


class TrainingRow(NamedTuple):
    """One training that a person has to have."""

    person: Staff
    need: Needed
    today: date

    @property
    def state(self) -> str:
        """How it stands."""
        return self.need.state(self.today)

    @property
    def pressing(self) -> bool:
        """Whether its last day is over, or near."""
        return self.need.until - AHEAD <= self.today

    def document(self) -> dict[str, Any]:
        """The row as `--json` gives it."""
        last = self.need.last
        return {
            "staff": self.person.id,
            "name": self.person.profile.name,
            "department": self.person.profile.department,
            "kind": self.need.kind,
            "last": last.model_dump(mode="json") if last else None,
            "until": str(self.need.until),
            "state": self.state,
        }


def training_rows(ctx: Context, today: date) -> list[TrainingRow]:
    """What the policy asks of everybody who is on the staff, the most urgent first."""
    found = (TrainingRow(person, need, today) for person in ctx.colleagues() for need in needed(person, ctx))
    return sorted(found, key=lambda row: (row.need.until, row.person.id, row.need.kind))


def training_lines(rows: Sequence[TrainingRow], policy: Policy, *, due: bool) -> list[str]:
    """The rows on a screen."""
    if not policy.training:
        return [_("policy.yaml asks for no training: see its section training")]
    if not rows:
        return [_("nobody is due")] if due else [_("nobody has to be trained")]
    head = [_("staff"), _("name"), _("department"), _("training"), _("last on"), _("topic"), _("until"), _("state")]
    return columns(
        head, list(_cells(rows, policy)), flexible=(5,), colours=[_COLOURS.get(row.state, "") for row in rows]
    )


def _cells(rows: Sequence[TrainingRow], policy: Policy) -> Iterator[list[str]]:
    for row in rows:
        last = row.need.last
        yield [
            row.person.id, row.person.profile.name, policy.department(row.person.profile.department), named(KINDS, row.need.kind),
            str(last.on) if last else "–", last.topic if last else "", str(row.need.until), _(STATES[row.state]),
        ]  # fmt: skip
