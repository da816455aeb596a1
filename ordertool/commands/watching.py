"""`ordertool client watch` and `client release`: supply to a client stops, and goes on (P7.1c)."""

from __future__ import annotations

from typing import Annotated, Any

from typer import Argument, Option

from ordertool.commands.as_typed import one_of
from ordertool.commands.frame import Answer, ClientId, Request, command, incomplete, left_out, unfinished
from ordertool.errors import RefusedError, UsageError
from ordertool.language import Text, _, text
from ordertool.making import Made, Step, make_all
from ordertool.records.base import Reason
from ordertool.records.client import Client
from ordertool.records.client_money import DismissInput, WatchInput
from ordertool.records.faults import validated
from ordertool.records.given import ReleaseInput
from ordertool.records.order import Order
from ordertool.reports.client_money import orders_by_client, signs_found
from ordertool.reports.screen import columns
from ordertool.reports.words import SIGNS, named
from ordertool.rules.conditions.credit_watch import held_by_watch
from ordertool.rules.receivables import debts, late_sign
from ordertool.rules.table.rows import OPEN, stretch

SIGN_WORDS = {"逾期": "overdue", "降级": "grade", "等级下调": "grade", "人工": "manual"}


@command(move=("client", "watch"))
def watch(
    request: Request,
    client: Annotated[
        str | None, Argument(metavar="[CLIENT]", help=_("The client: its id or the last letters of it."))
    ] = None,
    sign: Annotated[str, Option(metavar="SIGN", help=_("overdue, grade (it was lowered) or manual."))] = "manual",
    reason: Annotated[str | None, Option(help=_("Why."))] = None,
    list_: Annotated[
        bool, Option("--list", help=_("Show the clients under watch, and the signs that nobody acted on."))
    ] = False,
) -> Answer:
    """Put a client under watch, or list who is and who should be."""
    if list_:
        if client or reason:
            raise UsageError(text("--list shows all, and takes nothing else"), text("ordertool client watch --list"))
        return _listed(request)
    if client is None:
        raise left_out("client", "CLIENT", text("name the client, or see the signs: ordertool client watch --list"))
    if reason is None:
        raise left_out("reason", "--reason", text('say why: --reason "60 days late, no answer"'))
    session = request.session
    record: Client = request.read("client", client)
    kind = one_of(sign, SIGN_WORDS, "--sign") or "manual"
    mine = _orders_of(request, record)
    found = debts(record, mine, session.ctx.day(session.at), session.ctx) if kind == "overdue" else []
    stages = stretch(*OPEN)
    held = [order.id for order in mine if order.stage in stages and not order.on_hold]
    late = [debt.id for debt in found if late_sign(record, debt, session.ctx)]
    given = validated(WatchInput, {"sign": kind, "reason": reason, "debts": late, "orders": held})
    note = validated(Reason, {"note": f"credit watch: {reason}"[:500]})
    steps = [Step("client", "watch", record.id, lambda _old, _ctx: given)]
    steps += [Step("order", "hold", one, lambda _old, _ctx: note) for one in held]
    return _told(request, make_all(session, steps), text("held: {count}", count=len(held)))


@command(move=("client", "dismiss"))
def dismiss(
    request: Request,
    client: Annotated[str, Argument(metavar="CLIENT", help=_("The client: its id or the last letters of it."))],
    reason: Annotated[str, Option(help=_("Why."))],
    sign: Annotated[
        str | None, Option(metavar="SIGN", help=_("overdue or grade (it was lowered); else the one that shows."))
    ] = None,
) -> Answer:
    """Dismiss a client's warning sign."""
    session = request.session
    record: Client = request.read("client", client)
    wanted = one_of(sign, SIGN_WORDS, "--sign")
    found = signs_found(record, _orders_of(request, record), session.at, session.ctx)
    kind = wanted or (found[0].sign if found else "overdue")
    late = [one.what for one in found if one.sign == kind == "overdue"]
    given = validated(DismissInput, {"sign": kind, "reason": reason, "debts": late})
    return request.make("dismiss", record.id, lambda _old, _ctx: given, kind="client")


@command(move=("client", "release"))
def release(
    request: Request,
    client: ClientId,
    reason: Annotated[str, Option(help=_("Why."))],
) -> Answer:
    """Release a client from watch."""
    session = request.session
    while True:
        base = session.tip.commit
        try:
            return _released(request, client, reason)
        except RefusedError:  # an order of theirs moved meanwhile: look anew which of them go on
            session.look_again()
            if session.tip.commit == base:
                raise


def _released(request: Request, client: str, reason: str) -> Answer:
    session = request.session
    record: Client = request.read("client", client)
    now = record.watch
    held = [order for one in (now.orders if now else ()) if (order := session.ctx.order(one))]
    freed = [order.id for order in held if held_by_watch(order, record)]
    item = now.id if now else "WA1"
    given = validated(ReleaseInput, {"item": item, "released": {"reason": reason, "orders": freed}})
    steps = [Step("client", "release", record.id, lambda _old, _ctx: given)]
    steps += [Step("order", "resume", one) for one in freed]
    return _told(request, make_all(session, steps), text("resumed: {count}", count=len(freed)))


def _orders_of(request: Request, client: Client) -> list[Order]:
    """A client's orders, those of the archive too where something may be owed for them."""
    session = request.session
    every = orders_by_client(session.tip, session.ctx, [], archived=not session.ctx.policy.archive.paid)
    return every.get(client.id, [])


def _told(request: Request, made: list[Made], count: Text) -> Answer:
    """The client's file after it, and the orders that went along."""
    first = made[0]
    orders = [one.record.id for one in made[1:]]
    document = {
        **request.document_of(first.record),
        "orders": orders,
        "commit": first.commit,
        "dry_run": request.dry_run,
    }
    mark = f"  [{first.commit[:9]}]" if first.commit else ""
    lines = [f"{first.record.id}  {_(first.entry.move)} {first.entry.item}{mark}", str(count)]
    lines += [f"  {one}" for one in orders]
    if request.dry_run:
        lines.append(_("dry run, nothing written"))
    return Answer(document, lines, 0, [unfinished(first.warning)] if first.warning else ())


def _listed(request: Request) -> Answer:
    """Clients under watch, and signs found that nobody acted on."""
    session = request.session
    unreadable: list[Text] = []
    every = orders_by_client(session.tip, session.ctx, unreadable, archived=not session.ctx.policy.archive.paid)
    clients = [one for one in session.tip.all("client", unreadable) if isinstance(one, Client)]
    under = [one for one in clients if one.watch is not None]
    found = [
        (client, sign)
        for client in clients
        for sign in signs_found(client, every.get(client.id, ()), session.now, session.ctx)
    ]

    def document() -> dict[str, Any]:
        return {
            "watched": [
                {"client": one.id, "name": one.profile.name, "watch": one.watch.model_dump(mode="json")}
                for one in under
                if one.watch is not None
            ],
            "signs": [
                {
                    "client": client.id,
                    "name": client.profile.name,
                    "sign": sign.sign,
                    "since": str(session.ctx.day(sign.since)),
                    "what": sign.what,
                }
                for client, sign in found
            ],
        }

    def lines() -> list[str]:
        if not (under or found):
            return [_("no client is under watch, and no sign speaks for it")]
        head = [_("client"), _("client name"), _("warning sign"), _("since"), _("what")]
        cells = [
            [one.id, one.profile.name, _("under watch"), str(session.ctx.day(made.at)), one.watch.reason]
            for one in under
            if one.watch is not None and (made := one.last("watch"))
        ]
        cells += [
            [client.id, client.profile.name, named(SIGNS, sign.sign), str(session.ctx.day(sign.since)), sign.what]
            for client, sign in found
        ]
        colours = ["dim"] * len(under) + ["red"] * len(found)
        return columns(head, cells, flexible=(1, 4), ids=0, colours=colours)

    return Answer(document, lines, incomplete(unreadable), unreadable)
