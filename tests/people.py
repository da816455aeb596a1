"""A company in memory: STORY's people, a client, the policy of the package, and orders at any stage, without a disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import yaml

import ordertool
from ordertool.records.assessment import Figures
from ordertool.records.base import Entry, Logged
from ordertool.records.client import Client
from ordertool.records.faults import validated
from ordertool.records.order import Order
from ordertool.records.policy import Policy
from ordertool.records.staff import Staff
from ordertool.rules.conditions.credit import override_basis
from ordertool.rules.judging import refusals
from ordertool.rules.move import WHOLE, Context, Move, Refusal
from ordertool.rules.moving import apply
from ordertool.rules.workflow import row

CHINA = ZoneInfo("Asia/Shanghai")
ORDER, CLIENT = "SO-20261123-7K3FQ", "C-4H8TR"
DEFAULTS = yaml.safe_load((Path(ordertool.__file__).parent / "templates" / "policy.yaml").read_text("utf-8"))

STAFF = """
wu.gang   office      manager
chen.jie  service     receptionist
ma.lan    service     receptionist
zhao.min  orders      processor
li.na     sales       owner
sun.tao   sales       owner
he.jun    production  support
guo.feng  production  support
qian.yu   finance     finance
lin.wei   audit       auditor
"""

INQUIRY = {
    "client": "杭州湾物流有限公司", "contact": "周敏", "phone": "13800001234", "channel": "phone",
    "matter": "120 bays of pallet racking",
}  # fmt: skip
RACKING = {
    "id": "L1",
    "item": "Pallet racking",
    "spec": "2700x1000x6000",
    "quantity": "120",
    "unit": "bay",
    "price": "1850.00",
}
RAIL = {"id": "L2", "item": "Guard rail", "spec": "400x3000", "quantity": "60", "unit": "piece", "price": "320.00"}
FORM = {
    "client": CLIENT, "project": "East hall racking", "description": "Supply and install, 4 levels", "type": "standard",
    "domain": "storage", "lines": [RACKING, RAIL], "deliver_by": "2026-12-18", "deliver_to": "宁波市海港路88号",
    "payment": "account:30",
}  # fmt: skip
PLAN = {
    "phases": [
        {"id": "PH1", "name": "Make", "start": "2026-11-25", "end": "2026-12-10", "person": "li.na"},
        {"id": "PH2", "name": "Install", "start": "2026-12-11", "end": "2026-12-17", "person": "he.jun"},
    ],
    "nodes": [{"id": "N1", "name": "Drawings approved", "on": "2026-11-26"}],
    "risks": [{"id": "RK1", "risk": "steel late", "countermeasure": "second supplier agreed"}],
    "every": 3,
}  # fmt: skip
RISK = {
    "likelihood": 3, "effect": 4, "countermeasure": "ship by rail", "owner": "sun.tao", "trigger": "ice",
    "look": "2026-12-01",
}  # fmt: skip
TOLD = {"who": "周敏", "channel": "phone", "at": "2026-11-24T09:00:00+08:00"}
DELIVERY = {"place": "宁波市海港路88号", "delivered_by": "driver Wu", "received_by": "周敏"}


def at(words: str) -> datetime:
    """A time by the clock on the company's wall."""
    return datetime.fromisoformat(words).replace(tzinfo=CHINA)


NOW = at("2026-11-23T09:00")


def paper(name: str) -> dict[str, Any]:
    """A paper handed over."""
    return {"name": name, "size": 1000, "sha256": "0f" * 32}


class No(NamedTuple):
    """What a refusal says, in the reader's words."""

    reason: str
    hint: str
    clause: str
    policy: str = ""
    kind: str = "condition"


class Made(NamedTuple):
    """A move that was made: the record before and after it."""

    move: Move
    old: Logged | None
    new: Logged


class People(dict[str, Staff]):
    """The staff, by id."""

    def all(self) -> list[Staff]:
        """Everybody, by id."""
        return [self[staff_id] for staff_id in sorted(self)]


def person(
    staff_id: str,
    department: str,
    *roles: str,
    away: tuple[tuple[str, ...], ...] = (),
    joined: str = "2026-01-05T09:00",
) -> Staff:
    """Somebody on the staff; each absence is first day, last day and, if any, the deputy."""
    absences = [
        dict(zip(("id", "start", "end", "deputy"), (f"AB{n}", *absence), strict=False))
        for n, absence in enumerate(away, 1)
    ]
    return validated(
        Staff,
        {
            "id": staff_id,
            "profile": {"name": staff_id, "email": f"{staff_id}@example.com", "department": department, "roles": roles},
            "away": absences,
            "log": [{"at": at(joined), "by": "wu.gang", "move": "add"}],
        },
    )


def client(*credit: dict[str, Any], keeper: str | None = None) -> Client:
    """The client, its file opened by chen.jie."""
    return validated(
        Client,
        {
            "id": CLIENT,
            "profile": {"name": "杭州湾物流有限公司", "contact": "周敏", **({"keeper": keeper} if keeper else {})},
            "credit": [
                {"id": f"CR{n}", "evidence": "2025 accounts", "valid_until": "2027-06-30", **one}
                for n, one in enumerate(credit, 1)
            ],
            "log": [{"at": at("2026-11-20T09:00"), "by": "chen.jie", "move": "add"}],
        },
    )


def _staff() -> People:
    people = (line.split() for line in STAFF.strip().splitlines())
    return People({staff_id: person(staff_id, department, *roles) for staff_id, department, *roles in people})


def _clients() -> dict[str, Client]:
    return {CLIENT: client({"grade": "A", "limit": "500000", "days": 30})}


@dataclass
class Office:
    """A company whose records lie on the table; `rules` replaces lines of the default policy."""

    rules: dict[str, Any] = field(default_factory=dict)
    staff: People = field(default_factory=_staff)
    clients: dict[str, Client] = field(default_factory=_clients)
    orders: dict[str, Order] = field(default_factory=dict)
    """The other orders in the company's book, by id: what a client owes is added up over them."""
    history: dict[tuple[Entry, ...], Logged] = field(default_factory=dict)
    """Every record that a move has made here, by its log: what git remembers of a book."""

    commit: str = ""
    figures: dict[str, Figures] = field(default_factory=dict)
    """What commits give when they are assessed."""

    @property
    def policy(self) -> Policy:
        return validated(Policy, {**DEFAULTS, **self.rules})

    @property
    def ctx(self) -> Context:
        return Context(
            self.policy, self.staff, self.clients.get, self.earlier, orders=lambda: tuple(self.orders.values()),
            commit=self.commit, figures=lambda commit, _first, _last: self.figures.get(commit),
        )  # fmt: skip

    def earlier(self, record: Logged) -> Logged | None:
        """A record as it stood before its newest standing move."""
        return self.history.get(record.log[: record.standing_places[-1]])

    def seen(self, order: Order, now: datetime = NOW) -> dict[str, Any]:
        """The exposure that an override of an order rests on."""
        case = override_basis(order, Entry(at=now, by="wu.gang", move="override"), self.ctx)
        assert not isinstance(case, Refusal)
        assert case.statement is not None
        return case.statement.plain()

    def hire(self, staff_id: str, department: str, *roles: str, **more: Any) -> None:
        """Put somebody on the staff, or in another's place."""
        self.staff[staff_id] = person(staff_id, department, *roles, **more)

    def away(self, staff_id: str, *absence: str) -> None:
        """Send somebody away: first day, last day, deputy."""
        was = self.staff[staff_id]
        self.hire(staff_id, was.profile.department, *was.profile.roles, away=(absence,))

    def tried(
        self, verb: str, old: Logged | None, by: str, *, now: datetime = NOW, typed: datetime | None = None,
        typist: str | None = None, kind: str = "order", record_id: str = ORDER, **given: Any,
    ) -> tuple[Made, list[No]]:  # fmt: skip
        """Make a move at `now`, perhaps typed later or by another, and hear what refuses it."""
        move = row(kind, verb)
        assert move is not None, f"there is no move {verb}"
        entry = Entry(at=now, entered=typed, by=by, via=typist, move=verb)
        given = {name.removesuffix("_"): value for name, value in given.items()}  # kind_ is an input's own
        took = validated(move.takes, given) if move.takes and move.at != WHOLE else given.get("record")
        if move.at == WHOLE and old is not None:
            took = self.earlier(old) or old
        new = apply(move, old, entry, took, record_id)
        found = refusals(move, old, new, new.log[-1], self.ctx)
        self.history[new.log] = new
        return Made(move, old, new), [No(str(r.reason), str(r.hint), r.clause.number, r.policy, r.kind) for r in found]

    def refused(self, verb: str, old: Logged | None, by: str, **given: Any) -> list[No]:
        """What refuses a move; empty when nothing does."""
        return self.tried(verb, old, by, **given)[1]

    def do(self, verb: str, old: Logged | None, by: str, **given: Any) -> Any:
        """The record after a move that nothing may refuse."""
        made, found = self.tried(verb, old, by, **given)
        assert not found
        return made.new

    def way(self, to: str = "archived", **form: Any) -> list[Made]:
        """The straight way of an order until it stands at a stage, a move each half hour; `form` changes its form."""
        made: list[Made] = []
        for verb, by, given in _straight({**FORM, **form}):
            old = made[-1].new if made else None
            if old is not None and old.where == to:
                break
            now = NOW + timedelta(minutes=30 * len(made))
            if verb == "review":
                given["form"] = old.form.content_hash()
            one, found = self.tried(verb, old, by, now=now, **given)
            assert not found, f"{verb}: {found}"
            made.append(one)
        return made

    def order(self, stage: str = "inquiry", **form: Any) -> Order:
        """An order that has come to a stage by the straight way."""
        return self.way(stage, **form)[-1].new  # type: ignore[return-value]


def _straight(form: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    quantities = {line["id"]: line["quantity"] for line in form["lines"]}
    paid = sum(round(float(line["quantity"]) * float(line["price"]) * 100) for line in form["lines"])
    done = ["packaging", "documents", "transport"]
    ready = {
        "done": done,
        "told": {**TOLD, "at": "2026-11-23T09:00:00+08:00"},
        "when": "2026-11-24T09:00:00+08:00",
        "method": "truck",
    }
    money = {"amount": f"{paid // 100}.{paid % 100:02}", "on": "2026-11-23"}
    before = "prepayment" in form["payment"]
    cash = form["payment"] == "cash-on-delivery"
    pay = [("pay", "qian.yu", money)]
    return [
        ("inquire", "chen.jie", dict(INQUIRY)),
        ("draft", "chen.jie", form),
        ("review", "chen.jie", {"outcome": "pass"}),
        (
            "submit",
            "chen.jie",
            {"original": paper("form.pdf"), "attachments": [paper("drawing.pdf")], "to": "zhao.min"},
        ),
        ("assign", "zhao.min", {"to": "li.na", "received": ["form.pdf", "drawing.pdf"]}),
        ("confirm", "li.na", {}),
        *(pay if before else []),
        ("plan", "li.na", PLAN),
        ("prepare", "li.na", ready),
        ("deliver", "li.na", {"quantities": quantities, **DELIVERY}),
        *(pay if cash else []),
        ("sign", "li.na", {"item": "D1", "slips": paper("slip.pdf")}),
        ("close", "zhao.min", {}),
        *(pay if not before and not cash else []),
        ("archive", "zhao.min", {}),
    ]


def brought_in(stage: str = "signed", **more: Any) -> Order:
    """An order from before the book, as somebody wants to bring it in; None takes a section out."""
    sections: dict[str, Any] = {
        "opening": {"source": "old ledger, page 12", "account_from": "2026-11-10"},
        "inquiry": INQUIRY,
        "form": FORM,
        "assignment": [{"id": "AS1", "to": "li.na"}],
        "delivery": [{"id": "D1", "quantities": {"L1": "120", "L2": "60"}, **DELIVERY}],
        "payments": [{"id": "P1", "amount": "41200.00", "on": "2026-10-30"}],
    }
    log = [{"at": NOW, "by": "wu.gang", "move": "opening", "to": stage}]
    given = {name: value for name, value in {**sections, **more}.items() if value is not None}
    return validated(Order, {"id": ORDER, "stage": stage, **given, "log": log})


AGREED = {"who": "周敏", "channel": "phone", "at": "2026-11-23T09:00:00+08:00"}
MEETING = "MT-20261123-7K3FQ"
CALL = {
    "when": "2026-11-24T09:00:00+08:00", "where": "Room 2", "people": ["zhao.min"], "departments": ["sales"],
    "matters": ["the crane"],
}  # fmt: skip
MINUTES = {
    "present": ["li.na", "zhao.min"], "excused": ["sun.tao"], "matters": ["no crane"], "decisions": ["hire one"],
    "actions": [
        {"id": "X1", "who": "li.na", "what": "quote for the crane", "due": "2026-12-01"},
        {"id": "X2", "who": "he.jun", "what": "drawings", "due": "2026-11-27"},
    ],
}  # fmt: skip


def meeting_story(office: Office) -> list[Made]:
    """One meeting through every move of its table: called, held, corrected, its actions done; and one that is cancelled."""
    made: list[Made] = []

    def move(verb: str, by: str, now: str, **given: Any) -> None:
        old = made[-1].new if made else None
        one, found = office.tried(verb, old, by, now=at(now), kind="meeting", record_id=MEETING, **given)
        assert not found, f"{verb}: {found}"
        made.append(one)

    move("call", "zhao.min", "2026-11-23T09:00", **CALL)
    called = made[0].new
    move("minutes", "zhao.min", "2026-11-24T10:00", **MINUTES)
    move("action-done", "li.na", "2026-11-25T10:00", action="X1", result="booked")
    corrected = {**MINUTES, "decisions": ["hire one", "ask the client"], "reason": "left out"}
    move("minutes", "wu.gang", "2026-11-25T11:00", **corrected)
    move("action-done", "zhao.min", "2026-11-25T12:00", action="X2")
    given_up, found = office.tried(
        "cancel", called, "zhao.min", now=at("2026-11-23T10:00"), kind="meeting", note="half of us are at the fair"
    )
    assert not found
    return [*made, given_up]


def figures(commit: str, score: str, **more: Any) -> Figures:
    """What li.na and sun.tao come to by a commit."""
    scored = {"indicator": "follow_up", "numerator": "9", "denominator": "10", "sample": 10, "score": score}
    people = [
        {"staff": "li.na", "indicators": [scored], "total": score, "grade": "good", "rank": 1, "factor": "1.0", "bonus": "3000.00"},
        {"staff": "sun.tao"},
    ]  # fmt: skip
    return validated(Figures, {"source": commit, "policy": "f" * 40, "people": people, **more})


def assessment_story() -> list[tuple[Office, Made]]:
    """One assessment through every move of its table: run, published, appealed, answered, run again, approved, revised."""
    known = {letter * 40: figures(letter * 40, score) for letter, score in (("a", "80"), ("b", "85"), ("c", "90"))}
    first, second, third = (Office(commit=letter * 40, figures=known) for letter in "abc")
    for office in (first, second, third):
        office.hire("ma.hong", "office", "manager")
    made: list[tuple[Office, Made]] = []

    def move(office: Office, verb: str, by: str, now: str, **given: Any) -> None:
        old = made[-1][1].new if made else None
        one, found = office.tried(verb, old, by, now=at(now), kind="assessment", record_id="2026Q4", **given)
        assert not found, f"{verb}: {found}"
        made.append((office, one))

    def figured(office: Office) -> dict[str, Any]:
        return known[office.commit].plain()

    move(first, "run", "wu.gang", "2027-01-05T09:00", **figured(first))
    move(first, "publish", "wu.gang", "2027-01-05T10:00")
    move(first, "appeal", "li.na", "2027-01-06T09:00", indicator="follow_up", text="the line was dead")
    left_out = [{"indicator": "follow_up", "record": ORDER, "move": "confirm"}]
    answer = {"outcome": "accepted", "reason": "it was", "left_out": left_out}
    move(first, "answer", "ma.hong", "2027-01-07T09:00", item="AP1", answer=answer)
    move(second, "run", "wu.gang", "2027-01-07T10:00", **figured(second))
    move(second, "publish", "wu.gang", "2027-01-07T11:00")
    move(second, "approve", "ma.hong", "2027-01-15T09:00")
    move(third, "revise", "wu.gang", "2027-02-01T09:00", reason="entered late", figures=figured(third))
    return made


def full_story(office: Office) -> list[Made]:
    """One order through every move of the table, with detours: what is given up by one move is taken back by undo."""
    made: list[Made] = []

    def move(verb: str, by: str, **given: Any) -> None:
        old = made[-1].new if made else None
        one, found = office.tried(verb, old, by, now=NOW + timedelta(minutes=30 * len(made)), **given)
        assert not found, f"{verb}: {found}"
        made.append(one)

    def seen() -> str:
        return made[-1].new.form.content_hash()  # type: ignore[attr-defined,no-any-return]

    def deliver(outcome: str, **quantities: str) -> None:
        move("deliver", "li.na", quantities=quantities, outcome=outcome, **DELIVERY)

    move("inquire", "chen.jie", **INQUIRY)
    move("forward", "chen.jie", to="li.na", question="load per level?", promised="2026-11-23T11:00:00+08:00")
    move("reply", "li.na", text="2.5 t per level,\nquotation tomorrow")
    move("forward", "ma.lan", department="production", question="and the paint?")
    move("reply", "he.jun", text="RAL 5015")
    move("draft", "ma.lan", **{**FORM, "deliver_to": "宁波"})
    move("review", "ma.lan", outcome="return", form=seen(), reasons=["deliver_to: no house number"])
    move("contact", "chen.jie", channel="email", text="asked for the house number")
    move("lose", "chen.jie", note="no answer in two weeks")
    move("undo", "chen.jie")
    move("draft", "ma.lan", **FORM)
    move("review", "chen.jie", outcome="pass", form=seen())
    move("submit", "chen.jie", original=paper("form.pdf"), attachments=[paper("photo.jpg")], to="zhao.min")
    wrong = {"cause": "two digits swapped", "delay": "4h", "loss": "120.00"}
    move("correct", "zhao.min", set={"contract": "HT-2026-118", "client_order": None}, **wrong)
    move("send-back", "zhao.min", note="the photo is not legible")
    papers = ["photo-2.jpg", "form.pdf", "drawing.pdf"]
    attached = [paper("drawing.pdf"), paper("photo-2.jpg")]
    move("submit", "ma.lan", original=paper("form.pdf"), attachments=attached, to="zhao.min")
    move("assign", "zhao.min", to="sun.tao", received=papers)
    move("decline", "sun.tao", note="away next week")
    move("assign", "zhao.min", to="sun.tao", reason="only for a day", note="call first", received=papers)
    move("reassign", "zhao.min", to="li.na", reason="knows the client", received=papers)
    move("confirm", "li.na", typed=at("2026-11-23T20:00"), typist="wu.gang")
    beyond = {"reason": "bank guarantee", "until": "2026-12-31", "amount": "600000", "seen": office.seen(made[-1].new)}  # type: ignore[arg-type]
    move("override", "qian.yu", **beyond)
    move("hold", "wu.gang", note="credit watch")
    move("resume", "zhao.min")
    move("plan", "li.na", **PLAN)
    trouble = {"problem": "paint cracked", "solution": "repaint"}
    move("progress", "he.jun", state="Frames cut", percent=40, eta="2026-12-16", done=["N1"], **trouble)
    move("progress", "zhao.min", state="Frames painted", via="oral", reported_by="何军")
    move("plan", "li.na", **{**PLAN, "every": 5, "reason": "steel came early"})
    move("escalate", "li.na", problem="crane not available")
    move("escalate", "li.na", problem="hall door too low")
    hired = {"departments": ["production", "sales"], "decision": "hire a crane for two days"}
    move("coordinate", "zhao.min", item="Q1", decisions=hired)
    move("coordinate", "zhao.min", item="Q1", decisions={"decision": "three days,\nto be safe"})
    move("resolve", "zhao.min", item="Q1", solution="crane on site 12-14")
    move("assist", "li.na", department="production", need="two welders on 12-15", needed_by="2026-12-15")
    move("assist", "zhao.min", department="finance", need="a bond")
    move("assist-answer", "guo.feng", item="A1", answer={"outcome": "accepted"})
    move("assist-answer", "qian.yu", item="A2", answer={"outcome": "declined", "reason": "no bond for this client"})
    move("assist-done", "he.jun", item="A1")
    several = {"members": ["li.na", "he.jun"], "departments": ["finance"], "reason": "three trades in one hall"}
    move("team", "zhao.min", lead="zhao.min", **several)
    held = {"when": "2026-11-23T13:00:00+08:00", "present": ["zhao.min", "li.na"], "matters": "the crane, the bond"}
    tasks = [{"what": "hire the crane", "who": "he.jun", "by": "2026-11-26"},
             {"what": "ask for the bond", "who": "qian.yu", "by": "2026-11-27"}]  # fmt: skip
    move("session", "zhao.min", decisions=tasks, **held)
    move("session-done", "he.jun", item="SS1", done=1)
    move("session-done", "zhao.min", item="SS1", done=2)
    later = {"cause": "force-majeure", "reason": "port closed by typhoon", "agreed": AGREED}
    move("change", "li.na", set={"deliver_by": "2026-12-24"}, **later)
    fewer = {"cause": "client", "reason": "fewer rails", "agreed": AGREED}
    move("change", "zhao.min", set={"lines.L2.quantity": "50", "deliver_to": "宁波市海港路90号"}, **fewer)
    move("risk", "he.jun", risk="port freezes", **RISK)
    move("risk-review", "sun.tao", risk="RK1", note="the second supplier has steel", likelihood=2, effect=3)
    move("risk-close", "zhao.min", risk="RR1", outcome="averted", note="shipped before the frost")
    move("cancel", "wu.gang", note="client gave up the project")
    move("undo", "wu.gang")
    move("prepare", "li.na", done=["packaging", "documents"])
    told = {**TOLD, "at": "2026-11-23T15:00:00+08:00"}
    move("prepare", "li.na", done=["transport"], told=told, when="2026-11-25T09:00:00+08:00", method="truck")
    move("deliver", "li.na", quantities={"L1": "50", "L2": "50"}, outcome="remarks", remarks="one scratch", **DELIVERY)
    move("pay", "qian.yu", amount="100000", on="2026-11-23", reference="bank 17")
    move("complain", "lin.wei", text="one rail scratched", dispute=True, channel="phone")
    move("respond", "li.na", item="K1", response={"answer": "we look at it tomorrow", "channel": "phone"})
    move("sign", "li.na", item="D1", slips=paper("slip-1.pdf"))
    move(
        "settle",
        "li.na",
        item="K1",
        settlement={
            "solution": "rail replaced",
            "feedback": "client content",
            "outcome": "replaced",
            "justified": True,
        },
    )
    move("waive", "wu.gang", note="the client does without the rest")
    move("undo", "wu.gang")
    deliver("refused", L1="70")
    deliver("accepted", L1="70")
    move("survey-sent", "chen.jie", form="html", channel="email")
    move("take-back", "zhao.min", quantities={"L2": "2"}, reason="two rails scratched")
    move("undo", "zhao.min")
    move("survey", "zhao.min", score=5, comment="on time")
    move("sign", "li.na", item="D3", slips=paper("slip-3.pdf"))
    move("close", "zhao.min")
    move("reopen", "wu.gang", note="two rails came back")
    move("sign", "li.na", item="D3", slips=paper("slip-4.pdf"))
    move("invoice", "qian.yu", number="26332000000123456789", amount="100000", tax="11504.42", on="2026-11-24")
    move("refund", "qian.yu", amount="640.00", on="2026-11-23", reason="two rails returned", reference="bank 18")
    move("close", "zhao.min")
    move("pay", "qian.yu", amount="138000.00", on="2026-11-23")
    move("write-off", "wu.gang", amount="640.00", on="2026-11-24", reason="rails not replaced")
    move("archive", "zhao.min")
    return made


# --- tampering: what somebody with an editor and git might write instead of what a move wrote

Place = tuple[str | int, ...]
_DIGITS = str.maketrans("0123456789", "1234567890")
_WORDS = ("wu.gang", "draft", "closed", "refused", "return", "written", "email")


def own_input(old: Logged | None, new: Logged, move: Move) -> Callable[[Place], bool]:
    """Which leaves of the new record are a move's own to write; everything else is computed or was there before.

    Its own are the one place of the row's `at`, when it was made and entered, by whom and by whose hand; and of a
    record that it creates the name.
    """
    last = len(new.log) - 1
    entry: set[Place] = {("log", last, name) for name in ("at", "entered", "by", "via")}
    section, bracket, name = move.at.partition("[]")
    field, again, _ = name.removeprefix(".").partition("[]")
    place: Place = ()
    if move.at == "note":
        entry.add(("log", last, "note"))
    elif field:
        items = list(getattr(new, section))
        place = (section, [item.id for item in items].index(new.log[-1].item), field)
        place += (len(getattr(items[place[1]], field)) - 1,) if again else ()
    elif bracket:
        place = (section, len(getattr(new, section)) - 1)
    elif section == WHOLE and old is None:
        return lambda path: path in entry or path[0] not in ("log", "stage")
    elif section and section != WHOLE:  # what an undo brings back is nobody's to write
        place = (section,)

    def own(path: Place) -> bool:
        if path in entry or (old is None and path == ("id",)):
            return True
        inside = bool(place) and path[: len(place)] == place
        return inside and not (isinstance(place[-1], int) and path in (place, (*place, "id")))

    return own


def tamperings(
    old: Logged | None, new: Logged, move: Move, donor: Logged | None = None, part: int = 0
) -> Iterator[tuple[Place, dict[str, Any], bool]]:
    """Every way to change one leaf of what a move wrote: its path, the tampered plain data, whether it is own input.

    Text, numbers, days, times and words are changed, keys and items taken away, doubled, added and swapped. A
    `donor`, any finished record, lends what the record has not. Of the changes far from what the move wrote, only every
    eighth is made, beginning with `part`: no move looks there, and the steps of a story together see all of them.
    """
    own = own_input(old, new, move)
    plain = new.plain()
    near = {"stage", "id", move.at.partition("[]")[0]}
    last = ("log", len(new.log) - 1)
    for number, (path, change) in enumerate(_changes(plain, donor.plain() if donor else {}, ())):
        far = len(path) > 1 and path[0] not in near and path[:2] != last
        if far and number % 8 != part % 8:
            continue
        tampered = deepcopy(plain)
        change(tampered)
        yield path, tampered, own(path)


def _changes(node: Any, donor: Any, path: Place) -> Iterator[tuple[Place, Callable[[Any], None]]]:
    if isinstance(node, dict):
        for key in node:
            yield (*path, key), partial(_drop, (*path, key))
            yield from _changes(node[key], donor.get(key) if isinstance(donor, dict) else None, (*path, key))
        lent = donor if isinstance(donor, dict) else {}
        for key in (*(key for key in lent if key not in node), "unheard_of"):
            yield (*path, key), partial(_put, (*path, key), deepcopy(lent.get(key, "x")))
    elif isinstance(node, list):
        lender = _merged(node, donor)
        for index, item in enumerate(node):
            place = (*path, index)
            yield place, partial(_drop, place)
            yield place, partial(_double, place)
            if index:
                yield place, partial(_swap, place, (*path, index - 1))
                if isinstance(item, dict) and "id" in item:
                    yield (*place, "id"), partial(_swap, (*place, "id"), (*path, index - 1, "id"))
            yield from _changes(item, lender, place)
    else:
        for other in _others(node):
            yield path, partial(_put, path, other)


def _merged(items: list[Any], donor: Any) -> dict[str, Any]:
    """One item with every key that an item of the list, or of the donor's, has."""
    merged: dict[str, Any] = {}
    for item in [*(donor if isinstance(donor, list) else ()), *items]:
        merged |= item if isinstance(item, dict) else {}
    return merged


def _others(value: Any) -> list[Any]:
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, value - 1, str(value)]
    if value is None:
        return ["x"]
    found = [f"{value}x", value.translate(_DIGITS), value.replace("+08:00", "+07:00")]
    if value.isascii() and value.replace(".", "").isalpha():  # a word of a list of words, or a person
        found += _WORDS
    elif value[-1:].isdigit():
        found += [f"{value}0", value[:-1] + value[-1].translate(_DIGITS)]
    return [other for other in dict.fromkeys(found) if other != value]


def _at(root: Any, path: Place) -> Any:
    for part in path:
        root = root[part]
    return root


def _drop(path: Place, root: Any) -> None:
    del _at(root, path[:-1])[path[-1]]


def _put(path: Place, value: Any, root: Any) -> None:
    _at(root, path[:-1])[path[-1]] = value


def _double(path: Place, root: Any) -> None:
    _at(root, path[:-1]).append(deepcopy(_at(root, path)))


def _swap(path: Place, other: Place, root: Any) -> None:
    here, there = _at(root, path), _at(root, other)
    _put(path, there, root)
    _put(other, here, root)
