"""What comes into the book at mid-way, before it goes live: orders and debts (P4.2a)."""

from __future__ import annotations

from decimal import Decimal

from ordertool.language import Text, listed, text
from ordertool.records.base import Entry
from ordertool.records.client import Client
from ordertool.records.order import Order
from ordertool.rules.conditions.saying import no, staff_problem
from ordertool.rules.move import SUBMITTED, Context, Refusal
from ordertool.rules.review import completeness

OWNED = SUBMITTED[1:]
"""Stages at which an order has an owner."""
_SIGNED = ("signed", "closed")
_KEPT = ("opening", "inquiry", "form", "payments", "invoices")
_BY_STAGE = {"assignment": OWNED, "plans": SUBMITTED[3:], "delivery": SUBMITTED[3:], "taken_back": SUBMITTED[3:]}
"""Sections that an order may bring from before, and the stages that have them; every other one begins in the book."""


def before_going_live(_old: Order | Client | None, entry: Entry, ctx: Context) -> Refusal | None:
    """Openings are entered until the day on which the book goes live."""
    last = ctx.policy.go_live
    if last is not None and ctx.day(entry.typed_at) <= last:
        return None
    return no(
        text("the book went live on {day}", day=last)
        if last
        else text("policy.yaml names no day on which it goes live"),
        text("enter it as it came about: ordertool inquire …")
        if last
        else text("the manager sets go_live in policy.yaml while the book is being filled"),
        "P4.2a",
        policy="go_live",
    )


def sections_fit(_old: None, new: Order, _entry: Entry, _ctx: Context) -> Refusal | None:
    """An order brings what its stage has, and nothing that its stage has not; its form is complete."""
    checks = (_odd_section, _odd_form, _odd_quantity, _odd_money)
    odd = next((found for check in checks if (found := check(new))), None)
    if odd is None:
        return None
    return no(
        text("{client}: {reason}", client=new.client_name, reason=odd),
        text("mend the document: docs/how-to/money.md shows one"),
        "P4.2a",
        kind="invalid",
    )


def _odd_section(new: Order) -> Text | None:
    if new.stage not in SUBMITTED:
        return text("an order comes in at: {stages}", stages=listed(text(one) for one in SUBMITTED))
    if new.opening is None:
        return text("{section} is missing", section="opening")
    stage = text(new.stage)
    for name in sorted(new.sections()):
        if name not in ("id", "stage", *_KEPT) and new.stage not in _BY_STAGE.get(name, ()):
            return text("an order that is {stage} has no {section}", stage=stage, section=name)
    if new.stage in OWNED and len(new.assignment) != 1:
        return text("an order that is {stage} has one owner", stage=stage)
    if (new.stage in _SIGNED) != (new.opening.account_from is not None):
        section = "opening.account_from"
        if new.stage in _SIGNED:
            return text("{section} is missing", section=section)
        return text("an order that is {stage} has no {section}", stage=stage, section=section)
    return None


def _odd_form(new: Order) -> Text | None:
    if new.form is None:
        return text("{section} is missing", section="form")
    found = next(completeness(new.form), None)
    return text("{field} {message}", field=f"form.{found.field}", message=found.message) if found else None


def _odd_quantity(new: Order) -> Text | None:
    """Quantities add up to what the stage says."""
    ordered = {line.id: line.quantity or Decimal(0) for line in new.lines}
    there = new.delivered()
    odd = next((line for line, number in there.items() if not 0 <= number <= ordered.get(line, Decimal(0))), None)
    if odd is not None:
        return text("line {line}: more was delivered than ordered, or less than nothing", line=odd)
    if new.stage == "active" and not new.missing():
        return text("everything was delivered: then it is delivered, or signed")
    if new.stage in ("delivered", *_SIGNED) and new.missing():
        return text("something is missing: then it is active")
    return None


def _odd_money(new: Order) -> Text | None:
    """Money comes to no more than is owed, in whole units of the currency."""
    assert new.form is not None
    for amount in (*(one.amount for one in new.payments), *(one.amount for one in new.invoices)):
        if amount != new.form.rounded(amount):
            return text("{amount} is no amount of {currency}", amount=f"{amount:f}", currency=new.form.currency)
    if any(one.deposit for one in new.payments):
        return text("a deposit pays by a move of its own")
    if not 0 <= new.paid <= new.billed - new.written_off or not 0 <= new.invoiced <= new.billed:
        return text("the payments or invoices come to more than is owed")
    return None


def names_known(_old: None, new: Order, entry: Entry, ctx: Context) -> Refusal | None:
    """The client has a file, and the owner is on the staff."""
    if new.client is None or ctx.client(new.client) is None:
        return no(
            text("there is no client {client}", client=new.client),
            text("ordertool client list"),
            "P4.2a",
            kind="invalid",
        )
    if not new.assignment:
        return None
    return staff_problem(new.assignment[-1].to, "owner", entry.at, "P4.2a", ctx)


def past_when_entered(_old: None, new: Order, entry: Entry, ctx: Context) -> Refusal | None:
    """What an order brings from before lies before."""
    days = [*(one.on for one in new.payments), *(one.on for one in new.invoices)]
    days += [new.opening.account_from] if new.opening and new.opening.account_from else []
    late = next((day for day in days if day > ctx.day(entry.typed_at)), None)
    if late is None:
        return None
    return no(text("{day} is in the future", day=late), text("give the day it was"), "P4.2a")


def debt_is_old(_old: Client, new: Client, entry: Entry, ctx: Context) -> Refusal | None:
    """A debt from before the book is one that there was, due no sooner than it began."""
    debt = new.openings[-1]
    if debt.since > ctx.day(entry.typed_at):
        return no(text("{day} is in the future", day=debt.since), text("give the day since when it is owed"), "P4.2a")
    if debt.due < debt.since:
        return no(
            text("{day} is before {other}, since when it is owed", day=debt.due, other=debt.since),
            text("give the day on which it is due"),
            "P4.2a",
        )
    return None
