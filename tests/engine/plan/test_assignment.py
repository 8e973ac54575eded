"""The generalised assignment problem, exactly."""

import itertools
import math
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoursback.engine.errors import NoPlanError
from hoursback.engine.plan.assignment import assign


def best_by_trying_all(values: np.ndarray, loads: np.ndarray, capacities: np.ndarray, maximise: bool) -> float | None:
    agents, tasks = values.shape
    found = []
    for choice in itertools.product(range(agents), repeat=tasks):
        picked = np.array(choice), np.arange(tasks)
        booked = np.bincount(picked[0], weights=loads[picked], minlength=agents)
        if (booked <= capacities).all() and np.isfinite(values[picked]).all():
            found.append(float(values[picked].sum()))
    if not found:
        return None
    return max(found) if maximise else min(found)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.booleans())
def test_nothing_is_better_than_what_it_finds(seed: int, maximise: bool):
    rng = np.random.default_rng(seed)
    values = rng.integers(1, 30, (3, 5)).astype(float)
    values[rng.random((3, 5)) < 0.2] = math.nan
    loads, capacities = rng.integers(1, 10, (3, 5)).astype(float), rng.integers(5, 15, 3).astype(float)
    best = best_by_trying_all(values, loads, capacities, maximise)
    if best is None:
        with pytest.raises(NoPlanError):
            assign(values, loads, capacities, maximise=maximise)
        return
    found = assign(values, loads, capacities, maximise=maximise)
    assert found.value == pytest.approx(best)
    assert found.bound == pytest.approx(best)
    assert np.isfinite(values[found.agents, np.arange(5)]).all()


def test_when_time_is_short_the_gap_to_the_bound_is_stated():
    # 20 agents x 200 tight tasks: a plan within milliseconds, a proof not within minutes.
    rng = np.random.default_rng(1)
    loads = rng.integers(1, 101, (20, 200)).astype(float)
    values = 111 - loads + rng.integers(-10, 11, loads.shape)
    found = assign(values, loads, 0.8 * loads.sum(axis=1) / 20, seconds=1.5)
    assert found.status == "time limit"
    assert found.bound < found.value
    assert found.gap == pytest.approx((found.value - found.bound) / found.value)


def test_no_time_at_all_is_no_plan():
    rng = np.random.default_rng(1)
    loads = rng.integers(5, 26, (10, 100)).astype(float)
    with pytest.raises(NoPlanError, match="in the time given") as refusal:
        assign(111 - loads, loads, 0.8 * loads.sum(axis=1) / 10, seconds=0.0)
    assert refusal.value.hint


def test_too_few_hours_for_all_tasks_is_no_plan():
    with pytest.raises(NoPlanError, match="hours there are") as refusal:
        assign(np.ones((2, 3)), np.full((2, 3), 2.0), np.array([3.0, 3.0]))
    assert refusal.value.hint


def test_a_task_that_fits_nobody_is_named():
    with pytest.raises(NoPlanError, match="1 of 3 tasks fit nobody") as refusal:
        assign(np.ones((2, 3)), np.array([[1.0, 9.0, 1.0], [1.0, 8.0, 1.0]]), np.array([5.0, 5.0]))
    assert refusal.value.value == "1"


def test_an_agent_who_cannot_do_a_task_does_not_get_it():
    values = np.array([[1.0, math.inf], [9.0, 9.0]])
    assert assign(values, np.ones((2, 2)), np.array([2.0, 2.0])).agents.tolist() == [0, 1]


def test_nothing_to_do_is_done():
    found = assign(np.ones((2, 0)), np.ones((2, 0)), np.ones(2))
    assert (found.value, found.gap, len(found.agents)) == (0, 0, 0)


def test_arrays_that_do_not_fit_together_are_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="shapes"):
        assign(np.ones((2, 3)), np.ones((3, 2)), np.ones(2))


def test_the_same_seed_gives_the_same_answer():
    loads = np.random.default_rng(4).integers(5, 26, (5, 30)).astype(float)
    first, second = (
        assign(111 - loads, loads, 0.8 * loads.sum(axis=1) / 5, seconds=5, seed=9).agents.tolist() for _ in range(2)
    )
    assert first == second


def test_the_solver_prints_nothing(capfd: pytest.CaptureFixture[str]):
    assign(np.ones((2, 3)), np.ones((2, 3)), np.array([2.0, 2.0]))
    assert capfd.readouterr() == ("", "")


def test_a_solver_with_other_threads_in_the_same_process_is_no_hindrance():
    # In a process of its own: HiGHS keeps one pool of threads per process.
    code = (
        "import highspy, numpy as np\n"
        "from hoursback.engine.plan.assignment import assign\n"
        "other = highspy.Highs(); other.setOptionValue('output_flag', False); other.setOptionValue('threads', 2)\n"
        "other.addVar(0, 3); other.run()\n"
        "assert assign(np.eye(2), np.ones((2, 2)), np.ones(2)).value == 0\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
