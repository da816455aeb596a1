"""Papers to print: what stands on each, when each may be, in both languages; a company's own templates."""

from __future__ import annotations

import hashlib
import html
import json
import re
from pathlib import Path

import pytest

import ordertool
from ordertool.language import use_language

ME = ("-c", "user.name=x", "-c", "user.email=x@example.com")
EVIL = '<script>alert("1")</script><img src=x onerror=alert(2)>\u202egnp'


def printed(desk, order, *args, by="li.na", code=0):
    """Print to a file of the test's own; the page and what was said."""
    place = desk.root.parent / f"{args[0]}.html"
    said = desk.run("print", order, *args, "--out", str(place), "--force", by=by, code=code)
    return place.read_text("utf-8") if code == 0 else said.err


def words(page):
    """The text of a page, without style and tags, in one line."""
    body = page.partition("<body>")[2]
    return html.unescape(" ".join(re.sub(r"<[^>]*>", " ", body).split()))


def template(desk, name, text):
    """A company's own template, committed."""
    place = desk.root / "templates" / name
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(text if isinstance(text, bytes) else text.encode())
    desk.git("add", "-A", "templates")
    desk.git(*ME, "commit", "-qm", "a template")


# What stands on them


def test_an_order_confirmation_tells_the_terms_to_the_client(desk):
    order = desk.order("assigned")
    told = words(printed(desk, order, "confirmation"))
    assert told == (
        "宁波港仓储设备有限公司 Order confirmation "
        "Client 杭州湾物流有限公司 Contact 周敏 Phone 13800001234 "
        f"Order no. {order} Date 23 November 2026 In charge 李娜 E-mail li.na@example.com "
        "We confirm your order as follows. Please check it and send one copy back, signed and stamped. "
        "Project East hall racking Description Supply and install Goods and services "
        "No. Item Specification Quantity Unit Unit price Amount "
        "1 Pallet racking 2700x1000x6000 120 bay 1,850.00 222,000.00 "
        "2 Guard rail 400x3000 60 piece 320.00 19,200.00 "
        "Total CNY 241,200.00 "
        "Delivery and payment Delivery by 18 December 2026 Delivery to 宁波市海港路88号 "
        "Payment account period of 30 days "
        "宁波港仓储设备有限公司 Name 李娜 Signature, stamp Date 杭州湾物流有限公司 Name Signature, stamp Date "
        f"Printed on 23 November 2026 09:00 by 李娜, as of {desk.head[:9]} of the order book."
    )


def test_a_confirmation_in_chinese_has_the_total_in_capitals(desk):
    order = desk.order("submitted")
    use_language("zh_CN")
    page = printed(desk, order, "confirmation")
    assert '<html lang="zh-CN">' in page
    assert "（大写）：人民币贰拾肆万壹仟贰佰元整 ¥241,200.00" in words(page)
    assert "2026年12月18日" in page


def test_a_prepayment_is_asked_for_by_its_amount_and_agreed_changes_are_told(desk):
    order = desk.order("assigned", payment="prepayment:30")
    desk.run(
        "change", order, "--set", "deliver_by=2026-12-24", "--set", "lines.L2.quantity=50", "--reason", "port closed",
        "--cause", "force-majeure", "--agreed-by", "周敏;phone;2026-11-23T08:00", by="zhao.min",
    )  # fmt: skip
    told = words(printed(desk, order, "confirmation"))
    assert "Payment paid in advance: 30 % In advance CNY 71,400.00 Agreed changes, included above" in told
    assert "23 November 2026 Delivery by → 24 December 2026 line 2, Quantity → 50 port closed 周敏" in told
    assert "Total CNY 238,000.00" in told


def test_changes_of_an_earlier_submission_are_told_no_more(desk):
    order = desk.order("submitted")
    desk.run(
        "change", order, "--set", "deliver_by=2026-12-24", "--reason", "port closed", "--cause", "law",
        "--agreed-by", "周敏;phone;2026-11-23T08:00", by="zhao.min",
    )  # fmt: skip
    desk.run("send-back", order, "--reason", "no drawing", by="zhao.min")
    desk.run("submit", order, "--original", desk.paper("form.txt", "form"), by="chen.jie")
    told = desk.ask("print", order, "confirmation", by="zhao.min")
    assert (told["changes"], told["deliver_by"]) == ([], "2026-12-18")


def test_a_slip_goes_with_what_is_still_to_be_delivered(desk):
    order = desk.order("active")
    desk.run("prepare", order, "--done", "packaging", "--done", "documents", "--done", "transport", by="li.na")
    told = ("--told", "周敏;phone;2026-11-23T08:40", "--when", "2026-11-24T09:00", "--method", "truck")
    desk.run("prepare", order, *told, by="li.na")
    delivery = ("--place", "海港路88号", "--delivered-by", "driver Wu", "--received-by", "周敏")
    desk.run("deliver", order, "--quantity", "L1=50", "--quantity", "L2=60", *delivery, by="li.na")
    told = words(printed(desk, order, "slip"))
    assert "Agreed for 24 November 2026 09:00 Method truck" in told
    assert "Still to come Received 1 Pallet racking 2700x1000x6000 bay 120 50 70 0 The client declares" in told
    assert "☑" not in told
    told = words(printed(desk, order, "slip", "--delivery", "d1"))
    assert "Delivery no. D1" in told
    assert "1 Pallet racking 2700x1000x6000 bay 120 0 50 70 2 Guard rail 400x3000 piece 60 0 60 0" in told
    assert "☑ Everything above was received, whole and without visible faults." in told
    assert "Delivered by Name driver Wu" in told


def test_a_refused_delivery_leaves_everything_to_come(desk):
    order = desk.order("active")
    desk.run("prepare", order, "--done", "packaging", "--done", "documents", "--done", "transport", by="li.na")
    desk.run("prepare", order, "--told", "周敏;phone;2026-11-23T08:40", "--when", "2026-11-24T09:00", by="li.na")
    refused = ("--outcome", "refused", "--remarks", "scratched")
    delivery = ("--place", "x", "--delivered-by", "driver Wu", "--received-by", "周敏")
    desk.run("deliver", order, "--quantity", "L1=50", *delivery, *refused, by="li.na")
    told = desk.ask("print", order, "slip", "--delivery", "D1", by="li.na")
    assert [(line["quantity"], line["left"]) for line in told["lines"]] == [("50", "120")]
    assert "☑ It was refused, for the reasons below. Remarks scratched" in words(
        printed(desk, order, "slip", "--delivery", "D1")
    )


def test_a_slip_names_the_cash_to_be_paid_on_delivery(desk):
    order = desk.order("active", payment="cash-on-delivery")
    desk.run("pay", order, "--amount", "1200", "--on", "2026-11-23", by="qian.yu")
    assert desk.ask("print", order, "slip", by="li.na")["cash"] == "240000.00"
    assert "Cash on delivery, to be paid now: CNY 240,000.00" in words(printed(desk, order, "slip"))


def test_a_handover_sheet_names_every_paper_with_size_and_hash(desk):
    order = desk.order("submitted")
    form, drawing = (hashlib.sha256(one).hexdigest() for one in (b"form", b"signed"))
    told = words(printed(desk, order, "handover"))
    assert "Handover no. H1 Handed over on 23 November 2026 09:00 From 陈洁 (service) To 赵敏 (orders)" in told
    assert f"1 original form.txt 4 B {form} ☐ 2 attachment drawing.pdf 6 B {drawing} ☐ On record" in told
    assert "Form passed V1 on 23 November 2026 09:00" in told
    desk.run("assign", order, "--to", "li.na", "--received", "form.txt", "--received", "drawing.pdf", by="zhao.min")
    told = words(printed(desk, order, "handover"))
    assert told.count("☑") == 2
    assert "Received on 23 November 2026 09:00, acknowledged by 赵敏 (orders)" in told


def test_a_second_handover_tells_of_the_first(desk):
    order = desk.order("submitted")
    desk.run("send-back", order, "--reason", "not legible", by="zhao.min")
    assert "Sent back on 23 November 2026 09:00 by 赵敏 (orders): not legible" in words(
        printed(desk, order, "handover")
    )
    desk.run("submit", order, "--original", "paper, folder 12", by="chen.jie")
    told = words(printed(desk, order, "handover"))
    assert "Handover no. H2" in told
    assert "1 original paper, folder 12 ☐" in told
    assert "Earlier handovers of this order" in told
    assert "H1 23 November 2026 09:00 赵敏 (orders) form.txt, drawing.pdf" in told
    assert "Sent back" not in told


# The file, and --json


def test_a_paper_lands_in_this_folder_and_overwrites_nothing(desk, tmp_path, monkeypatch):
    order = desk.order("delivered")
    monkeypatch.chdir(tmp_path)
    before = desk.state()
    place = tmp_path / f"{order}-confirmation.html"
    assert desk.run("print", order[-5:], "confirmation", by="li.na").out == f"{place}\n"
    page = place.read_bytes()
    place.write_text("mine")
    said = desk.run("print", order, "confirmation", by="li.na", code=2)
    hint = "Hint: overwrite it with --force, or name another file\n"
    assert said.err == f"Error: {place} is there already\n{hint}"
    assert place.read_text() == "mine"
    desk.run("print", order, "confirmation", "--force", by="li.na")
    assert place.read_bytes() == page
    desk.run("print", order, "slip", by="li.na")
    assert (tmp_path / f"{order}-slip-D1.html").exists()
    assert desk.state() == before, "printing writes nothing to the book"
    said = desk.run("print", order, "handover", "--out", str(tmp_path / "no" / "x.html"), by="li.na", code=5)
    assert said.err.startswith(f"Error: {tmp_path / 'no' / 'x.html'} cannot be written: ")


def test_json_gives_the_data_behind_the_paper_and_writes_no_file_unasked(desk, tmp_path, monkeypatch):
    order = desk.order("assigned")
    monkeypatch.chdir(tmp_path)
    told = desk.ask("print", order, "confirmation", by="li.na")
    assert (told["paper"], told["order"], told["total"], told["file"]) == ("confirmation", order, "241200.00", None)
    assert told["printed"] == {
        "at": "2026-11-23T09:00:00+08:00", "commit": desk.head,
        "by": {
            "id": "li.na", "name": "李娜", "department": "sales", "department_name": "sales", "email": "li.na@example.com",
        },
    }  # fmt: skip
    assert told["lines"][0] == {
        "id": "L1", "item": "Pallet racking", "spec": "2700x1000x6000", "quantity": "120", "unit": "bay",
        "price": "1850.00", "amount": "222000.00",
    }  # fmt: skip
    assert list(tmp_path.glob("*.html")) == []
    place = tmp_path / "here.html"
    assert desk.ask("print", order, "confirmation", "--out", str(place), by="li.na")["file"] == str(place)
    assert place.exists()


def test_open_shows_it_in_the_browser(desk, tmp_path, monkeypatch):
    order = desk.order("assigned")
    monkeypatch.chdir(tmp_path)
    shown = []
    monkeypatch.setattr("webbrowser.open", lambda address: shown.append(address) or len(shown) == 1)
    desk.run("print", order, "handover", "--open", by="li.na")
    assert shown == [(tmp_path / f"{order}-handover.html").as_uri()]
    said = desk.run("print", order, "handover", "--open", "--force", by="li.na")
    assert said.err == "Warning: no browser could be started; open the file yourself\n"


# When there is none


def test_a_paper_says_nothing_before_it_is_so(desk):
    order = desk.order("draft")
    hint = f"Hint: ordertool explain {order[-5:]}\n"
    for paper, reason in (
        ("confirmation", "its form is not submitted (P2.2c)"),
        ("slip", "nothing is to be delivered at the stage draft (P2.5b)"),
        ("handover", "nothing was handed over (P2.2c)"),
    ):
        assert printed(desk, order, paper, code=3) == f"Error: cannot print it for {order}: {reason}\n{hint}"
    desk.run("lose", order, "--reason", "bought elsewhere", by="chen.jie")
    assert "its form is not submitted" not in printed(desk, order, "confirmation", code=3)
    order = desk.order("active")
    desk.run("hold", order, "--reason", "credit watch", by="zhao.min")
    assert "the order is on hold (P2.6)" in printed(desk, order, "slip", code=3)
    desk.run("cancel", order, "--reason", "given up", by="zhao.min")
    assert "it is cancelled (P2.6)" in printed(desk, order, "confirmation", code=3)
    printed(desk, order, "handover")


def test_an_archived_order_is_printed_as_it_was(desk):
    order = desk.order("archived")
    assert "Total CNY 241,200.00" in words(printed(desk, order, "confirmation"))
    assert "Delivery no. D1" in words(printed(desk, order, "slip"))


def test_several_deliveries_are_told_apart(desk):
    order = desk.order("active")
    desk.run("prepare", order, "--done", "packaging", "--done", "documents", "--done", "transport", by="li.na")
    desk.run("prepare", order, "--told", "周敏;phone;2026-11-23T08:40", "--when", "2026-11-24T09:00", by="li.na")
    delivery = ("--place", "x", "--delivered-by", "driver Wu", "--received-by", "周敏")
    for quantities in (("--quantity", "L1=120"), ("--quantity", "L2=60")):
        desk.run("deliver", order, *quantities, *delivery, by="li.na")
    assert printed(desk, order, "slip", code=2) == (
        "Error: several deliveries were made: D1, D2\n"
        f"Hint: name one: ordertool print {order[-5:]} slip --delivery D2\n"
    )
    assert desk.ask("print", order, "slip", "--delivery", "D2", by="li.na")["lines"][0]["id"] == "L2"
    said = printed(desk, order, "slip", "--delivery", "D3", code=2)
    assert said == f"Error: there is no D3 in {order}\nHint: there are: D1, D2\n"
    assert printed(desk, order, "handover", "--delivery", "D1", code=2).startswith("Error: --delivery goes with slip\n")
    said = printed(desk, order, "invoice", code=2)
    assert (
        said == "Error: there is no paper invoice\nHint: there are: confirmation, slip, handover, statement, letter\n"
    )


def test_papers_may_be_named_in_chinese(desk):
    order = desk.order("assigned")
    for name, paper in (("确认书", "confirmation"), ("交接单", "handover")):
        assert desk.ask("print", order, name, by="li.na")["paper"] == paper


def test_who_prints_is_somebody_on_the_staff(desk):
    order = desk.order("assigned")
    assert "there is nobody eve on the staff" in printed(desk, order, "handover", by="eve", code=2)


# Templates


@pytest.mark.parametrize("paper", ["confirmation", "slip", "handover"])
def test_no_text_of_a_record_becomes_html(desk, paper):
    client = desk.client(name=EVIL, contact=EVIL, address=EVIL)
    order = desk.order("draft", client=client)
    values = (
        "project",
        "description",
        "deliver_to",
        "contract",
        "client_order",
        "lines.L1.item",
        "lines.L1.spec",
        "lines.L2.unit",
    )
    desk.run("draft", order, *(part for name in values for part in ("--set", f"{name}={EVIL}")), by="chen.jie")
    desk.run("review", order, "--pass", by="chen.jie")
    evil = desk.paper("<b>&.txt", "x")
    desk.run("submit", order, "--original", evil, by="chen.jie")
    desk.run("assign", order, "--to", "li.na", by="zhao.min")
    desk.run("confirm", order, by="li.na")
    desk.run("plan", order, "--phase", "Make;2026-11-24;2026-12-10;li.na", "--every", "3d", by="li.na")
    page = printed(desk, order, paper)
    body = page.partition("<body>")[2]
    assert "<script" not in page
    assert "<img" not in page
    assert "<b>&" not in page
    assert "\u202e" not in page
    assert "&lt;script&gt;" in body
    assert set(re.findall(r"<(\w+)", body)) <= {
        "header", "div", "h1", "h2", "table", "thead", "tbody", "tr", "th", "td", "p", "span", "footer", "b", "br",
    }  # fmt: skip


def test_a_page_needs_nothing_from_elsewhere(desk):
    order = desk.order("assigned")
    for paper in ("confirmation", "handover"):
        page = printed(desk, order, paper)
        assert "http-equiv" in page
        assert not re.search(r"https?://|@import|url\(|<link|src=", page)
        assert "size: A4" in page
        assert "table-header-group" in page


def test_a_company_prints_by_its_own_template_from_the_last_commit(desk):
    order = desk.order("assigned")
    own = '{% extends "ordertool/confirmation.html" %}{% block closing %}<p>{{ _("Client") }}: 货物验收期为七天。</p>{% endblock %}'
    template(desk, "confirmation.html", own)
    (desk.root / "templates" / "confirmation.html").write_text("not committed")
    assert "Client: 货物验收期为七天。 宁波港" in words(printed(desk, order, "confirmation"))
    assert "Handover no." in words(printed(desk, order, "handover"))
    template(desk, "parts.html", "{% macro signature(title, rows) %}signed{% endmacro %}")
    said = printed(desk, order, "handover", code=4)
    assert said.startswith(
        "Error: templates/parts.html: the template is broken: the template 'parts.html' (imported on"
    )
    whole = (Path(ordertool.__file__).parent / "templates" / "parts.html").read_text("utf-8")
    template(desk, "parts.html", whole.replace('<div class="title">', '<div class="title">✍ '))
    assert "✍ Handed over by" in words(printed(desk, order, "handover"))


BROKEN = [
    ("{% block x %}\n\n{{ order", 3, "unexpected end of template"),
    ("\n{{ colour }}", 2, "'colour' is undefined"),
    ("\n\n{{ client.shoe_size }}", 3, "has no attribute 'shoe_size'"),
    ('{% include "other.html" %}', 1, "other.html?"),
    ('{% include "../policy.yaml" %}', 1, "../policy.yaml?"),
    ("\n{{ total | safe }}", 2, "No filter named 'safe'"),
    ("{{ order.__class__.__mro__ }}", 1, "'__class__'"),
    ("{{ 1 / 0 }}", 1, "ZeroDivisionError"),
    ("\n{{ lines.append(1) }}", 2, "append"),
    ("{% for one in range(10000000) %}{% endfor %}", 1, "Range too big"),
    (b"x\n\xff", 2, "is not UTF-8 text"),
]


@pytest.mark.parametrize(("text", "line", "said"), BROKEN)
def test_a_broken_template_is_told_with_its_file_and_line(desk, text, line, said):
    order = desk.order("submitted")
    template(desk, "confirmation.html", text)
    told = printed(desk, order, "confirmation", code=4)
    assert told.startswith(f"Error: templates/confirmation.html:{line}: the template is broken: ")
    assert said in told
    assert told.endswith("Hint: mend the template and commit it, or take it out of the book\n")
    problems = json.loads(desk.run("print", order, "confirmation", "--json", by="li.na", code=4).err)["error"][
        "problems"
    ]
    assert [(one["path"], one["line"], one["kind"]) for one in problems] == [
        ("templates/confirmation.html", line, "template")
    ]


def test_a_template_cannot_switch_escaping_off(desk):
    order = desk.order("draft")
    desk.run("draft", order, "--set", f"project={EVIL}", by="chen.jie")
    desk.run("review", order, "--pass", by="chen.jie")
    desk.run("submit", order, "--original", "paper, folder 1", by="chen.jie")
    template(
        desk,
        "confirmation.html",
        "{% autoescape false %}{{ project }}{% set x = project %}{{ x ~ '' }}{% endautoescape %}",
    )
    page = printed(desk, order, "confirmation")
    assert "<script" not in page
    assert page.count("&lt;script&gt;") == 2


@pytest.mark.parametrize(
    "evil",
    [
        '{{ "a".ljust(999999999) }}', '{{ "%999999999s"|format(1) }}', '{{ "{:>999999999}".format(1) }}',
        '{{ "a"|center(999999999) }}', '{{ "%999999999s" % 1 }}',
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    ],
)  # fmt: skip
def test_a_companys_template_neither_grows_nor_runs_beyond_measure(desk, evil, monkeypatch):
    monkeypatch.setattr("ordertool.reports.written._LONGEST", 1)
    order = desk.order("assigned")
    template(desk, "confirmation.html", evil)
    assert printed(desk, order, "confirmation", code=4).startswith("Error: templates/confirmation.html")
