"""What a row of the workflow table is, what it is judged against, and what a refusal says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from ordertool.errors import InvalidError, Problem
from ordertool.language import N_, Clause, Text
from ordertool.records.base import Entry, Logged, Record
from ordertool.records.policy import WEEKDAYS, Policy
from ordertool.rules.calendar import CompanyCalendar, parse_hours, standard_day

if TYPE_CHECKING:
    from ordertool.records.assessment import Assessment, Figures
    from ordertool.records.client import Client
    from ordertool.records.meeting import Meeting
    from ordertool.records.order import Order
    from ordertool.records.staff import Staff

NEW = N_("new")
"""Where a record stands before its first move."""


OPENED, LISTED = frozenset((NEW,)), frozenset(("listed",))
"""Where a file stands that has no stages: before it is opened, and after."""

WHOLE = "*"
"""The place of a move that brings back a whole record."""


SUBMITTED = ("submitted", "assigned", "confirmed", "active", "delivered", "signed", "closed")
"""The stages from the submission to the closing."""
EXECUTED = SUBMITTED[1:5]
"""The stages at which an order is somebody's work."""
COMPLAINED = ("inquiry", *SUBMITTED)
"""The stages at which there may be a complaint: an inquiry is one that follows an archived order."""


class Directory(Protocol):
    """The people of the book, read when asked for."""

    def get(self, staff_id: str) -> Staff | None:
        """The person with this id, or None."""
        ...

    def all(self) -> Iterable[Staff]:
        """Everybody, by id."""
        ...


@dataclass(frozen=True)
class Context:
    """What a move is judged against: policy, people and clients of the commit it builds on."""

    policy: Policy
    staff: Directory
    file: Callable[[str], Client | None]
    """A client's file by its id, also one that was merged into another."""
    earlier: Callable[[Logged], Logged | None] = lambda _record: None
    """A record as it stood before its newest standing move, from history."""
    along: Callable[[Logged], frozenset[str]] = lambda _record: frozenset()
    """The ids of the other records that its newest standing move was made together with, from history."""
    orders: Callable[[], Iterable[Order]] = tuple
    """Every order of the commit, archived ones too; read when something about all of them is asked."""
    clients: Callable[[], Iterable[Client]] = tuple
    """Every client's file of the commit, read when something about all of them is asked."""
    mentioning: Callable[..., Iterable[Order]] | None = None
    """The orders of the commit in whose file one of some ids stands; no others are read.

    Archived ones are among them when asked for, and where policy lets orders be archived that are not paid.
    """
    meetings: Callable[[], Iterable[Meeting]] = tuple
    """The meetings of the commit that are to come or after which something is owed, and the newest one that was held."""
    order: Callable[[str], Order | None] = lambda _order_id: None
    """An order by its id."""
    merged: Callable[[], Iterable[Client]] | None = None
    """The clients' files that were merged into others; without it, they are looked for among all."""
    assessments: Callable[[], Iterable[Assessment]] = tuple
    """The assessments of the commit, the oldest first."""
    commit: str = ""
    """The commit itself."""
    figures: Callable[[str, date, date], Figures | None] = lambda _commit, _first, _last: None
    """What everybody comes to by a commit that history holds, in some days; None where it does not hold it."""
    kept: dict[Any, Any] = field(default_factory=dict)
    """What was computed from all of them, so that it is computed once for a commit."""

    def client(self, client_id: str) -> Client | None:
        """Whose client an id means: the file, or the one that it was merged into; None when there is none.

        All that asks for the client of an order asks here, so that a merged file's orders are the other's.
        """
        found, seen = self.file(client_id), set[str]()
        while found is not None and found.merged is not None and found.id not in seen:
            seen.add(found.id)
            found = self.file(found.merged.into)
        return found

    def client_of(self, order: Order) -> str | None:
        """The id of the client whose an order is, by its form; as the form has it, where the file cannot be read."""
        if order.client is None:
            return None
        try:
            found = self.client(order.client)
        except InvalidError:
            found = None
        return found.id if found else order.client

    def ids_of(self, client_id: str) -> frozenset[str]:
        """Every id by which orders name a client: its own, and those of the files that were merged into it."""
        if "merged" not in self.kept:
            found: dict[str, set[str]] = {}
            files = self.merged() if self.merged else (one for one in self.clients() if one.merged is not None)
            for one in files:
                into = self.client(one.id)
                if into is not None:
                    found.setdefault(into.id, set()).add(one.id)
            self.kept["merged"] = found
        return frozenset({client_id, *self.kept["merged"].get(client_id, ())})

    def colleagues(self) -> Iterator[Staff]:
        """Everybody who has not left, by id."""
        return (person for person in self.staff.all() if person.left is None)

    def orders_of(self, client_id: str) -> Iterator[Order]:
        """A client's orders, also by the ids of files that were merged into the client's.

        Those that are archived are left out, but for what is still owed for them (P7.1c).
        """
        ids = self.ids_of(client_id)
        found = self.orders() if self.mentioning is None else self.mentioning(*sorted(ids))
        return (order for order in found if order.client in ids and (order.stage != "archived" or order.unpaid))

    @cached_property
    def zone(self) -> ZoneInfo:
        """The company's time zone."""
        return ZoneInfo(self.policy.timezone)

    @cached_property
    def calendar(self) -> CompanyCalendar:
        """The company's working calendar, by all that is known now: for clocks, and for what people are shown."""
        return self._calendar(date.max.year)

    @cached_property
    def lawful_calendar(self) -> CompanyCalendar:
        """The calendar that moves are judged by: official days count until the year that policy names.

        Those of later years come with a later release of a library, and what was allowed must stay allowed.
        """
        return self._calendar(self.policy.holidays_until)

    def _calendar(self, announced: int) -> CompanyCalendar:
        policy = self.policy
        return CompanyCalendar(
            {WEEKDAYS.index(name): parse_hours(hours) for name, hours in policy.working_hours.items()},
            holidays=policy.holidays,
            overrides=policy.special_days,
            makeup_hours=None if policy.makeup_hours is None else parse_hours(policy.makeup_hours),
            confirmed_years=frozenset(policy.confirmed_years),
            announced=announced,
        )

    @cached_property
    def working_day(self) -> timedelta:
        """How long a standard working day is: that of the first weekday that is worked."""
        return standard_day(self.policy.working_hours)

    def day(self, moment: datetime) -> date:
        """The calendar day of `moment` where the company is."""
        return moment.astimezone(self.zone).date()


class Refusal(NamedTuple):
    """Why a move is not allowed, what to do instead, and the clause and policy line behind it (L20)."""

    reason: Text
    hint: Text
    clause: Clause
    kind: Literal["stage", "role", "condition", "invalid"] = "condition"
    policy: str = ""
    problems: tuple[Problem, ...] = ()


Ready = Callable[[Any, Entry, Context], Refusal | None]
"""A condition on the record as it stands, before any input: (old, entry, context)."""
Condition = Callable[[Any, Any, Entry, Context], Refusal | None]
"""A condition on the resulting record: (old, new, entry, context). `old` is None for a first move."""


class Move(NamedTuple):
    """One row of the table.

    `at` is the one place its input lands: "" none, "note" the log entry's note, "form" put, "progress[]" append,
    "complaints[].settlement" into the item that the input names, "problems[].decisions[]" to a list in it, "*" the whole
    record. `takes` is the input's model. `to` is the stage it leads to, a function of the record with its input in
    place, or None when the stage stays. `who` names roles and relations (see `permissions`), the first that fits is
    the right it is made by. `warns` are conditions that are only told: the move is made all the same. `foretells` are
    what `explain` asks beside `ready`, of an input that most would give: they refuse nothing. `repeats` names the
    fields of the input that the commit message repeats; amounts and contacts stay out of it (P0.4). `many` allows one
    commit to make it on many records, by one actor at one time. `command` names the command that makes it, where that
    is not its verb; `name` is what a refusal calls it. `after` names the
    moves it rests on: it did not happen before the newest of them. `along` are moves of orders that one commit may make
    with this one of their client's, by its right; `others` says of exactly which orders, where that follows from it.
    """

    kind: Literal["order", "client", "staff", "meeting", "assessment"]
    verb: str
    frm: frozenset[str]
    to: str | Callable[[Any], str] | None
    who: tuple[str, ...]
    clause: Clause
    help: str
    at: str = ""
    takes: type[Record] | None = None
    ready: tuple[Ready, ...] = ()
    when: tuple[Condition, ...] = ()
    warns: tuple[Condition, ...] = ()
    foretells: tuple[Ready, ...] = ()
    many: bool = False
    repeats: tuple[str, ...] = ()
    example: str = ""
    command: str = ""
    name: str = ""
    after: tuple[str, ...] = ()
    along: tuple[str, ...] = ()
    others: Callable[[Any, Entry], frozenset[str]] | None = None
    law: range = range(1, 2)
