"""Who mistypes is told what was probably meant: commands, options, ids, names, items, fields, words."""

from __future__ import annotations

import pytest

from ordertool.language import use_language
from ordertool.nearest import did_you_mean, nearest


def told(desk, *args, by="li.na", code=2):
    before = desk.state()
    said = desk.run(*args, by=by, code=code)
    assert said.out == ""
    assert desk.state() == before
    message, hint = said.err.splitlines()
    return message.removeprefix("Error: "), hint.removeprefix("Hint: ")


@pytest.mark.parametrize(("line", "message", "hint"), [
    ("summit 7K3FQ", "there is no command ordertool summit", "did you mean: submit"),
    ("clients", "there is no command ordertool clients", "did you mean: ordertool client, ordertool export clients"),
    ("7K3FQ show", "there is no command ordertool 7K3FQ", "did you mean: ordertool show 7K3FQ"),
    ("client 4H8TR show", "there is no command ordertool client 4H8TR", "did you mean: ordertool client show 4H8TR"),
    ("li.na assign 7K3FQ", "there is no command ordertool li.na", "did you mean: ordertool assign li.na 7K3FQ"),
    ("credit 4H8TR", "there is no command ordertool credit", "did you mean: ordertool client credit"),
    ("add", "there is no command ordertool add", "did you mean: ordertool client add, ordertool staff add"),
    ("show 7K3FQ -json", "there is no option -j", "did you mean: --json"),
    ("show 7K3FQ --jsn", "there is no option --jsn", "did you mean: --json, --as"),
    ("show 7K3FQ —json", "more was given than the command takes: —json", "did you mean: --json"),
    ("show 7K3FQ ––lang=zh", "more was given than the command takes: ––lang=zh", "did you mean: --lang"),
    ("reply 7K3FQ --text we can", "more was given than the command takes: can",
     'put words that belong together in quotes: --text "…"'),
    ("show 7K3FQ --json 8H4KR", "more was given than the command takes: 8H4KR", "see: ordertool show --help"),
])  # fmt: skip
def test_commands_and_options(desk, line, message, hint):
    if "--json" in line:
        assert f'"message": "{message}"' in desk.run(*line.split(), code=2).err
        return
    assert told(desk, *line.split()) == (message, hint)


def test_a_command_may_be_typed_in_chinese_to_find_it(desk):
    use_language("zh_CN")
    said = desk.run("确认", code=2)
    assert said.err == "错误：没有命令 ordertool 确认\n提示：是否想输入：confirm\n"


def test_an_id_one_letter_off_is_found_with_its_client(desk):
    order = desk.order()
    tail = order[-5:]
    wrong = tail[:2] + ("Z" if tail[2] != "Z" else "Y") + tail[3:]
    assert told(desk, "show", wrong) == (f"there is no order {wrong}", f"did you mean: {tail} 杭州湾物流有限公司")
    client = desk.client("unlimited")[-5:]
    wrong = client[1] + client[0] + client[2:] if client[0] != client[1] else client[:4] + "0"
    assert told(desk, "client", "show", wrong)[1] == f"did you mean: {client} 杭州湾物流有限公司"
    assert told(desk, "show", "ZZZZZ") == ("there is no order ZZZZZ", "ordertool list")


def test_a_name_stands_for_its_order_its_client_its_person(desk):
    order, client = desk.order(), desk.client("unlimited")
    assert told(desk, "show", "杭州湾")[1] == f"did you mean: {order[-5:]} 杭州湾物流有限公司"
    assert told(desk, "client", "show", "杭州湾")[1] == f"did you mean: {client[-5:]} 杭州湾物流有限公司"
    assert told(desk, "staff", "show", "李娜") == ("there is nobody 李娜 on the staff", "did you mean: li.na 李娜")
    assert told(desk, "staff", "show", "li.ma")[1] == "did you mean: li.na 李娜"
    assert told(desk, "inbox", "--as", "lina")[1] == "did you mean: li.na 李娜"
    assert told(desk, "show", "x") == ("there is no order x", "ordertool list")


def test_an_id_of_another_kind_says_what_it_is(desk):
    order = desk.order("assigned")
    client = desk.ask("client", "list")[0]["id"]
    assert told(desk, "show", client) == (f"{client} is a client", f"its orders: ordertool list --client {client[-5:]}")
    assert told(desk, "client", "show", order[-5:]) == (f"{order} is an order", f"its client: {client[-5:]}")
    assert told(desk, "staff", "show", order[-5:]) == (f"{order} is an order", "its owner: li.na")
    assert told(desk, "staff", "show", client) == (f"{client} is a client", "ordertool staff list")
    assert told(desk, "show", "li.na") == ("li.na is a person on the staff", "ordertool list --owner li.na")
    assert told(desk, "client", "show", "li.na") == ("li.na is a person on the staff", "ordertool client list")
    inquiry = desk.order()
    assert told(desk, "client", "show", inquiry) == (f"{inquiry} is an order", f"ordertool show {inquiry[-5:]}")


def test_an_item_before_the_order_is_told(desk):
    order = desk.order("active")
    desk.run("escalate", order, "--problem", "crane", by="li.na")
    assert told(desk, "resolve", "Q1", order[-5:], "--solution", "x", by="zhao.min") == (
        "Q1 is the name of an item, not of an order", f"did you mean: ordertool resolve {order[-5:]} Q1",
    )  # fmt: skip
    assert told(desk, "show", "Q1")[1] == "the order goes first, then the item: 7K3FQ Q1"
    assert told(desk, "resolve", order, "Q7", "--solution", "x", by="zhao.min") == (
        f"there is no Q7 in {order}", "there are: Q1",
    )  # fmt: skip
    assert told(desk, "settle", order, "K1", "--solution", "x", code=3)[0].endswith("no complaint is open (P5.2c)")


def test_people_and_departments_in_options(desk):
    order = desk.order("submitted")
    refused = told(desk, "assign", order, "--to", "li.ma", by="zhao.min", code=3)
    assert refused[1] == "did you mean: li.na"
    assert told(desk, "assign", order, "--to", "李大娜", by="zhao.min", code=4)[0] == (
        "--to: must be small letters and digits, such as li.na or sales"
    )
    inquiry = desk.order()
    assert told(desk, "forward", inquiry, "--to", "li.ma", by="chen.jie", code=3)[1] == "did you mean: li.na"
    active = desk.order("active")
    asked = told(desk, "assist", active, "--ask", "produktion", "--need", "x", code=3)
    assert asked[1] == "did you mean: production"


@pytest.mark.parametrize(("field", "message", "hint"), [
    ("deliverby=2026-12-24", "the form has no field deliverby", "did you mean: deliver_by, deliver_to"),
    ("quantity=2", "the form has no field quantity", "did you mean: lines.L1.quantity"),
    ("lines.L1.quantitty=2", "the form has no field lines.L1.quantitty", "did you mean: lines.L1.quantity"),
    ("colour=red", "the form has no field colour", "it has: client, project"),
    ("lines.L9.quantity=2", "there is no line L9", "it has: L1, L2"),
])  # fmt: skip
def test_fields_of_set(desk, field, message, hint):
    order = desk.order("draft")
    found = told(desk, "draft", order, "--set", field, by="chen.jie", code=4)
    assert found[0] == message
    assert found[1].startswith(hint)


def test_words_of_a_list(desk):
    message, hint = told(
        desk,
        "inquire",
        "--client",
        "甲",
        "--contact",
        "乙",
        "--matter",
        "丙",
        "--channel",
        "phome",
        by="chen.jie",
        code=4,
    )
    assert message == '--channel: there is no channel "phome"'
    assert hint == "did you mean: phone"
    assert told(desk, "list", "--stage", "delivred") == ("there is no stage delivred", "did you mean: delivered")
    assert told(desk, "list", "--stage", "已提")[1] == "did you mean: 已提交"


def test_what_is_near_and_what_is_not():
    assert nearest("Li.Ma", ["li.na", "sun.tao"]) == ["li.na"]
    assert nearest("x", ["li.na"]) == []
    assert did_you_mean("x", []) is None
