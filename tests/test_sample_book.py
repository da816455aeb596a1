"""The sample book at the project's top: sound, in every stage, made by the real commands, and all of it made up."""

from __future__ import annotations

import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from conftest import Desk
from hatchling.builders.wheel import WheelBuilder

from ordertool.book.paths import record_at
from ordertool.book.snapshot import named
from ordertool.demo.player import COMPANY, MANAGER, STAFF
from ordertool.demo.sample import CLIENTS, SHELVES, write
from ordertool.founding import policy_for
from ordertool.records.order import STAGES

ROOT = Path(__file__).parents[1]
AGAIN = "play it again: python -m ordertool.demo.sample ."


def files(folder):
    """Every file of the sample, by its path."""
    found = (path for shelf in SHELVES for path in (folder / shelf, *(folder / shelf).rglob("*")))
    return {str(path.relative_to(folder)): path.read_bytes() for path in found if path.is_file()}


@pytest.fixture(scope="module")
def records():
    places = {path: (record_at(path), data) for path, data in files(ROOT).items()}
    return [named(*place, data, path) for path, (place, data) in places.items() if place]


def test_it_is_what_the_real_commands_write(tmp_path, monkeypatch):
    for name in ("ORDERTOOL_NOW", "ORDERTOOL_BOOK", "ORDERTOOL_ACTOR", "GIT_CONFIG_GLOBAL"):
        monkeypatch.setenv(name, "")  # so that they are put back afterwards
    write(tmp_path)
    here, again = files(ROOT), files(tmp_path)
    assert here.keys() == again.keys(), AGAIN
    assert [path for path in here if here[path] != again[path]] == [], AGAIN


def test_the_policy_is_the_one_that_a_new_book_gets():
    """One source: templates/policy.yaml, with the company's name put in."""
    assert (ROOT / "policy.yaml").read_bytes() == policy_for(COMPANY)


def test_a_clone_of_the_project_is_a_sound_book(tmp_path):
    clone = tmp_path / "clone"
    clone.mkdir()
    for path, data in files(ROOT).items():
        (clone / path).parent.mkdir(parents=True, exist_ok=True)
        (clone / path).write_bytes(data)
    (clone / "README.md").write_text("the program's own files\n")
    for args in (
        ("init", "-q"),
        ("add", "-A"),
        ("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qm", "x"),
    ):
        subprocess.run(["git", *args], cwd=clone, check=True)
    desk = Desk(clone, now="2026-11-20T17:00")
    assert desk.run("check").out == f"{len(CLIENTS) + len(STAFF.splitlines()) + 19} records, 0 problems\n"
    assert desk.ask("show", "7K3FQ")["responsible"]["staff"] == "li.na"


def test_it_has_an_order_in_every_stage(records):
    orders = [record for record in records if record.kind == "order"]
    assert {order.stage for order in orders} == set(STAGES) - {"confirmed"}  # an owner's next morning
    assert any(order.on_hold for order in orders)
    assert any(order.open_problems and order.assistance for order in orders)
    assert any(order.changes and order.missing() and order.delivered() for order in orders)
    assert any(order.open_complaints for order in orders)
    assert any(order.stage == "closed" and order.unpaid for order in orders)


def test_it_holds_no_real_person_company_or_number(records):
    """Only the people of the story, the companies that the sample names, example.com, and numbers from one block."""
    people = {MANAGER[0], *(line.split()[0] for line in STAFF.splitlines())}
    names = {client[1] for client in CLIENTS}
    assert {record.id for record in records if record.kind == "staff"} == people
    assert {record.profile.name for record in records if record.kind == "client"} == names
    assert {record.inquiry.client for record in records if record.kind == "order"} <= names
    text = b"\n".join(files(ROOT).values()).decode()
    assert set(re.findall(r"[\w.]+@([\w.]+)", text)) == {"example.com"}
    phones = re.findall(r"(?<![0-9a-fA-F])1[3-9]\d{9}(?![0-9a-fA-F])", text)
    assert phones
    assert all(phone.startswith("13800001") for phone in phones)
    assert not re.findall(r"\b[0-9A-HJ-NP-RT-UW-Y]{18}\b", text)


def test_the_wheel_does_not_carry_it(tmp_path):
    wheel = next(WheelBuilder(str(ROOT)).build(directory=str(tmp_path)))
    carried = zipfile.ZipFile(wheel).namelist()
    assert "ordertool/templates/policy.yaml" in carried
    assert {name.split("/")[0] for name in carried if ".dist-info/" not in name} == {"ordertool"}
