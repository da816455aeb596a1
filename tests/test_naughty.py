"""Every naughty string, in every text field: given back byte for byte, or refused in so many words."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from itertools import cycle

import pytest
from conftest import SHARED, WITH_SHARED
from people import full_story

from ordertool.book.splice import splice
from ordertool.book.yaml_reader import read
from ordertool.book.yaml_writer import dump
from ordertool.errors import InvalidError
from ordertool.records.faults import validated
from ordertool.rules.moving import RECORDS

BLNS = SHARED / "naughty" / "blns.json"
OWN = [
    "=cmd|' /C calc'!A0", "no", "0123", "1e3", "1:30", "2026-11-23", "~", "null", "- x", "# x", "a: b", "a #b", "'", '"',
    "%", "@", "`", "{x}", "{{x}}", "%s", "\\", "\\n", "é", "e\u0301", "\u202eabc", "\u200b.", "👩‍👩‍👧", "𠮷", "x" * 500,
    "尾空格 ", " 首空格", "Actor: wu.gang", "--help", "-rf", "../../etc/passwd", "<<", "!!python/object:os.system", "&a", "*a",
]  # fmt: skip


def strings():
    return [*OWN, *(json.loads(BLNS.read_text("utf-8")) if BLNS.exists() else ())]


def acceptable(text, *, lines):
    """What a field takes, said independently of the code: something to see, not too long, no control characters."""
    breaks = "\n\t" if lines else ""
    odd = [
        c for c in text if (c not in breaks and unicodedata.category(c) in {"Cc", "Zl", "Zp"}) or c in "\ufffe\uffff"
    ]
    seen = [
        c
        for c in text
        if unicodedata.category(c) not in {"Cf", "Zs", "Cc"} and c not in "\u034f\u115f\u1160\u2800\u3164\uffa0"
    ]
    return bool(seen) and len(text) <= (5000 if lines else 500) and not odd


SEVERAL_LINES = {
    "matter", "answer", "question", "text", "description", "note", "state", "remarks", "evidence", "decision", "need",
    "feedback", "comment",
}  # fmt: skip


def has_lines(path):
    """Whether a field of free text may run over several lines."""
    name = next(part for part in reversed(path) if isinstance(part, str))
    return name in SEVERAL_LINES or (name in ("problem", "solution") and path[0] != "progress")


NOT_FREE = {
    "id", "stage", "at", "entered", "by", "via", "move", "to", "channel", "type", "domain", "currency", "payment",
    "outcome", "form", "sha256", "client", "person", "keeper", "uscc", "email", "department", "roles", "domains", "grade",
    "deputy", "every", "start", "end", "on", "deliver_by", "eta", "price", "quantity", "amount", "limit", "days", "when",
    "valid_until", "until", "limit_of", "order", "committed", "delivered", "secured", "sum", "rate", "covers", "promised", "origin", "regions", "done", "quantities", "size", "percent",
    "departments", "score", "kind", "delay", "loss", "owner", "look", "needed_by", "lead", "members", "present", "tax",
}  # fmt: skip
NOT_FREE_AT = {("risk_reviews", "risk"), ("sessions", "decisions", "who")}  # elsewhere the same name is free text


def text_fields(node, path=()):
    """The places of free text in a record's plain data."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from text_fields(value, (*path, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from text_fields(value, (*path, index))
    elif isinstance(node, str):
        name = next(part for part in reversed(path) if isinstance(part, str))
        inquiry_client = path == ("inquiry", "client")
        elsewhere = tuple(part for part in path if isinstance(part, str)) in NOT_FREE_AT
        chosen = path[:1] == ("changes",) and name == "cause"
        if (
            not {"log", "quantities", "set"} & set(path)
            and not (chosen or elsewhere)
            and (name not in NOT_FREE or inquiry_client or path[-2:-1] == ("lines",))
        ):
            yield path


def put(data, path, value):
    """Plain data with one place changed."""
    data = json.loads(json.dumps(data))
    node = data
    for part in path[:-1]:
        node = node[part]
    node[path[-1]] = value
    return data


@pytest.fixture(scope="module")
def records():
    """The fullest record of each kind, with the places of its text."""
    from people import Office

    office = Office()
    fullest = {}
    for made in full_story(office):
        fullest[made.new.kind] = max(
            fullest.get(made.new.kind, made.new), made.new, key=lambda r: len(json.dumps(r.plain()))
        )
    return {kind: (record.plain(), list(text_fields(record.plain()))) for kind, record in fullest.items()}


def test_the_fields_tried_are_those_that_take_free_text(records):
    _plain, fields = records["order"]
    names = {".".join(part for part in path if isinstance(part, str)) for path in fields}
    assert {
        "inquiry.client", "inquiry.contact", "inquiry.matter", "forwards.question", "replies.text", "form.project",
        "form.description", "form.lines.item", "form.lines.spec", "form.lines.unit", "form.deliver_to", "plans.phases.name",
        "plans.nodes.name", "plans.risks.risk", "plans.risks.countermeasure", "progress.state", "delivery.place",
        "delivery.received_by",
    } <= names  # fmt: skip


@pytest.mark.parametrize(
    ("every", "own_every"), [pytest.param(89, 8, id="a share"), pytest.param(11, 1, id="all", marks=pytest.mark.soak)]
)
def test_every_text_field_gives_every_string_back_or_refuses_it(records, every, own_every):
    # Each string meets every so many fields, each field every so many strings; our own strings meet more of them.
    for kind, (plain, fields) in records.items():
        model = RECORDS[kind]
        text_before = dump(plain).encode()
        for number, string in enumerate(strings()):
            for place, path in enumerate(fields):
                if (number + place) % (own_every if string in OWN else every):
                    continue
                changed = put(plain, path, string)
                if not acceptable(string, lines=has_lines(path)):
                    with pytest.raises(InvalidError) as refused:
                        validated(model, changed)
                    assert len(refused.value.problems) == 1
                    continue
                record = validated(model, changed)
                again = read(dump(record.plain()).encode())
                assert again.data == changed, (path, string)
                assert validated(model, again.data) == record
        changed = put(plain, fields[0], OWN[0])
        assert read(splice(text_before, plain, changed)).data == changed


@WITH_SHARED
def test_the_command_line_gives_every_string_back_or_refuses_it(desk):
    order = desk.order()
    taken = []
    # What is fine goes through every field below; here it is what is not, and what we thought of ourselves.
    for string in [one for one in strings() if one in OWN or not acceptable(one, lines=True)]:
        said = desk.run("reply", order, f"--text={string}", by="chen.jie", code=None)
        if acceptable(string, lines=True):
            assert said.code == 0, (string, said.err)
            taken.append(string)
        else:
            assert said.code == 4, (string, said.err)
            assert said.err.startswith("Error: --text: ")
    assert [reply["text"] for reply in desk.ask("show", order)["replies"]] == taken
    assert len(taken) > 30
    trailers = desk.git("log", "--format=%(trailers:key=Actor,valueonly,separator=%x2C)").split()
    assert set(trailers) == {"wu.gang", "chen.jie"}
    assert desk.run("check").out.endswith(" 0 problems\n")
    assert desk.git("status", "--porcelain") == ""


def test_file_names_lead_nowhere(desk, tmp_path):
    order = desk.order("draft")
    desk.run("review", order, "--pass", by="chen.jie")
    names = [
        "..",
        "-rf",
        "订单 申请表.xlsx",
        "a" * 200 + ".pdf",
        "\u202egnp.exe",
        "$(touch x)",
        "'; rm -rf .",
        "CON",
        "x.",
    ]
    papers = []
    for number, name in enumerate(names):
        place = tmp_path / "odd" / str(number) / (name if name != ".." else "...")
        place.parent.mkdir(parents=True)
        place.write_text(f"paper {number}")
        papers.append(str(place))
    attached = [part for paper in papers for part in ("--attach", paper)]
    desk.run("submit", order, "--original", "paper, folder 12", *attached, by="chen.jie")
    kept = desk.git("-c", "core.quotePath=false", "ls-files", "orders").splitlines()
    assert len(kept) == len(names) + 1
    assert all(path.startswith("orders/2026/11/23/") and ".." not in path.replace("...", "") for path in kept)
    shown = desk.ask("show", order)["handover"]["attachments"]
    assert [paper["name"] for paper in shown] == [name if name != ".." else "..." for name in names]
    assert desk.run("check").out.endswith(" 0 problems\n")


@pytest.mark.parametrize(
    "typed", ["../../policy", "-1", "HEAD", "SO-20261123-XXXXX", "", "x:y", "a\nb", "*", "{x}", "%s", "订单"]
)
def test_ids_lead_nowhere(desk, typed):
    before = desk.state()
    said = desk.run("show", "--", typed, code=2)
    assert said.err.splitlines()[0].startswith("Error: there is no order ")
    said = desk.run(
        "staff",
        "add",
        "--name",
        "N",
        "--email",
        "n@example.com",
        "--department",
        "x",
        "--role",
        "owner",
        "--",
        typed,
        code=None,
    )
    assert said.code == 4, said.err
    assert desk.state() == before


def test_bytes_that_are_no_text_are_refused(desk):
    said = desk.run("inquire", "--client", "\udcff", "--contact", "x", "--matter", "y", by="chen.jie", code=4)
    assert said.err.splitlines()[0] == "Error: --client: is not valid Unicode text"


def test_an_order_written_by_hand_with_every_string_as_a_comment_still_reads():
    for string in OWN:
        if "\n" not in string:
            data = f"# {string}\nid: x\n".encode()
            try:
                assert read(data).data == {"id": "x"}
            except InvalidError:
                assert any(unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp"} for c in string)


def test_every_field_of_every_command_gives_every_string_back(desk, tmp_path):
    """Round by round, each field of the straight way gets another string; between them every string comes round."""
    fine = [one for one in dict.fromkeys(strings()) if acceptable(one, lines=False)]
    in_parts = [one.strip() for one in fine if not set(";；=＝") & set(one)]
    as_file = [
        one for one in dict.fromkeys(fine) if "/" not in one and len(one.encode()) < 200 and one not in (".", "..")
    ]
    rounds = {kind: cycle(kind_of) for kind, kind_of in {"any": fine, "part": in_parts, "file": as_file}.items()}
    given = Counter()

    def some(kind="any"):
        string = next(rounds[kind])
        given[string] += 1
        return string

    for turn in range(10):
        inquiry = {
            "client": some(),
            "contact": some(),
            "phone": some(),
            "email": some(),
            "matter": some(),
            "answer": some(),
        }
        order = desk.ask("inquire", *typed(inquiry), by="chen.jie")["id"]
        question, reply = some(), some()
        desk.run("forward", order, "--to", "li.na", f"--question={question}", by="chen.jie")
        desk.run("reply", order, f"--text={reply}", by="li.na")
        profile = {
            "name": some(),
            "contact": some(),
            "region": some(),
            "phone": "13800001234",  # which is checked
            "although-like": some(),
            "email": some(),
            "address": some(),
        }
        client = desk.ask("client", "add", *typed(profile), by="chen.jie")["id"]
        evidence = some()
        desk.run(
            "client", "credit", client, "--grade", "A", "--days", "30", f"--evidence={evidence}", "--valid-until", "2027-06-30",
            by="qian.yu",
        )  # fmt: skip
        form = {
            "project": some(), "description": some(), "deliver_to": some(), "contract": some(), "client_order": some(),
        }  # fmt: skip
        line = {"item": some("part"), "spec": some("part"), "unit": some("part")}
        desk.run(
            "draft", order, "--client", client, *typed(form), "--type", "standard", "--domain", "storage", "--deliver-by",
            "2026-12-18", "--payment", "account:30", "--line",
            ";".join(f"{name}={value}" for name, value in (line | {"quantity": "1", "price": "1"}).items()), by="chen.jie",
        )  # fmt: skip
        reason = some()
        desk.run("review", order, f"--return={reason}", by="chen.jie")
        desk.run("review", order, "--pass", by="chen.jie")
        papers = [tmp_path / str(turn) / str(n) / some("file") for n in range(2)]
        for number, paper in enumerate(papers):
            paper.parent.mkdir(parents=True)
            paper.write_text(f"{turn} {number}")
        attached = papers if papers[0].name != papers[1].name else papers[:1]
        desk.run("submit", order, "--original=paper 1", *(f"--attach={paper}" for paper in attached), by="chen.jie")
        assigned = {"reason": some(), "note": some()}
        desk.run("assign", order, "--to", "li.na", *typed(assigned), by="zhao.min")
        desk.run("confirm", order, by="li.na")
        phase, node, risk, counter = (some("part") for n in range(4))
        desk.run(
            "plan", order, f"--phase={phase};2026-11-24;2026-12-10;li.na", f"--node={node};2026-11-26", f"--risk={risk};{counter}",
            "--every", "3d", by="li.na",
        )  # fmt: skip
        why, state, problem, solution = some(), some(), some("part"), some("part")
        planned = {
            "phases": [{"name": some(), "start": "2026-11-24", "end": "2026-12-10", "person": "li.na"}],
            "every": 3,
        }
        desk.run(
            "plan", order, "--from", "-", f"--reason={why}", by="li.na",
            stdin=json.dumps(planned, ensure_ascii=False).replace("\x7f", "\\u007f").encode(),
        )  # fmt: skip
        desk.run("progress", order, f"--state={state}", f"--problem={problem};{solution}", by="li.na")
        oral, who = some(), some()
        desk.run("progress", order, f"--state={oral}", "--via", "oral", f"--reported-by={who}", by="zhao.min")
        told, method = some("part"), some()
        desk.run(
            "prepare", order, "--done", "packaging", "--done", "documents", "--done", "transport", f"--told={told};phone;2026-11-23T08:40",
            "--when", "2026-11-24T09:00", f"--method={method}", by="li.na",
        )  # fmt: skip
        delivery = {"place": some(), "delivered-by": some(), "received-by": some(), "remarks": some()}
        desk.run("deliver", order, "--quantity", "L1=1", "--outcome", "remarks", *typed(delivery), by="li.na")
        reference = some()
        desk.run("pay", order, "--amount", "1", "--on", "2026-11-23", f"--reference={reference}", by="qian.yu")
        staff = some()
        desk.run(
            "staff", "add", f"p{turn}", f"--name={staff}", "--email", f"p{turn}@example.com", "--department", "d", "--role", "owner",
            by="wu.gang",
        )  # fmt: skip

        shown = desk.ask("show", order)
        assert {name: shown["inquiry"][name] for name in inquiry} == inquiry
        assert (shown["forwards"][0]["question"], shown["replies"][0]["text"]) == (question, reply)
        assert {name: shown["form"][name] for name in form} == form
        assert {name: shown["form"]["lines"][0][name] for name in line} == line
        assert shown["review"][0]["reasons"] == [reason]
        assert [paper["name"] for paper in shown["handover"]["attachments"]] == [paper.name for paper in attached]
        assert {name: shown["assignment"][name] for name in assigned} == assigned
        assert (shown["plan"]["phases"][0]["name"], shown["plan"]["reason"]) == (planned["phases"][0]["name"], why)
        report, spoken = shown["progress"]
        assert (report["state"], report["problem"], report["solution"]) == (state, problem, solution)
        assert (spoken["state"], spoken["reported_by"]) == (oral, who)
        assert (shown["preparation"][0]["told"]["who"], shown["preparation"][0]["method"]) == (told, method)
        assert {name: shown["delivery"][0][name.replace("-", "_")] for name in delivery} == delivery
        assert shown["payments"][0]["reference"] == reference
        kept = desk.ask("client", "show", client)
        assert {name: kept["profile"][name.replace("-", "_")] for name in profile} == profile
        assert kept["credit"][0]["evidence"] == evidence
        assert desk.ask("staff", "show", f"p{turn}")["profile"]["name"] == staff
        for command in ("show", "explain", "log"):
            desk.run(command, order, by="li.na")
    assert set(given) >= set(fine)
    assert desk.run("check").out.endswith(" 0 problems\n")
    assert desk.git("status", "--porcelain") == ""
    trailers = desk.git("log", "--format=%(trailers:key=Actor,valueonly,separator=%x2C)").split()
    assert set(trailers) == {"wu.gang", "chen.jie", "zhao.min", "li.na", "qian.yu"}


def typed(values):
    """Options with their values, as one word each, so that a value may begin with a dash."""
    return [f"--{name.replace('_', '-')}={value}" for name, value in values.items()]
