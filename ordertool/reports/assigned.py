"""How an owner was chosen, or would be: candidates, what was weighed, and who was passed over (P2.3a)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ordertool.language import N_, Clause, Text, _, listed, text
from ordertool.records.assignment import AssignmentInput, Basis, Candidate
from ordertool.records.order import Order
from ordertool.reports.screen import clock_time, columns, flowing
from ordertool.rules.conditions.assigning import passed_over_words
from ordertool.rules.move import Context

_CLAUSE = Clause("P2.3a")
SETTLED = {
    "only": N_("the only one who may have it"),
    "shared": N_("shared out together: the others are full then"),
    "pace": N_("others were given more than their pace of late"),
    "load": N_("the least load, preferences counted"),
    "recent": N_("the same load, but given the least of late"),
    "turn": N_("equal in everything, but assigned longest ago"),
}
"""What set the owner apart from the next candidate, by the word that is stored."""
_TOGETHER = {
    "pace": N_("shared out together: others would have got more than their pace"),
    "load": N_("shared out together, to the least load, preferences counted"),
    "recent": N_("shared out together: the same load, but given the least of late"),
    "turn": N_("shared out together, in turn: equal in everything else"),
}
"""The same for one of several that were decided together: what set the shares apart, not the one order."""


def settled_words(basis: Basis) -> Text:
    """What settled a computed assignment, in words."""
    words = {**SETTLED, **_TOGETHER} if basis.together == "all" else SETTLED
    return text(words[basis.settled_by])


def basis_document(given: AssignmentInput) -> dict[str, Any]:
    """A computed assignment as `--json` gives it."""
    return {"to": given.to, "basis": given.basis.model_dump(mode="json") if given.basis else None}


def basis_lines(to: str | None, basis: Basis, ctx: Context) -> list[str]:
    """What a computed assignment rests on, for people: what settled it, the candidates in their order, and who was passed over."""
    said: list[Text] = []
    if to is None:
        said.append(text("Nobody can be given it ({clause}; policy.yaml: assignment).", clause=_CLAUSE))
    else:
        said.append(
            text(
                "{staff}: {why} ({clause}; policy.yaml: assignment)", staff=to, why=settled_words(basis), clause=_CLAUSE
            )
        )
    if basis.together == "all":
        said.append(
            text("Decided together with all orders that waited; the loads are those before any of them was given.")
        )
    lines = [part for one in said for part in flowing(str(one))]
    if basis.candidates:
        head = [
            _("candidate"),
            _("in hand, if given"),
            _("share"),
            _("load, if given"),
            _("given of late"),
            _("last assigned"),
            _("not met"),
        ]
        rows = []
        for one in basis.candidates:
            after = one.open + basis.weight
            late = str(text("{orders} (above pace)", orders=f"{one.recent:f}")) if one.paced else f"{one.recent:f}"
            rows.append(
                [
                    one.staff, f"{one.open:f} → {after:f}", str(one.share), f"{_load(one.open, one)} → {_load(after, one)}", late,
                    clock_time(one.last, ctx) if one.last else _("never"), str(listed(one.missing)),
                ]
            )  # fmt: skip
        lines += ["", *columns(head, rows, flexible=(1, 3, 4, 5, 6), wraps=True, right=(1, 2, 3))]
    if basis.passed_over:
        lines += ["", *flowing(str(text("Passed over: {people}", people=passed_over_words(basis.passed_over))))]
    return lines


def _load(weight: Decimal, one: Candidate) -> str:
    return f"{100 * weight / one.share:.0f} %"


def chosen_row(order: Order) -> list[str]:
    """One line of a batch: the order, its client, its owner, and what settled it."""
    given = order.assignment[-1]
    return [order.id, order.client_name, given.to, str(settled_words(given.basis)) if given.basis else ""]
