"""Founding a book: its first commit, with the policy and the first manager."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from ordertool.book.book import ATTRIBUTES, Book, identity_at
from ordertool.book.change import Change, Signature, change, written
from ordertool.book.paths import POLICY, record_path, schema_path
from ordertool.book.snapshot import Snapshot, parsed
from ordertool.book.yaml_writer import dump_section
from ordertool.commit_message import trailers
from ordertool.errors import InvalidError, OrdertoolError, UsageError
from ordertool.inputs import checked_staff_id, moment, zone_named
from ordertool.language import language, text
from ordertool.making import refuse
from ordertool.records.base import Entry
from ordertool.records.faults import validated
from ordertool.records.policy import Policy
from ordertool.records.schemas import KINDS, schema_text
from ordertool.records.staff import StaffProfile
from ordertool.rules.judging import refusals
from ordertool.rules.move import Context
from ordertool.rules.moving import apply
from ordertool.rules.workflow import row


class Founded(NamedTuple):
    """A new book; `commit` is None after a dry run."""

    root: Path
    commit: str | None


class _Nobody:
    """The staff of a book that does not exist yet."""

    def get(self, _staff_id: str) -> None:
        """Nobody."""

    def all(self) -> tuple[()]:
        """Nobody."""
        return ()


_IN_ENGLISH = {
    "language: zh_CN": "language: en",
    "name: 业务领域相符": "name: same domain",
    "name: 负责该地区": "name: client's region",
    "name: 该客户的原业务负责人": "name: client's former owner",
}
"""What the policy says in the language of the book's founder."""


def policy_for(company: str, language: str = "zh_CN") -> bytes:
    """The policy that the package brings, with the company's name in it; rules and notices in the founder's language.

    Raises:
        InvalidError: the name is no line of text.
    """
    try:
        line = dump_section("company", company).rstrip("\n")
    except UnicodeEncodeError:
        raise InvalidError(
            text("{where}: {what}", where="company", what=text("is not valid Unicode text")),
            text("correct the value and try again"),
        ) from None
    template = (files("ordertool") / "templates" / "policy.yaml").read_text("utf-8")
    for chinese, english in _IN_ENGLISH.items() if language == "en" else ():
        template = template.replace(chinese, english)
    return re.sub(r"^company:.*$", lambda _old: line, template, count=1, flags=re.MULTILINE).encode()


def found_book(
    folder: Path,
    company: str,
    manager: str,
    profile: Mapping[str, Any],
    environ: Mapping[str, str],
    *,
    at: str | None = None,
    dry_run: bool = False,
) -> Founded:
    """Make a book in a folder: policy.yaml, its first manager and the schemas for editors, as one commit.

    Raises:
        UsageError: there is a book already, or it cannot be told who the manager is.
        InvalidError: a value does not fit.
        StoreError: disk or git stand in the way.
    """
    policy_text = policy_for(company, language())
    policy = parsed(Policy, policy_text, POLICY)
    zone = zone_named(policy.timezone)
    asked = environ.get("ORDERTOOL_NOW")
    now = moment(asked, zone) if asked else datetime.now(zone).replace(microsecond=0)
    happened = moment(at, zone) if at else now
    identity = identity_at(folder)
    name = profile.get("name") or (identity[0] if identity else None)
    email = profile.get("email") or (identity[1] if identity else None)
    if name is None or email is None:
        raise UsageError(
            text("git does not know your name and e-mail"), text("give the manager's with --name and --email")
        )
    checked_staff_id(manager)
    checked = validated(StaffProfile, {**profile, "name": name, "email": email})
    move = row("staff", "add")
    assert move is not None
    entry = validated(
        Entry, {"at": happened, "entered": None if happened == now else now, "by": manager, "move": move.verb}
    )
    staff = apply(move, None, entry, checked, manager)
    refuse(refusals(move, None, staff, entry, Context(policy, _Nobody(), lambda _client: None)), move, "")
    Book.refuse_book_at(folder)
    if dry_run:
        return Founded(folder.absolute(), None)
    ours = not (folder / ".git").exists()
    book = Book.create(folder)

    def build(base: Snapshot) -> Change:
        if base.content(POLICY) is not None:  # somebody was quicker
            raise UsageError(text("{folder} is a book already", folder=folder), text("cd {folder}", folder=folder))
        place = record_path("staff", manager)
        changed: dict[str, bytes | None] = {POLICY: policy_text, place: written(staff, None, None, place)}
        # What a repository keeps in their places is its own.
        changed |= {schema_path(k): schema_text(k) for k in KINDS if base.content(schema_path(k)) is None}
        attributes = book.attributes(base.content(ATTRIBUTES))
        if attributes is not None:
            changed[ATTRIBUTES] = attributes
        author, committer = Signature(name, email, happened), Signature(name, email, now)
        told = "\n".join(trailers(move, entry, "founder"))
        return Change(changed, f"init: a new book, managed by {manager}\n\n{told}\n", author, committer)

    try:
        founded = Founded(book.root, change(book, build).commit)
        if identity != (name, email):
            book.configure(name, email)
    except OrdertoolError:
        if ours and book.snapshot().commit is None:  # a refusal leaves nothing behind
            shutil.rmtree(book.root / ".git")
        raise
    finally:
        book.close()
    return founded
