"""Meetings: called, held, put on record, and what was to be done tracked until it is done (P5.1a)."""

from __future__ import annotations

import pytest
from conftest import options
from people import CALL, MEETING, MINUTES, No, Office, at, meeting_story
from telling import message, sound, told

from ordertool.audit import judge_commit
from ordertool.book.book import Book
from ordertool.records.faults import validated
from ordertool.records.meeting import CallInput, MinutesInput
from ordertool.rules.meetings import duties_after, invited, next_meeting, told_of, uncalled
from ordertool.rules.move import Context

CALLED = {"when": "2026-11-24T09:00", "where": "Room 2"}
ROOM = ("meeting", "call", *options(CALLED))


@pytest.fixture
def office():
    return Office()


def refused(office, verb, old, by, now="2026-11-24T10:00", **given):
    return office.refused(verb, old, by, now=at(now), kind="meeting", record_id=MEETING, **given)


def called(office, by="zhao.min", **more):
    return office.do("call", None, by, kind="meeting", record_id=MEETING, **{**CALL, **more})


def held(office, **more):
    return office.do(
        "minutes", called(office), "zhao.min", now=at("2026-11-24T10:00"), kind="meeting", **{**MINUTES, **more}
    )


def with_meetings(office, *meetings):
    """The company as it is with these meetings in its book."""
    return Context(office.policy, office.staff, office.clients.get, meetings=lambda: meetings)


# --- the conditions


def test_a_meeting_is_called_before_it_begins_with_somebody_who_is_there(office):
    assert refused(office, "call", None, "zhao.min", **CALL) == [
        No(
            "2026-11-24 09:00 is already past",
            "give the time it will be held with --when, or with --at the time it was called", "P5.1a",
        )
    ]  # fmt: skip
    (no,) = refused_call(office, **{**CALL, "people": ["kai"]})
    assert no == No("there is nobody kai on the staff", "ordertool staff list", "P5.1a")
    (no,) = refused_call(office, **{**CALL, "departments": ["moon"]})
    assert no == No("there is nobody in department moon", "ordertool staff list", "P5.1a")


def refused_call(office, **given):
    return refused(office, "call", None, "zhao.min", "2026-11-23T09:00", **given)


def test_who_calls_a_meeting_invites_others(office):
    alone = {**CALL, "people": ["zhao.min"], "departments": []}
    assert refused_call(office, **alone) == [
        No("nobody is invited beside zhao.min", "name others with --invite", "P5.1a")
    ]
    assert refused_call(office, **{**alone, "roles": ["finance"]}) == []
    assert invited(called(office, **{**alone, "roles": ["finance", "auditor"]}), office.ctx) == (
        "lin.wei", "qian.yu", "zhao.min",
    )  # fmt: skip


def test_a_call_invites_somebody_and_nobody_attends_twice():
    from ordertool.errors import InvalidError

    for model, data, words in (
        (CallInput, {**CALL, "people": [], "departments": []}, "invites nobody: give people, departments or roles"),
        (MinutesInput, {**MINUTES, "absent": ["li.na"]}, "names somebody twice among present, excused and absent"),
        (MinutesInput, {**MINUTES, "actions": [MINUTES["actions"][0]] * 2}, "has two actions with the same id"),
    ):
        with pytest.raises(InvalidError, match=words):
            validated(model, data)


def test_a_stage_that_the_log_does_not_lead_to_is_refused(office):
    from ordertool.errors import InvalidError
    from ordertool.records.meeting import Meeting

    with pytest.raises(InvalidError, match="stands in a stage that its log does not lead to"):
        validated(Meeting, {**called(office).plain(), "stage": "held"})


def test_minutes_are_of_a_meeting_that_was_held_by_people_who_are_known(office):
    meeting = called(office)
    assert refused(office, "minutes", meeting, "zhao.min", "2026-11-23T10:00", **MINUTES) == [
        No("the meeting is still to come: 2026-11-24 09:00", "if it was held earlier, say when with --held", "P5.1a")
    ]
    earlier = {**MINUTES, "held": "2026-11-23T09:30:00+08:00"}
    assert refused(office, "minutes", meeting, "zhao.min", "2026-11-23T10:00", **earlier) == []
    (no,) = refused(office, "minutes", meeting, "zhao.min", **{**MINUTES, "absent": ["kai"]})
    assert no.reason == "there is nobody kai on the staff"


def test_an_action_is_for_somebody_here_and_due_after_the_meeting(office):
    one = MINUTES["actions"][0]
    (no,) = refused(office, "minutes", called(office), "zhao.min", **{**MINUTES, "actions": [{**one, "who": "kai"}]})
    assert no.reason == "there is nobody kai on the staff"
    early = {**MINUTES, "actions": [{**one, "due": "2026-11-23"}]}
    (no,) = refused(office, "minutes", called(office), "zhao.min", **early)
    assert no == No("action X1 is due before the meeting was held", "give a later day", "P5.1a")


def test_minutes_are_corrected_with_a_reason_and_keep_what_was_done(office):
    meeting = held(office)
    assert refused(office, "minutes", meeting, "zhao.min", "2026-11-25T10:00", **MINUTES) == [
        No("nothing would change", "name what is new in the minutes", "P5.1a")
    ]
    more = {**MINUTES, "decisions": ["hire two"]}
    assert refused(office, "minutes", meeting, "zhao.min", "2026-11-25T10:00", **more) == [
        No("it replaces minutes without a reason", "add --reason", "P5.1a")
    ]
    done = office.do("action-done", meeting, "li.na", now=at("2026-11-25T10:00"), kind="meeting", action="X1")
    gone = {**more, "actions": MINUTES["actions"][1:], "reason": "typed wrong"}
    assert refused(office, "minutes", done, "zhao.min", "2026-11-25T10:00", **gone) == [
        No("action X1 is done, and stays as it was given", "ordertool meeting show 7K3FQ", "P5.1a")
    ]


def test_an_action_is_done_once_by_whom_it_was_given_to_or_the_order_department(office):
    meeting = held(office)

    def said(by, action, old=meeting):
        return refused(office, "action-done", old, by, "2026-11-25T10:00", action=action)

    assert said("zhao.min", "X9") == [No("there is no action X9", "ordertool meeting show 7K3FQ", "P5.1a")]
    assert said("li.na", "X2") == [
        No(
            "action X2 is for he.jun", "let he.jun type it, or ask one who holds: processor", "P5.1a", kind="role",
        )
    ]  # fmt: skip
    assert said("zhao.min", "X2") == []
    done = office.do("action-done", meeting, "li.na", now=at("2026-11-25T10:00"), kind="meeting", action="X1")
    assert said("zhao.min", "X1", done) == [No("action X1 is done already", "ordertool meeting show 7K3FQ", "P5.1a")]
    office.away("he.jun", "2026-11-24", "2026-11-30", "guo.feng")
    assert said("guo.feng", "X2") == []


def test_a_move_at_the_wrong_stage_points_to_the_meeting(office):
    (no,) = refused(office, "cancel", held(office), "zhao.min", note="fair")
    assert (no.reason, no.hint) == (
        "it is held, and the move starts from: called", "ordertool meeting show 7K3FQ",
    )  # fmt: skip


def test_who_leaves_has_done_what_meetings_gave_them_or_names_a_successor(office):
    office.history.clear()
    meeting = held(office)
    leaving = {"on": "2026-11-24", "reason": "moves away"}
    from ordertool.records.base import Entry
    from ordertool.rules.judging import refusals
    from ordertool.rules.moving import apply
    from ordertool.rules.workflow import row

    def reasons(**more):
        move, old = row("staff", "leave"), office.staff["he.jun"]
        given = validated(move.takes, {**leaving, **more})
        new = apply(move, old, Entry(at=at("2026-11-25T09:00"), by="wu.gang", move="leave"), given)
        return [str(one.reason) for one in refusals(move, old, new, new.log[-1], with_meetings(office, meeting))]

    assert reasons() == ["he.jun has actions of meetings to do, 1: 7K3FQ X2"]
    assert reasons(successor="guo.feng") == []


# --- what is owed


def owed(office, meeting, now):
    return [
        (one.item, one.staff, one.next, one.clock.limit, f"{one.clock.due.at:%m-%d %H:%M}")
        for one in duties_after(meeting, at(now), office.ctx)
    ]


def test_minutes_are_owed_by_who_called_it_once_its_time_has_come(office):
    meeting = called(office)
    assert owed(office, meeting, "2026-11-24T08:59") == []
    assert owed(office, meeting, "2026-11-24T09:00") == [("", "zhao.min", ("minutes",), "minutes", "11-25 09:00")]


def test_actions_are_owed_until_they_are_done_also_while_somebody_is_away(office):
    meeting = held(office)
    office.away("he.jun", "2026-11-24", "2026-11-30", "guo.feng")
    assert owed(office, meeting, "2026-11-24T11:00") == [
        ("X1", "li.na", ("action-done",), "action", "12-01 23:59"),
        ("X2", "guo.feng", ("action-done",), "action", "11-27 23:59"),
    ]
    done = office.do("action-done", meeting, "li.na", now=at("2026-11-25T10:00"), kind="meeting", action="X1")
    assert [one[0] for one in owed(office, done, "2026-11-25T11:00")] == ["X2"]
    assert done.stage == "held"
    done = office.do("action-done", done, "zhao.min", now=at("2026-11-25T10:00"), kind="meeting", action="X2")
    assert (done.stage, owed(office, done, "2026-11-26T11:00")) == ("completed", [])


# --- the interval

WEEKLY = {"every": "weekly", "since": "2026-11-18", "weekday": "tuesday"}


def next_of(rules, *meetings, now="2026-11-24T10:00"):
    office = Office(rules={"meetings": rules})
    ctx = with_meetings(office, *meetings)
    call = uncalled(meetings, at(now), ctx)
    return str(next_meeting(meetings, ctx)), call and (call.staff, call.next, f"{call.clock.due.at:%m-%d}")


def test_the_first_meeting_is_held_on_the_first_such_weekday(office):
    assert next_of(WEEKLY) == ("2026-11-24", ("zhao.min", ("call",), "11-23"))
    assert next_of({**WEEKLY, "called_by": "manager", "notice_days": 0}) == (
        "2026-11-24", ("wu.gang", ("call",), "11-24"),
    )  # fmt: skip


def test_the_next_is_counted_from_the_newest_that_was_not_cancelled(office):
    given_up = meeting_story(office)[-1].new
    assert next_of(WEEKLY, held(office)) == ("2026-12-01", ("zhao.min", ("call",), "11-30"))
    assert next_of({**WEEKLY, "every": "2w"}, held(office))[0] == "2026-12-08"
    assert next_of(WEEKLY, given_up)[0] == "2026-11-24"
    # Monday is a holiday of the company, and the meeting moves to the next working day.
    assert next_of({**WEEKLY, "weekday": "sunday"}, held(office))[0] == "2026-12-07"


def test_a_meeting_that_is_still_to_come_is_enough(office):
    assert next_of(WEEKLY, called(office), now="2026-11-23T10:00")[1] is None
    assert next_of(WEEKLY, called(office), now="2026-11-24T10:00")[1] is not None
    assert next_of({}, called(office)) == ("None", None)


def test_an_interval_needs_a_day_from_which_it_counts():
    from ordertool.errors import InvalidError
    from ordertool.records.meeting_rules import MeetingRules

    with pytest.raises(InvalidError, match="has an interval without a day 'since' when it begins"):
        validated(MeetingRules, {"every": "weekly"})
    with pytest.raises(InvalidError, match="must be weekly, or a number of weeks such as 2w"):
        validated(MeetingRules, {"every": "often", "since": "2026-11-23"})


# --- who is told


def test_the_invited_are_told_and_those_who_have_to_do_something_know_why(office):
    def words(made):
        found = told_of(made.old, made.new, made.new.log[-1], office.ctx)
        return made.move.verb, " ".join(sorted(f"{staff}:{why}" for staff, why in found))

    assert [words(made) for made in meeting_story(office)] == [
        ("call", "li.na:invited sun.tao:invited"),
        ("minutes", "he.jun:action li.na:action sun.tao:invited"),
        ("action-done", "zhao.min:caller"),
        ("minutes", "li.na:invited sun.tao:invited zhao.min:invited"),
        ("action-done", ""),
        ("cancel", "li.na:invited sun.tao:invited"),
    ]


# --- the commands, one after another


def story(desk):
    """A meeting that was held, with two actions; its tail."""
    one = desk.ask(*ROOM, "--invite", "sales", "--invite", "何军", "--matter", "the crane", by="zhao.min")["id"]
    desk.now = "2026-11-24T10:00"
    desk.run(
        "meeting", "minutes", one, "--excused", "孙涛", "--matter", "no crane", "--decision", "hire one",
        "--action", "李娜；quote for the crane；2026-12-01", "--action", "he.jun;drawings;2026-11-27", by="zhao.min",
    )  # fmt: skip
    return one[-5:]


def test_a_meeting_from_its_call_to_its_last_action(desk):
    one = story(desk)
    assert [meeting["id"][-5:] for meeting in desk.ask("meeting", "list")] == [one]
    document = desk.ask("meeting", "show", one)
    assert (document["stage"], document["invited"]) == ("held", ["he.jun", "li.na", "sun.tao", "zhao.min"])
    assert {name: document["minutes"][0][name] for name in ("present", "excused", "absent")} == {
        "present": ["he.jun", "li.na", "zhao.min"], "excused": ["sun.tao"], "absent": [],
    }  # fmt: skip
    assert [(one["owed"]["item"], one["mine"]) for one in desk.ask("inbox", by="li.na")] == [("X1", True)]
    assert [(one["owed"]["item"], one["mine"]) for one in desk.ask("inbox", by="zhao.min")] == [
        ("X2", False), ("X1", False),
    ]  # fmt: skip
    (lane,) = desk.ask("board")
    assert (lane["stage"], lane["count"], lane["late"]) == ("meetings", 2, 0)
    assert "drawings" in desk.run("board").out
    sound(desk)
    desk.now = "2026-11-28T09:00"
    assert [(one["id"][-5:], one["owed"]["overdue"]) for one in desk.ask("due", "--staff", "he.jun")] == [(one, True)]
    assert [one["owed"]["item"] for one in desk.ask("report", "daily")["late"]] == ["X2"]
    assert [one["owed"]["item"] for one in desk.ask("staff", "show", "he.jun")["owed"]] == ["X2"]
    desk.run("meeting", "done", one, "x2", by="he.jun")
    said = desk.run("meeting", "done", one, "X1", "--result", "booked", by="li.na").out
    assert "action-done RS2: held → completed" in said
    sound(desk)
    assert desk.ask("inbox", by="li.na") == []
    assert desk.ask("meeting", "list", "--open") == []
    assert desk.run("meeting", "list", "--open").out == "no meetings\n"
    assert desk.run("log", one).out.splitlines()[-1].split() == [
        "2026-11-28", "09:00", "action-done", "RS2", "li.na", "wu.gang", "completed",
    ]  # fmt: skip


def test_the_card_of_a_meeting(desk):
    one = story(desk)
    desk.env["COLUMNS"] = "80"
    desk.run("meeting", "done", one, "X2", "--result", "on the server", by="he.jun")
    full = desk.ask("meeting", "list")[0]["id"]
    assert (
        desk.run("meeting", "show", one).out
        == f"""\
{full}  held  2026-11-24 09:00
  where         Room 2
  called by     赵敏
  invited       何军, sales
  called about  the crane
  present       何军, 李娜, 赵敏
  excused       孙涛

Talked about
  1  no crane

Decided
  1  hire one

Actions
  X1  2026-12-01  李娜  not done  quote for the crane
  X2  2026-11-27  何军  done      drawings; on the server

Log
  11-23 09:00  call             zhao.min
  11-24 10:00  minutes MN1      zhao.min
  11-24 10:00  action-done RS1  he.jun
"""
    )


def test_the_commit_says_who_was_there_and_what_is_to_be_done(desk):
    one = story(desk)
    full = desk.ask("meeting", "list")[0]["id"]
    assert one in full
    assert (
        message(desk)
        == f"""\
meeting minutes {full} MN1: called → held

  present: he.jun; li.na; zhao.min
  excused: sun.tao
  actions: id=X1, who=li.na, what=quote for the crane, due=2026-12-01; id=X2, who=he.jun, what=drawings, due=2026-11-27

Move: meeting minutes
Actor: zhao.min
Entered-By: wu.gang
Right: caller
At: 2026-11-24T10:00:00+08:00
Clause: P5.1a
Law: 1
Op-Id: …
"""
    )


def test_minutes_are_corrected_by_adding_dropping_or_from_a_file(desk, tmp_path):
    one = story(desk)
    more = ("--decision", "two of them", "--action", "li.na;call the client;2026-11-30", "--drop", "x2")
    document = desk.ask("meeting", "minutes", one, *more, "--reason", "left out", by="zhao.min")
    newest = document["minutes"][-1]
    assert newest["decisions"] == ["hire one", "two of them"]
    assert [action["id"] for action in newest["actions"]] == ["X1", "X3"]
    assert newest["excused"] == ["sun.tao"]
    document = desk.ask("meeting", "minutes", one, "--absent", "he.jun", "--reason", "was ill", by="zhao.min")
    assert document["minutes"][-1]["present"] == ["li.na", "sun.tao", "zhao.min"]
    place = tmp_path / "minutes.yaml"
    place.write_text("present: [li.na]\nactions: [{who: li.na, what: all of it, due: 2026-12-01}]\nreason: anew\n")
    document = desk.ask("meeting", "minutes", one, "--from", str(place), by="zhao.min")
    newest = document["minutes"][-1]
    assert (newest["present"], newest["actions"][0]["id"], newest["decisions"]) == (["li.na"], "X4", [])
    assert newest["absent"] == []
    place.write_text("actions: [3]\n")
    said = desk.run("meeting", "minutes", one, "--from", str(place), "--reason", "x", by="zhao.min", code=4).err
    assert "actions.0" in said
    place.write_text("actions: 3\npresent: [li.na]\n")
    desk.run("meeting", "minutes", one, "--from", str(place), "--reason", "x", by="zhao.min", code=4)
    full = desk.ask("meeting", "list")[0]["id"]
    told(
        desk, "meeting", "minutes", one, "--drop", "X9", "--reason", "x", by="zhao.min", code=2,
        error=f"there is no X9 in {full}", hint=f"ordertool meeting show {one}",
    )  # fmt: skip
    sound(desk)


def test_named_present_makes_the_others_absent_and_a_meeting_held_earlier_says_when(desk):
    one = desk.ask(*ROOM, "--invite", "sales", by="wu.gang")["id"]
    desk.now = "2026-11-23T16:00"
    document = desk.ask("meeting", "minutes", one, "--held", "2026-11-23T15:00", "--present", "li.na", by="wu.gang")
    assert document["stage"] == "completed"
    assert document["minutes"][0]["absent"] == ["sun.tao", "wu.gang"]
    assert desk.ask("meeting", "list")[0]["when"] == "2026-11-23T15:00:00+08:00"


def test_whom_a_call_invites(desk):
    document = desk.ask(*ROOM, "--invite", "协办人员", "--invite", "finance", "--invite", "li.na", by="zhao.min")
    assert {name: document["call"][name] for name in ("people", "departments", "roles")} == {
        "people": ["li.na"], "departments": ["finance"], "roles": ["support"],
    }  # fmt: skip
    told(
        desk, *ROOM, "--invite", "slaes", by="zhao.min", code=2,
        error="slaes is no person, department or role", hint="did you mean: sales",
    )  # fmt: skip
    policy = desk.root / "policy.yaml"
    was = policy.read_text("utf-8")
    assert desk.ask(*ROOM, by="zhao.min")["call"]["roles"] == ["processor", "owner"]
    policy.write_text(was.replace("roles: [processor, owner]", "roles: []"), "utf-8")
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qam", "nobody")
    told(desk, *ROOM, by="zhao.min", code=2, error="--invite is missing", hint="add it: --invite …")


def test_a_meeting_is_cancelled_with_a_reason(desk):
    one = desk.ask(*ROOM, "--invite", "sales", by="zhao.min")["id"]
    assert "called → cancelled" in desk.run("meeting", "cancel", one, "--reason", "the fair", by="wu.gang").out
    sound(desk)
    told(
        desk, "meeting", "minutes", one, "--present", "li.na", by="zhao.min",
        error=f"cannot take the minutes of {one}: it is cancelled, and the move starts from: called, held, completed (P5.1a)",
        hint=f"ordertool meeting show {one[-5:]}",
    )  # fmt: skip
    assert "meeting cancel" in desk.run("log", "--limit", "1").out


def test_every_commit_of_a_meeting_is_a_legal_move_and_a_hand_edit_is_saved_as_one(desk):
    one = story(desk)
    path = next((desk.root / "meetings").rglob("*.yaml"))
    book = Book.find(str(desk.root), desk.root)
    for commit in desk.git("rev-list", "HEAD").split():
        assert judge_commit(book, commit) == ()
    path.write_text(path.read_text("utf-8").replace("log:\n", "results:\n  - id: RS1\n    action: X2\nlog:\n"), "utf-8")
    said = desk.run("save", one, by="zhao.min").out
    assert "action-done RS1" in said
    sound(desk)
    path.write_text("# a note\n" + path.read_text("utf-8"), "utf-8")
    desk.run("save", one, by="wu.gang")
    book.close()


def test_an_id_that_is_no_meeting_is_told_apart(desk):
    one = story(desk)
    order = desk.order()
    for args, words in (
        (("meeting", "show", "ZZZZZ"), "there is no meeting ZZZZZ"),
        (("meeting", "show", order), f"{order} is an order"),
        (("meeting", "show", "li.na"), "li.na is a person on the staff"),
        (("show", one), f"{desk.ask('meeting', 'list')[0]['id']} is a meeting"),
    ):
        assert desk.run(*args, code=2).err.startswith(f"Error: {words}")
    client = desk.client("unlimited")
    assert (
        desk.run("meeting", "show", client, code=2).err
        == f"Error: {client} is a client\nHint: ordertool meeting list\n"
    )


# --- the agenda


def test_the_agenda_is_made_from_the_records_since_the_last_meeting(desk):
    one = story(desk)
    order = desk.order("active", client=desk.client("unlimited"))
    desk.run("hold", order, "--reason", "credit watch", by="zhao.min")
    desk.run("meeting", "done", one, "X2", "--result", "sent", by="he.jun")
    coming = desk.ask(
        "meeting", "call", "--when", "2026-12-03T09:00", "--where", "Room 1", "--invite", "sales", "--matter", "prices",
        by="zhao.min",
    )["id"]  # fmt: skip
    desk.now = "2026-12-02T10:00"
    document = desk.ask("meeting", "agenda", "--for", coming)
    assert document["matters"] == [{"matter": "prices"}]
    assert [(row["id"], row["state"], row["result"]) for row in document["actions"]] == [
        ("X1", "late", None), ("X2", "done", "sent"),
    ]  # fmt: skip
    assert [row["id"] for row in document["came_in"]] == [order]
    assert [row["id"] for row in document["holds"]] == [order]
    assert {row["owed"]["item"] for row in document["late"]} == set()
    said = desk.run("meeting", "agenda").out
    assert said.startswith("Agenda  2026-12-02 10:00\n")
    assert "New since the last meeting: 1" in said
    assert "credit watch" in said


def test_the_first_agenda_looks_back_a_week(desk):
    desk.order("inquiry")
    document = desk.run("meeting", "agenda").out
    assert "New in the last seven days: 1" in document


def test_the_agenda_and_the_minutes_go_into_files(desk, tmp_path):
    one = story(desk)
    for name in ("agenda.html", "agenda.md", "agenda.xlsx"):
        desk.run("meeting", "agenda", "--out", str(tmp_path / name), by="zhao.min")
        assert (tmp_path / name).stat().st_size > 300
    place = tmp_path / "minutes.html"
    desk.run("meeting", "done", one, "X2", by="he.jun")
    assert desk.run("meeting", "print", one, "--out", str(place), by="zhao.min").out == f"{place}\n"
    written = place.read_text("utf-8")
    for words in (
        "Minutes of the meeting",
        "quote for the crane",
        "1 December 2026",
        "孙涛 (sales)",
        "hire one",
        "size: A4",
    ):
        assert words in written
    document = desk.ask("meeting", "print", one, by="zhao.min")
    assert (document["file"], document["version"], document["present"][0]["id"]) == (None, 1, "he.jun")
    desk.run("meeting", "minutes", one, "--decision", "x", "--reason", "forgotten", by="zhao.min")
    desk.now = "2026-12-05T10:00"
    desk.run("meeting", "print", one, "--out", str(place), "--force", by="zhao.min")
    assert "2: forgotten" in place.read_text("utf-8")
    coming = desk.ask(
        "meeting", "call", "--when", "2026-12-08T09:00", "--where", "R", "--invite", "sales", by="wu.gang"
    )["id"]
    told(
        desk, "meeting", "print", coming, by="wu.gang",
        error=f"cannot print it for {coming}: no minutes of it were taken (P5.1a)",
        hint=f"ordertool meeting agenda --for {coming[-5:]} --out FILE",
    )  # fmt: skip


# --- reminders, doctor, an inbox in years


def doctor(desk):
    """What doctor says, in one line."""
    return " ".join(desk.run("doctor", code=None).out.split())


def weekly(desk):
    """The same book, with a meeting every week since this Monday, and notices in English."""
    policy = desk.root / "policy.yaml"
    text = policy.read_text("utf-8").replace("language: zh_CN", "language: en")
    text = text.replace("  every: null\n  # 从哪天起", "  every: weekly\n  since: 2026-11-23\n  # 从哪天起", 1)
    policy.write_text(text, "utf-8")
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qam", "weekly")


def test_a_meeting_that_nobody_has_called_waits_in_the_inbox_and_goes_up_the_ladder(desk):
    weekly(desk)
    desk.now = "2026-11-24T10:00"
    (row,) = desk.ask("inbox", by="zhao.min")
    assert (row["id"], row["owed"]["next"], row["owed"]["overdue"]) == (None, ["call"], True)
    assert "2026-11-23" in desk.run("inbox", by="zhao.min").out
    brought = desk.ask("tick")["brought"]
    assert {(one["to"], one["limit"], one["event"]) for one in brought} == {
        ("zhao.min", "meeting", "late"), ("wu.gang", "meeting", "late"),
    }  # fmt: skip
    (sent,) = desk.ask("notices", "list", "--to", "zhao.min", "--sent")
    shown = desk.run("notices", "show", sent["id"]).out
    assert "next meeting: Late: call" in shown
    assert "  ordertool meeting call\n" in shown
    said = doctor(desk)
    assert "overdue: a meeting should have been called by 2026-11-20" in said


def test_minutes_and_actions_that_are_late_are_reminded_of_and_shown_by_doctor(desk):
    one = desk.ask(*ROOM, "--invite", "sales", by="zhao.min")["id"]
    assert "meetings and their actions are in time" in doctor(desk)
    desk.now = "2026-11-26T10:00"
    assert f"overdue: the meeting {one} has no minutes, due 2026-11-25 09:00" in doctor(desk)
    desk.run("meeting", "minutes", one, "--action", "li.na;ask;2026-11-26", by="zhao.min")
    desk.now = "2026-11-27T10:00"
    assert "actions of meetings that are late: 1" in doctor(desk)
    desk.run("tick")
    policy = desk.root / "policy.yaml"
    policy.write_text(policy.read_text("utf-8").replace("language: zh_CN", "language: en"), "utf-8")
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qam", "en")
    sent = [one for one in desk.ask("notices", "list", "--to", "li.na") if one["event"] == "late"]
    assert [(one["item"], one["order"]) for one in sent] == [("X1", one)]
    desk.now = "2026-11-30T10:00"
    desk.run("tick")
    assert "late" in {one["event"] for one in desk.ask("notices", "list", "--to", "li.na")}


def test_notices_of_a_meeting_say_what_when_where_and_what_is_to_be_done(desk):
    policy = desk.root / "policy.yaml"
    policy.write_text(policy.read_text("utf-8").replace("language: zh_CN", "language: en"), "utf-8")
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qam", "en")
    one = story(desk)
    full = desk.ask("meeting", "list")[0]["id"]
    desk.run("meeting", "done", one, "X2", "--result", "sent to 13800001234", by="he.jun")
    sent = {row["event"]: row["id"] for row in desk.ask("notices", "list", "--to", "li.na")}
    minutes = desk.ask("notices", "show", sent["meeting minutes"])
    assert (
        minutes["subject"]
        == f"{one} meeting of 2026-11-24: 赵敏 (zhao.min) took the minutes of the meeting of 2026-11-24 09:00"
    )
    for line in (
        f"Meeting: {full}", "Where: Room 2", "Called by: 赵敏 (zhao.min)", "Matter: the crane", "Decision: hire one",
        "Action: X1 quote for the crane, 李娜 (li.na), by 2026-12-01", f"  ordertool meeting done {one} X1",
        "You are told because an action of the meeting is yours.",
    ):  # fmt: skip
        assert line in minutes["body"].splitlines(), line
    (row,) = [row for row in desk.ask("notices", "list", "--to", "zhao.min") if row["event"] == "meeting action-done"]
    done = desk.ask("notices", "show", row["id"])
    assert "何军 (he.jun) reported action X2 as done" in done["subject"]
    assert "Result: sent to …" in done["body"]
    assert "meeting action-done" in desk.run("notices", "list").out
    coming = desk.ask(
        "meeting", "call", "--when", "2026-12-08T09:00", "--where", "R", "--invite", "sales", by="wu.gang"
    )["id"]
    desk.run("meeting", "cancel", coming, "--reason", "the fair", by="wu.gang")
    newest = next(row for row in desk.ask("notices", "list", "--to", "li.na") if row["event"] == "meeting cancel")
    assert "Reason: the fair" in desk.ask("notices", "show", newest["id"])["body"]


def test_meetings_that_are_over_are_not_read_for_an_inbox(desk, monkeypatch):
    story(desk)
    over = desk.ask(
        *("meeting", "call", "--when", "2026-11-24T11:00", "--where", "R", "--invite", "sales"), by="wu.gang"
    )["id"]
    gone = desk.ask(
        *("meeting", "call", "--when", "2026-11-24T11:30", "--where", "R", "--invite", "sales"), by="wu.gang"
    )["id"]
    desk.run("meeting", "cancel", gone, "--reason", "x", by="wu.gang")
    desk.now = "2026-11-24T12:00"
    desk.run("meeting", "minutes", over, by="wu.gang")
    for place in (desk.root / "meetings").rglob("*.yaml"):
        if over in place.name:
            place.write_text("stage: completed\nnonsense: 1\n")
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qam", "broken")
    said = desk.run("inbox", by="li.na")
    assert "quote for the crane" in said.out


# --- completion and pickers


def test_meetings_and_open_actions_are_completed(desk, monkeypatch, capfd):
    from ordertool.book import glance

    one = story(desk)
    desk.run("meeting", "done", one, "X2", by="he.jun")
    full = desk.ask("meeting", "list")[0]["id"]
    assert glance.meetings(str(desk.root)) == [(full, "held", "2026-11-24 09:00")]
    assert glance.actions(str(desk.root), one) == [("X1", "quote for the crane")]
    assert glance.actions(str(desk.root), "1") == []


def test_a_picker_offers_the_meetings_that_a_move_may_start_from(desk):
    from ordertool.commands.choosing import offer_for
    from ordertool.commands.frame import Request
    from ordertool.errors import UsageError

    one = story(desk)
    request = Request(str(desk.root), "zhao.min", writes=True, environ={"ORDERTOOL_NOW": desk.now})
    offer = offer_for("MEETING", ["meeting", "done"], request, None)
    assert [choice.value for choice in offer.choices] == [one]
    with pytest.raises(UsageError, match="there is no such meeting yet"):
        offer_for("MEETING", ["meeting", "cancel"], request, None)
    request.session.close()
