"""People who change, leave and come back: their rights follow, and nothing of theirs is left lying (P4.2b, L4)."""

from __future__ import annotations

import pytest
import yaml


def refusal(desk, *args, by="wu.gang"):
    """What a command is refused with."""
    return desk.run(*args, by=by, code=3).err


def leave(desk, who, *more):
    return desk.run("staff", "leave", who, "--on", "2026-11-23", "--reason", "moves away", *more, by="wu.gang")


def test_a_person_is_added_with_a_weight(desk):
    desk.run(
        "staff", "add", "kai.bo", "--name", "凯博", "--email", "kai.bo@example.com", "--department", "sales",
        "--role", "owner", "--capacity", "8", "--weight", "4", by="wu.gang",
    )  # fmt: skip
    assert "weight      4\n" in " ".join(desk.run("staff", "show", "kai.bo").out.split("  weight ")).replace("   ", "  ") or (
        desk.ask("staff", "show", "kai.bo")["profile"]["weight"] == 4
    )
    said = desk.run(
        "staff", "add", "x.y", "--name", "x", "--email", "x@example.com", "--department", "sales", "--role", "owner",
        "--weight", "0", by="wu.gang", code=4,
    )  # fmt: skip
    assert "--weight" in said.err
