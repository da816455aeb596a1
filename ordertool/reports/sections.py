"""The sections of an order's card: one for each section of its file, in the order of its life."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ordertool.language import N_, _, listed, text
from ordertool.reports.assigned import settled_words
from ordertool.reports.screen import due_cell
from ordertool.reports.section_rows import Row, Rows, joined, settings
from ordertool.reports.words import (
    ANSWERS,
    CAUSES,
    CHANNELS,
    CHECKLIST,
    COMPLAINTS,
    INVOICES,
    MONEY,
    OUTCOMES,
    OUTCOMES_OF_RISKS,
    REVIEWS,
    SETTLEMENTS,
    VIAS,
    amount,
    named,
    urgency,
    verbs,
)
from ordertool.rules.duties import duties
from ordertool.rules.risks import register


class Card(Rows):
    """One order at a moment, section by section: a method for each section of the record gives its rows."""

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
            promised = text("reply promised by {time}", time=self.time(one.promised)) if one.promised else ""
            yield self.item(one.id, f"→ {one.to or self.ctx.policy.department(one.department)}", one.question, promised)

    def replies(self) -> Iterator[Row]:
        """Answers to the client."""
        for one in self.order.replies:
            yield self.item(one.id, "", one.text)

    def review(self) -> Iterator[Row]:
        """Preliminary reviews."""
        for one in self.order.review:
            yield self.item(one.id, named(REVIEWS, one.outcome), *one.reasons)

    def handover(self) -> Iterator[Row]:
        """Handovers to the order department."""
        for one in self.order.handover:
            yield self.item(one.id, f"→ {one.to}", listed(one.names))

    def papers(self) -> Iterator[Row]:
        """Files kept with the order."""
        for paper in dict.fromkeys(self.order.papers):  # a form sent back is often handed over again
            yield Row(what=f"{paper.size:,} B  {paper.sha256[:12]}", says=paper.name)

    def assignment(self) -> Iterator[Row]:
        """Who was given the order."""
        for one in self.order.assignment:
            received = text("papers received: {names}", names=listed(one.received)) if one.received else ""
            computed = text("computed: {why}", why=settled_words(one.basis)) if one.basis else ""
            yield self.item(one.id, f"→ {one.to}", one.reason, computed, one.note, received)

    def plans(self) -> Iterator[Row]:
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
        every = text("a report every {days} working days", days=plan.every)
        yield Row(says=joined((every, plan.reason)))

    def risks(self) -> Iterator[Row]:
        """The risk register: risks of the plan and those entered since, as they stand."""
        for risk in register(self.order, self.ctx):
            degrees = "" if risk.score is None else f"{risk.likelihood}×{risk.effect}"
            fate = named(OUTCOMES_OF_RISKS, risk.outcome) if risk.outcome else _("still open")
            look = text("look on {day}", day=risk.look) if risk.look else ""
            sign = text("sign: {sign}", sign=risk.trigger) if risk.trigger else ""
            said = (f"{risk.risk} → {risk.countermeasure}", sign, look)
            colour = "red" if risk.reached(self.ctx.day(self.now)) else "dim" if risk.outcome else ""
            yield Row(risk.id, degrees, risk.owner or "", fate, joined(said), colour)

    def risk_reviews(self) -> Iterator[Row]:
        """How risks were looked at, and what became of them."""
        for one in self.order.risk_reviews:
            fate = named(OUTCOMES_OF_RISKS, one.outcome) if one.outcome else ""
            rated = f"{one.likelihood or '–'}×{one.effect or '–'}" if one.likelihood or one.effect else ""
            look = text("look on {day}", day=one.look) if one.look else ""
            yield self.item(one.id, f"{one.risk} {fate}".rstrip(), one.note, rated, look)

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
            yield self.item(one.id, percent, one.state, problem, solution, done, ready, told, via)

    def problems(self) -> Iterator[Row]:
        """Problems taken to the order department, with decisions and solution."""
        for one in self.order.problems:
            yield self.item(one.id, _("solved") if one.solution else _("open"), one.problem)
            for made in one.decisions:
                yield Row(
                    what=_("decision"),
                    says=joined((made.decision, listed(map(self.ctx.policy.department, made.departments)))),
                )
            if one.solution:
                yield Row(what=_("solution"), says=joined((one.solution,)))

    def assistance(self) -> Iterator[Row]:
        """Assistance asked of departments."""
        for one in self.order.assistance:
            state = _("no answer yet") if one.answer is None else named(ANSWERS, one.answer.outcome)
            why = one.answer.reason if one.answer else ""
            needed = text("needed by {day}", day=one.needed_by) if one.needed_by else ""
            yield self.item(one.id, f"→ {self.ctx.policy.department(one.department)}", one.need, needed)
            yield Row(what=_("done") if one.done else state, says=joined((why,)))

    def team(self) -> Iterator[Row]:
        """Who works on the order together, and why."""
        team = self.order.team
        if team is not None:
            members = listed((*team.members, *map(self.ctx.policy.department, team.departments)))
            yield Row("", "", team.lead, _("leads"), joined((members, team.reason)))

    def sessions(self) -> Iterator[Row]:
        """Sessions of the team, and what they decided."""
        for one in self.order.sessions:
            present = text("present: {people}", people=listed(one.present))
            yield self.item(one.id, "", one.matters, present)._replace(when=self.time(one.when))
            for number, task in enumerate(one.decisions, 1):
                mark = _("done") if number in one.done else _("open")
                yield Row(f"{one.id}.{number}", str(task.by), task.who, mark, task.what)

    def contacts(self) -> Iterator[Row]:
        """Talks with the client."""
        for one in self.order.contacts:
            yield self.item(one.id, named(CHANNELS, one.channel), one.text)

    def changes(self) -> Iterator[Row]:
        """Changes of the terms, with what they set and who agreed."""
        for one in self.order.changes:
            yield self.item(one.id, named(CAUSES, one.cause), one.reason)
            yield from settings(one.set)
            if one.agreed:
                yield Row(what=_("agreed"), says=self.said(one.agreed))

    def corrections(self) -> Iterator[Row]:
        """Corrections of what was typed wrong, with what they set and what it led to."""
        for one in self.order.corrections:
            delay = text("delay: {span}", span=one.delay.words) if one.delay else ""
            loss = text("loss: {amount}", amount=amount(one.loss)) if one.loss else ""
            yield self.item(one.id, "", one.cause, delay, loss)
            yield from settings(one.set)

    def overrides(self) -> Iterator[Row]:
        """Leave that was given to go beyond the credit limit; the figures are told by `client credit --explain` (L11)."""
        for one in self.order.overrides:
            yield self.item(one.id, str(text("until {day}", day=one.until)), one.reason)

    def preparation(self) -> Iterator[Row]:
        """What was prepared for a delivery, and agreed with the client."""
        for one in self.order.preparation:
            steps = listed(named(CHECKLIST, step) for step in one.done)
            done = text("done: {items}", items=steps) if steps else ""
            told = text("told: {said}", said=self.said(one.told)) if one.told else ""
            when = text("agreed for {time}", time=self.time(one.when)) if one.when else ""
            yield self.item(one.id, "", done, told, when, one.method)

    def delivery(self) -> Iterator[Row]:
        """Deliveries, how the client took them, and their slips."""
        for one in self.order.delivery:
            what = listed(f"{line}={quantity:f}" for line, quantity in one.quantities.items())
            people = text("{who} to {client}", who=one.delivered_by, client=one.received_by)
            slip = text("slip: {name}", name=listed(slip.name for slip in one.slips) if one.slips else _("no slip yet"))
            yield self.item(one.id, named(OUTCOMES, one.outcome), what, one.place, people, one.remarks, slip)

    def complaints(self) -> Iterator[Row]:
        """Complaints, the first answer, their solution and the client's feedback."""
        for one in self.order.complaints:
            settled = one.settlement
            kind = named(COMPLAINTS, one.kind) if one.kind != "other" else ""
            dispute = _("dispute") if one.dispute else ""
            who = text("answered for by {staff}", staff=one.owner) if one.owner else ""
            yield self.item(one.id, _("settled") if settled else _("open"), one.text, kind, dispute, who)
            if one.response:
                channel = named(CHANNELS, one.response.channel) if one.response.channel else ""
                yield Row(what=_("first answer"), says=joined((one.response.answer, channel)))
            if settled:
                came_to = named(SETTLEMENTS, settled.outcome) if settled.outcome else ""
                yield Row(what=_("solution"), says=joined((settled.solution, came_to, _JUSTIFIED[settled.justified]())))
                yield Row(what=_("feedback"), says=joined((settled.feedback,)))

    def survey_sheets(self) -> Iterator[Row]:
        """Sheets of the survey that went out."""
        for one in self.order.survey_sheets:
            yield self.item(one.id, named(CHANNELS, one.channel) if one.channel else "", one.form)

    def survey(self) -> Iterator[Row]:
        """The client's answer to the satisfaction survey."""
        survey = self.order.survey
        if survey is not None:
            yield Row(what=f"{survey.score} / 5", says=joined((survey.comment,)))

    def taken_back(self) -> Iterator[Row]:
        """Goods that came back."""
        for one in self.order.taken_back:
            what = listed(f"{line}={quantity:f}" for line, quantity in one.quantities.items())
            yield self.item(one.id, "", what, one.reason)

    def invoices(self) -> Iterator[Row]:
        """Invoices and credit notes."""
        amounts = {one.id: amount(one.amount) for one in self.order.invoices}
        wide = max(map(len, amounts.values()), default=0)
        for one in self.order.invoices:
            tax = text("tax: {amount}", amount=amount(one.tax)) if one.tax is not None else ""
            yield Row(
                one.id, str(one.on), amounts[one.id].rjust(wide), named(INVOICES, one.kind), joined((one.number, tax))
            )

    def opening(self) -> Iterator[Row]:
        """How the order stood before the book."""
        if (before := self.order.opening) is not None:
            since = text("account period from {day}", day=before.account_from) if before.account_from else ""
            yield Row(says=joined((before.source, since)))

    def payments(self) -> Iterator[Row]:
        """Money in and back, and what was written off."""
        amounts = {one.id: amount(one.amount) for one in self.order.payments}
        wide = max(map(len, amounts.values()), default=0)
        for one in self.order.payments:
            money = amounts[one.id].rjust(wide)
            source = text("from deposit {item}", item=one.deposit) if one.deposit else ""
            yield Row(one.id, str(one.on), money, named(MONEY, one.kind), joined((source, one.reference, one.reason)))

    def duties(self) -> Iterator[Row]:
        """What is owed beside the next step."""
        for duty in duties(self.order, self.now, self.ctx):
            due, who = (
                due_cell(duty, self.now, self.ctx),
                duty.staff or self.ctx.policy.department(duty.department) or "–",
            )
            colour = urgency(duty, self.now, self.ctx, on_hold=self.order.on_hold)
            yield Row(duty.item, due, who, verbs(duty.next), joined((duty.matter,)), colour)


SECTIONS = {
    "duties": N_("Also owed"), "lines": N_("Lines"), "forwards": N_("Questions passed on"), "replies": N_("Replies"),
    "review": N_("Reviews"), "handover": N_("Handovers"), "papers": N_("Papers"), "assignment": N_("Assignments"),
    "plans": N_("Plan"), "risks": N_("Risks"), "risk_reviews": N_("Risks looked at"),
    "progress": N_("Progress"), "problems": N_("Problems"), "assistance": N_("Assistance"),
    "team": N_("Joint work"), "sessions": N_("Sessions"),
    "contacts": N_("Talks with the client"), "changes": N_("Changes"), "corrections": N_("Corrections"),
    "overrides": N_("Overrides of the credit limit"),
    "preparation": N_("Preparation"), "delivery": N_("Deliveries"), "complaints": N_("Complaints"),
    "survey_sheets": N_("Survey sheets"), "survey": N_("Survey"),
    "taken_back": N_("Taken back"), "invoices": N_("Invoices"), "payments": N_("Payments"),
    "opening": N_("From before the book"),
}  # fmt: skip
"""The sections, by the method of `Card` that gives their rows, with their titles."""


_JUSTIFIED: dict[bool | None, Callable[[], str]] = {
    None: lambda: "", True: lambda: _("justified"), False: lambda: _("not justified"),
}  # fmt: skip
