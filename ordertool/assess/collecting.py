"""The evidence of a period from the records of one commit: only those that the period can touch are read.

Where there are many, two processes share them. Each piece names the commit that made its entry, from one walk through
history.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

from ordertool.assess.period import Period, months_between
from ordertool.assess.result import Evidence
from ordertool.assess.soundness import known_indicators
from ordertool.book.entry_commits import EntryCommits, twins
from ordertool.book.git import Objects
from ordertool.book.snapshot import Snapshot
from ordertool.records.order import STAGES, Order
from ordertool.rules.move import Context

_MANY = 400
"""From so many orders on, two processes share them."""
_AT_ONCE = 100
_OVER = ("closed", "archived", "lost", "cancelled")
Progress = Callable[[int, int], None]
"""Told how many records are done, and of how many."""


class Found(NamedTuple):
    """A piece of evidence: whose, of which indicator, and how many entries of the same move and second come before it."""

    staff: str
    indicator: str
    evidence: Evidence
    twin: int = 0


class Team(NamedTuple):
    """A team of joint work: its order, what that is called, and who is in it."""

    order: str
    name: str
    people: frozenset[str]


class Collected(NamedTuple):
    """All the evidence of a period, and the teams whose orders it is of."""

    found: tuple[Found, ...]
    teams: tuple[Team, ...]


def collect(tip: Snapshot, ctx: Context, period: Period, progress: Progress | None = None) -> Collected:
    """Everything of a period that counts or is left out, by person and indicator.

    Raises:
        InvalidError: a record cannot be read: nobody knows then what it would have said.
    """
    ids = [("order", one) for one in touched(tip, period)]
    ids += [("meeting", one) for one in tip.ids("meeting") if one[3:11] <= f"{period.last:%Y%m%d}"]
    parts = [ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE)]
    shared = len(ids) >= _MANY and "fork" in multiprocessing.get_all_start_methods()
    found: list[Found] = []
    teams: list[Team] = []
    done = 0
    for part, read in zip(parts, (_shared if shared else _alone)(parts, tip, ctx, period), strict=True):
        found += read.found
        teams += read.teams
        done += len(part)
        if progress is not None:
            progress(done, len(ids))
    return Collected(tuple(_with_commits(found, tip, period)), tuple(teams))


def touched(tip: Snapshot, period: Period) -> list[str]:
    """The orders that the period can touch, by id: those in whose file a day from its first month on stands, and open ones."""
    if tip.commit is None:
        return []
    until = max(period.last + timedelta(days=31), tip.committed.date())
    days = "|".join(months_between(period.first, until))
    open_ = "|".join(stage for stage in STAGES if stage not in _OVER)
    pattern = f"^stage: ({open_})|({days})-[0-3]"
    ids = tip.matching("order", pattern)
    return sorted(one for one in ids if one[3:11] <= f"{period.last:%Y%m%d}")


def _alone(parts: Sequence[list[tuple[str, str]]], tip: Snapshot, ctx: Context, period: Period) -> Iterator[Collected]:
    return (_judged(part, tip, ctx, period) for part in parts)


_JOB: list[tuple[Snapshot, Context, Period]] = []
"""What the processes that share the work are about; they are forked from this one, and find it here."""


def _shared(parts: Sequence[list[tuple[str, str]]], tip: Snapshot, ctx: Context, period: Period) -> Iterator[Collected]:
    ctx.calendar  # noqa: B018 (made once, before there are two)
    known_indicators()
    _JOB[:] = [(tip, ctx, period)]
    with multiprocessing.get_context("fork").Pool(2, initializer=_on_its_own) as pool:
        yield from pool.imap(_of_part, parts)
    _JOB.clear()


def _on_its_own() -> None:
    """A forked process reads git through a process of its own: two cannot share one pipe."""
    git = _JOB[0][0].git
    _KEPT.append(git.objects)
    git.objects = Objects(git)


_KEPT: list[Objects] = []
"""The process of the one that was forked from, which is not ours to end."""


def _of_part(part: list[tuple[str, str]]) -> Collected:
    return _judged(part, *_JOB[0])


def _judged(part: Sequence[tuple[str, str]], tip: Snapshot, ctx: Context, period: Period) -> Collected:
    """The evidence of some records."""
    found: list[Found] = []
    teams: list[Team] = []
    for kind, record_id in part:
        record = tip.once(kind, record_id)
        if record is None:
            continue
        again = twins(record)
        before = len(found)
        for name, indicator in known_indicators().items():
            if name in ctx.policy.assess.indicators:
                for staff, evidence in indicator.cases(record, period, ctx):
                    found.append(Found(staff, name, evidence, again.get(evidence.place, 0)))
        if isinstance(record, Order) and record.team is not None and len(found) > before:
            called = (record.terms.project if record.terms else None) or record.client_name
            teams.append(Team(record.id, called, frozenset((record.team.lead, *record.team.members))))
    return Collected(tuple(found), tuple(teams))


def _with_commits(found: Sequence[Found], tip: Snapshot, period: Period) -> Iterator[Found]:
    """The evidence with the commits that made its entries."""
    commits = EntryCommits(tip.git, tip.commit or "", period.start - timedelta(days=92))
    for one in found:
        made = one.evidence
        if made.place is None:
            yield one
        else:
            commit = commits.of(made.order, made.move, made.at, one.twin)
            yield one._replace(evidence=made._replace(commit=commit))
