"""What a record's file may say, what it may not, and where the reader says it is wrong."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest

from ordertool.book.yaml_reader import MAX_BYTES, read
from ordertool.errors import InvalidError, Problem

SUITE = Path(__file__).parents[2] / "shared/data/yaml-test-suite"
ROOT = Path(__file__).parents[1]
needs_suite = pytest.mark.skipif(not SUITE.exists(), reason="the YAML test suite (../shared/data) is not here")

# Valid YAML 1.2 that libyaml cannot read: refused, which is no harm; never read as something else.
BEYOND_LIBYAML = {
    "5MUD", "652Z", "96NN/00", "96NN/01", "DK95/00", "DK95/03", "DK95/04", "K3WX", "Q5MG", "VJP3/01", "Y79Y/001",
}  # fmt: skip

# Faults that hide when the case of the suite is put below another key: they are no faults there.
HARMLESS_INSIDE = {"5TRB", "CXX2", "RXY3"}


def data(source: str) -> dict[str, object]:
    return read(source.encode()).data


def refused(source: str | bytes, path: str = "") -> InvalidError:
    with pytest.raises(InvalidError) as caught:
        read(source if isinstance(source, bytes) else source.encode(), path)
    assert caught.value.problems
    assert caught.value.hint
    assert str(caught.value.hint)
    return caught.value


def only_problem(source: str | bytes) -> Problem:
    (problem,) = refused(source).problems
    return problem


def case_name(folder: Path) -> str:
    return folder.relative_to(SUITE).as_posix()


def cases(marker: str) -> list[object]:
    folders = sorted(found.parent for found in SUITE.rglob(marker)) if SUITE.exists() else []
    return [pytest.param(folder, id=case_name(folder)) for folder in folders]


# What plain values mean


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("NULL", None),
        ("nUll", "nUll"),
        ("true", True),
        ("False", False),
        ("tRUE", "tRUE"),
        ("no", "no"),
        ("Yes", "Yes"),
        ("on", "on"),
        ("12", 12),
        ("-12", -12),
        ("0", 0),
        ("0o17", 15),
        ("0xFF", 255),
        ("0123", "0123"),
        ("-0123", "-0123"),
        ("+8613800138000", "+8613800138000"),
        ("010-6552 9988", "010-6552 9988"),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        ("0b11", "0b11"),
        ("2026-11-23", "2026-11-23"),
        ("2026-11-23T09:00:00+08:00", "2026-11-23T09:00:00+08:00"),
        ("=", "="),
        ("<<", "<<"),
        ("'12'", "12"),
        ('"no"', "no"),
        ("三号厂房", "三号厂房"),
        ("-1/2", "-1/2"),
        ("１２", "１２"),  # full-width digits are no number
    ],
)
def test_a_plain_value_means_what_yaml_1_2_says_but_codes_stay_text(written, value):
    read_value = data(f"k: {written}")["k"]
    assert read_value == value
    assert type(read_value) is type(value)


@pytest.mark.parametrize("written", ["1850.00", "1.0", ".5", "1e3", "-0.10", "3.", "+1.5"])
def test_a_number_with_a_fraction_is_exact(written):
    value = data(f"k: {written}")["k"]
    assert isinstance(value, Decimal)
    assert str(value) == str(Decimal(written))


def test_an_amount_keeps_its_last_zeros():
    assert str(data("price: 1850.00")["price"]) == "1850.00"


@pytest.mark.parametrize("written", [".inf", "-.INF", ".nan", "1e99999999999999999999", "9" * 101, "1." + "3" * 200])
def test_a_number_that_cannot_be_kept_exactly_is_refused(written):
    problem = only_problem(f"k: {written}")
    assert problem.kind == "no_value"
    assert str(problem.message).endswith("can be kept neither as text nor as a number")
    assert (problem.line, problem.column) == (1, 4)


def test_quotes_and_blocks_always_give_text():
    assert data("a: '1'\nb: \"true\"\nc: |\n  1\nd: >-\n  null\n") == {"a": "1", "b": "true", "c": "1\n", "d": "null"}


def test_windows_files_are_read_like_any_other():
    assert read("\ufeffa: 1\r\nb: |\r\n  x\r\n  y\r\n".encode()).data == {"a": 1, "b": "x\ny\n"}


# What is refused, and how it is said


@pytest.mark.parametrize(
    ("source", "kind", "said", "place"),
    [
        (b"a: \xff\n", "not_utf8", "is not UTF-8 text", (1, 4)),
        ("a: 1".encode("utf-16"), "not_utf8", "is not UTF-8 text", (1, 1)),
        ("a: 1\nb: x\0", "control_character", "holds a control character or line break (U+0000)", (2, 5)),
        ("a: \x85", "control_character", "holds a control character or line break (U+0085)", (1, 4)),
        ("a: b\u2028c", "control_character", "holds a control character or line break (U+2028)", (1, 5)),
        ("a: 1\n\ufeffb: 2", "control_character", "holds a control character or line break (U+FEFF)", (2, 1)),
        ("", "empty", "is empty", (None, None)),
        ("# nothing\n", "empty", "is empty", (None, None)),
        ("---\n", "empty", "is empty", (None, None)),
        ("- a\n", "not_a_mapping", "must be a mapping of names to values", (None, None)),
        ("just text\n", "not_a_mapping", "must be a mapping of names to values", (None, None)),
        ("a: 1\n---\nb: 2\n", "syntax", "this is not YAML: a second record begins here", (2, 1)),
        ("%YAML 1.2\n---\na: 1\n", "directive", "lines with % are not used in a book", (1, 1)),
        ("a: &x 1\nb: *x\n", "anchor", "anchors and aliases are not used in a book", (1, 4)),
        ("a: *x\n", "syntax", "this is not YAML: anchors and aliases are not used in a book", (1, 4)),
        ("a: &x [*x]\n", "anchor", "anchors and aliases are not used in a book", (1, 4)),
        ("a: !!str 1\n", "tag", "tags are not used in a book", (1, 4)),
        ("a: ! 1\n", "tag", "tags are not used in a book", (1, 4)),
        ("!!map {a: 1}\n", "tag", "tags are not used in a book", (1, 1)),
        ("a: 1\nb:\n  1: x\n", "key_not_text", "a name must be text", (3, 3)),
        ("null: x\n", "key_not_text", "a name must be text", (1, 1)),
        ("? [a]\n: x\n", "key_not_text", "a name must be text", (1, 3)),
        ("a: b: c\n", "syntax", "this is not YAML: there is a colon where no value can stand", (1, 5)),
        ("a: 1\nb\n", "syntax", "this is not YAML: this line is no name with a colon after it", (3, 1)),
        ("a:\n  b: 1\n c: 2\n", "syntax", "this is not YAML: this does not fit the lines above it", (3, 2)),
        ("a: @home\n", "syntax", "this is not YAML: no value can begin with this character", (1, 4)),
        ("a:\n\tb: 1\n", "syntax", "this is not YAML: no value can begin with this character", (2, 1)),
        ('a: 1\nb: "x\nc: 2\n', "syntax", "this is not YAML: a quote is opened and never closed", (2, 4)),
        ("a: [b\nc: 2\n", "syntax", "this is not YAML: did not find expected ',' or ']'", (2, 2)),
        ("a: [-]\n", "no_value", "- can be kept neither as text nor as a number", (1, 5)),
        ("a: {?b: 1}\n", "no_value", "?b can be kept neither as text nor as a number", (1, 5)),
        ('a: "x"# y\n', "comment", "a comment needs a space before its #", (1, 7)),
        ('a: "x\ny"\n', "indentation", "the further lines of a value must be indented", (2, 1)),
        ("a: [\n  x\n]\n", "indentation", "the further lines of a value must be indented", (3, 1)),
    ],
)
def test_a_refusal_says_what_and_where(source, kind, said, place):
    problem = only_problem(source)
    assert (problem.kind, str(problem.message)) == (kind, said)
    assert (problem.line, problem.column) == place


def test_a_refusal_names_the_file():
    error = refused("a: 1\na: 2\n", "orders/x.yaml")
    assert str(error) == "orders/x.yaml:2:1: a is here more than once"
    assert str(error.hint) == "keep one of them"


def test_every_duplicate_key_is_reported():
    error = refused("a: 1\nb:\n  c: 1\n  c: 2\na: 2\na: 3\n", "x.yaml")
    assert [problem.place() for problem in error.problems] == ["x.yaml:4:3", "x.yaml:5:1", "x.yaml:6:1"]
    assert str(error) == "x.yaml:4:3: c is here more than once (and 2 more)"


# Where values stand


RECORD = """\
id: SO-1
lines:
  - id: L1
    price: 12
  - id: L2
note:
more: {a: [1, 2]}
"""


@pytest.mark.parametrize(
    ("loc", "place"),
    [
        (["id"], (1, 5)),
        (["lines"], (3, 3)),
        (["lines", 0, "price"], (4, 12)),
        (["lines", 1], (5, 5)),
        (["lines", 1, "price"], (5, 5)),  # missing: the item it is missing from
        (["lines", 7], (3, 3)),
        (["note"], (6, 1)),  # empty: its name
        (["missing"], (1, 1)),
        ([], (1, 1)),
        (["more", "a", 1], (7, 15)),
        (["lines", "some-branch", 0, "price"], (4, 12)),
    ],
)
def test_a_field_is_found_where_it_stands(loc, place):
    assert read(RECORD.encode()).place(loc) == place


def test_comments_are_told_from_text():
    source = "# one\na: 'x # no' # two\nb: | # three\n  # no\nc: a#no\n# four\n"
    assert [match[0] for match in read(source.encode()).comments()] == ["# one", "# two", "# three", "# four"]


# The YAML test suite


@needs_suite
@pytest.mark.parametrize("folder", cases("error"))
def test_what_the_suite_calls_wrong_is_refused(folder):
    refused((folder / "in.yaml").read_bytes())


@needs_suite
@pytest.mark.parametrize("shape", ["below a key", "in a list", "before a key"])
@pytest.mark.parametrize("folder", cases("error"))
def test_it_is_refused_inside_a_record_too(folder, shape):
    if case_name(folder) in HARMLESS_INSIDE:
        pytest.skip("not wrong inside a record: what begins a document only does so in the first column")
    lines = [line for line in (folder / "in.yaml").read_text("utf-8").split("\n") if line != "---"]
    begin = "  - " if shape == "in a list" else "  "
    inside = [(begin if number == 0 else " " * len(begin)) + line if line else "" for number, line in enumerate(lines)]
    refused("k:\n" + "\n".join(inside) + ("z: 1\n" if shape == "before a key" else ""))


@needs_suite
@pytest.mark.parametrize("folder", cases("in.json"))
def test_what_the_suite_calls_right_is_read_as_it_says_or_refused_for_what_a_book_does_not_use(folder):
    if (folder / "error").exists():
        pytest.skip("marked as wrong")
    try:
        expected = json.loads((folder / "in.json").read_text("utf-8"), parse_float=Decimal)
    except json.JSONDecodeError:
        expected = None  # several documents
    source = (folder / "in.yaml").read_bytes()
    if isinstance(expected, dict) and expected and case_name(folder) not in BEYOND_LIBYAML:
        try:
            assert read(source).data == expected
        except InvalidError as error:
            unused = {"anchor", "tag", "directive"} & {problem.kind for problem in error.problems}
            assert unused or "anchor" in str(error) or b"*" in source, str(error)  # noqa: PT017
    elif isinstance(expected, dict):
        if expected:
            refused(source)
    else:
        refused(source)


@pytest.mark.parametrize(
    "source",
    [
        'key: "value"# comment\n',
        "k:\n  [ a, b, c,#invalid\n  ]\n",
        "k: > first line\n  second line\n",
        "k: >\n \n  \n   \n # comment\n",
        "k: |\n     \n  more spaces at the beginning\n  are invalid\n",
        "this\n is\n  invalid: x\n",
        "key: value\n... invalid\n",
        "x: { y: z }in: valid\n",
        "key:\n - bar\n - baz\n invalid\n",
        "top1:\n  key1: val1\ntop2\n",
        "--- key1: value1\n    key2: value2\n",
        '--- "a\n... x\nb"\n',
        'key: "missing closing quote\n',
        "'a\\nb': 1\n'c\n d': 1\n",
        'key1: "quoted1"\nkey2: "quoted2" no key: nor value\n',
        'map:\n  key1: "quoted1"\n   key2: "bad indentation"\n',
        "k: [-]\n",
        'k:\n  [ "key"\n    :value ]\n',
        "k: |0\n",
        "k: |10\n",
        "k:\n- [a,\nb]\n",
        "k: {a: 1\n}\n",
        "%FOO bar\n---\na: 1\n",
        "k: [a,,b]\n",
        "k: |\n  a\n # b\n  c\n",
    ],
)
def test_more_of_what_yaml_forbids_is_refused(source):
    refused(source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("k: [a, # one\n# two\n  b]\n", ["a", "b"]),
        ('k:\n  "a\n\n    b"\n', "a\nb"),
        ("k: >\n\n  a\n  b\n\n # c\n", "\na b\n"),
        ("k: |\n\n\n# c\n", ""),
        ("k: |+\n\n\n# c\n", "\n\n"),
        ("k:\n- [a,\n b]\n", [["a", "b"]]),
        ("k:\tv # x\n", "v"),
        ("k: a ? b\n", "a ? b"),
        ("k: {a: '?', b: why?}\n", {"a": "?", "b": "why?"}),
        ("k: A&B!\n", "A&B!"),
        ("? k\n: - a\n", ["a"]),
    ],
)
def test_unusual_but_right_yaml_is_read(source, expected):
    assert data(source)["k"] == expected


# What is meant to hurt

BOMBS = {
    "brackets": b"k: " + b"[" * 100_000,
    "braces": b"{a: " * 100_000,
    "dashes": b"k:\n  " + b"- " * 500_000,
    "question marks": b"? " * 500_000,
    "5 MB": b"k: " + b"x" * 5_000_000,
    "aliases": b"a: &a [x, x]\n" + b"".join(b"%c: &%c [*%c, *%c]\n" % (i, i, i - 1, i - 1) for i in range(98, 122)),
    "an alias of itself": b"a: &a {a: *a}\n",
    "digits": b"k: " + b"9" * 1_000_000,
    "hexadecimal digits": b"k: 0x" + b"f" * 1_000_000,
    "decimals": b"k: 1." + b"9" * 1_000_000,
    "values": b"k: [" + b"1," * 500_000 + b"]",
    "keys": b"".join(b"k%d: 1\n" % number for number in range(90_000)),
    "one key": b"k: 1\n" * 49_000 + b"k: 1\n" * 100_000,
    "empty lines in quotes": b'k: "' + b"\n" * 1_000_000 + b'"',
    "blanks in quotes": b'k: "' + b" \n" * 500_000 + b'"',
    "lone numbers signs": b"k: [" + b"b,#\n" * 20_000 + b" c]",
    "a long name": b"k" * 1_000_000 + b": 1",
    "colons": b"k:" * 500_000,
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_at_once(bomb):
    begun = time.process_time()
    refused(BOMBS[bomb])
    assert time.process_time() - begun < 1


def test_bombs_take_little_memory():
    script = (
        "import re, sys; sys.path[:0] = ['tests', '.']\n"
        "from test_yaml_reader import BOMBS, read, InvalidError\n"
        "for bomb in BOMBS.values():\n"
        "    try: read(bomb)\n"
        "    except InvalidError: continue\n"
        "    sys.exit('read')\n"
        "print(re.search(r'VmHWM:\\s*(\\d+)', open('/proc/self/status').read())[1])"  # its own peak
    )
    limit = 1 << 30

    def less_memory() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))

    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False, preexec_fn=less_memory
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 200 * 1024


def test_a_file_of_the_allowed_size_is_read_soon():
    source = b"k: |\n" + b"  a line of text\n" * (MAX_BYTES // 17 - 1)
    begun = time.process_time()
    assert len(read(source).data["k"]) > MAX_BYTES // 2
    assert time.process_time() - begun < 1


def test_an_order_with_a_long_log_is_read_in_milliseconds():
    entry = "  - at: 2026-11-23T09:00:00+08:00\n    move: assign\n    by: li.na\n    says: P2.3b\n    takes: {to: wang.wei}\n"
    source = ("id: SO-1\nlog:\n" + entry * 24 + "note: '" + "x" * 3000 + "'\n").encode()
    fastest = 1.0
    for _ in range(20):
        begun = time.process_time()
        read(source)
        fastest = min(fastest, time.process_time() - begun)
    assert fastest < 0.01
