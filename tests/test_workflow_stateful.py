"""Anybody tries anything at any time on one order, beside a model that knows no more than stages and sums."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from people import CLIENT, DELIVERY, FORM, INQUIRY, PLAN, RACKING, RAIL, Office, at, paper

from ordertool.records.faults import validated
from ordertool.records.order import STAGES, Order
from ordertool.rules.duty import responsible
from ordertool.rules.moving import replay

OFFICE = Office()
EVERYBODY = sorted(OFFICE.staff)
ORDERED = {"L1": 3, "L2": 2}
TOTAL = 3 * 100 + 2 * 50
GOOD = {
    **FORM, "client": CLIENT, "deliver_by": "2027-12-31",
    "lines": [{**RACKING, "quantity": 3, "price": 100}, {**RAIL, "quantity": 2, "price": 50}],
}  # fmt: skip
FORMS = {"good": GOOD, "other": {**GOOD, "project": "West hall"}, "half": {**GOOD, "deliver_to": None}}
STEPS = ("packaging", "documents", "transport")
# Who may, by the law: a role that one person of the company has, or this order's owner.
BY = {
    "forward": {"chen.jie", "ma.lan"}, "draft": {"chen.jie", "ma.lan"}, "review": {"chen.jie", "ma.lan"},
    "submit": {"chen.jie", "ma.lan"}, "assign": {"zhao.min"}, "close": {"zhao.min"}, "archive": {"zhao.min"},
    "pay": {"qian.yu"},
}  # fmt: skip
NEXT = {
    "inquiry": ["forward", "reply", "draft"], "draft": ["draft", "review", "review", "submit"], "submitted": ["assign"],
    "assigned": ["confirm"], "confirmed": ["plan"], "active": ["plan", "progress", "prepare", "prepare", "deliver", "deliver", "sign"],
    "delivered": ["sign"], "signed": ["close"], "closed": ["pay", "archive"], "archived": [],
}  # fmt: skip
STRAIGHT = ("draft", "review", "submit", "assign", "confirm", "plan", "prepare", "deliver", "sign", "close")
VERBS = sorted({verb for verbs in NEXT.values() for verb in verbs})
PAYABLE = ("submitted", "assigned", "confirmed", "active", "delivered", "signed", "closed")


def pick(data, *options):
    """One of the options; the first is the straight way's."""
    return data.draw(st.sampled_from(options)) if data else options[0]


class AnOrder(RuleBasedStateMachine):
    """The record under test, and beside it the model: plain stages, numbers and names."""

    @initialize(taker=st.sampled_from(EVERYBODY), ahead=st.integers(0, len(STRAIGHT)))
    def inquire(self, taker, ahead):
        self.now = at("2026-11-23T09:00")
        self.order = OFFICE.do("inquire", None, taker, now=self.now, **INQUIRY)
        self.moves = 1
        self.stage, self.since = "inquiry", self.now
        self.taker = self.holder = taker
        self.form = self.passed = self.owner = None
        self.planned = self.told = False
        self.prepared, self.delivered, self.paid = set(), [], Decimal(0)
        for verb in STRAIGHT[:ahead]:
            self.tried(verb, min(self.may(verb)), None)
            assert self.order.log[-1].move == verb

    # --- what happens

    @rule(data=st.data(), hours=st.integers(0, 30))
    def who_should_do_it_does_what_comes_next(self, data, hours):
        self.now += timedelta(hours=hours)
        verb = data.draw(st.sampled_from(NEXT[self.stage] or VERBS), label="verb")
        self.tried(verb, data.draw(st.sampled_from(sorted(self.may(verb)) or EVERYBODY), label="actor"), data)

    @rule(data=st.data())
    def somebody_tries_something(self, data):
        self.tried(
            data.draw(st.sampled_from(VERBS), label="verb"), data.draw(st.sampled_from(EVERYBODY), label="actor"), data
        )

    def tried(self, verb, actor, data):
        given, fits, then = getattr(self, verb)(data)
        if verb == "progress" and actor == "zhao.min":
            fits = given["via"] == "oral"  # the order department takes down only what was said
        self.expect(verb, actor, given, fits and actor in self.may(verb) and self.starts(verb), then)

    @rule(data=st.data())
    def somebody_enters_it_for_the_wrong_time(self, data):
        verb = data.draw(st.sampled_from(VERBS))
        given, _, _ = getattr(self, verb)(data)
        for now, typed in ((self.now + timedelta(seconds=1), self.now), (self.since - timedelta(seconds=1), self.now)):
            self.refused(verb, data.draw(st.sampled_from(EVERYBODY)), given, now=now, typed=typed)

    @precondition(lambda self: getattr(self, "stage", "") == "archived")
    @rule(data=st.data(), actor=st.sampled_from(EVERYBODY))
    def an_archived_order_is_closed_to_all(self, data, actor):
        for verb in VERBS:
            self.refused(verb, actor, getattr(self, verb)(data)[0])

    def expect(self, verb, actor, given, accepted, then):
        if not accepted:
            self.refused(verb, actor, given)
            return
        made, found = OFFICE.tried(verb, self.order, actor, now=self.now, **given)
        assert not found, f"{actor} may {verb} at {self.stage}: {found}"
        assert replay(self.order, made.new, OFFICE.ctx) == ()
        self.order = made.new
        self.moves += 1
        before = self.stage
        then(actor)
        if self.stage != before:
            self.since = self.now

    def refused(self, verb, actor, given, **times):
        before = self.order.plain()
        try:
            _, found = OFFICE.tried(verb, self.order, actor, **{"now": self.now, **times}, **given)
        except LookupError:
            assert verb == "sign"  # it names a delivery that is not there
        else:
            assert found, f"{actor} may not {verb} at {self.stage} ({given})"
        assert self.order.plain() == before

    # --- the model: who may, from where, what it takes, and what becomes of it

    def may(self, verb):
        if verb == "forward":
            return BY[verb] | {self.taker}
        if verb == "reply":
            return {self.holder} if self.holder != "production" else {"he.jun", "guo.feng"}
        if verb == "progress":
            return {"zhao.min", *([self.owner, "he.jun"] if self.planned else [])}
        return BY.get(verb, {self.owner} if self.owner else set())

    def starts(self, verb):
        extra = {"plan": ["active"], "sign": ["active"], "draft": ["inquiry"]}
        return self.stage in (PAYABLE if verb == "pay" else [s for s in NEXT if verb in NEXT[s]] + extra.get(verb, []))

    def forward(self, data):
        to = pick(data, "li.na", "production", "nobody")
        given = {"department": to} if to == "production" else {"to": to}
        return given, to != "nobody", lambda _actor: setattr(self, "holder", to)

    def reply(self, _data):
        return {"text": "2.5 t"}, True, lambda _actor: None

    def draft(self, data):
        which = pick(data, "good", "other", "half")

        def then(_actor):
            self.stage, self.form = "draft", which

        return FORMS[which], self.form != which, then

    def review(self, data):
        outcome = pick(data, "pass", "return")
        seen = self.order.form.content_hash() if self.order.form else "0" * 64
        given = {"outcome": outcome, "form": seen, "reasons": ["deliver_to"] if outcome == "return" else []}
        then = lambda _actor: setattr(self, "passed", self.form if outcome == "pass" else None)  # noqa: E731
        return given, outcome == "return" or self.form != "half", then

    def submit(self, data):
        paper_only = pick(data, False, True)
        given = {"to": "zhao.min", **({"original_at": "folder 12"} if paper_only else {"original": paper("form.pdf")})}

        def then(_actor):
            self.stage, self.papers = "submitted", [] if paper_only else ["form.pdf"]

        return given, self.form is not None and self.passed == self.form, then

    def assign(self, data):
        to = pick(data, "li.na", "sun.tao", "he.jun")

        def then(_actor):
            self.stage, self.owner = "assigned", to

        return {"to": to, "received": getattr(self, "papers", [])}, to != "he.jun", then

    def confirm(self, _data):
        return {}, True, lambda _actor: setattr(self, "stage", "confirmed")

    def plan(self, data):
        late, why = pick(data, False, True), pick(data, True, False)
        phases = [{**PLAN["phases"][1], "end": "2028-01-01" if late else "2026-12-17"}]

        def then(_actor):
            self.stage, self.planned = "active", True

        given = {**PLAN, "phases": phases, **({"reason": "steel late"} if why else {})}
        return given, not late and (why or not self.planned), then

    def progress(self, data):
        oral = pick(data, True, False)
        given = (
            {"state": "Frames cut", "via": "oral", "reported_by": "何军"}
            if oral
            else {"state": "Frames cut", "via": "written", "done": ["PH2"]}
        )
        return given, True, lambda _actor: None

    def prepare(self, data):
        done = set(pick(data, STEPS, ("photos",), STEPS[:2], STEPS[1:]))
        tell = pick(data, True, False)
        said = (
            {"told": {"who": "周敏", "channel": "phone", "at": self.now}, "when": self.now + timedelta(days=10)}
            if tell
            else {}
        )

        def then(_actor):
            self.prepared |= done
            self.told |= tell

        return {"done": sorted(done), **said}, True, then

    def deliver(self, data):
        quantities = dict(pick(data, ORDERED, {"L1": 1}, {"L1": 3}, {"L2": 2}, {"L2": 3}, {"L1": 1, "L2": 1}, {}))
        outcome = pick(data, "accepted", "remarks", "refused")
        ready = self.prepared >= set(STEPS) and self.told
        fits = bool(quantities) and all(n <= ORDERED[line] - self.sum(line) for line, n in quantities.items())

        def then(_actor):
            self.delivered.append({"of": quantities, "counts": outcome != "refused", "slip": False})
            self.stage = "active" if self.owes() else "delivered"

        return {"quantities": quantities, "outcome": outcome, **DELIVERY}, ready and fits, then

    def sign(self, data):
        number = pick(data, *range(1, max(len(self.delivered), 1) + 1))
        one = self.delivered[number - 1] if number <= len(self.delivered) else None

        def then(_actor):
            one["slip"] = True
            if not self.owes() and all(d["slip"] for d in self.delivered if d["counts"]):
                self.stage = "signed"

        given = {"item": f"D{number}", "slip": paper("slip.pdf")}
        return given, one is not None and one["counts"] and not one["slip"], then

    def close(self, _data):
        return {}, True, lambda _actor: setattr(self, "stage", "closed")

    def pay(self, data):
        amount = Decimal(pick(data, "400", "0.01", "100", "399.99", "400.01"))

        def then(_actor):
            self.paid += amount

        return {"amount": str(amount), "on": f"{self.now:%Y-%m-%d}"}, amount <= TOTAL - self.paid, then

    def archive(self, _data):
        return {}, self.paid == TOTAL, lambda _actor: setattr(self, "stage", "archived")

    def sum(self, line):
        return sum(d["of"].get(line, 0) for d in self.delivered if d["counts"])

    def owes(self):
        return any(self.sum(line) < ordered for line, ordered in ORDERED.items())

    # --- what always holds

    @invariant()
    def the_stage_is_what_the_log_leads_to(self):
        assert self.order.stage == self.stage == [entry.to for entry in self.order.log if entry.to][-1]
        assert self.stage in STAGES
        assert len(self.order.log) == self.moves
        assert self.order.where == self.stage

    @invariant()
    def exactly_one_person_answers_until_the_archive(self):
        found = responsible(self.order, self.now, OFFICE.ctx)
        if self.stage == "archived":
            assert found is None
            return
        assert found.staff in OFFICE.staff
        # Who answers may make at least one of the next moves, or it waits for the money of another.
        assert found.next

    @invariant()
    def sums_hold(self):
        if self.order.form is None:
            return
        delivered = self.order.delivered()
        assert {line: delivered.get(line, 0) for line in ORDERED} == {line: self.sum(line) for line in ORDERED}
        assert all(self.sum(line) <= ordered for line, ordered in ORDERED.items())
        assert self.order.paid == self.paid <= TOTAL
        assert self.order.unpaid == TOTAL - self.paid
        assert bool(self.order.missing()) == self.owes()

    @invariant()
    def the_record_is_read_back_as_it_was_written(self):
        assert validated(Order, self.order.plain()) == self.order


AnOrder.TestCase.settings = settings(
    max_examples=80, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
TestAnOrder = AnOrder.TestCase
