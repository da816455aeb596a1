"""The preliminary review (P2.2b): findings on completeness, accuracy and compliance, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from ordertool.language import N_, Clause, Text, text
from ordertool.records.client import Client, Credit
from ordertool.records.intake import Form
from ordertool.rules.move import Context
from ordertool.rules.working_time import days_between

CLAUSE = Clause("P2.2b")


class Finding(NamedTuple):
    """One finding: where, of which kind, whether it blocks the pass, and the policy line behind it."""

    field: str
    kind: Literal["completeness", "accuracy", "compliance"]
    message: Text
    blocks: bool = True
    policy: str = ""

    def document(self) -> dict[str, object]:
        """The finding as `--json` gives it."""
        return {
            "field": self.field,
            "kind": self.kind,
            "severity": "blocks" if self.blocks else "warns",
            "message": str(self.message),
            "policy": self.policy or None,
        }


TERMS = {
    "account": N_("an account period"),
    "prepayment": N_("prepayment"),
    "cash-on-delivery": N_("cash on delivery"),
}
"""Terms of payment as the reader calls them."""
_DAYS_OFF = {"holiday": "holidays", "override": "special_days"}
_REQUIRED = ("client", "project", "description", "type", "domain", "lines", "deliver_by", "deliver_to", "payment")
_REQUIRED_IN_LINE = ("item", "spec", "quantity", "unit", "price")


def findings(
    form: Form, client: Client | None, day: date, ctx: Context, *, asked: str | None = None
) -> tuple[Finding, ...]:
    """Everything the review finds in a form on a day, blocking findings first; `asked` is the client of the inquiry."""
    found = [*completeness(form), *_accuracy(form, client, day, ctx), *_compliance(form, client, day, ctx)]
    if asked is not None and client is not None and client.profile.name != asked:
        message = text("the inquiry names {asked}, the file {name}", asked=asked, name=client.profile.name)
        found.append(Finding("client", "accuracy", message, blocks=False))
    return tuple(sorted(found, key=lambda finding: not finding.blocks))


def blocking(form: Form, client: Client | None, day: date, ctx: Context) -> tuple[Finding, ...]:
    """The findings that stand in the way of a pass."""
    return tuple(finding for finding in findings(form, client, day, ctx) if finding.blocks)


def completeness(form: Form) -> Iterator[Finding]:
    """What a form lacks."""
    for name in _REQUIRED:
        if not getattr(form, name):
            yield Finding(name, "completeness", text("is missing"))
    for line in form.lines:
        for name in _REQUIRED_IN_LINE:
            if getattr(line, name) is None:
                yield Finding(f"lines.{line.id}.{name}", "completeness", text("is missing"))


def _accuracy(form: Form, client: Client | None, day: date, ctx: Context) -> Iterator[Finding]:
    if form.client and client is None:
        yield Finding("client", "accuracy", text("there is no client {client}", client=form.client))
    if form.deliver_by and form.deliver_by < day:
        yield Finding("deliver_by", "accuracy", text("{day} is already past", day=form.deliver_by))
    if form.currency != ctx.policy.currency:
        message = text("is not the company's currency {currency}", currency=ctx.policy.currency)
        yield Finding("currency", "accuracy", message, blocks=False, policy="currency")
    if form.total == 0 and any(line.price for line in form.lines):
        message = text("the amounts come to nothing in {currency}", currency=form.currency)
        yield Finding("lines", "accuracy", message, blocks=False)
    if form.tax is not None and form.tax != form.rounded(form.tax):
        message = text("{amount} is no amount of {currency}", amount=f"{form.tax:f}", currency=form.currency)
        yield Finding("tax", "accuracy", message)
    if form.tax and form.net is not None and form.tax > form.net:
        yield Finding("tax", "accuracy", text("is more than the lines come to"), blocks=False)
    seen: set[tuple[str | None, str | None]] = set()
    for line in form.lines:
        if line.item and (line.item, line.spec) in seen:
            message = text("the same item and specification stand on an earlier line")
            yield Finding(f"lines.{line.id}.item", "accuracy", message, blocks=False)
        seen.add((line.item, line.spec))
        if line.price == 0:
            yield Finding(f"lines.{line.id}.price", "accuracy", text("is zero"), blocks=False)


def _figure(terms: str, figure: str, credit: Credit | None, ctx: Context) -> Iterator[Finding]:
    """Days on account, or percent in advance, against what was assessed, else what policy allows the grade (P7.1b)."""
    grade = credit.grade if credit else "none"
    allowed = ctx.policy.credit.terms_of(grade)
    if terms == "account" and credit is not None and credit.days is not None:
        if int(figure) > credit.days:
            message = text("{days} days are more than the {allowed} assessed", days=figure, allowed=credit.days)
            yield Finding("payment", "compliance", message)
    elif terms == "account" and allowed.days is not None and int(figure) > allowed.days:
        message = text(
            "{days} days are more than the {allowed} of credit grade {grade}",
            days=figure,
            allowed=allowed.days,
            grade=grade,
        )
        yield Finding("payment", "compliance", message, policy=f"credit.grades.{grade}.days")
    elif terms == "prepayment" and allowed.prepayment is not None and int(figure) < allowed.prepayment:
        message = text(
            "paid in advance: {percent} %; credit grade {grade} asks for {least} %",
            percent=figure, least=allowed.prepayment, grade=grade,
        )  # fmt: skip
        yield Finding("payment", "compliance", message, policy=f"credit.grades.{grade}.prepayment")


def _compliance(form: Form, client: Client | None, day: date, ctx: Context) -> Iterator[Finding]:
    rules = ctx.policy.review
    if form.payment and client is not None:
        credit = client.credit_on(day)
        grade = credit.grade if credit else "none"
        terms, _, figure = form.payment.partition(":")
        if terms not in rules.payment_by_grade.get(grade, ()):
            named = text(grade) if grade != "none" else text("none (no valid assessment)")
            message = text("{terms} is not allowed at credit grade {grade}", terms=text(TERMS[terms]), grade=named)
            yield Finding("payment", "compliance", message, policy=f"review.payment_by_grade.{grade}")
        else:
            yield from _figure(terms, figure, credit, ctx)
    if form.deliver_by and form.deliver_by >= day:
        kind = ctx.calendar.day(form.deliver_by)
        if not kind.intervals:
            message = text("{day} is not a working day", day=form.deliver_by)
            behind = _DAYS_OFF.get(kind.kind, "working_hours")
            yield Finding("deliver_by", "compliance", message, blocks=False, policy=behind)
        if days_between(ctx.lawful_calendar, day, form.deliver_by) < rules.lead_days:
            message = text("is sooner than {days} working days from now", days=rules.lead_days)
            yield Finding("deliver_by", "compliance", message, policy="review.lead_days")
    for line in form.lines:
        floor = rules.price_floor.get(line.item or "")
        if floor is not None and line.price is not None and Decimal(line.price) < floor:
            message = text("is below the price floor {floor}", floor=floor)
            yield Finding(f"lines.{line.id}.price", "compliance", message, policy="review.price_floor")
        word = next((w for w in rules.restricted if line.item and w.casefold() in line.item.casefold()), None)
        if word:
            message = text('"{word}" is restricted goods', word=word)
            yield Finding(f"lines.{line.id}.item", "compliance", message, policy="review.restricted")
