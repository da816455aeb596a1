"""A client's file with its orders and what they come to: history comes from the orders, never typed twice (P4.1a)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import zip_longest
from typing import Any, NamedTuple

from ordertool.language import Text, _, listed, text
from ordertool.records.client import Client, Credit
from ordertool.records.order import STAGES, Order
from ordertool.reports.client_money import money_facts
from ordertool.reports.figures import WITHHELD, Sight, client_record, withheld
from ordertool.reports.order_table import colours_of
from ordertool.reports.queries import OrderRow
from ordertool.reports.screen import columns, flowing, painted, visible
from ordertool.reports.words import amount, stage_words
from ordertool.rules.file_duties import confirm_by, stale
from ordertool.rules.move import Context

_FIGURES = ("ordered", "paid", "written_off", "unpaid")
_NOT_ORDERED = ("inquiry", "draft", "lost", "cancelled")
_OPEN = STAGES[: STAGES.index("signed") + 1]


def ordered(order: Order) -> bool:
    """Whether the client's order stands: submitted, and neither lost nor cancelled."""
    return order.stage not in _NOT_ORDERED and order.last("lose", "cancel") is None


def figures(rows: Sequence[OrderRow]) -> dict[str, dict[str, Decimal]]:
    """By currency: what was ordered, what came in, was written off, and is unpaid."""
    sums: dict[str, dict[str, Decimal]] = {}
    for row in rows:
        terms = row.order.terms
        if terms is None or not (ordered(row.order) or row.order.payments):
            continue
        one = sums.setdefault(terms.currency, dict.fromkeys(_FIGURES, terms.rounded(Decimal(0))))
        one["paid"] += row.order.paid
        one["written_off"] += row.order.written_off
        if ordered(row.order):
            one["ordered"] += row.total or Decimal(0)
            one["unpaid"] += row.order.unpaid
    return sums


class History(NamedTuple):
    """What a client's orders come to: never typed, always counted (P4.1a)."""

    orders: int
    open: int
    last: OrderRow | None
    complaints: int
    open_complaints: int
    surveys: int
    score: Decimal | None

    def document(self) -> dict[str, Any]:
        """It as `--json` gives it."""
        last = {"id": self.last.order.id, "inquired": str(self.last.inquired)} if self.last else None
        score = None if self.score is None else f"{self.score:f}"
        return {**self._asdict(), "last": last, "score": score}


def history(rows: Sequence[OrderRow]) -> History:
    """The history in a client's orders; one that was lost or cancelled counts for no order."""
    stand = [row for row in rows if ordered(row.order)]
    scores = [row.order.survey.score for row in rows if row.order.survey is not None]
    return History(
        len(stand),
        sum(row.order.stage in _OPEN for row in rows),
        max(stand, key=lambda row: (row.order.log[0].at, row.order.id), default=None),
        sum(len(row.order.complaints) for row in rows),
        sum(len(row.order.open_complaints) for row in rows),
        len(scores),
        (Decimal(sum(scores)) / len(scores)).quantize(Decimal("0.1")) if scores else None,
    )


def client_summary(client: Client, now: datetime, ctx: Context, sight: Sight) -> dict[str, Any]:
    """The file on a list as `--json` gives it."""
    last = confirm_by(client, ctx)
    return client_record(client, sight) | {
        "keeper": client.keeper,
        "confirmed": client.confirmed.isoformat(),
        "confirm_by": None if last is None else str(last),
        "stale": stale(client, now, ctx),
    }


def client_document(
    client: Client, rows: Sequence[OrderRow], now: datetime, ctx: Context, sight: Sight
) -> dict[str, Any]:
    """The file as `--json` gives it."""
    sums = {currency: {name: f"{sum_:f}" for name, sum_ in one.items()} for currency, one in figures(rows).items()}
    return client_summary(client, now, ctx, sight) | {
        "merged_here": sorted(ctx.ids_of(client.id) - {client.id}),
        "history": history(rows).document(),
        "orders": [row.document() if sight.sees(client, row.order) else withheld(row.document()) for row in rows],
        "figures": sums if sight.sees(client) else withheld(sums),
    }


def client_lines(client: Client, rows: Sequence[OrderRow], now: datetime, ctx: Context, sight: Sight) -> list[str]:
    """The file on a screen."""
    seen = sight.sees(client)
    lines = [f"{painted(client.id, 'bold')}  {visible(client.profile.name)}"]
    facts = [(name, " ".join(value.split())) for name, value in _facts(client, now, ctx, seen=seen) if value]
    lines += columns(None, facts, flexible=(1,), wraps=True, indent=2)
    return [*lines, "", *_order_lines(client, rows, sight)]


def _parts(credit: Credit, *, seen: bool) -> dict[str, str | None]:
    """The three parts of an assessment (P7.1a)."""
    parts = {_("operations"): credit.operations, _("finances"): credit.finances, _("credit record"): credit.record}
    return {name: said if seen or not said else WITHHELD for name, said in parts.items()}


def _facts(client: Client, now: datetime, ctx: Context, *, seen: bool) -> Iterator[tuple[str, str | None]]:
    profile = client.profile
    if client.merged is not None:
        went = text("{client}: {reason}", client=client.merged.into, reason=client.merged.reason)
        yield _("merged into"), str(went)
    contact = text("{who}, {position}", who=profile.contact, position=profile.position)
    yield _("contact person"), str(contact) if profile.position else profile.contact
    yield _("phone"), profile.phone
    yield _("e-mail"), profile.email
    for other in profile.contacts:
        known = (other.name, other.position, other.phone, other.email)
        yield _("another contact"), str(listed(part for part in known if part))
    yield _("region"), profile.region
    yield _("address"), profile.address
    yield _("credit code"), profile.uscc
    yield _("needs"), profile.needs
    yield _("keeper"), client.keeper
    yield _("confirmed"), _confirmed(client, now, ctx)
    yield _("another than"), profile.although_like
    yield _("merged here"), str(listed(sorted(ctx.ids_of(client.id) - {client.id})))
    for one, newer in zip_longest(client.credit, client.credit[1:]):
        yield one.id, _credit_words(one, newer, ctx.day(now), seen=seen)
        yield from ((f"{one.id} {name}", said) for name, said in _parts(one, seen=seen).items())
    yield from money_facts(client, seen=seen)


def _confirmed(client: Client, now: datetime, ctx: Context) -> str | None:
    """When the file was last said to be right, and until when that holds; nothing while it is as new as its opening."""
    last = confirm_by(client, ctx)
    day = ctx.day(client.confirmed)
    if last is None or (client.last("confirm-file") is None and last >= ctx.day(now)):
        return None
    if last < ctx.day(now):
        return str(text("on {day}; to be confirmed again since {last}", day=day, last=last))
    return str(text("on {day}; again by {last}", day=day, last=last))


def client_table(clients: Sequence[Client], now: datetime, ctx: Context, *, stale: bool) -> list[str]:
    """Clients as a list; with when they were confirmed and by when that was to be done anew, if that is asked."""
    head = [_("client"), _("client name"), _("region"), _("contact person"), _("credit grade")]
    head += [_("keeper"), _("confirmed"), _("confirm by")] if stale else []
    rows = []
    for client in clients:
        valid, profile = client.credit_on(ctx.day(now)), client.profile
        name = profile.name
        if client.merged is not None:
            name = str(text("{name} (merged into {client})", name=name, client=client.merged.into))
        cells = [client.id, name, profile.region or "", profile.contact, valid.grade if valid else "–"]
        rows.append(
            [*cells, client.keeper, str(ctx.day(client.confirmed)), str(confirm_by(client, ctx))] if stale else cells
        )
    if not rows and stale:
        return [_("no client's file waits to be confirmed")]
    return columns(head, rows, flexible=(1, 3), ids=0)


def _credit_words(credit: Credit, newer: Credit | None, today: date, *, seen: bool) -> str:
    said = [text("grade {grade}", grade=credit.grade)]
    if credit.limit is not None:
        limit = _("unlimited") if isinstance(credit.limit, str) else f"{credit.limit:,.2f}"
        limit = limit if seen else WITHHELD
        said.append(text("limit {limit}", limit=limit))
    if credit.days is not None:
        said.append(text("{days} days", days=credit.days))
    mark = _("in force") if credit.valid_until >= today else _("expired")
    if newer is not None:
        mark = str(text("superseded by {item}", item=newer.id))
    said.append(text("until {day} ({mark})", day=credit.valid_until, mark=mark))
    evidence = text("evidence: {evidence}", evidence=" ".join(credit.evidence.split()) if seen else WITHHELD)
    return f"{listed(said)}{_('; ')}{evidence}"


def _history_words(found: History) -> Text:
    """The history in one line; complaints and surveys only where there are any."""
    said = [text("Orders: {count}, open: {open}", count=found.orders, open=found.open)]
    if found.last is not None:
        said.append(text("last: {id} of {day}", id=found.last.order.id, day=found.last.inquired))
    if found.complaints:
        said.append(text("complaints: {count}, open: {open}", count=found.complaints, open=found.open_complaints))
    if found.score is not None:
        said.append(text("survey: {score} of 5 on average, answers: {count}", score=found.score, count=found.surveys))
    return text("{said}", said=_("; ").join(map(str, said)))


def _unpaid(order: Order) -> str:
    return amount(order.unpaid) if ordered(order) else "–"


def _order_lines(client: Client, rows: Sequence[OrderRow], sight: Sight) -> list[str]:
    if not rows:
        return [_("no orders")]
    head = [_("order"), _("inquiry on"), _("stage"), _("matter"), _("promised"), _("total"), _("unpaid")]
    cells = [
        [
            row.order.id,
            str(row.inquired),
            stage_words(row.order),
            row.matter,
            str(row.deliver_by or "–"),
            *((amount(row.total), _unpaid(row.order)) if sight.sees(client, row.order) else (WITHHELD, WITHHELD)),
        ]
        for row in rows
    ]
    lines = columns(head, cells, flexible=(3,), ids=0, spare=(4,), right=(5, 6), colours=colours_of(rows))
    lines += flowing(str(_history_words(history(rows))))
    for currency, sums in figures(rows).items():
        seen = sight.sees(client)
        shown = {name: amount(value, currency) if seen else WITHHELD for name, value in sums.items()}
        said = text("Ordered {ordered}, paid {paid}, written off {written_off}, unpaid {unpaid}", **shown)
        lines += flowing(str(said))
    return lines
