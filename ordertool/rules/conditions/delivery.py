"""From the preparation to the closing, and what the client says of it (P2.5, P5.2)."""

from __future__ import annotations

from decimal import Decimal

from ordertool.language import listed, text
from ordertool.records.base import Entry
from ordertool.records.exact_numbers import figure
from ordertool.records.order import Order
from ordertool.rules.conditions.saying import local_time, no, said_by_then, short
from ordertool.rules.move import Context, Refusal
from ordertool.rules.working_time import elapsed


def steps_on_checklist(_old: Order, new: Order, _entry: Entry, ctx: Context) -> Refusal | None:
    """A preparation step stands on the checklist of the order's type, and something is prepared or told."""
    step = new.preparation[-1]
    if not (step.done or step.told or step.when or step.method):
        return no(text("nothing is prepared and nothing told"), text("add --done, --told, --when or --method"), "P2.5a")
    if (step.told is None) != (step.when is None):
        return no(
            text("the client is told a time, and a time is told to somebody"),
            text('give --told "who;channel;when it was said" and --when together'),
            "P2.5a",
        )
    checklist = ctx.policy.checklist(new.terms.type if new.terms else None)
    items = (*checklist.mandatory, *checklist.optional)
    odd = next((item for item in step.done if item not in items), None)
    if odd is None:
        return None
    return no(
        text("{item} is not on the checklist", item=odd),
        text("it has: {items}", items=listed(text(item) for item in items)),
        "P2.5a",
        policy="delivery.checklists",
    )


def told_in_time(_old: Order, new: Order, entry: Entry, ctx: Context) -> Refusal | None:
    """The client was told, in the past, with the least notice that policy asks for."""
    step = new.preparation[-1]
    if step.told is None or step.when is None:
        return None
    late = said_by_then(step.told, entry, "P2.5a", ctx)
    if late is not None:
        return late
    if ctx.day(step.told.at) < ctx.day(new.log[0].at):
        return no(
            text("{time} is before the client's inquiry", time=local_time(step.told.at, ctx)),
            text("give the time it was said"),
            "P2.5a",
        )
    notice = ctx.policy.delivery.notice
    given = elapsed(ctx.lawful_calendar, step.told.at.astimezone(ctx.zone), step.when.astimezone(ctx.zone))
    if given >= notice.lasts(ctx.working_day):
        return None
    return no(
        text("the client is told less than {notice} of working time ahead", notice=notice.words),
        text("agree a later time with the client"),
        "P2.5a",
        policy="delivery.notice",
    )


def _options(still: list[str], *, told: bool) -> str:
    """What a preparation still needs, as it is typed."""
    done = " ".join(f"--done {item}" for item in still)
    return done if told else f'{done} --told "…;phone;…" --when …'


def prepared(old: Order, entry: Entry, ctx: Context) -> Refusal | None:
    """Nothing leaves with an open mandatory item, or before the client was told (P2.5a)."""
    made = {one.item: one.at for one in old.standing if one.move == "prepare"}
    steps = [step for step in old.preparation if made.get(step.id, entry.at) <= entry.at]
    done = {item for step in steps for item in step.done}
    mandatory = ctx.policy.checklist(old.terms.type if old.terms else None).mandatory
    still = [item for item in mandatory if item not in done]
    told = any(step.told and step.told.at <= entry.at for step in steps)
    if still:
        return no(
            text("not prepared yet: {items}", items=listed(text(item) for item in still)),
            text("ordertool prepare {id} {done}", id=short(old.id), done=_options(still, told=told)),
            "P2.5a",
            policy="delivery.checklists",
        )
    if not told:
        return no(
            text("the client has not been told"),
            text('ordertool prepare {id} --told "who;channel;when it was said" --when TIME', id=short(old.id)),
            "P2.5a",
        )
    return None


def not_more_than_ordered(old: Order, new: Order, _entry: Entry, _ctx: Context) -> Refusal | None:
    """Quantities are of lines of the form and add up to no more than was ordered (P2.5b)."""
    quantities = new.delivery[-1].quantities
    if not quantities:
        return no(text("no quantity is delivered"), text("add --quantity L1=120"), "P2.5b")
    known = {line.id for line in old.lines}
    missing = old.missing()
    for line, quantity in quantities.items():
        if line not in known:
            return no(
                text("there is no line {line}", line=line),
                text("it has: {lines}", lines=listed(sorted(known))),
                "P2.5b",
            )
        if quantity > missing.get(line, Decimal(0)):
            return no(
                text(
                    "line {line}: {quantity} is more than the {missing} still owed",
                    line=line, quantity=f"{quantity:f}", missing=f"{missing.get(line, Decimal(0)):f}",
                ),
                text("ordertool show {id}", id=short(old.id)),
                "P2.5b",
            )  # fmt: skip
    return None


def slip_awaited(old: Order, _entry: Entry, _ctx: Context) -> Refusal | None:
    """There is a delivery whose slip is not in."""
    if old.unsigned:
        return None
    if not old.delivery:
        return no(text("nothing was delivered"), text("ordertool deliver {id} --help", id=short(old.id)), "P2.5c")
    return no(text("no delivery waits for its slip"), text("ordertool show {id}", id=short(old.id)), "P2.5c")


def slip_wanted(old: Order, _new: Order, entry: Entry, _ctx: Context) -> Refusal | None:
    """A slip belongs to a delivery of this order that has none yet."""
    unsigned = [delivery.id for delivery in old.unsigned]
    if not unsigned or entry.item in unsigned:
        return None
    return no(
        text("no delivery {item} waits for its slip", item=entry.item),
        text("waiting: {items}", items=listed(unsigned)),
        "P2.5c",
    )


def cash_in(old: Order, new: Order, _entry: Entry, _ctx: Context) -> Refusal | None:
    """Cash on delivery is in before the slip is taken."""
    owed = new.cash_for(tuple(delivery for delivery in new.delivery if delivery.slip is not None))
    if old.paid >= owed:
        return None
    currency = new.terms.currency if new.terms else ""
    due, paid = figure(owed, currency), figure(old.paid, currency)
    return no(
        text("cash on delivery is not in: {owed} due, {paid} paid", owed=due, paid=paid),
        text("finance records it: ordertool pay {id} --amount … --on …", id=short(old.id)),
        "P7.1b",
    )


def slips_in(old: Order, _entry: Entry, _ctx: Context) -> Refusal | None:
    """Something was delivered, and every slip of it is in (P2.5c)."""
    if old.delivered() and not old.unsigned:
        return None
    return no(
        text("the signed slip is not in") if old.unsigned else text("nothing was delivered"),
        text("ordertool sign {id} --slip FILE", id=short(old.id))
        if old.unsigned
        else text('ordertool cancel {id} --reason "…"', id=short(old.id)),
        "P2.5c",
    )


def something_missing(old: Order, _entry: Entry, _ctx: Context) -> Refusal | None:
    """What is missing can be waived; what is not there cannot (P2.5c)."""
    if old.missing():
        return None
    return no(text("nothing is missing"), text("ordertool close {id}", id=short(old.id)), "P2.5c")


def nothing_missing(old: Order, _entry: Entry, _ctx: Context) -> Refusal | None:
    """An order is closed when everything ordered was delivered (P2.5c)."""
    missing = old.missing()
    if not missing:
        return None
    line, quantity = next(iter(missing.items()))
    return no(
        text("line {line}: {quantity} not delivered", line=line, quantity=f"{quantity:f}"),
        text(
            "ordertool deliver {id} --quantity {line}={quantity} …",
            id=short(old.id),
            line=line,
            quantity=f"{quantity:f}",
        ),
        "P2.5c",
    )
