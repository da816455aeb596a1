"""The moves as an object-centric event log for process-mining tools: whole, resolvable, discreet (OCEL 2.0, P0.4)."""

from __future__ import annotations

import json
from types import SimpleNamespace

from jsonschema import Draft202012Validator, FormatChecker

from ordertool.book.book import Book
from ordertool.reports.event_log import _ITEM_TYPES, _LISTS, event_log

TEXT, TIME = {"type": "string", "minLength": 1}, {"type": "string", "format": "date-time", "pattern": "Z$"}


def a_list(required, **properties):
    item = {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}
    return {"type": "array", "items": item}


TYPES = a_list(
    ("name", "attributes"), name=TEXT,
    attributes=a_list(("name", "type"), name=TEXT, type={"enum": ["string", "time", "integer", "float", "boolean"]}),
)  # fmt: skip
RELATED = a_list(("objectId", "qualifier"), objectId=TEXT, qualifier=TEXT)
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["objectTypes", "eventTypes", "objects", "events"],
    "additionalProperties": False,
    "properties": {
        "objectTypes": TYPES,
        "eventTypes": TYPES,
        "objects": a_list(
            ("id", "type"), id=TEXT, type=TEXT, relationships=RELATED,
            attributes=a_list(("name", "time", "value"), name=TEXT, time=TIME, value=TEXT),
        ),
        "events": a_list(
            ("id", "type", "time"), id=TEXT, type=TEXT, time=TIME, relationships=RELATED,
            attributes=a_list(("name", "value"), name=TEXT, value=TEXT),
        ),
    },
}  # fmt: skip
"""The structure that the standard's JSON format lays down (https://www.ocel-standard.org), and nothing beside it."""


def log_of(desk, *args, code=0):
    place = desk.root.parent / "moves.json"
    said = desk.run("export", "events", "--ocel", str(place), "--force", *args, by="lin.wei", code=code)
    document = json.loads(place.read_bytes())
    Draft202012Validator(SCHEMA, format_checker=FormatChecker()).validate(document)
    return SimpleNamespace(
        said=said,
        data=place.read_bytes(),
        types={one["name"]: {a["name"]: a["type"] for a in one["attributes"]} for one in document["objectTypes"]},
        event_types={one["name"]: {a["name"]: a["type"] for a in one["attributes"]} for one in document["eventTypes"]},
        objects={one["id"]: one for one in document["objects"]},
        events={one["id"]: one for one in document["events"]},
        counts=(len(document["events"]), len(document["objects"])),
    )


def attributes(one):
    return {each["name"]: each["value"] for each in one["attributes"]}


def related(one):
    return {each["qualifier"]: each["objectId"] for each in one["relationships"]}


def test_every_move_of_a_busy_book_is_an_event_and_every_relation_leads_to_an_object(busy):
    desk = busy.desk
    log = log_of(desk)
    assert log.counts == (len(log.events), len(log.objects)), "no two have the same id"
    records = [*desk.ask("staff", "list"), *desk.ask("client", "list", "--merged")]
    orders = [desk.ask("show", one["id"]) for one in desk.ask("list", "--archived")]
    meetings = [desk.ask("meeting", "show", one["id"]) for one in desk.ask("meeting", "list")]
    for record in (*records, *orders, *meetings):
        ours = [one for name, one in log.events.items() if name.startswith(f"{record['id']}#")]
        if "log" in record:
            assert [one["type"].rpartition(" ")[2] for one in ours] == [entry["move"] for entry in record["log"]]
    for one in (*log.events.values(), *log.objects.values()):
        assert {each["objectId"] for each in one["relationships"]} <= log.objects.keys()
        known = log.event_types if "time" in one else log.types
        assert attributes(one).keys() <= known[one["type"]].keys()
    commits = set(desk.git("rev-list", "HEAD").split())
    assert {attributes(one)["commit"] for one in log.events.values()} <= commits
    assert log.said.out == f"{desk.root.parent}/moves.json: {log.counts[0]} events, {log.counts[1]} objects\n"


def test_a_delivery_tells_whose_it_is_and_which_commit_made_it(desk):
    order = desk.order("delivered")
    log = log_of(desk)
    place = [entry["move"] for entry in desk.ask("show", order)["log"]].index("deliver")
    event = log.events[f"{order}#{place}"]
    client = desk.ask("show", order)["client"]
    assert (event["type"], event["time"]) == ("deliver", "2026-11-23T01:00:00Z")
    assert attributes(event) == {
        "commit": desk.head, "clause": "P2.5b", "entered": "2026-11-23T01:00:00Z", "undone": "false",
    }  # fmt: skip
    assert related(event) == {
        "order": order, "actor": "li.na", "item": f"{order}/D1", "owner": "li.na", "client": client,
        "entered by": "wu.gang",
    }  # fmt: skip
    assert log.objects[f"{order}/D1"] == {
        "id": f"{order}/D1", "type": "delivery",
        "attributes": [{"name": "outcome", "time": "2026-11-23T01:00:00Z", "value": "accepted"}],
        "relationships": [{"objectId": order, "qualifier": "of"}],
    }  # fmt: skip
    stages = [one["value"] for one in log.objects[order]["attributes"] if one["name"] == "stage"]
    assert stages == ["inquiry", "draft", "submitted", "assigned", "confirmed", "active", "delivered"]
    assert related(log.objects[order]) == {"ordered by": client}
    assert related(log.objects[client]) == {"keeper": "chen.jie"}


def test_an_assignment_names_the_owner_to_be_and_a_declined_order_has_none(desk):
    order = desk.order("assigned")
    desk.run("decline", order, "--reason", "away", by="li.na")
    desk.run("hold", order, "--reason", "wait", by="zhao.min")
    *_others, assign, decline, hold = (
        related(one) for name, one in log_of(desk).events.items() if name.startswith(order)
    )
    assert (assign.get("assigned to"), assign.get("owner")) == ("li.na", None)
    assert decline["owner"] == "li.na"
    assert "owner" not in hold


def test_what_was_taken_back_stays_in_the_log_and_is_marked(desk):
    order = desk.order("active")
    desk.run("escalate", order, "--problem", "no crane", by="li.na")
    desk.run("undo", order, by="li.na")
    log = log_of(desk)
    *_others, escalate, undo = (one for name, one in log.events.items() if name.startswith(order))
    assert (attributes(escalate)["undone"], attributes(undo)["undone"]) == ("true", "false")
    assert (log.objects[f"{order}/Q1"]["type"], log.objects[f"{order}/Q1"]["attributes"]) == ("problem", [])


def test_names_contacts_amounts_and_free_text_stay_in_the_book(busy):
    said = log_of(busy.desk).data.decode()
    for word in (
        "杭州湾",
        "周敏",
        "13800001234",
        '"241200',
        '"1850',
        "李娜",
        "example.com",
        "海港路",
        "rails",
        "crane",
    ):
        assert word not in said, word


def test_the_same_commit_gives_the_same_bytes_and_an_earlier_one_its_own(desk):
    desk.order("assigned")
    first, head = log_of(desk), desk.head
    assert log_of(desk).data == first.data
    desk.order("inquiry")
    assert log_of(desk).data != first.data
    assert log_of(desk, "--as-of", head).data == first.data


def test_a_record_that_cannot_be_read_is_left_out_and_told(desk):
    order = desk.order("assigned")
    path = desk.root / desk.git("ls-files", f"orders/*{order}.yaml").strip()
    path.write_text(path.read_text().replace("stage: assigned", "stage: nowhere"))
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qam", "damage")
    log = log_of(desk, code=4)
    assert log.said.err.startswith("Warning: ")
    assert order not in log.objects


def test_every_list_of_a_record_has_a_word_for_its_items():
    assert {section for lists in _LISTS.values() for section in lists} == _ITEM_TYPES.keys()


def test_a_file_is_asked_for_and_one_that_is_there_stays(desk, tmp_path):
    assert desk.run("export", "events", code=2).err == "Error: no file is named\nHint: name one: --ocel moves.json\n"
    place = tmp_path / "x.json"
    place.write_text("mine")
    said = desk.run("export", "events", "--ocel", str(place), code=2)
    assert said.err == f"Error: {place} is there already\nHint: overwrite it with --force, or name another file\n"
    assert place.read_text() == "mine"
    assert desk.ask("export", "events", "--ocel", str(place), "--force")["files"] == [str(place)]


def test_a_bar_moves_with_the_records(desk):
    desk.order("inquiry")
    book, told, pieces = Book.find(str(desk.root), desk.root), [], []
    event_log(book.snapshot(), [], pieces.append, lambda *done: told.append(done))
    assert told == [(n, 9) for n in range(1, 10)], "eight people, an order"
    book.close()
