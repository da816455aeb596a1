"""Sharing out a batch: each job to one person, at the least total cost of a stated kind (P2.3a)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

Costs = Mapping[int, int]
"""What it costs to give a job to each person who may have it, by their numbers; nobody else may."""
Marginal = Callable[[int, int], int | None]
"""What the n-th job of the batch costs at a person, beside the job's own cost; None when that is one too many.

It must not fall as n rises: that is what makes the optimum reachable."""


class _Held:
    """The jobs that a person holds, by their kind: jobs of the same costs are of one kind."""

    def __init__(self) -> None:
        self.jobs: dict[int, list[int]] = {}
        self.count = 0

    def add(self, kind: int, job: int) -> None:
        self.jobs.setdefault(kind, []).append(job)
        self.count += 1

    def take(self, kind: int) -> int:
        job = self.jobs[kind].pop()
        if not self.jobs[kind]:
            del self.jobs[kind]
        self.count -= 1
        return job


def spread(jobs: Sequence[Costs], marginal: Marginal) -> list[int | None]:
    """Give each job to a person so that the sum of all costs is least; a job that nobody can take stays with None.

    A minimum-cost flow by successive shortest paths: job by job, each along the cheapest chain of hand-overs. Earlier
    jobs are never left out for the sake of later ones, and as many are given out as can be. Whole numbers throughout
    and a fixed order of looking: the same answer on every machine.
    """
    people = sorted({person for costs in jobs for person in costs})
    kinds: dict[tuple[tuple[int, int], ...], int] = {}
    costs_of: list[Costs] = []
    held = {person: _Held() for person in people}
    for number, costs in enumerate(jobs):
        key = tuple(sorted(costs.items()))
        if key not in kinds:
            kinds[key] = len(costs_of)
            costs_of.append(costs)
        chain = _cheapest(costs, costs_of, held, marginal)
        if chain:
            _hand_over(chain, kinds[key], number, held)
    given: list[int | None] = [None] * len(jobs)
    for person in people:
        for numbers in held[person].jobs.values():
            for number in numbers:
                given[number] = person
    return given


_Chain = list[tuple[int, int]]
"""People along whom jobs move on, each with the kind of job they pass on; the last keeps what they get."""


_Reach = dict[int, tuple[int, int | None, int]]
"""What it costs so far to bring a job to a person, from whom it came, and of which kind it is."""


def _reach(costs: Costs, costs_of: list[Costs], held: dict[int, _Held]) -> _Reach:
    """To whom a new job can come, directly or because others pass theirs on, at the least cost."""
    reach: _Reach = {person: (cost, None, -1) for person, cost in sorted(costs.items())}
    waiting = list(reach)
    while waiting:  # Bellman and Ford: a hand-over may save something, but never in a circle
        giver = waiting.pop(0)
        so_far = reach[giver][0]
        for kind in held[giver].jobs:
            row = costs_of[kind]
            for taker, cost in row.items():
                total = so_far + cost - row[giver]
                if taker != giver and (taker not in reach or total < reach[taker][0]):
                    reach[taker] = (total, giver, kind)
                    if taker not in waiting:
                        waiting.append(taker)
    return reach


def _cheapest(costs: Costs, costs_of: list[Costs], held: dict[int, _Held], marginal: Marginal) -> _Chain:
    """The cheapest chain that a new job can start; empty when there is none."""
    reach = _reach(costs, costs_of, held)
    ends = [
        (reach[person][0] + more, person)
        for person in sorted(reach)
        if (more := marginal(person, held[person].count + 1)) is not None
    ]
    last: int | None = min(ends)[1] if ends else None
    chain: _Chain = []
    passed_on = -1
    while last is not None:
        chain.append((last, passed_on))
        _, last, passed_on = reach[last]
    return chain[::-1]


def _hand_over(chain: _Chain, kind: int, job: int, held: dict[int, _Held]) -> None:
    for person, passed_on in chain:
        moving = held[person].take(passed_on) if passed_on >= 0 else -1
        held[person].add(kind, job)
        kind, job = passed_on, moving
