"""A simulated order in work: its plan, reports and talks, and what goes wrong on the way."""

from __future__ import annotations

from simulated_company import DAY, HOUR, Person
from simulated_intake import Intake

from ordertool.records.amending import ChangeInput, CorrectionInput
from ordertool.records.fulfilment import Decision, PlanInput, ProblemInput, ProgressInput
from ordertool.records.talk import AssistanceAnswer, AssistanceInput, ContactInput

_PROBLEMS = ("吊车无法按时到场", "no steel of that gauge in stock", "客户地面承载不足", "焊工不足")
_CAUSES = ("录入时两位数字颠倒", "copied from an older form", "听错项目名称")
_PUT_OFF = {"force-majeure": "台风，港口停运", "law": "新消防规定，图纸重审", "client": "client's hall is not ready"}


class Work(Intake):
    """An order from its plan on; `_ends` is when it will be delivered, as things stand."""

    _ends: int
    _clerk: Person
    _desk: Person

    def _plan(self) -> None:
        days, half = self.company.days, (self.now // DAY + self.promised) // 2
        today, helper = days.day(self.now), self.rng.choice(self.company.with_role("support"))
        phases = [
            {"id": "PH1", "name": "Make", "start": today, "end": days.day(half * DAY), "person": self.owner.id},
            {"id": "PH2", "name": "Install", "start": days.day(half * DAY), "end": days.day(self.promised * DAY), "person": helper.id},
        ]  # fmt: skip
        node = {"id": "N1", "name": "Drawings approved", "on": days.day(half * DAY)}
        given = PlanInput.model_validate({"phases": phases, "nodes": [node], "every": 5})
        self._make("plan", self.owner, item=self._item("plans", given.plain()), to="active")

    @property
    def _going_on(self) -> bool:
        return self.file.stage == "active"

    def _report_due(self) -> int:
        days = self.rng.uniform(3.8, 4.9) if self._chance(self.owner.punctual) else self.rng.uniform(5.2, 7.5)
        return int(days * DAY)

    def _progress(self) -> None:
        if not self._going_on:
            return
        count = len(self.items.get("progress", ()))
        given = ProgressInput(
            state=self.rng.choice(("Frames cut", "梁柱焊接中", "painting", "首批已装车")), percent=min(20 + 15 * count, 95),
            eta=self.company.days.day(self._ends), done=() if count else ("N1",),
        )  # fmt: skip
        since = self.now - self.rng.randint(HOUR, 6 * HOUR) if self._chance(0.06) else 0
        if since and self.company.acting(self.owner, since) is not self.company.acting(self.owner, self.now):
            since = 0
        self._make("progress", self.owner, item=self._item("progress", given.plain()), since=since)
        self._after(self._report_due(), self._progress)

    def _contact(self) -> None:
        if self._going_on:
            given = ContactInput(channel="phone", text="told the client how far we are")
            self._make("contact", self.owner, item=self._item("contacts", given.plain()))

    def _correct(self) -> None:
        if self._going_on:
            delay, loss = (self.rng.choice(("2h", "1d")), "300.00") if self._chance(0.3) else (None, None)
            given = CorrectionInput.model_validate({
                "set": {"contract": f"HT-{self.number:06}"}, "cause": self.rng.choice(_CAUSES), "delay": delay, "loss": loss,
            })  # fmt: skip
            self._make("correct", self._clerk, item=self._item("corrections", given.plain()))

    def _put_off(self) -> None:
        """A new day is agreed with the client, by one cause or another."""
        if not self._going_on:
            return
        cause = self.rng.choice(("client", "client", "force-majeure", "force-majeure", "law", "ours"))
        later = self.rng.randint(3, 10)
        self.promised += later
        self._ends += (later - self.rng.randint(0, 2)) * DAY
        days = self.company.days
        given = ChangeInput.model_validate({
            "set": {"deliver_by": days.day(self.promised * DAY)}, "cause": cause,
            "reason": _PUT_OFF.get(cause, "a machine of ours broke down"),
            "agreed": {"who": self.customer.contact, "channel": "phone", "at": days.said(self.now)},
        })  # fmt: skip
        self._make("change", self.owner, item=self._item("changes", given.plain()))

    def _hold(self) -> None:
        if self._going_on and "preparation" not in self.items:
            pause = int(self.rng.uniform(1, 6) * DAY)
            self._make("hold", self._clerk, note="client asked us to wait")
            self._ends += pause
            self._agenda = [(at + pause, place, move) for at, place, move in self._agenda]  # as ordered as before
            self._after(pause - 600, lambda: self._make("resume", self._clerk))

    def _escalate(self) -> None:
        if not self._going_on:
            return
        item = self._item("problems", ProblemInput(problem=self.rng.choice(_PROBLEMS)).plain())
        self._make("escalate", self.owner, item=item)

        def coordinate() -> None:
            if self.file.stage in ("active", "delivered"):
                given = Decision(departments=("production",), decision="两个部门明天一起到现场")
                self._set("problems", item, "decisions", [given.plain()])
                self._make("coordinate", self._clerk, item=item)
                self._after(self._by(2.5 * DAY, self._clerk), resolve)

        def resolve() -> None:
            if self.file.stage in ("active", "delivered"):
                self._set("problems", item, "solution", "换了供应商，工期不变")
                self._make("resolve", self._clerk, item=item)

        self._after(self._by(4 * HOUR, self._clerk), coordinate)

    def _assist(self) -> None:
        if not self._going_on:
            return
        department = self.rng.choice(("production", "engineering", "logistics"))
        helper = self.rng.choice(self.company.with_role("support", department))
        item = self._item("assistance", AssistanceInput(department=department, need="two people for a day").plain())
        self._make("assist", self.owner, item=item)

        def answer() -> None:
            if self.file.stage in ("active", "delivered"):
                taken = self._chance(0.9)
                said = {"outcome": "accepted"} if taken else {"outcome": "declined", "reason": "nobody is free"}
                self._set("assistance", item, "answer", AssistanceAnswer.model_validate(said).plain())
                self._make("assist-answer", helper, item=item)
                if taken:
                    self._after(self._by(2.5 * DAY, helper), done)

        def done() -> None:
            if self.file.stage in ("active", "delivered"):
                self._set("assistance", item, "done", True)
                self._make("assist-done", helper, item=item)

        self._after(self._by(DAY, helper), answer)

    def _cancel(self) -> None:
        if self._going_on and "preparation" not in self.items:
            self._make("cancel", self.company.manager, to="cancelled", note="client gave up the project")
            self._agenda.clear()
            self._after(self.rng.uniform(1, 5) * DAY, lambda: self._archive(self._clerk))

    def _archive(self, clerk: Person) -> None:
        raise NotImplementedError
