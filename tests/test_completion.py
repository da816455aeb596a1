"""What the shell completes: commands, options, orders that the move may start from, items, people, words.

`python -m ordertool.command_table` makes the tables of commands anew; do it when a command, a parameter or a translation
has changed.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import pexpect
import pytest

from ordertool import completion
from ordertool.command_list import commands
from ordertool.command_table import FOLDER, made
from ordertool.languages import LANGUAGES

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_commands_is_that_of_the_commands(language):
    there = (FOLDER / f"{language}.tsv").read_bytes()
    assert there == made(language), "make it anew: python -m ordertool.command_table"


@pytest.fixture
def offers(desk, monkeypatch, capfd):
    """What is offered for a command line, its last word unfinished: the words and what is said of them."""

    def asked(line, language="en", how="words"):
        monkeypatch.setenv("ORDERTOOL_BOOK", str(desk.root))
        monkeypatch.setenv("ORDERTOOL_LANG", language)
        assert completion.complete(["zsh", *line.split(" ")]) == 0
        told = capfd.readouterr()
        assert told.err == ""
        first, *lines = told.out.splitlines()
        assert first == how
        return dict(line.split("\t") if "\t" in line else (line, "") for line in lines)

    return asked


def test_commands_and_the_verbs_of_nouns(offers):
    assert set(offers("")) == set(commands())
    assert offers("conf") == {"confirm": "Confirm that you have taken over the order"}
    assert set(offers("client ")) == set(commands("client"))
    assert set(offers("--lang zh_CN --book . staff ")) == set(commands("staff"))
    assert offers("nothing ") == {}


def test_options_of_the_command_once_each_unless_they_repeat(offers):
    found = offers("plan 7K3FQ --every 3d --phase x --")
    assert {"--phase", "--node", "--json", "--dry-run", "--help"} <= set(found)
    assert "--every" not in found
    assert found["--node"] == 'A key node, "name;date"; repeat it.'
    assert offers("plan 7K3FQ --no") == {"--node": found["--node"]}
    assert "--phase" in offers("plan 7K3FQ ")  # all arguments are there


def test_orders_that_the_move_may_start_from(desk, offers):
    assigned, draft = desk.order("assigned"), desk.order("draft")
    assert offers("confirm ") == {assigned[-5:]: "杭州湾物流有限公司 · assigned"}
    assert offers("confirm ", "zh_CN") == {assigned[-5:]: "杭州湾物流有限公司 · 已分配"}
    assert set(offers("show ")) == {assigned[-5:], draft[-5:]}
    assert list(offers("show ")) == sorted((assigned[-5:], draft[-5:]), reverse=True)
    assert set(offers("show SO-2026")) == {assigned, draft}
    assert set(offers(f"show {draft[-5:].lower()}")) == {draft[-5:]}
    assert set(offers("show 杭州湾")) == {assigned[-5:], draft[-5:]}
    assert offers("show 上海") == {}
    desk.run("confirm", assigned, by="li.na")
    assert offers("confirm ") == {}  # right after the move
    assert offers("plan ") == {assigned[-5:]: "杭州湾物流有限公司 · confirmed"}


def test_orders_that_share_a_tail_are_offered_whole(desk, offers):
    order = desk.order()
    twin = f"SO-20260101-{order[-5:]}"
    path = desk.root / "orders" / "2026" / "01" / "01" / f"{twin}.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(next(desk.root.rglob(f"{order}.yaml")).read_text().replace(order, twin))
    desk.git("add", ".")
    desk.git("commit", "-qm", "by hand")
    assert set(offers("show ")) == {order, twin}


def test_items_of_the_order(desk, offers):
    order = desk.order("active")
    tail = order[-5:]
    for problem in ("crane not available", 'paint: "cracked"'):
        desk.run("escalate", order, "--problem", problem, by="li.na")
    desk.run("coordinate", order, "Q1", "--with", "production", "--decision", "hire: one", by="zhao.min")
    assert offers(f"resolve {tail} ") == {"Q1": "crane not available", "Q2": 'paint: "cracked"'}
    desk.run("resolve", order, "Q1", "--solution", "hired", by="zhao.min")
    assert offers(f"resolve {tail.lower()} ") == {"Q2": 'paint: "cracked"'}
    desk.run("complain", order, "--text", "two rails scratched", by="li.na")
    assert offers(f"settle {tail} K") == {"K1": "two rails scratched"}
    desk.run("assist", order, "--ask", "production", "--need", "two welders", by="li.na")
    assert offers(f"assist {tail} ") == {"A1": "two welders"}
    assert offers(f"progress {tail} --done ") == {"PH1": "Make", "PH2": "Install", "N1": "Drawings approved"}
    assert offers(f"deliver {tail} --quantity ") == {"L1=": "Pallet racking", "L2=": "Guard rail"}
    assert offers("resolve ZZZZZ ") == {}


def test_a_delivery_whose_slip_is_not_in(desk, offers):
    order = desk.order("delivered")
    assert offers(f"sign {order[-5:]} ") == {"D1": "宁波市海港路88号"}


def test_people_departments_and_clients(desk, offers):
    client = desk.client("unlimited")
    assert offers("assign 7K3FQ --to l") == {"li.na": "李娜", "lin.wei": "林卫"}
    assert offers("assign 7K3FQ --to 李") == {"li.na": "李娜"}
    assert {"sales", "sun.tao"} == set(offers("forward 7K3FQ --to s")) - {"service"}
    assert set(offers("assist 7K3FQ --ask p")) == {"production"}
    assert offers("draft 7K3FQ --client ") == {client[-5:]: "杭州湾物流有限公司"}
    assert offers("client credit ") == {client[-5:]: "杭州湾物流有限公司"}
    assert offers("inquire --client ") == {}  # a name
    assert offers("staff add ") == {}  # a new id
    assert set(offers("staff away he")) == {"he.jun"}
    assert set(offers("--as zh")) == {"zhao.min"}


def test_words_in_both_languages(offers):
    assert list(offers("list --stage "))[:3] == ["inquiry", "draft", "submitted"]
    assert offers("list --stage 已提") == {"已提交": "submitted"}
    assert list(offers("list --stage ", "zh_CN").items())[:2] == [("咨询", "inquiry"), ("草拟", "draft")]
    assert offers("list --stage dr", "zh_CN") == {"draft": "草拟"}
    assert offers("list --stage=dr") == {"--stage=draft": ""}
    assert set(offers("contact 7K3FQ --channel ")) == {"phone", "email", "online", "visit", "wechat", "other"}
    assert set(offers("draft 7K3FQ --payment ac")) == {"account:"}
    assert {"deliver_by=", "deliver_to="} <= set(offers("change 7K3FQ --set deliver"))
    assert set(offers("completion ")) == {"bash", "zsh", "fish"}


@pytest.mark.parametrize(("line", "how"), [
    ("submit 7K3FQ --original ", "files"), ("submit 7K3FQ --original=a", "files"), ("init ", "folders"), ("--book ", "folders"),
])  # fmt: skip
def test_files_are_left_to_the_shell(offers, line, how):
    assert offers(line, how=how) == {}


def test_outside_a_book_commands_and_words_are_still_completed(offers, tmp_path, monkeypatch, desk):
    desk.root = tmp_path / "nowhere"
    assert set(offers("sho")) == {"show"}
    assert offers("show ") == {}
    assert set(offers("list --stage dr")) == {"draft"}


def test_names_with_anything_in_them_break_nothing(desk, offers):
    for name in (
        "甲\"乙'丙 $(rm -rf) `x`",
        "a: b # c",
        "tab\there",
        "back\\slash",
        "- dash",
        "'quoted'",
        "长" * 200,
        "\u202e右左",
    ):
        desk.run(
            "inquire",
            "--client",
            name.replace("\t", " "),
            "--contact",
            "乙",
            "--matter",
            "丙",
            "--channel",
            "phone",
            by="chen.jie",
        )
    found = list(offers("show ").values())
    assert {
        "甲\"乙'丙 $(rm -rf) `x` · inquiry",
        "a: b # c · inquiry",
        "back\\slash · inquiry",
        "'quoted' · inquiry",
    } <= set(found)
    assert all(about.isprintable() for about in found)
    assert max(map(len, found)) <= 60


def test_records_laid_out_by_hand_are_offered(desk, offers):
    order = desk.order()
    path = next(desk.root.rglob(f"{order}.yaml"))
    text = (
        path.read_text()
        .replace("stage: inquiry", 'stage: "inquiry" # new')
        .replace("  client: 杭", "  client: '杭")
        .replace("公司\n", "公司'\n")
    )
    path.write_text(text)
    desk.git("commit", "-qam", "by hand")
    assert offers("reply ") == {order[-5:]: "杭州湾物流有限公司 · inquiry"}
    path.write_text("{}\n")
    desk.git("commit", "-qam", "by hand")
    assert offers("reply ") == {}


def test_a_fault_is_never_told_on_the_line_that_is_being_typed(desk, monkeypatch, capfd):
    monkeypatch.delenv("ORDERTOOL_DEBUG")
    for args in ([], ["bash"], ["zsh"], ["bash", "ordertool show ", "", "9", "many"]):
        completion.complete(args)
    monkeypatch.setattr(completion, "_table", lambda _language: 1 / 0)
    assert completion.complete(["zsh", ""]) == 0
    told = capfd.readouterr()
    assert told.err == ""
    assert told.out.endswith("words\n")


@pytest.mark.parametrize(("line", "current", "kind", "said"), [
    ("ordertool list --stage=dr", "dr", "9", ["draft"]),
    ("ordertool list --stage=", "", "37", ["inquiry", "draft", "submitted"]),
    ('ordertool list --stage "dr', "dr", "9", ["draft"]),
    (r"ordertool li\st --sta", "--sta", "9", ["--stage"]),
    ("ordertool draft x --payment account:", "", "9", [""]),
    ("ordertool de", "de", "9", ["deliver  (Record a delivery, whole or in part)", "decline  (Decline an order that was assigned to you)"]),
])  # fmt: skip
def test_bash_gets_what_stands_after_its_last_sign(offers, capfd, line, current, kind, said):
    assert completion.complete(["bash", line, current, kind, "100"]) == 0
    assert set(said) <= set(capfd.readouterr().out.splitlines()[1:])


def test_the_help_says_where_the_script_goes(desk):
    said = " ".join(desk.run("completion", "--help").out.split())
    assert "bash: into ~/.local/share/bash-completion/completions/ordertool" in said
    assert "zsh: into a file _ordertool in a folder of fpath, before compinit." in said
    assert "fish: into ~/.config/fish/completions/ordertool.fish." in said
    assert (
        desk.run("completion", "bsh", code=2).err
        == "Error: there is no completion for bsh\nHint: did you mean: bash, zsh\n"
    )


# Real shells

PROMPT = "READY> "
START = {
    "bash": (["--norc", "--noprofile", "-i"], f"PS1='{PROMPT}'; bind 'set enable-bracketed-paste off'; source <(ordertool completion bash)"),
    "zsh": (["-f", "-i"], f"PS1='{PROMPT}'; unsetopt zle_bracketed_paste; autoload -Uz compinit; compinit -u -D; source <(ordertool completion zsh)"),
    "fish": (["--no-config", "-i"], f"function fish_prompt; echo -n '{PROMPT}'; end; ordertool completion fish | source"),
}  # fmt: skip


@pytest.fixture(params=START)
def shell(request, desk, tmp_path):
    """A real shell in a terminal, in the book, with the completion that `ordertool completion` prints."""
    if shutil.which(request.param) is None:
        pytest.skip(f"{request.param} is not installed")
    desk.shelf = None  # the shell stands in this book's folder
    args, setup = START[request.param]
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    (bin_ / "ordertool").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m ordertool "$@"\n')
    (bin_ / "ordertool").chmod(0o755)
    env = os.environ | {
        "PATH": f"{bin_}:{os.environ['PATH']}", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "ORDERTOOL_LANG": "en", "TERM": "xterm",
        "PYTHONPATH": str(ROOT), "HOME": str(tmp_path),
    }  # fmt: skip
    child = pexpect.spawn(
        request.param, args, env=env, cwd=str(desk.root), encoding="utf-8", timeout=20, dimensions=(50, 120)
    )
    child.sendline(setup)
    child.sendline("echo set''up")
    child.expect_exact("setup\r\n")
    yield child
    child.close(force=True)


def completed(child, line):
    """What becomes of a line after Tab: the words it consists of, as the shell itself then reads them."""
    child.send(f"{line}\t")
    child.expect(pexpect.TIMEOUT, timeout=1.0)
    child.send("\x01echo '<'\x05'>'\r")
    child.expect(r"<[^\r\n']*>\r?\n")
    return child.after.strip()[1:-1].strip()


def test_a_real_shell_completes(desk, shell):
    order, client = desk.order("assigned"), desk.ask("client", "list")[0]["id"]
    tail = order[-5:]
    for line, expected in (
        ("ordertool conf", "ordertool confirm"),
        (f"ordertool confirm {tail[:2].lower()}", f"ordertool confirm {tail}"),
        ("ordertool confirm 杭州", f"ordertool confirm {tail}"),
        ("ordertool client cr", "ordertool client credit"),
        (f"ordertool client show {client[-5:-2]}", f"ordertool client show {client[-5:]}"),
        ("ordertool list --stage=subm", "ordertool list --stage=submitted"),
        ("ordertool list --stage 已提", "ordertool list --stage 已提交"),
        ("ordertool assign x --to zh", "ordertool assign x --to zhao.min"),
        ("ordertool draft x --set deliver_b", "ordertool draft x --set deliver_by="),
        ("ordertool draft x --payment acc", "ordertool draft x --payment account:"),
        ("ordertool submit x --original polic", "ordertool submit x --original policy.yaml"),
        ("ordertool doctor --rep", "ordertool doctor --repair"),
    ):
        assert completed(shell, line) == expected


def test_a_real_shell_shows_client_and_stage(desk, shell):
    orders = [desk.order("inquiry"), desk.order("inquiry")]
    shell.send("ordertool reply \t")
    shell.expect(pexpect.TIMEOUT, timeout=1.5)
    shell.send("\t")
    shell.expect(pexpect.TIMEOUT, timeout=1.5)
    screen = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shell.before)
    for order in orders:
        assert order[-5:] in screen
    assert "杭州湾物流有限公司 · inquiry" in screen
