"""`ordertool notices`: what waits in the outbox, what was sent, and sending it now (P2.3b)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Annotated

from typer import Argument, Option

from ordertool.book.notice import Notice
from ordertool.commands import filtering
from ordertool.commands.as_typed import at_most
from ordertool.commands.frame import Answer, Request, command
from ordertool.errors import UsageError
from ordertool.language import N_, Text, _, text
from ordertool.notices.held import Held
from ordertool.notices.letter import letter
from ordertool.reports.screen import columns, terminal_width, visible, wrapped
from ordertool.reports.words import LIMITS, named
from ordertool.rules.move import Context

_MANY = 50
_STATES = {"queued": N_("waits"), "sent": N_("sent"), "passed": N_("not needed")}


def busy() -> Answer:
    """The answer where another command sends already."""
    warning = text("another command is sending notices, and this one leaves it to that")
    return Answer({"busy": True}, [], warnings=[warning])


@command(help=N_("The notices that wait, and those that went out"), example="ordertool notices list --failed")
def list_(
    request: Request,
    queued: Annotated[bool, Option("--queued", help=_("Only those that wait."))] = False,
    failed: Annotated[bool, Option("--failed", help=_("Only those that a channel did not take."))] = False,
    sent: Annotated[bool, Option("--sent", help=_("Only those that went out."))] = False,
    to: Annotated[str | None, Option(metavar="STAFF", help=_("Only those to this person."))] = None,
    limit: filtering.Limit = None,
) -> Answer:
    """List notices."""
    held, most = Held(request.session.book, request.environ), at_most(limit) or _MANY
    person = None if to is None else request.session.id("staff", to)

    def wanted(notice: Notice) -> bool:
        states = [(queued, notice.state == "queued"), (failed, _has_failed(notice)), (sent, notice.state == "sent")]
        asked = [fits for chosen, fits in states if chosen]
        return (not asked or any(asked)) and person in (None, notice.to)

    done = islice(filter(wanted, held.outbox.done()), most + 1)  # the newest first
    found = sorted([*filter(wanted, held.waiting()), *done], key=lambda one: (one.made, one.id), reverse=True)
    more, found = len(found) > most, found[:most]

    def lines() -> list[str]:
        if not found:
            return [_("there are no such notices")]
        rest = [str(text("the newest {count}; more with --limit", count=most))] if more else []
        return [*notice_table(found, request.session.ctx), *rest]

    return Answer(lambda: [_document(notice) for notice in found], lines)


@command(help=N_("One notice, as it was or will be sent"), example="ordertool notices show 20261123-5d41402abc4b")
def show(
    request: Request,
    notice: Annotated[str, Argument(metavar="NOTICE", help=_("The notice: ordertool notices list names them."))],
) -> Answer:
    """Show one notice."""
    held, session = Held(request.session.book, request.environ), request.session
    fitting = [one for one in (*held.waiting(), *held.outbox.done()) if one.id.endswith(notice.strip())]
    if len(fitting) != 1:
        said = text("{typed} fits several: {ids}", typed=notice, ids=", ".join(one.id for one in fitting[:5]))
        raise UsageError(
            said if fitting else text("there is no notice {id}", id=notice), text("ordertool notices list")
        )
    found = fitting[0]
    if not found.body:
        words = letter(found, session.tip, session.now)
        over = _("It is not needed any more: what it tells of was done, or taken back.")
        subject, body = (words.subject, words.body) if words else (over, "")
        found = found._replace(subject=subject, body=body, state=found.state if words else "passed")

    def lines() -> list[str]:
        head = [*notice_table([found], session.ctx), ""]
        tried = [f"{one.at[:16]}  {one.channel}  {one.why}" for one in found.tried]
        return [
            visible(line)
            for line in (
                *head,
                *tried,
                *([""] if tried else ()),
                found.subject,
                *(["", *found.body.split("\n")] if found.body else ()),
            )
        ]

    return Answer(lambda: _document(found), lines)


@command(
    help=N_("Send the notices that wait, also those that are to be tried later"),
    example="ordertool notices send",
    writes=True,
)
def send(request: Request) -> Answer:
    """Send what waits, now."""
    request.goes_by_the_clock()
    held = Held(request.session.book, request.environ)
    if request.dry_run:
        found = held.waiting()
        count = str(text("{count} notices would be sent", count=len(found)))
        return Answer(
            {"would_send": [_document(one) for one in found], "dry_run": True},
            lambda: [*notice_table(found, request.session.ctx), count],
        )
    session = request.session
    with held.claimed(session.now) as free:
        if not free:
            return busy()
        session.look_again()
        counts = held.flush(session.tip, session.now, everything=True)
        remarks = held.remarks()
    return Answer({**counts, **remarked(remarks)}, lambda: sent_lines(counts), warnings=remarks)


def remarked(remarks: Sequence[Text]) -> dict[str, list[str]]:
    """Remarks as `--json` gives them; nothing where there are none."""
    return {"remarks": [str(one) for one in remarks]} if remarks else {}


def sent_lines(counts: Mapping[str, int]) -> list[str]:
    """What became of what waited."""
    line = text("sent: {sent}, failed: {failed}, not needed: {passed}, for later: {later}", **counts)
    more = [_("what failed is tried again: ordertool notices list --failed says why")] if counts["failed"] else []
    return [str(line), *more]


def notice_table(found: Sequence[Notice], ctx: Context) -> list[str]:
    """Notices as a table."""
    if not found:
        return []
    head = [_("notice"), _("made"), _("told"), _("event"), _("order"), _("state"), _("attempts")]
    cells = [
        [
            one.id,
            f"{datetime.fromisoformat(one.made).astimezone(ctx.zone):%m-%d %H:%M}",  # the year stands in its id
            one.to,
            _event(one),
            f"{one.order} {one.item}".rstrip(),
            _(_STATES[one.state]),
            str(one.attempts or ""),
        ]
        for one in found
    ]
    lines = columns(head, cells, flexible=(3,), ids=4, spare=(6, 1), right=(6,))
    return [lines[0], *(line for one, row in zip(found, lines[1:], strict=True) for line in (row, *_fault(one)))]


def _fault(notice: Notice) -> list[str]:
    """Why a notice that waits could not be sent, whole, below its row."""
    if not notice.tried or notice.state != "queued":
        return []
    return [f"  {line}" for line in wrapped(visible(str(notice.tried[-1].why)), terminal_width() - 2)]


def _event(notice: Notice) -> str:
    """The move, or what time brought."""
    if notice.event == "remind":
        return str(text("soon due ({limit})", limit=named(LIMITS, notice.limit)))
    if notice.event == "late":
        if notice.rung == "0h":  # the due time itself
            return str(text("late ({limit})", limit=named(LIMITS, notice.limit)))
        return str(text("late {rung} ({limit})", limit=named(LIMITS, notice.limit), rung=notice.rung))
    return " ".join(_(word) for word in notice.event.split())


def _has_failed(notice: Notice) -> bool:
    return notice.state == "queued" and notice.attempts > 0


def _document(notice: Notice) -> dict[str, object]:
    """A notice as `--json` gives it, with every key."""
    tried = [{"at": one.at, "channel": one.channel, "why": str(one.why)} for one in notice.tried]
    return notice._asdict() | {"tried": tried, "reached": [key.partition("#")[0] for key in notice.reached]}
