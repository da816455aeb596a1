"""Every word a user sees, in English and Chinese; and no stored value is ever a translated word (L7)."""

from __future__ import annotations

import ast
import gettext
import io
import json
import os
import re
import subprocess
import sys
from itertools import count
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from conftest import NOW, Desk

from ordertool import language
from ordertool.book import paths
from ordertool.cli import main
from ordertool.command_list import NOUNS, commands
from ordertool.commands.as_typed import STAGE_WORDS
from ordertool.language import text, use_language
from ordertool.records.order import STAGES
from ordertool.reports.words import LIMITS
from ordertool.rules.permissions import RELATIONS, ROLE_NAMES
from ordertool.rules.workflow import TABLE

ROOT = Path(__file__).parents[1]
CODE = ROOT / "ordertool"
CATALOGUE = CODE / "locale" / "zh_CN" / "LC_MESSAGES" / "ordertool.po"
MARKS = {"_": None, "N_": None, "text": None, "Text": None, "fault": (2,)}
HAN = "\u4e00-\u9fff"
HALF_WIDTH = re.compile(rf"[{HAN}]\s*[,;:?!()]|[,;:?!()]\s*[{HAN}]|[{HAN}][\"'][{HAN}]")
AS_IT_IS = re.compile(
    r"(ordertool|cd|git|pip|Python|--\w+) [^.]*|export .*|ordertool [\w ]+|git .*|\{\w+\}( \{\w+\}| MiB)?"
)
"""Messages that are the same in every language: a command line, or nothing but a gap."""


def extracted():
    """Every message that `pybabel extract` finds in the code."""
    methods = [("**.py", "python"), ("templates/*.html", "jinja2"), ("templates/*.txt", "jinja2")]
    found = extract_from_dir(CODE, method_map=methods, keywords=MARKS)
    return {message for _file, _line, message, _comments, _context in found}


@pytest.fixture(scope="module")
def chinese():
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh_CN")


def gaps(message):
    return {name for _text, name, _spec, _conversion in Formatter().parse(message) if name is not None}


# The catalogue


def test_no_marked_message_hides_where_babel_cannot_see_it():
    """Babel does not look into f-strings, nor always into calls within calls; such a message would stay English."""
    seen = extracted()
    hidden = []
    for path in sorted(CODE.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            name = getattr(call.func, "id", None) or getattr(call.func, "attr", None)
            place = 1 if name == "fault" else 0
            if name in MARKS and len(call.args) > place:
                message = call.args[place]
                if isinstance(message, ast.Constant) and message.value not in seen:
                    hidden.append(
                        f"{path.relative_to(ROOT)}:{call.lineno}: give {message.value!r} a statement of its own"
                    )
    assert not hidden, "\n".join(hidden)


def test_every_message_is_translated_and_nothing_else_is(chinese):
    catalogue = {message.id: message.string for message in chinese if message.id}
    refresh = "see docs/translating.md"
    assert sorted(extracted() - catalogue.keys()) == [], refresh
    assert sorted(catalogue.keys() - extracted()) == [], refresh
    assert [message for message, translation in catalogue.items() if not translation.strip()] == []
    assert [message.id for message in chinese if message.id and message.fuzzy] == []
    assert not chinese.obsolete


def test_translations_fill_the_same_gaps_and_are_punctuated_as_chinese_is(chinese):
    for message in chinese:
        if message.id:
            assert gaps(message.string) == gaps(message.id), message.id
            assert not HALF_WIDTH.search(message.string), message.string
            if message.string == message.id:
                assert AS_IT_IS.fullmatch(message.id), f"still English: {message.id}"


def test_the_words_of_every_table_are_in_the_catalogue(chinese):
    words = [*STAGES, *ROLE_NAMES.values(), *RELATIONS.values(), *LIMITS.values()]
    words += [word for row in TABLE for word in (row.verb, row.help)]
    assert [word for word in words if word not in chinese] == []


def test_stages_are_typed_in_chinese_as_they_are_shown(chinese):
    assert [(chinese[stage].string, stage) for stage in STAGES] == list(STAGE_WORDS.items())


def test_the_catalogue_is_written_as_the_commands_in_the_docs_write_it():
    """Sorted, without places in the code and without dates of today, so that a change of it shows only words."""
    written = CATALOGUE.read_bytes()
    catalogue = read_po(io.BytesIO(written), locale="zh_CN")
    template = Catalog()
    for message in sorted(extracted()):
        template.add(message)
    catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
    again = io.BytesIO()
    write_po(again, catalogue, width=None, no_location=True, sort_output=True, ignore_obsolete=True)
    assert _without_version(again.getvalue()) == _without_version(written)


def _without_version(catalogue):
    return re.sub(rb'"Generated-By: .*\n', b"", catalogue)


def test_the_compiled_catalogue_is_that_of_the_source(chinese):
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = dict(gettext.GNUTranslations(file)._catalog)
    compiled.pop("")
    assert compiled == {message.id: message.string for message in chinese if message.id}, (
        "compile it: docs/translating.md"
    )


def test_without_a_catalogue_the_words_are_english(tmp_path, monkeypatch):
    monkeypatch.setattr(language, "_CATALOGUES", tmp_path)
    use_language("zh_CN")
    assert language.language() == "en"
    assert str(text("nothing would change")) == "nothing would change"
    (tmp_path / "zh_CN" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "zh_CN" / "LC_MESSAGES" / "ordertool.mo").write_bytes(b"no catalogue")
    use_language("zh_CN")
    assert language.language() == "en"


# Choosing the language


def ordertool(*args, **env):
    clean = {name: value for name, value in os.environ.items() if name not in ("LC_ALL", "LC_MESSAGES", "LANG")}
    env = clean | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"} | env
    done = subprocess.run(
        [sys.executable, "-m", "ordertool", *args], check=False, env=env, capture_output=True, encoding="utf-8"
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("args", "env", "chosen"),
    [
        ((), {}, "en"),
        ((), {"LANG": "C.UTF-8"}, "en"),
        ((), {"LANG": "zh_CN.UTF-8"}, "zh"),
        ((), {"LC_MESSAGES": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
        ((), {"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
        ((), {"LC_ALL": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ((), {"ORDERTOOL_LANG": "zh_CN", "LC_ALL": "en_US.UTF-8"}, "zh"),
        ((), {"ORDERTOOL_LANG": "zh-Hans"}, "zh"),
        ((), {"ORDERTOOL_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        ((), {"ORDERTOOL_LANG": "tlh", "LANG": "zh_CN.UTF-8"}, "en"),
        (("--lang", "zh_CN"), {}, "zh"),
        (("--lang=zh_CN",), {"ORDERTOOL_LANG": "en"}, "zh"),
        (("--lang", "en"), {"ORDERTOOL_LANG": "zh_CN"}, "en"),
        (("--lang", "zh"), {}, "zh"),
    ],
)
def test_the_language_is_asked_for_or_set_or_the_locales(args, env, chosen):
    code, said = ordertool("show", *args, **env)
    assert (code, said) == {
        "en": (2, "Error: ID is missing\nHint: see: ordertool show --help\n"),
        "zh": (2, "错误：缺少 ID\n提示：参见：ordertool show --help\n"),
    }[chosen]


# Help and mistakes on the command line

ALL_HELP = """
import contextlib, io, json, sys
from ordertool.language import use_language
use_language(sys.argv[1])
from ordertool.cli import main
told = {}
for command in json.load(sys.stdin):
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        code = main([*command.split(), "--help"])
    told[command] = code, out.getvalue()
print(json.dumps(told))
"""


def every_help(name):
    """The help of every command. Its words are made when a command is imported, so each language has a process."""
    names = ["", *commands(), *(f"{noun} {verb}" for noun in NOUNS for verb in commands(noun))]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    told = subprocess.run(
        [sys.executable, "-c", ALL_HELP, name],
        input=json.dumps(names),
        env=env,
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(told.stdout)


def test_every_command_has_help_in_english():
    for command, (code, said) in every_help("en").items():
        assert code == 0, said
        assert said.startswith("Usage: ordertool"), command
        assert not re.search(rf"[{HAN}]", said.split("Example:")[0].replace("浙江", "")), said


def test_every_command_has_help_in_chinese_without_a_line_of_english():
    for command, (code, said) in every_help("zh_CN").items():
        assert code == 0, said
        assert said.startswith("用法：ordertool"), command
        about, _example, example = said.partition("例如：\n")
        assert example or "命令：" in about or "接单：" in about, said
        lines = about.splitlines()
        assert re.search(f"[{HAN}]", lines[2]), said
        for line in lines[3:]:
            cells = re.split(r"\s{2,}", line.strip())
            if len(cells) > 1:
                assert re.search(f"[{HAN}]|^A、B", cells[-1]), f"{command}: {line}"
                assert not re.search(r"\b[a-z]+ [a-z]+ [a-z]+\b", cells[-1]), f"{command}: {line}"


MISTAKES = [
    (["inquirr"], "there is no command ordertool inquirr", "did you mean: inquire",
     "没有命令 ordertool inquirr", "是否想输入：inquire"),
    (["xyzzyx"], "there is no command ordertool xyzzyx", "ordertool --help lists them",
     "没有命令 ordertool xyzzyx", "ordertool --help 可列出全部命令"),
    (["client", "creditt"], "there is no command ordertool client creditt", "did you mean: credit",
     "没有命令 ordertool client creditt", "是否想输入：credit"),
    (["client"], "ordertool client needs a command after it", "see: ordertool client --help",
     "ordertool client 之后还需一个命令", "参见：ordertool client --help"),
    (["show"], "ID is missing", "see: ordertool show --help", "缺少 ID", "参见：ordertool show --help"),
    (["pay", "7K3FQ", "--on", "2026-11-23"], "--amount is missing", "see: ordertool pay --help",
     "缺少 --amount", "参见：ordertool pay --help"),
    (["show", "7K3FQ", "--jsonn"], "there is no option --jsonn", "did you mean: --json",
     "没有选项 --jsonn", "是否想输入：--json"),
    (["show", "7K3FQ", "--zzz"], "there is no option --zzz", "see: ordertool show --help",
     "没有选项 --zzz", "参见：ordertool show --help"),
    (["list", "--stage"], "an option lacks its value: --stage", "see: ordertool",
     "选项缺少值：--stage", "参见：ordertool"),
    (["list", "--overdue=yes"], "an option takes no value: --overdue", "see: ordertool",
     "选项不带值：--overdue", "参见：ordertool"),
    (["show", "7K3FQ", "8H4KR"], "more was given than the command takes: 8H4KR", "see: ordertool show --help",
     "多出了命令不接受的内容：8H4KR", "参见：ordertool show --help"),
]  # fmt: skip


@pytest.mark.parametrize(("args", "english", "hint", "chinese_", "chinese_hint"), MISTAKES)
def test_mistakes_on_the_command_line_are_told_in_both_languages(args, english, hint, chinese_, chinese_hint, capsys):
    for name, said in (
        ("en", f"Error: {english}\nHint: {hint}"),
        ("zh_CN", f"错误：{chinese_}\n提示：{chinese_hint}"),
    ):
        use_language(name)
        assert main(args) == 2
        told = capsys.readouterr()
        assert told.err.startswith(said), told.err
        assert told.out == ""


# Whole answers in Chinese


def refused(desk, *args, by, code=3):
    use_language("zh_CN")
    said = desk.run(*args, by=by, code=code)
    assert said.out == ""
    return said.err


def test_a_refusal_by_stage_in_chinese(desk):
    order = desk.order("inquiry")
    assert refused(desk, "assign", order, "--to", "li.na", by="zhao.min") == (
        f"错误：不能分配 {order}：当前状态为咨询，此操作只适用于：已提交（制度二.3a）\n"
        f"提示：查看可做的操作：ordertool explain {order[-5:]}\n"
    )


def test_a_refusal_by_role_in_chinese(desk):
    order = desk.order("submitted")
    assert refused(desk, "assign", order, "--to", "li.na", by="chen.jie") == (
        f"错误：不能分配 {order}：chen.jie（接待人员）没有此权限（制度二.3a）\n提示：有权操作者：订单处理人员\n"
    )


def test_a_refusal_by_a_condition_in_chinese(desk):
    order = desk.order("draft")
    assert refused(desk, "submit", order, "--original", "纸质，12 号文件夹", by="chen.jie") == (
        f"错误：不能提交 {order}：申请表尚未通过初审（制度二.2c）\n提示：ordertool review {order[-5:]}\n"
    )


def test_a_refusal_with_the_line_of_the_policy_in_chinese(desk):
    order = desk.order("active")
    delivery = ["--quantity", "L1=120", "--place", "宁波", "--delivered-by", "吴师傅", "--received-by", "周敏"]
    assert refused(desk, "deliver", order, *delivery, by="li.na") == (
        f"错误：不能交付 {order}：尚未准备好：包装、单证、运输"
        "（制度二.5a；policy.yaml：delivery.checklists）\n"
        f'提示：ordertool prepare {order[-5:]} --done packaging --done documents --done transport --told "…;phone;…" --when …\n'
    )


def test_bad_values_in_chinese(desk):
    assert refused(desk, "staff", "away", "li.na", "--from", "12-01", "--to", "2026-12-05", by="li.na", code=4) == (
        "错误：--from：必须是日期，如 2026-11-23\n提示：请更正后重试\n"
    )
    assert refused(desk, "list", "--limit", "十", by="li.na", code=4) == (
        "错误：--limit：“十”不是整数\n提示：请写数字\n"
    )


def test_an_order_on_the_screen_in_chinese(desk):
    order = desk.order("assigned")
    use_language("zh_CN")
    card = desk.run("show", order).out
    assert f"{order}  已分配  杭州湾物流有限公司\n" in card
    assert "  下一步      确认接收，责任人：li.na（本单业务负责人），到期：2026-11-23 14:00\n" in card
    assert "  11-23 09:00  分配 AS1  zhao.min  → 已分配\n" in card
    assert desk.run("confirm", order, "--dry-run", by="li.na").out.splitlines() == [
        f"{order}  确认接收：已分配 → 已确认（试运行，未写入）",
        "下一步：制定跟进计划（plan），责任人：li.na（本单业务负责人），到期：2026-11-24 09:00",
    ]


# What is stored


def told_in(name, root, founded, monkeypatch):
    """A book with an order from the inquiry to the archive, made in a language: its files and its commit messages."""
    subprocess.run(["cp", "-a", founded, root], check=True)
    numbers = count()
    monkeypatch.setattr(paths, "_tail", lambda: f"{next(numbers):05}")
    use_language(name)
    desk = Desk(root, NOW)
    order = desk.order("archived")
    messages = re.sub("Op-Id: .*", "", desk.git("log", "--format=%an %ae %ad%n%B"))
    return order, desk.state()[2], messages


def test_L7_stored_values_are_never_translated_words(founded, tmp_path, monkeypatch):
    """The same day's work, done in English and in Chinese, leaves the same bytes."""
    (tmp_path / "en").mkdir()
    (tmp_path / "zh").mkdir()
    english = told_in("en", tmp_path / "en" / "book", founded, monkeypatch)
    in_chinese = told_in("zh_CN", tmp_path / "zh" / "book", founded, monkeypatch)
    assert in_chinese == english


def test_words_typed_in_chinese_are_stored_as_ever(desk):
    use_language("zh_CN")
    order = desk.ask(
        "inquire", "--client", "甲", "--contact", "乙", "--matter", "丙", "--channel", "电话", by="chen.jie"
    )
    assert order["inquiry"]["channel"] == "phone"
    assert (order["stage"], order["log"][0]["move"], order["log"][0]["to"]) == ("inquiry", "inquire", "inquiry")
