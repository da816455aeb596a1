"""A book speaks its founder's language; a channel that nothing knows is found before a notice fails (P2.3b)."""

from __future__ import annotations

import pytest
import yaml

from ordertool.founding import policy_for
from ordertool.language import speaking

WU = ("--company", "Port Storage", "--manager", "wu.gang", "--name", "Wu Gang", "--email", "wu.gang@example.com")


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["same domain", "client's region", "client's former owner"]),
        ("zh_CN", ["业务领域相符", "负责该地区", "该客户的原业务负责人"]),
    ],
)
def test_rules_and_notices_speak_the_language_of_init(desk, tmp_path, language, names):
    root = tmp_path / "another"
    with speaking(language):
        desk.run("init", str(root), *WU)
    policy = yaml.safe_load((root / "policy.yaml").read_text())
    assert policy["notices"]["language"] == language
    assert [rule["name"] for rule in policy["assignment"]["rules"]] == names


def test_every_word_that_is_put_into_english_is_in_the_policy():
    chinese, english = (policy_for("X", one).decode() for one in ("zh_CN", "en"))
    changed = [pair for pair in zip(chinese.split("\n"), english.split("\n"), strict=True) if pair[0] != pair[1]]
    assert len(changed) == 4


def test_a_channel_that_nothing_knows_is_found_by_doctor(desk):
    pytest.importorskip("apprise")
    desk.env = {"ORDERTOOL_NOTIFY": "bla://secret-of-ours json://localhost/{staff}"}
    said = desk.run("doctor", code=1)
    assert "nothing knows how to send by these channels: bla\n" in said.out
    assert "secret-of-ours" not in said.out + said.err
    desk.env = {"ORDERTOOL_NOTIFY": "json://localhost/{staff} smtp://localhost"}
    assert "notices go out by: json, smtp\n" in desk.run("doctor", code=None).out
