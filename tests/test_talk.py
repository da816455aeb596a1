"""What is said around an order: problems, assistance, complaints, talks with the client, the survey (P2.4c, P5, P6.2b)."""

from __future__ import annotations

import pytest
from people import Office, at, paper
from telling import kept, last_entry, made, message, refused, told

LATER = at("2026-11-24T09:00")
TRAILERS = "At: 2026-11-23T09:00:00+08:00\nClause: {}\nLaw: 1\nOp-Id: …\n"


@pytest.fixture
def office():
    return Office()


# --- problems (P2.4c)


def test_a_problem_is_brought_up_decided_on_and_solved(desk):
    order = desk.order("active")
    document = made(desk, order, "escalate", "--problem", "crane not available", by="li.na")
    assert document["problems"] == [{"problem": "crane not available", "id": "Q1", "decisions": [], "solution": None}]
    assert message(desk) == (
        f"escalate {order} Q1\n\n  problem: crane not available\n\nMove: order escalate\nActor: li.na\nEntered-By: wu.gang\n"
        "Right: owner\n" + TRAILERS.format("P2.4c")
    )
    decide = ("coordinate", "q1", "--with", "production", "--with", "sales", "--decision")
    made(desk, order, *decide, "hire a crane for two days", by="zhao.min")
    assert last_entry(desk, order).endswith("    move: coordinate\n    item: Q1\n")
    document = made(desk, order, "coordinate", "Q1", "--decision", "three days,\nto be safe", by="zhao.min")
    assert document["problems"][0]["decisions"] == [
        {"departments": ["production", "sales"], "decision": "hire a crane for two days"},
        {"departments": [], "decision": "three days,\nto be safe"},
    ]
    document = made(desk, order, "resolve", "Q1", "--solution", "crane on site 12-14", by="zhao.min")
    assert document["problems"][0]["solution"] == "crane on site 12-14"
    assert kept(desk, order, "problems") == (
        "problems:\n  - id: Q1\n    problem: crane not available\n    decisions:\n      - departments:\n"
        "          - production\n          - sales\n        decision: hire a crane for two days\n      - decision: |-\n"
        "          three days,\n          to be safe\n    solution: crane on site 12-14\n"
    )


def test_what_is_solved_needs_no_decision_and_no_other_solution(desk):
    order = desk.order("active")
    desk.run("escalate", order, "--problem", "crane not available", by="li.na")
    decide, solve = ("coordinate", "Q1", "--decision", "x"), ("resolve", "Q1", "--solution", "x")
    desk.run(solve[0], order, *solve[1:], by="zhao.min")
    for move in (decide, solve):
        refused(
            desk, order, *move, by="zhao.min",
            why="no problem is open (P2.4c)", hint="ordertool escalate {tail} --problem …",
        )  # fmt: skip
    desk.run("escalate", order, "--problem", "no power on site", by="li.na")
    for move in (decide, solve):
        refused(
            desk, order, *move, by="zhao.min",
            why="problem Q1 is solved already (P2.4c)", hint="a new one: ordertool escalate {tail} --problem …",
        )  # fmt: skip


def test_a_decision_is_made_with_departments_that_have_somebody_in_them(desk):
    order = desk.order("active")
    desk.run("escalate", order, "--problem", "crane not available", by="li.na")
    refused(
        desk, order, "coordinate", "Q1", "--with", "production", "--with", "research", "--decision", "x", by="zhao.min",
        why="there is nobody in department research (P2.4c)", hint="ordertool staff list",
    )  # fmt: skip


ON_ITEMS = [
    ("coordinate", ("Q9", "--decision", "x"), "zhao.min"), ("resolve", ("Q9", "--solution", "x"), "zhao.min"),
    ("settle", ("K9", "--solution", "x", "--feedback", "x"), "li.na"),
]  # fmt: skip


@pytest.mark.parametrize(("verb", "args", "by"), ON_ITEMS, ids=[row[0] for row in ON_ITEMS])
def test_an_item_that_is_not_there_is_told(desk, verb, args, by):
    order = desk.order("active")
    desk.run("escalate", order, "--problem", "crane not available", by="li.na")
    desk.run("complain", order, "--text", "two rails scratched", by="li.na")
    before = desk.state()
    said = desk.run(verb, order, *args, by=by, code=2)
    assert said.err.splitlines()[0] == f"Error: there is no {args[0]} in {order}"
    said = desk.run(verb, order, "not an id", *args[1:], by=by, code=4)
    assert said.err.splitlines()[0] == "Error: item: must be letters and a number, such as L1 or PH2"
    assert desk.state() == before


@pytest.mark.parametrize("stage", ["assigned", "confirmed", "active", "delivered"])
def test_a_problem_may_come_up_from_the_assignment_to_the_delivery(office, stage):
    assert office.refused("escalate", office.order(stage), "li.na", now=LATER, problem="no crane") == []


# --- assistance between departments (P5.1b)


def test_assistance_is_asked_for_accepted_and_given(desk):
    order = desk.order("active")
    document = made(desk, order, "assist", "--ask", "production", "--need", "two welders on 12-15", by="li.na")
    assert document["assistance"] == [
        {
            "department": "production",
            "need": "two welders on 12-15",
            "needed_by": None,
            "id": "A1",
            "answer": None,
            "done": False,
        }
    ]
    assert message(desk).startswith(
        f"assist {order} A1\n\n  department: production\n  need: two welders on 12-15\n\nMove: order assist\n"
    )
    document = made(desk, order, "assist", "a1", "--accept", by="he.jun")
    assert document["assistance"][0]["answer"] == {"outcome": "accepted", "reason": None}
    assert message(desk) == (
        f"assist-answer {order} A1\n\nMove: order assist-answer\nActor: he.jun\nEntered-By: wu.gang\nRight: asked\n"
        + TRAILERS.format("P5.1b")
    )
    document = made(desk, order, "assist", "A1", "--done", by="he.jun")
    assert document["assistance"][0]["done"] is True
    assert kept(desk, order, "assistance") == (
        "assistance:\n  - id: A1\n    department: production\n    need: two welders on 12-15\n    answer:\n"
        "      outcome: accepted\n    done: true\n"
    )


def test_assistance_is_declined_for_a_reason_and_then_not_done(desk):
    order = desk.order("active")
    desk.run("assist", order, "--ask", "finance", "--need", "a bond", by="zhao.min")
    refused(
        desk, order, "assist", "A1", "--decline", by="qian.yu", move="assist-answer",
        why="a refusal needs a reason (P5.1b)", hint="add --reason",
    )  # fmt: skip
    refused(
        desk, order, "assist", "A1", "--done", by="qian.yu", move="assist-done",
        why="no request was taken on (P5.1b)", hint="ordertool show {tail}",
    )  # fmt: skip
    document = made(desk, order, "assist", "A1", "--decline", "--reason", "no bond for this client", by="qian.yu")
    assert document["assistance"][0]["answer"] == {"outcome": "declined", "reason": "no bond for this client"}
    refused(
        desk, order, "assist", "A1", "--accept", by="qian.yu", move="assist-answer",
        why="no request waits for an answer (P5.1b)", hint="ordertool show {tail}",
    )  # fmt: skip
    desk.run("assist", order, "--ask", "finance", "--need", "a letter", by="zhao.min")
    desk.run("assist", order, "A2", "--accept", by="qian.yu")
    desk.run("assist", order, "--ask", "finance", "--need", "a stamp", by="zhao.min")
    for move, option, why in (
        ("assist-done", "--done", "request A1 was not accepted"), ("assist-answer", "--accept", "request A1 is answered already"),
    ):  # fmt: skip
        refused(
            desk, order, "assist", "A1", option, by="qian.yu", move=move,
            why=f"{why} (P5.1b)", hint="ordertool show {tail}",
        )  # fmt: skip


def test_a_request_is_answered_and_done_once(desk):
    order = desk.order("active")
    desk.run("assist", order, "--ask", "production", "--need", "two welders", by="li.na")
    desk.run("assist", order, "--ask", "production", "--need", "a crane", by="li.na")
    desk.run("assist", order, "A1", "--accept", by="he.jun")
    refused(
        desk, order, "assist", "A1", "--accept", by="he.jun", move="assist-answer",
        why="request A1 is answered already (P5.1b)", hint="ordertool show {tail}",
    )  # fmt: skip
    desk.run("assist", order, "A1", "--done", by="he.jun")
    desk.run("assist", order, "A2", "--accept", by="he.jun")
    refused(
        desk, order, "assist", "A1", "--done", by="he.jun", move="assist-done",
        why="request A1 is done already (P5.1b)", hint="ordertool show {tail}",
    )  # fmt: skip


def test_only_the_department_that_was_asked_answers_or_who_stands_in_for_one_of_it(desk):
    order = desk.order("active")
    desk.run("assist", order, "--ask", "production", "--need", "two welders", by="li.na")
    desk.run("assist", order, "--ask", "finance", "--need", "a bond", by="li.na")
    refused(
        desk, order, "assist", "A1", "--accept", by="zhao.min", move="assist-answer",
        why="zhao.min (processor) may not do that (P5.1b)", hint="it takes: the department that was asked",
    )  # fmt: skip
    # Another department that was asked, but for something else, has no say in this.
    for move, option in (("assist-answer", "--accept"),):
        refused(
            desk, order, "assist", "A1", option, by="qian.yu", move=move,
            why="qian.yu is not of department production (P5.1b)",
            hint="ordertool staff list --department production",
        )  # fmt: skip
    desk.run("staff", "away", "he.jun", "--from", "2026-11-23", "--to", "2026-11-24", "--deputy", "sun.tao")
    made(desk, order, "assist", "A1", "--accept", by="sun.tao")
    refused(
        desk, order, "assist", "A1", "--done", by="qian.yu", move="assist-done",
        why="qian.yu is not of department production (P5.1b)", hint="ordertool staff list --department production",
    )  # fmt: skip
    desk.now = "2026-11-25T09:00"
    refused(
        desk, order, "assist", "A1", "--done", by="sun.tao", move="assist-done",
        why="sun.tao (owner) may not do that (P5.1b)", hint="it takes: the department that was asked",
    )  # fmt: skip
    made(desk, order, "assist", "A1", "--done", by="he.jun")


def test_assistance_is_asked_of_a_department_with_somebody_in_it(desk):
    refused(
        desk, desk.order("active"), "assist", "--ask", "research", "--need", "x", by="li.na",
        why="there is nobody in department research (P5.1b)", hint="ordertool staff list",
    )  # fmt: skip


ONE_THING = (
    "say one thing: ask a department, or accept, decline or report done for a request",
    'ordertool assist ID --ask DEPARTMENT --need "…", or: ordertool assist ID A1 --accept',
)


@pytest.mark.parametrize(
    "args", [(), ("A1",), ("--accept",), ("A1", "--accept", "--done"), ("A1", "--ask", "production", "--need", "x")]
)
def test_one_thing_is_said_at_a_time(desk, args):
    told(desk, "assist", desk.order("active"), *args, by="li.na", code=2, error=ONE_THING[0], hint=ONE_THING[1])


def test_who_asks_says_for_what_and_of_which_request_who_answers(desk):
    order = desk.order("active")
    before = desk.state()
    assert desk.run("assist", order, "--ask", "production", by="li.na", code=2).err.startswith(
        "Error: --need is missing\n"
    )
    assert desk.run("assist", order, "--ask", "production", "--need", " ", by="li.na", code=4).err.startswith(
        "Error: --need: must not"
    )
    assert desk.state() == before
    desk.run("assist", order, "--ask", "production", "--need", "x", by="li.na")
    said = desk.run("assist", order, "A7", "--accept", by="he.jun", code=2)
    assert said.err.splitlines()[0] == f"Error: there is no A7 in {order}"


# --- talks with the client (P5.2a)


@pytest.mark.parametrize("by", ["li.na", "chen.jie", "zhao.min", "he.jun"])
def test_who_deals_with_the_order_records_a_talk(desk, by):
    order = desk.order("active")
    document = made(desk, order, "contact", "--channel", "电话", "--text", "told the client\nthe install date", by=by)
    assert document["contacts"] == [{"channel": "phone", "text": "told the client\nthe install date", "id": "C1"}]
    # What was said stays in the record; the message of the commit says that there was a talk, and how.
    assert message(desk).startswith(f"contact {order} C1\n\n  channel: phone\n\nMove: order contact\n")
    assert kept(desk, order, "contacts") == (
        "contacts:\n  - id: C1\n    channel: phone\n    text: |-\n      told the client\n      the install date\n"
    )


def test_a_talk_has_a_channel_and_words(desk):
    order = desk.order("active")
    before = desk.state()
    assert desk.run("contact", order, "--text", "x", by="li.na", code=2).err.startswith("Error: --channel is missing\n")
    said = desk.run("contact", order, "--channel", "fax", "--text", "x", by="li.na", code=4)
    assert said.err.splitlines() == [
        'Error: --channel: there is no channel "fax"', "Hint: there are: phone, email, online, visit, wechat, other",
    ]  # fmt: skip
    assert desk.run("contact", order, "--channel", "phone", "--text", "", by="li.na", code=4).err.startswith(
        ("Error: --text: must not be", "Error: text: must not be")
    )
    assert desk.state() == before


# --- complaints (P5.2c)


def test_anyone_takes_down_a_complaint_and_the_owner_settles_it_with_the_clients_word(desk):
    order = desk.order("delivered")
    document = made(desk, order, "complain", "--text", "two rails scratched", by="lin.wei")
    assert (document["complaints"][0]["text"], document["complaints"][0]["id"]) == ("two rails scratched", "K1")
    assert message(desk).startswith(f"complain {order} K1\n\nMove: order complain\nActor: lin.wei\n")
    refused(
        desk, order, "settle", "k1", "--solution", "rails replaced", by="li.na",
        why="the client's feedback is missing (P5.2c)", hint='add --feedback "what the client says"',
    )  # fmt: skip
    document = made(
        desk, order, "settle", "k1", "--solution", "rails replaced", "--feedback", "client content", by="li.na"
    )
    assert document["complaints"][0]["settlement"] == {
        "solution": "rails replaced", "feedback": "client content", "outcome": None, "justified": None,
    }  # fmt: skip
    assert kept(desk, order, "complaints") == (
        "complaints:\n  - id: K1\n    text: two rails scratched\n    settlement:\n      solution: rails replaced\n"
        "      feedback: client content\n"
    )
    again = ("settle", "K1", "--solution", "x", "--feedback", "x")
    refused(desk, order, *again, by="li.na", why="no complaint is open (P5.2c)", hint="ordertool show {tail}")
    desk.run("complain", order, "--text", "too loud", by="lin.wei")
    refused(
        desk, order, *again, by="li.na",
        why="complaint K1 is settled already (P5.2c)", hint="ordertool show {tail}",
    )  # fmt: skip


def test_a_complaint_is_settled_after_it_was_made(desk):
    order = desk.order("delivered")
    desk.now = "2026-11-24T10:00"
    desk.run("complain", order, "--text", "scratched", by="lin.wei")
    refused(
        desk, order, "settle", "K1", "--solution", "x", "--feedback", "x", "--at", "2026-11-24T09:59", by="li.na",
        why="2026-11-24 09:59 is before 2026-11-24 10:00, the time of: complain K1 (P4.2a)",
        hint="give a later time with --at",
    )  # fmt: skip


def test_a_closed_order_is_complained_of_and_settled_without_being_opened_again(desk):
    order = desk.order("closed")
    made(desk, order, "complain", "--text", "paint comes off", by="li.na")
    document = made(desk, order, "settle", "K1", "--solution", "painted", "--feedback", "content", by="li.na")
    assert document["stage"] == "closed"


# --- the survey (P6.2b)


@pytest.mark.parametrize("stage", ["delivered", "signed", "closed"])
def test_the_client_is_asked_once_and_never_by_the_owner(desk, stage):
    order = desk.order(stage)
    document = made(desk, order, "survey", "--score", "5", "--comment", "on time", by="chen.jie")
    assert document["survey"] == {"score": 5, "comment": "on time"}
    assert kept(desk, order, "survey") == "survey:\n  score: 5\n  comment: on time\n"
    assert message(desk).startswith(f"survey {order}\n\n  score: 5\n\nMove: order survey\n")
    refused(
        desk, order, "survey", "--score", "1", by="zhao.min", move="record a survey of",
        why="the client has answered the survey (P6.2b)", hint="ordertool show {tail}",
    )  # fmt: skip


def test_an_owner_who_holds_the_role_too_does_not_ask_about_themself(office):
    office.hire("li.na", "sales", "owner", "receptionist")
    order = office.order("delivered")
    refusal = office.refused("survey", order, "li.na", now=LATER, score=5)[0]
    assert (refusal.reason, refusal.hint, refusal.clause, refusal.kind) == (
        "li.na owns the order, did, or stands in for its owner", "let another receptionist or processor enter it", "P6.2b", "role",
    )  # fmt: skip
    assert office.refused("survey", order, "ma.lan", now=LATER, score=5) == []


def test_nor_does_the_owner_type_it_for_another(office):
    office = Office(rules={"entering_for_others": ["owner"]})
    order = office.order("signed")
    (no,) = office.refused("survey", order, "chen.jie", now=LATER, typist="li.na", score=5)
    assert (no.reason, no.kind) == ("li.na owns the order, did, or stands in for its owner", "role")
    assert office.refused("survey", order, "chen.jie", now=LATER, typist="sun.tao", score=5) == []


@pytest.mark.parametrize(
    ("score", "error"), [("0", "--score: must be at least 1"), ("6", "--score: must be at most 5")]
)
def test_a_score_is_from_one_to_five(desk, score, error):
    order = desk.order("delivered")
    before = desk.state()
    assert desk.run("survey", order, "--score", score, by="chen.jie", code=4).err.splitlines()[0] == f"Error: {error}"
    desk.run("survey", order, "--score", "good", by="chen.jie", code=4)
    assert desk.state() == before


def test_a_slip_belongs_to_nobodys_talk(office):
    """What is said around an order writes beside its course: nothing of the delivery changes."""
    order = office.order("delivered")
    for verb, by, given in (
        ("escalate", "li.na", {"problem": "x"}), ("complain", "lin.wei", {"text": "x"}),
        ("contact", "li.na", {"channel": "phone", "text": "x"}), ("survey", "chen.jie", {"score": 3}),
    ):  # fmt: skip
        order = office.do(verb, order, by, now=LATER, **given)
    assert (order.stage, order.delivery) == ("delivered", office.order("delivered").delivery)
    assert office.refused("sign", order, "li.na", now=LATER, item="D1", slips=paper("slip.pdf")) == []
