"""The book as it stands in one commit: records, policy and people, never read from the work tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from functools import cached_property, lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, TypeVar, cast

from ordertool.book import paths
from ordertool.book.git import Git, git_failed
from ordertool.book.yaml_reader import read
from ordertool.errors import InvalidError, Problem, StoreError, UsageError
from ordertool.language import Text, listed, text
from ordertool.records.base import Logged, Record
from ordertool.records.faults import validated
from ordertool.records.policy import Policy

if TYPE_CHECKING:
    from ordertool.records.staff import Staff

Model = TypeVar("Model", bound=Record)


def model_of(kind: str) -> type[Logged]:
    """The model of a kind of record, imported when the first of its kind is read."""
    found: type[Logged] = getattr(import_module(f"ordertool.records.{kind}"), kind.capitalize())
    return found


def parsed(model: type[Model], data: bytes, path: str) -> Model:
    """Read and check one record's text.

    Raises:
        InvalidError: with every fault, its line and column.
    """
    document = read(data, path)
    return validated(model, document.data, path, document.place)


def named(kind: str, record_id: str, data: bytes, path: str) -> Logged:
    """Read one record's text and make sure it is the record that its path says.

    Raises:
        InvalidError: with every fault, its line and column.
    """
    record = parsed(model_of(kind), data, path)
    if record.id != record_id:
        problem = Problem(text("says it is {id}", id=record.id), path=path, field="id", kind="wrong_id")
        raise InvalidError(
            text("{path}: says it is {id}", path=path, id=record.id),
            text("set its id to {id}", id=record_id),
            [problem],
        )
    return record


@lru_cache(maxsize=1 << 14)
def _client(kind: str, record_id: str, data: bytes, path: str) -> Logged:
    """A client's file, read once: an audit compares each new one with all that there were, commit by commit."""
    return named(kind, record_id, data, path)


class Snapshot:
    """One commit; without one, an empty book. It never changes, so what was read once is kept."""

    def __init__(self, git: Git, commit: str | None) -> None:
        self.git = git
        self.commit = commit
        self._found: dict[str, tuple[str, bytes] | None] = {}
        self._records: dict[tuple[str, str], Logged | None] = {}
        self._mentions: dict[tuple[str, tuple[str, ...], bool], list[str]] = {}

    def _get(self, path: str) -> tuple[str, bytes] | None:
        if path not in self._found:
            self._found[path] = self.git.objects.get(f"{self.commit}:{path}") if self.commit else None
        return self._found[path]

    def content(self, path: str) -> bytes | None:
        """A file's content, or None when there is none."""
        found = self._get(path)
        return found[1] if found else None

    def blob_id(self, path: str) -> str | None:
        """A file's git id, or None when there is none."""
        found = self._get(path)
        return found[0] if found else None

    def names(self, *folders: str) -> list[str]:
        """Paths of all files below folders, in git's order."""
        if self.commit is None:
            return []
        out = self.git.run("ls-tree", "-r", "-z", "--name-only", "--full-tree", self.commit, "--", *folders)
        return [name for name in out.decode("utf-8", "surrogateescape").split("\0") if name]

    @cached_property
    def policy(self) -> Policy:
        """The company's policy.

        Raises:
            StoreError: there is none.
            InvalidError: it does not fit its model.
        """
        data = self.content(paths.POLICY)
        if data is None:
            raise StoreError(
                text("there is no policy.yaml in the last commit"),
                text("commit it with git, or make a book elsewhere: ordertool init DIR"),
            )
        return parsed(Policy, data, paths.POLICY)

    def place(self, kind: str, record_id: str) -> str | None:
        """The path of a record, or None when there is no such record."""
        try:
            spots = [paths.record_path(kind, record_id)]
            if kind == "order":
                spots.append(paths.record_path(kind, record_id, archived=True))
        except ValueError:
            return None
        return next((spot for spot in spots if self._get(spot) is not None), None)

    def record(self, kind: str, record_id: str) -> Logged | None:
        """A record by its whole id, or None.

        Raises:
            InvalidError: its file does not fit its model, or calls itself something else.
        """
        key = (kind, record_id)
        if key not in self._records:
            path = self.place(kind, record_id)
            data = self.content(path) if path else None
            if path is None or data is None:
                self._records[key] = None
            else:
                self._records[key] = (_client if kind == "client" else named)(kind, record_id, data, path)
        return self._records[key]

    def made_in(self, record: Logged, place: int) -> tuple[Snapshot, Snapshot] | None:
        """The commit that brought an entry of a record's log, and the one it was made on, from history."""
        found = None
        for commit, was in self._history(record):
            if was is not None and was.log == record.log[: place + 1]:
                found = commit
            elif found is not None:
                break
        return (Snapshot(self.git, found), Snapshot(self.git, f"{found}^")) if found else None

    def earlier(self, record: Logged) -> Logged | None:
        """A record as it stood before its newest standing move, from history; None when no commit has it so."""
        length = record.standing_places[-1]
        return next((was for _, was in self._history(record) if was and was.log == record.log[:length]), None)

    def along(self, record: Logged) -> frozenset[str]:
        """The ids of the other records in the commit that made a record's newest standing move."""
        made = self.made_in(record, record.standing_places[-1])
        if made is None:
            return frozenset()
        args = ("-r", "-z", "--root", "--no-commit-id", "--name-only", "--no-renames")
        names = self.git.run("diff-tree", *args, made[0].commit or "").decode("utf-8", "surrogateescape").split("\0")
        return frozenset(place[1] for name in names if (place := paths.record_at(name))) - {record.id}

    def _history(self, record: Logged) -> Iterator[tuple[str, Logged | None]]:
        """The commits that changed a record, newest first, with the record where it could be read."""
        path = self.place(record.kind, record.id)
        if path is None or self.commit is None:
            return
        for commit in self.git.run("rev-list", self.commit, "--", f":(literal){path}").decode().split():
            data = self.git.objects.get(f"{commit}:{path}")
            was = None
            with suppress(InvalidError):
                was = named(record.kind, record.id, data[1], path) if data is not None else None
            yield commit, was

    @cached_property
    def committed(self) -> datetime:
        """When the commit was made, by its own word."""
        out = self.git.run("show", "--no-patch", "--format=%cI", self.commit or "HEAD", "--")
        return datetime.fromisoformat(out.decode().strip())

    def once(self, kind: str, record_id: str) -> Logged | None:
        """A record by its whole id, not kept: of many that are gone through once.

        Raises:
            InvalidError: its file does not fit its model, or calls itself something else.
        """
        found = self.record(kind, record_id)
        self._records.pop((kind, record_id), None)
        for archived in (False, True):
            self._found.pop(paths.record_path(kind, record_id, archived=archived), None)
        return found

    def matching(self, kind: str, pattern: str) -> list[str]:
        """The ids of the records of a kind, archived ones too, one of whose lines fits a pattern (extended)."""
        look = (
            "grep",
            "--no-color",
            "--text",
            "-l",
            "-z",
            "-E",
            "-e",
            pattern,
            self.commit or "",
            "--",
            *paths.SHELVES[kind],
        )
        code, out, err = self.git.tries(*look) if self.commit else (1, b"", b"")
        if code > 1:
            raise git_failed("grep", err)
        names = out.decode("utf-8", "surrogateescape").split("\0")
        places = (paths.record_at(name.partition(":")[2]) for name in names)
        return [place[1] for place in places if place and place[0] == kind]

    def ids(self, kind: str, *, archived: bool = True) -> list[str]:
        """The ids of all records of a kind, oldest path first."""
        shelves = paths.SHELVES[kind] if archived else paths.SHELVES[kind][:1]
        if kind == "staff":
            names = entries(self.content(shelves[0]) or b"", len(self.commit or "") // 2)
            return [name.removesuffix(".yaml") for name in names if paths.record_at(f"staff/{name}")]
        places = (paths.record_at(name) for name in self.names(*shelves))
        return [place[1] for place in places if place and place[0] == kind]

    def all(self, kind: str, unreadable: list[Text] | None = None, *, archived: bool = True) -> Iterator[Logged]:
        """All records of a kind; what is wrong with those that cannot be read goes to `unreadable`.

        Raises:
            InvalidError: one does not fit its model, and there is no list to put that on.
        """
        for record_id in self.ids(kind, archived=archived):
            try:
                record = self.record(kind, record_id)
            except InvalidError as error:
                if unreadable is None:
                    raise
                unreadable.append(error.message)
                continue
            if record is not None:
                yield record

    def mentioning(self, kind: str, *words: str, archived: bool = False) -> Iterator[Logged]:
        """The records of a kind in whose text one of some words stands; git looks for them, and only those are read.

        Raises:
            InvalidError: one of them does not fit its model.
        """
        key = (kind, words, archived)
        if key not in self._mentions:
            wanted = [part for word in words for part in ("-e", word)]
            shelves = paths.SHELVES[kind] if archived else paths.SHELVES[kind][:1]
            look = ("grep", "--no-color", "--text", "-l", "-z", "-F", *wanted, self.commit or "", "--", *shelves)
            code, out, err = self.git.tries(*look) if self.commit else (1, b"", b"")
            if code > 1:
                raise git_failed("grep", err)
            names = out.decode("utf-8", "surrogateescape").split("\0")
            places = (paths.record_at(name.partition(":")[2]) for name in names)
            self._mentions[key] = [place[1] for place in places if place and place[0] == kind]
        for record_id in self._mentions[key]:
            record = self.record(kind, record_id)
            if record is not None:
                yield record

    def resolve(self, kind: str, typed: str) -> str:
        """The whole id of a record from what was typed: the id or an unambiguous tail; open orders go first.

        Raises:
            UsageError: nothing fits, or several do.
        """
        exact = typed if kind == "staff" else paths.typed_id(typed)
        if self.place(kind, exact):
            return exact
        if kind != "staff":
            for archived in (False, True) if kind == "order" else (False,):
                fitting = [i for i in self.ids(kind, archived=archived) if paths.fits(i, typed)]
                if len(fitting) > 1:
                    raise UsageError(
                        text("{typed} fits several: {ids}", typed=typed, ids=listed(fitting[:5])),
                        text("type more of the id, with its date"),
                    )
                if fitting:
                    return fitting[0]
        from ordertool.book.meant import not_found  # noqa: PLC0415 (only a mistake needs it)

        raise not_found(self, kind, typed)


def entries(tree: bytes, id_bytes: int) -> list[str]:
    """The names in a git tree object: mode, space, name, NUL, and an id of 20 (or 32) bytes, again and again."""
    names, at = [], 0
    while at < len(tree):
        end = tree.index(b"\0", at)
        names.append(tree[tree.index(b" ", at) + 1 : end].decode("utf-8", "surrogateescape"))
        at = end + 1 + id_bytes
    return names


class People:
    """The staff of one commit, each file read when somebody asks."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    @cached_property
    def _ids(self) -> list[str]:
        return sorted(self._snapshot.ids("staff"))

    def get(self, staff_id: str) -> Staff | None:
        """The person with this id, or None."""
        return cast("Staff | None", self._snapshot.record("staff", staff_id))

    def all(self) -> Iterator[Staff]:
        """Everybody, by id."""
        for staff_id in self._ids:
            person = self.get(staff_id)
            if person is not None:
                yield person

    def with_email(self, email: str) -> Staff | None:
        """The person with this e-mail address; files are searched as text before any is parsed."""
        wanted = email.casefold()
        for staff_id in self._ids:
            data = self._snapshot.content(paths.record_path("staff", staff_id))
            if data is not None and re.search(re.escape(wanted), data.decode("utf-8", "replace").casefold()):
                person = self.get(staff_id)
                if person is not None and person.profile.email.casefold() == wanted:
                    return person
        return None
