"""`ordertool tick`: what cron or a timer calls: reminders, the ladder, and sending what waits (P2.3c, L5)."""

from __future__ import annotations

from ordertool.book.notice import Notice
from ordertool.commands.frame import Answer, Request, command, incomplete
from ordertool.commands.notices import busy, notice_table, sent_lines
from ordertool.language import N_, Text, text
from ordertool.notices.held import Held
from ordertool.notices.reminding import brought, new, outdated
from ordertool.notices.sending import due, prune


@command(
    help=N_("Remind, escalate what is late, and send the notices that wait: for cron"),
    example="ordertool tick --dry-run",
    writes=True,
)
def run(request: Request) -> Answer:
    """Look at the clocks, queue what they bring, and send what waits."""
    request.goes_by_the_clock()
    session = request.session
    held = Held(session.book, request.environ)
    now, ctx, tip = session.now, session.ctx, session.tip
    unreadable: list[Text] = []
    if request.dry_run:
        waits = [notice for notice in held.waiting() if due(notice, now)]
        found = [*new(held.outbox, brought(tip, now, ctx, unreadable)), *waits]
        told = [notice for notice in found if notice.state == "queued"]
        return Answer(
            {"would_send": [_brief(notice) for notice in told], "dry_run": True},
            lambda: [*notice_table(told, ctx), str(text("{count} notices would be sent", count=len(told)))],
            incomplete(unreadable),
            unreadable,
        )
    with held.claimed(now) as free:
        if not free:
            return busy()
        for notice in outdated(held.outbox, tip, now, ctx):
            held.outbox.put(notice)
        fresh = new(held.outbox, brought(tip, now, ctx, unreadable))
        for notice in fresh:
            held.outbox.put(notice)
        counts = held.flush(tip, now, everything=False)
        prune(held.outbox, tip, now)
    brief = [_brief(notice) for notice in fresh if notice.state == "queued"]
    document = {"brought": brief, **counts}
    lines = [str(text("{count} reminders and escalations are new", count=len(brief))), *sent_lines(counts)]
    return Answer(document, lines, incomplete(unreadable), unreadable)


def _brief(notice: Notice) -> dict[str, str]:
    """A notice in a few words."""
    return {name: getattr(notice, name) for name in ("id", "to", "order", "event", "item", "limit", "due", "rung")}
