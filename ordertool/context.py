"""What moves on a commit are judged against: its policy, people, clients and orders."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from ordertool.book.snapshot import People, Snapshot
from ordertool.errors import InvalidError
from ordertool.inputs import sound_policy
from ordertool.records.client import Client
from ordertool.records.meeting import Meeting
from ordertool.records.order import Order
from ordertool.records.policy import Policy
from ordertool.rules.move import Context

if TYPE_CHECKING:
    from ordertool.assess.collecting import Progress
    from ordertool.assess.result import Result
    from ordertool.records.assessment import Assessment, Figures


def context_of(snapshot: Snapshot, policy: Policy | None = None) -> Context:
    """The context of a commit; with another policy, what it would have been under that.

    Raises:
        InvalidError: the commit's own policy is not sound; told before anything is written. Later, when all orders
            or clients are asked for, that one of them cannot be read: nobody knows then what it would have said.
    """

    def client(client_id: str) -> Any:
        return snapshot.record("client", client_id)

    policy = policy or sound_policy(snapshot)

    def figures(commit: str, first: date, last: date) -> Figures | None:
        from ordertool.assess.kept import kept  # noqa: PLC0415 (few moves ask for it)

        if commit == snapshot.commit:
            return kept(assessed(snapshot, ctx, first, last))
        code, _out, _err = snapshot.git.tries("merge-base", "--is-ancestor", commit, snapshot.commit or "HEAD")
        if code:
            return None
        then = Snapshot(snapshot.git, commit)
        return kept(assessed(then, context_of(then), first, last))

    ctx = Context(
        policy,
        People(snapshot),
        client,
        snapshot.earlier,
        snapshot.along,
        cache(lambda: tuple(cast("Iterator[Order]", snapshot.all("order")))),
        cache(lambda: tuple(cast("Iterator[Client]", snapshot.all("client")))),
        lambda *ids, archived=False: cast(
            "Iterator[Order]", snapshot.mentioning("order", *ids, archived=archived or not policy.archive.paid)
        ),
        cache(lambda: tuple(_meetings(snapshot))),
        lambda order_id: cast("Order | None", snapshot.record("order", order_id)),
        lambda: (one for one in snapshot.mentioning("client", "merged") if isinstance(one, Client) and one.merged),
        cache(lambda: tuple(cast("Iterator[Assessment]", snapshot.all("assessment", [])))),
        snapshot.commit or "",
        figures,
    )
    return ctx


def assessed(snapshot: Snapshot, ctx: Context, first: date, last: date, progress: Progress | None = None) -> Result:
    """The assessment of some days that are over, as of a commit; computed once.

    Raises:
        InvalidError: its rules are not sound, or a record cannot be read.
    """
    from ordertool.assess.running import assess  # noqa: PLC0415 (few moves ask for it)

    key = (str(snapshot.git.root), snapshot.commit or "", first, last)
    if key not in _ASSESSED:
        while len(_ASSESSED) >= _REMEMBERED:
            _ASSESSED.pop(next(iter(_ASSESSED)))
        _ASSESSED[key] = assess(snapshot, ctx, first, last, progress=progress)
    return _ASSESSED[key]


_ASSESSED: dict[tuple[str, str, date, date], Result] = {}
"""What commits came to: they never change."""
_REMEMBERED = 4


_OVER = re.compile(rb"^stage: (completed|cancelled)\r?$", re.MULTILINE)


def _meetings(snapshot: Snapshot) -> Iterator[Meeting]:
    """The meetings after which something is owed or which are to come, and the newest one that was held.

    Files are searched as text before any is parsed: years of meetings that are over cost an inbox next to nothing.
    """
    newest = False
    for meeting_id in reversed(snapshot.ids("meeting")):
        over = _OVER.search(snapshot.content(snapshot.place("meeting", meeting_id) or "") or b"")
        if over and (newest or over[1] == b"cancelled"):
            continue
        try:
            meeting = snapshot.record("meeting", meeting_id)
        except InvalidError:  # `check` tells which file cannot be read
            continue
        if isinstance(meeting, Meeting):
            newest = newest or meeting.stage in ("held", "completed")
            yield meeting
