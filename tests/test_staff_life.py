"""People who change, leave and come back: their rights follow, and nothing of theirs is left lying (P4.2b, L4)."""

from __future__ import annotations

from datetime import date

import pytest
import yaml
from people import Office

from ordertool.audit import judge_commit
from ordertool.book import glance
from ordertool.book.book import Book
from ordertool.commands.choosing import _people
from ordertool.records.staff import LeavingInput
from ordertool.rules.workflow import row
from ordertool.session import Session


def refusal(desk, *args, by="wu.gang"):
    """What a command is refused with, in one line."""
    return " ".join(desk.run(*args, by=by, code=3).err.split())


def leave(desk, who, *more, **how):
    return desk.run("staff", "leave", who, "--on", "2026-11-23", "--reason", "moves away", *more, by="wu.gang", **how)


def profile(desk, who):
    return desk.ask("staff", "show", who)["profile"]


def policy(desk, **lines):
    """The policy with lines of its own, committed."""
    place = desk.root / "policy.yaml"
    place.write_text(yaml.safe_dump({**yaml.safe_load(place.read_text("utf-8")), **lines}, allow_unicode=True))
    desk.git("-c", "user.name=吴刚", "-c", "user.email=wu.gang@example.com", "commit", "-qam", "policy")


ADD = (
    "staff",
    "add",
    "kai.bo",
    "--name",
    "凯博",
    "--email",
    "kai.bo@example.com",
    "--department",
    "sales",
    "--role",
    "owner",
)


# --- edit


def test_a_person_is_added_with_a_weight(desk):
    desk.run(*ADD, "--capacity", "8", "--weight", "4", by="wu.gang")
    assert (profile(desk, "kai.bo")["capacity"], profile(desk, "kai.bo")["weight"]) == (8, 4)
    assert "  share       4\n" in desk.run("staff", "show", "kai.bo").out


def test_a_weight_is_between_1_and_1000(desk):
    assert "--weight" in desk.run(*ADD, "--weight", "0", by="wu.gang", code=4).err
    assert "--weight" in desk.run(*ADD, "--weight", "1001", by="wu.gang", code=4).err


def test_an_edit_changes_what_it_names_and_nothing_else(desk):
    before = profile(desk, "li.na")
    desk.run("staff", "edit", "li.na", "--department", "service", "--weight", "5", by="wu.gang")
    assert profile(desk, "li.na") == before | {"department": "service", "weight": 5}
    told = desk.git("log", "-1", "--format=%B")
    assert told.startswith("staff edit li.na\n\n  department: service\n")
    assert "li.na@example.com" not in told


def test_lists_are_replaced_and_an_empty_value_clears(desk):
    desk.run(
        "staff",
        "edit",
        "li.na",
        "--role",
        "owner",
        "--role",
        "接待人员",
        "--region",
        "浙江",
        "--capacity",
        "",
        by="wu.gang",
    )
    li_na = profile(desk, "li.na")
    assert (li_na["roles"], li_na["regions"], li_na["capacity"]) == (["owner", "receptionist"], ["浙江"], None)
    desk.run("staff", "edit", "li.na", "--set", "regions=江苏、上海", "--set", "domains=", by="wu.gang")
    assert (profile(desk, "li.na")["regions"], profile(desk, "li.na")["domains"]) == (["江苏", "上海"], [])


def test_a_dry_run_writes_nothing(desk):
    before = desk.state()
    said = desk.run("staff", "edit", "li.na", "--weight", "5", "--dry-run", by="wu.gang")
    assert said.out == "li.na  edit  (dry run, nothing written)\n"
    assert leave(desk, "lin.wei", "--dry-run").out == "lin.wei  leave  (dry run, nothing written)\n"
    assert desk.state() == before


def test_what_an_edit_is_refused_for(desk):
    edit = ("staff", "edit", "li.na")
    assert "li.na (owner) may not do that (P4.2b) Hint: it takes: manager" in refusal(
        desk, *edit, "--name", "李娜娜", by="li.na"
    )
    assert "nothing would change" in refusal(desk, *edit, "--department", "sales")
    assert "SUN.TAO@example.com is already sun.tao's" in refusal(desk, *edit, "--email", "SUN.TAO@example.com")
    assert "wu.gang is the only manager" in refusal(desk, "staff", "edit", "wu.gang", "--role", "auditor")
    said = desk.run(*edit, "--set", "capacty=3", by="wu.gang", code=4).err
    assert "the file has no field capacty\nHint: did you mean: capacity" in said
    assert "nothing is named that is to change" in desk.run(*edit, by="wu.gang", code=2).err


def test_who_owns_open_orders_stays_an_owner(desk):
    order = desk.order("active")
    said = refusal(desk, "staff", "edit", "li.na", "--role", "support")
    assert f"li.na has orders in hand, 1; to be given to somebody else: {order[-5:]} (P2.3a)" in said
    assert (
        f'Hint: zhao.min (processor) gives each to somebody else: ordertool reassign {order[-5:]} --to STAFF --reason "…"'
        in said
    )
    desk.run("reassign", order, "--to", "sun.tao", "--reason", "li.na turns to support", by="zhao.min")
    desk.run("staff", "edit", "li.na", "--role", "support", by="wu.gang")


def test_whom_the_policy_names_for_a_role_keeps_it(desk):
    policy(desk, duty={"processor": {"person": "zhao.min", "deputy": "wu.gang"}})
    said = refusal(desk, "staff", "edit", "zhao.min", "--role", "owner")
    assert "policy.yaml names zhao.min for: processor (P4.2b; policy.yaml: duty)" in said
    desk.run("staff", "edit", "zhao.min", "--role", "owner", "--role", "processor", by="wu.gang")


# --- leave


def test_who_left_has_no_rights_is_no_actor_and_gets_no_work(desk):
    order = desk.order("submitted")
    said = leave(desk, "li.na")
    assert said.out.startswith("li.na  leave  [")
    assert "li.na left on 2026-11-23 (P4.2b)" in refusal(desk, "inbox", by="li.na")
    assert "li.na left on 2026-11-23 (P4.2b)" in refusal(
        desk, "inquire", "--client", "x", "--contact", "y", "--matter", "z", by="li.na"
    )
    assert f"cannot assign {order}: li.na left on 2026-11-23" in refusal(
        desk, "assign", order, "--to", "li.na", by="zhao.min"
    )
    away = ("staff", "away", "sun.tao", "--from", "2026-12-01", "--to", "2026-12-05", "--deputy", "li.na")
    assert "li.na left on 2026-11-23" in refusal(desk, *away, by="sun.tao")
    assert desk.ask("assign", order, "--auto", by="zhao.min")["owner"] == "sun.tao"


def test_a_question_cannot_be_passed_to_who_left_nor_to_a_department_that_is_empty(desk):
    leave(desk, "he.jun")
    order = desk.order("inquiry")
    assert "he.jun left on 2026-11-23" in refusal(desk, "forward", order, "--to", "he.jun", by="chen.jie")
    said = refusal(desk, "forward", order, "--to", "production", by="chen.jie")
    assert "production is neither on the staff nor a department with somebody in it" in said


def test_a_list_hides_who_left_unless_asked(desk):
    leave(desk, "li.na", "--successor", "sun.tao")
    assert "li.na" not in desk.run("staff", "list").out
    desk.env = {"COLUMNS": "200"}
    assert "left on 2026-11-23" in desk.run("staff", "list", "--left").out
    shown = desk.run("staff", "show", "li.na").out
    assert "  left on              2026-11-23: moves away (successor sun.tao)\n" in shown


def test_completion_and_pickers_offer_only_who_is_there(desk):
    leave(desk, "li.na")
    assert "li.na" not in {one[0] for one in glance.staff(str(desk.root))}
    session = Session(Book.find(str(desk.root), desk.root), {"ORDERTOOL_NOW": desk.now})
    offered = {
        verb: [one.value for one in _people(session, [row("staff", verb)]).choices] for verb in ("edit", "rejoin")
    }
    session.close()
    assert "li.na" not in offered["edit"]
    assert offered["rejoin"] == ["li.na"]


def test_a_leaving_waits_for_its_day(desk):
    said = " ".join(
        desk.run("staff", "leave", "li.na", "--on", "2026-12-31", "--reason", "x", by="wu.gang", code=3).err.split()
    )
    assert "2026-12-31 is still to come, and the rights end when it is recorded" in said
    assert "ordertool staff edit li.na --capacity 0" in said
    desk.run("staff", "edit", "li.na", "--capacity", "0", by="wu.gang")
    assert desk.ask("assign", desk.order("submitted"), "--auto", by="zhao.min")["owner"] == "sun.tao"


def test_L4_open_orders_are_handed_over_first(desk):
    order = desk.order("confirmed")
    assert f"li.na has orders in hand, 1; to be given to somebody else: {order[-5:]} (P2.3a)" in refusal(
        desk, "staff", "leave", "li.na", "--on", "2026-11-23", "--reason", "x"
    )
    desk.run("reassign", order, "--auto", "--reason", "li.na leaves", by="zhao.min")
    leave(desk, "li.na")


def test_a_question_is_passed_on_first(desk):
    order = desk.order("inquiry")
    desk.run("forward", order, "--to", "li.na", by="chen.jie")
    said = refusal(desk, "staff", "leave", "li.na", "--on", "2026-11-23", "--reason", "x")
    assert f"li.na owes clients a reply, 1: {order[-5:]} (P2.1b)" in said
    assert f"ordertool forward {order[-5:]} --to STAFF" in said
    desk.run("forward", order, "--to", "sun.tao", by="chen.jie")
    leave(desk, "li.na")


def test_phases_are_planned_anew_first(desk):
    order = desk.order("active")
    said = refusal(desk, "staff", "leave", "he.jun", "--on", "2026-11-23", "--reason", "x")
    assert f"he.jun has phases in plans, 1: {order[-5:]} (P2.4a)" in said
    desk.run(
        "plan", order, "--phase", "Make;2026-11-24;2026-12-10;li.na", "--phase", "Install;2026-12-11;2026-12-18;li.na",
        "--every", "3d", "--reason", "he.jun leaves", by="li.na",
    )  # fmt: skip
    leave(desk, "he.jun")
    said = refusal(
        desk,
        "plan",
        order,
        "--phase",
        "Make;2026-11-24;2026-12-10;he.jun",
        "--every",
        "3d",
        "--reason",
        "x",
        by="li.na",
    )
    assert "he.jun left on 2026-11-23" in said


def test_a_duty_and_a_deputy_are_replaced_first(desk):
    policy(desk, duty={"processor": {"person": "zhao.min"}})
    assert "policy.yaml names zhao.min for: processor" in refusal(
        desk, "staff", "leave", "zhao.min", "--on", "2026-11-23", "--reason", "x"
    )
    away = ("staff", "away", "sun.tao", "--from", "2026-12-01", "--to", "2026-12-05")
    desk.run(*away, "--deputy", "li.na", by="sun.tao")
    said = refusal(desk, "staff", "leave", "li.na", "--on", "2026-11-23", "--reason", "x")
    assert "li.na stands in for sun.tao from 2026-12-01 to 2026-12-05 (P2.3a)" in said
    assert "ordertool staff away sun.tao --from 2026-12-01 --to 2026-12-05 --deputy STAFF" in said
    assert "name another: ordertool staff back sun.tao --absence AB1 --on 2026-12-01; then ordertool staff away" in said
    desk.run("staff", "back", "sun.tao", "--absence", "ab1", "--on", "2026-12-01", by="sun.tao")
    desk.run(*away, "--deputy", "he.jun", by="sun.tao")
    leave(desk, "li.na")


def test_the_only_manager_stays(desk):
    assert "wu.gang is the only manager" in refusal(
        desk, "staff", "leave", "wu.gang", "--on", "2026-11-23", "--reason", "x"
    )


def test_a_successor_answers_for_what_cannot_be_handed_over(desk):
    order = desk.order("closed")
    said = refusal(desk, "staff", "leave", "li.na", "--on", "2026-11-23", "--reason", "x")
    assert f"li.na still answers for delivered orders, 1: {order[-5:]} (P5.2c)" in said
    assert "--successor STAFF" in said
    assert "li.na cannot be their own successor" in refusal(
        desk, "staff", "leave", "li.na", "--on", "2026-11-23", "--reason", "x", "--successor", "li.na"
    )
    leave(desk, "li.na", "--successor", "sun.tao")
    desk.run("complain", order, "--text", "one rail scratched", by="chen.jie")
    assert [(one["id"], one["owed"]["next"]) for one in desk.ask("inbox", by="sun.tao")] == [
        (order, ["respond", "settle"])
    ]
    desk.run("settle", order, "K1", "--solution", "replaced", "--feedback", "content", by="sun.tao")
    # And when that one leaves, the next is asked for.
    assert "sun.tao still answers for delivered orders, 1" in refusal(
        desk, "staff", "leave", "sun.tao", "--on", "2026-11-23", "--reason", "x"
    )


def test_a_file_that_a_leaver_kept_goes_to_the_successor(desk):
    client = desk.ask(
        "client", "add", "--name", "北仑电子", "--contact", "王强", "--keeper", "li.na", by="chen.jie"
    )["id"]  # fmt: skip
    said = refusal(desk, "staff", "leave", "li.na", "--on", "2026-11-23", "--reason", "x")
    assert f"li.na keeps clients' files, 1: {client[-5:]} (P4.1a)" in said
    leave(desk, "li.na", "--successor", "sun.tao")
    credit = ("client", "credit", client, "--grade", "A", "--evidence", "accounts", "--valid-until", "2027-06-30")
    desk.run(*credit, by="sun.tao")


def test_who_left_comes_back_with_the_roles_they_had(desk):
    assert "li.na has not left" in refusal(desk, "staff", "rejoin", "li.na")
    leave(desk, "li.na")
    assert "li.na left on 2026-11-23" in refusal(desk, "staff", "edit", "li.na", "--weight", "3")
    assert "li.na left on 2026-11-23" in refusal(desk, "staff", "leave", "li.na", "--on", "2026-11-23", "--reason", "x")
    desk.run("staff", "rejoin", "li.na", by="wu.gang")
    assert desk.ask("staff", "show", "li.na")["left"] is None
    desk.run("assign", desk.order("submitted"), "--to", "li.na", by="zhao.min")


def test_history_with_a_leaver_in_it_stands(desk):
    desk.order("closed")
    leave(desk, "li.na", "--successor", "sun.tao")
    assert desk.run("check").code == 0
    desk.run("staff", "rejoin", "li.na", by="wu.gang")
    book = Book.find(str(desk.root), desk.root)
    for commit in ("HEAD", "HEAD~1"):
        assert judge_commit(book, desk.git("rev-parse", commit).strip()) == ()
    book.close()
    before = desk.git("rev-parse", "HEAD~2").strip()
    assert desk.ask("inbox", "--at", before, by="li.na") == []  # then, nobody had left


def test_nobody_leaves_while_an_order_cannot_be_read(desk):
    """Nobody knows whose it is; nothing is taken for granted."""
    order = desk.order("assigned")
    name = desk.git("ls-files", f"*{order}.yaml").strip()
    path = desk.root / name
    path.write_text(path.read_text("utf-8").replace("matter:", "mattr:"), "utf-8")
    desk.git("commit", "-qam", "by hand")
    before = desk.state()
    leaving = ("staff", "leave", "li.na", "--on", "2026-11-23", "--reason", "moves away", "--successor", "sun.tao")
    said = desk.run(*leaving, by="wu.gang", code=4)
    assert name in said.err
    assert "mattr" in said.err
    assert desk.state() == before


@pytest.mark.parametrize(("who", "names"), [
    ({"departments": ["sales", "export"]}, "export"),
    ({"domains": ["storage", "cranes"], "regions": ["浙江"]}, "cranes, 浙江"),
])  # fmt: skip
def test_L4_the_doctor_knows_a_rule_that_means_nobody(desk, who, names):
    policy(desk, assignment={"rules": [{"name": "big ones", "then": "required", "who": who}]})
    said = " ".join(desk.run("doctor", code=None).out.split())
    assert f"a rule of assignment, big ones, is about: {names}; no owner is of that" in said


def test_a_role_that_open_orders_need_stays_filled(desk):
    order = desk.order("submitted")
    said = refusal(desk, "staff", "leave", "zhao.min", "--on", "2026-11-23", "--reason", "moves away")
    assert f"zhao.min is the only processor, and orders are open, 1: {order[-5:]} (P4.2b)" in said
    assert said.endswith("give the role to somebody else first: ordertool staff edit STAFF --add-role processor")
    desk.run("staff", "edit", "sun.tao", "--role", "owner", "--role", "processor", by="wu.gang")
    leave(desk, "zhao.min")


def test_a_role_that_nothing_waits_for_may_stand_empty(desk):
    leave(desk, "zhao.min")


def test_a_successor_of_owned_orders_is_an_owner_and_there(desk):
    desk.order("signed")
    last = ("--on", "2026-11-23", "--reason", "x", "--successor")
    assert "he.jun does not hold the role owner (P5.2c)" in refusal(desk, "staff", "leave", "li.na", *last, "he.jun")
    leave(desk, "sun.tao")
    assert "sun.tao left on 2026-11-23" in refusal(desk, "staff", "leave", "li.na", *last, "sun.tao")
    leave(desk, "he.jun")


def test_who_left_has_no_right_to_any_move():
    office = Office()
    order = office.do("inquire", None, "chen.jie", client="x", contact="y", channel="phone", matter="z")
    office.staff["chen.jie"] = office.staff["chen.jie"].model_copy(
        update={"left": LeavingInput(on=date(2026, 11, 20), reason="moved away")}
    )
    [said] = office.refused("lose", order, "chen.jie", note="x")
    assert said.reason == "chen.jie left on 2026-11-20 and makes no moves"


def test_what_somebody_has_in_hand_is_counted_alike_everywhere(desk):
    client = desk.client("unlimited")
    for stage in ("assigned", "active", "delivered", "signed"):
        desk.order(stage, client=client)
    said = refusal(desk, "staff", "leave", "li.na", "--on", "2026-11-23", "--reason", "x")
    assert "li.na has orders in hand, 3; to be given to somebody else: " in said
    assert len(desk.ask("staff", "show", "li.na")["orders"]) == 3
    assert "In hand: 3" in desk.run("staff", "show", "li.na").out
    owners = desk.ask("report", "workload")["owners"]
    assert {one["staff"]: (one["orders"], one["weight"]) for one in owners}["li.na"] == (3, "3")


def test_a_manager_who_may_reassign_is_told_how(desk):
    order = desk.order("assigned")
    leaving = ("staff", "leave", "li.na", "--on", "2026-11-23", "--reason", "x")
    desk.run("staff", "edit", "wu.gang", "--role", "manager", "--role", "processor", by="wu.gang")
    assert f"Hint: give each to somebody else: ordertool reassign {order[-5:]}" in refusal(desk, *leaving)


def test_a_capacity_of_nothing_that_outlasts_a_leaving_is_told(desk):
    desk.run("staff", "edit", "li.na", "--capacity", "0", by="wu.gang")
    leave(desk, "li.na")
    said = desk.run("staff", "rejoin", "li.na", by="wu.gang")
    assert said.err == (
        "Warning: li.na still has the capacity 0 and is given no orders by the rules:"
        " ordertool staff edit li.na --capacity N (P2.3a)\n"
    )
    leave(desk, "sun.tao")
    assert desk.run("staff", "rejoin", "sun.tao", by="wu.gang").err == ""


def test_a_role_more_or_less_and_roles_with_commas(desk):
    def roles(*change):
        return desk.ask("staff", "edit", "li.na", *change, by="wu.gang")["profile"]["roles"]

    assert roles("--add-role", "processor,finance", "--add-role", "接待人员") == [
        "owner",
        "processor",
        "finance",
        "receptionist",
    ]
    assert roles("--drop-role", "finance、receptionist") == ["owner", "processor"]
    assert roles("--role", "owner，support", "--drop-role", "support") == ["owner"]
    kai = ("staff", "add", "kai", "--name", "凯", "--email", "kai@example.com", "--department", "sales")
    added = desk.ask(
        *kai, "--role", "owner,support", "--domain", "storage;cold", "--region", "浙江、江苏", by="wu.gang"
    )
    assert added["profile"]["roles"] == ["owner", "support"]
    assert (added["profile"]["domains"], added["profile"]["regions"]) == (["storage", "cold"], ["浙江", "江苏"])
    said = desk.run("staff", "edit", "li.na", "--add-role", "boss", by="wu.gang", code=4)
    assert said.err.startswith('Error: --add-role: there is no role "boss"\n')


def test_hints_name_the_command_that_helps(desk):
    leave(desk, "lin.wei")
    kai = ("--name", "林卫", "--email", "lin.wei@example.com", "--department", "audit", "--role", "auditor")
    said = refusal(desk, "staff", "add", "lin.wei", *kai)
    assert "lin.wei left on 2026-11-23" in said
    assert "Hint: take back who returned: ordertool staff rejoin lin.wei" in said
