"""A bad value is told by the option it was typed for, not by the field of the record that would have held it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ordertool.errors import InvalidError, Problem
from ordertool.language import Text

_CALLED = {
    "limit": "line", "start": "from", "end": "to", "note": "reason", "departments": "with", "department": "ask",
    "agreed": "agreed-by", "reasons": "return", "quantities": "quantity",
}  # fmt: skip
"""Fields that an option of another name fills."""
_LEFT_OUT: tuple[Any, ...] = (None, False, (), [])
"""What an option has that was not given; an empty word was."""


def at_options(error: InvalidError, given: Mapping[str, Any]) -> InvalidError:
    """The same error, with the options that were given, by their names, in place of the fields.

    What stands in a file has its own place, and keeps it.
    """
    if not error.problems or any(problem.path for problem in error.problems):
        return error
    problems = [problem._replace(field=_option(problem, given)) for problem in error.problems]
    first = problems[0]
    message = error.message
    if "what" in message.values and "where" in message.values:
        message = Text(message.message, {"where": first.where(), "what": first.message})
    return InvalidError(message, error.hint, problems)


def _option(problem: Problem, given: Mapping[str, Any]) -> str:
    """The option of the innermost field that has one, with what of it is meant: `--line 2: price`."""
    parts = problem.field.split(".")
    for place in range(len(parts) - 1, -1, -1):
        for name in (parts[place], _CALLED.get(parts[place], ""), parts[place].removesuffix("s")):
            if given.get(f"--{name.replace('_', '-')}") not in _LEFT_OUT:
                words, rest = f"--{name.replace('_', '-')}", parts[place + 1 :]
                if rest and rest[0].isdigit():
                    many = len(given[words]) > 1 if isinstance(given[words], list) else False
                    words, rest = f"{words} {int(rest[0]) + 1}" if many else words, rest[1:]
                return f"{words}: {'.'.join(rest)}" if rest else words
    return f"--set: {problem.field}" if given.get("--set") else problem.field
