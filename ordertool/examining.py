"""What `doctor` looks at beside git: this machine, the settings, the clock, the calendar."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from ordertool import __version__
from ordertool.book.book import Book
from ordertool.book.health import git_findings, git_version
from ordertool.book.left_over import left_over
from ordertool.book.snapshot import People
from ordertool.errors import InvalidError, OrdertoolError
from ordertool.findings import Finding, fine, note, problem, same
from ordertool.inputs import sound_policy, zone_named
from ordertool.language import Text, language, listed, text
from ordertool.records.policy import Policy
from ordertool.rules.calendar import CompanyCalendar
from ordertool.rules.regions import within

_LITTLE, _VERY_LITTLE = 1 << 30, 100 << 20
"""Bytes of free space worth a note, and a problem."""
_AHEAD = timedelta(minutes=5)


def machine() -> Iterator[Finding]:
    """This machine, as far as every book needs it."""
    yield fine("ordertool", same(f"ordertool {__version__}"))
    yield fine("python", same(f"Python {platform.python_version()}"))
    yield git_version()
    if sys.getfilesystemencoding().lower() != "utf-8":
        yield problem("locale", text("file names are not UTF-8 here"), same("export LANG=C.UTF-8"))
    else:
        yield fine("locale", text("UTF-8, language {name}", name=language()))


def examined(book: Book, environ: Mapping[str, str], now: datetime) -> Iterator[Finding]:
    """A book and what it needs."""
    yield fine("book", text("book {folder}", folder=book.root))
    yield from _disk(book.root)
    yield from left_over(book)
    yield from git_findings(book)
    try:
        tip = book.snapshot()
        if tip.commit is None:
            return
        policy = sound_policy(tip)
    except InvalidError as error:
        yield problem("policy", error.message, error.hint or text("ordertool check"))
        return
    except OrdertoolError as error:
        yield problem("policy", error.message, error.hint or text("ordertool check"))
        return
    yield from _who(book, People(tip), environ)
    yield from _assignment(policy, People(tip))
    yield from _clock(book, environ, now)
    yield from _calendar(policy, now)


def _disk(root: Path) -> Iterator[Finding]:
    try:
        free = shutil.disk_usage(root).free
    except OSError:
        free = _LITTLE
    size = text("{size} MiB free", size=free >> 20)
    advice = text("make room: a full disk lets no change through")
    if free < _VERY_LITTLE:
        yield problem("space", size, advice)
    else:
        yield note("space", size, advice) if free < _LITTLE else fine("space", size)
    closed = [folder for folder in (root, root / ".git") if not os.access(folder, os.W_OK)]
    if closed:
        yield problem(
            "writable",
            text("you may not write in {folders}", folders=listed(closed)),
            text("see who owns {path}, and whether its disk is full or read-only", path=closed[0]),
        )


def _who(book: Book, people: People, environ: Mapping[str, str]) -> Iterator[Finding]:
    """Who types, by git, and who acts."""
    identity = book.identity()
    own = text("set git's user.email to your own: git config user.email you@example.com")
    if identity is None:
        yield problem("identity", text("git does not know who is typing"), own)
    else:
        person = people.with_email(identity[1])
        if person is None:
            message = text("git says {email} is typing, and that is nobody on the staff", email=identity[1])
            yield problem("identity", message, own)
        elif person.left:
            message = text("git says {staff} is typing, who left on {day}", staff=person.id, day=person.left.on)
            yield problem("identity", message, own)
        else:
            yield fine("identity", text("{staff} types ({email})", staff=person.id, email=identity[1]))
    actor = environ.get("ORDERTOOL_ACTOR")
    if actor and actor not in book.snapshot().ids("staff"):
        yield problem(
            "actor",
            text("ORDERTOOL_ACTOR names {staff}, who is nobody on the staff", staff=actor),
            text("ordertool staff list"),
        )
    elif actor and (acting := people.get(actor)) is not None and acting.left:
        yield problem(
            "actor",
            text("ORDERTOOL_ACTOR names {staff}, who left on {day}", staff=actor, day=acting.left.on),
            text("ordertool staff list"),
        )
    elif actor:
        yield note("actor", text("{staff} acts (ORDERTOOL_ACTOR)", staff=actor))


def _assignment(policy: Policy, people: People) -> Iterator[Finding]:
    """What the rules of assignment ask of an owner, and no owner is (any more): such a rule means nobody (L4)."""
    try:
        owners = [person.profile for person in people.all() if "owner" in person.roles]
    except InvalidError:  # `check` tells which file cannot be read
        return
    for rule in policy.assignment.rules:
        missing = {name for name in rule.who.departments if all(owner.department != name for owner in owners)} | {
            name for name in rule.who.domains if all(name not in owner.domains for owner in owners)
        }
        missing |= {
            region
            for region in rule.who.regions
            if not any(within(one, region) for owner in owners for one in owner.regions)
        }
        if missing:
            yield note(
                "assignment",
                text("a rule of assignment, {rule}, is about: {names}; no owner is of that", rule=rule.name,
                     names=listed(sorted(missing))),
                text("change the rule in policy.yaml, or the owners: ordertool staff edit"),
            )  # fmt: skip


def _clock(book: Book, environ: Mapping[str, str], now: datetime) -> Iterator[Finding]:
    """The clock, against the time of the newest commit: one that lags makes moves out of order."""
    if environ.get("ORDERTOOL_NOW"):
        yield note("clock", text("the time is set by ORDERTOOL_NOW: {time}", time=f"{now:%Y-%m-%d %H:%M}"))
        return
    last = book.committed_at(book.snapshot().commit or "HEAD")
    if last > now + _AHEAD:
        yield problem(
            "clock",
            text(
                "the newest commit is of {time}, which is still to come",
                time=f"{last.astimezone(now.tzinfo):%Y-%m-%d %H:%M}",
            ),
            text("set this machine's clock, or find the one that runs ahead: git log -1"),
        )
    else:
        yield fine("clock", text("{time} by this machine's clock", time=f"{now:%Y-%m-%d %H:%M}"))


def _calendar(policy: Policy, now: datetime) -> Iterator[Finding]:
    """Time zone data, and the official holidays of this year and the next."""
    try:
        zone_named(policy.timezone)
        yield fine("time-zone", text("time zone {name}", name=policy.timezone))
    except InvalidError as error:
        yield problem("time-zone", error.message, text("install the time zones: pip install tzdata"))
    if policy.holidays == "none":
        yield fine("calendar", text("no public holidays, by policy.yaml"))
        return
    calendar = CompanyCalendar({}, holidays=policy.holidays, confirmed_years=frozenset(policy.confirmed_years))
    advice = text(
        "pip install --upgrade chinesecalendar, or enter them in special_days and confirmed_years of policy.yaml"
    )
    for year in (now.year, now.year + 1):
        if calendar.day(date(year, 10, 1)).confirmed:
            counted = year <= policy.holidays_until or year in policy.confirmed_years
            yield fine("calendar", text("holidays of {year} are known", year=year)) if counted else _uncounted(year)
            continue
        message = _unknown(year)
        yield problem("calendar", message, advice) if year == now.year else note("calendar", message, advice)


def _uncounted(year: int) -> Finding:
    return note(
        "calendar",
        text("holidays of {year} are known, but moves are judged without them", year=year),
        text("set holidays_until: {year} in policy.yaml, and commit it", year=year),
    )


def _unknown(year: int) -> Text:
    return text("the holidays of {year} are not known: due times in it are marked as unconfirmed", year=year)
