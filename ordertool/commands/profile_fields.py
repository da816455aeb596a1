"""Fields of a person's file as `staff edit` takes them: one by one, lists at once, an empty value for nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ordertool.commands.as_typed import ROLES, one_of, pair, whole
from ordertool.errors import InvalidError
from ordertool.language import listed, text
from ordertool.nearest import did_you_mean
from ordertool.records.staff import StaffProfile

_LISTS = ("roles", "domains", "regions")
_FIGURES = ("capacity", "weight")


def split(typed: Iterable[str]) -> list[str]:
    """The values of a list, however they were typed: `owner,support`, or one after another."""
    return [part.strip() for one in typed for part in re.split("[,，、;；]", one) if part.strip()]


def roles_of(typed: Iterable[str], option: str = "--role") -> list[str]:
    """The roles that were typed, in either language.

    Raises:
        InvalidError: one is none.
    """
    return [one_of(part, ROLES, option) or "" for part in split(typed)]


def profile_fields(typed: Iterable[str]) -> dict[str, Any]:
    """The fields that `--set` names, lists split at their commas.

    Raises:
        InvalidError: one is no pair, or no field of the file.
    """
    found: dict[str, Any] = {}
    for one in typed:
        name, value = pair(one, "--set")
        if name not in StaffProfile.model_fields:
            raise InvalidError(
                text("the file has no field {name}", name=name),
                did_you_mean(name, StaffProfile.model_fields)
                or text("there are: {names}", names=listed(StaffProfile.model_fields)),
            )
        found[name] = [value] if name in _LISTS else value
    return found


def profile_values(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The values that are stored for what was typed; None for what is to be cleared.

    Raises:
        InvalidError: a role or a figure is none.
    """
    found: dict[str, Any] = {}
    for name, value in fields.items():
        if name in _LISTS:
            found[name] = roles_of(value) if name == "roles" else split(value)
        elif name in _FIGURES:
            found[name] = whole(value, f"--{name}") if value.strip() else None
        else:
            found[name] = value
    return found
