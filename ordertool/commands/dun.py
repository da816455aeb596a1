"""`ordertool dun`: the dunning letter that is due to a client, printed and recorded; and who is due for which (P7.1c)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from typer import Argument, Option

from ordertool.book.book import here
from ordertool.book.paths import expanded
from ordertool.commands.as_typed import one_of
from ordertool.commands.frame import Answer, Request, command, incomplete, left_out, unfinished
from ordertool.commands.outgoing import leave
from ordertool.errors import OrdertoolError, RefusedError, UsageError
from ordertool.language import Clause, Text, _, text
from ordertool.making import Step, make
from ordertool.records.client import Client
from ordertool.records.client_money import DunInput
from ordertool.records.faults import validated
from ordertool.reports.client_money import LetterDue, letters_due, orders_by_client, sums
from ordertool.reports.figures import WITHHELD, none_withheld
from ordertool.reports.letters import LETTER_TITLES, letter
from ordertool.reports.papers import person
from ordertool.reports.screen import columns
from ordertool.reports.words import amount, named
from ordertool.reports.written import page
from ordertool.rules.conditions.credit_watch import LETTER_NAMES
from ordertool.rules.conditions.saying import short
from ordertool.rules.receivables import debts

LETTER_WORDS = {"首次": "first", "第一次": "first", "第二次": "second", "最后": "final"}


@command(move=("client", "dun"))
def run(
    request: Request,
    client: Annotated[
        str | None, Argument(metavar="[CLIENT]", help=_("The client: its id or the last letters of it."))
    ] = None,
    stage: Annotated[
        str | None, Option(metavar="LETTER", help=_("first, second or final; else the most serious that is due."))
    ] = None,
    list_: Annotated[bool, Option("--list", help=_("Show which letters are due to whom."))] = False,
    out: Annotated[
        str | None, Option(metavar="FILE", help=_("The file; else one named after the letter, in this folder."))
    ] = None,
    force: Annotated[bool, Option("--force", help=_("Overwrite the file, if there is one."))] = False,
) -> Answer:
    """Write the letter, or list those that are due."""
    if list_:
        if client or stage or out:
            raise UsageError(text("--list shows all, and takes nothing else"), text("ordertool dun --list"))
        return _listed(request)
    if client is None:
        raise left_out("client", "CLIENT", text("name the client, or see who is due: ordertool dun --list"))
    session = request.session
    record: Client = request.read("client", client)
    none_withheld(record, request.sight)
    wanted = one_of(stage, LETTER_WORDS, "--stage")
    due = _due(request, record, wanted)
    given = validated(
        DunInput,
        {
            "stage": due.stage,
            "on": session.ctx.day(session.at),
            "debts": [
                {"debt": one.id, "amount": one.claimed, "currency": one.currency, "due": one.due} for one in due.debts
            ],
        },
    )
    place = expanded(out) if out else None
    if place is not None and place.exists() and not force:  # told before the letter is recorded
        raise UsageError(
            text("{path} is there already", path=place), text("overwrite it with --force, or name another file")
        )
    made = make(session, Step("client", "dun", record.id, lambda _old, _ctx: given))
    assert isinstance(made.record, Client)
    dun = made.record.duns[-1]
    document = letter(made.record, dun, session.ctx)
    by = person(session.actor, session.ctx)
    document["printed"] = {"at": session.now.isoformat(), "by": by, "commit": made.commit or session.tip.commit}
    place = place or here() / f"{record.id}-{dun.id}.html"
    warnings = [unfinished(made.warning)] if made.warning else []
    warnings += _on_deposit(record, due)
    if made.commit is not None:
        warnings += _left(place, page("dun.html", document, session.tip), record.id, dun.id, force=force)
    return Answer(
        {**document, "file": str(place), "commit": made.commit, "dry_run": request.dry_run},
        lambda: _lines(due, made.commit, dun.id, place),
        0,
        warnings,
    )


def _on_deposit(client: Client, due: LetterDue) -> list[Text]:
    """Money of the client's that lies here pays what the letter asks for: a remark for each currency of it."""
    said = []
    for currency in sums(due.debts):
        lies = client.unallocated.get(currency)
        if not lies:
            continue
        deposit = next(one for one in client.deposits if one.currency == currency and one.left)
        said.append(
            text(
                "the client has {amount} on deposit; let it pay first: ordertool pay ID --from-deposit {deposit} --amount …",
                amount=amount(lies, currency), deposit=deposit.id,
            )
        )  # fmt: skip
    return said


def _left(place: Path, written: str, client: str, item: str, *, force: bool) -> list[Text]:
    """The letter is recorded: what keeps its file from being written is a warning, with how to print it again."""
    try:
        leave(place, written.encode(), force=force)
    except OrdertoolError as error:
        again = text("ordertool print {client} letter --item {item}", client=client, item=item)
        return [text("the letter is recorded, and not written: {why}; {again}", why=error.message, again=again)]
    return []


def _lines(due: LetterDue, commit: str | None, item: str, place: Path) -> list[str]:
    mark = f"  [{commit[:9]}]" if commit else ""
    said = [f"{due.client.id}  {item} {named(LETTER_TITLES, due.stage)}{mark}"]
    said += [f"  {one.id}  {amount(one.claimed, one.currency)}" for one in due.debts]
    return [*said, str(place) if commit else _("dry run, nothing written")]


def _due(request: Request, client: Client, stage: str | None) -> LetterDue:
    """The letter that is due to a client: the one that was asked for, else the most serious.

    Raises:
        RefusedError: none is.
    """
    session = request.session
    orders = orders_by_client(session.tip, session.ctx, [], archived=not session.ctx.policy.archive.paid).get(
        client.id, []
    )
    owed = debts(client, orders, session.ctx.day(session.at), session.ctx)
    found = letters_due(client, owed, session.at, session.ctx)
    for one in found:
        if stage in (None, one.stage):
            return one
    raise RefusedError(
        text(
            "no letter is due to {client} ({clause}; policy.yaml: receivables.dunning)",
            client=client.id,
            clause=Clause("P7.1c"),
        )
        if stage is None
        else text(
            "no {letter} letter is due to {client} ({clause}; policy.yaml: receivables.dunning)",
            client=client.id,
            letter=text(LETTER_NAMES[stage]),
            clause=Clause("P7.1c"),
        ),
        text("ordertool dun --list; ordertool receivables --client {id}", id=client.id),
    )


def _listed(request: Request) -> Answer:
    """Which letters are due to whom."""
    session = request.session
    unreadable: list[Text] = []
    every = orders_by_client(session.tip, session.ctx, unreadable, archived=not session.ctx.policy.archive.paid)
    found: list[LetterDue] = []
    for client in session.tip.all("client", unreadable):
        if isinstance(client, Client):
            owed = debts(client, every.get(client.id, ()), session.ctx.day(session.now), session.ctx)
            found += letters_due(client, owed, session.now, session.ctx)

    def document() -> list[dict[str, Any]]:
        return [
            {
                "client": one.client.id,
                "name": one.client.profile.name,
                "stage": one.stage,
                "late": max(debt.late for debt in one.debts),
                "debts": [debt.id for debt in one.debts],
                "unpaid": {
                    currency: f"{sum_:f}" if request.sight.sees(one.client) else WITHHELD
                    for currency, sum_ in sums(one.debts).items()
                },
            }
            for one in found
        ]

    def lines() -> list[str]:
        if not found:
            return [_("no letter is due")]
        head = [_("client"), _("client name"), _("letter"), _("days late"), _("debts"), _("unpaid")]
        cells = [
            [
                one.client.id,
                one.client.profile.name,
                named(LETTER_TITLES, one.stage),
                str(max(debt.late for debt in one.debts)),
                _(", ").join(short(debt.id) for debt in one.debts),
                _(", ").join(amount(sum_, currency) for currency, sum_ in sums(one.debts).items())
                if request.sight.sees(one.client)
                else WITHHELD,
            ]
            for one in found
        ]
        return columns(head, cells, flexible=(1, 4), ids=0, right=(3, 5), wraps=True)

    return Answer(document, lines, incomplete(unreadable), unreadable)
