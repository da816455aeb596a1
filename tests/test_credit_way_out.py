"""A refusal for credit shows the way out, ahead of it and after it (P7.1b)."""

from __future__ import annotations

from telling import DELIVERY, READY, TOLD, refused, sound, told

ASSESSMENT = ("--grade", "A", "--evidence", "accounts", "--valid-until", "2027-06-30")
ALL = ("--quantity", "L1=120", "--quantity", "L2=60", *DELIVERY)


def rows(desk, order, by):
    """What `explain` says of each command to who asks."""
    return {one["command"]: one["refused"] for one in desk.ask("explain", order, by=by)["moves"]}


def test_a_delivery_above_the_limit_is_told_ahead_and_an_override_lets_it_go(desk):
    order = desk.order("active")
    client = desk.ask("show", order)["client"]
    desk.run("prepare", order, *READY, *TOLD, by="li.na")
    assert rows(desk, order, "li.na")["deliver"] is None
    desk.run("client", "credit", client, *ASSESSMENT, "--line", "1000", "--below-owed", by="qian.yu")
    over = "the exposure would be 241,200.00 CNY, above the credit limit of 1,000.00"
    assert rows(desk, order, "li.na")["deliver"] == over
    refused(
        desk, order, "deliver", *ALL, by="li.na", why=over + " (P7.1b; policy.yaml: credit.gates.deliver)",
        hint='it takes an override by: manager, finance; ordertool override {tail} --reason "…" --until DATE',
    )  # fmt: skip
    explain = ("client", "credit", client, "--explain", "--order", order)
    assert desk.ask(*explain, by="qian.yu")["override"] is None
    desk.run("override", order, "--reason", "guarantee", "--until", "2026-12-31", by="qian.yu")
    assert desk.ask(*explain, by="li.na")["override"] == "O1"
    assert desk.run(*explain, by="qian.yu").out.splitlines()[-2:] == [
        "Verdict: above the credit limit",
        "Override O1 lets the order go on, until 2026-12-31.",
    ]
    assert rows(desk, order, "li.na")["deliver"] is None
    desk.run("deliver", order, *ALL, by="li.na")
    sound(desk)


def test_a_limit_below_the_exposure_is_a_slip_unless_it_is_said(desk):
    """What is submitted and waits counts as well: it is exposure like the rest."""
    order = desk.order("submitted")
    client = desk.ask("show", order)["client"]
    told(
        desk, "client", "credit", client, *ASSESSMENT, "--line", "241199.99", by="qian.yu",
        error=f"cannot assess the credit of {client}: the client's exposure is 241,200.00 CNY already, above that limit"
        " (P7.1b)",
        hint="if it is meant, so that nothing more is supplied until they pay: add --below-owed, or --line 0",
    )  # fmt: skip
    desk.run("client", "credit", client, *ASSESSMENT, "--line", "241199.99", "--below-owed", by="qian.yu")
    sound(desk)
