"""Assignment, plan and progress (P2.3, P2.4)."""

from __future__ import annotations

from ordertool.language import text
from ordertool.records.base import Entry
from ordertool.records.exact_numbers import figure
from ordertool.records.order import Order
from ordertool.rules.conditions.saying import department_problem, no, short, unavailable
from ordertool.rules.move import Context, Refusal
from ordertool.rules.permissions import rights, stood_in_for


def plan_complete(_old: Order, new: Order, _entry: Entry, ctx: Context) -> Refusal | None:
    """Each phase has a person on the staff and dates in order."""
    plan = new.plan
    if plan is None or not plan.phases:
        return no(text("the plan has no phase"), text('add --phase "Survey;2026-11-24;2026-11-26;li.na"'), "P2.4a")
    for phase in plan.phases:
        if phase.person is None or phase.start is None or phase.end is None:
            return no(
                text("phase {phase} has no person or no dates", phase=phase.id),
                text('write it as "{form}"', form=text("name;start;end;person")),
                "P2.4a",
            )
        if phase.end < phase.start:
            return no(text("phase {phase} ends before it starts", phase=phase.id), text("swap its dates"), "P2.4a")
        nobody = unavailable(phase.person, "P2.4a", ctx)
        if nobody is not None:
            return nobody
    return None


def plan_within_promise(_old: Order, new: Order, _entry: Entry, _ctx: Context) -> Refusal | None:
    """The plan ends by the promised delivery."""
    if new.plan is None or not new.planned_too_long:
        return None
    assert new.terms is not None
    return no(
        text(
            "the plan ends on {end}, after the promised {promised}",
            end=new.plan.last_day,
            promised=new.terms.deliver_by,
        ),
        text("shorten the plan, or agree a new date with the client first"),
        "P2.4a",
    )


def new_plan_has_reason(old: Order, new: Order, _entry: Entry, _ctx: Context) -> Refusal | None:
    """A plan that replaces another says why."""
    if old.plan is None or new.plan is None:
        return None
    same = new.plan.model_copy(update={"id": old.plan.id, "reason": old.plan.reason}) == old.plan
    if same and old.stage == "active":  # a new owner may take the plan over as it is
        return no(text("nothing would change"), text("name what is new in the plan"), "P2.4a")
    if new.plan.reason:
        return None
    return no(text("it replaces a plan without a reason"), text("add --reason"), "P2.4a")


def prepaid(old: Order, _entry: Entry, _ctx: Context) -> Refusal | None:
    """Work is not planned before an agreed prepayment is in."""
    if old.paid >= old.prepayment:
        return None
    currency = old.terms.currency if old.terms else ""
    due, paid = figure(old.prepayment, currency), figure(old.paid, currency)
    return no(
        text("the prepayment is not in: {due} due, {paid} paid", due=due, paid=paid),
        text("finance records it: ordertool pay {id} --amount … --on …", id=short(old.id)),
        "P7.1b",
    )


def done_is_planned(_old: Order, new: Order, _entry: Entry, _ctx: Context) -> Refusal | None:
    """What a report calls done stands in the plan."""
    plan = new.plan
    known = {p.id for p in plan.phases} | {n.id for n in plan.nodes} if plan else set()
    odd = next((item for item in new.progress[-1].done if item not in known), None)
    if odd is None:
        return None
    return no(
        text("there is no {item} in the plan", item=odd),
        text("ordertool show {id}", id=short(new.id)),
        "P2.4b",
    )


def oral_report_taken_down(old: Order, new: Order, entry: Entry, ctx: Context) -> Refusal | None:
    """An oral report names who gave it; the order department takes down only oral ones (P2.4b)."""
    report = new.progress[-1]
    if (report.via == "oral") != (report.reported_by is not None):
        return no(
            text("an oral report, and only that, names who gave it"), text("--via oral --reported-by NAME"), "P2.4b"
        )
    person = ctx.staff.get(entry.by)
    if report.via == "oral" or (person is not None and rights(person, old, entry.at, ctx) & {"owner", "phase"}):
        return None
    return no(
        text("{actor} may enter only what was reported orally", actor=entry.by),
        text("--via oral --reported-by NAME"),
        "P2.4b",
    )


def problem_waits(old: Order, _entry: Entry, _ctx: Context) -> Refusal | None:
    """There is a problem to decide on (P2.4c)."""
    if old.open_problems:
        return None
    return no(text("no problem is open"), text("ordertool escalate {id} --problem …", id=short(old.id)), "P2.4c")


def request_waits(old: Order, _entry: Entry, _ctx: Context) -> Refusal | None:
    """There is a request to answer (P5.1b)."""
    if any(request.answer is None for request in old.assistance):
        return None
    return no(text("no request waits for an answer"), text("ordertool show {id}", id=short(old.id)), "P5.1b")


def request_taken_on(old: Order, _entry: Entry, _ctx: Context) -> Refusal | None:
    """There is a request that was taken on (P5.1b)."""
    if any(one.answer is not None and one.answer.outcome == "accepted" and not one.done for one in old.assistance):
        return None
    return no(text("no request was taken on"), text("ordertool show {id}", id=short(old.id)), "P5.1b")


def problem_open(old: Order, _new: Order, entry: Entry, _ctx: Context) -> Refusal | None:
    """What is solved needs neither a decision nor another solution (P2.4c)."""
    if any(problem.id == entry.item for problem in old.open_problems):
        return None
    return no(
        text("problem {item} is solved already", item=entry.item),
        text("a new one: ordertool escalate {id} --problem …", id=short(old.id)),
        "P2.4c",
    )


def departments_exist(_old: Order, new: Order, entry: Entry, ctx: Context) -> Refusal | None:
    """A decision is made together with departments that have somebody in them (P2.4c)."""
    problem = next(problem for problem in new.problems if problem.id == entry.item)
    return next(
        filter(None, (department_problem(one, "P2.4c", ctx) for one in problem.decisions[-1].departments)), None
    )


def department_asked_exists(_old: Order, new: Order, _entry: Entry, ctx: Context) -> Refusal | None:
    """Assistance is asked of a department with somebody in it (P5.1b)."""
    return department_problem(new.assistance[-1].department, "P5.1b", ctx)


def needed_some_day(_old: Order, new: Order, entry: Entry, ctx: Context) -> Refusal | None:
    """Assistance is not needed by a day that has passed (P5.1b)."""
    by = new.assistance[-1].needed_by
    if by is None or by >= ctx.day(entry.at):
        return None
    return no(text("{day} has passed", day=by), text("give a later --needed-by"), "P5.1b")


def asked_department_answers(old: Order, new: Order, entry: Entry, ctx: Context) -> Refusal | None:
    """The department that was asked answers, once; a refusal has a reason (P5.1b)."""
    was = next(request for request in old.assistance if request.id == entry.item)
    if was.answer is not None:
        return no(
            text("request {item} is answered already", item=was.id),
            text("ordertool show {id}", id=short(old.id)),
            "P5.1b",
        )
    answer = next(request for request in new.assistance if request.id == entry.item).answer
    if answer is not None and answer.outcome == "declined" and answer.reason is None:
        return no(text("a refusal needs a reason"), text("add --reason"), "P5.1b")
    return _of_the_department(was.department, entry, ctx)


def asked_department_does(old: Order, _new: Order, entry: Entry, ctx: Context) -> Refusal | None:
    """What a department took on, it does, once (P5.1b)."""
    was = next(request for request in old.assistance if request.id == entry.item)
    if was.answer is None or was.answer.outcome != "accepted" or was.done:
        return no(
            text("request {item} is done already", item=was.id) if was.done
            else text("request {item} was not accepted", item=was.id),
            text("ordertool show {id}", id=short(old.id)),
            "P5.1b",
        )  # fmt: skip
    return _of_the_department(was.department, entry, ctx)


def _of_the_department(department: str, entry: Entry, ctx: Context) -> Refusal | None:
    if any(person.profile.department == department for person in stood_in_for(entry.by, entry.typed_at, ctx)):
        return None
    return no(
        text("{staff} is not of department {department}", staff=entry.by, department=department),
        text("ordertool staff list --department {department}", department=department),
        "P5.1b",
        kind="role",
    )
