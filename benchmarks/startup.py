"""Start-up and one move against their floors, as ratios of medians of whole-process runs in one go.

`python benchmarks/startup.py [RUNS]`. Each round runs every program once, so that a busy moment hits all alike.
Floors: `python -c pass`; a one-argument typer program that also imports BaseModel and yaml and does nothing; and that
program followed by the same change made by hand with `git add` and `git commit`.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FLOOR = """
import typer
import yaml
from pydantic import BaseModel

app = typer.Typer()


@app.command()
def main(name: str) -> None:
    pass


app()
"""
ORDERTOOL = (sys.executable, "-m", "ordertool")


def environment(book: Path) -> dict[str, str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("ORDERTOOL_", "GIT_"))}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    env.update(ORDERTOOL_BOOK=str(book), ORDERTOOL_NOW="2026-12-21T15:00", ORDERTOOL_ACTOR="li.na", ORDERTOOL_LANG="en")
    return env


def timed(env: dict[str, str], *commands: tuple[str, ...], cwd: Path | None = None) -> float:
    """Milliseconds that commands take, one after another."""
    begin = time.perf_counter()
    for command in commands:
        subprocess.run(command, env=env, cwd=cwd, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return (time.perf_counter() - begin) * 1000


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    folder = Path(tempfile.mkdtemp(prefix="ordertool-bench-"))
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    from ordertool.demo import Player, found, play  # noqa: PLC0415

    player = Player(folder / "book")
    found(player)
    play(player)
    env = environment(player.book)
    rows = subprocess.run(
        [*ORDERTOOL, "list", "--stage", "active", "--owner", "li.na", "--json"],
        env=env,
        check=True,
        capture_output=True,
    )
    order = max(__import__("json").loads(rows.stdout), key=lambda row: row["id"])["id"]
    path = next(player.book.rglob(f"{order}.yaml"))
    floor = folder / "floor.py"
    floor.write_text(FLOOR)
    move = (*ORDERTOOL, "progress", order, "--state", "as planned", "--eta", "2026-12-24")
    hand = shutil.copytree(player.book, folder / "hand")
    by_hand = hand / path.relative_to(player.book)

    programs = {
        "python -c pass": lambda: timed(env, (sys.executable, "-c", "pass")),
        "ordertool --version": lambda: timed(env, (*ORDERTOOL, "--version")),
        "typer + BaseModel + yaml": lambda: timed(env, (sys.executable, str(floor), "x")),
        "ordertool show ID": lambda: timed(env, (*ORDERTOOL, "show", order)),
        "floor + git add + git commit": lambda: (
            by_hand.write_text(by_hand.read_text() + "#\n"),
            timed(
                env,
                (sys.executable, str(floor), "x"),
                ("git", "add", str(by_hand)),
                ("git", "-c", "core.fsync=objects,reference,index", "commit", "-qm", "by hand"),
                cwd=hand,
            ),
        )[1],
        "ordertool progress ID": lambda: timed(env, move),
    }
    times: dict[str, list[float]] = {name: [] for name in programs}
    for program in programs.values():
        program()  # bytecode and page cache
    for _ in range(runs):
        for name, program in programs.items():
            times[name].append(program())
    medians = {name: statistics.median(values) for name, values in times.items()}
    print(f"{runs} runs of each, medians in ms; book of {len(list(player.book.rglob('SO-*.yaml')))} orders")
    for name, median in medians.items():
        print(f"  {median:7.1f}  {name}")
    for name, base, limit in (
        ("ordertool --version", "python -c pass", 2.0),
        ("ordertool show ID", "typer + BaseModel + yaml", 1.3),
        ("ordertool progress ID", "floor + git add + git commit", 1.5),
    ):
        ratio = medians[name] / medians[base]
        print(f"{name} / {base}: {ratio:.2f} (at most {limit}) {'met' if ratio <= limit else 'NOT MET'}")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
