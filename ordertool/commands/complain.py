"""`ordertool complain`: a client's complaint or dispute (P5.2c); of an archived order in a record that follows it."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from ordertool.commands.as_typed import CHANNELS, COMPLAINTS, given, one_of
from ordertool.commands.frame import Answer, OrderId, Request, command
from ordertool.commands.people import person
from ordertool.language import _, text
from ordertool.making import Step, make
from ordertool.records.faults import validated
from ordertool.records.intake import Inquiry
from ordertool.records.order import Order
from ordertool.records.talk import ComplaintInput
from ordertool.rules.permissions import stands_for


@command(move=("order", "complain"))
def run(
    request: Request,
    order: OrderId,
    text_: Annotated[str, Option("--text", help=_("What the client complains of."))],
    kind: Annotated[
        str | None, Option(metavar="KIND", help=_("quality, delay, service, price or other (if left out)."))
    ] = None,
    dispute: Annotated[
        bool, Option("--dispute", help=_("The client disputes what is owed: a manager is told."))
    ] = False,
    channel: Annotated[str | None, Option(help=_("phone, email, online, visit, wechat or other."))] = None,
    owner: Annotated[str | None, Option(metavar="STAFF", help=_("Who answers for it; else the order's owner."))] = None,
) -> Answer:
    """Record a complaint."""
    values = given(
        text=text_,
        kind=one_of(kind, COMPLAINTS, "--kind"),
        dispute=dispute,
        channel=one_of(channel, CHANNELS, "--channel"),
        owner=person(request, owner, "--owner"),
    )
    complaint = validated(ComplaintInput, values)
    record: Order = request.read("order", order)
    if record.stage == "archived":
        return _afterwards(request, record, complaint)
    return request.make("complain", record.id, lambda _old, _ctx: complaint)


def _afterwards(request: Request, sealed: Order, complaint: ComplaintInput) -> Answer:
    """A complaint about an archived order, which is sealed: in an inquiry that follows it, two moves one after another.

    Who owned the order answers for it, or who answers for what they owned, where nobody else is named.
    """
    session, first = request.session, sealed.inquiry
    about = {"client": first.client, "contact": first.contact, "phone": first.phone, "email": first.email}
    asked = {"channel": complaint.channel or "phone", "matter": complaint.text, "origin": sealed.id}
    inquiry = validated(Inquiry, given(**about, **asked))
    former = session.ctx.staff.get(sealed.owner) if sealed.owner else None
    owner = complaint.owner or (stands_for(former, session.ctx) if former else None)
    made = make(session, Step("order", "inquire", None, lambda _old, _ctx: inquiry))
    said = text("{id} is archived, and sealed: the complaint is taken down in a record that follows it", id=sealed.id)
    if request.dry_run:
        answer = request.moved(made)
    else:
        session.look_again()
        named = complaint.model_copy(update={"owner": owner})
        answer = request.make("complain", made.record.id, lambda _old, _ctx: named)
    return answer._replace(lines=[str(said), *answer.text().split("\n")])
