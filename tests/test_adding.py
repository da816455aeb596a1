"""What docs/adding.md promises: a move without input, or with only a reason, is one row."""

from __future__ import annotations

import pytest

from ordertool.language import Clause
from ordertool.records.base import Reason
from ordertool.rules import workflow
from ordertool.rules.move import Move


@pytest.fixture
def shelve(monkeypatch):
    """The row of a move that is not in the table."""
    row = Move(
        "order", "shelve", frozenset({"inquiry", "draft"}), "lost", ("receptionist",), Clause("P2.1b"),
        "Record that the client went elsewhere", at="note", takes=Reason, example='ordertool shelve 9D2MX --reason "…"',
    )  # fmt: skip
    monkeypatch.setitem(workflow._ROWS, ("order", "shelve"), row)
    return row


def test_a_row_that_takes_a_reason_has_its_command_its_help_and_its_refusals(desk, shelve):
    order = desk.order()
    said = desk.run("shelve", "--help").out
    assert shelve.help in said
    assert "--reason TEXT  Why. [required]" in said
    assert shelve.example in said
    assert desk.run("shelve", order, by="chen.jie", code=2).err.startswith("Error: --reason is missing\n")
    before = desk.state()
    said = desk.run("shelve", order, "--reason", "bought elsewhere", by="li.na", code=3)
    assert said.err.startswith(f"Error: cannot shelve {order}: li.na (owner) has not the right to it (P2.1b)\n")
    assert desk.state() == before
    told = desk.ask("shelve", order, "--reason", "bought elsewhere", by="chen.jie")
    assert told["stage"] == "lost"
    assert (told["log"][-1]["move"], told["log"][-1]["note"]) == ("shelve", "bought elsewhere")
    assert desk.git("log", "-1", "--format=%s").strip() == f"shelve {order}: inquiry → lost"


def test_what_is_no_row_is_no_command(desk):
    assert desk.run("shelve", "7K3FQ", code=2).err.startswith("Error: there is no command ordertool shelve\n")
