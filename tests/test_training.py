"""Who was trained, until when it holds, and who is due (P7.3, P6.3c)."""

from __future__ import annotations

import yaml

TRAIN = ("staff", "train", "li.na", "--topic", "客户信息保密", "--kind", "信息安全")


def policy(desk, **rules):
    """What the policy asks of whom."""
    place = desk.root / "policy.yaml"
    data = {**yaml.safe_load(place.read_text("utf-8")), "training": rules}
    place.write_text(yaml.safe_dump(data, allow_unicode=True))
    desk.git("-c", "user.name=吴刚", "-c", "user.email=wu.gang@example.com", "commit", "-qam", "policy")


def states(desk, *more):
    """Who stands how."""
    return {row["staff"]: (row["until"], row["state"]) for row in desk.ask("staff", "training", *more)}


def test_a_training_is_kept_with_all_that_shows_it(desk):
    desk.run(
        *TRAIN,
        "--on",
        "2026-11-20",
        "--by",
        "林卫",
        "--evidence",
        "test, 92",
        "--valid-until",
        "2027-05-31",
        by="wu.gang",
    )
    (kept,) = desk.ask("staff", "show", "li.na")["training"]
    assert kept == {
        "id": "TR1", "topic": "客户信息保密", "kind": "information-security", "on": "2026-11-20", "valid_until": "2027-05-31",
        "by": "林卫", "evidence": "test, 92",
    }  # fmt: skip
    said = " ".join(desk.run("staff", "show", "li.na").out.split())
    assert "TR1 information security, 客户信息保密, 2026-11-20, by 林卫, valid until 2027-05-31, test, 92" in said
    told = desk.git("log", "-1", "--format=%B")
    assert told.startswith("staff train li.na TR1\n\n  kind: information-security\n  topic: 客户信息保密\n")


def test_what_a_training_is_refused_for(desk):
    said = desk.run(*TRAIN, "--on", "2026-11-24", by="wu.gang", code=3).err
    assert "2026-11-24 is still to come (P7.3)\nHint: record it once it was held" in said
    said = desk.run(*TRAIN, "--on", "2026-11-20", "--valid-until", "2026-11-19", by="wu.gang", code=3).err
    assert "it would have expired before it was held, on 2026-11-19 (P7.3)" in said
    assert "it takes: manager, processor" in desk.run(*TRAIN, "--on", "2026-11-20", by="li.na", code=3).err
    said = desk.run(*TRAIN[:-1], "safety", "--on", "2026-11-20", by="wu.gang", code=4).err
    assert '--kind: there is no kind of training "safety"' in said


def test_who_is_due_is_listed_and_told_in_their_own_inbox(desk):
    desk.run(*TRAIN, "--on", "2026-11-20", by="zhao.min")
    assert states(desk)["li.na"] == ("2027-11-20", "valid")
    assert states(desk)["sun.tao"] == ("2027-02-21", "new")
    assert states(desk, "--due") == {}
    assert desk.run("staff", "training", "--due").out == "nobody is due\n"
    desk.now = "2027-02-10T09:00"
    assert states(desk, "--due")["sun.tao"] == ("2027-02-21", "new")
    assert [row["id"] for row in desk.ask("inbox", by="sun.tao")] == ["sun.tao"]
    desk.now = "2027-02-22T09:00"
    assert states(desk, "--due")["sun.tao"] == ("2027-02-21", "due")
    said = desk.run("inbox", by="sun.tao").out
    assert "Files:" in said
    assert "train" in said
    assert "information security" in said
    assert desk.run("inbox", "--department", "audit").out.startswith("Files:\n")
    assert "people who are due for training: 7" in desk.run("doctor", code=None).out
    desk.now = "2027-11-10T09:00"
    assert states(desk)["li.na"] == ("2027-11-20", "soon")
    desk.run(
        "staff",
        "train",
        "li.na",
        "--topic",
        "again",
        "--kind",
        "information-security",
        "--on",
        "2027-11-09",
        by="wu.gang",
    )
    assert states(desk)["li.na"] == ("2028-11-08", "valid")


def test_a_kind_may_be_asked_of_some_roles_only(desk):
    policy(desk, skill={"every": "730d", "roles": ["owner"], "within": "30d"})
    assert set(states(desk)) == {"li.na", "sun.tao"}
    assert states(desk, "--kind", "信息安全") == {}
    assert desk.run("staff", "training", "--kind", "information-security").out == "nobody has to be trained\n"
    assert "skill: owner, every 730 calendar days, newcomers within 30" in desk.run("policy", "show").out
    desk.run("staff", "edit", "sun.tao", "--role", "support", by="wu.gang")
    assert set(states(desk)) == {"li.na"}
    policy(desk)
    assert "policy.yaml asks for no training" in desk.run("staff", "training").out


def test_a_length_is_a_number_of_days(desk):
    place = desk.root / "policy.yaml"
    for wrong in ("365", "0d", "1y", 365, True):
        data = {**yaml.safe_load(place.read_text("utf-8")), "training": {"skill": {"every": wrong}}}
        place.write_text(yaml.safe_dump(data, allow_unicode=True))
        desk.git("-c", "user.name=吴刚", "-c", "user.email=wu.gang@example.com", "commit", "-qam", "policy")
        assert "must be a number of calendar days such as 180d" in desk.run("check", code=1).out
