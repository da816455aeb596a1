"""One change of the book, step by step: lock, base, judge, commit, acknowledge, put in place.

Killed at any moment, it leaves either nothing or a whole commit; the journal says which, and the next command does
the rest. Hooks and the index are not involved until HEAD has moved.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from ordertool.book import journal
from ordertool.book.book import Book
from ordertool.book.git import Git, git_failed
from ordertool.book.lock import PATIENCE, locked
from ordertool.book.notice import Notice
from ordertool.book.outbox import Outbox
from ordertool.book.paths import schema_line
from ordertool.book.snapshot import Snapshot
from ordertool.book.splice import splice
from ordertool.book.staging import clear_own_lock, wait_for_index
from ordertool.book.work_tree import content, put_in_place
from ordertool.book.yaml_writer import dump
from ordertool.errors import LockedError, StoreError, UnsavedEditError
from ordertool.language import Text, system_words, text
from ordertool.records.base import Logged

PENDING = "refs/ordertool/pending"
"""Where a commit hangs until HEAD has moved to it."""
_ATTEMPTS = 8


class Signature(NamedTuple):
    """A person and a time, as git writes them."""

    name: str
    email: str
    at: datetime

    def line(self) -> str:
        """`Name <email> seconds offset`."""
        name = "".join(char for char in self.name if char not in "<>\n\0").strip() or self.email
        # git cannot date a commit before 1970, nor by an offset with seconds; the record's log has the true time.
        return f"{name} <{self.email}> {max(0, int(self.at.timestamp()))} {f'{self.at:%z}'[:5]}"


class Change(NamedTuple):
    """What a commit is to hold: new contents by path (None deletes), its message, and who and when.

    `taken_up` are edits by hand in the work tree that the commit contains: what the file says now, by path. `notices` are
    what it tells, to be sent once it stands.
    """

    files: dict[str, bytes | None]
    message: str
    author: Signature
    committer: Signature
    taken_up: Mapping[str, bytes] = {}
    notices: tuple[Notice, ...] = ()


class Stored(NamedTuple):
    """A commit that was made; `unfinished` when its files are not all in place yet."""

    commit: str
    unfinished: Text | None = None


def change(book: Book, build: Callable[[Snapshot], Change]) -> Stored:
    """Make one commit of what `build` answers for the tip it is given.

    `build` may be called again on a newer tip when somebody else's commit came between.

    Raises:
        StoreError: the disk, git or a lock stands in the way; nothing was written.
        UnsavedEditError: a file that the change would rewrite was edited by hand.
    """
    git, private, outbox = book.git, book.private, Outbox(book.common)
    with locked(git, book.common):
        journal.finish(book)
        clear_own_lock(book.common, PENDING)
        wait_for_index(private)
        refuse_off_branch(book)
        for _ in range(_ATTEMPTS):
            base = book.snapshot()
            wanted = build(base)
            before = {**{path: base.content(path) for path in wanted.files}, **wanted.taken_up}
            refuse_edited(git, base, wanted)
            commit = _commit(git, base.commit, wanted)
            with _interrupts_wait():
                edits = {path: _kept(git, data) for path, data in wanted.taken_up.items()}
                outbox.keep(commit, wanted.notices)
                journal.note(private, base.commit, commit, list(wanted.files), edits)
                if _acknowledge(git, private, commit, base.commit, wanted.message.partition("\n")[0]):
                    stored = _settle(git, private, commit, before, wanted.files)
                    _ignore_interrupts()
                    return stored
                outbox.forget(commit)
        raise LockedError(text("others keep committing to the book at the same time"), text("try again in a moment"))


def _settle(
    git: Git, private: Path, commit: str, before: dict[str, bytes | None], after: dict[str, bytes | None]
) -> Stored:
    """Put the files of a change that stands in place; whatever fails is finished by the next command."""
    try:
        put_in_place(git, private, {path: (before[path], after[path]) for path in after})
        journal.drop(private)
    except StoreError as error:
        return Stored(commit, error.message)
    except OSError as error:
        return Stored(commit, system_words(error))
    return Stored(commit)


@contextmanager
def _interrupts_wait() -> Iterator[None]:
    """Hold ^C back, here and in git, so that nobody hears "interrupted" of a change that stands."""
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)


def _ignore_interrupts() -> None:
    """From here on the change stands, and what is left is to say so: ^C is not heard until the command has answered."""
    with suppress(ValueError):  # only the main thread may say so, and only it would hear
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def finish_left_over(book: Book, patience: float = PATIENCE) -> None:
    """Finish what a killed command left, if it left anything.

    Raises:
        StoreError: the disk, git or a lock stands in the way.
    """
    if book.left_over:
        with locked(book.git, book.common, patience):
            journal.finish(book)


def refuse_off_branch(book: Book) -> None:
    """Refuse a change that would belong to no branch, or mix with a merge.

    Raises:
        StoreError: HEAD is detached, as in a rebase, or a merge is under way.
    """
    try:
        on_branch = (book.git_dir / "HEAD").read_bytes().startswith(b"ref:")
    except OSError:
        on_branch = True  # git will tell better
    if not on_branch:
        raise StoreError(
            text("the book is on no branch, so a move would be lost"),
            text("end the rebase, or go back to the branch: git switch main"),
        )
    if (book.git_dir / "MERGE_HEAD").exists():
        raise StoreError(
            text("a merge is under way"), text("end it, or give it up: git merge --abort; a book's history is one line")
        )


def refuse_edited(git: Git, base: Snapshot, wanted: Change) -> None:
    """Refuse a change of files that were edited, or staged, since the last commit, unless it takes the edit up.

    Raises:
        UnsavedEditError: one was.
    """
    listed = git.run("ls-files", "--stage", "-v", "-z", "--", *(f":(literal){path}" for path in wanted.files))
    staged = {}
    for row in listed.decode("utf-8", "surrogateescape").split("\0"):
        if row:
            about, _tab, path = row.partition("\t")
            tag, _mode, blob, _stage = about.split()
            staged[path] = blob
            if tag.islower():
                raise StoreError(
                    text("git was told not to look at {path}", path=path),
                    text("git update-index --no-assume-unchanged {path}", path=path),
                )
    for path in wanted.files:
        taken_up, committed = wanted.taken_up.get(path), base.content(path)
        now = content(git.root, path)
        if now == taken_up if taken_up is not None else now == committed and staged.get(path) == base.blob_id(path):
            continue
        raise UnsavedEditError(
            text("{path} was edited by hand and is not committed", path=path),
            text("keep the edit with: ordertool save, or drop it with: git checkout HEAD -- {path}", path=path)
            if committed is not None
            else text("move that file away"),
        )


def _kept(git: Git, data: bytes) -> str:
    """Keep an edit as a git object, so that a killed command's successor knows it; its id."""
    return git.run("hash-object", "-w", "--stdin", stdin=data).decode().strip()


def _commit(git: Git, base: str | None, wanted: Change) -> str:
    """Make the commit object under a private ref; neither index nor work tree nor hooks take part."""
    stream = bytearray(b"feature done\n")
    message = wanted.message.encode()
    stream += (
        f"commit {PENDING}\nmark :1\nauthor {wanted.author.line()}\ncommitter {wanted.committer.line()}\n".encode()
    )
    stream += b"data %d\n%s\n" % (len(message), message)
    if base:
        stream += f"from {base}\n".encode()
    for path, data in wanted.files.items():
        if data is None:
            stream += b"D %s\n" % _quoted(path)
        else:
            stream += b"M 100644 inline %s\ndata %d\n%s\n" % (_quoted(path), len(data), data)
    stream += b"get-mark :1\ndone\n"
    code, out, err = git.tries("fast-import", "--quiet", "--force", "--date-format=raw", stdin=bytes(stream))
    if code:
        raise git_failed("fast-import", err)
    return out.decode().strip()


def _quoted(path: str) -> bytes:
    return os.fsencode('"' + path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"')


def _acknowledge(git: Git, private: Path, new: str, old: str | None, subject: str) -> bool:
    """Move HEAD from `old` to `new`; False when HEAD is no longer at `old`."""
    orders = f"start\nupdate HEAD {new} {old or '0' * len(new)}\ndelete {PENDING} {new}\nprepare\ncommit\n"
    code, _out, err = git.tries("update-ref", "-m", f"ordertool: {subject}", "--stdin", stdin=orders.encode())
    if code == 0:
        return True
    now = git.tries("rev-parse", "--verify", "--quiet", "HEAD^{commit}")[1].decode().strip() or None
    if now == new:  # what failed came after HEAD had moved
        return True
    journal.drop(private)
    if now == old:
        raise git_failed("update-ref", err)
    return False


def written(new: Logged, old: Logged | None, old_text: bytes | None, path: str) -> bytes:
    """A record's text after a change: every byte that need not change stays."""
    if old is None or old_text is None:
        return (schema_line(new.kind, path) + dump(new.plain())).encode()
    return splice(old_text, old.plain(), new.plain(), path)
