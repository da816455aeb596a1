"""What a notice says, as plain data for its template: what happened, on which order, and what is to be done by when.

Amounts and contacts are not in the data, so no template can tell them (P0.4); words that people typed pass through
`discreet`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from ordertool.book.git import Git
from ordertool.book.notice import Notice
from ordertool.book.snapshot import Snapshot
from ordertool.context import context_of
from ordertool.errors import InvalidError
from ordertool.language import Text, _, speaking, text
from ordertool.notices.assessment_words import assessment_facts
from ordertool.notices.discreet import discreet
from ordertool.notices.meeting_words import done_in, meeting_facts, name_of, said_at
from ordertool.notices.order_words import client_words, contacts_of, goods_of, order_facts, order_said
from ordertool.notices.over import is_over
from ordertool.notices.standing import place_now
from ordertool.notices.titles import BULLETIN, EVENTS, WHY
from ordertool.records.assessment import Assessment
from ordertool.records.base import UNDO
from ordertool.records.meeting import Meeting
from ordertool.records.order import Order
from ordertool.reports.bulletin import bulletin, plain_lines
from ordertool.reports.meetings import MeetingRow
from ordertool.reports.owed import Owed, owed, owed_on
from ordertool.reports.queries import OrderRow, order_rows
from ordertool.reports.receipt import came_to
from ordertool.reports.report import Whose
from ordertool.reports.screen import clock_time
from ordertool.reports.words import APPEALS, demanded_first, named, next_move, verbs
from ordertool.reports.written import page
from ordertool.rules.conditions.saying import short
from ordertool.rules.duty import Duty
from ordertool.rules.move import Context

TEMPLATE = "notice.txt"
OF_TIME = ("remind", "late")
"""Events that no move made, but a clock."""


_LINE = 90
"""Characters of a line in a digest."""


class Letter(NamedTuple):
    """A notice in words."""

    subject: str
    body: str


def letter(notice: Notice, tip: Snapshot, now: datetime) -> Letter | None:
    """A notice in words, in the language that the policy sets; None when what it reminds of was done meanwhile.

    Raises:
        InvalidError: the company's template is broken, or the order cannot be read.
    """
    with speaking(tip.policy.notices.language):
        if notice.event == BULLETIN:
            return _bulletin(notice, tip, now)
        of = _of_time if notice.event in OF_TIME else _BESIDE.get(notice.event.partition(" ")[0], _of_move)
        data = of(notice, tip, now)
        if data is None:
            return None
        first, _newline, rest = page(TEMPLATE, data, tip).strip("\n").partition("\n")
    if not first.strip() or not rest.strip():
        raise InvalidError(
            text("templates/{name} says nothing", name=TEMPLATE),
            text("its first line is the subject, the rest the text"),
        )
    lines = [line.rstrip() if line != "-- " else line for line in rest.strip("\n").split("\n")]
    gaps = [line for line, before in zip(lines, ["", *lines], strict=False) if line or before]
    return Letter(first.strip(), "\n".join(gaps) + "\n")


def digest(told: Sequence[Notice], to: str, tip: Snapshot, now: datetime) -> Letter:
    """Several notices of time to one person as one letter: what each is about, and who owes it, until when, by which clause."""
    with speaking(tip.policy.notices.language):
        title = str(text("{count} matters are late or soon due", count=len(told)))
        ctx, lines = context_of(tip), []
        for number, one in enumerate(told, 1):
            lines.append(f"{number}. {one.subject if len(one.subject) <= _LINE else one.subject[:_LINE] + '…'}")
            step = still_owed(one, tip, now, ctx)
            if step is not None and step.duty.clock is not None:
                facts = {
                    "who": _who(step.duty, ctx),
                    "due": clock_time(step.duty.clock.due.at, ctx),
                    "clause": step.duty.clause,
                }
                lines.append("   " + str(text("{who}, until {due} ({clause})", **facts)))
        more = _("More of each: ordertool show, with the order's id")
        greeting = str(text("{name}:", name=name_of(to, ctx)))
    return Letter(title, "\n".join([greeting, "", *lines, "", more, "", "-- ", tip.policy.company, ""]))


def still_owed(notice: Notice, tip: Snapshot, now: datetime, ctx: Context) -> Owed | None:
    """What a notice of time is about, as it is still owed; None when that was done, or its clock is another now."""
    for one in owed_on(notice.order, tip, now, ctx):
        clock = one.duty.clock
        if clock is not None and (clock.limit, one.duty.item) == (notice.limit, notice.item):
            return one if clock.due.at.isoformat() == notice.due else None
    return None


def _of_move(notice: Notice, tip: Snapshot, now: datetime) -> dict[str, Any] | None:
    """A move's notice, from the order as the move left it; what was done since is not asked for."""
    now_it_is = tip.record("order", notice.order)
    place = place_now(notice, now_it_is) if isinstance(now_it_is, Order) else None
    if place is None or not isinstance(now_it_is, Order):
        return None
    if notice.event != UNDO and place not in now_it_is.standing_places:  # taken back before it was told
        return None
    then, order, place = _as_it_was(notice, now_it_is, place, tip)
    if is_over(notice.to, then, order, place, tip, now):
        return None
    ctx, entry = context_of(then), order.log[place]
    outcome = came_to(order, entry)
    by, owner = name_of(entry.by, ctx), name_of(order.owner, ctx)
    sentence = text(EVENTS[notice.event], by=by, owner=owner, item=entry.item or "", outcome=outcome)
    facts = [*order_facts(order, ctx), *order_said(order, entry, ctx), (_("Time"), clock_time(entry.at, ctx))]
    if entry.via:
        facts.append((_("Entered by"), name_of(entry.via, ctx)))
    found = list(owed(OrderRow(order, entry.typed_at, ctx)))
    mine = [one for one in found if one.duty.staff == notice.to]
    exact = [one for one in mine if one.duty.item and one.duty.item.partition(".")[0] == entry.item]
    step = next(iter((*exact, *mine, *found)), None)
    if step is not None and step.duty.staff == notice.to and not _still_theirs(step, tip, now):
        step = None
    goods = goods_of(order, ctx) if notice.event in ("assign", "reassign") and notice.to == order.owner else []
    return _data(notice, OrderRow(order, now, ctx), sentence, facts, goods, step)


def _as_it_was(notice: Notice, order: Order, place: int, tip: Snapshot) -> tuple[Snapshot, Order, int]:
    """The commit of a move, its order and the entry's place, as the move left them.

    A commit that is gone was made anew: that one, or where it cannot be found, the order as it stands.
    """
    then = _commit(tip.git, notice.commit)
    was = then.record("order", notice.order)
    found = place_now(notice, was) if isinstance(was, Order) else None
    if isinstance(was, Order) and found is not None:
        return then, was, found
    made = tip.made_in(order, place)
    anew = made[0].record("order", order.id) if made else None
    return (made[0], anew, place) if made and isinstance(anew, Order) else (tip, order, place)


@lru_cache(maxsize=32)
def _commit(git: Git, commit: str) -> Snapshot:
    """A commit, read once for all whom it tells."""
    return Snapshot(git, commit)


def _still_theirs(step: Owed, tip: Snapshot, now: datetime) -> bool:
    """Whether what somebody was to do is still theirs to do."""
    same = (step.duty.staff, step.duty.next, step.duty.item)
    found = owed_on(step.row.id, tip, now, context_of(tip))
    return any((one.duty.staff, one.duty.next, one.duty.item) == same for one in found)


def _of_time(notice: Notice, tip: Snapshot, now: datetime) -> dict[str, Any] | None:
    """A reminder, or what goes up the ladder, from the order or the meeting as it stands."""
    ctx = context_of(tip)
    step = still_owed(notice, tip, now, ctx)
    if step is None or step.duty.clock is None:
        return None
    duty, row = step.duty, step.row
    move = next_move(duty) + (f" {duty.item}" if duty.item else "")
    contacts = contacts_of(row.order, ctx) if isinstance(row, OrderRow) else ()
    facts = [
        *(order_facts(row.order, ctx) if isinstance(row, OrderRow) else meeting_facts(row)),
        (_("Due"), clock_time(step.duty.clock.due.at, ctx)),
        (_("Owed by"), _who(duty, ctx)),
        (_("Clause"), str(duty.clause)),
    ]
    if duty.matter and (duty.item or not isinstance(row, OrderRow)):
        facts.append((_("Matter"), discreet(" ".join(duty.matter.split()), contacts)))
    return _data(notice, row, text(EVENTS[notice.event], move=move), facts, [], step)


def _of_meeting(notice: Notice, tip: Snapshot, now: datetime) -> dict[str, Any] | None:
    """A notice of a meeting's move, from the meeting as the move left it; what is to be done is as it stands now."""
    ctx, now_it_is = context_of(tip), tip.record("meeting", notice.order)
    place = place_now(notice, now_it_is) if now_it_is else None
    if place is None or not isinstance(now_it_is, Meeting):
        return None
    was = Snapshot(tip.git, notice.commit).record("meeting", notice.order)
    meeting = was if isinstance(was, Meeting) and len(was.log) > place else now_it_is
    row, entry = MeetingRow(meeting, now, ctx), meeting.log[place]
    names = {"by": name_of(entry.by, ctx), "time": clock_time(meeting.time, ctx), "item": done_in(meeting, entry)}
    facts = [*meeting_facts(row), *said_at(meeting, entry, ctx)]
    mine = [one for one in owed_on(meeting.id, tip, now, ctx) if one.duty.staff == notice.to]
    return _data(notice, row, text(EVENTS[notice.event], **names), facts, [], next(iter(mine), None))


def _of_assessment(notice: Notice, tip: Snapshot, _now: datetime) -> dict[str, Any] | None:
    """A notice of an assessment's move; figures are not in it, but the command that shows one's own (P6.2c)."""
    ctx, record = context_of(tip), tip.record("assessment", notice.order)
    place = place_now(notice, record) if isinstance(record, Assessment) else None
    if place is None or not isinstance(record, Assessment):
        return None
    entry = record.log[place]
    names = {"by": name_of(entry.by, ctx), "period": record.id, "item": entry.item or "", "outcome": ""}
    facts = [*assessment_facts(record, entry, ctx), (_("Time"), clock_time(entry.at, ctx))]
    answer = next((one.answer for one in record.appeals if one.id == entry.item), None)
    if answer is not None:
        names["outcome"] = named(APPEALS, answer.outcome)
    sentence = text(EVENTS[notice.event], **names)
    subject = text("{period}: {sentence}", period=record.id, sentence=sentence)
    show = f"ordertool assess show {record.id} {notice.to if notice.why == 'assessed' else ''}".rstrip()
    return {
        "subject": str(subject), "sentence": str(sentence), "event": notice.event, "order": record.id, "tail": record.id,
        "client": "", "to": {"id": notice.to, "name": name_of(notice.to, ctx)},
        "facts": [{"name": name, "value": value} for name, value in (*facts, (_("Look at it"), show))],
        "goods": [], "step": None, "why": _(WHY[notice.why]), "company": ctx.policy.company,
    }  # fmt: skip


_BESIDE = {"meeting": _of_meeting, "assessment": _of_assessment}
"""How a notice is worded that is about no order, by what it is about."""


def _bulletin(notice: Notice, tip: Snapshot, now: datetime) -> Letter | None:
    """The bulletin to a department, from the orders as they stand when it is sent (P5.1b); None where it would be empty."""
    ctx = context_of(tip)
    first, last = map(date.fromisoformat, notice.limit.split(".."))
    rows = list(order_rows(tip, now, ctx, []))
    report = bulletin(
        rows, now, ctx, Whose(department=notice.item, called=ctx.policy.department(notice.item)), first=first, last=last
    )
    if not any(section.rows for section in report.sections):
        return None
    contacts = [one for row in rows for one in contacts_of(row.order, ctx)]
    lines = [discreet(line, contacts) for line in plain_lines(report)]
    subject = str(text("{title}, department {name}", title=report.title, name=ctx.policy.department(notice.item)))
    why = text("You are told because {why}.", why=_(WHY[notice.why]))
    return Letter(subject, "\n".join([*lines[1:], "", "-- ", str(why), ctx.policy.company, ""]))


def _data(
    notice: Notice,
    row: OrderRow | MeetingRow,
    sentence: Text,
    facts: list[tuple[str, str]],
    goods: list[str],
    step: Owed | None,
) -> dict[str, Any]:
    ctx, tail = row.ctx, short(row.id)
    client = client_words(row.order, ctx) if isinstance(row, OrderRow) else row.about
    subject = text("{id} {client}: {sentence}", id=tail, client=client, sentence=sentence)
    return {
        "subject": str(subject).strip(),
        "sentence": str(sentence),
        "event": notice.event,
        "order": row.id,
        "tail": tail,
        "client": client,
        "to": {"id": notice.to, "name": name_of(notice.to, ctx)},
        "facts": [{"name": name, "value": value} for name, value in facts],
        "goods": goods,
        "step": _step(notice, step, ctx) if step else None,
        "why": _(WHY.get(notice.why, WHY["ladder"])),
        "company": ctx.policy.company,
    }


def _step(notice: Notice, step: Owed, ctx: Context) -> dict[str, Any]:
    duty = step.duty
    yours = duty.staff == notice.to
    due = str(clock_time(duty.clock.due.at, ctx)) if duty.clock else ""
    moves = verbs(demanded_first(duty)[0]) + (f" {duty.item}" if duty.item else "")
    noun = "" if isinstance(step.row, OrderRow) else "meeting "
    show = f"ordertool {noun}show {short(step.row.id)}" if step.row.id else "ordertool meeting list"
    return {
        "yours": yours,
        "moves": moves,
        "due": due,
        "who": _who(duty, ctx),
        "command": _command(step),
        "show": show,
    }


_TYPED = {
    "assist-answer": "assist {id} {item} --accept",
    "assist-done": "assist {id} {item} --done",
    "coordinate": "coordinate {id} {item}",
    "resolve": "resolve {id} {item}",
    "respond": "respond {id} {item}",
    "settle": "settle {id} {item}",
    "session-done": "session {id} {item} --done",
    "survey-sent": "survey {id} --sheet survey.html",
    "refund": "pay {id} --refund",
    "risk-review": "risk {id} {item} --review",
    "call": "meeting call",
    "minutes": "meeting minutes {id}",
    "action-done": "meeting done {id} {item}",
    "watch": "client watch {item}",
    "client credit": "client credit {item} --grade …",
}
"""How a next move is typed, where it is not its verb and the order."""


def _command(step: Owed) -> str:
    duty, row = step.duty, step.row
    verb = demanded_first(duty)[0][0]
    complaints = row.order.open_complaints if isinstance(row, OrderRow) else ()
    item = duty.item or (complaints[0].id if verb in ("respond", "settle") and complaints else "")
    typed = _TYPED.get(verb, "progress {id} --done {item}" if duty.role == "phase" else f"{verb} {{id}}")
    return "ordertool " + typed.format(id=short(row.id), item=item)


def _who(duty: Duty, ctx: Context) -> str:
    return name_of(duty.staff, ctx) if duty.staff else ctx.policy.department(duty.department) or _("nobody")
