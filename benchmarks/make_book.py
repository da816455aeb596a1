"""A reproducible book of N orders: a simulated company at work, each move one commit, by the book's own law.

`python benchmarks/make_book.py N DIR [--months M] [--seed S] [--staff 50] [--until DATE] [--together move|day|month] [--sparse]`.
The orders come in evenly over M months up to DATE; each lives as long as its people take, so that some are still open on
that day. An order that is carried out has 14 log entries or more, 21 in the mean, of which each is a commit; with
`--together` a commit holds all of a day or a month, for books that are only read. The same arguments give the same
commits. Says how many orders a second were written, and what an order came to.
"""

from __future__ import annotations

import argparse
import heapq
import random
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from book_stream import STRETCHES, BookStream, put
from simulated_company import DAY, SET_UP, Company, Customer, File, Person, tail
from simulated_order import Life

from ordertool.book.book import ATTRIBUTES, Book
from ordertool.book.paths import POLICY, schema_path
from ordertool.records.client import ClientProfile, CreditInput
from ordertool.records.schemas import KINDS, schema_text
from ordertool.records.staff import AbsenceInput, StaffProfile, TrainingInput
from ordertool.rules.workflow import LAW

ORDERS_FOR_A_CLIENT = 20


def main() -> None:
    """Make the book that the command line asks for."""
    parser = argparse.ArgumentParser(description="Make a reproducible book of simulated orders.")
    parser.add_argument("count", type=int, metavar="N")
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--staff", type=int, default=50)
    parser.add_argument("--until", type=date.fromisoformat, default=date(2026, 12, 31))
    parser.add_argument("--together", choices=STRETCHES, default="move", help="what a commit holds")
    parser.add_argument("--sparse", action="store_true", help="lay out all but the archive")
    asked = parser.parse_args()
    begin = time.perf_counter()
    made = make_book(
        asked.count, asked.folder, months=asked.months, seed=asked.seed, staff=asked.staff, until=asked.until,
        together=asked.together, sparse=asked.sparse,
    )  # fmt: skip
    print(
        f"{asked.count} orders, {made.commits} commits in {made.seconds:.1f} s: {asked.count / made.seconds:.0f} orders/s"
    )
    print(f"laid out after {time.perf_counter() - begin:.1f} s; {made.entries / asked.count:.1f} log entries an order")
    print(f"{made.open} orders are still open on {asked.until}")


class Made:
    """What came of it."""

    def __init__(self) -> None:
        self.seconds, self.commits, self.moves, self.entries, self.open = 0.0, 0, 0, 0, 0


def make_book(
    count: int, folder: Path, *, months: int = 12, seed: int = 1, staff: int = 50, until: date = date(2026, 12, 31),
    together: str = "move", sparse: bool = False, progress: bool = True,
) -> Made:  # fmt: skip
    """Make the book."""
    begin, made = time.perf_counter(), Made()
    whole = until.year * 12 + until.month - months
    first = date(whole // 12, whole % 12 + 1, 1)
    company = Company(random.Random(seed), staff, max(5, count // ORDERS_FOR_A_CLIENT), first, until)
    stream = BookStream(folder, together)
    _found(company, stream)
    lives = _Lives(company)
    for person in company.people:
        lives.begin(_career(company, stream, person))
    for customer in company.customers:
        lives.begin(_client(company, stream, customer))
    start, end = SET_UP * DAY, company.days.end
    for number in range(count):
        at = start + int((number + company.rng.random()) * (end - start) / count)
        lives.until(at)
        life = Life(company, stream, number, at, tail(number))
        lives.begin(life.life(), life)
        if progress and sys.stderr.isatty() and number % 1000 == 0:
            print(f"\r{number} of {count}", end="", file=sys.stderr)
    lives.until(end)
    manager = company.manager
    made.moves = stream.moves
    made.entries, made.open = lives.entries, len(lives.orders)
    stream.finish()
    made.commits = stream.commits
    made.seconds = time.perf_counter() - begin
    stream.lay_out(manager.name, f"{manager.id}@example.com", sparse=sparse)
    return made


class _Lives:
    """What goes on at once, told in the order of time."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.orders: set[Life] = set()
        self.entries = 0
        self._next: list[tuple[int, int, Iterator[int], Life | None]] = []
        self._count = 0

    def begin(self, moments: Iterator[int], order: Life | None = None) -> None:
        """Something begins: a life that yields the time of each of its moves before it makes it."""
        self._count += 1
        heapq.heappush(self._next, (next(moments), self._count, moments, order))
        if order is not None:
            self.orders.add(order)

    def until(self, moment: int) -> None:
        """Everything that happens before a moment."""
        while self._next and self._next[0][0] < moment:
            _at, place, moments, order = self._next[0]
            following = next(moments, None)
            if following is not None:
                heapq.heapreplace(self._next, (following, place, moments, order))
                continue
            heapq.heappop(self._next)
            if order is not None:
                self.orders.discard(order)
                self.entries += order.file.entries
        if moment >= self.company.days.end:
            self.entries += sum(order.file.entries for order in self.orders)


def _trailers(kind: str, verb: str, actor: str, right: str, at: str, clause: str, number: int) -> str:
    return f"Move: {kind} {verb}\nActor: {actor}\nRight: {right}\nAt: {at}\nClause: {clause}\nLaw: {LAW}\nOp-Id: {number:016x}\n"


def _found(company: Company, stream: BookStream) -> None:
    """The first commit: policy, manager, schemas."""
    manager, at = company.manager, company.days.said(0)
    file = _staff_file(manager)
    file.add(at, manager.id, "add")
    files = {POLICY: company.policy_text, file.path: file.data()}
    files |= {schema_path(kind): schema_text(kind) for kind in KINDS}
    files[ATTRIBUTES] = Book(stream.folder).attributes(None) or b""
    told = _trailers("staff", "add", manager.id, "founder", at, "P4.2b", company.rng.getrandbits(64))
    message = f"init: a new book, managed by {manager.id}\n\n{told}"
    stream.commit(company.days.epoch(0), manager.signature, message.encode(), [put(*one) for one in files.items()])


def _staff_file(person: Person) -> File:
    profile = {
        "name": person.name, "email": f"{person.id}@example.com", "department": person.department, "roles": [person.role],
    }  # fmt: skip
    person.file = File("staff", person.id)
    person.file.put("profile", StaffProfile.model_validate(profile).plain())
    return person.file


def _career(company: Company, stream: BookStream, person: Person) -> Iterator[int]:
    """A person's file: added, trained, and each absence some days before it begins."""
    place, manager, days = company.people.index(person), company.manager, company.days
    if person is not manager:
        yield 60 * place
        _file_move(company, stream, _staff_file(person), "add", manager, 60 * place, "P4.2b")
    assert person.file is not None
    at = DAY + 60 * place
    yield at
    training = {"topic": "客户信息保密", "kind": "information-security", "on": days.day(0), "by": manager.name}
    person.file.put("training", [{"id": "TR1", **TrainingInput.model_validate(training).plain()}])
    _file_move(company, stream, person.file, "train", manager, at, "P7.3", "TR1")
    away: list[dict[str, object]] = []
    for start, end, deputy in person.away:
        at = (start - 7) * DAY + 60 * place
        yield at
        absence = {"start": days.day(start * DAY), "end": days.day((end - 1) * DAY), "deputy": deputy.id}
        away.append({"id": f"AB{len(away) + 1}", **AbsenceInput.model_validate(absence).plain()})
        person.file.put("away", away)
        _file_move(company, stream, person.file, "away", person, at, "P2.3a", f"AB{len(away)}")


def _client(company: Company, stream: BookStream, customer: Customer) -> Iterator[int]:
    """A client's file, and its credit."""
    at = 2 * DAY + int(customer.number * DAY / len(company.customers))
    yield at
    file = File("client", customer.id)
    branch = {"although_like": "another branch"} if "分公司" in customer.name else {}
    profile = {
        "name": customer.name,
        "region": customer.region,
        "contact": customer.contact,
        "phone": customer.phone,
        **branch,
    }
    file.put("profile", ClientProfile.model_validate(profile).plain())
    _file_move(company, stream, file, "add", company.with_role("receptionist")[0], at, "P4.1a")
    at += DAY
    yield at
    good = company.rng.random() < 0.8  # noqa: PLR2004
    credit = {
        "grade": "A" if good else "B", "limit": "unlimited", "days": 60 if good else 30, "evidence": "last year's accounts",
        "valid_until": str(company.days.days[-1] + timedelta(days=365)),
    }  # fmt: skip
    file.put("credit", [{"id": "CR1", **CreditInput.model_validate(credit).plain()}])
    _file_move(company, stream, file, "credit", company.with_role("finance")[0], at, "P7.1a", "CR1")


def _file_move(
    company: Company, stream: BookStream, file: File, verb: str, actor: Person, now: int, clause: str, item: str = ""
) -> None:
    at = company.days.said(now)
    file.add(at, actor.id, verb, item=item)
    right = "self" if verb == "away" else actor.role
    told = _trailers(file.kind, verb, actor.id, right, at, clause, company.rng.getrandbits(64))
    subject = f"{file.kind} {verb} {file.id}{' ' if item else ''}{item}"
    stream.commit(
        company.days.epoch(now), actor.signature, f"{subject}\n\n{told}".encode(), [put(file.path, file.data())]
    )


if __name__ == "__main__":
    main()
