"""Stored words, moves and amounts as the reader calls them (L7), and the colour of what is urgent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from ordertool.language import N_, _, language, text
from ordertool.records.exact_numbers import figure
from ordertool.records.order import Order
from ordertool.reports.screen import stage_name
from ordertool.rules.duty import Duty
from ordertool.rules.excuse import Cause
from ordertool.rules.move import Context

CHANNELS = {
    "phone": N_("phone"), "email": N_("mail"), "online": N_("online"), "visit": N_("visit"), "wechat": N_("WeChat"),
    "other": N_("another way"),
}  # fmt: skip
CAUSES = {
    "client": N_("client's wish"), "law": N_("law"), "force-majeure": N_("force majeure"), "ours": N_("our own doing"),
}  # fmt: skip
OUTCOMES = {"accepted": N_("accepted"), "remarks": N_("accepted with remarks"), "refused": N_("refused")}
OUTCOMES_OF_RISKS = {"occurred": N_("occurred"), "averted": N_("averted"), "accepted": N_("accepted as it is")}
REVIEWS = {"pass": N_("passed"), "return": N_("returned to the client")}
APPEALS = {"accepted": N_("upheld"), "rejected": N_("turned down")}
ANSWERS = {"accepted": N_("taken on"), "declined": N_("declined")}
COMPLAINTS = {
    "quality": N_("quality"), "delay": N_("delay"), "service": N_("service"), "price": N_("price"), "other": N_("other"),
}  # fmt: skip
SETTLEMENTS = {
    "replaced": N_("replaced"), "repaired": N_("repaired"), "compensated": N_("compensated"),
    "explained": N_("explained"), "rejected": N_("rejected"), "other": N_("other"),
}  # fmt: skip
MONEY = {"payment": N_("payment in"), "refund": N_("refund"), "write-off": N_("write-off")}
INVOICES = {"invoice": N_("invoice"), "credit-note": N_("credit note")}
SIGNS = {"overdue": N_("debt overdue"), "grade": N_("credit grade lowered"), "manual": N_("own judgement")}
VIAS = {"written": N_("in writing"), "oral": N_("by word of mouth"), "system": N_("in the system")}

FIELDS = {
    "client": N_("client"), "project": N_("project"), "description": N_("description"), "type": N_("order type"),
    "domain": N_("business domain"), "lines": N_("lines"), "currency": N_("currency"), "tax": N_("tax"), "deliver_by": N_("delivery day"),
    "deliver_to": N_("place"), "payment": N_("payment"), "contract": N_("contract no."),
    "client_order": N_("client's order no."), "item": N_("goods"), "spec": N_("specification"),
    "quantity": N_("quantity"), "unit": N_("unit"), "price": N_("unit price"),
}  # fmt: skip
CHECKLIST = {
    "packaging": N_("packaging"), "documents": N_("documents"), "transport": N_("transport"), "photos": N_("photos"),
}  # fmt: skip
"""Items of a checklist that have a name of their own; a company's others stand as it calls them."""

LIMITS = {
    "reply": N_("reply"), "promise": N_("promised reply"), "form": N_("form"), "review": N_("review"),
    "submit": N_("submit"), "assign": N_("assign"), "confirm": N_("confirm"), "plan": N_("plan"),
    "report": N_("progress report"), "delivery": N_("promised delivery"), "sign": N_("sign"), "close": N_("close"),
    "account": N_("account period"), "coordinate": N_("coordinate"), "resolve": N_("resolve"), "assist": N_("assist"),
    "settle": N_("settle"), "phase": N_("phase"), "credit": N_("credit assessment"),
    "risk": N_("look at a risk"), "minutes": N_("minutes"),
    "action": N_("action of a meeting"), "meeting": N_("next meeting"),
    "respond": N_("respond"), "assist_done": N_("assist-done"),
    "needed": N_("day it is needed"), "decision": N_("session's decision"), "contact": N_("contact with the client"),
    "survey": N_("survey"),
    "watch": N_("watch"),
    "confirm_every": N_("confirmation of the file"),
    "training": N_("training"),
    "assessment": N_("assessment"),
}  # fmt: skip
"""Time limits as they are called, by their names in policy.yaml or of a promise."""


def field_words(field: str) -> str:
    """A field of a form, `deliver_to` or `lines.L1.price`; in another language with its name before it."""
    if language() == "en":
        return field
    line, name = field.split(".")[1:-1], field.rpartition(".")[2]
    return str(text("{name} ({field})", name=" ".join((*line, named(FIELDS, name))), field=field))


def named(names: Mapping[str, str], stored: str | None) -> str:
    """A stored word in the reader's language."""
    if stored is None:
        return ""
    return _(names[stored]) if stored in names else stored


def verbs(moves: Iterable[str]) -> str:
    """Moves in the reader's language."""
    return _(", ").join(_(verb) for verb in moves)


_DEMANDED = {"report": "progress", "delivery": "deliver", "sign": "sign"}
"""Limits that one of several next moves meets."""


def demanded_first(found: Duty) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The move that the clock demands, and the others beside it; all of them where it demands none."""
    demanded = _DEMANDED.get(found.clock.limit) if found.clock else None
    if demanded not in found.next:
        return found.next, ()
    return (demanded,), tuple(verb for verb in found.next if verb != demanded)


def next_move(found: Duty | None) -> str:
    """The one next move for a table: the one that the clock demands, else the first."""
    return "–" if found is None else _(demanded_first(found)[0][0])


def stage_words(order: Order) -> str:
    """An order's stage, with the mark that it is on hold."""
    name = stage_name(order.stage)
    return str(text("{stage} (on hold)", stage=name)) if order.on_hold else name


def cause_words(cause: Cause) -> str:
    """A cause of lateness: what it was, for how many days, and why."""
    kind = _("hold") if cause.kind == "hold" else named(CAUSES, cause.kind)
    values = {"cause": f"{kind} {cause.item}".rstrip(), "days": cause.days, "reason": cause.reason or "–"}
    return str(text("{cause} ({days} days): {reason}", **values))


def payment_words(terms: str) -> str:
    """Terms of payment."""
    kind, _colon, figure = terms.partition(":")
    if kind == "account":
        return str(text("account period of {days} days", days=figure))
    if kind == "prepayment":
        return str(text("paid in advance: {percent} %", percent=figure))
    return _("cash on delivery")


def amount(value: Decimal | None, currency: str = "") -> str:
    """An amount with its thousands told apart."""
    return "–" if value is None else f"{figure(value, currency)} {currency}".rstrip()


def urgency(found: Duty | None, now: datetime, ctx: Context, *, on_hold: bool) -> str:
    """The colour of a row: late red, due today yellow, on hold dim, else none."""
    if on_hold:
        return "dim"
    if found is None or found.clock is None:
        return ""
    if found.overdue(now):
        return "red"
    return "yellow" if ctx.day(found.clock.due.at) == ctx.day(now) else ""
