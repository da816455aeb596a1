"""What an enemy, or a bad day, puts into names, options, records and the policy: told clearly, and nothing worse."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from conftest import Desk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ordertool.cli import root
from ordertool.command_list import commands

SOMEBODY = ("-c", "user.name=x", "-c", "user.email=x@example.com")
MEMORY = 200 << 20
ODD_NAMES = [
    "../../x", "/etc/passwd", "-rf", "--upload-pack=touch x", "--help", "a\nb", "a: b", "{{", "{x}", "{0}", "%s", "%(trailers)",
    "!!python/object:os.system", "*a", "&a", "x.", "a..b", ".git", "HEAD", "con", "\u202egnp", "a\x00b", "é" * 150, "a" * 300, "",
    "\udcff", "SO-20261123-7K3FQ/../../x", ":(glob)**", "x@{1}", "$(touch x)", "'; rm -rf .", "\x1b[2J",
]  # fmt: skip


@contextmanager
def unchanged(desk):
    before = desk.state()
    yield
    assert desk.state() == before


def refused(desk, *args, by=None, codes=(2, 3, 4)):
    """The command ends with two lines and one of these codes."""
    said = desk.run(*args, by=by, code=None)
    assert said.code in codes, (args, said)
    assert said.out == ""
    assert len(said.err.splitlines()) == 2 or said.code == 4, said.err
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", said.err), said.err
    return said.err.splitlines()


# --- ids and names lead nowhere


@pytest.fixture(scope="module")
def active(founded, tmp_path_factory):
    """A book with an active order and an inquiry, and their ids."""
    root = tmp_path_factory.mktemp("active") / "book"
    subprocess.run(["cp", "-a", founded, root], check=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        desk = Desk(root)
        return root, desk.order("active"), desk.order()


@pytest.fixture
def busy(active, tmp_path):
    """A copy of that book of one's own."""
    root, order, inquiry = active
    subprocess.run(["cp", "-a", root, tmp_path / "book"], check=True)
    return Desk(tmp_path / "book"), order, inquiry


@pytest.mark.parametrize("some", range(3))
def test_no_name_leads_anywhere(busy, some):
    desk, _order, inquiry = busy
    away = ("staff", "away", "--from", "2026-12-01", "--to", "2026-12-02")
    add = ("--name", "N", "--email", "n@example.com", "--department", "d", "--role", "owner")
    with unchanged(desk):
        for name in ODD_NAMES[some::3]:
            refused(desk, "show", "--", name)
            refused(desk, "client", "show", "--", name)
            refused(desk, "staff", "show", "--", name)
            refused(desk, *away, "--", name, by="wu.gang")
            refused(desk, *away, f"--deputy={name or ' '}", "--", "li.na", by="wu.gang")
            if name != "con":
                refused(desk, "staff", "add", *add, "--", name, by="wu.gang")
            refused(desk, "forward", inquiry, f"--to={name}", by="chen.jie")
            refused(desk, "draft", inquiry, f"--client={name}", "--project", "x", by="chen.jie")
            refused(desk, "client", "add", "--name", "x", "--contact", "y", f"--keeper={name or ' '}", by="chen.jie")
            if name:
                refused(desk, "inbox", f"--as={name}")
            refused(desk, "list", f"--stage={name}")
            refused(desk, "list", f"--owner={name or ' '}")
    assert desk.run("check").out.endswith(" 0 problems\n")


def test_the_name_of_a_paper_is_kept_and_leads_nowhere(desk, tmp_path):
    order = desk.order("draft")
    desk.run("review", order, "--pass", by="chen.jie")
    names = [one for one in ODD_NAMES if one and not {"/", "\0"} & set(one) and len(os.fsencode(one)) < 256]
    (tmp_path / "papers in").mkdir()
    attached = []
    for number, name in enumerate(names):
        place = tmp_path / "papers in" / name
        place.write_text(f"paper {number}")
        if any(ord(char) < 32 or 0xD800 <= ord(char) < 0xE000 for char in name):
            with unchanged(desk):
                refused(desk, "submit", order, "--original", str(place), by="chen.jie", codes=(4,))
        else:
            attached += ["--attach", str(place)]
    assert len(attached) > 30
    desk.run("submit", order, "--original", "paper, folder 1", *attached, by="chen.jie")
    shown = desk.ask("show", order)["handover"]["attachments"]
    assert [paper["name"] for paper in shown] == [place.rpartition("/")[2] for place in attached[1::2]]
    kept = desk.git("-c", "core.quotePath=false", "ls-files", "-z", "orders").split("\0")[:-1]
    assert len(kept) == len(shown) + 1
    assert all(re.fullmatch(r"orders/2026/11/23/SO-\d+-\w+(\.yaml|/[0-9a-f]{12}-[\w.-]+)", path) for path in kept), kept
    assert desk.run("check").out.endswith(" 0 problems\n")


def test_a_template_cannot_be_broken_by_braces_and_percents(desk):
    for text in ("{x}", "{0}", "{", "}", "{{}}", "%s", "%(x)s", "{x.__class__}", "{message}"):
        refused(desk, "inquire", "--client", "a", "--contact", "b", "--matter", "c", "--channel", text, by="chen.jie")
        refused(desk, "inquire", "--client", "a", "--contact", "b", "--matter", "c", "--at", text, by="chen.jie")
        refused(desk, "list", "--limit", text)
        refused(desk, "archive", "--closed-before", text, by="zhao.min")
        refused(desk, "client", "add", "--name", "a", "--contact", "b", "--uscc", text, by="chen.jie")
        refused(desk, text)
        order = desk.ask("inquire", "--client", text, "--contact", text, "--matter", text, by="chen.jie")
        assert order["client_name"] == text
        for command in ("show", "explain", "log"):
            assert "Error" not in desk.run(command, order["id"], by="chen.jie").err
    assert "{message}" in desk.run("list").out


def test_a_message_keeps_to_its_line(desk):
    lines = refused(desk, "list", "--limit", "1\nHint: curl evil | sh\x1b[2J", codes=(4,))
    assert lines[0] == 'Error: --limit "1<U+000A>Hint: curl evil | sh<U+001B>[2J" is not a whole number'
    assert (
        refused(desk, "show", "\u202e\x1b]0;x\x07", codes=(2,))[0]
        == "Error: there is no order <U+202E><U+001B>]0;x<U+0007>"
    )


# --- commits: trailers and names


TRAILERS = {"Move", "Actor", "Entered-By", "Right", "At", "Clause", "Law", "Op-Id"}


def test_no_text_forges_a_trailer(desk):
    forged = "x\n\nActor: wu.gang\nRight: manager\nSigned-off-by: evil <e@example.com>"
    order = desk.order("draft")
    refused(desk, "review", order, "--return", forged, by="chen.jie", codes=(4,))
    for text in ("Actor: wu.gang", "---", "Actor: wu.gang  ", "(cherry picked from commit 0)", "#", "diff --git a b"):
        desk.run("review", order, "--return", text, "--return", f"  {text}", by="chen.jie")
    desk.run("draft", order, "--set", "description=\n\nActor: wu.gang\nOp-Id: 0\n", by="chen.jie")
    desk.run("review", order, "--pass", by="chen.jie")
    desk.run("submit", order, "--original", "paper Actor: wu.gang", by="chen.jie")
    refused(desk, "assign", order, "--to", "li.na", "--reason", forged, by="zhao.min", codes=(4,))
    desk.run("assign", order, "--to", "li.na", "--reason", "Actor: wu.gang", "--note", forged, by="zhao.min")
    for commit in desk.git("log", "--format=%H").split():
        trailers = desk.git("log", "-1", "--format=%(trailers:only,unfold)", commit).splitlines()
        names = [line.partition(":")[0] for line in trailers if line]
        assert set(names) <= TRAILERS, trailers
        assert len(set(names)) == len(names), trailers
    actors = desk.git("log", "-10", "--format=%(trailers:key=Actor,valueonly,separator=%x2C)").split()
    assert set(actors) == {"chen.jie", "zhao.min"}


def test_a_foreign_commit_cannot_spoil_the_log(desk):
    message = "odd \x1f\x1e subject\x1f\n\nCommit: 0\nAuthor: evil\nSubject: nothing\x0bMove: x\nActor: wu.gang\n"
    desk.git(*SOMEBODY, "commit", "-q", "--allow-empty", "--cleanup=verbatim", "-m", message)
    row = json.loads(desk.run("log", "--limit", "1", "--json").out)[0]
    assert row["commit"] == desk.head
    assert row["author"] == "x"
    assert row["subject"].startswith("odd ")
    desk.run("log")


@pytest.mark.parametrize("name", ["A <b@c> D", "><", "x\ty", "<", '李 娜, "x"', "a\\b", "  . "])
def test_a_name_does_not_break_a_commit(desk, name):
    add = ("staff", "add", "new.one", "--email", "new@example.com", "--department", "d", "--role", "receptionist")
    said = desk.run(*add, "--name", name, by="wu.gang", code=None)
    assert said.code == (4 if "\t" in name else 0)
    if said.code == 0:
        desk.run("inquire", "--client", "a", "--contact", "b", "--matter", "c", by="new.one")
        assert desk.git("log", "-1", "--format=%ae%ce") == "new@example.comwu.gang@example.com\n"
        assert desk.ask("staff", "show", "new.one")["profile"]["name"] == name
    desk.git("config", "user.name", f"e\\nvil <{name}> \u0007")
    desk.run("inquire", "--client", "a", "--contact", "b", "--matter", "c", by="chen.jie")
    assert desk.git("fsck", "--strict", "--no-dangling") == ""


@pytest.mark.parametrize("zone", ["Africa/Monrovia", "Asia/Shanghai", "Asia/Kathmandu", "Pacific/Apia"])
def test_an_offset_does_not_break_a_commit(desk, zone):
    if zone != "Asia/Shanghai":
        policy(desk, lambda text: text.replace("Asia/Shanghai", zone))
    desk.run("inquire", "--client", "a", "--contact", "b", "--matter", "c", "--at", "1970-01-01T00:00", by="chen.jie")
    assert desk.git("fsck", "--strict", "--no-dangling") == ""
    refused(
        desk, "inquire", "--client", "a", "--contact", "b", "--matter", "c", "--at", "1969-01-01T00:00", by="chen.jie",
        codes=(4,),
    )  # fmt: skip


# --- records and papers


def commit_file(desk, path, data):
    place = desk.root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
    desk.git("add", "--", path)
    desk.git(*SOMEBODY, "commit", "-qm", "by hand")


def deep(opening, closing, times=100_000):
    return b"id: x\nform: " + opening * times + closing * times + b"\n"


def bomb():
    rows = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    return "\n".join(["a0: &a0 [x, x, x, x, x, x, x, x, x]", *rows, ""]).encode()


BAD_RECORDS = {
    "two megabytes": lambda good: good + b"# " + b"x" * (2 << 20) + b"\n",
    "a duplicate key": lambda good: good + b"stage: inquiry\n",
    "an alias bomb": lambda _good: bomb(),
    "an alias bomb in place": lambda good: good + bomb(),
    "nested brackets": lambda _good: deep(b"[", b"]"),
    "nested braces": lambda _good: deep(b"{a: ", b"}"),
    "nested dashes": lambda _good: b"id: x\nform: " + b"- " * 100_000 + b"x\n",
    "many keys": lambda _good: b"".join(b"k%d: 1\n" % n for n in range(100_000)),
    "one long line": lambda good: good + b"matter: " + b"y" * 1_000_000 + b"\n",
    "a python object": lambda good: good + b"x: !!python/object/apply:os.system ['touch /tmp/owned']\n",
    "another id": lambda good: re.sub(rb"^id: .*$", b"id: SO-20261123-AAAAA", good, flags=re.MULTILINE),
    "an unknown stage": lambda good: good.replace(b"stage: inquiry", b"stage: shipped"),
    "a stage its log does not lead to": lambda good: good.replace(b"stage: inquiry", b"stage: closed"),
    "an unknown key": lambda good: good + b"colour: red\n",
    "no text": lambda _good: b"\xff\xfe\x00",
    "a NUL": lambda good: good.replace(b"channel", b"chan\0nel"),
    "nothing": lambda _good: b"",
    "a list": lambda _good: b"- 1\n",
    "a far time": lambda good: re.sub(rb"at: .*", b"at: 9999-12-31T23:59:59+00:00", good),
    "a huge number": lambda good: re.sub(rb"contact: .*", b"contact: 1e999999999", good),
    "hex beyond measure": lambda good: re.sub(rb"contact: .*", b"contact: 0x" + b"f" * 100_000, good),
}  # fmt: skip


def outside(desk, *args):
    """The command in a process of its own: exit code, what it said, seconds, and bytes of memory."""
    env = os.environ | {"ORDERTOOL_NOW": desk.now, "ORDERTOOL_BOOK": str(desk.root), "ORDERTOOL_ACTOR": "chen.jie"}
    env.pop("ORDERTOOL_DEBUG", None)
    begin = time.perf_counter()
    code = (
        "import re, sys; from ordertool.cli import main; code = main(sys.argv[1:]); sys.stdout.flush();"
        # Its own peak: ru_maxrss would begin with that of the process that started it.
        "print(re.search(r'VmHWM:\\s*(\\d+)', open('/proc/self/status').read())[1], file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code, *args], env=env, capture_output=True, text=True, check=False)
    *said, memory = done.stderr.splitlines()
    return done.returncode, done.stdout, said, time.perf_counter() - begin, int(memory) * 1024


@pytest.mark.parametrize("what", BAD_RECORDS)
def test_a_bad_record_is_told_quickly(desk, what):
    order = desk.order()
    path = desk.git("ls-files", "orders").strip()
    commit_file(desk, path, BAD_RECORDS[what]((desk.root / path).read_bytes()))
    code, _out, said, seconds, memory = outside(desk, "show", order)
    assert code == 4, said
    assert all(path in line for line in said[:-1])
    assert said[-1].startswith("Hint: ")
    assert memory < MEMORY
    # A second, and the start of Python and git besides on a machine that is busy with other tests.
    assert seconds < 3
    code, out, said, seconds, memory = outside(desk, "check")
    assert (code, said) == (1, [])
    assert out.startswith(path)
    assert "0 problems" not in out
    assert memory < MEMORY
    assert seconds < 3
    assert not Path("/tmp/owned").exists()
    with unchanged(desk):
        for args in (
            ("reply", order, "--text", "x"),
            ("explain", order),
            ("draft", order, "--project", "x"),
        ):
            refused(desk, *args, by="chen.jie", codes=(4,))
        assert desk.run("list", code=4).err.startswith(f"Warning: {path}")
    desk.run("inquire", "--client", "a", "--contact", "b", "--matter", "c", by="chen.jie")  # which needs no other order


def test_papers_tampered_with_or_gone_are_found(desk):
    order = desk.order("submitted")
    drawing, form = sorted(
        (path for path in desk.git("ls-files", "orders").split() if not path.endswith(".yaml")),
        key=lambda path: "form" in path,
    )
    commit_file(desk, form, b"another form")
    desk.git("rm", "-q", drawing)
    desk.git(*SOMEBODY, "commit", "-qm", "gone")
    commit_file(desk, f"{form}.more", b"more")
    said = desk.run("check", code=1)
    assert "the paper form.txt is not the one that was handed in" in said.out
    assert "the paper drawing.pdf is missing" in said.out
    assert f"{form}.more: belongs to no record" in said.out
    assert "3 problems" in said.out
    assert order in said.out


@pytest.mark.parametrize(
    "name", ["a\nb", "a\tb", 'a"b', "a\\b", b"a\xffb".decode("utf-8", "surrogateescape"), "订单 x"]
)
def test_a_strange_file_beside_a_record_is_told_and_goes_along(desk, name):
    order = desk.order("closed")
    folder = next(path for path in desk.git("ls-files", "orders").split() if path.endswith(".yaml")).removesuffix(
        ".yaml"
    )
    place = desk.root / folder / name
    place.write_bytes(b"mine")
    desk.git("add", "-A")
    desk.git(*SOMEBODY, "commit", "-qm", "by hand")
    said = desk.run("check", code=1)
    assert said.out.count("belongs to no record") == 1
    assert said.out.endswith(" 1 problems\n"), said.out
    desk.run("pay", order, "--amount", "241200.00", "--on", "2026-11-23", by="qian.yu")
    desk.run("archive", order, by="zhao.min")
    assert not place.exists()
    assert (desk.root / folder.replace("orders", "archive", 1) / name).read_bytes() == b"mine"
    assert desk.git("status", "--porcelain") == ""
    assert desk.git("fsck", "--strict", "--no-dangling") == ""


def test_a_file_in_the_way_of_a_record_is_not_overwritten(desk, tmp_path):
    add = ("staff", "add", "new.one", "--name", "N", "--email", "n@example.com", "--department", "d", "--role", "owner")
    place = desk.root / "staff" / "new.one.yaml"
    (tmp_path / "elsewhere").write_text("mine")
    for make, clear in (
        (lambda: place.symlink_to(tmp_path / "elsewhere"), place.unlink),
        (lambda: place.symlink_to(tmp_path / "nowhere"), place.unlink),
        (place.mkdir, place.rmdir),
        (lambda: os.mkfifo(place), place.unlink),
        (lambda: place.write_text("mine"), place.unlink),
    ):
        make()
        before = desk.git("status", "--porcelain"), desk.head
        said = desk.run(*add, by="wu.gang", code=5)
        assert said.err.splitlines() == [
            "Error: staff/new.one.yaml was edited by hand and is not committed", "Hint: move that file away",
        ]  # fmt: skip
        assert (desk.git("status", "--porcelain"), desk.head) == before
        clear()
    assert (tmp_path / "elsewhere").read_text() == "mine"
    desk.run(*add, by="wu.gang")


# --- the policy


def policy(desk, change):
    place = desk.root / "policy.yaml"
    old = place.read_text()
    new = change(old)
    assert new != old
    place.write_text(new)
    desk.git(*SOMEBODY, "commit", "-qam", "policy")


MONDAY = 'monday: "08:30-12:00 13:00-17:30"'
BAD_POLICIES = {
    "unknown key": (lambda text: text + "colour: red\n", "colour: is not a known field"),
    "not YAML": (lambda text: text + "x: [1\n", "this is not YAML"),
    "a key twice": (lambda text: text + "law: 1\n", "law is here more than once"),
    "another law": (lambda text: text.replace("law: 1", "law: 99"), "law: must be at most 1"),
    "bad hours": (lambda text: text.replace(MONDAY, 'monday: "25:00-26:00"'), "working_hours.monday: "),
    "hours that overlap": (lambda text: text.replace(MONDAY, 'monday: "08:00-12:00 11:00-13:00"'), "working_hours.monday: "),
    "no hours": (lambda text: re.sub(r'day: "08.*"', 'day: "off"', text), "working_hours: "),
    "an unknown day": (lambda text: text.replace("  monday:", "  someday:"), "working_hours.someday: "),
    "bad hours of a make-up day": (lambda text: text + 'makeup_hours: "x"\n', "makeup_hours: "),
    "bad hours of a special day": (
        lambda text: text.replace("special_days: {}", 'special_days: {"2026-12-31": "25:61-9"}'), "special_days.2026-12-31: ",
    ),
    "a special day that is none": (
        lambda text: text.replace("special_days: {}", 'special_days: {"2026-02-30": "off"}'), "special_days.2026-02-30: ",
    ),
    "bad zone": (lambda text: text.replace("Asia/Shanghai", "Mars/Olympus"), "timezone: "),
    "a folder of zones": (lambda text: text.replace("Asia/Shanghai", "Asia"), "timezone: "),
    "a zone with a NUL": (lambda text: text.replace("Asia/Shanghai", '"Asia\\0"'), "timezone: "),
    "a zone elsewhere": (lambda text: text.replace("Asia/Shanghai", "../../etc/passwd"), "timezone: "),
    "a long zone": (lambda text: text.replace("Asia/Shanghai", "A" * 5000), "timezone: "),
    "negative limit": (lambda text: text.replace("reply: 4h", "reply: -4h"), "time_limits.0.reply: "),
    "huge limit": (lambda text: text.replace("reply: 4h", "reply: 99999999d"), "time_limits.0.reply: "),
    "nan limit": (lambda text: text.replace("reply: 4h", "reply: nanh"), "time_limits.0.reply: "),
    "no limit": (lambda text: text.replace("    reply: 4h ", "    # "), "time_limits.0.reply: "),
    "a bad role": (lambda text: text.replace("duty: {}", "duty: {boss: {person: li.na}}"), "duty.boss: "),
    "a bad size": (lambda text: text.replace("largest_mib: 20", "largest_mib: 1e9"), "papers.largest_mib: "),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD_POLICIES)
def test_every_command_that_needs_the_policy_says_where_it_is_wrong(busy, what):
    desk, order, _inquiry = busy
    change, said = BAD_POLICIES[what]
    policy(desk, change)
    before = desk.state()
    for by, *args in (
        (None, "show", order),
        (None, "list"),
        ("li.na", "inbox"),
        ("li.na", "explain", order),
        (None, "explain", order, "--due"),
        (None, "log", order),
        (None, "client", "list"),
        ("chen.jie", "inquire", "--client", "a", "--contact", "b", "--matter", "c"),
        ("li.na", "progress", order, "--state", "x"),
        ("chen.jie", "client", "add", "--name", "a", "--contact", "b"),
        ("wu.gang", "staff", "away", "li.na", "--from", "2026-12-01", "--to", "2026-12-02"),
        ("chen.jie", "forward", order, "--to", "li.na"),
        ("chen.jie", "review", order),
        ("zhao.min", "archive", "--closed-before", "2026-11-01"),
        ("li.na", "sign", order, "--slip", desk.paper("slip.pdf")),
    ):
        answer = desk.run(*args, by=by, code=None)
        if answer.code == 0 and args[0] in ("log", "archive", "client"):
            continue  # it needs nothing of the policy
        assert answer.code == 4, (args, answer)
        first, *_more, second = answer.err.splitlines()
        assert re.match(r"Error: policy\.yaml:\d+:\d+: ", first), first
        assert said in first
        assert second.startswith("Hint: ")
    assert desk.state() == before
    found = desk.run("check", code=1).out
    assert re.match(r"policy\.yaml:\d+:\d+: ", found)
    assert said in found


@pytest.mark.parametrize("limit", ["9999d", "9999.99d", "0m", "9999h", "0.01m"])
def test_a_limit_of_any_length_is_reckoned_with(desk, limit):
    policy(desk, lambda text: re.sub(r"(reply|form|plan|notice): (4h|2d|1d)", rf"\1: {limit}", text))
    begin = time.process_time()
    order = desk.order("confirmed")
    assert desk.ask("show", order)["responsible"]["due"]
    desk.run("explain", order, "--due")
    assert time.process_time() - begin < 5


# --- the command line, at random


@cache
def options():
    """Each command, as typed, with its options."""
    found = {}
    for noun in ("", "client", "staff"):
        for name in commands(noun):
            group = root().get_command(None, noun) if noun else root()
            command = group.get_command(None, name)
            if command is None or hasattr(command, "noun"):
                continue
            params = command.params
            found[(*((noun,) if noun else ()), name)] = [
                (param.param_type_name, param.opts[0], getattr(param, "is_flag", False)) for param in params
            ]
    assert len(found) > 25
    return found


VALUES = st.one_of(
    st.sampled_from(ODD_NAMES),
    st.sampled_from([
        "SO", "li.na", "chen.jie", "zhao.min", "qian.yu", "wu.gang", "2026-11-23", "2026-11-23T09:00", "1", "0", "-1", "1e9", "L1=1", "a=b", "a;b",
        "a;2026-11-24;2026-11-25;li.na", "lines.L1.quantity=2", "payment=account:30", "=", ";", ";;;", "phone", "standard", "storage", "paper 1",
        "unlimited", "A", "PH1", "packaging", "周敏;phone;2026-11-23T08:40", "item=x;quantity=1;price=1;unit=y;spec=z", "-", "/dev/null", "/", "~nobody/x",
    ]),
    st.text(max_size=30),
    st.integers().map(str),
    st.dates().map(str),
    st.datetimes().map(str),
).map(lambda value: value.replace("\0", ""))  # fmt: skip


@st.composite
def command_lines(draw):
    name = draw(st.sampled_from(sorted(options())))
    args = list(name)
    for kind, option, flag in draw(st.lists(st.sampled_from(options()[name]), max_size=8)) + options()[name][:3]:
        value = draw(VALUES)
        if option in ("--help", "--book"):
            continue
        if kind == "argument":
            args.append(value)
        else:
            args += [option] if flag else [f"{option}={value}"]
    return args


@pytest.fixture(scope="module")
def fuzzed(founded, tmp_path_factory):
    root = tmp_path_factory.mktemp("fuzzed") / "book"
    subprocess.run(["cp", "-a", founded, root], check=True)
    return Desk(root)


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_no_command_line_makes_it_fall_over(fuzzed, data, tmp_path_factory):
    desk = fuzzed
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.getbasetemp())
        patch.delenv("ORDERTOOL_DEBUG", raising=False)
        for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
            patch.setenv(name, os.devnull)
        if not desk.git("ls-files", "orders"):
            desk.order("active")
            desk.order("draft")
        orders = [place.stem for place in (desk.root / "orders").rglob("*.yaml")]
        args = [
            arg.replace("SO", data.draw(st.sampled_from(orders))) if arg == "SO" else arg
            for arg in data.draw(command_lines())
        ]
        if args[0] == "init":
            args += ["--dry-run"]
        head = desk.head
        said = desk.run(*args, by=data.draw(st.sampled_from([None, "li.na", "chen.jie", "zhao.min"])), code=None)
        assert said.code in (0, 1, 2, 3, 4, 5), (args, said.err)
        assert "Traceback" not in said.err
        if said.code > 1:
            assert desk.head == head, args
            if "--json" not in args:
                assert len(said.err.splitlines()) == 2 or said.code == 4, (args, said.err)
        assert desk.git("status", "--porcelain") == "", args


def test_the_fuzzed_book_is_sound(fuzzed):
    assert fuzzed.run("check").out.endswith(" 0 problems\n")
    assert fuzzed.git("fsck", "--strict", "--no-dangling") == ""
