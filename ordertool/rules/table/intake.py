"""The rows of the workflow table from the first call to the papers handed over (P2.1, P2.2)."""

from __future__ import annotations

from ordertool.language import N_
from ordertool.records.intake import Form, ForwardInput, HandoverInput, Inquiry, ReplyInput, ReviewInput
from ordertool.rules.conditions import credit, credit_watch, intake, standing
from ordertool.rules.move import NEW
from ordertool.rules.table.rows import at, order, with_reason

ROWS = (
    order(
        N_("inquire"), at(NEW), "inquiry", ("anyone",), "P2.1a",
        at="inquiry",
        repeats=("client", "channel"),
        takes=Inquiry,
        help=N_("Take down a client's inquiry"),
        example='ordertool inquire --client "杭州湾物流有限公司" --contact 周敏 --channel phone --matter "120 bays of racking"',
    ),
    order(
        N_("forward"), at("inquiry"), None, ("taker", "receptionist"), "P2.1b",
        at="forwards[]",
        repeats=("to", "department", "promised"),
        takes=ForwardInput,
        when=(intake.receiver_exists, intake.promise_ahead),
        help=N_("Pass a client's question to a person or a department"),
        example='ordertool forward 7K3FQ --to li.na --question "load per level?"',
    ),
    order(
        N_("reply"), at("inquiry"), None, ("holder",), "P2.1b",
        at="replies[]",
        takes=ReplyInput,
        help=N_("Record what the client was answered"),
        example='ordertool reply 7K3FQ --text "2.5 t per level, quotation tomorrow"',
    ),
    with_reason(
        N_("lose"), at("inquiry", "draft"), "lost", ("receptionist",), "P2.6",
        name=N_("give up"),
        help=N_("Record that the client will not order"),
        example='ordertool lose 9D2MX --reason "bought elsewhere"',
    ),
    order(
        N_("draft"), at("inquiry", "draft"), "draft", ("receptionist",), "P2.2a",
        at="form",
        takes=Form,
        when=(intake.client_known, intake.form_changes, credit.within_limit),
        warns=(credit.told_of_limit,),
        help=N_("Fill in the order application form"),
        example="ordertool draft 7K3FQ --set lines.L1.quantity=2",
    ),
    order(
        N_("review"), at("draft"), None, ("receptionist",), "P2.2b",
        after=("draft",),
        at="review[]",
        repeats=("outcome", "reasons"),
        takes=ReviewInput,
        when=(intake.review_saw_this_form, intake.return_has_reasons, intake.nothing_blocks),
        help=N_("List the form's findings, pass it or return it to the client"),
        example='ordertool review 7K3FQ --return "deliver_to: no house number"',
    ),
    order(
        N_("submit"), at("draft"), "submitted", ("receptionist",), "P2.2c",
        after=("review",),
        at="handover[]",
        repeats=("to", "original_at"),
        takes=HandoverInput,
        ready=(
            intake.form_passed, intake.somebody_receives, credit_watch.supply_goes_on, credit.form_within_limit,
        ),
        when=(intake.papers_handed_over,),
        warns=(credit.told_of_limit,),
        help=N_("Submit the form and hand its papers to the order department"),
        example="ordertool submit 7K3FQ --original form.pdf --attach drawing.pdf",
    ),
    with_reason(
        N_("send-back"), at("submitted"), "draft", ("processor",), "P2.2c",
        ready=(standing.nothing_delivered,),
        help=N_("Send a submitted form back to reception, exactly as it was"),
        example='ordertool send-back 7K3FQ --reason "drawing is not legible"',
    ),
)  # fmt: skip
