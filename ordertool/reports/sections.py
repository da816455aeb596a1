"""The sections of an order's card: one for each section of its file, in the order of its life."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from ordertool.language import N_, _, listed, text
from ordertool.records.base import Entry, Said
from ordertool.records.order import Order
from ordertool.reports.assigned import settled_words
from ordertool.reports.screen import due_cell, short_time
from ordertool.reports.words import (
    ANSWERS,
    CAUSES,
    CHANNELS,
    CHECKLIST,
    MONEY,
    OUTCOMES,
    REVIEWS,
    VIAS,
    amount,
    named,
    urgency,
    verbs,
)
from ordertool.rules.duties import duties
from ordertool.rules.move import Context


class Row(NamedTuple):
    """A row of a section: the item's id, when and by whom it came to be, a word on it, what it says; its colour."""

    item: str = ""
    when: str = ""
    by: str = ""
    what: str = ""
    says: str = ""
    colour: str = ""


class Card:
    """One order at a moment, section by section: a method for each section of the record gives its rows."""

    def __init__(self, order: Order, now: datetime, ctx: Context) -> None:
        self.order, self.now, self.ctx = order, now, ctx
        self._made: dict[str, Entry] = {}
        for entry in order.standing:
            if entry.item:
                self._made.setdefault(entry.item, entry)

    def _item(self, item: str, what: str = "", *said: object) -> Row:
        """An item with the move that made it; what it says, sentence by sentence."""
        entry = self._made.get(item)
        when = self._time(entry.at) if entry else ""
        return Row(item, when, entry.by if entry else "", what, _joined(said))

    def _time(self, moment: datetime) -> str:
        return short_time(moment, self.now, self.ctx)

    def _said(self, said: Said) -> str:
        return _(", ").join((said.who, named(CHANNELS, said.channel), self._time(said.at)))

    def lines(self) -> Iterator[Row]:
        """What was ordered, and what of it reached the client."""
        done = self.order.delivered()
        counts = ["–" if line.quantity is None else f"{line.quantity:,f}" for line in self.order.lines]
        wide = max(map(len, counts), default=0)
        for line, count in zip(self.order.lines, counts, strict=True):
            price = f"{count.rjust(wide)} {line.unit or ''} × {amount(line.price)}"
            reached = text("delivered {quantity}", quantity=f"{done[line.id]:,f}") if line.id in done else ""
            yield Row(line.id, line.item or "–", line.spec or "–", price, str(reached))

    def forwards(self) -> Iterator[Row]:
        """Questions that were passed on."""
        for one in self.order.forwards:
            promised = text("reply promised by {time}", time=self._time(one.promised)) if one.promised else ""
            yield self._item(one.id, f"→ {one.to or one.department}", one.question, promised)

    def replies(self) -> Iterator[Row]:
        """Answers to the client."""
        for one in self.order.replies:
            yield self._item(one.id, "", one.text)

    def review(self) -> Iterator[Row]:
        """Preliminary reviews."""
        for one in self.order.review:
            yield self._item(one.id, named(REVIEWS, one.outcome), *one.reasons)

    def handover(self) -> Iterator[Row]:
        """Handovers to the order department."""
        for one in self.order.handover:
            yield self._item(one.id, f"→ {one.to}", listed(one.names))

    def papers(self) -> Iterator[Row]:
        """Files kept with the order."""
        for paper in dict.fromkeys(self.order.papers):  # a form sent back is often handed over again
            yield Row(what=f"{paper.size:,} B  {paper.sha256[:12]}", says=paper.name)

    def assignment(self) -> Iterator[Row]:
        """Who was given the order."""
        for one in self.order.assignment:
            received = text("papers received: {names}", names=listed(one.received)) if one.received else ""
            computed = text("computed: {why}", why=settled_words(one.basis)) if one.basis else ""
            yield self._item(one.id, f"→ {one.to}", one.reason, computed, one.note, received)

    def plan(self) -> Iterator[Row]:
        """The follow-up plan, with what is done of it."""
        plan = self.order.plan
        if plan is None:
            return
        done = {item for report in self.order.progress for item in report.done}
        for phase in plan.phases:
            mark = _("done") if phase.id in done else ""
            yield Row(phase.id, f"{phase.start} – {phase.end}", phase.person or "", mark, phase.name)
        for node in plan.nodes:
            yield Row(node.id, str(node.on), "", _("done") if node.id in done else "", node.name)
        for risk in plan.risks:
            yield Row(risk.id, "", "", "", f"{risk.risk} → {risk.countermeasure}")
        every = text("a report every {days} working days", days=plan.every)
        yield Row(says=_joined((every, plan.reason)))

    def progress(self) -> Iterator[Row]:
        """Progress reports."""
        for one in self.order.progress:
            problem = text("problem: {problem}", problem=one.problem) if one.problem else ""
            solution = text("solution: {solution}", solution=one.solution) if one.solution else ""
            done = text("done: {items}", items=listed(one.done)) if one.done else ""
            ready = text("expected: {day}", day=one.eta) if one.eta else ""
            told = text("reported by {who}", who=one.reported_by) if one.reported_by else ""
            via = named(VIAS, one.via) if one.via != "system" else ""
            percent = "" if one.percent is None else f"{one.percent}%"
            yield self._item(one.id, percent, one.state, problem, solution, done, ready, told, via)

    def problems(self) -> Iterator[Row]:
        """Problems taken to the order department, with decisions and solution."""
        for one in self.order.problems:
            yield self._item(one.id, _("solved") if one.solution else _("open"), one.problem)
            for made in one.decisions:
                yield Row(what=_("decision"), says=_joined((made.decision, listed(made.departments))))
            if one.solution:
                yield Row(what=_("solution"), says=_joined((one.solution,)))

    def assistance(self) -> Iterator[Row]:
        """Assistance asked of departments."""
        for one in self.order.assistance:
            state = _("no answer yet") if one.answer is None else named(ANSWERS, one.answer.outcome)
            why = one.answer.reason if one.answer else ""
            yield self._item(one.id, f"→ {one.department}", one.need)
            yield Row(what=_("done") if one.done else state, says=_joined((why,)))

    def contacts(self) -> Iterator[Row]:
        """Talks with the client."""
        for one in self.order.contacts:
            yield self._item(one.id, named(CHANNELS, one.channel), one.text)

    def changes(self) -> Iterator[Row]:
        """Changes of the terms, with what they set and who agreed."""
        for one in self.order.changes:
            yield self._item(one.id, named(CAUSES, one.cause), one.reason)
            yield from _settings(one.set)
            if one.agreed:
                yield Row(what=_("agreed"), says=self._said(one.agreed))

    def corrections(self) -> Iterator[Row]:
        """Corrections of what was typed wrong, with what they set and what it led to."""
        for one in self.order.corrections:
            delay = text("delay: {span}", span=one.delay.words) if one.delay else ""
            loss = text("loss: {amount}", amount=amount(one.loss)) if one.loss else ""
            yield self._item(one.id, "", one.cause, delay, loss)
            yield from _settings(one.set)

    def preparation(self) -> Iterator[Row]:
        """What was prepared for a delivery, and agreed with the client."""
        for one in self.order.preparation:
            steps = listed(named(CHECKLIST, step) for step in one.done)
            done = text("done: {items}", items=steps) if steps else ""
            told = text("told: {said}", said=self._said(one.told)) if one.told else ""
            when = text("agreed for {time}", time=self._time(one.when)) if one.when else ""
            yield self._item(one.id, "", done, told, when, one.method)

    def delivery(self) -> Iterator[Row]:
        """Deliveries, how the client took them, and their slips."""
        for one in self.order.delivery:
            what = listed(f"{line}={quantity:f}" for line, quantity in one.quantities.items())
            people = text("{who} to {client}", who=one.delivered_by, client=one.received_by)
            slip = text("slip: {name}", name=listed(slip.name for slip in one.slips) if one.slips else _("no slip yet"))
            yield self._item(one.id, named(OUTCOMES, one.outcome), what, one.place, people, one.remarks, slip)

    def complaints(self) -> Iterator[Row]:
        """Complaints, their solution and the client's feedback."""
        for one in self.order.complaints:
            settled = one.settlement
            yield self._item(one.id, _("settled") if settled else _("open"), one.text)
            if settled:
                yield Row(what=_("solution"), says=_joined((settled.solution,)))
                yield Row(what=_("feedback"), says=_joined((settled.feedback,)))

    def survey(self) -> Iterator[Row]:
        """The client's answer to the satisfaction survey."""
        survey = self.order.survey
        if survey is not None:
            yield Row(what=f"{survey.score} / 5", says=_joined((survey.comment,)))

    def payments(self) -> Iterator[Row]:
        """Money in and back, and what was written off."""
        amounts = {one.id: amount(one.amount) for one in self.order.payments}
        wide = max(map(len, amounts.values()), default=0)
        for one in self.order.payments:
            money = amounts[one.id].rjust(wide)
            yield Row(one.id, str(one.on), money, named(MONEY, one.kind), _joined((one.reference, one.reason)))

    def duties(self) -> Iterator[Row]:
        """What is owed beside the next step."""
        for duty in duties(self.order, self.now, self.ctx):
            due, who = due_cell(duty, self.now, self.ctx), duty.staff or duty.department or "–"
            colour = urgency(duty, self.now, self.ctx, on_hold=self.order.on_hold)
            yield Row(duty.item, due, who, verbs(duty.next), _joined((duty.matter,)), colour)


SECTIONS = {
    "duties": N_("Also owed"), "lines": N_("Lines"), "forwards": N_("Questions passed on"), "replies": N_("Replies"),
    "review": N_("Reviews"), "handover": N_("Handovers"), "papers": N_("Papers"), "assignment": N_("Assignments"),
    "plan": N_("Plan"), "progress": N_("Progress"), "problems": N_("Problems"), "assistance": N_("Assistance"),
    "contacts": N_("Talks with the client"), "changes": N_("Changes"), "corrections": N_("Corrections"),
    "preparation": N_("Preparation"), "delivery": N_("Deliveries"), "complaints": N_("Complaints"),
    "survey": N_("Survey"), "payments": N_("Payments"),
}  # fmt: skip
"""The sections, by the method of `Card` that gives their rows, with their titles."""


def _settings(fields: dict[str, str | None]) -> Iterator[Row]:
    for name, value in fields.items():
        yield Row(what=_("sets"), says=f"{name} = {'–' if value is None else value}")


def _joined(said: tuple[object, ...]) -> str:
    """Sentences one after another in one line."""
    return _("; ").join(" ".join(str(one).split()) for one in said if one)
