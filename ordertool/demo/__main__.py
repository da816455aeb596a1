"""`python3 run.py demo`: plays the month into a new book and shows it."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from ordertool.cli import main as cli
from ordertool.demo.month import END, found, play
from ordertool.demo.player import Player
from ordertool.language import N_, _, text, use_language
from ordertool.languages import language_from

_STEPS = 600
"""About how many commands the month has, for the bar."""


def main() -> int:
    """Play the month; show one inbox, the late orders, the board, and where the book lies."""
    use_language(language_from(None, os.environ))
    book = Path(tempfile.mkdtemp(prefix="ordertool-demo-")) / "book"
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task(_("Playing a month of orders"), total=_STEPS)
        player = Player(book, lambda: progress.advance(task))
        found(player)
        play(player)
        progress.update(task, total=progress.tasks[0].completed)
    os.environ.update(ORDERTOOL_NOW=END.isoformat(), ORDERTOOL_BOOK=str(book), ORDERTOOL_ACTOR="li.na")
    for title, args in (
        (N_("The inbox of li.na 李娜:"), ["inbox"]),
        (N_("The open orders:"), ["list"]),
        (N_("The board:"), ["board"]),
    ):
        print(f"\n{_(title)}\n")
        cli(args)
    ordertool = Path(sys.executable).with_name("ordertool")
    print()
    print(text("The book lies in {book}. Look around, with {python} for `ordertool`:", book=book, python=ordertool))
    print(f"  cd {book} && git log\n  export ORDERTOOL_NOW={END:%Y-%m-%dT%H:%M}\n  {ordertool} inbox --as zhao.min")
    return 0


if __name__ == "__main__":
    sys.exit(main())
