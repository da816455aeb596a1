"""How long `assign --all` takes for 400 orders that wait and 20 owners, and how much of it is the decision.

`python benchmarks/assignment.py [RUNS]`. The decision is `rules.assignment.decide` on records in memory, with rules, regions,
former owners and 200 orders in hand; the command is the whole process in a book of 600 orders: it reads them, decides, judges
each move, writes 400 files and makes one commit. Medians; the aim for the decision is 2 s.
"""

from __future__ import annotations

import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from floor import Floor
from people import NOW, Office
from quarter import ASSIGNMENT, new_floor

from ordertool.book.change import written
from ordertool.book.paths import record_path
from ordertool.records.base import Logged
from ordertool.rules.assignment import Decision, decide, waiting
from ordertool.rules.workload import workload

ORDERS, IN_HAND, AIM = 400, 200, 2.0
ORDERTOOL = (sys.executable, "-m", "ordertool")
COMPANY = "init --company 宁波港仓储设备有限公司 --manager wu.gang --name 吴刚 --email wu.gang@example.com"
CLERK = "staff add zhao.min --name 赵敏 --email zhao.min@example.com --department orders --role processor"


def busy_floor() -> Floor:
    """Twenty owners with work in hand for two months, and 400 orders that wait, each with a whole form."""
    rng = random.Random(1)
    floor = new_floor(rng, ASSIGNMENT)
    credit = floor.policy.credit.model_copy(update={"unassessed": "pass"})  # nobody assessed the floor's clients
    floor.policy = floor.policy.model_copy(update={"credit": credit})
    owners = list(floor.staff)
    form = Office().order("submitted").plain()["form"]
    for number in range(IN_HAND + ORDERS):
        mine = rng.choice(owners) if number < IN_HAND else None
        at = NOW - (timedelta(hours=rng.randint(80, 1400)) if mine else timedelta(minutes=rng.randint(1, 1000)))
        values = {
            "client": rng.choice(list(floor.clients)), "type": rng.choice(["standard", "large"]),
            "domain": rng.choice(["storage", "cold", "conveyor"]),
        }  # fmt: skip
        floor.order(mine, at=at, **form | values)
    return floor


def decision(floor: Floor) -> tuple[float, list[Decision]]:
    """Seconds that the decision takes, with the workload counted from the orders; and what was decided."""
    ctx = floor.ctx
    begin = time.perf_counter()
    load = workload(ctx.orders(), ctx.policy.assignment)
    found = decide(waiting(floor.now, ctx), load, floor.now, ctx, together=True)
    return time.perf_counter() - begin, found


def book_of(floor: Floor, folder: Path) -> tuple[Path, dict[str, str]]:
    """The floor as a book on the disk, its records put in by one commit."""
    book = folder / "book"
    env = {name: value for name, value in os.environ.items() if not name.startswith(("ORDERTOOL_", "GIT_"))}
    env |= {"ORDERTOOL_NOW": "2026-11-23T08:00", "ORDERTOOL_ACTOR": "wu.gang", "ORDERTOOL_LANG": "en"}
    env |= {"GIT_CONFIG_GLOBAL": os.devnull, "PYTHONPATH": str(Path(__file__).parents[1])}
    run(env, *ORDERTOOL, *COMPANY.replace("init", f"init {book}").split())
    env["ORDERTOOL_BOOK"] = str(book)
    run(env, *ORDERTOOL, *CLERK.split())
    policy = book / "policy.yaml"
    shipped = policy.read_text("utf-8").replace("unassessed: wait", "unassessed: pass")
    text, mark, rest = shipped.partition("\nassignment:")
    rest = rest.partition("\n\n")[2] if mark else ""
    policy.write_text(
        f"{text}\nassignment: {floor.policy.assignment.model_dump_json(exclude_defaults=True)}\n\n{rest}", "utf-8"
    )
    records: list[Logged] = [*floor.staff.values(), *floor.clients.values(), *floor.orders.values()]
    for record in records:
        path = book / record_path(record.kind, record.id)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written(record, None, None, str(path.relative_to(book))))
    run(env, "git", "-C", str(book), "add", "-A")
    run(env, "git", "-C", str(book), "commit", "-qm", "the floor")
    return book, env | {"ORDERTOOL_NOW": "2026-11-23T09:30", "ORDERTOOL_ACTOR": "zhao.min"}


def run(env: dict[str, str], *command: str) -> float:
    begin = time.perf_counter()
    done = subprocess.run(command, env=env, check=False, capture_output=True)
    assert done.returncode == 0, f"{command}: {done.stderr.decode()}"
    return time.perf_counter() - begin


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    floor = busy_floor()
    times, found = zip(*(decision(floor) for _ in range(runs)), strict=True)
    given = [one.to for one in found[0]]
    assert len(given) == ORDERS
    median = statistics.median(times)
    verdict = "met" if median <= AIM else "NOT MET"
    print(
        f"{runs} runs of each, medians in s; {ORDERS} orders wait, {IN_HAND} in hand, {len(floor.staff)} owners, 300 clients"
    )
    print(f"  {median:6.2f}  the decision (at most {AIM}: {verdict}); {ORDERS - given.count(None)} given out")
    folder = Path(tempfile.mkdtemp(prefix="ordertool-bench-"))
    book, env = book_of(floor, folder)
    base = ("git", "-C", str(book), "reset", "-q", "--hard")
    start = subprocess.run(("git", "-C", str(book), "rev-parse", "HEAD"), check=True, capture_output=True, text=True)
    tried, whole = [], []
    for _ in range(runs):
        tried.append(run(env, *ORDERTOOL, "assign", "--all", "--dry-run"))
        whole.append(run(env, *ORDERTOOL, "assign", "--all"))
        run(env, *base, start.stdout.strip())
    print(f"  {statistics.median(tried):6.2f}  ordertool assign --all --dry-run")
    print(f"  {statistics.median(whole):6.2f}  ordertool assign --all")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
