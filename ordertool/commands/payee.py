"""Whose money it is, from what was typed: an order's or a client's id, or the last letters of one."""

from __future__ import annotations

from ordertool.commands.frame import Request
from ordertool.errors import UsageError
from ordertool.language import text


def payee(request: Request, typed: str) -> tuple[str, str]:
    """The kind and the whole id of the order or the client.

    Raises:
        UsageError: nothing fits, or an order and a client do.
    """
    found: dict[str, str] = {}
    first: UsageError | None = None
    for kind in ("order", "client"):
        try:
            found[kind] = request.session.id(kind, typed)
        except UsageError as error:
            first = first or error
    if len(found) > 1:
        raise UsageError(
            text("{typed} fits the order {order} and the client {client}", typed=typed, **found),
            text("type more of the id you mean"),
        )
    if not found:
        assert first is not None
        raise first
    return next(iter(found.items()))
