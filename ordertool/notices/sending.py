"""Sending what waits in the outbox: each notice once to each channel, and again later where one did not take it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from ordertool.book.notice import Failure, Notice, notice_id
from ordertool.book.outbox import Outbox
from ordertool.book.snapshot import People, Snapshot
from ordertool.errors import OrdertoolError
from ordertool.language import Text, speaking
from ordertool.notices.channels import LETTER, Channel, ChannelError, deliver, message
from ordertool.notices.letter import OF_TIME, Letter, digest, letter
from ordertool.notices.standing import hangs

_FIRST, _LONGEST = timedelta(minutes=5), timedelta(hours=4)
"""How long a notice rests after its first failure; twice as long after each further one, but never longer."""
KEPT = timedelta(days=90)
"""How long it is remembered that a notice was sent."""
_ENOUGH = 3
"""Failures in a row after which a channel is left alone until the next time."""
_TOGETHER = 8
"""So many notices share a letter at most: some chats take no more than a thousand characters."""
_WORDS = "words"
"""What is tired when the company's template fails again and again."""
_REMEMBERED = 5
"""Failures that a notice remembers, the newest."""


def due(notice: Notice, now: datetime) -> bool:
    """Whether it is time to try a notice (again); what a clock that was ahead put off rests no longer than any other."""
    return not notice.next or not now < datetime.fromisoformat(notice.next) <= now + _LONGEST


def flush(
    outbox: Outbox, channels: list[Channel], tip: Snapshot, now: datetime, *, everything: bool = False
) -> Mapping[str, int]:
    """Send what is queued and due, or `everything`; how many were sent, failed, passed and are left for later.

    The caller holds the outbox (`claimed`).

    Raises:
        StoreError: the disk refuses to keep what became of one.
    """
    counts: Counter[str] = Counter(sent=0, failed=0, passed=0, later=0)
    tired: Counter[str] = Counter()
    outbox.tidy()
    people = People(tip)
    for group in _letters(outbox, now, everything=everything):
        ready = (everything or due(group[0], now)) and not any(_waits(one, tip, now) for one in group)
        after = _tried(group, outbox, channels, tip, people, now, tired) if ready else group
        for notice, one in zip(group, after, strict=True):
            if one is notice:
                counts["later"] += 1
                continue
            outbox.put(one)
            counts["failed" if one.state == "queued" else one.state] += 1
    return counts


def _waits(notice: Notice, tip: Snapshot, now: datetime) -> bool:
    """Whether a notice waits for something else than its time: for its move, or for a clock that was ahead."""
    return hangs(notice, tip) or (notice.event == "late" and datetime.fromisoformat(notice.due or notice.made) > now)


def _letters(outbox: Outbox, now: datetime, *, everything: bool) -> list[list[Notice]]:
    """What is queued, by the letters that it goes out in: what time brought to one person at once shares one.

    Which share one is kept before it is sent, so that it is the same letter when it has to be sent again.
    """
    queued = outbox.queued()
    fresh: dict[str, list[Notice]] = {}
    for notice in queued:
        if notice.event in OF_TIME and not (notice.digest or notice.attempts) and (everything or due(notice, now)):
            fresh.setdefault(notice.to, []).append(notice)
    shared: dict[str, Notice] = {}
    for found in fresh.values():
        for group in (found[place : place + _TOGETHER] for place in range(0, len(found), _TOGETHER)):
            if len(group) > 1:
                same = notice_id(group[0].made, *(one.id for one in group))
                shared |= {one.id: one._replace(digest=same) for one in group}
    for notice in shared.values():
        outbox.put(notice)
    letters: dict[tuple[object, ...], list[Notice]] = {}
    for notice in (shared.get(one.id, one) for one in queued):
        letters.setdefault((notice.digest or notice.id, notice.reached, notice.next), []).append(notice)
    return list(letters.values())


def prune(outbox: Outbox, tip: Snapshot, now: datetime) -> None:
    """Keep no more of what was sent or passed long ago and can never be told again.

    What a move tells is made once, with its commit. What time brings is made again as long as its clock can run, which is
    until its order is archived. The caller holds the outbox.
    """
    long_ago = now - KEPT
    unsorted_commits = set(outbox.waiting())
    for notice in outbox.done(until=f"{long_ago:%Y%m}"):
        place = tip.place("order", notice.order)
        over = notice.event not in OF_TIME or place is None or place.startswith("archive/")
        if over and notice.commit not in unsorted_commits and _told_at(notice) < long_ago:
            outbox.drop(notice)


def _told_at(notice: Notice) -> datetime:
    return datetime.fromisoformat(notice.sent or notice.made)


def _tried(
    group: list[Notice],
    outbox: Outbox,
    channels: list[Channel],
    tip: Snapshot,
    people: People,
    now: datetime,
    tired: Counter[str],
) -> list[Notice]:
    """Notices that share a letter, after it was tried on every channel that has not taken it; themselves when all rest."""
    left = [channel for channel in channels if channel.key not in group[0].reached]
    if tired[_WORDS] >= _ENOUGH or (left and all(tired[channel.key] >= _ENOUGH for channel in left)):
        return group
    after = {notice.id: _worded(notice, tip, people, now, tired) for notice in group}
    told = [one for notice in group if (one := after[notice.id]).state == "queued" and one.attempts == notice.attempts]
    if told:
        after |= {one.id: one for one in _delivered(told, channels, outbox, tip, people, now, tired)}
    return [after[notice.id] for notice in group]


def _worded(notice: Notice, tip: Snapshot, people: People, now: datetime, tired: Counter[str]) -> Notice:
    """A notice with its words; failed when there are none, passed when there is nothing to tell any more."""
    try:
        person = people.get(notice.to)
        words = Letter(notice.subject, notice.body) if notice.body and notice.reached else letter(notice, tip, now)
    except OrdertoolError as error:
        tired[_WORDS] += 1
        return _failed(notice, now, [("", error.message)])._replace(digest="")  # the letter goes out without it
    if person is None or person.left or words is None:  # a leaver, or what was done before anybody was reminded of it
        return notice._replace(state="passed", next="")
    return notice._replace(subject=words.subject, body=words.body)


def _delivered(
    told: list[Notice],
    channels: list[Channel],
    outbox: Outbox,
    tip: Snapshot,
    people: People,
    now: datetime,
    tired: Counter[str],
) -> list[Notice]:
    """Notices after their letter was handed to channels; without any, it is left to be picked up."""
    first = told[0]
    words = digest(told, first.to, tip, now) if told[1:] else Letter(first.subject, first.body)
    carrier, person = first._replace(id=first.digest or first.id), people.get(first.to)
    assert person is not None
    if not channels:
        outbox.letter(carrier.id, message(carrier, words, person.profile).as_bytes())
        return [one._replace(state="sent", sent=now.isoformat(), reached=(LETTER,), next="") for one in told]
    errors: list[tuple[str, Text | None]] = []
    for channel in channels:
        if channel.key in first.reached:
            continue
        if tired[channel.key] >= _ENOUGH:
            errors.append((channel.kind, None))
            continue
        try:
            deliver(channel, carrier, words, person.id, person.profile)
        except ChannelError as error:
            tired[channel.key] += not error.of_person
            errors.append((channel.kind, error.why))
            continue
        tired[channel.key] = 0
        told = [one._replace(reached=(*one.reached, channel.key)) for one in told]
        for one in told:  # kept at once: whoever is killed now does not send it here again
            outbox.put(one)
    if errors:
        return [_failed(one, now, errors) for one in told]
    return [one._replace(state="sent", sent=now.isoformat(), next="") for one in told]


def _failed(notice: Notice, now: datetime, errors: Sequence[tuple[str, Text | None]]) -> Notice:
    """A notice that is to be tried again, with what went wrong."""
    wait = min(_FIRST * 2 ** min(notice.attempts, 10), _LONGEST)
    with speaking("en"):  # values that are messages themselves
        tried = [
            Failure(now.isoformat(), kind, why.message, {name: str(value) for name, value in why.values.items()})
            for kind, why in errors
            if why is not None
        ]
    return notice._replace(
        attempts=notice.attempts + 1,
        next=(now + wait).isoformat(),
        tried=(*notice.tried, *tried)[-_REMEMBERED:],
    )
