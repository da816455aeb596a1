"""The assessment of a quarter in a simulated year, with everything that is made of it: seconds, memory, against a floor.

`python benchmarks/assessment.py [N] [PERIOD] [DIR]`: 20,000 orders of 50 people and 2026Q4, in a book that is made anew unless
DIR holds one. Each step is a whole process; memory is the largest that it, or a process of its own, took. The floor is what
no assessment can do without: git hands out the orders that the period can touch, and the fast reader parses their text on
one core. The aim: `assess run` with all that follows from it in 20 s on two cores, within 500 MB.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))
from make_book import make_book

from ordertool.book.book import Book
from ordertool.book.yaml_reader import read

ORDERS, PERIOD, NOW = 20_000, "2026Q4", "2027-01-04T09:00"
AIM_SECONDS, AIM_MEGABYTES = 20.0, 500
ORDERTOOL = (sys.executable, "-m", "ordertool")
_SHEETS = (
    ("export", "orders", "--xlsx"), ("export", "clients", "--xlsx"), ("export", "receivables", "--xlsx"),
    ("export", "events", "--ocel"),
)  # fmt: skip


class Step(NamedTuple):
    """A command, how long it took, and how much memory."""

    name: str
    seconds: float
    megabytes: float


def measured(name: str, env: dict[str, str], *args: str) -> Step:
    """Run one command and watch it; a process that forks counts by its largest part."""
    watcher = (
        "import resource, subprocess, sys\n"
        "code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
        "sys.exit(code)"
    )
    begin = time.perf_counter()
    done = subprocess.run(
        (sys.executable, "-c", watcher, *ORDERTOOL, *args), env=env, capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - begin
    if done.returncode:
        raise SystemExit(f"ordertool {' '.join(args)}: exit {done.returncode}\n{done.stderr}")
    return Step(name, seconds, int(done.stdout) / 1024)


def environment(folder: Path, actor: str) -> dict[str, str]:
    """The environment of the commands: no setting of the developer's."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("ORDERTOOL_", "GIT_"))}
    return env | {"ORDERTOOL_BOOK": str(folder), "ORDERTOOL_NOW": NOW, "ORDERTOOL_ACTOR": actor, "ORDERTOOL_LANG": "en"}


def floor(folder: Path) -> float:
    """Seconds that git and the fast reader take over the orders in whose text a month of the quarter stands."""
    book = Book.find(str(folder), folder)
    tip = book.snapshot()
    begin = time.perf_counter()
    days = ("-e", "2026-10-", "-e", "2026-11-", "-e", "2026-12-")
    found = book.git.run("grep", "-l", "-z", "-F", *days, tip.commit or "", "--", "orders", "archive").decode()
    names = [name.partition(":")[2] for name in found.split("\0") if name.endswith(".yaml")]
    for name in names:
        read(tip.content(name) or b"", name)
    seconds = time.perf_counter() - begin
    book.close()
    print(f"the floor: {len(names)} orders read and parsed in {seconds:.1f} s")
    return seconds


def main() -> None:
    """Make the book if there is none, run the assessment and everything that is made of it."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ORDERS
    period = sys.argv[2] if len(sys.argv) > 2 else PERIOD  # noqa: PLR2004
    scratch = Path(tempfile.mkdtemp(prefix="ordertool-bench-"))
    folder = Path(sys.argv[3]) if len(sys.argv) > 3 else scratch / "book"  # noqa: PLR2004
    if not folder.exists():
        made = make_book(count, folder)
        print(f"{count} orders, {made.commits} commits, made in {made.seconds:.0f} s")
    listed = subprocess.run(
        (*ORDERTOOL, "staff", "list", "--role", "manager", "--json"),
        env=environment(folder, ""),
        capture_output=True,
        check=True,
    )
    env = environment(folder, json.loads(listed.stdout)[0]["id"])
    least = floor(folder)
    papers = [f"--{form}={scratch / period}.{form}" for form in ("xlsx", "html", "md")]
    papers += [f"--letters={scratch / 'letters'}", f"--json-file={scratch / period}.json"]
    commands = [
        ("assess run", ("assess", "run", period)),
        ("assess export (all)", ("assess", "export", period, *papers)),
        *((" ".join(words[:2]), (*words, str(scratch / words[1]))) for words in _SHEETS),
    ]
    steps = []
    for name, words in commands:
        step = measured(name, env, *words)
        steps.append(step)
        times = f"{step.seconds / least:8.1f} × the floor"
        print(f"{step.name:24}{step.seconds:8.1f} s{step.megabytes:8.0f} MB{times}", flush=True)
    ours = [step for step in steps if step.name.startswith("assess")]
    seconds, memory = sum(step.seconds for step in ours), max(step.megabytes for step in ours)
    verdict = "within" if seconds <= AIM_SECONDS and memory <= AIM_MEGABYTES else "beyond"
    print(
        f"{'the assessment':24}{seconds:8.1f} s{memory:8.0f} MB: {verdict} the aim of {AIM_SECONDS:.0f} s and {AIM_MEGABYTES} MB"
    )


if __name__ == "__main__":
    main()
