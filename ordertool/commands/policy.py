"""`ordertool policy`: the company's policy in words, and which clause of it is enforced where (L20)."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option

from ordertool.commands import filtering
from ordertool.commands.frame import Answer, Request, command, incomplete
from ordertool.context import context_of
from ordertool.errors import UsageError
from ordertool.inputs import policy_from
from ordertool.language import N_, Clause, Text, _, text
from ordertool.records.order import Order
from ordertool.reports.coverage import DEMANDS, LATER, Coverage, coverage
from ordertool.reports.policy import policy_lines
from ordertool.reports.screen import terminal_width, visible
from ordertool.reports.wrapping import beside, wrapped


@command(help=N_("The policy in words"), example="ordertool policy show", by_policy=True)
def show(request: Request) -> Answer:
    """Show the policy."""
    session = request.session
    policy, today = session.ctx.policy, session.ctx.day(session.now)
    return Answer(policy.model_dump(mode="json"), lambda: [visible(line) for line in policy_lines(policy, today)])


@command(help=N_("Which clause is enforced where, and which by nothing"), example="ordertool policy coverage")
def coverage_(_request: Request) -> Answer:
    """Show the coverage."""
    found = coverage()

    def lines() -> list[str]:
        said: list[str] = []
        for one in found:
            if one.enforced:
                said += [_title(one), *beside(_enforced(one), terminal_width()), ""]
        said.append(_("Nothing enforces:"))
        for one in found:
            if not one.enforced:
                said.append(f"  {_title(one)}")
                said += [f"    {line}" for line in wrapped(_left(one), terminal_width() - 4)]
        return said

    return Answer([one.document() for one in found], lines)


@command(
    help=N_("What a changed policy would have done with past assignments and time limits"),
    example="ordertool policy try new-policy.yaml --since 2026-10-01",
    by_policy=True,
)
def try_(
    request: Request,
    file: Annotated[str, Argument(metavar="FILE", help=_("The changed policy, or - for standard input."))],
    since: Annotated[str, Option(metavar="DATE", help=_("The first day to replay."))],
) -> Answer:
    """Try a policy on the past."""
    from ordertool.reports.trial import trial  # noqa: PLC0415 (the other verbs need none of it)

    session = request.session
    first = filtering.day(request, since)
    assert first is not None
    if first > session.ctx.day(session.now):
        raise UsageError(
            text("{day} is still to come", day=first), text("give the first day to replay: --since 2026-10-01")
        )
    other = context_of(session.tip, policy_from(file))
    unreadable: list[Text] = []
    orders = [one for one in session.tip.all("order", unreadable) if isinstance(one, Order)]
    found = trial(orders, first, session.now, session.ctx, other)
    return Answer(found.document, found.lines, incomplete(unreadable), unreadable)


def _title(one: Coverage) -> str:
    return f"{Clause(one.clause)}  {_(DEMANDS[one.clause])}"


def _enforced(one: Coverage) -> list[tuple[str, str]]:
    """By what a clause is enforced: moves, conditions, limits, functions, the tests that name it; and what is left."""
    told = {
        _("moves"): one.moves, _("refuses by"): one.conditions, _("limits"): one.limits, _("code"): one.functions,
        _("tests"): one.tests or (),
    }  # fmt: skip
    rows = [(label, _(", ").join(words)) for label, words in told.items() if words]
    return [*rows, (_("in part"), _left(one))] if one.clause in LATER else rows


def _left(one: Coverage) -> str:
    """What of a clause is left for later."""
    later = LATER.get(one.clause)
    return _(later) if later else ""
