"""What moves on a commit are judged against: its policy, people, clients and orders."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, cast

from ordertool.book.snapshot import People, Snapshot
from ordertool.inputs import sound_policy
from ordertool.records.client import Client
from ordertool.records.order import Order
from ordertool.records.policy import Policy
from ordertool.rules.move import Context


def context_of(snapshot: Snapshot, policy: Policy | None = None) -> Context:
    """The context of a commit; with another policy, what it would have been under that.

    Raises:
        InvalidError: the commit's own policy is not sound; told before anything is written. Later, when all orders
            or clients are asked for, that one of them cannot be read: nobody knows then what it would have said.
    """

    def client(client_id: str) -> Any:
        return snapshot.record("client", client_id)

    return Context(
        policy or sound_policy(snapshot),
        People(snapshot),
        client,
        snapshot.earlier,
        cache(lambda: tuple(cast("Iterator[Order]", snapshot.all("order")))),
        cache(lambda: tuple(cast("Iterator[Client]", snapshot.all("client")))),
    )
