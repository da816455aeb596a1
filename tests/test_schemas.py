"""Editors check a book's files by JSON Schemas made from the models: they know every field, and mark no sound one."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from people import Office, assessment_story, client, full_story, meeting_story, person
from pydantic import ValidationError

from ordertool.book.paths import record_at
from ordertool.book.snapshot import model_of
from ordertool.book.yaml_reader import read
from ordertool.book.yaml_writer import dump
from ordertool.founding import policy_for
from ordertool.records.policy import Policy
from ordertool.records.schemas import KINDS, schema_of, schema_text

VALIDATORS = {kind: Draft202012Validator(schema_of(kind)) for kind in KINDS}


def kind_of(path):
    return "policy" if path == "policy.yaml" else record_at(path)[0]


def accepts(kind, data):
    try:
        (Policy if kind == "policy" else model_of(kind)).model_validate(data)
    except ValidationError:
        return False
    return True


@pytest.fixture(scope="module")
def files():
    """Files of every kind as an editor sees them, and an order at each step of a long story."""
    orders = [made.new.plain() for made in full_story(Office())]
    more = {
        "problems": [{"id": "Q1", "problem": "crane", "decisions": [{"departments": ["sales"], "decision": "hire one"}]}],
        "assistance": [{"id": "A1", "department": "sales", "need": "a hand", "answer": {"outcome": "accepted"}, "done": True}],
        "contacts": [{"id": "C1", "channel": "wechat", "text": "told\nthe date"}],
        "changes": [{"id": "M1", "set": {"deliver_by": "2026-12-24", "contract": None}, "cause": "law", "reason": "port closed",
                     "agreed": {"who": "周敏", "channel": "phone", "at": "2026-11-23T09:00:00+08:00"}}],
        "corrections": [{"id": "E1", "set": {"contract": "HT-1"}, "cause": "typing", "delay": "4h", "loss": "12.50"}],
        "complaints": [{"id": "K1", "text": "scratched", "settlement": {"solution": "replaced", "feedback": "content"}}],
        "survey": {"score": 5, "comment": "on time"},
    }  # fmt: skip
    orders[-1] = more | orders[-1]
    rated = client({"grade": "A", "limit": "500000", "days": 30}).plain()
    member = person("sun.tao", "sales", "owner", away=(("2026-12-01", "2026-12-05", "li.na"),)).plain()
    records = {"order": orders, "client": [rated], "staff": [member]}
    records["meeting"] = [made.new.plain() for made in meeting_story(Office())[:-1]]
    records["assessment"] = [made.new.plain() for _, made in assessment_story()]
    found = {kind: [read(dump(one).encode()).data for one in each] for kind, each in records.items()}
    return found | {"policy": [read(policy_for("甲公司")).data]}


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_one_of_2020_12_and_knows_no_other_fields_than_the_model(kind):
    schema = schema_of(kind)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)
    for name, part in [(kind, schema), *schema["$defs"].items()]:
        assert part["additionalProperties"] is False, name
        assert part["description"], name
    assert schema_text(kind) == schema_text(kind)


def test_every_value_of_a_record_is_described_with_its_form_and_its_bounds():
    form = schema_of("order")["$defs"]["Form"]["properties"]
    assert form["payment"] == {
        "description": "must be account:30 (days), prepayment:30 (percent) or cash-on-delivery",
        "pattern": "^(account:[0-9]{1,3}|prepayment:(100|[1-9][0-9]?)|cash-on-delivery)$",
        "type": ["string", "null"],
    }
    assert form["currency"]["default"] == "CNY"
    assert form["project"]["maxLength"] == 500
    assert schema_of("order")["$defs"]["Survey"]["properties"]["score"] == {
        "type": "integer", "minimum": 1, "maximum": 5,
    }  # fmt: skip
    assert schema_of("staff")["$defs"]["StaffProfile"]["properties"]["roles"]["items"]["enum"][0] == "receptionist"
    limit = schema_of("client")["$defs"]["Credit"]["properties"]["limit"]
    assert [branch.get("const") or branch["type"] for branch in limit["anyOf"]] == [
        ["string", "number"],
        "unlimited",
        "null",
    ]


def test_every_sound_file_is_sound_by_its_schema(files):
    for kind, each in files.items():
        for data in each:
            assert accepts(kind, data), kind
            assert [error.message for error in VALIDATORS[kind].iter_errors(data)] == []


def test_the_sample_book_is_sound_by_its_own_schemas():
    root = Path(__file__).parents[1]
    paths = [
        path
        for shelf in ("orders", "archive", "clients", "staff", "meetings", "assessments")
        for path in (root / shelf).rglob("*.yaml")
    ]
    assert len(paths) > 25
    for path in (*paths, root / "policy.yaml"):
        kind = kind_of(str(path.relative_to(root)))
        schema = json.loads((root / "schemas" / f"{kind}.schema.json").read_bytes())
        assert list(Draft202012Validator(schema).iter_errors(read(path.read_bytes()).data)) == [], path


def values_in(data, way=()):
    """The way to every value without parts; of the items of a list, to those of the first."""
    if isinstance(data, dict):
        for name, inner in data.items():
            yield from values_in(inner, (*way, name))
    elif isinstance(data, list):
        for place, inner in enumerate(data[:1]):
            yield from values_in(inner, (*way, place))
    elif not isinstance(data, bool):
        yield way


FAULTS = ("", "x" * 6000, "two\nlines", -1, 1.5, True, None, [], "2026-11-23", "-3", "Li Na")


def test_what_a_schema_refuses_the_model_refuses_too(files):
    """Whatever an editor marks, `ordertool check` names as well; most of it is marked.

    Each place meets a third of the faults. Only for yes and no the book is broader than the editor: it takes `yes`, `no`, 0 and 1 for true and false.
    """
    marked = missed = 0
    for kind, each in files.items():
        data = copy.deepcopy(each[-1])
        for number, (*way, last) in enumerate(values_in(data)):
            place = data
            for step in way:
                place = place[step]
            kept = place[last]
            for place[last] in FAULTS[number % 3 :: 3]:
                sound = accepts(kind, data)
                if not VALIDATORS[kind].is_valid(data):
                    marked += 1
                    assert not sound, (kind, way, last, place[last])
                elif not sound:
                    missed += 1
            place[last] = kept
    assert marked > 300
    assert marked > 10 * missed


@pytest.mark.parametrize(
    ("kind", "spoil"),
    [
        ("order", lambda data: data.update(colour="red")),
        ("order", lambda data: data.pop("inquiry")),
        ("order", lambda data: data.update(log=[])),
        ("order", lambda data: data["form"]["lines"][0].update(quantity=["1"])),
        ("order", lambda data: data["delivery"][0]["quantities"].update({"1L": "3"})),
        ("client", lambda data: data["profile"].pop("name")),
        ("client", lambda data: data["profile"].update(uscc="91330201MA2AAAAA0")),
        ("staff", lambda data: data["profile"].update(roles=[])),
        ("staff", lambda data: data["profile"].update(email="li.na at example.com")),
        ("meeting", lambda data: data["call"].pop("where")),
        ("meeting", lambda data: data["minutes"][0]["actions"][0].update(due="soon")),
        ("policy", lambda data: data["meetings"].update(every="often")),
        ("policy", lambda data: data.update(law=2)),
        ("policy", lambda data: data["working_hours"].update(funday="08:00-12:00")),
        ("policy", lambda data: data["time_limits"][0].update(reply="soon")),
        ("policy", lambda data: data.update(special_days={"tomorrow": "off"})),
        ("policy", lambda data: data["review"]["price_floor"].update({"rail": "-1"})),
    ],
)
def test_plain_faults_are_marked_and_refused(files, kind, spoil):
    data = copy.deepcopy(files[kind][-1])
    spoil(data)
    assert not VALIDATORS[kind].is_valid(data)
    assert not accepts(kind, data)


# In the book


def test_a_new_book_keeps_the_schemas_and_each_new_file_names_its_own(desk):
    for kind in KINDS:
        assert (desk.root / "schemas" / f"{kind}.schema.json").read_bytes() == schema_text(kind)
    order = desk.order("archived")
    files = desk.git("ls-files", "*.yaml").split()
    assert any(order in name for name in files)
    for name in files:
        line = (desk.root / name).read_text().splitlines()[0]
        before, _, schema = line.partition("# yaml-language-server: $schema=")
        assert before == ""
        place = (desk.root / name).parent / schema
        assert place.resolve() == (desk.root / "schemas" / f"{kind_of(name)}.schema.json").resolve()
        assert place.exists()


def test_check_says_when_schemas_are_older_than_the_program_and_nothing_else_minds(desk):
    assert desk.run("check").err == ""
    place = desk.root / "schemas" / "order.schema.json"
    place.write_text("{}\n")
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qam", "old")
    said = desk.run("check")
    assert said.err == "Warning: older than this program: schemas/order.schema.json; ordertool schema --out schemas\n"
    assert said.out.endswith(" 0 problems\n")
    told = desk.run("schema", "--out", str(desk.root / "schemas"))
    assert told.out.splitlines() == [str(desk.root / "schemas" / f"{kind}.schema.json") for kind in KINDS]
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qam", "new")
    assert desk.run("check").err == ""


def test_a_repository_keeps_the_schemas_it_has(desk, tmp_path):
    place = tmp_path / "code" / "schemas" / "order.schema.json"
    place.parent.mkdir(parents=True)
    place.write_text("ours\n")
    desk.root = tmp_path / "code"
    for args in (("init", "-q"), ("add", "-A")):
        desk.git(*args)
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qm", "code")
    manager = ("--manager", "wu.gang", "--name", "吴刚", "--email", "wu.gang@example.com")
    desk.run("init", str(desk.root), "--company", "甲公司", *manager)
    assert place.read_text() == "ours\n"
    assert sorted(path.name for path in place.parent.iterdir()) == [f"{kind}.schema.json" for kind in sorted(KINDS)]


# The command


def test_a_schema_is_shown_or_written(desk, tmp_path):
    assert desk.ask("schema", "staff") == json.loads(desk.run("schema", "staff").out) == schema_of("staff")
    assert list(desk.ask("schema")) == list(KINDS)
    desk.run("schema", "policy", "--out", str(tmp_path / "here"))
    assert [path.name for path in (tmp_path / "here").iterdir()] == ["policy.schema.json"]
    said = desk.run("schema", "storehouse", code=2)
    assert (
        said.err
        == "Error: there is no schema storehouse\nHint: there are: order, client, staff, meeting, assessment, policy\n"
    )
    (tmp_path / "file").write_text("")
    assert desk.run("schema", "--out", str(tmp_path / "file" / "x"), code=5).err.startswith("Error: ")
