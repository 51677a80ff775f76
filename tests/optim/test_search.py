"""The compiled search against plain Python, against CP-SAT, and against itself."""

import os
import subprocess
import sys
from decimal import Decimal

import pytest

from tests.optim.problems import SOUND, by_hand, changed, random_problem
from xinheng.core.shared.violation import Refused
from xinheng.optim.planning.board import Board
from xinheng.optim.planning.book import Book
from xinheng.optim.planning.bound import bound_of
from xinheng.optim.planning.checker import cost_of, faults
from xinheng.optim.planning.cpsat import solve_exactly
from xinheng.optim.planning.greedy import sequence
from xinheng.optim.planning.kernel import layout as at
from xinheng.optim.planning.kernel.cheapest import cheapest
from xinheng.optim.planning.kernel.free import NEVER
from xinheng.optim.planning.problem import Assignment
from xinheng.optim.planning.reading import read_problem
from xinheng.optim.planning.several import solve_side_by_side
from xinheng.optim.planning.solve import Budget, solve

SEEDS = range(12)


def searched(problem, seed=1, moves=300):
    board = Board(problem, seed=seed)
    board.greedy(sequence(problem))
    board.anneal(moves, 5, 500.0, 5.0)
    return board


@pytest.mark.parametrize("chain", [True, False])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_search_gives_sound_plans_and_knows_their_cost(seed, chain):
    problem = random_problem(seed, chain=chain, team=4)
    board = searched(problem)

    assert list(faults(problem, board.plan())) == []
    assert float(cost_of(problem, board.plan()).total) == pytest.approx(board.cost)


@pytest.mark.parametrize("chain", [True, False])
@pytest.mark.parametrize("seed", SEEDS)
def test_kernel_and_book_find_the_same_cheapest_place(seed, chain):
    problem = random_problem(seed, chain=chain, team=3)
    plan = searched(problem, moves=3).plan()
    for audit in problem.audits:
        rest = [one for one in plan if one.audit != audit.id]
        if list(faults(problem, rest)):
            continue  # another audit must follow this one
        board = Board(problem, seed=1)
        board.place(rest)
        board.x[at.GUIDED] = 0.0
        found = cheapest(board.n, board.x, board.b, problem.audits.index(audit), 0.0)
        place = Book(problem, rest).cheapest(audit)
        if place is None:
            assert found >= NEVER
        else:
            assert found == pytest.approx(float(place.cost))
            before, after = cost_of(problem, rest), cost_of(problem, [*rest, place.assignment])
            assert after.total - before.total == place.cost - problem.weights.unstaffed


@pytest.mark.parametrize("chain", [True, False])
@pytest.mark.parametrize("seed", SEEDS)
def test_bound_exact_plan_and_search_stand_in_order(seed, chain):
    problem = random_problem(seed, chain=chain, team=4)
    exact = solve_exactly(problem, seconds=20)
    found = solve(problem, budget=Budget(moves=1500))

    assert exact.proven
    assert list(faults(problem, exact.assignments)) == []
    assert cost_of(problem, exact.assignments).total == pytest.approx(
        exact.cost, abs=Decimal("0.01")
    )
    assert bound_of(problem, seconds=0.2) <= exact.cost + Decimal("0.01")
    assert found.bound <= found.cost
    assert found.cost >= exact.cost - Decimal("0.01")
    if max(audit.team for audit in problem.audits) <= 3:
        assert float(found.cost) <= float(exact.cost) * 1.02


def test_the_same_seed_and_moves_give_the_same_plan():
    problem = random_problem(3, audits=12)
    one, two = (solve(problem, budget=Budget(moves=1200), seed=7) for _ in range(2))
    assert one.assignments == two.assignments
    assert (one.cost, one.bound) == (two.cost, two.bound)


TWIN = """
from tests.optim.problems import random_problem
from xinheng.optim.planning.solve import Budget, solve
found = solve(random_problem(5, audits=10), budget=Budget(moves=150), seed=4)
print(found.assignments, found.cost, found.bound)
"""


def test_the_kernel_gives_the_same_plan_uncompiled():
    def told(disabled):
        environment = {**os.environ, "NUMBA_DISABLE_JIT": disabled, "PYTHONPATH": "src:."}
        return subprocess.run([sys.executable, "-c", TWIN], env=environment, check=True,
                              capture_output=True, text=True).stdout  # fmt: skip

    assert told("0") == told("1") != ""


def test_side_by_side_the_cheapest_of_the_seeds_is_kept():
    problem = random_problem(3, audits=12)
    alone = [solve(problem, budget=Budget(moves=300), seed=seed) for seed in (5, 6)]
    both = solve_side_by_side(problem, budget=Budget(moves=300), workers=2, seed=5)
    assert both.cost == min(plan.cost for plan in alone)
    assert both.assignments in [plan.assignments for plan in alone]


def test_stopping_keeps_the_best_so_far():
    problem, asked = random_problem(2, audits=12), []

    def stop():
        asked.append(1)
        return len(asked) > 2

    found = solve(problem, budget=Budget(seconds=600), stop=stop)
    assert list(faults(problem, found.assignments)) == []
    assert found.seconds < 60


def test_progress_never_gets_worse():
    told = []
    solve(random_problem(4, audits=12), budget=Budget(moves=3000), tell=told.append)
    costs = [progress.cost for progress in told]
    bounds = [progress.bound for progress in told]
    assert costs == sorted(costs, reverse=True)
    assert bounds == sorted(bounds)


def test_what_was_promised_stays_whatever_it_costs():
    document = changed()
    document["promised"] = [{"audit": "second", "start": 6, "team": ["mei", "li"], "lead": "mei"}]
    problem = read_problem(document)
    found = solve(problem, budget=Budget(moves=500))
    assert problem.promised[0] in found.assignments
    assert list(faults(problem, found.assignments)) == []


def test_promises_that_cannot_hold_are_refused_with_every_reason():
    document = changed(audit__starts=[1], auditor__away=[1])
    document["promised"] = [
        {"audit": "first", "start": 1, "team": ["li"], "lead": "li"},
        {"audit": "second", "start": 1, "team": ["li", "mei"], "lead": "li"},
    ]
    with pytest.raises(Refused) as refusal:
        solve(read_problem(document), budget=Budget(moves=1))
    codes = {violation.code for violation in refusal.value.violations}
    assert codes == {"planning.away", "planning.two-places"}


def test_a_plan_to_begin_with_is_never_made_worse():
    problem = by_hand()
    found = solve(problem, budget=Budget(moves=0), begin_with=SOUND)
    assert found.cost <= cost_of(problem, SOUND).total


def test_more_work_than_people_leaves_audits_unstaffed_and_says_so():
    problem = random_problem(1, audits=40)
    found = solve(problem, budget=Budget(moves=400))
    assert list(faults(problem, found.assignments)) == []
    assert 0 < len(found.assignments) < 40
    assert found.bound <= found.cost


def test_an_audit_nobody_can_do_stays_unstaffed():
    problem = read_problem(changed(audit__candidates={}))
    found = solve(problem, budget=Budget(moves=200))
    assert {one.audit for one in found.assignments} == {"second"}


def test_a_problem_without_audits_has_the_empty_plan():
    found = solve(by_hand(audits=[]), budget=Budget(moves=10))
    assert found.assignments == ()
    assert found.cost == Decimal(80)


def test_windows_longer_than_a_word_are_searched_whole():
    document = changed(document__days=200, document__month_of_day=[0] * 100 + [1] * 100)
    document["auditors"][0]["away"] = list(range(150))
    document["auditors"][1]["away"] = list(range(200))
    document["audits"] = [{**document["audits"][0], "starts": list(range(0, 195)), "days": 3}]
    problem = read_problem(document)
    (one,) = solve(problem, budget=Budget(moves=50)).assignments
    assert 150 <= one.start <= 194
    assert one == Assignment("first", one.start, ("li",), "li")
