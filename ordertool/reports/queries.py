"""Rows about many orders, each computed from the records of one commit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from ordertool.book.snapshot import Snapshot
from ordertool.errors import InvalidError
from ordertool.language import Text
from ordertool.records.client import ClientProfile
from ordertool.records.order import Order
from ordertool.reports.documents import responsible_document
from ordertool.rules.duty import Duty, responsible
from ordertool.rules.move import Context


@dataclass(frozen=True)
class OrderRow:
    """One order at a moment; what it takes time to compute is computed when it is asked for."""

    order: Order
    now: datetime
    ctx: Context

    @property
    def id(self) -> str:
        """The order's id."""
        return self.order.id

    @property
    def about(self) -> str:
        """Whom it is for: the client's name as the inquiry took it down."""
        return self.order.client_name

    @property
    def on_hold(self) -> bool:
        """Whether it is on hold."""
        return self.order.on_hold

    @cached_property
    def responsible(self) -> Duty | None:
        """Who answers for its next step."""
        return responsible(self.order, self.now, self.ctx)

    @property
    def overdue(self) -> bool:
        """Whether its next step is late."""
        return self.responsible is not None and self.responsible.overdue(self.now)

    @property
    def matter(self) -> str:
        """What it is about, in a few words."""
        terms = self.order.terms
        return (terms.project if terms else None) or self.order.inquiry.matter.split("\n", 1)[0]

    @property
    def total(self) -> Decimal | None:
        """What it comes to, by its terms as they stand."""
        return self.order.terms.total if self.order.terms else None

    @property
    def deliver_by(self) -> date | None:
        """The promised day."""
        return self.order.terms.deliver_by if self.order.terms else None

    @property
    def inquired(self) -> date:
        """The day of the inquiry."""
        return self.ctx.day(self.order.log[0].at)

    @cached_property
    def _profile(self) -> ClientProfile | None:
        try:
            client = self.ctx.client(self.order.client) if self.order.client else None
        except InvalidError:  # the client's file cannot be read; its order still can
            return None
        return client.profile if client else None

    @cached_property
    def client(self) -> str | None:
        """The client's id, of a merged file that of the one it went into."""
        return self.ctx.client_of(self.order)

    @property
    def region(self) -> str | None:
        """The client's region, once the order names a client's file."""
        return self._profile.region if self._profile else None

    @property
    def filed_name(self) -> str | None:
        """The client's name in the client's file."""
        return self._profile.name if self._profile else None

    @property
    def department(self) -> str | None:
        """The owner's department."""
        return department_of(self.order.owner, self.ctx)

    def document(self) -> dict[str, Any]:
        """The row as `--json` gives it."""
        order, terms = self.order, self.order.terms
        return {
            "id": order.id,
            "stage": order.stage,
            "on_hold": order.on_hold,
            "client": self.client,
            "client_name": order.client_name,
            "owner": order.owner,
            "matter": self.matter,
            "type": terms.type if terms else None,
            "domain": terms.domain if terms else None,
            "region": self.region,
            "channel": order.inquiry.channel,
            "inquired": str(self.inquired),
            "deliver_by": str(self.deliver_by) if self.deliver_by else None,
            "total": None if self.total is None else f"{self.total:f}",
            "unpaid": None if self.total is None else f"{order.unpaid:f}",
            "currency": terms.currency if terms else None,
            "responsible": responsible_document(self.responsible, self.now),
        }


def department_of(staff_id: str | None, ctx: Context) -> str | None:
    """The department of a person."""
    person = ctx.staff.get(staff_id) if staff_id else None
    return person.profile.department if person else None


def order_rows(
    tip: Snapshot, now: datetime, ctx: Context, unreadable: list[Text], *, archived: bool = False
) -> Iterator[OrderRow]:
    """Every order of a commit, oldest first; what is wrong with those that cannot be read goes to `unreadable`."""
    records = tip.all("order", unreadable, archived=archived)
    for record in sorted(records, key=lambda one: one.id) if archived else records:  # two shelves, one order
        assert isinstance(record, Order)
        yield OrderRow(record, now, ctx)


def totals(rows: list[OrderRow]) -> dict[str, Decimal]:
    """What orders come to, by currency; those without a total count nothing."""
    sums: dict[str, Decimal] = {}
    for row in rows:
        if row.total is not None and row.order.terms is not None:
            currency = row.order.terms.currency
            sums[currency] = sums.get(currency, Decimal(0)) + row.total
    return sums
