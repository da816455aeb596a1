"""A person with their open work: what they owe, and the orders they own (P3)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from ordertool.language import _, listed, text
from ordertool.records.policy import Policy
from ordertool.records.staff import LeavingInput, Staff, Training
from ordertool.reports.order_table import order_table
from ordertool.reports.owed import Owed, by_urgency, owed, owed_table
from ordertool.reports.owed_files import KINDS
from ordertool.reports.queries import OrderRow
from ordertool.reports.screen import columns, painted, visible
from ordertool.reports.words import named
from ordertool.rules.permissions import role_name
from ordertool.rules.workload import in_hand


class Work(NamedTuple):
    """What waits for a person, the most urgent first, and the orders that they have in hand."""

    owed: list[Owed]
    orders: list[OrderRow]


def work_of(staff_id: str, rows: Iterable[OrderRow], beside: Iterable[Owed] = ()) -> Work:
    """A person's open work; `beside` is what is owed on other things than orders."""
    every = list(rows)
    every_debt = (*(one for row in every for one in owed(row)), *beside)
    mine = by_urgency(one for one in every_debt if one.duty.staff == staff_id)
    return Work(mine, [row for row in every if row.order.owner == staff_id and in_hand(row.order)])


def staff_document(staff: Staff, work: Work) -> dict[str, Any]:
    """The person as `--json` gives it."""
    return staff.model_dump(mode="json") | {
        "owed": [one.document() for one in work.owed],
        "orders": [row.document() for row in work.orders],
    }


def staff_lines(staff: Staff, work: Work, policy: Policy) -> list[str]:
    """The person on a screen."""
    profile = staff.profile
    facts = [
        (_("left on"), _leaving(staff.left) if staff.left else ""),
        (_("department"), policy.department(profile.department)),
        (_("roles"), role_names(profile.roles)),
        (_("domains and regions"), str(listed((*profile.domains, *profile.regions)))),
        (_("capacity"), "" if profile.capacity is None else str(profile.capacity)),
        (_("share"), "" if profile.weight is None else str(profile.weight)),
    ]
    for absence in staff.away:
        days = f"{absence.id}  {absence.start} – {absence.end}"
        if absence.ended and absence.last < absence.end:
            days = str(text("{days}, back on {day}", days=days, day=absence.ended))
        if not absence.counts:
            days = str(text("{days}, taken back", days=f"{absence.id}  {absence.start} – {absence.end}"))
        if absence.deputy:
            days = str(text("{days} (deputy {staff})", days=days, staff=absence.deputy))
        facts.append((_("absence"), days))
    facts += [(one.id, _training(one)) for one in staff.training]
    lines = [f"{painted(staff.id, 'bold')}  {visible(profile.name)} <{visible(profile.email)}>"]
    lines += columns(None, [fact for fact in facts if fact[1]], flexible=(1,), wraps=True, indent=2)
    if work.owed:
        title = str(text("Work that waits: {count}", count=len(work.owed)))
        lines += ["", painted(title, "bold"), *owed_table(work.owed, who=False)]
    if work.orders:
        title = str(text("In hand: {count}", count=len(work.orders)))
        lines += ["", painted(title, "bold"), *order_table(work.orders)]
    return lines


def _leaving(left: LeavingInput) -> str:
    """The last day and why, and who answers since."""
    words = text("{day}: {reason}", day=left.on, reason=left.reason)
    return str(text("{what} (successor {staff})", what=words, staff=left.successor) if left.successor else words)


def _training(training: Training) -> str:
    """A training: on what, when, by whom, until when it holds."""
    said: list[object] = [named(KINDS, training.kind), training.topic, training.on]
    said += [text("by {who}", who=training.by)] if training.by else []
    said += [text("valid until {day}", day=training.valid_until)] if training.valid_until else []
    said += [" ".join(training.evidence.split())] if training.evidence else []
    return str(listed(said))


def role_names(roles: Iterable[str]) -> str:
    """Roles in the reader's language."""
    return str(listed(role_name(role) for role in roles))
