"""Absences that end sooner, are taken back, or would overlap (P2.3a)."""

from __future__ import annotations

import pytest
from people import No, Office, at

from ordertool.rules.permissions import rights


@pytest.fixture
def office():
    return Office()


AWAY = ("staff", "away", "li.na", "--from", "2026-11-24", "--to", "2026-11-27")


def back(desk, *more, **how):
    return desk.run("staff", "back", "li.na", *more, by="li.na", **how)


def test_who_comes_back_sooner_counts_as_there_from_that_day_on(desk):
    desk.run(*AWAY, "--deputy", "sun.tao", by="li.na")
    desk.now = "2026-11-26T08:40"
    said = back(desk)
    assert said.out.startswith("li.na  back AB1  [")
    assert desk.git("log", "-1", "--format=%B").startswith(
        "staff back li.na AB1\n\n  ended: 2026-11-26\n\nMove: staff back\n"
    )
    assert desk.ask("staff", "show", "li.na")["away"] == [
        {"id": "AB1", "start": "2026-11-24", "end": "2026-11-27", "deputy": "sun.tao", "ended": "2026-11-26"}
    ]
    desk.env = {"COLUMNS": "200"}
    shown = desk.run("staff", "show", "li.na").out
    assert "absence              AB1  2026-11-24 – 2026-11-27, back on 2026-11-26 (deputy sun.tao)\n" in shown
    order = desk.order("submitted")
    desk.run("assign", order, "--to", "li.na", by="zhao.min")
    assert desk.run("check").code == 0


def test_an_absence_that_has_not_begun_is_taken_back(desk):
    desk.run(*AWAY, by="li.na")
    back(desk)
    assert "absence              AB1  2026-11-24 – 2026-11-27, taken back\n" in desk.run("staff", "show", "li.na").out
    desk.run(*AWAY, "--deputy", "sun.tao", by="li.na")  # and may be recorded anew
    said = back(desk, "--absence", "AB1", code=3)
    assert said.err == (
        "Error: cannot end an absence of li.na: AB1 was taken back already (P2.3a)\nHint: ordertool staff show li.na\n"
    )
    said = back(desk, "--absence", "AB9", code=None)
    assert (said.code, "AB9" in said.err) == (2, True)


def test_what_is_over_cannot_be_ended(desk):
    said = back(desk, code=3)
    assert said.err == ("Error: li.na has no absence that lasts until 2026-11-23\nHint: ordertool staff show li.na\n")
    desk.run(*AWAY, by="li.na")
    assert back(desk, "--absence", "AB1", "--on", "2026-11-28", code=3).err == (
        "Error: cannot end an absence of li.na: AB1 is over by then: its last day is 2026-11-27 (P2.3a)\n"
        "Hint: for more days: ordertool staff away li.na --from 2026-11-28 --to DATE\n"
    )
    assert back(desk, "--on", "someday", code=4).err.startswith('Error: "someday" is not a day\n')


def test_two_absences_of_a_person_have_no_day_in_common(desk):
    desk.run(*AWAY, by="li.na")
    before = desk.state()
    said = desk.run("staff", "away", "li.na", "--from", "2026-11-27", "--to", "2026-12-01", by="li.na", code=3)
    assert said.err == (
        "Error: cannot record an absence of li.na: li.na is away from 2026-11-24 to 2026-11-27 already (AB1) (P2.3a)\n"
        "Hint: end that one: ordertool staff back li.na --absence AB1 --on DATE; or begin after it: --from 2026-11-28\n"
    )
    assert desk.state() == before
    desk.run("staff", "away", "li.na", "--from", "2026-11-28", "--to", "2026-12-01", by="li.na")


def test_undo_and_a_hand_edit_say_how_an_absence_ends(desk):
    desk.run(*AWAY, by="li.na")
    said = desk.run("undo", "li.na", by="li.na", code=2)
    assert said.err == (
        "Error: li.na is a person on the staff\n"
        "Hint: undo is for orders; an absence ends by: ordertool staff back li.na; a file is changed by: staff edit\n"
    )
    place = desk.root / "staff" / "li.na.yaml"
    text = place.read_text()
    place.write_text(text.replace("2026-11-27", "2026-11-25"))
    said = desk.run("save", by="li.na", code=3)
    assert "  an absence that ends sooner: ordertool staff back li.na --on DATE\n" in said.out
    place.write_text(text.replace("end: 2026-11-27\n", "end: 2026-11-27\n    ended: 2026-11-26\n"))
    assert "back" in desk.run("save", by="li.na").out


@pytest.mark.parametrize(("day", "there"), [("2026-12-02", False), ("2026-12-03", True), ("2026-12-05", True)])
def test_a_deputys_rights_end_with_the_absence(office, day, there):
    office.away("zhao.min", "2026-12-01", "2026-12-05", "li.na")
    office.staff["zhao.min"] = office.do(
        "back", office.staff["zhao.min"], "wu.gang", kind="staff", item="AB1", ended="2026-12-03"
    )
    assert ("processor" in rights(office.staff["li.na"], None, at(f"{day}T09:00"), office.ctx)) is not there


def test_an_absence_is_shortened_again_and_never_lengthened(office):
    office.away("li.na", "2026-12-01", "2026-12-05")
    once = office.do("back", office.staff["li.na"], "li.na", kind="staff", item="AB1", ended="2026-12-04")
    assert office.do("back", once, "li.na", kind="staff", item="AB1", ended="2026-12-03").away[0].last.day == 2
    assert office.refused("back", once, "li.na", kind="staff", item="AB1", ended="2026-12-05") == [
        No(
            "AB1 is over by then: its last day is 2026-12-03",
            "for more days: ordertool staff away li.na --from 2026-12-04 --to DATE",
            "P2.3a",
        )
    ]
