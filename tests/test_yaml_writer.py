"""What the book's own YAML looks like, and that a changed file keeps what people wrote in it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from textwrap import dedent

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from ordertool.book.splice import splice
from ordertool.book.yaml_reader import read
from ordertool.book.yaml_writer import dump, dump_section, dump_text
from ordertool.errors import InvalidError

ROOT = Path(__file__).parents[1]
NAUGHTY = Path(__file__).parents[2] / "shared/data/naughty/blns.json"
needs_naughty = pytest.mark.skipif(not NAUGHTY.exists(), reason="the naughty strings (../shared/data) are not here")

characters = st.characters(exclude_categories=["Cs"])
awkward = "ab :#-?\n\t 0123456789.eE_+'\"\\[]{},&*!|>%@`~=<yno\u200d\u2028\x85\ufeff\u3000\u202e漢"
texts = st.text(characters, max_size=40) | st.text(awkward, max_size=20)
names = st.text(characters, max_size=20) | st.sampled_from(["id", "note", "yes", "12", "null", "2026-11-23"])
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=12,
)


def back(value: object) -> object:
    return read(dump({"k": value}).encode()).data["k"]


# How it looks


def test_an_order_is_written_as_a_person_would():
    order = {
        "id": "SO-20261123-7K3FQ",
        "summary": "维修 3 号泵",
        "received": "2026-11-23T09:00:00+08:00",
        "due": "2026-11-30",
        "total": Decimal("1850.00"),
        "urgent": False,
        "owner": None,
        "count": 3,
        "lines": [{"id": "L1", "tags": ["a", "b"]}, {"id": "L2", "tags": []}],
        "phone": "0755-1234",
        "answer": "no",
        "note": "first line\n\n  indented: yes\n",
        "end": "no line end\nhere",
        "table": [[1, 2], {}, "x\ny"],
    }
    assert dump(order) == dedent("""\
        id: SO-20261123-7K3FQ
        summary: 维修 3 号泵
        received: 2026-11-23T09:00:00+08:00
        due: 2026-11-30
        total: "1850.00"
        urgent: false
        owner: null
        count: 3
        lines:
          - id: L1
            tags:
              - a
              - b
          - id: L2
            tags: []
        phone: "0755-1234"
        answer: "no"
        note: |
          first line

            indented: yes
        end: |-
          no line end
          here
        table:
          - - 1
            - 2
          - {}
          - |-
            x
            y
        """)


def test_one_section_is_written_like_the_whole():
    assert dump_section("lines", [{"a": 1}]) == "lines:\n  - a: 1\n"
    assert dump({}) == "{}\n"


@pytest.mark.parametrize(
    "value",
    ["yes", "No", "ON", "off", "y", "N", "true", "Null", "~", "", "12", "-12", "+86138", "0123", "0o7", "0x1F", "1_000",
     "1e3", ".5", ".inf", "1:30", "190:20:30", "=", "<<", "- a", "-a", "? a", "a: b", "a:", "a #b", "#a", " a", "a ", "&a",
     "*a", "!a", "|", ">", "%a", "@a", "`a", "[a", "{a", "'a'", '"a"', ",a", "---", "...", "2026-02-30", "2026-11-23 09:00",
     "2026-1-3", "2026-11-23T25:00:00+08:00", "a\tb", "\u3000a", "12 34"],
)  # fmt: skip
def test_what_could_be_read_as_something_else_is_quoted(value):
    assert dump_text(value).startswith('"')
    assert back(value) == value


@pytest.mark.parametrize(
    "value",
    ["li.na", "SO-20261123-7K3FQ", "3 号厂房", "12 pumps", "a:b", "http://x.cn/a?b=c#d", "a, b", "[a] b"[1:], "Müller & Söhne",
     "😀 👨‍👩‍👧", "2026-11-23", "2026-11-23T09:00:00Z", "2026-11-23T09:00:00.5+08:00", "a\"b'c", "yes, please", "no-one"],
)  # fmt: skip
def test_harmless_text_stands_as_it_is(value):
    assert dump_text(value) == value
    assert back(value) == value


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("a\tb", '"a\\tb"'),
        ("a\r\nb", '"a\\r\\nb"'),
        ('a: "\\"', '"a: \\"\\\\\\""'),
        ("\0\x1b\x7f", '"\\u0000\\u001b\\u007f"'),
        ("a\u2028b\u2029c\x85", '"a\\u2028b\\u2029c\\u0085"'),
        ("\ufeffa", '"\\ufeffa"'),
        ("pay\u202egnp.exe", '"pay\\u202egnp.exe"'),
        ("a\u2066b\u2069", '"a\\u2066b\\u2069"'),
        ("li\u200bna", '"li\\u200bna"'),
        ("li\u200dna", '"li\\u200dna"'),
        ("\ufdd0\ufffe", '"\\ufdd0\\ufffe"'),
        ("\U0001fffe\U000e0041", '"\\U0001fffe\\U000e0041"'),
        ("😀: 漢字", '"😀: 漢字"'),
        ("a \nb", '"a \\nb"'),
        (" a\nb", '" a\\nb"'),
        ("a\n\n", '"a\\n\\n"'),
        ("\n", '"\\n"'),
    ],
)
def test_what_misleads_the_eye_is_escaped(value, written):
    assert dump_text(value) == written
    assert dump({"k": value}) == f"k: {written}\n"
    assert back(value) == value


def test_long_text_is_never_wrapped():
    assert dump({"k": "word " * 400 + "end"}).count("\n") == 1


def test_what_is_no_plain_data_is_refused():
    with pytest.raises(TypeError):
        dump({"k": 1.5})
    with pytest.raises(ValueError):
        dump({"k": "half a pair \ud800"})
    with pytest.raises(ValueError):
        dump({"k" * 600: 1})


def test_writing_needs_no_yaml_library():
    script = "import sys; import ordertool.book.yaml_writer; print([name for name in sys.modules if 'yaml' in name])"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['ordertool.book.yaml_writer']"


# Laws


@settings(deadline=None, max_examples=400)
@given(st.dictionaries(names, values, min_size=1, max_size=5))
@example({"a": "\n\tb", "": "", "?": {"- ": [[], [{}], [[""]]]}})
@example({"a": ["x\n", "\n\nx", "x\n y", "#x\n#y"]})
def test_what_is_written_is_read_back(record):
    assert read(dump(record).encode()).data == record


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2))
def test_amounts_come_back_as_exact_text(amount):
    assert back(amount) == f"{amount:f}"


def looks_like_a_date(value: object) -> bool:
    """A day or a moment: written plain on purpose, and a date to those who read YAML 1.1."""
    if isinstance(value, dict):
        return any(map(looks_like_a_date, [*value, *value.values()]))
    if isinstance(value, list):
        return any(map(looks_like_a_date, value))
    return isinstance(value, str) and value[:4].isdigit() and value[4:5] == "-" and not dump_text(value).startswith('"')


@settings(deadline=None, max_examples=150)
@given(st.dictionaries(names, values, min_size=1, max_size=4).filter(lambda record: not looks_like_a_date(record)))
def test_other_readers_of_yaml_1_1_and_1_2_read_the_same(record):
    written = dump(record)
    assert yaml.load(written, Loader=yaml.CSafeLoader) == record
    assert yaml.safe_load(written) == record
    assert YAML(typ="safe", pure=True).load(written) == record


@needs_naughty
def test_naughty_strings_come_back_from_every_reader():
    for naughty in json.loads(NAUGHTY.read_text("utf-8")):
        written = dump({"k": naughty})
        assert read(written.encode()).data == {"k": naughty}
        assert yaml.safe_load(written) == {"k": naughty}
        assert YAML(typ="safe", pure=True).load(written) == {"k": naughty}


# A changed file keeps what people wrote


HAND_WRITTEN = """\
# The north plant's order: ask Li Na first.
---
id: SO-1   # given by the tool
state: 'quoted'

# what they want
lines:
  # the big one
  - id: L1   # as in the offer
    price: 1850.00  # agreed by phone
    phone: +8613800138000
  # the small one
  - id: L2
    price: "10"
    note: |
      two
      lines

  # a third may follow

flags: [a, b]
log:
- at: 2026-11-23T09:00:00+08:00
  by: li.na

# end of file
"""


def plain(source: str) -> dict[str, object]:
    """The file's content as the models dump it: amounts are text."""
    return json.loads(json.dumps(read(source.encode()).data, default=str))


def changed(source: str, change) -> str:
    old = plain(source)
    new = deepcopy(old)
    change(new)
    return splice(source.encode(), old, new, "x.yaml").decode()


def lines_changed(source: str, change) -> list[str]:
    """The lines taken away and put in, in the order of the file."""
    import difflib

    result = changed(source, change)
    lines = difflib.ndiff(source.splitlines(), result.splitlines())
    return [line for line in lines if line[0] in "+-"]


def test_nothing_changed_is_not_a_byte_changed():
    assert changed(HAND_WRITTEN, lambda _: None) == HAND_WRITTEN


def test_a_log_entry_is_added_below_the_others_as_they_are_indented():
    assert lines_changed(HAND_WRITTEN, lambda record: record["log"].append({"at": "now", "by": "wang.wei"})) == [
        "+ - at: now",
        "+   by: wang.wei",
    ]


def test_a_plain_section_is_written_anew():
    source = HAND_WRITTEN.replace("   # given by the tool", "")
    assert lines_changed(source, lambda record: record.update(state="won", id="SO-2")) == [
        "- id: SO-1",
        "+ id: SO-2",
        "- state: 'quoted'",
        "+ state: won",
    ]


def test_a_value_changes_between_comments_that_stay():
    def change(record):
        record["lines"][0]["price"] = "1900.00"

    assert lines_changed(HAND_WRITTEN, change) == [
        "-     price: 1850.00  # agreed by phone",
        '+     price: "1900.00" # agreed by phone',
    ]


def test_comments_that_cannot_stay_between_the_lines_go_above_them():
    source = "note: short\n  # why not long\nlog: []\n"
    expected = "# why not long\nnote: |-\n  two\n  lines\nlog: []\n"
    assert changed(source, lambda record: record.update(note="two\nlines")) == expected


def test_an_item_with_its_comments_goes_and_the_others_stay():
    result = changed(HAND_WRITTEN, lambda record: record["lines"].pop(0))
    assert "L1" not in result
    assert "    note: |\n      two\n      lines\n\n  # a third may follow\n" in result


def test_items_are_matched_by_their_ids():
    def change(record):
        del record["lines"][0]
        record["lines"][0]["price"] = "11"
        record["lines"].append({"id": "L3", "price": "12"})

    source = HAND_WRITTEN.replace('"10"', "1.0e1  # ten")
    result = changed(source, change)
    assert '    price: "11"' in result
    assert "# ten" in result
    assert '  - id: L3\n    price: "12"\n' in result


def test_another_order_of_items_is_written_anew():
    result = changed(HAND_WRITTEN, lambda record: record["lines"].reverse())
    assert [line["id"] for line in read(result.encode()).data["lines"]] == ["L2", "L1"]


def test_new_keys_stand_where_they_belong_and_the_log_stays_last():
    def change(record):
        log = record.pop("log")
        record.update(owner="li.na", due="2026-12-01", log=[*log, {"at": "now"}])

    assert changed(HAND_WRITTEN, change) == HAND_WRITTEN.replace(
        "flags: [a, b]\n", "flags: [a, b]\nowner: li.na\ndue: 2026-12-01\n"
    ).replace("  by: li.na\n", "  by: li.na\n- at: now\n")


def test_a_new_first_key_stands_below_the_comment_at_the_top():
    old, new = {"b": 1}, {"a": 0, "b": 1}
    assert splice(b"# top\n\nb: 1\n", old, new) == b"# top\n\na: 0\nb: 1\n"


def test_a_removed_key_goes_with_its_lines_alone():
    assert changed(HAND_WRITTEN, lambda record: record.pop("flags")) == HAND_WRITTEN.replace("flags: [a, b]\n", "")


def test_a_list_in_brackets_is_written_anew():
    assert lines_changed(HAND_WRITTEN, lambda record: record["flags"].append("c")) == [
        "- flags: [a, b]",
        "+ flags:",
        "+   - a",
        "+   - b",
        "+   - c",
    ]


def test_a_missing_last_line_end_is_put_in():
    def change(record):
        record["log"].append("b")
        record["z"] = 1

    assert changed("log:\n  - a", change) == "log:\n  - a\n  - b\nz: 1\n"


def test_a_windows_file_stays_one():
    def change(record):
        record["log"].append("b\nc")
        record["lines"][0]["n"] = 2

    source = "\ufeff# top\nlines:\n  - n: 1 # one\nlog:\n  - a\n\n# end\n".replace("\n", "\r\n")
    expected = "\ufeff# top\nlines:\n  - n: 2 # one\nlog:\n  - a\n  - |-\n    b\n    c\n\n# end\n".replace("\n", "\r\n")
    assert changed(source, change) == expected


@pytest.mark.parametrize(
    "source", ["{log: [a], n: 1} # c\n", "  log:\n    - a\n  n: 1 # c\n", "? log\n: - a\n? n\n: 1\n"]
)
def test_a_file_in_an_unusual_form_is_changed_as_a_whole(source):
    def change(record):
        record["log"].append("no")
        record["n"] = "0123"

    result = changed(source, change)
    assert read(result.encode()).data == {"log": ["a", "no"], "n": "0123"}
    assert result.count("# c") == source.count("# c")


def test_blank_lines_that_belong_to_text_are_kept():
    source = "log:\n  - |+\n    a\n\n\n# end\n"
    assert changed(source, lambda record: record["log"].append("b")) == "log:\n  - |+\n    a\n\n\n  - b\n# end\n"


def test_what_the_file_spells_differently_is_left_alone():
    source = "amount: 1850.0 # c\nat: 2026-11-23T01:00:00Z\nempty: []\nstate: new\n"
    old = {"amount": "1850.00", "at": "2026-11-23T09:00:00+08:00", "state": "new", "kind": "default"}
    result = splice(source.encode(), old, {**old, "state": "won"})
    assert result.decode() == source.replace("new", "won")


def test_true_is_not_one():
    assert splice(b"k: 1\n", {"k": 1}, {"k": True}) == b"k: true\n"
    assert splice(b"k: 0123\n", {"k": "0123"}, {"k": 123}) == b"k: 123\n"


def test_a_change_that_would_go_wrong_is_refused(monkeypatch):
    monkeypatch.setattr("ordertool.book.splice.dump_section", lambda key, _: f"{key}: something else\n")
    monkeypatch.setattr("ordertool.book.splice._round_trip", lambda *_: "k: wrong too\n")
    with pytest.raises(InvalidError) as caught:
        splice(b"k: 1\n", {"k": 1}, {"k": 2}, "x.yaml")
    assert str(caught.value) == "x.yaml: this change cannot be written into the file without losing part of it"


def test_a_section_that_goes_wrong_is_tried_again_as_a_whole(monkeypatch):
    monkeypatch.setattr("ordertool.book.splice.dump_section", lambda key, _: f"{key}: something else\n")
    assert splice(b"k: 1 \nl: 1\n", {"k": 1, "l": 1}, {"k": 2, "l": 1}) == b"k: 2\nl: 1\n"


def test_an_unreadable_file_is_refused():
    with pytest.raises(InvalidError):
        splice(b"k: [\n", {"k": []}, {"k": [1]}, "x.yaml")


leaves = st.sampled_from(
    ["a", "no", "12", "0123", "two\nlines", "text\n", "漢字", "x: y", "# no comment", ""]
) | st.integers(0, 9)
items = st.dictionaries(st.sampled_from(["at", "by", "says"]), leaves, min_size=1)
identified = st.lists(st.sampled_from("ABCD"), unique=True, max_size=3).flatmap(
    lambda ids: st.tuples(*(leaves.map(lambda leaf, name=name: {"id": name, "value": leaf}) for name in ids)).map(list)
)
sections = st.one_of(
    leaves, st.none(), st.booleans(), st.lists(items, max_size=3), identified, items, st.lists(leaves, max_size=3)
)
records = st.dictionaries(st.sampled_from(["id", "state", "lines", "note", "takes", "log"]), sections, min_size=1)


@st.composite
def handwritten(draw):
    """A record, and its text with comments and blank lines where they change nothing; and the text by section."""
    record = draw(records)
    parts: list[str] = []
    kept: dict[str, str] = {}
    for key, value in record.items():
        parts.append(draw(st.sampled_from(["", "", "\n", "# about the next\n", "\n# one\n\n# two\n"])))
        section = dump_section(key, value)
        if "|" not in section:  # in a text over several lines it would be no comment
            ends = [
                draw(st.sampled_from(["\n", "\n", "\n", " # said\n", "\n  # between\n"])) for _ in section.splitlines()
            ]
            section = "".join(map("".join, zip(section.splitlines(), ends, strict=True)))
        kept[key] = section
        parts.append(section)
    parts.append(draw(st.sampled_from(["", "\n\n", "# the end\n"])))
    return record, "".join(parts), kept


@settings(deadline=None, max_examples=250)
@given(handwritten(), records, st.data(), st.booleans())
def test_whatever_changes_the_other_sections_keep_every_byte(written, other, draw, windows):
    record, source, kept = written
    if read(source.encode()).data != record:
        raise AssertionError(source)
    new = dict(record)
    for key in draw.draw(st.lists(st.sampled_from(list(record)), unique=True, max_size=2)):
        if isinstance(new[key], list) and draw.draw(st.booleans()):
            new[key] = [*new[key], *draw.draw(st.lists(items, max_size=2))]
        elif key in other:
            new[key] = other[key]
        elif len(new) > 1:
            del new[key]
    new |= {key: value for key, value in other.items() if key not in record}
    line_end = "\r\n" if windows else "\n"
    result = splice(source.replace("\n", line_end).encode(), record, new).decode()
    assert read(result.encode()).data == new
    assert "\n" not in result.replace("\r\n", "") if windows else "\r" not in result
    for key, section in kept.items():
        before, after = record[key], new.get(key)
        grew = bool(before) and isinstance(before, list) and isinstance(after, list)
        if key in new and repr(after[: len(before)] if grew else after) == repr(before):
            assert section.replace("\n", line_end) in result
    for comment in ("# about the next", "# one", "# two", "# the end"):
        assert result.count(comment) == source.count(comment)


def test_one_change_and_one_log_entry_take_milliseconds():
    entry = {
        "at": "2026-11-23T09:00:00+08:00",
        "move": "assign",
        "by": "li.na",
        "says": "x" * 60,
        "takes": {"to": "wang.wei"},
    }
    old = {"id": "SO-1", "state": "new", "note": "x" * 2000, "log": [entry] * 24}
    new = {**old, "state": "won", "log": [*old["log"], entry]}
    source = dump(old).encode()
    fastest = 1.0
    for _ in range(20):
        begun = time.perf_counter()
        splice(source, old, new)
        fastest = min(fastest, time.perf_counter() - begun)
    assert fastest < 0.02
