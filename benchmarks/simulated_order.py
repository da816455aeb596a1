"""The life of one simulated order, as people with good and bad days make it.

`life` yields the moment of each move before it makes it, so that many lives can be told at once.
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Callable, Iterator
from decimal import Decimal

from book_stream import gone, moved, put
from simulated_company import DAY, HOUR, Person
from simulated_work import Work

from ordertool.book.paths import paper_path, papers_folder, record_path
from ordertool.records.base import Paper
from ordertool.records.fulfilment import (
    DeliveryInput,
    PaymentInput,
    PreparationInput,
)
from ordertool.records.intake import Form
from ordertool.records.money import InvoiceInput
from ordertool.records.talk import (
    ComplaintInput,
    Response,
    Settlement,
    Survey,
    SurveySheetInput,
)


class Life(Work):
    """An order's whole life."""

    def life(self) -> Iterator[int]:
        """The whole life: yields the time of each move, and makes it when it is asked for the next."""
        rng, company = self.rng, self.company
        desk = company.present(company.with_role("receptionist"), self.now)
        clerk = company.present(company.with_role("processor"), self.now)
        yield self.now
        self._inquire(desk)
        yield from self._questions(desk)
        if self._chance(0.05):
            yield self._wait(rng.uniform(0.5, 6) * DAY)
            self._make("lose", desk, to="lost", note="bought elsewhere")
            yield self._wait(rng.uniform(1, 5) * DAY)
            self._archive(clerk)
            return
        yield self._wait(self._by(1.4 * DAY, desk))
        self._draft(desk, first=True)
        yield from self._review(desk)
        yield self._wait(self._by(2 * HOUR, desk))
        self._submit(desk, clerk)
        if self._chance(0.03):
            yield self._wait(self._by(3 * HOUR, clerk))
            self._make("send-back", clerk, to="draft", note="drawing is not legible")
            yield self._wait(self._by(6 * HOUR, desk))
            self._draft(desk, description="Supply and install, drawing as of today")
            yield self._wait(self._by(4 * HOUR, desk))
            self._pass(desk)
            yield self._wait(self._by(2 * HOUR, desk))
            self._submit(desk, clerk)
        yield from self._assignment(clerk)
        yield self._wait(self._by(DAY, self.owner))
        self._plan()
        yield from self._execution(clerk, desk)

    def _execution(self, clerk: Person, desk: Person) -> Iterator[int]:
        """What comes after the plan: reports, talks, troubles, then the delivery, then what follows from it."""
        rng, owner = self.rng, self.owner
        slack = rng.uniform(0, 3) if self._chance((owner.punctual + 1) / 2) else -rng.uniform(1, 7)
        ready = max(self.promised * DAY + rng.randint(HOUR, 7 * HOUR) - int(slack) * DAY, self.now + 3 * DAY)
        self._ends, self._clerk, self._desk = ready, clerk, desk
        self._after(self._report_due(), self._progress)
        if self._chance(0.7):
            self._after(rng.uniform(0.5, 6) * DAY, self._contact)
        span = ready - self.now - 2 * DAY
        for chance, move in (
            (0.08, self._correct), (0.09, self._put_off), (0.04, self._hold), (0.12, self._escalate), (0.14, self._assist),
            (0.015, self._cancel),
        ):  # fmt: skip
            if self._chance(chance):
                self._after(rng.uniform(0.05, 0.8) * span, move)
        self._after(ready - self.now - rng.uniform(5, 14) * HOUR, self._prepare)
        while self._agenda:
            self.now, _number, move = heapq.heappop(self._agenda)
            yield self.now
            move()

    def _prepare(self) -> None:
        if self._ends - self.now > 2 * DAY:  # it was put off
            self._after(self._ends - self.now - self.rng.uniform(5, 14) * HOUR, self._prepare)
            return
        when = max(self._ends, self.now + 5 * HOUR)
        days, told = self.company.days, {"who": self.customer.contact, "channel": "phone"}
        given = PreparationInput.model_validate({
            "done": ["packaging", "documents", "transport"], "told": told | {"at": days.said(self.now)},
            "when": days.said(when), "method": "truck",
        })  # fmt: skip
        self._make("prepare", self.owner, item=self._item("preparation", given.plain()))
        self._after(when - self.now, self._deliver)

    def _deliver(self) -> None:
        owed = {line["id"]: Decimal(line["quantity"]) for line in self.form["lines"]}
        for one in self.items.get("delivery", ()):
            for line, quantity in one["quantities"].items() if one.get("outcome") != "refused" else ():
                owed[line] -= Decimal(quantity)
        first = "delivery" not in self.items
        refused = first and self._chance(0.02)
        part = first and not refused and owed["L1"] > 1 and self._chance(0.12)
        quantities = {"L1": owed["L1"] // 2} if part else {line: left for line, left in owed.items() if left}
        more = {"outcome": "refused", "remarks": "paint is scratched"} if refused else {}
        given = DeliveryInput.model_validate({
            "quantities": quantities, "place": self.form["deliver_to"], "delivered_by": "driver Wu",
            "received_by": self.customer.contact, **more,
        })  # fmt: skip
        item = self._item("delivery", given.plain())
        all_there = not (refused or part)
        self._make("deliver", self.owner, to="delivered" if all_there else "active", item=item)
        if not all_there:
            self._after(self.rng.uniform(1, 4) * DAY, self._deliver)
        if not refused and self.form["payment"] != "cash-on-delivery":
            self._after(self._by(DAY, self.owner), lambda: self._sign(item))
        elif all_there:
            self._after(self.rng.uniform(0.5, 4) * HOUR, lambda: self._pay(then=self._sign_all))

    def _sign_all(self) -> None:
        for number, one in enumerate(self.items["delivery"]):
            if one.get("outcome") != "refused":
                self._after(600 * (number + 1), lambda item=one["id"]: self._sign(item))

    def _sign(self, item: str) -> None:
        data = f"slip {item} of {self.file.id}, signed by {self.customer.contact}\n".encode()
        paper = Paper(name=f"slip-{item}.txt", size=len(data), sha256=hashlib.sha256(data).hexdigest())
        self._set("delivery", item, "slips", [paper.plain()])
        waiting = [one for one in self.items["delivery"] if "slips" not in one and one.get("outcome") != "refused"]
        stage = "active" if self.file.stage == "active" else "delivered" if waiting else "signed"
        slip = put(paper_path(self.file.path, paper), data)
        self._make("sign", self.owner, to=stage, item=item, beside=(slip,))
        if stage == "signed":
            self._signed()

    def _signed(self) -> None:
        rng, company = self.rng, self.company
        if self._chance(0.07):
            self._after(rng.uniform(0.5, 7) * HOUR, self._complain)
        else:
            self._after(self._by(2 * DAY, self._clerk), self._close)
        asker = company.present(company.with_role("receptionist"), self.now)
        self._after(self._by(4.5 * DAY, asker), lambda: self._ask(asker))
        if self._chance(0.7):
            self._after(rng.uniform(0.3, 3) * DAY, self._invoice)
        if "payments" not in self.items:
            days = int(self.form["payment"].rpartition(":")[2])
            self._after(
                days * 5 / 7 * DAY * (rng.uniform(0.4, 0.98) if self._chance(0.85) else rng.uniform(1.1, 2)), self._pay
            )

    def _complain(self) -> None:
        kind = self.rng.choice(("quality", "quality", "delay", "service"))
        given = ComplaintInput(text="two rails are scratched", kind=kind, channel="phone")
        item = self._item("complaints", given.plain())
        self._make("complain", self._desk, item=item)

        def respond() -> None:
            self._set(
                "complaints", item, "response", Response(answer="we look at it tomorrow", channel="phone").plain()
            )
            self._make("respond", self.owner, item=item)
            self._after(self._by(2.5 * DAY, self.owner), settle)

        def settle() -> None:
            justified = self._chance(0.6)
            given = Settlement(
                solution="rails replaced" if justified else "explained on site", feedback="client content",
                outcome="replaced" if justified else "explained", justified=justified,
            )  # fmt: skip
            self._set("complaints", item, "settlement", given.plain())
            self._make("settle", self.owner, item=item)
            self._after(self._by(DAY, self._clerk), self._close)

        self._after(self._by(2 * HOUR, self.owner), respond)

    def _close(self) -> None:
        self._make("close", self._clerk, to="closed")
        self._seal()

    def _ask(self, asker: Person) -> None:
        if self.file.stage in ("delivered", "signed", "closed"):
            given = SurveySheetInput(form="html", channel="email")
            self._make("survey-sent", asker, item=self._item("survey_sheets", given.plain()))
            if self._chance(0.6):
                self._after(self.rng.uniform(0.5, 6) * DAY, lambda: self._answered(asker))

    def _answered(self, asker: Person) -> None:
        if self.file.stage in ("delivered", "signed", "closed"):
            score = self.rng.choices((1, 2, 3, 4, 5), (1, 2, 6, 20, 25))[0]
            self.file.put("survey", Survey(score=score).plain())
            self._make("survey", asker)

    def _total(self) -> Decimal:
        return Form.model_validate(self.form).total or Decimal(0)

    def _invoice(self) -> None:
        if self.file.stage in ("signed", "closed"):
            given = InvoiceInput.model_validate({
                "number": f"2633200000{self.number:010}", "amount": self._total(), "on": self.company.days.day(self.now),
            })  # fmt: skip
            self._make(
                "invoice",
                self.rng.choice(self.company.with_role("finance")),
                item=self._item("invoices", given.plain()),
            )

    def _pay(self, then: Callable[[], None] = lambda: None) -> None:
        given = PaymentInput.model_validate({"amount": self._total(), "on": self.company.days.day(self.now)})
        finance = self.rng.choice(self.company.with_role("finance"))
        self._make("pay", finance, item=self._item("payments", given.plain()))
        then()
        self._seal()

    def _seal(self) -> None:
        """An order that is closed and paid goes to the archive before long."""
        if self.file.stage == "closed" and "payments" in self.items:
            self._after(self.rng.uniform(2, 9) * DAY, lambda: self._archive(self._clerk))

    def _archive(self, clerk: Person) -> None:
        self._agenda.clear()
        old, new = self.file.path, record_path("order", self.file.id, archived=True)
        papers = (moved(papers_folder(old), papers_folder(new)),) if "delivery" in self.items else ()
        self.file.path = new
        self._make("archive", clerk, to="archived", beside=(gone(old), *papers))
