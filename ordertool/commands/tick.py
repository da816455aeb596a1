"""`ordertool tick`: what cron or a timer calls: reminders, the ladder, and sending what waits (P2.3c, L5)."""

from __future__ import annotations

from ordertool.book.notice import Notice
from ordertool.commands.frame import Answer, Request, command, incomplete
from ordertool.commands.notices import busy, notice_table, remarked, sent_lines
from ordertool.language import N_, Text, text
from ordertool.notices.held import Held
from ordertool.notices.reminding import ahead, brought, new, outdated
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
    unreadable: list[Text] = []
    if request.dry_run:
        now, ctx, tip = session.now, session.ctx, session.tip
        found = [*brought(tip, now, ctx, unreadable)]
        over = {notice.id for notice in outdated(held.outbox, found, tip)}
        waits = [notice for notice in held.waiting() if due(notice, now) and notice.id not in over]
        told = [notice for notice in (*new(held.outbox, found, now), *waits) if notice.state == "queued"]
        return Answer(
            {"would_send": [_brief(notice) for notice in told], "dry_run": True},
            lambda: [*notice_table(told, ctx), str(text("{count} notices would be sent", count=len(told)))],
            incomplete(unreadable),
            unreadable,
        )
    with held.claimed(session.now) as free:
        if not free:
            return busy()
        session.look_again()
        now, ctx, tip = session.now, session.ctx, session.tip
        found = [*brought(tip, now, ctx, unreadable)]
        for notice in outdated(held.outbox, found, tip):
            if ahead(notice, now):
                held.outbox.drop(notice)
            else:
                held.outbox.put(notice._replace(state="passed", next=""))
        fresh = new(held.outbox, found, now)
        for notice in fresh:
            held.outbox.drop(notice)  # one that went out too early
            held.outbox.put(notice)
        counts = held.flush(tip, now, everything=False)
        remarks = held.remarks()
        prune(held.outbox, tip, now)
    brief = [_brief(notice) for notice in fresh if notice.state == "queued"]
    document = {"brought": brief, **counts, **remarked(remarks)}
    lines = [str(text("{count} reminders and escalations are new", count=len(brief))), *sent_lines(counts)]
    return Answer(document, lines, incomplete(unreadable), [*unreadable, *remarks])


def _brief(notice: Notice) -> dict[str, str]:
    """A notice in a few words."""
    return {name: getattr(notice, name) for name in ("id", "to", "order", "event", "item", "limit", "due", "rung")}
