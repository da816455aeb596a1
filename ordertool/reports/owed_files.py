"""What is owed on files: clients' to be confirmed, their debts from before the book, trainings: by whom, when (P4.1b, P7.1c, P7.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

from ordertool.book.snapshot import Snapshot
from ordertool.language import N_, Text, _
from ordertool.records.client import Client
from ordertool.reports.documents import duty_document
from ordertool.reports.queries import department_of
from ordertool.reports.screen import columns, due_cell
from ordertool.reports.words import named, next_move, urgency
from ordertool.rules.file_duties import (
    FileDuty,
    for_weak_indicators,
    on_assessments,
    on_clients,
    on_debts,
    on_staff,
)
from ordertool.rules.move import Context

KINDS = {"information-security": N_("information security"), "skill": N_("skill")}
"""Kinds of training as they are called."""


class OwedOnFile(NamedTuple):
    """One thing that somebody owes on a file."""

    owed: FileDuty
    now: datetime
    ctx: Context

    @property
    def staff(self) -> str | None:
        """Who owes it."""
        return self.owed.duty.staff

    @property
    def department(self) -> str | None:
        """The department of the person who owes it."""
        return department_of(self.staff, self.ctx)

    @property
    def due(self) -> datetime:
        """By when."""
        assert self.owed.duty.clock is not None
        return self.owed.duty.clock.due.at

    @property
    def overdue(self) -> bool:
        """Whether it is late."""
        return self.owed.duty.overdue(self.now)

    @property
    def matter(self) -> str:
        """What it is about: a client's name, also with a debt of its, what is to be learnt, or an appeal."""
        duty = self.owed.duty
        if self.owed.file.kind == "client":
            return duty.matter
        return named(KINDS, duty.item) if duty.item in KINDS else f"{duty.item} {' '.join(duty.matter.split())}".strip()

    def document(self) -> dict[str, Any]:
        """It as `--json` gives it."""
        file = self.owed.file
        return {
            "id": file.id,
            "kind": file.kind,
            "matter": self.matter,
            "owed": duty_document(self.owed.duty, self.now),
        }


def owed_on_files(tip: Snapshot, now: datetime, ctx: Context, unreadable: list[Text]) -> Iterator[OwedOnFile]:
    """All that is owed on files, the most urgent first; what is wrong with clients' that cannot be read: `unreadable`."""
    clients = tuple(cast("Iterator[Client]", tip.all("client", unreadable)))
    found = [OwedOnFile(one, now, ctx) for one in _all(clients, now, ctx)]
    yield from sorted(found, key=lambda one: (one.due, one.owed.file.id, one.owed.duty.item))


def _all(clients: Sequence[Client], now: datetime, ctx: Context) -> Iterator[FileDuty]:
    yield from on_clients(clients, now, ctx)
    yield from on_debts(clients, now, ctx)
    yield from on_staff(now, ctx)
    yield from for_weak_indicators(ctx)
    yield from on_assessments(now, ctx)


def files_table(found: Sequence[OwedOnFile], *, who: bool = True) -> list[str]:
    """What is owed on files as a table."""
    head = [_("due"), _("file"), _("next"), _("who"), _("clause"), _("matter")]
    cells: Iterable[list[str]] = [
        [
            due_cell(one.owed.duty, one.now, one.ctx),
            f"{one.owed.file.id} {one.owed.duty.item}".rstrip() if one.owed.file.kind == "client" else one.owed.file.id,
            next_move(one.owed.duty),
            one.staff or "–",
            str(one.owed.duty.clause),
            one.matter,
        ]
        for one in found
    ]
    if not who:
        head, *cells = ([*row[:3], *row[4:]] for row in (head, *cells))
    colours = [urgency(one.owed.duty, one.now, one.ctx, on_hold=False) for one in found]
    return columns(head, list(cells), flexible=(len(head) - 1,), colours=colours)
