"""A quarter of 5,000 orders shared out by the rules, under one pace and another, and with preferences of one worth and another.

`python benchmarks/fairness.py [ORDERS]`. For each: Jain's index of what each was given (and the best that the rules allow), of
the mean open load, and the fullest week of the one who joins midway and the one who returns, against the fair share.
"""

from __future__ import annotations

import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from quarter import ASSIGNMENT, NEWCOMER, RETURNER, simulated

PACES = (("1.5", 5), ("1.2", 5), ("1.3", 10), ("2", 5), ("99", 5))
WORTHS = (None, 2, 5, 10)


def assignment(times: str, days: int, worth: int | None) -> dict[str, Any]:
    rules = deepcopy(ASSIGNMENT) | {"pace": {"times": times, "days": days}}
    kept = [rule for rule in rules["rules"] if rule["then"] == "required" or worth is not None]
    return rules | {"rules": [rule | ({"worth": worth} if rule["then"] == "preferred" else {}) for rule in kept]}


def main() -> None:
    orders = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    print(f"{orders} orders in a quarter, 20 owners, by the half day; a week is five working days")
    cases = [(times, days, 5) for times, days in PACES] + [("1.5", 5, worth) for worth in WORTHS if worth != 5]  # noqa: PLR2004
    for times, days, worth in cases:
        quarter = simulated(orders, assignment=assignment(times, days, worth))
        late = [max(quarter.weeks(name)) for name in (NEWCOMER, RETURNER)]
        kind = f"pace {times} in {days} days, preferences {'none' if worth is None else f'worth {worth}'}"
        print(
            f"  {kind:45} given {quarter.index():.4f} (best {quarter.best():.4f})  open load {quarter.open_index():.4f}"
            f"  newcomer {late[0]:.2f}  returner {late[1]:.2f}  left {quarter.left}"
        )
    alone = simulated(orders, alone=True)
    late = [max(alone.weeks(name)) for name in (NEWCOMER, RETURNER)]
    print(
        f"  {'each order on its own as it comes':45} given {alone.index():.4f} (best {alone.best():.4f})"
        f"  open load {alone.open_index():.4f}  newcomer {late[0]:.2f}  returner {late[1]:.2f}  left {alone.left}"
    )


if __name__ == "__main__":
    main()
