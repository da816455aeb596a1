"""Conditions on the files of clients and staff."""

from __future__ import annotations

from datetime import date

from ordertool.language import text
from ordertool.records.base import Entry
from ordertool.records.client import Client
from ordertool.records.staff import Staff
from ordertool.rules.conditions.saying import no, unavailable
from ordertool.rules.move import Context, Refusal


def keeper_known(_old: Client | None, new: Client, _entry: Entry, ctx: Context) -> Refusal | None:
    """The keeper of a client's file is on the staff."""
    keeper = new.profile.keeper
    return None if keeper is None else unavailable(keeper, "P4.1a", ctx)


def still_valid(_old: Client, new: Client, entry: Entry, ctx: Context) -> Refusal | None:
    """An assessment is valid for some time to come."""
    until = new.credit[-1].valid_until
    if until >= ctx.day(entry.at):
        return None
    return no(text("it would already have expired on {day}", day=until), text("give a later --valid-until"), "P7.1a")


def training_held(_old: Staff, new: Staff, entry: Entry, ctx: Context) -> Refusal | None:
    """A training was held by the day it is recorded, and holds for some time from then."""
    last = new.training[-1]
    if last.on > ctx.day(entry.at):
        return no(text("{day} is still to come", day=last.on), text("record it once it was held"), "P7.3")
    if last.valid_until is not None and last.valid_until < last.on:
        return no(
            text("it would have expired before it was held, on {day}", day=last.valid_until),
            text("give a later --valid-until"),
            "P7.3",
        )
    return None


def observed(_old: Staff, new: Staff, entry: Entry, ctx: Context) -> Refusal | None:
    """An observation is of a day that has come."""
    return _has_come(new.notes[-1].on, entry, "P6.2a", ctx)


def rewarded(_old: Staff, new: Staff, entry: Entry, ctx: Context) -> Refusal | None:
    """A reward or a sanction is of a day that has come."""
    return _has_come(new.rewards[-1].on, entry, "P6.3a", ctx)


def _has_come(day: date, entry: Entry, clause: str, ctx: Context) -> Refusal | None:
    if day <= ctx.day(entry.at):
        return None
    return no(text("{day} is still to come", day=day), text("record it on that day"), clause)


def email_free(_old: Staff | None, new: Staff, _entry: Entry, ctx: Context) -> Refusal | None:
    """No two people share an e-mail address: it tells who types."""
    mine = new.profile.email.casefold()
    for person in ctx.staff.all():
        if person.id != new.id and person.profile.email.casefold() == mine:
            return no(
                text("{email} is already {staff}'s", email=new.profile.email, staff=person.id),
                text("give each person an address of their own"),
                "P4.2b",
            )
    return None


def founder_manages(_old: Staff | None, new: Staff, entry: Entry, ctx: Context) -> Refusal | None:
    """The first person of a book is its manager, entered by themself."""
    if ctx.staff.get(entry.by) is not None or (new.id == entry.by and "manager" in new.profile.roles):
        return None
    return no(
        text("the first person of a book is its manager"), text("ordertool init --manager ID"), "P4.2b", kind="role"
    )
