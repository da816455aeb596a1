"""What a person reads after a move: what was made, what it came to, and the next step, the most urgent move first."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING

from ordertool.language import Text, _, text
from ordertool.records.assessment import Assessment
from ordertool.records.base import Entry, Logged
from ordertool.records.meeting import Meeting
from ordertool.records.order import Order
from ordertool.reports.screen import due_words, flowing, move_words, stage_name, who_words
from ordertool.reports.words import ANSWERS, OUTCOMES, REVIEWS, SETTLEMENTS, demanded_first, named, verbs
from ordertool.rules.duties import duties
from ordertool.rules.duty import Duty, responsible
from ordertool.rules.meetings import duties_after
from ordertool.rules.move import Context

if TYPE_CHECKING:
    from ordertool.making import Made


def next_words(order: Order, now: datetime, ctx: Context, *, commands: bool = False) -> str:
    """One line on the next step: which moves, who, by when; with `commands`, how a move is typed where it differs."""
    found = responsible(order, now, ctx)
    if found is None:
        return _("nothing is left to do")
    first, others = demanded_first(found)
    moves, also = (_(", ").join(_move(verb, commands=commands) for verb in verbs) for verbs in (first, others))
    if found.clock is None:
        line = text("{moves}, by {who}", moves=moves, who=who_words(found))
    else:
        due = due_words(found, now, ctx)
        line = text("{moves}, by {who}, until {due}", moves=moves, who=who_words(found), due=due)
    return str(text("{line}; also: {moves}", line=line, moves=also)) if also else str(line)


def _move(verb: str, *, commands: bool) -> str:
    return str(text("{move} ({command})", move=_(verb), command=verb)) if commands and _(verb) != verb else _(verb)


def came_to(record: Logged, entry: Entry) -> str:
    """What a move that stands came to, where its name does not say: a review, a delivery, an answer to a request."""
    if not isinstance(record, Order):
        return ""
    if entry.move == "review":
        return next((named(REVIEWS, one.outcome) for one in record.review if one.id == entry.item), "")
    if entry.move == "deliver":
        return next((named(OUTCOMES, one.outcome) for one in record.delivery if one.id == entry.item), "")
    if entry.move == "assist-answer":
        answers = (one.answer for one in record.assistance if one.id == entry.item)
        return next((named(ANSWERS, answer.outcome) for answer in answers if answer), "")
    if entry.move == "settle":
        settled = (one.settlement for one in record.complaints if one.id == entry.item)
        return next((named(SETTLEMENTS, one.outcome) for one in settled if one and one.outcome), "")
    return ""


def moved_lines(made: Made, now: datetime, ctx: Context, *, dry_run: bool) -> list[str]:
    """What a person reads after a move."""
    record, entry = made.record, made.entry
    what, outcome = move_words(entry), came_to(record, entry)
    if isinstance(record, Order | Meeting | Assessment) and entry.to:
        before = stage_name(made.old.where) if made.old else "–"
        after = stage_name(entry.to)
        line = str(text("{id}  {move}: {before} → {after}", id=record.id, move=what, before=before, after=after))
    elif outcome:
        line = str(text("{id}  {move}: {outcome}", id=record.id, move=what, outcome=outcome))
    else:
        line = f"{record.id}  {what}"
    if dry_run:
        line = str(text("{line}  (dry run, nothing written)", line=line))
    elif made.commit:
        line = f"{line}  [{made.commit[:9]}]"
    lines = [line]
    if isinstance(record, Order):
        said = [text("Next: {next}", next=next_words(record, now, ctx, commands=True))]
        said += [
            beside_words(one, now, ctx)
            for one in duties(record, now, ctx)
            if entry.item and one.item.partition(".")[0] == entry.item
        ]
        for sentence in map(str, said):  # whole for a pipe, in lines on a terminal
            lines += flowing(sentence) if sys.stdout.isatty() else [sentence]
    if isinstance(record, Meeting):
        lines += [str(owed_words(one, now, ctx)) for one in duties_after(record, now, ctx)]
    return lines


def beside_words(duty: Duty, now: datetime, ctx: Context) -> Text:
    """One line on what is owed beside the next step: what it is about, which moves, who, by when, by which clause."""
    until = text(", until {due}", due=due_words(duty, now, ctx)) if duty.clock else ""
    if not duty.item:
        return text(
            "Beside it: {moves}, by {who}{until} ({clause})",
            moves=verbs(duty.next), who=who_words(duty), until=until, clause=duty.clause,
        )  # fmt: skip
    return text(
        "Beside it, {item}: {moves}, by {who}{until} ({clause})",
        item=duty.item, moves=verbs(duty.next), who=who_words(duty), until=until, clause=duty.clause,
    )  # fmt: skip


def owed_words(duty: Duty, now: datetime, ctx: Context) -> Text:
    """One line on what is owed after a meeting."""
    moves = " ".join(filter(None, (verbs(duty.next), duty.item)))
    return text(
        "To be done: {moves}, by {who}, until {due}", moves=moves, who=who_words(duty), due=due_words(duty, now, ctx)
    )
