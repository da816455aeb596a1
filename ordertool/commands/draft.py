"""`ordertool draft`: the order application form, by flags, from a file, or field by field (P2.2a)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from typer import Option

from ordertool.book.yaml_reader import Document
from ordertool.commands.as_typed import amount, field_value, given, pairs, payment
from ordertool.commands.days import to_come
from ordertool.commands.editing import edited_form, kept
from ordertool.commands.frame import Answer, OrderId, Request, command
from ordertool.commands.named import type_named
from ordertool.commands.setting import Fields, client_id, fields_of, put_fields
from ordertool.errors import InvalidError, UsageError
from ordertool.inputs import document_from
from ordertool.language import _, text
from ordertool.records.amending import LINE_FIELDS
from ordertool.records.faults import validated
from ordertool.records.intake import Form
from ordertool.records.order import Order
from ordertool.rules.move import Context


@command(move=("order", "draft"))
def run(
    request: Request,
    order: OrderId,
    client: Annotated[str | None, Option(help=_("The client's id or the last letters of it."))] = None,
    project: Annotated[str | None, Option(help=_("The project's name."))] = None,
    description: Annotated[str | None, Option(help=_("What it is about."))] = None,
    type_: Annotated[str | None, Option("--type", help=_("The order type, such as standard."))] = None,
    domain: Annotated[str | None, Option(help=_("The business domain, such as storage."))] = None,
    line: Annotated[
        list[str] | None,
        Option(
            help=_(
                'A line, "item=…;spec=…;quantity=…;unit=…;price=…"; repeat it. All lines together replace the old ones.'
            )
        ),
    ] = None,
    deliver_by: Annotated[str | None, Option(metavar="DATE", help=_("The delivery day."))] = None,
    deliver_to: Annotated[str | None, Option(help=_("The delivery place."))] = None,
    payment_: Annotated[
        str | None, Option("--payment", help=_("account:DAYS, prepayment:PERCENT or cash-on-delivery."))
    ] = None,
    currency: Annotated[str | None, Option(help=_("The currency, such as CNY."))] = None,
    tax: Annotated[str | None, Option(metavar="AMOUNT", help=_("The tax that comes on top of the lines."))] = None,
    contract: Annotated[str | None, Option(help=_("The contract's number."))] = None,
    client_order: Annotated[str | None, Option(help=_("The client's own order number."))] = None,
    from_: Annotated[
        str | None,
        Option("--from", metavar="FILE", help=_("Read the form from a YAML or JSON file, or - for standard input.")),
    ] = None,
    set_: Fields = [],  # noqa: B006 (typer reads it as: none given)
    like: Annotated[
        str | None,
        Option(metavar="ID", help=_("Begin with the form of another order, but for its day and its numbers.")),
    ] = None,
    edit: Annotated[bool, Option("--edit", help=_("Fill the form in in your editor (VISUAL, EDITOR)."))] = False,
) -> Answer:
    """Fill in the form."""
    flags = given(
        client=client, project=project, description=description, type=type_ and type_named(request, type_),
        domain=domain, deliver_by=to_come(request, deliver_by),
        deliver_to=deliver_to, payment=payment(payment_), currency=currency, tax=amount(tax), contract=contract, client_order=client_order,
    )  # fmt: skip
    if line:
        flags["lines"] = [_line(request, n, one) for n, one in enumerate(line, 1)]
    read = _like(request, like) if like else {}
    if from_:
        read |= _checked(request, document_from(from_), from_)
    changes = fields_of(request, set_ or ())
    if not (flags or read or changes or edit):
        raise UsageError(text("nothing was given to fill in"), text("name a field, for example --project"))

    def filled_in(old: Order, currency: str) -> dict[str, Any]:
        values: dict[str, Any] = old.form.plain() if old.form else {"currency": currency}
        return {"currency": currency} | put_fields(values | read | flags, changes)

    if edit:
        return _in_editor(request, order, filled_in)
    return request.make("draft", order, lambda old, ctx: _form(request, filled_in(old, ctx.policy.currency)))


def _line(request: Request, number: int, typed: str) -> dict[str, str]:
    found = pairs(typed, LINE_FIELDS, "--line")
    return {"id": f"L{number}", **{name: field_value(request, name, value) for name, value in found.items()}}


def _form(request: Request, values: dict[str, Any]) -> Form:
    if isinstance(values.get("client"), str):
        values["client"] = client_id(request, values["client"])
    return validated(Form, values)


def _in_editor(request: Request, typed: str, begin: Callable[[Order, str], dict[str, Any]]) -> Answer:
    """The form as the user's editor leaves it; what was typed is kept in a file until it is stored."""
    seen: Order = request.read("order", typed)
    document, place = edited_form(seen.id, begin(seen, request.session.ctx.policy.currency))

    def give(old: Order, _ctx: Context) -> Form:
        if old.form != seen.form:
            raise kept(InvalidError(text("somebody else changed the form while you edited it")), typed, place)
        try:
            return _form(request, _checked(request, document, str(place)))
        except InvalidError as error:
            raise kept(error, typed, place) from None

    answer = request.make("draft", typed, give)
    if not request.dry_run:
        place.unlink()
    return answer


def _like(request: Request, typed: str) -> dict[str, Any]:
    """The form of another order: what a repeat order has in common with it (P2.2a)."""
    other: Order = request.read("order", typed)
    values = other.terms.plain() if other.terms else {}
    if other.client is not None:  # its file may have been merged into another since
        values["client"] = request.session.ctx.client_of(other)
    return {name: value for name, value in values.items() if name not in ("deliver_by", "contract", "client_order")}


def _checked(request: Request, document: Document, path: str) -> dict[str, Any]:
    """The form in a document, checked on its own so that faults are told with their line and column."""
    # What was left empty is as good as left out; `total` is in what `show --json` gives.
    values = {name: value for name, value in document.data.items() if value is not None and name != "total"}
    lines = values.get("lines")
    if isinstance(lines, list):
        values["lines"] = [{"id": f"L{n}", **one} if isinstance(one, dict) else one for n, one in enumerate(lines, 1)]
    if isinstance(values.get("payment"), str):
        values["payment"] = payment(values["payment"])
    if isinstance(values.get("type"), str):
        values["type"] = type_named(request, values["type"])
    checked = {name: value for name, value in values.items() if name != "client"}
    validated(Form, checked, path, document.place)
    return values
