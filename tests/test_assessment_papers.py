"""The papers of an assessment: workbook, report, letters and JSON, the same figures in all, the same bytes each time."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from datetime import datetime
from decimal import Decimal

import pytest
from assessed import COMMIT, INDICATORS, ZONE, paper, result
from conftest import SHARED, WITH_SHARED
from openpyxl import load_workbook
from test_naughty import strings

from ordertool.assess.result import document
from ordertool.book.snapshot import Snapshot
from ordertool.commands import assess_export
from ordertool.language import text
from ordertool.reports import assessment_layout
from ordertool.reports.assessment_evidence import blocks, on_sheets
from ordertool.reports.assessment_workbook import assessment_workbook
from ordertool.reports.assessment_written import letter, markdown, report
from ordertool.reports.excel import holdable

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


class Bare:
    """A book without templates of its own."""

    def content(self, _path):
        return None


@pytest.fixture(scope="module")
def made():
    return paper()


@pytest.fixture(scope="module")
def packed(made):
    return assessment_workbook(made)


@pytest.fixture(scope="module")
def book(packed):
    return load_workbook(io.BytesIO(packed), data_only=True)


@pytest.fixture(scope="module")
def formulas(packed):
    return load_workbook(io.BytesIO(packed))


def table(page, head=1):
    """The rows of a sheet by head, until an empty one."""
    rows = list(page.iter_rows(min_row=head, values_only=True))
    found = []
    for row in rows[1:]:
        if not any(row):
            break
        found.append({name: value for name, value in zip(rows[0], row, strict=True) if name})
    return found


def rows_of_page(page):
    return [
        [
            html.unescape(re.sub(r"<[^>]*>", "", cell))
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        ]
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", page, re.DOTALL)
    ]


def rows_of_markdown(plain):
    rows = [line[2:-2].split(" | ") for line in plain.splitlines() if line.startswith("| ")]
    return [[re.sub(r"\\(.)", r"\1", cell).strip() for cell in row] for row in rows if set("".join(row)) - set("-: ")]


def lines_at(book, where):
    """The rows that a link leads to."""
    sheet, first, last = re.fullmatch(r"'(.*)'!\$A\$(\d+):\$N\$(\d+)", where).groups()
    return book[sheet].iter_rows(min_row=int(first), max_row=int(last), values_only=True)


def shown(value):
    return "–" if value is None else f"{Decimal(str(value)):,.2f}"


# --- the workbook


def test_the_workbook_has_a_summary_a_sheet_for_each_indicator_and_its_evidence(book):
    assert book.sheetnames == [
        "Summary", "Trend", "1 Intake timeliness", "2 Information accuracy", "3 Follow-up efficiency",
        "4 Client satisfaction", "5 Communication and coordinatio", "1 Evidence", "2 Evidence", "3 Evidence", "4 Evidence",
        "5 Evidence", "Weights and method",
    ]  # fmt: skip
    page = book["Summary"]
    assert page["A1"].value == "宁波港仓储设备有限公司: assessment 2026Q4"
    first = table(page, 4)[0]
    assert {name: first[name] for name in ("Rank", "Name", "Weighted total", "Grade", "Factor", "Bonus (CNY)")} == {
        "Rank": 1, "Name": "何军", "Weighted total": 98.13, "Grade": "Excellent", "Factor": 1.2, "Bonus (CNY)": 2400,
    }  # fmt: skip
    assert len(table(page, 4)) == 13, "twelve people and what they come to"
    assert [row["Name"] for row in table(page, 20)] == ["sales", "orders", "service"]


def test_the_same_result_gives_the_same_bytes(packed):
    assert assessment_workbook(paper()) == packed
    with zipfile.ZipFile(io.BytesIO(packed)) as parts:
        assert {part.external_attr for part in parts.infolist()} == {0o600 << 16}, "whatever the umask"
        assert len({part.date_time for part in parts.infolist()}) == 1
        assert b"2027-01-04T09:30:00Z" in parts.read("docProps/core.xml")


def test_every_figure_that_follows_from_weights_is_a_formula(formulas, made):
    page = formulas["Summary"]
    for row in range(5, 17):
        assert all(page.cell(row, column).data_type == "f" for column in (1, 10, 11, 12, 13, *range(15, 20))), row
    assert page["J5"].value.startswith("=IFERROR(ROUND((SUMPRODUCT(E5:I5,O5:S5)+(100-SUM(O5:S5))")
    assert formulas["1 Intake timeliness"]["G2"].value == "=ROUND(100*D2/E2,2)"


def test_a_figure_that_no_formula_gives_stands_as_it_is(made):
    odd = made.result.people[0]._replace(total=Decimal("99.99"), bonus=Decimal(1), rank=7)
    changed = made._replace(result=made.result._replace(people=(odd, *made.result.people[1:])))
    page = load_workbook(io.BytesIO(assessment_workbook(changed)))["Summary"]
    (row,) = (row for row in page.iter_rows(min_row=5, max_row=16) if row[1].value == odd.name)
    assert [(row[place].value, row[place].data_type) for place in (0, 9, 12)] == [(7, "n"), (99.99, "n"), (1, "n")]


def test_each_score_leads_to_its_evidence_and_back(book, formulas, made):
    summary, indicator, evidence = formulas["Summary"], formulas["1 Intake timeliness"], formulas["1 Evidence"]
    assert summary["E6"].hyperlink.location == "'1 Intake timeliness'!$G$2"
    assert summary["E6"].value == "='1 Intake timeliness'!$G$2"
    assert indicator["A2"].hyperlink.location == "'Summary'!$B$6"
    for row in range(2, indicator.max_row + 1):
        leads = indicator.cell(row, 7).hyperlink
        rows = list(lines_at(book, leads.location)) if leads else []
        assert sum(line[8] for line in rows) == indicator.cell(row, 4).value
        assert sum(line[9] for line in rows) == indicator.cell(row, 5).value
        assert sum(line[10] == "counted" for line in rows) == indicator.cell(row, 6).value
        assert sum(line[10] == "left out" for line in rows) == indicator.cell(row, 10).value
    back = evidence["N2"].value
    name = evidence["A2"].value
    place = re.fullmatch(r"""=HYPERLINK\("#'1 Intake timeliness'!(G\d+)","↑"\)""", back)[1]
    assert indicator[f"A{place[1:]}"].value == name


def test_evidence_names_the_commit_the_times_the_reason_and_the_clause(book, made):
    one = next(person for person in made.result.people if person.figure("intake_timeliness"))
    lines = [row for row in book["1 Evidence"].iter_rows(min_row=2, values_only=True) if row[0] == one.name]
    expected = [
        (
            one.name, one.department, each.order, each.move, each.item or None, each.commit[:12] or None,
            each.at.astimezone(ZONE).replace(tzinfo=None), each.due and each.due.replace(tzinfo=None), each.got, each.of,
            "counted" if each.counts else "left out", str(each.why), str(each.clause), "↑",
        )
        for each in one.figure("intake_timeliness").evidence
    ]  # fmt: skip
    assert [
        tuple(value.replace(microsecond=0) if isinstance(value, datetime) else value for value in line)
        for line in lines
    ] == expected


def test_what_does_not_count_is_grey(book):
    page = book["1 Evidence"]
    out = next(row for row in page.iter_rows(min_row=2) if row[10].value == "left out")
    assert {cell.font.color.rgb for cell in out[:13]} == {"FF7F7F7F"}
    assert {cell.fill.fgColor.rgb for cell in out[:13]} == {"FFF2F2F2"}


def test_pages_are_frozen_filtered_and_set_up_for_paper(book):
    for title, frozen, filtered, titles in (
        ("Summary", "C5", "A4:N16", "$4:$4"), ("1 Intake timeliness", "B2", "A1:L9", "$1:$1"),
        ("1 Evidence", "B2", "A1:N135", "$1:$1"),
    ):  # fmt: skip
        page = book[title]
        assert (page.freeze_panes, page.auto_filter.ref, page.print_title_rows) == (frozen, filtered, titles)
        assert (page.page_setup.orientation, int(page.page_setup.paperSize)) == ("landscape", 9)
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert page.oddFooter.right.text == "&P / &N"
        assert "assessment 2026Q4" in page.oddHeader.center.text


def test_there_are_bars_a_trend_and_colours(packed):
    with zipfile.ZipFile(io.BytesIO(packed)) as parts:
        charts = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/charts/")]
        summary = parts.read("xl/worksheets/sheet1.xml").decode()
    assert ["<c:barChart>" in charts[0], "<c:lineChart>" in charts[1]] == [True, True]
    assert "<c:v>98.13</c:v>" in charts[0], "drawn by who does not compute"
    assert "2026Q1" in charts[1]
    assert "dataBar" in summary
    assert '"Excellent"' in summary


def test_evidence_goes_on_on_a_second_sheet(monkeypatch, made):
    monkeypatch.setattr(assessment_layout, "MOST_ROWS", 60)
    split = load_workbook(io.BytesIO(assessment_workbook(made)), data_only=True)
    sheets = [title for title in split.sheetnames if title.startswith("1 Evidence")]
    assert sheets == ["1 Evidence", "1 Evidence (2)", "1 Evidence (3)"]
    rows = [row for title in sheets for row in split[title].iter_rows(min_row=2, values_only=True)]
    assert len(rows) == sum(
        len(figure.evidence) for one in made.result.people if (figure := one.figure("intake_timeliness"))
    )


def test_a_departments_evidence_stands_once(made):
    people, sales = made.everybody(), next(one for one in made.result.departments if one.id == "sales")
    (chunks,) = on_sheets(people, "information_accuracy", 10_000)
    first, last = blocks(chunks)["department", "sales"]
    assert last - first + 1 == len(sales.figure("information_accuracy").evidence)
    of_others = sales.figure("information_accuracy")._replace(evidence=())
    figures = tuple(of_others if one.indicator == "information_accuracy" else one for one in sales.figures)
    other = [one if one is not sales else sales._replace(figures=figures) for one in people]
    (apart,) = on_sheets(other, "information_accuracy", 10_000)
    assert ("department", "sales") not in blocks(apart), "it has none of its people's"


def test_nobody_is_assessed_and_there_is_a_workbook_all_the_same(made):
    empty = made._replace(result=made.result._replace(people=(), departments=(), teams=()), earlier=())
    assert load_workbook(io.BytesIO(assessment_workbook(empty))).sheetnames[0] == "Summary"
    assert "People assessed" in report(empty, Bare())


# --- all of them agree


def test_workbook_page_markdown_and_json_say_the_same(book, made):
    page, plain, data = report(made, Bare()), markdown(made, Bare()), json.loads(json.dumps(document(made.result)))
    on_page, in_markdown = rows_of_page(page), rows_of_markdown(plain)
    rows = {(row["Name"]): row for row in table(book["Summary"], 4)}
    for one in data["people"]:
        row = rows[one["name"]]
        scores = {each["indicator"]: each["score"] for each in one["figures"]}
        assert [row["Rank"], row["Grade"].lower()] == [one["rank"], one["grade"]]
        for name, key in (("Weighted total", "total"), ("Factor", "factor"), ("Bonus (CNY)", "bonus")):
            assert shown(row[name]) == shown(one[key])
        titles = [made.indicator(name) for name in INDICATORS]
        cells = ["" if name not in scores else shown(scores[name]) for name in INDICATORS]
        assert [
            "" if row[name] is None else row[name] if row[name] == "–" else shown(row[name]) for name in titles
        ] == cells
        weights = [row[f"Weight of {name}"] for name in titles]
        assert sum(weights) == 100
        line = [str(one["rank"]), one["name"], one["department"], row["Roles"], *cells, shown(one["total"]), row["Grade"],
                shown(one["factor"]), shown(one["bonus"])]  # fmt: skip
        assert any(found[:-1] == line for found in on_page)
        assert any(found[:-1] == line for found in in_markdown)
        words = letter(made, made.result.of(one["id"]), Bare())
        assert f"<b>{shown(one['total'])}</b>" in words
        assert f"<b>{shown(one['bonus'])}</b>" in words
    for number in range(1, len(INDICATORS) + 1):
        sheet = next(title for title in book.sheetnames if title.startswith(f"{number} ") and "Evidence" not in title)
        for row in table(book[sheet]):
            line = [row["Name"], row["Kind"], row["Department"] or "", f"{row['Achieved']}", f"{row['Possible']}", f"{row['Cases']}",
                    row["Score"] if row["Score"] == "–" else shown(row["Score"]), f"{row['Target']}"]  # fmt: skip
            assert any(found[:8] == line for found in on_page), line
            assert any(found[:8] == line for found in in_markdown)


def test_too_few_cases_are_no_zero(book, made):
    row = next(row for row in table(book["2 Information accuracy"]) if row["Name"] == "邓丽")
    assert (row["Score"], row["Cases"], row["Remark"]) == ("–", 2, "too few cases")
    assert (
        next(row for row in table(book["Summary"], 4) if row["Name"] == "邓丽")["Weight of Information accuracy"] == 0
    )
    assert "too few cases" in letter(made, made.result.of("deng.li"), Bare())


def test_a_letter_tells_what_cost_points_and_how_to_appeal(made):
    words = re.sub(r"<[^>]*>", " ", letter(made, made.result.people[-1], Bare()))
    assert "What cost points" in words
    assert "late by 2 h" in words
    assert "Who disagrees may appeal within 5 working days of publication." in words
    assert COMMIT[:12] in words


# --- what somebody wrote stays what it is


def tainted(words):
    """The assessment with a string in every text that comes from the book."""
    made = result(lambda _who, _place: (6, 2, 1), people=[("x", words, words, ("owner",))])
    why = text("{said}", said=words)

    def with_words(one):
        figures = tuple(
            figure._replace(evidence=tuple(each._replace(why=why, item=words, order=words) for each in figure.evidence))
            for figure in one.figures
        )
        return one._replace(figures=figures, name=words)

    return paper(made._replace(people=tuple(map(with_words, made.people))))._replace(company=words)


def payloads():
    import csv

    place = SHARED / "excel_injection" / "payloads.csv"
    return [row["payload"] for row in csv.DictReader(place.open(encoding="utf-8"))] if place.exists() else []


def survives(words):
    tainted_ = tainted(words)
    packed = assessment_workbook(tainted_)
    found = load_workbook(io.BytesIO(packed))
    cells = [cell for page in found for row in page.iter_rows() for cell in row if cell.value is not None]
    for cell in cells:
        if cell.data_type == "f":
            assert re.match(r"=(IF|IFERROR|ROUND|SUM|HYPERLINK|'|[A-Z]+\d+-)", cell.value), cell.value
            assert words not in cell.value or not words.strip() or len(words) < 4
    read_back = {re.sub(r"_x005F_|_x000D_", "_", str(cell.value)) for cell in cells if cell.data_type == "s"}
    page = report(tainted_, Bare()) + letter(tainted_, tainted_.result.people[0], Bare())
    assert "<script" not in page.lower()
    assert not re.search(r"<[a-z]+[^>]*\son[a-z]+\s*=", re.sub(r"&[a-z#0-9]+;", "", page), re.IGNORECASE)
    assert markdown(tainted_, Bare())
    return read_back


@WITH_SHARED
def test_no_payload_becomes_a_formula_or_markup():
    found = payloads()
    assert found
    for words in found:
        assert holdable(words) in survives(words), words


def test_text_that_begins_like_a_formula_stays_text():
    for words in (
        "=1+1",
        "+1",
        "-1",
        "@SUM(1)",
        "\t=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
        "{=1}",
        "'=1",
        "http://x.example",
        "#N/A",
        "TRUE",
    ):
        assert words in survives(words), words
    assert "<U+0007>bell" in survives("\x07bell")
    assert any(len(one) == 32_767 and one.endswith("…") for one in survives("x" * 40_000))


def test_no_naughty_string_harms(monkeypatch):
    every = [words for words in strings() if words.strip()]
    for words in every[:: max(1, len(every) // 60)]:
        survives(words)


# --- the command


@pytest.fixture
def exporting(desk, monkeypatch, made):
    """The desk whose assessment is the one made by hand."""
    monkeypatch.setattr(assess_export, "result_of", lambda request, _of: (made.result, request.session.ctx))

    def run(*args, code=0, by="wu.gang"):
        return desk.run("assess", "export", "2026Q4", *args, by=by, code=code)

    return run


def test_one_command_writes_all_forms(exporting, desk, tmp_path, made):
    names = {"xlsx": "--xlsx", "html": "--html", "md": "--md", "json": "--json-file"}
    files = {form: tmp_path / f"a.{form}" for form in names}
    args = [part for form, option in names.items() for part in (option, str(files[form]))]
    said = exporting(*args, "--letters", str(tmp_path / "letters"))
    assert said.out.splitlines()[:4] == [str(place) for place in files.values()]
    assert len(list((tmp_path / "letters").iterdir())) == 12
    assert (tmp_path / "letters" / "2026Q4-li.na.html").exists()
    assert json.loads(files["json"].read_text("utf-8")) == json.loads(json.dumps(document(made.result)))
    first = {form: place.read_bytes() for form, place in files.items()}
    assert "is there already" in exporting(*args, code=2).err
    exporting(*args, "--force")
    assert {form: place.read_bytes() for form, place in files.items()} == first


def test_a_form_must_be_named(exporting):
    assert exporting(code=2).err == (
        "Error: no file is named\nHint: name one: --xlsx 2026Q4.xlsx, --html 2026Q4.html, --letters letters\n"
    )


def test_figures_that_are_not_published_are_not_for_everybody(exporting, tmp_path):
    said = exporting("--html", str(tmp_path / "x.html"), by="li.na", code=3)
    assert "not published" in said.err
    assert not (tmp_path / "x.html").exists()


def test_a_companys_own_template_and_a_broken_one(exporting, desk, tmp_path):
    place = desk.root / "templates" / "assessment_letter.html"
    place.parent.mkdir(exist_ok=True)

    def own(words):
        place.write_text(words)
        desk.git("add", "-A", "templates")
        desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qm", "a template")

    own('{% extends "ordertool/assessment_letter.html" %}\n{% block opening %}<p>Well done.</p>{% endblock %}\n')
    exporting("--letters", str(tmp_path / "a"))
    assert "<p>Well done.</p>" in (tmp_path / "a" / "2026Q4-li.na.html").read_text("utf-8")
    own("{{ one.name }}\n{% if %}\n")
    said = exporting("--letters", str(tmp_path / "b"), code=4)
    assert "templates/assessment_letter.html:2" in said.err


def test_the_templates_stand_on_the_books_commit(desk, made):
    assert report(made, Snapshot(desk_book(desk).git, desk.head)) == report(made, Bare())


def desk_book(desk):
    from ordertool.book.book import Book

    return Book.find(str(desk.root), desk.root)
