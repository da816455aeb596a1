"""`ordertool opening`: orders at mid-way and debts from before the book, from a document (P4.2a)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any

from typer import Option

from ordertool.book.yaml_reader import Document
from ordertool.commands.as_typed import payment
from ordertool.commands.frame import Answer, Request, command, unfinished
from ordertool.commands.named import type_named
from ordertool.commands.setting import client_id
from ordertool.errors import InvalidError, UsageError
from ordertool.inputs import document_from
from ordertool.language import _, text
from ordertool.making import Made, Step, make_all, would_refuse
from ordertool.records.client_money import OpeningDebtInput
from ordertool.records.faults import validated
from ordertool.records.order import ITEM_TYPES, Order
from ordertool.records.values import ID_LETTERS

_ANY = "SO-20000101-" + ID_LETTERS[0] * 5
"""The id of an order until it gets its own."""


@command(move=("order", "opening"))
def run(
    request: Request,
    from_: Annotated[
        str,
        Option(
            "--from",
            metavar="FILE",
            help=_("A YAML or JSON file with orders and receivables, or - for standard input."),
        ),
    ],
) -> Answer:
    """Bring in what was open before the book."""
    document = document_from(from_)
    odd = sorted(set(document.data) - {"orders", "receivables"})
    if odd or not document.data:
        raise InvalidError(
            text("{path}: it holds {names}", path=from_, names=", ".join(odd) or "–"),
            text("it holds orders: and receivables:, a list each; docs/how-to/money.md shows one"),
        )
    orders = [_order_step(request, one, n, from_, document) for n, one in _items(document, "orders", from_)]
    debts = [_debt_step(request, one, n, from_, document) for n, one in _items(document, "receivables", from_)]
    batches = [batch for batch in (orders, *_one_a_client(debts)) if batch]
    for batch in batches[1:]:  # what comes in after the first commit is refused before it
        for step in batch:
            refused = would_refuse(request.session, step)
            if refused is not None:
                raise InvalidError(
                    text("{client}: {reason}", client=step.record_id, reason=refused), text("mend the document")
                )
    made = [make_all(request.session, batch) for batch in batches]
    return _told(request, [one for batch in made for one in batch])


def _items(document: Document, name: str, path: str) -> list[tuple[int, dict[str, Any]]]:
    """The items of a list of the document, with their places.

    Raises:
        InvalidError: it is no list of such.
    """
    found = document.data.get(name) or []
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise InvalidError(
            text("{path}: {name} is no list of items", path=path, name=name),
            text("it holds orders: and receivables:, a list each; docs/how-to/money.md shows one"),
        )
    return list(enumerate(found))


def _placed(document: Document, *at: Any) -> Callable[..., tuple[int, int] | None]:
    return lambda loc: document.place((*at, *loc))


def _order_step(request: Request, data: dict[str, Any], number: int, path: str, document: Document) -> Step:
    """The step that brings an order in: ids of items are given where they were left out."""
    values = {name: _with_ids(name, value) for name, value in data.items() if value is not None}
    stage = values.get("stage")
    form = values.get("form")
    if isinstance(form, dict):
        values["form"] = _form(request, form)
    entry = {"at": request.session.at, "by": request.session.actor, "move": "opening", "to": stage}
    given = validated(Order, {**values, "id": _ANY, "log": [entry]}, path, _placed(document, "orders", number))
    return Step("order", "opening", None, lambda _old, _ctx: given)


def _form(request: Request, form: dict[str, Any]) -> dict[str, Any]:
    values = {name: value for name, value in form.items() if value is not None and name != "total"}
    if isinstance(values.get("lines"), list):
        values["lines"] = [
            {"id": f"L{n}", **one} if isinstance(one, dict) else one for n, one in enumerate(values["lines"], 1)
        ]
    if isinstance(values.get("type"), str):
        values["type"] = type_named(request, values["type"])
    if isinstance(values.get("client"), str):
        values["client"] = client_id(request, values["client"])
    if isinstance(values.get("payment"), str):
        values["payment"] = payment(values["payment"])
    return values


def _with_ids(name: str, value: Any) -> Any:
    """The items of a list with their ids."""
    if name not in ITEM_TYPES or not isinstance(value, list):
        return value
    prefix = ITEM_TYPES[name][0]
    return [{"id": f"{prefix}{n}", **one} if isinstance(one, dict) else one for n, one in enumerate(value, 1)]


def _debt_step(request: Request, data: dict[str, Any], number: int, path: str, document: Document) -> Step:
    """The step that brings a debt in."""
    values = {"currency": request.session.ctx.policy.currency} | dict(data)
    client = values.pop("client", None)
    if not isinstance(client, str):
        raise InvalidError(
            text("{path}: receivables.{number}: no client is named", path=path, number=number + 1),
            text("add client: C-…"),
        )
    given = validated(OpeningDebtInput, values, path, _placed(document, "receivables", number))
    return Step("client", "opening", client_id(request, client), lambda _old, _ctx: given)


def _one_a_client(steps: Sequence[Step]) -> list[list[Step]]:
    """Steps in rows that name each client once: a commit makes one move on a record."""
    rows: list[list[Step]] = []
    for step in steps:
        row = next((row for row in rows if all(one.record_id != step.record_id for one in row)), None)
        if row is None:
            rows.append([step])
        else:
            row.append(step)
    return rows


def _told(request: Request, made: Sequence[Made]) -> Answer:
    """What came in."""
    if not made:
        raise UsageError(text("the document holds nothing"), text("docs/how-to/money.md shows one"))
    orders = [one.record for one in made if isinstance(one.record, Order)]
    debts = [one for one in made if not isinstance(one.record, Order)]
    document = {
        "orders": [order.id for order in orders],
        "receivables": [{"client": one.record.id, "item": one.entry.item} for one in debts],
        "commits": list(dict.fromkeys(one.commit for one in made)),
        "dry_run": request.dry_run,
    }
    lines = [str(text("brought in: {orders} orders, {debts} debts", orders=len(orders), debts=len(debts)))]
    lines += [f"  {order.id}  {_(order.stage)}  {order.client_name}" for order in orders]
    lines += [f"  {one.record.id}  {one.entry.item}" for one in debts]
    if request.dry_run:
        lines.append(_("dry run, nothing written"))
    warnings = [unfinished(one.warning) for one in made if one.warning]
    return Answer(document, lines, 0, warnings[:1])
