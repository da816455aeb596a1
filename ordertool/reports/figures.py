"""Figures of clients' credit and debt, for those who may see them; others see `…` in their place (P0.4, L11, L15).

One rule, `may_see_figures`, and one place that leaves figures out, for every output. Who is who pays late, and the verdict on a
client, everybody sees. What one order costs and what was paid for it belongs to the order: its moves wait for that money,
and it is shown with the order.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from ordertool.errors import InvalidError, RefusedError
from ordertool.language import Clause, listed, text
from ordertool.records.client import Client
from ordertool.records.order import Order
from ordertool.reports.sheets import Value
from ordertool.rules.move import Context
from ordertool.rules.permissions import may_see_figures, role_name

if TYPE_CHECKING:
    from ordertool.reports.report import Report

WITHHELD = "…"
"""What stands where a figure was left out, as in notices."""
_FIGURES = frozenset({
    "amount", "limit", "operations", "finances", "record", "evidence",
    "billed", "delivered", "paid", "written_off", "unpaid", "claimed", "overdue", "deposits", "ordered", "total",
    "committed", "secured", "before", "advance", "sum",
})  # fmt: skip
"""What is left out of a document, where it is no list of items."""
_BY_NAME = frozenset({"bands", "openings", "unpaid"})
"""Figures by a name: ageing bands, debts from before the book that a deposit pays, sums by currency."""


class Sight(NamedTuple):
    """Who reads an answer, when: all of them must have the right; nobody has it where it cannot be told who reads."""

    readers: tuple[str, ...]
    at: datetime
    ctx: Context

    def sees(self, client: Client | str | None = None, order: Order | None = None) -> bool:
        """Whether they see the figures of a client, or what an order adds to them."""
        file = self._file(client) if isinstance(client, str) else client
        return bool(self.readers) and all(
            may_see_figures(one, self.at, self.ctx, client=file, order=order) for one in self.readers
        )

    def sees_of(self, order: Order) -> bool:
        """Whether they see the figures of the client whose an order is."""
        return self.sees(order.client, order)

    def _file(self, client_id: str) -> Client | None:
        try:
            return self.ctx.client(client_id)
        except InvalidError:  # the file cannot be read: nobody is its keeper
            return None


def none_withheld(client: Client, sight: Sight) -> None:
    """Make sure that a paper which is all figures of a client, a statement or a letter, is made for who may see them.

    Raises:
        RefusedError: for others it would have holes, and no client gets such a one.
    """
    if sight.sees(client):
        return
    roles = listed(role_name(role) for role in sight.ctx.policy.credit.figures)
    raise RefusedError(
        text(
            "what {client} owes is not yours to see ({clause}; policy.yaml: credit.figures)",
            client=client.id,
            clause=Clause("P0.4"),
        ),
        text("ask the keeper of its file, or one who holds: {roles}", roles=roles)
        if sight.ctx.policy.credit.figures
        else text("ask the keeper of its file: ordertool client show {id}", id=client.id),
    )


def figure(value: Decimal | None, *, seen: bool) -> Value:
    """A figure for a column of a report, or what stands in its place."""
    return value if seen or value is None else WITHHELD


def withheld(value: Any, name: str = "") -> Any:
    """A document without its figures: each says so; which fields there are, and what else they say, stays."""
    if isinstance(value, dict):
        return {key: withheld(one, "amount" if name in _BY_NAME else key) for key, one in value.items()}
    if isinstance(value, list):
        return [withheld(one) for one in value]
    return WITHHELD if name in _FIGURES and value is not None and not isinstance(value, bool) else value


def report_document(report: Report, sight: Sight) -> dict[str, Any]:
    """A report as `--json` gives it: it goes to many, so what is unpaid of an order is left out for who may not see it."""
    document = report.document()
    for section in report.sections:
        for row in document[section.name]:
            order = sight.ctx.order(row["id"]) if row.get("unpaid") and "id" in row else None
            if order is not None and not sight.sees_of(order):
                row["unpaid"] = WITHHELD
    return document


def client_record(client: Client, sight: Sight) -> dict[str, Any]:
    """A client's file as `--json` gives it."""
    document = client.model_dump(mode="json")
    if sight.sees(client):
        return document
    return document | {name: withheld(document[name]) for name in ("credit", "deposits", "openings", "duns")}
