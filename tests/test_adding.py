"""What docs/adding.md promises: a move without input, or with only a reason, is one row; and all its code works."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from ordertool.language import Clause
from ordertool.records.base import Reason
from ordertool.rules import workflow
from ordertool.rules.move import Move

ROOT = Path(__file__).parents[1]


@pytest.fixture
def shelve(monkeypatch):
    """The row of a move that is not in the table."""
    row = Move(
        "order", "shelve", frozenset({"inquiry", "draft"}), "lost", ("receptionist",), Clause("P2.1b"),
        "Record that the client went elsewhere", at="note", takes=Reason, example='ordertool shelve 9D2MX --reason "…"',
    )  # fmt: skip
    monkeypatch.setitem(workflow._ROWS, ("order", "shelve"), row)
    return row


def test_a_row_that_takes_a_reason_has_its_command_its_help_and_its_refusals(desk, shelve):
    order = desk.order()
    said = desk.run("shelve", "--help").out
    assert shelve.help in said
    assert "--reason TEXT  Why. [required]" in said
    assert shelve.example in said
    assert desk.run("shelve", order, by="chen.jie", code=2).err.startswith("Error: --reason is missing\n")
    before = desk.state()
    said = desk.run("shelve", order, "--reason", "bought elsewhere", by="li.na", code=3)
    assert said.err.startswith(f"Error: cannot shelve {order}: li.na (owner) may not do that (P2.1b)\n")
    assert desk.state() == before
    told = desk.ask("shelve", order, "--reason", "bought elsewhere", by="chen.jie")
    assert told["stage"] == "lost"
    assert (told["log"][-1]["move"], told["log"][-1]["note"]) == ("shelve", "bought elsewhere")
    assert desk.git("log", "-1", "--format=%s").strip() == f"shelve {order}: inquiry → lost"


def test_what_is_no_row_is_no_command(desk):
    assert desk.run("shelve", "7K3FQ", code=2).err.startswith("Error: there is no command ordertool shelve\n")


# The page itself, followed word for word in a copy of the code


def _insert(code, path, before, words):
    place = code / "ordertool" / path
    text = place.read_text("utf-8")
    assert before in text, f"docs/adding.md: {path} has no {before!r} any more"
    place.write_text(text.replace(before, f"{words}{before}", 1), "utf-8")


def _blocks(page):
    """The page's pieces of code, in order, moved to the left margin."""
    blocks, block = [], []
    for line in [*page.splitlines(), "x"]:
        if line.startswith("    ") or (block and not line):
            block.append(line)
        elif block:
            blocks.append(textwrap.dedent("\n".join(block)).strip("\n") + "\n")
            block = []
    return blocks


@pytest.fixture(scope="module")
def followed(tmp_path_factory):
    """A copy of the package with everything in it that docs/adding.md says to write."""
    code = tmp_path_factory.mktemp("adding")
    shutil.copytree(ROOT / "ordertool", code / "ordertool", ignore=shutil.ignore_patterns("__pycache__"))
    page = (ROOT / "docs" / "adding.md").read_text("utf-8")
    shelve, models, quote, condition, command, promised, query, report, usual, indicator = _blocks(page)
    _insert(code, "records/intake.py", "class OrderLine(Record)", models + "\n\n")
    _insert(code, "records/intake.py", "Money, Quantity\n", "PositiveMoney, ")
    section, letter = re.search(r"section `(quotes: .*?)`", page)[1], re.search(r"`(\"quotes\": .*?)`", page)[1]
    _insert(code, "records/order.py", "    form: Form | None", f"    {section}\n")
    _insert(code, "records/order.py", '    "review": ("V"', f"    {letter},\n")
    _insert(code, "records/order.py", "    Reply,\n", "    Quote,\n")
    for row in (shelve, quote):
        _insert(code, "rules/table/intake.py", '    order(\n        N_("draft")', textwrap.indent(row, "    "))
    _insert(code, "rules/table/intake.py", "ReplyInput, ReviewInput\n", "QuoteInput, ")
    _insert(code, "rules/conditions/intake.py", "def client_known(", condition + "\n\n")
    commands = code / "ordertool" / "commands"
    imports = (
        "from ordertool.commands.frame import Answer, OrderId, Request, command\nfrom ordertool.language import N_, _\n"
    )
    imports = f"from typing import Annotated\n\nfrom typer import Argument, Option\n\n{imports}"
    more = "from ordertool.records.faults import validated\nfrom ordertool.records.intake import QuoteInput\n"
    (commands / "quote.py").write_text(f"{imports}{more}\n\n{command}", "utf-8")
    more = "from ordertool.reports.queries import order_rows\nfrom ordertool.reports.screen import columns\n"
    (commands / "promised.py").write_text(f"{imports}{more}\n\n{promised}", "utf-8")
    _insert(
        code,
        "command_list.py",
        '    "list": N_("List orders"),\n',
        '    "promised": N_("Orders promised for a day"),\n',
    )
    (code / "ordertool" / "reports" / "unpaid.py").write_text(f"{UNPAID_NEEDS}\n\n{query}", "utf-8")
    _insert(code, "commands/report.py", "_REPORTS: dict", report + "\n\n")
    _insert(code, "commands/report.py", '}\n\n\n@command(\n    help=N_("List the reports', '    "unpaid": unpaid,\n')
    imported = "from ordertool.reports.unpaid import unpaid as unpaid_report\n"
    _insert(code, "commands/report.py", "from ordertool.rules.bulletins", imported)
    _insert(code, "commands/report_table.py", "}\n\n\ndef usual(", textwrap.indent(usual, "    "))
    imported = "from ordertool.reports.unpaid import unpaid\n"
    _insert(code, "commands/report_table.py", "from ordertool.rules.bulletins", imported)
    place = code / "ordertool" / "assess" / "indicators" / "contact_gaps.py"
    place.write_text(f"{INDICATOR_NEEDS}\n{indicator}", "utf-8")
    line = '"unpaid": N_("Closed orders that are not paid"), '
    _insert(code, "command_list.py", '"list": N_("List the reports', line)
    return code


UNPAID_NEEDS = """\
from collections.abc import Iterable
from datetime import datetime

from ordertool.language import _
from ordertool.reports.queries import OrderRow
from ordertool.reports.report import Count, Report, Section, Whose, order_columns
from ordertool.reports.sheets import Column
from ordertool.rules.move import Context
"""


INDICATOR_NEEDS = """\
from collections.abc import Iterator

from ordertool.assess.period import Period
from ordertool.assess.timed import Case, timed
from ordertool.records.base import Logged
from ordertool.records.order import Order
from ordertool.rules.move import Context
"""


def _run(code, desk, *args, by):
    env = {**os.environ, "PYTHONPATH": str(code), "ORDERTOOL_BOOK": str(desk.root), "ORDERTOOL_ACTOR": by}
    env |= {"ORDERTOOL_NOW": desk.now, "ORDERTOOL_LANG": "en"}
    done = subprocess.run(
        [sys.executable, "-m", "ordertool", *args], env=env, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


def test_the_page_followed_word_for_word_gives_a_move_with_input(followed, desk):
    order = desk.order("inquiry")
    given = ("--amount", "241200.00", "--valid-until")
    code, out, err = _run(followed, desk, "quote", order, *given, "2026-12-31", by="chen.jie")
    assert (code, err) == (0, "")
    assert out.startswith(f"{order}  quote B1  [")
    assert "  valid_until: 2026-12-31\n" in desk.git("log", "-1", "--format=%B")
    assert "241200" not in desk.git("log", "-1", "--format=%B")
    code, _out, err = _run(followed, desk, "quote", order, *given, "2026-11-20", by="chen.jie")
    assert (code, err) == (
        3, f"Error: cannot quote {order}: the quotation ends on 2026-11-20 (P2.1b)\nHint: give a later --valid-until\n",
    )  # fmt: skip
    code, _out, err = _run(followed, desk, "quote", order, *given, "2026-12-31", by="qian.yu")
    assert code == 3
    assert "qian.yu (finance) may not do that" in err
    assert "quote" in _run(followed, desk, "explain", order, by="chen.jie")[1]


def test_the_page_followed_word_for_word_gives_a_move_of_one_row_and_a_command_that_reads(followed, desk):
    order = desk.order("draft")
    desk.order("submitted", desk.ask("client", "list")[0]["id"] if desk.ask("client", "list") else None)
    code, out, _err = _run(followed, desk, "promised", "2026-12-18", by="li.na")
    assert code == 0
    assert len(out.splitlines()) == 3
    assert _run(followed, desk, "promised", "2026-12-19", "--json", by="li.na")[1].strip() == "[]"
    code, out, _err = _run(followed, desk, "shelve", order, "--reason", "until spring", by="chen.jie")
    assert code == 0
    assert out.startswith(f"{order}  shelve: draft → lost  [")


def test_the_page_followed_word_for_word_gives_an_indicator(followed, desk):
    order = desk.order("active")
    desk.now = "2026-11-24T09:00"
    desk.run("contact", order, "--channel", "phone", "--text", "all well", by="li.na")
    policy, was = desk.root / "policy.yaml", "      weights: {receptionist: 15, processor: 20, owner: 20,"
    text = policy.read_text("utf-8")
    assert was in text
    gaps = "    contact_gaps:\n      name: {en: Gaps, zh: 联系间隔}\n      minimum: 1\n      weights: {owner: 20}\n"
    text = text.replace(was, was.replace("owner: 20", "owner: 0"))
    policy.write_text(text.replace("  # 录入错误按几项计", f"{gaps}  # 录入错误按几项计"), "utf-8")
    desk.git("commit", "-qam", "another indicator")
    desk.now = "2027-01-05T09:00"
    code, out, err = _run(followed, desk, "assess", "explain", "2026Q4", "li.na", "contact_gaps", by="li.na")
    assert (code, err) == (0, "")
    assert out.splitlines()[:2] == ["李娜 (li.na)  Gaps", "1 of 1, 1 cases: 100.00"]


def test_the_page_followed_word_for_word_gives_a_report_in_all_forms(followed, desk, tmp_path):
    order = desk.order("closed")
    code, out, err = _run(followed, desk, "report", "unpaid", by="qian.yu")
    assert (code, err) == (0, "")
    assert out.startswith("Unpaid orders  2026-11-23 09:00\nUnpaid: 1\n\nUnpaid: 1\n")
    assert f"{order}  杭州湾物流有限公司  241,200.00  East hall racking\n" in out
    for form in ("html", "xlsx", "md"):
        place = tmp_path / f"unpaid.{form}"
        assert _run(followed, desk, "report", "unpaid", "--out", str(place), by="qian.yu") == (0, f"{place}\n", "")
    assert "241,200.00" in (tmp_path / "unpaid.html").read_text("utf-8")
    names = _run(followed, desk, "report", "list", "--names", by="qian.yu")[1]
    assert "unpaid        Closed orders that are not paid\n" in names
    assert "unpaid        Unpaid: 1\n" in _run(followed, desk, "report", "list", by="qian.yu")[1]
    commits = desk.git("rev-parse", "HEAD~1", "HEAD").split()
    code, out, err = _run(followed, desk, "report", "diff", *commits, "--of", "unpaid", by="qian.yu")
    assert (code, err) == (0, "")
    assert order in out
