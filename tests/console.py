"""Pages that show a session: every command in a ```console block is run, and must answer what the page says.

A page may choose the ids that new records get, in a comment: <!-- ids: 7K3FQ 4H8TR -->.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from ordertool.book import paths
from ordertool.cli import main
from ordertool.language import use_language
from ordertool.languages import language_from

ROOT = Path(__file__).parents[1]
_SHELL = re.compile(r"[|<>&;$*]")


@dataclass
class Console:
    """A shell of its own: a folder to stand in, an environment, ids for new records."""

    home: Path
    env: dict[str, str]
    ids: list[str] = field(default_factory=list)
    here: Path = Path()

    def __post_init__(self) -> None:
        self.here = self.home
        bin_ = self.home / ".bin"
        bin_.mkdir(exist_ok=True)
        (bin_ / "ordertool").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m ordertool "$@"\n')
        (bin_ / "ordertool").chmod(0o755)
        path = f"{bin_}:{os.environ['PATH']}"
        self.env = {"PATH": path, "PYTHONPATH": str(ROOT), "COLUMNS": "88", "NO_COLOR": "1", **self.env}

    def run(self, command: str) -> str:
        """What a command answers, on either stream."""
        words = shlex.split(command, comments=True)
        if words[0] == "export":
            name, _, value = words[1].partition("=")
            self.env[name] = value
            return ""
        if words[0] == "cd":
            self.here /= words[1]
            return ""
        if words[0] == "ordertool" and not _SHELL.search(re.sub(r'"[^"]*"', "", command)):
            return self._said(self._ordertool(words[1:]))
        env = {name: value for name, value in os.environ.items() if not name.startswith(("ORDERTOOL_", "LC_", "LANG"))}
        done = subprocess.run(
            ["bash", "-c", command], cwd=self.here, env=env | self.env, check=False, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        return self._said(done.stdout)

    def _ordertool(self, args: list[str]) -> str:
        """The real command line, in this process."""
        out, before = io.StringIO(), Path.cwd()
        os.chdir(self.here)
        try:
            with patch.dict(os.environ, self.env), patch.object(paths, "_tail", lambda: self.ids.pop(0)):
                use_language(language_from(None, self.env))
                with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
                    main(args)
        finally:
            use_language("en")
            os.chdir(before)
        return out.getvalue()

    def _said(self, words: str) -> str:
        """The answer without what differs each time: commits, folders, versions."""
        words = words.replace(str(self.home), "~")
        words = re.sub(r"\[[0-9a-f]{9}\]", "[9f3c1d2e8]", words)
        words = re.sub(r"^(commit |Op-Id: |\s+Op-Id: )[0-9a-f]{16,40}", r"\g<1>9f3c1d2e8…", words, flags=re.MULTILINE)
        words = re.sub(r"^[0-9a-f]{7,9}(?= )", lambda m: "9f3c1d2e8"[: len(m[0])], words, flags=re.MULTILINE)
        words = re.sub(r"chinesecalendar [\d.]+ \+ (\d+ overrides?)\s+\([0-9a-f]+\)", r"chinesecalendar X + \1", words)
        return re.sub(r"[ \t]+$", "", words, flags=re.MULTILINE)


def retold(page: str, console: Console) -> str:
    """The page with every answer as it is now."""
    console.ids = [word for ids in re.findall(r"<!-- ids: (.*?) -->", page) for word in ids.split()]
    lines: list[str] = []
    for block, inside in _blocks(page):
        if not inside:
            lines += block
            continue
        for command in _commands(block):
            lines += [f"$ {command[0]}", *command[1:]]
            lines += console.run("\n".join(command)).rstrip("\n").splitlines()
    return "\n".join(lines)


def _blocks(page: str) -> Iterator[tuple[list[str], bool]]:
    """The page's lines, in pieces: text, and insides of console blocks."""
    inside, piece = False, []
    for line in page.split("\n"):
        if (not inside and line == "```console") or (inside and line == "```"):
            if not inside:
                piece.append(line)
            yield piece, inside
            piece, inside = ([line] if inside else []), not inside
        else:
            piece.append(line)
    yield piece, inside


def _commands(block: list[str]) -> Iterator[list[str]]:
    """Each command with its continuation lines; what it answered is left out."""
    command: list[str] = []
    for line in block:
        if line.startswith("$ "):
            if command:
                yield command
            command = [line[2:]]
        elif command and command[-1].endswith("\\"):
            command.append(line)
    if command:
        yield command
