"""From the inquiry to the handover (P2.1, P2.2)."""

from __future__ import annotations

from ordertool.language import text
from ordertool.records.base import Entry
from ordertool.records.order import Order
from ordertool.rules import review
from ordertool.rules.conditions.amending import currency_moved, named_client, payer_moved
from ordertool.rules.conditions.saying import (
    department_problem,
    local_time,
    no,
    nobody,
    short,
    staff_problem,
    unavailable,
)
from ordertool.rules.move import Context, Refusal
from ordertool.rules.permissions import holder, rights


def receiver_exists(_old: Order, new: Order, _entry: Entry, ctx: Context) -> Refusal | None:
    """A question goes to a person on the staff, or to a department with somebody in it."""
    to, department = holder(new)
    if to is not None:
        if ctx.staff.get(to) is None:
            return no(
                text("{name} is neither on the staff nor a department with somebody in it", name=to),
                nobody(to, "P2.1b", ctx).hint,
                "P2.1b",
            )
        return unavailable(to, "P2.1b", ctx)
    return department_problem(department or "", "P2.1b", ctx)


def promise_ahead(_old: Order, new: Order, entry: Entry, ctx: Context) -> Refusal | None:
    """A reply is promised for a time to come."""
    promised = new.forwards[-1].promised
    if promised is not None and promised <= entry.at:
        return no(
            text("the reply is promised for {time}, which is past", time=local_time(promised, ctx)),
            text("name a later time with --promised"),
            "P2.1b",
        )
    return None


def client_known(old: Order, new: Order, _entry: Entry, ctx: Context) -> Refusal | None:
    """A form names a client that has a file; one that was merged into another only if it named it before."""
    return named_client(old, new, "P2.2a", ctx)


def form_changes(old: Order, new: Order, _entry: Entry, ctx: Context) -> Refusal | None:
    """A draft that changes nothing is no move."""
    if old.form == new.form:
        return no(text("nothing would change"), text("name a field to change, for example --project"), "P2.2a")
    return currency_moved(old, new.form.currency if new.form else None) or payer_moved(old, new, ctx)


def review_saw_this_form(old: Order, new: Order, _entry: Entry, _ctx: Context) -> Refusal | None:
    """A review is of the form as it stands (L10)."""
    if old.form is not None and new.review[-1].form == old.form.content_hash():
        return None
    return no(text("the form has changed since it was looked at"), text("look at it again"), "P2.2b")


def return_has_reasons(_old: Order, new: Order, _entry: Entry, _ctx: Context) -> Refusal | None:
    """A return tells the client why; a pass needs no reasons."""
    last = new.review[-1]
    if (last.outcome == "return") != bool(last.reasons):
        return no(
            text("a return needs reasons, and a pass has none"),
            text('ordertool review {id} --return "deliver_to: no house number"', id=short(new.id)),
            "P2.2b",
        )
    return None


def nothing_blocks(old: Order, new: Order, entry: Entry, ctx: Context) -> Refusal | None:
    """A form with blocking findings does not pass."""
    if new.review[-1].outcome == "return" or old.form is None:
        return None
    client = ctx.client(old.form.client) if old.form.client else None
    found = review.blocking(old.form, client, ctx.day(entry.at), ctx)
    if not found:
        return None
    return no(
        text(
            "open findings: {count}, first {field} {message}",
            count=len(found), field=found[0].field, message=found[0].message,
        ),
        text("ordertool review {id}", id=short(old.id)),
        "P2.2b",
        policy=found[0].policy,
    )  # fmt: skip


def form_passed(old: Order, _entry: Entry, _ctx: Context) -> Refusal | None:
    """Only a form that passed its review as it stands now is submitted (L10)."""
    if old.passed:
        return None
    changed = bool(old.review) and old.review[-1].outcome == "pass"
    reason = text("the form was changed after its review") if changed else text("the form has not passed its review")
    return no(reason, text("ordertool review {id}", id=short(old.id)), "P2.2c")


def somebody_receives(_old: Order, _entry: Entry, ctx: Context) -> Refusal | None:
    """The order department has somebody in it."""
    if any("processor" in person.roles for person in ctx.staff.all()):
        return None
    return no(
        text("nobody holds the role processor, so nobody can receive it"),
        text("a manager adds one: ordertool staff add … --role processor"),
        "P2.2c",
    )


def papers_handed_over(_old: Order, new: Order, entry: Entry, ctx: Context) -> Refusal | None:
    """The original form goes along, as a file or as paper in a named place; every paper has its own name."""
    handover = new.handover[-1]
    if (handover.original is None) == (handover.original_at is None):
        return no(
            text("the original form is not handed over"),
            text('add --original FILE, or --original "paper, folder 12"'),
            "P2.2c",
        )
    names = [paper.name for paper in handover.papers]
    if len(set(names)) != len(names):
        return no(
            text("two of the papers have the same name"),
            text("rename one, so that each can be acknowledged"),
            "P2.2c",
        )
    receiver = ctx.staff.get(handover.to)
    stands_in = receiver is not None and "processor" in rights(receiver, None, entry.at, ctx)
    return staff_problem(handover.to, None if stands_in else "processor", entry.at, "P2.2c", ctx)
