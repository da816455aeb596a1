"""What narrows a list, as people type it: stages, people, departments, days; a word that is none is told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, NamedTuple

from typer import Option

from ordertool.commands.as_typed import CHANNELS, STAGE_WORDS, one_of, word
from ordertool.commands.days import gone_by, to_come
from ordertool.commands.frame import Request
from ordertool.commands.named import department_named
from ordertool.commands.people import person
from ordertool.errors import InvalidError, UsageError
from ordertool.language import Text, _, language, listed, text
from ordertool.nearest import did_you_mean
from ordertool.records.order import STAGES
from ordertool.records.values import FIRST_YEAR, LAST_YEAR
from ordertool.reports.filters import OrderFilter
from ordertool.reports.queries import OrderRow, order_rows

Owner = Annotated[str | None, Option(metavar="STAFF", help=_("Only this owner's."))]
OwnerDepartment = Annotated[str | None, Option(help=_("Only those whose owner is of this department."))]
Archived = Annotated[bool, Option("--archived", help=_("With those in the archive."))]
Limit = Annotated[str | None, Option(metavar="NUMBER", help=_("At most so many."))]


class Chosen(NamedTuple):
    """The orders that were asked for: the filter, its rows, and what is wrong with orders that cannot be read."""

    filter: OrderFilter
    rows: list[OrderRow]
    unreadable: list[Text]


def chosen(
    request: Request,
    *,
    stage: Iterable[str] | None,
    owner: str | None,
    department: str | None,
    client: str | None,
    archived: bool,
    **more: Any,
) -> Chosen:
    """The orders that fit what was typed; `more` are fields of the filter as they are.

    Raises:
        UsageError: a word is none of those there are.
    """
    session = request.session
    whose = session.ctx.client(session.id("client", client)) if client else None
    wanted = OrderFilter(
        stages=stages(stage),
        owner=staff(request, owner),
        department=department_of(request, department),
        client=whose.id if whose else None,
        client_ids=session.ctx.ids_of(whose.id) if whose else frozenset(),
        **more,
    )
    unreadable: list[Text] = []
    archived = archived or "archived" in wanted.stages
    every = order_rows(session.tip, session.now, session.ctx, unreadable, archived=archived)
    return Chosen(wanted, [row for row in every if wanted.keeps(row)], unreadable)


def stages(typed: Iterable[str] | None) -> frozenset[str]:
    """The stages that were typed, in either language.

    Raises:
        UsageError: one is none.
    """
    found = [word(one, STAGE_WORDS) or "" for one in typed or ()]
    for one in found:
        if one not in STAGES:
            raise _none(text("there is no stage {stage}", stage=one), one, STAGE_WORDS, STAGES)
    return frozenset(found)


def _none(message: Text, typed: str, chinese: Iterable[str], english: Iterable[str]) -> UsageError:
    """The error for a word that is none of a list: the one that is near, else all, as the reader types them."""
    there = listed(chinese if language() == "zh_CN" else english)
    return UsageError(message, did_you_mean(typed, (*english, *chinese)) or text("there are: {names}", names=there))


def channel(typed: str | None) -> str | None:
    """A channel, in either language.

    Raises:
        InvalidError: it is none.
    """
    return one_of(typed, CHANNELS, "--channel")


def staff(request: Request, typed: str | None, option: str = "--owner") -> str | None:
    """A person on the staff.

    Raises:
        UsageError: there is nobody of that id or name.
        InvalidError: several have that name.
    """
    return None if typed is None else request.session.id("staff", person(request, typed, option) or "")


def department_of(request: Request, typed: str | None) -> str | None:
    """A department that somebody is of.

    Raises:
        UsageError: nobody is.
    """
    if typed is None:
        return None
    there = sorted({person.profile.department for person in request.session.ctx.staff.all()})
    found = department_named(request, typed)
    if found not in there:
        raise _none(text("there is no department {name}", name=typed), typed, there, there)
    return found


def day(request: Request, typed: str | None, *, ahead: bool = False) -> date | None:
    """A day; one without its year is the last such day, or the next one where the days are `ahead`.

    Raises:
        InvalidError: it is none, or far off.
    """
    if typed is None:
        return None
    try:
        found = date.fromisoformat(((to_come if ahead else gone_by)(request, typed) or "").strip())
    except ValueError:
        raise InvalidError(text('"{typed}" is not a day', typed=typed), text("write it as 2026-11-23")) from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise InvalidError(text('"{typed}" is too far off', typed=typed), text("write it as 2026-11-23"))
    return found
