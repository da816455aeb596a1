"""The papers of an assessment as other programs see them: LibreOffice recalculates, Chromium draws, WeasyPrint prints."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from decimal import Decimal

import pytest
from assessed import graded, nobody, paper, rules
from openpyxl import load_workbook
from test_assessment_papers import Bare

from ordertool.errors import StoreError
from ordertool.language import text
from ordertool.reports import pdf as pdf_module
from ordertool.reports.assessment_workbook import assessment_workbook
from ordertool.reports.assessment_written import letter, report
from ordertool.reports.charts import Bar, Line, bars, lines

OFFICE = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
CHROMIUM = pytest.mark.skipif(not BROWSER, reason="Chromium is not installed")
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


def recalculated(packed, folder, change=lambda _book: None):
    """The workbook after LibreOffice has computed every formula anew: openpyxl writes them without results."""
    book = load_workbook(io.BytesIO(packed))
    change(book)
    source = folder / "in.xlsx"
    book.save(source)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
         "--outdir", folder / "out", source],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return load_workbook(folder / "out" / "in.xlsx", data_only=True)


@OFFICE
def test_libreoffice_recalculates_the_workbook_without_a_difference(tmp_path):
    packed = assessment_workbook(paper())
    written, formulas = load_workbook(io.BytesIO(packed), data_only=True), load_workbook(io.BytesIO(packed))
    again = recalculated(packed, tmp_path)
    count = 0
    for page in formulas:
        for row in page.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    count += 1
                    said, found = (book[page.title][cell.coordinate].value for book in (written, again))
                    same = found == pytest.approx(said, abs=1e-9) if isinstance(said, int | float) else found == said
                    assert same, (page.title, cell.coordinate, cell.value, said, found)
    assert count > 1000


@OFFICE
def test_a_changed_weight_changes_totals_as_the_rules_would(tmp_path):
    made, policy = paper(), rules()

    def change(book):
        page = book["Weights and method"]
        assert (page["A7"].value, page["D7"].value, page["E7"].value) == ("owner", 50, 20)
        page["D7"], page["E7"] = 10, 60

    page = recalculated(assessment_workbook(made), tmp_path, change)["Summary"]
    weights = {"follow_up": 10, "client_satisfaction": 60}
    changed = policy.model_copy(
        update={
            "indicators": {
                name: rule.model_copy(update={"weights": {**rule.weights, "owner": weights.get(name, rule.weights.get("owner", 0))}})
                for name, rule in policy.indicators.items()
            }
        }
    )  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assessed.rules", lambda: changed)
        expected = {
            one.name: graded(nobody(one.id, one.name, "person", one.department, one.roles), one.figures)
            for one in made.result.people
        }
    got = {
        row[1]: (row[9], row[10], row[11], row[12]) for row in page.iter_rows(min_row=5, max_row=16, values_only=True)
    }
    assert got == {
        name: (float(one.total), made.grade(one.grade), float(one.factor), float(one.bonus))
        for name, one in expected.items()
    }
    assert expected["李娜"].total != made.result.of("li.na").total


PROBE = """<script>
const wide = [...document.querySelectorAll("body, section, table, figure, .columns, .charts, .figures > div, .result > div, td, th")]
  .filter(one => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0).map(one => one.tagName + ":" + one.textContent.slice(0, 40));
const charts = [...document.querySelectorAll("svg")].map(one => one.getBoundingClientRect()).filter(one => one.width > 100 && one.height > 15);
const root = document.documentElement;
document.title = JSON.stringify({wide, charts: charts.length, all: document.querySelectorAll("svg").length, over: root.scrollWidth - root.clientWidth,
  high: document.body.scrollHeight, names: [...document.querySelectorAll("svg text")].filter(one => one.getBBox().width > 0).length});
</script></body>"""


def drawn(page, folder, width):
    """What a browser says of a page."""
    import html
    import json
    import re

    place = folder / "page.html"
    open_ = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)  # only so that it can be asked
    place.write_text(open_.replace("</body>", PROBE), "utf-8")
    said = subprocess.run(
        [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", f"--window-size={width},900", f"--user-data-dir={folder}/profile",
         "--dump-dom", place.as_uri()],
        check=True, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    return json.loads(html.unescape(re.search(r"<title>(.*?)</title>", said.stdout, re.DOTALL)[1]))


@CHROMIUM
def test_the_report_has_no_overflow_and_its_charts_are_seen(tmp_path):
    said = drawn(report(paper(), Bare()), tmp_path, 1400)
    assert said["wide"] == []
    assert said["over"] <= 0
    assert said["charts"] == said["all"] == 4
    assert said["names"] > 40


@CHROMIUM
def test_a_letter_fits_on_one_page(tmp_path):
    made, why = (
        paper(),
        text(
            "{said}", said="the form came two days after the inquiry, for the client's drawing was not asked for " * 9
        ),
    )
    last = made.result.people[-1]
    figures = tuple(
        one._replace(evidence=tuple(each._replace(why=why) for each in one.evidence)) for one in last.figures
    )
    words = letter(made, last._replace(figures=figures), Bare())
    assert drawn(words, tmp_path, 1200)["wide"] == []
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed")
    (tmp_path / "letter.html").write_text(words, "utf-8")
    subprocess.run(
        [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}/profile", "--no-pdf-header-footer",
         f"--print-to-pdf={tmp_path}/letter.pdf", (tmp_path / "letter.html").as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert len(pypdf.PdfReader(tmp_path / "letter.pdf").pages) == 1


def test_a_missing_total_is_a_gap_in_the_chart():
    one = Line("a <b>", [Decimal(80), None, Decimal(90)])
    drawing = lines("t", ["1", "2", "3"], [one])
    assert drawing.count("<circle") == 2
    assert "a &lt;b&gt;" in drawing
    assert lines("t", ["1"], [Line("a", [None])]) == ""
    assert "–" in bars("t", [Bar("n", None)])


# --- PDF


def weasyprint_there():
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError) as missing:  # it, or what it draws with
        pytest.skip(f"WeasyPrint does not run here: {missing}")


def test_the_report_as_pdf_is_the_same_each_time_and_has_pages(tmp_path):
    weasyprint_there()
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed")
    if not pdf_module.has_chinese_font():
        pytest.skip("no font with Chinese characters")
    page = report(paper(), Bare())
    packed = pdf_module.pdf(page)
    assert pdf_module.pdf(page) == packed
    pages = pypdf.PdfReader(io.BytesIO(packed)).pages
    words = "".join(one.extract_text() for one in pages)
    assert len(pages) >= 4
    assert "98.13" in words
    assert "何军" in words
    assert f"1 / {len(pages)}" in words


def test_pdf_without_weasyprint_or_a_chinese_font_is_refused_in_clear_words(monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(StoreError) as error:
        pdf_module.pdf("<p>x</p>")
    assert str(error.value.message) == "PDF needs WeasyPrint, which is not installed"
    assert "pip install 'ordertool[pdf]'" in str(error.value.hint)
    monkeypatch.undo()
    weasyprint_there()
    monkeypatch.setattr(pdf_module, "has_chinese_font", lambda: False)
    with pytest.raises(StoreError, match="no font with Chinese characters"):
        pdf_module.pdf("<p>考核</p>")


def test_a_pdf_fetches_nothing(tmp_path):
    weasyprint_there()
    secret = tmp_path / "secret.txt"
    secret.write_text("x")
    page = f'<link rel="attachment" href="{secret.as_uri()}"><img src="{secret.as_uri()}"><p>y</p>'
    assert b"secret" not in pdf_module.pdf(page)
