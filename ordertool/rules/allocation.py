"""Which debts a client's money pays: those that were named, else the oldest due first; pure and exact (P7.1c)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from ordertool.records.money import rounded
from ordertool.rules.receivables import Debt


class Share(NamedTuple):
    """What of the money pays one debt."""

    debt: Debt
    amount: Decimal


class Allocation(NamedTuple):
    """The shares of debts, and what fits none."""

    shares: tuple[Share, ...]
    rest: Decimal

    def orders(self) -> tuple[Share, ...]:
        """The shares of orders."""
        return tuple(share for share in self.shares if share.debt.order is not None)

    def openings(self) -> dict[str, Decimal]:
        """The shares of debts from before the book, by their ids."""
        return {share.debt.id: share.amount for share in self.shares if share.debt.opening is not None}


def allocated(
    amount: Decimal, currency: str, debts: Iterable[Debt], named: Mapping[str, Decimal] | None = None
) -> Allocation:
    """Money shared out: to the debts named, each with its amount; else to each in turn until nothing is left.

    `debts` come in the order in which they are paid. Whether a debt takes so much, the table judges.
    """
    there = [debt for debt in debts if debt.currency == currency or (named and debt.id in named)]
    if named:
        shares = [Share(debt, rounded(named[debt.id], currency)) for debt in there if debt.id in named]
    else:
        left, shares = amount, []
        for debt in there:
            share = min(left, debt.unpaid)
            if share > 0:
                shares.append(Share(debt, share))
                left -= share
    return Allocation(tuple(shares), amount - sum((share.amount for share in shares), Decimal(0)))
