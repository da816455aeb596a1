"""The tracking sheet of orders: a workbook with typed cells that a manager can sort, filter and print (L16)."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import datetime
from decimal import Decimal

import pytest
from conftest import SHARED, WITH_SHARED
from openpyxl import load_workbook
from pydantic import TypeAdapter, ValidationError

from ordertool.language import use_language
from ordertool.records.values import Line
from ordertool.reports.sheets import Column, Facts, Sheet
from ordertool.reports.workbook import workbook

MADE = datetime.fromisoformat("2026-11-23T09:00:00+08:00")
day = datetime.fromisoformat


def exported(desk, *args, by="zhao.min"):
    """The workbook of a call."""
    place = desk.root.parent / "orders.xlsx"
    desk.run("export", "orders", "--xlsx", str(place), "--force", *args, by=by)
    return load_workbook(place)


def table(page):
    """The rows of a sheet by head."""
    head, *rows = page.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_the_sheet_has_what_a_manager_asks_of_an_order(desk):
    order = desk.order("active")
    desk.run("progress", order, "--state", "Frames cut", "--percent", "40", "--eta", "2026-12-16", by="li.na")
    desk.run("pay", order, "--amount", "41200", "--on", "2026-11-23", by="qian.yu")
    desk.run("escalate", order, "--problem", "no crane", by="li.na")
    book = exported(desk)
    assert book.sheetnames == ["Orders", "Lines", "Notes"]
    row, sums = table(book["Orders"])
    assert {name: value for name, value in row.items() if value is not None} == {
        "Order no.": order, "Stage": "active", "Client": "杭州湾物流有限公司", "Project": "East hall racking", "Owner": "李娜",
        "Delivery by": day("2026-12-18"), "Expected on": day("2026-12-16"), "Completed": 0.4,
        "Next step": "progress", "Answers for it": "李娜", "Due": day("2026-11-26T09:00"),
        "Amount": 241200, "Unpaid": 200000, "Paid": 41200, "Currency": "CNY", "Open problems and complaints": "Q1",
        "Inquired on": day("2026-11-23"), "Region": "浙江", "Contact": "周敏", "Phone": "13800001234",
    }  # fmt: skip
    assert (sums["Order no."], sums["Amount"], sums["Currency"]) == ("Total", "=SUBTOTAL(109,$M$2:$M$2)", "CNY")
    lines = table(book["Lines"])
    assert [
        (line["Item"], line["Quantity"], line["Unit price"], line["Amount"], line["Still to come"]) for line in lines
    ] == [
        ("Pallet racking", 120, 1850, 222000, 120),
        ("Guard rail", 60, 320, 19200, 60),
    ]
    notes = {name.value: value.value for name, value in book["Notes"].iter_rows()}
    assert {name: notes[name] for name in list(notes)[:8]} == {
        "Company": "宁波港仓储设备有限公司", "Book": "book", "Commit": desk.head, "As of": day("2026-11-23T09:00"),
        "Made by": "赵敏", "Filters": "none", "Number of orders": 1, "Total in CNY": 241200,
    }  # fmt: skip


def test_cells_are_typed(desk):
    desk.order("active")
    page = exported(desk)["Orders"]
    cells = {head.value: cell for head, cell in zip(page[1], page[2], strict=True)}
    formats = {name: (cell.data_type, cell.number_format) for name, cell in cells.items() if cell.value is not None}
    assert formats["Order no."] == formats["Phone"] == formats["Client"] == ("s", "@")
    assert formats["Delivery by"] == ("d", "yyyy-mm-dd")
    assert formats["Due"] == ("d", "yyyy-mm-dd hh:mm")
    assert formats["Amount"] == ("n", "#,##0.00")
    assert page.max_row == 3


def test_the_sheet_is_ready_for_the_screen_and_for_paper(desk):
    desk.order("active")
    book = exported(desk)
    page = book["Orders"]
    assert page.freeze_panes == "B2"
    assert page.auto_filter.ref == "A1:X2"
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight, page.sheet_properties.pageSetUpPr.fitToPage) == (
        1,
        0,
        True,
    )
    assert page.print_title_rows == "$1:$1"
    assert page.print_area == "'Orders'!$A$1:$O$3"
    assert page.oddFooter.right.text == "&P / &N"
    assert page.column_dimensions["D"].width == pytest.approx(18 * 1.1 + 2), "nine Chinese characters"
    assert book.calculation.fullCalcOnLoad


def test_late_and_held_orders_are_marked_and_coloured_by_a_rule(desk):
    late, held = desk.order("assigned"), desk.order("assigned")
    desk.run("hold", held, "--reason", "credit watch", by="zhao.min")
    today = desk.order("submitted")
    desk.now = "2026-11-23T14:00:01"
    later = desk.order("submitted")
    page = exported(desk)["Orders"]
    marks = {row["Order no."]: row["Mark"] for row in table(page)}
    assert (marks[late], marks[held], marks[today], marks[later]) == ("overdue", "on hold", "overdue", None)
    [area] = page.conditional_formatting
    assert str(area.sqref) == "A2:X5"
    assert [(rule.formula, rule.dxf.fill.bgColor.rgb) for rule in area.rules] == [
        (['$C2="overdue"'], "00FFC7CE"), (['$C2="due today"'], "00FFF2CC"), (['$C2="on hold"'], "00EDEDED"),
    ]  # fmt: skip


def test_filters_are_those_of_the_list_and_are_noted(desk):
    first, second, third = desk.order("assigned"), desk.order("inquiry"), desk.order("archived")
    for options, expected in (
        ((), [first, second]),
        (("--stage", "assigned"), [first]),
        (("--stage", "咨询"), [second]),
        (("--owner", "li.na"), [first]),
        (("--overdue",), []),
        (("--archived",), [first, second, third]),
    ):
        book = exported(desk, *options)
        assert sorted(row["Order no."] for row in table(book["Orders"]) if row["Order no."] != "Total") == sorted(
            expected
        )
        listed = desk.ask("list", *options)
        assert desk.ask("export", "orders", *options, by="zhao.min")["orders"] == listed
    book = exported(desk, "--stage", "assigned", "--owner", "li.na", "--archived")
    assert book["Notes"]["B6"].value == "--stage assigned --owner li.na --archived"


def test_the_same_commit_and_time_give_the_same_bytes(desk, tmp_path):
    desk.order("active")
    one, other = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    for place in (one, other):
        said = desk.run("export", "orders", "--xlsx", str(place), by="zhao.min")
        assert said.out == f"{place}: 1 orders\n"
    assert one.read_bytes() == other.read_bytes()
    with zipfile.ZipFile(one) as packed:
        assert {part.date_time for part in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2026-11-23T09:00:00Z</dcterms:modified>" in packed.read("docProps/core.xml")


def test_a_file_that_is_there_stays_unless_forced(desk, tmp_path):
    desk.order()
    place = tmp_path / "x.xlsx"
    place.write_text("mine")
    before = desk.state()
    said = desk.run("export", "orders", "--xlsx", str(place), by="zhao.min", code=2)
    assert said.err == f"Error: {place} is there already\nHint: overwrite it with --force, or name another file\n"
    assert desk.run("export", "orders", by="zhao.min", code=2).err == (
        "Error: no file is named\nHint: name one: --xlsx orders.xlsx, or --csv orders.csv\n"
    )
    assert place.read_text() == "mine"
    assert desk.state() == before


def test_comma_separated_values_have_the_same_columns(desk, tmp_path):
    order = desk.order("assigned")
    place = tmp_path / "x.csv"
    desk.run("export", "orders", "--csv", str(place), by="zhao.min")
    data = place.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    [row] = csv.DictReader(io.StringIO(data.decode("utf-8-sig")))
    assert (row["Order no."], row["Amount"], row["Delivery by"], row["Phone"]) == (
        order, "241200.00", "2026-12-18", "13800001234",
    )  # fmt: skip


def test_the_sheet_speaks_the_readers_language(desk):
    desk.order("assigned")
    use_language("zh_CN")
    page = exported(desk).worksheets[0]
    assert page["B2"].value == "已分配"


def test_an_order_that_cannot_be_read_is_left_out_and_noted(desk):
    desk.order("assigned")
    order = desk.order()
    path = desk.root / desk.git("ls-files", f"orders/*{order}.yaml").strip()
    path.write_text(path.read_text().replace("stage: inquiry", "stage: nowhere"))
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qam", "damage")
    place = desk.root.parent / "x.xlsx"
    said = desk.run("export", "orders", "--xlsx", str(place), by="zhao.min", code=4)
    assert said.err.startswith("Warning: ")
    notes = {name.value: value.value for name, value in load_workbook(place)["Notes"].iter_rows()}
    assert order in notes["Left out"]


# Sheets of any kind


def made(*values, kind="text", **more):
    """A workbook of one column."""
    sheet = Sheet("S", [Column("head", kind, lambda value: value)], values, **more)
    return load_workbook(io.BytesIO(workbook([sheet], "H", "Total", MADE)))["S"]


@WITH_SHARED
def test_L16_no_formula_comes_out_of_a_record():
    rows = csv.DictReader((SHARED / "excel_injection" / "payloads.csv").open(encoding="utf-8"))
    texts = []
    for row in rows:
        try:
            texts.append(TypeAdapter(Line).validate_python(row["payload"]))
        except ValidationError:
            continue  # no record holds it
    assert len(texts) > 30
    page = made(*texts)
    for cell, text in zip(page["A"][1:], texts, strict=True):
        assert (cell.data_type, cell.value, cell.number_format) == ("s", text, "@")


def test_figures_show_all_their_places_and_stay_exact():
    page = made(Decimal(120), Decimal("3.50"), Decimal("0.0125"), Decimal("123456789012345.67"), kind="figure")
    assert [(cell.value, cell.number_format) for cell in page["A"][1:]] == [
        (120, "#,##0"), (3.5, "#,##0.0"), (0.0125, "#,##0.0000"), ("123,456,789,012,345.67", "@"),
    ]  # fmt: skip


def test_amounts_of_several_currencies_are_summed_apart():
    columns = [Column("sum", "money", lambda row: row[0]), Column("currency", "text", lambda row: row[1])]
    rows = [(Decimal(1), "USD"), (Decimal(2), "CNY"), (None, None)]
    sheet = Sheet("S", columns, rows, ("sum",), "currency")
    page = load_workbook(io.BytesIO(workbook([sheet], "H", "Total", MADE)))["S"]
    assert [[cell.value for cell in row] for row in page.iter_rows(min_row=5)] == [
        ['=SUMIF($B$2:$B$4,"CNY",$A$2:$A$4)', "CNY"],
        ['=SUMIF($B$2:$B$4,"USD",$A$2:$A$4)', "USD"],
    ]


def test_an_empty_sheet_and_a_company_with_an_ampersand_are_fine():
    sheets = [
        Sheet("S", [Column("head", "money", lambda value: value)], [], ("head",), "head"),
        Facts("F", [("a", "=1")]),
    ]
    book = load_workbook(io.BytesIO(workbook(sheets, "A & B", "Total", MADE)))
    assert book["S"].max_row == 1
    assert book["F"]["B1"].data_type == "s"
    assert book["S"].oddHeader.center.text == "A && B · S"
