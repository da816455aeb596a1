"""The rows of the workflow table for the money of a client's file: deposits, debts, letters, watches (P7.1c)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ordertool.language import N_, Clause
from ordertool.records.client_money import DepositInput, DismissInput, DunInput, OpeningDebtInput, WatchInput
from ordertool.records.given import DepositRefundInput, DrawInput, OpeningWriteOffInput, ReleaseInput
from ordertool.rules.conditions import clients, credit_watch, money, opening
from ordertool.rules.move import LISTED, Move

if TYPE_CHECKING:
    from ordertool.records.base import Entry
    from ordertool.records.client import Client


def _client(verb: str, who: tuple[str, ...], **row: Any) -> Move:
    ready = (clients.not_merged, *row.pop("ready", ()))
    return Move("client", verb, LISTED, None, who, Clause(row.pop("clause", "P7.1c")), ready=ready, **row)


def _order_paid(client: Client, entry: Entry) -> frozenset[str]:
    """The order that a deposit pays."""
    deposit = next(one for one in client.deposits if one.id == entry.item)
    return frozenset(filter(None, (deposit.uses[-1].order,)))


def _orders_held(client: Client, _entry: Entry) -> frozenset[str]:
    """The orders that a watch holds."""
    return frozenset(client.watches[-1].orders)


def _orders_freed(client: Client, entry: Entry) -> frozenset[str]:
    """The orders that a release lets go on."""
    released = next(one for one in client.watches if one.id == entry.item).released
    return frozenset(released.orders if released else ())


ROWS = (
    _client(
        N_("deposit"), ("finance",),
        name=N_("record a deposit of"),
        at="deposits[]",
        command="pay",
        repeats=("on",),
        takes=DepositInput,
        along=("pay",),
        when=(money.deposit_fits,),
        help=N_("Record money of a client's that pays no order"),
        example="ordertool pay 4H8TR --amount 300000.00 --on 2027-01-10",
    ),
    _client(
        N_("draw"), ("finance",),
        name=N_("draw on a deposit of"),
        at="deposits[].uses[]",
        command="pay",
        takes=DrawInput,
        along=("pay",),
        others=_order_paid,
        when=(money.deposit_has_it, money.use_pays_one),
        help=N_("Pay an order from a client's deposit"),
        example="ordertool pay 7K3FQ --from-deposit DP1 --amount 20000.00",
    ),
    _client(
        N_("refund"), ("finance",),
        name=N_("give back a deposit of"),
        at="deposits[].refunds[]",
        command="pay",
        takes=DepositRefundInput,
        when=(money.deposit_has_it,),
        help=N_("Give a deposit back to the client"),
        example='ordertool pay 4H8TR --refund --from-deposit DP1 --amount 500.00 --reason "no order follows"',
    ),
    _client(
        N_("opening"), ("manager",), clause="P4.2a",
        name=N_("bring in a debt of"),
        at="openings[]",
        command="opening",
        repeats=("since", "due", "reference"),
        takes=OpeningDebtInput,
        many=True,
        ready=(opening.before_going_live,),
        when=(opening.debt_is_old,),
        help=N_("Bring in a debt from before the book"),
        example="ordertool opening --from open-orders.yaml",
    ),
    _client(
        N_("write-off"), ("manager",),
        name=N_("write off a debt of"),
        at="openings[].write_offs[]",
        command="pay",
        takes=OpeningWriteOffInput,
        when=(money.write_off_fits,),
        help=N_("Write off a debt from before the book"),
        example='ordertool pay 4H8TR --write-off --to OB1 --amount 1200.00 --reason "client is bankrupt"',
    ),
    _client(
        N_("dun"), ("finance", "keeper"),
        at="duns[]",
        command="dun",
        repeats=("stage", "on"),
        takes=DunInput,
        when=(credit_watch.letter_owed,),
        help=N_("Write the dunning letter that is due to a client"),
        example="ordertool dun 4H8TR",
    ),
    _client(
        N_("watch"), ("finance", "keeper", "manager"),
        name=N_("put under watch"),
        at="watches[]",
        repeats=("sign", "reason"),
        takes=WatchInput,
        along=("hold",),
        others=_orders_held,
        ready=(credit_watch.not_watched_yet,),
        when=(credit_watch.sign_shows,),
        help=N_("Put a client under credit watch: every open order is held"),
        example='ordertool client watch 4H8TR --sign overdue --reason "60 days late, no answer"',
    ),
    _client(
        N_("release"), ("finance", "keeper", "manager"),
        name=N_("release from watch"),
        at="watches[].released",
        takes=ReleaseInput,
        along=("resume",),
        others=_orders_freed,
        ready=(credit_watch.watched,),
        when=(credit_watch.release_of_the_last,),
        help=N_("Release a client from credit watch: what the watch held goes on"),
        example='ordertool client release 4H8TR --reason "paid in full"',
    ),
    _client(
        N_("dismiss"), ("finance", "manager"),
        name=N_("dismiss a warning sign of"),
        at="watches[]",
        repeats=("sign", "reason"),
        takes=DismissInput,
        ready=(credit_watch.not_watched_yet,),
        when=(credit_watch.sign_shows,),
        help=N_("Say that a client's warning sign needs no credit watch"),
        example='ordertool client dismiss 4H8TR --reason "the bank confirms the transfer"',
    ),
)  # fmt: skip
