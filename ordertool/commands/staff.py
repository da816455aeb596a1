"""`ordertool staff`: the people of the company (P3)."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option

from ordertool.commands.as_typed import ROLES, given, one_of, whole
from ordertool.commands.days import to_come
from ordertool.commands.frame import Answer, Request, command, incomplete
from ordertool.commands.people import person
from ordertool.inputs import checked_staff_id
from ordertool.language import N_, Text, _
from ordertool.making import Step, make
from ordertool.records.faults import validated
from ordertool.records.staff import AbsenceInput, Staff, StaffProfile
from ordertool.reports.queries import order_rows
from ordertool.reports.screen import columns
from ordertool.reports.staff_card import role_names, staff_document, staff_lines, work_of

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
) -> Answer:
    """Add a person."""
    session = request.session
    staff_id = checked_staff_id(staff)
    data = given(
        name=name, email=email, department=department, roles=[one_of(one, ROLES, "--role") for one in role],
        domains=domain, regions=region, capacity=whole(capacity, "--capacity"),
    )  # fmt: skip
    profile = validated(StaffProfile, data)
    return request.moved(make(session, Step("staff", "add", staff_id, lambda _old, _ctx: profile)))


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


@command(help=N_("Show a person"), example="ordertool staff show li.na")
def show(request: Request, staff: StaffId) -> Answer:
    """Show a person."""
    session = request.session
    record: Staff = request.read("staff", staff)
    unreadable: list[Text] = []
    work = work_of(record.id, order_rows(session.tip, session.now, session.ctx, unreadable))
    return Answer(
        lambda: staff_document(record, work), lambda: staff_lines(record, work), incomplete(unreadable), unreadable
    )


@command(help=N_("List the staff"), example="ordertool staff list --role owner")
def list_(
    request: Request,
    role: Annotated[str | None, Option(help=_("Only those who hold this role."))] = None,
    department: Annotated[str | None, Option(help=_("Only this department."))] = None,
) -> Answer:
    """List the staff."""
    session = request.session
    wanted = one_of(role, ROLES, "--role")
    people = [
        one
        for one in session.ctx.staff.all()
        if (wanted is None or wanted in one.profile.roles)
        and (department is None or one.profile.department == department)
    ]
    today = session.ctx.day(session.now)

    def lines() -> list[str]:
        head = [_("staff"), _("name"), _("department"), _("roles"), _("away until")]
        rows = []
        for one in people:
            absence = one.absence_on(today)
            roles = role_names(one.profile.roles)
            rows.append([one.id, one.profile.name, one.profile.department, roles, str(absence.end) if absence else ""])
        return columns(head, rows, flexible=(3,))

    return Answer([one.model_dump(mode="json") for one in people], lines)
