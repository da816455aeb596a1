"""Turns what Pydantic found into problems with places, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ordertool.errors import InvalidError, Problem
from ordertool.language import N_, Text, listed, text
from ordertool.nearest import did_you_mean
from ordertool.records.values import FORMS, OWN_FAULTS

Place = Callable[[Sequence[str | int]], tuple[int, int] | None]
Model = TypeVar("Model", bound=BaseModel)

_KNOWN = {
    "missing": N_("is missing"),
    "invalid_key": N_("a name must be text"),
    "extra_forbidden": N_("is not a known field"),
    "string_type": N_("must be text (in quotes, when it looks like a number)"),
    "string_unicode": N_("is not valid Unicode text"),
    "string_too_long": N_("is longer than {max_length} characters"),
    "string_too_short": N_("must not be empty"),
    "literal_error": N_("must be one of {expected}"),
    "int_type": N_("must be a whole number"),
    "int_parsing": N_("must be a whole number"),
    "bool_type": N_("must be true or false"),
    "bool_parsing": N_("must be true or false"),
    "greater_than_equal": N_("must be at least {ge}"),
    "less_than_equal": N_("must be at most {le}"),
    "too_short": N_("needs at least {min_length}"),
    "tuple_type": N_("must be a list"),
    "list_type": N_("must be a list"),
    "dict_type": N_("must be a mapping of names to values"),
    "model_type": N_("must be a mapping of names to values"),
    "model_attributes_type": N_("must be a mapping of names to values"),
    "date_type": N_("must be a day such as 2026-11-23"),
    "date_parsing": N_("must be a day such as 2026-11-23"),
    "date_from_datetime_parsing": N_("must be a day such as 2026-11-23"),
    "date_from_datetime_inexact": N_("must be a day such as 2026-11-23"),
    "timezone_aware": N_("must be a time with an offset, such as 2026-11-23T09:30:00+08:00"),
    "datetime_parsing": N_("must be a time such as 2026-11-23T09:30:00+08:00"),
    "datetime_from_date_parsing": N_("must be a time such as 2026-11-23T09:30:00+08:00"),
    "datetime_type": N_("must be a time such as 2026-11-23T09:30:00+08:00"),
}


def _said(error: Any) -> Text:
    """The message for one Pydantic error; our own checks have left their template in `OWN_FAULTS`."""
    if error["type"] == "string_pattern_mismatch":
        pattern = error["ctx"]["pattern"]
        return Text(FORMS[pattern])
    template = _KNOWN.get(error["type"]) or OWN_FAULTS.get(error["type"])
    if template is None:
        return text("{message}", message=error["msg"])
    values = dict(error.get("ctx") or {})
    if "expected" in values:
        values["expected"] = listed(_words_of(error))
    return Text(template, values)


def _words_of(error: Any) -> list[str]:
    """The words of a list that a value is not on."""
    return re.findall("'([^']+)'", error["ctx"]["expected"])


def problems_in(error: ValidationError, path: str = "", place: Place | None = None) -> tuple[Problem, ...]:
    """Every fault that Pydantic found, with field, and line and column where the reader knows them."""
    found = []
    faults = error.errors(include_url=False)
    for fault in faults:
        if fault["type"] == "too_short" and any(one["loc"][:-1][: len(fault["loc"])] == fault["loc"] for one in faults):
            continue  # what is wrong within a list was not counted, and is told itself
        loc = tuple(part for part in fault["loc"] if not (isinstance(part, str) and part.endswith("]")))
        line, column = (place(loc) if place else None) or (None, None)
        message = _said(fault)
        found.append(
            Problem(message, path=path, line=line, column=column, field=".".join(map(str, loc)), kind=fault["type"])
        )
    return tuple(found)


def _meant(error: ValidationError) -> Text | None:
    """The word of a list that is near, when the first fault is a word that is not on it."""
    first = error.errors(include_url=False)[0]
    if first["type"] != "literal_error" or not isinstance(first["input"], str):
        return None
    return did_you_mean(first["input"], _words_of(first))


def validated(model: type[Model], data: object, path: str = "", place: Place | None = None) -> Model:
    """Check `data` against `model`.

    Raises:
        InvalidError: with every fault as a `Problem`.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems = problems_in(error, path, place)
        first = problems[0]
        where = first.where()
        message = text("{where}: {what}", where=where, what=first.message) if where else first.message
        near = _meant(error) or text("correct the value and try again")
        raise InvalidError(message, near, problems) from None
