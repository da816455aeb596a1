"""Conditions on the files of clients: right values, one file for each client (P4.1)."""

from __future__ import annotations

from collections.abc import Iterator

from ordertool.errors import Problem
from ordertool.language import N_, Clause, Text, listed, text
from ordertool.records.base import Entry
from ordertool.records.client import Client
from ordertool.rules.conditions.saying import no, short
from ordertool.rules.likeness import Like, likes
from ordertool.rules.move import Context, Refusal
from ordertool.rules.phones import is_normal
from ordertool.rules.receivables import debts, signs

WHY_LIKE = {"code": N_("same code"), "phone": N_("same phone"), "name": N_("same name"), "near": N_("name is near")}
"""What two files have in common."""


def not_merged(old: Client, _entry: Entry, _ctx: Context) -> Refusal | None:
    """The file was not merged into another."""
    if old.merged is None:
        return None
    return no(
        text("it was merged into {client}", client=old.merged.into),
        text("ordertool client show {id}", id=short(old.merged.into)),
        "P4.1a",
    )


def file_changes(old: Client, new: Client, _entry: Entry, _ctx: Context) -> Refusal | None:
    """An edit that changes nothing is no move."""
    if old.profile != new.profile:
        return None
    return no(
        text("nothing would change"),
        text(
            "name what changes, for example --phone; if all is right: ordertool client confirm {id}", id=short(new.id)
        ),
        "P4.1a",
    )


def code_valid(old: Client | None, new: Client, _entry: Entry, _ctx: Context) -> Refusal | None:
    """The unified social credit code that is written is one by its check character; an older one stays as it is."""
    code = new.profile.uscc
    if code is None or (old is not None and old.profile.uscc == code):
        return None
    from stdnum.cn import uscc  # noqa: PLC0415 (only who writes a code needs it)

    if uscc.is_valid(code):
        return None
    return no(
        text("{code} is no unified social credit code: its check character does not fit", code=code),
        text("compare it with the business licence, character by character"),
        "P4.1a",
        kind="invalid",
    )


def phones_valid(old: Client | None, new: Client, _entry: Entry, _ctx: Context) -> Refusal | None:
    """The phone numbers that are written stand in one form, so that the same number is the same text."""
    known = old.profile.phones if old else ()
    for phone in new.profile.phones:
        if phone not in known and not is_normal(phone):
            return no(
                text("{phone} is no phone number in the form that is kept", phone=phone),
                text("write it as 13800001234, 0574-87654321 or +4930123456"),
                "P4.1a",
                kind="invalid",
            )
    return None


def told_apart(old: Client | None, new: Client, _entry: Entry, ctx: Context) -> Refusal | None:
    """A client has one file: for one that is like another it is said why it is another client."""
    profile = new.profile
    if profile.although_like is not None and (old is None or profile.although_like != old.profile.although_like):
        return None
    if old is not None and (profile.name, profile.uscc, profile.phones) == (
        old.profile.name, old.profile.uscc, old.profile.phones,
    ):  # fmt: skip
        return None
    found = new_likes(old, new, ctx)
    if not found:
        return None
    problems = tuple(
        Problem(like_words(one), path=one.client.id, field=",".join(one.why), kind="like") for one in found
    )
    return Refusal(
        text("it is like {client}", client=like_words(found[0])),
        text(
            'if it is the same, use {id}; if it is another client, say why: --although-like "REASON"',
            id=short(found[0].client.id),
        ),
        Clause("P4.1a"),
        problems=problems,
    )


def new_likes(old: Client | None, new: Client, ctx: Context) -> list[Like]:
    """The clients that a file is like, and was not like before; those that share most with it first."""
    clients = [one for one in ctx.clients() if one.id != new.id and one.merged is None]
    found = list(likes(new.profile, clients))
    before = {one.client.id: set(one.why) for one in likes(old.profile, clients)} if old else {}
    found = [one for one in found if set(one.why) - before.get(one.client.id, set())]
    return sorted(found, key=lambda one: (-len(one.why), one.client.id))


def like_words(like: Like) -> Text:
    """A client that is like another, and by what."""
    why = listed(text(WHY_LIKE[one]) for one in like.why)
    return text("{id} {name} ({why})", id=like.client.id, name=like.client.profile.name, why=why)


def merged_into_another(old: Client, new: Client, _entry: Entry, ctx: Context) -> Refusal | None:
    """A file is merged into another one that stands, never into itself."""
    assert new.merged is not None
    into = new.merged.into
    if into == old.id:
        return no(text("it cannot be merged into itself"), text("name the file that stays: --into CLIENT"), "P4.1a")
    other = ctx.file(into)
    if other is None:
        return no(
            text("there is no client {client}", client=into), text("ordertool client list"), "P4.1a", kind="invalid"
        )
    if other.merged is not None:
        end = ctx.client(into)
        return no(
            text("{client} was itself merged into {into}", client=into, into=other.merged.into),
            text("name the file that stays: --into {id}", id=short(end.id if end else other.merged.into)),
            "P4.1a",
        )
    return None


def nothing_left_open(old: Client, entry: Entry, ctx: Context) -> Refusal | None:
    """No money of the client's, watch or warning sign is left on a file that is merged: they do not go along (P7.1c)."""
    problems = tuple(Problem(what, path=old.id, field=item, kind="open") for item, what in _left_open(old, entry, ctx))
    if not problems:
        return None
    items = listed(one.field for one in problems)
    return Refusal(
        text("it still holds: {items}", items=items), problems[0].message, Clause("P4.1a"), problems=problems
    )


def _left_open(old: Client, entry: Entry, ctx: Context) -> Iterator[tuple[str, Text]]:
    """What would be lost by a merge, by its item or the debt it shows in, and what ends it."""
    here = short(old.id)
    for deposit in old.deposits:
        if deposit.left:
            back = text("give back what is left: ordertool pay {id} --refund --from-deposit {item} …",
                        id=here, item=deposit.id)  # fmt: skip
            yield deposit.id, back
    for debt in old.openings:
        if old.opening_left(debt):
            yield (
                debt.id,
                text("let it be paid: ordertool pay {id} --to {item}=…; or written off", id=here, item=debt.id),
            )
    if old.watch is not None:
        yield old.watch.id, text("release the client: ordertool client release {id} …", id=here)
    owed = debts(old, ctx.orders_of(old.id), ctx.day(entry.at), ctx)
    for sign in signs(old, owed, ctx):
        yield sign.what, text("put under watch, or dismiss the sign: ordertool client dismiss {id} …", id=here)


def codes_agree(old: Client, new: Client, _entry: Entry, ctx: Context) -> Refusal | None:
    """Two different codes are two companies, unless it is said why not."""
    assert new.merged is not None
    other = ctx.file(new.merged.into)
    mine, theirs = old.profile.uscc, other.profile.uscc if other else None
    if mine is None or theirs is None or mine == theirs or new.merged.although_codes is not None:
        return None
    return no(
        text("their codes differ: {mine} and {theirs}", mine=mine, theirs=theirs),
        text('two codes are two companies; if it is one all the same, say why: --although-codes "REASON"'),
        "P4.1a",
    )
