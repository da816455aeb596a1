"""Moves applied, read back and replayed: what the table writes, and that nobody gets anything else past it."""

from __future__ import annotations

import pytest
from people import (
    CLIENT,
    INQUIRY,
    NOW,
    ORDER,
    No,
    Office,
    People,
    assessment_story,
    at,
    brought_in,
    full_story,
    meeting_story,
    own_input,
    paper,
    tamperings,
)  # fmt: skip

from ordertool.errors import InvalidError
from ordertool.records.base import Entry, Reason
from ordertool.records.faults import validated
from ordertool.records.given import DecisionInput, SlipInput, SolutionInput
from ordertool.records.intake import Inquiry
from ordertool.records.order import ITEM_TYPES
from ordertool.rules.judging import replay, stage_reached
from ordertool.rules.move import WHOLE
from ordertool.rules.moving import RECORDS, apply, taken, written_by_hand
from ordertool.rules.workflow import TABLE, row

OFFICE = Office()
STORY = full_story(OFFICE)
ORDER_AT_LAST = STORY[-1].new


def step(verb, number=0):
    """A step of the story by its verb: the first, or the one of that number."""
    return [made for made in STORY if made.move.verb == verb][number]


def files():
    """Each move of a client's and a staff file."""
    nobody = Office(staff=People())
    wu = {"name": "吴刚", "email": "wu.gang@example.com", "department": "office", "roles": ["manager"]}
    yield nobody, nobody.tried("add", None, "wu.gang", kind="staff", record_id="wu.gang", **wu)[0]
    kai = {
        **wu,
        "email": "kai@example.com",
        "roles": ["owner", "support"],
        "domains": ["storage"],
        "regions": ["浙江"],
        "capacity": 8,
    }
    yield OFFICE, OFFICE.tried("add", None, "wu.gang", kind="staff", record_id="kai", **kai)[0]
    moved = {**OFFICE.staff["li.na"].profile.model_dump(), "department": "service", "weight": 4}
    yield OFFICE, OFFICE.tried("edit", OFFICE.staff["li.na"], "wu.gang", kind="staff", **moved)[0]
    gone = {"on": "2026-11-20", "reason": "moves away", "successor": "li.na"}
    left = OFFICE.tried("leave", OFFICE.staff["sun.tao"], "wu.gang", kind="staff", **gone)[0]
    yield OFFICE, left
    yield OFFICE, OFFICE.tried("rejoin", left.new, "wu.gang", kind="staff")[0]
    away = {"start": "2026-12-01", "end": "2026-12-05", "deputy": "sun.tao"}
    held = {
        "topic": "客户信息保密",
        "kind_": "information-security",
        "on": "2026-11-20",
        "by_": "林卫",
        "evidence": "92",
    }
    yield OFFICE, OFFICE.tried("train", OFFICE.staff["li.na"], "zhao.min", kind="staff", **held)[0]
    gone = OFFICE.tried("away", OFFICE.staff["li.na"], "li.na", kind="staff", **away)[0]
    yield OFFICE, gone
    seen = {"on": "2026-11-20", "text": "calmed an angry client", "indicator": "communication"}
    yield OFFICE, OFFICE.tried("note", OFFICE.staff["li.na"], "zhao.min", kind="staff", **seen)[0]
    given = {"kind_": "reward", "on": "2026-11-20", "reason": "excellent", "amount": "500.00", "assessment": "2026Q3"}
    yield OFFICE, OFFICE.tried("reward", OFFICE.staff["li.na"], "wu.gang", kind="staff", **given)[0]
    yield OFFICE, OFFICE.tried("back", gone.new, "zhao.min", kind="staff", item="AB1", ended="2026-12-03")[0]
    profile = {
        "name": "杭州湾物流有限公司",
        "contact": "周敏",
        "region": "浙江",
        "uscc": "91330201MA2AAAAA0Y",
        "keeper": "li.na",
    }
    yield OFFICE, OFFICE.tried("add", None, "li.na", kind="client", record_id=CLIENT, **profile)[0]
    credit = {"grade": "B", "limit": "20000", "days": 10, "evidence": "2026 accounts", "valid_until": "2027-06-30"}
    yield OFFICE, OFFICE.tried("credit", OFFICE.clients[CLIENT], "qian.yu", kind="client", **credit)[0]
    others = [{"name": "王芳", "position": "采购", "phone": "0574-87654321"}]
    more = {
        **OFFICE.clients[CLIENT].profile.plain(),
        "contacts": others,
        "needs": "racking",
        "although_like": "two plants",
    }
    yield OFFICE, OFFICE.tried("edit", OFFICE.clients[CLIENT], "chen.jie", kind="client", **more)[0]
    yield OFFICE, OFFICE.tried("confirm-file", OFFICE.clients[CLIENT], "chen.jie", kind="client")[0]
    two = Office()
    two.clients["C-9P5VX"] = two.clients[CLIENT].model_copy(update={"id": "C-9P5VX"})
    merging = {"into": "C-9P5VX", "reason": "opened twice"}
    yield two, two.tried("merge", two.clients[CLIENT], "zhao.min", kind="client", **merging)[0]
    yield from money_files()


def money_files():
    """Each move of a client's money, and an order from before the book."""
    office = Office(rules={"go_live": "2026-12-31"})
    made = []

    def move(verb, by, **given):
        one, found = office.tried(verb, made[-1].new if made else office.clients[CLIENT], by, kind="client", **given)
        assert not found, f"{verb}: {found}"
        made.append(one)

    debt = {"currency": "CNY", "since": "2026-09-01", "due": "2026-10-01", "reference": "old ledger, page 12"}
    move("opening", "wu.gang", amount="100.00", **debt)
    move("opening", "wu.gang", amount="60.00", **debt)
    dunned = [{"debt": "OB1", "amount": "100.00", "currency": "CNY", "due": "2026-10-01"}]
    move("dun", "qian.yu", stage="first", on="2026-11-23", debts=dunned)
    move(
        "deposit",
        "qian.yu",
        amount="500.00",
        currency="CNY",
        on="2026-11-20",
        reference="B-9",
        openings={"OB1": "40.00"},
    )
    move("draw", "qian.yu", item="DP1", uses={"opening": "OB1", "amount": "20.00", "on": "2026-11-23"})
    move("refund", "qian.yu", item="DP1", refunds={"amount": "30.00", "on": "2026-11-23", "reason": "no order follows"})
    move("write-off", "wu.gang", item="OB1", write_offs={"amount": "5.00", "on": "2026-11-23", "reason": "cents"})
    move("watch", "qian.yu", sign="overdue", reason="no answer", debts=["OB1"])
    move("release", "chen.jie", item="WA1", released={"reason": "they answered"})
    move("dismiss", "wu.gang", sign="overdue", reason="the bank confirms it", debts=["OB2"])
    yield from ((office, one) for one in made)
    yield office, office.tried("opening", None, "wu.gang", record=brought_in())[0]


STEPS = [(OFFICE, made) for made in (*STORY, *meeting_story(OFFICE))] + [*files(), *assessment_story()]
IDS = [f"{n}-{made.move.kind}-{made.move.verb}" for n, (_, made) in enumerate(STEPS)]
every_step = pytest.mark.parametrize(("office", "made"), STEPS, ids=IDS)

_rows = [(made.move.kind, made.move.verb, made.new.log[-1].to) for _, made in STEPS]
first_of_each_row = [
    pytest.param(*one, n, id=name)
    for n, (one, name) in enumerate(zip(STEPS, IDS, strict=True))
    if _rows.index(_rows[n]) == n
]


def reasons(found):
    return [str(refusal.reason) for refusal in found]


def test_the_steps_below_are_of_every_row():
    assert {(made.move.kind, made.move.verb) for _, made in STEPS} == {(move.kind, move.verb) for move in TABLE}


# --- apply and taken


@every_step
def test_what_a_move_took_can_be_read_back_and_makes_the_same_record_again(office, made):
    move, old, new = made
    given = taken(move, new, new.log[-1])
    assert (given is None) == (move.takes is None)
    assert apply(move, old, new.log[-1], given, new.id) == new
    if given is not None:
        assert taken(move, apply(move, old, new.log[-1], given, new.id), new.log[-1]) == given


@every_step
def test_a_move_writes_one_log_entry_and_one_place_and_leaves_the_rest_alone(office, made):
    move, old, new = made
    section = move.at.partition("[]")[0]
    before, after = old.plain() if old else {}, new.plain()
    changed = {name for name in {**before, **after} if before.get(name) != after.get(name)}
    assert move.at == WHOLE or changed <= {"log", "stage", section, "" if old else "id"}
    assert new.log[:-1] == (old.log if old else ())
    assert new.log[-1].move == move.verb


def test_items_are_numbered_in_their_lists():
    assert {section: [item.id for item in getattr(ORDER_AT_LAST, section)] for section in ITEM_TYPES} == {
        "forwards": ["F1", "F2"], "replies": ["W1", "W2"], "review": ["V1", "V2"], "handover": ["H1", "H2"],
        "overrides": ["O1"], "plans": ["PL1", "PL2"],
        "assignment": ["AS1", "AS2", "AS3"], "risks": ["RR1"], "risk_reviews": ["RV1", "RV2"], "progress": ["R1", "R2"], "problems": ["Q1", "Q2"],
        "assistance": ["A1", "A2"], "sessions": ["SS1"], "contacts": ["C1"], "changes": ["M1", "M2"], "corrections": ["E1"],
        "complaints": ["K1"], "survey_sheets": ["SV1"], "preparation": ["T1", "T2"], "delivery": ["D1", "D2", "D3"],
        "payments": ["P1", "P2", "P3", "P4"], "taken_back": [], "invoices": ["IV1"],
    }  # fmt: skip
    named = [
        entry.item for entry in ORDER_AT_LAST.log if entry.move in ("deliver", "sign", "pay", "refund", "write-off")
    ]
    assert named == ["D1", "P1", "D1", "D2", "D3", "D3", "D3", "P2", "P3", "P4"]
    named = [entry.item for entry in ORDER_AT_LAST.log if entry.move in ("escalate", "coordinate", "resolve")]
    assert named == ["Q1", "Q2", "Q1", "Q1", "Q1"]


def test_an_item_inside_an_item_joins_those_that_are_there():
    first, second = ORDER_AT_LAST.problems
    assert [decision.plain() for decision in first.decisions] == [
        {"departments": ["production", "sales"], "decision": "hire a crane for two days"},
        {"decision": "three days,\nto be safe"},
    ]
    assert (second.decisions, second.solution) == ((), None)
    # Read back, a decision is the newest of its problem.
    for number, made in enumerate((step("coordinate"), step("coordinate", 1))):
        given = taken(made.move, made.new, made.new.log[-1])
        assert given == DecisionInput(item="Q1", decisions=first.decisions[number])


def test_the_log_says_who_acted_who_typed_and_when_both():
    entry = next(entry for entry in STORY[-1].new.log if entry.move == "confirm")
    assert entry == Entry(
        at=at("2026-11-23T19:00"),
        entered=at("2026-11-23T20:00"),
        by="li.na",
        via="wu.gang",
        move="confirm",
        to="confirmed",
    )
    assert entry.typed_at == at("2026-11-23T20:00")


def test_a_slip_of_a_delivery_that_is_not_there_is_no_input():
    order = OFFICE.order("delivered")
    slip = validated(SlipInput, {"item": "D7", "slips": paper("slip.pdf")})
    with pytest.raises(LookupError, match="D7"):
        apply(row("order", "sign"), order, Entry(at=NOW, by="li.na", move="sign"), slip)


def test_input_that_is_not_there_cannot_be_read_back():
    order = OFFICE.order("delivered")
    entry = order.log[-1]
    with pytest.raises(LookupError, match="D1"):
        taken(row("order", "sign"), order, entry)
    with pytest.raises(LookupError, match="P9"):
        taken(row("order", "pay"), order, entry.model_copy(update={"item": "P9"}))
    with pytest.raises(LookupError, match="form"):
        taken(row("order", "draft"), OFFICE.order("inquiry"), entry)


def test_a_reason_lands_in_the_log_as_its_note():
    lose, order = row("order", "lose"), OFFICE.order("inquiry")
    lost = apply(lose, order, Entry(at=NOW, by="chen.jie", move="lose"), Reason(note="bought elsewhere"))
    assert (lost.stage, lost.log[-1].note, lost.log[-1].to) == ("lost", "bought elsewhere", "lost")
    assert taken(lose, lost, lost.log[-1]) == Reason(note="bought elsewhere")
    assert replay(order, lost, OFFICE.ctx) == ()
    silent = lost.model_copy(update={"log": (*order.log, lost.log[-1].model_copy(update={"note": None}))})
    assert reasons(replay(order, silent, OFFICE.ctx)) == ["the input of lose is not where it belongs"]


def test_input_for_an_item_that_is_not_there_or_has_none_is_no_input():
    made = step("resolve")
    for item in ("Q9", "Q2"):
        entry = made.new.log[-1].model_copy(update={"item": item})
        with pytest.raises(LookupError, match=item):
            taken(made.move, made.new, entry)
    none = OFFICE.order("active")
    with pytest.raises(LookupError, match="Q1"):
        apply(
            row("order", "resolve"),
            none,
            Entry(at=NOW, by="zhao.min", move="resolve"),
            SolutionInput(item="Q1", solution="x"),
        )
    decided, undecided = step("coordinate"), step("escalate", 1)
    with pytest.raises(LookupError, match="Q2"):
        taken(decided.move, undecided.new, decided.new.log[-1].model_copy(update={"item": "Q2"}))


def test_when_a_stage_was_reached_is_when_the_log_led_there():
    assert stage_reached(None) is None
    planned = step("plan", 1).new
    assert stage_reached(planned) == next(e.at for e in planned.log if e.to == "active")
    # What was undone led nowhere: the stage was reached when it was reached first.
    assert stage_reached(step("undo").new) == next(e.at for e in ORDER_AT_LAST.log if e.move == "draft")
    assert stage_reached(OFFICE.clients[CLIENT]) == at("2026-11-20T09:00")


# --- replay


@every_step
def test_every_legal_step_replays_without_a_word(office, made):
    assert replay(made.old, made.new, office.ctx) == ()


@pytest.mark.parametrize(("office", "made", "number"), first_of_each_row)
def test_no_leaf_can_be_changed_but_a_moves_own_input(office, made, number):
    move, old, new = made
    model, plain = RECORDS[move.kind], new.plain()
    refused = own = 0
    donor = ORDER_AT_LAST if move.kind == "order" else None
    for path, tampered, is_own in tamperings(old, new, move, donor, number):
        try:
            record = validated(model, tampered)
        except InvalidError:
            refused += 1
            continue
        if record.plain() == plain:
            continue  # the same record, written another way
        said = replay(old, record, office.ctx)
        if is_own:
            own += 1
            continue
        assert said, f"{path} was changed and nobody noticed"
        refused += 1
    assert refused > 10
    assert own > 0


def test_two_moves_in_one_step_are_refused():
    assert [(str(r.reason), str(r.hint), r.clause.number) for r in replay(STORY[4].new, STORY[6].new, OFFICE.ctx)] == [
        ("it is not exactly one move more", "ordertool log 7K3FQ", "P4.2a")
    ]


def test_a_change_without_an_entry_and_a_step_back_are_refused():
    order = OFFICE.order("draft")
    edited = order.model_copy(update={"form": order.form.model_copy(update={"project": "West hall"})})
    assert reasons(replay(order, edited, OFFICE.ctx)) == ["it is not exactly one move more"]
    assert reasons(replay(STORY[6].new, STORY[5].new, OFFICE.ctx)) == ["it is not exactly one move more"]


def test_an_entry_of_the_past_cannot_be_rewritten_along_with_a_move():
    _move, old, new = STORY[5]
    forged = (new.log[0].model_copy(update={"by": "ma.lan"}), *new.log[1:])
    assert reasons(replay(old, new.model_copy(update={"log": forged}), OFFICE.ctx)) == [
        "it is not exactly one move more"
    ]


def test_an_unknown_move_is_refused_and_so_is_one_of_another_law():
    order = OFFICE.order("inquiry")
    entry = Entry(at=NOW, by="chen.jie", move="steal")
    assert reasons(replay(order, order.model_copy(update={"log": (*order.log, entry)}), OFFICE.ctx)) == [
        "there is no move steal"
    ]
    old_law = tuple(move._replace(law=range(7, 9)) for move in TABLE)
    assert reasons(replay(STORY[0].old, STORY[0].new, OFFICE.ctx, table=old_law)) == ["there is no move inquire"]


def test_a_move_that_writes_beside_its_place_is_refused():
    order = OFFICE.order("draft")
    lost = apply(
        row("order", "lose"), order, Entry(at=NOW, by="chen.jie", move="lose"), Reason(note="bought elsewhere")
    )
    sneaky = lost.model_copy(update={"form": order.form.model_copy(update={"payment": "account:90"})})
    assert reasons(replay(order, sneaky, OFFICE.ctx)) == ["it writes more than lose does"]


def test_a_record_cannot_be_born_by_a_move_that_needs_one():
    for made in STORY[1:]:
        alone = made.new.model_copy(update={"log": made.new.log[-1:]})
        assert replay(None, alone, OFFICE.ctx), made.move.verb


def test_a_record_cannot_be_founded_anew():
    order = OFFICE.order("submitted")
    again = apply(
        row("order", "inquire"), order, Entry(at=NOW, by="chen.jie", move="inquire"), validated(Inquiry, INQUIRY), ORDER
    )
    (refusal,) = replay(order, again, OFFICE.ctx)
    assert (refusal.kind, str(refusal.reason)) == ("stage", "it is there already")


def test_what_the_table_refuses_the_replay_refuses_in_the_same_words():
    order = OFFICE.order("assigned")
    made, refused = OFFICE.tried("confirm", order, "sun.tao", now=at("2026-11-23T15:00"))
    assert refused == [
        No("sun.tao (owner) may not do that", "it takes: li.na (the order's owner)", "P2.3c", kind="role")
    ]
    assert reasons(replay(order, made.new, OFFICE.ctx)) == [refused[0].reason]


def test_a_step_is_judged_by_the_people_of_the_time_it_was_made():
    order = OFFICE.order("assigned")
    made, _ = OFFICE.tried("confirm", order, "li.na", now=at("2026-11-23T15:00"))
    later = Office()
    del later.staff["li.na"]
    assert replay(order, made.new, OFFICE.ctx) == ()
    assert reasons(replay(order, made.new, later.ctx)) == ["li.na (not on the staff) may not do that"]


# --- an edit by hand, before it has an entry in the log


@every_step
def test_what_a_hand_wrote_is_the_input_of_the_move_that_writes_it(office, made):
    move, old, new = made
    if old is None:
        return
    edited = new.model_copy(update={"log": old.log, **({"stage": old.stage} if move.kind == "order" else {})})
    found = written_by_hand(move, old, edited, new.log[-1].model_copy(update={"item": None}))
    if move.at in ("", "note", "*"):
        assert found is None, "it leaves nothing but an entry in the log"
    elif edited.sections() != old.sections():
        assert found == taken(move, new, new.log[-1])


def test_what_a_hand_wrote_where_no_move_writes_is_no_input():
    order = OFFICE.order("delivered")
    entry = Entry(at=at("2026-11-24T09:00"), by="li.na", move="save")
    moved = order.delivery[0].model_copy(update={"place": "elsewhere"})
    for edited in (
        order,
        order.model_copy(update={"delivery": (moved,)}),  # the item's own field is not the slip
        order.model_copy(update={"delivery": ()}),
        order.model_copy(update={"delivery": (order.delivery[0].model_copy(update={"id": "D7", "slips": ()}),)}),
    ):
        for move in TABLE:
            if move.kind == "order" and order.stage in move.frm:
                assert written_by_hand(move, order, edited, entry) is None, move.verb
    # Two sections at once are two moves, and none.
    two = STORY[-1].new.model_copy(update={"log": order.log, "stage": order.stage})
    assert all(written_by_hand(move, order, two, entry) is None for move in TABLE if move.kind == "order")


# --- what counts as a move's own


def test_own_input_is_the_rows_place_and_the_hands_of_the_entry():
    move, old, new = step("deliver")
    own = own_input(old, new, move)
    last = len(new.log) - 1
    assert own(("delivery", 0, "quantities", "L1"))
    assert own(("log", last, "by"))
    for path in [
        ("delivery", 0, "id"),
        ("delivery", 0),
        ("log", last, "to"),
        ("log", last, "item"),
        ("stage",),
        ("id",),
        ("log", 0, "by"),
    ]:
        assert not own(path)


def test_own_input_of_a_slip_is_the_slip_alone():
    move, old, new = step("sign", 1)
    own = own_input(old, new, move)
    assert own(("delivery", 2, "slips", 0, "name"))
    for path in [("delivery", 2, "place"), ("delivery", 0, "slips", 0, "name"), ("delivery", 2, "id")]:
        assert not own(path)


def test_own_input_of_a_decision_is_the_decision_alone():
    own = own_input(step("coordinate", 1).old, step("coordinate", 1).new, row("order", "coordinate"))
    assert own(("problems", 0, "decisions", 1, "decision"))
    for path in [
        ("problems", 0, "decisions", 1),
        ("problems", 0, "decisions", 0, "decision"),
        ("problems", 0, "problem"),
    ]:
        assert not own(path)


def test_an_undo_has_no_input_of_its_own():
    move, old, new = step("undo")
    own = own_input(old, new, move)
    assert own(("log", len(new.log) - 1, "by"))
    assert not any(own((name,)) for name in new.plain())


def test_a_change_of_own_input_that_breaks_a_rule_is_refused_all_the_same():
    _move, old, new = step("pay")
    data = new.plain()
    data["payments"][0]["amount"] = "241200.01"
    record = validated(RECORDS["order"], data)
    assert reasons(replay(old, record, OFFICE.ctx)) == ["241200.01 is more than the 238000.00 still owed"]
