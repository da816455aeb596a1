"""Real intake through the same code the commands use: a log of permit requests, taken in, passed on and answered.

Each case is an inquiry, each hand-over between two clerks a `forward`, the confirmation sent to the applicant the
`reply`; every move happens at the data's own time by the data's own clerk, in the order in which it happened. What
the table refuses is counted by reason.
"""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from datetime import datetime

import pytest
from conftest import PEOPLE, SHARED, Desk
from replaying import Office

from ordertool.checking import check_book
from ordertool.context import context_of
from ordertool.records.faults import validated
from ordertool.records.intake import ForwardInput, Inquiry, ReplyInput
from ordertool.records.staff import StaffProfile
from ordertool.rules.clocks import question_asked
from ordertool.rules.lateness import late_moves
from ordertool.rules.permissions import holder

LOG = SHARED / "eventlogs" / "replay_receipt.csv"
CHANNELS = {"Internet": "online", "Desk": "visit", "Post": "other", "e-mail": "email"}
TAKEN, SENT = "Confirmation of receipt", "T05 Print and send confirmation of receipt"

pytestmark = pytest.mark.skipif(not LOG.exists(), reason="shared/data/eventlogs is not beside this checkout")


def events(one_in):
    """The log in the order of time: all of it, or one case in so many."""
    with LOG.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    chosen = set(list(dict.fromkeys(row["case"] for row in rows))[::one_in])
    return [row for row in rows if row["case"] in chosen]


def clerk(row):
    return row["staff"].lower()


@pytest.fixture(scope="module", params=["one in twelve", pytest.param("all", marks=pytest.mark.soak)])
def replayed(request, founded, tmp_path_factory):
    """The log's cases, or one in twelve of them, in one book."""
    root = tmp_path_factory.mktemp("receipt") / "book"
    shutil.copytree(founded, root)
    desk = Desk(root)
    policy = root / "policy.yaml"
    text = policy.read_text().replace("Asia/Shanghai", "Europe/Amsterdam").replace("holidays: CN", "holidays: none")
    policy.write_text(text)
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qam", "policy: Amsterdam")
    office = Office(desk)
    rows = events(12 if request.param == "one in twelve" else 1)
    hire(office, rows)
    orders, last = {}, {}
    answered = set()  # what is done with a request after its confirmation is no longer the intake
    for row in rows:
        if row["case"] not in answered:
            replay_event(office, row, orders, last.get(row["case"]))
            last[row["case"]] = clerk(row)
        if row["activity"] == SENT:
            answered.add(row["case"])
    yield request.param, desk, office, orders
    office.book.close()


def hire(office, rows):
    """The log's clerks: who takes requests in is a receptionist, everybody else supports."""
    takers = {row["staff"] for row in rows if row["activity"] == TAKEN}
    for name in dict.fromkeys(row["staff"] for row in rows):
        profile = {
            "name": name,
            "email": f"{name}@example.com",
            "department": "permits",
            "roles": ["receptionist" if name in takers else "support"],
        }
        begin = datetime.fromisoformat("2010-10-01T09:00+02:00")
        office.move(begin, "wu.gang", "staff", "add", name.lower(), validated(StaffProfile, profile))


def replay_event(office, row, orders, before):
    """One line of the log; `before` is who had the case in hands."""
    at, who, case = datetime.fromisoformat(row["timestamp"]).replace(microsecond=0), clerk(row), row["case"]
    if before is None:
        inquiry = {
            "client": case,
            "contact": f"applicant of {case}",
            "channel": CHANNELS[row["channel"]],
            "matter": f"permit request, {row['region_or_dept']}",
        }
        orders[case] = office.move(at, who, "order", "inquire", None, validated(Inquiry, inquiry))
        return
    order = orders[case]
    if who != before and holder(order) != (who, None):
        passed = {"to": who, "question": row["activity"], "promised": row["deadline"].replace(" ", "T")}
        passed = validated(ForwardInput, passed)
        order = office.move(at, before, "order", "forward", order.id, passed) or order
    if row["activity"] == SENT:
        order = office.move(at, who, "order", "reply", order.id, ReplyInput(text=SENT)) or order
    orders[case] = order


# Why the table is right:
# - A clerk who has passed a request on, and who neither took it in nor is a receptionist, has not to pass it on
#   again: that is for who holds it now, or for reception, which follows the question until it is answered (P2.1b).
# - Nobody passed the request on to the clerk who sent the confirmation (or was allowed to), so the book has
#   somebody else answer for the reply, and only that one gives it (P0.3).
# - The request's own deadline had passed when it was passed on: a reply cannot be promised for a time that is past.
# - One clerk stands in the log in two spellings, TEST and test; a person is on the staff once.
NOT_HIS_TO_PASS_ON = "forward: {actor} ({roles}) may not do that"
NOT_HIS_TO_ANSWER = "reply: {actor} ({roles}) may not do that"
PROMISE_PAST = "forward: the reply is promised for {time}, which is past"
KNOWN_ALREADY = "add: it is there already"
EXPECTED = {
    "one in twelve": (
        {"add": 28, "inquire": 71, "forward": 38, "reply": 63},
        {NOT_HIS_TO_PASS_ON: 7, NOT_HIS_TO_ANSWER: 4, PROMISE_PAST: 2},
        {"in time": 45, "late": 18, "never": 8},
    ),
    "all": (
        {"add": 42, "inquire": 848, "forward": 536, "reply": 757},
        {NOT_HIS_TO_PASS_ON: 28, NOT_HIS_TO_ANSWER: 7, PROMISE_PAST: 8, KNOWN_ALREADY: 1},
        {"in time": 502, "late": 255, "never": 91},
    ),
}


def test_every_request_is_taken_in_and_refusals_are_counted_by_reason(replayed):
    sample, _desk, office, _orders = replayed
    made, refused, _answered = EXPECTED[sample]
    assert office.made == made
    assert office.refused == refused


def test_answers_are_in_time_or_late_by_our_own_clock(replayed):
    """Four working hours for the reply, by the log's own times: what is late stays visible when it is done (P0.2)."""
    sample, _desk, office, orders = replayed
    ctx = context_of(office.book.snapshot())
    found = Counter()
    for order in orders.values():
        late = {order.log[place].move for place in late_moves(order, ctx)}
        found["never" if order.last("reply") is None else "late" if "reply" in late else "in time"] += 1
        assert (question_asked(order) is None) == (order.last("reply") is not None)
    assert found == EXPECTED[sample][2]


def test_the_book_is_sound_afterwards(replayed):
    sample, desk, office, _orders = replayed
    made = EXPECTED[sample][0]
    checked = check_book(office.book)
    assert checked.problems == ()
    records = len(PEOPLE.split("staff add ")) + made["add"] + made["inquire"] + 1  # the manager, and policy.yaml
    assert checked.records == records
    assert desk.git("status", "--porcelain") == ""
