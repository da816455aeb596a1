"""`ordertool staff`: the people of the company (P3)."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option

from ordertool.commands import filtering
from ordertool.commands.as_typed import ROLES, TRAININGS, given, one_of, whole
from ordertool.commands.days import gone_by, to_come
from ordertool.commands.frame import Answer, Request, command, incomplete
from ordertool.commands.named import department_named
from ordertool.commands.people import person
from ordertool.commands.profile_fields import profile_fields, profile_values, roles_of, split
from ordertool.errors import RefusedError, UsageError
from ordertool.inputs import checked_staff_id
from ordertool.language import N_, Text, _, text
from ordertool.making import Step, make
from ordertool.records.faults import validated
from ordertool.records.staff import AbsenceInput, BackInput, LeavingInput, Staff, StaffProfile, TrainingInput
from ordertool.reports.owed import owed_after_meetings
from ordertool.reports.queries import order_rows
from ordertool.reports.staff_card import staff_document, staff_lines, work_of
from ordertool.reports.staff_table import staff_table
from ordertool.reports.training import training_lines, training_rows
from ordertool.rules.move import Context

StaffId = Annotated[str, Argument(metavar="STAFF", help=_("The person's id, such as li.na."))]


@command(move=("staff", "add"))
def add(
    request: Request,
    staff: StaffId,
    name: Annotated[str, Option(help=_("The person's name."))],
    email: Annotated[str, Option(help=_("The e-mail address that their git uses."))],
    department: Annotated[str, Option(help=_("The department, such as sales."))],
    role: Annotated[
        list[str],
        Option(help=_("receptionist, processor, owner, support, finance, manager or auditor; repeat for several.")),
    ],
    domain: Annotated[list[str] | None, Option(help=_("A business domain they know; repeat for several."))] = None,
    region: Annotated[list[str] | None, Option(help=_("A region they look after; repeat for several."))] = None,
    capacity: Annotated[str | None, Option(help=_("How many open orders they can carry."))] = None,
    weight: Annotated[
        str | None,
        Option(help=_("What their load is measured against, where it is not the capacity: 5 for half of 10.")),
    ] = None,
) -> Answer:
    """Add a person."""
    session = request.session
    staff_id = checked_staff_id(staff)
    data = given(
        name=name, email=email, department=department_named(request, department), roles=roles_of(role),
        domains=split(domain or ()), regions=split(region or ()),
        capacity=whole(capacity, "--capacity"), weight=whole(weight, "--weight"),
    )  # fmt: skip
    profile = validated(StaffProfile, data)
    return request.moved(make(session, Step("staff", "add", staff_id, lambda _old, _ctx: profile)))


@command(move=("staff", "edit"))
def edit(
    request: Request,
    staff: StaffId,
    name: Annotated[str | None, Option(help=_("The person's name."))] = None,
    email: Annotated[str | None, Option(help=_("The e-mail address that their git uses."))] = None,
    department: Annotated[str | None, Option(help=_("The department, such as sales."))] = None,
    role: Annotated[list[str] | None, Option(help=_("A role, instead of those they have; repeat for several."))] = None,
    add_role: Annotated[list[str] | None, Option(help=_("A role more; repeat for several."))] = None,
    drop_role: Annotated[list[str] | None, Option(help=_("A role less; repeat for several."))] = None,
    domain: Annotated[
        list[str] | None, Option(help=_('A domain, instead of those they have; repeat for several, "" for none.'))
    ] = None,
    region: Annotated[
        list[str] | None, Option(help=_('A region, instead of those they have; repeat for several, "" for none.'))
    ] = None,
    capacity: Annotated[
        str | None, Option(help=_('How many open orders they can carry; "" for no limit, 0 for no new ones.'))
    ] = None,
    weight: Annotated[str | None, Option(help=_('What their load is measured against; "" for the capacity.'))] = None,
    set_: Annotated[
        list[str] | None,
        Option(
            "--set",
            metavar="NAME=VALUE",
            help=_("The same for a field of the file, such as roles=owner,support. Repeat it for several."),
        ),
    ] = None,
) -> Answer:
    """Change a person's file."""
    fields = profile_fields(set_ or ())
    fields |= given(
        name=name, email=email, department=department, roles=role, domains=domain, regions=region, capacity=capacity,
        weight=weight,
    )  # fmt: skip
    added, dropped = roles_of(add_role or (), "--add-role"), roles_of(drop_role or (), "--drop-role")
    if not (fields or added or dropped):
        raise UsageError(text("nothing is named that is to change"), text("ordertool staff edit --help"))
    changed = profile_values(fields)
    if "department" in changed:
        changed["department"] = department_named(request, changed["department"])

    def give(old: Staff, _ctx: Context) -> StaffProfile:
        values = given(**{**old.profile.plain(), **changed})
        roles = dict.fromkeys((*values.get("roles", ()), *added))
        return validated(StaffProfile, {**values, "roles": [role for role in roles if role not in dropped]})

    return request.make("edit", staff, give, kind="staff")


@command(move=("staff", "leave"))
def leave(
    request: Request,
    staff: StaffId,
    on: Annotated[str, Option(metavar="DATE", help=_("The last day."))],
    reason: Annotated[str, Option(help=_("Why."))],
    successor: Annotated[
        str | None, Option(metavar="STAFF", help=_("Who answers from now on for what they owned or kept."))
    ] = None,
) -> Answer:
    """Record that a person left."""
    data = given(on=gone_by(request, on), reason=reason, successor=person(request, successor, "--successor"))
    leaving = validated(LeavingInput, data)
    return request.make("leave", staff, lambda _old, _ctx: leaving, kind="staff")


@command(move=("staff", "rejoin"))
def rejoin(request: Request, staff: StaffId) -> Answer:
    """Take back a person who had left."""
    return request.make("rejoin", staff, kind="staff")


@command(move=("staff", "away"))
def away(
    request: Request,
    staff: StaffId,
    from_: Annotated[str, Option("--from", metavar="DATE", help=_("The first day away."))],
    to: Annotated[str, Option(metavar="DATE", help=_("The last day away."))],
    deputy: Annotated[str | None, Option(metavar="STAFF", help=_("Who stands in, for every role."))] = None,
) -> Answer:
    """Record an absence."""
    start, end = to_come(request, from_), to_come(request, to)
    absence = validated(AbsenceInput, given(start=start, end=end, deputy=person(request, deputy, "--deputy")))
    return request.make("away", staff, lambda _old, _ctx: absence, kind="staff")


@command(move=("staff", "train"))
def train(
    request: Request,
    staff: StaffId,
    topic: Annotated[str, Option(help=_("What it was on."))],
    on: Annotated[str, Option(metavar="DATE", help=_("The day it was held."))],
    kind: Annotated[str, Option(help=_("information-security or skill."))] = "skill",
    valid_until: Annotated[
        str | None, Option(metavar="DATE", help=_("The last day it holds; else by policy.yaml."))
    ] = None,
    by: Annotated[str | None, Option(help=_("Who gave it."))] = None,
    evidence: Annotated[str | None, Option(help=_("What shows it: a list of names, a certificate, a test."))] = None,
) -> Answer:
    """Record a training."""
    data = given(
        topic=topic, kind=one_of(kind, TRAININGS, "--kind", N_("kind of training")), on=gone_by(request, on),
        valid_until=to_come(request, valid_until),
        by=by, evidence=evidence,
    )  # fmt: skip
    held = validated(TrainingInput, data)
    return request.make("train", staff, lambda _old, _ctx: held, kind="staff")


@command(help=N_("Who was trained, and who is due"), example="ordertool staff training --due")
def training(
    request: Request,
    due: Annotated[bool, Option("--due", help=_("Only those whose time is over, or soon will be."))] = False,
    kind: Annotated[str | None, Option(help=_("Only information-security or skill."))] = None,
) -> Answer:
    """Show who needs training."""
    session = request.session
    today = session.ctx.day(session.now)
    wanted = one_of(kind, TRAININGS, "--kind", N_("kind of training"))
    rows = [
        row
        for row in training_rows(session.ctx, today)
        if wanted in (None, row.need.kind) and (not due or row.pressing)
    ]
    return Answer([row.document() for row in rows], lambda: training_lines(rows, session.ctx.policy, due=due))


@command(move=("staff", "back"))
def back(
    request: Request,
    staff: StaffId,
    on: Annotated[str, Option(metavar="DATE", help=_("The first day there again; else today."))] = "today",
    absence: Annotated[
        str | None,
        Option(metavar="ITEM", help=_("Which absence, such as AB1; else the next that is not over by then.")),
    ] = None,
) -> Answer:
    """End an absence sooner."""
    ended = filtering.day(request, on, ahead=True)

    def give(old: Staff, _ctx: Context) -> BackInput:
        found = old.absence_after(ended) if ended else None
        item = absence or (found.id if found else None)
        if item is None:
            raise RefusedError(
                text("{staff} has no absence that lasts until {day}", staff=old.id, day=ended),
                text("ordertool staff show {staff}", staff=old.id),
            )
        return validated(BackInput, {"item": item.upper(), "ended": ended})

    return request.make("back", staff, give, kind="staff")


@command(help=N_("Show a person"), example="ordertool staff show li.na")
def show(request: Request, staff: StaffId) -> Answer:
    """Show a person."""
    session = request.session
    record: Staff = request.read("staff", staff)
    unreadable: list[Text] = []
    rows = order_rows(session.tip, session.now, session.ctx, unreadable)
    work = work_of(record.id, rows, owed_after_meetings(session.now, session.ctx))
    return Answer(
        lambda: staff_document(record, work),
        lambda: staff_lines(record, work, session.ctx.policy),
        incomplete(unreadable),
        unreadable,
    )


@command(help=N_("List the staff"), example="ordertool staff list --role owner")
def list_(
    request: Request,
    role: Annotated[str | None, Option(help=_("Only those who hold this role."))] = None,
    department: Annotated[str | None, Option(help=_("Only this department."))] = None,
    left: Annotated[bool, Option("--left", help=_("With those who have left."))] = False,
) -> Answer:
    """List the staff."""
    session = request.session
    wanted = one_of(role, ROLES, "--role")
    of = filtering.department_of(request, department)
    everybody = session.ctx.staff.all() if left else session.ctx.colleagues()
    people = [
        one
        for one in everybody
        if (wanted is None or wanted in one.profile.roles) and of in (None, one.profile.department)
    ]
    today = session.ctx.day(session.now)

    return Answer(
        [one.model_dump(mode="json") for one in people], lambda: staff_table(people, today, session.ctx.policy)
    )
