"""Reports over all orders: what stands in them, and that all their forms say the same (P3.2, item 7)."""

from __future__ import annotations

import html
import re
from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

DAILY = """\
Daily report  2026-11-25 10:00
New since the last working day: 1, Late: 4, Due by the next working day: 3, Assigned, not confirmed: 1, \
Open problems: 1, Open complaints: 1, Deliveries promised this week: 0

New since the last working day: 1
when         order  move     asked on     channel  taken by  client               owner  matter
11-25 09:00  {asked}  inquire  11-25 09:00  mail     陈洁      Ｈａｒｂｏｕｒ GmbH         二手货架

Late: 4
due          order  item  next           who   department  client              matter
11-23 14:00  {waiting}        confirm        李娜  sales       杭州湾物流有限公司  East hall racking
11-23 14:00  {whole}  Q2    coordinate     赵敏  orders      杭州湾物流有限公司  no power on site
11-24 09:00  {whole}        sign           李娜  sales       杭州湾物流有限公司  Gate
11-24 09:00  {whole}  A3    assist-answer  何军  production  杭州湾物流有限公司  a truck

Due by the next working day: 3
due          order  item  next     who   department  client               matter
11-25 14:00  {asked}        reply    李娜  sales       Ｈａｒｂｏｕｒ GmbH  二手货架
11-25 14:00  {asked}  F1    forward  陈洁  service     Ｈａｒｂｏｕｒ GmbH  second-hand?
11-26 09:00  {whole}  K2    settle   李娜  sales       杭州湾物流有限公司   too loud

Assigned, not confirmed: 1
assigned on  order  owner  due          client              matter
11-23 09:00  {waiting}  李娜   11-23 14:00  杭州湾物流有限公司  East hall racking

Open problems: 1
since        order  item  next        who   due          client              what
11-23 09:00  {whole}  Q2    coordinate  赵敏  11-23 14:00  杭州湾物流有限公司  no power on site

Open complaints: 1
since        order  item  next    who   due          client              what
11-23 09:00  {whole}  K2    settle  李娜  11-26 09:00  杭州湾物流有限公司  too loud
"""
WORKLOAD = """\
Workload  2026-11-25 10:00
Owners: 2, Open orders: 3, Open weight: 3, Share: 18, Load: 17 %, Late: 2, Unconfirmed: 1

Owners: 2
staff    name  department  orders  open weight  share  load  late  also late  this week  unconfirmed  on hold  capacity  away until
li.na    李娜  sales            3            3      8  38 %     2          0          1            1        1         8
sun.tao  孙涛  sales            0            0     10   0 %     0          0          0            0        0

Departments: 1
department  owners  orders  open weight  share  load  late  also late  this week  unconfirmed  on hold
sales            2       3            3     18  17 %     2          0          1            1        1
"""


def tails(busy):
    return {name: getattr(busy, name)[-5:] for name in ("asked", "waiting", "whole")}


def squeezed(words):
    """Lines whose columns are one space apart: how wide they are is not what is told here."""
    return [re.sub(r" {2,}", " ", line.rstrip()) for line in words.strip().splitlines() if line.strip()]


# --- what they say


def test_the_daily_report_tells_the_morning_meeting_all_there_is(busy):
    said = busy.desk.run("report", "daily").out.replace("SO-20261123-", "").replace("SO-20261125-", "")
    expected = squeezed(DAILY.format(**tails(busy)))
    lines = squeezed(said)
    # What is due at the same time goes by the orders' ids, which are chance.
    assert sorted(lines) == sorted(expected)
    assert [line for line in lines if ": " in line] == [line for line in expected if ": " in line]


def test_the_workload_report_tells_what_each_owner_carries(busy):
    assert busy.desk.run("report", "workload").out == WORKLOAD


def test_a_report_is_narrowed_to_a_department_or_a_person(busy):
    document = busy.desk.ask("report", "daily", "--department", "sales")
    assert document["department"] == "sales"
    assert document["counts"] == {
        "came_in": 0, "late": 2, "due": 2, "unconfirmed": 1, "problems": 1, "complaints": 1, "deliveries": 0,
    }  # fmt: skip
    document = busy.desk.ask("report", "daily", "--staff", "zhao.min")
    assert [(one["id"], one["owed"]["item"]) for one in document["late"]] == [(busy.whole, "Q2")]
    assert document["counts"]["problems"] == 1
    assert "no department" in busy.desk.run("report", "daily", "--department", "slaes", code=2).err
    assert [one["staff"] for one in busy.desk.ask("report", "workload", "--staff", "孙涛")["owners"]] == ["sun.tao"]


def test_a_weekend_is_looked_back_over_and_a_promise_stands_in_its_week(desk):
    order = desk.order("active")
    desk.now = "2026-11-30T09:00"  # the next Monday: the working day before was Friday
    desk.run("inquire", "--client", "北仑电子", "--contact", "王强", "--matter", "a lift", by="chen.jie")
    counts = desk.ask("report", "daily")["counts"]
    assert (counts["came_in"], counts["deliveries"]) == (1, 0)
    desk.now = "2026-12-14T09:00"
    document = desk.ask("report", "daily")
    assert [(one["id"], one["deliver_by"]) for one in document["deliveries"]] == [(order, "2026-12-18")]
    assert document["came_in"] == []


def test_a_report_can_be_of_an_earlier_day(busy):
    then = busy.desk.ask("report", "daily", "--as-of", "2026-11-23")
    assert then["at"] == "2026-11-23T23:59:59+08:00"
    assert busy.asked not in {one["id"] for one in then["came_in"]}


def test_the_loads_are_those_that_assignment_goes_by(desk):
    order = desk.order("submitted")
    desk.run("staff", "edit", "sun.tao", "--weight", "4", by="wu.gang")
    to = desk.ask("assign", order, "--auto", by="zhao.min")["assignment"]
    shares = {one["staff"]: one["share"] for one in to["basis"]["candidates"]}
    owners = desk.ask("report", "workload")["owners"]
    assert {one["staff"]: one["share"] for one in owners} == shares == {"li.na": 8, "sun.tao": 4}
    (carrying,) = (one for one in owners if one["weight"] == "1")
    assert (carrying["staff"], carrying["orders"], carrying["unconfirmed"]) == (to["to"], 1, 1)


def test_who_is_away_or_overloaded_is_seen(desk):
    desk.order("active")
    desk.run("staff", "edit", "li.na", "--weight", "1", "--capacity", "", by="wu.gang")
    desk.run("staff", "away", "li.na", "--from", "2026-11-23", "--to", "2026-11-24", by="li.na")
    (li_na,) = desk.ask("report", "workload", "--staff", "li.na")["owners"]
    assert (li_na["load"], li_na["away_until"]) == ("1.00", "2026-11-24")


# --- their forms


def files(desk, name, tmp_path, *args):
    """A report as HTML, Markdown and a workbook."""
    for form in ("html", "md", "xlsx"):
        desk.run("report", name, "--out", str(tmp_path / f"{name}.{form}"), *args, by="zhao.min")
    page, plain = ((tmp_path / f"{name}.{form}").read_text("utf-8") for form in ("html", "md"))
    return page, plain, load_workbook(tmp_path / f"{name}.xlsx")


def rows_of_page(page):
    return [
        [
            html.unescape(re.sub(r"<[^>]*>", "", cell))
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        ]
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", page, re.DOTALL)
    ]


def rows_of_markdown(plain):
    rows = [re.split(r" \| ", line[2:-2]) for line in plain.splitlines() if line.startswith("| ")]
    return [[re.sub(r"\\(.)", r"\1", cell).strip() for cell in row] for row in rows if set("".join(row)) - set("-:")]


def rows_of_workbook(book):
    def shown(cell):
        value = cell.value
        if value is None:
            return ""
        if isinstance(value, datetime):
            return f"{value:%Y-%m-%d %H:%M}" if "h" in cell.number_format else f"{value:%Y-%m-%d}"
        if isinstance(value, date):
            return str(value)
        return f"{100 * Decimal(str(value)):.0f} %" if cell.number_format == "0%" else str(value)

    return [[shown(cell) for cell in row] for page in book.worksheets[1:] for row in page.iter_rows()]


@pytest.mark.parametrize("name", ["daily", "workload", "complaints", "satisfaction"])
def test_all_forms_of_a_report_agree(busy, tmp_path, name):
    page, plain, book = files(busy.desk, name, tmp_path)
    rows = rows_of_page(page)
    assert rows == rows_of_markdown(plain)
    assert rows == rows_of_workbook(book)
    on_screen = busy.desk.run("report", name).out
    document = busy.desk.ask("report", name)
    for row in rows[1:]:
        for cell in row:
            assert cell.removeprefix("2026-") in on_screen
    sections = [value for value in document.values() if isinstance(value, list)]
    assert sum(len(one) + 1 for one in sections if one) == len(rows)  # each with its head
    facts = {line[0].value: str(line[1].value) for line in book["Overview"].iter_rows()}
    for title, figure in re.findall(r"^- ([^:]+): (.+)$", plain, re.MULTILINE):
        assert f"{title}: {figure}" in on_screen or title in ("Commit", "Made by")
        assert facts[title] == figure.replace("\\", "")
        assert f"<b>{figure}</b><span>{title}</span>" in page or title in ("Commit", "Made by")


def test_the_workbook_has_typed_cells_and_is_set_up_for_paper(busy, tmp_path):
    book = files(busy.desk, "daily", tmp_path)[2]
    assert book.sheetnames == [
        "Overview", "New since the last working day", "Late", "Due by the next working day", "Assigned, not confirmed",
        "Open problems", "Open complaints",
    ]  # fmt: skip
    late = book["Late"]
    assert (late["A2"].value, late["A2"].number_format) == (
        datetime.fromisoformat("2026-11-23T14:00"),
        "yyyy-mm-dd hh:mm",
    )
    assert (late.freeze_panes, late.auto_filter.ref, late.print_title_rows) == ("B2", "A1:H5", "$1:$1")
    assert (late.page_setup.orientation, late.page_setup.fitToWidth) == ("landscape", 1)
    load = files(busy.desk, "workload", tmp_path)[2]["Owners"]
    assert (load["G2"].value, load["G2"].number_format) == (0.38, "0%")


def test_what_stands_in_an_order_is_no_markup_in_a_report(desk, tmp_path):
    desk.run("inquire", "--client", "<b>|x|</b>", "--contact", "y", "--matter", "=1+1 *z*", by="chen.jie")
    page, plain, book = files(desk, "daily", tmp_path)
    assert "&lt;b&gt;|x|&lt;/b&gt;" in page
    assert r"\<b\>\|x\|\</b\> |  | =1+1 \*z\* |" in plain
    assert book.worksheets[1]["G2"].data_type == "s"


def test_a_file_is_not_overwritten_unasked_and_its_name_says_its_form(busy, tmp_path):
    place = str(tmp_path / "daily.md")
    assert busy.desk.run("report", "daily", "--out", place, by="zhao.min").out == f"{place}\n"
    assert "is there already" in busy.desk.run("report", "daily", "--out", place, by="zhao.min", code=2).err
    busy.desk.run("report", "daily", "--out", place, "--force", by="zhao.min")
    assert busy.desk.run("report", "daily", "--out", "daily.pdf", by="zhao.min", code=2).err == (
        "Error: daily.pdf names no form of a report\nHint: let it end in .html, .xlsx or .md\n"
    )


def test_the_page_needs_nothing_from_elsewhere_and_has_chinese_fonts(busy, tmp_path):
    page = files(busy.desk, "daily", tmp_path)[0]
    assert not re.search(r"""(src|href)=|url\(|@import""", page)
    assert "size: A4" in page
    assert "Noto Sans CJK SC" in page


def test_a_list_of_the_reports(desk):
    assert desk.run("report", "list", "--names").out == (
        "daily         For the morning meeting: what came in, what is late, what is due\n"
        "workload      What each owner carries against their share, and what of it is\n"
        "              late\n"
        "fairness      How evenly orders were given out, and how evenly the rules would\n"
        "              have allowed\n"
        "receivables   What clients owe, by client and order, with ageing bands\n"
        "complaints    Complaints: open, late, by who answers for them and by client\n"
        "satisfaction  How content clients are: asked, answered, scores, by owner, client\n"
        "              and month\n"
        "risk          Risks by likelihood and effect, and what was late outside the\n"
        "              owner's hands\n"
        "bulletin      What concerns a department: assignments, progress, deliveries,\n"
        "              problems, assistance\n"
    )


# --- inbox and due, for a person and for a department


def test_a_departments_inbox_is_all_that_its_people_owe(busy):
    shown = busy.desk.ask("inbox", "--department", "sales")
    assert [(one["id"], one["owed"]["staff"], one["owed"]["next"][0]) for one in shown] == [
        (busy.waiting, "li.na", "confirm"), (busy.whole, "li.na", "sign"), (busy.asked, "li.na", "reply"),
        (busy.whole, "li.na", "settle"),
    ]  # fmt: skip
    assert busy.desk.run("inbox", "--department", "audit").out == "nothing waits for audit\n"


def test_what_is_due_of_one_person(busy):
    shown = busy.desk.ask("due", "--staff", "zhao.min")
    assert [(one["id"], one["owed"]["item"]) for one in shown] == [(busy.whole, "Q2")]
