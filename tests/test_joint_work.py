"""Joint work of several departments on one order: the team, its sessions, and what they decided (P5.1c)."""

from __future__ import annotations

import pytest
from people import Office, at
from telling import kept, made, message, refused, told

from ordertool.rules.lateness import late_moves

TEAM = ("--member", "li.na", "--member", "he.jun", "--with", "finance", "--reason", "three trades in one hall")
SESSION = ("--present", "li.na", "--present", "何军", "--matters", "crane and bond")


@pytest.fixture
def together(desk):
    """An order that a team works on."""
    order = desk.order("active")
    desk.run("team", order, *TEAM, by="zhao.min")
    return order


def test_the_order_department_puts_a_team_together_and_leads_it(desk):
    order = desk.order("active")
    document = made(desk, order, "team", *TEAM, by="zhao.min")
    assert document["team"] == {
        "lead": "zhao.min", "members": ["li.na", "he.jun"], "departments": ["finance"], "reason": "three trades in one hall",
    }  # fmt: skip
    assert message(desk).startswith(
        f"team {order}\n\n  lead: zhao.min\n  members: li.na; he.jun\n  departments: finance\n"
        "  reason: three trades in one hall\n\nMove: order team\n"
    )
    assert kept(desk, order, "team") == (
        "team:\n  lead: zhao.min\n  members:\n    - li.na\n    - he.jun\n  departments:\n    - finance\n"
        "  reason: three trades in one hall\n"
    )


@pytest.mark.parametrize(
    ("args", "why", "hint"),
    [
        (("--reason", "x"), "the team has nobody in it", "name them: --member STAFF, --with DEPARTMENT"),
        (("--reason", "x", "--member", "he.jun", "--lead", "li.na"), "li.na does not hold the role processor",
         "ordertool staff list --role processor"),
        (("--reason", "x", "--member", "he.gun"), "there is nobody he.gun on the staff", "did you mean: he.jun"),
        (("--reason", "x", "--with", "research"), "there is nobody in department research", "ordertool staff list"),
    ],
)  # fmt: skip
def test_a_team_has_a_lead_of_the_order_department_and_people_who_are_there(desk, args, why, hint):
    refused(
        desk, desk.order("active"), "team", *args, by="zhao.min", move="put together a team for",
        why=f"{why} (P5.1c)", hint=hint,
    )  # fmt: skip


def test_a_session_decides_who_does_what_by_when_and_it_is_theirs_until_it_is_done(desk, together):
    order = together
    document = made(
        desk, order, "session", *SESSION, "--decision", "hire a crane；he.jun；2026-11-26", "--decision",
        "ask for the bond;钱玉;2026-11-27", by="zhao.min",
    )  # fmt: skip
    assert document["sessions"] == [
        {
            "when": "2026-11-23T09:00:00+08:00", "present": ["li.na", "he.jun"], "matters": "crane and bond",
            "decisions": [
                {"what": "hire a crane", "who": "he.jun", "by": "2026-11-26"},
                {"what": "ask for the bond", "who": "qian.yu", "by": "2026-11-27"},
            ],
            "id": "SS1", "done": [],
        }
    ]  # fmt: skip
    assert [(one["item"], one["staff"], one["next"], one["due"]) for one in document["duties"]] == [
        ("SS1.1", "he.jun", ["session-done"], "2026-11-26T23:59:59+08:00"),
        ("SS1.2", "qian.yu", ["session-done"], "2026-11-27T23:59:59+08:00"),
    ]
    (mine,) = (one for one in desk.ask("inbox", by="qian.yu") if one["mine"])
    assert (mine["owed"]["item"], mine["owed"]["matter"]) == ("SS1.2", "ask for the bond")
    assert [one["owed"]["item"] for one in desk.ask("inbox", by="zhao.min") if not one["mine"]] == ["SS1.1", "SS1.2"]
    done = ("session", "ss1.1", "--done")
    refused(
        desk, order, *done, by="qian.yu", move="session-done",
        why="decision SS1.1 is he.jun's to carry out (P5.1c)", hint="let he.jun record it",
    )  # fmt: skip
    refused(
        desk, order, *done, by="lin.wei", move="session-done",
        why="lin.wei (auditor) may not do that (P5.1c)",
        hint="it takes: who carries out a session's decision, who leads the joint work, processor",
    )  # fmt: skip
    said = desk.run("session", order, "SS1.1", "--done", by="he.jun").out.splitlines()
    assert said[0].startswith(f"{order}  session-done SS1  [")
    assert said[2] == (
        "Beside it, SS1.2: session-done, by qian.yu (who carries out a session's decision), until 2026-11-27 23:59 (P5.1c)"
    )
    refused(
        desk, order, *done, by="he.jun", move="session-done",
        why="decision SS1.1 is carried out already (P5.1c)", hint="ordertool show {tail}",
    )  # fmt: skip
    refused(
        desk, order, "session", "SS1.7", "--done", by="he.jun", move="session-done",
        why="session SS1 has no decision 7 (P5.1c)", hint="ordertool show {tail}",
    )  # fmt: skip
    made(desk, order, "session", "SS1.2", "--done", by="zhao.min")
    refused(
        desk, order, *done, by="he.jun", move="session-done",
        why="no decision waits to be carried out (P5.1c)", hint="ordertool show {tail}",
    )  # fmt: skip
    desk.env["COLUMNS"] = "400"
    card = desk.run("show", order).out
    assert "  zhao.min  leads  li.na, he.jun, finance; three trades in one hall" in card
    for line in ("SS1    11-23 09:00  zhao.min        crane and bond; present: li.na, he.jun",
                 "SS1.2  2026-11-27   qian.yu   done  ask for the bond"):  # fmt: skip
        assert line in card
    assert [one["field"] for one in desk.ask("search", "bond")[0]["found"]] == ["sessions.SS1", "sessions.SS1"]
    assert desk.run("check").code == 0


@pytest.mark.parametrize(
    ("args", "why", "hint"),
    [
        (("--when", "2026-11-24T09:00"), "2026-11-24 09:00 is in the future", "record the session when it was held"),
        (("--present", "he.gun"), "there is nobody he.gun on the staff", "did you mean: he.jun"),
        (("--decision", "x;he.gun;2026-11-26"), "there is nobody he.gun on the staff", "did you mean: he.jun"),
        (("--decision", "x;he.jun;2026-11-22"), "2026-11-22 is before the session", "give a later day"),
    ],
)
def test_a_session_was_held_by_people_who_are_there(desk, together, args, why, hint):
    refused(
        desk, together, "session", *SESSION, *args, by="zhao.min", move="record a session on",
        why=f"{why} (P5.1c)", hint=hint,
    )  # fmt: skip


def test_a_session_is_a_teams(desk):
    refused(
        desk, desk.order("active"), "session", *SESSION, by="zhao.min", move="record a session on",
        why="no team works on it together (P5.1c)",
        hint='the order department puts one together: ordertool team {tail} --member STAFF --reason "…"',
    )  # fmt: skip


def test_one_thing_is_said_of_a_session_at_a_time(desk, together):
    one = "say one thing: what a session was about, or that a decision was carried out"
    hint = 'ordertool session ID --present STAFF --matters "…", or: ordertool session ID SS1.1 --done'
    for args in (("SS1.1",), ("--done",), ("SS1.1", "--done", "--matters", "x")):
        told(desk, "session", together, *args, by="zhao.min", code=2, error=one, hint=hint)
    told(
        desk, "session", together, "--present", "li.na", by="zhao.min", code=2,
        error="--matters is missing", hint='say what was talked about: --matters "the crane"',
    )  # fmt: skip
    told(
        desk, "session", together, "--matters", "x", by="zhao.min", code=4,
        error="present: needs at least 1", hint="correct the value and try again",
    )  # fmt: skip


def test_nobody_leaves_who_is_to_carry_out_a_decision(desk, together):
    desk.run("session", together, *SESSION, "--decision", "hire a crane;chen.jie;2026-11-26", by="zhao.min")
    desk.run("staff", "add", "ma.lan", "--name", "马兰", "--email", "ma@example.com", "--department", "service", "--role",
             "receptionist", by="wu.gang")  # fmt: skip
    said = desk.run("staff", "leave", "chen.jie", "--on", "2026-11-23", "--reason", "moves", by="wu.gang", code=3)
    tail = together[-5:]
    assert said.err.splitlines() == [
        f"Error: cannot record the leaving of chen.jie: chen.jie carries out decisions of sessions, 1: {tail} (P5.1c)",
        f"Hint: the order department reports what is done: ordertool session {tail} --help",
    ]


def test_a_decision_carried_out_after_its_day_was_late():
    office = Office()
    order = office.do("team", office.order("active"), "zhao.min", now=at("2026-11-24T09:00"), lead="zhao.min",
                      members=["he.jun"], reason="x")  # fmt: skip
    tasks = [{"what": "a", "who": "he.jun", "by": "2026-11-25"}, {"what": "b", "who": "he.jun", "by": "2026-11-26"}]
    order = office.do("session", order, "zhao.min", now=at("2026-11-24T10:00"), when="2026-11-24T09:30:00+08:00",
                      present=["he.jun"], matters="x", decisions=tasks)  # fmt: skip
    order = office.do("session-done", order, "he.jun", now=at("2026-11-26T09:00"), item="SS1", done=2)
    order = office.do("session-done", order, "he.jun", now=at("2026-11-26T09:00"), item="SS1", done=1)
    assert [(place == len(order.log) - 1, clock.limit) for place, clock in late_moves(order, office.ctx).items()] == [
        (True, "decision")
    ]


def test_assistance_given_after_the_day_it_was_needed_or_the_time_of_the_policy_was_late():
    office = Office()

    def given(when, **more):
        order = office.do("assist", office.order("active"), "li.na", now=at("2026-11-24T09:00"), department="production",
                          need="welders", **more)  # fmt: skip
        order = office.do("assist-answer", order, "he.jun", now=at("2026-11-24T10:00"), item="A1",
                          answer={"outcome": "accepted"})  # fmt: skip
        order = office.do("assist-done", order, "he.jun", now=at(when), item="A1")
        return [clock.limit for clock in late_moves(order, office.ctx).values()]

    assert given("2026-11-27T10:00") == []
    assert given("2026-11-27T10:01") == ["assist_done"]
    assert given("2026-11-27T10:01", needed_by="2026-12-15") == []
    assert given("2026-11-26T09:00", needed_by="2026-11-25") == ["needed"]


def test_assistance_is_needed_on_a_day_to_come_and_what_is_declined_comes_back(desk):
    order = desk.order("active")
    ask = ("assist", "--ask", "production", "--need", "welders", "--needed-by")
    refused(
        desk,
        order,
        *ask,
        "2026-11-22",
        by="li.na",
        why="2026-11-22 has passed (P5.1b)",
        hint="give a later --needed-by",
    )
    document = made(desk, order, *ask, "12月15日", by="li.na")
    assert document["assistance"][0]["needed_by"] == "2026-12-15"
    told(
        desk, "assist", order, "A1", "--accept", "--needed-by", "2026-12-15", by="he.jun", code=2,
        error="--needed-by goes with --ask", hint="leave it out",
    )  # fmt: skip
    said = desk.run("assist", order, "A1", "--decline", "--reason", "no welders", by="he.jun").out.splitlines()
    assert said[-1] == "Beside it, A1: assist, by li.na (who asked for it) (P5.1b)"
    assert "A1" in {one["owed"]["item"] for one in desk.ask("inbox", by="li.na")}
    desk.run("assist", order, "--ask", "finance", "--need", "hire two", by="li.na")
    assert "A1" not in {one["owed"]["item"] for one in desk.ask("inbox", by="li.na")}
