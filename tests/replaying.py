"""Real data through the code behind the commands: moves at the data's own times, refusals counted by reason."""

from __future__ import annotations

from collections import Counter

from ordertool.book.book import Book
from ordertool.errors import OrdertoolError
from ordertool.making import Step, make
from ordertool.session import Session


class Office:
    """Makes moves at a given time as somebody; all are entered at `now`, or, without one, when they happen."""

    def __init__(self, desk, now=None):
        self.book = Book.find(str(desk.root), desk.root)
        self.now = now
        self.refused = Counter()
        self.made = Counter()

    def move(self, at, actor, kind, verb, record_id, given=None, papers=None):
        """Make one move; a refusal is counted by its reason, without the ids and figures in it."""
        session = Session(self.book, {"ORDERTOOL_NOW": self.now or at.isoformat()}, actor=actor, at=at.isoformat())
        try:
            made = make(session, Step(kind, verb, record_id, lambda _old, _ctx: given, papers))
        except OrdertoolError as error:
            reason = error.why.values["reason"].message
            self.refused[f"{verb}: {reason}"] += 1
            return None
        finally:
            session.close()
        self.made[verb] += 1
        return made.record
