"""Every refusal and every exit code.

A refusal is two lines on stderr: what and why, then what to do next. Nothing has been written when one of
these is raised.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from ordertool.language import Text, text

if TYPE_CHECKING:
    from collections.abc import Sequence

DONE = 0
FOUND = 1
USAGE = 2
REFUSED = 3
INVALID = 4
STORE = 5
BUG = 70
INTERRUPTED = 130


class Problem(NamedTuple):
    """One thing wrong with a record or an input, and where (lines and columns count from 1)."""

    message: Text
    path: str = ""
    line: int | None = None
    column: int | None = None
    field: str = ""
    kind: str = "invalid"

    def place(self) -> str:
        """`path:line:column`, as far as it is known."""
        parts = [self.path] if self.path else []
        if self.line is not None:
            parts.append(str(self.line))
            if self.column is not None:
                parts.append(str(self.column))
        return ":".join(parts)

    def where(self) -> str:
        """The place and the field, as far as they are known."""
        return ": ".join(part for part in (self.place(), self.field) if part)

    def document(self) -> dict[str, object]:
        """The problem as `--json` gives it."""
        return {
            "path": self.path or None,
            "line": self.line,
            "column": self.column,
            "field": self.field or None,
            "kind": self.kind,
            "message": str(self.message),
        }


class OrdertoolError(Exception):
    """What a user did or met that ends a command; each kind has its own exit code.

    `why` is the reason alone, where the message also says which move and which record.
    """

    exit_code: ClassVar[int] = BUG
    code: ClassVar[str] = "error"

    def __init__(self, message: Text, hint: Text | None = None, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.problems = tuple(problems)
        self.why: Text | None = None

    def __str__(self) -> str:
        return str(self.message)


class UsageError(OrdertoolError):
    """The command line itself is off: an unknown record, an option that does not fit."""

    exit_code = USAGE
    code = "usage"


class MissingOptionError(UsageError):
    """An option is needed that was left out; on a terminal it is asked for.

    `asked` is the click context and parameter, where it can be chosen from a list.
    """

    def __init__(self, option: str, hint: Text | None = None, asked: object = None) -> None:
        super().__init__(text("{name} is missing", name=option), hint or text("add it: {name} …", name=option))
        self.option = option
        self.asked = asked


class RefusedError(OrdertoolError):
    """The table of moves, a role or a condition says no; `for_the_actor` when it is not about the record."""

    exit_code = REFUSED
    code = "refused"
    for_the_actor: bool = False


class InvalidError(OrdertoolError):
    """A record or an input does not fit its model; `problems` holds each fault with its place."""

    exit_code = INVALID
    code = "invalid"


class StoreError(OrdertoolError):
    """The disk, git or the lock stands in the way."""

    exit_code = STORE
    code = "store"


class UnsavedEditError(StoreError):
    """A record's file differs from its last commit, so a move on it would mix two changes."""

    code = "unsaved_edit"


class LockedError(StoreError):
    """Another command, or another git program, holds the book."""

    code = "locked"
