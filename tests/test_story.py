"""The straight way, told in commands."""


def test_an_order_goes_from_the_first_phone_call_to_the_archive(desk):
    order = desk.order("archived")
    shown = desk.ask("show", order)
    assert shown["stage"] == "archived"
    assert shown["responsible"] is None
    assert [entry["move"] for entry in shown["log"]] == [
        "inquire", "draft", "review", "submit", "assign", "confirm", "plan", "prepare", "deliver", "sign", "close",
        "pay", "archive",
    ]  # fmt: skip
    assert desk.run("check").out == "11 records, 0 problems\n"
    assert desk.git("status", "--porcelain") == ""
