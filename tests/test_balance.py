"""Sharing out a batch: the optimum of an independent solver, whoever is left out, and laws that hold for all."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ordertool.rules.balance import spread


class Case:
    """A batch: what each job costs at whom, and what the n-th job costs at each person until they are full."""

    def __init__(self, jobs, slopes, full):
        self.jobs, self.slopes, self.full = jobs, slopes, full

    def marginal(self, person, count):
        return None if count > self.full[person] else self.slopes[person][min(count, len(self.slopes[person])) - 1]

    def spread(self):
        return spread(self.jobs, self.marginal)

    def cost(self, answer):
        """The sum of all costs of an answer."""
        own = sum(self.jobs[job][person] for job, person in enumerate(answer) if person is not None)
        counts = [answer.count(person) for person in range(len(self.full))]
        return own + sum(self.marginal(one, n) for one, count in enumerate(counts) for n in range(1, count + 1))


def random_case(seed):
    """Small and large batches: enough room and too little, costs that tie and costs that do not, jobs for nobody."""
    rng = random.Random(seed)
    people = rng.choice([1, 2, 3, 5, 8])
    most = rng.choice([0, 3, 50])  # every cost equal, many equal, few equal
    may = rng.choice([0.2, 0.5, 1])
    kinds = [
        {person: rng.randint(0, most) for person in range(people) if rng.random() < may}
        for _ in range(rng.choice([1, 3, 20]))
    ]
    jobs = [rng.choice(kinds) for _ in range(rng.randint(0, 24))]
    room = rng.choice([1, 2, 6, 99])
    slopes = [sorted(rng.randint(0, 2 * most + 1) for _ in range(25)) for _ in range(people)]
    return Case(jobs, slopes, [rng.randint(0, room) for _ in range(people)])


def left_out_by_matching(case):
    """Whom an independent matching leaves out: job by job, in if all who are in can still be matched."""
    inside = []
    for job, costs in enumerate(case.jobs):
        graph = nx.Graph()
        graph.add_nodes_from(("job", one) for one in [*inside, job])
        for one in [*inside, job]:
            places = ((person, n) for person in case.jobs[one] for n in range(min(case.full[person], len(case.jobs))))
            graph.add_edges_from((("job", one), ("place", *place)) for place in places)
        top = [("job", one) for one in [*inside, job]]
        if costs and len(nx.bipartite.maximum_matching(graph, top)) == 2 * len(top):
            inside.append(job)
    return set(range(len(case.jobs))) - set(inside)


def least_cost(case, jobs):
    """The optimum for jobs that can all be given out, by another's network simplex."""
    graph = nx.MultiDiGraph()
    graph.add_node("end", demand=len(jobs))
    for job in jobs:
        graph.add_node(("job", job), demand=-1)
        for person, cost in case.jobs[job].items():
            graph.add_edge(("job", job), ("person", person), weight=cost, capacity=1)
    for person, full in enumerate(case.full):
        for n in range(1, min(full, len(jobs)) + 1):
            graph.add_edge(("person", person), "end", weight=case.marginal(person, n), capacity=1)
    return nx.network_simplex(graph)[0] if jobs else 0


@pytest.mark.parametrize("seeds", [range(start, start + 20) for start in range(0, 200, 20)], ids=str)
def test_it_is_the_optimum_of_an_independent_solver(seeds):
    """200 random batches: the same jobs are left out, and the rest costs the least that it can."""
    for seed in seeds:
        case = random_case(seed)
        answer = case.spread()
        left = {job for job, person in enumerate(answer) if person is None}
        assert left == left_out_by_matching(case), seed
        assert case.cost(answer) == least_cost(case, set(range(len(case.jobs))) - left), seed


def test_the_random_batches_are_of_all_kinds():
    cases = [random_case(seed) for seed in range(200)]
    left = [case.spread().count(None) for case in cases]
    assert sum(count > 0 for count in left) > 50
    assert sum(count == 0 and len(case.jobs) > 5 for count, case in zip(left, cases, strict=True)) > 30
    assert sum(any(not costs for costs in case.jobs) for case in cases) > 20
    assert sum(any(len(costs) == 1 for costs in case.jobs) for case in cases) > 50


def test_the_costs_of_an_assignment_are_whole_numbers_however_large():
    """Four parts in one number, each a million million times the next: beyond what a float can tell apart."""
    step = 10**36
    jobs = [{0: 2 * step, 1: 2 * step + 1}, {0: 2 * step + 1, 1: 2 * step}]
    assert spread(jobs, lambda _person, _count: step) == [0, 1]
    assert spread(jobs[::-1], lambda _person, _count: step) == [1, 0]


# --- what is asked of the smallest


@pytest.mark.parametrize(
    ("jobs", "full", "answer"),
    [
        ([], 9, []),
        ([{}], 9, [None]),
        ([{}, {0: 5}], 9, [None, 0]),
        ([{0: 5}], 0, [None]),
        ([{0: 5}, {0: 1}], 1, [0, None]),
        ([{0: 5, 1: 5}, {0: 1}], 1, [1, 0]),
        ([{0: 0, 1: 99}, {0: 0}], 1, [1, 0]),
        ([{0: 0}, {0: 0, 1: 0}, {1: 0}], 1, [0, 1, None]),
    ],
    ids=["no job", "nobody", "nobody for one", "full", "first come", "makes room", "makes room at a price", "the last"],
)
def test_small_batches(jobs, full, answer):
    assert spread(jobs, lambda _person, count: None if count > full else 0) == answer


def test_a_chain_of_hand_overs_as_long_as_the_staff():
    """Each may have two neighbours' jobs; the last comer moves everybody on by one."""
    people = 30
    jobs = [{person: 0, person + 1: 1} for person in range(people)] + [{0: 0}]
    answer = spread(jobs, lambda _person, count: None if count > 1 else 0)
    assert answer == [*range(1, people + 1), 0]


def test_jobs_of_one_kind_go_round():
    answer = spread([dict.fromkeys(range(3), 7)] * 9, lambda person, count: count * 100 + person)
    assert sorted(answer) == [0, 0, 0, 1, 1, 1, 2, 2, 2]


# --- the same answer everywhere

_AGAIN = """
import json, sys
from test_balance import random_case
print(json.dumps([random_case(seed).spread() for seed in range(40)]))
"""


def test_the_answer_does_not_depend_on_the_process():
    here = [random_case(seed).spread() for seed in range(40)]
    for seed in ("0", "1", "4711"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent)}
        said = subprocess.run(
            [sys.executable, "-c", _AGAIN], check=True, capture_output=True, env=env, cwd=Path(__file__).parents[1]
        )
        assert json.loads(said.stdout) == here


def test_the_answer_does_not_depend_on_the_order_in_which_costs_are_listed():
    for seed in range(40):
        case = random_case(seed)
        turned = Case([dict(reversed(costs.items())) for costs in case.jobs], case.slopes, case.full)
        assert turned.spread() == case.spread()


# --- laws


@st.composite
def cases(draw):
    people = draw(st.integers(1, 5))
    costs = st.dictionaries(st.integers(0, people - 1), st.integers(0, 9), max_size=people)
    jobs = draw(st.lists(costs, max_size=12))
    slopes = draw(
        st.lists(st.lists(st.integers(0, 9), min_size=12, max_size=12).map(sorted), min_size=people, max_size=people)
    )
    return Case(jobs, slopes, draw(st.lists(st.integers(0, 6), min_size=people, max_size=people)))


@settings(deadline=None)
@given(cases())
def test_nobody_gets_what_they_may_not_have_or_more_than_they_can_carry(case):
    answer = case.spread()
    assert len(answer) == len(case.jobs)
    assert all(person in costs for person, costs in zip(answer, case.jobs, strict=True) if person is not None)
    assert all(answer.count(person) <= full for person, full in enumerate(case.full))


@settings(deadline=None)
@given(cases())
def test_no_move_and_no_swap_makes_it_cheaper(case):
    answer = case.spread()
    cost = case.cost(answer)
    for one, costs in enumerate(case.jobs):
        if answer[one] is None:
            assert all(answer.count(person) >= case.full[person] for person in costs), "left, while somebody had room"
            continue
        for person in costs:
            moved = [*answer[:one], person, *answer[one + 1 :]]
            assert moved.count(person) > case.full[person] or case.cost(moved) >= cost
        for other, theirs in enumerate(case.jobs[:one]):
            if answer[other] in costs and answer[one] in theirs:
                swapped = list(answer)
                swapped[one], swapped[other] = answer[other], answer[one]
                assert case.cost(swapped) >= cost


@settings(deadline=None)
@given(cases())
def test_another_job_at_the_end_takes_nothing_from_those_before(case):
    """The earlier are never left out for the later: a batch that grows gives out what it gave out before."""
    before = Case(case.jobs[:-1], case.slopes, case.full).spread()
    after = case.spread()
    assert [person is None for person in before] == [person is None for person in after[: len(before)]]
