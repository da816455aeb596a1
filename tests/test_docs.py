"""The docs hold: pages made from the code are those of this code, and what people are told to type works as told.

`python tests/test_docs.py` writes the answers in the tutorial and the how-tos anew; read the difference.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from console import Console, retold
from people import Office, full_story
from test_language import extracted

from ordertool.demo.sample import SHELVES

sys.path.insert(0, str(Path(__file__).parents[1] / "docs"))
import generate

DOCS = Path(__file__).parents[1] / "docs"
AGAIN = "write it again: python docs/generate.py"


def untranslated():
    from babel.messages.pofile import read_po
    from test_language import CATALOGUE

    with CATALOGUE.open("rb") as file:
        return extracted() - {message.id for message in read_po(file) if message.string}


@pytest.mark.parametrize("language", generate.LANGUAGES)
def test_pages_made_from_the_code_are_those_of_this_code(language, tmp_path):
    """A command without a line in docs/cli.md, a row without one in docs/workflow.md: this fails."""
    if language == "zh_CN" and untranslated():
        pytest.skip("translations are not complete")
    subprocess.run([sys.executable, DOCS / "generate.py", "--language", language, tmp_path], check=True)
    for page in generate.PAGES[language]:
        assert (DOCS / page).read_text("utf-8") == (tmp_path / page).read_text("utf-8"), f"docs/{page}: {AGAIN}"


def test_the_diagram_knows_every_step_that_a_story_takes():
    steps = {(made.move.verb, made.old.where if made.old else "new", made.new.where) for made in full_story(Office())}
    from ordertool.rules.workflow import row

    for verb, start, end in steps:
        move = row("order", verb)
        assert verb == "undo" or (start, end) in generate.outcomes(move), (verb, start, end)


# Pages with a session

SESSIONS = [DOCS / name for name in ("tutorial.md", "tutorial.zh.md")] + sorted(DOCS.glob("how-to/*.md"))


def told(page, home):
    """A page with its session run: the tutorial in an empty folder, a how-to in a copy of the sample book."""
    language = "zh_CN" if page.name.endswith(".zh.md") else "en"
    env = {"ORDERTOOL_LANG": language, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    if page.parent.name == "how-to":
        for shelf in SHELVES:
            source = DOCS.parent / shelf
            if source.exists():  # the sample book assesses nobody yet
                (shutil.copytree if source.is_dir() else shutil.copyfile)(source, home / shelf)
        for args in (
            ("init", "-q", "-b", "main"), ("config", "user.name", "吴刚"), ("config", "user.email", "wu.gang@example.com"),
            ("add", "-A"), ("commit", "-qm", "The sample book"),
        ):  # fmt: skip
            subprocess.run(["git", *args], cwd=home, check=True, env=os.environ | env)
        env["ORDERTOOL_NOW"] = "2026-11-23T09:00"
    return retold(page.read_text("utf-8"), Console(home, env))


@pytest.mark.parametrize("page", SESSIONS, ids=lambda page: page.name)
def test_what_a_page_says_to_type_answers_what_the_page_says(page, tmp_path):
    if page.name.endswith(".zh.md") and untranslated():
        pytest.skip("translations are not complete")
    assert told(page, tmp_path) == page.read_text("utf-8"), "read what differs, then: python tests/test_docs.py"


def test_every_page_for_people_has_its_chinese_and_the_same_commands_in_it():
    for page in SESSIONS:
        if not page.name.endswith(".zh.md"):
            chinese = page.with_suffix(".zh.md")
            typed = [
                [line.split()[1:3] for line in one.read_text("utf-8").splitlines() if line.startswith("$ ordertool")]
                for one in (page, chinese)
            ]
            assert typed[0] == typed[1], chinese.name


def test_links_between_pages_lead_somewhere():
    import re

    for page in [*DOCS.rglob("*.md"), *DOCS.parent.glob("*.md")]:
        for link in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", page.read_text("utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


if __name__ == "__main__":
    for one in SESSIONS:
        with tempfile.TemporaryDirectory() as folder:
            one.write_text(told(one, Path(folder)), "utf-8")
