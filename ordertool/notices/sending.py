"""Sending what waits in the outbox: each notice once to each channel, and again later where one did not take it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from ordertool.book import journal
from ordertool.book.book import Book
from ordertool.book.git import git_failed
from ordertool.book.lock import locked
from ordertool.book.notice import Failure, Notice
from ordertool.book.outbox import Outbox
from ordertool.book.snapshot import People, Snapshot
from ordertool.errors import OrdertoolError
from ordertool.language import Text, speaking
from ordertool.notices.channels import LETTER, Channel, ChannelError, deliver, message
from ordertool.notices.letter import OF_TIME, Letter, letter

_FIRST, _LONGEST = timedelta(minutes=5), timedelta(hours=4)
"""How long a notice rests after its first failure; twice as long after each further one, but never longer."""
KEPT = timedelta(days=90)
"""How long it is remembered that a notice was sent."""
_ENOUGH = 3
"""Failures in a row after which a channel is left alone until the next time."""
_WORDS = "words"
"""What is tired when the company's template fails again and again."""
_REMEMBERED = 5
"""Failures that a notice remembers, the newest."""


def sort(book: Book, outbox: Outbox) -> None:
    """Queue what moves tell that stand, and drop what those tell that never came to be.

    Under the book's lock, so that no move is under way: whatever hangs then belongs to a command that was killed. What
    stands on another branch waits until that is looked at.

    Raises:
        StoreError: the disk, git or the lock stands in the way.
    """
    if not outbox.waiting():
        return
    with locked(book.git, book.common):
        journal.finish(book)
        for commit in outbox.waiting():
            where, told = _standing(book, commit), outbox.told_by(commit)
            if told is None:  # what cannot be read is kept, for somebody to look at
                continue
            if where == "here":
                for notice in told:
                    if not outbox.known(notice.id):
                        outbox.put(notice)
            if where != "elsewhere":
                outbox.forget(commit)


def _standing(book: Book, commit: str) -> str:
    """Whether a commit is part of this history, of another branch's, or of none.

    Raises:
        StoreError: git cannot tell.
    """
    git = book.git
    if git.objects.get(f"{commit}^{{commit}}") is None:
        return "nowhere"
    code, _out, err = git.tries("merge-base", "--is-ancestor", commit, "HEAD")
    if code > 1:
        raise git_failed("merge-base", err)
    if code == 0:
        return "here"
    branches = git.run("for-each-ref", "--count=1", f"--contains={commit}", "refs/heads", "refs/remotes")
    return "elsewhere" if branches else "nowhere"


def unsorted(book: Book, outbox: Outbox) -> Iterator[Notice]:
    """What moves tell that stand and nobody has sorted yet; nothing is changed."""
    for commit in outbox.waiting():
        if _standing(book, commit) == "here":
            yield from (notice for notice in outbox.told_by(commit) or () if not outbox.known(notice.id))


def due(notice: Notice, now: datetime) -> bool:
    """Whether it is time to try a notice (again)."""
    return not notice.next or datetime.fromisoformat(notice.next) <= now


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
    for notice in outbox.queued():
        ready = everything or due(notice, now)
        after = _tried(notice, outbox, channels, tip, people, now, tired) if ready else notice
        if after is notice:
            counts["later"] += 1
            continue
        outbox.put(after)
        counts["failed" if after.state == "queued" else after.state] += 1
    return counts


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
    notice: Notice,
    outbox: Outbox,
    channels: list[Channel],
    tip: Snapshot,
    people: People,
    now: datetime,
    tired: Counter[str],
) -> Notice:
    """A notice after it was tried on every channel that has not taken it; itself when all of them rest."""
    left = [channel for channel in channels if channel.key not in notice.reached]
    if tired[_WORDS] >= _ENOUGH:
        return notice
    if left and all(tired[channel.key] >= _ENOUGH for channel in left):
        return notice
    try:
        person = people.get(notice.to)
        words = Letter(notice.subject, notice.body) if notice.body and notice.reached else letter(notice, tip, now)
    except OrdertoolError as error:
        tired[_WORDS] += 1
        return _failed(notice, now, [("", error.message)])
    if (
        person is None or person.left or words is None
    ):  # a leaver, or what was done before anybody could be reminded of it
        return notice._replace(state="passed", next="")
    notice = notice._replace(subject=words.subject, body=words.body)
    if not channels:
        outbox.letter(notice.id, message(notice, words, person.profile).as_bytes())
        return notice._replace(state="sent", sent=now.isoformat(), reached=(LETTER,), next="")
    errors: list[tuple[str, Text | None]] = []
    for channel in left:
        if tired[channel.key] >= _ENOUGH:
            errors.append((channel.kind, None))
            continue
        try:
            deliver(channel, notice, words, person.id, person.profile)
        except ChannelError as error:
            tired[channel.key] += not error.of_person
            errors.append((channel.kind, error.why))
            continue
        tired[channel.key] = 0
        notice = notice._replace(reached=(*notice.reached, channel.key))
        outbox.put(notice)  # kept at once: whoever is killed now does not send it here again
    if errors:
        return _failed(notice, now, errors)
    return notice._replace(state="sent", sent=now.isoformat(), next="")


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
