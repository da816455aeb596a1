"""`ordertool client`: clients' files (P4.1a) and their credit (P7.1a)."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option

from ordertool.commands.as_typed import amount, code, given, grade, whole
from ordertool.commands.days import to_come
from ordertool.commands.frame import Answer, Request, command, incomplete
from ordertool.commands.people import person
from ordertool.errors import MissingOptionError
from ordertool.language import N_, Text, _
from ordertool.records.client import Client, ClientProfile, CreditInput
from ordertool.records.faults import validated
from ordertool.records.intake import Inquiry
from ordertool.reports.client_card import client_document, client_lines
from ordertool.reports.queries import order_rows
from ordertool.reports.screen import columns

ClientId = Annotated[str, Argument(metavar="CLIENT", help=_("The client: its id or the last letters of it."))]


@command(move=("client", "add"))
def add(
    request: Request,
    name: Annotated[str | None, Option(help=_("The client's name."))] = None,
    contact: Annotated[str | None, Option(help=_("Who speaks for them."))] = None,
    from_: Annotated[
        str | None,
        Option("--from", metavar="ID", help=_("Take name, contact, phone and e-mail from this order's inquiry.")),
    ] = None,
    region: Annotated[str | None, Option(help=_("The client's region, such as 浙江."))] = None,
    phone: Annotated[str | None, Option(help=_("Their phone number."))] = None,
    email: Annotated[str | None, Option(help=_("Their e-mail address."))] = None,
    uscc: Annotated[str | None, Option(help=_("The unified social credit code, 18 characters."))] = None,
    address: Annotated[str | None, Option(help=_("Their address."))] = None,
    keeper: Annotated[str | None, Option(metavar="STAFF", help=_("Who keeps the file; else who opens it."))] = None,
) -> Answer:
    """Open a client's file."""
    data: dict[str, str] = {}
    if from_:
        inquiry: Inquiry = request.read("order", from_).inquiry
        data = given(name=inquiry.client, contact=inquiry.contact, phone=inquiry.phone, email=inquiry.email)
    data |= given(
        name=name,
        contact=contact,
        region=region,
        phone=phone,
        email=email,
        uscc=code(uscc),
        address=address,
        keeper=person(request, keeper, "--keeper"),
    )
    missing = next((option for option in ("name", "contact") if option not in data), None)
    if missing is not None:
        raise MissingOptionError(f"--{missing}")
    profile = validated(ClientProfile, data)
    return request.make("add", None, lambda _old, _ctx: profile, kind="client")


@command(move=("client", "credit"))
def credit(
    request: Request,
    client: ClientId,
    grade_: Annotated[str, Option("--grade", help=_("A, B, C or D."))],
    evidence: Annotated[str, Option(help=_("What the grade rests on."))],
    valid_until: Annotated[str, Option(metavar="DATE", help=_("The last day it holds."))],
    line: Annotated[str | None, Option(help=_("The credit limit: an amount, or unlimited."))] = None,
    days: Annotated[str | None, Option(help=_("The account period in days."))] = None,
) -> Answer:
    """Record a credit assessment."""
    limit = "unlimited" if line in ("unlimited", "不限") else amount(line)
    data = given(
        grade=grade(grade_, "--grade"), limit=limit, days=whole(days, "--days"), evidence=evidence,
        valid_until=to_come(request, valid_until),
    )  # fmt: skip
    assessment = validated(CreditInput, data)
    return request.make("credit", client, lambda _old, _ctx: assessment, kind="client")


@command(help=N_("Show a client's file"), example="ordertool client show 4H8TR")
def show(request: Request, client: ClientId) -> Answer:
    """Show a client's file."""
    session = request.session
    record: Client = request.read("client", client)
    unreadable: list[Text] = []
    orders = [
        row
        for row in order_rows(session.tip, session.now, session.ctx, unreadable, archived=True)
        if row.order.client == record.id
    ]
    return Answer(
        lambda: client_document(record, orders),
        lambda: client_lines(record, orders, session.ctx.day(session.now)),
        incomplete(unreadable),
        unreadable,
    )


@command(help=N_("List clients"), example="ordertool client list --region 浙江")
def list_(
    request: Request,
    region: Annotated[str | None, Option(help=_("Only this region."))] = None,
    name: Annotated[str | None, Option(help=_("Only names with this in them."))] = None,
) -> Answer:
    """List clients."""
    session = request.session
    unreadable: list[Text] = []
    found = [
        client
        for client in session.tip.all("client", unreadable)
        if isinstance(client, Client)
        and (region is None or client.profile.region == region)
        and (name is None or name.casefold() in client.profile.name.casefold())
    ]
    today = session.ctx.day(session.now)

    def lines() -> list[str]:
        rows = []
        for client in found:
            valid = client.credit_on(today)
            profile = client.profile
            rows.append([client.id, profile.name, profile.region or "", profile.contact, valid.grade if valid else "–"])
        return columns(
            [_("client"), _("client name"), _("region"), _("contact person"), _("credit grade")], rows, flexible=(1,)
        )

    documents = [client.model_dump(mode="json") for client in found]
    return Answer(documents, lines, incomplete(unreadable), unreadable)
