"""One person at work on a book: which book, who acts and types, what time it is. `making` makes moves in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ordertool.book.book import Book
from ordertool.book.past import commit_by, commit_named, entered
from ordertool.book.snapshot import People, Snapshot
from ordertool.context import context_of
from ordertool.errors import InvalidError, RefusedError, UsageError
from ordertool.inputs import moment, sound_policy, zone_named
from ordertool.language import Clause, Text, text
from ordertool.rules.move import Context


class Who(NamedTuple):
    """The actor, who types for them if another, and that one's name and e-mail for git."""

    actor: str
    via: str | None
    name: str
    email: str


def _end_of_day(typed: str, zone: ZoneInfo) -> datetime | None:
    """The last second of a day; None when it is none that was typed."""
    try:
        return datetime.combine(date.fromisoformat(typed), time(23, 59, 59), zone)
    except ValueError:
        return None


def _stranger(reason: Text, hint: Text) -> RefusedError:
    error = RefusedError(text("{reason} ({clause})", reason=reason, clause=Clause("P4.2b")), hint)
    error.for_the_actor = True
    return error


class Session:
    """A book, an actor and a clock. Reading needs no actor."""

    def __init__(
        self,
        book: Book,
        environ: Mapping[str, str],
        *,
        actor: str | None = None,
        at: str | None = None,
        as_of: str | None = None,
        dry_run: bool = False,
    ) -> None:
        self.book = book
        self.dry_run = dry_run
        self._environ = environ
        self._asked_actor = actor or environ.get("ORDERTOOL_ACTOR") or None
        self._asked_at = at
        self._as_of = as_of

    @cached_property
    def tip(self) -> Snapshot:
        """The last commit; when the book is looked at as of a moment, the last one entered by then."""
        return self._past[0] if self._past else self.book.snapshot()

    @cached_property
    def _past(self) -> tuple[Snapshot, datetime] | None:
        """Commit and clock of the moment to look from: they move together (P4.2a).

        A day is looked at from its end, a commit from when it was entered. From a time to come, the book is seen as it
        stands now.
        """
        if self._as_of is None:
            return None
        typed = self._as_of.strip()
        zone = zone_named(sound_policy(self.book.snapshot()).timezone)
        commit = commit_named(self.book.git, typed)
        if commit is not None:
            return self.book.snapshot(commit), entered(self.book.git, commit).astimezone(zone)
        then = _end_of_day(typed, zone)
        if then is None:
            try:
                then = moment(typed, zone)
            except InvalidError:
                raise InvalidError(
                    text('"{typed}" is neither a time nor a commit of this book', typed=typed),
                    text("write it as 2026-11-23, as 2026-11-23T09:30, or as the commit's id"),
                ) from None
        commit = commit_by(self.book.git, then)
        if commit is None:
            raise UsageError(
                text("the book is younger than {time}", time=then.strftime("%Y-%m-%d %H:%M")),
                text("ordertool log shows how it began"),
            )
        return self.book.snapshot(commit), then

    @cached_property
    def ctx(self) -> Context:
        """What moves on the last commit are judged against."""
        return context_of(self.tip)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The company's time zone.

        Raises:
            InvalidError: the policy names none that exists.
        """
        return zone_named(sound_policy(self.tip).timezone)

    @cached_property
    def now(self) -> datetime:
        """The time by ORDERTOOL_NOW, else by the clock, to the second; or the moment that is looked from."""
        if self._past:
            return self._past[1]
        asked = self._environ.get("ORDERTOOL_NOW")
        zone = self.zone
        try:
            now = moment(asked, zone) if asked else datetime.now(zone)
        except InvalidError as error:
            raise InvalidError(text("{name}: {what}", name="ORDERTOOL_NOW", what=error.message), error.hint) from None
        return now.replace(microsecond=0)

    @cached_property
    def at(self) -> datetime:
        """When the move happened: `--at`, else now."""
        return self.now if self._asked_at is None else moment(self._asked_at, self.zone)

    @cached_property
    def _typist(self) -> tuple[str, str, str | None] | None:
        """Name and e-mail by git's configuration, and whose they are; None when git knows none."""
        identity = self.book.identity()
        if identity is None:
            return None
        person = People(self.tip).with_email(identity[1])
        return (*identity, person.id if person else None)

    @cached_property
    def actor(self) -> str:
        """Who acts: `--as`, else ORDERTOOL_ACTOR, else by git's e-mail. Enough for reading.

        Raises:
            UsageError: it cannot be told, or the one asked for is not on the staff.
            RefusedError: that one has left.
        """
        if self._asked_actor is None:
            if self._typist is None or self._typist[2] is None:
                raise UsageError(
                    text("it cannot be told who you are"),
                    text("name yourself with --as or ORDERTOOL_ACTOR, or set git's user.email to yours"),
                )
            return self._still_here(self._typist[2])
        return self._still_here(self.id("staff", self._asked_actor))

    @cached_property
    def readers(self) -> tuple[str, ...]:
        """Who reads an answer: the actor and who types; nobody where it cannot be told who acts."""
        try:
            actor = self.actor
        except (UsageError, RefusedError):
            return ()
        typist = self._typist[2] if self._typist else None
        return (actor,) if typist in (None, actor) else (actor, typist)

    def _still_here(self, staff_id: str) -> str:
        person = People(self.tip).get(staff_id)
        if person is not None and person.left:
            raise _stranger(
                text("{staff} left on {day}", staff=staff_id, day=person.left.on),
                text("name yourself with --as or ORDERTOOL_ACTOR, or set git's user.email to yours"),
            )
        return staff_id

    @cached_property
    def who(self) -> Who:
        """Who acts and who types, for a move.

        Raises:
            RefusedError: git's e-mail here is nobody's, or there is none.
            UsageError: no actor can be told, or the one asked for is not on the staff.
        """
        actor = self.actor
        hint = text("set git's user.email to your own: git config user.email you@example.com")
        if self._typist is None:
            raise _stranger(text("git does not know who is typing"), hint)
        name, email, typist = self._typist
        if typist is None:
            raise _stranger(text("git says {email} is typing, and that is nobody on the staff", email=email), hint)
        return Who(actor, None if typist == actor else self._still_here(typist), name, email)

    def look_at_the_clock(self) -> None:
        """Read the clock anew: waiting for the lock may have taken a while, and others have moved on meanwhile."""
        self.__dict__.pop("now", None)
        self.__dict__.pop("at", None)

    def look_again(self) -> None:
        """Forget what was read of the last commit: a newer one may have come."""
        for name in ("tip", "ctx"):
            self.__dict__.pop(name, None)

    def close(self) -> None:
        """End git processes that reading started."""
        self.book.close()

    def id(self, kind: str, typed: str) -> str:
        """The whole id of what was typed.

        Raises:
            UsageError: nothing fits, or several do.
        """
        return self.tip.resolve(kind, typed)
