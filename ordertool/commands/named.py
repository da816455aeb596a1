"""Departments and types of order as people type them: the stored word, or its name in policy.yaml in either language (L7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ordertool.commands.frame import Request
    from ordertool.records.policy import Names


def department_named(request: Request, typed: str) -> str:
    """The department that was typed; what is none stays for the caller to judge."""
    return _stored(request.session.ctx.policy.departments, typed)


def type_named(request: Request, typed: str) -> str:
    """The type of order that was typed; what is none stays for the caller to judge."""
    return _stored(request.session.ctx.policy.order_types, typed)


def _stored(words: Mapping[str, Names], typed: str) -> str:
    said = typed.strip()
    if said in words:
        return said
    called = said.casefold()
    return next(
        (word for word, it in words.items() if called in {(it.en or "").casefold(), (it.zh or "").casefold()}), said
    )
