"""`ordertool client`: clients' files (P4.1) and their credit (P7.1a)."""

from __future__ import annotations

import sys
from typing import Annotated, Any

from typer import Argument, Option

from ordertool.commands import client_fields, client_filtering
from ordertool.commands.as_typed import given
from ordertool.commands.client_editor import edited_profile, kept, profile_from
from ordertool.commands.client_fields import stored, with_region
from ordertool.commands.exposure import credit
from ordertool.commands.frame import Answer, ClientId, Request, command, incomplete, left_out
from ordertool.commands.setting import client_id
from ordertool.commands.sounding import sound_alikes
from ordertool.commands.watching import dismiss, release, watch
from ordertool.errors import InvalidError, MissingOptionError, UsageError
from ordertool.language import N_, Text, _, text
from ordertool.records.client import Client, ClientProfile, MergeInput
from ordertool.records.faults import validated
from ordertool.records.intake import Inquiry
from ordertool.reports.client_card import client_document, client_lines, client_summary, client_table
from ordertool.reports.queries import order_rows
from ordertool.reports.screen import say
from ordertool.rules.conditions.clients import like_words
from ordertool.rules.likeness import Like, likes
from ordertool.rules.move import Context

__all__ = ["add", "credit", "dismiss", "list_", "release", "show", "watch"]


@command(move=("client", "add"))
def add(
    request: Request,
    name: client_fields.Name = None,
    contact: client_fields.Contact = None,
    from_: Annotated[
        str | None,
        Option("--from", metavar="ID", help=_("Take name, contact, phone and e-mail from this order's inquiry.")),
    ] = None,
    region: client_fields.Region = None,
    phone: client_fields.Phone = None,
    email: client_fields.Email = None,
    uscc: client_fields.Code = None,
    address: client_fields.Address = None,
    keeper: client_fields.Keeper = None,
    position: client_fields.Position = None,
    another: client_fields.Another = None,
    needs: client_fields.Needs = None,
    although_like: client_fields.AlthoughLike = None,
) -> Answer:
    """Open a client's file."""
    data: dict[str, Any] = {}
    if from_:
        inquiry: Inquiry = request.read("order", from_).inquiry
        data = given(name=inquiry.client, contact=inquiry.contact, phone=inquiry.phone, email=inquiry.email)
    data |= given(
        name=name, contact=contact, region=region, phone=phone, email=email, uscc=uscc, address=address, keeper=keeper,
        position=position, another=another, needs=needs, although_like=although_like,
    )  # fmt: skip
    missing = next((option for option in ("name", "contact") if option not in data), None)
    if missing is not None:
        raise MissingOptionError(f"--{missing}")
    profile = validated(ClientProfile, given(**with_region(stored(request, data, clears=False), {})))
    clients = [one for one in request.session.ctx.clients() if one.merged is None]
    alike = list(likes(profile, clients))
    if alike and profile.although_like is None and _somebody_sits_there(request):
        _ask_about(alike)
    answer = request.make("add", None, lambda _old, _ctx: profile, kind="client")
    known = {one.client.id for one in alike}
    sounds = [one for one in sound_alikes(profile.name, clients) if one.id not in known]
    heard = [
        text("it sounds like {id} {name}: look whether it is the same", id=one.id, name=one.profile.name)
        for one in sounds
    ]
    return answer._replace(warnings=[*answer.warnings, *heard])


def _somebody_sits_there(request: Request) -> bool:
    return not request.as_json and sys.stdin.isatty() and sys.stderr.isatty()


def _ask_about(alike: list[Like]) -> None:
    """Show which clients it is like, and ask why it is another.

    Raises:
        MissingOptionError: always; on a terminal the reason is asked for.
    """
    for one in alike:
        say(_("Like:"), "yellow", like_words(one))
    raise left_out(
        "although_like", "--although-like", text("if it is the same client, use {id}", id=alike[0].client.id)
    )


@command(move=("client", "edit"))
def edit(
    request: Request,
    client: ClientId,
    name: client_fields.Name = None,
    contact: client_fields.Contact = None,
    region: client_fields.Region = None,
    phone: client_fields.Phone = None,
    email: client_fields.Email = None,
    uscc: client_fields.Code = None,
    address: client_fields.Address = None,
    keeper: client_fields.Keeper = None,
    position: client_fields.Position = None,
    another: client_fields.Another = None,
    needs: client_fields.Needs = None,
    although_like: client_fields.AlthoughLike = None,
    set_: Annotated[
        list[str] | None,
        Option(
            "--set",
            metavar="NAME=VALUE",
            help=_(
                "The same for a field of the file, such as address=…; an empty value clears it. Repeat it for several."
            ),
        ),
    ] = None,
    from_: Annotated[
        str | None,
        Option(
            "--from",
            metavar="FILE",
            help=_("Read the whole profile from a YAML or JSON file, or - for standard input."),
        ),
    ] = None,
    in_editor: Annotated[bool, Option("--edit", help=_("Change the file in your editor (VISUAL, EDITOR)."))] = False,
) -> Answer:
    """Change a client's file."""
    typed = client_fields.set_fields(set_ or ()) | given(
        name=name, contact=contact, region=region, phone=phone, email=email, uscc=uscc, address=address, keeper=keeper,
        position=position, another=another, needs=needs, although_like=although_like,
    )  # fmt: skip
    if in_editor:
        return _edit_in_editor(request, client)
    if not (typed or from_):
        raise UsageError(text("nothing is named that is to change"), text("ordertool client edit --help"))
    changed = stored(request, typed)
    seen: Client = request.read("client", client)
    whole_file = profile_from(from_, seen.profile.phones).plain() if from_ else None

    def give(old: Client, _ctx: Context) -> ClientProfile:
        before = old.profile.plain()
        return validated(ClientProfile, given(**{**(whole_file or before), **with_region(changed, before)}))

    return request.make("edit", client, give, kind="client")


def _edit_in_editor(request: Request, typed: str) -> Answer:
    """The profile as the user's editor leaves it; what was typed is kept in a file until it is stored."""
    seen: Client = request.read("client", typed)
    profile, place = edited_profile(seen)

    def give(old: Client, _ctx: Context) -> ClientProfile:
        if old.profile != seen.profile:
            raise kept(InvalidError(text("somebody else changed the file while you edited it")), seen, place)
        return profile

    answer = request.make("edit", typed, give, kind="client")
    if not request.dry_run:
        place.unlink()
    return answer


@command(move=("client", "confirm-file"))
def confirm(request: Request, client: ClientId) -> Answer:
    """Say that a client's file is still right."""
    return request.make("confirm-file", client, kind="client")


@command(move=("client", "merge"))
def merge(
    request: Request,
    duplicate: Annotated[
        str, Argument(metavar="CLIENT", help=_("The second file of the client: it goes into the other."))
    ],
    into: Annotated[str, Option(metavar="CLIENT", help=_("The file that stays."))],
    reason: Annotated[str, Option(help=_("Why they are one client."))],
    although_codes: Annotated[
        str | None, Option(metavar="REASON", help=_("Why they are one although their codes differ."))
    ] = None,
) -> Answer:
    """Merge two files of one client."""
    stays = client_id(request, into)
    merging = validated(MergeInput, given(into=stays, reason=reason, although_codes=although_codes))
    return request.make("merge", duplicate, lambda _old, _ctx: merging, kind="client")


@command(help=N_("Show a client's file"), example="ordertool client show 4H8TR")
def show(request: Request, client: ClientId) -> Answer:
    """Show a client's file."""
    session = request.session
    record: Client = request.read("client", client)
    ids = session.ctx.ids_of(record.id)
    unreadable: list[Text] = []
    orders = [
        row
        for row in order_rows(session.tip, session.now, session.ctx, unreadable, archived=True)
        if row.order.client in ids
    ]
    return Answer(
        lambda: client_document(record, orders, session.now, session.ctx, request.sight),
        lambda: client_lines(record, orders, session.now, session.ctx, request.sight),
        incomplete(unreadable),
        unreadable,
    )


@command(help=N_("List clients"), example="ordertool client list --region 浙江")
def list_(
    request: Request,
    region: client_filtering.Region = None,
    name: client_filtering.Name = None,
    keeper: client_filtering.Keeper = None,
    grade: client_filtering.Grade = None,
    stale: client_filtering.Stale = False,
    merged: client_filtering.Merged = False,
) -> Answer:
    """List clients."""
    session = request.session
    now, ctx = session.now, session.ctx
    found, unreadable = client_filtering.chosen_clients(
        request, region=region, name=name, keeper=keeper, grade=grade, stale=stale, merged=merged
    )
    return Answer(
        lambda: [client_summary(client, now, ctx, request.sight) for client in found],
        lambda: client_table(found, now, ctx, stale=stale),
        incomplete(unreadable),
        unreadable,
    )
