"""What stands in the book, against its models and itself: every problem with its place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import NamedTuple

from ordertool.assess.soundness import assessment_problems
from ordertool.book import paths
from ordertool.book.book import Book
from ordertool.book.snapshot import Snapshot, named, parsed
from ordertool.book.work_tree import content
from ordertool.errors import InvalidError, OrdertoolError, Problem
from ordertool.inputs import sound_policy
from ordertool.language import Text, text
from ordertool.records.base import Logged
from ordertool.records.client import Client
from ordertool.records.order import Order
from ordertool.records.policy import Policy
from ordertool.records.schemas import KINDS, schema_text
from ordertool.records.staff import Staff
from ordertool.rules.eligibility import is_of


class Checked(NamedTuple):
    """How many records there are, and what is wrong."""

    records: int
    problems: tuple[Problem, ...]


def check_book(book: Book) -> Checked:
    """Every problem of the last commit and of the work tree's records, all at once."""
    problems: list[Problem] = []
    tip = book.snapshot()
    try:
        tip.policy  # noqa: B018 (without one that fits its model, nothing else can be checked)
    except InvalidError as error:
        return Checked(0, error.problems or (Problem(error.message, path=paths.POLICY),))
    names = tip.names(*paths.FOLDERS)
    records: dict[str, Logged] = {}
    kept: set[str] = set()
    for name in names:
        place = paths.record_at(name)
        if place is None:
            kept.add(name)
            continue
        try:
            record = tip.record(*place)
            if tip.place(*place) != name:
                problems.append(Problem(text("the record stands in two places"), path=name, kind="twice"))
            elif record is not None:
                records[name] = record
        except InvalidError as error:
            problems += error.problems or (Problem(error.message, path=name),)
    problems += _policy_problems(tip, tip.policy)
    for name, record in records.items():
        problems += _record_problems(tip, name, record)
        if isinstance(record, Order):
            for paper in record.papers:
                kept.discard(paths.paper_path(name, paper))
    problems += [Problem(text("belongs to no record"), path=name, kind="stray") for name in sorted(kept)]
    problems += _edited(book, tip, [paths.POLICY, *names])
    stray = text("is in no commit; records are made by commands, so move it away")
    problems += [
        Problem(stray, path=name, kind="edited")
        for name in sorted({*book.untracked(*paths.FOLDERS), *book.added(*paths.FOLDERS)})
    ]
    return Checked(len(records) + 1, tuple(problems))


def outdated(tip: Snapshot) -> list[str]:
    """The schemas for editors that the book keeps and that are not this program's."""
    kept = {kind: tip.content(paths.schema_path(kind)) for kind in KINDS}
    return [paths.schema_path(kind) for kind, data in kept.items() if data is not None and data != schema_text(kind)]


def idle_rules(tip: Snapshot) -> list[Text]:
    """The rules of assignment that are about nobody, since no owner is of those whom they name (L4)."""
    owners = [person for person in _readable_staff(tip) if "owner" in person.roles]
    return [
        text("{path}: the rule “{rule}” fits none of the owners", path=paths.POLICY, rule=rule.name)
        for rule in tip.policy.assignment.rules
        if owners and not any(is_of(rule.who, person) for person in owners)
    ]


def _policy_problems(tip: Snapshot, policy: Policy) -> Iterator[Problem]:
    people = {person.id: person for person in _readable_staff(tip)}
    for role, line in policy.duty.items():
        for staff_id in (line.person, line.deputy):
            person = people.get(staff_id) if staff_id else None
            if staff_id is not None and (person is None or role not in person.roles):
                message = text("{staff} does not hold the role {role}", staff=staff_id, role=role)
                yield Problem(message, path=paths.POLICY, field=f"duty.{role}", kind="duty")
    try:
        sound_policy(tip)
    except InvalidError as error:
        yield from error.problems
    yield from assessment_problems(policy.assess)
    managers = [person for person in people.values() if "manager" in person.roles]
    if not managers:
        yield Problem(text("nobody holds the role manager"), path="staff", kind="roles")


def _readable_staff(tip: Snapshot) -> Iterator[Staff]:
    for staff_id in tip.ids("staff"):
        try:
            record = tip.record("staff", staff_id)
        except InvalidError:
            continue
        if isinstance(record, Staff):
            yield record


def _record_problems(tip: Snapshot, name: str, record: Logged) -> Iterator[Problem]:
    def wrong(message: Text, field: str, kind: str) -> Problem:
        return Problem(message, path=name, field=field, kind=kind)

    for place, entry in enumerate(record.log):
        if tip.place("staff", entry.by) is None:
            yield wrong(text("there is nobody {staff} on the staff", staff=entry.by), f"log.{place}.by", "reference")
    if isinstance(record, Order):
        yield from _order_problems(tip, name, record)
    if isinstance(record, Client) and record.merged and tip.place("client", record.merged.into) is None:
        yield wrong(text("there is no client {client}", client=record.merged.into), "merged.into", "reference")
    if isinstance(record, Client) and record.merged and _merged_in_a_circle(tip, record):
        yield wrong(text("it is merged in a circle, so that no file stands for the client"), "merged.into", "circle")


def _merged_in_a_circle(tip: Snapshot, client: Client) -> bool:
    """Whether the files that a file was merged into lead back to it."""
    seen, now = set[str](), client
    while now.merged is not None and now.merged.into not in seen:
        seen.add(now.merged.into)
        try:
            found = tip.record("client", now.merged.into)
        except InvalidError:  # told of the file itself
            return False
        if not isinstance(found, Client):
            return False
        now = found
    return client.id in seen


def _order_problems(tip: Snapshot, name: str, record: Order) -> Iterator[Problem]:
    def wrong(message: Text, field: str, kind: str) -> Problem:
        return Problem(message, path=name, field=field, kind=kind)

    archived = name.startswith("archive/")
    if archived != (record.stage == "archived"):
        yield wrong(text("an archived order, and only that, lies in archive/"), "stage", "place")
    if record.client and tip.place("client", record.client) is None:
        yield wrong(text("there is no client {client}", client=record.client), "form.client", "reference")
    if record.owner and tip.place("staff", record.owner) is None:
        yield wrong(text("there is nobody {staff} on the staff", staff=record.owner), "assignment", "reference")
    for paper in record.papers:
        data = tip.content(paths.paper_path(name, paper))
        if data is None:
            yield wrong(text("the paper {name} is missing", name=paper.name), "handover", "paper")
        elif hashlib.sha256(data).hexdigest() != paper.sha256 or len(data) != paper.size:
            yield wrong(
                text("the paper {name} is not the one that was handed in", name=paper.name), "handover", "paper"
            )


def _edited(book: Book, tip: Snapshot, names: list[str]) -> Iterator[Problem]:
    """Records of the work tree that differ from the last commit: edits by hand, told with their own faults."""
    for name in names:
        try:
            now = content(book.root, name)
        except OrdertoolError as error:
            yield Problem(error.message, path=name, kind="edited")
            continue
        if now == tip.content(name):
            continue
        if now is None:
            yield Problem(text("is missing from the work tree"), path=name, kind="edited")
            continue
        place = paths.record_at(name)
        try:
            if place is not None:
                named(*place, now, name)
            elif name == paths.POLICY:
                parsed(Policy, now, name)
        except InvalidError as error:
            yield from error.problems or (Problem(error.message, path=name),)
        else:
            if name == paths.POLICY:
                yield Problem(text('was edited by hand and is sound; keep it: git commit -am "…"'), name, kind="edited")
                continue
        yield Problem(text("was edited by hand and is not committed"), path=name, kind="edited")
