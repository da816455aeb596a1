"""Days, amounts, words and people as an office types them; what is stored is the same in every case (L7)."""

import pytest

DAYS = {
    "2026-12-18": "2026-12-18",
    "2026/12/18": "2026-12-18",
    "2026.12.18": "2026-12-18",
    "２０２６年１２月１８日": "2026-12-18",
    "12月18日": "2026-12-18",
    "3月1日": "2027-03-01",
    "11月23日": "2026-11-23",
    "今天": "2026-11-23",
    "tomorrow": "2026-11-24",
}


@pytest.mark.parametrize(("typed", "stored"), DAYS.items(), ids=DAYS)
def test_a_day_to_come(desk, typed, stored):
    order = desk.order("inquiry")
    desk.run("draft", order, "--deliver-by", typed, by="chen.jie")
    assert desk.ask("show", order)["form"]["deliver_by"] == stored
    desk.run("draft", order, "--set", f"deliver_by={typed}", "--project", "again", by="chen.jie")
    assert desk.ask("show", order)["form"]["deliver_by"] == stored


def test_a_day_without_its_year_on_which_money_moved_has_been(desk):
    order = desk.order("submitted")
    desk.run("pay", order, "--amount", "￥1,000.00", "--on", "11月23日", by="qian.yu")
    desk.run("pay", order, "--amount", "１，０００元", "--on", "today", by="qian.yu")
    late = desk.run("pay", order, "--amount", "1", "--on", "12月30日", by="qian.yu", code=3)
    assert "2025-12-30 is before the inquiry" in late.err
    paid = desk.ask("show", order)["payments"]
    assert [(one["amount"], one["on"]) for one in paid] == [("1000.00", "2026-11-23"), ("1000", "2026-11-23")]


def test_prices_and_quantities(desk):
    order = desk.order("inquiry")
    desk.run("draft", order, "--line", "item=Rack；quantity=1，200；unit=bay；price=￥1,850.00元", by="chen.jie")
    (line,) = desk.ask("show", order)["form"]["lines"]
    assert (line["quantity"], line["price"]) == ("1200", "1850.00")
    said = desk.run("draft", order, "--line", "item=Rack;price=1,85", by="chen.jie", code=4)
    assert said.err.startswith("Error: --line: price: must be a number\n")


def test_a_grade_and_a_limit(desk):
    client = desk.client("unlimited")
    credit = ("client", "credit", client, "--evidence", "x")
    desk.run(*credit, "--grade", "b", "--line", "￥500,000", "--valid-until", "2027/12/31", by="qian.yu")
    made = desk.ask("client", "show", client)["credit"][-1]
    assert (made["grade"], made["limit"], made["valid_until"]) == ("B", "500000", "2027-12-31")
    wrong = desk.run(*credit, "--grade", "b", "--line", "-5", "--valid-until", "明天", by="qian.yu", code=4)
    assert wrong.err == "Error: --line: must not be negative\nHint: correct the value and try again\n"
    wrong = desk.run(*credit, "--grade", "E", "--valid-until", "明天", by="qian.yu", code=4)
    assert wrong.err == 'Error: --grade: there is no credit grade "E"\nHint: there are: A, B, C, D\n'


def test_a_person_by_name(desk):
    order = desk.order("submitted")
    desk.run("assign", order, "--to", "李娜", by="zhao.min")
    assert desk.ask("show", order)["owner"] == "li.na"
    assert [row["id"] for row in desk.ask("list", "--owner", "李娜")] == [order]
    desk.run("confirm", order, by="li.na")
    desk.run(
        "plan", order, "--phase", "Make；今天；12月10日；李娜", "--node", "Drawings；明天", "--every", "3d", by="li.na"
    )
    plan = desk.ask("show", order)["plan"]
    assert plan["phases"][0] == {
        "id": "PH1", "name": "Make", "start": "2026-11-23", "end": "2026-12-10", "person": "li.na"
    }  # fmt: skip
    assert plan["nodes"][0]["on"] == "2026-11-24"


def test_a_name_that_two_have_is_nobodys(desk):
    desk.run(
        "staff", "add", "li.na2", "--name", "李娜", "--email", "li.na2@example.com", "--department", "sales",
        "--role", "业务负责人", by="wu.gang",
    )  # fmt: skip
    order = desk.order("submitted", client=desk.client("unlimited"))
    said = desk.run("assign", order, "--to", "李娜", by="zhao.min", code=4)
    assert said.err == (
        'Error: --to: "李娜" is the name of several: li.na, li.na2\nHint: give the id of the one you mean\n'
    )


def test_a_word_that_is_none_is_told_by_its_option(desk):
    order = desk.order("inquiry")
    talk = ("contact", order, "--text", "x", "--channel", "鸽子")
    assert desk.run(*talk, by="chen.jie", code=4).err == (
        'Error: --channel: there is no channel "鸽子"\nHint: there are: phone, email, online, visit, wechat, other\n'
    )
