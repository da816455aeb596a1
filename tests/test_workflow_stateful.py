"""Anybody tries anything at any time on one order, beside a model that knows no more than stages, names and sums."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from people import CLIENT, DELIVERY, FORM, INQUIRY, PLAN, RACKING, RAIL, Office, at, paper

from ordertool.records.base import Entry
from ordertool.records.faults import validated
from ordertool.records.order import ITEM_TYPES, STAGES, Order
from ordertool.rules.duties import duties
from ordertool.rules.duty import responsible
from ordertool.rules.judging import refusals, replay
from ordertool.rules.workflow import TABLE, row

OFFICE = Office()
EVERYBODY = sorted(OFFICE.staff)
WORKS_IN = {staff_id: person.profile.department for staff_id, person in OFFICE.staff.items()}
PRICES = {"L1": 100, "L2": 50}
TERMS = ("account:30", "prepayment:50", "cash-on-delivery")
GOOD = {
    **FORM, "client": CLIENT, "deliver_by": "2027-12-31",
    "lines": [{**RACKING, "quantity": 3, "price": 100}, {**RAIL, "quantity": 2, "price": 50}],
}  # fmt: skip
SUBMITTED = {"L1": 3, "L2": 2, "deliver_by": "2027-12-31"}
FORMS = {"good": GOOD, "other": {**GOOD, "project": "West hall"}, "half": {**GOOD, "deliver_to": None}}
STEPS = ("packaging", "documents", "transport")
AGREED = {"who": "周敏", "channel": "phone", "at": at("2026-11-23T08:00")}
# Who may, by the law: those of the company who hold a role. What they are to the order, the model says.
BY = {
    "forward": {"chen.jie", "ma.lan"}, "draft": {"chen.jie", "ma.lan"}, "review": {"chen.jie", "ma.lan"},
    "submit": {"chen.jie", "ma.lan"}, "lose": {"chen.jie", "ma.lan"}, "send-back": {"zhao.min"}, "assign": {"zhao.min"},
    "reassign": {"zhao.min"}, "coordinate": {"zhao.min"}, "resolve": {"zhao.min"}, "close": {"zhao.min"},
    "archive": {"zhao.min"}, "pay": {"qian.yu"}, "override": {"qian.yu", "wu.gang"}, "refund": {"qian.yu"}, "write-off": {"wu.gang"}, "waive": {"wu.gang"},
    "reopen": {"wu.gang", "zhao.min"}, "hold": {"wu.gang", "zhao.min"}, "resume": {"wu.gang", "zhao.min"},
    "cancel": {"wu.gang", "zhao.min"}, "survey": {"chen.jie", "ma.lan", "zhao.min"},
    "invoice": {"qian.yu"}, "complain": set(EVERYBODY), "undo": set(EVERYBODY), "team": {"zhao.min"}, "session": {"zhao.min"},
    "survey-sent": {"chen.jie", "ma.lan", "zhao.min"},
}  # fmt: skip
OWNERS_OR = {"take-back": {"zhao.min"}, "assist": {"zhao.min"}, "change": {"zhao.min"}, "correct": {"zhao.min"}}


def stretch(first, last):
    return set(STAGES[STAGES.index(first) : STAGES.index(last) + 1])


FROM = {
    "forward": {"inquiry"}, "reply": {"inquiry"}, "lose": {"inquiry", "draft"}, "draft": {"inquiry", "draft"},
    "review": {"draft"}, "submit": {"draft"}, "send-back": {"submitted"}, "assign": {"submitted"},
    "confirm": {"assigned"}, "decline": {"assigned"}, "reassign": stretch("assigned", "active"),
    "plan": {"confirmed", "active"}, "progress": {"active"}, "prepare": {"active"}, "deliver": {"active"},
    "sign": {"active", "delivered"}, "close": {"signed"}, "waive": stretch("active", "signed"), "reopen": {"closed"},
    "archive": {"closed", "lost", "cancelled"}, "undo": set(STAGES) - {"archived"},
    "refund": stretch("draft", "closed") | {"lost", "cancelled"},
    "take-back": stretch("active", "closed"),
    **dict.fromkeys(("invoice", "pay", "write-off", "complain", "respond", "settle"), stretch("submitted", "closed")),
    **dict.fromkeys(("escalate", "coordinate", "resolve", "assist", "assist-answer", "assist-done", "team", "session",
                     "session-done", "risk", "risk-review", "risk-close"), stretch("assigned", "delivered")),
    "override": stretch("draft", "active"),
    **dict.fromkeys(("change", "correct"), stretch("submitted", "delivered")),
    "survey": stretch("delivered", "closed"), "survey-sent": stretch("delivered", "closed"),
    **dict.fromkeys(("contact", "hold", "resume", "cancel"), stretch("inquiry", "signed")),
}  # fmt: skip
VERBS = sorted(FROM)
ONWARD = {
    "inquiry": "draft", "draft": "review submit", "submitted": "assign", "assigned": "confirm", "confirmed": "pay plan",
    "active": "prepare deliver", "delivered": "pay sign", "signed": "settle close", "closed": "pay archive",
}  # fmt: skip
ENDS = ("lose", "cancel", "archive")
HELD = ("confirm", "plan", "deliver", "sign", "close", "waive")
MAKES = {
    "forward": "F", "reply": "W", "review": "V", "submit": "H", "assign": "AS", "reassign": "AS", "plan": "PL", "progress": "R",
    "escalate": "Q", "assist": "A", "contact": "C", "change": "M", "correct": "E", "override": "O", "prepare": "T", "deliver": "D",
    "complain": "K", "session": "SS", "risk": "RR", "risk-review": "RV", "risk-close": "RV", "survey-sent": "SV", "take-back": "TB", "invoice": "IV", "pay": "P", "refund": "P", "write-off": "P",
}  # fmt: skip
ON_AN_ITEM = ("sign", "coordinate", "resolve", "assist-answer", "assist-done", "respond", "settle", "session-done")


@dataclass
class Model:
    """What the order is, in plain words and numbers."""

    stage: str
    since: datetime
    taker: str
    holder: str
    payment: str
    form: str | None = None
    passed: str | None = None
    papers: list = field(default_factory=list)
    owner: str | None = None
    plan: tuple | None = None
    told: bool = False
    prepared: set = field(default_factory=set)
    terms: dict = field(default_factory=lambda: dict(SUBMITTED))
    delivered: list = field(default_factory=list)
    backs: list = field(default_factory=list)
    invoiced: Decimal = Decimal(0)
    asked_again: bool = False
    problems: dict = field(default_factory=dict)
    requests: dict = field(default_factory=dict)
    complaints: dict = field(default_factory=dict)
    answered: set = field(default_factory=set)
    team: bool = False
    decided: dict = field(default_factory=dict)
    risks: dict = field(default_factory=dict)
    watched: bool = False
    surveyed: bool = False
    held: bool = False
    waived: bool = False
    paid: Decimal = Decimal(0)
    written_off: Decimal = Decimal(0)

    @property
    def total(self):
        return sum(self.terms[line] * price for line, price in PRICES.items())

    @property
    def billed(self):
        if self.stage in ("lost", "cancelled"):
            return Decimal(0)
        if self.waived:
            return Decimal(sum(self.sum(line) * price for line, price in PRICES.items()))
        return Decimal(self.total)

    @property
    def unpaid(self):
        return max(self.billed - self.paid - self.written_off, Decimal(0))

    @property
    def to_refund(self):
        return max(self.paid - self.billed, Decimal(0))

    def still(self, due):
        return max(min(Decimal(due), self.total - self.written_off), Decimal(0))

    @property
    def prepayment(self):
        return self.still(Decimal(self.total) / 2) if self.payment == "prepayment:50" else Decimal(0)

    def cash(self, deliveries):
        if self.payment != "cash-on-delivery":
            return Decimal(0)
        had = {line: sum(d["of"].get(line, 0) for d in deliveries if d["counts"]) for line in PRICES}
        had = {line: max(n - sum(back.get(line, 0) for back in self.backs), 0) for line, n in had.items()}
        return self.still(sum(n * PRICES[line] for line, n in had.items()))

    def sum(self, line):
        came = sum(d["of"].get(line, 0) for d in self.delivered if d["counts"])
        return came - sum(back.get(line, 0) for back in self.backs)

    def owes(self):
        return any(self.sum(line) < self.terms[line] for line in PRICES)

    def unsigned(self):
        counted = [d for d in self.delivered if d["counts"]]
        waiting = [d for d in counted if not d["slip"]]
        return waiting or (counted[-1:] if self.asked_again else [])

    def in_execution(self):
        if self.owes() or not any(self.sum(line) for line in PRICES):
            return "active"
        return "delivered" if self.unsigned() else "signed"


class Before(NamedTuple):
    """Who made a standing move, and what was before it."""

    by: str
    model: Model | None
    order: Order | None


def pick(data, *options):
    """One of the options; the first is the straight way's."""
    return data.draw(st.sampled_from(options)) if data else options[0]


class AnOrder(RuleBasedStateMachine):
    """The record under test, and beside it the model."""

    @initialize(
        taker=st.sampled_from(EVERYBODY), ahead=st.integers(0, 13), terms=st.sampled_from(TERMS),
        parts=st.booleans(),
    )  # fmt: skip
    def inquire(self, taker, ahead, terms, parts):
        OFFICE.history.clear()
        self.now = at("2026-11-23T09:00")
        self.order = OFFICE.do("inquire", None, taker, now=self.now, **INQUIRY)
        self.moves = 1
        self.counts = dict.fromkeys(MAKES.values(), 0)
        self.model = Model("inquiry", self.now, taker, taker, terms)
        self.standing = [Before(taker, None, None)]
        first, cash = (["pay"] if terms == one else [] for one in TERMS[1:])
        way = [
            "draft",
            "review",
            "submit",
            "assign",
            "confirm",
            *first,
            "plan",
            "prepare",
            "deliver",
            *cash,
            "sign",
            "close",
        ]
        self.parts = parts  # of the straight way's delivery: the first part only
        for step in way[:ahead]:
            verb = "waive" if step == "close" and self.model.stage == "active" else step
            self.tried(verb, min(self.may(verb)), None)
            assert self.order.log[-1].move == verb

    # --- what happens

    @rule(data=st.data(), hours=st.integers(0, 30), odd=st.integers(0, 9))
    def something_happens(self, data, hours, odd):
        """Of ten times, seven who may do it do what may come next; else somebody tries anything, or takes a move back."""
        self.now += timedelta(hours=hours)
        possible = [verb for verb in VERBS if self.model.stage in FROM[verb] and verb not in ENDS]
        # As often as anything else, the move that leads on.
        likely = [*possible, *ONWARD.get(self.model.stage, "").split() * (len(possible) // 2)]
        if odd == 9:
            self.tried("undo", self.standing[-1].by, data)
        elif odd > 6 or not likely:
            verb = data.draw(st.sampled_from(VERBS), label="verb")
            self.tried(verb, data.draw(st.sampled_from(EVERYBODY), label="actor"), data)
        else:
            verb = data.draw(st.sampled_from(likely), label="verb")
            self.tried(verb, data.draw(st.sampled_from(sorted(self.may(verb)) or EVERYBODY), label="actor"), data)

    def tried(self, verb, actor, data):
        given, fits, then = getattr(self, verb.replace("-", "_"))(data)
        fits = fits(actor) if callable(fits) else fits
        held = self.model.held and verb in HELD
        accepted = fits and not held and actor in self.may(verb) and self.model.stage in FROM[verb]
        if accepted:
            self.accepted(verb, actor, given, then)
        else:
            self.refused(verb, actor, given)

    def accepted(self, verb, actor, given, then):
        made, found = OFFICE.tried(verb, self.order, actor, now=self.now, **given)
        assert not found, f"{actor} may {verb} at {self.model.stage}: {found}"
        assert replay(self.order, made.new, OFFICE.ctx) == ()
        before = Before(actor, deepcopy(self.model), self.order)
        self.order = made.new
        self.moves += 1
        if verb == "undo":
            _, self.model, order = self.standing.pop()
            assert self.order.sections() == order.sections()
            assert self.order.standing == order.standing
            return
        self.standing.append(before)
        if verb in MAKES:
            self.counts[MAKES[verb]] += 1
            assert self.order.log[-1].item == f"{MAKES[verb]}{self.counts[MAKES[verb]]}"
        stage = self.model.stage
        then(actor)
        if self.model.stage != stage:
            self.model.since = self.now

    def refused(self, verb, actor, given, **times):
        before = self.order.plain()
        try:
            _, found = OFFICE.tried(verb, self.order, actor, **{"now": self.now, **times}, **given)
        except LookupError:
            assert verb in ON_AN_ITEM  # it names an item that is not there
        else:
            assert found, f"{actor} may not {verb} at {self.model.stage} ({given})"
        assert self.order.plain() == before

    def to(self, stage, **changes):
        """What becomes of the order: the stage, and values of the model."""

        def then(_actor):
            for name, value in changes.items():
                setattr(self.model, name, value)
            if stage:
                self.model.stage = stage() if callable(stage) else stage

        return then

    @rule(data=st.data())
    def somebody_enters_it_for_the_wrong_time(self, data):
        verb = data.draw(st.sampled_from(VERBS))
        given, _, _ = getattr(self, verb.replace("-", "_"))(data)
        early = self.model.since - timedelta(seconds=1)
        for now, typed in ((self.now + timedelta(seconds=1), self.now), (early, self.now)):
            self.refused(verb, data.draw(st.sampled_from(EVERYBODY)), given, now=now, typed=typed)

    @precondition(lambda self: self.model.stage == "archived")
    @rule(data=st.data(), actor=st.sampled_from(EVERYBODY))
    def an_archived_order_is_closed_to_all(self, data, actor):
        for verb in VERBS:
            self.refused(verb, actor, getattr(self, verb.replace("-", "_"))(data)[0])

    # --- the model: who may, what it takes, and what becomes of it

    def may(self, verb):
        model = self.model
        owner = {model.owner} if model.owner else set()
        phase = {"he.jun"} if model.plan else set()
        holders = {who for who in EVERYBODY if who == model.holder or WORKS_IN[who] == model.holder}
        if verb == "forward":
            return BY[verb] | {model.taker}
        if verb == "reply":
            return holders
        if verb == "progress":
            return {"zhao.min"} | owner | phase
        if verb == "contact":
            return {model.taker, "zhao.min", "chen.jie", "ma.lan"} | owner | phase | holders
        if verb in ("assist-answer", "assist-done"):
            return {who for who in EVERYBODY if WORKS_IN[who] in {one["of"] for one in model.requests.values()}}
        if verb in ("respond", "settle"):  # whoever has the order, else the order department
            return owner or ({"zhao.min"} if model.complaints else set())
        if verb == "session-done":
            return {"zhao.min"} | ({"he.jun"} if model.decided else set())
        if verb in ("risk", "risk-review", "risk-close"):
            return {"zhao.min"} | owner | phase | ({"sun.tao"} if model.watched and verb != "risk" else set())
        return BY.get(verb, owner | OWNERS_OR.get(verb, set()))

    def forward(self, data):
        to = pick(data, "li.na", "production", "nobody")
        given = {"department": to} if to == "production" else {"to": to}
        return given, to != "nobody", self.to(None, holder=to)

    def reply(self, _data):
        return {"text": "2.5 t"}, True, self.to(None)

    def lose(self, _data):
        return {"note": "bought elsewhere"}, True, self.to("lost", held=False)

    def draft(self, data):
        which = pick(data, "good", "other", "half")
        return {**FORMS[which], "payment": self.model.payment}, self.model.form != which, self.to("draft", form=which)

    def review(self, data):
        outcome = pick(data, "pass", "return")
        seen = self.order.form.content_hash() if self.order.form else "0" * 64
        given = {"outcome": outcome, "form": seen, "reasons": ["deliver_to"] if outcome == "return" else []}
        then = self.to(None, passed=self.model.form if outcome == "pass" else None)
        return given, outcome == "return" or self.model.form != "half", then

    def submit(self, data):
        on_paper = pick(data, False, True)
        given = {
            "to": "zhao.min",
            **({"original_at": "paper, folder 12"} if on_paper else {"original": paper("form.pdf")}),
        }

        papers = ["paper, folder 12" if on_paper else "form.pdf"]
        fits = self.model.form is not None and self.model.passed == self.model.form
        return given, fits, self.to("submitted", papers=papers)

    def send_back(self, _data):
        given = {"note": "drawing is not legible"}
        return given, not self.model.delivered, self.to("draft", terms=dict(SUBMITTED))

    def assign(self, data):
        to = pick(data, "li.na", "sun.tao", "he.jun")
        given = {"to": to, "received": self.model.papers}
        return given, to != "he.jun", self.to("assigned", owner=to)

    def reassign(self, data):
        to, why = pick(data, "sun.tao", "li.na", "he.jun"), pick(data, True, False)
        given = {"to": to, "received": self.model.papers, **({"reason": "on leave"} if why else {})}
        return given, why and to not in ("he.jun", self.model.owner), self.to("assigned", owner=to)

    def confirm(self, _data):
        return {}, True, self.to("confirmed")

    def decline(self, _data):
        return {"note": "away next week"}, True, self.to("submitted", owner=None)

    def plan(self, data):
        end, why, every = pick(data, "2026-12-17", "2028-01-01"), pick(data, True, False), pick(data, 3, 5)
        phases, late = [{**PLAN["phases"][1], "end": end}], end > self.model.terms["deliver_by"]
        given = {**PLAN, "phases": phases, "every": every, **({"reason": "steel late"} if why else {})}
        another = self.model.plan != (end, every) or self.model.stage == "confirmed"  # a new owner may take it over
        new = self.model.plan is None or (why and another)
        fits = not late and new and self.model.paid >= self.model.prepayment
        return given, fits, self.to("active", plan=(end, every))

    def progress(self, data):
        oral = pick(data, True, False)
        how = {"via": "oral", "reported_by": "何军"} if oral else {"via": "written", "done": ["PH2"]}
        # The order department takes down only what was said.
        return {"state": "Frames cut", **how}, lambda actor: oral or actor != "zhao.min", self.to(None)

    def escalate(self, _data):
        name = f"Q{self.counts['Q'] + 1}"
        return {"problem": "no crane"}, True, lambda _actor: self.model.problems.update({name: True})

    def coordinate(self, data):
        item = self.one_of(data, "Q")
        given = {
            "item": item,
            "decisions": {"departments": [pick(data, "production", "nowhere")], "decision": "hire one"},
        }
        fits = self.model.problems.get(item) and given["decisions"]["departments"] == ["production"]
        return given, fits, self.to(None)

    def resolve(self, data):
        item = self.one_of(data, "Q")
        then = lambda _actor: self.model.problems.update({item: False})  # noqa: E731
        return {"item": item, "solution": "crane on site"}, self.model.problems.get(item), then

    def assist(self, data):
        name, of = f"A{self.counts['A'] + 1}", pick(data, "production", "finance", "nowhere")
        then = lambda _actor: self.model.requests.update({name: {"of": of, "answer": None}})  # noqa: E731
        return {"department": of, "need": "two welders"}, of != "nowhere", then

    def assist_answer(self, data):
        item = self.one_of(data, "A")
        outcome, why = pick(data, "accepted", "declined"), pick(data, True, False)
        one = self.model.requests.get(item, {"of": None, "answer": "none"})
        given = {"item": item, "answer": {"outcome": outcome, **({"reason": "busy"} if why else {})}}
        fits = one["answer"] is None and (why or outcome == "accepted")
        return given, lambda actor: fits and WORKS_IN[actor] == one["of"], lambda _actor: one.update(answer=outcome)

    def assist_done(self, data):
        item = self.one_of(data, "A")
        one = self.model.requests.get(item, {"of": None, "answer": "none"})
        fits = lambda actor: one["answer"] == "accepted" and WORKS_IN[actor] == one["of"]  # noqa: E731
        return {"item": item}, fits, lambda _actor: one.update(answer="done")

    def team(self, data):
        lead, members = pick(data, "zhao.min", "li.na"), pick(data, ("he.jun",), ())
        given = {"lead": lead, "members": members, "reason": "three trades"}
        return given, lead == "zhao.min" and bool(members), self.to(None, team=True)

    def session(self, data):
        name, decides, ahead = f"SS{self.counts['SS'] + 1}", pick(data, True, False), pick(data, False, True)
        task = {"what": "hire one", "who": "he.jun", "by": f"{self.now + timedelta(days=5):%Y-%m-%d}"}
        when = self.now + timedelta(hours=1) if ahead else self.now
        given = {"when": when, "present": ["he.jun"], "matters": "crane", "decisions": [task] if decides else []}

        def then(_actor):
            if decides:
                self.model.decided[name] = True

        return given, self.model.team and not ahead, then

    def session_done(self, data):
        item = self.one_of(data, "SS")
        then = lambda _actor: self.model.decided.update({item: False})  # noqa: E731
        return {"item": item, "done": 1}, self.model.decided.get(item), then

    def risk(self, data):
        name, who = f"RR{self.counts['RR'] + 1}", pick(data, "sun.tao", "nobody")
        given = {"risk": "ice", "likelihood": 3, "effect": 4, "countermeasure": "by rail", "owner": who}

        def then(_actor):
            self.model.risks[name], self.model.watched = True, True

        return given, who == "sun.tao", then

    def risk_review(self, data):
        item = self.one_of(data, "RR")
        return {"risk": item, "note": "colder"}, self.model.risks.get(item), self.to(None)

    def risk_close(self, data):
        item = self.one_of(data, "RR")
        then = lambda _actor: self.model.risks.update({item: False})  # noqa: E731
        return {"risk": item, "outcome": "averted", "note": "thaw"}, self.model.risks.get(item), then

    def contact(self, _data):
        return {"channel": "phone", "text": "told the date"}, True, self.to(None)

    def change(self, data):
        field, value = pick(data, ("deliver_by", "2028-01-31"), ("deliver_by", "2027-12-31"), ("deliver_to", None),
                            *(("lines.L1.quantity", str(n)) for n in (1, 2, 3, 4)), ("lines.L2.quantity", "1"))  # fmt: skip
        agreed = pick(data, True, False)
        given = {
            "set": {field: value},
            "cause": "client",
            "reason": "as agreed",
            **({"agreed": AGREED} if agreed else {}),
        }
        new = deepcopy(self.model)
        name = field.split(".")[1] if "." in field else field
        new.terms[name] = int(value) if "." in field else value
        kept = bool(value) and all(new.sum(line) <= new.terms.get(line, 9) for line in PRICES)
        running = new.stage in ("active", "delivered")
        fits = agreed and kept and new.terms != self.model.terms
        fits = fits and (running or new.owes() or not any(d["counts"] for d in new.delivered))
        return given, fits, self.to(new.in_execution if running else None, terms=new.terms)

    def correct(self, data):
        field, value = pick(data, ("contract", "HT-1"), ("contract", "HT-2"), ("payment", "account:15"))
        given = {"set": {field: value}, "cause": "typed wrong"}
        fits = field == "contract" and self.model.terms.get("contract") != value
        return given, fits, lambda _actor: self.model.terms.update(contract=value)

    def override(self, data):
        """The limit is 500,000, and no order here comes near it: what may be overridden is what is to come."""
        until, amount = pick(data, "2027-12-31", "2026-11-01"), pick(data, "600000", "400000")
        known = self.order.terms is not None and self.order.terms.client and self.order.terms.total is not None
        seen = OFFICE.seen(self.order, self.now) if known else {"client": CLIENT, "currency": "CNY", "sum": "0"}
        given = {"reason": "guarantee", "until": until, "amount": amount, "seen": seen}
        return given, bool(known) and (until, amount) == ("2027-12-31", "600000"), self.to(None)

    def prepare(self, data):
        done, tell = set(pick(data, STEPS, ("photos",), STEPS[:2], STEPS[1:])), pick(data, True, False)
        said = {"told": {**AGREED, "at": self.now}, "when": self.now + timedelta(days=10)} if tell else {}
        then = self.to(None, prepared=self.model.prepared | done, told=self.model.told or tell)
        return {"done": sorted(done), **said}, True, then

    def deliver(self, data):
        rest = {line: n - self.model.sum(line) for line, n in self.model.terms.items() if line in PRICES}
        rest = {line: n for line, n in rest.items() if n > 0}
        straight = {"L1": 1} if self.parts and not data else rest
        quantities = dict(pick(data, straight, {"L1": 1}, {"L1": 3}, {"L2": 2}, {"L2": 3}, {"L1": 1, "L2": 1}, {}))
        outcome = pick(data, "accepted", "remarks", "refused")
        ready = self.model.prepared >= set(STEPS) and self.model.told and self.model.paid >= self.model.prepayment
        fits = bool(quantities) and all(n <= rest.get(line, 0) for line, n in quantities.items())
        one = {"id": f"D{self.counts['D'] + 1}", "of": quantities, "counts": outcome != "refused", "slip": False}

        def then(_actor):
            self.model.delivered.append(one)
            self.model.stage = self.model.in_execution()

        return {"quantities": quantities, "outcome": outcome, **DELIVERY}, ready and fits, then

    def sign(self, data):
        item = self.one_of(data, "D")
        mine = [d for d in self.model.unsigned() if d["id"] == item]
        signed = [d for d in self.model.delivered if d["slip"] or d in mine]
        fits = bool(mine) and self.model.paid >= self.model.cash(signed)

        def then(_actor):
            mine[0]["slip"], self.model.asked_again = True, False
            self.model.stage = self.model.in_execution()

        return {"item": item, "slips": paper("slip.pdf")}, fits, then

    def take_back(self, data):
        there = {line: n for line in PRICES if (n := self.model.sum(line))}
        quantities = dict(pick(data, {"L1": 1}, {"L2": 2}, {"L1": 3}, {"L1": 1, "L2": 1}, {}))
        fits = bool(quantities) and all(n <= there.get(line, 0) for line, n in quantities.items())

        def then(_actor):
            self.model.backs.append(quantities)
            self.model.stage, self.model.waived = "active", False

        return {"quantities": quantities, "reason": "bent"}, fits, then

    def close(self, _data):
        return {}, not any(self.model.complaints.values()) and not self.model.owes(), self.to("closed")

    def waive(self, _data):
        model = self.model
        slips_in = any(model.sum(line) for line in PRICES) and not model.unsigned()
        fits = slips_in and model.owes() and not any(model.complaints.values())
        return {"note": "does without the rest"}, fits, self.to("closed", waived=True)

    def reopen(self, _data):
        return {"note": "two rails came back"}, True, self.to("delivered", asked_again=True, waived=False)

    def complain(self, _data):
        name = f"K{self.counts['K'] + 1}"
        return {"text": "scratched"}, True, lambda _actor: self.model.complaints.update({name: True})

    def respond(self, data):
        item = self.one_of(data, "K")
        fits = self.model.complaints.get(item) and item not in self.model.answered
        return (
            {"item": item, "response": {"answer": "we look at it"}},
            fits,
            lambda _actor: self.model.answered.add(item),
        )

    def settle(self, data):
        item, heard = self.one_of(data, "K"), pick(data, True, False)
        given = {"item": item, "settlement": {"solution": "replaced", **({"feedback": "content"} if heard else {})}}
        then = lambda _actor: self.model.complaints.update({item: False})  # noqa: E731
        return given, heard and self.model.complaints.get(item), then

    def survey(self, _data):
        return {"score": 5}, not self.model.surveyed, self.to(None, surveyed=True)

    def survey_sent(self, _data):
        return {"form": "html", "channel": "email"}, not self.model.surveyed, self.to(None)

    def money(self, data, most):
        cent = Decimal("0.01")
        amount = pick(data, max(most, cent), cent, max((most / 2).quantize(cent), cent), most + cent)
        return {"amount": str(amount), "on": f"{self.now:%Y-%m-%d}"}, amount <= most, amount

    def pay(self, data):
        given, fits, amount = self.money(data, self.model.unpaid)
        return given, fits, self.to(None, paid=self.model.paid + amount)

    def invoice(self, data):
        given, fits, amount = self.money(data, self.model.billed - self.model.invoiced)
        number = str(self.counts["IV"] + 1)
        return {**given, "number": number}, fits, self.to(None, invoiced=self.model.invoiced + amount)

    def refund(self, data):
        given, fits, amount = self.money(data, self.model.paid)
        return {**given, "reason": "returned"}, fits, self.to(None, paid=self.model.paid - amount)

    def write_off(self, data):
        given, fits, amount = self.money(data, self.model.unpaid)
        return {**given, "reason": "bankrupt"}, fits, self.to(None, written_off=self.model.written_off + amount)

    def hold(self, _data):
        return {"note": "credit watch"}, not self.model.held, self.to(None, held=True)

    def resume(self, _data):
        return {}, self.model.held, self.to(None, held=False)

    def cancel(self, _data):
        had = any(self.model.sum(line) for line in PRICES)  # the client has something: it comes back first
        return {"note": "gave up"}, not had, self.to("cancelled", held=False)

    def undo(self, _data):
        return {}, lambda actor: len(self.standing) > 1 and self.standing[-1].by == actor, None

    def archive(self, _data):
        paid_up = self.model.stage != "closed" or self.model.unpaid == 0
        settled = self.model.stage != "closed" or not any(self.model.complaints.values())
        return {}, paid_up and settled and self.model.to_refund == 0, self.to("archived")

    def one_of(self, data, letter):
        """An item that was made once, perhaps one that was taken back since, or the first."""
        return f"{letter}{pick(data, *range(max(self.counts[letter], 1), 0, -1))}"

    # --- what always holds

    @invariant()
    def the_stage_is_what_the_log_leads_to(self):
        assert self.order.stage == self.model.stage == [entry.to for entry in self.order.standing if entry.to][-1]
        assert self.order.where == self.model.stage
        assert len(self.order.log) == self.moves
        assert (self.order.owner, self.order.on_hold) == (self.model.owner, self.model.held)

    @invariant()
    def exactly_one_person_answers_until_the_archive_and_can_do_it(self):
        found = responsible(self.order, self.now, OFFICE.ctx)
        owed = duties(self.order, self.now, OFFICE.ctx)
        if self.model.stage == "archived":
            assert (found, owed) == (None, ())
            return
        for one in (found, *owed):
            assert one.staff in OFFICE.staff
            tries = [Entry(at=self.now, by=one.staff, move=verb) for verb in one.next]
            refused = [refusals(row("order", entry.move), self.order, None, entry, OFFICE.ctx) for entry in tries]
            assert not all(refused), f"{one.staff} answers, and may not {one.next} at {self.model.stage}: {refused}"
        if found.role == "finance":
            assert self.model.unpaid > 0 or self.model.to_refund > 0

    @invariant()
    def sums_hold(self):
        if not self.model.form:
            return
        delivered = self.order.delivered()
        assert {line: delivered.get(line, 0) for line in PRICES} == {line: self.model.sum(line) for line in PRICES}
        assert all(self.model.sum(line) <= self.model.terms[line] for line in PRICES)
        assert (self.order.paid, self.order.unpaid) == (self.model.paid, self.model.unpaid)
        assert self.order.terms.total == self.model.total
        assert bool(self.order.missing()) == self.model.owes()
        assert [one.id for one in self.order.unsigned] == [one["id"] for one in self.model.unsigned()]

    @invariant()
    def what_is_open_is_open(self):
        assert [one.id for one in self.order.open_problems] == [
            name for name, open_ in self.model.problems.items() if open_
        ]
        assert [one.id for one in self.order.open_complaints] == [
            n for n, open_ in self.model.complaints.items() if open_
        ]

    @invariant()
    def a_form_sent_back_is_the_one_that_was_submitted(self):
        if self.order.stage == "draft":
            assert self.order.terms == self.order.form

    @invariant()
    def the_record_is_read_back_as_it_was_written(self):
        assert validated(Order, self.order.plain()) == self.order


AnOrder.TestCase.settings = settings(
    max_examples=80, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
TestAnOrder = AnOrder.TestCase


def test_the_model_knows_every_move_and_every_kind_of_item():
    assert {*VERBS, "inquire", "opening"} == {move.verb for move in TABLE if move.kind == "order"}
    assert set(MAKES.values()) == {letter for letter, _ in ITEM_TYPES.values()}
