"""A real help desk's intake assigned by the rules, against those who took the tickets in charge.

`python benchmarks/helpdesk.py`. From shared/data/eventlogs/replay_helpdesk.csv: each case comes in with its first event and
is done with its last resolution; it is given to somebody who was at the desk (between their first ticket and
their last) and ever took tickets of its work group. The recorded owner is who took it in charge first. Load is
tickets per working day there, and tickets in hand at the end of each week.
"""

from __future__ import annotations

import csv
import heapq
import statistics
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from floor import Floor
from people import CHINA
from quarter import jain

from ordertool.rules.assignment import decide
from ordertool.rules.workload import Workload

LOG = Path(__file__).parents[2] / "shared/data/eventlogs/replay_helpdesk.csv"
TAKEN, RESOLVED = "Take in charge ticket", "Resolve ticket"


class Case(NamedTuple):
    """A ticket: when it came and was done, its work group, and who took it in charge."""

    came: datetime
    done: datetime
    group: str
    taker: str


def slug(value: str) -> str:
    return value.lower().replace(" ", "-")


def cases() -> list[Case]:
    """The tickets that somebody took in charge, in the order in which they came."""
    rows: dict[str, list[dict[str, str]]] = {}
    with LOG.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            rows.setdefault(row["case_id"], []).append(row)
    found = []
    for events in rows.values():
        times = [datetime.fromisoformat(row["timestamp"]).astimezone(CHINA) for row in events]
        taker = next((row["resource"] for row in events if row["activity"] == TAKEN), None)
        resolved = [at for at, row in zip(times, events, strict=True) if row["activity"] == RESOLVED]
        if taker is not None:
            found.append(Case(times[0], max(resolved, default=times[-1]), slug(events[0]["workgroup"]), slug(taker)))
    return sorted(found)


def desk(found: list[Case]) -> Floor:
    """Everybody who took tickets, from the first one to the last, with the work groups that they took."""
    floor = Floor({"rules": [{"name": "their work group", "then": "required", "who": {"same": ["domain"]}}]})
    floor.policy = floor.policy.model_copy(update={"holidays": "none"})
    for name in sorted({case.taker for case in found}):
        mine = [case for case in found if case.taker == name]
        gone = max(case.came for case in mine).date() + timedelta(days=1)
        groups = tuple(sorted({case.group for case in mine}))
        joined = min(case.came for case in mine) - timedelta(minutes=2)
        floor.hire(name, joined=joined, domains=groups, away=((f"{gone}", "2014-12-31"),))
    return floor


def assigned(found: list[Case], floor: Floor) -> list[str]:
    """Whom each ticket goes to by the rules, one by one as they come."""
    load, ctx = Workload(), floor.ctx
    ends: list[tuple[datetime, str]] = []
    to = []
    for case in found:
        while ends and ends[0][0] <= case.came:
            load.open[heapq.heappop(ends)[1]] -= 1
        order = floor.orders[floor.order(at=case.came, domain=case.group)]
        chosen = decide([order], load, case.came, ctx)[0].to
        assert chosen is not None, "whoever took it could have it"
        load.give(chosen, order, case.came, Decimal(1))
        load.open[chosen] = load.open.get(chosen, Decimal(0)) + 1
        heapq.heappush(ends, (case.done, chosen))
        to.append(chosen)
    return to


def days_there(floor: Floor, first: date, last: date) -> dict[str, int]:
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return {
        one.id: sum(
            day.weekday() < 5 and one.log[0].at.date() <= day and one.absence_on(day) is None  # noqa: PLR2004
            for day in days
        )
        for one in floor.staff.all()
    }


def spread_of(amounts: Mapping[str, int], days: Mapping[str, int]) -> tuple[float, float]:
    """Jain's index of amounts by day there, and the busiest against the mean."""
    there = {name: count for name, count in days.items() if count}
    rate = sum(amounts.get(name, 0) for name in there) / sum(there.values())
    most = max(amounts.get(name, 0) / count for name, count in there.items())
    return jain([amounts.get(name, 0) for name in there], list(there.values())), most / rate if rate else 1


def weeks(found: list[Case], to: list[str], floor: Floor) -> Iterator[tuple[float, float]]:
    """Jain's index of the tickets in hand at the end of each week, and the fullest desk against the mean."""
    day = found[0].came
    while day < found[-1].came:
        in_hand = Counter(name for case, name in zip(found, to, strict=True) if case.came <= day < case.done)
        there = {one.id: 1 for one in floor.staff.all() if one.log[0].at <= day and one.absence_on(day.date()) is None}
        if sum(in_hand[name] for name in there) > len(there) > 1:
            yield spread_of(in_hand, there)
        day += timedelta(days=7)


def main() -> None:
    found = cases()
    floor = desk(found)
    by_rule, recorded = assigned(found, floor), [case.taker for case in found]
    days = days_there(floor, found[0].came.date(), found[-1].came.date())
    print(f"{len(found)} tickets, {len(floor.staff)} at the desk, {found[0].came:%Y-%m} to {found[-1].came:%Y-%m}")
    for name, to in (("as recorded", recorded), ("by the rules", by_rule)):
        index, most = spread_of(Counter(to), days)
        weekly = list(zip(*weeks(found, to, floor), strict=True))
        print(
            f"  {name:13} given per day there: Jain {index:.3f}, most/mean {most:.2f}"
            f"   in hand, median of {len(weekly[0])} weeks: Jain {statistics.median(weekly[0]):.3f},"
            f" most/mean {statistics.median(weekly[1]):.2f}"
        )


if __name__ == "__main__":
    main()
