"""How an owner was chosen, or would be: candidates, what was weighed, and who was passed over (P2.3a)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ordertool.language import N_, Clause, Listed, Text, _, listed, text
from ordertool.records.assignment import AssignmentInput, Basis, PassedOver
from ordertool.records.order import Order
from ordertool.reports.screen import clock_time, columns, flowing
from ordertool.rules.move import Context

_CLAUSE = Clause("P2.3a")
SETTLED = {
    "only": N_("the only one who may have it"),
    "pace": N_("others were given more than their pace of late"),
    "load": N_("the least load, preferences counted"),
    "recent": N_("the same load, but given the least of late"),
    "turn": N_("equal in everything, but assigned longest ago"),
}
"""What set the owner apart from the next candidate, by the word that is stored."""
_PASSED_OVER = {
    "owns": N_("{staff} owns it"), "away": N_("{staff} is away"), "full": N_("{staff} is full"),
    "declined": N_("{staff} declined it"), "rule": N_("{staff} does not meet “{rule}”"),
}  # fmt: skip


def settled_words(basis: Basis) -> Text:
    """What settled a computed assignment, in words."""
    return text(SETTLED[basis.settled_by])


def passed_over_words(passed_over: Sequence[PassedOver]) -> Listed:
    """Who was passed over and why, in one line."""
    return listed(text(_PASSED_OVER[one.why], staff=one.staff, rule=one.rule or "") for one in passed_over)


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
        said.append(text("Decided together with all orders that waited."))
    lines = [part for one in said for part in flowing(str(one))]
    if basis.candidates:
        head = [
            _("candidate"),
            _("in hand"),
            _("after"),
            _("share"),
            _("load"),
            _("given of late"),
            _("last assigned"),
            _("not met"),
        ]
        rows = []
        for one in basis.candidates:
            mine = one.open + basis.weight * (one.staff == to)
            late = str(text("{orders} (above pace)", orders=f"{one.recent:f}")) if one.paced else f"{one.recent:f}"
            rows.append(
                [
                    one.staff, f"{one.open:f}", f"{mine:f}", str(one.share), f"{100 * one.open / one.share:.0f} %", late,
                    clock_time(one.last, ctx) if one.last else _("never"), str(listed(one.missing)),
                ]
            )  # fmt: skip
        lines += ["", *columns(head, rows, flexible=(7,), wraps=True, right=(1, 2, 3, 4))]
    if basis.passed_over:
        lines += ["", *flowing(str(text("Passed over: {people}", people=passed_over_words(basis.passed_over))))]
    return lines


def chosen_row(order: Order) -> list[str]:
    """One line of a batch: the order, its client, its owner, and what settled it."""
    given = order.assignment[-1]
    return [order.id, order.client_name, given.to, str(settled_words(given.basis)) if given.basis else ""]
