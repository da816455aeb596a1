"""Fields of a client's file as `client add` and `client edit` take them: one by one, in the form that is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any

from typer import Option

from ordertool.commands.as_typed import code, pair, pairs
from ordertool.commands.frame import Request
from ordertool.commands.people import person
from ordertool.errors import InvalidError
from ordertool.language import _, listed, text
from ordertool.nearest import did_you_mean
from ordertool.records.client import ClientContact, ClientProfile
from ordertool.rules.phones import normal_phone
from ordertool.rules.regions import region_named, region_of

Name = Annotated[str | None, Option(help=_("The client's name."))]
Contact = Annotated[str | None, Option(help=_("Who speaks for them."))]
Position = Annotated[str | None, Option(help=_("What that person is there, such as buyer."))]
Region = Annotated[
    str | None, Option(help=_("The client's region, such as 浙江; else by the address, where that tells."))
]
Phone = Annotated[str | None, Option(help=_("Their phone number: 13800001234, 0574-87654321, +4930123456."))]
Email = Annotated[str | None, Option(help=_("Their e-mail address."))]
Code = Annotated[str | None, Option(help=_("The unified social credit code, 18 characters."))]
Address = Annotated[str | None, Option(help=_("Their address."))]
Keeper = Annotated[str | None, Option(metavar="STAFF", help=_("Who keeps the file; else who opens it."))]
Another = Annotated[
    list[str] | None,
    Option(
        help=_('Another contact, "name=…;position=…;phone=…;email=…"; repeat it. All together replace the old ones.')
    ),
]
Needs = Annotated[str | None, Option(help=_("What the client needs: goods, quantities, seasons."))]
AlthoughLike = Annotated[
    str | None, Option(metavar="REASON", help=_("Why it is another client than those that it is like."))
]


def set_fields(typed: Iterable[str]) -> dict[str, Any]:
    """The fields that `--set` names.

    Raises:
        InvalidError: one is no pair, or no field of the file that is one value.
    """
    known = [name for name in ClientProfile.model_fields if name != "contacts"]
    found: dict[str, Any] = {}
    for one in typed:
        name, value = pair(one, "--set")
        if name not in known:
            raise InvalidError(
                text("the file has no field {name}", name=name),
                did_you_mean(name, known) or text("there are: {names}", names=listed(known)),
            )
        found[name] = value
    return found


def stored(request: Request, fields: Mapping[str, Any], *, clears: bool = True) -> dict[str, Any]:
    """The values that are stored for what was typed; where an empty one `clears`, None for what it does.

    Raises:
        InvalidError: a phone number is none, or a contact cannot be read.
    """
    found: dict[str, Any] = {name: value for name, value in fields.items() if value is not None}
    for name, value in found.items():
        if name == "another":
            continue
        if not value.strip():
            found[name] = None if clears else value
        elif name == "phone":
            found[name] = phone(value, "--phone")
        elif name == "uscc":
            found[name] = code(value)
        elif name == "region":
            found[name] = region_named(value)
        elif name == "keeper":
            found[name] = person(request, value, "--keeper")
    if "another" in found:
        found["contacts"] = _contacts(found.pop("another"))
    return found


def _contacts(typed: Sequence[str]) -> list[dict[str, Any]]:
    """The other contacts; one empty value clears them."""
    found: list[dict[str, Any]] = [pairs(one, ClientContact.model_fields, "--another") for one in typed if one.strip()]
    for contact in found:
        if "phone" in contact:
            contact["phone"] = phone(contact["phone"], "--another")
    return found


def phone(typed: str, option: str) -> str:
    """A phone number in the one form that is kept.

    Raises:
        InvalidError: it is none.
    """
    found = normal_phone(typed)
    if found is not None:
        return found
    digits = "".join(char for char in typed if char.isdigit() or char == "+")
    meant = normal_phone(digits)
    hint = (
        text("write it as {phone}", phone=meant)
        if meant
        else text(
            "write a mobile number with its eleven digits, a landline with its area code, one abroad with + and the country"
        )
    )
    raise InvalidError(text('{option} "{typed}" is no phone number', option=option, typed=typed), hint)


def with_region(values: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """Values with the region that the address tells, where none is named and the old one was not chosen by hand."""
    told = region_of(values.get("address"))
    if told is None or "region" in values or before.get("region") not in (None, region_of(before.get("address"))):
        return dict(values)
    return {**values, "region": told}
