"""How long a shell waits for a completion: whole processes on a book of some 300 open orders, medians in ms.

`python benchmarks/completion.py [RUNS]`. Each round runs every program once, so that a busy moment hits all alike; a move
is made before each round, so every answer comes right after one. The aim is 60 ms on a machine with nothing else to do;
on a busy one, look at the time at work.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from startup import ORDERTOOL, environment, timed

AIM = 60.0
ORDERS = 300


def book_of(orders: int, folder: Path) -> Path:
    """The demo's book, its open orders copied until there are so many."""
    from ordertool.demo import Player, found, play  # noqa: PLC0415

    player = Player(folder / "book")
    found(player)
    play(player)
    shelf = player.book / "orders"
    there = sorted(shelf.rglob("SO-*.yaml"))
    for number in range(orders - len(there)):
        path = there[number % len(there)]
        tail = f"Z{number:04}"
        copy = path.with_name(f"{path.stem[:-5]}{tail}.yaml")
        copy.write_text(re.sub(r"^id: .*", f"id: {copy.stem}", path.read_text("utf-8"), count=1), "utf-8")
    git = ["git", "-C", os.fspath(player.book), "-c", "user.name=x", "-c", "user.email=x@example.com"]
    subprocess.run([*git, "add", "orders"], check=True)
    subprocess.run([*git, "commit", "-qm", "copies"], check=True)
    return player.book


def worked() -> float:
    """Milliseconds of processor time that programs have taken so far, which other people's programs do not stretch as much."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (used.ru_utime + used.ru_stime) * 1000


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    folder = Path(tempfile.mkdtemp(prefix="ordertool-bench-"))
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    book = book_of(ORDERS, folder)
    env = environment(book)
    tail = max(book.glob("orders/**/SO-*.yaml")).stem[-5:]
    move = (*ORDERTOOL, "inquire", "--client", "甲", "--contact", "乙", "--matter", "丙", "--channel", "phone")
    programs = {
        "python -c pass": (sys.executable, "-c", "pass"),
        "ordertool --version": (*ORDERTOOL, "--version"),
        **{
            f"ordertool {line}⇥": (*ORDERTOOL, "__complete", "zsh", *line.split(" "))
            for line in ("", "list --sta", "show ", "deliver ", "assign 7K3FQ --to ", f"progress {tail} --done ")
        },
    }
    times: dict[str, list[float]] = {name: [] for name in programs}
    work: dict[str, list[float]] = {name: [] for name in programs}
    for program in programs.values():
        timed(env, program)  # bytecode and page cache
    for _ in range(runs):
        timed(env, move)
        for name, program in programs.items():
            before = worked()
            times[name].append(timed(env, program))
            work[name].append(worked() - before)
    print(f"{runs} runs of each, right after a move; {len(list(book.glob('orders/**/SO-*.yaml')))} open orders")
    for name, values in times.items():
        median = statistics.median(values)
        verdict = "" if "⇥" not in name else "  met" if median <= AIM else "  NOT MET"
        about = f"least {min(values):5.1f}, at work {statistics.median(work[name]):5.1f}"
        print(f"  {median:6.1f}  ({about})  {name}{verdict}")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
