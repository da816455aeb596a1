"""A client's money: shared out over orders, kept as a deposit, used from one, given back, written off (P7.1c)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from ordertool.commands.as_typed import amount as figure
from ordertool.commands.as_typed import pair
from ordertool.commands.frame import Answer, Request, unfinished
from ordertool.errors import RefusedError, UsageError
from ordertool.language import Clause, Text, _, text
from ordertool.making import Made, Step, make_all
from ordertool.records.base import Record
from ordertool.records.client import Client
from ordertool.records.client_money import DepositInput
from ordertool.records.faults import validated
from ordertool.records.fulfilment import PaymentInput
from ordertool.records.given import DepositRefundInput, DrawInput, OpeningWriteOffInput
from ordertool.records.money import rounded
from ordertool.records.order import Order
from ordertool.reports.figures import WITHHELD
from ordertool.reports.screen import columns
from ordertool.reports.words import amount as shown
from ordertool.rules.allocation import Allocation, allocated
from ordertool.rules.receivables import debt_named, debts, money_since

_BEFORE = re.compile(r"OB[1-9][0-9]*")
_NAME_DEPOSIT = text("name it: --from-deposit DP1; ordertool client show ID lists them")


def shared_out(
    request: Request, client_id: str, values: dict[str, Any], to: Sequence[str], currency: str | None
) -> Answer:
    """Money that a client paid: an entry on each order that it pays, and a deposit of what fits none, as one commit."""
    session = request.session
    named: dict[str, Decimal] = {}
    for name, amount in (_named(request, one) for one in to):
        named[name] = named.get(name, Decimal(0)) + amount
    while True:
        base, record = session.tip.commit, session.tip.record("client", client_id)
        assert isinstance(record, Client)
        money = validated(DepositInput, {**values, "currency": currency or session.ctx.policy.currency})
        allocation = _allocation(request, record, money, named)
        try:
            made = make_all(session, _steps(record, money, allocation))
            break
        except RefusedError:  # somebody paid one of them meanwhile: share out anew
            session.look_again()
            if session.tip.commit == base:
                raise
    return _told(request, record, money, allocation, made)


def _named(request: Request, typed: str) -> tuple[str, Decimal]:
    """A debt and what of the money it gets, from `7K3FQ=5000` or `OB1=300`."""
    name, value = pair(typed, "--to")
    wanted = validated(PaymentInput, {"amount": figure(value), "on": request.session.ctx.day(request.session.at)})
    return _debt_id(request, name), wanted.amount


def _debt_id(request: Request, typed: str) -> str:
    item = typed.strip().upper()
    return item if _BEFORE.fullmatch(item) else request.session.id("order", typed)


def _allocation(request: Request, client: Client, money: DepositInput, named: dict[str, Decimal]) -> Allocation:
    """Which debts the money pays.

    Raises:
        RefusedError: one that was named is not the client's, is in another currency, or there is not so much money.
    """
    session = request.session
    day = session.ctx.day(session.at)
    if named:
        found = {name: debt_named(client, name, day, session.ctx) for name in named}
        for name, debt in found.items():
            if debt is None:
                raise _refused(client, text("it owes nothing for {debt}", debt=name))
            if debt.currency != money.currency:
                raise _refused(
                    client,
                    text("{item} is owed in {other}, not in {currency}",
                         item=name, other=debt.currency, currency=money.currency),
                )  # fmt: skip
        allocation = allocated(money.amount, money.currency, filter(None, found.values()), named)
        if allocation.rest < 0:
            raise _refused(client, text("more is paid with it than the {amount} that came in", amount=money.amount))
        return allocation
    kept = not session.ctx.policy.archive.paid
    every = (one for one in session.tip.all("order", archived=kept) if isinstance(one, Order))
    orders = [one for one in every if money_since(one, session.ctx) <= money.on]  # it did not pay what came after it
    return allocated(money.amount, money.currency, debts(client, orders, day, session.ctx))


def _refused(client: Client, reason: Text) -> RefusedError:
    return RefusedError(
        text(
            "cannot share out what {client} paid: {reason} ({clause})",
            client=client.id,
            reason=reason,
            clause=Clause("P7.1c"),
        ),
        text("ordertool receivables --client {id}", id=client.id),
    )


def _steps(client: Client, money: DepositInput, allocation: Allocation) -> list[Step]:
    """The client's own entry first, where there is one, then the orders'."""
    steps = []
    before = allocation.openings()
    kept = allocation.rest + sum(before.values(), Decimal(0))
    if kept:
        deposit = validated(DepositInput, {**money.model_dump(), "amount": kept, "openings": before})
        steps.append(Step("client", "deposit", client.id, _giving(deposit)))
    for share in allocation.orders():
        paid = {"amount": share.amount, "on": money.on, "reference": money.reference}
        steps.append(Step("order", "pay", share.debt.id, _giving(validated(PaymentInput, paid))))
    return steps


def _giving(given: Record) -> Any:
    return lambda _old, _ctx: given


def _told(
    request: Request, client: Client, money: DepositInput, allocation: Allocation, made: Sequence[Made]
) -> Answer:
    """What became of the money."""
    commit = made[0].commit
    seen = request.sight.sees(client)
    kept = made[0].record if isinstance(made[0].record, Client) else None
    deposit = kept.deposits[-1] if kept and allocation.rest else None

    def document() -> dict[str, Any]:
        return {
            "client": client.id,
            "amount": f"{money.amount:f}",
            "currency": money.currency,
            "on": str(money.on),
            "paid": [
                {
                    "debt": share.debt.id,
                    "due": str(share.debt.due) if share.debt.due else None,
                    "amount": f"{share.amount:f}",
                    "unpaid": f"{share.debt.unpaid - share.amount:f}" if seen else WITHHELD,
                }
                for share in allocation.shares
            ],
            "deposit": {"id": deposit.id, "amount": f"{allocation.rest:f}"} if deposit else None,
            "commit": commit,
            "dry_run": request.dry_run,
        }

    def lines() -> list[str]:
        mark = f"  [{commit[:9]}]" if commit else ""
        said = [
            str(
                text(
                    "{client}  {amount} paid",
                    client=client.id,
                    amount=shown(rounded(money.amount, money.currency), money.currency),
                )
            )
            + mark
        ]
        if allocation.shares:
            head = [_("debt"), _("due day"), _("paid"), _("still unpaid")]
            cells = [
                [
                    one.debt.id,
                    str(one.debt.due or "–"),
                    shown(one.amount),
                    shown(one.debt.unpaid - one.amount) if seen else WITHHELD,
                ]
                for one in allocation.shares
            ]
            said += columns(head, cells, flexible=(), ids=0, right=(2, 3))
        if deposit:
            rest = shown(rounded(allocation.rest, money.currency), money.currency)
            said.append(str(text("{amount} fits no order and is kept as deposit {item}", amount=rest, item=deposit.id)))
        if request.dry_run:
            said.append(_("dry run, nothing written"))
        return said

    return Answer(document, lines, 0, [unfinished(made[0].warning)] if made[0].warning else ())


def from_deposit(request: Request, order_id: str, deposit: str, values: dict[str, Any]) -> Answer:
    """An order paid from a deposit of its client: taken from the one and booked on the other by one commit."""
    order: Order = request.read("order", order_id)
    client = request.session.ctx.client_of(order)
    if client is None:
        raise UsageError(text("it names no client"), text("ordertool pay --help"))
    use = {"order": order_id, "amount": values["amount"], "on": values["on"]}
    draw = validated(DrawInput, {"item": deposit, "uses": use})
    payment = validated(PaymentInput, {**values, "deposit": deposit})
    made = make_all(
        request.session,
        [
            Step("client", "draw", client, _giving(draw)),
            Step("order", "pay", order_id, _giving(payment)),
        ],
    )
    return request.moved(made[1])


def paid_before_the_book(
    request: Request, client_id: str, deposit: str, to: Sequence[str], values: dict[str, Any]
) -> Answer:
    """A debt from before the book paid from a deposit."""
    debt = _one_before(request, to)
    draw = {"item": deposit, "uses": {"opening": debt, "amount": values["amount"], "on": values["on"]}}
    given = validated(DrawInput, draw)
    return request.make("draw", client_id, _giving(given), kind="client")


def given_back(request: Request, client_id: str, deposit: str | None, values: dict[str, Any]) -> Answer:
    """A deposit that went back to the client, whole or in part."""
    if deposit is None:
        raise UsageError(text("of a client's money only a deposit goes back"), _NAME_DEPOSIT)
    given = validated(DepositRefundInput, {"item": deposit, "refunds": values})
    return request.make("refund", client_id, _giving(given), kind="client")


def written_off(request: Request, client_id: str, to: Sequence[str], values: dict[str, Any]) -> Answer:
    """A debt from before the book that will not come in."""
    off = {name: value for name, value in values.items() if name != "reference"}
    given = validated(OpeningWriteOffInput, {"item": _one_before(request, to), "write_offs": off})
    return request.make("write-off", client_id, _giving(given), kind="client")


def _one_before(request: Request, to: Sequence[str]) -> str:
    """The one debt from before the book that was named."""
    found = [_debt_id(request, one) for one in to]
    if len(found) != 1 or not _BEFORE.fullmatch(found[0]):
        raise UsageError(
            text("name one debt from before the book: --to OB1"),
            text("an order's is recorded on the order: ordertool pay ID …"),
        )
    return found[0]
