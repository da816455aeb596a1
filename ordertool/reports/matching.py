"""Where words are found in an order: Chinese too, in either width and case, every word somewhere."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ordertool.language import N_
from ordertool.records.order import Order

_ORDER, _CLIENT, _CONTACT, _MATTER = N_("order"), N_("client"), N_("contact person"), N_("matter")
_PROJECT, _DESCRIPTION, _PLACE = N_("project"), N_("description"), N_("place")
_CONTRACT, _CLIENT_ORDER, _PAPER = N_("contract no."), N_("client's order no."), N_("paper")
_PROBLEM, _COMPLAINT, _SESSION = N_("problem"), N_("complaint"), N_("session")


class Place(NamedTuple):
    """One text of an order: what it is to the reader, where it stands in the record, and what it says."""

    name: str
    field: str
    text: str


def folded(words: str) -> str:
    """A text as it is compared: full-width letters as half-width ones, without case."""
    return unicodedata.normalize("NFKC", words).casefold()


def words_of(typed: str) -> tuple[str, ...]:
    """The words that were typed; each must be found."""
    return tuple(folded(typed).split())


def places(order: Order, filed_name: str | None = None) -> Iterator[Place]:
    """The texts that a search looks at; `filed_name` is the name in the client's file."""
    inquiry, terms = order.inquiry, order.terms
    yield Place(_ORDER, "id", order.id)
    yield Place(_CLIENT, "inquiry.client", inquiry.client)
    if filed_name and filed_name != inquiry.client:
        yield Place(_CLIENT, "form.client", filed_name)
    for field in ("contact", "phone", "email"):
        yield Place(_CONTACT, f"inquiry.{field}", getattr(inquiry, field) or "")
    yield Place(_MATTER, "inquiry.matter", inquiry.matter)
    if terms is not None:
        yield Place(_CLIENT, "form.client", terms.client or "")
        yield Place(_PROJECT, "form.project", terms.project or "")
        yield Place(_DESCRIPTION, "form.description", terms.description or "")
        for line in terms.lines:
            what = " ".join(part for part in (line.item, line.spec) if part)
            yield Place(line.id, f"form.lines.{line.id}", what)
        yield Place(_PLACE, "form.deliver_to", terms.deliver_to or "")
        yield Place(_CONTRACT, "form.contract", terms.contract or "")
        yield Place(_CLIENT_ORDER, "form.client_order", terms.client_order or "")
    for paper in order.papers:
        yield Place(_PAPER, "papers", paper.name)
    for handed in order.handover:
        yield Place(_PAPER, f"handover.{handed.id}", handed.original_at or "")
    for report in order.progress:
        yield Place(_PROBLEM, f"progress.{report.id}", report.problem or "")
    for problem in order.problems:
        said = (problem.problem, *(made.decision for made in problem.decisions), problem.solution or "")
        yield from (Place(_PROBLEM, f"problems.{problem.id}", one) for one in said)
    yield from _talk(order)


def _talk(order: Order) -> Iterator[Place]:
    """What was said in sessions, and of complaints."""
    for session in order.sessions:
        said = (session.matters, *(task.what for task in session.decisions))
        yield from (Place(_SESSION, f"sessions.{session.id}", one) for one in said)
    for complaint in order.complaints:
        settled = complaint.settlement
        answer = complaint.response.answer if complaint.response else ""
        said = (complaint.text, answer, *((settled.solution, settled.feedback or "") if settled else ()))
        yield from (Place(_COMPLAINT, f"complaints.{complaint.id}", one) for one in said)


def found(order: Order, words: Sequence[str], filed_name: str | None = None) -> list[Place]:
    """The places where any of the words stands, if each stands somewhere; else none."""
    hits, missing = [], set(words)
    for place in places(order, filed_name):
        compared = folded(place.text)
        here = {word for word in words if word in compared}
        if here:
            hits.append(place)
            missing -= here
    return [] if missing else hits


_BEFORE, _AFTER = 12, 48


def excerpt(place: Place, words: Sequence[str]) -> str:
    """The part of a text where the first of the words stands, in one line."""
    said = " ".join(unicodedata.normalize("NFKC", place.text).split())
    compared = said.casefold()
    at = min((spot for word in words if (spot := compared.find(word)) >= 0), default=0)
    begin, end = max(at - _BEFORE, 0), at + _AFTER
    return ("…" if begin else "") + said[begin:end] + ("…" if end < len(said) else "")
