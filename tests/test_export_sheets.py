"""Sheets of clients and debts for others, as far as who asks may see them (P4.1a, P7.1c, P0.4)."""

from __future__ import annotations

import csv
import io
from datetime import datetime

import pytest
from openpyxl import load_workbook

day = datetime.fromisoformat
ORDERED = {"Ordered in total": 241200, "Paid": 41200, "Written off": 0, "Unpaid": 200000}


@pytest.fixture
def owing(desk):
    """A desk with a client of an order that is signed off, of which a part is paid; with its id and the order's."""
    order = desk.order("signed")
    desk.run("pay", order, "--amount", "41200", "--on", "2026-11-23", by="qian.yu")
    desk.now = "2027-01-11T09:00"
    return desk, desk.ask("show", order)["client"], order


def sheets(desk, what, *args, by="qian.yu"):
    """The workbook of an export, each sheet as rows by head."""
    place = desk.root.parent / "x.xlsx"
    said = desk.run("export", what, "--xlsx", str(place), "--force", *args, by=by)
    book = load_workbook(place)
    found = {}
    for page in book:
        head, *rows = page.iter_rows(values_only=True)
        found[page.title] = [dict(zip(head, row, strict=True)) for row in rows]
    found["Notes"] = {name.value: value.value for name, value in book["Notes"].iter_rows()}
    return said, book, found


def filled(row):
    return {name: value for name, value in row.items() if value is not None}


def test_a_client_stands_on_the_sheet_with_credit_and_history(owing):
    desk, client, _order = owing
    said, _book, found = sheets(desk, "clients")
    assert said.out == f"{desk.root.parent}/x.xlsx: 1 clients\n"
    [row] = found["Clients"]
    assert filled(row) == {
        "Client no.": client, "Client": "杭州湾物流有限公司", "Region": "浙江", "Contact": "周敏", "Keeper": "陈洁",
        "Credit grade": "A", "Valid until": day("2027-06-30"), "Account days": 30, "Orders": 1, "Of them open": 1,
        "Last inquiry": day("2026-11-23"), "Complaints": 0, "Credit limit": 500000,
        "Confirmed on": day("2026-11-23"), "To be confirmed by": day("2027-05-22"),
    }  # fmt: skip
    turnover, sums = found["Turnover"]
    assert filled(turnover) == {"Client no.": client, "Client": "杭州湾物流有限公司", "Currency": "CNY", **ORDERED}
    assert (sums["Client no."], sums["Unpaid"]) == ("Total", "=SUBTOTAL(109,$G$2:$G$2)")
    assert found["Notes"]["Number of clients"] == 1


def test_cells_are_typed_and_text_stays_text(owing):
    desk, client, _order = owing
    desk.run("client", "edit", client, "--needs", "=1+1", "--address", "+86 road", by="chen.jie")
    page = sheets(desk, "clients")[1]["Clients"]
    cells = {head.value: cell for head, cell in zip(page[1], page[2], strict=True)}
    kinds = {name: (cells[name].data_type, cells[name].number_format) for name in ("Needs", "Address", "Valid until")}
    assert kinds == {"Needs": ("s", "@"), "Address": ("s", "@"), "Valid until": ("d", "yyyy-mm-dd")}
    assert (cells["Orders"].data_type, cells["Credit limit"].number_format) == ("n", "#,##0.00")


def test_who_may_not_see_what_a_client_owes_gets_the_file_without_figures(owing):
    desk, client, _order = owing
    _said, _book, found = sheets(desk, "clients", by="he.jun")
    [row] = found["Clients"]
    assert (row["Client no."], row["Credit grade"], row["Credit limit"]) == (client, "A", None)
    assert found["Turnover"] == []
    assert found["Notes"]["Without figures"].startswith("Limits and sums")
    [document] = desk.ask("export", "clients", by="he.jun")["clients"]
    assert document["figures"] == {}
    assert "credit" not in document
    assert desk.ask("export", "clients", by="qian.yu")["clients"][0]["figures"]["CNY"]["unpaid"] == "200000.00"


def test_an_unlimited_limit_and_none_are_told_apart(desk):
    client = desk.client(line="unlimited")
    assert sheets(desk, "clients")[2]["Clients"][0]["Credit limit"] == "unlimited"
    desk.run(
        "client",
        "credit",
        client,
        "--grade",
        "D",
        "--evidence",
        "2026 accounts",
        "--valid-until",
        "2027-06-30",
        by="qian.yu",
    )
    assert sheets(desk, "clients")[2]["Clients"][0]["Credit limit"] is None


def test_clients_are_narrowed_as_in_their_list(desk):
    first, second = desk.client(), desk.client(name="青岛鼎泰冷链有限公司", region="山东")
    for options, expected in (
        ((), {first, second}), (("--region", "山东省"), {second}), (("--grade", "none"), set()), (("--name", "鼎泰"), {second}),
        (("--keeper", "陈洁"), {first, second}), (("--stale",), set()),
    ):  # fmt: skip
        listed = {one["id"] for one in desk.ask("client", "list", *options)}
        assert (
            {one["id"] for one in desk.ask("export", "clients", *options, by="qian.yu")["clients"]}
            == listed
            == expected
        )
    notes = sheets(desk, "clients", "--region", "山东", "--stale")[2]["Notes"]
    assert notes["Filters"] == "--region 山东 --stale"


def test_debts_stand_on_their_sheet_with_day_and_band(owing):
    desk, _client, order = owing
    said, _book, found = sheets(desk, "receivables")
    assert said.out == f"{desk.root.parent}/x.xlsx: 1 debts\n"
    row, sums = found["Debts"]
    assert filled(row) == {
        "debt": order, "client": "杭州湾物流有限公司", "matter": "East hall racking", "currency": "CNY", "billed": 241200,
        "delivered": 241200, "paid": 41200, "written off": 0, "unpaid": 200000, "due now": 200000,
        "due day": day("2026-12-23"), "days late": 19, "band": "1–30 days",
    }  # fmt: skip
    assert sums["unpaid"] == "=SUBTOTAL(109,$I$2:$I$2)"
    assert found["Notes"]["Number of debts"] == 1


def test_debts_are_narrowed_by_client_owner_day_and_lateness(owing):
    desk, client, order = owing
    for options, expected in (
        (("--client", client), [order]), (("--owner", "li.na"), [order]), (("--owner", "sun.tao"), []),
        (("--department", "sales"), [order]), (("--overdue",), [order]), (("--since", "2026-12-24"), []),
        (("--since", "2026-12-23", "--until", "2026-12-23"), [order]), (("--until", "2026-12-22"), []),
    ):  # fmt: skip
        found = desk.ask("export", "receivables", *options, by="qian.yu")["receivables"]
        assert [one["debt"] for one in found] == expected, options
    notes = sheets(desk, "receivables", "--overdue", "--until", "2026-12-31")[2]["Notes"]
    assert notes["Filters"] == "--overdue --until 2026-12-31"


def test_a_debt_without_a_day_is_due_in_no_stretch(desk):
    order = desk.order("delivered")
    assert [one["debt"] for one in desk.ask("export", "receivables", by="qian.yu")["receivables"]] == [order]
    assert desk.ask("export", "receivables", "--since", "2020-01-01", by="qian.yu")["receivables"] == []


def test_what_is_not_delivered_yet_stands_among_the_debts(desk):
    signed, active = desk.order("signed"), desk.order("active")
    found = desk.ask("export", "receivables", by="qian.yu")["receivables"]
    assert [(one["debt"], one["unpaid"], one["coming"]) for one in found] == [
        (signed, "241200.00", "0.00"), (active, "241200.00", "241200.00"),
    ]  # fmt: skip
    rows = sheets(desk, "receivables")[2]["Debts"]
    assert [row["debt"] for row in rows] == [signed, active, "Total"]
    assert rows[-1]["unpaid"] == "=SUBTOTAL(109,$I$2:$I$3)"


def test_debts_whose_figures_one_may_not_see_are_left_out_and_counted(owing):
    desk, _client, order = owing
    place = desk.root.parent / "mine.csv"
    said = desk.run("export", "receivables", "--csv", str(place), by="he.jun")
    assert said.err == "Warning: debts left out, for you may not see what these clients owe: 1\n"
    assert order not in place.read_text()
    said = desk.run("export", "receivables", "--json", by="li.na")
    assert (said.err, said.json["receivables"][0]["unpaid"]) == ("", "200000.00"), "the order is hers"
    notes = sheets(desk, "receivables", by="he.jun")[2]["Notes"]
    assert notes["Left out"] == "debts left out, for you may not see what these clients owe: 1"


def test_the_book_as_it_was_then_can_be_exported(owing):
    desk, _client, order = owing
    before = desk.ask("export", "receivables", "--as-of", "2026-11-23", by="qian.yu")["receivables"]
    assert [(one["debt"], one["late"]) for one in before] == [(order, 0)]
    unpaid = desk.head
    desk.run("pay", order, "--amount", "200000", "--on", "2027-01-11", by="qian.yu")
    assert desk.ask("export", "receivables", by="qian.yu")["receivables"] == []
    assert len(desk.ask("export", "receivables", "--as-of", unpaid, by="qian.yu")["receivables"]) == 1


def test_comma_separated_values_come_with_or_without_the_mark_of_utf_8(owing):
    desk, client, _order = owing
    for options, mark in (((), b"\xef\xbb\xbf"), (("--no-bom",), b"")):
        place = desk.root.parent / "x.csv"
        desk.run("export", "clients", "--csv", str(place), "--force", *options, by="qian.yu")
        data = place.read_bytes()
        assert data.startswith(mark + b"Client no.,")
        [row] = csv.DictReader(io.StringIO(data.decode("utf-8-sig")))
        assert (row["Client no."], row["Credit limit"]) == (client, "500000")


def test_orders_are_narrowed_by_days_type_and_domain(desk):
    order = desk.order("assigned")
    for options, expected in (
        (("--since", "2026-11-23"), [order]), (("--until", "2026-11-22"), []), (("--type", "standard"), [order]),
        (("--domain", "cold"), []), (("--deliver-before", "2026-12-18"), []), (("--deliver-before", "2026-12-19"), [order]),
    ):  # fmt: skip
        found = desk.ask("export", "orders", *options, by="zhao.min")["orders"]
        assert [one["id"] for one in found] == expected, options


@pytest.mark.parametrize("what", ["orders", "clients", "receivables"])
def test_no_file_is_guessed(desk, what):
    said = desk.run("export", what, by="qian.yu", code=2)
    assert said.err == f"Error: no file is named\nHint: name one: --xlsx {what}.xlsx, or --csv {what}.csv\n"
