"""Orders of one client, brought to a stage, by the sum they come to: what credit is given on."""

from __future__ import annotations

from typing import Any

from people import CLIENT, No, Office, at, client, paper

from ordertool.records.client import Client
from ordertool.records.order import Order

OLDER = "SO-20261101-00001"
LATER = at("2026-11-23T17:00")
HANDED = {"original": paper("form.pdf"), "to": "zhao.min"}
AGREED = {"who": "周敏", "channel": "phone", "at": "2026-11-23T09:00:00+08:00"}


def goods(amount: str, quantity: str = "1") -> list[dict[str, Any]]:
    """Lines that come to an amount."""
    return [{"id": "L1", "item": "Gate", "spec": "6 m", "quantity": quantity, "unit": "piece", "price": amount}]


def wide() -> Office:
    """A company whose client is trusted with anything."""
    office = Office({"credit": {"rates": {"USD": "7.10", "JPY": "0.047"}}})
    office.clients[CLIENT] = with_limit("unlimited")
    return office


def other(office: Office, stage: str, amount: str, order_id: str = OLDER, **form: Any) -> Order:
    """Another order of the client's in the book, come to a stage by the straight way, whatever the limit was then."""
    order = wide().order(stage, **{"lines": goods(amount), **form}).model_copy(update={"id": order_id})
    office.orders[order_id] = order
    return order


def with_limit(limit: str | None, grade: str = "A", **more: Any) -> Client:
    """The client with one assessment."""
    return client({"grade": grade, "days": 30, **({} if limit is None else {"limit": limit}), **more})


def shop(limit: str | None, /, *, grade: str = "A", currency: str = "CNY", **credit: Any) -> Office:
    """A company whose client has a limit; `credit` are lines of policy.yaml's section of that name."""
    office = Office({"credit": credit, "currency": currency})
    office.clients[CLIENT] = with_limit(limit, grade)
    return office


def submitting(office: Office, amount: str, by: str = "chen.jie", **form: Any) -> list[No]:
    """What refuses the submission of a new order over an amount."""
    return office.refused("submit", passed(amount, **form), by, now=LATER, **HANDED)


def passed(amount: str, **form: Any) -> Order:
    """A new order whose form has passed its review."""
    way = wide().way("submitted", **{"lines": goods(amount), **form})
    return way[-1].old  # type: ignore[return-value]


def submitted(office: Office, amount: str, **form: Any) -> Order:
    """The order, submitted."""
    made: Order = office.do("submit", passed(amount, **form), "chen.jie", now=LATER, **HANDED)
    return made


def changing(office: Office, order: Order, by: str = "zhao.min", **fields: str) -> list[No]:
    """What refuses a change of terms that the client agreed to."""
    return office.refused(
        "change", order, by, now=LATER, set=dict(fields), cause="client", reason="more of it", agreed=AGREED
    )
