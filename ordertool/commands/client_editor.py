"""A client's file in the user's editor, or from a document: all of its profile at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ordertool.book.yaml_reader import Document
from ordertool.book.yaml_writer import dump_section
from ordertool.commands.as_typed import code
from ordertool.commands.client_fields import phone
from ordertool.commands.editing import edited
from ordertool.errors import InvalidError
from ordertool.inputs import document_from
from ordertool.language import Text, text
from ordertool.records.client import Client, ClientContact, ClientProfile
from ordertool.records.faults import validated
from ordertool.rules.conditions.saying import short


def profile_from(path: str, known: tuple[str, ...]) -> ClientProfile:
    """The profile in a document; `known` are phone numbers that stand in the file as they are."""
    return _checked(document_from(path), path, known)


def edited_profile(client: Client) -> tuple[ClientProfile, Path]:
    """The profile as the user's editor leaves it, and the file in which it is kept until it is stored.

    Raises:
        UsageError: there is no editor, it failed, or nothing was changed.
        InvalidError: what was typed does not fit; the file is kept and named.
    """
    document, place = edited(client.id, profile_text(client), lambda path: _go_on(client, path))
    try:
        return _checked(document, str(place), client.profile.phones), place
    except InvalidError as error:
        raise kept(error, client, place) from None


def kept(error: InvalidError, client: Client, place: Path) -> InvalidError:
    """The same error, naming the file in which what was typed is kept."""
    return InvalidError(error.message, _go_on(client, place), error.problems)


def _go_on(client: Client, place: Path) -> Text:
    return text(
        "what you typed is kept; mend it and go on: ordertool client edit {id} --from {path}",
        id=short(client.id), path=place,
    )  # fmt: skip


def profile_text(client: Client) -> str:
    """The profile as people edit it: every field, those without a value empty."""
    values = client.profile.plain()
    parts = ["# " + str(text("Client {id}; lines that begin with # do not count.", id=client.id)) + "\n"]
    for name in ClientProfile.model_fields:
        if name in values:
            parts.append(dump_section(name, values[name]))
        elif name == "contacts":
            fields = [f"{'-' if field == 'name' else ' '} {field}:\n" for field in ClientContact.model_fields]
            parts.append("contacts:\n" + "".join(f"#  {line}" for line in fields))
        else:
            parts.append(f"{name}:\n")
    return "".join(parts)


def _checked(document: Document, path: str, known: tuple[str, ...]) -> ClientProfile:
    """The profile in a document, checked on its own so that faults are told with their line and column."""
    values: dict[str, Any] = {name: value for name, value in document.data.items() if value is not None}
    if isinstance(values.get("uscc"), str):
        values["uscc"] = code(values["uscc"])
    contacts = values.get("contacts")
    for one in (values, *(contacts if isinstance(contacts, list) else ())):
        if isinstance(one, dict) and isinstance(one.get("phone"), str) and one["phone"] not in known:
            one["phone"] = phone(one["phone"], "phone")
    return validated(ClientProfile, values, path, document.place)
