"""`--set FIELD=VALUE`: fields of a form, one by one, as `draft`, `change` and `correct` take them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from typer import Option

from ordertool.commands.as_typed import field_value, pair
from ordertool.commands.frame import Request
from ordertool.errors import InvalidError, UsageError
from ordertool.language import Text, _, listed, text
from ordertool.nearest import did_you_mean, meant, nearest
from ordertool.records.amending import FORM_FIELDS, LINE_FIELDS, UnknownFieldError, with_field
from ordertool.records.faults import validated
from ordertool.records.intake import Form
from ordertool.records.order import Order

Fields = Annotated[
    list[str],
    Option(
        "--set",
        metavar="FIELD=VALUE",
        help=_(
            "Change one field, such as project=… or lines.L1.spec=…; an empty value clears it. Repeat it for several."
        ),
    ),
]


def fields_of(request: Request, typed: Sequence[str]) -> dict[str, str | None]:
    """The fields that were typed, with the words that are stored for them.

    Raises:
        InvalidError: one is no pair.
    """
    found: dict[str, str | None] = {}
    for one in typed:
        name, value = pair(one, "--set")
        value = field_value(request, name, value)
        found[name] = value if value.strip() else None
    return found


def put_fields(
    values: dict[str, Any], fields: dict[str, str | None], gone: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """A form's plain values with fields set.

    Raises:
        InvalidError: the form has no such field or line.
    """
    for name, value in fields.items():
        try:
            values = with_field(values, name, value, gone)
        except UnknownFieldError as error:
            if error.line:
                raise InvalidError(text("there is no line {line}", line=error.line), _there(error)) from None
            raise InvalidError(
                text("the form has no field {name}", name=error.name), _field_meant(name) or _there(error)
            ) from None
    return values


def _there(error: UnknownFieldError) -> Text:
    return text("it has: {names}", names=listed(error.known) or "–")


def _field_meant(name: str) -> Text | None:
    """The field that is near; one of a line may have been typed without the line."""
    section, _dot, rest = name.partition(".")
    line, _dot, field = rest.partition(".")
    if section == "lines" and field:
        return did_you_mean(name, (f"lines.{line}.{one}" for one in nearest(field, LINE_FIELDS)))
    if name in LINE_FIELDS:
        return meant([f"lines.L1.{name}"])
    return did_you_mean(name, FORM_FIELDS)


def amended(request: Request, old: Order, typed: Sequence[str]) -> dict[str, str | None]:
    """What a change or a correction sets on an order's terms, made sure to fit the form.

    Raises:
        InvalidError: a field or a value does not fit.
    """
    fields = fields_of(request, typed)
    if fields.get("client"):
        fields["client"] = client_id(request, fields["client"] or "")
    assert old.terms is not None
    validated(Form, put_fields(old.terms.plain(), fields, old.lines_gone))
    return fields


def client_id(request: Request, typed: str) -> str:
    """The client's whole id; what no file has is a bad value, as in a record.

    Raises:
        InvalidError: nothing fits, or several do.
    """
    try:
        return request.session.id("client", typed)
    except UsageError as error:
        raise InvalidError(error.message, error.hint) from None
