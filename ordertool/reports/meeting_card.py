"""One meeting on a screen, as a document and as printed minutes: call, attendance, decisions, actions (P5.1a)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from ordertool.errors import RefusedError
from ordertool.language import Clause, _, listed, text
from ordertool.records.meeting import Meeting, Minutes
from ordertool.reports.agenda import ActionRow, name_of
from ordertool.reports.documents import log_document
from ordertool.reports.papers import person
from ordertool.reports.screen import (
    clock_time,
    columns,
    move_words,
    note_words,
    painted,
    short_time,
    stage_name,
    visible,
)
from ordertool.rules.conditions.saying import short
from ordertool.rules.meetings import invited
from ordertool.rules.move import Context
from ordertool.rules.permissions import role_name


def meeting_document(meeting: Meeting, now: datetime, ctx: Context) -> dict[str, Any]:
    """The meeting as `--json` gives it: its file, who is invited, and how its actions stand."""
    actions = [row.document() for row in _action_rows(meeting, now, ctx)]
    return meeting.model_dump(mode="json", exclude={"log"}) | {
        "caller": meeting.caller,
        "time": meeting.time.isoformat(),
        "invited": list(invited(meeting, ctx)),
        "actions": actions,
        "log": log_document(meeting),
    }


def _action_rows(meeting: Meeting, now: datetime, ctx: Context) -> list[ActionRow]:
    return [ActionRow(meeting, action, ctx.day(now)) for action in meeting.actions]


def meeting_lines(meeting: Meeting, now: datetime, ctx: Context) -> list[str]:
    """The meeting's card."""
    time = clock_time(meeting.time, ctx)
    lines = [f"{painted(meeting.id, 'bold')}  {stage_name(meeting.stage)}  {time}"]
    facts = [fact for fact in _facts(meeting, ctx) if fact[1]]
    lines += columns(None, facts, flexible=(1,), wraps=True, indent=2)
    minutes = meeting.latest
    for title, words in _said(minutes) if minutes else ():
        rows = [[str(number), " ".join(said.split())] for number, said in enumerate(words, 1)]
        lines += _part(title, columns(None, rows, flexible=(1,), wraps=True, indent=2))
    lines += _part(_("Actions"), action_table(_action_rows(meeting, now, ctx), ctx))
    moves = [
        [short_time(entry.at, now, ctx), move_words(entry), entry.by, note_words(entry) or _reason(meeting, entry.item)]
        for entry in meeting.log
    ]
    return lines + _part(_("Log"), columns(None, moves, flexible=(3,), wraps=True, indent=2))


def _part(title: str, rows: Sequence[str]) -> list[str]:
    return ["", painted(title, "bold"), *rows] if rows else []


def _facts(meeting: Meeting, ctx: Context) -> Iterator[tuple[str, str]]:
    call, minutes = meeting.call, meeting.latest
    yield _("where"), visible(call.where)
    yield _("called by"), _names([meeting.caller], ctx)
    groups = (
        *(name_of(one, ctx) for one in call.people),
        *map(ctx.policy.department, call.departments),
        *(role_name(one) for one in call.roles),
    )
    yield _("invited"), str(listed(groups))
    yield _("called about"), _("; ").join(call.matters)
    if minutes is not None:
        yield _("present"), _names(minutes.present, ctx)
        yield _("excused"), _names(minutes.excused, ctx)
        yield _("absent"), _names(minutes.absent, ctx)


def _names(people: Iterable[str], ctx: Context) -> str:
    return str(listed(name_of(one, ctx) for one in people))


def _said(minutes: Minutes) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield _("Talked about"), minutes.matters
    yield _("Decided"), minutes.decisions


def _reason(meeting: Meeting, item: str | None) -> str:
    """Why a version of the minutes replaced another."""
    return next((one.reason or "" for one in meeting.minutes if one.id == item), "")


def action_table(rows: Sequence[ActionRow], ctx: Context) -> list[str]:
    """Actions as a table, with what came of them."""
    words = {"done": _("done"), "late": _("late"), "open": _("not done")}
    cells = [
        [row.action.id, str(row.action.due), name_of(row.action.who, ctx), words[row.state],
         _("; ").join(filter(None, (row.action.what, row.result)))]
        for row in rows
    ]  # fmt: skip
    colours = ["red" if row.state == "late" else "dim" if row.state == "done" else "" for row in rows]
    return columns(None, cells, flexible=(4,), wraps=True, indent=2, colours=colours)


def minutes_paper(meeting: Meeting, now: datetime, ctx: Context) -> dict[str, Any]:
    """What stands on the printed minutes.

    Raises:
        RefusedError: no minutes were taken.
    """
    minutes = meeting.latest
    if minutes is None:
        why = text("no minutes of it were taken")
        raise RefusedError(
            text("cannot print it for {id}: {reason} ({clause})", id=meeting.id, reason=why, clause=Clause("P5.1a")),
            text("ordertool meeting agenda --for {id} --out FILE", id=short(meeting.id)),
        )
    taken = next(entry for entry in reversed(meeting.standing) if entry.item == minutes.id)
    return {
        "paper": "minutes",
        "order": meeting.id,
        "company": ctx.policy.company,
        "time": meeting.time.astimezone(ctx.zone).isoformat(),
        "where": meeting.call.where,
        "called_by": person(meeting.caller, ctx),
        "taken_by": person(taken.by, ctx),
        "version": len(meeting.minutes),
        "reason": minutes.reason,
        **{name: [person(one, ctx) for one in getattr(minutes, name)] for name in ("present", "excused", "absent")},
        "called_about": list(meeting.call.matters),
        "matters": list(minutes.matters),
        "decisions": list(minutes.decisions),
        "actions": [row.document() | {"who": person(row.action.who, ctx)} for row in _action_rows(meeting, now, ctx)],
    }
